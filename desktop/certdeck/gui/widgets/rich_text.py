"""The reading pane for everything an author may write: running text and tables, one below the other."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.richtext import CoveredPicture, RichText, Table, Tree, plain, tree_lines
from certdeck.gui.widgets.ahead import lay_out_ahead
from certdeck.gui.widgets.comparison_table import CARD_ROW, ComparisonTable
from certdeck.gui.widgets.decision_tree import DecisionTree
from certdeck.gui.widgets.parted_picture import PartedPicture
from certdeck.gui.widgets.rich_document import TextLook
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.written_text import Wanted, dress, shelf

Alone = Table | Tree | CoveredPicture
"""Blocks that are widgets of their own."""

__all__ = ["RichTextPane", "RichTextView"]


class RichTextPane(QWidget):
    """A column of running text and tables, as high as its content, without scroll bars of its own.

    `size` is in design pixels: 18 reading, 16 options, 14 pages, 13 notes. Pictures come from folder `media`.
    `row_height` is the least height of a table row (38 on cards, 42 on sheets).
    """

    def __init__(
        self, parent: QWidget | None = None, *, size: float = 18, media: Path | None = None, row_height: int = CARD_ROW
    ) -> None:
        super().__init__(parent)
        self._text: RichText = ()
        self._parts: tuple[QWidget, ...] = ()
        self._tables: dict[Table, ComparisonTable] = {}
        self._spare: list[RichTextView] = []
        self._size = size
        self._media = media
        self._row_height = row_height
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: RichText) -> None:
        """Show `text`; it is also the accessible name."""
        self._text = text
        self.setAccessibleName(plain(text))
        self._build()

    def text(self) -> RichText:
        """Return what is shown."""
        return self._text

    def set_base_size(self, size: float) -> None:
        """Show the text at `size` design pixels."""
        self._size = size
        self._build()

    def set_media(self, media: Path | None) -> None:
        """Take pictures from folder `media` from now on."""
        self._media = media
        self._forget_tables()
        self._build()

    def prepare(self, text: RichText, width: int) -> Iterator[None]:
        """Write `text` and make its tables, a cell a step, and keep them for when it is shown, `width` pixels wide."""
        runs = tuple(_runs(text))
        while len(self.views()) + len(self._spare) < sum(not isinstance(run, Alone) for run in runs):
            self._spare.append(RichTextView(self))
            self._spare[-1].hide()
            yield
        for run in runs:
            if not isinstance(run, Alone):
                shelf.prepare(Wanted(run, TextLook(self._size), self._media, self.devicePixelRatioF(), dress()), width)
                yield
            elif isinstance(run, Table) and run not in self._tables and text.count(run) == 1:
                made = ComparisonTable(run, self, media=self._media, row_height=self._row_height, empty=True)
                made.hide()
                yield from made.fill()
                yield from lay_out_ahead(made, width)
                self._tables[run] = made

    def made_ahead(self) -> tuple[RichTextView, ...]:
        """Return the views that wait for a text that needs them, cells of tables that are kept among them."""
        waiting = (table for table in self._tables.values() if table not in self._parts)
        return (*self._spare, *(cell for table in waiting for cell in table.cells()))

    def views(self) -> tuple[RichTextView, ...]:
        """Return the panes of running text, from top to bottom."""
        return tuple(part for part in self._parts if isinstance(part, RichTextView))

    def reading_order(self) -> tuple[RichTextView, ...]:
        """Return every piece of running text, those in the cells of tables included, as they are read."""
        found: list[RichTextView] = []
        for part in self._parts:
            if isinstance(part, RichTextView):
                found.append(part)
            elif isinstance(part, ComparisonTable):
                found.extend(part.cells())
        return tuple(found)

    def tables(self) -> tuple[ComparisonTable, ...]:
        """Return the tables, from top to bottom."""
        return tuple(part for part in self._parts if isinstance(part, ComparisonTable))

    def _build(self) -> None:
        """Lay out a part for each run of the text; running text goes into the views that are there already.

        Those that are too many are kept for a text with more runs: to make one takes as long as to paint some.
        """
        before, spare = self._parts, [*self.views(), *self._spare]
        self._parts = tuple(self._part(run, spare) for run in _runs(self._text))
        self._spare = spare
        self._column.setSpacing(round(self._size * 1.1))
        if self._parts == before:
            return
        for part in before:
            self._column.removeWidget(part)
        for part in self._parts:
            self._column.addWidget(part)
        for part in self._tables.values():
            part.setVisible(part in self._parts)
        for view in self.views():
            view.show()  # one that was not needed a while
        for part in set(before).difference(self._parts, self._tables.values()):
            part.hide()
            if part not in spare:
                part.deleteLater()

    def _forget_tables(self) -> None:
        """Let the tables go that were made ahead, those in sight with the text that is there."""
        for table in self._tables.values():
            if table not in self._parts:
                table.deleteLater()
        self._tables.clear()

    def _part(self, run: Alone | RichText, spare: list[RichTextView]) -> QWidget:
        match run:
            case Table() if run in self._tables:
                return self._tables[run]
            case Table():
                return ComparisonTable(run, media=self._media, row_height=self._row_height)
            case Tree(root):
                return DecisionTree(root, f"Decision tree: {root.text}", ". ".join(tree_lines(root)))
            case CoveredPicture():
                return PartedPicture(run, media=self._media)
        view = spare.pop(0) if spare else RichTextView()
        view.show_text(run, TextLook(self._size), media=self._media)
        return view


def _runs(text: RichText) -> Iterator[Alone | RichText]:
    """Cut `text` at its tables, trees and pictures with parts."""
    run: RichText = ()
    for block in text:
        if not isinstance(block, Alone):
            run = (*run, block)
            continue
        if run:
            yield run
        yield block
        run = ()
    if run:
        yield run
