"""Graded items, reasons, regradings and disputes in lists (see `certdeck.ports.sittings.Results`)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from certdeck.core.exam.draw import Past
from certdeck.core.exam.insight import MissReason
from certdeck.core.exam.report import Share
from certdeck.core.ids import BlueprintId, ItemId, SittingId, TaskId
from certdeck.ports.sittings import Dispute, GradedItem, Regrading, TaskResult

if TYPE_CHECKING:
    from tests.services.fake_store import Tables

NEVER = datetime.max.replace(tzinfo=UTC)


class FakeResults:
    """Graded items in a list (see `certdeck.ports.sittings.Results`)."""

    def __init__(self, tables: "Tables") -> None:
        self._tables = tables

    def put(self, items: Sequence[GradedItem]) -> None:
        self._tables.graded += items

    def ungraded(self) -> tuple[SittingId, ...]:
        graded = {item.sitting for item in self._tables.graded}
        heads = self._tables.heads
        return tuple(name for name in sorted(heads) if heads[name].finished_at is not None and name not in graded)

    def of_item(self, item: ItemId) -> tuple[GradedItem, ...]:
        found = [entry for entry in self._tables.graded if entry.item == item]
        return tuple(sorted(found, key=lambda entry: entry.sitting))

    def by_task(self, blueprint: BlueprintId) -> tuple[TaskResult, ...]:
        marks: dict[tuple[SittingId, TaskId], list[bool]] = {}
        for item in self._tables.graded:
            if item.scored and self._tables.heads[item.sitting].blueprint == blueprint:
                marks.setdefault((item.sitting, item.task), []).append(item.right)
        return tuple(TaskResult(*key, Share(sum(marks[key]), len(marks[key]))) for key in sorted(marks))

    def past(self) -> Mapping[ItemId, Past]:
        known: dict[ItemId, Past] = {}
        heads = self._tables.heads
        for item in sorted(self._tables.graded, key=lambda entry: heads[entry.sitting].finished_at or NEVER):
            if item.seen:
                times = known[item.item].times + 1 if item.item in known else 1
                at = self._tables.heads[item.sitting].started_at
                known[item.item] = Past(times, at, not item.right, item.flagged)
        for name, fresh in self._tables.fresh.items():
            if self._tables.heads[name].finished_at is None:
                for entry in fresh.form.items:
                    before = known.get(entry.question.id, Past(0, fresh.started_at))
                    last = max(before.last_seen, fresh.started_at)
                    known[entry.question.id] = replace(before, times=before.times + 1, last_seen=last)
        return known

    def missed(self, blueprint: BlueprintId) -> int:
        past = self.past()
        asked = [item.id for deck in self._tables.decks.values() for item in deck.questions if item.coverage(blueprint)]
        return sum(name in past and past[name].missed for name in asked)

    def put_reason(self, sitting: SittingId, position: int, reason: MissReason | None, at: datetime) -> None:
        self._tables.reasons.append((sitting, position, reason))

    def reasons(self, sitting: SittingId) -> Mapping[int, MissReason]:
        last = {position: reason for name, position, reason in self._tables.reasons if name == sitting}
        return {position: reason for position, reason in last.items() if reason is not None}

    def put_regrading(self, regrading: Regrading) -> None:
        self._tables.regradings.append(regrading)

    def regradings(self, sitting: SittingId) -> tuple[Regrading, ...]:
        found = [entry for entry in self._tables.regradings if entry.sitting == sitting]
        return tuple(sorted(found, key=lambda entry: entry.at))

    def put_dispute(self, dispute: Dispute) -> None:
        self._tables.disputes.append(dispute)

    def disputes(self) -> tuple[Dispute, ...]:
        last = {entry.item: (number, entry) for number, entry in enumerate(self._tables.disputes)}
        return tuple(entry for _, entry in sorted(last.values(), key=lambda pair: pair[0]) if entry.text)
