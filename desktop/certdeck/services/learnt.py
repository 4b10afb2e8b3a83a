"""What was learnt in another program, put into the study log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter, itemgetter

from certdeck.core.ids import DeckId, FaceId
from certdeck.core.incoming import BareLearnt, Learnt
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import MICROSECOND, Bare, FaceState, MemoryState, Phase, Schedule
from certdeck.ports.intake import BareEntry, Course, Written
from certdeck.ports.memory import MemoryModel
from certdeck.ports.study_log import StudyEntry

MIDDLE_DIFFICULTY = 5.0
"""Of a card of which only the interval is known."""
DAY = timedelta(days=1) // MICROSECOND
TakenThere = tuple[Written, bool, int]
"""What `Taking` returns: a plain tuple, as thousands go from process to process."""
_FIRST = itemgetter(0)
_NEW = Bare()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a new face gets: its state, what the log says of it, and whether its memory is known rather than guessed."""

    state: FaceState
    entries: tuple[StudyEntry, ...]
    exact: bool


def taken_over(memory: MemoryModel, options: Options, face: FaceId, known: Learnt, change: int, now: datetime) -> Taken:
    """Return the reviews of a new face as entries of the log, and the state that the other program had it in.

    A memory that it doesn't tell is guessed from the interval.
    """
    state = FaceState(face)
    entries: list[StudyEntry] = []
    for review in known.reviews if len(known.reviews) < 2 else sorted(known.reviews, key=attrgetter("at")):
        if review.rating is None:
            after = FaceState(face)
            entry = StudyEntry("forget", review.at, state, after, change=change)
        else:
            after = FaceState(face, memory.review(state.schedule, review.rating, review.at, options))
            entry = StudyEntry("rate", review.at, state, after, review.rating, review.milliseconds, change=change)
        entries.append(entry)
        state = after
    schedule, exact = _schedule(state.schedule, known, options, now)
    final = FaceState(face, schedule, suspended=known.suspended, flag=known.flag)
    if final != state:
        entries.append(StudyEntry("import", now, state, final, change=change))
    return Taken(final, tuple(entries), exact)


def taken_barely(memory: MemoryModel, options: Options, known: BareLearnt, now: int) -> tuple[Course, bool]:
    """Return what `taken_over` does, in numbers, and whether the memory is known rather than guessed.

    `now` is in microseconds since 1970.
    """
    state = _NEW
    entries: list[BareEntry] = []
    for at, rating, milliseconds in known.reviews if len(known.reviews) < 2 else sorted(known.reviews, key=_FIRST):
        after = memory.play(state, rating, at, options) if rating else _NEW
        entries.append(("rate" if rating else "forget", at, rating or None, milliseconds, state, after))
        state = after
    final, exact = _bare_schedule(state, known, options, now)
    if final != state or known.suspended or known.flag:
        entries.append(("import", now, None, 0, state, final))
    return Course(final, known.suspended, known.flag, entries), exact


@dataclass(frozen=True, slots=True)
class Taking:
    """Takes over what was learnt of new cards, each with the options of its deck, where they are read.

    That may be in another process, so it holds all it needs. `now` is in microseconds since 1970.
    """

    memory: MemoryModel
    options: Mapping[DeckId, Options]
    otherwise: Options
    now: int
    write_down: Callable[[Course], Written]

    def __call__(self, learnt: Sequence[tuple[DeckId, BareLearnt] | None]) -> Sequence[TakenThere | None]:
        """Return what each card comes with, whether its memory is known, and how many ratings its log tells of."""
        memory, now, write_down = self.memory, self.now, self.write_down
        options, otherwise = self.options, self.otherwise
        taken = [one and taken_barely(memory, options.get(one[0], otherwise), one[1], now) for one in learnt]
        return [one and (write_down(one[0]), one[1], _ratings(one[0])) for one in taken]


def _ratings(course: Course) -> int:
    return len([rating for _, _, rating, _, _, _ in course.entries if rating])


def _bare_schedule(played: Bare, known: BareLearnt, options: Options, now: int) -> tuple[Bare, bool]:
    if known.phase is Phase.NEW:
        return _NEW, True
    stability, difficulty = known.memory or (played.stability, played.difficulty)
    exact = stability is not None
    if stability is None:
        stability, difficulty = max(float(known.interval), 0.1), MIDDLE_DIFFICULTY
    due = now if known.due is None else known.due
    last = min(due - known.interval * DAY, now) if played.last_review is None else played.last_review
    step = _step(known.phase, known.steps_left, options)
    return Bare(known.phase, step, stability, difficulty, due, last, max(1, played.reps), known.lapses), exact


def _step(phase: Phase, left: int, options: Options) -> int:
    if phase is Phase.REVIEW:
        return 0
    steps = len(options.learning_steps if phase is Phase.LEARNING else options.relearning_steps)
    return min(max(0, steps - left), max(0, steps - 1))


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
    step = _step(known.phase, known.steps_left, options)
    return Schedule(known.phase, step, memory, due, last, max(1, played.reps), known.lapses), exact
