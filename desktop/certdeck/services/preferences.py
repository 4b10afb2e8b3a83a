"""The learner's settings."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from enum import StrEnum

from certdeck.core.errors import SettingError
from certdeck.core.exam.conduct import ExtraTime
from certdeck.core.settings import Appearance, Settings
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.changes import Changes

CHOICES: Mapping[str, type[StrEnum]] = {"appearance": Appearance, "extra_time": ExtraTime}
"""Settings that are one of a few words."""
USUAL = Settings()
"""What holds where nothing was changed; made once, as all of it is checked each time."""
NAMES = tuple(field.name for field in fields(Settings))


class PreferencesService:
    """Reads and changes settings. Read once and kept; here only `change` writes, elsewhere other programs may."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._settings: Settings | None = None

    @property
    def settings(self) -> Settings:
        """The settings in force. A stored value that no longer makes sense is left out, and its default holds."""
        if self._settings is None:
            self._settings = self._read()
        return self._settings

    def settings_in(self, work: UnitOfWork) -> Settings:
        """Return the settings in force, read in `work` where they have to be read."""
        if self._settings is None:
            self._settings = _stored(work)
        return self._settings

    def change(self, **values: object) -> Changes:
        """Change the named settings, all or none. Raises `SettingError` when a value is out of bounds."""
        changed = _with(self.settings, values)
        with self._store.open(writing=True) as work:
            for name in values:
                work.preferences.put(name, json.dumps(getattr(changed, name)))
            work.commit()
        self._settings = changed
        return Changes(settings=True)

    def refresh(self) -> None:
        """Read anew at the next question: settings came from elsewhere."""
        self._settings = None

    def look(self) -> bool:
        """Tell whether another program has changed settings; then they are read anew at the next question."""
        kept = self._settings
        if kept is None or kept == self._read():
            return False
        self.refresh()
        return True

    def _read(self) -> Settings:
        with self._store.open() as work:
            return _stored(work)


def _stored(work: UnitOfWork) -> Settings:
    stored = work.preferences.all()
    settings = USUAL
    for name in NAMES:
        if name in stored:
            settings = _with_if_usable(settings, name, stored[name])
    return settings


def _with(settings: Settings, values: dict[str, object]) -> Settings:
    unknown = values.keys() - asdict(settings).keys()
    if unknown:
        raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
    for name, choices in CHOICES.items():
        if name in values:
            values = values | {name: _chosen(choices, name, str(values[name]))}
    return replace(settings, **values)  # type: ignore[arg-type]  # names are checked above, bounds by Settings


def _chosen(choices: type[StrEnum], name: str, value: str) -> StrEnum:
    try:
        return choices(value)
    except ValueError as error:
        words = name.replace("_", " ").capitalize()
        raise SettingError(f"{words} must be one of {', '.join(choices)}.") from error


def _with_if_usable(settings: Settings, name: str, text: str) -> Settings:
    try:
        value = json.loads(text)
        if name not in CHOICES and type(value) is not type(getattr(USUAL, name)):
            return settings
        return _with(settings, {name: value})
    except (ValueError, SettingError):
        return settings
