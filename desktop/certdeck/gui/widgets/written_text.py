"""Texts written into documents, and the shelf on which they wait while no view shows them."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtGui import QPainter, QTextDocument, QTextOption

from certdeck.core.richtext import RichText
from certdeck.gui import theme
from certdeck.gui.widgets.rich_document import DocumentWriter, TextLook

NO_LIMIT: Final = 16_777_215
"""A width at which no line is broken."""
USUAL: Final = 100
"""Documents on the shelf: the last pages that were turned to."""
WHOLE_EXAM: Final = 1_200
"""Documents of an exam that was gone through: ten to fifteen for each question and its answer, about 25 KB each."""
Ground = Callable[[QPainter], None]
"""Paints one thing that stands behind a text: a chip, the box of code, the bar of a quotation, a bullet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a document is to show and how: all that it depends on but the width of pictures. Dress: `dress`."""

    text: RichText
    look: TextLook
    media: Path | None
    ratio: float
    dress: object


@dataclass(slots=True, eq=False)
class WrittenText:
    """A document and what is known of it. One view shows it at a time: it is laid out in the width of that view.

    `heights` by width and `ideals` (the width that lines take) by the width they may take, all in pixels, and `grounds`
    (what stands behind the text) by width are what was measured so far. In a view less than `widest` pixels wide some
    formula is smaller than in a wide one.
    """

    document: QTextDocument
    wanted: Wanted
    links: bool
    pictured: bool
    grounded: bool
    widest: int = 0
    heights: dict[int, int] = field(default_factory=dict)
    ideals: dict[int, int] = field(default_factory=dict)
    grounds: dict[int, tuple[Ground, ...]] = field(default_factory=dict)


class Shelf:
    """Keeps the documents that were shown last. Turning back to a page needs to take them, not to write them anew."""

    def __init__(self, kept: int = USUAL) -> None:
        self._kept = kept
        self._written: OrderedDict[Wanted, WrittenText] = OrderedDict()

    def __len__(self) -> int:
        """Return how many documents are here."""
        return len(self._written)

    def keep(self, kept: int) -> None:
        """Keep so many from now on, and let those go that were shown longest ago."""
        self._kept = kept
        while len(self._written) > kept:
            self._written.popitem(last=False)

    def take(self, wanted: Wanted, width: int) -> WrittenText:
        """Return `wanted`, laid out `width` pixels wide, and leave it to the caller alone."""
        return self._written.pop(wanted, None) or write(wanted, width)

    def put(self, written: WrittenText) -> None:
        """Keep `written` for who wants the same; pictures are left out, they are as wide as their page was."""
        if written.pictured or not written.wanted.text:
            return
        self._written[written.wanted] = written
        self._written.move_to_end(written.wanted)
        self.keep(self._kept)

    def prepare(self, wanted: Wanted, width: int) -> None:
        """Write `wanted` ahead of time, for a view that will be `width` pixels wide."""
        if wanted not in self._written:
            self.put(write(wanted, width))

    def clear(self) -> None:
        """Let all go: what is in them may have changed."""
        self._written.clear()


shelf: Final = Shelf()
"""The shelf of the app: a text that moves from one page to another is found, too."""


def dress() -> object:
    """Return what the look of every text depends on, besides what is said of it."""
    look = theme.current()
    return look.dark, look.scale, look.math


def write(wanted: Wanted, width: int) -> WrittenText:
    """Write `wanted` into a new document, laid out twice, without limit and at `width`: layouts ask for both."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    option = document.defaultTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setTextWidth(NO_LIMIT)
    writer = DocumentWriter(document, wanted.look, media=wanted.media, width=width, ratio=wanted.ratio)
    writer.write(wanted.text)
    _keep_shaped(document)
    written = WrittenText(document, wanted, writer.links, writer.pictures > 0, writer.marked, writer.widest)
    written.ideals[NO_LIMIT] = int(document.idealWidth()) + 1
    document.setTextWidth(width)
    if writer.shrunk:
        written.ideals.update(_ideals_in_full(wanted))
    return written


def _ideals_in_full(wanted: Wanted) -> dict[int, int]:
    """Return what lines take, by what they may take, with no formula made smaller.

    Columns are shared out by it: a formula that gave way once would else stay as small in whatever room there is later.
    """
    whole = write(wanted, NO_LIMIT)
    option = whole.document.defaultTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    whole.document.setDefaultTextOption(option)
    whole.document.setTextWidth(1)
    return {NO_LIMIT: whole.ideals[NO_LIMIT], 1: int(whole.document.idealWidth()) + 1}


def _keep_shaped(document: QTextDocument) -> None:
    """Have Qt keep which glyphs stand for the letters: else it finds that out anew whenever it paints them."""
    block = document.begin()
    while block.isValid():
        block.layout().setCacheEnabled(True)
        block = block.next()
