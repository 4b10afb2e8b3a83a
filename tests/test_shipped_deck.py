"""What the shipped deck promises: enough of everything, by the weights of the exam, each bullet touched."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Deck, FormulasBlock, Question, QuestionKind, TableBlock, TrapsBlock, TreeBlock
from certdeck.core.deck_strict import heat_map
from certdeck.core.exam.draw import draw
from certdeck.core.ids import BlueprintId
from certdeck.importers.native import NativeReader
from tests.clock import FixedClock
from tests.library import open_library

EXAM = BlueprintId("mla-c01")
SUCCESSOR = BlueprintId("mla-c02")


FOLDER = Path(__file__).parents[1] / "decks" / "aws-mla"
CHECKED = date(2026, 11, 26)
"""The day by which the sources are judged: a test must not fail because time goes by."""


@cache
def shipped() -> Deck:
    return NativeReader().read(FOLDER)


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


def test_no_shipped_card_is_to_be_mended(tmp_path: Path) -> None:
    with open_library(tmp_path, shipped(), FixedClock()) as services:
        broken = {card.id: faults for card in shipped().cards if (faults := services.faults.of(card))}
    assert broken == {}


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


def test_the_deck_holds_to_the_strict_standard() -> None:
    assert NativeReader().check(FOLDER, strict_on=CHECKED) == ()


def test_the_table_of_coverage_in_its_readme_is_fresh() -> None:
    maps = "\n".join(heat_map(shipped(), exam) for exam in shipped().blueprints)
    written = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert maps.strip() in written, "renew it with `certdeck coverage decks/aws-mla --write`"


@pytest.mark.parametrize("exam", [EXAM, SUCCESSOR])
def test_five_fixed_forms_of_each_exam_share_no_question(exam: BlueprintId) -> None:
    forms = [form for form in shipped().forms if form.exam == exam]
    assert [form.name for form in forms] == ["A", "B", "C", "D", "E"]
    asked = Counter(question for form in forms for question in form.items())
    assert (len(asked), set(asked.values())) == (5 * 65, {1})


def test_there_are_questions_for_eight_exams_and_a_thousand_cards() -> None:
    assert len([question for question in shipped().questions if question.coverage(EXAM)]) >= 520
    assert len(shipped().cards) >= 1_000
