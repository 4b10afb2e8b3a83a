"""The seven flags: a colour and a number each, so that they can be told apart without colour."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.widgets.shapes import smooth

_SIZE: Final = 18
_NUMBER: Final = 10


def flag_colour(flag: int) -> str:
    """Return the colour of flag 1 to 7; that of text for none."""
    tokens = theme.current().tokens
    return tokens.flags[flag - 1] if flag else tokens.muted


def paint_flag(painter: QPainter, at: QPoint, flag: int) -> None:
    """Paint the flag and its number with its top left corner `at`."""
    look = theme.current()
    side = look.px(_SIZE)
    look.paint_icon(painter, at, "flag", _SIZE, flag_colour(flag), filled=True)
    painter.setFont(look.font(11, SEMIBOLD))
    painter.setPen(QColor(look.tokens.text))
    beside = QRect(at.x() + side + 2, at.y(), look.px(_NUMBER), side)
    painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(flag))


def flag_size() -> QSize:
    """Return the room that a flag with its number takes."""
    look = theme.current()
    return QSize(look.px(_SIZE) + 2 + look.px(_NUMBER), look.px(_SIZE))


def flag_icon(flag: int) -> QIcon:
    """Return the flag alone for menus and lists, whose words name its number."""
    return theme.current().icon("flag", _SIZE, flag_colour(flag), filled=True)


class FlagMark(QWidget):
    """A flag and its number."""

    def __init__(self, flag: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flag = flag
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the room for flag and number."""
        return flag_size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both."""
        paint_flag(smooth(self), QPoint(0, 0), self._flag)
