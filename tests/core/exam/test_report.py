"""Scores are estimates with ranges, checked here against exact fractions and brute force."""

from dataclasses import replace
from fractions import Fraction
from math import comb, floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from certdeck.core.blueprint import Scale
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.events import Answered, Ended, Ending
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.report import PASS_SHARE, Share, Verdict, report, scaled_score
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import BlueprintId, OptionId, TaskId
from tests.builders import EXAM, blueprint, form, multiple_choice, order_of, sitting

SCALE = Scale(100, 1000, 720)
PASS = Fraction(7, 10)
shares = st.integers(0, 65).flatmap(lambda total: st.integers(0, total).map(lambda right: Share(right, total)))
asked = shares.filter(lambda share: share.total > 0)


def exact_score(share: Fraction) -> int:
    if share < PASS:
        return floor(SCALE.minimum + (SCALE.passing - SCALE.minimum) * share / PASS)
    return floor(SCALE.passing + (SCALE.maximum - SCALE.passing) * (share - PASS) / (1 - PASS))


def test_the_ends_and_the_pass_line_are_where_they_belong() -> None:
    assert scaled_score(0.0, SCALE) == 100
    assert scaled_score(PASS_SHARE, SCALE) == 720
    assert scaled_score(1.0, SCALE) == 1000


@pytest.mark.parametrize("total", range(1, 66))
def test_every_possible_score_is_the_exact_one_rounded_down(total: int) -> None:
    for right in range(total + 1):
        assert scaled_score(right / total, SCALE) == exact_score(Fraction(right, total)), (right, total)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_right_answers_never_score_less(one: float, other: float) -> None:
    assert scaled_score(min(one, other), SCALE) <= scaled_score(max(one, other), SCALE)


@given(st.floats(0, 1))
def test_no_score_leaves_the_scale_and_only_the_pass_share_passes(share: float) -> None:
    score = scaled_score(share, SCALE)
    assert SCALE.minimum <= score <= SCALE.maximum
    assert (score >= SCALE.passing) == (share >= PASS_SHARE)


@given(shares)
def test_ranges_contain_the_value_and_stay_between_nothing_and_all(share: Share) -> None:
    low, high = share.range
    assert 0 <= low <= share.value <= high <= 1


@given(asked)
def test_the_range_ends_where_the_score_test_with_z_one_does(share: Share) -> None:
    """Wilson: a true share p is in the range when |value - p| <= sqrt(p (1 - p) / n)."""
    low, high = share.range
    for step in range(1, 200):
        p = step / 200
        inside = (share.value - p) ** 2 <= p * (1 - p) / share.total
        if min(abs(p - low), abs(p - high)) > 1e-9:
            assert inside == (low <= p <= high)


@given(asked)
def test_the_chance_to_pass_is_the_beta_tail(share: Share) -> None:
    """Integrate x^right (1 - x)^wrong exactly, term by term, from the pass line to 1."""
    right, wrong = share.right, share.total - share.right

    def antiderivative(x: Fraction) -> Fraction:
        return sum(
            (Fraction((-1) ** k * comb(wrong, k), right + k + 1) * x ** (right + k + 1) for k in range(wrong + 1)),
            Fraction(),
        )

    whole = antiderivative(Fraction(1))
    tail = (whole - antiderivative(PASS)) / whole
    assert share.pass_chance == pytest.approx(float(tail), abs=1e-9)


@given(asked)
def test_one_more_right_answer_never_lowers_the_chance_to_pass(share: Share) -> None:
    assume(share.right < share.total)
    assert share.pass_chance < Share(share.right + 1, share.total).pass_chance


def test_nothing_asked_says_nothing() -> None:
    nothing = Share(0, 0)
    assert (nothing.value, nothing.range, nothing.verdict) == (0.0, (0.0, 1.0), Verdict.TOO_FEW)
    assert nothing.pass_chance == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("right", "verdict"),
    [(50, Verdict.MEETS), (39, Verdict.MEETS), (35, Verdict.CLOSE), (31, Verdict.BELOW), (0, Verdict.BELOW)],
)
def test_the_verdict_minds_the_range(right: int, verdict: Verdict) -> None:
    assert Share(right, 50).verdict is verdict


def answered(right: str, scored: str, tasks: tuple[str, ...]) -> Sitting:
    """Sit a question for each of `right` and `scored` (y or n), the key being a."""
    questions = [multiple_choice(f"q-{number}", key="a", task=task) for number, task in enumerate(tasks)]
    items = tuple(
        FormItem(question, TaskId(task), mark == "y", order_of(question))
        for question, task, mark in zip(questions, tasks, scored, strict=True)
    )
    now = sitting(form((), items=items))
    for position, mark in enumerate(right):
        now = now.after(Answered(position, Chosen(frozenset({OptionId("a" if mark == "y" else "b")}))), position)
    return now.after(Ended(Ending.SUBMITTED), 100)


SAT = answered("yyny", "yyyn", ("1.1", "1.2", "2.1", "2.1"))
TWO = blueprint(weights=(50, 50))


def test_unscored_questions_count_for_nothing_but_are_listed() -> None:
    made = report(SAT, TWO)
    assert made.overall == Share(2, 3)
    assert [(result.number, result.right, result.item.scored) for result in made.questions] == [
        (1, True, True),
        (2, True, True),
        (3, False, True),
        (4, True, False),
    ]
    assert [result.state for result in made.questions] == list(SAT.states)


def test_domains_tell_their_own_share() -> None:
    made = report(SAT, TWO)
    assert [(result.domain, result.title, result.share) for result in made.domains] == [
        ("1", "D1", Share(2, 2)),
        ("2", "D2", Share(0, 1)),
    ]


def test_the_score_comes_with_its_range_on_the_exams_scale() -> None:
    made = report(SAT, TWO)
    low, high = Share(2, 3).range
    assert (made.scaled, made.low, made.high) == (690, scaled_score(low, SCALE), scaled_score(high, SCALE))
    assert made.low <= made.scaled <= made.high
    assert made.scale == TWO.scale


@pytest.mark.parametrize(("right", "passed"), [("y" * 7 + "n" * 3, True), ("y" * 6 + "n" * 4, False)])
def test_seven_of_ten_pass(right: str, passed: bool) -> None:
    assert report(answered(right, "y" * 10, ("1.1",) * 10), TWO).passed is passed


def test_a_sitting_without_an_answer_earns_the_lowest_score() -> None:
    made = report(sitting().after(Ended(Ending.TIME_OUT), 600), blueprint())
    assert (made.scaled, made.low, made.passed) == (100, 100, False)


def test_a_task_statement_that_the_blueprint_lost_counts_in_no_domain() -> None:
    made = report(answered("y", "y", ("9.9",)), replace(TWO, id=BlueprintId(EXAM)))
    assert made.overall == Share(1, 1)
    assert all(result.share.total == 0 for result in made.domains)
