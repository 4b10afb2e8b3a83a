"""What is read without a parser is what the parser reads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from certdeck.core.richtext import Code, Paragraph, Strong, Text
from certdeck.importers.native import NativeReader
from certdeck.markup.markdown import read_whole
from certdeck.markup.simple import read_simple

PARTS = st.sampled_from(
    (
        *"abz19 .,;:()!?'\"-–_*`~#>+=|/\\[]<>&${}^",
        *(
            "**",
            "  ",
            "\n",
            "\n\n",
            "a",
            " word",
            "**bold**",
            "*i*",
            "`code`",
            "{{c1::x}}",
            "snake_case",
            "\u00a0",
            "é",
        ),
        *(
            "€",
            "http://a.b",
            "a@b.c",
            "&amp;",
            "1. ",
            "1) ",
            "---",
            "\n- ",
            "\u2028",
            "\u3000",
            "“",
            "”",
            "(**a `b`**)",
        ),
    )
)
TEXTS = st.lists(PARTS, max_size=14).map("".join) | st.text(max_size=30)


@settings(max_examples=3000)
@given(TEXTS)
@example("**a `b` c** d")
@example("a** b**")
@example("x `` y ` z")
@example("a_b_ c")
def test_a_text_read_without_the_parser_is_read_the_same(text: str) -> None:
    found = read_simple(text)
    assert found is None or found == read_whole(text)


@pytest.mark.parametrize(
    "text",
    [
        "# a",
        "- a",
        "1. a",
        "1) a",
        "> a",
        "a\n- b",
        "a\n\n\nb",
        " a",
        "",
        "***a***",
        "**a*",
        "$x$",
        "[a](b)",
        "    a",
    ],
)
def test_what_takes_the_parser_is_left_to_it(text: str) -> None:
    assert read_simple(text) is None


def test_plain_words_code_and_bold_need_no_parser() -> None:
    assert read_simple("It **scales to zero** with `min = 0`.") == (
        Paragraph((Text("It "), Strong((Text("scales to zero"),)), Text(" with "), Code("min = 0"), Text("."))),
    )
    assert read_simple("**Use `a_b`** here") == (Paragraph((Strong((Text("Use "), Code("a_b"))), Text(" here"))),)


def test_most_texts_of_the_shipped_deck_need_no_parser_and_are_read_the_same() -> None:
    texts = list(shipped_texts())
    read = [(text, found) for text in texts if (found := read_simple(text)) is not None]
    assert len(read) > 0.6 * len(texts)
    assert [text for text, found in read if found != read_whole(text)] == []


def shipped_texts() -> Iterator[str]:
    deck = NativeReader().read(Path(__file__).parents[2] / "decks" / "aws-mla")
    for card in deck.cards:
        yield from (card.front, card.back)
    for question in deck.questions:
        yield question.stem
