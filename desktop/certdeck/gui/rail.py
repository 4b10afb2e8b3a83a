"""The left rail: where the learner is, and where else there is to go."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import REGULAR, SEMIBOLD
from certdeck.gui.screen import Page
from certdeck.gui.tokens import Tokens
from certdeck.gui.widgets.buttons import Look, PaintedButton
from certdeck.gui.widgets.icon_label import Logo
from certdeck.gui.widgets.labels import label

WIDE: Final = 208
NARROW: Final = 64
ICONS: Final[Mapping[Page, str]] = {
    Page.TODAY: "sun",
    Page.STUDY: "layers",
    Page.EXAMS: "timer",
    Page.SHEETS: "book-open",
    Page.LIBRARY: "library",
    Page.PROGRESS: "chart-pie",
    Page.SETTINGS: "settings",
}
_ICON: Final = 18
_TEXT_LEFT: Final = 42
_ICON_LEFT: Final = 10


class RailButton(PaintedButton):
    """A page on the rail: icon and word, or the icon alone; a count at the right when there is something to do."""

    height_px = 36

    def __init__(self, page: Page, key: str) -> None:
        self._count = 0
        self._narrow = False
        super().__init__(page.value, ICONS[page])
        self.setCheckable(True)
        self.setToolTip(f"{page.value} ({key})")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int) -> None:
        """Show how much waits on the page; 0 shows nothing."""
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count} waiting" if count else self.text())
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone in a 40 px square, or icon and word."""
        self._narrow = narrow
        self.height_px = 40 if narrow else 36
        self.refresh()

    def look(self, tokens: Tokens) -> Look:
        """Return accent-soft for the current page, grey under the pointer."""
        if self.isChecked():
            return Look(tokens.accent_soft, "", tokens.on_accent_soft)
        return Look(tokens.hover if self.lit() else "", "", tokens.text)

    def text_font(self) -> QFont:
        """Return the font: the current page is semibold."""
        return theme.current().font(14, SEMIBOLD if self.isChecked() else REGULAR)

    def sizeHint(self) -> QSize:
        """Return a square, or room for icon, word and count."""
        look = theme.current()
        height = look.px(self.height_px)
        if self._narrow:
            return QSize(height, height)
        return QSize(self._left() + QFontMetrics(self.text_font()).horizontalAdvance(self.text()) + look.px(40), height)

    def minimumSizeHint(self) -> QSize:
        """Return the height only: the rail gives the width."""
        return QSize(0, self.sizeHint().height())

    def paint_content(self, painter: QPainter, look: Look) -> None:
        """Paint icon, word and count."""
        current = theme.current()
        side = current.px(_ICON)
        left = (self.width() - side) // 2 if self._narrow else _ICON_LEFT
        ink = look.ink if self.isChecked() else current.tokens.muted
        current.paint_icon(painter, QPoint(left, (self.height() - side) // 2), self.icon_name(), _ICON, ink)
        if self._narrow:
            return
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self.text_font())
        painter.setPen(QColor(look.ink))
        painter.drawText(QRect(self._left(), 0, self.width() - self._left(), self.height()), middle, self.text())
        if self._count:
            painter.setFont(current.font(13))
            painter.setPen(QColor(look.ink if self.isChecked() else current.tokens.muted))
            area = self.rect().adjusted(0, 0, -10, 0)
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, f"{self._count:,}")

    def _left(self) -> int:
        return _TEXT_LEFT - _ICON + theme.current().px(_ICON)


class Rail(QFrame):
    """Logo, pages, and the settings at the bottom. `chosen` carries the page that was clicked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_class(self, "rail")
        self.buttons = {page: RailButton(page, f"Ctrl+{index}") for index, page in enumerate(Page, start=1)}
        for page, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, page=page: self.chosen.emit(page))
        self._name = label("Certdeck", "h2")
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(Logo(28))
        head.addWidget(self._name)
        head.addStretch(1)
        column = QVBoxLayout(self)
        # The frame's own line takes the last pixel at the right.
        column.setContentsMargins(12, 20, 11, 16)
        column.setSpacing(2)
        column.addLayout(head)
        column.addSpacing(18)
        for page, button in self.buttons.items():
            if page is Page.SETTINGS:
                column.addStretch(1)
            column.addWidget(button)
        self._narrow: bool | None = None
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons with words."""
        look = theme.current()
        self.setFixedWidth(NARROW + look.px(40) - 40 if narrow else WIDE + 2 * (look.px(36) - 36))
        if narrow is self._narrow:
            return
        self._narrow = narrow
        self._name.setVisible(not narrow)
        for button in self.buttons.values():
            button.set_narrow(narrow)

    def show_current(self, page: Page) -> None:
        """Mark `page` as the one being shown."""
        for name, button in self.buttons.items():
            button.setChecked(name is page)
            button.refresh()
