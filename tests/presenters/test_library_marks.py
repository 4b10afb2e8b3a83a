"""Marks of cards that are to be mended: at once where that is quick, later for formulas, and never for other items."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import CardKind
from certdeck.core.ids import ItemId
from certdeck.core.own import CardText, Draft
from certdeck.presenters.library import LibraryPresenter
from certdeck.presenters.library_item import ItemPresenter
from certdeck.presenters.library_marks import MOST_UNSEEN, FaultMarks
from certdeck.services.catalogue import Services
from tests.builders import card, deck, multiple_choice
from tests.clock import FixedClock
from tests.library import open_library

CARDS = (
    card("c-sound", front="What is $a + b$?"),
    card("c-blank", back=" "),
    replace(card("c-gapless", CardKind.CLOZE), front="No gap here"),
    card("c-formula", front="Why $\\frac{a$?"),
    card("c-picture", front="Look: ![plot](gone.png)"),
)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, deck(cards=CARDS, questions=(multiple_choice("q-1"),)), FixedClock()) as opened:
        yield opened


@pytest.fixture
def marks(services: Services) -> FaultMarks:
    return FaultMarks(services)


def test_what_is_wrong_is_said_in_a_sentence(marks: FaultMarks) -> None:
    assert marks.of(ItemId("c-sound")) == marks.of(ItemId("q-1")) == marks.of(ItemId("gone")) == ()
    assert marks.of(ItemId("c-blank")) == ("There is no answer: the back is empty.",)
    assert marks.of(ItemId("c-gapless"))[0].startswith("A cloze text needs at least one gap")
    assert marks.of(ItemId("c-picture")) == ("The picture gone.png is missing.",)


def test_a_formula_counts_as_sound_until_it_was_tried(marks: FaultMarks) -> None:
    assert marks.of(ItemId("c-sound")) == marks.of(ItemId("c-formula")) == ()
    assert list(marks.wanted) == ["a + b", "\\frac{a"]
    assert marks.know(marks.try_out(marks.wanted[:1])) is False
    assert marks.know(marks.try_out(marks.wanted)) is True
    assert list(marks.wanted) == []
    assert marks.of(ItemId("c-formula")) == ("The formula \\frac{a is broken and can't be drawn.",)
    assert marks.of(ItemId("c-sound")) == ()


def test_a_list_is_answered_at_once_and_the_cards_are_looked_at_later(marks: FaultMarks) -> None:
    blank, sound = ItemId("c-blank"), ItemId("c-sound")
    assert [marks.seen(item) for item in (blank, sound)] == [(), ()]
    looked = [marks.look_at(1), marks.look_at(9), marks.look_at(9)]
    assert looked == [False, True, False], "the last one first"
    assert marks.seen(blank) == ("There is no answer: the back is empty.",)


def test_of_what_is_scrolled_past_only_the_last_cards_are_looked_at(marks: FaultMarks) -> None:
    for number in range(2 * MOST_UNSEEN):
        marks.seen(ItemId(f"c-{number}"))
    marks.look_at(MOST_UNSEEN)
    assert not marks.unseen


def test_marks_go_when_the_card_was_mended(services: Services) -> None:
    presenter = LibraryPresenter(services)
    presenter.reload()
    blank = ItemId("c-blank")
    row = services.search.row(blank)
    assert row is not None
    assert ItemPresenter(services, presenter).view(row).own.faults == presenter.marks.of(blank) != ()
    services.cards.save(blank, Draft(CardText(front="Front?", back="Back.")))
    presenter.refresh()
    assert presenter.marks.of(blank) == ()
