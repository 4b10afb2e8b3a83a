"""What the shipped deck promises: enough of everything, by the weights of the exam, each bullet touched."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Deck, FormulasBlock, Question, QuestionKind, TableBlock, TrapsBlock, TreeBlock
from certdeck.core.exam.draw import draw
from certdeck.core.ids import BlueprintId
from certdeck.importers.native import NativeReader

EXAM = BlueprintId("mla-c01")
SUCCESSOR = BlueprintId("mla-c02")


@cache
def shipped() -> Deck:
    return NativeReader().read(Path(__file__).parents[1] / "decks" / "aws-mla")


def blueprint(name: BlueprintId) -> Blueprint:
    return next(entry for entry in shipped().blueprints if entry.id == name)


def asked_alone() -> list[Question]:
    """Return the questions that an exam can draw: those of no scenario."""
    return [question for question in shipped().questions if question.scenario is None and question.coverage(EXAM)]


def test_every_task_statement_has_ten_cards_and_nine_questions_at_least() -> None:
    cards = Counter(coverage.task for card in shipped().cards if (coverage := card.coverage(EXAM)))
    questions = Counter(coverage.task for question in asked_alone() if (coverage := question.coverage(EXAM)))
    tasks = {task.id for _, task in blueprint(EXAM).tasks()}
    assert cards.keys() == questions.keys() == tasks
    assert min(cards.values()) >= 10
    assert min(questions.values()) >= 9
    assert sum(cards.values()) >= 120
    assert sum(questions.values()) >= 130


def test_the_questions_follow_the_weights_of_the_exam() -> None:
    exam = blueprint(EXAM)
    domains = Counter(
        domain.id
        for question in asked_alone()
        if (coverage := question.coverage(EXAM)) and (domain := exam.domain_of(coverage.task))
    )
    total = sum(domains.values())
    for domain in exam.domains:
        assert 100 * domains[domain.id] / total == pytest.approx(domain.weight, abs=1.5)


def test_there_are_enough_questions_of_each_kind() -> None:
    kinds = Counter(question.kind for question in asked_alone())
    assert kinds[QuestionKind.MULTIPLE_RESPONSE] >= 15
    assert kinds[QuestionKind.ORDERING] >= 8
    assert kinds[QuestionKind.MATCHING] >= 8


def test_the_sheets_hold_tables_trees_traps_and_formulas() -> None:
    blocks = Counter(type(block) for sheet in shipped().sheets for block in sheet.blocks)
    assert blocks[TableBlock] >= 6
    assert blocks[TreeBlock] >= 2
    assert blocks[TrapsBlock] >= 1
    assert blocks[FormulasBlock] >= 1


def test_every_bullet_of_the_exam_guide_is_covered() -> None:
    covered = {bullet for item in shipped().items() if (found := item.coverage(EXAM)) for bullet in found.bullets}
    assert blueprint(EXAM).bullet_ids() == covered
    assert len(covered) == 133


@pytest.mark.parametrize("exam", [EXAM, SUCCESSOR])
def test_three_exams_in_a_row_can_be_drawn(exam: BlueprintId) -> None:
    for seed in range(3):
        assert len(draw(blueprint(exam), shipped().questions, seed=seed).items) == 65


def test_every_item_stands_in_the_file_of_its_task() -> None:
    for item in (*shipped().cards, *shipped().questions):
        assert item.id.split("-")[1] == item.covers[0].task
