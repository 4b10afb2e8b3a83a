"""The page of one sheet: what it says, where that comes from, and the way to paper."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import ItemId
from certdeck.gui import theme
from certdeck.gui.save_as import ask_where
from certdeck.gui.screen import Page, Screen, Shell
from certdeck.gui.screens.sheet_blocks import block_widget, tinted
from certdeck.gui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import MARGIN, ScrollPage
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.ports.exporting import Paper
from certdeck.presenters.sheet import Band, SheetView, sheet_view
from certdeck.services.changes import Changes

_TWO_COLUMNS: Final = 800
"""Design pixels of width below which everything stands in one column."""
_SCROLL_KEYS: Final = {
    Qt.Key.Key_Down: 0.1,
    Qt.Key.Key_Up: -0.1,
    Qt.Key.Key_PageDown: 0.9,
    Qt.Key.Key_PageUp: -0.9,
    Qt.Key.Key_Space: 0.9,
    Qt.Key.Key_Home: -1000.0,
    Qt.Key.Key_End: 1000.0,
}


class SheetScreen(Screen):
    """One sheet. Arrows and page keys scroll, Escape leads back to the list, Ctrl+P saves a PDF."""

    reloads_for = Changes(content=True, settings=True)

    def __init__(self, shell: Shell, sheet: ItemId) -> None:
        super().__init__(shell)
        self.sheet = sheet
        self._view: SheetView | None = None
        self._wide = True
        self._saved: Path | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self.save = PrimaryButton("Save as PDF", "file-down")
        self.save.setToolTip("Save as PDF (Ctrl+P)")
        self.save.clicked.connect(self.save_pdf)
        self.open_saved = QuietButton("Open PDF", "external-link")
        self.open_saved.clicked.connect(self._open_pdf)
        self.open_saved.hide()
        self._head: QWidget | None = None
        self.body = ScrollPage()
        theme.current().changed.connect(self._fit)

    def reload(self) -> None:
        """Read the sheet and show it; a sheet that is gone is said in words."""
        try:
            self._view = sheet_view(self.shell.services, self.sheet)
        except CertdeckError as error:
            self.shell.refuse(error)
            return
        self._show(self._view)

    def focus_first(self) -> None:
        """Focus the button that saves, so that the arrows scroll and Enter saves."""
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_pdf(self) -> None:
        """Ask for a file and write the sheet to it."""
        if self._view is None:
            return
        target = ask_where(self, "Save sheet as PDF", f"{self._view.title.strip('?')}.pdf", "PDF files", ".pdf")
        if target is None:
            return
        export, paper = self.shell.services.export, Paper(self.shell.services.preferences.settings.paper)
        self.shell.run(
            f"Saving {target.name}",
            lambda _progress: export.to_pdf(self.sheet, target, paper=paper),
            lambda pages: self._tell_saved(target, pages),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, save, or go back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.shell.go(Page.SHEETS)
        elif event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.save_pdf()
        elif event.key() in _SCROLL_KEYS:
            bar = self.body.verticalScrollBar()
            bar.setValue(bar.value() + int(_SCROLL_KEYS[Qt.Key(event.key())] * bar.pageStep()))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between one column and two."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() / theme.current().scale >= _TWO_COLUMNS
        if wide != self._wide and self._view is not None:
            self._wide = wide
            self._show(self._view)
        self._wide = wide

    def _show(self, view: SheetView) -> None:
        for button in (self.save, self.open_saved):
            button.setParent(self)
        for old in (self._head, self.body):
            if old is not None:
                self._outer.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._head = self._header(view)
        self.body = self._content(view)
        self._outer.addWidget(self._head)
        self._outer.addWidget(self.body, 1)
        self.setAccessibleName(view.title)

    def _header(self, view: SheetView) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(MARGIN, 16, MARGIN, 12)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(self._crumbs(view))
        words.addWidget(ElidedLabel(view.title, "h1"))
        row.addLayout(words, 1)
        for widget in (label(f"{view.minutes} min", "note"), self.open_saved, self.save):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        self.open_saved.setVisible(self._saved is not None)
        self.save.show()
        return head

    def _crumbs(self, view: SheetView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        back = LinkButton("Sheets")
        back.setToolTip("Back to all sheets (Esc)")
        back.clicked.connect(lambda: self.shell.go(Page.SHEETS))
        row.addWidget(back)
        for crumb in view.crumbs:
            row.addWidget(IconLabel("chevron-right", 14, "muted"))
            row.addWidget(ElidedLabel(crumb, "note"))
        row.addStretch(1)
        return row

    def _content(self, view: SheetView) -> ScrollPage:
        body = ScrollPage()
        body.column.setContentsMargins(MARGIN, 8, MARGIN, 16)
        body.column.setSpacing(16)
        for band in view.bands:
            body.column.addLayout(self._band(band))
        notes = self._notes(view)
        if notes:
            body.column.addLayout(self._side_by_side(notes[:1], notes[1:]))
        body.column.addStretch(1)
        body.column.addLayout(self._footer(view))
        body.column.addWidget(self._sources)
        return body

    def _band(self, band: Band) -> QLayout:
        markup = self.shell.services.markup
        left = [block_widget(block, markup) for block in band.left]
        return self._side_by_side(left, [block_widget(block, markup) for block in band.right])

    def _side_by_side(self, left: list[QWidget], right: list[QWidget]) -> QLayout:
        """Put two columns beside each other, or one below the other where there is little room."""
        if not self._wide or not right:
            return _column([*left, *right])
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(_column(left), 1)
        row.addLayout(_column(right), 1)
        return row

    def _notes(self, view: SheetView) -> list[QWidget]:
        read = self.shell.services.markup.read
        texts = (("circle-question-mark", "As examined", view.examined), ("calendar", "Today", view.today))
        return [tinted("neutral", icon, title, [read(text)]) for icon, title, text in texts if text]

    def _footer(self, view: SheetView) -> QHBoxLayout:
        self._sources = self._source_list(view)
        show = LinkButton("Show sources")
        show.setCheckable(True)
        show.toggled.connect(lambda on: self._show_sources(show, on))
        show.setVisible(bool(view.sources))
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("circle-check", 16, "good", stroke=2.0))
        row.addWidget(label(view.verified, "note"))
        row.addWidget(show)
        row.addStretch(1)
        row.addWidget(label(f"Deck version {view.version}", "note"))
        return row

    def _source_list(self, view: SheetView) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(20, 0, 0, 0)
        column.setSpacing(4)
        for source in view.sources:
            link = LinkButton(source.title, "external-link")
            link.setToolTip(source.url)
            link.clicked.connect(lambda _checked=False, url=source.url: QDesktopServices.openUrl(QUrl(url)))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        whole.hide()
        return whole

    def _show_sources(self, button: LinkButton, on: bool) -> None:
        button.setText("Hide sources" if on else "Show sources")
        button.refresh()
        self._sources.setVisible(on)
        if on:
            self.body.column.activate()
            self.body.verticalScrollBar().setValue(self.body.verticalScrollBar().maximum())

    def _tell_saved(self, target: Path, pages: int) -> None:
        self._saved = target
        self.open_saved.show()
        self.shell.toast(f"Saved {target.name}, {pages} {'page' if pages == 1 else 'pages'}")

    def _open_pdf(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))


def _column(widgets: list[QWidget]) -> QVBoxLayout:
    """Stack `widgets`; the last one takes what is left over, so that columns end level."""
    column = QVBoxLayout()
    column.setSpacing(16)
    for place, widget in enumerate(widgets):
        column.addWidget(widget, 1 if place == len(widgets) - 1 else 0)
    return column
