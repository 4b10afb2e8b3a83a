"""Fixed forms share no question, fit the blueprint, and are the same test for everybody."""

from dataclasses import replace

import pytest

from certdeck.core.deck import FixedForm
from certdeck.core.errors import BankTooSmall
from certdeck.core.exam.fixed import NAMES, assemble, draw_fixed, problems
from certdeck.core.ids import BlueprintId, ItemId
from tests.builders import EXAM, blueprint, multiple_choice
from tests.core.exam.banks import linked, mixed_bank
from tests.core.exam.test_many_forms import fits_to_the_item

REAL = blueprint()
BANK = mixed_bank(REAL, 30)
FORMS = draw_fixed(REAL, BANK, seed=1)
SMALL = blueprint(weights=(100,), tasks=1, scored=2, unscored=1)
ASKED = {ItemId(f"q-{name}"): multiple_choice(f"q-{name}") for name in "abcdef"}


def fixed(name: str, scored: str, unscored: str) -> FixedForm:
    return FixedForm(
        EXAM, name, tuple(ItemId(f"q-{entry}") for entry in scored), tuple(ItemId(f"q-{entry}") for entry in unscored)
    )


def test_five_forms_are_drawn_that_share_no_question() -> None:
    assert "".join(form.name for form in FORMS) == NAMES
    names = [name for form in FORMS for name in form.items()]
    assert len(names) == len(set(names)) == 5 * REAL.total


def test_each_of_them_fits_the_blueprint_to_the_item() -> None:
    for form in FORMS:
        assert fits_to_the_item(assemble(form, REAL, BANK, seed=3), REAL)
    assert list(problems(FORMS, REAL, {question.id: question for question in BANK})) == []


def test_a_form_asks_the_same_questions_whatever_the_seed_in_another_order() -> None:
    one, other = (assemble(FORMS[0], REAL, BANK, seed=seed) for seed in (1, 2))
    assert {item.question.id for item in one.items} == {item.question.id for item in other.items}
    assert [item.question.id for item in one.items] != [item.question.id for item in other.items]
    assert assemble(FORMS[0], REAL, BANK[::-1], seed=1) == one


def test_a_bank_that_is_too_small_for_five_says_which_form_lacks_what() -> None:
    with pytest.raises(BankTooSmall, match=r"Form B: .*domain 1 \(D1\) lacks"):
        draw_fixed(REAL, mixed_bank(REAL, 8), seed=1)


def test_a_form_whose_questions_are_gone_is_refused_by_name() -> None:
    with pytest.raises(BankTooSmall, match=r"Form A names questions that the deck does not have, .*: q-c"):
        assemble(fixed("A", "ab", "c"), SMALL, [ASKED[ItemId("q-a")], ASKED[ItemId("q-b")]], seed=1)


def test_give_aways_are_kept_apart() -> None:
    bank = linked(BANK, 40)
    forms = draw_fixed(REAL, bank, seed=1)
    assert list(problems(forms, REAL, {question.id: question for question in bank})) == []


@pytest.mark.parametrize(
    ("forms", "said"),
    [
        ((fixed("A", "ab", "z"),), ("A", "names q-z, which the exam can't ask")),
        ((fixed("A", "ab", "c"), fixed("B", "cd", "e")), ("B", "asks q-c, which form A asks already")),
        ((fixed("A", "abc", ""),), ("A", "asks 3 scored questions of domain 1; the blueprint asks for 2")),
    ],
)
def test_what_is_wrong_with_fixed_forms_is_said(forms: tuple[FixedForm, ...], said: tuple[str, str]) -> None:
    assert said in list(problems(forms, SMALL, ASKED))


def test_two_that_give_each_other_away_may_not_stand_in_one_form() -> None:
    asked = ASKED | {ItemId("q-a"): replace(ASKED[ItemId("q-a")], links=(ItemId("q-b"),))}
    found = list(problems((fixed("A", "ab", "c"),), SMALL, asked))
    assert found == [("A", "asks q-a and q-b, which give each other away")]


def test_questions_of_a_case_or_of_another_exam_can_not_be_part_of_a_form() -> None:
    asked = ASKED | {ItemId("q-a"): multiple_choice("q-a", scenario=ItemId("case-1"))}
    assert ("A", "names q-a, which the exam can't ask") in list(problems((fixed("A", "ab", "c"),), SMALL, asked))
    other = replace(SMALL, id=BlueprintId("exam-2"))
    assert [text for _, text in problems((fixed("A", "ab", "c"),), other, ASKED)] == [
        "names q-a, q-b, q-c, which the exam can't ask"
    ]
