"""The options of a choice question: chosen, struck out, or neither."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from certdeck.core.richtext import plain
from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, SEMIBOLD
from certdeck.gui.screens.exam_page import keep_in_sight
from certdeck.gui.screens.exam_row import PLAIN, ResponseRow
from certdeck.gui.widgets.ahead import made_ahead
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.choices import paint_check, paint_radio
from certdeck.gui.widgets.frames import Flow
from certdeck.gui.widgets.rich_document import TextLook
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.exam_views import OptionView, QuestionView

_MARK: Final = 18
_MARK_LEFT: Final = 18
_LETTER_LEFT: Final = 49
_FADED: Final = 0.45
_CHOSEN: Final = replace(PLAIN, weight=MEDIUM)
_STRUCK: Final = replace(PLAIN, colour="muted", struck=True)
_CHOSEN_STRUCK: Final = replace(_STRUCK, weight=MEDIUM)


class OptionRow(ResponseRow):
    """One option under its letter; a radio button or, where several may be chosen, a check box to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: OptionView | None = None
        self._single = True
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._chip: Chip | None = None

    def show_option(self, option: OptionView, *, single: bool) -> None:
        """Show `option` as it stands now; `single` gives it a ring instead of a box."""
        if option == self.shown and single == self._single:
            return
        self.shown, self._single = option, single
        self.setAutoExclusive(False)  # or the last one chosen could not be unchecked
        self.setChecked(option.chosen)
        self.setAutoExclusive(single)
        if not single:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # as a radio button it may have lost its Tab stop
        self.setAccessibleName(f"{option.letter}, {plain(option.text)}{', struck out' if option.struck else ''}")
        self._show_chip(option.struck)
        self.set_text(option.text, _look(option))

    def right_room(self) -> int:
        """Return the edge, or the room of the words "struck out"."""
        struck = self.shown is not None and self.shown.struck
        if self._chip is None or not struck:
            return super().right_room()
        return 15 + self._chip.sizeHint().width() + 12

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chip at the right end."""
        super().resizeEvent(event)
        self._place_chip()

    def place(self) -> None:
        """Measure anew, the chip included."""
        super().place()
        self._place_chip()

    def _show_chip(self, struck: bool) -> None:
        if struck and self._chip is None:
            self._chip = Chip("struck out", "neutral", "strikethrough", self)
        if self._chip is not None:
            self._chip.setVisible(struck)

    def _place_chip(self) -> None:
        if self._chip is None or self._chip.isHidden():
            return
        size = self._chip.sizeHint()
        top = self.first_line().center().y() - size.height() // 2 + 1
        self._chip.setGeometry(self.width() - size.width() - 15, top, size.width(), size.height())

    def nextCheckState(self) -> None:
        """Stay as it is: what is chosen is decided where it is recorded."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Space; leave arrows and letters to the room."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, ring or check box, and letter."""
        if self.shown is None:
            return
        look, option = theme.current(), self.shown
        painter = smooth(self)
        fill, line, width = self._box()
        rounded(painter, self.rect(), 8, fill=fill, line=line, width=width)
        centre = self.first_line().center().y() + 1
        side = look.px(_MARK)
        mark = QRect(look.px(_MARK_LEFT), centre - side // 2, side, side)
        painter.setOpacity(_FADED if option.struck else 1.0)
        if self._single:
            paint_radio(painter, mark, on=option.chosen)
        else:
            paint_check(painter, mark, Qt.CheckState.Checked if option.chosen else Qt.CheckState.Unchecked)
        painter.setOpacity(1.0)
        painter.setFont(look.font(14, SEMIBOLD))
        painter.setPen(QColor(look.tokens.on_accent_soft if option.chosen else look.tokens.muted))
        letter = QRect(look.px(_LETTER_LEFT), centre - side, look.px(30), 2 * side)
        painter.drawText(letter, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, option.letter)
        self.paint_text(painter)

    def _box(self) -> tuple[str, str, float]:
        tokens = theme.current().tokens
        if self.shown is not None and self.shown.chosen:
            return tokens.accent_soft, tokens.accent, 2.0
        if self.underMouse():
            return tokens.tint, tokens.control, 1.0
        struck = self.shown is not None and self.shown.struck
        return "" if struck else tokens.surface, tokens.line, 1.0


class ChoiceBoard(Flow):
    """All options of a choice question. `chosen` and `struck` carry the id of an option."""

    chosen = Signal(str)
    struck = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[OptionRow] = []
        self._count = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def fill(self, question: QuestionView) -> Iterator[None]:
        """Show the options of `question`, one row a step to make; rows that are as before are left alone."""
        yield from made_ahead(lambda: len(self._rows), self._add_row, len(question.options))
        self._count = len(question.options)
        for row, option in zip(self._rows, question.options, strict=False):
            row.show_option(option, single=question.single)
        for index, row in enumerate(self._rows):
            row.setVisible(index < self._count)

    def rows(self) -> tuple[OptionRow, ...]:
        """Return the rows in use, from top to bottom."""
        return tuple(self._rows[: self._count])

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order."""
        return self.rows()

    def focus_first(self) -> None:
        """Put the focus on the option chosen, or on the first."""
        rows = self.rows()
        next((row for row in rows if row.isChecked()), rows[0]).setFocus()

    def move_focus(self, step: int) -> None:
        """Move the focus `step` rows down, and round at the ends."""
        rows = self.rows()
        now = next((index for index, row in enumerate(rows) if row.hasFocus()), None)
        if now is None:
            self.focus_first()
        else:
            rows[(now + step) % len(rows)].setFocus()
            keep_in_sight(rows[(now + step) % len(rows)])

    def focus_letter(self, letter: str) -> None:
        """Put the focus on the option under `letter`."""
        for row in self.rows():
            if row.shown is not None and row.shown.letter == letter:
                row.setFocus()
                keep_in_sight(row)

    def _add_row(self) -> OptionRow:
        row = OptionRow(self)
        row.hide()
        row.clicked.connect(lambda: self._clicked(row))
        self._rows.append(row)
        self._column.addWidget(row)
        return row

    def _clicked(self, row: OptionRow) -> None:
        if row.shown is not None:
            self.chosen.emit(row.shown.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Strike the option under the pointer out, or bring it back."""
        self._strike_at(event.pos())

    def _strike_at(self, at: QPoint) -> None:
        row = next((row for row in self.rows() if row.geometry().contains(at)), None)
        if row is not None and row.shown is not None:
            self.struck.emit(row.shown.id)


def _look(option: OptionView) -> TextLook:
    if option.struck:
        return _CHOSEN_STRUCK if option.chosen else _STRUCK
    return _CHOSEN if option.chosen else PLAIN
