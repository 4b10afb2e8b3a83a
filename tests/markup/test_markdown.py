"""What authors write comes out as structure, and whatever they write comes out."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.richtext import (
    Code,
    CodeBlock,
    Emphasis,
    Gap,
    Heading,
    Image,
    LineBreak,
    Link,
    Listing,
    Math,
    Paragraph,
    Quote,
    RichText,
    Rule,
    Spans,
    Strong,
    Table,
    Text,
    plain,
)
from certdeck.markup.markdown import Markdown

MARKUP = Markdown()
WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=12)
SCRAPS = st.sampled_from(
    [
        *("{{c1::", "}}", "::", "$", "$$", "`", "```", "**", "*", "_", "[", "](", ")", "![", "<", ">", "|", "\\"),
        *("&", "&amp;", "javascript:", "https://a.b/", "x", "é", "---", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# "),
        *("\ud800", "\x00"),
    ]
)


def spans(text: str) -> Spans:
    block = MARKUP.read(text)[0]
    assert isinstance(block, Paragraph)
    return block.spans


def test_spans_are_read() -> None:
    assert spans("a **b *c*** `d` $e^2$") == (
        Text("a "),
        Strong((Text("b "), Emphasis((Text("c"),)))),
        Text(" "),
        Code("d"),
        Text(" "),
        Math("e^2"),
    )


def test_a_soft_break_is_a_space_and_a_hard_break_is_kept() -> None:
    assert spans("a\nb  \nc") == (Text("a b"), LineBreak(), Text("c"))


def test_blocks_are_read() -> None:
    text = "# T\n\n> q\n\n---\n\n```python\nx = 1\n```\n\n3. a\n   - b\n\n$$\ny\n$$\n"
    assert MARKUP.read(text) == (
        Heading(1, (Text("T"),)),
        Quote((Paragraph((Text("q"),)),)),
        Rule(),
        CodeBlock("x = 1", "python"),
        Listing(((Paragraph((Text("a"),)), Listing(((Paragraph((Text("b"),)),),))),), ordered=True, start=3),
        Paragraph((Math("y", display=True),)),
    )


def test_a_table_is_read_row_by_row() -> None:
    assert MARKUP.read("| a | b |\n|---|---|\n| **c** | d |\n") == (
        Table(((Text("a"),), (Text("b"),)), (((Strong((Text("c"),)),), (Text("d"),)),)),
    )


def test_money_is_not_a_formula() -> None:
    assert spans("costs $5 to $10, or $0.10/$0.20") == (Text("costs $5 to $10, or $0.10/$0.20"),)


@pytest.mark.parametrize("url", ["https://a.b/c", "http://a.b", "mailto:a@b.c"])
def test_a_web_address_is_a_link(url: str) -> None:
    assert spans(f"[x]({url})") == (Link(url, (Text("x"),)),)


@pytest.mark.parametrize(
    "url", ["ftp://a.b", "file:///etc/passwd", "page.html", "//a.b", "javascript:x", "data:text/html,x"]
)
def test_any_other_address_is_text(url: str) -> None:
    assert not any(isinstance(span, Link) for span in spans(f"[x]({url})"))
    assert plain(MARKUP.read(f"[x]({url})")).startswith(("x", "[x]"))


def test_a_bare_file_name_is_a_picture() -> None:
    assert spans("![a plot](plot-1.png)") == (Image("plot-1.png", "a plot"),)


@pytest.mark.parametrize("name", ["https://a.b/c.png", "../c.png", "a/c.png", "c.exe", ".png"])
def test_any_other_picture_is_its_description(name: str) -> None:
    assert spans(f"![a *plot*]({name})") == (Text("a plot"),)


def test_raw_html_stays_visible_characters() -> None:
    assert plain(MARKUP.read("<b onclick='x'>hi</b>")) == "<b onclick='x'>hi</b>"


def test_a_gap_is_hidden_or_set_off_and_the_others_are_ordinary_text() -> None:
    text = "{{c1::Data **Wrangler**::tool}} needs {{c2::Studio}}"
    inside = (Text("Data "), Strong((Text("Wrangler"),)))
    hidden = MARKUP.read_cloze(text, gap=1, hidden=True)
    assert hidden == (Paragraph((Gap(1, inside, "tool", hidden=True), Text(" needs Studio"))),)
    assert plain(hidden) == "[tool] needs Studio"
    shown: RichText = (Paragraph((Text("Data "), inside[1], Text(" needs "), Gap(2, (Text("Studio"),)))),)
    assert MARKUP.read_cloze(text, gap=2, hidden=False) == shown


def test_reading_a_cloze_text_as_ordinary_text_keeps_every_gap() -> None:
    assert spans("{{c1::a}} {{c2::b::h}}") == (Gap(1, (Text("a"),)), Text(" "), Gap(2, (Text("b"),), "h"))


def test_the_number_of_a_gap_may_have_zeros_before_it_and_be_as_large_as_that_of_a_face() -> None:
    assert spans("{{c01::a}} {{c4095::b}}") == (Gap(1, (Text("a"),)), Text(" "), Gap(4095, (Text("b"),)))


def test_code_and_formulas_in_a_gap_may_hold_braces_and_colons() -> None:
    assert spans(r"{{c1::`AWS::S3::Bucket`::type}} {{c2::$\frac{1}{x^{2}}$}}") == (
        Gap(1, (Code("AWS::S3::Bucket"),), "type"),
        Text(" "),
        Gap(2, (Math(r"\frac{1}{x^{2}}"),)),
    )


def test_a_gap_inside_a_gap_is_part_of_it_and_asked_by_itself() -> None:
    text = "{{c1::a {{c2::b::letter}} c}}"
    assert spans(text) == (Gap(1, (Text("a "), Gap(2, (Text("b"),), "letter"), Text(" c"))),)
    asked = {gap: MARKUP.read_cloze(text, gap=gap, hidden=True) for gap in (1, 2)}
    assert asked[1] == (Paragraph((Gap(1, (Text("a b c"),), hidden=True),)),)
    assert asked[2] == (Paragraph((Text("a "), Gap(2, (Text("b"),), "letter", hidden=True), Text(" c"))),)


@pytest.mark.parametrize("text", ["{{c0::a}}", "{{c1:a}}", "{{c1::never closed", "{{ c1::a }}"])
def test_what_is_no_gap_stays_as_it_is(text: str) -> None:
    assert spans(text) == (Text(text),)


@given(st.text() | st.lists(SCRAPS, max_size=30).map("".join))
def test_any_text_is_valid(text: str) -> None:
    assert isinstance(plain(MARKUP.read(text)), str)
    assert isinstance(plain(MARKUP.read_cloze(text, gap=1, hidden=True)), str)


@given(
    WORDS, st.lists(st.sampled_from([" ", "\n", "\n\n", "\n- ", "\n> ", " *x* ", "\n    "]), min_size=12, max_size=12)
)
def test_words_are_kept_in_order(words: list[str], between: list[str]) -> None:
    text = "".join(word + gap for word, gap in zip(words, between, strict=False))
    read = iter(plain(MARKUP.read(text)).split())
    assert all(word in read for word in words)


def test_no_library_is_loaded_before_the_first_text_is_read() -> None:
    program = (
        "import sys, certdeck.markup.markdown; print({'markdown_it', 'mdit_py_plugins', 'nh3'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_signs_that_nest_without_end_stay_as_they_were_written() -> None:
    text = "*a **b " * 3000 + "** *" * 3000
    assert Markdown().read(text) == (Paragraph((Text(text),)),)
