"""The parts of the settings page: a section with a heading, and one setting in a row."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from certdeck.gui.widgets.frames import Card, HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label


class Section(Card):
    """A card with a heading and rows divided by hairlines."""

    def __init__(self, title: str) -> None:
        super().__init__(margins=(20, 14, 20, 8), spacing=0)
        self.setAccessibleName(title)
        heading = label(title, "h2")
        heading.setContentsMargins(0, 0, 0, 8)
        self.column.addWidget(heading)

    def add_row(self, row: QWidget) -> None:
        """Add `row` below a hairline."""
        self.column.addWidget(HairLine())
        self.column.addWidget(row)


class SettingRow(QWidget):
    """One setting: its name and a note at the left, the control at the right, a complaint below when there is one.

    With `below` the control stands under its name, for controls that are wide.
    """

    def __init__(self, name: str, note: str, control: QWidget, *, below: bool = False) -> None:
        super().__init__()
        self.control = control
        self._name = name
        self._below = below
        self._said = ""
        self._note = label("", "note", wrap=True)
        control.setAccessibleName(name)
        title = label(name, "row", wrap=True)
        title.setBuddy(control)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(self._note)
        self._words = words
        self._fault: QWidget | None = None
        self._wrong: QLabel | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 12, 0, 12)
        self._row.setSpacing(16)
        self._row.addLayout(words, 1)
        self._row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        # Only now: a widget shown before it has a parent opens a window of its own.
        self.set_note(note)
        self.set_narrow(False)

    def set_note(self, note: str) -> None:
        """Say something else below the name."""
        self._said = note
        # A percent sign must not begin a line.
        self._note.setText(note.replace(" %", "\N{NO-BREAK SPACE}%"))
        self._note.setVisible(bool(note))

    def note(self) -> str:
        """Return what is said below the name."""
        return self._said

    def set_error(self, complaint: str) -> None:
        """Say what is wrong with words, an icon and the control's border; an empty text takes that away."""
        self._complain(complaint)
        self.control.setProperty("fault", bool(complaint))
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
        self.control.setAccessibleDescription(complaint or self._said)

    def error(self) -> str:
        """Return the complaint, empty when all is well."""
        return "" if self._wrong is None else self._wrong.text()

    def set_narrow(self, narrow: bool) -> None:
        """Put the control below the words where there is little room."""
        under = narrow or self._below
        direction = QBoxLayout.Direction.TopToBottom if under else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        self._row.setSpacing(8 if under else 16)
        middle, left = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft
        self._row.setAlignment(self.control, left if under else middle)

    def _complain(self, complaint: str) -> None:
        """Show the line that tells what is wrong, or take it away; most settings never need one."""
        if self._fault is None and complaint:
            self._wrong = label("", "bad", wrap=True)
            self._fault = _alert(self._wrong)
            self._words.addWidget(self._fault)
        if self._fault is not None and self._wrong is not None:
            self._wrong.setText(complaint)
            self._fault.setVisible(bool(complaint))


def _alert(words: QLabel) -> QWidget:
    """Put an icon before `words`: in a widget, as an empty layout would hold the width of what is around it down."""
    whole = QWidget()
    line = QHBoxLayout(whole)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(5)
    line.addWidget(IconLabel("circle-alert", 14, "bad", line=18), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, 1)
    return whole


def beside(*buttons: QWidget) -> QWidget:
    """Return a widget that holds `buttons` side by side."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    return whole
