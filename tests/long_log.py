"""A library with a long study log, written straight into the database: 100,000 ratings by the services take minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Schedule
from certdeck.store.codec import encode_state
from certdeck.store.connection import Link, Value, stored_time
from certdeck.store.face_numbers import number_for
from certdeck.store.library_file import FILE
from certdeck.store.pouring import pour
from certdeck.store.study import PUT_ENTRY

DAY = timedelta(days=1)
PUT_SCHEDULE = (
    "UPDATE face_state SET phase = ?, stability = ?, difficulty = ?, due = ?, last_review = ?, reps = ?, lapses = ? "
    "WHERE face = ?"
)


@dataclass(frozen=True)
class Review:
    """One rating: of which face, when, from which schedule to which."""

    face: str
    at: datetime
    rating: int
    milliseconds: int
    before: Schedule
    after: Schedule


def learner(faces: list[str], ratings: int, now: datetime, *, seed: int = 1, days: int = 400) -> list[Review]:
    """Return what a learner did with `faces` in the `days` before `now`, in order, about `ratings` of them."""
    dice = Random(seed)
    each = max(1, ratings // max(1, len(faces)))
    made = [review for face in faces for review in _reviews(face, each, now, dice, days)]
    return sorted(made[:ratings], key=lambda review: review.at)


def _reviews(face: str, count: int, now: datetime, dice: Random, days: int) -> list[Review]:
    at = _waking(now - dice.uniform(0.2, days) * DAY, dice)
    schedule = Schedule()
    made: list[Review] = []
    for _ in range(count):
        if at >= now:
            break
        rating = _rating(schedule, at, dice)
        after = _after(schedule, rating, at, dice)
        made.append(Review(face, at, rating, int(dice.lognormvariate(9, 0.5)), schedule, after))
        schedule = after
        assert after.due is not None
        at = _waking(after.due + dice.expovariate(2) * DAY, dice) if after.interval >= DAY else after.due
    return made


def _waking(moment: datetime, dice: Random) -> datetime:
    return moment.replace(hour=dice.choice((7, 8, 12, 18, 19, 20, 21)), minute=dice.randrange(60))


def _rating(schedule: Schedule, at: datetime, dice: Random) -> int:
    recall = 0.8
    if schedule.memory is not None and schedule.last_review is not None and schedule.phase is Phase.REVIEW:
        recall = 0.97 * 0.9 ** ((at - schedule.last_review) / (schedule.memory.stability * DAY))
    return dice.choice((2, 3, 3, 3, 3, 4)) if dice.random() < recall else 1


def _after(schedule: Schedule, rating: int, at: datetime, dice: Random) -> Schedule:
    stability = schedule.memory.stability if schedule.memory else dice.uniform(0.5, 4)
    difficulty = schedule.memory.difficulty if schedule.memory else dice.uniform(3, 8)
    stability = max(0.4, stability * (0.3 if rating == 1 else dice.uniform(1.3, 2.6)))
    memory = MemoryState(stability, min(10.0, max(1.0, difficulty + (0.6 if rating == 1 else -0.1))))
    lapsed = schedule.phase is Phase.REVIEW and rating == 1
    if rating == 1:
        phase, due = (Phase.RELEARNING if lapsed else Phase.LEARNING), at + timedelta(minutes=10)
    else:
        phase, due = Phase.REVIEW, at + max(1.0, stability) * DAY
    return Schedule(phase, 0, memory, due, at, schedule.reps + 1, schedule.lapses + lapsed)


def write(folder: Path, reviews: list[Review]) -> None:
    """Put `reviews` and the states they lead to into the database in `folder`."""
    states = {review.face: review.after for review in reviews}
    link = Link(folder / FILE)
    try:
        link.begin(writing=True)
        link.make_room()
        numbers = {face: number_for(link, FaceId(face)) for face in states}
        pour(link, PUT_ENTRY, [_entry(review, numbers[review.face]) for review in reviews])
        link.run_many(PUT_SCHEDULE, [_schedule(numbers[face], schedule) for face, schedule in states.items()])
        link.commit()
    finally:
        link.close()


def _schedule(face: int, schedule: Schedule) -> tuple[Value, ...]:
    memory = schedule.memory
    return (
        schedule.phase.value,
        memory.stability if memory else None,
        memory.difficulty if memory else None,
        stored_time(schedule.due),
        stored_time(schedule.last_review),
        schedule.reps,
        schedule.lapses,
        face,
    )


def _entry(review: Review, face: int) -> tuple[Value, ...]:
    known = review.before
    at, reviewed = stored_time(review.at) or 0, stored_time(known.last_review)
    return (
        face,
        None,
        "rate",
        at,
        review.rating,
        review.milliseconds,
        encode_state(FaceState(review.face, known)),  # type: ignore[arg-type]
        encode_state(FaceState(review.face, review.after)),  # type: ignore[arg-type]
        None,
        known.phase.value,
        known.interval // timedelta(microseconds=1) if reviewed is not None else None,
        at - reviewed if reviewed is not None else None,
        known.memory.stability if known.memory else None,
        None,
    )
