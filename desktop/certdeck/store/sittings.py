"""Sittings and their events in the database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from certdeck.core.errors import ExamError
from certdeck.core.exam.sitting import Ending, Event, Sitting, new_sitting, replayed
from certdeck.core.ids import BlueprintId, DeckId, ItemId, SittingId
from certdeck.ports.store import SittingHead
from certdeck.store import codec, tables

SITTING, ITEM, EVENT = tables.sitting.c, tables.sitting_item.c, tables.sitting_event.c


class SittingTables:
    """Sittings (see `certdeck.ports.store.Sittings`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, head: SittingHead, sitting: Sitting) -> SittingId:
        """Store a new sitting with its form and return its id."""
        result = self._connection.execute(
            insert(tables.sitting).values(
                deck_id=head.deck,
                blueprint_id=head.blueprint,
                title=head.title,
                seed=head.seed,
                form=codec.encode_form(sitting.form),
                started_at=head.started_at,
                seconds_allowed=head.seconds_allowed,
                elapsed=0.0,
            )
        )
        identity = SittingId(result.lastrowid)
        self._connection.execute(
            insert(tables.sitting_item),
            [
                {"sitting_id": identity, "position": position, "item_id": item.question.id}
                for position, item in enumerate(sitting.form.items)
            ],
        )
        return identity

    def append(self, sitting: SittingId, event: Event, elapsed: float, at: datetime) -> None:
        """Append `event`, which happened after `elapsed` seconds."""
        kind, content = codec.encode_event(event)
        self._connection.execute(
            insert(tables.sitting_event).values(sitting_id=sitting, kind=kind, content=content, elapsed=elapsed, at=at)
        )
        self.tick(sitting, elapsed)

    def tick(self, sitting: SittingId, elapsed: float) -> None:
        """Remember that `elapsed` seconds have been used."""
        self._connection.execute(update(tables.sitting).where(SITTING.id == sitting).values(elapsed=elapsed))

    def finish(self, sitting: SittingId, ending: Ending, scaled: int, at: datetime) -> None:
        """Mark the sitting as finished."""
        values = {"finished_at": at, "ending": ending.value, "scaled": scaled}
        self._connection.execute(update(tables.sitting).where(SITTING.id == sitting).values(values))

    def load(self, sitting: SittingId) -> Sitting:
        """Return the sitting as it stands. Raises `ExamError` if there is none."""
        row = self._connection.execute(select(tables.sitting).where(SITTING.id == sitting)).first()
        if row is None:
            raise ExamError(f"There is no exam number {sitting}. Choose one from the list of exams.")
        fresh = new_sitting(
            SittingId(row.id),
            row.title,
            codec.decode_form(row.form),
            started_at=row.started_at,
            seconds_allowed=row.seconds_allowed,
        )
        events = self._connection.execute(
            select(EVENT.kind, EVENT.content, EVENT.elapsed).where(EVENT.sitting_id == sitting).order_by(EVENT.id)
        )
        played = replayed(fresh, ((codec.decode_event(event.kind, event.content), event.elapsed) for event in events))
        return played.ticked(row.elapsed)

    def heads(self) -> tuple[SittingHead, ...]:
        """Return all sittings, the newest first."""
        columns = [column for column in SITTING if column.name != "form"]
        rows = self._connection.execute(select(*columns).order_by(SITTING.id.desc()))
        return tuple(_head(row) for row in rows)

    def last_seen(self) -> Mapping[ItemId, datetime]:
        """Return when each question was last part of a sitting."""
        query = (
            select(ITEM.item_id, func.max(SITTING.started_at, type_=SITTING.started_at.type).label("seen"))
            .join(tables.sitting, SITTING.id == ITEM.sitting_id)
            .group_by(ITEM.item_id)
        )
        return {ItemId(row.item_id): row.seen for row in self._connection.execute(query)}


def _head(row: Row[Any]) -> SittingHead:
    return SittingHead(
        id=SittingId(row.id),
        deck=DeckId(row.deck_id),
        blueprint=BlueprintId(row.blueprint_id),
        title=row.title,
        seed=row.seed,
        started_at=row.started_at,
        seconds_allowed=row.seconds_allowed,
        elapsed=row.elapsed,
        finished_at=row.finished_at,
        ending=None if row.ending is None else Ending(row.ending),
        scaled=row.scaled,
    )
