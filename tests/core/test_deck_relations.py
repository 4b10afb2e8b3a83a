"""Confusion sets, glossary and plans name only what their deck has, and plans add up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from certdeck.core.deck import Deck, FixedForm
from certdeck.core.deck_plan import DeckPlan, ExamGate, PlannedQuiz, PlanPhase, QuizGate
from certdeck.core.deck_relations import plan_problems, problems
from certdeck.core.ids import BlueprintId, ItemId, TaskId
from tests.builders import (
    EXAM,
    blueprint,
    card,
    confusion,
    covers,
    deck,
    deck_plan,
    multiple_choice,
    phase,
    sheet,
    term,
)

BLUEPRINT = blueprint(weights=(60, 40), tasks=1)
FORMS = tuple(FixedForm(EXAM, name, (ItemId("q-1"),), ()) for name in "AB")
OTHER = BlueprintId("exam-2")


def stocked() -> Deck:
    """Return a deck with three cards and three questions for each of the two task statements."""
    names = [(task, number) for task in ("1.1", "2.1") for number in range(3)]
    return deck(
        blueprints=(BLUEPRINT,),
        cards=tuple(card(f"c-{task}-{number}", task=task) for task, number in names),
        questions=tuple(multiple_choice(f"q-{task}-{number}", task=task) for task, number in names),
        sheets=(sheet(), sheet("s-other", covers=covers("1.1", OTHER))),
        forms=FORMS,
    )


def both(**changes: Any) -> PlanPhase:
    return replace(phase(tasks=("1.1", "2.1")), **changes)


def told(plan: DeckPlan) -> Sequence[tuple[str, str]]:
    return list(plan_problems(plan, BLUEPRINT, stocked()))


def test_what_is_named_and_there_is_right() -> None:
    made = deck(confusions=(confusion(),), terms=(term(links=(ItemId("c-basic"),)), term("g-2", word="other")))
    assert list(problems(made)) == []


def test_a_card_that_is_not_there_is_told() -> None:
    made = deck(confusions=(confusion(cards=("c-basic", "c-9")),), terms=(term(links=(ItemId("q-choice"),)),))
    assert list(problems(made)) == [
        ("x-1", "names the card `c-9`, which is not in this deck"),
        ("g-1", "names `q-choice`, which is no card"),
    ]


@pytest.mark.parametrize("name", ["Shadow Test", "shadow  test", "shadow deployment"])
def test_no_two_terms_share_a_name_whatever_its_case(name: str) -> None:
    first = term(word="shadow test", also=("shadow deployment",))
    for second in (term("g-2", word=name), term("g-2", word="new", also=(name,))):
        said = list(problems(deck(terms=(first, second))))
        assert said == [("g-2", f"is called “{' '.join(name.lower().split())}”, and so is g-1")]


def test_a_plan_that_adds_up_is_right() -> None:
    first = phase(tasks=("1.1",), cards=3, exams=("A",), sheets=(ItemId("s-1"),))
    last = phase("phase-2", tasks=("2.1",), cards=0, gate=ExamGate("B", None, 760, "Try again."))
    assert told(deck_plan(first, last)) == []


def test_weeks_that_do_not_add_up_are_told() -> None:
    assert told(replace(deck_plan(both()), weeks=3)) == [("", "the phases take 1 weeks, not 3")]


def test_a_task_statement_in_no_phase_is_told() -> None:
    assert told(deck_plan(phase())) == [("", "task statement 2.1 is in no phase")]


def test_more_new_cards_than_the_deck_has_are_told() -> None:
    assert told(deck_plan(both(cards=6), both(id=ItemId("phase-2"), cards=1))) == [
        ("", "the phases meet 7 new cards; the deck has 6 for exam-1")
    ]


QUIZ = PlannedQuiz("A quiz", (TaskId("1.1"),), 4, 8)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cards": 0}, "has neither cards nor an exam"),
        ({"tasks": ("1.1", "2.1", "9.9")}, "names task statement 9.9, which exam-1 does not have"),
        ({"sheets": ("s-9",)}, "names the sheet `s-9`, which the deck does not have for exam-1"),
        ({"sheets": ("s-other",)}, "names the sheet `s-other`, which the deck does not have for exam-1"),
        ({"sheets": ("q-1.1-0",)}, "names the sheet `q-1.1-0`, which the deck does not have for exam-1"),
        ({"exams": ("C",)}, "sits form C, which exam-1 does not have"),
        ({"exams": ("A", "A")}, "sits form A 2 times"),
        ({"quizzes": (QUIZ,)}, "quiz “A quiz” asks 4 questions; its task statements have 3"),
        (
            {"quizzes": (replace(QUIZ, tasks=(TaskId("3.1"),), questions=1),)},
            "names task statement 3.1, which exam-1 does not have",
        ),
        (
            {"gate": QuizGate((TaskId("1.1"),), 4, 8, 75, "Try again.")},
            "the gate asks 4 questions; its task statements have 3",
        ),
        ({"gate": ExamGate("A", None, 1001, "Again.")}, "the gate asks for 1001 on a scale from 100 to 1000"),
        ({"gate": ExamGate("A", None, None, "Again.")}, "the gate needs either `percent` or `scaled`"),
        ({"gate": ExamGate("A", 70, 700, "Again.")}, "the gate needs either `percent` or `scaled`"),
        ({"gate": ExamGate("C", 70, None, "Again.")}, "sits form C, which exam-1 does not have"),
    ],
)
def test_what_is_wrong_with_a_phase_is_told(changes: dict[str, Any], said: str) -> None:
    assert ("phase-1", said) in told(deck_plan(both(**changes)))


def test_a_phase_can_not_meet_more_cards_than_its_task_statements_have() -> None:
    assert ("phase-1", "meets 4 new cards; its task statements have 3") in told(deck_plan(phase(cards=4), both()))


def test_a_form_is_sat_in_one_phase_only() -> None:
    gate = ExamGate("A", 70, None, "Again.")
    assert told(deck_plan(both(exams=("A",), gate=gate))) == []
    assert told(deck_plan(both(exams=("A",)), both(id=ItemId("phase-2"), gate=gate))) == [
        ("phase-2", "sits form A, and so does phase-1")
    ]
