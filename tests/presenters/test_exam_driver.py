"""A whole exam sat through the presenter alone: every kind of question, every tool, no window."""

from collections.abc import Callable
from pathlib import Path

from certdeck.core.exam.answers import Chosen, Matched, Ordered
from certdeck.core.exam.conduct import Mode, Tool, conduct
from certdeck.core.exam.events import Confidence, Ending
from certdeck.presenters.exam_views import Filter, Primary, Result
from tests.clock import FixedClock
from tests.library import open_library
from tests.presenters.room import Room
from tests.sitting import begin, exam_deck, right_answer


def answer(room: Room) -> None:
    """Answer the question on the screen rightly, by what the view offers."""
    match right_answer(room.sitting.form.items[room.view.number - 1].question):
        case Chosen(options):
            for option in room.question.options:
                if option.id in options:
                    room.presenter.choose_letter(option.letter)
        case Ordered(steps):
            for place, step in enumerate(steps):
                room.presenter.move_step(step, place)
        case Matched(pairs):
            for prompt, response in pairs:
                room.presenter.match(prompt, response)


def use_tools(room: Room, clock: FixedClock) -> None:
    """Use everything that lies on the desk once."""
    presenter = room.presenter
    acts: dict[Tool, tuple[Callable[[], object], ...]] = {
        Tool.FLAG: (presenter.flag,),
        Tool.STRIKE: (lambda: presenter.strike_letter("B"),),
        Tool.HIGHLIGHT: (lambda: presenter.highlight((0, 4)),),
        Tool.NOTE: (presenter.toggle_note, lambda: presenter.write_note("Mine"), presenter.toggle_note),
        Tool.LINE_FOCUS: (presenter.toggle_line_focus, presenter.toggle_line_focus),
        Tool.HIDE_CLOCK: (presenter.hide_clock, presenter.hide_clock),
        Tool.REVIEW_GRID: (lambda: presenter.review(Filter.FLAGGED), presenter.back),
        Tool.SCROLL_TO_END: (lambda: presenter.next(more_below=True),),
        Tool.PAUSE: (presenter.pause, lambda: clock.advance(300), presenter.go_on),
        Tool.CONFIDENCE: (lambda: presenter.confide(Confidence.SURE),),
    }
    for tool in sorted(acts.keys() & room.view.tools):
        for act in acts[tool]:
            act()


def test_a_whole_exam_can_be_sat_without_a_window(tmp_path: Path) -> None:
    clock = FixedClock()
    with open_library(tmp_path, exam_deck(), clock) as services:
        room = Room(services, clock, begin(services, rules=conduct(Mode.PRACTICE)))
        while room.view.review is None:
            clock.advance(30)
            room.presenter.tick()
            use_tools(room, clock)
            answer(room)
            if room.view.number % 2:
                room.presenter.reveal()
                assert room.result() is Result.RIGHT
            room.presenter.proceed()
        assert (room.review.answered, room.review.flagged, room.review.first_open) == (6, 6, None)
        assert room.presenter.before_submitting() is None
        room.presenter.submit()
        graded, report = services.exams.report(room.sitting.id)
    assert graded.ending is Ending.SUBMITTED
    assert graded.elapsed == 6 * 30
    assert all(result.right for result in report.questions)
    for state in graded.states:
        assert (state.highlights, state.note, state.confidence) == (((0, 4),), "Mine", Confidence.SURE)


def test_a_review_can_be_sat_with_the_primary_button_alone(tmp_path: Path) -> None:
    clock = FixedClock()
    with open_library(tmp_path, exam_deck(), clock) as services:
        room = Room(services, clock, begin(services, rules=conduct(Mode.REVIEW)))
        pressed = []
        while room.view.review is None:
            answer(room)
            pressed.append(room.view.primary)
            room.presenter.proceed()
            pressed.append(room.view.primary)
            room.presenter.proceed()
    assert pressed == [Primary.CHECK, Primary.NEXT] * 6
