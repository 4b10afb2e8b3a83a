"""The exam room without Qt: every click becomes a recorded event, and the sitting becomes a view."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final, TypeVar

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, QuestionKind
from certdeck.core.errors import ExamError, SittingEnded, ToolNotAllowed
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.conduct import Mode, Tool
from certdeck.core.exam.events import (
    Answered,
    Confided,
    Confidence,
    Continued,
    Ending,
    Event,
    Flagged,
    Highlighted,
    Noted,
    Paused,
    Revealed,
    Reviewed,
    Span,
    Struck,
    Visited,
    toggled,
)
from certdeck.core.exam.sitting import LONGEST_NOTE, ItemState, Sitting
from certdeck.core.exam.wording import LETTERS
from certdeck.core.ids import OptionId, SittingId
from certdeck.core.richtext import RichText
from certdeck.presenters.exam_highlights import HighlightHistory
from certdeck.presenters.exam_question_view import QuestionViews, shown_order
from certdeck.presenters.exam_review_view import Marks, review_view
from certdeck.presenters.exam_time import Stopwatch, Warnings, clock_view
from certdeck.presenters.exam_views import (
    AnswerView,
    AskView,
    ClockLevel,
    ClockView,
    ExamView,
    Filter,
    NoteView,
    Primary,
    QuestionView,
    ReviewView,
)
from certdeck.presenters.exam_words import before_leaving, before_submitting
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes

__all__ = ["TICK_SECONDS", "ClockLevel", "ClockView", "ExamPresenter", "ExamView"]

Q = TypeVar("Q", ChoiceQuestion, OrderingQuestion, MatchingQuestion)

TICK_SECONDS: Final = 1.0
"""How often the clock ticks, and with each tick the used time is written down: a crash costs no more than that."""
MORE_BELOW: Final = "There was more of this question below. Now you see its end; go on when you have read it."
CHECK_OPEN: Final = "There is no whole answer yet, and none can be given once the key is shown. Ask again to see it."
NO_HIGHLIGHT_BEFORE: Final = "No highlight of this question is left to take back."
NO_HIGHLIGHT_AFTER: Final = "No highlight of this question was taken back."
NOTHING_SELECTED: Final = "Select words of the question first, with the mouse or with Shift and the arrow keys."


class ExamPresenter:
    """Turns clicks into recorded events and the sitting into views.

    `render` is called with a new `ExamView` after every change; `render_clock` with each tick with the clock alone. The
    caller calls `tick` every `TICK_SECONDS`. `ended` is called once, with the sitting's id, when it was submitted, its
    time ran out, or another window has ended it. What the rules of the sitting refuse is said in the view's message.
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
        self._questions = QuestionViews(services)
        self._marks = Marks()
        self._stopwatch = Stopwatch(services.clock, sitting)
        self._warnings = Warnings(sitting)
        self._reviewing = sitting.reviewing
        self._filter = Filter.ALL
        self._note_open = False
        self._line_focus = False
        self._highlighted = HighlightHistory()
        self._asked_to_reveal: int | None = None

    def cases(self) -> tuple[RichText, ...]:
        """Return the texts of the cases of the sitting; a screen may lay them out ahead of time."""
        return tuple(self._questions.read(scenario.text) for scenario in self._sitting.form.scenarios)

    def questions_ahead(self) -> Iterator[tuple[QuestionView, AnswerView | None]]:
        """Yield every question as it stands now, the present one first and then those that follow.

        With it comes the answer that was shown or may be asked for, for a screen to lay out unseen.
        """
        count = len(self._sitting.form.items)
        first = self._sitting.current
        for position in ((first + step) % count for step in range(count)):
            there = replace(self._sitting, current=position)
            view = self._questions.view(there)
            yield view, view.answer or self._answer_ahead(there)

    def answer_ahead(self) -> AnswerView | None:
        """Return the answer that `reveal` would show now, for a screen to lay out unseen; None where it can't be asked.

        It tells the key: whoever takes it shows nothing of it.
        """
        return None if self._reviewing else self._answer_ahead(self._sitting)

    def review_ahead(self) -> ReviewView:
        """Return the review grid as it stands now, for a screen to lay out unseen."""
        return review_view(self._marks.of(self._sitting), self._filter)

    def _answer_ahead(self, sitting: Sitting) -> AnswerView | None:
        """Return the answer of the question that `sitting` is at if it may be asked for and was not shown yet."""
        asking = sitting.ending is None and not sitting.paused and sitting.conduct.reveals
        hidden = not sitting.states[sitting.current].revealed
        return self._questions.answer(sitting) if asking and hidden else None

    @property
    def sitting(self) -> Sitting:
        """The sitting as it stands."""
        return self._sitting

    def show(self, message: str = "") -> None:
        """Render the current state, with `message` as what the room has to say."""
        self._render(self._view(message))

    # --- The clock

    def tick(self) -> None:
        """Move the clock on and write it down; submit what is there when the time is up.

        Raises `CertdeckError` where that can't be written; the clock and its warnings were shown all the same.
        """
        if self._sitting.ending is not None or self._sitting.paused:
            return
        self._sitting = self._sitting.ticked(self._stopwatch.elapsed())
        if self._sitting.is_over_at(self._sitting.elapsed):
            self._finish(Ending.TIME_OUT)
            return
        self._render_clock(self._clock_view())
        warning = self._warnings.passed(self._sitting)
        if warning:
            self.show(warning)
        self._write_time()

    def show_time(self) -> None:
        """Move the clock on and write nothing down."""
        if self._sitting.ending is None and not self._sitting.paused:
            self._sitting = self._sitting.ticked(self._stopwatch.elapsed())
            self._render_clock(self._clock_view())

    def write_down(self) -> None:
        """Write the used time down before the window closes."""
        if self._sitting.ending is None:
            self._sitting = self._sitting.ticked(self._elapsed())
            self._write_time()

    def pause(self) -> None:
        """Cover the question and let the clock stand until `go_on`."""
        if self._may(Tool.PAUSE):
            self._reviewing = False
            self._record(Paused())

    def go_on(self) -> None:
        """End the pause."""
        if self._sitting.paused:
            self._stopwatch.start_from(self._sitting.elapsed)
            self._record(Continued())

    def hide_clock(self) -> Changes:
        """Hide the clock, or show it again; kept for the next exam."""
        if not self._may(Tool.HIDE_CLOCK):
            return Changes()
        preferences = self._services.preferences
        changes = preferences.change(hide_clock=not preferences.settings.hide_clock)
        self._render_clock(self._clock_view())
        return changes

    # --- Answers

    def choose(self, option: OptionId) -> None:
        """Tick or untick `option`. A single choice replaces the last; several stop at the number asked for."""
        question, answer = self._question(ChoiceQuestion), self._state.answer
        chosen = answer.options if isinstance(answer, Chosen) else frozenset()
        if question.kind is QuestionKind.MULTIPLE_CHOICE:
            self._answer(Chosen(frozenset({option})))
        elif option in chosen:
            self._answer(Chosen(chosen - {option}))
        elif len(chosen) < len(question.keys) or self._state.revealed:
            self._answer(Chosen(chosen | {option}))
        else:
            self.show(f"{len(question.keys)} are chosen already. Take one back first to choose another.")

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
        order = [entry for entry in shown_order(self._sitting) if entry != step]
        order.insert(max(0, min(to, len(order))), step)
        self._answer(Ordered(tuple(order)))

    def keep_order(self) -> None:
        """Take the order on the screen as the answer."""
        self._answer(Ordered(shown_order(self._sitting)))

    def match(self, prompt: OptionId, response: OptionId | None) -> None:
        """Give `response` to `prompt`, or take its response away. One that may serve once leaves its old prompt."""
        question, answer = self._question(MatchingQuestion), self._state.answer
        pairs = answer.pairs if isinstance(answer, Matched) else frozenset()
        kept = {pair for pair in pairs if pair[0] != prompt and (question.reuse or pair[1] != response)}
        self._answer(Matched(frozenset(kept | ({(prompt, response)} if response else set()))))

    def confide(self, confidence: Confidence) -> None:
        """Say how sure the learner is of the answer; the same once more takes it back."""
        said = None if self._state.confidence is confidence else confidence
        self._record(Confided(self._sitting.current, said))

    def reveal(self) -> None:
        """Show the key and the reasons; the answer stands from then on. One that is not whole needs a second asking."""
        position = self._sitting.current
        allowed = self._sitting.conduct.reveals and not self._sitting.paused
        if allowed and not self._sitting.is_answered(position) and self._asked_to_reveal != position:
            self._asked_to_reveal = position
            self.show(CHECK_OPEN)
        elif not self._state.revealed:
            self._record(Revealed(position))

    # --- Marks

    def flag(self) -> None:
        """Set or take away the flag of the current question."""
        self._record(Flagged(self._sitting.current, not self._state.flagged))

    def highlight(self, span: Span | None) -> None:
        """Highlight the characters of `span` in the stem's plain text, or take that away where all of it is.

        An empty span inside a highlighted one stands for all of that one; None says that nothing is selected.
        """
        spans = self._state.highlights
        meant = None if span is None else _meant(span, spans, len(self._questions.plain_stem(self._sitting)))
        if Tool.HIGHLIGHT in self._sitting.conduct.tools and meant is None:
            self.show(NOTHING_SELECTED)
        else:
            self._record(Highlighted(self._sitting.current, toggled(spans, meant or (0, 0))))
            if self._state.highlights != spans:
                self._highlighted.changed(self._sitting.current, spans)

    def turn_highlight(self, *, undo: bool) -> None:
        """Take back what was highlighted last in the stem of this question, or, without `undo`, put it again."""
        if not self._may(Tool.HIGHLIGHT):
            return
        position, before = self._sitting.current, self._state.highlights
        wanted = self._highlighted.next(position, undo=undo)
        if wanted is None:
            self.show(NO_HIGHLIGHT_BEFORE if undo else NO_HIGHLIGHT_AFTER)
            return
        self._record(Highlighted(position, wanted))
        if self._state.highlights == wanted:
            self._highlighted.turned(position, before, undo=undo)

    def toggle_note(self) -> None:
        """Open the note of the question, or close it. It stays open when the learner turns to another question."""
        if self._may(Tool.NOTE):
            self._note_open = not self._note_open
            self.show()

    def write_note(self, text: str) -> None:
        """Keep `text` as the note on the current question; an empty one takes it away.

        The room hands on what was typed a moment before: what was typed when the time ran out is kept, too.
        """
        kept = text.strip()
        if kept == self._state.note:
            return
        noted, used = Noted(self._sitting.current, kept), self._sitting.elapsed
        if self._sitting.is_over_at(self._elapsed()) and not self._sitting.is_over_at(used):
            with suppress(ExamError):  # what ended it meanwhile is shown below
                self._sitting = self._services.exams.record(self._sitting, noted, used)
        too_long = f"A note has up to {LONGEST_NOTE:,} characters. The rest was not kept."
        self._record(noted, too_long if len(kept) > LONGEST_NOTE else "")

    def toggle_line_focus(self) -> None:
        """Lay the reading ruler on the page, or take it away."""
        if self._may(Tool.LINE_FOCUS):
            self._line_focus = not self._line_focus
            self.show()

    # --- Moving about

    def proceed(self, *, more_below: bool = False) -> None:
        """Do what the primary button says: check the answer in review mode, or else turn to the next question.

        `more_below` tells that the end of the question was not seen yet.
        """
        if self._primary() is Primary.CHECK:
            self.reveal()
        else:
            self.next(more_below=more_below)

    def next(self, *, more_below: bool = False) -> None:
        """Go to the next question; from the last one to the review. First show the end of one not seen whole."""
        if more_below and Tool.SCROLL_TO_END in self._sitting.conduct.tools:
            self._render(self._view(MORE_BELOW, to_end=True))
        elif self._sitting.current + 1 < len(self._sitting.states):
            self.go(self._sitting.current + 2)
        elif self._has_grid():
            self.review()
        else:
            self.show("This is the last question. Submit the exam when you are done.")

    def previous(self) -> None:
        """Go to the question before, if there is one."""
        if self._sitting.current > 0:
            self.go(self._sitting.current)

    def go(self, number: int) -> None:
        """Turn to question `number` (1-based)."""
        self._reviewing = False
        self._asked_to_reveal = None
        self._record(Visited(number - 1))

    def review(self, chosen: Filter | None = None) -> None:
        """Open the review grid, or filter it. The clock goes on."""
        if self._may(Tool.REVIEW_GRID):
            opened, self._reviewing = not self._reviewing, True
            self._filter = chosen or self._filter
            if opened:
                self._record(Reviewed())
            else:
                self.show()

    def back(self) -> None:
        """Leave the review grid for the question that was open before."""
        self.go(self._sitting.current + 1)

    # --- The end

    def before_submitting(self) -> AskView | None:
        """Return what to ask before submitting, or None when nothing is open."""
        return before_submitting(self._sitting)

    def before_leaving(self) -> AskView:
        """Return what to ask before the room is left."""
        return before_leaving(self._sitting)

    def submit(self) -> None:
        """End the exam and grade it."""
        if self._sitting.ending is None:
            self._finish(Ending.SUBMITTED)

    # --- Inside

    @property
    def _state(self) -> ItemState:
        return self._sitting.states[self._sitting.current]

    def _question(self, kind: type[Q]) -> Q:
        question = self._sitting.item.question
        if not isinstance(question, kind):
            raise TypeError(f"question {self._sitting.current + 1} is {question.kind}")
        return question

    def _elapsed(self) -> float:
        return self._sitting.elapsed if self._sitting.paused else self._stopwatch.elapsed()

    def _answer(self, answer: Answer) -> None:
        self._asked_to_reveal = None
        self._record(Answered(self._sitting.current, answer))

    def _may(self, tool: Tool) -> bool:
        """Tell whether `tool` may be used now; say so in the room if not."""
        if self._sitting.paused:
            self.show("The exam is paused. Go on first.")
            return False
        if tool not in self._sitting.conduct.tools:
            self.show(str(ToolNotAllowed(f"This exam is sat without the tool “{tool}”. Nothing was changed.")))
            return False
        return True

    def _record(self, event: Event, message: str = "") -> None:
        """Record `event` and show what became of it; what is refused is said, and nothing changes."""
        elapsed = self._elapsed()
        if self._sitting.is_over_at(elapsed):
            self.tick()
            return
        try:
            self._sitting = self._services.exams.record(self._sitting, event, elapsed)
        except SittingEnded:
            self._close(Changes(exams=True))
        except ExamError as error:
            self.show(str(error))
        else:
            self.show(message)

    def _write_time(self) -> None:
        self._sitting = self._services.exams.tick(self._sitting, self._sitting.elapsed)

    def _finish(self, ending: Ending) -> None:
        try:
            changes = self._services.exams.finish(self._sitting, ending, self._elapsed())
        except SittingEnded:
            changes = Changes(exams=True)
        self._close(changes)

    def _close(self, changes: Changes) -> None:
        """Show that the sitting has ended, here or in another window, and say so once: clicks may still come in."""
        known = self._sitting.ending is not None
        self._sitting = self._services.exams.load(self._sitting.id)
        self.show()
        if not known:
            self._ended(self._sitting.id, changes)

    def _under(self, letter: str) -> OptionId | None:
        item = self._sitting.item
        index = LETTERS.find(letter.upper())
        if not isinstance(item.question, ChoiceQuestion) or not 0 <= index < len(item.order):
            return None
        return item.order[index]

    def _has_grid(self) -> bool:
        return Tool.REVIEW_GRID in self._sitting.conduct.tools

    def _primary(self) -> Primary:
        if self._sitting.conduct.mode is Mode.REVIEW and not self._state.revealed:
            return Primary.CHECK
        last = self._sitting.current + 1 == len(self._sitting.states)
        return Primary.SUBMIT if last and not self._has_grid() else Primary.NEXT

    def _clock_view(self) -> ClockView:
        return clock_view(self._sitting, hidden=self._services.preferences.settings.hide_clock)

    def _note_view(self) -> NoteView | None:
        if not self._note_open:
            return None
        return NoteView(self._sitting.current + 1, self._state.note, LONGEST_NOTE)

    def _view(self, message: str = "", *, to_end: bool = False) -> ExamView:
        sitting, marks = self._sitting, self._marks.of(self._sitting)
        running = sitting.ending is None and not sitting.paused
        asking = running and not self._reviewing
        return ExamView(
            title=sitting.title,
            total=len(marks),
            clock=self._clock_view(),
            marks=marks,
            question=self._questions.view(sitting) if asking else None,
            review=review_view(marks, self._filter) if running and self._reviewing else None,
            ended=sitting.ending,
            message=message,
            tools=sitting.conduct.tools,
            offers_answer=sitting.conduct.reveals and sitting.conduct.mode is not Mode.REVIEW,
            primary=self._primary(),
            paused=sitting.paused,
            note=self._note_view() if asking else None,
            line_focus=self._line_focus and asking,
            to_end=to_end,
        )


def _meant(span: Span, spans: tuple[Span, ...], length: int) -> Span | None:
    """Return the part of `span` inside a text of `length`; for an empty one, the one of `spans` that it stands in."""
    start, end = max(0, span[0]), min(span[1], length)
    if start < end:
        return start, end
    return next((known for known in spans if known[0] <= start <= known[1]), None)
