"""What was learnt in another program, put into the study log."""

from dataclasses import replace
from datetime import datetime, timedelta

from certdeck.core.ids import FaceId
from certdeck.core.incoming import Learnt
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Schedule
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import UnitOfWork
from certdeck.ports.study_log import StudyEntry

MIDDLE_DIFFICULTY = 5.0
"""Of a card of which only the interval is known."""


def take_over(
    work: UnitOfWork, memory: MemoryModel, options: Options, face: FaceId, known: Learnt, change: int, now: datetime
) -> bool:
    """Write the reviews of a new face into the log, and give it the state that the other program had it in.

    Returns whether the memory is known; otherwise it was guessed from the interval.
    """
    state = FaceState(face)
    for review in sorted(known.reviews, key=lambda review: review.at):
        if review.rating is None:
            after = FaceState(face)
            entry = StudyEntry("forget", review.at, state, after, change=change)
        else:
            schedule = memory.review(state.schedule, review.rating, review.at, options)
            after = state.rated(schedule)
            entry = StudyEntry("rate", review.at, state, after, review.rating, review.milliseconds, change=change)
        work.study.record(entry)
        state = after
    schedule, exact = _schedule(state.schedule, known, options, now)
    final = FaceState(face, schedule, suspended=known.suspended, flag=known.flag)
    if final != state:
        work.study.record(StudyEntry("import", now, state, final, change=change))
    return exact


def _schedule(played: Schedule, known: Learnt, options: Options, now: datetime) -> tuple[Schedule, bool]:
    """Return where the other program had the face; a memory it doesn't tell is that of the reviews, or a guess."""
    if known.phase is Phase.NEW:
        return Schedule(), True
    memory = known.memory or played.memory
    exact = memory is not None
    if memory is None:
        memory = MemoryState(max(float(known.interval), 0.1), MIDDLE_DIFFICULTY)
    due = known.due or now
    last = played.last_review or min(due - timedelta(days=known.interval), now)
    steps = {Phase.LEARNING: options.learning_steps, Phase.RELEARNING: options.relearning_steps}.get(known.phase, ())
    step = min(max(0, len(steps) - known.steps_left), max(0, len(steps) - 1))
    made = replace(played, phase=known.phase, step=step, memory=memory, due=due, last_review=last, lapses=known.lapses)
    return replace(made, reps=max(1, made.reps)), exact
