"""What the contract tests put into a store and take out again."""

from datetime import datetime, timedelta

from certdeck.core.deck import Deck, Question
from certdeck.core.exam.events import Event
from certdeck.core.exam.sitting import Sitting, new_sitting
from certdeck.core.ids import DeckId, FaceId, SittingId
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.core.scheduling.scope import Scope
from certdeck.core.scheduling.waiting import Waiting
from certdeck.core.search.parser import parse
from certdeck.ports.rows import ItemRow
from certdeck.ports.search import Frame
from certdeck.ports.sittings import SittingHead
from certdeck.ports.store import Store, UnitOfWork
from certdeck.ports.study_log import StudyEntry
from tests.builders import (
    EXAM,
    NOON,
    deck,
    form,
)

DAY = timedelta(days=1)
DECK = DeckId("deck-1")
BASIC, REVERSED = FaceId("c-basic/1"), FaceId("c-reversed/1")
LATER = NOON + 30 * DAY


def install(store: Store, content: Deck | None = None, at: datetime = NOON) -> None:
    with store.open(writing=True) as work:
        work.content.replace(content or deck(), at)
        work.commit()


def state(face: FaceId = BASIC, phase: Phase = Phase.REVIEW, *, due: datetime = NOON, **changes: object) -> FaceState:
    schedule = Schedule(phase, 0, MemoryState(3.5, 5.25), due, due - DAY, reps=2, lapses=1)
    return FaceState(face, schedule)._replace(**changes)  # type: ignore[arg-type]  # fields of FaceState


def record(store: Store, *entries: StudyEntry) -> None:
    with store.open(writing=True) as work:
        for entry in entries:
            work.study.record(entry)
        work.commit()


def changed(after: FaceState, kind: str = "rate", at: datetime = NOON, **fields: object) -> StudyEntry:
    rating = Rating.GOOD if kind == "rate" else None
    entry = StudyEntry(kind, at, FaceState(after.face), after, rating=rating, milliseconds=4000)
    return entry._replace(**fields)  # type: ignore[arg-type]  # fields of StudyEntry


def head(at: datetime = NOON) -> SittingHead:
    return SittingHead(SittingId(0), DECK, EXAM, "Practice exam", 7, at, 600.0, elapsed=0.0)


def waiting(work: UnitOfWork, scope: Scope, before: datetime, new: int) -> tuple[Waiting, ...]:
    return work.queues.waiting(scope, NOON, before, new=new, reviews=999)


def begun(asked: tuple[Question, ...] | None = None, at: datetime = NOON) -> Sitting:
    return new_sitting(SittingId(0), "Practice exam", form(asked, seed=7), started_at=at, seconds_allowed=600.0)


def add(store: Store, sitting: Sitting) -> SittingId:
    with store.open(writing=True) as work:
        identity = work.sittings.add(head(sitting.started_at), sitting)
        work.commit()
    return identity


def append(store: Store, identity: SittingId, *events: tuple[Event, float]) -> None:
    with store.open(writing=True) as work:
        for event, elapsed in events:
            work.sittings.append(identity, event, elapsed, NOON)
        work.commit()


def load(store: Store, identity: SittingId) -> Sitting:
    with store.open() as work:
        return work.sittings.load(identity)


def rows_with(work: UnitOfWork, words: str) -> tuple[ItemRow, ...]:
    """Return the items that a search for `words` finds."""
    frame = Frame(now=LATER, day_starts=LATER, day_ends=LATER + DAY, exam=EXAM)
    return work.search.rows(work.search.keys(parse(words), frame), EXAM)
