"""Sittings and their events in the database."""

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Row
from typing import Final

from certdeck.core.errors import ExamError
from certdeck.core.exam.sitting import Ending, Event, Sitting, new_sitting, replayed
from certdeck.core.ids import BlueprintId, DeckId, ItemId, SittingId
from certdeck.ports.store import SittingHead
from certdeck.store import codec
from certdeck.store.connection import Link, known_time, read_time, stored_time

PUT_SITTING: Final = (
    "INSERT INTO sitting (deck_id, blueprint_id, title, seed, form, started_at, seconds_allowed, elapsed) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, 0.0)"
)
PUT_EVENT: Final = "INSERT INTO sitting_event (sitting_id, kind, content, elapsed, at) VALUES (?, ?, ?, ?, ?)"
HEADS: Final = (
    "SELECT id, deck_id, blueprint_id, title, seed, started_at, seconds_allowed, elapsed, finished_at, ending, scaled "
    "FROM sitting ORDER BY id DESC"
)
LAST_SEEN: Final = (
    "SELECT item.item_id, max(sitting.started_at) AS seen "
    "FROM sitting_item AS item JOIN sitting ON sitting.id = item.sitting_id GROUP BY item.item_id"
)


class SittingTables:
    """Sittings (see `certdeck.ports.store.Sittings`)."""

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
                codec.encode_form(sitting.form),
                stored_time(head.started_at),
                head.seconds_allowed,
            )
        )
        self._link.run_many(
            "INSERT INTO sitting_item (sitting_id, position, item_id) VALUES (?, ?, ?)",
            [(identity, position, item.question.id) for position, item in enumerate(sitting.form.items)],
        )
        return identity

    def append(self, sitting: SittingId, event: Event, elapsed: float, at: datetime) -> None:
        """Append `event`, which happened after `elapsed` seconds. Raises `ExamError` when the sitting has ended."""
        row = self._link.row("SELECT finished_at FROM sitting WHERE id = ?", sitting)
        if row is None:
            raise ExamError(_none(sitting))
        if row["finished_at"] is not None:
            raise ExamError("This exam has ended. Its answers are kept; open its report.")
        kind, content = codec.encode_event(event)
        self._link.run(PUT_EVENT, sitting, kind, content, elapsed, stored_time(at))
        self.tick(sitting, elapsed)

    def tick(self, sitting: SittingId, elapsed: float) -> None:
        """Remember that `elapsed` seconds have been used; never fewer than before, and none after the end."""
        self._link.run(
            "UPDATE sitting SET elapsed = max(elapsed, ?) WHERE id = ? AND finished_at IS NULL", elapsed, sitting
        )

    def finish(self, sitting: SittingId, ending: Ending, scaled: int, at: datetime) -> None:
        """Mark the sitting as finished."""
        self._link.run(
            "UPDATE sitting SET finished_at = ?, ending = ?, scaled = ? WHERE id = ?",
            stored_time(at),
            ending.value,
            scaled,
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
            codec.decode_form(row["form"]),
            started_at=known_time(row["started_at"]),
            seconds_allowed=row["seconds_allowed"],
        )
        events = self._link.rows(
            "SELECT kind, content, elapsed FROM sitting_event WHERE sitting_id = ? ORDER BY id", sitting
        )
        played = replayed(
            fresh, ((codec.decode_event(event["kind"], event["content"]), event["elapsed"]) for event in events)
        )
        return played.ticked(row["elapsed"])

    def heads(self) -> tuple[SittingHead, ...]:
        """Return all sittings, the newest first."""
        return tuple(_head(row) for row in self._link.rows(HEADS))

    def last_seen(self) -> Mapping[ItemId, datetime]:
        """Return when each question was last part of a sitting."""
        return {ItemId(row["item_id"]): known_time(row["seen"]) for row in self._link.rows(LAST_SEEN)}


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
        seconds_allowed=row["seconds_allowed"],
        elapsed=row["elapsed"],
        finished_at=read_time(row["finished_at"]),
        ending=None if row["ending"] is None else Ending(row["ending"]),
        scaled=row["scaled"],
    )
