"""What is known of finished sittings, in the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from sqlite3 import Row
from typing import Final

from certdeck.core.exam.draw import Past
from certdeck.core.exam.events import Confidence
from certdeck.core.exam.insight import MissReason
from certdeck.core.exam.report import Share
from certdeck.core.ids import BlueprintId, ItemId, SittingId, TaskId
from certdeck.ports.sittings import Dispute, GradedItem, Regrading, TaskResult
from certdeck.store import exam_codec
from certdeck.store.connection import Link, known_time, stored_time

PUT_ITEM: Final = (
    "INSERT INTO graded_item (sitting_id, position, item_id, task_id, scored, right, seen, flagged, seconds, turns, "
    "confidence, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
UNGRADED: Final = """
    SELECT id FROM sitting WHERE finished_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM graded_item WHERE graded_item.sitting_id = sitting.id)
    ORDER BY id
"""
BY_TASK: Final = """
    SELECT item.sitting_id, item.task_id, sum(item.right) AS correct, count(*) AS total
    FROM graded_item AS item JOIN sitting ON sitting.id = item.sitting_id
    WHERE sitting.blueprint_id = ? AND item.scored
    GROUP BY item.sitting_id, item.task_id ORDER BY item.sitting_id, item.task_id
"""
ENDED: Final = """
    WITH ended AS MATERIALIZED (SELECT id, started_at, finished_at FROM sitting WHERE finished_at IS NOT NULL)
"""
"""Times lie behind the form in a row, which is long: they are read once for each sitting, not for each question."""
PAST: Final = f"""{ENDED}
    SELECT item.item_id, count(*) AS times, item.right, item.flagged, ended.started_at AS seen_at,
        max(ended.finished_at) AS last
    FROM graded_item AS item JOIN ended ON ended.id = item.sitting_id
    WHERE item.seen GROUP BY item.item_id
"""
"""The sitting that ended last counts: beside max() the other columns are those of its row."""
MISSED: Final = f"""{ENDED}, last AS (
        SELECT item.item_id, item.right, max(ended.finished_at)
        FROM graded_item AS item JOIN ended ON ended.id = item.sitting_id
        WHERE item.seen GROUP BY item.item_id
    )
    SELECT count(*) AS missed FROM last
    WHERE NOT right AND item_id IN (SELECT item_id FROM coverage WHERE blueprint_id = ?)
"""
DRAWN: Final = """
    SELECT item.item_id, count(*) AS times, max(sitting.started_at) AS seen_at
    FROM sitting_item AS item JOIN sitting ON sitting.id = item.sitting_id
    WHERE sitting.finished_at IS NULL GROUP BY item.item_id
"""
DISPUTES: Final = """
    SELECT max(id) AS id, item_id, text, deck_version, at FROM dispute GROUP BY item_id HAVING text != '' ORDER BY id
"""


class ResultTables:
    """Finished sittings (see `certdeck.ports.sittings.Results`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def put(self, items: Sequence[GradedItem]) -> None:
        """Store how the questions of a sitting went."""
        self._link.run_many(
            PUT_ITEM,
            [
                (
                    item.sitting,
                    item.position,
                    item.item,
                    item.task,
                    item.scored,
                    item.right,
                    item.seen,
                    item.flagged,
                    item.seconds,
                    item.turns,
                    None if item.confidence is None else item.confidence.value,
                    exam_codec.encode_answer(item.answer),
                )
                for item in items
            ],
        )

    def ungraded(self) -> tuple[SittingId, ...]:
        """Return the finished sittings of which nothing is stored here."""
        return tuple(SittingId(row["id"]) for row in self._link.rows(UNGRADED))

    def of_item(self, item: ItemId) -> tuple[GradedItem, ...]:
        """Return how `item` went each time, oldest first."""
        rows = self._link.rows("SELECT * FROM graded_item WHERE item_id = ? ORDER BY sitting_id", item)
        return tuple(map(_item, rows))

    def by_task(self, blueprint: BlueprintId) -> tuple[TaskResult, ...]:
        """Return the scored results of every finished sitting of `blueprint`, oldest first."""
        return tuple(
            TaskResult(SittingId(row["sitting_id"]), TaskId(row["task_id"]), Share(row["correct"], row["total"]))
            for row in self._link.rows(BY_TASK, blueprint)
        )

    def past(self) -> Mapping[ItemId, Past]:
        """Return what is known of each question that was ever looked at, or is part of a running sitting."""
        known = {
            ItemId(row["item_id"]): Past(
                row["times"], known_time(row["seen_at"]), not row["right"], bool(row["flagged"])
            )
            for row in self._link.rows(PAST)
        }
        for row in self._link.rows(DRAWN):
            name, at = ItemId(row["item_id"]), known_time(row["seen_at"])
            before = known.get(name, Past(0, at))
            known[name] = Past(before.times + row["times"], max(before.last_seen, at), before.missed, before.flagged)
        return known

    def missed(self, blueprint: BlueprintId) -> int:
        """Return how many of the questions that cover `blueprint` now were missed when they were last looked at."""
        row = self._link.row(MISSED, blueprint)
        return 0 if row is None else int(row["missed"])

    def put_reason(self, sitting: SittingId, position: int, reason: MissReason | None, at: datetime) -> None:
        """Store why the question at `position` was missed; None takes it back."""
        self._link.run(
            "INSERT INTO miss_reason (sitting_id, position, reason, at) VALUES (?, ?, ?, ?)",
            sitting,
            position,
            None if reason is None else reason.value,
            stored_time(at),
        )

    def reasons(self, sitting: SittingId) -> Mapping[int, MissReason]:
        """Return the reasons given in `sitting`, by 0-based position; the last word counts."""
        rows = self._link.rows("SELECT position, reason FROM miss_reason WHERE sitting_id = ? ORDER BY id", sitting)
        last = {row["position"]: row["reason"] for row in rows}
        return {position: MissReason(reason) for position, reason in last.items() if reason is not None}

    def put_regrading(self, regrading: Regrading) -> None:
        """Store a later grading beside the first."""
        self._link.run(
            "INSERT INTO regrading (sitting_id, at, deck_version, scaled, right_count, scored_count, changed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            regrading.sitting,
            stored_time(regrading.at),
            regrading.deck_version,
            regrading.scaled,
            regrading.result.right,
            regrading.result.total,
            exam_codec.encode_names(regrading.changed),
        )

    def regradings(self, sitting: SittingId) -> tuple[Regrading, ...]:
        """Return the later gradings of `sitting`, oldest first."""
        rows = self._link.rows("SELECT * FROM regrading WHERE sitting_id = ? ORDER BY at, id", sitting)
        return tuple(map(_regrading, rows))

    def put_dispute(self, dispute: Dispute) -> None:
        """Store what is held against an item."""
        self._link.run(
            "INSERT INTO dispute (item_id, text, deck_version, at) VALUES (?, ?, ?, ?)",
            dispute.item,
            dispute.text,
            dispute.deck_version,
            stored_time(dispute.at),
        )

    def disputes(self) -> tuple[Dispute, ...]:
        """Return the last word on each item, oldest first; withdrawn ones are left out."""
        return tuple(
            Dispute(ItemId(row["item_id"]), row["text"], row["deck_version"], known_time(row["at"]))
            for row in self._link.rows(DISPUTES)
        )


def _item(row: Row) -> GradedItem:
    return GradedItem(
        sitting=SittingId(row["sitting_id"]),
        position=row["position"],
        item=ItemId(row["item_id"]),
        task=TaskId(row["task_id"]),
        scored=bool(row["scored"]),
        right=bool(row["right"]),
        seen=bool(row["seen"]),
        flagged=bool(row["flagged"]),
        seconds=row["seconds"],
        turns=row["turns"],
        confidence=None if row["confidence"] is None else Confidence(row["confidence"]),
        answer=exam_codec.decode_answer(row["answer"]),
    )


def _regrading(row: Row) -> Regrading:
    return Regrading(
        sitting=SittingId(row["sitting_id"]),
        at=known_time(row["at"]),
        deck_version=row["deck_version"],
        scaled=row["scaled"],
        result=Share(row["right_count"], row["scored_count"]),
        changed=exam_codec.decode_names(row["changed"]),
    )
