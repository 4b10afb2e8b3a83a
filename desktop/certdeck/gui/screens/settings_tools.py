"""The tools of the exam room, by mode: each can be switched off."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.exam.conduct import HELPS, SAT_HERE, Mode, Tool, tools_for
from certdeck.core.exam.wording import MODE_WORDS
from certdeck.core.settings import Settings
from certdeck.gui.screens.settings_fields import Section
from certdeck.gui.widgets.choices import CheckBox, Segmented
from certdeck.gui.widgets.labels import label
from certdeck.presenters.exam_rules import MODE_NOTES, TOOL_WORDS


class ToolsSection(Section):
    """A segmented control for the mode, and a check box for each of its tools.

    `changed` carries the name of the setting and its new value: the tools left out, with spaces between.
    """

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("Exam tools")
        self._settings = Settings()
        self.mode = Segmented([(mode.value, MODE_WORDS[mode]) for mode in SAT_HERE], "Mode")
        self.mode.chosen.connect(lambda _mode: self.show_settings(self._settings))
        self._note = label("", "note", wrap=True)
        self.boxes: dict[Tool, CheckBox] = {}
        self._rows: dict[Tool, QWidget] = {}
        self._helps = label("Helps that no test centre gives", "label")
        self._lay_out()

    def show_settings(self, settings: Settings) -> None:
        """Show the tools of the chosen mode as `settings` have them; tools that it never has are left out."""
        self._settings = settings
        mode = Mode(self.mode.value())
        allowed, without = tools_for(mode), settings.left_out(mode)
        self._note.setText(MODE_NOTES[mode])
        for tool, box in self.boxes.items():
            self._rows[tool].setVisible(tool in allowed)
            box.setChecked(tool not in without)
        self._helps.setVisible(bool(allowed & HELPS))

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 12, 0, 8)
        column.setSpacing(8)
        tray = QHBoxLayout()
        tray.addWidget(self.mode)
        tray.addStretch(1)
        column.addLayout(tray)
        column.addWidget(self._note)
        for tool in Tool:
            if tool not in HELPS:
                column.addWidget(self._row(tool))
        column.addSpacing(4)
        column.addWidget(self._helps)
        for tool in Tool:
            if tool in HELPS:
                column.addWidget(self._row(tool))
        whole = QWidget()
        whole.setLayout(column)
        self.add_row(whole)

    def _row(self, tool: Tool) -> QWidget:
        words, note = TOOL_WORDS[tool]
        box = CheckBox("")
        box.setAccessibleName(words)
        box.setAccessibleDescription(note)
        box.clicked.connect(lambda on: self._clicked(tool, on=on))
        self.boxes[tool] = box
        said = QVBoxLayout()
        said.setSpacing(0)
        title = label(words, "text")
        title.setBuddy(box)
        said.addWidget(title)
        said.addWidget(label(note, "note", wrap=True))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(said, 1)
        self._rows[tool] = row
        return row

    def _clicked(self, tool: Tool, *, on: bool) -> None:
        mode = Mode(self.mode.value())
        without = self._settings.left_out(mode)
        field, value = f"{mode.value}_without", " ".join(sorted(without - {tool} if on else without | {tool}))
        changed: dict[str, Any] = {field: value}
        self._settings = replace(self._settings, **changed)
        self.changed.emit(field, value)
