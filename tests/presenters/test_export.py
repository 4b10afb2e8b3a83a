"""Choosing what leaves the app."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.ids import DeckId, ItemId
from certdeck.ports.exporting import Format, PackageCount, no_progress
from certdeck.ports.intake import Plain, PlainRun
from certdeck.presenters.export import NOT_YET, ExportPresenter
from certdeck.services.catalogue import Services
from certdeck.store import indexing
from tests.builders import NOON, blueprint, card, deck, multiple_choice
from tests.clock import FixedClock
from tests.library import open_library

FORMS = list(Format)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    cards = (card("c-1"), card("c-2", task="2.1"), card("c-3", task="2.2"))
    whole = deck(blueprints=(blueprint(),), cards=cards, questions=(multiple_choice("q-1"),), sheets=())
    with open_library(tmp_path, whole, FixedClock()) as opened:
        yield opened


def test_to_begin_with_all_of_the_exam_goes_to_anki_without_the_schedule(services: Services) -> None:
    view = ExportPresenter(services).view()
    assert (view.parts[view.part], view.count) == ("All of EX-1, and your own cards", "4 cards and questions")
    assert (view.forms[view.form], view.file_name, view.ending) == ("Anki package", "EX-1.apkg", ".apkg")
    assert (view.can_schedule, view.with_schedule, view.can_write, view.asks_query) == (True, False, True, False)
    assert "AnkiDroid" in view.note
    assert "give your cards to that by JSON, or with Sync" in view.note


def test_a_domain_narrows_it_down(services: Services) -> None:
    presenter = ExportPresenter(services)
    presenter.choose_part(2)
    view = presenter.view()
    assert (view.parts[view.part], view.count) == ("Domain 2: Domain 2", "2 cards and questions")


def test_the_search_of_the_library_is_offered_and_a_wrong_one_is_explained(services: Services) -> None:
    presenter = ExportPresenter(services, "domain:1 kind:basic")
    view = presenter.view()
    assert (view.asks_query, view.query, view.count) == (True, "domain:1 kind:basic", "1 card or question")
    presenter.search("kind:nonsense")
    view = presenter.view()
    assert (view.can_write, view.count) == (False, "0 cards and questions")
    assert "nonsense" in view.error
    presenter.search("")
    assert (presenter.view().can_write, presenter.view().error) == (False, "")


def test_cards_that_are_not_searchable_yet_are_made_so_before_they_are_counted(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 0)
    with services.store.open(writing=True) as work:
        cards = [Plain(ItemId(f"new-{number}"), "Alpaca", "", ()) for number in range(2)]
        work.intake.put(DeckId("import-a"), "A", [PlainRun(cards)], NOON)
        work.commit()
    left = services.full_text.left()
    presenter = ExportPresenter(services, "alpaca")
    view = presenter.view()
    assert (view.count, view.waits, view.can_write, services.full_text.left()) == (NOT_YET, True, True, left)
    presenter.choose_part(0)
    assert (presenter.view().count, presenter.view().waits) == ("6 cards and questions", False)
    presenter.search("alpaca or (")
    presenter.choose_part(len(view.parts) - 3)
    assert not presenter.view().waits
    presenter.search("alpaca")
    services.full_text.catch_up()
    assert (presenter.view().count, presenter.view().waits) == ("2 cards and questions", False)


def test_only_anki_takes_the_schedule(services: Services) -> None:
    presenter = ExportPresenter(services)
    presenter.take_schedule(True)
    assert presenter.choice.with_schedule
    presenter.choose_format(FORMS.index(Format.GIFT))
    view = presenter.view()
    assert (view.can_schedule, view.with_schedule, presenter.choice.with_schedule) == (False, False, False)
    assert view.file_name == "EX-1.gift"
    assert "No ordering" in view.note


def test_what_was_written_is_told(services: Services, tmp_path: Path) -> None:
    presenter = ExportPresenter(services)
    count = presenter.write(tmp_path / "deck.apkg", no_progress)
    assert (count.notes, count.cards) == (4, 4)
    assert presenter.told(count, "deck.apkg in x") == "Exported 4 notes, 4 cards, to deck.apkg in x"
    told = presenter.told(PackageCount(2, 3, 1, 9), "here")
    assert told == "Exported 2 notes, 3 cards and 9 reviews, to here; 1 card can't be told in Anki"
    presenter.choose_format(FORMS.index(Format.QTI))
    assert presenter.told(PackageCount(2, 2, 1), "x") == "Exported 2 items to x; QTI 2.1 package can't hold 1 more"
