"""Items know what they cover, and questions know their key."""

import pytest

from certdeck.core.deck import Coverage, QuestionKind, task_of
from certdeck.core.ids import BlueprintId, BulletId
from tests.builders import EXAM, card, deck, matching, multiple_choice, multiple_response, ordering


@pytest.mark.parametrize(("bullet", "task"), [("3.1.k5", "3.1"), ("3.1.4", "3.1"), ("10.12.s3", "10.12")])
def test_a_bullet_belongs_to_the_task_statement_before_its_second_dot(bullet: str, task: str) -> None:
    assert task_of(BulletId(bullet)) == task


def test_the_main_bullet_decides_the_task_statement() -> None:
    assert Coverage(EXAM, (BulletId("2.3.k1"), BulletId("1.1.k1"))).task == "2.3"


def test_an_item_tells_what_it_covers_of_each_exam() -> None:
    other = Coverage(BlueprintId("exam-2"), (BulletId("4.1.2"),))
    item = card(covers=(*card().covers, other))
    assert item.coverage(BlueprintId("exam-2")) == other
    assert item.coverage(BlueprintId("exam-3")) is None


def test_each_kind_of_question_tells_its_key() -> None:
    assert multiple_choice(key="c").keys == {"c"}
    assert multiple_response(keys="bd").keys == {"b", "d"}
    assert ordering(steps="cab", decoys="d").key == ("c", "a", "b")
    assert matching(keys="bca").key == {("p1", "b"), ("p2", "c"), ("p3", "a")}


def test_each_question_tells_its_kind() -> None:
    assert [question.kind for question in deck().questions] == list(QuestionKind)


def test_a_deck_lists_cards_questions_and_sheets() -> None:
    made = deck()
    assert made.items() == (*made.cards, *made.questions, *made.sheets)


def test_the_digest_takes_no_part_in_comparison() -> None:
    assert deck(digest="1") == deck(digest="2")
