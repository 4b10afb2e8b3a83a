"""What the learner may set, with its bounds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certdeck.core.errors import SettingError
from certdeck.core.exam.conduct import SAT_HERE, ExtraTime, Mode, Tool
from certdeck.core.scheduling.catch_up import CatchUp

TEXT_SCALES = (100, 125, 150, 175, 200)
"""Text sizes in percent."""
FLAG_NAMES = ("Red", "Orange", "Green", "Blue", "Pink", "Turquoise", "Purple")
"""What flags 1 to 7 are called until the learner names them."""
MOST_SHIFT = 10
"""Millimetres by which the backs of cards can be moved: a printer that is off by more needs its tray adjusted."""
LONGEST_FLAG_NAME = 30
"""Characters."""
SHARED_SETTINGS = frozenset(
    (
        "day_starts_at",
        "two_ratings",
        "exam",
        "flags",
        "catch_up",
        "not_spread",
        "hide_clock",
        "extra_time",
        "practice_without",
        "exam_without",
        "rehearsal_without",
        "review_without",
    )
)
"""Settings about the learner, who is the same at every computer. The others are about this one: its screen and printer.

The days of exams are synced, too, but each by itself.
"""


class Appearance(StrEnum):
    """Light, dark, or as the system has it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the learner can set. Raises `SettingError` when a value is out of bounds.

    `text_scale` is in percent; `day_starts_at` is the local hour at which a day of study begins; with `two_ratings` a
    card is rated Again or Good only; `exam` is the id of the blueprint studied for, empty for the first one;
    `exam_days` are the days of the learner's own exams, a blueprint's id and a date (ISO 8601) a line; `flags` are the
    names of flags 1 to 7, one a line; `catch_up` is the day on which a backlog began to be spread and the number of
    days, empty for none, and `not_spread` the last day on which that was declined; `paper` is `a4` or `letter`.
    `extra_time` is the time that the learner's exams have by default; `…_without` are the tools left out of a mode, as
    words with spaces between. `sync_folder` is the folder shared with other computers, empty for none, and
    `sync_at_start` tells whether it is synced when Certdeck opens.
    """

    appearance: Appearance = Appearance.SYSTEM
    text_scale: int = 100
    day_starts_at: int = 4
    two_ratings: bool = False
    exam: str = ""
    exam_days: str = ""
    flags: str = "\n".join(FLAG_NAMES)
    catch_up: str = ""
    not_spread: str = ""
    paper: str = "a4"
    duplex: str = "long"
    back_shift: str = "0 0"
    hide_clock: bool = False
    extra_time: ExtraTime = ExtraTime.STANDARD
    practice_without: str = ""
    exam_without: str = ""
    rehearsal_without: str = ""
    review_without: str = ""
    sync_folder: str = ""
    sync_at_start: bool = False

    def __post_init__(self) -> None:
        """Check the bounds."""
        if self.text_scale not in TEXT_SCALES:
            raise SettingError(f"Text size must be one of {', '.join(f'{size} %' for size in TEXT_SCALES)}.")
        if not 0 <= self.day_starts_at <= 23:
            raise SettingError("A day must start at an hour from 0 to 23.")
        if self.paper not in ("a4", "letter"):
            raise SettingError("Paper must be A4 or US Letter.")
        if self.duplex not in ("long", "short"):
            raise SettingError("Paper turns over its long or its short edge.")
        self.shift()
        names = self.flag_names()
        if len(names) != len(FLAG_NAMES) or not all(0 < len(name) <= LONGEST_FLAG_NAME for name in names):
            raise SettingError(f"A flag's name needs 1 to {LONGEST_FLAG_NAME} characters.")
        self.spreading()
        self._exam_days()
        for mode in SAT_HERE:
            self.left_out(mode)

    def flag_names(self) -> tuple[str, ...]:
        """Return the names of flags 1 to 7."""
        return tuple(name.strip() for name in self.flags.split("\n"))

    def shift(self) -> tuple[float, float]:
        """Return how far the backs of cards move right and down, in mm. Raises `SettingError` for what is too far."""
        try:
            right, down = (float(part) for part in self.back_shift.split())
        except ValueError as error:
            raise SettingError("The shift of the backs needs two numbers, right and down, in millimetres.") from error
        if not max(abs(right), abs(down)) <= MOST_SHIFT:
            raise SettingError(f"The backs can be moved by {MOST_SHIFT} mm at most.")
        return right, down

    def spreading(self) -> CatchUp | None:
        """Return how a backlog is spread, or None. Raises `SettingError` when it says something else."""
        if not self.catch_up:
            return None
        began, _, days = self.catch_up.partition(" ")
        try:
            return CatchUp(date.fromisoformat(began), int(days))
        except ValueError as error:
            raise SettingError("Catching up needs the day on which it began and a number of days.") from error

    def exam_day(self, exam: str) -> date | None:
        """Return the day of the exam with the blueprint `exam`, or None."""
        return self._exam_days().get(exam)

    def with_exam_day(self, exam: str, day: date | None) -> str:
        """Return `exam_days` with the day of `exam`, or without one."""
        days = {name: known for name, known in self._exam_days().items() if name != exam}
        if day is not None:
            days[exam] = day
        return "\n".join(f"{name} {known.isoformat()}" for name, known in sorted(days.items()))

    def _exam_days(self) -> dict[str, date]:
        lines = [line.partition(" ") for line in self.exam_days.split("\n") if line]
        try:
            return {name: date.fromisoformat(day) for name, _, day in lines}
        except ValueError as error:
            raise SettingError("The day of an exam needs the exam and a date such as 2026-12-12.") from error

    def left_out(self, mode: Mode) -> frozenset[Tool]:
        """Return the tools that the learner does without in `mode`. Raises `SettingError` for unknown ones."""
        names: str = getattr(self, f"{mode.value}_without")
        try:
            return frozenset(Tool(name) for name in names.split())
        except ValueError as error:
            raise SettingError(f"Tools are {', '.join(Tool)}.") from error
