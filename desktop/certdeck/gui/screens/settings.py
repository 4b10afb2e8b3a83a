"""The settings: each change holds at once, and what is out of bounds is said beside its field."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError, SettingError
from certdeck.core.scheduling.options import Preset
from certdeck.core.settings import TEXT_SCALES, Appearance
from certdeck.gui import theme
from certdeck.gui.screen import Screen
from certdeck.gui.screens.about import About
from certdeck.gui.screens.settings_backups import BackupsRow
from certdeck.gui.screens.settings_exam import ExamDayRow
from certdeck.gui.screens.settings_fields import Section, SettingRow
from certdeck.gui.screens.settings_fit import FitRow, MoveRow
from certdeck.gui.screens.settings_flags import FlagsSection
from certdeck.gui.screens.settings_sync import SyncSection
from certdeck.gui.screens.settings_tools import ToolsSection
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.gui.widgets.choices import CheckBox, Segmented
from certdeck.gui.widgets.fields import ComboBox
from certdeck.gui.widgets.frames import MARGIN
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.ports.exporting import Paper
from certdeck.presenters.dates import day_text
from certdeck.presenters.deck_options import options_words
from certdeck.presenters.exam_start import EXTRA_CHOICES
from certdeck.services.changes import Changes

_TWO_COLUMNS: Final = 860
"""Design pixels of width below which everything stands in one column."""
_BESIDE: Final = 400
"""Design pixels of a column's width below which a control stands under its name."""


class SettingsScreen(Screen):
    """Appearance, exam, study, printing; where the data is; what Certdeck is."""

    reloads_for = Changes(content=True, settings=True)
    reads_ahead = True

    def make(self) -> Iterator[None]:
        """Make the controls, their rows and the sections."""
        self._filling = False
        self._make_controls()
        yield
        self._make_more_controls()
        yield
        self.tools = ToolsSection()
        self.sync = SyncSection(self.shell)
        yield
        self.rows = self._make_rows()
        yield
        self._about = About()
        yield
        self.page = LevelPage(above=8, below=MARGIN)
        self._columns = QHBoxLayout()
        yield from self._lay_out()
        self._connect()
        theme.current().follow(self.arrange)

    def reload(self) -> None:
        """Show the settings in force."""
        settings = self.shell.services.preferences.settings
        self._filling = True
        self.appearance.choose(settings.appearance.value)
        self.text_size.choose(str(settings.text_scale))
        self._fill_exams()
        self.rows["options"].set_note(f"{options_words(self._preset())}.")
        self.day_starts_at.setCurrentIndex(settings.day_starts_at)
        self.two_ratings.choose("two" if settings.two_ratings else "four")
        self.flags.show_names(settings.flag_names())
        self.paper.choose(settings.paper)
        self.hide_clock.setChecked(settings.hide_clock)
        self.extra_time.setCurrentIndex(self.extra_time.findData(settings.extra_time.value))
        self.tools.show_settings(settings)
        self.sync.show_standing()
        self.fit.show_standing()
        self.due_dates.show_standing()
        self.exam_day.show_day()
        self.backups.show_standing()
        self._about.show_decks(self.shell.services.library.heads())
        self._filling = False

    def give_back(self) -> int | None:
        """Go, and return how far the page was scrolled; stay while it tells something that would be lost with it."""
        parts = (self.flags, self.fit, self.due_dates, self.sync, self.backups)
        if not all(part.settled for part in parts):
            return None
        return self.page.verticalScrollBar().value()

    def take_up(self, left: object, missed: Iterable[Changes]) -> None:
        """Scroll as far as the page was when it was left."""
        if isinstance(left, int):
            self.page.scroll_to(left)

    def focus_first(self) -> None:
        """Focus the first setting."""
        next(one for one in self.appearance.segments() if one.isChecked()).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- Changing

    def _connect(self) -> None:
        self.appearance.chosen.connect(partial(self._change, "appearance"))
        self.text_size.chosen.connect(lambda size: self._change("text_scale", int(size)))
        self.exam.activated.connect(lambda _index: self._change("exam", self.exam.currentData()))
        self.paper.chosen.connect(partial(self._change, "paper"))
        self.hide_clock.toggled.connect(partial(self._change, "hide_clock"))
        self.extra_time.activated.connect(lambda _index: self._change("extra_time", self.extra_time.currentData()))
        self.tools.changed.connect(self._change)
        self.deck_options.clicked.connect(self.shell.open_deck_options)
        self.day_starts_at.activated.connect(partial(self._change, "day_starts_at"))
        self.two_ratings.chosen.connect(lambda words: self._change("two_ratings", words == "two"))
        self.flags.changed.connect(self._name_flags)

    def _change(self, field: str, value: object) -> None:
        """Change one setting, unless it is so already once all is done that waits."""
        if not self._filling:
            self.shell.attempt(partial(self._change_now, field, value))

    def _change_now(self, field: str, value: object) -> None:
        preferences = self.shell.services.preferences
        if getattr(preferences.settings, field) != value:
            self._changed(field, preferences.change(**{field: value}))

    def _changed(self, field: str, changes: Changes) -> None:
        if field == "exam":
            changes = Changes(content=True, study=True, exams=True, settings=True)
        self.shell.changed(changes)

    def _preset(self) -> Preset:
        services = self.shell.services
        heads = services.library.heads()
        return services.options.of(services.library.exam().deck.id) if heads else services.options.presets()[0]

    def _name_flags(self, names: str) -> None:
        """Name the flags; a name that won't do is said beside its field, and the old one holds."""
        try:
            changes = self.shell.services.preferences.change(flags=names)
        except SettingError as error:
            self.flags.refuse(f"{error} The old one holds.")
        except CertdeckError as error:
            self.shell.refuse(error)
        else:
            self.shell.changed(changes)

    # --- Controls

    def _make_controls(self) -> None:
        looks = [(look.value, look.value.capitalize()) for look in Appearance]
        self.appearance = Segmented(looks, "Light or dark")
        self.text_size = Segmented([(str(size), f"{size} %") for size in TEXT_SCALES], "Text size")
        self.exam = ComboBox("Exam you study for")
        self.deck_options = QuietButton("Change", "chevron-right", trailing=True)
        self.day_starts_at = ComboBox("A day begins at")
        for hour in range(24):
            self.day_starts_at.addItem(f"{hour:02}:00", hour)
        self.two_ratings = Segmented([("four", "Four"), ("two", "Two")], "Rating buttons")

    def _make_more_controls(self) -> None:
        self.flags = FlagsSection()
        self.paper = Segmented([(Paper.A4.value, "A4"), (Paper.LETTER.value, "US Letter")], "Paper")
        self.hide_clock = CheckBox("")
        self.extra_time = ComboBox("Time in exams")
        for extra, words in EXTRA_CHOICES.items():
            self.extra_time.addItem(words, extra.value)
        self.extra_time.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.extra_time.setMinimumContentsLength(14)
        self.fit = FitRow(self.shell)
        self.due_dates = MoveRow(self.shell)
        self.exam_day = ExamDayRow(self.shell)
        self.backups = BackupsRow(self.shell)

    def _make_rows(self) -> dict[str, SettingRow]:
        return {
            "appearance": SettingRow("Light or dark", "System follows your desktop.", self.appearance),
            "text_scale": SettingRow("Text size", "", self.text_size, below=True),
            "exam": SettingRow("Exam you study for", "", self.exam),
            "exam_day": self.exam_day,
            "options": SettingRow("Deck options", "", self.deck_options),
            "day_starts_at": SettingRow(
                "A day begins at", "A late evening still belongs to the day before.", self.day_starts_at
            ),
            "two_ratings": SettingRow(
                "Rating buttons", "Four: Again, Hard, Good, Easy. Two: Again and Good.", self.two_ratings
            ),
            "fit": self.fit,
            "due_dates": self.due_dates,
            "backups": self.backups,
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

    def _lay_out(self) -> Iterator[None]:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = label("Settings", "h1")
        head.setContentsMargins(MARGIN, 20, MARGIN, 12)
        outer.addWidget(head)
        outer.addWidget(self.page, 1)
        self._columns.setSpacing(16)
        self.page.column.addLayout(self._columns)
        self.page.column.addStretch(1)
        yield
        looks = self._section("Appearance", "appearance", "text_scale")
        study = self._section(
            "Study", "exam", "exam_day", "options", "fit", "due_dates", "day_starts_at", "two_ratings"
        )
        yield
        exams = self._section("Exams and printing", "extra_time", "hide_clock", "paper")
        data = self._data_section()
        yield
        for sections in ((looks, study, exams, self.flags), (self.tools, self.sync, data, self._about)):
            column = QVBoxLayout()
            column.setSpacing(16)
            self._columns.addLayout(column, 1)
            for section in sections:
                column.addWidget(section)
                yield
            column.addStretch(1)

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
        section.add_row(self.backups)
        section.add_row(_moving())
        self._data_row = row
        return section

    def _open_folder(self) -> None:
        folder = self.shell.services.folder
        if folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def arrange(self) -> None:
        """Change between one column and two."""
        width = self.width() / theme.current().scale
        wide = width >= _TWO_COLUMNS
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        column = width / 2 if wide else width
        for row in (*self.rows.values(), *self.sync.rows, self._data_row):
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
