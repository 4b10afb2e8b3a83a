"""A quiz asks what was chosen, as many as were wanted, and says so when that can't be done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certdeck.core.deck import Difficulty, Question, QuestionKind, Scenario
from certdeck.core.errors import BankTooSmall, ExamError
from certdeck.core.exam.draw import Past, candidates
from certdeck.core.exam.quiz import CASE, Pool, Selection, draw_quiz
from certdeck.core.ids import ItemId, TaskId
from tests.builders import NOON, blueprint, multiple_choice
from tests.core.exam.banks import mixed_bank

EXAM = blueprint()
BANK = mixed_bank(EXAM, 10)
CASES = tuple(
    multiple_choice(f"q-{case}-{number}", task="2.1", scenario=ItemId(case))
    for case in ("case-a", "case-b")
    for number in range(3)
)
SCENARIOS = {ItemId(case): Scenario(ItemId(case), case, "A bank.") for case in ("case-a", "case-b")}
seeds = st.integers(0, 2**31)


def available(bank: Sequence[Question], chosen: Selection, past: Mapping[ItemId, Past] | None = None) -> int:
    return sum(map(chosen.holds, candidates(EXAM, bank, past or {}, Random(0))))


@settings(max_examples=40)
@given(seeds, st.integers(1, 60))
def test_a_quiz_has_the_number_that_was_wanted_and_all_of_it_counts(seed: int, count: int) -> None:
    form = draw_quiz(EXAM, BANK, {}, Selection(count), seed=seed)
    names = [item.question.id for item in form.items]
    assert len(names) == len(set(names)) == count
    assert all(item.scored for item in form.items)


@given(seeds)
def test_the_same_seed_gives_the_same_quiz(seed: int) -> None:
    chosen = Selection(12)
    assert draw_quiz(EXAM, BANK, {}, chosen, seed=seed) == draw_quiz(EXAM, BANK[::-1], {}, chosen, seed=seed)


def test_domains_share_a_quiz_by_weight() -> None:
    form = draw_quiz(EXAM, BANK, {}, Selection(50), seed=1)
    assert Counter(item.task[0] for item in form.items) == {"1": 14, "2": 13, "3": 11, "4": 12}


@settings(max_examples=40)
@given(
    seeds,
    st.frozensets(st.sampled_from([TaskId("1.1"), TaskId("3.2"), TaskId("4.3")])),
    st.frozensets(st.sampled_from([kind.value for kind in QuestionKind])),
    st.frozensets(st.sampled_from(Difficulty)),
)
def test_a_quiz_asks_only_what_was_chosen(
    seed: int, tasks: frozenset[TaskId], kinds: frozenset[str], difficulties: frozenset[Difficulty]
) -> None:
    chosen = Selection(3, tasks, kinds, difficulties)
    fitting = available(BANK, chosen)
    if fitting < 3:
        with pytest.raises(BankTooSmall, match=f"{fitting} questions fit that choice"):
            draw_quiz(EXAM, BANK, {}, chosen, seed=seed)
        return
    for item in draw_quiz(EXAM, BANK, {}, chosen, seed=seed).items:
        assert not tasks or item.task in tasks
        assert not kinds or item.question.kind in kinds
        assert not difficulties or item.question.difficulty in difficulties


@pytest.mark.parametrize(
    ("pool", "names"),
    [(Pool.NEW, {"c"}), (Pool.MISSED, {"a"}), (Pool.FLAGGED, {"b"}), (Pool.ALL, {"a", "b", "c"})],
)
def test_a_pool_holds_what_is_known_to_be_so(pool: Pool, names: set[str]) -> None:
    bank = tuple(multiple_choice(f"q-{name}") for name in "abc")
    past = {ItemId("q-a"): Past(1, NOON, missed=True), ItemId("q-b"): Past(2, NOON, flagged=True)}
    form = draw_quiz(EXAM, bank, {}, Selection(len(names), pool=pool), seed=1, past=past)
    assert {item.question.id for item in form.items} == {f"q-{name}" for name in names}
    assert available(bank, Selection(1, pool=pool), past) == len(names)


def test_what_was_not_seen_comes_first_then_what_was_seen_longest_ago() -> None:
    bank = tuple(multiple_choice(f"q-{name}") for name in "abcd")
    past = {ItemId(f"q-{name}"): Past(1, NOON + timedelta(days=day)) for day, name in enumerate("dcb")}
    form = draw_quiz(EXAM, bank, {}, Selection(2), seed=1, past=past)
    assert {item.question.id for item in form.items} == {"q-a", "q-d"}


@given(seeds, st.integers(2, 10))
def test_the_questions_of_a_case_stay_together(seed: int, count: int) -> None:
    form = draw_quiz(EXAM, (*BANK, *CASES), SCENARIOS, Selection(count), seed=seed)
    cases = [item.question.scenario for item in form.items]
    blocks = [case for case, _ in groupby(cases) if case is not None]
    assert len(blocks) == len(set(blocks))
    assert {scenario.id for scenario in form.scenarios} == set(blocks)


@given(seeds, st.integers(1, 6))
def test_a_quiz_of_cases_alone_has_the_number_that_was_wanted(seed: int, count: int) -> None:
    form = draw_quiz(EXAM, (*BANK, *CASES), SCENARIOS, Selection(count, kinds=frozenset({CASE})), seed=seed)
    assert len(form.items) == count
    assert all(item.question.scenario for item in form.items)


@given(seeds, st.integers(1, 8))
def test_cases_fill_up_what_single_questions_can_not(seed: int, count: int) -> None:
    bank = [*CASES, multiple_choice("q-alone-1"), multiple_choice("q-alone-2")]
    form = draw_quiz(EXAM, bank, SCENARIOS, Selection(count), seed=seed)
    assert len({item.question.id for item in form.items}) == count


def test_no_question_of_a_quiz_gives_another_away() -> None:
    bank = (multiple_choice("q-a", links=(ItemId("q-b"),)), multiple_choice("q-b"), multiple_choice("q-c"))
    for seed in range(20):
        assert {item.question.id for item in draw_quiz(EXAM, bank, {}, Selection(2), seed=seed).items} >= {"q-c"}
    with pytest.raises(BankTooSmall, match="2 questions fit"):
        draw_quiz(EXAM, bank, {}, Selection(3), seed=1)


def test_what_another_question_gives_away_is_made_up_for_from_elsewhere() -> None:
    twins = [multiple_choice(f"q-{name}", task="1.1") for name in "ab"]
    twins[0] = replace(twins[0], links=(ItemId("q-b"),))
    bank = (*twins, multiple_choice("q-c", task="2.1"), multiple_choice("q-d", task="2.1"))
    assert len(draw_quiz(EXAM, bank, {}, Selection(3), seed=1).items) == 3


@pytest.mark.parametrize("count", [0, -1, 201])
def test_a_count_that_makes_no_sense_is_refused(count: int) -> None:
    with pytest.raises(ExamError, match="1 to 200"):
        Selection(count)


def test_a_form_keeps_its_outline_without_bullets() -> None:
    form = draw_quiz(EXAM, BANK, {}, Selection(1), seed=1)
    assert form.outline == EXAM.outline()
    assert form.outline is not None
    assert form.outline.bullet_ids() == frozenset()
    assert [task.id for _, task in form.outline.tasks()] == [task.id for _, task in EXAM.tasks()]
