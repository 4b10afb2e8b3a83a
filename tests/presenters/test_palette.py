from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.deck import CardKind
from certdeck.presenters.palette import MOST_IN_GROUP, Action, Group, PalettePresenter, matches
from certdeck.store import indexing
from tests.builders import card, deck, multiple_choice, sheet
from tests.clock import FixedClock
from tests.library import open_library

PAGES = (Action("Today", "Today", "Page", "sun", "Ctrl 1"), Action("Study", "Study", "Page", "layers", "Ctrl 2"))
COMMANDS = (Action("larger", "Make text larger", "Command", "plus"),)


@pytest.fixture
def palette(tmp_path: Path) -> Iterator[PalettePresenter]:
    content = deck(
        cards=(
            card("c-asynchronous", front="Where does **asynchronous** output go?"),
            card("c-cloze", CardKind.CLOZE, front="A {{c1::queue::what}} waits.", back="Asynchronous endpoints."),
            *(card(f"c-many-{number}", front=f"Drift number {number}?") for number in range(9)),
        ),
        questions=(multiple_choice("q-1"),),
        sheets=(sheet("s-1", title="Which inference option?"),),
    )
    with open_library(tmp_path, content, FixedClock()) as services:
        yield PalettePresenter(services, PAGES, COMMANDS)


def titles(groups: tuple[Group, ...]) -> dict[str, list[str]]:
    return {group.title: [hit.title for hit in group.hits] for group in groups}


def test_nothing_typed_shows_pages_and_commands(palette: PalettePresenter) -> None:
    assert titles(palette.find("  ")) == {"Pages": ["Today", "Study"], "Commands": ["Make text larger"]}


def test_items_are_found_by_their_whole_text_and_names_come_first(palette: PalettePresenter) -> None:
    found = titles(palette.find("ASYNC"))
    assert found == {"Cards": ["Where does asynchronous output go?", "A [what] waits."]}


def test_a_command_called_by_its_name_comes_before_texts_that_hold_the_word(tmp_path: Path) -> None:
    content = deck(cards=(card("c-1", front="Is larger text slower?"),))
    with open_library(tmp_path, content, FixedClock()) as services:
        palette = PalettePresenter(services, PAGES, COMMANDS)
        assert [group.title for group in palette.find("larger text")] == ["Commands", "Cards"]
        assert [group.title for group in palette.find("lar")] == ["Commands", "Cards"]
        assert [group.title for group in palette.find("mtl")] == ["Commands"]
        assert [group.title for group in palette.find("")] == ["Pages", "Commands"]


def test_every_word_has_to_match(palette: PalettePresenter) -> None:
    assert titles(palette.find("inference which")) == {"Sheets": ["Which inference option?"]}
    assert palette.find("inference zebra") == ()


def test_a_number_of_one_digit_beside_other_words_puts_titles_with_it_first(palette: PalettePresenter) -> None:
    assert titles(palette.find("drift 7"))["Cards"][0] == "Drift number 7?"


def test_where_nothing_is_found_a_query_that_makes_no_sense_is_told(palette: PalettePresenter) -> None:
    assert palette.find("prop:z>1") == ()
    assert palette.nothing("prop:z>1").endswith("Did you mean prop:d?")
    assert palette.nothing("zebra").startswith("Nothing found.")


def test_a_single_letter_finds_items_and_beside_other_words_leaves_theirs(palette: PalettePresenter) -> None:
    assert titles(palette.find("d"))["Cards"]
    assert titles(palette.find("w"))["Sheets"] == ["Which inference option?"]
    assert titles(palette.find("inference w")) == titles(palette.find("inference"))


def test_a_group_shows_a_few_only(palette: PalettePresenter) -> None:
    (group,) = palette.find("drift")
    assert len(group.hits) == MOST_IN_GROUP


def test_a_hit_says_where_it_leads(palette: PalettePresenter) -> None:
    page, item = palette.find("today")[0].hits[0], palette.find("title")[0].hits[0]
    assert (page.action, page.key, page.item) == ("Today", "Ctrl 1", None)
    assert (item.item, item.note, item.action) == ("q-1", "1.1", "")


def test_an_empty_library_still_has_pages(tmp_path: Path) -> None:
    with open_library(tmp_path, None, FixedClock()) as services:
        assert titles(PalettePresenter(services, PAGES, COMMANDS).find("stu")) == {"Pages": ["Study"]}


@pytest.mark.parametrize(
    ("typed", "found"), [("tex", True), ("lar tex", True), ("mtl", True), ("ml", False), ("xyz", False)]
)
def test_names_match_by_beginnings_of_words_or_letters_in_order(typed: str, *, found: bool) -> None:
    assert matches("Make text larger", typed.split()) is found


def test_a_query_is_understood_and_half_a_one_is_words(palette: PalettePresenter) -> None:
    assert titles(palette.find("kind:sheet which")) == {"Sheets": ["Which inference option?"]}
    assert titles(palette.find("-kind:card inference")) == {"Sheets": ["Which inference option?"]}
    assert palette.find("kind:shee") == ()
    assert titles(palette.find('"inference opt')) == {}
    assert titles(palette.find('"inference option"')) == {"Sheets": ["Which inference option?"]}


def test_saved_searches_are_found_by_name_and_lead_to_the_library(tmp_path: Path) -> None:
    with open_library(tmp_path, deck(), FixedClock()) as services:
        services.search.save("Weak spots", "prop:r<0.8")
        palette = PalettePresenter(services, PAGES, COMMANDS)
        (group,) = palette.find("weak")
        assert (group.title, group.hits[0].query, group.hits[0].note) == ("Saved searches", "prop:r<0.8", "prop:r<0.8")
        assert [one.title for one in palette.find("")] == ["Pages", "Commands", "Saved searches"]


def test_only_typed_words_wait_for_cards_that_can_not_be_found_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 0)
    with open_library(tmp_path, deck(cards=(card("c-1", front="Drift?"),)), FixedClock()) as services:
        palette = PalettePresenter(services, PAGES, COMMANDS)
        assert (palette.waits(" "), palette.waits("drift")) == (False, True)
        assert titles(palette.find("drift larger", items=False)) == {}
        assert titles(palette.find("larger", items=False)) == {"Commands": ["Make text larger"]}
        services.full_text.catch_up()
        assert not palette.waits("drift")
        assert titles(palette.find("drift")) == {"Cards": ["Drift?"]}
