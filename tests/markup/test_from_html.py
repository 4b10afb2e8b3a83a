"""HTML of other programs as Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.richtext import Gap, every_span, plain
from certdeck.markup.from_html import markdown_of
from certdeck.markup.markdown import Markdown

CASES = {
    "plain text": "plain text",
    "a <b>bold</b> &amp; <i>it</i><br>x*y": "a **bold** & *it*  \nx\\*y",
    "<div>one</div><div>two</div>": "one\n\ntwo",
    "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>after": "- a\n- b\n   - c\n\nafter",
    "<ol><li><p>x</p></li><li>y</li></ol>": "1. x\n2. y",
    "<table><tr><th>a</th></tr><tr><td>1|2</td></tr></table>": "| a |\n| --- |\n| 1\\|2 |",
    "{{c1::S3 <b>bucket</b>::hint}} is \\(x^2\\), $5": "{{c1::S3 **bucket**::hint}} is $x^2$, \\$5",
    "[$]x[/$] <br>\\[y\\]": "$x$   \n$$y$$",
    "<pre><code>def f():\n  pass</code></pre>": "```\ndef f():\n  pass\n```",
    "<code>a*b</code>": "`a*b`",
    "Use <code>aws s3 {{c1::sync}}</code>": "Use `aws s3 `{{c1::`sync`}}",
    "<pre>kubectl {{c1::get::verb}} *\n  -n {{c2::x_y}}</pre>z": (
        "`kubectl `{{c1::`get`::verb}}` *`  \n`  -n `{{c2::`x_y`}}\n\nz"
    ),
    "<code>a `b` {{c1::c}} d</code>": "a `b` {{c1::c}} d",
    "<pre>{{c1::a\n*b}}</pre>": "{{c1::a  \n\\*b}}",
    "- list?": "\\- list?",
    "1. no": "1\\. no",
    "0.": "0\\.",
    "+": "\\+",
    "x &lt;script&gt;": "x \\<script\\>",
    "&amp;lt; and&nbsp;more": "\\&lt; and more",
    "<h2>Head</h2>text": "## Head\ntext",
    "<a href='https://x.y/a(b)'>ok</a>": "[ok](https://x.y/a%28b%29)",
}


@pytest.mark.parametrize(("html", "markdown"), CASES.items())
def test_what_html_says_markdown_says_too(html: str, markdown: str) -> None:
    assert " ".join(markdown_of(html).split()) == " ".join(markdown.split())


@pytest.mark.parametrize(
    "html", ["<code>cd {{c1::~/a_b}} * {{c2:: x }}</code>", "<pre>cd {{c1::~/a_b}}\n {{c2::*}} z</pre>"]
)
def test_gaps_within_code_can_be_hidden_and_the_code_stays_code(html: str) -> None:
    written = markdown_of(html)
    for gap in (1, 2):
        (span,) = [
            span for span in every_span(Markdown().read_cloze(written, gap=gap, hidden=True)) if isinstance(span, Gap)
        ]
        assert (span.ordinal, span.hidden) == (gap, True)
    bare = re.sub(r"<[^>]*>|\{\{c\d::|\}\}", "", html)
    assert " ".join(plain(Markdown().read_cloze(written, gap=1, hidden=False)).split()) == " ".join(bare.split())


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='javascript:alert(1)'>[y](javascript:alert(1))</a>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<img src=x onerror=alert(1)>",
        "<iframe src='https://example.org'></iframe>",
        "<style>body{}</style>",
        "<svg><script>alert(1)</script></svg>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(html: str) -> None:
    markup = Markdown()
    written = markup.html(markup.read(markdown_of(f"before {html}")))
    for sign in ("<script", "<img", "<iframe", "<style", 'href="javascript'):
        assert sign not in written


def test_pictures_are_those_that_are_known() -> None:
    known = {"a b.png": "token-0.png"}
    html = '<img src="a%20b.png" alt="A [plot]"><img src=\'c.png\'><img src=https://example.org/d.png>'
    assert markdown_of(html, known.get) == "![A plot](token-0.png)"


@given(st.text("ab1 -+.<>&\\`*_[]()#|$~\r\n\0;", max_size=12))
def test_letters_of_all_languages_are_read_alike(rest: str) -> None:
    assert markdown_of(f"e{rest}") == markdown_of(f"é{rest}").replace("é", "e")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"),
        ("<blockquote>a<blockquote>b<br>c</blockquote></blockquote>", "> a\n>\n> > b  \n> > c"),
        ("x<blockquote><ul><li>a</li><li>b</li></ul></blockquote>y", "x\n\n> - a\n> - b\n\ny"),
        ("<blockquote></blockquote>a", "a"),
        ("<ul><li><blockquote>a</blockquote></li></ul>", "- a"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ('<ol start="9999999999"><li>a</li></ol>', "1. a"),
        ("<ol><li><div>a</div><p>b</p></li><li>c</li></ol>", "1. a  \nb\n2. c"),
    ],
)
def test_quotes_numbers_and_blocks_within_entries_stay(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<code>a`b</code> c", "`` a`b `` c"),
        ("<ul><li>- a</li><li>1. b</li><li>&nbsp;+ c</li></ul>", "- \\- a\n- 1\\. b\n- \\+ c"),
        ("<code>`</code> <code>x</code>", "`` ` `` `x`"),
        ("<ul><li><pre>a\n  b</pre></li><li>c</li></ul>d", "- ```\n  a\n    b\n  ```\n- c\n\nd"),
        ("<ol><li>a<pre>b</pre>c</li></ol>", "1. a\n   ```\n   b\n   ```\nc"),
        ("<ul><li>a<ul><li>b<pre>c</pre></li></ul></li></ul>", "- a\n   - b\n     ```\n     c\n     ```"),
    ],
)
def test_code_stays_code_with_ticks_and_in_entries(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown
    shown = Markdown().html(Markdown().read(markdown))
    assert shown.count("<code>") == html.count("<code>") + html.count("<pre>")


def test_formulas_that_never_end_are_words() -> None:
    assert markdown_of(r"\(a\) \(b") == r"$a$ \\(b"


@pytest.mark.parametrize("tag", ["<div>", "<b><i>", "<ul><li>x", "<blockquote>x", "<table><tr><td>"])
def test_what_nests_without_end_comes_as_words(tag: str) -> None:
    assert markdown_of(f"{tag * 600}words <").endswith(r"words \<")


def test_long_tables_are_not_nested() -> None:
    assert markdown_of("<table>" + "<tr><td>a<td>b" * 600 + "</table>").count("| a | b |") == 600


def test_pictures_that_never_end_are_looked_for_once() -> None:
    assert markdown_of("<img " * 40_000 + "x") == ""
