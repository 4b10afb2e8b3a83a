"""The list of what to do next: one row a step, with one button each and exactly one of them primary."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.buttons import PaintedButton, PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import Card, HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.presenters.today import StepKind, StepView

_HEIGHT: Final = 60
_BUTTON: Final = 124
_ICONS: Final = {
    StepKind.RESUME: "timer",
    StepKind.REVIEW: "layers",
    StepKind.EXAM: "list-checks",
    StepKind.SHEET: "book-open",
}


class StepRow(QWidget):
    """One step: state, kind, title with its reason, minutes, and the button or when it was done."""

    asked = Signal(object)

    def __init__(self, step: StepView, *, primary: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = step
        self.button: PaintedButton | None = None
        self._minutes = label(step.minutes, "muted" if step.done else "text")
        self._last = self._done() if step.done else self._action(primary=primary)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._state())
        row.addWidget(IconLabel(_ICONS[step.kind], 18, "muted"))
        row.addLayout(self._words(), 1)
        row.addWidget(self._minutes)
        row.addSpacing(20)
        row.addWidget(self._last)
        self.setAccessibleName(f"{step.title}, {step.why}, {step.minutes}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._fit)

    def _state(self) -> IconLabel:
        if self.step.done:
            return IconLabel("circle-check", 20, "good", stroke=2.0)
        return IconLabel("circle", 20, "control", stroke=1.75)

    def _words(self) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(ElidedLabel(self.step.title, "muted" if self.step.done else "row"))
        words.addWidget(ElidedLabel(self.step.why, "note"))
        words.addStretch(1)
        return words

    def _action(self, *, primary: bool) -> QWidget:
        self.button = PrimaryButton(self.step.action) if primary else QuietButton(self.step.action)
        self.button.setAccessibleName(f"{self.step.action}: {self.step.title}")
        self.button.clicked.connect(lambda: self.asked.emit(self.step))
        return self.button

    def _done(self) -> QWidget:
        words = label(self.step.action, "note")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return words

    def _fit(self) -> None:
        self.setFixedHeight(theme.current().px(_HEIGHT))
        self._last.setFixedWidth(max(theme.current().px(_BUTTON), self._last.sizeHint().width()))


class StepList(Card):
    """All steps in one card, divided by hairlines. `asked` carries the `StepView` whose button was pressed."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, parent, margins=(0, 0, 0, 0), spacing=0)
        self.rows: list[StepRow] = []
        self._parts: list[QWidget] = []

    def show_steps(self, steps: tuple[StepView, ...]) -> None:
        """Show `steps`; the first that is not done gets the primary button."""
        if steps == tuple(row.step for row in self.rows):
            return
        self._clear()
        first = next((step for step in steps if not step.done), None)
        for step in steps:
            if self.rows:
                self._add(HairLine())
            row = StepRow(step, primary=step is first)
            row.asked.connect(self.asked)
            self.rows.append(row)
            self._add(row)

    def primary(self) -> PaintedButton | None:
        """Return the button of the next thing to do, None when all is done."""
        return next((row.button for row in self.rows if isinstance(row.button, PrimaryButton)), None)

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self.column.addWidget(part)

    def _clear(self) -> None:
        for part in self._parts:
            self.column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.rows = [], []
