"""The prompts of a matching question, each with a drop-down of responses."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.richtext import RichText, plain
from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.screens.exam_page import Wrapping
from certdeck.gui.screens.exam_row import PLAIN
from certdeck.gui.widgets.ahead import made_ahead
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.fields import ComboBox
from certdeck.gui.widgets.frames import Card, Flow, HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.passage import PassageLabel
from certdeck.presenters.exam_views import PromptView, QuestionView, ResponseView

MATCHING_MEASURE: Final = 860
"""Width of the card in design pixels."""
_BOX: Final = (280, 380)
"""Least and greatest width of a drop-down; long responses widen all of them alike."""
_BOX_EDGES: Final = 52
_STACKED_BELOW: Final = 700
_EMPTY: Final = "Choose an option"
_TAKE_BACK: Final = "Take the answer back"


class ResponseBox(ComboBox):
    """A drop-down of responses. Its list opens with Down or Space; letters and the other arrows are the room's.

    `matched` carries the id of the response, or an empty text when it was taken back.
    """

    matched = Signal(str)

    def __init__(self) -> None:
        super().__init__(tall=True)
        self._responses: tuple[ResponseView, ...] = ()
        self.setPlaceholderText(_EMPTY)
        self.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._activated)

    def show_responses(self, responses: tuple[ResponseView, ...], chosen: str | None) -> None:
        """Offer `responses`, with `chosen` (an id) as the present one."""
        names = tuple(response.id for response in responses)
        texts = tuple(response.text for response in responses)
        index = names.index(chosen) if chosen in names else -1
        # Silently, because the box is dressed anew whenever it becomes empty or ceases to be so: once is enough.
        blocked = self.blockSignals(True)
        if texts != tuple(response.text for response in self._responses):
            self.clear()
            self.addItems(texts)
        self._responses = responses
        self._offer_taking_back(index >= 0)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        self.blockSignals(blocked)
        self.show_emptiness()
        self.setToolTip(responses[index].text if index >= 0 else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list, or take the answer back with Delete; leave the rest to the room."""
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space) and bare:
            self.showPopup()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentIndex() >= 0:
            self.matched.emit("")
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page: whoever scrolls on with the pointer over an answer does not mean to change it."""
        event.ignore()

    def showPopup(self) -> None:
        """Open the list as wide as its longest response."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 40)
        super().showPopup()

    def _offer_taking_back(self, wanted: bool) -> None:
        offered = self.count() > len(self._responses)
        if wanted and not offered:
            self.addItem(_TAKE_BACK)
        elif offered and not wanted:
            self.removeItem(self.count() - 1)

    def _activated(self, index: int) -> None:
        taken_back = index >= len(self._responses)
        self.matched.emit("" if taken_back else self._responses[index].id)


class PromptRow(QWidget):
    """A prompt with its number at the left and its drop-down at the right, or below it where room is scarce."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: RichText = ()
        self._number = QLabel()
        self._text = PassageLabel(PLAIN)
        self._arrow = IconLabel("arrow-right", 16, "control", stroke=2.0)
        self.box = ResponseBox()
        left = QHBoxLayout()
        left.setSpacing(18)
        left.addWidget(self._number, 0, Qt.AlignmentFlag.AlignVCenter)
        left.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(20, 12, 16, 12)
        self._row.setSpacing(16)
        self._row.addLayout(left, 1)
        self._row.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.current().follow(self._grow)

    def show_prompt(self, prompt: PromptView, responses: tuple[ResponseView, ...]) -> None:
        """Show `prompt` with the response it has."""
        self._number.setText(str(prompt.number))
        if prompt.text != self._shown:
            self._shown = prompt.text
            self._text.show_text(prompt.text, PLAIN)
        self.box.show_responses(responses, prompt.response)
        chosen = next((response.text for response in responses if response.id == prompt.response), "no response yet")
        self.box.setAccessibleName(f"{prompt.number}, {plain(prompt.text)}")
        self.box.setAccessibleDescription(chosen)

    def set_box_width(self, width: int) -> None:
        """Make the drop-down `width` pixels wide."""
        if (self.box.minimumWidth(), self.box.maximumWidth()) != (width, width):
            self.box.setFixedWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the drop-down below the prompt where both would be squeezed."""
        super().resizeEvent(event)
        stacked = self.width() < theme.current().px(_STACKED_BELOW)
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != direction:
            self._row.setDirection(direction)
            self._row.setSpacing(8 if stacked else 16)
            self._row.setAlignment(self.box, Qt.AlignmentFlag.AlignRight if stacked else Qt.AlignmentFlag.AlignVCenter)
            self._arrow.setVisible(not stacked)

    def _grow(self) -> None:
        look = theme.current()
        self.setMinimumHeight(look.px(42) + 26)
        self._number.setStyleSheet(
            f"QLabel {{ font-size: {look.px(14)}px; font-weight: {SEMIBOLD}; color: {look.tokens.muted}; }}"
        )


class MatchingBoard(Flow):
    """All prompts on one card. `matched` carries the ids of prompt and response; an empty response takes it back."""

    matched = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: QuestionView | None = None
        self._rows: list[PromptRow] = []
        self._lines: list[HairLine] = []
        self._count = 0
        self._chips: tuple[str, ...] = ()
        self._card = Card(margins=(0, 0, 0, 0), spacing=0)
        self._caption = label("Not used yet", "note")
        self._unused = Wrapping()
        self._progress = label("", "note-strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._card)
        column.addLayout(self._foot())
        theme.current().follow(self._widen)

    def fill(self, question: QuestionView) -> Iterator[None]:
        """Show the prompts of `question`, one row a step to make, and what is left of its responses."""
        yield from made_ahead(lambda: len(self._rows), self._add_row, len(question.prompts))
        self._show_rows(len(question.prompts))
        self._shown = question
        self._widen()  # before there are texts: they would be laid out for what is left to them by other drop-downs
        for row, prompt in zip(self.rows(), question.prompts, strict=True):
            row.show_prompt(prompt, question.responses)
        matched = sum(prompt.response is not None for prompt in question.prompts)
        self._progress.setText(f"{matched} of {len(question.prompts)} matched")
        self._show_unused(() if question.reuse else tuple(entry.text for entry in question.responses if not entry.used))

    def rows(self) -> tuple[PromptRow, ...]:
        """Return the rows in use, from top to bottom."""
        return tuple(self._rows[: self._count])

    def boxes(self) -> tuple[ResponseBox, ...]:
        """Return the drop-downs from top to bottom."""
        return tuple(row.box for row in self.rows())

    def unused(self) -> tuple[str, ...]:
        """Return the responses shown as not used yet."""
        return self._chips

    def count_text(self) -> str:
        """Return how many prompts have a response, in words."""
        return self._progress.text()

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order."""
        return self.boxes()

    def focus_first(self) -> None:
        """Put the focus on the first prompt without a response, or on the first."""
        boxes = self.boxes()
        next((box for box in boxes if box.currentIndex() < 0), boxes[0]).setFocus()

    def _show_rows(self, count: int) -> None:
        """Show `count` rows, a line before each but the first."""
        self._count = count
        for index, row in enumerate(self._rows):
            row.setVisible(index < count)
        for index, line in enumerate(self._lines, start=1):
            line.setVisible(index < count)

    def _add_row(self) -> PromptRow:
        if self._rows:
            self._lines.append(HairLine())
            self._lines[-1].hide()
            self._card.column.addWidget(self._lines[-1])
        row, index = PromptRow(), len(self._rows)
        row.hide()
        row.box.matched.connect(lambda response: self._matched(index, response))
        self._rows.append(row)
        self._card.column.addWidget(row)
        return row

    def _matched(self, index: int, response: str) -> None:
        if self._shown is not None:
            self.matched.emit(self._shown.prompts[index].id, response)

    def _show_unused(self, texts: tuple[str, ...]) -> None:
        self._caption.setVisible(bool(texts))
        self._unused.setVisible(bool(texts))
        if texts != self._chips:
            self._chips = texts
            members = [chip for chip in self._unused.members() if isinstance(chip, Chip)][: len(texts)]
            for chip, text in zip(members, texts, strict=False):
                chip.say(text, "neutral")
            self._unused.set_members([*members, *(Chip(text) for text in texts[len(members) :])])

    def _widen(self) -> None:
        """Make all drop-downs as wide as the longest response asks for, within bounds."""
        look = theme.current()
        for beside in (self._caption, self._progress):
            beside.setMinimumHeight(look.px(22))
        if self._shown is None:
            return
        metrics = self._rows[0].box.fontMetrics()
        words = max(metrics.horizontalAdvance(entry.text) for entry in self._shown.responses) + look.px(_BOX_EDGES)
        least, most = _BOX
        for row in self.rows():
            row.set_box_width(min(max(look.px(least), words), look.px(most)))

    def _foot(self) -> QHBoxLayout:
        top = Qt.AlignmentFlag.AlignTop
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._caption, 0, top)
        foot.addWidget(self._unused, 1)
        foot.addStretch(0)
        foot.addWidget(self._progress, 0, top)
        return foot
