"""Every direction and every gap of a card is a face of its own."""

import pytest

from certdeck.core.card_parts import Grid
from certdeck.core.deck import CardKind
from certdeck.core.ids import face_id
from certdeck.core.scheduling.faces import face_ids, faces_of, ordinals
from tests.builders import card


def test_a_basic_card_has_one_face() -> None:
    (face,) = faces_of(card("c-1"))
    assert (face.id, face.prompt, face.answer, face.gap, face.typed) == (
        "c-1/1",
        "Front of c-1?",
        "Back of c-1.",
        None,
        "",
    )


def test_a_reversed_card_is_asked_in_both_directions() -> None:
    there, back = faces_of(card("c-1", CardKind.REVERSED))
    assert (there.prompt, there.answer) == (back.answer, back.prompt)
    assert (there.id, back.id) == ("c-1/1", "c-1/2")


def test_a_cloze_card_has_a_face_for_each_gap_however_often_it_stands() -> None:
    faces = faces_of(card("c-1", CardKind.CLOZE, front="{{c2::b}} {{c1::a}} {{c2::b again}}"))
    assert [(face.id, face.gap) for face in faces] == [("c-1/1", 1), ("c-1/2", 2)]
    assert {face.prompt for face in faces} == {"{{c2::b}} {{c1::a}} {{c2::b again}}"}


def test_a_typed_card_says_what_has_to_be_typed() -> None:
    (face,) = faces_of(card("c-1", CardKind.TYPED, answer="AWS Glue"))
    assert face.typed == "AWS Glue"


@pytest.mark.parametrize("kind", list(CardKind))
def test_ids_and_ordinals_agree(kind: CardKind) -> None:
    made = card("c-1.1-x", kind)
    assert [(face.id, face.card) for face in faces_of(made)] == [
        (face_id(made.id, face.ordinal), made) for face in faces_of(made)
    ]
    assert ordinals(made) == tuple(face.ordinal for face in faces_of(made))
    assert face_ids(made) == tuple(face.id for face in faces_of(made))


@pytest.mark.parametrize("front", ["{{c0::a}}", "{{c4096::a}}", "{{c99999999999999999999::a}}"])
def test_a_gap_with_a_number_that_no_face_can_have_is_not_asked(front: str) -> None:
    (face,) = faces_of(card("c-1", CardKind.CLOZE, front=f"{front} {{{{c4095::b}}}}"))
    assert (face.id, face.gap) == ("c-1/4095", 4095)
    (face,) = faces_of(card("c-1", CardKind.CLOZE, front=front))
    assert (face.id, face.gap) == ("c-1/1", None)


def test_of_a_table_with_more_rows_than_a_card_can_have_faces_the_first_ones_are_asked() -> None:
    rows = tuple((f"row {number}", "x") for number in range(4100))
    assert ordinals(card("c-1", CardKind.TABLE, grid=Grid(("Thing", "Use"), rows))) == tuple(range(1, 4096))
