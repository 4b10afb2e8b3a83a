"""What lines leave: a rating's own result where it was given from what stands, and else what all would reckon."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.core.scheduling.schedule import Phase, Rating, Schedule
from certdeck.core.sync.operations import Line, LineKind
from certdeck.core.sync.playing import played
from certdeck.memory.fsrs_model import FsrsModel
from tests.core.sync.operation_sets import START

FACE = FaceId("c-1/1")
MODEL, USUAL = FsrsModel(), Options()
DAYS = st.lists(st.tuples(st.sampled_from(list(Rating)), st.floats(0.01, 60)), min_size=1, max_size=8)


def rules(_name: str) -> Options:
    return USUAL


def chain(ratings: list[tuple[Rating, float]], *, balanced: bool = True) -> list[Line]:
    """Return ratings each given from what the one before left, with due dates that a laptop moved by a day."""
    lines, schedule, at = [], Schedule(), START
    for rating, days in ratings:
        at += timedelta(days=days)
        after = MODEL.review(schedule, rating, at, USUAL)
        if balanced and after.phase is Phase.REVIEW and after.due is not None:
            after = after._replace(due=after.due + timedelta(days=1))
        lines.append(Line(FACE, LineKind.RATE, at, schedule, after, rating))
        schedule = after
    return lines


def play(lines: list[Line], options: Options = USUAL) -> Schedule:
    return played(lines, Schedule(), MODEL, rules, options)


@given(DAYS)
def test_ratings_that_follow_from_one_another_leave_what_the_last_one_left_to_the_bit(
    ratings: list[tuple[Rating, float]],
) -> None:
    lines = chain(ratings)
    assert play(lines) == lines[-1].after


@given(DAYS)
def test_other_parameters_change_the_memory_and_nothing_else(ratings: list[tuple[Rating, float]]) -> None:
    lines = chain(ratings)
    fitted = play(lines, replace(USUAL, parameters=(0.5, *DEFAULTS[1:])))
    assert fitted._replace(memory=None) == lines[-1].after._replace(memory=None)
    reviews = [(line.rating, line.at) for line in lines if line.rating is not None]
    assert fitted.memory == MODEL.replay(Schedule(), reviews, replace(USUAL, parameters=(0.5, *DEFAULTS[1:])))


@given(DAYS, DAYS)
def test_ratings_given_apart_count_all_and_the_memory_is_that_of_all_in_order(
    here: list[tuple[Rating, float]], there: list[tuple[Rating, float]]
) -> None:
    lines = sorted((*chain(here), *chain(there)), key=lambda line: line.at)
    both = play(lines)
    assert both.reps == len(lines)
    assert both.last_review == lines[-1].at
    assert both.memory == MODEL.replay(Schedule(), [(line.rating, line.at) for line in lines if line.rating], USUAL)


@given(DAYS)
def test_a_card_made_new_begins_anew(ratings: list[tuple[Rating, float]]) -> None:
    lines = chain(ratings)
    forgotten = Line(FACE, LineKind.FORGET, lines[-1].at, lines[-1].after, Schedule())
    assert play([*lines, forgotten]) == Schedule()
    assert play([*lines, forgotten, *chain(ratings)]) == play(chain(ratings))


@given(DAYS)
def test_a_due_date_put_by_hand_holds_until_the_next_rating(ratings: list[tuple[Rating, float]]) -> None:
    lines = chain(ratings)
    due = lines[-1].at + timedelta(days=33)
    put = Line(FACE, LineKind.DUE, lines[-1].at, lines[-1].after, lines[-1].after._replace(due=due))
    assert play([*lines, put]) == lines[-1].after._replace(due=due)


@given(DAYS)
def test_what_another_program_knew_counts_unless_it_was_rated_here_since(ratings: list[tuple[Rating, float]]) -> None:
    lines = chain(ratings)
    known = lines[-1].after._replace(due=START, lapses=7)
    brought = Line(FACE, LineKind.IMPORT, START, Schedule(), known)
    assert play([brought]) == known
    assert play([*lines, brought]) == lines[-1].after
    assert play([*lines, replace(brought, before=lines[-1].after)]) == known
