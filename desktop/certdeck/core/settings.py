"""What the learner may set, with its bounds."""

from dataclasses import dataclass
from enum import StrEnum

from certdeck.core.errors import SettingError
from certdeck.core.exam.conduct import ExtraTime, Mode, Tool

TEXT_SCALES = (100, 125, 150, 175, 200)
"""Text sizes in percent."""


class Appearance(StrEnum):
    """Light, dark, or as the system has it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the learner can set. Raises `SettingError` when a value is out of bounds.

    `text_scale` is in percent; `day_starts_at` is the local hour at which a day of study begins; with `two_ratings` a
    card is rated Again or Good only; `exam` is the id of
    the blueprint studied for, empty for the first one; `paper` is `a4` or `letter`. `extra_time` is the time that the
    learner's exams have by default; `…_without` are the tools left out of a mode, as words with spaces between.
    """

    appearance: Appearance = Appearance.SYSTEM
    text_scale: int = 100
    day_starts_at: int = 4
    two_ratings: bool = False
    exam: str = ""
    paper: str = "a4"
    hide_clock: bool = False
    extra_time: ExtraTime = ExtraTime.STANDARD
    practice_without: str = ""
    exam_without: str = ""
    rehearsal_without: str = ""
    review_without: str = ""

    def __post_init__(self) -> None:
        """Check the bounds."""
        if self.text_scale not in TEXT_SCALES:
            raise SettingError(f"Text size must be one of {', '.join(f'{size} %' for size in TEXT_SCALES)}.")
        if not 0 <= self.day_starts_at <= 23:
            raise SettingError("A day must start at an hour from 0 to 23.")
        if self.paper not in ("a4", "letter"):
            raise SettingError("Paper must be A4 or US Letter.")
        for mode in Mode:
            self.left_out(mode)

    def left_out(self, mode: Mode) -> frozenset[Tool]:
        """Return the tools that the learner does without in `mode`. Raises `SettingError` for unknown ones."""
        names: str = getattr(self, f"{mode.value}_without")
        try:
            return frozenset(Tool(name) for name in names.split())
        except ValueError as error:
            raise SettingError(f"Tools are {', '.join(Tool)}.") from error
