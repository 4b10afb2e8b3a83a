"""Learning steps as people type them: 30s 1m 10m 2h 1d."""

import re
from typing import Final

from certdeck.core.errors import SettingError
from certdeck.core.scheduling.options import LONGEST_STEP, MOST_STEPS

_UNITS: Final = {"s": 1 / 60, "m": 1.0, "": 1.0, "min": 1.0, "h": 60.0, "d": 24 * 60.0}
"""Minutes of each unit; a bare number is minutes."""
_STEP: Final = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)([a-z]*)")


def parsed_steps(text: str) -> tuple[float, ...]:
    """Return the steps of `text` in minutes; spaces or commas stand between them, and an empty text has none.

    Raises `SettingError` with the word that can't be read or is out of bounds.
    """
    steps = tuple(_parsed(word) for word in text.casefold().replace(",", " ").split())
    if len(steps) > MOST_STEPS:
        raise SettingError(f"{len(steps)} steps are too many: {MOST_STEPS} at most.")
    return steps


def steps_text(steps: tuple[float, ...]) -> str:
    """Write `steps` so that `parsed_steps` reads the same again: 1m 10m."""
    return " ".join(_written(step) for step in steps)


def _parsed(word: str) -> float:
    match = _STEP.fullmatch(word)
    if match is None or match[2] not in _UNITS:
        raise SettingError(f"“{word}” is no step. Write numbers with s, m, h or d, such as 30s 1m 10m 2h.")
    minutes = float(match[1]) * _UNITS[match[2]]
    if not 0 < minutes <= LONGEST_STEP:
        raise SettingError(f"“{word}” is out of bounds: a step is longer than 0 and at most 1d.")
    return minutes


def _written(step: float) -> str:
    for unit in ("d", "h", "m"):
        amount = step / _UNITS[unit]
        if amount >= 1 and amount == int(amount):
            return f"{int(amount)}{unit}"
    return f"{round(step * 60, 3):g}s"
