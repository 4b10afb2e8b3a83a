"""Simple HTML by the short way and by the long one: the same Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.markup import from_html
from certdeck.markup.from_html import markdown_of
from certdeck.markup.simple_html import pieces_of

WORDS = st.one_of(
    st.sampled_from(
        (
            "S3",
            " a ",
            "\n",
            "- x",
            "1. y",
            "{{c1::z}}",
            "\\(x^2\\)",
            "*",
            "&amp;",
            "&lt;b&gt;",
            "&nbsp;",
            "a  b",
            "ü",
            "'",
            ">",
        )
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<&"), max_size=6),
)
TAGS = ("b", "strong", "i", "em", "u", "sub", "sup", "span", "div", "p")
BREAKS = ("<br>", "<br/>", "<BR />")
html = st.recursive(
    st.one_of(WORDS, st.sampled_from(BREAKS)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.tuples(st.sampled_from(TAGS), inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
    ),
    max_leaves=12,
)
pieces = st.one_of(WORDS, st.sampled_from((*BREAKS, *(f"<{end}{tag}>" for tag in TAGS for end in ("", "/")), "<b/>")))


@given(st.one_of(html, st.lists(pieces, max_size=8).map("".join)))
def test_the_short_way_says_what_the_long_one_says(text: str) -> None:
    short = markdown_of(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(from_html, "pieces_of", lambda _html: None)
        assert short == markdown_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "<b>x",
        "x</b>",
        "<b><i>x</b></i>",
        "<p>a<p>b",
        "<p><div>a</div></p>",
        "<b onclick='x'>y</b>",
        "<br>&copy;",
        "</br>",
    ],
)
def test_what_a_browser_would_mend_goes_the_long_way(text: str) -> None:
    assert pieces_of(text) is None
