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
from certdeck.exporters.pdf.boxes import Box, Group, Ruled, Typesetter, stack
from certdeck.exporters.pdf.ink import MM, MUTED, TEXT
from certdeck.exporters.pdf.text import line_width, plain_words, set_lines
from certdeck.exporters.pdf.tree import tree_rows
from certdeck.exporters.pdf.widths import shared_widths

_NARROW: Final = 21 * MM
"""Terms up to this wide stand in a column of their own width; if they are figures, flush right."""
_BETWEEN: Final = 3 * MM
_TRAPS_APART: Final = 3.0
"""Running text may stand further apart than rows do, to fill a page with little else on it."""
_AIRIEST: Final = 1.4
"""However loose the rows are, the first stays near its heading."""


@dataclass(frozen=True, slots=True)
class Section:
    """A block: its title and its rows, which are never split; unless they are `tied` they may stand further apart."""

    title: str
    rows: tuple[Box, ...]
    tied: bool = False

    @property
    def height(self) -> float:
        """How far its rows reach down, one below the other."""
        return sum(row.height for row in self.rows)


def section(block: SheetBlock, setter: Typesetter, width: float) -> Section:
    """Set a block that stands in a column of `width`."""
    # The lines of a tree run from row to row.
    return Section(block.title, tuple(_rows(block, setter, width)), tied=isinstance(block, TreeBlock))


def heading(title: str, setter: Typesetter, width: float) -> Box:
    """Set the title of a block with the rule below it and the room to its first row."""
    raised = _raised(setter.line(title, width, setter.inks.heading))
    ruled = Ruled(raised, width, raised.height, TEXT, 0.9)
    return stack([ruled], after=4.5 * min(setter.air, _AIRIEST))


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
            yield setter.row((0.0, setter.text(text, width, setter.inks.body)), above=1, below=0)
        case TreeBlock(_, root):
            yield from tree_rows(root, setter, width)
        case TableBlock():
            raise AssertionError("tables run over all columns")


def _facts(facts: Sequence[Entry], setter: Typesetter, width: float) -> Iterator[Box]:
    """Set facts with narrow terms beside their texts, others beside or above them as takes least room."""
    widest = max(line_width(setter.inline(entry.term, setter.inks.row.bold())) for entry in facts)
    figures = sum(any(map(str.isdigit, entry.term)) for entry in facts)
    if widest <= _NARROW:
        right = 2 * figures >= len(facts)
        rows = [_beside(entry, setter, width, max(widest, 11 * MM), right=right) for entry in facts]
    else:
        rows = [_above(entry, setter, width) for entry in facts]
        share = _share(facts, setter, width)
        if share is not None:
            beside = [_beside(entry, setter, width, share, right=False) for entry in facts]
            rows = min(beside, rows, key=lambda some: sum(row.height for row in some))
    for place, row in enumerate(rows, 1):
        yield Ruled(row, width, row.height) if place < len(rows) else row


def _share(facts: Sequence[Entry], setter: Typesetter, width: float) -> float | None:
    """Return the width of the terms' column when terms and texts stand side by side, or None if a word won't fit."""
    columns = (
        [setter.inline(entry.term, setter.inks.row.bold()) for entry in facts],
        [setter.inline(entry.text, setter.inks.row) for entry in facts],
    )
    longest = [max(word.width for words in column for word in words) for column in columns]
    natural = [max(line_width(words) for words in column) for column in columns]
    room = width - _BETWEEN
    return shared_widths(longest, natural, room)[0] if sum(longest) <= room else None


def _beside(entry: Entry, setter: Typesetter, width: float, share: float, *, right: bool) -> Group:
    term = set_lines(setter.inline(entry.term, setter.inks.row.bold()), share, setter.inks.row, right=right)
    left = share + _BETWEEN
    return setter.row((0.0, term), (left, setter.text(entry.text, width - left, setter.inks.row)), above=2.4, below=2.8)


def _above(entry: Entry, setter: Typesetter, width: float) -> Group:
    term = set_lines(setter.inline(entry.term, setter.inks.row.bold()), width, setter.inks.row)
    inside = stack([term, setter.text(entry.text, width, setter.inks.row)])
    return setter.row((0.0, inside), above=2.4, below=2.8)


def _trap(number: int | None, entry: Entry, setter: Typesetter, width: float) -> Box:
    left = 4.6 * MM if number else 0.0
    term = setter.inline(entry.term, setter.inks.body.bold())
    text = setter.text(entry.text, width - left, setter.inks.body, before=term)
    mark = (
        set_lines(plain_words(str(number), setter.inks.body.bold()), left, setter.inks.body)
        if number
        else set_lines((), width, setter.inks.body)
    )
    return setter.row((0.0, mark), (left, text), above=1, below=2.4, loosest=_TRAPS_APART)


def _formula(formula: Formula, setter: Typesetter, width: float, *, last: bool) -> Box:
    name = setter.line(formula.name, width, setter.inks.body.bold())
    drawn = setter.row((3 * MM, setter.formula(formula.latex, width - 3 * MM, setter.inks.body)), above=2, below=3)
    meaning = setter.text(formula.meaning, width, setter.inks.row.coloured(MUTED))
    row = setter.row((0.0, stack([name, drawn, meaning])), above=2, below=3.4)
    return row if last else Ruled(row, width, row.height)


def title_of(text: str, setter: Typesetter) -> str:
    """Return a title without structure, for outlines."""
    return plain(setter.read(text))
