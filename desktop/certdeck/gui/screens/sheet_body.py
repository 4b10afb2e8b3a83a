"""What a sheet says, from its first block to its sources."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from certdeck.core.deck import Source
from certdeck.gui.screens.sheet_blocks import block_widget, tinted
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.ports.markup import Markup
from certdeck.presenters.sheet import Band, SheetView


class SheetBody(LevelPage):
    """Shows a sheet in two columns when `wide`, else in one.

    The first band is there at once and each of the others after the events that wait, so that a long sheet never holds
    the window up; `is_complete` tells when all are there.
    """

    def __init__(self, view: SheetView, markup: Markup, *, wide: bool) -> None:
        super().__init__(above=8, below=16)
        self._view = view
        self._markup = markup
        self._wide = wide
        self._waiting: list[Callable[[], QLayout | None]] = [partial(self._band, band) for band in view.bands]
        self._waiting += [self._notes, self._end]
        self._sources = _source_list(view.sources)
        self._build_next()

    def is_complete(self) -> bool:
        """Tell whether everything has been built."""
        return not self._waiting

    def _build_next(self) -> None:
        part = self._waiting.pop(0)()
        if part is not None:
            self.column.addLayout(part)
        if self._waiting:
            QTimer.singleShot(0, self, self._build_next)

    def _band(self, band: Band) -> QLayout:
        late: list[Callable[[], None]] = []
        left, right = (
            [block_widget(block, self._markup, late.append) for block in blocks] for blocks in (band.left, band.right)
        )
        self._waiting[:0] = late
        return self._side_by_side(left, right)

    def _side_by_side(self, left: Sequence[QWidget], right: Sequence[QWidget]) -> QLayout:
        if not self._wide or not right:
            return _column([*left, *right])
        row = QHBoxLayout()
        row.setSpacing(16)
        level = len(left) == len(right) == 1
        row.addLayout(_column(left, level=level), 1)
        row.addLayout(_column(right, level=level), 1)
        return row

    def _notes(self) -> QLayout | None:
        view = self._view
        texts = (("circle-question-mark", "As examined", view.examined), ("calendar", "Today", view.today))
        notes = [tinted("neutral", icon, title, [self._markup.read(text)]) for icon, title, text in texts if text]
        return self._side_by_side(notes[:1], notes[1:]) if notes else None

    def _end(self) -> QLayout:
        self.column.addStretch(1)
        end = QVBoxLayout()
        end.setSpacing(8)
        end.addLayout(self._footer())
        end.addWidget(self._sources)
        return end

    def _footer(self) -> QLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("circle-check", 16, "good", stroke=2.0))
        row.addWidget(label(self._view.verified, "note"))
        if self._view.sources:
            show = LinkButton("Show sources")
            show.setCheckable(True)
            show.toggled.connect(partial(self._show_sources, show))
            row.addWidget(show)
        row.addStretch(1)
        row.addWidget(label(f"Deck version {self._view.version}", "note"))
        return row

    def _show_sources(self, button: LinkButton, on: bool) -> None:
        button.setText("Hide sources" if on else "Show sources")
        button.refresh()
        self._sources.setVisible(on)
        if on:
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self._sources))


def _column(widgets: Sequence[QWidget], *, level: bool = True) -> QVBoxLayout:
    """Stack `widgets`; when `level`, they take what is left over, so that two boxes side by side are as high."""
    column = QVBoxLayout()
    column.setSpacing(16)
    for widget in widgets:
        column.addWidget(widget)
    if not level:
        column.addStretch(1)
    return column


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
