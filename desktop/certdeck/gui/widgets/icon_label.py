"""An icon on its own, beside text that says what it means."""

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.icons import STATE_STROKE
from certdeck.gui.widgets.shapes import rounded, smooth


class IconLabel(QWidget):
    """Shows icon `name` at `size` design pixels in the colour of token `colour`; screen readers skip it.

    `stroke` is the line's width on a grid of 24 units; 2 for icons that show a state. `line` is the height of the text
    line that the icon stands beside, if it is higher than the icon.
    """

    def __init__(
        self,
        name: str,
        size: float = 16,
        colour: str = "muted",
        parent: QWidget | None = None,
        *,
        stroke: float | None = None,
        filled: bool = False,
        line: float = 0,
    ) -> None:
        super().__init__(parent)
        self._line = max(line, size)
        self._name = name
        self._size = size
        self._colour = colour
        self._stroke = stroke
        self._filled = filled
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._resized)

    def show_icon(self, name: str, colour: str, *, filled: bool = False) -> None:
        """Show another icon or colour."""
        if (name, colour, filled) != (self._name, self._colour, self._filled):
            self._name, self._colour, self._filled = name, colour, filled
            self.update()

    def draw(self) -> None:
        """Draw the icon ahead of time: the first time takes as long as to paint a page of text."""
        look = theme.current()
        ink, ratio = getattr(look.tokens, self._colour), self.devicePixelRatioF()
        look.pixmap(self._name, self._size, ink, ratio=ratio, stroke=self._stroke, filled=self._filled)

    def sizeHint(self) -> QSize:
        """Return the width of the icon and the height of the line."""
        look = theme.current()
        return QSize(look.px(self._size), look.px(self._line))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: an icon is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        look = theme.current()
        ink = getattr(look.tokens, self._colour)
        at = QPoint(0, (self.height() - look.px(self._size)) // 2)
        look.paint_icon(smooth(self), at, self._name, self._size, ink, stroke=self._stroke, filled=self._filled)

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()


class Logo(QWidget):
    """The mark of the app: a rounded square in the accent colour with a deck of cards on it."""

    def __init__(self, size: float = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the square of the mark."""
        side = theme.current().px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint square and cards."""
        look = theme.current()
        painter = smooth(self)
        rounded(painter, self.rect(), self.width() / 4, fill=look.tokens.accent)
        inner = self._size * 0.72
        edge = (self.width() - look.px(inner)) // 2
        look.paint_icon(painter, QPoint(edge, edge), "certdeck-mark", inner, look.tokens.on_accent, stroke=STATE_STROKE)
