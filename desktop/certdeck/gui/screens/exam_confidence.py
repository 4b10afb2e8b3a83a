"""How sure the learner is of an answer: three small buttons below the responses."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from certdeck.core.exam.events import Confidence
from certdeck.gui import theme
from certdeck.gui.screens.exam_page import Wrapping
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.gui.widgets.labels import label


class ConfidenceRow(Wrapping):
    """Guess, Unsure, Sure; the one that was said is checked. `confided` carries a `Confidence`."""

    confided = Signal(Confidence)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = {confidence: QuietButton(confidence.capitalize(), "circle") for confidence in Confidence}
        self._question = label("How sure are you?", "note")
        for number, (confidence, button) in enumerate(self._buttons.items(), start=1):
            button.setCheckable(True)
            button.setToolTip(f"{button.text()} ({number})")
            button.setAccessibleName(f"How sure are you: {confidence}")
            # What was said is decided where it is recorded.
            button.clicked.connect(lambda _on=False, said=confidence: self._said(said))
        self.set_members((self._question, *self._buttons.values()))
        theme.current().follow(self._level)

    def show_confidence(self, said: Confidence | None, *, fixed: bool) -> None:
        """Show what was `said`; once it is `fixed` it can't be changed."""
        for confidence, button in self._buttons.items():
            on = confidence is said
            button.setChecked(on)
            button.set_icon("circle-check" if on else "circle")
            button.setEnabled(not fixed)

    def said(self) -> Confidence | None:
        """Return what is shown as said."""
        return next((confidence for confidence, button in self._buttons.items() if button.isChecked()), None)

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order."""
        return tuple(self._buttons.values())

    def _level(self) -> None:
        """Make the words as high as the buttons beside them."""
        self._question.setMinimumHeight(theme.current().px(34))
        self._place()

    def _said(self, confidence: Confidence) -> None:
        button = self._buttons[confidence]
        button.setChecked(not button.isChecked())
        self.confided.emit(confidence)
