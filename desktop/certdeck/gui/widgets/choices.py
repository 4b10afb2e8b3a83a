"""Check boxes, radio buttons and segmented controls, painted from the tokens."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from certdeck.gui.widgets.pressing import paint_later
from certdeck.gui.widgets.shapes import rounded, smooth

_BOX: Final = 18
_GAP: Final = 8
_SEGMENT_HEIGHT: Final = 26
_TRAY_EDGE: Final = 3


def paint_check(painter: QPainter, area: QRect, state: Qt.CheckState, *, enabled: bool = True) -> None:
    """Paint a check box that fills `area`."""
    look = theme.current()
    tokens = look.tokens
    if state == Qt.CheckState.Unchecked:
        rounded(painter, area, 4, fill=tokens.surface if enabled else tokens.tint, line=tokens.control, width=1.5)
        return
    rounded(painter, area, 4, fill=tokens.accent if enabled else tokens.control)
    icon = "check" if state == Qt.CheckState.Checked else "minus"
    side = look.px(14)
    at = area.center() - QPoint((side - 1) // 2, (side - 1) // 2)
    look.paint_icon(painter, at, icon, 14, tokens.on_accent if enabled else tokens.surface, stroke=3.0)


def paint_radio(painter: QPainter, area: QRect, *, on: bool, enabled: bool = True) -> None:
    """Paint a radio button that fills `area`."""
    tokens = theme.current().tokens
    ink = tokens.accent if on and enabled else tokens.control
    painter.setPen(QPen(QColor(ink), 2.0 if on else 1.5))
    painter.setBrush(QColor(tokens.surface if enabled else tokens.tint))
    painter.drawEllipse(area.toRectF().adjusted(1, 1, -1, -1))
    if on:
        dot = area.width() * 0.54
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        centre = area.toRectF().center()
        painter.drawEllipse(QRectF(centre.x() - dot / 2, centre.y() - dot / 2, dot, dot))


def _text_font(button: QAbstractButton) -> QFont:
    emphatic = bool(button.property("emphatic")) and button.isChecked()
    return theme.current().font(_text_size(button), SEMIBOLD if emphatic else REGULAR)


def _text_size(button: QAbstractButton) -> int:
    return 13 if button.property("dense") else 14


def _choice_size(button: QAbstractButton) -> QSize:
    look = theme.current()
    words = look.width(button.text(), _text_size(button), SEMIBOLD)
    return QSize(look.px(_BOX) + (_GAP + words if button.text() else 0), max(look.px(_BOX), look.px(22)))


def _mark_area(button: QAbstractButton) -> QRect:
    side = theme.current().px(_BOX)
    return QRect(0, (button.height() - side) // 2, side, side)


def _paint_words(button: QAbstractButton, painter: QPainter) -> None:
    tokens = theme.current().tokens
    painter.setFont(_text_font(button))
    painter.setPen(QColor(tokens.text if button.isEnabled() else tokens.control))
    words = button.rect().adjusted(theme.current().px(_BOX) + _GAP, 0, 0, 0)
    shown = QFontMetrics(painter.font()).elidedText(button.text(), Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class CheckBox(QCheckBox):
    """A check box of 18 px with its words.

    Set the property `emphatic` to show a checked one semibold, and `dense` for words of 13 px in narrow lists.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the room for box and words."""
        return _choice_size(self)

    def minimumSizeHint(self) -> QSize:
        """Return the room for the box; long words are shortened."""
        return QSize(min(self.sizeHint().width(), theme.current().px(60)), self.sizeHint().height())

    def hitButton(self, at: QPoint) -> bool:
        """Take clicks on box and words alike."""
        return self.rect().contains(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box and words."""
        painter = smooth(self)
        paint_check(painter, _mark_area(self), self.checkState(), enabled=self.isEnabled())
        _paint_words(self, painter)


class RadioButton(QRadioButton):
    """A radio button of 18 px with its words."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("ringRadius", 8)
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the room for ring and words."""
        return _choice_size(self)

    def minimumSizeHint(self) -> QSize:
        """Return the room for the ring; long words are shortened."""
        return QSize(min(self.sizeHint().width(), theme.current().px(60)), self.sizeHint().height())

    def hitButton(self, at: QPoint) -> bool:
        """Take clicks on ring and words alike."""
        return self.rect().contains(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ring and words."""
        painter = smooth(self)
        paint_radio(painter, _mark_area(self), on=self.isChecked(), enabled=self.isEnabled())
        _paint_words(self, painter)


class _Segment(QRadioButton):
    """One choice of a segmented control; a radio button to keyboard and screen reader."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.width(self.text(), 13, SEMIBOLD) + 2 * 13, look.px(_SEGMENT_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        paint_later(self, super().mousePressEvent, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        paint_later(self, super().mouseReleaseEvent, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        tokens = look.tokens
        painter = smooth(self)
        if self.isChecked():
            rounded(painter, self.rect(), 5, fill=tokens.surface, line=tokens.line)
        bright = self.isChecked() or self.underMouse()
        painter.setFont(look.font(13, SEMIBOLD if self.isChecked() else MEDIUM))
        painter.setPen(QColor(tokens.text if bright else tokens.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Segmented(QWidget):
    """A row of choices of which one holds; arrows move between them, Tab leaves.

    `chosen` carries the key of the choice. `choices` are (key, words). `name` is what a screen reader calls the group.
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._segments: dict[str, _Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(_TRAY_EDGE, _TRAY_EDGE, _TRAY_EDGE, _TRAY_EDGE)
        row.setSpacing(2)
        for key, words in choices:
            self._segments[key] = segment = _Segment(words)
            segment.setAccessibleName(f"{name}: {words}")
            self._group.addButton(segment)
            row.addWidget(segment)
            segment.toggled.connect(self._toggled)
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.choose(next(iter(self._segments)))
        theme.current().changed.connect(self.update)

    def value(self) -> str:
        """Return the key of the present choice."""
        return next(key for key, segment in self._segments.items() if segment.isChecked())

    def choose(self, key: str) -> None:
        """Choose `key`. Raises KeyError when there is none of that name."""
        self._segments[key].setChecked(True)

    def set_words(self, key: str, words: str) -> None:
        """Show other words for `key`, such as a new count. Raises KeyError."""
        self._segments[key].setText(words)
        self._segments[key].setAccessibleName(f"{self._name}: {words}")

    def segments(self) -> tuple[QAbstractButton, ...]:
        """Return the buttons from left to right."""
        return tuple(self._segments.values())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tray."""
        rounded(smooth(self), self.rect(), 7, fill=theme.current().tokens.tint)

    def _toggled(self, on: bool) -> None:
        if on:
            self.chosen.emit(self.value())
