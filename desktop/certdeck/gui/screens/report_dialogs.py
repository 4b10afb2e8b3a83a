"""What the report asks before it adds cards: which ones, and what happens to each."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from certdeck.gui.screens.ask import Ask
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.frames import HairLine
from certdeck.gui.widgets.labels import label
from certdeck.presenters.report_views import PlannedView, PlanView
from certdeck.services.misses import Step

_CHIPS: Final[dict[Step, tuple[Tone, str]]] = {
    Step.MAKE: ("accent", "plus"),
    Step.WAKE: ("accent", "undo-2"),
    Step.INTRODUCE: ("accent", "play"),
    Step.BRING_FORWARD: ("accent", "calendar"),
    Step.NOTHING: ("neutral", "check"),
}
_SCROLLS: Final = {
    Qt.Key.Key_Up: -0.1,
    Qt.Key.Key_Down: 0.1,
    Qt.Key.Key_PageUp: -0.9,
    Qt.Key.Key_PageDown: 0.9,
    Qt.Key.Key_Home: -1000.0,
    Qt.Key.Key_End: 1000.0,
}
"""Shares of the visible height that a key moves the list by."""


def ask_to_add(over: QWidget, plan: PlanView, then: Callable[[], None]) -> Ask:
    """Show which cards would be asked today, and what happens to each, before `then` adds them."""
    asked = Ask(
        over,
        "Add to my cards",
        plan.text,
        agree="Add to today",
        decline="Not now",
        then=then,
        body=(PlannedList(plan.cards),),
    )
    asked.ask()
    return asked


class PlannedList(QWidget):
    """The cards in rows: what each asks, the questions that lead to it, and what happens to it. Arrows scroll."""

    def __init__(self, cards: Sequence[PlannedView]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(". ".join(f"{card.asks}: {card.step.value}" for card in cards))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for place, card in enumerate(cards):
            if place:
                column.addWidget(HairLine())
            column.addLayout(_planned(card))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll the dialog."""
        area = self._area()
        if area is None or event.key() not in _SCROLLS:
            event.ignore()
            return
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + int(_SCROLLS[Qt.Key(event.key())] * bar.pageStep()))

    def _area(self) -> QScrollArea | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above


def _planned(card: PlannedView) -> QVBoxLayout:
    tone, icon = _CHIPS[card.step]
    below = QHBoxLayout()
    below.setSpacing(8)
    below.addWidget(Chip(card.step.value, tone, icon))
    below.addWidget(label(card.questions, "note", wrap=True), 1)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label(card.asks, "text", wrap=True))
    column.addLayout(below)
    return column
