import hashlib

import genanki
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.anki import COMMON, DECK_FIELD, NOTE_FIELD, SHAPES, face_of, guid, ordinal_of
from certdeck.core.deck import CardKind, QuestionKind
from certdeck.core.ids import DeckId, ItemId


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_guid_is_the_one_that_genanki_makes(deck: str, item: str) -> None:
    assert guid(DeckId(deck), ItemId(item)) == genanki.guid_for(deck, item)


def test_a_card_of_a_note_is_a_face_of_its_item_and_back() -> None:
    face = face_of(ItemId("c-1/2"), 2)
    assert (face, ordinal_of(face)) == ("c-1/2/3", 2)


def test_the_note_types_are_frozen() -> None:
    """Anki can't update notes when the ids or fields of their type change: this table may only grow by new types."""
    frozen = repr([(kind.value, entry.id, entry.name, entry.fields, entry.cards) for kind, entry in SHAPES.items()])
    assert hashlib.sha256(frozen.encode()).hexdigest()[:16] == "db91e28f43c415cf"
    assert all(entry.fields[-len(COMMON) :] == COMMON for entry in SHAPES.values())
    assert {NOTE_FIELD, DECK_FIELD} < set(COMMON)


def test_every_kind_but_those_that_borrow_one_has_a_note_type_of_its_own() -> None:
    borrowed = {CardKind.CHOICE, CardKind.TABLE}
    assert {*CardKind, *QuestionKind} - borrowed < SHAPES.keys()
    assert len({entry.id for entry in SHAPES.values()}) == len(SHAPES) == 10
