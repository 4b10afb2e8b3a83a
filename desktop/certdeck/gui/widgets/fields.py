"""Fields to type or choose in, with their label above and a hint or a complaint below."""

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from certdeck.gui import theme
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.shapes import smooth

_ICON: Final = 16


class ComboBox(QComboBox):
    """A drop-down of 34 px, or 42 px when `tall`. The wheel scrolls the page unless the list has the focus."""

    def __init__(self, name: str = "", parent: QWidget | None = None, *, tall: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("tall", tall)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        choices = QListView(self)
        choices.setAccessibleName(name)
        self.setView(choices)  # the default popup ignores the style sheet's items
        self.setProperty("empty", True)
        self.currentIndexChanged.connect(self.show_emptiness)
        theme.current().changed.connect(self.updateGeometry)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the choice only while focused."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and its arrow."""
        super().paintEvent(event)
        look = theme.current()
        side = look.px(_ICON)
        at = QPoint(self.width() - side - 9, (self.height() - side) // 2)
        ink = look.tokens.muted if self.isEnabled() else look.tokens.control
        look.paint_icon(smooth(self), at, "chevron-down", _ICON, ink, stroke=2.0)

    def show_emptiness(self) -> None:
        """Let the style sheet show the place-holder muted; it does so by itself unless signals are blocked."""
        empty = self.currentIndex() < 0
        if self.property("empty") != empty:
            self.setProperty("empty", empty)
            self.style().unpolish(self)
            self.style().polish(self)


class SpinBox(QSpinBox):
    """A field for a whole number with small arrows; the wheel scrolls the page unless the field has the focus."""

    def __init__(self, name: str, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.lineEdit().setTextMargins(9, 0, 0, 0)  # a style sheet's padding does not reach the inner line
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.current().changed.connect(self.updateGeometry)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the number only while focused."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and its two arrows."""
        super().paintEvent(event)
        look = theme.current()
        tokens = look.tokens
        side = look.px(14)
        left = self.width() - side - 7
        middle = self.height() // 2
        painter = smooth(self)
        steps = self.stepEnabled()
        for icon, top, step in (
            ("chevron-up", middle - side + 1, QAbstractSpinBox.StepEnabledFlag.StepUpEnabled),
            ("chevron-down", middle - 1, QAbstractSpinBox.StepEnabledFlag.StepDownEnabled),
        ):
            ink = tokens.muted if steps & step else tokens.line
            look.paint_icon(painter, QPoint(left, top), icon, 14, ink)


class Field(QWidget):
    """A control with its label above it and below it a hint, or a complaint with an icon and words."""

    def __init__(self, words: str, control: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self._hint = hint
        self._words = words
        self._name = label(words, "note-strong")
        self._name.setBuddy(control)
        self._icon = IconLabel("circle-alert", 14, "bad", line=18)
        self._below = label(hint, "note", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._name)
        column.addWidget(control)
        column.addLayout(self._foot())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_error("")

    def set_error(self, complaint: str) -> None:
        """Show what is wrong in words, icon and border; an empty text brings the hint back."""
        self._icon.setVisible(bool(complaint))
        self._below.setText(complaint or self._hint)
        self._below.setVisible(bool(complaint or self._hint))
        theme.set_class(self._below, "bad" if complaint else "note")
        self.control.setProperty("fault", bool(complaint))
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
        self.control.setAccessibleName(self._words)
        self.control.setAccessibleDescription(complaint or self._hint)

    def rename(self, words: str, hint: str = "") -> None:
        """Show other words above the control, and another hint below it."""
        if (words, hint) != (self._words, self._hint):
            complaint = self.error()
            self._words, self._hint = words, hint
            self._name.setText(words)
            self.set_error(complaint)

    def error(self) -> str:
        """Return the complaint shown, empty when all is well."""
        return self._below.text() if not self._icon.isHidden() else ""

    def below(self) -> QLabel:
        """Return the label of hint or complaint."""
        return self._below

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(5)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._below, 1)
        return row
