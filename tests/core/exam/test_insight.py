"""What a sitting tells beyond its score: time, changes of mind, confidence, wrong ideas."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import ChoiceQuestion, Question
from certdeck.core.exam.answers import Answer, Chosen
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Answered, Confided, Confidence, Ended, Ending, Event, Visited
from certdeck.core.exam.insight import Insight, Turn, WrongIdea, insight
from certdeck.core.exam.report import Share, report
from certdeck.core.exam.sitting import Sitting, replayed
from certdeck.core.ids import OptionId
from tests.builders import blueprint, form, multiple_choice, sitting

EXAM = blueprint()
TASKS = ("1.1", "2.1", "2.2")


def choice(name: str, task: str) -> ChoiceQuestion:
    question = multiple_choice(name, task=task)
    named = tuple(
        replace(option, misconception={"b": "biggest-is-best", "c": "cheap-is-slow"}.get(option.id, ""))
        for option in question.options
    )
    return replace(question, options=named)


QUESTIONS = tuple(choice(f"q-{task}", task) for task in TASKS)


def chosen(name: str) -> Chosen:
    return Chosen(frozenset({OptionId(name)}))


def sat(
    log: Iterable[tuple[Event, float]],
    questions: Iterable[Question] = QUESTIONS,
    *,
    seconds_allowed: float | None = 300.0,
) -> tuple[Sitting, Insight]:
    begun = replace(sitting(form(questions)), conduct=conduct(Mode.PRACTICE), seconds_allowed=seconds_allowed)
    ended = replayed(begun, log)
    ended = ended.after(Ended(Ending.SUBMITTED), ended.elapsed)
    return ended, insight(report(ended, EXAM), EXAM, seconds_allowed)


ANSWERS: tuple[tuple[Event, float], ...] = (
    (Answered(0, chosen("b")), 10),
    (Answered(0, chosen("a")), 20),
    (Confided(0, Confidence.GUESS), 21),
    (Visited(1), 30),
    (Answered(1, chosen("a")), 40),
    (Answered(1, chosen("b")), 50),
    (Confided(1, Confidence.SURE), 51),
    (Visited(2), 230),
    (Answered(2, chosen("c")), 240),
    (Answered(2, chosen("b")), 250),
    (Confided(2, Confidence.SURE), 260),
)


def test_changes_of_mind_are_compared_from_the_first_whole_answer_to_the_last() -> None:
    _, told = sat(ANSWERS)
    assert [(change.number, change.turn, change.times) for change in told.changes] == [
        (1, Turn.GAINED, 1),
        (2, Turn.LOST, 1),
        (3, Turn.MOVED, 1),
    ]
    assert [told.count(turn) for turn in Turn] == [1, 1, 1, 0]


def test_going_back_to_the_right_answer_is_told_from_gaining_it() -> None:
    _, told = sat([(Answered(0, chosen(name)), place + 1.0) for place, name in enumerate("aba")])
    assert [(change.turn, change.times) for change in told.changes] == [(Turn.KEPT, 2)]


def test_sure_and_wrong_and_lucky_guesses_are_named_by_number() -> None:
    _, told = sat(ANSWERS)
    assert (told.sure_and_wrong, told.lucky, told.guessed) == ((2, 3), (1,), (1,))
    assert [(point.confidence, point.share) for point in told.calibration] == [
        (Confidence.GUESS, Share(1, 1)),
        (Confidence.UNSURE, Share(0, 0)),
        (Confidence.SURE, Share(0, 2)),
    ]


def test_confidence_without_an_answer_says_nothing() -> None:
    _, told = sat([(Confided(0, Confidence.SURE), 1)])
    assert (told.sure_and_wrong, sum(point.share.total for point in told.calibration)) == ((), 0)


def test_time_goes_by_question_and_by_domain() -> None:
    _, told = sat(ANSWERS)
    assert told.pace == 100.0
    assert told.slow == {2}
    assert told.slowest == (2, 1, 3)
    assert [(time.domain, time.seconds, time.questions) for time in told.domains] == [("1", 30.0, 1), ("2", 230.0, 2)]


def test_without_a_limit_the_pace_is_the_median() -> None:
    _, told = sat(ANSWERS, seconds_allowed=None)
    assert told.pace == 30.0
    assert told.slow == {2}


def test_no_more_than_ten_are_called_the_slowest() -> None:
    many = [choice(f"q-{number}", "1.1") for number in range(15)]
    visits: list[tuple[Event, float]] = [(Visited(place), place * (place + 1) / 2) for place in range(1, 15)]
    _, told = sat(visits, many)
    assert told.slowest == tuple(range(14, 4, -1))


def test_wrong_ideas_are_ranked_by_how_often_they_misled() -> None:
    _, told = sat(ANSWERS)
    assert told.wrong_ideas == (WrongIdea("biggest-is-best", (2, 3)),)
    _, told = sat([(Answered(place, chosen(name)), 1) for place, name in enumerate("ccb")])
    assert told.wrong_ideas == (WrongIdea("cheap-is-slow", (1, 2)), WrongIdea("biggest-is-best", (3,)))


def test_nothing_said_and_nothing_changed_leaves_the_lists_empty() -> None:
    _, told = sat([])
    assert (told.changes, told.sure_and_wrong, told.lucky, told.wrong_ideas) == ((), (), (), ())


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from("abcd"), st.sampled_from([None, *Confidence]))))
def test_every_answer_with_a_confidence_is_in_the_calibration_once(
    clicks: list[tuple[int, str, Confidence | None]],
) -> None:
    log: list[tuple[Event, float]] = []
    for position, name, confidence in clicks:
        log += [(Answered(position, chosen(name)), 1.0), (Confided(position, confidence), 1.0)]
    ended, told = sat(log)
    said = [state for state in ended.states if state.answer is not None and state.confidence is not None]
    assert sum(point.share.total for point in told.calibration) == len(said)
    right = sum(point.share.right for point in told.calibration)
    assert right == sum(_is_key(state.answer) for state in said)
    assert len(told.sure_and_wrong) == sum(
        state.confidence is Confidence.SURE and not _is_key(state.answer) for state in said
    )


def _is_key(answer: Answer | None) -> bool:
    return answer == chosen("a")


@pytest.mark.parametrize("count", [1, 3])
def test_the_seconds_of_all_domains_are_those_of_all_questions(count: int) -> None:
    ended, told = sat(ANSWERS[: 4 * count])
    assert sum(time.seconds for time in told.domains) == pytest.approx(sum(state.seconds for state in ended.states))
