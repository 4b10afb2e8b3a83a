"""The exam room without Qt: the running clock, the question on the screen, the review grid."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question, QuestionKind, Scenario
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.events import Answered, Ending, Event, Flagged, Struck, Visited
from certdeck.core.exam.sitting import ItemState, Sitting
from certdeck.core.ids import OptionId, SittingId
from certdeck.core.richtext import RichText, plain
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes

Q = TypeVar("Q", ChoiceQuestion, OrderingQuestion, MatchingQuestion)

AMBER_SECONDS = 15 * 60
RED_SECONDS = 5 * 60
TICK_SECONDS = 1.0
"""How often the used time is written down: a crash costs the clock no more than that."""
LETTERS = "ABCDEFGHIJ"


class ClockLevel(StrEnum):
    """How urgent the clock is; each level has its own colour and icon."""

    CALM = "calm"
    AMBER = "amber"
    RED = "red"


class Mark(StrEnum):
    """What the progress line and the review grid show of a question."""

    ANSWERED = "answered"
    INCOMPLETE = "incomplete"
    OPEN = "open"
    UNSEEN = "unseen"


class Filter(StrEnum):
    """Which questions the review grid shows."""

    ALL = "all"
    OPEN = "open"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class ClockView:
    """The clock: seconds left (None where there is no limit), how urgent, and whether the learner hid it."""

    seconds_left: int | None
    level: ClockLevel
    hidden: bool

    @property
    def text(self) -> str:
        """Hours, minutes and seconds, as 1:38:04; empty where there is no limit."""
        if self.seconds_left is None:
            return ""
        hours, rest = divmod(self.seconds_left, 3600)
        return f"{hours}:{rest // 60:02}:{rest % 60:02}"


@dataclass(frozen=True, slots=True)
class MarkView:
    """One question in the progress line or the review grid; `number` is 1-based."""

    number: int
    mark: Mark
    flagged: bool
    current: bool


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option of a choice question, under the letter it has in this sitting."""

    id: OptionId
    letter: str
    text: RichText
    chosen: bool
    struck: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """One response of an ordering question; `number` is its 1-based place, None below the line (left out)."""

    id: OptionId
    number: int | None
    text: RichText


@dataclass(frozen=True, slots=True)
class PromptView:
    """One prompt of a matching question with the response given to it, if any."""

    id: OptionId
    number: int
    text: RichText
    response: OptionId | None


@dataclass(frozen=True, slots=True)
class ResponseView:
    """One response of a matching question; `used` tells whether some prompt has it."""

    id: OptionId
    text: str
    used: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The question on the screen. Only the fields of its kind are filled."""

    number: int
    kind: QuestionKind
    stem: RichText
    instruction: str
    flagged: bool
    options: tuple[OptionView, ...] = ()
    single: bool = True
    steps: tuple[StepView, ...] = ()
    touched: bool = False
    prompts: tuple[PromptView, ...] = ()
    responses: tuple[ResponseView, ...] = ()
    reuse: bool = False
    scenario_title: str = ""
    scenario: RichText = ()


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The review grid: cells after filtering, counts over all questions, and the first question still open."""

    filter: Filter
    cells: tuple[MarkView, ...]
    answered: int
    open: int
    flagged: int
    first_open: int | None


@dataclass(frozen=True, slots=True)
class ExamView:
    """Everything the exam window shows. Either `question` or `review` is set; both are None once it has ended."""

    title: str
    total: int
    clock: ClockView
    marks: tuple[MarkView, ...]
    question: QuestionView | None
    review: ReviewView | None
    ended: Ending | None
    message: str = ""

    @property
    def number(self) -> int:
        """1-based number of the current question."""
        return next(mark.number for mark in self.marks if mark.current)


class ExamPresenter:
    """Turns clicks into recorded events and the sitting into views.

    `render` is called with a new `ExamView` after every change; `render_clock` once a second with the clock alone. The
    caller calls `tick` about once a second. `ended` is called once, with the sitting's id, when it was submitted or its
    time ran out.
    """

    def __init__(
        self,
        services: Services,
        sitting: Sitting,
        *,
        render: Callable[[ExamView], None],
        render_clock: Callable[[ClockView], None],
        ended: Callable[[SittingId, Changes], None],
    ) -> None:
        self._services = services
        self._sitting = sitting
        self._render = render
        self._render_clock = render_clock
        self._ended = ended
        self._now = services.clock.monotonic_with_sleep if sitting.conduct.runs_on else services.clock.monotonic
        self._started = self._now() - sitting.elapsed
        self._written = sitting.elapsed
        self._reviewing = False
        self._filter = Filter.ALL
        self._level = self._clock_level()
        self._texts: dict[str, RichText] = {}

    @property
    def sitting(self) -> Sitting:
        """The sitting as it stands."""
        return self._sitting

    def show(self) -> None:
        """Render the current state."""
        self._render(self._view())

    def tick(self) -> None:
        """Move the clock on; submit what is there when the time is up."""
        if self._sitting.ending is not None:
            return
        self._sitting = self._sitting.ticked(self._elapsed())
        if self._sitting.is_over_at(self._sitting.elapsed):
            self._finish(Ending.TIME_OUT)
            return
        if self._sitting.elapsed - self._written >= TICK_SECONDS:
            self._write_time()
        self._render_clock(self._clock_view())
        self._announce_level()

    def pause(self) -> None:
        """Write the used time down before the window closes."""
        if self._sitting.ending is None:
            self._sitting = self._sitting.ticked(self._elapsed())
            self._write_time()

    def choose(self, option: OptionId) -> None:
        """Tick or untick `option`. A single choice replaces the last; several stop at the number asked for."""
        question, answer = self._question(ChoiceQuestion), self._state.answer
        chosen = answer.options if isinstance(answer, Chosen) else frozenset()
        if question.kind is QuestionKind.MULTIPLE_CHOICE:
            self._answer(Chosen(frozenset({option})))
        elif option in chosen:
            self._answer(Chosen(chosen - {option}))
        elif len(chosen) < len(question.keys):
            self._answer(Chosen(chosen | {option}))
        else:
            count = len(question.keys)
            self._render(self._view(f"{count} are chosen already. Take one back first to choose another."))

    def choose_letter(self, letter: str) -> None:
        """Choose the option shown under `letter`, if there is one."""
        option = self._under(letter)
        if option is not None:
            self.choose(option)

    def strike(self, option: OptionId) -> None:
        """Strike `option` out, or bring it back."""
        self._record(Struck(self._sitting.current, option, option not in self._state.struck))

    def strike_letter(self, letter: str) -> None:
        """Strike out the option shown under `letter`, if there is one."""
        option = self._under(letter)
        if option is not None:
            self.strike(option)

    def move_step(self, step: OptionId, to: int) -> None:
        """Move an ordering response to the 0-based place `to`; the others close ranks. It stops at the ends."""
        order = [entry for entry in self._order() if entry != step]
        order.insert(max(0, min(to, len(order))), step)
        self._answer(Ordered(tuple(order)))

    def keep_order(self) -> None:
        """Take the order on the screen as the answer."""
        self._answer(Ordered(self._order()))

    def match(self, prompt: OptionId, response: OptionId | None) -> None:
        """Give `response` to `prompt`, or take its response away. One that may serve once leaves its old prompt."""
        question, answer = self._question(MatchingQuestion), self._state.answer
        pairs = answer.pairs if isinstance(answer, Matched) else frozenset()
        kept = {pair for pair in pairs if pair[0] != prompt and (question.reuse or pair[1] != response)}
        self._answer(Matched(frozenset(kept | ({(prompt, response)} if response else set()))))

    def flag(self) -> None:
        """Set or take away the flag of the current question."""
        self._record(Flagged(self._sitting.current, not self._state.flagged))

    def next(self) -> None:
        """Go to the next question; from the last one to the review."""
        if self._sitting.current + 1 < len(self._sitting.states):
            self.go(self._sitting.current + 2)
        else:
            self.review()

    def previous(self) -> None:
        """Go to the question before, if there is one."""
        if self._sitting.current > 0:
            self.go(self._sitting.current)

    def go(self, number: int) -> None:
        """Turn to question `number` (1-based)."""
        self._reviewing = False
        self._record(Visited(number - 1))

    def review(self, chosen: Filter | None = None) -> None:
        """Open the review grid, or filter it. The clock goes on."""
        self._reviewing = True
        self._filter = chosen or self._filter
        self.show()

    def back(self) -> None:
        """Leave the review grid for the question that was open before."""
        self.go(self._sitting.current + 1)

    def hide_clock(self) -> Changes:
        """Hide the clock, or show it again; kept for the next exam."""
        preferences = self._services.preferences
        changes = preferences.change(hide_clock=not preferences.settings.hide_clock)
        self._render_clock(self._clock_view())
        return changes

    def submit(self) -> None:
        """End the exam and grade it."""
        if self._sitting.ending is None:
            self._finish(Ending.SUBMITTED)

    @property
    def _state(self) -> ItemState:
        return self._sitting.states[self._sitting.current]

    def _question(self, kind: type[Q]) -> Q:
        question = self._sitting.item.question
        if not isinstance(question, kind):
            raise TypeError(f"question {self._sitting.current + 1} is {question.kind}")
        return question

    def _elapsed(self) -> float:
        return self._now() - self._started

    def _answer(self, answer: Answer) -> None:
        self._record(Answered(self._sitting.current, answer))

    def _record(self, event: Event) -> None:
        elapsed = self._elapsed()
        if self._sitting.is_over_at(elapsed):
            self.tick()
            return
        self._sitting = self._services.exams.record(self._sitting, event, elapsed)
        self._written = self._sitting.elapsed
        self.show()

    def _write_time(self) -> None:
        self._sitting = self._services.exams.tick(self._sitting, self._sitting.elapsed)
        self._written = self._sitting.elapsed

    def _finish(self, ending: Ending) -> None:
        changes = self._services.exams.finish(self._sitting, ending, self._elapsed())
        self._sitting = self._services.exams.load(self._sitting.id)
        self.show()
        self._ended(self._sitting.id, changes)

    def _under(self, letter: str) -> OptionId | None:
        item = self._sitting.item
        index = LETTERS.find(letter.upper())
        if not isinstance(item.question, ChoiceQuestion) or not 0 <= index < len(item.order):
            return None
        return item.order[index]

    def _order(self) -> tuple[OptionId, ...]:
        answer = self._state.answer
        return answer.steps if isinstance(answer, Ordered) else self._sitting.item.order

    def _announce_level(self) -> None:
        level = self._clock_level()
        if level is not self._level:
            self._level = level
            minutes = AMBER_SECONDS // 60 if level is ClockLevel.AMBER else RED_SECONDS // 60
            self._render(self._view(f"{minutes} minutes left."))

    def _clock_level(self) -> ClockLevel:
        left = self._sitting.remaining
        if left is None:
            return ClockLevel.CALM
        if left <= RED_SECONDS:
            return ClockLevel.RED
        return ClockLevel.AMBER if left <= AMBER_SECONDS else ClockLevel.CALM

    def _clock_view(self) -> ClockView:
        hidden = self._services.preferences.settings.hide_clock
        left = self._sitting.remaining
        return ClockView(None if left is None else int(left), self._clock_level(), hidden)

    def _view(self, message: str = "") -> ExamView:
        ended = self._sitting.ending
        marks = tuple(self._mark(position) for position in range(len(self._sitting.states)))
        return ExamView(
            title=self._sitting.title,
            total=len(marks),
            clock=self._clock_view(),
            marks=marks,
            question=None if ended or self._reviewing else self._question_view(),
            review=self._review_view(marks) if self._reviewing and not ended else None,
            ended=ended,
            message=message,
        )

    def _mark(self, position: int) -> MarkView:
        state = self._sitting.states[position]
        if self._sitting.is_answered(position):
            mark = Mark.ANSWERED
        elif state.answer is not None:
            mark = Mark.INCOMPLETE
        else:
            mark = Mark.OPEN if state.seen else Mark.UNSEEN
        return MarkView(position + 1, mark, state.flagged, position == self._sitting.current)

    def _review_view(self, marks: tuple[MarkView, ...]) -> ReviewView:
        still_open = [mark for mark in marks if mark.mark is not Mark.ANSWERED]
        flagged = [mark for mark in marks if mark.flagged]
        cells = {Filter.ALL: marks, Filter.OPEN: tuple(still_open), Filter.FLAGGED: tuple(flagged)}[self._filter]
        return ReviewView(
            filter=self._filter,
            cells=cells,
            answered=len(marks) - len(still_open),
            open=len(still_open),
            flagged=len(flagged),
            first_open=still_open[0].number if still_open else None,
        )

    def _question_view(self) -> QuestionView:
        question = self._sitting.item.question
        view = QuestionView(
            number=self._sitting.current + 1,
            kind=question.kind,
            stem=self._read(question.stem),
            instruction=instruction(question),
            flagged=self._state.flagged,
        )
        scenario = self._scenario(question)
        if scenario is not None:
            view = replace(view, scenario_title=scenario.title, scenario=self._read(scenario.text))
        match question:
            case ChoiceQuestion():
                single = question.kind is QuestionKind.MULTIPLE_CHOICE
                return replace(view, options=self._option_views(question), single=single)
            case OrderingQuestion():
                return replace(view, steps=self._step_views(question), touched=self._state.answer is not None)
            case MatchingQuestion():
                return self._with_matching(view, question)

    def _read(self, text: str) -> RichText:
        """Read each text once a sitting: every click makes a new view of the same question."""
        if text not in self._texts:
            self._texts[text] = self._services.markup.read(text)
        return self._texts[text]

    def _scenario(self, question: Question) -> Scenario | None:
        return None if question.scenario is None else self._services.library.scenario(question.scenario)

    def _option_views(self, question: ChoiceQuestion) -> tuple[OptionView, ...]:
        by_id = {option.id: option for option in question.options}
        answer = self._state.answer
        chosen = answer.options if isinstance(answer, Chosen) else frozenset()
        return tuple(
            OptionView(
                id=name,
                letter=LETTERS[index],
                text=self._read(by_id[name].text),
                chosen=name in chosen,
                struck=name in self._state.struck,
            )
            for index, name in enumerate(self._sitting.item.order)
        )

    def _step_views(self, question: OrderingQuestion) -> tuple[StepView, ...]:
        by_id = {step.id: step for step in (*question.steps, *question.decoys)}
        asked = len(question.steps)
        return tuple(
            StepView(name, place if place <= asked else None, self._read(by_id[name].text))
            for place, name in enumerate(self._order(), start=1)
        )

    def _with_matching(self, view: QuestionView, question: MatchingQuestion) -> QuestionView:
        answer = self._state.answer
        matched = answer if isinstance(answer, Matched) else Matched(frozenset())
        used = {response for _, response in matched.pairs}
        by_id = {response.id: response for response in question.responses}
        return replace(
            view,
            prompts=tuple(
                PromptView(prompt.id, number, self._read(prompt.text), matched.response_to(prompt.id))
                for number, prompt in enumerate(question.prompts, start=1)
            ),
            responses=tuple(
                ResponseView(name, plain(self._read(by_id[name].text)), name in used)
                for name in self._sitting.item.order
            ),
            reuse=question.reuse,
        )


def instruction(question: Question) -> str:
    """Return the line above the responses that says what to do."""
    match question:
        case ChoiceQuestion(kind=QuestionKind.MULTIPLE_CHOICE):
            return "Choose one."
        case ChoiceQuestion():
            return f"Choose {_number(len(question.keys))}."
        case OrderingQuestion(decoys=()):
            return "Drag the rows, or move the focused row with Alt and the arrow keys."
        case OrderingQuestion():
            count = _number(len(question.steps))
            return f"Put {count} of the rows in order above the line. Drag them, or use Alt and the arrow keys."
        case MatchingQuestion(reuse=True):
            return "Choose a response for every prompt. A response may be used more than once."
        case MatchingQuestion():
            return "Choose a response for every prompt. Each response is used at most once."


def _number(count: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six")
    return words[count] if count < len(words) else str(count)
