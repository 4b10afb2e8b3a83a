"""Changing single spans of a structured text before it is written."""

from collections.abc import Callable
from dataclasses import replace

from certdeck.core.richtext import (
    Block,
    Emphasis,
    Gap,
    Heading,
    Link,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Spans,
    Strong,
    Table,
)

Change = Callable[[Span], Spans]
"""Gives the spans that stand in for one span; what is inside that span has been changed before."""


def changed(text: RichText, change: Change) -> RichText:
    """Return `text` with every span replaced by what `change` makes of it, the innermost spans first."""
    return tuple(_block(block, change) for block in text)


def with_gaps_hidden(text: RichText) -> RichText:
    """Return a cloze text as a question: a hint, or dots, in place of each gap."""
    return changed(text, lambda span: (replace(span, hidden=True),) if isinstance(span, Gap) else (span,))


def with_gaps_filled(text: RichText) -> RichText:
    """Return a cloze text as its own answer: what was hidden is set off."""
    return changed(text, lambda span: (Strong(span.spans),) if isinstance(span, Gap) else (span,))


def _block(block: Block, change: Change) -> Block:
    match block:
        case Paragraph(spans):
            return Paragraph(_spans(spans, change))
        case Heading(level, spans):
            return Heading(level, _spans(spans, change))
        case Listing(entries, ordered, start, letters):
            return Listing(tuple(changed(entry, change) for entry in entries), ordered, start, letters)
        case Quote(blocks):
            return Quote(changed(blocks, change))
        case Table(head, rows, marked):
            return Table(_cells(head, change), tuple(_cells(row, change) for row in rows), marked)
    return block


def _cells(cells: tuple[Spans, ...], change: Change) -> tuple[Spans, ...]:
    return tuple(_spans(cell, change) for cell in cells)


def _spans(spans: Spans, change: Change) -> Spans:
    return tuple(result for span in spans for result in change(_inside(span, change)))


def _inside(span: Span, change: Change) -> Span:
    match span:
        case Strong(spans):
            return Strong(_spans(spans, change))
        case Emphasis(spans):
            return Emphasis(_spans(spans, change))
        case Link(url, spans):
            return Link(url, _spans(spans, change))
        case Gap(ordinal, spans, hint, hidden):
            return Gap(ordinal, _spans(spans, change), hint, hidden)
    return span
