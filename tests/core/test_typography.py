"""Quotes, apostrophes and dashes as English print has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.richtext import Code, Emphasis, LineBreak, Link, Math, Paragraph, Strong, Text, plain
from certdeck.core.typography import has_typed_signs, typeset, typeset_words

PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "−": "-"})


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"No code": DataBrew', "“No code”: DataBrew"),
        ('say "always up to date"', "say “always up to date”"),
        ('("one", "two")', "(“one”, “two”)"),
        ('"most", 10 of "top 10"', "“most”, 10 of “top 10”"),
        ("it doesn't, the teacher's, models' and AWS's", "it doesn’t, the teacher’s, models’ and AWS’s"),
        ("the '90s and a 'word' here", "the ’90s and a ‘word’ here"),
        ("\"'Up' is right\"", "“‘Up’ is right”"),
        ('a 17" screen', 'a 17" screen'),
        ("fast - and dear", "fast – and dear"),
        ("1-6 GB, 10-20 %", "1–6 GB, 10–20 %"),
        ("(6,000 - 4,000) / 500", "(6,000 − 4,000) / 500"),
        ("MLA-C01, 2026-11-26, v1.2-3.4, E-417, 7-3F0C", "MLA-C01, 2026-11-26, v1.2-3.4, E-417, 7-3F0C"),
        ("read/write --force a-b", "read/write --force a-b"),
        ("rock 'n' roll", "rock ‘n’ roll"),
    ],
)
def test_what_is_typed_is_printed_as_in_a_book(typed: str, printed: str) -> None:
    assert typeset_words(typed) == printed


def test_code_and_formulas_are_never_touched() -> None:
    kept = (Code("a = 'x' - \"y\""), Math("f'(x) - 1"))
    assert typeset((Paragraph(kept),)) == (Paragraph(kept),)


def test_a_quote_opens_or_closes_by_what_stands_before_it_in_any_face() -> None:
    spans = (
        Text('"'),
        Strong((Text('Low" and "'),)),
        Code("x"),
        Text('": '),
        Link("https://a.b/'c'", (Emphasis((Text('"so"'),)),)),
        LineBreak(),
        Text('"next" is $'),
        Math("x"),
        Text("'s"),
    )
    assert plain(typeset((Paragraph(spans),))) == "“Low” and “x”: “so” “next” is $x’s"
    assert typeset((Paragraph(spans),))[0].spans[4].url == "https://a.b/'c'"  # type: ignore[union-attr]


@given(st.text())
def test_nothing_is_lost_or_added(text: str) -> None:
    assert typeset_words(text).translate(PLAIN) == text.translate(PLAIN)


@given(st.text(alphabet="\"'-1a &;. ("))
def test_what_is_typeset_stays_as_it_is(text: str) -> None:
    once = typeset_words(text)
    assert typeset_words(once).translate(PLAIN) == once.translate(PLAIN)
    assert has_typed_signs(text) or once == text
