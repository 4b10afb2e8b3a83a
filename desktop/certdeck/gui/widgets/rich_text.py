"""The reading pane for everything an author may write: running text and tables, one below the other."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.richtext import CoveredPicture, RichText, Table, Tree, plain, tree_lines
from certdeck.gui.widgets.comparison_table import CARD_ROW, ComparisonTable
from certdeck.gui.widgets.decision_tree import DecisionTree
from certdeck.gui.widgets.parted_picture import PartedPicture
from certdeck.gui.widgets.rich_view import RichTextView

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
        self._build()

    def views(self) -> tuple[RichTextView, ...]:
        """Return the panes of running text, from top to bottom."""
        return tuple(part for part in self._parts() if isinstance(part, RichTextView))

    def tables(self) -> tuple[ComparisonTable, ...]:
        """Return the tables, from top to bottom."""
        return tuple(part for part in self._parts() if isinstance(part, ComparisonTable))

    def _build(self) -> None:
        for old in self._parts():
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._column.setSpacing(round(self._size * 1.1))
        for run in _runs(self._text):
            self._column.addWidget(self._part(run))

    def _part(self, run: Alone | RichText) -> QWidget:
        match run:
            case Table():
                return ComparisonTable(run, media=self._media, row_height=self._row_height)
            case Tree(root):
                return DecisionTree(root, f"Decision tree: {root.text}", ". ".join(tree_lines(root)))
            case CoveredPicture():
                return PartedPicture(run, media=self._media)
        view = RichTextView(size=self._size, media=self._media)
        view.set_text(run)
        return view

    def _parts(self) -> tuple[QWidget, ...]:
        items = (self._column.itemAt(number) for number in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(widget for widget in widgets if widget is not None)


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
