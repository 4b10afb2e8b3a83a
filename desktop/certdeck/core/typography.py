"""English typography: the quotes, apostrophes and dashes that a typewriter lacks.

Authors type what is on their keyboard. On paper quotes open and close, an apostrophe is one, and a dash is no hyphen.
Code and formulas are never touched.
"""

import re
from dataclasses import dataclass
from typing import Final

from certdeck.core.richtext import (
    Block,
    Code,
    Defined,
    Emphasis,
    Gap,
    Heading,
    LineBreak,
    Link,
    Listing,
    Math,
    Paragraph,
    Quote,
    RichText,
    Span,
    Spans,
    Strong,
    Table,
    Text,
)

_TYPED: Final = re.compile(r"[\"'&]| - |[0-9]-[0-9]")
"""What there is to set otherwise; `&` may begin the entity of a quote."""
_MINUS: Final = re.compile(r"(?<=[0-9)]) - (?=[(]?[0-9])")
_RANGE: Final = re.compile(r"(?<![\w./:−–-])([0-9]+)-([0-9]+)(?![\w/-]|\.[0-9])")
"""Two numbers and no more: no date, no version, no part number."""
_QUOTE: Final = re.compile(r"([\"'])")
_OPENS: Final = frozenset(" \t\n\u00a0([{<–—−-/“‘")
"""A quote after one of these, or at the beginning, opens."""


def has_typed_signs(text: str) -> bool:
    """Tell whether there may be anything in `text` to set otherwise: most texts have nothing."""
    return _TYPED.search(text) is not None


def typeset(text: RichText) -> RichText:
    """Return `text` with the signs of English print."""
    return tuple(_block(block) for block in text)


def typeset_words(text: str) -> str:
    """Return plain characters with the signs of English print."""
    return _Line().text(text)


def _block(block: Block) -> Block:
    match block:
        case Paragraph(spans):
            return Paragraph(_Line().spans(spans))
        case Heading(level, spans):
            return Heading(level, _Line().spans(spans))
        case Quote(blocks):
            return Quote(typeset(blocks))
        case Listing(entries, ordered, start, letters):
            return Listing(tuple(typeset(entry) for entry in entries), ordered, start, letters)
        case Table(head, rows, marked):
            return Table(_cells(head), tuple(_cells(row) for row in rows), marked)
        case _:
            return block


def _cells(cells: tuple[Spans, ...]) -> tuple[Spans, ...]:
    return tuple(_Line().spans(cell) for cell in cells)


@dataclass(slots=True)
class _Line:
    """Goes along a line; whether a quote opens hangs on the letter `before` it, which may be in bold or in code."""

    before: str = ""
    open: bool = False

    def spans(self, spans: Spans) -> Spans:
        return tuple(self._span(span) for span in spans)

    def text(self, text: str) -> str:
        dashed = _RANGE.sub(r"\1–\2", _MINUS.sub(" − ", text)).replace(" - ", " – ")
        parts = _QUOTE.split(dashed)
        for place in range(len(parts)):
            if place % 2:
                parts[place] = self._quote(parts[place], parts[place + 1][:1])
            self.before = parts[place][-1:] or self.before
        return "".join(parts)

    def _span(self, span: Span) -> Span:
        match span:
            case Text(text):
                return Text(self.text(text))
            case Defined(text, term, means):
                return Defined(self.text(text), term, means)
            case Strong(spans):
                return Strong(self.spans(spans))
            case Emphasis(spans):
                return Emphasis(self.spans(spans))
            case Link(url, spans):
                return Link(url, self.spans(spans))
            case Gap(ordinal, spans, hint, False):
                return Gap(ordinal, self.spans(spans), hint, hidden=False)
            case _:
                self._pass(span)
                return span

    def _pass(self, span: Span) -> None:
        """Remember what stands before the next letter: nothing on a new line, otherwise something a quote closes."""
        match span:
            case LineBreak():
                self.before = ""
            case Code(text) | Math(text):
                self.before = text[-1:].replace("(", "x") or self.before
            case _:
                self.before = "]"

    def _quote(self, typed: str, after: str) -> str:
        begins = (not self.before or self.before in _OPENS) and not after.isspace()
        if typed == "'":
            # Years begin with an apostrophe: '90s.
            return "‘" if begins and not after.isdigit() else "’"
        if begins and not self.open:
            self.open = True
            return "“"
        if not self.open and self.before.isdigit():
            return typed  # Inches.
        self.open = False
        return "”"
