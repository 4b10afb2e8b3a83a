"""Sitting an exam: everything that happens is an event, and the events in order are the sitting."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from certdeck.core.deck import ChoiceQuestion
from certdeck.core.errors import AnswerShown, ExamError, NotInForm, SittingEnded, TimeIsUp, ToolNotAllowed, UnfitAnswer
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered, check_fit, is_complete
from certdeck.core.exam.conduct import Conduct, SittingKind, Tool
from certdeck.core.exam.events import (
    Answered,
    Confided,
    Confidence,
    Continued,
    Ended,
    Ending,
    Event,
    Flagged,
    Highlighted,
    ItemEvent,
    Noted,
    Paused,
    Revealed,
    Reviewed,
    Span,
    Struck,
    Visited,
    merged,
)
from certdeck.core.exam.form import Form, FormItem
from certdeck.core.ids import OptionId, SittingId

LONGEST_NOTE = 2000
"""Characters. A note is a line or two; what is longer was pasted by mistake."""


@dataclass(frozen=True, slots=True)
class ItemState:
    """What the learner did with one question.

    `seconds` is the time spent looking at it; `trail` the whole answers it had, one after the other, the last one being
    the present answer if that is whole.
    """

    answer: Answer | None = None
    flagged: bool = False
    struck: frozenset[OptionId] = frozenset()
    seen: bool = False
    seconds: float = 0.0
    highlights: tuple[Span, ...] = ()
    note: str = ""
    confidence: Confidence | None = None
    revealed: bool = False
    trail: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting of a form.

    `seconds_allowed` is the time limit, None where there is none; `elapsed` the seconds used so far (the time of the
    last event or tick); `current` the 0-based position being looked at; `ending` is None while it runs. `reviewing`
    tells that the grid of all questions is looked at: that time is no question's. `length` is the number of events.
    """

    id: SittingId
    title: str
    form: Form
    started_at: datetime
    seconds_allowed: float | None
    states: tuple[ItemState, ...]
    kind: SittingKind = SittingKind.EXAM
    conduct: Conduct = field(default_factory=Conduct)
    current: int = 0
    elapsed: float = 0.0
    ending: Ending | None = None
    paused: bool = False
    reviewing: bool = False
    length: int = 0
    _since: float = field(default=0.0, repr=False)

    @property
    def remaining(self) -> float | None:
        """Seconds left, never below zero; None where there is no limit."""
        return None if self.seconds_allowed is None else max(0.0, self.seconds_allowed - self.elapsed)

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

    def awaits(self, position: int) -> bool:
        """Tell whether the question at `position` has no whole answer and can still be given one."""
        return not self.is_answered(position) and not self.states[position].revealed

    def awaiting_positions(self) -> tuple[int, ...]:
        """Return the positions that can still be given a whole answer; those whose key was shown can't."""
        return tuple(position for position in range(len(self.states)) if self.awaits(position))

    def flagged_positions(self) -> tuple[int, ...]:
        """Return the flagged positions."""
        return tuple(position for position, state in enumerate(self.states) if state.flagged)

    def is_over_at(self, elapsed: float) -> bool:
        """Tell whether the time is up once `elapsed` seconds have been used."""
        return self.seconds_allowed is not None and elapsed >= self.seconds_allowed

    def ticked(self, elapsed: float) -> "Sitting":
        """Return the sitting when `elapsed` seconds have been used; time never runs backwards nor past the limit.

        An ended or paused sitting stays as it is.
        """
        if self.ending is not None or self.paused:
            return self
        used = max(self.elapsed, elapsed)
        return replace(self, elapsed=used if self.seconds_allowed is None else min(self.seconds_allowed, used))

    def after(self, event: Event, elapsed: float) -> "Sitting":
        """Return the sitting after `event` at `elapsed` seconds.

        Raises the kind of `ExamError` that says why it can't happen: `SittingEnded`, `TimeIsUp`, `NotInForm`,
        `UnfitAnswer`, `AnswerShown` or `ToolNotAllowed`.
        """
        if self.ending is not None:
            raise SittingEnded("This exam has ended. Its answers are kept; open its report.")
        if self.is_over_at(elapsed) and not isinstance(event, Ended):
            raise TimeIsUp("The time is up. Everything answered before is kept.")
        if self.paused and not isinstance(event, Continued | Ended):
            raise ExamError("The exam is paused. Nothing was changed; go on first.")
        return replace(self.ticked(elapsed)._applied(event), length=self.length + 1)

    def _applied(self, event: Event) -> "Sitting":
        match event:
            case Visited(position):
                return self._turned_to(position)
            case Reviewed():
                return replace(self._left(), reviewing=True)
            case Paused():
                self._refuse_without(Tool.PAUSE)
                return replace(self._left(), paused=True, reviewing=False)
            case Continued():
                return replace(self, paused=False)
            case Ended(ending):
                return replace(self._left(), ending=ending, paused=False, reviewing=False)
            case _:
                return self._with(event.position, self._changed(event))

    def _changed(self, event: ItemEvent) -> ItemState:
        """Return the state of the question that `event` is about, after it."""
        item, state = self._item_at(event.position), self.states[event.position]
        match event:
            case Answered(position, answer):
                return self._answered(item, state, position, answer)
            case Flagged(_, on):
                self._refuse_without(Tool.FLAG)
                return replace(state, flagged=on)
            case Struck(position, option, on):
                self._refuse_without(Tool.STRIKE)
                if option not in item.order:
                    raise UnfitAnswer(f"Question {position + 1} has no option {option}. Nothing was changed.")
                return replace(state, struck=state.struck | {option} if on else state.struck - {option})
            case Highlighted(_, spans):
                self._refuse_without(Tool.HIGHLIGHT)
                return replace(state, highlights=merged(spans))
            case Noted(_, text):
                self._refuse_without(Tool.NOTE)
                return replace(state, note=text[:LONGEST_NOTE])
            case Confided(position, confidence):
                return self._confided(state, position, confidence)
            case Revealed():
                if not self.conduct.reveals:
                    raise ToolNotAllowed("The answers of this exam are shown after its end. Nothing was changed.")
                return _settled(item, replace(state, revealed=True))

    def _answered(self, item: FormItem, state: ItemState, position: int, answer: Answer | None) -> ItemState:
        if state.revealed:
            raise AnswerShown(f"The answer of question {position + 1} was shown, so yours stands as it was.")
        if answer is not None:
            check_fit(item.question, answer)
        changed = replace(state, answer=_none_if_empty(answer))
        # Moving rows and pairing pass through whole answers that nobody meant: these count when the learner moves on.
        return _settled(item, changed) if isinstance(item.question, ChoiceQuestion) else changed

    def _confided(self, state: ItemState, position: int, confidence: Confidence | None) -> ItemState:
        self._refuse_without(Tool.CONFIDENCE)
        if state.revealed:
            raise AnswerShown(f"The answer of question {position + 1} was shown, so how sure you were stands.")
        return replace(state, confidence=confidence)

    def _refuse_without(self, tool: Tool) -> None:
        if tool not in self.conduct.tools:
            raise ToolNotAllowed(f"This exam is sat without the tool “{tool}”. Nothing was changed.")

    def _item_at(self, position: int) -> FormItem:
        if not 0 <= position < len(self.form.items):
            raise NotInForm(f"This exam has no question {position + 1}; it has {len(self.form.items)}.")
        return self.form.items[position]

    def _with(self, position: int, state: ItemState) -> "Sitting":
        return replace(self, states=(*self.states[:position], state, *self.states[position + 1 :]))

    def _turned_to(self, position: int) -> "Sitting":
        self._item_at(position)
        left = self._left()
        seen = left._with(position, replace(left.states[position], seen=True))
        return replace(seen, current=position, reviewing=False)

    def _left(self) -> "Sitting":
        """Book the time since the last turn on the question that was looked at, if any, and settle its answer."""
        state = self.states[self.current]
        spent = 0.0 if self.reviewing else max(0.0, self.elapsed - self._since)
        settled = _settled(self.item, replace(state, seconds=state.seconds + spent))
        return replace(self._with(self.current, settled), _since=self.elapsed)


def new_sitting(
    identity: SittingId,
    title: str,
    form: Form,
    *,
    started_at: datetime,
    seconds_allowed: float | None,
    kind: SittingKind = SittingKind.EXAM,
    conduct: Conduct | None = None,
) -> Sitting:
    """Return a sitting of `form` at its first question."""
    states = (ItemState(seen=True), *(ItemState() for _ in form.items[1:]))
    return Sitting(identity, title, form, started_at, seconds_allowed, states, kind, conduct or Conduct())


def replayed(sitting: Sitting, events: Iterable[tuple[Event, float]]) -> Sitting:
    """Return `sitting` after all `events`, each with the seconds used when it happened."""
    for event, elapsed in events:
        sitting = sitting.after(event, elapsed)
    return sitting


def _settled(item: FormItem, state: ItemState) -> ItemState:
    """Add the present answer to the trail if it is whole and not its last entry."""
    answer = state.answer
    if answer is None or not is_complete(item.question, answer) or (state.trail and state.trail[-1] == answer):
        return state
    return replace(state, trail=(*state.trail, answer))


def _none_if_empty(answer: Answer | None) -> Answer | None:
    match answer:
        case Chosen(parts) | Matched(parts) | Ordered(parts):
            return answer if parts else None
        case None:
            return None
