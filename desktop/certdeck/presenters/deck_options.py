"""Deck options without Qt: presets, which deck has which, and every option with what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from certdeck.core.errors import CertdeckError, SettingError
from certdeck.core.ids import DeckId
from certdeck.core.scheduling.options import DEFAULT, Options, Preset
from certdeck.core.scheduling.steps import parsed_steps, steps_text
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes

STEP_FIELDS: Final = ("learning_steps", "relearning_steps")


class Ease(Enum):
    """How much a weekday shall bring; the value is the share of the usual reviews."""

    NORMAL = 1.0
    REDUCED = 0.5
    MINIMUM = 0.0


@dataclass(frozen=True, slots=True)
class DeckChoice:
    """A deck and the number of its preset."""

    id: DeckId
    title: str
    preset: int


@dataclass(frozen=True, slots=True)
class DeckOptionsView:
    """One preset of all, with its options as fields show them.

    `retention` is in percent; steps are as people type them. `errors` tells what is wrong with what was typed into a
    field, by the name of the option; the old value holds then. `used_by` says which decks the changes concern.
    """

    presets: tuple[Preset, ...]
    chosen: Preset
    used_by: str
    removable: bool
    decks: tuple[DeckChoice, ...]
    retention: int
    learning_steps: str
    relearning_steps: str
    easy_days: tuple[Ease, ...]
    errors: Mapping[str, str]

    @property
    def options(self) -> Options:
        """The options of the chosen preset."""
        return self.chosen.options


class DeckOptionsPresenter:
    """Shows one preset at a time and changes it at once. `render` gets a view after every step."""

    def __init__(
        self, services: Services, *, render: Callable[[DeckOptionsView], None], changed: Callable[[Changes], None]
    ) -> None:
        self._services = services
        self._render = render
        self._changed = changed
        self._chosen: int | None = None
        self._errors: dict[str, str] = {}

    def start(self) -> None:
        """Show the preset shown before, or at first that of the deck studied now."""
        self._show()

    def choose(self, preset: int) -> None:
        """Show another preset."""
        self._chosen = preset
        self._errors.clear()
        self._show()

    def change(self, option: str, value: object, of: int | None = None) -> None:
        """Change one option of a preset, that shown if none is named; nothing of one that is gone.

        What can't be used is said beside its field, and the old value holds.
        """
        known = self._preset() if of is None else self._named(of)
        if known is None:
            return
        try:
            read = parsed_steps(str(value)) if option in STEP_FIELDS else value
            if getattr(known.options, option) == read:
                changes = Changes()
            else:
                changes = self._services.options.change(known.id, **{option: read})
        except SettingError as error:
            if known.id == self._preset().id:
                self._errors[option] = f"{error} The old value holds."
                self._show()
            return
        self._done(option, changes)

    def ease(self, weekday: int, ease: Ease, of: int | None = None) -> None:
        """Say how much `weekday`, Monday 0, shall bring; see `change` for the rest."""
        known = self._preset() if of is None else self._named(of)
        if known is not None:
            days = list(known.options.easy_days)
            days[weekday] = ease.value
            self.change("easy_days", tuple(days), known.id)

    def add(self, name: str) -> None:
        """Add a preset like the one shown, and show it. Raises `SettingError` for a name that won't do."""
        changes, added = self._services.options.add(name, like=self._preset().id)
        self._chosen = added.id
        self._errors.clear()
        self._tell(changes)

    def rename(self, name: str) -> None:
        """Give the preset shown another name. Raises `SettingError` for one that won't do."""
        self._tell(self._services.options.rename(self._preset().id, name))

    def remove(self, preset: int | None = None) -> None:
        """Take a preset away, that shown if none is named; its decks have the default one then.

        Raises `SettingError` for that one.
        """
        shown = self._preset().id
        gone = shown if preset is None else preset
        changes = self._services.options.remove(gone)
        if gone == shown:
            self._chosen = DEFAULT
            self._errors.clear()
        self._tell(changes)

    def assign(self, deck: DeckId, preset: int) -> None:
        """Give `deck` a preset."""
        self._tell(self._services.options.assign(deck, preset))

    def _done(self, option: str, changes: Changes) -> None:
        self._errors.pop(option, None)
        self._tell(changes)

    def _tell(self, changes: Changes) -> None:
        if changes:
            self._changed(changes)
        self._show()

    def _preset(self) -> Preset:
        presets = self._services.options.presets()
        if self._chosen is None:
            self._chosen = self._studied().id
        return self._named(self._chosen) or presets[0]

    def _named(self, preset: int) -> Preset | None:
        return next((one for one in self._services.options.presets() if one.id == preset), None)

    def _studied(self) -> Preset:
        try:
            deck = self._services.library.exam().deck.id
        except CertdeckError:
            return self._services.options.presets()[0]
        return self._services.options.of(deck)

    def _show(self) -> None:
        chosen = self._preset()
        decks = tuple(
            DeckChoice(head.id, head.title, self._services.options.of(head.id).id)
            for head in self._services.library.heads()
        )
        self._render(
            DeckOptionsView(
                presets=self._services.options.presets(),
                chosen=chosen,
                used_by=_used_by([deck.title for deck in decks if deck.preset == chosen.id]),
                removable=chosen.id != DEFAULT,
                decks=decks,
                retention=round(chosen.options.desired_retention * 100),
                learning_steps=steps_text(chosen.options.learning_steps),
                relearning_steps=steps_text(chosen.options.relearning_steps),
                easy_days=tuple(_ease(share) for share in chosen.options.easy_days),
                errors=dict(self._errors),
            )
        )


def options_words(preset: Preset) -> str:
    """Say what `preset` is in a line: Default: 20 new cards and 200 reviews a day, retention 90 %."""
    options = preset.options
    return (
        f"{preset.name}: {options.new_per_day} new cards and {options.reviews_per_day} reviews a day, "
        f"retention {options.desired_retention * 100:.0f} %"
    )


def _used_by(titles: list[str]) -> str:
    return f"Used by {', '.join(titles)}." if titles else "No deck uses these options."


def _ease(share: float) -> Ease:
    """Return the nearest choice: a preset may hold shares that the page doesn't offer."""
    return min(Ease, key=lambda ease: abs(ease.value - share))
