"""The clock of a sitting that is being sat: what it shows, how it is paced, and when it warns."""

from typing import Final

from certdeck.core.exam.conduct import Tool
from certdeck.core.exam.pace import seconds_ahead
from certdeck.core.exam.sitting import Sitting
from certdeck.ports.clock import Clock
from certdeck.presenters.exam_views import ClockLevel, ClockView
from certdeck.presenters.exam_words import minutes_left, pace_text

AMBER_SECONDS: Final = 15 * 60
RED_SECONDS: Final = 5 * 60
WARNINGS: Final = (30, 15, 5)
"""Minutes before the end at which the room warns."""


class Stopwatch:
    """Measures the seconds that a sitting has used, by a clock that nobody can set.

    Where the clock runs on, it also counts the time that the computer sleeps. Setting the computer's clock neither
    gives nor takes time.
    """

    def __init__(self, clock: Clock, sitting: Sitting) -> None:
        self._now = clock.monotonic_with_sleep if sitting.conduct.runs_on else clock.monotonic
        self.start_from(sitting.elapsed)

    def start_from(self, elapsed: float) -> None:
        """Go on from `elapsed` seconds, after a pause."""
        self._started = self._now() - elapsed

    def elapsed(self) -> float:
        """Return the seconds used so far."""
        return self._now() - self._started


class Warnings:
    """Says once, as each limit is passed, how much time is left."""

    def __init__(self, sitting: Sitting) -> None:
        self._before = sitting.remaining
        self._wanted = Tool.WARNINGS in sitting.conduct.tools

    def passed(self, sitting: Sitting) -> str:
        """Return the warning that is due now, or an empty text. Of several the latest counts."""
        before, self._before = self._before, sitting.remaining
        if before is None or self._before is None or not self._wanted:
            return ""
        due = [minutes for minutes in WARNINGS if self._before <= minutes * 60 < before]
        return minutes_left(min(due)) if due else ""


def clock_level(left: float | None, allowed: float | None) -> ClockLevel:
    """Return how urgent `left` of `allowed` seconds are; a quiz of eight minutes does not begin as urgent."""
    if left is None or allowed is None:
        return ClockLevel.CALM
    if left <= RED_SECONDS < allowed:
        return ClockLevel.RED
    return ClockLevel.AMBER if left <= AMBER_SECONDS < allowed else ClockLevel.CALM


def clock_view(sitting: Sitting, *, hidden: bool) -> ClockView:
    """Return the clock of `sitting`; it is `hidden` only where the learner may hide it."""
    tools, left = sitting.conduct.tools, sitting.remaining
    ahead = seconds_ahead(sitting) if Tool.PACE in tools else None
    return ClockView(
        seconds_left=None if left is None else int(left),
        level=clock_level(left, sitting.seconds_allowed),
        hidden=hidden and Tool.HIDE_CLOCK in tools,
        pace=pace_text(ahead),
        behind=ahead is not None and ahead <= -60,
    )
