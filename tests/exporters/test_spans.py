"""Changing spans reaches every span and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.richtext import Code, Emphasis, Span, Spans, Text, plain
from certdeck.exporters.spans import changed
from certdeck.markup.markdown import Markdown

MARKUP = Markdown()
EVERYTHING = (
    "# a *b*\n\n> c\n\n1. d\n   - e\n\n| f | g |\n|--|--|\n| **h** | [i](https://x.y/) |\n\n"
    "{{c1::j}} `k`\n\n---\n\n```\nl\n```\n"
)


@given(st.text() | st.just(EVERYTHING))
def test_changing_nothing_keeps_everything(text: str) -> None:
    read = MARKUP.read(text)
    assert changed(read, lambda span: (span,)) == read


def test_every_span_is_reached_the_inner_ones_first() -> None:
    def shout(span: Span) -> Spans:
        match span:
            case Text(text) | Code(text):
                return (Text(text.upper()),)
            case Emphasis(spans):
                return (Text("<"), *spans, Text(">"))
        return (span,)

    assert plain(changed(MARKUP.read(EVERYTHING), shout)) == "A <B> C D E F G H I J K l"
