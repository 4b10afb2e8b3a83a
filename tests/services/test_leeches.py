"""What a leech gets mixed up with."""

from dataclasses import replace

import pytest

from certdeck.core.deck import CardKind
from certdeck.core.errors import StudyError
from certdeck.core.ids import FaceId
from tests.builders import card, confusion, deck
from tests.services.parts import Parts


@pytest.fixture
def room(parts: Parts) -> Parts:
    fronts = ("Which endpoint sleeps?", "Which endpoint wakes?", "Which endpoint stays?", "Who pays the bill?")
    cards = tuple(replace(card(f"c-{number}"), front=front, back="It.") for number, front in enumerate(fronts, 1))
    other = replace(card("c-5", task="2.1"), front="Which endpoint sleeps?", back="It.")
    content = deck(cards=(*cards, other), confusions=(confusion("x-1", cards=("c-1", "c-4")),))
    parts.install(content)
    return parts


def test_the_set_s_other_cards_come_first_then_look_alikes_of_the_same_bullet(room: Parts) -> None:
    leech = room.leeches.look(FaceId("c-1/1"))
    assert [other.id for other in leech.others] == ["c-4", "c-2", "c-3"]
    assert [entry.id for entry in leech.confusions] == ["x-1"]
    assert (leech.face.id, leech.lapses, leech.suspended) == ("c-1/1", 0, False)


def test_a_card_without_a_set_has_look_alikes_alone(room: Parts) -> None:
    room.faces.suspend(FaceId("c-2/1"), on=True)
    leech = room.leeches.look(FaceId("c-2/1"))
    assert ([other.id for other in leech.others], leech.confusions, leech.suspended) == (["c-1", "c-3"], (), True)


def test_a_card_that_is_gone_is_said(room: Parts) -> None:
    for name in ("c-9/1", "c-1/2", "q-choice/1"):
        with pytest.raises(StudyError, match="no longer in your library"):
            room.leeches.look(FaceId(name))


def test_cards_of_another_exam_have_no_look_alikes(parts: Parts) -> None:
    parts.install(deck(cards=(replace(card("c-1", CardKind.BASIC), covers=()), card("c-2"))))
    assert parts.leeches.look(FaceId("c-1/1")).others == ()
