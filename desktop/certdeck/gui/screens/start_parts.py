"""The parts of the page before an exam: choices with a note below each, check boxes that wrap, and the rules."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, REGULAR
from certdeck.gui.screens.exam_page import Wrapping
from certdeck.gui.widgets.buttons import PrimaryButton
from certdeck.gui.widgets.choices import CheckBox, paint_radio
from certdeck.gui.widgets.frames import Card, HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.exam_start import ChoiceView

_MARK: Final = 18
_EDGE: Final = 14
_GAP: Final = 12


class ChoiceRow(QRadioButton):
    """One choice in a box: a ring, its words, and a note below that takes as many lines as it needs."""

    def __init__(self) -> None:
        super().__init__()
        self._note = ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("ringRadius", 9)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.current().follow(self.updateGeometry)

    def show_choice(self, choice: ChoiceView) -> None:
        """Show `choice`."""
        self._note = choice.note
        self.setText(choice.words)
        self.setAccessibleName(choice.words)
        self.setAccessibleDescription(choice.note)
        self.setChecked(choice.on)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for words and note on one line each."""
        look = theme.current()
        words = QFontMetrics(look.font(14, MEDIUM)).horizontalAdvance(self.text())
        return QSize(self._left() + words + _EDGE, self.heightForWidth(look.px(360)))

    def minimumSizeHint(self) -> QSize:
        """Return a small width: the note wraps."""
        return QSize(theme.current().px(120), self.heightForWidth(max(self.width(), theme.current().px(120))))

    def heightForWidth(self, width: int) -> int:
        """Return the height of words and wrapped note."""
        look = theme.current()
        note = self._note_area(width).height() + 2 if self._note else 0
        return look.px(20) + note + 20

    def hitButton(self, at: QPoint) -> bool:
        """Take clicks anywhere in the box."""
        return self.rect().contains(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, ring, words and note."""
        look, tokens = theme.current(), theme.current().tokens
        painter = smooth(self)
        on = self.isChecked()
        fill = tokens.accent_soft if on else tokens.tint if self.underMouse() else tokens.surface
        rounded(painter, self.rect(), 8, fill=fill, line=tokens.accent if on else tokens.line, width=2.0 if on else 1.0)
        side, top = look.px(_MARK), 10
        paint_radio(painter, QRect(_EDGE, top + (look.px(20) - side) // 2, side, side), on=on)
        words = QRect(self._left(), top, self.width() - self._left() - _EDGE, look.px(20))
        font = look.font(14, MEDIUM)
        shown = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        if self._note:
            painter.setFont(look.font(13, REGULAR))
            painter.setPen(QColor(tokens.on_accent_soft if on else tokens.muted))
            area = self._note_area(self.width()).translated(self._left(), top + look.px(20) + 2)
            painter.drawText(area, Qt.TextFlag.TextWordWrap, self._note)

    def _left(self) -> int:
        return _EDGE + theme.current().px(_MARK) + _GAP

    def _note_area(self, width: int) -> QRect:
        room = QRect(0, 0, max(40, width - self._left() - _EDGE), 10_000)
        metrics = QFontMetrics(theme.current().font(13, REGULAR))
        return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._note).united(QRect(0, 0, room.width(), 0))


class ChoiceList(QWidget):
    """Choices below one another of which one holds; arrows move between them, Tab leaves. `chosen` carries a key."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._rows: dict[str, ChoiceRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_choices(self, choices: Sequence[ChoiceView]) -> None:
        """Show `choices`; rows that are there already stay, and so does the focus."""
        for choice in choices:
            if choice.key not in self._rows:
                self._add(choice.key)
            self._rows[choice.key].show_choice(choice)
        shown = {choice.key for choice in choices}
        for key, row in self._rows.items():
            row.setVisible(key in shown)

    def row(self, key: str) -> ChoiceRow:
        """Return the row of `key`. Raises KeyError when there is none."""
        return self._rows[key]

    def _add(self, key: str) -> None:
        row = ChoiceRow()
        self._rows[key] = row
        self._group.addButton(row)
        self._column.addWidget(row)
        row.toggled.connect(lambda on: self.chosen.emit(key) if on else None)


class CheckRow(Wrapping):
    """Check boxes beside one another that wrap; `toggled` carries the key of the one that was clicked."""

    toggled = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(gap=16)
        self.setAccessibleName(name)
        self._name = name
        self._boxes: dict[str, CheckBox] = {}

    def show_choices(self, choices: Sequence[ChoiceView]) -> None:
        """Show `choices`; boxes are made once."""
        if self._boxes.keys() != {choice.key for choice in choices}:
            self._boxes = {choice.key: self._made(choice) for choice in choices}
            self.set_members(list(self._boxes.values()))
        for choice in choices:
            self._boxes[choice.key].setChecked(choice.on)

    def box(self, key: str) -> CheckBox:
        """Return the box of `key`. Raises KeyError when there is none."""
        return self._boxes[key]

    def _made(self, choice: ChoiceView) -> CheckBox:
        box = CheckBox(choice.words)
        box.setAccessibleName(f"{self._name}: {choice.words}")
        box.clicked.connect(lambda: self.toggled.emit(choice.key))
        return box


def check_row(name: str) -> CheckRow:
    """Make an empty row of check boxes called `name`."""
    return CheckRow(name)


def grouped(words: str, row: CheckRow, hint: str) -> QVBoxLayout:
    """Put `words` above `row` and `hint` below it; unlike a field it grows with the lines that the row needs."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label(words, "note-strong"))
    column.addWidget(row)
    column.addWidget(label(hint, "note", wrap=True))
    return column


def narrowed(widget: QWidget) -> QWidget:
    """Keep `widget` at the left of its row, as wide as it wants to be."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch(1)
    return box


class RulesCard(Card):
    """What Begin agrees to: length, rules, how many questions fit, and the button."""

    def __init__(self) -> None:
        super().__init__(margins=(20, 16, 20, 20), spacing=10)
        self.begin = PrimaryButton("Begin")
        self._summary = label("", "title", wrap=True)
        self._rules = QVBoxLayout()
        self._rules.setSpacing(10)
        self._fits = label("", "note", wrap=True)
        self._problem = label("", "bad", wrap=True)
        self._warning = IconLabel("circle-alert", 16, "bad", line=19)
        self._shown: tuple[tuple[str, str], ...] = ()
        self.column.addWidget(self._summary)
        self.column.addWidget(HairLine())
        self.column.addLayout(self._rules)
        self.column.addWidget(HairLine())
        self.column.addWidget(self._fits)
        problem = QHBoxLayout()
        problem.setSpacing(8)
        problem.addWidget(self._warning, 0, Qt.AlignmentFlag.AlignTop)
        problem.addWidget(self._problem, 1)
        self.column.addLayout(problem)
        self.column.addWidget(self.begin)

    def show_rules(self, summary: str, rules: tuple[tuple[str, str], ...], fits: str, problem: str) -> None:
        """Show what holds now; with a `problem` Begin waits until it is solved."""
        self._summary.setText(summary)
        if rules != self._shown:
            self._shown = rules
            self._replace_rules(rules)
        self._fits.setText(fits)
        self._fits.setVisible(bool(fits) and not problem)
        self._problem.setText(f"{fits}. {problem}" if fits and problem else problem)
        for part in (self._problem, self._warning):
            part.setVisible(bool(problem))
        self.begin.setEnabled(not problem)
        self.begin.setAccessibleDescription(self._problem.text() if problem else summary)

    def problem(self) -> str:
        """Return what keeps Begin from working, empty when nothing does."""
        return self._problem.text()

    def _replace_rules(self, rules: tuple[tuple[str, str], ...]) -> None:
        while self._rules.count():
            item = self._rules.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for icon, words in rules:
            self._rules.addWidget(_rule(icon, words))


def _rule(icon: str, words: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(IconLabel(icon, 16, line=19), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, "text", wrap=True), 1)
    return line
