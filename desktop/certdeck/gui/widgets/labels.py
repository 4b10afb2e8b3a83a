"""Labels by the class of their text, and labels that shorten themselves."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.stylesheet import LABEL_CLASSES
from certdeck.gui.widgets.eliding import elided


def label(text: str, cls: str = "text", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Make a plain-text label of style class `cls` (one of `LABEL_CLASSES`). Raises ValueError for another."""
    made = _WrappedLabel() if wrap else QLabel()
    _dress(made, text, cls)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def as_sentences(*parts: str) -> str:
    """Return those of `parts` that say anything one after the other, as a screen reader should say them."""
    return ". ".join(part.rstrip(".") for part in parts if part)


class _WrappedLabel(QLabel):
    """A label of several lines that remembers how high it is in a width.

    Layouts within layouts ask for it a dozen times each time that anything around it has moved, and each time Qt breaks
    the text into lines anew.
    """

    _heights: dict[int, int] | None = None

    def heightForWidth(self, width: int) -> int:
        """Return how high the text is in `width` pixels."""
        if self._heights is None:
            self._heights = {}
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def setText(self, text: str) -> None:
        """Show `text`."""
        if text != self.text():
            self._heights = None
            super().setText(text)

    def setContentsMargins(self, left: int, top: int, right: int, bottom: int) -> None:  # type: ignore[override]
        """Leave room around the text."""
        self._heights = None
        super().setContentsMargins(left, top, right, bottom)

    def changeEvent(self, event: QEvent) -> None:
        """Forget the heights when the font or the style has changed."""
        self._heights = None
        super().changeEvent(event)


class ElidedLabel(QLabel):
    """A one-line label that ends in an ellipsis when it is too narrow and then tells the whole text as a tool tip."""

    def __init__(self, text: str = "", cls: str = "text", parent: QWidget | None = None) -> None:
        """Make the label of style class `cls`. Raises ValueError for an unknown class."""
        super().__init__(parent)
        _dress(self, text, cls)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Return a width of a few letters: the label gives way."""
        least = self.fontMetrics().horizontalAdvance("MMM")
        return QSize(min(least, self.sizeHint().width()), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        """Show `text`, shortened where needed."""
        super().setText(text)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the tool tip only while the text is cut."""
        super().resizeEvent(event)
        self._tell()

    def shown_text(self) -> str:
        """Return what can be seen at the present width."""
        return elided(self.text(), self.fontMetrics(), self.contentsRect().width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text, shortened where needed."""
        painter = QPainter(self)
        painter.setPen(QColor(self.palette().windowText().color()))
        painter.drawText(self.contentsRect(), int(self.alignment()) | Qt.TextFlag.TextSingleLine, self.shown_text())

    def _tell(self) -> None:
        told = self.text() if self.shown_text() != self.text() else ""
        if told != self.toolTip():
            self.setToolTip(told)


def _dress(made: QLabel, text: str, cls: str) -> None:
    if cls not in LABEL_CLASSES:
        raise ValueError(f"{cls!r} is not a label class: {', '.join(sorted(LABEL_CLASSES))}")
    made.setTextFormat(Qt.TextFormat.PlainText)
    theme.set_class(made, cls)
    made.setText(text)
