"""The setting that says on which day the learner's exam is."""

from certdeck.gui.screen import Shell
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.screens.settings_fields import SettingRow
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.presenters.exam_day import exam_day_view, set_exam_day

NAME = "Day of your exam"


class ExamDayRow(SettingRow):
    """The day, and a button that asks for another one."""

    def __init__(self, shell: Shell) -> None:
        self.change = QuietButton("Set the day", "calendar")
        super().__init__(NAME, "", self.change)
        self._shell = shell
        self.change.clicked.connect(self.ask)

    def show_day(self) -> None:
        """Show the day of the exam studied for."""
        view = exam_day_view(self._shell.services)
        self.set_note(view.note)
        self.change.setText("Change" if view.typed else "Set the day")
        self.change.setAccessibleName(f"{self.change.text()}: {NAME[0].lower()}{NAME[1:]}")
        self.change.setAccessibleDescription(view.note)
        self.change.setEnabled(view.possible)
        self.change.refresh()

    def ask(self) -> AskLine:
        """Ask for the day."""
        view = exam_day_view(self._shell.services)
        asked = AskLine(
            self,
            NAME,
            "On which day do you sit the real exam? Today counts the days to it."
            + (" Empty the field to take it away." if view.typed else ""),
            name="Date",
            hint="Such as 2026-12-12, or 21 for in 21 days",
            agree="Keep the day",
            start=view.typed,
            take=self._take,
        )
        asked.ask()
        return asked

    def _take(self, text: str) -> None:
        changes = set_exam_day(self._shell.services, text)
        self.show_day()
        self._shell.changed(changes)
