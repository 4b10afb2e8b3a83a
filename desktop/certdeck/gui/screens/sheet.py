"""The page of one sheet: what it says, where that comes from, and the way to paper."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import ItemId
from certdeck.gui import theme
from certdeck.gui.fonts import REGULAR
from certdeck.gui.save_as import ask_where
from certdeck.gui.screen import Page, Screen, Shell
from certdeck.gui.screens.print_dialog import PrintDialog
from certdeck.gui.screens.sheet_body import SheetBody
from certdeck.gui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import MARGIN
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.ports.exporting import Paper
from certdeck.ports.printing import PrintOptions
from certdeck.presenters.printing import Begin
from certdeck.presenters.reference import GlossaryMarkup
from certdeck.presenters.sheet import SheetView, sheet_view
from certdeck.services.changes import Changes

_TWO_COLUMNS: Final = 800
"""Design pixels of width below which everything stands in one column."""
_SCROLL_KEYS: Final = {
    Qt.Key.Key_Down: 0.1,
    Qt.Key.Key_Up: -0.1,
    Qt.Key.Key_PageDown: 0.9,
    Qt.Key.Key_PageUp: -0.9,
    Qt.Key.Key_Home: -1000.0,
    Qt.Key.Key_End: 1000.0,
}
"""Shares of the visible height that a key moves the page by."""


class SheetScreen(Screen):
    """One sheet. Arrows and page keys scroll, Escape leads back to the list, Ctrl+P saves a PDF."""

    reloads_for = Changes(content=True, settings=True)

    def __init__(self, shell: Shell, sheet: ItemId) -> None:
        super().__init__(shell)
        self.sheet = sheet
        self.body: SheetBody | None = None
        self._view: SheetView | None = None
        self._wide = True
        self._saved: Path | None = None
        self.save = PrimaryButton("Save as PDF", "file-down")
        self.save.setToolTip("Save as PDF (Ctrl+P)")
        self.save.clicked.connect(self.save_pdf)
        self.open_saved = QuietButton("Open PDF", "external-link")
        self.open_saved.clicked.connect(self._open_pdf)
        self.open_saved.hide()
        self.print = QuietButton("Print", "printer")
        self.print.setToolTip("Look at the pages first, and choose how they are printed")
        self.print.clicked.connect(self.open_print)
        self._crumbs = QHBoxLayout()
        self._title = ElidedLabel("", "h1")
        self._minutes = label("", "note")
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addLayout(self._header())
        theme.current().changed.connect(self.arrange)

    def reload(self) -> None:
        """Read the sheet and show it; a sheet that is gone is said in words."""
        try:
            self._view = sheet_view(self.shell.services, self.sheet)
        except CertdeckError as error:
            self.shell.refuse(error)
            return
        self.setAccessibleName(self._view.title)
        self._title.setText(self._view.title)
        self._minutes.setText(f"{self._view.minutes} min")
        self._show_crumbs(self._view.crumbs)
        self._show_body()

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
        printing = self.shell.services.printing
        options = PrintOptions(paper=Paper(self.shell.services.preferences.settings.paper))
        self.shell.run(
            f"Saving {target.name}",
            lambda _progress: printing.sheets(self.sheet, target, options).pages,
            lambda pages: self._tell_saved(target, pages),
        )

    def open_print(self) -> None:
        """Show the print dialog with this sheet."""
        if self._view is not None:
            PrintDialog(self.window(), self.shell, Begin(sheet=self.sheet)).show_over()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, save, or go back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.shell.go(Page.SHEETS)
        elif event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.save_pdf()
        elif event.key() in _SCROLL_KEYS and self.body is not None:
            bar = self.body.verticalScrollBar()
            bar.setValue(bar.value() + int(_SCROLL_KEYS[Qt.Key(event.key())] * bar.pageStep()))
        else:
            super().keyPressEvent(event)

    def arrange(self) -> None:
        """Change between one column and two."""
        wide = self.width() / theme.current().scale >= _TWO_COLUMNS
        if wide != self._wide:
            self._wide = wide
            self._show_body()

    def _show_body(self) -> None:
        if self._view is None:
            return
        if self.body is not None:
            self._outer.removeWidget(self.body)
            self.body.hide()
            self.body.deleteLater()
        self.body = SheetBody(self._view, GlossaryMarkup(self.shell.services), wide=self._wide)
        self._outer.addWidget(self.body, 1)

    def _header(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        self._crumbs.setSpacing(6)
        words.addLayout(self._crumbs)
        words.addWidget(self._title)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for widget in (self._minutes, self.print, self.open_saved, self.save):
            buttons.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 16, MARGIN, 12)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addLayout(buttons)
        row.setAlignment(buttons, Qt.AlignmentFlag.AlignBottom)
        return row

    def _show_crumbs(self, crumbs: tuple[str, ...]) -> None:
        while (old := self._crumbs.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._crumbs.addWidget(self._way_back())
        for crumb in crumbs:
            self._crumbs.addWidget(IconLabel("chevron-right", 14, "muted"))
            self._crumbs.addWidget(ElidedLabel(crumb, "note"))
        self._crumbs.addStretch(1)

    def _way_back(self) -> QWidget:
        back = LinkButton("Sheets")
        back.padding, back.height_px, back.text_size, back.weight = 0, 20, 13, REGULAR
        back.setToolTip("Back to all sheets (Esc)")
        back.clicked.connect(lambda: self.shell.go(Page.SHEETS))
        return back

    def _tell_saved(self, target: Path, pages: int) -> None:
        self._saved = target
        self.open_saved.show()
        self.shell.toast(f"Saved {target.name}, {pages} {'page' if pages == 1 else 'pages'}")

    def _open_pdf(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))
