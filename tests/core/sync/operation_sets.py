"""Sets of operations as three replicas may make them, each having seen some of what the others did."""

from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating, Schedule
from certdeck.core.sync.operations import Body, Fate, Line, LineKind, Operation, OperationId, Record, Value
from certdeck.core.sync.stamp import Stamp, stamped

START: Final = datetime(2026, 3, 14, 12, tzinfo=UTC)
REPLICAS: Final = ("a" * 16, "b" * 16, "c" * 16)
FACES: Final = (FaceId("c-1/1"), FaceId("c-2/1"))
NEW: Final = Schedule()


def moments() -> st.SearchStrategy[datetime]:
    """Few moments, so that many fall together."""
    return st.integers(0, 20).map(lambda steps: START + timedelta(seconds=0.5 * steps))


def schedules() -> st.SearchStrategy[Schedule]:
    learnt = st.builds(
        Schedule,
        phase=st.sampled_from([Phase.LEARNING, Phase.REVIEW, Phase.RELEARNING]),
        step=st.integers(0, 3),
        memory=st.builds(MemoryState, st.floats(0.001, 1000), st.floats(1, 10)),
        due=moments(),
        last_review=moments(),
        reps=st.integers(1, 9),
        lapses=st.integers(0, 9),
    )
    return st.just(NEW) | learnt


@st.composite
def lines(draw: st.DrawFn) -> Line:
    kind = draw(st.sampled_from(list(LineKind)))
    rating = draw(st.sampled_from(list(Rating))) if kind is LineKind.RATE else None
    states = draw(schedules()), draw(schedules())
    face, at = draw(st.sampled_from(FACES)), draw(moments())
    return Line(face, kind, at, *states, rating, draw(st.integers(0, 99)), "", draw(st.booleans()))


@st.composite
def operation_sets(draw: st.DrawFn) -> tuple[Operation, ...]:
    """Draw what three replicas did, one after the other and each with a clock of its own."""
    made: list[Operation] = []
    seen: dict[str, Stamp] = {}
    numbers = dict.fromkeys(REPLICAS, 0)
    for _ in range(draw(st.integers(0, 14))):
        replica = draw(st.sampled_from(REPLICAS))
        body = draw(bodies(made))
        numbers[replica] += 1
        about = body.key if isinstance(body, Value) else repr(getattr(body, "face", ""))
        known = seen.get(about) if draw(st.booleans()) else None
        stamp = stamped(draw(st.integers(0, 9)), replica, known)
        seen[about] = max(stamp, seen.get(about, stamp))
        made.append(Operation(OperationId(replica, numbers[replica]), stamp, body))
    return tuple(made)


def bodies(made: list[Operation]) -> st.SearchStrategy[Body]:
    values = st.builds(Value, st.sampled_from(["note:c-1", "flag:c-1/1"]), st.none() | st.sampled_from(['"1"', '"2"']))
    drawn: st.SearchStrategy[Body] = (
        lines() | values | st.builds(Record, st.just("exam"), st.sampled_from(["{}", "[]"]))
    )
    told = [one for one in made if isinstance(one.body, Line)]
    if told:
        drawn |= st.builds(_fate, st.sampled_from(told), st.booleans())
    return drawn


def _fate(line: Operation, undone: bool) -> Fate:
    assert isinstance(line.body, Line)
    return Fate(line.body.face, line.id, undone)
