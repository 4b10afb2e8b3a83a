"""The deck options of Anki that cards come without, said in words so that the learner can choose them here.

Sources: Anki's `proto/anki/deck_config.proto` and `rslib/src/deckconfig/schema11.rs`.
"""

import json
import math
import sqlite3
import struct
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import Any, Final

from certdeck.importers import anki_database, protobuf
from certdeck.importers.anki_database import Collection
from certdeck.ports.importing import Loss

MOST_PRESETS: Final = 20
"""So many are told each by itself."""
_UNREADABLE: Final = (
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    RecursionError,
    OverflowError,
    struct.error,
    sqlite3.Error,
)
_LONGEST_NAME, _LONGEST_WORDS = 60, 160
_MOST_STEPS: Final = 20
_PARAMETERS: Final = (6, 5, 3)
"""Fields of the parameters of FSRS-6, FSRS-5 and FSRS-4."""


@dataclass(frozen=True, slots=True)
class _Preset:
    """A preset of Anki, as far as Certdeck has the same options. Steps are in minutes."""

    name: str
    desired_retention: float
    fitted: bool
    learning_steps: tuple[float, ...]
    relearning_steps: tuple[float, ...]
    new_per_day: int
    reviews_per_day: int
    maximum_interval: int
    leech_after: int


_Words = tuple[Callable[[_Preset], Any], tuple[Any, ...], Callable[[Any], str]]
_WORDS: Final[tuple[_Words, ...]] = (
    (lambda preset: preset.desired_retention, (0.9, 0.0), lambda share: f"desired retention {share * 100:.3g} %"),
    (lambda preset: preset.fitted, (False,), lambda _: "FSRS parameters fitted to their owner"),
    (lambda preset: preset.learning_steps, ((1.0, 10.0),), lambda steps: f"learning steps {_steps(steps)}"),
    (lambda preset: preset.relearning_steps, ((10.0,),), lambda steps: f"relearning steps {_steps(steps)}"),
    (lambda preset: preset.new_per_day, (20,), lambda count: f"{count:,} new cards a day"),
    (lambda preset: preset.reviews_per_day, (200, 100), lambda count: f"{count:,} reviews a day"),
    (lambda preset: preset.maximum_interval, (36_500,), lambda days: f"intervals of {days:,} days at most"),
    (lambda preset: preset.leech_after, (8,), lambda lapses: f"leeches after {lapses:,} lapses"),
)
"""Each option: how to read it, what Anki of today or of old chooses by itself, and how to say anything else."""


def option_losses(collection: Collection, decks: dict[int, str], own_types: Container[int]) -> Iterator[Loss]:
    """Yield a loss for each preset that says something, and whose decks have other notes than those of `own_types`.

    Cards come all the same where options can't be read: nothing of a card hangs on them.
    """
    try:
        presets = _presets(collection)
        told = {number: words for number, preset in presets.items() if (words := _chosen(preset))}
        users = _users(collection, decks, own_types, told) if told else {}
    except _UNREADABLE:
        yield Loss("deck options", "they can't be read; the decks take those that are chosen here")
        return
    for place, (number, used) in enumerate(sorted(users.items())):
        if place == MOST_PRESETS:
            why = "the decks take the options that are chosen here"
            yield Loss("further presets of deck options", why, len(users) - place, f"“{presets[number].name}”")
            return
        why = (
            f"the decks take the options that are chosen here; in Anki they had {', '.join(told[number])}. "
            "Settings › Deck options sets what you want of it"
        )
        yield Loss(f"deck options “{presets[number].name}”", why, len(used), f"deck “{used[0]}”")


def _chosen(preset: _Preset) -> list[str]:
    return [_short(say(value), _LONGEST_WORDS) for of, usual, say in _WORDS if (value := of(preset)) not in usual]


def _users(
    collection: Collection, decks: dict[int, str], own_types: Container[int], told: dict[int, list[str]]
) -> dict[int, list[str]]:
    """Return the names of the decks that have each of the presets `told`, but for those with none but own notes."""
    chosen = _choices(collection)
    filled = {deck for deck, kind in collection.rows(anki_database.DECKS_IN_USE) if kind not in own_types}
    users: dict[int, list[str]] = {}
    for deck in sorted(filled & decks.keys(), key=lambda number: decks[number]):
        if chosen.get(deck) in told:
            users.setdefault(chosen[deck], []).append(decks[deck])
    return users


# --- In tables, and in JSON


def _presets(collection: Collection) -> dict[int, _Preset]:
    if collection.in_tables:
        return {number: _packed(name, config) for number, name, config in collection.rows(anki_database.OPTIONS)}
    stored = json.loads(collection.text(anki_database.OLD_OPTIONS) or "{}")
    return {int(number): _written(preset) for number, preset in stored.items()}


def _choices(collection: Collection) -> dict[int, int]:
    """Return the number of the preset of each deck."""
    if collection.in_tables:
        rows = collection.rows(anki_database.DECK_KINDS)
        return {number: protobuf.number_in(protobuf.bytes_in(kind, 1), 1) for number, kind in rows}
    stored = json.loads(collection.text(anki_database.OLD_DECKS))
    return {int(number): int(deck.get("conf", 0)) for number, deck in stored.items()}


def _packed(name: str, config: bytes) -> _Preset:
    return _Preset(
        name=_name(name),
        desired_retention=_share(next(iter(_floats(config, 37)), 0.0)),
        fitted=any(protobuf.bytes_in(config, number) for number in _PARAMETERS),
        learning_steps=_floats(config, 1),
        relearning_steps=_floats(config, 2),
        new_per_day=protobuf.number_in(config, 9),
        reviews_per_day=protobuf.number_in(config, 10),
        maximum_interval=protobuf.number_in(config, 16),
        leech_after=protobuf.number_in(config, 22),
    )


def _written(preset: dict[str, Any]) -> _Preset:
    new, again, lapse = preset["new"], preset["rev"], preset["lapse"]
    return _Preset(
        name=_name(str(preset["name"])),
        desired_retention=_share(float(preset.get("desiredRetention", 0.0))),
        fitted=any(preset.get(key) for key in ("fsrsParams6", "fsrsParams5", "fsrsWeights")),
        learning_steps=tuple(map(float, new["delays"])),
        relearning_steps=tuple(map(float, lapse["delays"])),
        new_per_day=int(new["perDay"]),
        reviews_per_day=int(again["perDay"]),
        maximum_interval=int(again["maxIvl"]),
        leech_after=int(lapse["leechFails"]),
    )


def _floats(message: bytes, wanted: int) -> tuple[float, ...]:
    """Return the numbers in field `wanted`, be they one by one or packed."""
    found: list[float] = []
    for number, value in protobuf.fields(message):
        if number == wanted and isinstance(value, bytes):
            found += struct.unpack(f"<{len(value) // 4}f", value)
    return tuple(found)


def _share(share: float) -> float:
    # Anki keeps it in single precision.
    return round(share, 4)


def _name(name: str) -> str:
    return _short(" ".join(name.encode("utf-8", "replace").decode("utf-8").split()), _LONGEST_NAME)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _steps(steps: tuple[float, ...]) -> str:
    """Write steps as Anki does: `1m 10m`."""
    more = " …" if len(steps) > _MOST_STEPS else ""
    return " ".join(map(_step, steps[:_MOST_STEPS])) + more if steps else "none"


def _step(minutes: float) -> str:
    for unit, length in (("d", 1440), ("h", 60), ("m", 1)):
        if math.isfinite(minutes) and minutes and minutes % length == 0:
            return f"{minutes / length:.0f}{unit}"
    return f"{minutes * 60:.3g}s"
