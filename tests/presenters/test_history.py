"""What undo and redo say."""

import pytest

from certdeck.core.scheduling.undo import Change
from certdeck.presenters.history import redone_text, turned_text, undone_text
from tests.builders import NOON

KINDS = ("rate", "suspend", "resume", "bury", "flag", "add", "unbury", "forget", "due")


def test_every_kind_of_change_has_words_of_its_own() -> None:
    said = [undone_text(Change(1, kind, NOON)) for kind in KINDS]
    assert all(text.endswith(" undone") for text in said)
    assert len(set(said)) == len(KINDS)


def test_a_redo_says_so() -> None:
    assert redone_text(Change(1, "rate", NOON)) == "Rating redone"


@pytest.mark.parametrize(("undo", "words"), [(True, "There is nothing to undo."), (False, "There is nothing to redo.")])
def test_nothing_to_undo_or_redo_is_said(undo: bool, words: str) -> None:
    assert turned_text(None, undo=undo) == words
