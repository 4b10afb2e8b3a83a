"""What is known of fits beside the parameters themselves, which are part of deck options."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.parameters import Fit, Score, are_usable
from certdeck.ports.store import Store, UnitOfWork

SETTING: Final = "fsrs_parameters"


class Fits:
    """Reads and keeps fits, one for each preset of options. Read once and remembered; what makes no sense is left out.

    `replayed` is the last entry of the study log when it was last played again: older entries hold memories by the
    parameters of their time.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: tuple[Mapping[int, Fit], int] | None = None

    def of(self, options: Options) -> Fit | None:
        """Return the fit that the parameters of `options` come from, or None while the defaults hold."""
        fits, _ = self._stored()
        return next((fit for fit in fits.values() if fit.parameters == options.parameters), None)

    def replayed(self) -> int:
        """Return the last entry of the study log when it was last played again, 0 if it never was."""
        return self._stored()[1]

    def keep(self, work: UnitOfWork, preset: int, fit: Fit | None, replayed: int) -> None:
        """Put the fit of a preset, or None for the defaults, into `work`. Call `refresh` once that is committed."""
        fits, _ = self._stored()
        kept = {number: other for number, other in fits.items() if number != preset}
        if fit is not None:
            kept[preset] = fit
        work.preferences.put(SETTING, _write(kept, replayed))

    def refresh(self) -> None:
        """Read anew at the next question."""
        self._read = None

    def _stored(self) -> tuple[Mapping[int, Fit], int]:
        # Into a variable first: another thread may refresh between two looks.
        known = self._read
        if known is None:
            with self._store.open() as work:
                known = _read(work.preferences.all().get(SETTING, "{}"))
            self._read = known
        return known


def _write(fits: Mapping[int, Fit], replayed: int) -> str:
    presets = {str(preset): asdict(fit) | {"at": fit.at.isoformat()} for preset, fit in fits.items()}
    return json.dumps({"presets": presets, "replayed": replayed}, sort_keys=True)


def _read(text: str) -> tuple[Mapping[int, Fit], int]:
    try:
        stored = json.loads(text)
        fits = {int(preset): _fit(values) for preset, values in stored.get("presets", {}).items()}
        replayed = int(stored.get("replayed", 0))
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}, 0
    return {preset: fit for preset, fit in fits.items() if are_usable(fit.parameters)}, replayed


def _fit(values: dict[str, Any]) -> Fit:
    return Fit(
        parameters=tuple(float(value) for value in values["parameters"]),
        at=datetime.fromisoformat(values["at"]),
        reviews=int(values["reviews"]),
        before=Score(**values["before"]),
        after=Score(**values["after"]),
    )
