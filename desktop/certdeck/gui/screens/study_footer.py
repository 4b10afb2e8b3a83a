"""The foot of the study page: the button that shows the answer, or the four ratings; below them the keys."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.scheduling.schedule import Rating
from certdeck.gui import theme
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.buttons import BigPrimaryButton
from certdeck.gui.widgets.frames import HairLine
from certdeck.gui.widgets.key_cap import KeyHint
from certdeck.gui.widgets.rating import RatingButton
from certdeck.presenters.review_view import ReviewView

_ACTIONS: Final = 58
_HINTS: Final = 20
_LOOKS: Final[dict[Rating, tuple[str, Tone]]] = {
    Rating.AGAIN: ("rotate-ccw", "bad"),
    Rating.HARD: ("gauge", "warn"),
    Rating.GOOD: ("check", "good"),
    Rating.EASY: ("chevrons-right", "accent"),
}
_KEYS: Final = (("F", "Flag"), ("S", "Suspend"), ("B", "Bury"), (".", "More"), ("Ctrl Z", "Undo"))
_KEYS_WHILE_TYPING: Final = (("Alt 1", "Flag"), ("Ctrl Z", "Undo"))
"""A letter goes to the answer then."""


class StudyFooter(QWidget):
    """As high on every card and in both states, so that nothing jumps. `rated` carries the `Rating`."""

    show_asked = Signal()
    rated = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_answer = BigPrimaryButton("Show answer", "Space")
        self.show_answer.clicked.connect(self.show_asked)
        self.ratings = {rating: self._rating(rating) for rating in Rating}
        self._edge = HairLine()
        self._actions = QWidget()
        self._choices = QWidget()
        self.keys = _key_hints(_KEYS)
        self.keys_while_typing = _key_hints(_KEYS_WHILE_TYPING)
        self._hints = QWidget()
        self._column = (0, 0)
        self._build()
        self.set_scrolled(scrolled=False)
        theme.current().follow(self._fit)

    def show_view(self, view: ReviewView) -> None:
        """Show the button, or once the answer is there the ratings that are offered with their intervals."""
        answered = view.answer is not None
        offered = {rating.rating: rating for rating in view.ratings}
        for rating, button in self.ratings.items():
            if answered:
                button.setVisible(rating in offered)
            if rating in offered:
                button.set_key(offered[rating].key)
                button.set_interval(offered[rating].interval, offered[rating].spoken)
        self._choices.setVisible(answered)
        typing = view.typed.asked and not answered
        self.keys.setVisible(not typing)
        self.keys_while_typing.setVisible(typing)
        self.show_answer.set_key("Enter" if view.typed.asked else "Space")
        self.show_answer.setVisible(not answered)

    def focus_action(self) -> None:
        """Put the focus where the next key is likely meant to go: on Show answer, or on Good."""
        shown = self._choices.isVisibleTo(self)
        target = self.ratings[Rating.GOOD] if shown else self.show_answer
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_column(self, left: int, width: int) -> None:
        """Make the ratings as wide as the text column, which begins at `left`."""
        self._column = (left, width)
        self._line_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay in line with the text column: it may have been told before the page had its width."""
        super().resizeEvent(event)
        self._line_up()

    def set_scrolled(self, *, scrolled: bool) -> None:
        """Draw an edge above the buttons while text goes on behind it."""
        policy = self._edge.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._edge.setSizePolicy(policy)
        self._edge.setVisible(scrolled)

    def _rating(self, rating: Rating) -> RatingButton:
        icon, tone = _LOOKS[rating]
        button = RatingButton(str(rating.value), rating.name.capitalize(), icon, tone)
        button.clicked.connect(lambda: self.rated.emit(rating))
        return button

    def _build(self) -> None:
        choices = QHBoxLayout(self._choices)
        choices.setSpacing(12)
        for button in self.ratings.values():
            choices.addWidget(button, 1)
        actions = QVBoxLayout(self._actions)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(0)
        actions.addWidget(self._choices)
        actions.addWidget(self.show_answer, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        hints = QHBoxLayout(self._hints)
        hints.setContentsMargins(0, 0, 0, 0)
        hints.addWidget(self.keys)
        hints.addWidget(self.keys_while_typing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 20)
        column.setSpacing(0)
        column.addWidget(self._edge)
        column.addSpacing(15)
        column.addWidget(self._actions)
        column.addSpacing(16)
        column.addWidget(self._hints, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _line_up(self) -> None:
        left, width = self._column
        layout = self._choices.layout()
        assert layout is not None
        layout.setContentsMargins(left, 0, max(0, self.width() - left - width), 0)

    def _fit(self) -> None:
        self._actions.setFixedHeight(theme.current().px(_ACTIONS))
        self._hints.setFixedHeight(theme.current().px(_HINTS))


def _key_hints(keys: Sequence[tuple[str, str]]) -> QWidget:
    hints = QWidget()
    row = QHBoxLayout(hints)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(14)
    for key, does in keys:
        row.addWidget(KeyHint(key, does))
    return hints
