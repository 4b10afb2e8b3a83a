"""The blocks of a sheet as rows to place: entries of facts, traps, formulas, hooks and trees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.deck import (
    Entry,
    FactsBlock,
    Formula,
    FormulasBlock,
    HookBlock,
    Sheet,
    SheetBlock,
    TableBlock,
    TrapsBlock,
    TreeBlock,
)
from certdeck.core.richtext import plain
from certdeck.exporters.pdf.boxes import Box, Ruled, Typesetter, beside, stack
from certdeck.exporters.pdf.ink import BODY, HEADING, MM, MUTED, ROW, TEXT
from certdeck.exporters.pdf.text import plain_words, set_lines
from certdeck.exporters.pdf.tree import tree_rows

_NUMBER_WIDTH: Final = 17 * MM
"""Terms up to this wide are figures to remember: they stand flush right in a column of their own."""
_TERM_SHARE: Final = 0.4
"""Longer terms get this share of the column."""
_CAP: Final = 1.45
"""A term that needs more lines than this many times its column's width is set above its text instead."""


@dataclass(frozen=True, slots=True)
class Section:
    """A block: its title and its rows, which are never split."""

    title: str
    rows: tuple[Box, ...]


def section(block: SheetBlock, setter: Typesetter, width: float) -> Section:
    """Set a block that stands in a column of `width`."""
    return Section(block.title, tuple(_rows(block, setter, width)))


def heading(title: str, setter: Typesetter, width: float) -> Box:
    """Set the title of a block with the rule below it and the room to its first row."""
    ruled = Ruled(_raised(setter.line(title, width, HEADING)), width, HEADING.leading + 2.5, TEXT, 0.9)
    return stack([ruled], after=4.5)


def exam_and_today(sheet: Sheet, setter: Typesetter, width: float) -> Section | None:
    """Set what the exam expects and how things stand today, where these differ."""
    texts = (("In the exam.", sheet.examined), ("Today.", sheet.today))
    rows = tuple(_trap(None, Entry(term, text), setter, width) for term, text in texts if text)
    return Section("Exam and today", rows) if rows else None


def _raised(box: Box) -> Box:
    return stack([box], after=2.5)


def _rows(block: SheetBlock, setter: Typesetter, width: float) -> Iterator[Box]:
    match block:
        case FactsBlock(_, facts):
            yield from _facts(facts, setter, width)
        case TrapsBlock(_, traps):
            for number, entry in enumerate(traps, 1):
                yield _trap(number, entry, setter, width)
        case FormulasBlock(_, formulas):
            for place, formula in enumerate(formulas, 1):
                yield _formula(formula, setter, width, last=place == len(formulas))
        case HookBlock(_, text):
            yield stack([setter.text(text, width, BODY)], before=1)
        case TreeBlock(_, root):
            yield from tree_rows(root, setter, width)
        case TableBlock():
            raise AssertionError("tables run over all columns")


def _facts(facts: Sequence[Entry], setter: Typesetter, width: float) -> Iterator[Box]:
    """Set facts the way their terms ask for: figures flush right, terms beside their text, or long terms above it."""
    widest = max(_term_width(entry, setter) for entry in facts)
    for place, entry in enumerate(facts, 1):
        if widest <= _NUMBER_WIDTH:
            row = _number_row(entry, setter, width, max(widest, 11 * MM))
        elif _fits_beside(facts, setter, width):
            row = _term_row(entry, setter, width)
        else:
            row = _stacked_row(entry, setter, width)
        yield Ruled(row, width, row.height) if place < len(facts) else row


def _term_width(entry: Entry, setter: Typesetter) -> float:
    return sum(word.width + word.space for word in setter.inline(entry.term, ROW.bold()))


def _fits_beside(facts: Sequence[Entry], setter: Typesetter, width: float) -> bool:
    room = _TERM_SHARE * width
    words = (word for entry in facts for word in setter.inline(entry.term, ROW.bold()))
    return max(word.width for word in words) <= room and all(
        _term_width(entry, setter) <= 2 * _CAP * room for entry in facts
    )


def _number_row(entry: Entry, setter: Typesetter, width: float, room: float) -> Box:
    term = set_lines(setter.inline(entry.term, ROW.bold()), room, ROW, right=True)
    left = room + 3 * MM
    return beside((0.0, term), (left, setter.text(entry.text, width - left, ROW)), before=2.4, after=2.8)


def _term_row(entry: Entry, setter: Typesetter, width: float) -> Box:
    left = _TERM_SHARE * width + 2 * MM
    term = set_lines(setter.inline(entry.term, ROW.bold()), _TERM_SHARE * width, ROW)
    return beside((0.0, term), (left, setter.text(entry.text, width - left, ROW)), before=2.4, after=2.8)


def _stacked_row(entry: Entry, setter: Typesetter, width: float) -> Box:
    term = set_lines(setter.inline(entry.term, ROW.bold()), width, ROW)
    return stack([term, setter.text(entry.text, width, ROW)], before=2.4, after=2.8)


def _trap(number: int | None, entry: Entry, setter: Typesetter, width: float) -> Box:
    left = 4.6 * MM if number else 0.0
    term = setter.inline(entry.term, BODY.bold())
    text = setter.text(entry.text, width - left, BODY, before=term)
    mark = set_lines(plain_words(str(number), BODY.bold()), left, BODY) if number else set_lines((), width, BODY)
    return beside((0.0, mark), (left, text), before=1, after=2.4)


def _formula(formula: Formula, setter: Typesetter, width: float, *, last: bool) -> Box:
    name = setter.line(formula.name, width, BODY.bold())
    drawn = stack([setter.formula(formula.latex, width - 3 * MM, BODY)], before=2, after=3, left=3 * MM)
    row = stack([name, drawn, setter.text(formula.meaning, width, ROW.coloured(MUTED))], before=2, after=3.4)
    return row if last else Ruled(row, width, row.height)


def title_of(text: str, setter: Typesetter) -> str:
    """Return a title without structure, for outlines."""
    return plain(setter.read(text))
