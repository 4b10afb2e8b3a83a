"""Structured text reads as plain text on one line."""

import pytest

from certdeck.core.richtext import (
    Block,
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
    Rule,
    Span,
    Strong,
    Table,
    Text,
    plain,
    plain_spans,
)


@pytest.mark.parametrize(
    ("span", "read"),
    [
        (Text("a b"), "a b"),
        (Code("x = 1"), "x = 1"),
        (Strong((Text("a"), Emphasis((Text("b"),)))), "ab"),
        (Link("https://example.org", (Text("page"),)), "page"),
        (Math(r"\frac{1}{2}"), r"\frac{1}{2}"),
        (Image("plot.png", "a plot"), "a plot"),
        (LineBreak(), " "),
        (Gap(1, (Text("shown"),)), "shown"),
        (Gap(1, (Text("secret"),), hidden=True), "[...]"),
        (Gap(1, (Text("secret"),), hint="a word", hidden=True), "[a word]"),
    ],
)
def test_every_span_reads_as_its_characters(span: Span, read: str) -> None:
    assert plain_spans((span,)) == read


@pytest.mark.parametrize(
    ("block", "read"),
    [
        (Paragraph((Text("a"), Text("b"))), "ab"),
        (Heading(2, (Text("Head"),)), "Head"),
        (CodeBlock("a\n  b\n"), "a b"),
        (Listing(((Paragraph((Text("one"),)),), (Rule(),), (Paragraph((Text("two"),)),))), "one two"),
        (Quote((Paragraph((Text("said"),)),)), "said"),
        (Table(((Text("A"),), (Text("B"),)), (((Text("1"),), ()),)), "A B 1"),
        (Rule(), ""),
    ],
)
def test_every_block_reads_on_one_line(block: Block, read: str) -> None:
    assert plain((block,)) == read


def test_blocks_are_set_apart_by_one_space() -> None:
    assert plain((Paragraph((Text("a"),)), Rule(), Paragraph((Text("b"),)))) == "a b"
