"""A form follows the blueprint's weights, prefers what is fresh, and depends on nothing but its seed."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import OrderingQuestion, Question, QuestionKind
from certdeck.core.errors import ExamError
from certdeck.core.exam.draw import Past, draw
from certdeck.core.exam.form import Form, shuffled
from certdeck.core.exam.quotas import quotas
from certdeck.core.ids import BlueprintId, DomainId, ItemId, OptionId
from tests.builders import NOON, bank, blueprint, covers, matching, multiple_choice, options, order_of, ordering

EXAM = blueprint()
BANK = bank(EXAM, 8)
SMALL = blueprint(weights=(60, 40), tasks=2, scored=10, unscored=5)
SMALL_BANK = bank(SMALL, 6)
seeds = st.integers(0, 2**63 - 1)
weights = st.dictionaries(st.integers(1, 9).map(lambda number: DomainId(str(number))), st.integers(1, 100), min_size=1)


def domains(form: Form, exam: Blueprint, *, scored: bool) -> Counter[str]:
    counted: Counter[str] = Counter()
    for item in form.items:
        domain = exam.domain_of(item.task)
        assert domain is not None
        counted[domain.id] += item.scored is scored
    return counted


@given(weights, st.integers(0, 200))
def test_quotas_sum_to_the_total_and_stay_within_one_of_the_exact_share(
    given_: dict[DomainId, int], total: int
) -> None:
    shared = quotas(given_, total)
    assert sum(shared.values()) == total
    assert all(abs(shared[name] - weight * total / sum(given_.values())) < 1 for name, weight in given_.items())


@given(weights, st.integers(0, 200))
def test_a_heavier_domain_never_gets_less(given_: dict[DomainId, int], total: int) -> None:
    shared = quotas(given_, total)
    ordered = sorted(given_, key=lambda name: given_[name])
    assert all(shared[light] <= shared[heavy] for light, heavy in pairwise(ordered) if given_[light] < given_[heavy])


def test_quotas_of_the_real_exam() -> None:
    real = {DomainId(str(number)): weight for number, weight in enumerate((28, 26, 22, 24), start=1)}
    assert list(quotas(real, 50).values()) == [14, 13, 11, 12]
    assert list(quotas(real, 15).values()) == [4, 4, 3, 4]


def test_ties_go_to_the_first_domain() -> None:
    assert quotas({DomainId("1"): 50, DomainId("2"): 50}, 3) == {"1": 2, "2": 1}


@settings(max_examples=25)
@given(seeds)
def test_a_form_holds_the_right_number_of_each_domain_scored_and_unscored(seed: int) -> None:
    form = draw(EXAM, BANK, seed=seed)
    assert domains(form, EXAM, scored=True) == {"1": 14, "2": 13, "3": 11, "4": 12}
    assert domains(form, EXAM, scored=False) == {"1": 4, "2": 4, "3": 3, "4": 4}


@settings(max_examples=25)
@given(seeds, st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_form_however_the_bank_is_sorted(seed: int, dice: Random) -> None:
    mixed = list(BANK)
    dice.shuffle(mixed)
    assert draw(EXAM, mixed, seed=seed) == draw(EXAM, BANK, seed=seed)


def test_another_seed_gives_another_form() -> None:
    forms = [draw(EXAM, BANK, seed=seed) for seed in range(5)]
    assert len({tuple(item.question.id for item in form.items) for form in forms}) == 5


def test_the_form_remembers_blueprint_and_seed() -> None:
    form = draw(EXAM, BANK, seed=7)
    assert (form.blueprint, form.seed) == (EXAM.id, 7)


@settings(max_examples=25)
@given(seeds)
def test_no_question_stands_twice_and_task_statements_share_evenly(seed: int) -> None:
    plain = [multiple_choice(question.id, task=question.covers[0].task) for question in BANK]
    form = draw(EXAM, plain, seed=seed)
    assert len({item.question.id for item in form.items}) == EXAM.total
    tasks = Counter(item.task for item in form.items)
    for domain in EXAM.domains:
        counts = [tasks[task.id] for task in domain.tasks]
        assert max(counts) - min(counts) <= 1


@settings(max_examples=25)
@given(seeds)
def test_every_response_is_shown_once(seed: int) -> None:
    for item in draw(EXAM, BANK, seed=seed).items:
        assert sorted(item.order) == sorted(order_of(item.question))


@settings(max_examples=40)
@given(seeds, st.lists(st.tuples(st.integers(0, 23), st.integers(0, 23)), max_size=4))
def test_linked_questions_never_meet(seed: int, pairs: list[tuple[int, int]]) -> None:
    linked = list(SMALL_BANK)
    for one, other in pairs:
        if one != other:
            linked[one] = replace(linked[one], links=(*linked[one].links, linked[other].id))
    form = draw(SMALL, linked, seed=seed)
    asked = {item.question.id for item in form.items}
    assert not [item for item in form.items if asked & set(item.question.links)]


def test_a_link_to_a_card_keeps_no_question_out() -> None:
    linked = [replace(question, links=(ItemId("c-1"),)) for question in SMALL_BANK]
    assert len(draw(SMALL, linked, seed=1).items) == SMALL.total


@settings(max_examples=60)
@given(seeds, st.dictionaries(st.sampled_from([q.id for q in SMALL_BANK]), st.integers(1, 50)))
def test_unseen_scored_questions_come_first_then_those_seen_longest_ago(seed: int, days: dict[ItemId, int]) -> None:
    past = {name: Past(1, NOON - timedelta(days=ago)) for name, ago in days.items()}
    form = draw(SMALL, SMALL_BANK, seed=seed, past=past)
    scored = {item.question.id for item in form.items if item.scored}

    def freshness(question: Question) -> float:
        return days.get(question.id, 1000)

    for domain in SMALL.domains:
        mine = [question for question in SMALL_BANK if SMALL.domain_of(question.covers[0].task) == domain]
        left = [freshness(question) for question in mine if question.id not in scored]
        taken = [freshness(question) for question in mine if question.id in scored]
        assert not left or not taken or min(taken) >= max(left)


def test_the_order_of_domains_is_mixed() -> None:
    tasks = [item.task[0] for item in draw(EXAM, BANK, seed=3).items]
    assert tasks != sorted(tasks)


def test_a_bank_that_is_too_small_is_refused_domain_by_domain() -> None:
    with pytest.raises(ExamError) as refused:
        draw(EXAM, bank(EXAM, 5), seed=1)
    assert str(refused.value) == (
        "There are not enough questions for a whole EX-1 exam: domain 1 (D1) lacks 3, domain 2 (D2) lacks 2, "
        "domain 4 (D4) lacks 1. Nothing was started. Add questions to the deck, or choose another exam."
    )


def test_an_empty_bank_lacks_everything() -> None:
    with pytest.raises(ExamError, match=r"domain 1 \(D1\) lacks 9, domain 2 \(D2\) lacks 6\."):
        draw(SMALL, (), seed=1)


def test_a_task_statement_without_questions_leaves_its_turns_to_the_others() -> None:
    rest = [question for question in bank(SMALL, 12) if question.covers[0].task != "1.2"]
    tasks: Counter[str] = Counter(item.task for item in draw(SMALL, rest, seed=1).items)
    assert (tasks["1.1"], tasks["1.2"]) == (9, 0)


@pytest.mark.parametrize(
    "strange",
    [
        multiple_choice("q-x", covers=covers("1.1", BlueprintId("exam-2"))),
        multiple_choice("q-x", task="9.9"),
        multiple_choice("q-x", scenario=ItemId("case-1")),
    ],
    ids=["another exam", "unknown task statement", "part of a scenario"],
)
def test_what_is_not_part_of_the_exam_is_never_drawn(strange: Question) -> None:
    exam = blueprint(weights=(100,), tasks=1, scored=1, unscored=0)
    with pytest.raises(ExamError):
        draw(exam, [strange], seed=1)


def test_kinds_that_the_exam_does_not_ask_are_never_drawn() -> None:
    exam = replace(SMALL, kinds=(QuestionKind.MULTIPLE_CHOICE,))
    form = draw(exam, bank(exam, 24), seed=1)
    assert {item.question.kind for item in form.items} == {QuestionKind.MULTIPLE_CHOICE}


@given(seeds, st.integers(0, 3))
def test_pinned_options_stay_last_in_the_authors_order(seed: int, pinned: int) -> None:
    given_ = options(4, "a")
    pins = tuple(replace(option, pin_last=index < pinned) for index, option in enumerate(given_))
    order = shuffled(multiple_choice(options=pins), Random(seed))
    assert sorted(order) == ["a", "b", "c", "d"]
    assert order[4 - pinned :] == tuple(option.id for option in given_[:pinned])


@given(seeds, st.sampled_from(["ab", "abc", "abcd", "abcde"]), st.sampled_from(["", "x"]))
def test_an_ordering_never_shows_its_key(seed: int, steps: str, decoys: str) -> None:
    question: OrderingQuestion = ordering(steps=steps, decoys=decoys)
    order = shuffled(question, Random(seed))
    assert sorted(order) == sorted(steps + decoys)
    assert order[: len(steps)] != question.key


@given(seeds)
def test_the_responses_of_a_matching_question_are_mixed(seed: int) -> None:
    order = shuffled(matching(keys="abc", left_over="d"), Random(seed))
    assert sorted(order) == [OptionId(name) for name in "abcd"]
