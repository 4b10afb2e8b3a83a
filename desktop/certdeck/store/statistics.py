"""Columns for the figures. SQLite hands each one over as a single text: far quicker than a row at a time."""

from datetime import datetime
from sqlite3 import Row
from typing import TYPE_CHECKING, Final

from certdeck.core.ids import BlueprintId, BulletId
from certdeck.core.scheduling.schedule import Phase
from certdeck.core.scheduling.scope import Scope
from certdeck.core.statistics.columns import (
    MATURE_FROM,
    RETAINED_FROM,
    THOUSANDTHS,
    UNKNOWN,
    BulletFaces,
    Faces,
    Ratings,
    Stage,
    column,
)
from certdeck.store.connection import MICROSECOND, Link, Value, stored_time
from certdeck.store.face_numbers import of_item
from certdeck.store.own_cards import OWN

if TYPE_CHECKING:
    from certdeck.core.statistics.columns import Whole

SECOND: Final = 1_000_000
"""Microseconds."""
LONG: Final = "(ifnull(interval, 0) >= {})"
STANDING: Final = (
    f"ifnull(length(phase), 0) * 4 "
    f"+ {LONG.format(RETAINED_FROM // MICROSECOND)} + {LONG.format(MATURE_FROM // MICROSECOND)}"
)
"""How a face stood before a rating: the length of the word for its phase, which is another one for each, times four,
plus how long its interval was: 0 short, 1 long enough that its retention counts, 2 mature. A CASE takes longer.
"""
STANDINGS: Final = 64
"""More than there are."""
RATED: Final = 8
"""Times the standing, plus the rating."""
ANSWERED_AT: Final = STANDINGS * RATED
"""Times the second, plus standing and rating."""
STABILITY: Final = f"CAST(stability * {THOUSANDTHS} + 0.5 AS INTEGER)"
UNDONE: Final = """
    SELECT undoes FROM (SELECT undoes, kind, max(id) FROM study_log WHERE undoes IS NOT NULL GROUP BY undoes)
    WHERE kind = 'undo'
"""
"""Entries whose last word is an undo: beside max() the kind is that of its row."""
RATINGS: Final = f"""
    SELECT group_concat(at / {SECOND} * {ANSWERED_AT} + ({STANDING}) * {RATED} + rating) AS answer,
        group_concat(milliseconds) AS milliseconds,
        group_concat(ifnull(elapsed / {SECOND}, {UNKNOWN})) AS elapsed,
        group_concat(ifnull({STABILITY}, {UNKNOWN})) AS stability
    FROM study_log WHERE +kind = 'rate'
"""
"""Time, standing and rating come as one number, because each column costs its time.

The log is read from its beginning to its end: an index that led to nearly all of it would only take longer, and one
that held all that is asked would be half as large as the log. The plus signs have SQLite leave the indexes alone.
"""
ANY_UNDONE: Final = "SELECT 1 FROM study_log WHERE undoes IS NOT NULL LIMIT 1"
NOT_UNDONE: Final = f" AND id NOT IN ({UNDONE})"
FACES: Final = f"""
    SELECT group_concat({STABILITY}) AS stability,
        group_concat(CAST(difficulty * {THOUSANDTHS} + 0.5 AS INTEGER)) AS difficulty,
        group_concat(last_review / {SECOND}) AS reviewed,
        group_concat(CASE WHEN suspended THEN {UNKNOWN} ELSE due / {SECOND} END) AS due
    FROM face_state AS state WHERE stability IS NOT NULL
"""
COUNT: Final = "SELECT count(*) AS faces FROM face_state AS state WHERE entry IS NOT NULL"
GONE: Final = "SELECT EXISTS (SELECT 1 FROM face_state WHERE entry IS NULL) AS any"
"""Few libraries have states of faces that are gone: only then each is looked at."""
HERE: Final = "AND entry IS NOT NULL"
MEMORY: Final = "FILTER (WHERE stability IS NOT NULL)"
OF_DECK: Final = "SELECT face FROM face_state WHERE deck_id = ? AND entry IS NOT NULL"
OF_EXAM: Final = f"""
    SELECT state.face FROM coverage JOIN entry ON entry.item_id = coverage.item_id
    JOIN face_state AS state ON state.face {of_item("entry.key")} AND state.entry IS NOT NULL
    WHERE coverage.blueprint_id = ? AND coverage.rank = 0 AND coverage.bullet_id GLOB ?
        AND +state.deck_id IN (?, '{OWN}')
"""
BULLET_FACES: Final = f"""
    SELECT coverage.bullet_id, count(*) AS faces, group_concat({STABILITY}) {MEMORY} AS stability,
        group_concat(last_review / {SECOND}) {MEMORY} AS reviewed
    FROM coverage JOIN entry ON entry.item_id = coverage.item_id
    JOIN face_state AS state ON state.face {of_item("entry.key")} AND state.entry IS NOT NULL
    WHERE coverage.blueprint_id = ? AND coverage.rank <= ? AND NOT suspended
    GROUP BY coverage.bullet_id
"""
BULLET_QUESTIONS: Final = """
    WITH met AS (
        SELECT item_id, sum(graded_item.right) AS correct, count(*) AS answered
        FROM graded_item WHERE seen GROUP BY item_id
    )
    SELECT coverage.bullet_id, count(*) AS questions, count(met.item_id) AS seen,
        coalesce(sum(met.correct), 0) AS correct, coalesce(sum(met.answered), 0) AS answered
    FROM coverage JOIN entry ON entry.item_id = coverage.item_id AND entry.kind = 'question'
    LEFT JOIN met ON met.item_id = entry.item_id
    WHERE coverage.blueprint_id = ? AND coverage.rank <= ?
    GROUP BY coverage.bullet_id
"""
ANSWERED: Final = """
    SELECT count(*) AS questions FROM graded_item JOIN sitting ON sitting.id = graded_item.sitting_id
    WHERE graded_item.seen AND sitting.finished_at >= ?
"""
ANY_RANK: Final = 1_000_000


class FigureTables:
    """Columns for the figures (see `certdeck.ports.statistics.Figures`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def ratings(self, scope: Scope | None) -> Ratings:
        """Return every rating that was not taken back, of the faces of `scope`."""
        # Looking for each rating among those undone takes an eighth of the time, even where there is none.
        held = "" if self._link.row(ANY_UNDONE) is None else NOT_UNDONE
        row = self._of(RATINGS + held, "+face", scope)
        answered = _numbers(row["answer"])
        answer = answered % ANSWERED_AT
        return Ratings(
            at=answered // ANSWERED_AT,
            stage=_stages()[answer // RATED],
            rating=answer % RATED,
            milliseconds=_numbers(row["milliseconds"]),
            elapsed=_numbers(row["elapsed"]).clip(UNKNOWN),
            stability=_numbers(row["stability"]),
        )

    def faces(self, scope: Scope | None) -> Faces:
        """Return the faces of `scope` that are in the library."""
        gone = self._link.row(GONE)
        statement = f"{FACES} {HERE}" if scope is None and gone is not None and gone["any"] else FACES
        row = self._of(statement, "state.face", scope)
        known = _numbers(row["stability"])
        return Faces(
            stability=known,
            difficulty=_numbers(row["difficulty"]),
            reviewed=_numbers(row["reviewed"]),
            due=_numbers(row["due"]),
            new=self._of(COUNT, "state.face", scope)["faces"] - len(known),
        )

    def bullets(self, exam: BlueprintId, *, main: bool) -> tuple[BulletFaces, ...]:
        """Return the faces and questions of each bullet of `exam` that has any, by id."""
        rank = 0 if main else ANY_RANK
        faces = {row["bullet_id"]: row for row in self._link.rows(BULLET_FACES, exam, rank)}
        questions = {row["bullet_id"]: row for row in self._link.rows(BULLET_QUESTIONS, exam, rank)}
        return tuple(
            _bullet(BulletId(bullet), faces.get(bullet), questions.get(bullet))
            for bullet in sorted(faces.keys() | questions.keys())
        )

    def answered(self, scope: Scope | None, since: datetime) -> int:
        """Count the questions met in exams of `scope` that ended at or after `since`."""
        values: list[Value] = [stored_time(since)]
        statement = ANSWERED
        if scope is not None:
            statement += " AND sitting.deck_id = ?"
            values.append(scope.deck)
            if scope.exam is not None:
                statement += " AND sitting.blueprint_id = ?"
                values.append(scope.exam)
        row = self._link.row(statement, *values)
        return 0 if row is None else int(row["questions"])

    def _of(self, statement: str, face: str, scope: Scope | None) -> Row:
        """Return the one row of `statement`, whose column `face` is held to the faces of `scope`."""
        if scope is None:
            (row,) = self._link.rows(statement)
        elif scope.exam is None:
            (row,) = self._link.rows(f"{statement} AND {face} IN ({OF_DECK})", scope.deck)
        else:
            pattern = f"{scope.part}.*" if scope.part else "*"
            (row,) = self._link.rows(f"{statement} AND {face} IN ({OF_EXAM})", scope.exam, pattern, scope.deck)
        return row


def _bullet(bullet: BulletId, faces: Row | None, questions: Row | None) -> BulletFaces:
    return BulletFaces(
        bullet,
        faces["faces"] if faces else 0,
        _numbers(faces["stability"]) if faces else column(),
        _numbers(faces["reviewed"]) if faces else column(),
        questions["questions"] if questions else 0,
        questions["seen"] if questions else 0,
        questions["correct"] if questions else 0,
        questions["answered"] if questions else 0,
    )


def _numbers(text: str | None) -> "Whole":
    """Read whole numbers with commas between them, without making an object of each; of no rows there is no text."""
    import numpy as np

    return np.fromstring(text, np.int64, sep=",") if text else column()


def _stages() -> "Whole":
    """Return the stage of each standing."""
    import numpy as np

    stages = np.full(STANDINGS, Stage.RELEARNING.value, np.int64)
    for phase in Phase:
        place = len(phase.value) * 4
        short = Stage.YOUNG if phase is Phase.REVIEW else Stage[phase.name]
        stages[place : place + 3] = short.value, Stage.YOUNG.value, Stage.MATURE.value
    return stages
