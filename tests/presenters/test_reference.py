"""Terms and confusion sets as pages show them: with the answer, never with the question."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.deck import CardKind, Confusable, Deck
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.richtext import Defined, Paragraph, RichText, Text, plain, plain_spans
from certdeck.presenters.library import LibraryPresenter, form_icon, form_words
from certdeck.presenters.library_item import ItemPresenter, ItemView
from certdeck.presenters.palette import PalettePresenter
from certdeck.presenters.reference import GlossaryMarkup, mixed_view
from certdeck.presenters.review import ReviewPresenter
from certdeck.presenters.review_view import ReviewView
from certdeck.services.catalogue import Services
from tests.builders import card, confusion, deck, sheet, term
from tests.clock import FixedClock
from tests.library import open_library


def content() -> Deck:
    members = (
        Confusable("Shadow `variant`", "Nobody sees its answers", (ItemId("c-shadow"),)),
        Confusable("Canary", "A tenth of the users see it", (ItemId("c-canary"),)),
    )
    return deck(
        cards=(
            card("c-shadow", front="What is a shadow test?", back="A shadow test. Unlike a canary, `AUC` unseen."),
            card("c-canary", CardKind.CLOZE, front="{{c1::Canary}}?", today="Now a shadow test as well."),
            card("c-plain", back="Nothing of the kind."),
        ),
        sheets=(sheet(),),
        confusions=(confusion(title="Shadow or canary", apart="Who *sees* the answers.", members=members),),
        terms=(
            term(also=("dark launch",), means="Copies `traffic`.", links=(ItemId("c-shadow"), ItemId("c-canary"))),
            term("g-canary", word="canary"),
            term("g-auc", word="AUC"),
        ),
    )


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, content(), FixedClock()) as opened:
        yield opened


def defined(text: RichText | None) -> list[Defined]:
    blocks = [block for block in text or () if isinstance(block, Paragraph)]
    return [span for block in blocks for span in block.spans if isinstance(span, Defined)]


def reviewed(services: Services, name: str) -> tuple[ReviewView, ReviewView]:
    """Return the views of a card before and after its answer."""
    views: list[ReviewView] = []
    presenter = ReviewPresenter(services, render=views.append, changed=lambda _changes: None)
    presenter.start()
    while views[-1].face != FaceId(f"{name}/1"):
        presenter.bury()
    presenter.show_answer()
    return views[-2], views[-1]


def preview(services: Services, name: str) -> ItemView:
    rows = LibraryPresenter(services)
    row = next(row for row in rows.rows(rows.reload().keys) if row.id == name)
    return ItemPresenter(services, rows).view(row)


def test_a_question_shows_neither_terms_nor_what_it_gets_mixed_up_with(services: Services) -> None:
    asked, _ = reviewed(services, "c-shadow")
    assert (asked.terms, asked.mixed, defined(asked.prompt)) == ((), (), [])


def test_an_answer_marks_its_terms_and_lists_them(services: Services) -> None:
    _, shown = reviewed(services, "c-shadow")
    assert [(span.text, span.means) for span in defined(shown.answer)] == [
        ("shadow test", "Copies traffic."),
        ("canary", "What a canary means."),
    ]
    assert [(entry.name, plain(entry.means)) for entry in shown.terms] == [
        ("shadow test", "Copies traffic."),
        ("canary", "What a canary means."),
    ]
    assert defined(shown.prompt) == []


def test_what_is_so_today_is_part_of_the_answer(services: Services) -> None:
    _, shown = reviewed(services, "c-canary")
    assert [span.text for span in defined(shown.today)] == ["shadow test"]


def test_an_answer_tells_what_its_card_gets_mixed_up_with(services: Services) -> None:
    _, shown = reviewed(services, "c-canary")
    (mixed,) = shown.mixed
    assert (mixed.title, plain(mixed.apart), mixed.others) == (
        "Shadow or canary",
        "Who sees the answers.",
        ("Shadow variant",),
    )
    assert [plain_spans(cell) for cell in mixed.table.head] == ["Name", "Points to it"]
    assert [plain_spans(row[1]) for row in mixed.table.rows] == [
        "Nobody sees its answers",
        "A tenth of the users see it",
    ]
    assert mixed.table.marked == 1


def test_a_card_of_no_set_is_mixed_up_with_nothing(services: Services) -> None:
    assert reviewed(services, "c-plain")[1].mixed == ()


def test_a_set_on_its_own_marks_no_row(services: Services) -> None:
    mixed = mixed_view(content().confusions[0], services.markup)
    assert (mixed.table.marked, mixed.others) == (None, ("Shadow variant", "Canary"))


def test_the_preview_of_a_card_leads_to_its_sets_and_terms(services: Services) -> None:
    shown = preview(services, "c-shadow")
    assert [(group.title, group.links) for group in shown.related] == [
        ("Mixed up with", (("x-1", "Shadow or canary"),)),
        ("Terms", (("g-1", "shadow test"), ("g-canary", "canary"))),
    ]
    assert [span.text for span in defined(shown.back)] == ["shadow test", "canary"]
    assert defined(shown.front) == []
    assert preview(services, "c-plain").related == ()


def test_the_preview_of_a_term_tells_its_meaning_other_names_and_cards(services: Services) -> None:
    shown = preview(services, "g-1")
    assert (shown.words, plain(shown.front), plain(shown.back)) == ("Term", "shadow test", "Copies traffic.")
    assert shown.facts == (("Also", "dark launch"),)
    assert [group.links for group in shown.related] == [
        (("c-shadow", "What is a shadow test?"), ("c-canary", "[...]?"))
    ]
    assert preview(services, "g-auc").related == ()


def test_the_preview_of_a_set_is_a_table_below_its_sentence(services: Services) -> None:
    shown = preview(services, "x-1")
    assert (shown.words, plain(shown.front), plain(shown.back)) == (
        "Confusion set",
        "Shadow or canary",
        "Who sees the answers.",
    )
    assert [(plain(name), plain(cue)) for name, cue in shown.entries] == [
        ("Shadow variant", "Nobody sees its answers"),
        ("Canary", "A tenth of the users see it"),
    ]
    assert [group.title for group in shown.related] == ["Cards"]


def test_terms_and_sets_are_kinds_of_their_own_in_the_list(services: Services) -> None:
    rows = LibraryPresenter(services)
    view = rows.reload()
    assert {facet.words: facet.count for facet in view.facets if facet.key in ("term", "confusion")} == {
        "Term": 3,
        "Confusion set": 1,
    }
    shown = {row.id: (form_words(row), form_icon(row), rows.title(row), rows.due(row)) for row in rows.rows(view.keys)}
    assert shown[ItemId("g-auc")] == ("Term", "bookmark", "AUC", "—")
    assert shown[ItemId("x-1")] == ("Confusion set", "shuffle", "Shadow or canary", "—")


def test_terms_and_sets_are_found_by_the_palette_by_any_of_their_words(services: Services) -> None:
    palette = PalettePresenter(services, (), ())
    assert [(group.title, [hit.item for hit in group.hits]) for group in palette.find("dark launch")] == [
        ("Terms", ["g-1"])
    ]
    assert [group.title for group in palette.find("tenth of the users")] == ["Confusion sets"]


def test_a_sheet_marks_each_term_once_and_lists_them_by_name(services: Services) -> None:
    markup = GlossaryMarkup(services)
    assert markup.terms() == ()
    first = markup.read("A shadow test and AUC.")
    second = markup.read("A canary is no shadow test.")
    assert [span.text for span in (*defined(first), *defined(second))] == ["shadow test", "AUC", "canary"]
    assert [entry.name for entry in markup.terms()] == ["AUC", "canary", "shadow test"]
    assert markup.plain.read("AUC") == (Paragraph((Text("AUC"),)),)
