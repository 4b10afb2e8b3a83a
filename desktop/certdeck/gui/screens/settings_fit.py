"""The setting that fits the schedule to the learner's memory."""

from certdeck.core.scheduling.undo import Change
from certdeck.gui.screen import Running, Shell
from certdeck.gui.screens.settings_fields import SettingRow, beside
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.presenters.fitting import FitPresenter, moved_words
from certdeck.presenters.history import undone_text
from certdeck.services.changes import Changes
from certdeck.services.fitting import FitReport, Rescheduled

NAME = "Fit the schedule to your memory"
MOVE = "Move due dates"


class FitRow(SettingRow):
    """How the schedule was fitted, a button that fits it now, and one that goes back to the defaults.

    Both work off the GUI thread; the window shows how far they are, and can cancel them.
    """

    def __init__(self, shell: Shell) -> None:
        self.fit_now = QuietButton("Fit now", "trending-up")
        self.use_defaults = QuietButton("Use the defaults", "rotate-ccw")
        super().__init__(NAME, "", beside(self.fit_now, self.use_defaults), below=True)
        self._shell = shell
        self._presenter = FitPresenter(shell.services)
        self._fitting: Running = lambda: False
        self.fit_now.setAccessibleName(f"Fit now: {NAME[0].lower()}{NAME[1:]}")
        self.use_defaults.setAccessibleName("Use the default schedule")
        self.fit_now.clicked.connect(self._fit)
        self.use_defaults.clicked.connect(self._go_back)

    @property
    def settled(self) -> bool:
        """Whether nothing is told that would be lost with the page."""
        return self._presenter.settled and not self._fitting()

    def show_standing(self) -> None:
        """Show how things stand, or what came of the last fit."""
        view = self._presenter.view()
        self.set_note(view.note)
        self.fit_now.setAccessibleDescription(view.note)
        self.use_defaults.setVisible(view.can_reset)

    def _fit(self) -> None:
        fitting = self._shell.services.fitting
        self._fitting = self._shell.run(NAME, fitting.fit, self._fitted)

    def _fitted(self, report: FitReport) -> None:
        self._presenter.tell(report)
        self._end(report.changes)

    def _go_back(self) -> None:
        self._presenter.settle()
        fitting = self._shell.services.fitting
        self._fitting = self._shell.run("Go back to the default schedule", fitting.use_defaults, self._end)

    def _end(self, changes: Changes) -> None:
        self.show_standing()
        if changes:
            self._shell.changed(changes)


class MoveRow(SettingRow):
    """A button that puts every due date where the parameters and the goal in force have it, and what that means."""

    def __init__(self, shell: Shell) -> None:
        self.move_now = QuietButton(MOVE, "calendar")
        super().__init__("Due dates", "", self.move_now, below=True)
        self._shell = shell
        self._presenter = FitPresenter(shell.services)
        self._moving: Running = lambda: False
        self.move_now.setAccessibleName(MOVE)
        self.move_now.clicked.connect(self._move)

    @property
    def settled(self) -> bool:
        """Whether nothing is under way that needs the row at its end."""
        return not self._moving()

    def show_standing(self) -> None:
        """Say what the button does; without a deck there is nothing to move."""
        note = self._presenter.rescheduling()
        self.set_note(note or "No deck is installed.")
        self.move_now.setAccessibleDescription(note)
        self.move_now.setEnabled(bool(note))

    def _move(self) -> None:
        fitting = self._shell.services.fitting
        self._moving = self._shell.run(MOVE, fitting.reschedule, self._moved)

    def _moved(self, done: Rescheduled) -> None:
        if done.changes:
            self._shell.changed(done.changes)
        self._shell.toast(moved_words(done.moved), undo=self._undo if done.changes else None)

    def _undo(self) -> None:
        history = self._shell.services.history
        self._moving = self._shell.run("Undoing", lambda _progress: history.undo(), self._undone)

    def _undone(self, done: "tuple[Changes, Change | None]") -> None:
        changes, change = done
        self._shell.changed(changes)
        self._shell.toast(undone_text(change))
