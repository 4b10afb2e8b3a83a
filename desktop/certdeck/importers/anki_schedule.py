"""Schedules and review logs of Anki, in FSRS's words.

Sources: Anki's `rslib/src/storage/card`, `rslib/src/revlog/mod.rs` and the database notes of AnkiDroid.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Final, overload

from certdeck.core.incoming import BareLearnt, InNumbers, Learnt, Review
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating
from certdeck.importers.anki_database import CARDS, REVIEWS, Collection, Row

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
_MOST_LAPSES: Final = 100_000
_FSRS: Final = re.compile(r'{"s":([1-9]\d{0,4}\.\d{1,9}),"d":([1-9]\d?\.\d{1,9})(?:,"dr":0\.\d{1,9})?}', re.ASCII)
"""What Anki keeps with a card once FSRS is on, as it writes it: this is quicker than to read it as JSON."""
_NOTHING_KEPT: Final = ("", "{}")
"""The same where FSRS never was on, or the card is new."""
_EARLIEST_REVIEW, _LATEST_REVIEW, _LONGEST_ANSWER = int(_EARLIEST * 1000), int(_LATEST * 1000), _DAY * 1000
"""Milliseconds."""


_CARD: Final = 1
_ORDINAL: Final = 2
"""Places of the number and the ordinal of a card in a row of `anki_database.CARDS`."""


class Grouped:
    """Rows that come sorted by the number in one of their columns, handed out group by group as those come up.

    They are not read at all as long as nobody asks.
    """

    def __init__(self, rows: Callable[[], Iterator[Row]], column: int) -> None:
        self._open = rows
        self._column = column
        self._rows: Iterator[Row] | None = None
        self._next: Row | None = None

    def of(self, number: int) -> Sequence[Row]:
        """Return the rows of `number`; numbers must not fall. Rows of none that is asked for are left out."""
        rows, row, column = self._rows, self._next, self._column
        if rows is None:
            rows = self._rows = self._open()
            row = next(rows, None)
        found: list[Row] = []
        while row is not None and row[column] <= number:
            if row[column] == number:
                found.append(row)
            row = next(rows, None)
        self._next = row
        return found


class Schedules:
    """What is known of the cards of a collection, read note by note as those come up."""

    def __init__(self, collection: Collection) -> None:
        self._cards = Grouped(lambda: collection.rows(CARDS), 0)
        self._reviews = Grouped(lambda: collection.rows(REVIEWS), 0)
        self._created = collection.created

    def rows(self, note: int) -> tuple[Sequence[Row], Sequence[Row]]:
        """Return the rows of cards of `note` (see `CARDS`), and of their reviews; the numbers of notes must rise."""
        cards = self._cards.of(note)
        return cards, self._reviews.of(note) if cards else ()

    def learnt(self, cards: Sequence[Row], reviewed: Sequence[Row]) -> tuple[Learnt, ...]:
        """Return what is known of `cards`. Cramming that changed no schedule is left out."""
        reviews: dict[int, list[Review]] = {}
        for row in reviewed:
            _add(reviews, row)
        in_order = cards if len(cards) < 2 else sorted(cards, key=itemgetter(_ORDINAL))
        found = [learnt_of(row, self._created, reviews.get(row[_CARD], ())) for row in in_order]
        return tuple([one for one in found if one is not None])

    def bare(self, cards: Sequence[Row], reviewed: Sequence[Row]) -> BareLearnt | None:
        """Return what is known of an only card. Raises `LookupError` for any other (see `core.incoming.InNumbers`)."""
        if not cards:
            return None
        if len(cards) != 1 or cards[0][_ORDINAL] > 0:
            raise LookupError
        (card,) = cards
        reviews = _bare_reviews(card[_CARD], reviewed) if reviewed else ()
        return _bare(card, self._created, reviews)


def _add(found: dict[int, list[Review]], row: Row) -> None:
    _, card, at, ease, factor, milliseconds, kind = row
    if not _EARLIEST_REVIEW <= at <= _LATEST_REVIEW:
        return
    if ease in _RATINGS and kind in (0, 1, 2, 3) and not (kind == _CRAMMED and factor == 0):
        taken = milliseconds if 0 <= milliseconds <= _LONGEST_ANSWER else min(max(milliseconds, 0), _LONGEST_ANSWER)
        review = Review(_BEGIN + timedelta(0, 0, 0, at), _RATINGS[ease], taken)
        if card in found:
            found[card].append(review)
        else:
            found[card] = [review]
    elif ease == 0 and factor == 0 and kind >= 4 and card in found and kind != 5:
        found[card].append(Review(_BEGIN + timedelta(milliseconds=at), None))


class LearntLater(InNumbers):
    """What is known of the cards of a note, read when somebody looks at it."""

    __slots__ = ("_known", "_note", "_rows", "_schedules")

    def __init__(
        self, note: int, schedules: Schedules, rows: tuple[Sequence[Row], Sequence[Row]] | None = None
    ) -> None:
        self._note = note
        self._schedules = schedules
        self._rows = rows
        self._known: tuple[Learnt, ...] | None = None

    @overload
    def __getitem__(self, place: int) -> Learnt: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Learnt]: ...

    def __getitem__(self, place: int | slice) -> Learnt | Sequence[Learnt]:
        """Return one of them, or several."""
        return self._all()[place]

    def __len__(self) -> int:
        """Return of how many cards anything is known."""
        return len(self._all())

    def __iter__(self) -> Iterator[Learnt]:
        """Go through them in the order of the cards."""
        return iter(self._all())

    def _all(self) -> tuple[Learnt, ...]:
        if self._known is None:
            self._known = self._schedules.learnt(*self._read())
        return self._known

    def bare(self) -> BareLearnt | None:
        """Return what is known of the only card, in numbers."""
        return self._schedules.bare(*self._read())

    def _read(self) -> tuple[Sequence[Row], Sequence[Row]]:
        if self._rows is None:
            self._rows = self._schedules.rows(self._note)
        return self._rows


def _bare_reviews(card: int, rows: Sequence[Row]) -> list[tuple[int, int, int]]:
    """Return time (microseconds), rating and milliseconds of the reviews that `_add` takes."""
    found: list[tuple[int, int, int]] = []
    # There may be millions, hardly one of them out of bounds: to look first takes a tenth of the time.
    for _, of, at, ease, factor, milliseconds, kind in rows:
        if of != card or not _EARLIEST_REVIEW <= at <= _LATEST_REVIEW:
            continue
        if ease in _RATINGS and kind in (0, 1, 2, 3) and not (kind == _CRAMMED and factor == 0):
            taken = milliseconds if 0 <= milliseconds <= _LONGEST_ANSWER else min(max(milliseconds, 0), _LONGEST_ANSWER)
            found.append((at * 1000, ease, taken))
        elif found and ease == 0 and factor == 0 and kind >= 4 and kind != 5:
            found.append((at * 1000, 0, 0))
    return found


def _bare(row: Row, created: int, reviews: Sequence[tuple[int, int, int]]) -> BareLearnt | None:
    """Return what `learnt_of` does, in numbers; None also where there is nothing to take over."""
    _, _, _, kind, queue, due, interval, lapses, left, home_due, home_deck, flags, data = row
    if kind == 0 and queue >= 0 and flags <= 0 and not reviews:
        return None
    phase = _PHASES.get(kind, Phase.NEW)
    flag, suspended = flags & _FLAGS if flags > 0 else 0, queue == _SUSPENDED
    if phase is Phase.NEW and not (reviews or suspended or flag):
        return None
    # Numbers are clamped only where they are out of bounds, as in `_bare_reviews`.
    moment = None if phase is Phase.NEW else _due_second(home_due if home_deck and home_due else due, created)
    return BareLearnt(
        phase,
        left % 1000 if left > 0 else 0,
        None if moment is None else moment * 1_000_000,
        _memory(data),
        interval if 0 <= interval <= _LONGEST else min(max(interval, 0), _LONGEST),
        lapses if 0 <= lapses <= _MOST_LAPSES else min(max(lapses, 0), _MOST_LAPSES),
        suspended,
        flag,
        reviews,
    )


def learnt_of(row: Row, created: int, reviews: Sequence[Review]) -> Learnt | None:
    """Return what is known of a card (a row of `anki_database.CARDS`), None where nothing is."""
    _, _, ordinal, kind, queue, due, interval, lapses, left, home_due, home_deck, flags, data = row
    if kind == 0 and queue >= 0 and flags <= 0 and not reviews:
        return None
    phase = _PHASES.get(kind, Phase.NEW)
    memory, interval = _memory(data), min(max(interval, 0), _LONGEST)
    return Learnt(
        ordinal=min(max(ordinal, 0), 10_000),
        phase=phase,
        steps_left=max(left, 0) % 1000,
        due=None if phase is Phase.NEW else _due(home_due if home_deck and home_due else due, created),
        memory=None if memory is None else MemoryState(*memory),
        interval=interval,
        lapses=min(max(lapses, 0), _MOST_LAPSES),
        suspended=queue == _SUSPENDED,
        flag=flags & _FLAGS if flags > 0 else 0,
        reviews=tuple(reviews),
    )


def _due(due: int, created: int) -> datetime | None:
    second = _due_second(due, created)
    return None if second is None else _BEGIN + timedelta(seconds=second)


def _due_second(due: int, created: int) -> int | None:
    second = due if due > _SECONDS_BEGIN else created + due * _DAY
    return int(second) if _EARLIEST <= second <= _LATEST else None


def _memory(data: str) -> tuple[float, float] | None:
    """Return stability (days) and difficulty (1 to 10) that Anki keeps with a card once FSRS is on."""
    usual = _FSRS.fullmatch(data)
    if usual is not None:
        # Neither is below 1, nor anything but a number.
        stability, difficulty = float(usual[1]), float(usual[2])
        return stability if stability < _LONGEST else _LONGEST, difficulty if difficulty < 10.0 else 10.0
    if data in _NOTHING_KEPT:
        return None
    try:
        stored = json.loads(data or "{}")
        stability, difficulty = float(stored["s"]), float(stored["d"])
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None
    if not (math.isfinite(stability) and math.isfinite(difficulty)):
        return None
    return min(max(stability, 0.001), _LONGEST), min(max(difficulty, 1.0), 10.0)
