"""What a sheet says, from its first block to its sources."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from certdeck.core.deck import SheetBlock, Source
from certdeck.core.richtext import Paragraph, Text
from certdeck.gui.screens.sheet_blocks import block_widget, tinted
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.gui.widgets.term_list import TermList
from certdeck.presenters.reference import GlossaryMarkup
from certdeck.presenters.sheet import Band, SheetView


class SheetBody(LevelPage):
    """Shows a sheet in two columns when `wide`, else in one.

    The first block is there at once and each of the others after the events that wait, so that a long sheet never holds
    the window up; `is_complete` tells when all are there.
    """

    def __init__(self, view: SheetView, markup: GlossaryMarkup, *, wide: bool) -> None:
        super().__init__(above=8, below=16)
        # At 200 % a table may need more than a small window has; cut off, its last column could not be read at all.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._view = view
        self._markup = markup
        self._wide = wide
        self._waiting: list[Callable[[], None]] = []
        self._sources = _source_list(view.sources)
        self._terms = QWidget()
        for band in view.bands:
            self._plan(band)
        self._waiting += [self._notes, self._end]
        self._build_next()

    def is_complete(self) -> bool:
        """Tell whether everything has been built."""
        return not self._waiting

    def _build_next(self) -> None:
        self._waiting.pop(0)()
        if self._waiting:
            QTimer.singleShot(0, self, self._build_next)

    def _plan(self, band: Band) -> None:
        """Make the columns of `band` and put its blocks down for building."""
        columns = self._columns(band.left, band.right)
        for column, blocks in zip(columns, (band.left, band.right), strict=True):
            self._waiting += [partial(self._add, column, block) for block in blocks]

    def _columns(self, left: Sequence[object], right: Sequence[object]) -> tuple[QVBoxLayout, QVBoxLayout]:
        """Add a column for what stands left and one for what stands right; the same one where there is little room.

        Two boxes alone beside each other are as high as one another; longer columns end where they end.
        """
        if not self._wide or not right:
            column = _column(level=True)
            self.column.addLayout(column)
            return column, column
        level = len(left) == len(right) == 1
        columns = (_column(level=level), _column(level=level))
        row = QHBoxLayout()
        row.setSpacing(16)
        for column in columns:
            row.addLayout(column, 1)
        self.column.addLayout(row)
        return columns

    def _add(self, column: QVBoxLayout, block: SheetBlock) -> None:
        late: list[Callable[[], None]] = []
        _put(column, block_widget(block, self._markup, late.append))
        self._waiting[:0] = late

    def _notes(self) -> None:
        view = self._view
        texts = (("circle-question-mark", "As examined", view.examined), ("calendar", "Today", view.today))
        notes = [tinted("neutral", icon, title, [self._markup.read(text)]) for icon, title, text in texts if text]
        for column, some in zip(self._columns(notes[:1], notes[1:]), (notes[:1], notes[1:]), strict=True):
            for note in some:
                _put(column, note)

    def _end(self) -> None:
        self.column.addStretch(1)
        end = QVBoxLayout()
        end.setSpacing(8)
        self._terms = self._term_list()
        end.addLayout(self._footer())
        end.addWidget(self._terms)
        end.addWidget(self._sources)
        self.column.addLayout(end)

    def _footer(self) -> QLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("circle-check", 16, "good", stroke=2.0))
        row.addWidget(ElidedLabel(self._view.verified, "note"))
        if self._view.sources:
            row.addWidget(self._opener("sources", self._sources))
        if self._markup.terms():
            row.addSpacing(12)
            row.addWidget(self._opener("terms", self._terms))
        row.addStretch(1)
        whole = QBoxLayout(QBoxLayout.Direction.LeftToRight if self._wide else QBoxLayout.Direction.TopToBottom)
        whole.addLayout(row)
        whole.addWidget(label(f"Deck version {self._view.version}", "note"))
        return whole

    def _term_list(self) -> QWidget:
        """Make the list of the terms that are marked on the sheet, for those who use no pointer."""
        card = Card(margins=(20, 10, 20, 10))
        card.setAccessibleName("Terms")
        terms = [((Paragraph((Text(term.name),)),), term.means) for term in self._markup.terms()]
        card.column.addWidget(TermList(terms))
        card.hide()
        return card

    def _opener(self, what: str, part: QWidget) -> LinkButton:
        """Make the link that shows and hides `part`."""
        link = LinkButton(f"Show {what}")
        link.setCheckable(True)

        def show(on: bool) -> None:
            link.setText(f"{'Hide' if on else 'Show'} {what}")
            link.refresh()
            part.setVisible(on)
            if on:
                QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(part))

        link.toggled.connect(show)
        return link


def _column(*, level: bool) -> QVBoxLayout:
    """Make a column; when `level`, what is in it takes the height that is left over."""
    column = QVBoxLayout()
    column.setSpacing(16)
    if not level:
        column.addStretch(1)
    return column


def _put(column: QVBoxLayout, widget: QWidget) -> None:
    """Add `widget` below the others and above the stretch, if there is one."""
    last = column.itemAt(column.count() - 1)
    stretches = last is not None and last.spacerItem() is not None
    column.insertWidget(column.count() - (1 if stretches else 0), widget)


def _source_list(sources: Sequence[Source]) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(20, 0, 0, 0)
    column.setSpacing(4)
    for source in sources:
        link = LinkButton(source.title, "external-link")
        link.setToolTip(source.url)
        link.clicked.connect(partial(_open, source.url))
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
    whole.hide()
    return whole


def _open(url: str, _checked: bool = False) -> None:
    QDesktopServices.openUrl(QUrl(url))
