"""Reading many items to be written elsewhere."""

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from sqlite3 import Row
from typing import Any, Final

from certdeck.core.deck import Card, Question
from certdeck.core.ids import DeckId, FaceId, ItemId, item_of
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.ports.outgoing import (
    OutgoingCase,
    OutgoingItem,
    OutgoingReview,
    PlainReview,
    PlainRun,
    PlainState,
    ReviewColumns,
)
from certdeck.store import codec
from certdeck.store.connection import Link, known_time, read_time
from certdeck.store.face_numbers import id_of, of_item, only_face_of
from certdeck.store.own import ADDED, with_added
from certdeck.store.study import HOLDS, PHASES, STATE_COLUMNS

CHUNK: Final = 500
"""Items that are read at a time."""
KINDS: Final = "entry.kind IN ('card', 'question') AND entry.deck_id IS NOT NULL"
ITEMS: Final = f"""
    SELECT wanted.key AS place, entry.item_id AS id, entry.kind, item.title, item.text, item.content, entry.deck_id,
        max(item.revised_at, coalesce(own_note.at, 0)) AS revised, own_note.text AS note, {ADDED}
    FROM json_each(?) AS wanted
    JOIN entry ON entry.key = wanted.value JOIN item ON item.key = entry.key
    LEFT JOIN own_note ON own_note.item_id = entry.item_id
    WHERE {KINDS} ORDER BY wanted.key
"""
COUNT: Final = f"SELECT count(*) FROM json_each(?) AS wanted JOIN entry ON entry.key = wanted.value WHERE {KINDS}"
_STATE: Final = ", ".join(f"state.{name}" for name in STATE_COLUMNS[1:])
PLAIN: Final = f"""
    SELECT wanted.key, entry.item_id, entry.deck_id, item.title, item.text, item.content, item.revised_at
    FROM json_each(?) AS wanted
    CROSS JOIN entry ON entry.key = wanted.value CROSS JOIN item ON item.key = entry.key
    WHERE entry.kind = 'card' AND entry.deck_id IS NOT NULL AND substr(item.content, 1, 1) = {codec.ONLY_TAGS}
"""
"""Cards of which nothing stands beside front and back but tags."""
PLAIN_STUDIED: Final = PLAIN.replace(
    "FROM json_each", f", state.face, {id_of('state.face', 'entry.item_id')}, {_STATE} FROM json_each"
).replace(
    "WHERE",
    f"LEFT JOIN face_state AS state ON state.face = {only_face_of('entry.key')} AND state.entry = entry.key WHERE",
)
OWN: Final = ("own_note", "own_edit", "own_tag")
"""Tables of what the learner adds to an item: with any of it a card is no plain one."""
STATES: Final = f"""
    SELECT {id_of("state.face", "entry.item_id")}, {_STATE}, state.face
    FROM json_each(?) AS wanted CROSS JOIN entry ON entry.key = wanted.value
    CROSS JOIN face_state AS state ON state.face {of_item("entry.key")} AND state.entry IS NOT NULL
    ORDER BY wanted.key, state.position, state.face
"""
REVIEWS: Final = f"""
    SELECT entry.face, at, rating, milliseconds, phase, interval, after
    FROM json_each(?) AS wanted
    CROSS JOIN study_log AS entry INDEXED BY ix_study_log_face ON entry.face = wanted.value
    WHERE entry.{HOLDS.strip()} ORDER BY entry.id
"""
"""By the index of faces: a few hundred of them have few ratings, and SQLite would rather look at all ratings."""
REVIEWS_BY_FACE: Final = REVIEWS.replace("SELECT entry.face", "SELECT wanted.key").replace(
    "ORDER BY entry.id", "ORDER BY wanted.key, entry.id"
)
CASES: Final = """
    SELECT scenario.id, scenario.deck_id, scenario.content, scenario.revised_at,
        question.content AS question, question.revised_at AS revised
    FROM entry CROSS JOIN item AS question ON question.key = entry.key
    CROSS JOIN scenario ON scenario.id = json_extract(CAST(question.content AS TEXT), '$.value.scenario')
        AND scenario.deck_id = entry.deck_id
    WHERE entry.deck_id IN (SELECT deck_id FROM scenario) AND entry.kind = 'question'
    ORDER BY scenario.position, entry.position
"""


Studied = tuple[Row, Sequence[PlainState], Sequence[PlainReview]]
"""A row of `ITEMS`, with the states and ratings of its faces where they were asked for."""
_RATINGS: Final = {int(rating): rating for rating in Rating}


class OutgoingTables:
    """Reads items in chunks (see `certdeck.ports.outgoing.Outgoing`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def items(self, keys: Sequence[int], *, studied: bool = False) -> Iterator[OutgoingItem]:
        """Yield the cards and questions of `keys` in that order, `studied` with their schedule."""
        for row, states, reviews in self._rows(keys, studied=studied):
            yield _item(row, tuple(map(_state, states)), tuple(map(_review, reviews)))

    def sketched(self, keys: Sequence[int], *, studied: bool = False) -> Iterator[OutgoingItem | PlainRun]:
        """Yield the same, plain cards that follow one another as one."""
        plain = self._plain_statement(studied=studied)
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            rows = sorted(self._link.tuples(plain, json.dumps(list(chunk))))
            if len(rows) == len(chunk):
                yield self._run(rows)
            else:
                yield from self._mixed(chunk, rows, studied=studied)

    def _mixed(
        self, chunk: Sequence[int], rows: Sequence[tuple[Any, ...]], *, studied: bool
    ) -> Iterator[OutgoingItem | PlainRun]:
        """Yield the items of `chunk`, those of `rows` (by their place in it) as what they are."""
        places = [row[0] for row in rows]
        known = set(places)
        others = [place for place in range(len(chunk)) if place not in known]
        done = 0
        for place, item in self._placed(chunk, others, studied=studied):
            until = bisect_left(places, place, done)
            if until > done:
                yield self._run(rows[done:until])
            done = until
            yield item
        if done < len(rows):
            yield self._run(rows[done:])

    def _placed(
        self, chunk: Sequence[int], places: Sequence[int], *, studied: bool
    ) -> Iterator[tuple[int, OutgoingItem]]:
        """Yield what stands at `places` of `chunk`, each with its place; what is neither card nor question is not."""
        for row, states, reviews in self._rows([chunk[place] for place in places], studied=studied):
            yield places[row["place"]], _item(row, tuple(map(_state, states)), tuple(map(_review, reviews)))

    def _plain_statement(self, *, studied: bool) -> str:
        """Return `PLAIN`, which asks for nothing that the learner has added nowhere."""
        used = [name for name in OWN if self._link.row(f"SELECT 1 FROM {name} LIMIT 1")]
        bare = "".join(f" AND NOT EXISTS (SELECT 1 FROM {name} WHERE {name}.item_id = entry.item_id)" for name in used)
        return (PLAIN_STUDIED if studied else PLAIN) + bare

    def _run(self, rows: Sequence[tuple[Any, ...]]) -> PlainRun:
        _, ids, decks, fronts, backs, contents, revised, *studied = zip(*rows, strict=True)
        tags = [content[1:].decode() for content in contents]
        if not studied:
            return PlainRun(ids, decks, fronts, backs, tags, revised)
        faces, *states = studied
        met = [place for place, phase in enumerate(states[1]) if phase is not None and phase != Phase.NEW]
        reviews = self._reviews_of(faces, met) if met else ()
        return PlainRun(ids, decks, fronts, backs, tags, revised, tuple(zip(*states, strict=True)), reviews)

    def _reviews_of(self, faces: Sequence[int], met: Sequence[int]) -> Sequence[ReviewColumns]:
        outlook = codec.decode_outlook
        return [
            (met[place], at, rating, milliseconds, phase or "new", interval or 0, *outlook(after))
            for place, at, rating, milliseconds, phase, interval, after in self._link.tuples(
                REVIEWS_BY_FACE, json.dumps([faces[place] for place in met])
            )
        ]

    def _rows(self, keys: Sequence[int], *, studied: bool) -> Iterator[Studied]:
        for start in range(0, len(keys), CHUNK):
            wanted = json.dumps(list(keys[start : start + CHUNK]))
            states, met = self._states(wanted) if studied else ({}, {})
            reviews = self._reviews(met) if met else {}
            for row in self._link.rows(ITEMS, wanted):
                name = row[1]
                yield row, states.get(name, ()), reviews.get(name, ())

    def count(self, keys: Sequence[int]) -> int:
        """Return how many of `keys` are cards or questions."""
        total: int = next(self._link.column(COUNT, json.dumps(list(keys))))
        return total

    def cases(self) -> Mapping[ItemId, OutgoingCase]:
        """Return every scenario that has questions, by id."""
        found: dict[ItemId, OutgoingCase] = {}
        for row in self._link.rows(CASES):
            question = codec.decode_item("question", row["question"])
            assert isinstance(question, Question)
            before = found.get(row["id"])
            revised = known_time(max(row["revised_at"], row["revised"]))
            found[row["id"]] = OutgoingCase(
                codec.decode_scenario(row["content"]),
                DeckId(row["deck_id"]),
                known_time(row["revised_at"]),
                max(revised, before.revised) if before else revised,
                (*(before.questions if before else ()), question),
            )
        return found

    def _states(self, wanted: str) -> tuple[Mapping[str, Sequence[PlainState]], Mapping[int, FaceId]]:
        """Return the states by item, and the ids of the faces that are not new by their numbers."""
        found: dict[str, list[PlainState]] = {}
        met: dict[int, FaceId] = {}
        for *columns, number in self._link.rows(STATES, wanted):
            state = PlainState._make(columns)
            found.setdefault(item_of(FaceId(state.face)), []).append(state)
            if state.phase != Phase.NEW:
                met[number] = FaceId(state.face)
        return found, met

    def _reviews(self, faces: Mapping[int, FaceId]) -> Mapping[str, Sequence[PlainReview]]:
        found: dict[str, list[PlainReview]] = {}
        rows = self._link.rows(REVIEWS, json.dumps(list(faces)))
        for number, at, rating, milliseconds, phase, interval, after in rows:
            face = faces[number]
            outlook = codec.decode_outlook(after)
            review = PlainReview(face, at, rating, milliseconds, phase or "new", interval or 0, *outlook)
            found.setdefault(item_of(face), []).append(review)
        return found


def _item(row: Row, states: tuple[FaceState, ...], reviews: tuple[OutgoingReview, ...]) -> OutgoingItem:
    shipped = codec.decode_row(row["id"], row["kind"], row["content"], row["title"], row["text"])
    item = with_added(shipped, row["edit"], row["own_tags"])
    assert isinstance(item, Card | Question)
    return OutgoingItem(item, DeckId(row["deck_id"]), known_time(row["revised"]), row["note"] or "", states, reviews)


def _state(plain: PlainState) -> FaceState:
    face, phase, step, stability, difficulty, due, last_review, reps, lapses, suspended, flag, buried_until = plain
    memory = None if stability is None or difficulty is None else MemoryState(stability, difficulty)
    schedule = Schedule(PHASES[phase], step, memory, read_time(due), read_time(last_review), reps, lapses)
    return FaceState(FaceId(face), schedule, bool(suspended), flag, read_time(buried_until))


def _review(plain: PlainReview) -> OutgoingReview:
    face, at, rating, milliseconds, phase, interval, next_interval, difficulty = plain
    return OutgoingReview(
        FaceId(face),
        known_time(at),
        _RATINGS[rating],
        milliseconds,
        PHASES[phase],
        timedelta(0, 0, interval),
        timedelta(0, 0, next_interval),
        difficulty,
    )
