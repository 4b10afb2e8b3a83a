"""The bars at the bottom of the exam room."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton

from certdeck.core.exam.conduct import Tool
from certdeck.gui import theme
from certdeck.gui.screens.exam_page import HintLine
from certdeck.gui.widgets.buttons import PaintedButton, PrimaryButton, QuietButton
from certdeck.presenters.exam_views import ExamView, Primary, QuestionView

_HEIGHT: Final = 64
_MARGIN: Final = 24
_SPACING: Final = 8
_WORDS: Final = {Primary.NEXT: "Next", Primary.CHECK: "Check answer", Primary.SUBMIT: "Submit exam"}


class SteadyButton(QuietButton):
    """As wide as the longest of its texts, so that nothing moves when the words change."""

    def __init__(self, texts: tuple[str, ...], icon: str, key: str) -> None:
        self._texts = texts
        self._key = key
        super().__init__(texts[0], icon)
        self.rename(texts[0], texts[0])

    def rename(self, text: str, name: str) -> None:
        """Show `text`; `name` is what a screen reader says."""
        if (text, name) != (self.text(), self.accessibleName()):
            self.setText(text)
            self.setAccessibleName(name)
            self.setToolTip(f"{text} ({self._key})" if self._key else text)
            self.refresh()

    def sizeHint(self) -> QSize:
        """Return the room for icon and longest text."""
        return _wide_enough(super().sizeHint(), self, self._texts)


class FlagButton(SteadyButton):
    """Says whether the question is flagged, with a filled flag in amber if so."""

    def __init__(self) -> None:
        self._on = False
        super().__init__(("Flag", "Flagged"), "flag", "F")

    def set_flagged(self, on: bool) -> None:
        """Show the flag as set, or not."""
        if on != self._on:
            self._on = on
            self.rename("Flagged" if on else "Flag", "Flagged: take the flag away" if on else "Flag")

    def _paint_icon(self, painter: QPainter, left: int, ink: str) -> None:
        dress = theme.current()
        side = dress.px(16)
        at = QPoint(left, (self.height() - side) // 2 + 1)
        dress.paint_icon(painter, at, "flag", 16, dress.tokens.warn if self._on else ink, filled=self._on)


class NextButton(PrimaryButton):
    """The primary button of a question, in review mode as wide for going on as for checking."""

    def __init__(self) -> None:
        self._words: tuple[str, ...] = (_WORDS[Primary.NEXT],)
        super().__init__(_WORDS[Primary.NEXT], "arrow-right", trailing=True)
        self.setToolTip("Next (Enter)")

    def show_act(self, act: Primary) -> None:
        """Say what it does."""
        words = _WORDS[act]
        if words == self.text():
            return
        self._words = (*self._words, words) if act is Primary.CHECK else self._words
        self.setText(words)
        self.setToolTip(f"{words} (Enter)")
        self.set_icon("arrow-right" if act is Primary.NEXT else "")

    def sizeHint(self) -> QSize:
        """Return the room for the longest words so far."""
        return _wide_enough(super().sizeHint(), self, self._words)


class _Bar(QFrame):
    """64 px at the bottom with a line above."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_class(self, "bar")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        self.row.setSpacing(_SPACING)
        theme.current().follow(self._grow)

    def _grow(self) -> None:
        self.setFixedHeight(max(_HEIGHT, theme.current().px(34) + 30))


class QuestionBar(_Bar):
    """Previous and the marks at the left, the answer, Review all and the primary button at the right.

    What the rules of the sitting leave out is not there. Where room is scarce, the tools used least go into a menu,
    the last first.
    """

    previous = Signal()
    flag = Signal()
    note = Signal()
    highlight = Signal()
    line_focus = Signal()
    reveal = Signal()
    review = Signal()
    primary = Signal()

    def __init__(self) -> None:
        self._allowed: frozenset[QPushButton] = frozenset()
        self._in_menu: tuple[QPushButton, ...] = ()
        self._fitted: object = None
        super().__init__()
        self.previous_button = SteadyButton(("Previous",), "arrow-left", "P")
        self.flag_button = FlagButton()
        self.note_button = SteadyButton(("Note", "Noted"), "sticky-note", "W")
        self.highlight_button = SteadyButton(("Highlight",), "pencil", "Ctrl H")
        self.line_button = SteadyButton(("Line focus",), "rectangle-ellipsis", "L")
        self.tools_button = SteadyButton(("Tools",), "ellipsis", "")
        self.reveal_button = SteadyButton(("Show answer",), "lightbulb", "S")
        self.review_button = SteadyButton(("Review all",), "layout-grid", "R")
        self.next_button = NextButton()
        self.menu = QMenu(self)
        self._connect()
        self._lay_out()

    def buttons(self) -> tuple[QPushButton, ...]:
        """Return the buttons from left to right."""
        return (
            self.previous_button,
            *(self.flag_button, self.note_button, self.highlight_button, self.line_button, self.tools_button),
            *(self.reveal_button, self.review_button, self.next_button),
        )

    def in_menu(self) -> tuple[QPushButton, ...]:
        """Return the buttons whose work is done from the menu at the present width."""
        return self._in_menu

    def show_question(self, view: ExamView, question: QuestionView) -> None:
        """Show what can be done with `question`; there is nothing before the first one."""
        self._allow(view)
        self.previous_button.setEnabled(question.number > 1)
        self.flag_button.set_flagged(question.flagged)
        self.note_button.rename("Noted" if question.noted else "Note", "Note, written" if question.noted else "Note")
        self.note_button.setChecked(view.note is not None)
        self.line_button.setChecked(view.line_focus)
        self.reveal_button.setEnabled(question.answer is None)
        self.next_button.show_act(view.primary)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the width of what is never put into the menu."""
        kept = [button for button in self.buttons() if button in self._allowed and button not in self._yielding()]
        return QSize(self._width((*kept, self.tools_button)), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put tools into the menu, or take them out."""
        super().resizeEvent(event)
        self._fit()

    def open_menu(self) -> None:
        """Open the menu of tools above its button."""
        if self.tools_button.isVisible():
            self.tool_actions()
            corner = self.tools_button.mapToGlobal(QPoint(0, -self.menu.sizeHint().height() - 4))
            self.menu.popup(corner)
            self.menu.setActiveAction(self.menu.actions()[0])

    def tool_actions(self) -> tuple[QAction, ...]:
        """Fill the menu with what has no room in the bar, as it stands now, and return its entries."""
        self.menu.clear()
        for button in self._in_menu:
            action = self.menu.addAction(button.text())
            action.setCheckable(button.isCheckable())
            action.setChecked(button.isChecked())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        return tuple(self.menu.actions())

    def _yielding(self) -> tuple[QPushButton, ...]:
        """Return what may go into the menu, the first one first."""
        return self.line_button, self.highlight_button, self.note_button, self.flag_button, self.reveal_button

    def _allow(self, view: ExamView) -> None:
        tools = {
            Tool.FLAG: self.flag_button,
            Tool.NOTE: self.note_button,
            Tool.HIGHLIGHT: self.highlight_button,
            Tool.LINE_FOCUS: self.line_button,
            Tool.REVIEW_GRID: self.review_button,
        }
        allowed = {self.previous_button, self.next_button, *(tools[tool] for tool in tools.keys() & view.tools)}
        if view.offers_answer:
            allowed.add(self.reveal_button)
        self._allowed = frozenset(allowed)

    def _fit(self) -> None:
        """Show as many buttons as there is room for; the menu takes the rest."""
        fitted = (self._allowed, self.next_button.sizeHint().width(), self.width(), theme.current().scale)
        if fitted == self._fitted:
            return
        self._fitted = fitted
        kept = [button for button in self.buttons() if button in self._allowed]
        moved: list[QPushButton] = []
        if self._width(kept) > self.width():
            for button in self._yielding():
                beside = (*kept, self.tools_button) if moved else kept
                if button in kept and self._width(beside) > self.width():
                    kept.remove(button)
                    moved.append(button)
        if moved:
            kept.append(self.tools_button)
        self._in_menu = tuple(button for button in self.buttons() if button in moved)
        for button in self.buttons():
            button.setVisible(button in kept)

    def _width(self, buttons: Sequence[QPushButton]) -> int:
        words = sum(button.sizeHint().width() for button in buttons)
        return words + _SPACING * (len(buttons) + 1) + 2 * _MARGIN

    def _connect(self) -> None:
        self.note_button.setCheckable(True)
        self.line_button.setCheckable(True)
        pressed: tuple[tuple[QPushButton, Callable[[], None]], ...] = (
            (self.previous_button, self.previous.emit),
            (self.flag_button, self.flag.emit),
            (self.note_button, self.note.emit),
            (self.highlight_button, self.highlight.emit),
            (self.line_button, self.line_focus.emit),
            (self.tools_button, self.open_menu),
            (self.reveal_button, self.reveal.emit),
            (self.review_button, self.review.emit),
            (self.next_button, self.primary.emit),
        )
        for button, act in pressed:
            button.clicked.connect(lambda _on=False, act=act: act())

    def _lay_out(self) -> None:
        for button in self.buttons():
            if button is self.reveal_button:
                self.row.addStretch(1)
            self.row.addWidget(button)
            if button is self.previous_button:
                self.row.addSpacing(_SPACING)


class ReviewBar(_Bar):
    """Back to the question at the left, the keys of the grid at the right."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back_button = QuietButton("Back", "arrow-left")
        self.back_button.clicked.connect(self.back)
        hints = HintLine(flush_right=True)
        hints.set_hints((("← ↑ ↓ →", "Move"), ("Enter", "Open"), ("U", "Next open")))
        self.row.addWidget(self.back_button)
        self.row.addSpacing(16)
        self.row.addWidget(hints, 1, Qt.AlignmentFlag.AlignVCenter)

    def show_number(self, number: int) -> None:
        """Say which question leads on."""
        words = f"Back to question {number}"
        if words != self.back_button.text():
            self.back_button.setText(words)
            self.back_button.refresh()


def _wide_enough(size: QSize, button: PaintedButton, texts: Sequence[str]) -> QSize:
    """Return `size` with room for the longest of `texts` instead of the one that `button` shows."""
    shown = button.width_of(button.text())
    return QSize(size.width() + max(0, *(button.width_of(text) - shown for text in texts)), size.height())
