"""Playing the study log again, in the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from sqlite3 import Row
from typing import Final

from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.log_order import Line, begins_anew, in_order, made_new_before
from certdeck.core.scheduling.schedule import MemoryState, Rating, Schedule
from certdeck.ports.replays import Rated
from certdeck.store import codec
from certdeck.store.connection import Link, known_time
from certdeck.store.face_numbers import NUMBER, id_of, numbers_of, parts
from certdeck.store.own_cards import OWN
from certdeck.store.study import DONE_STILL, STANDING

OF_DECKS: Final = "face IN (SELECT face FROM face_state WHERE deck_id IN ({}) AND entry IS NOT NULL)"
RATINGS: Final = f"""
    SELECT id, {id_of("rated.face")} AS face_id, at, rating, origin, stability IS NULL AS fresh
    FROM ({STANDING}) AS rated WHERE {OF_DECKS}
"""
FORGETS: Final = f"""
    SELECT id, {id_of("entry.face")} AS face_id, at, origin FROM study_log AS entry
    WHERE kind = 'forget' AND {DONE_STILL}
"""
TOUCHED: Final = f"""
    SELECT {id_of("touched.face")} AS face_id FROM (
        SELECT DISTINCT face FROM study_log WHERE {OF_DECKS} AND id > ?
    ) AS touched
"""
DECK_OF: Final = f"SELECT deck_id FROM face_state WHERE face = {NUMBER} AND deck_id != ? AND entry IS NOT NULL"
BEFORE: Final = f"SELECT {id_of('study_log.face')} AS face_id, before FROM study_log WHERE id = ?"
PUT: Final = """
    UPDATE face_state SET stability = ?, difficulty = ? WHERE face = ? AND stability IS NOT NULL
"""


class ReplayTables:
    """Ratings and memories (see `certdeck.ports.replays.Replays`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def last_id(self) -> int:
        """Return the place of the last entry of the log, 0 while it is empty."""
        row = self._link.row("SELECT coalesce(max(id), 0) AS last FROM study_log")
        return 0 if row is None else row["last"]

    def ratings(self, decks: Sequence[DeckId], face: FaceId | None = None) -> tuple[Rated, ...]:
        """Return the ratings of all faces of `decks`, or of one of them, in order, without those undone."""
        one, values = ("", ()) if face is None else (f" AND face = {NUMBER}", parts(face))
        rows = self._link.rows(f"{_with(RATINGS, decks)}{one} ORDER BY id", *decks, OWN, *values)
        return tuple(self._mixed(rows) if any(row["origin"] for row in rows) else self._from_here(rows))

    def touched(self, decks: Sequence[DeckId], after: int) -> tuple[FaceId, ...]:
        """Return the faces of `decks` that have entries behind place `after` of the log."""
        rows = self._link.rows(_with(TOUCHED, decks), *decks, OWN, after)
        return tuple(FaceId(row["face_id"]) for row in rows)

    def deck_of(self, face: FaceId) -> DeckId | None:
        """Return the deck of a face; None for one of the learner's own, and for one that is no longer in any deck."""
        row = self._link.row(DECK_OF, *parts(face), OWN)
        return None if row is None else DeckId(row["deck_id"])

    def put(self, memories: Mapping[FaceId, MemoryState]) -> None:
        """Give faces that were reviewed another memory; nothing is logged."""
        numbers = sorted((number, face) for face, number in numbers_of(self._link, list(memories)).items())
        self._link.run_many(
            PUT, [(memories[face].stability, memories[face].difficulty, number) for number, face in numbers]
        )

    def _from_here(self, rows: Sequence[Row]) -> Iterator[Rated]:
        """Read ratings of which none came from elsewhere."""
        seen: set[str] = set()
        for row in rows:
            face, start = row["face_id"], None
            if row["fresh"]:
                start = Schedule()
            elif face not in seen:
                start = self._before(row["id"])
            seen.add(face)
            yield Rated(row["id"], FaceId(face), known_time(row["at"]), Rating(row["rating"]), start)

    def _mixed(self, rows: Sequence[Row]) -> Iterator[Rated]:
        """Read ratings of which some came from elsewhere, face by face."""
        fresh = {row["id"]: bool(row["fresh"]) for row in rows}
        faces: dict[str, list[Rated]] = {}
        for row in rows:
            rated = Rated(
                row["id"],
                FaceId(row["face_id"]),
                known_time(row["at"]),
                Rating(row["rating"]),
                foreign=row["origin"] is not None,
            )
            faces.setdefault(rated.face, []).append(rated)
        forgets = self._forgets() if faces else {}
        for lines in map(in_order, faces.values()):
            renewed = made_new_before(lines, forgets.get(lines[0].face, ()))
            begins = begins_anew(lines, (line.id in renewed if line.foreign else fresh[line.id] for line in lines))
            for place, (line, anew) in enumerate(zip(lines, begins, strict=True)):
                start = Schedule() if anew else None if place else self._before(line.id)
                yield replace(line, start=start)

    def _forgets(self) -> dict[FaceId, list[Line]]:
        """Return where faces were made new, and that was not undone."""
        found: dict[FaceId, list[Line]] = {}
        for row in self._link.rows(FORGETS):
            line = Line(row["id"], known_time(row["at"]), row["origin"] is not None)
            found.setdefault(FaceId(row["face_id"]), []).append(line)
        return found

    def _before(self, entry: int) -> Schedule | None:
        row = self._link.row(BEFORE, entry)
        return None if row is None else codec.decode_state(FaceId(row["face_id"]), row["before"]).schedule


def _with(statement: str, decks: Sequence[DeckId]) -> str:
    """Give `statement` a place for each of `decks`, and one for the learner's own."""
    return statement.format(", ".join("?" * (len(decks) + 1)))
