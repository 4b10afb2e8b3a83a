"""Sitting an exam: everything that happens is an event, and the events in order are the sitting."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from certdeck.core.errors import ExamError
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered, fits, is_complete
from certdeck.core.exam.draw import Form, FormItem
from certdeck.core.ids import OptionId, SittingId


class Ending(StrEnum):
    """How a sitting ended."""

    SUBMITTED = "submitted"
    TIME_OUT = "time-out"


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer of the question at `position` (0-based) became `answer`; None takes it back."""

    position: int
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Flagged:
    """The flag of the question at `position` was set or taken away."""

    position: int
    on: bool


@dataclass(frozen=True, slots=True)
class Struck:
    """An option was struck out or brought back."""

    position: int
    option: OptionId
    on: bool


@dataclass(frozen=True, slots=True)
class Visited:
    """The learner turned to the question at `position`."""

    position: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The sitting was submitted, or its time ran out."""

    ending: Ending


Event = Answered | Flagged | Struck | Visited | Ended


@dataclass(frozen=True, slots=True)
class ItemState:
    """What the learner did with one question. `seconds` is the time spent looking at it."""

    answer: Answer | None = None
    flagged: bool = False
    struck: frozenset[OptionId] = frozenset()
    seen: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting of a form.

    `seconds_allowed` is the time limit; `elapsed` the seconds used so far (the time of the last event or tick);
    `current` the 0-based position being looked at; `ending` is None while it runs.
    """

    id: SittingId
    title: str
    form: Form
    started_at: datetime
    seconds_allowed: float
    states: tuple[ItemState, ...]
    current: int = 0
    elapsed: float = 0.0
    ending: Ending | None = None
    _since: float = field(default=0.0, repr=False)

    @property
    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.seconds_allowed - self.elapsed)

    @property
    def item(self) -> FormItem:
        """The question being looked at."""
        return self.form.items[self.current]

    def is_answered(self, position: int) -> bool:
        """Tell whether the question at `position` has a whole answer."""
        return is_complete(self.form.items[position].question, self.states[position].answer)

    def open_positions(self) -> tuple[int, ...]:
        """Return the positions without a whole answer."""
        return tuple(position for position in range(len(self.states)) if not self.is_answered(position))

    def flagged_positions(self) -> tuple[int, ...]:
        """Return the flagged positions."""
        return tuple(position for position, state in enumerate(self.states) if state.flagged)

    def ticked(self, elapsed: float) -> "Sitting":
        """Return the sitting when `elapsed` seconds have been used; time never runs backwards nor past the limit.

        An ended sitting stays as it is.
        """
        if self.ending is not None:
            return self
        return replace(self, elapsed=min(self.seconds_allowed, max(self.elapsed, elapsed)))

    def after(self, event: Event, elapsed: float) -> "Sitting":
        """Return the sitting after `event` at `elapsed` seconds. Raises `ExamError` when it can't happen."""
        if self.ending is not None:
            raise ExamError("This exam has ended. Its answers are kept; open its report.")
        ticked = self.ticked(elapsed)
        match event:
            case Answered(position, answer):
                question = self._item_at(position).question
                if answer is not None and not fits(question, answer):
                    raise ExamError(f"That answer does not fit question {position + 1}. The last one is kept.")
                return ticked._with(position, replace(self.states[position], answer=_none_if_empty(answer)))
            case Flagged(position, on):
                self._item_at(position)
                return ticked._with(position, replace(self.states[position], flagged=on))
            case Struck(position, option, on):
                if option not in self._item_at(position).order:
                    raise ExamError(f"Question {position + 1} has no option {option}. Nothing was changed.")
                struck = self.states[position].struck
                changed = struck | {option} if on else struck - {option}
                return ticked._with(position, replace(self.states[position], struck=changed))
            case Visited(position):
                self._item_at(position)
                left = ticked._time_booked()
                seen = replace(left.states[position], seen=True)
                return replace(left._with(position, seen), current=position)
            case Ended(ending):
                return replace(ticked._time_booked(), ending=ending)

    def _item_at(self, position: int) -> FormItem:
        if not 0 <= position < len(self.form.items):
            raise ExamError(f"This exam has no question {position + 1}; it has {len(self.form.items)}.")
        return self.form.items[position]

    def _with(self, position: int, state: ItemState) -> "Sitting":
        return replace(self, states=(*self.states[:position], state, *self.states[position + 1 :]))

    def _time_booked(self) -> "Sitting":
        """Add the time since the last turn to the question that was looked at."""
        state = self.states[self.current]
        spent = max(0.0, self.elapsed - self._since)
        return replace(self._with(self.current, replace(state, seconds=state.seconds + spent)), _since=self.elapsed)


def new_sitting(
    identity: SittingId, title: str, form: Form, *, started_at: datetime, seconds_allowed: float
) -> Sitting:
    """Return a sitting of `form` at its first question."""
    states = (ItemState(seen=True), *(ItemState() for _ in form.items[1:]))
    return Sitting(identity, title, form, started_at, seconds_allowed, states)


def replayed(sitting: Sitting, events: Iterable[tuple[Event, float]]) -> Sitting:
    """Return `sitting` after all `events`, each with the seconds used when it happened."""
    for event, elapsed in events:
        sitting = sitting.after(event, elapsed)
    return sitting


def _none_if_empty(answer: Answer | None) -> Answer | None:
    match answer:
        case Chosen(parts) | Matched(parts) | Ordered(parts):
            return answer if parts else None
        case None:
            return None
