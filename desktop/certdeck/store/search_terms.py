"""Queries as conditions in SQL over the table `entry`. Values are always bound, never written into a statement."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from certdeck.core.ids import DeckId
from certdeck.core.scheduling.forgetting import fading
from certdeck.core.search.matching import is_inside, is_phrase, is_word
from certdeck.core.search.query import (
    FACE_STATES,
    Added,
    And,
    Comparison,
    Covers,
    Everything,
    Flagged,
    Has,
    HasId,
    InDeck,
    Is,
    Missed,
    Not,
    OfKind,
    Or,
    Part,
    Pattern,
    Phrase,
    Property,
    Query,
    Rated,
    State,
    Tagged,
    Word,
)
from certdeck.ports.search import Frame, Rules
from certdeck.store.connection import Value, stored_time
from certdeck.store.face_numbers import of_item
from certdeck.store.own_cards import OWN
from certdeck.store.search_words import Statement, asked, begun_by, escaped, with_phrase, with_runs, with_words

DAY: Final = 86_400_000_000
"""Microseconds."""
HUNDREDTH: Final = 0.005
"""Numbers that are not whole are equal when they look so with two decimal places."""

FEW_LETTERS: Final = 2
"""So many begin so many words that a quick search looks at a few of them."""
MOST_BEGUN: Final = 1_000
"""Texts with one of these words that it looks at: more letters will follow."""

FACES: Final = "SELECT DISTINCT entry AS key FROM face_state WHERE entry IS NOT NULL AND {}"
TAGGED: Final = (
    "SELECT DISTINCT entry AS key FROM entry_tag WHERE tag_id IN "
    "(SELECT id FROM tag WHERE folded GLOB ? OR folded GLOB ?)"
)
IN_DECK: Final = (
    "entry.deck_id IN (SELECT id FROM deck WHERE folded(id) GLOB ? OR folded(title) GLOB ? OR folded(title) GLOB ?)"
)
OF_DECK: Final = f"SELECT entry.key AS key FROM entry WHERE {IN_DECK}"
SPAN_OF_DECK: Final = f"SELECT min(key) AS first, max(key) AS last, count(*) AS total FROM entry WHERE {IN_DECK}"
COVERED: Final = "entry.item_id IN (SELECT item_id FROM coverage WHERE {})"
MISSED: Final = (
    "entry.item_id IN (SELECT graded_item.item_id FROM sitting JOIN graded_item ON graded_item.sitting_id = sitting.id "
    "WHERE sitting.finished_at >= ? AND NOT graded_item.right AND graded_item.seen)"
)
RATED: Final = """face IN (
    SELECT log.face FROM study_log AS log WHERE log.kind = 'rate' AND log.at >= ? AND log.at < ? {} AND coalesce(
        (SELECT later.kind FROM study_log AS later WHERE later.undoes = log.id ORDER BY later.id DESC LIMIT 1), 'redo'
    ) = 'redo'
)"""
OF_ENTRY: Final = f"WHERE face {of_item('entry.key')} AND face_state.entry IS NOT NULL"
"""Faces of the row of `entry` in the statement around."""
FADED: Final = f"CAST(max(0, ? - last_review) / {DAY} AS REAL) / stability"
"""Whole days since the last review in units of stability, as FSRS counts them."""


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement with the values of its question marks.

    `select` is a statement that finds the keys of the same items by itself, empty where there is none. `span` finds
    the first one, the last one and their number, where these may be next to each other.
    """

    text: str
    values: tuple[Value, ...] = ()
    select: str = ""
    span: str = ""


def _in(select: str, *values: Value) -> Sql:
    """Return what is true of the entries whose keys `select` finds; none of them is gone from the library."""
    return Sql(f"entry.key IN ({select})", values, select)


def condition(query: Query, frame: Frame) -> Sql:
    """Return what is true of a row of `entry` that `query` finds."""
    match query:
        case Everything():
            return Sql("TRUE")
        case Not(part):
            inner = condition(part, frame)
            return Sql(f"NOT ({inner.text})", inner.values)
        case And(parts):
            return _all(parts, frame)
        case Or(parts):
            return _joined([condition(part, frame) for part in parts], " OR ")
        case _:
            return _term(query, frame)


def _all(parts: Sequence[Query], frame: Frame) -> Sql:
    """Join `parts`: what is asked of words goes to the index at once, what is asked of a card holds for one face."""
    words = [wanted for part in parts if (wanted := asked(part)) is not None]
    faces = [sql for part in parts if (sql := _face(part, frame)) is not None]
    rest = [part for part in parts if asked(part) is None and _face(part, frame) is None]
    pieces = [_limited(with_words(words, few=bool(frame.most)), frame)] if words else []
    if faces:
        pieces.append(_with_face(_joined(faces, " AND ")))
    return _joined([*pieces, *(condition(part, frame) for part in rest)], " AND ")


def _term(query: Query, frame: Frame) -> Sql:
    match query:
        case Word((few,)) if frame.most and len(few) <= FEW_LETTERS and few.isascii() and few.isalnum():
            return _limited(begun_by(few.casefold()), replace(frame, most=min(frame.most, MOST_BEGUN)))
    words, face = asked(query), _face(query, frame)
    if words is not None:
        return _limited(with_words((words,), few=bool(frame.most)), frame)
    if face is not None:
        return _with_face(face)
    return _of_item(query, frame)


def _of_item(query: Query, frame: Frame) -> Sql:
    match query:
        case Word(parts):
            return _limited(_word(parts), frame)
        case Phrase(text):
            return _limited(with_phrase(text, begun=False) if is_phrase(text) else with_runs((text,)), frame)
        case Tagged(name):
            return _in(TAGGED, _glob(name).lower(), _glob(name, below=True).lower())
        case InDeck(name):
            return Sql(IN_DECK, (_glob(name), _glob(name), _glob(name, below=True)), OF_DECK, SPAN_OF_DECK)
        case HasId(name):
            return Sql("folded(entry.item_id) GLOB ?", (_glob(name),))
        case _:
            return _of_kind(query, frame)


def _of_kind(query: Query, frame: Frame) -> Sql:
    match query:
        case Covers():
            return _covered(query, frame)
        case OfKind(kinds):
            names = tuple(kind.value for kind in kinds)
            return Sql(f"(entry.kind IN ({_marks(names)}) OR entry.form IN ({_marks(names)}))", names * 2)
        case Is(states):
            return _joined([_state(state, frame) for state in states], " OR ")
        case Added(days):
            return Sql("entry.added_at >= ?", (_since(frame, days),))
        case Missed(days):
            return Sql(MISSED, (_since(frame, days),))
        case _:
            raise TypeError(f"no statement known for {query}")


def _limited(found: Statement, frame: Frame) -> Sql:
    select, values = found
    return _in(f"{select} LIMIT {frame.most}" if frame.most else select, *values)


def _word(parts: Pattern) -> Statement:
    if is_inside(parts):
        return with_runs((parts[-2],))
    if len(parts) == 1:
        return with_phrase(parts[0], begun=True) if is_word(parts[0]) else with_runs(parts)
    return with_runs([part for part in parts if part], "*".join(parts).casefold())


def _glob(parts: Pattern, *, below: bool = False) -> str:
    return "*".join(escaped(part) for part in parts) + ("::*" if below else "")


def _covered(query: Covers, frame: Frame) -> Sql:
    pieces = []
    for name in query.ids:
        glob = name if query.part is Part.BULLET else f"{name}.*"
        pieces.append(Sql("bullet_id GLOB ?", (glob,)))
    found = _joined(pieces, " OR ")
    main = "" if query.part is Part.BULLET else " AND rank = 0"
    exam: tuple[Value, ...] = () if frame.exam is None else (frame.exam,)
    where = f"({found.text}){main}{' AND blueprint_id = ?' if exam else ''}"
    return Sql(COVERED.format(where), (*found.values, *exam))


def _face(query: Query, frame: Frame) -> Sql | None:
    """Return what is true of a row of `face_state` that a term asks for; None for terms that ask for something else."""
    match query:
        case Is(states) if FACE_STATES.issuperset(states):
            return _joined([_state_of_face(state, frame) for state in states], " OR ")
        case Flagged(flags):
            return Sql(f"flag IN ({_marks(flags)})", flags)
        case Rated(days, rating):
            chosen = "" if rating is None else "AND log.rating = ?"
            # What is dated later was rated before the clock was set back.
            within = (_since(frame, days), stored_time(frame.day_ends))
            return Sql(RATED.format(chosen), within if rating is None else (*within, int(rating)))
        case Has():
            return _property(query, frame)
        case _:
            return None


def _state(state: State, frame: Frame) -> Sql:
    if state is State.OWN:
        return Sql("entry.deck_id = ?", (OWN,))
    if state is State.EDITED:
        return Sql("entry.item_id IN (SELECT item_id FROM own_edit)")
    if state is State.FAULTY:
        return Sql("entry.key IN (SELECT value FROM json_each(?))", (json.dumps(frame.faulty),))
    return _with_face(_state_of_face(state, frame))


def _state_of_face(state: State, frame: Frame) -> Sql:
    now, ends = stored_time(frame.now), stored_time(frame.day_ends)
    match state:
        case State.DUE:
            free = "NOT suspended AND (buried_until IS NULL OR buried_until <= ?)"
            return Sql(f"phase != 'new' AND due < ? AND {free}", (ends, now))
        case State.LEARNING:
            return Sql("phase IN ('learning', 'relearning')")
        case State.SUSPENDED:
            return Sql("suspended")
        case State.BURIED:
            return Sql("buried_until > ?", (now,))
        case State.LEECH:
            after = _by_deck(frame, lambda rules: rules.leech_after or None)
            return Sql(f"lapses >= {after.text}", after.values)
        case State.FLAGGED:
            return Sql("flag > 0")
        case _:
            return Sql("phase = ?", (state.value,))


def _property(query: Has, frame: Frame) -> Sql:
    if query.prop is Property.RETRIEVABILITY:
        return _recall(query, frame)
    value, sign = query.value, query.comparison.value
    match query.prop:
        case Property.DIFFICULTY:
            return _compared("difficulty", query.comparison, 1 + 9 * value if value <= 1 else value, 9 * HUNDREDTH)
        case Property.STABILITY:
            return _compared("stability", query.comparison, value, HUNDREDTH)
        case Property.DUE:
            start = (stored_time(frame.day_starts) or 0) - 1000 * 366 * DAY
            days = f"(due - ?) / {DAY} - {1000 * 366}"
            return Sql(f"phase != 'new' AND due IS NOT NULL AND {days} {sign} ?", (start, value))
        case Property.INTERVAL:
            days = f"CAST(round((due - last_review) / {DAY}.0) AS INTEGER)"
            return Sql(f"phase = 'review' AND {days} {sign} ?", (value,))
        case _:
            return Sql(f"{query.prop.value} {sign} ?", (value,))


def _compared(column: str, comparison: Comparison, value: float, close: float) -> Sql:
    """Compare a number that is not whole; missing ones compare with nothing."""
    match comparison:
        case Comparison.EQUAL:
            return Sql(f"abs({column} - ?) < ?", (value, close))
        case Comparison.OTHER:
            return Sql(f"abs({column} - ?) >= ?", (value, close))
        case _:
            return Sql(f"{column} {comparison.value} ?", (value,))


_TURNED: Final = {
    Comparison.LESS: Comparison.MORE,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}


def _recall(query: Has, frame: Frame) -> Sql:
    """Compare recall by the time that it takes to fall so far: the longer ago, the less of it is left."""

    def bound(probability: float, comparison: Comparison) -> Sql:
        least = _by_deck(frame, lambda rules: fading(min(1.0, probability), rules.decay))
        return Sql(f"{FADED} {comparison.value} {least.text}", (stored_time(frame.now), *least.values))

    known = Sql("phase != 'new' AND stability IS NOT NULL")
    if query.comparison in _TURNED:
        return _joined([known, bound(query.value, _TURNED[query.comparison])], " AND ")
    close = [
        bound(query.value + HUNDREDTH, Comparison.AT_LEAST) if query.value + HUNDREDTH <= 1 else Sql("TRUE"),
        bound(query.value - HUNDREDTH, Comparison.AT_MOST),
    ]
    equal = _joined(close, " AND ")
    if query.comparison is Comparison.OTHER:
        equal = Sql(f"NOT ({equal.text})", equal.values)
    return _joined([known, equal], " AND ")


def least_recalled(frame: Frame) -> Sql:
    """Return how little is recalled of the face of an entry that has faded most, to sort by: the more, the less.

    Where all decks forget by the same decay that is the time since the last review in units of stability; else it takes
    the curve of each deck.
    """
    faded, now = f"FROM face_state {OF_ENTRY} AND NOT suspended AND phase != 'new'", stored_time(frame.now)
    if all(rules.decay == frame.rules.decay for rules in frame.rules_of.values()):
        return Sql(f"(SELECT max({FADED}) {faded})", (now,))
    decay = _by_deck(frame, lambda rules: rules.decay)
    return Sql(f"(SELECT 1 - min(recall({FADED}, {decay.text})) {faded})", (now, *decay.values))


def _by_deck(frame: Frame, value: Callable[[Rules], float | None]) -> Sql:
    """Return what the options of a face's deck say."""
    usual = value(frame.rules)
    other: Mapping[DeckId, float | None] = {
        deck: value(rules) for deck, rules in frame.rules_of.items() if value(rules) != usual
    }
    if not other:
        return Sql("?", (usual,))
    whens = " ".join("WHEN ? THEN ?" for _ in other)
    values = [part for pair in other.items() for part in pair]
    return Sql(f"CASE deck_id {whens} ELSE ? END", (*values, usual))


def _with_face(face: Sql) -> Sql:
    return _in(FACES.format(f"({face.text})"), *face.values)


def _since(frame: Frame, days: int) -> int:
    """Return when the first of the last `days` of the learner's days began; long ago is as good as always."""
    first: datetime = frame.day_starts - timedelta(days=days - 1)
    return stored_time(first) or 0


def _joined(pieces: Sequence[Sql], sign: str) -> Sql:
    if len(pieces) == 1:
        return pieces[0]
    return Sql(
        sign.join(f"({piece.text})" for piece in pieces), tuple(value for piece in pieces for value in piece.values)
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)
