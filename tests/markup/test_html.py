"""HTML is complete, and nothing that an author writes becomes a script."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.richtext import Code, Gap, Image, Link, Paragraph, RichText, Span, Table, Text
from certdeck.markup.html import clean_html, write_html
from certdeck.markup.markdown import Markdown

MARKUP = Markdown()
HOSTILE = st.sampled_from(
    [
        *("<script>", "</script>", "<img src=x onerror=x>", "<svg/onload=x>", "<style>", "<!--", "-->", "<", ">"),
        *("javascript:x", "&#x6a;", "onload=", "](", "[a", ")", "![", '"', "'", "{{c1::", "}}", "`", "$", "|", "\n"),
        *("https://a.b/", "é"),
    ]
)


class Tags(HTMLParser):
    """Collects tags, attributes and characters."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.characters = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.characters += data


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    return tags


def check_harmless(html: str) -> None:
    found = parsed(html)
    assert not found.tags & {"script", "style", "iframe", "object", "embed", "link", "meta", "form", "svg"}
    for name, value in found.attributes:
        assert name in {"href", "src", "alt", "class", "start"}
        assert name != "href" or value.lower().startswith(("http://", "https://", "mailto:"))
        assert name != "src" or "/" not in value


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a **b** *c* `<d>`", "<p>a <strong>b</strong> <em>c</em> <code>&lt;d&gt;</code></p>"),
        ("$a<b$ and $$c$$", r"<p>\(a&lt;b\) and \[c\]</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n  - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("- a\n\n  b", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("3. a", '<ol start="3"><li>a</li></ol>'),
        ("```x\na < b\n```", "<pre><code>a &lt; b</code></pre>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("## a\n\n---", "<h2>a</h2><hr>"),
        ("[a](https://b.c/?d=1&e=2)", '<p><a href="https://b.c/?d=1&amp;e=2">a</a></p>'),
        ("![a](b.png)", '<p><img src="b.png" alt="a"></p>'),
        ("a  \nb", "<p>a<br>b</p>"),
    ],
)
def test_each_structure_has_its_html(text: str, html: str) -> None:
    assert MARKUP.html(MARKUP.read(text)) == html


def test_the_row_that_answers_is_marked() -> None:
    table = Table(((Text("a"),),), (((Text("b"),),), ((Text("c"),),)), marked=1)
    assert '<tr class="marked"><td>c</td></tr>' in write_html((table,))


def test_a_hidden_gap_shows_its_hint_and_never_its_text() -> None:
    hidden = write_html((Paragraph((Gap(1, (Text("secret"),), "<hint>", hidden=True),)),))
    assert hidden == '<p><span class="gap">[&lt;hint&gt;]</span></p>'
    assert "[...]" in write_html((Paragraph((Gap(1, (Text("secret"),), hidden=True),)),))
    assert write_html((Paragraph((Gap(1, (Text("shown"),)),)),)) == '<p><span class="gap">shown</span></p>'


@given(st.text() | st.lists(HOSTILE, max_size=30).map("".join))
def test_no_text_becomes_a_script(text: str) -> None:
    check_harmless(MARKUP.html(MARKUP.read(text)))
    check_harmless(MARKUP.html(MARKUP.read_cloze(text, gap=1, hidden=True)))


SPANS = (
    st.lists(HOSTILE, max_size=8)
    .map("".join)
    .flatmap(
        lambda text: st.sampled_from(
            [
                Text(text),
                Code(text),
                Link(text, (Text(text),)),
                Image(text, text),
                Gap(1, (Text(text),), text, hidden=True),
            ]
        )
    )
)


@given(st.lists(SPANS, max_size=6))
def test_no_structure_becomes_a_script_even_when_it_was_not_read_from_markdown(spans: list[Span]) -> None:
    text: RichText = (Paragraph(tuple(spans)),)
    check_harmless(write_html(text))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f"), max_size=40))
def test_characters_survive_escaping(text: str) -> None:
    assert parsed(write_html((Paragraph((Code(text),)),))).characters == text


# HTML from outside


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<b>bold</b> <i>it</i><sub>2</sub>", "<b>bold</b> <i>it</i><sub>2</sub>"),
        ("a<script>alert(1)</script>b", "ab"),
        ("<style>*{display:none}</style>text", "text"),
        ('<p onclick="x()" style="color:red" class="c" id="i">p</p>', "<p>p</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="JaVa\tScRiPt:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<a href="https://example.org">a</a>', '<a href="https://example.org">a</a>'),
        ('<img src="plot.png" alt="a plot" onerror="x()">', '<img src="plot.png" alt="a plot">'),
        ('<img src="https://evil.example/pixel.png">', "<img>"),
        ('<img src="//evil.example/pixel.png">', "<img>"),
        ('<img src="../../etc/x.png">', "<img>"),
        ('<img src="file:///etc/passwd">', "<img>"),
        ('<img src="data:image/svg+xml,<svg onload=x>">', "<img>"),
        ('<iframe src="https://evil.example"></iframe>x', "x"),
        ('<object data="x"></object><embed src="x">y', "y"),
        ('<svg><script>x</script><a xlink:href="javascript:x">z</a></svg>t', "t"),
        ("<math><mtext><img src=x onerror=x></mtext></math>t", "t"),
        ('<form action="https://evil.example"><input name="a">t</form>', "t"),
        ("<link rel=stylesheet href=https://evil.example/x.css>t", "t"),
        ('<meta http-equiv="refresh" content="0;url=https://evil.example">t', "t"),
        ('<base href="https://evil.example/">t', "t"),
        ("<!-- <script>x</script> -->t", "t"),
        ("<table><tr><td background='https://evil.example/x'>c</td></tr></table>", None),
        ("<template><script>x</script></template>t", "t"),
        ('<video src="x" poster="https://evil.example/x"></video>t', "t"),
        ("<<script>x</script>b>t", None),
    ],
)
def test_html_from_outside_keeps_its_text_and_loses_what_could_act(dirty: str, clean: str | None) -> None:
    made = clean_html(dirty)
    assert "evil.example" not in made
    assert "script" not in made.lower()
    if clean is not None:
        assert made == clean
    assert clean_html(made) == made


@given(st.lists(HOSTILE | st.text(max_size=6), max_size=12).map("".join))
def test_whatever_comes_in_only_text_comes_out(dirty: str) -> None:
    seen = Tags()
    seen.feed(clean_html(dirty))
    assert not seen.tags & {"script", "style", "iframe", "object", "embed", "form", "svg", "link", "meta", "base"}
    for name, value in seen.attributes:
        assert name in {"href", "src", "alt", "start", "type"}
        assert name != "href" or value.partition(":")[0].lower() in {"http", "https", "mailto"} or ":" not in value
        assert name != "src" or "/" not in value
