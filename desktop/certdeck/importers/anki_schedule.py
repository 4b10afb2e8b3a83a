"""Schedules and review logs of Anki, in FSRS's words.

Sources: Anki's `rslib/src/storage/card`, `rslib/src/revlog/mod.rs` and the database notes of AnkiDroid.
"""

import json
import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from certdeck.core.incoming import Learnt, Review
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating
from certdeck.importers.anki_database import REVIEWS, Collection, Row

_PHASES: Final = {0: Phase.NEW, 1: Phase.LEARNING, 2: Phase.REVIEW, 3: Phase.RELEARNING}
_SUSPENDED: Final = -1
_CRAMMED: Final = 3
_FLAGS: Final = 7
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC).timestamp()
_LATEST: Final = datetime(2300, 1, 1, tzinfo=UTC).timestamp()
_SECONDS_BEGIN: Final = 1_000_000_000
"""A due number of a card in learning: above this it counts seconds since 1970, below it days of the collection."""
_DAY: Final = 86_400
_BEGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)
_RATINGS: Final = {int(rating): rating for rating in Rating}
_LONGEST: Final = 36_500


class Reviews:
    """The reviews of a collection, read note by note as those come up."""

    def __init__(self, collection: Collection) -> None:
        self._rows = collection.rows(REVIEWS)
        self._next = next(self._rows, None)
        self._note = -1
        self._found: dict[int, list[Review]] = {}

    def of(self, note: int, card: int) -> Sequence[Review]:
        """Return the reviews of a card of `note`, in order of time; the numbers of notes must not fall.

        Cramming that changed no schedule is left out, as in FSRS.
        """
        if note != self._note:
            self._found = self._of_note(note)
            self._note = note
        return self._found.get(card, ())

    def _of_note(self, note: int) -> dict[int, list[Review]]:
        found: dict[int, list[Review]] = {}
        row = self._next
        while row is not None and row[0] <= note:
            if row[0] == note:
                _add(found, row)
            row = next(self._rows, None)
        self._next = row
        return found


def _add(found: dict[int, list[Review]], row: Row) -> None:
    _, card, at, ease, factor, milliseconds, kind = row
    if not _EARLIEST * 1000 <= at <= _LATEST * 1000:
        return
    if ease in _RATINGS and kind in (0, 1, 2, 3) and not (kind == _CRAMMED and factor == 0):
        taken = min(max(milliseconds, 0), _DAY * 1000)
        found.setdefault(card, []).append(Review(_BEGIN + timedelta(milliseconds=at), _RATINGS[ease], taken))
    elif ease == 0 and factor == 0 and kind >= 4 and card in found and kind != 5:
        found[card].append(Review(_BEGIN + timedelta(milliseconds=at), None))


def learnt_of(row: Row, created: int, reviews: Sequence[Review]) -> Learnt | None:
    """Return what is known of a card (a row of `anki_database.CARDS`), None where nothing is."""
    _, _, _, ordinal, kind, queue, due, interval, lapses, left, home_due, home_deck, flags, data = row
    if kind == 0 and queue >= 0 and flags <= 0 and not reviews:
        return None
    phase = _PHASES.get(kind, Phase.NEW)
    interval = min(max(interval, 0), _LONGEST)
    return Learnt(
        ordinal=min(max(ordinal, 0), 10_000),
        phase=phase,
        steps_left=max(left, 0) % 1000,
        due=None if phase is Phase.NEW else _due(home_due if home_deck and home_due else due, created),
        memory=_memory(data),
        interval=interval,
        lapses=min(max(lapses, 0), 100_000),
        suspended=queue == _SUSPENDED,
        flag=flags & _FLAGS if flags > 0 else 0,
        reviews=tuple(reviews),
    )


def _due(due: int, created: int) -> datetime | None:
    return _moment(due if due > _SECONDS_BEGIN else created + due * _DAY)


def _moment(seconds: float) -> datetime | None:
    if not _EARLIEST <= seconds <= _LATEST:
        return None
    return _BEGIN + timedelta(seconds=int(seconds))


def _memory(data: str | None) -> MemoryState | None:
    """Return stability (days) and difficulty (1 to 10) that Anki keeps with a card once FSRS is on."""
    try:
        stored = json.loads(data or "{}")
        stability, difficulty = float(stored["s"]), float(stored["d"])
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None
    if not (math.isfinite(stability) and math.isfinite(difficulty)):
        return None
    return MemoryState(min(max(stability, 0.001), _LONGEST), min(max(difficulty, 1.0), 10.0))
