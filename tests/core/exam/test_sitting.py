"""A sitting is its events in order: what can't happen is refused and changes nothing."""

from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.errors import AnswerShown, ExamError
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.conduct import Mode, conduct
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
    Reviewed,
    Struck,
    Visited,
)
from certdeck.core.exam.sitting import ItemState, Sitting, new_sitting, replayed
from certdeck.core.ids import OptionId, SittingId
from tests.builders import NOON, form, order_of, sitting

FORM = form()
COUNT = len(FORM.items)
LIMIT = 600.0
PRACTICE = conduct(Mode.PRACTICE)
CHOICE, RESPONSE, ORDER, MATCH = range(4)

Log = list[tuple[Event, float]]
names = st.sampled_from([OptionId(name) for name in "abcdex"])
positions = st.integers(-1, COUNT)
answers: st.SearchStrategy[Answer | None] = st.one_of(
    st.none(),
    st.builds(Chosen, st.frozensets(names, max_size=3)),
    st.builds(Ordered, st.permutations(order_of(FORM.items[ORDER].question)).map(tuple)),
    st.builds(Matched, st.frozensets(st.tuples(st.sampled_from([OptionId("p1"), OptionId("p2")]), names), max_size=2)),
)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Answered, positions, answers),
    st.builds(Flagged, positions, st.booleans()),
    st.builds(Struck, positions, names, st.booleans()),
    st.builds(Visited, positions),
    st.builds(Highlighted, positions, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple)),
    st.builds(Noted, positions, st.text(max_size=5)),
    st.builds(Confided, positions, st.sampled_from([None, *Confidence])),
    st.builds(Revealed, positions),
    st.builds(Reviewed),
    st.builds(Paused),
    st.builds(Continued),
)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Draw events with times that mostly rise, may fall, and may run past the limit."""
    happened = draw(st.lists(events, max_size=25))
    steps = draw(st.lists(st.floats(-5, 60), min_size=len(happened), max_size=len(happened)))
    return list(zip(happened, accumulate(steps), strict=True))


def accepted(log: Log) -> tuple[Sitting, Log]:
    """Return the sitting after the events of `log` that can happen, and those events."""
    now, kept = sitting(FORM, seconds_allowed=LIMIT, conduct=PRACTICE), []
    for event, elapsed in log:
        try:
            now = now.after(event, elapsed)
        except ExamError:
            continue
        kept.append((event, elapsed))
    return now, kept


@given(logs())
def test_replaying_the_events_gives_the_same_sitting(log: Log) -> None:
    lived, kept = accepted(log)
    assert replayed(sitting(FORM, seconds_allowed=LIMIT, conduct=PRACTICE), kept) == lived


@given(logs())
def test_a_sitting_can_be_stopped_and_gone_on_with_anywhere(log: Log) -> None:
    lived, kept = accepted(log)
    half = replayed(sitting(FORM, seconds_allowed=LIMIT, conduct=PRACTICE), kept[: len(kept) // 2])
    assert replayed(half, kept[len(kept) // 2 :]) == lived


@given(logs())
def test_elapsed_never_falls_nor_passes_the_limit(log: Log) -> None:
    now = sitting(FORM, seconds_allowed=LIMIT, conduct=PRACTICE)
    for event, elapsed in accepted(log)[1]:
        before, now = now, now.after(event, elapsed)
        assert before.elapsed <= now.elapsed <= LIMIT
        assert now.remaining == LIMIT - now.elapsed


@given(logs(), st.floats(0, 900))
def test_the_seconds_of_all_questions_add_up_to_the_time_used(log: Log, elapsed: float) -> None:
    ended = accepted(log)[0].after(Ended(Ending.SUBMITTED), elapsed)
    booked = sum(state.seconds for state in ended.states)
    if any(isinstance(event, Reviewed) for event, _ in log):
        assert booked <= ended.elapsed + 1e-6
    else:
        assert booked == pytest.approx(ended.elapsed)
    assert all(state.seconds >= 0 for state in ended.states)


def test_the_time_in_the_review_grid_is_no_questions() -> None:
    now = new_sitting(SittingId(4), "Mock", FORM, started_at=NOON, seconds_allowed=LIMIT)
    for event, elapsed in ((Visited(1), 20), (Reviewed(), 50), (Visited(0), 350), (Ended(Ending.SUBMITTED), 360)):
        now = now.after(event, elapsed)
    assert [state.seconds for state in now.states[:2]] == [30, 30]


@given(logs())
def test_time_is_booked_only_on_questions_that_were_seen(log: Log) -> None:
    ended = accepted(log)[0].after(Ended(Ending.TIME_OUT), LIMIT)
    assert all(state.seen or state.seconds == 0 for state in ended.states)


@given(logs(), events)
def test_an_ended_sitting_accepts_nothing(log: Log, event: Event) -> None:
    ended = accepted(log)[0].after(Ended(Ending.SUBMITTED), 0)
    for late in (event, Ended(Ending.TIME_OUT)):
        with pytest.raises(ExamError, match=r"This exam has ended\. Its answers are kept"):
            ended.after(late, 1)
    assert ended.ticked(LIMIT) == ended


@given(logs())
def test_ticks_between_events_change_nothing_but_the_clock(log: Log) -> None:
    lived, kept = accepted(log)
    now = sitting(FORM, seconds_allowed=LIMIT, conduct=PRACTICE)
    for event, elapsed in kept:
        now = now.ticked(elapsed).after(event, elapsed)
    assert now == lived


def test_a_sitting_begins_at_its_first_question() -> None:
    begun = new_sitting(SittingId(4), "Mock", FORM, started_at=NOON, seconds_allowed=LIMIT)
    assert (begun.id, begun.title, begun.started_at, begun.current) == (4, "Mock", NOON, 0)
    assert begun.item == FORM.items[0]
    assert [state.seen for state in begun.states] == [True, False, False, False]
    assert begun.remaining == LIMIT
    assert begun.ending is None


A = Chosen(frozenset({OptionId("a")}))
HALF = Matched(frozenset({(OptionId("p1"), OptionId("a"))}))


def test_an_answer_is_kept_replaced_and_taken_back() -> None:
    now = sitting(FORM).after(Answered(CHOICE, A), 1)
    assert now.states[CHOICE].answer == A
    now = now.after(Answered(CHOICE, Chosen(frozenset({OptionId("b")}))), 2)
    assert now.states[CHOICE].answer == Chosen(frozenset({OptionId("b")}))
    assert now.after(Answered(CHOICE, None), 3).states[CHOICE].answer is None


@pytest.mark.parametrize(("position", "empty"), [(CHOICE, Chosen(frozenset())), (MATCH, Matched(frozenset()))])
def test_an_empty_answer_is_no_answer(position: int, empty: Answer) -> None:
    assert sitting(FORM).after(Answered(position, empty), 1).states[position].answer is None


def test_open_positions_are_those_without_a_whole_answer() -> None:
    arranged = Ordered(order_of(FORM.items[ORDER].question))
    now = replayed(
        sitting(FORM),
        [
            (Answered(CHOICE, A), 1),
            (Answered(RESPONSE, A), 2),
            (Answered(ORDER, arranged), 3),
            (Answered(MATCH, HALF), 4),
        ],
    )
    assert now.open_positions() == (RESPONSE, MATCH)
    assert now.is_answered(CHOICE)


def test_a_question_whose_key_was_shown_awaits_no_answer() -> None:
    now = replayed(sitting(FORM, conduct=conduct(Mode.PRACTICE)), [(Answered(CHOICE, A), 1), (Revealed(MATCH), 2)])
    assert now.open_positions() == (RESPONSE, ORDER, MATCH)
    assert now.awaiting_positions() == (RESPONSE, ORDER)
    assert not now.awaits(MATCH)


def test_flags_are_set_and_taken_away() -> None:
    now = sitting(FORM).after(Flagged(2, True), 1).after(Flagged(0, True), 2)
    assert now.flagged_positions() == (0, 2)
    assert now.after(Flagged(2, False), 3).flagged_positions() == (0,)


def test_options_are_struck_out_and_brought_back() -> None:
    now = sitting(FORM).after(Struck(0, OptionId("a"), True), 1).after(Struck(0, OptionId("b"), True), 2)
    assert now.states[0].struck == {"a", "b"}
    assert now.after(Struck(0, OptionId("a"), False), 3).states[0].struck == {"b"}


def test_time_goes_to_the_question_that_is_looked_at() -> None:
    now = sitting(FORM).after(Visited(2), 10).after(Flagged(2, True), 15).after(Visited(0), 30)
    now = now.after(Ended(Ending.SUBMITTED), 35)
    assert [state.seconds for state in now.states] == [15, 0, 20, 0]
    assert [state.seen for state in now.states] == [True, False, True, False]
    assert (now.current, now.elapsed, now.ending) == (0, 35, Ending.SUBMITTED)


def test_time_runs_out_at_the_limit() -> None:
    now = sitting(FORM, seconds_allowed=60).after(Ended(Ending.TIME_OUT), 75)
    assert (now.elapsed, now.remaining, now.ending) == (60, 0, Ending.TIME_OUT)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (
            Answered(CHOICE, HALF),
            "That is not an answer to a question of the kind multiple-choice. The last",
        ),
        (
            Answered(RESPONSE, Chosen(frozenset(map(OptionId, "abc")))),
            "The question asks for 2, and 3 were chosen.",
        ),
        (Answered(9, A), "This exam has no question 10; it has 4."),
        (Answered(-1, A), "This exam has no question 0; it has 4."),
        (Flagged(4, True), "This exam has no question 5; it has 4."),
        (Visited(4), "This exam has no question 5; it has 4."),
        (Struck(4, OptionId("a"), True), "This exam has no question 5; it has 4."),
        (Struck(0, OptionId("x"), True), "Question 1 has no option x. Nothing was changed."),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_changes_nothing(event: Event, said: str) -> None:
    now = sitting(FORM).after(Answered(CHOICE, A), 1)
    kept: dict[str, Any] = {"states": now.states, "elapsed": now.elapsed, "current": now.current}
    with pytest.raises(ExamError) as refused:
        now.after(event, 50)
    assert str(refused.value).startswith(said)
    assert {name: getattr(now, name) for name in kept} == kept


def test_a_fresh_state_is_empty() -> None:
    assert ItemState() == ItemState(None, False, frozenset(), False, 0.0)


def test_how_sure_the_learner_was_stands_once_the_answer_was_shown() -> None:
    now = sitting(FORM, conduct=conduct(Mode.PRACTICE)).after(Confided(CHOICE, Confidence.GUESS), 1)
    shown = now.after(Revealed(CHOICE), 2)
    with pytest.raises(AnswerShown, match="so how sure you were stands"):
        shown.after(Confided(CHOICE, Confidence.SURE), 3)
    assert shown.states[CHOICE].confidence is Confidence.GUESS
