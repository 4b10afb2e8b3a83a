"""The tools of a sitting, the trail of answers, pauses, time that is up, and errors by their names."""

from dataclasses import replace

import pytest

from certdeck.core import errors
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.conduct import Conduct, ExtraTime, Mode, Tool, conduct
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
    Noted,
    Paused,
    Revealed,
    Struck,
    Visited,
)
from certdeck.core.exam.sitting import LONGEST_NOTE, Sitting
from certdeck.core.ids import OptionId
from tests.builders import form, sitting

FORM = form()
CHOICE, RESPONSE, ORDER, MATCH = range(4)
A, B = OptionId("a"), OptionId("b")


def chosen(*names: str) -> Chosen:
    return Chosen(frozenset(map(OptionId, names)))


def ordered(names: str) -> Ordered:
    return Ordered(tuple(map(OptionId, names)))


def begun(rules: Conduct | None = None, *, seconds_allowed: float | None = 600.0) -> Sitting:
    return replace(sitting(FORM), conduct=rules or conduct(Mode.PRACTICE), seconds_allowed=seconds_allowed)


def after(*events: tuple[Event, float], now: Sitting | None = None) -> Sitting:
    current = now or begun()
    for event, elapsed in events:
        current = current.after(event, elapsed)
    return current


def test_highlights_notes_and_confidence_are_kept_with_their_question() -> None:
    now = after((Highlighted(0, ((5, 9), (0, 6))), 1), (Noted(0, "Ask again"), 2), (Confided(0, Confidence.GUESS), 3))
    assert now.states[0].highlights == ((0, 9),)
    assert (now.states[0].note, now.states[0].confidence) == ("Ask again", Confidence.GUESS)
    assert now.states[1] == begun().states[1]


def test_a_note_that_was_pasted_by_mistake_is_cut() -> None:
    assert len(after((Noted(0, "x" * 9999), 1)).states[0].note) == LONGEST_NOTE


def test_confidence_and_notes_can_be_taken_back() -> None:
    now = after((Noted(0, "A"), 1), (Noted(0, ""), 2), (Confided(0, Confidence.SURE), 3), (Confided(0, None), 4))
    assert (now.states[0].note, now.states[0].confidence) == ("", None)


@pytest.mark.parametrize(
    ("tool", "event"),
    [
        (Tool.FLAG, Flagged(0, True)),
        (Tool.STRIKE, Struck(0, A, True)),
        (Tool.HIGHLIGHT, Highlighted(0, ((0, 3),))),
        (Tool.NOTE, Noted(0, "A")),
        (Tool.CONFIDENCE, Confided(0, Confidence.SURE)),
        (Tool.PAUSE, Paused()),
        (Tool.RATIONALE, Revealed(0)),
    ],
)
def test_a_tool_that_the_rules_leave_out_is_refused_and_changes_nothing(tool: Tool, event: Event) -> None:
    now = begun(conduct(Mode.PRACTICE, without=frozenset({tool})))
    with pytest.raises(errors.ToolNotAllowed, match="Nothing was changed"):
        now.after(event, 1)


def test_every_tool_that_leaves_a_trace_can_be_used_in_practice() -> None:
    for event in (Flagged(0, True), Struck(0, A, True), Noted(0, "A"), Revealed(0), Paused()):
        assert begun().after(event, 1) != begun()


def test_a_rehearsal_shows_no_answer_before_its_end() -> None:
    with pytest.raises(errors.ToolNotAllowed, match="shown after its end"):
        begun(conduct(Mode.REHEARSAL)).after(Revealed(0), 1)


def test_an_answer_that_was_shown_stands() -> None:
    now = after((Answered(CHOICE, chosen("b")), 1), (Revealed(CHOICE), 2))
    with pytest.raises(errors.AnswerShown, match="yours stands as it was"):
        now.after(Answered(CHOICE, chosen("a")), 3)
    assert now.states[CHOICE].answer == chosen("b")


def test_a_pause_takes_no_time_and_nothing_else_happens_in_it() -> None:
    paused = after((Visited(1), 10), (Paused(), 25))
    with pytest.raises(errors.ExamError, match="paused"):
        paused.after(Answered(1, chosen("a")), 25)
    now = after((Continued(), 25), (Visited(2), 40), now=paused)
    assert (paused.paused, now.paused) == (True, False)
    assert [state.seconds for state in now.states[:2]] == [10, 30]


def test_a_paused_exam_can_be_ended() -> None:
    assert after((Paused(), 5), (Ended(Ending.SUBMITTED), 5)).ending is Ending.SUBMITTED


@pytest.mark.parametrize(
    ("answer", "position", "error"),
    [
        (chosen("a", "b"), CHOICE, errors.TooManyChoices),
        (chosen("a", "b", "c"), RESPONSE, errors.TooManyChoices),
        (chosen("z"), CHOICE, errors.UnfitAnswer),
        (ordered("aabc"), ORDER, errors.RepeatedResponse),
        (ordered("abc"), ORDER, errors.UnfitAnswer),
        (Matched(frozenset({(OptionId("p1"), A), (OptionId("p1"), B)})), MATCH, errors.TooManyChoices),
        (Matched(frozenset({(OptionId("p1"), A), (OptionId("p2"), A)})), MATCH, errors.RepeatedResponse),
        (Matched(frozenset({(OptionId("p9"), A)})), MATCH, errors.UnfitAnswer),
        (chosen("a"), ORDER, errors.UnfitAnswer),
        (chosen("a"), 4, errors.NotInForm),
        (chosen("a"), -1, errors.NotInForm),
    ],
)
def test_an_answer_that_can_not_be_is_refused_by_its_own_name(
    answer: Answer, position: int, error: type[errors.ExamError]
) -> None:
    now = begun()
    with pytest.raises(error) as refused:
        now.after(Answered(position, answer), 1)
    assert type(refused.value) is error


def test_after_the_last_second_nothing_is_taken_but_the_end() -> None:
    with pytest.raises(errors.TimeIsUp):
        begun().after(Answered(0, chosen("a")), 600)
    assert begun().after(Ended(Ending.TIME_OUT), 700).elapsed == 600


def test_after_the_end_nothing_is_taken() -> None:
    with pytest.raises(errors.SittingEnded):
        after((Ended(Ending.SUBMITTED), 5)).after(Flagged(0, True), 6)


def test_without_a_limit_time_is_never_up() -> None:
    rules = conduct(Mode.PRACTICE, extra=ExtraTime.UNTIMED)
    now = begun(rules, seconds_allowed=None).after(Flagged(0, True), 1_000_000)
    assert (now.remaining, now.elapsed, now.is_over_at(1e9)) == (None, 1_000_000, False)


def test_the_trail_of_a_choice_holds_every_whole_answer_in_order() -> None:
    now = after(
        (Answered(CHOICE, chosen("b")), 1), (Answered(CHOICE, chosen("a")), 2), (Answered(CHOICE, chosen("a")), 3)
    )
    assert now.states[CHOICE].trail == (chosen("b"), chosen("a"))


def test_half_an_answer_is_no_part_of_the_trail() -> None:
    now = after((Answered(RESPONSE, chosen("a")), 1), (Answered(RESPONSE, chosen("a", "b")), 2))
    assert now.states[RESPONSE].trail == (chosen("a", "b"),)


def test_an_order_counts_once_the_learner_moves_on_not_with_every_row_that_is_moved() -> None:
    moves: list[tuple[Event, float]] = [
        (Visited(ORDER), 1.0),
        (Answered(ORDER, ordered("bacd")), 2.0),
        (Answered(ORDER, ordered("abcd")), 3.0),
    ]
    assert after(*moves).states[ORDER].trail == ()
    now = after(*moves, (Visited(0), 4.0), (Visited(ORDER), 5.0), (Answered(ORDER, ordered("cabd")), 6.0))
    assert now.after(Ended(Ending.SUBMITTED), 7).states[ORDER].trail == (ordered("abcd"), ordered("cabd"))
