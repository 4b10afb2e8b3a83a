"""The learner's part of an item: what is theirs, what is to be mended, and the cards that can be made of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.card_parts import CardChoice, Grid, Hiding
from certdeck.core.card_rules import card_faults
from certdeck.core.deck import CardKind, Item, Sheet, TableBlock
from certdeck.core.ids import ItemId
from certdeck.core.own import CardText, Draft
from certdeck.core.richtext import plain
from certdeck.presenters.library import LibraryPresenter
from certdeck.presenters.library_own import OwnView, own_view
from certdeck.services.catalogue import Services
from tests.builders import NOON, card, covers, deck, matching, multiple_choice, ordering, sheet
from tests.clock import FixedClock
from tests.library import open_library

TABLE = TableBlock("Inference options", ("Option", "Payload", ""), (("Async", "1 GB", ""), ("Real time", "25 MB", "")))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = deck(
        questions=(multiple_choice("q-choice"), ordering("q-ordering"), matching("q-matching")),
        sheets=(sheet(blocks=(TABLE,)),),
    )
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


def item(services: Services, name: str) -> Item:
    found = services.library.item(ItemId(name))
    assert found is not None
    return found


def view(services: Services, name: str) -> OwnView:
    presenter = LibraryPresenter(services)
    return own_view(services, item(services, name), presenter.marks.of(ItemId(name)))


def test_a_shipped_card_is_nobody_s_until_it_is_edited_noted_or_tagged(services: Services) -> None:
    assert view(services, "c-basic") == OwnView(editable=True)
    draft = services.cards.open(ItemId("c-basic")).draft()
    edited = replace(draft, text=replace(draft.text, back=""), tags=("hard",), note="A **note**.")
    services.cards.save(ItemId("c-basic"), edited)
    seen = view(services, "c-basic")
    assert (seen.standing, seen.tags, plain(seen.note), seen.note_text) == (
        "Edited by you",
        ("hard",),
        "A note.",
        "A **note**.",
    )
    assert seen.faults == ("There is no answer: the back is empty.",)
    assert not seen.outdated


def test_an_edit_of_a_text_that_the_deck_has_changed_is_told(services: Services) -> None:
    draft = services.cards.open(ItemId("c-basic")).draft()
    services.cards.save(ItemId("c-basic"), replace(draft, text=replace(draft.text, front="Mine?")))
    with services.store.open(writing=True) as work:
        work.content.replace(deck(digest="1" * 64, cards=(card("c-basic", back="New."),)), NOON)
        work.commit()
    assert view(services, "c-basic").outdated


def test_an_own_card_says_so(services: Services) -> None:
    _, name = services.cards.create(Draft(CardText(front="Q", back="A"), covers()))
    assert view(services, name).standing == "Your own card"


def test_a_choice_question_becomes_a_multiple_choice_card_with_its_reasons(services: Services) -> None:
    ((_, draft),) = view(services, "q-choice").makings[0].drafts
    assert draft.text.kind is CardKind.CHOICE
    assert draft.text.choices[0] == CardChoice("Option a", right=True)
    assert draft.text.back == "Why a."
    assert draft.made_of == "q-choice"


@pytest.mark.parametrize("name", ["q-ordering", "q-matching", "q-choice", "s-1"])
def test_every_card_that_can_be_made_is_a_sound_one(services: Services, name: str) -> None:
    drafts = [draft for making in view(services, name).makings for _, draft in making.drafts]
    assert drafts
    for draft in drafts:
        _, made = services.cards.create(draft)
        written = services.cards.open(made).card
        assert list(card_faults(written)) == []
        assert written.links == (name,)
        assert written.sources


def test_rows_of_a_table_are_asked_both_ways_and_whole_tables_by_rows_or_columns(services: Services) -> None:
    (making,) = view(services, "s-1").makings
    words = [name for name, _ in making.drafts]
    assert words[:4] == [
        "The whole table, row by row",
        "The whole table, column by column",
        "Which one is Async?",
        "What is so of Async?",
    ]
    whole, columns, which, what = (draft.text for _, draft in making.drafts[:4])
    assert whole.grid == Grid(TABLE.columns, TABLE.rows, Hiding.ROWS)
    assert columns.grid == Grid(TABLE.columns, TABLE.rows, Hiding.COLUMNS)
    assert (which.front, which.back) == ("Inference options: which option?\n\n- Payload: 1 GB", "**Async**")
    assert (what.front, what.back) == ("**Async**: Payload?", "- Payload: 1 GB")


def test_a_sheet_without_tables_makes_no_cards(services: Services) -> None:
    found = item(services, "s-1")
    assert isinstance(found, Sheet)
    assert own_view(services, replace(found, blocks=())).makings == ()
