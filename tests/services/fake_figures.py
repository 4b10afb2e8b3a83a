"""Columns for the figures from dicts (see `certdeck.ports.statistics.Figures`)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from certdeck.core.deck import Card, Coverage, Item, Question
from certdeck.core.ids import BlueprintId, BulletId, FaceId
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.schedule import FaceState
from certdeck.core.scheduling.scope import Scope
from certdeck.core.statistics.columns import UNKNOWN, BulletFaces, Faces, Ratings, column, stage_of
from certdeck.ports.sittings import GradedItem, SittingHead
from certdeck.store.connection import EPOCH
from tests.services.fake_history import standing_ratings
from tests.services.fake_queue import Shelf

if TYPE_CHECKING:
    from certdeck.core.statistics.columns import Whole

SECOND = timedelta(seconds=1)


@dataclass
class Exams:
    """Graded items with the heads of their sittings."""

    graded: Sequence[GradedItem]
    head: Callable[[GradedItem], SittingHead]


class FakeFigures:
    """Looks at everything there is."""

    def __init__(self, shelf: Shelf, exams: Exams) -> None:
        self._shelf = shelf
        self._exams = exams

    def ratings(self, scope: Scope | None) -> Ratings:
        entries = [
            entry
            for entry in standing_ratings(self._shelf.log)
            if scope is None or entry.after.face in self._names(scope)
        ]
        before = [entry.before.schedule for entry in entries]
        memories = [schedule.memory for schedule in before]
        elapsed = [
            UNKNOWN if schedule.last_review is None else max(UNKNOWN, (entry.at - schedule.last_review) // SECOND)
            for entry, schedule in zip(entries, before, strict=True)
        ]
        return Ratings(
            column([_seconds(entry.at) for entry in entries]),
            column([stage_of(schedule) for schedule in before]),
            column([entry.rating or 0 for entry in entries]),
            column([entry.milliseconds for entry in entries]),
            column(elapsed),
            column([_thousandths(memory.stability) if memory else UNKNOWN for memory in memories]),
        )

    def faces(self, scope: Scope | None) -> Faces:
        states = [self._shelf.states.get(name, FaceState(name)) for name in self._names(scope)]
        stability, reviewed = _memories(states)
        known = [state for state in states if state.schedule.memory is not None]
        due = [UNKNOWN if state.suspended else _seconds(state.schedule.due or EPOCH) for state in known]
        difficulty = [int(state.schedule.memory.difficulty * 1000 + 0.5) for state in known if state.schedule.memory]
        return Faces(stability, column(difficulty), reviewed, column(due), new=len(states) - len(known))

    def bullets(self, exam: BlueprintId, *, main: bool) -> tuple[BulletFaces, ...]:
        covered: dict[BulletId, list[Item]] = {}
        for item in self._items():
            coverage = item.coverage(exam)
            for bullet in _bullets(coverage, main=main):
                covered.setdefault(bullet, []).append(item)
        found = (self._bullet(bullet, covered[bullet]) for bullet in sorted(covered))
        return tuple(entry for entry in found if entry.faces or entry.questions)

    def answered(self, scope: Scope | None, since: datetime) -> int:
        heads = [self._exams.head(item) for item in self._exams.graded if item.seen]
        return sum(
            head.finished_at is not None
            and head.finished_at >= since
            and (scope is None or (head.deck == scope.deck and scope.exam in (None, head.blueprint)))
            for head in heads
        )

    def _bullet(self, bullet: BulletId, items: list[Item]) -> BulletFaces:
        names = [face.id for item in items if isinstance(item, Card) for face in faces_of(item)]
        states = [self._shelf.states.get(name, FaceState(name)) for name in names]
        states = [state for state in states if not state.suspended]
        questions = {item.id for item in items if isinstance(item, Question)}
        answers = [item for item in self._exams.graded if item.seen and item.item in questions]
        return BulletFaces(
            bullet,
            len(states),
            *_memories(states),
            len(questions),
            len({item.item for item in answers}),
            sum(item.right for item in answers),
            len(answers),
        )

    def _items(self) -> Iterable[Item]:
        for deck in self._shelf.decks.values():
            yield from deck.items()
        yield from self._shelf.own.values()

    def _names(self, scope: Scope | None) -> set[FaceId]:
        decks = [deck for deck in self._shelf.decks.values() if scope is None or deck.id == scope.deck]
        cards = [card for deck in decks for card in deck.cards]
        if scope is None or scope.exam is not None:
            cards += self._shelf.own.values()
        return {face.id for card in cards if _is_in(card, scope) for face in faces_of(card)}


def _is_in(card: Card, scope: Scope | None) -> bool:
    if scope is None or scope.exam is None:
        return True
    coverage = card.coverage(scope.exam)
    return coverage is not None and coverage.bullets[0].startswith(f"{scope.part}." if scope.part else "")


def _bullets(coverage: Coverage | None, *, main: bool) -> tuple[BulletId, ...]:
    if coverage is None:
        return ()
    return coverage.bullets[:1] if main else tuple(dict.fromkeys(coverage.bullets))


def _memories(states: Sequence[FaceState]) -> tuple["Whole", "Whole"]:
    known = [state.schedule for state in states if state.schedule.memory is not None]
    return (
        column([_thousandths(schedule.memory.stability) for schedule in known if schedule.memory]),
        column([_seconds(schedule.last_review) for schedule in known if schedule.memory and schedule.last_review]),
    )


def _seconds(moment: datetime) -> int:
    return (moment - EPOCH) // SECOND


def _thousandths(stability: float) -> int:
    return int(stability * 1000 + 0.5)
