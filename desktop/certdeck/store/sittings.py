"""Sittings and their events in the database."""

from datetime import datetime
from sqlite3 import Row
from typing import Final

from certdeck.core.errors import ExamError, SittingEnded
from certdeck.core.exam.conduct import SittingKind
from certdeck.core.exam.events import Ending, Event
from certdeck.core.exam.report import Share
from certdeck.core.exam.sitting import Sitting, new_sitting, replayed
from certdeck.core.exam.survey import Survey
from certdeck.core.ids import BlueprintId, DeckId, SittingId
from certdeck.ports.sittings import SittingHead
from certdeck.store import exam_codec
from certdeck.store.connection import Link, known_time, read_time, stored_time

PUT_SITTING: Final = (
    "INSERT INTO sitting (deck_id, blueprint_id, title, seed, form, started_at, seconds_allowed, elapsed, kind, "
    "form_name, conduct, deck_version, ticked_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0.0, ?, ?, ?, ?, ?)"
)
FINISH: Final = (
    "UPDATE sitting SET finished_at = ?, ending = ?, scaled = ?, right_count = ?, scored_count = ? WHERE id = ?"
)
UNTIMED: Final = 0.0
"""What `seconds_allowed` holds where there is no limit."""
PUT_EVENT: Final = "INSERT INTO sitting_event (sitting_id, kind, content, elapsed, at) VALUES (?, ?, ?, ?, ?)"
HEAD: Final = (
    "SELECT id, deck_id, blueprint_id, title, seed, started_at, seconds_allowed, elapsed, kind, form_name, conduct, "
    "deck_version, ticked_at, finished_at, ending, scaled, right_count, scored_count FROM sitting "
)

TICK: Final = """
    UPDATE sitting SET elapsed = max(elapsed, ?), ticked_at = max(coalesce(ticked_at, 0), ?)
    WHERE id = ? AND finished_at IS NULL
"""


class SittingTables:
    """Sittings (see `certdeck.ports.sittings.Sittings`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, head: SittingHead, sitting: Sitting) -> SittingId:
        """Store a new sitting with its form and return its id."""
        identity = SittingId(
            self._link.run(
                PUT_SITTING,
                head.deck,
                head.blueprint,
                head.title,
                head.seed,
                exam_codec.encode_form(sitting.form),
                stored_time(head.started_at),
                UNTIMED if head.seconds_allowed is None else head.seconds_allowed,
                head.kind.value,
                head.form,
                exam_codec.encode_conduct(head.conduct),
                head.deck_version,
                stored_time(head.started_at),
            )
        )
        self._link.run_many(
            "INSERT INTO sitting_item (sitting_id, position, item_id) VALUES (?, ?, ?)",
            [(identity, position, item.question.id) for position, item in enumerate(sitting.form.items)],
        )
        return identity

    def append(self, sitting: SittingId, event: Event, elapsed: float, at: datetime) -> None:
        """Append `event`, which happened after `elapsed` seconds. Raises `SittingEnded` when the sitting has ended."""
        row = self._link.row("SELECT finished_at FROM sitting WHERE id = ?", sitting)
        if row is None:
            raise ExamError(_none(sitting))
        if row["finished_at"] is not None:
            raise SittingEnded("This exam has ended. Its answers are kept; open its report.")
        kind, content = exam_codec.encode_event(event)
        self._link.run(PUT_EVENT, sitting, kind, content, elapsed, stored_time(at))
        self.tick(sitting, elapsed, at)

    def length(self, sitting: SittingId) -> int:
        """Return how many events are stored."""
        row = self._link.row("SELECT count(*) AS length FROM sitting_event WHERE sitting_id = ?", sitting)
        return 0 if row is None else int(row["length"])

    def tick(self, sitting: SittingId, elapsed: float, at: datetime) -> None:
        """Remember that `elapsed` seconds have been used; never fewer than before, and none after the end.

        Nor does the time of the last tick go back: a computer clock that is put right again must not take time away.
        """
        self._link.run(
            TICK,
            elapsed,
            stored_time(at),
            sitting,
        )

    def finish(self, sitting: SittingId, ending: Ending, scaled: int | None, result: Share, at: datetime) -> None:
        """Mark the sitting as finished."""
        self._link.run(
            FINISH,
            stored_time(at),
            ending.value,
            scaled,
            result.right,
            result.total,
            sitting,
        )

    def load(self, sitting: SittingId) -> Sitting:
        """Return the sitting as it stands. Raises `ExamError` if there is none."""
        row = self._link.row("SELECT * FROM sitting WHERE id = ?", sitting)
        if row is None:
            raise ExamError(_none(sitting))
        fresh = new_sitting(
            SittingId(row["id"]),
            row["title"],
            exam_codec.decode_form(row["form"]),
            started_at=known_time(row["started_at"]),
            seconds_allowed=row["seconds_allowed"] or None,
            kind=SittingKind(row["kind"]),
            conduct=exam_codec.decode_conduct(row["conduct"]),
        )
        events = self._link.rows(
            "SELECT kind, content, elapsed FROM sitting_event WHERE sitting_id = ? ORDER BY id", sitting
        )
        played = replayed(
            fresh, ((exam_codec.decode_event(event["kind"], event["content"]), event["elapsed"]) for event in events)
        )
        return played.ticked(row["elapsed"])

    def heads(self) -> tuple[SittingHead, ...]:
        """Return all sittings, the one begun last first: those of another computer come later and may be older."""
        return tuple(_head(row) for row in self._link.rows(HEAD + "ORDER BY started_at DESC, id DESC"))

    def head(self, sitting: SittingId) -> SittingHead:
        """Return one sitting as lists show it. Raises `ExamError` if there is none."""
        row = self._link.row(HEAD + "WHERE id = ?", sitting)
        if row is None:
            raise ExamError(_none(sitting))
        return _head(row)

    def put_survey(self, sitting: SittingId, survey: Survey) -> None:
        """Store what the learner said after the exam."""
        self._link.run("UPDATE sitting SET survey = ? WHERE id = ?", exam_codec.encode_survey(survey), sitting)

    def survey(self, sitting: SittingId) -> Survey | None:
        """Return what the learner said after the exam, or None."""
        row = self._link.row("SELECT survey FROM sitting WHERE id = ?", sitting)
        return None if row is None else exam_codec.decode_survey(row["survey"])


def _none(sitting: SittingId) -> str:
    return f"There is no exam number {sitting}. Choose one from the list of exams."


def _head(row: Row) -> SittingHead:
    return SittingHead(
        id=SittingId(row["id"]),
        deck=DeckId(row["deck_id"]),
        blueprint=BlueprintId(row["blueprint_id"]),
        title=row["title"],
        seed=row["seed"],
        started_at=known_time(row["started_at"]),
        seconds_allowed=row["seconds_allowed"] or None,
        elapsed=row["elapsed"],
        kind=SittingKind(row["kind"]),
        form=row["form_name"],
        conduct=exam_codec.decode_conduct(row["conduct"]),
        deck_version=row["deck_version"],
        ticked_at=read_time(row["ticked_at"]),
        finished_at=read_time(row["finished_at"]),
        ending=None if row["ending"] is None else Ending(row["ending"]),
        scaled=row["scaled"],
        result=None if row["scored_count"] is None else Share(row["right_count"], row["scored_count"]),
    )
