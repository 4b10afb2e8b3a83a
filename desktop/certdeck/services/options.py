"""Deck options: presets, and which deck has which."""

from dataclasses import fields, replace

from certdeck.core.errors import SettingError
from certdeck.core.ids import DeckId
from certdeck.core.scheduling.options import DEFAULT, Options, Preset
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.changes import Changes

LONGEST_NAME = 60
"""Characters."""


class OptionsService:
    """Reads and changes presets of deck options. Read once and kept: another program may write them, too."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._of: dict[DeckId, Preset] = {}

    def presets(self) -> tuple[Preset, ...]:
        """Return every preset, the default one first."""
        with self._store.open() as work:
            return work.presets.all()

    def of(self, deck: DeckId) -> Preset:
        """Return the preset of `deck`."""
        if deck not in self._of:
            with self._store.open() as work:
                return self.of_in(work, deck)
        return self._of[deck]

    def of_in(self, work: UnitOfWork, deck: DeckId) -> Preset:
        """Return what `of` does, read in `work` where it has to be read."""
        if deck not in self._of:
            self._of[deck] = work.presets.of(deck)
        return self._of[deck]

    def change(self, preset: int = DEFAULT, **values: object) -> Changes:
        """Change the named options of a preset, all or none. Raises `SettingError` when a value is out of bounds."""
        with self._store.open(writing=True) as work:
            known = _known(work.presets.all(), preset)
            work.presets.put(replace(known, options=_with(known.options, values)))
            work.commit()
        self._of.clear()
        return Changes(settings=True)

    def refresh(self) -> None:
        """Read anew at the next question: parameters were fitted in the meantime."""
        self._of.clear()

    def look(self) -> bool:
        """Tell whether another program has changed options; then they are read anew at the next question."""
        kept = dict(self._of)
        if not kept:
            return False
        with self._store.open() as work:
            changed = any(work.presets.of(deck) != preset for deck, preset in kept.items())
        if changed:
            self.refresh()
        return changed

    def add(self, name: str, like: int = DEFAULT) -> tuple[Changes, Preset]:
        """Add a preset `name` with the options of another one. Raises `SettingError` for a name that won't do."""
        with self._store.open(writing=True) as work:
            presets = work.presets.all()
            options = _known(presets, like).options
            added = Preset(work.presets.add(_usable(name, presets), options), _usable(name, presets), options)
            work.commit()
        return Changes(settings=True), added

    def rename(self, preset: int, name: str) -> Changes:
        """Give a preset another name. Raises `SettingError` for a name that won't do."""
        with self._store.open(writing=True) as work:
            presets = work.presets.all()
            known = _known(presets, preset)
            others = tuple(other for other in presets if other != known)
            work.presets.put(replace(known, name=_usable(name, others)))
            work.commit()
        self._of.clear()
        return Changes(settings=True)

    def remove(self, preset: int) -> Changes:
        """Take a preset away; its decks have the default one then. Raises `SettingError` for the default one."""
        if preset == DEFAULT:
            raise SettingError("The default options can't be removed. Change them, or give the deck other ones.")
        with self._store.open(writing=True) as work:
            _known(work.presets.all(), preset)
            work.presets.remove(preset)
            work.commit()
        self._of.clear()
        return Changes(settings=True)

    def assign(self, deck: DeckId, preset: int) -> Changes:
        """Give `deck` a preset."""
        with self._store.open(writing=True) as work:
            _known(work.presets.all(), preset)
            work.presets.assign(deck, preset)
            work.commit()
        self._of.clear()
        return Changes(settings=True)


def _known(presets: tuple[Preset, ...], number: int) -> Preset:
    found = next((preset for preset in presets if preset.id == number), None)
    if found is None:
        raise SettingError("These options were removed in the meantime. Nothing was changed.")
    return found


def _usable(name: str, others: tuple[Preset, ...]) -> str:
    """Return `name` without spaces around it. Raises `SettingError` when it is empty, too long or taken."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise SettingError(f"A name needs 1 to {LONGEST_NAME} characters.")
    if any(other.name.casefold() == name.casefold() for other in others):
        raise SettingError(f"There are options called {name} already.")
    return name


def _with(options: Options, values: dict[str, object]) -> Options:
    unknown = values.keys() - {field.name for field in fields(Options)}
    if unknown:
        raise TypeError(f"no such option: {', '.join(sorted(unknown))}")
    return replace(options, **values)  # type: ignore[arg-type]  # names are checked above, bounds by Options
