"""The settings: each change holds at once, and what is out of bounds is said beside its field."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError, SettingError
from certdeck.core.scheduling.options import Options, Preset
from certdeck.core.settings import TEXT_SCALES, Appearance
from certdeck.gui import theme
from certdeck.gui.screen import Screen, Shell
from certdeck.gui.screens.about import About
from certdeck.gui.screens.settings_fields import Section, SettingRow
from certdeck.gui.screens.settings_tools import ToolsSection
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.gui.widgets.choices import CheckBox, Segmented
from certdeck.gui.widgets.fields import ComboBox, SpinBox
from certdeck.gui.widgets.frames import MARGIN
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.ports.exporting import Paper
from certdeck.presenters.dates import day_text
from certdeck.presenters.exam_start import EXTRA_WORDS
from certdeck.services.changes import Changes

_TWO_COLUMNS: Final = 860
"""Design pixels of width below which everything stands in one column."""
_BESIDE: Final = 400
"""Design pixels of a column's width below which a control stands under its name."""
_MOST_TYPED: Final = 99_999
"""Wider than any bound, so that a number too large is answered in words instead of being cut."""


class SettingsScreen(Screen):
    """Appearance, exam, study, printing; where the data is; what Certdeck is."""

    reloads_for = Changes(content=True, settings=True)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._filling = False
        self._make_controls()
        self.rows = self._make_rows()
        self._about = About()
        self.page = LevelPage(above=8, below=MARGIN)
        self._columns = QHBoxLayout()
        self._lay_out()
        self._connect()
        theme.current().follow(self._fit)

    def reload(self) -> None:
        """Show the settings in force."""
        settings = self.shell.services.preferences.settings
        options = self._options()
        self._filling = True
        self.appearance.choose(settings.appearance.value)
        self.text_size.choose(str(settings.text_scale))
        self._fill_exams()
        for field, spin in self.numbers.items():
            if not self.rows[field].error():
                spin.setValue(round(getattr(options, field) * (100 if field == "desired_retention" else 1)))
        self.paper.choose(settings.paper)
        self.hide_clock.setChecked(settings.hide_clock)
        self.extra_time.setCurrentIndex(self.extra_time.findData(settings.extra_time.value))
        self.tools.show_settings(settings)
        self._about.show_decks(self.shell.services.library.heads())
        self._filling = False

    def focus_first(self) -> None:
        """Focus the first setting."""
        next(one for one in self.appearance.segments() if one.isChecked()).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between one column and two."""
        super().resizeEvent(event)
        self._fit()

    # --- Changing

    def _connect(self) -> None:
        self.appearance.chosen.connect(partial(self._change, "appearance"))
        self.text_size.chosen.connect(lambda size: self._change("text_scale", int(size)))
        self.exam.activated.connect(lambda _index: self._change("exam", self.exam.currentData()))
        self.paper.chosen.connect(partial(self._change, "paper"))
        self.hide_clock.toggled.connect(partial(self._change, "hide_clock"))
        self.extra_time.activated.connect(lambda _index: self._change("extra_time", self.extra_time.currentData()))
        self.tools.changed.connect(self._change)
        for field, spin in self.numbers.items():
            spin.valueChanged.connect(partial(self._change_number, field))

    def _change_number(self, field: str, number: int) -> None:
        self._change_option(field, number / 100 if field == "desired_retention" else number)

    def _change(self, field: str, value: object) -> None:
        """Change one setting; what can't be used is said beside its field and the old value stays in force."""
        self._put(field, value, self.shell.services.preferences.settings, self.shell.services.preferences.change)

    def _change_option(self, field: str, value: object) -> None:
        """Change one option of the deck of the exam studied for."""
        preset = self._preset()
        self._put(field, value, preset.options, partial(self.shell.services.options.change, preset.id))

    def _put(self, field: str, value: object, known: object, change: Callable[..., Changes]) -> None:
        row = self.rows.get(field)
        if self._filling or getattr(known, field) == value:
            if row is not None:
                row.set_error("")
            return
        try:
            changes = change(**{field: value})
        except SettingError as error:
            if row is None:
                raise
            row.set_error(f"{error} The old value holds.")
            return
        except CertdeckError as error:
            self.shell.refuse(error)
            return
        if row is not None:
            row.set_error("")
        if field == "exam":
            changes = Changes(content=True, study=True, exams=True, settings=True)
        self.shell.changed(changes)

    def _preset(self) -> Preset:
        services = self.shell.services
        heads = services.library.heads()
        return services.options.of(services.library.exam().deck.id) if heads else services.options.presets()[0]

    def _options(self) -> Options:
        return self._preset().options

    # --- Controls

    def _make_controls(self) -> None:
        looks = [(look.value, look.value.capitalize()) for look in Appearance]
        self.appearance = Segmented(looks, "Light or dark")
        self.text_size = Segmented([(str(size), f"{size} %") for size in TEXT_SCALES], "Text size")
        self.exam = ComboBox("Exam you study for")
        self.numbers = {
            "new_per_day": SpinBox("New cards a day", 0, _MOST_TYPED),
            "reviews_per_day": SpinBox("Reviews a day", 0, _MOST_TYPED),
            "desired_retention": SpinBox("Desired retention", 0, 100),
        }
        self.numbers["desired_retention"].setSuffix(" %")
        for spin in self.numbers.values():
            # A number half typed is not yet a wish.
            spin.setKeyboardTracking(False)
        self.paper = Segmented([(Paper.A4.value, "A4"), (Paper.LETTER.value, "US Letter")], "Paper")
        self.hide_clock = CheckBox("")
        self.extra_time = ComboBox("Time in exams")
        for extra, words in EXTRA_WORDS.items():
            self.extra_time.addItem(words, extra.value)
        self.extra_time.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.extra_time.setMinimumContentsLength(14)
        self.tools = ToolsSection()

    def _make_rows(self) -> dict[str, SettingRow]:
        recall = "The share of reviews you want to know. Higher means more reviews; 90 % suits most."
        return {
            "appearance": SettingRow("Light or dark", "System follows your desktop.", self.appearance),
            "text_scale": SettingRow("Text size", "", self.text_size, below=True),
            "exam": SettingRow("Exam you study for", "", self.exam),
            "new_per_day": SettingRow("New cards a day", "", self.numbers["new_per_day"]),
            "reviews_per_day": SettingRow(
                "Reviews a day", "At most; learning steps not counted.", self.numbers["reviews_per_day"]
            ),
            "desired_retention": SettingRow("Desired retention", recall, self.numbers["desired_retention"]),
            "paper": SettingRow("Paper", "For sheets saved as PDF.", self.paper),
            "hide_clock": SettingRow(
                "Hide the clock in exams", "It still tells you when 30, 15 and 5 minutes are left.", self.hide_clock
            ),
            "extra_time": SettingRow(
                "Time in exams", "What an exam begins with; you can choose again.", self.extra_time
            ),
        }

    def _fill_exams(self) -> None:
        self.exam.clear()
        exams = self.shell.services.library.exams()
        for exam in exams:
            self.exam.addItem(exam.blueprint.code, exam.blueprint.id)
        if not exams:
            self.rows["exam"].set_note("No deck is installed.")
            return
        chosen = self.shell.services.library.exam().blueprint
        self.exam.setCurrentIndex(self.exam.findData(chosen.id))
        self.rows["exam"].set_note(f"{chosen.status.text} Checked {day_text(chosen.status.checked)}.")

    # --- Layout

    def _lay_out(self) -> None:
        head = label("Settings", "h1")
        head.setContentsMargins(MARGIN, 20, MARGIN, 12)
        self._columns.setSpacing(16)
        looks = self._section("Appearance", "appearance", "text_scale")
        study = self._section("Study", "exam", "new_per_day", "reviews_per_day", "desired_retention")
        exams = self._section("Exams and printing", "extra_time", "hide_clock", "paper")
        self._columns.addLayout(_column(looks, study, exams), 1)
        self._columns.addLayout(_column(self.tools, self._data_section(), self._about), 1)
        self.page.column.addLayout(self._columns)
        self.page.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(self.page, 1)

    def _section(self, title: str, *fields: str) -> Section:
        section = Section(title)
        for field in fields:
            section.add_row(self.rows[field])
        return section

    def _data_section(self) -> Section:
        section = Section("Your data")
        self.open_folder = open_folder = QuietButton("Open folder", "folder-open")
        folder = self.shell.services.folder
        open_folder.setEnabled(folder is not None)
        open_folder.clicked.connect(self._open_folder)
        where = str(folder) if folder is not None else "Not known"
        row = SettingRow("Data folder", where, open_folder)
        open_folder.setAccessibleName("Open the data folder")
        section.add_row(row)
        section.add_row(_moving())
        self._data_row = row
        return section

    def _open_folder(self) -> None:
        folder = self.shell.services.folder
        if folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _fit(self) -> None:
        width = self.width() / theme.current().scale
        wide = width >= _TWO_COLUMNS
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        column = width / 2 if wide else width
        for row in (*self.rows.values(), self._data_row):
            row.set_narrow(column < _BESIDE)


def _moving() -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 12, 0, 12)
    column.setSpacing(4)
    how = (
        "Cards, ratings and exams are in this folder and nowhere else. To move them, quit, move the folder, and start:"
    )
    column.addWidget(label(how, "note", wrap=True))
    # On a line of its own: it must not be broken at its hyphens.
    column.addWidget(label("certdeck gui --data-dir FOLDER", "note-text", selectable=True))
    return whole


def _column(*sections: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(16)
    for section in sections:
        column.addWidget(section)
    column.addStretch(1)
    return column
