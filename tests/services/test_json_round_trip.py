"""JSON in the project's own format: what leaves one library comes whole into another."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.card_parts import CardChoice, Covering, Grid, Hiding, Occlusion, Outline, Shape
from certdeck.core.deck import CardKind, Deck
from certdeck.core.errors import ImportRefused
from certdeck.core.ids import DeckId, ItemId
from certdeck.core.intake import Outcome
from certdeck.ports.exporting import Format
from certdeck.services.catalogue import Services
from certdeck.services.packing import Choice
from tests.builders import NOON, card, deck
from tests.clock import FixedClock
from tests.library import open_library

Open = Callable[[Deck | None], Services]
SHAPES = (Shape(Outline.RECTANGLE, ((0.1, 0.1), (0.4, 0.5)), 1), Shape(Outline.POLYGON, ((0, 0), (1, 0), (1, 1)), 2))
OWN = (
    card("own-basic", tags=("mine", "week-2"), links=("c-basic",), examined="Then.", today="Now."),
    card("own-reversed", CardKind.REVERSED),
    card("own-cloze", CardKind.CLOZE, front="{{c1::a}} and {{c2::b::hint}}", back="Extra."),
    card("own-holes", CardKind.CLOZE, front="{{c2::b}} and {{c12::l}}", back="Extra."),
    card("own-typed", CardKind.TYPED, answer="S3", back=""),
    card("own-bare", covers=(), sources=()),
    card("own-choice", CardKind.CHOICE, choices=(CardChoice("a", right=True), CardChoice("b"))),
    card("own-table", CardKind.TABLE, grid=Grid(("A", "B"), (("1", "2"), ("3", "")), Hiding.COLUMNS)),
    card("own-picture", CardKind.OCCLUSION, occlusion=Occlusion("plot.png", SHAPES, Covering.ONE)),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:
        numbers = iter(range(9))

        def opened(content: Deck | None) -> Services:
            return stack.enter_context(open_library(tmp_path / str(next(numbers)), content, FixedClock()))

        yield opened


def put_own(services: Services) -> None:
    with services.store.open(writing=True) as work:
        for own in OWN:
            work.content.put_own(own, NOON)
        work.commit()


def sent(source: Services, file: Path) -> Path:
    source.packing.write(Format.JSON, file, Choice(everything=True))
    return file


def test_own_cards_of_every_kind_come_back_as_they_were(tmp_path: Path, library: Open) -> None:
    source, target = library(deck()), library(deck())
    put_own(source)
    source.cards.put_note(ItemId("own-basic"), "Think of it.")
    plan = target.importing.read(sent(source, tmp_path / "all.json"))
    changes, report = target.importing.bring(plan)
    assert changes.content
    assert report.counts[Outcome.NEW] == len(OWN)
    assert report.counts.keys() == {Outcome.NEW, Outcome.SAME}
    assert [target.library.item(own.id) for own in OWN] == list(OWN)
    with target.store.open() as work:
        assert work.own.note(ItemId("own-basic")) == "Think of it."
        assert set(work.content.owners([own.id for own in OWN]).values()) == {DeckId("own")}
    again = target.importing.preview(plan)
    assert again.counts.keys() == {Outcome.SAME}
    target.history.undo()
    assert [target.library.item(own.id) for own in OWN] == [None] * len(OWN)
    target.history.redo()
    assert [target.library.item(own.id) for own in OWN] == list(OWN)


def test_a_deck_that_is_not_here_comes_whole_and_keeps_its_ids(tmp_path: Path, library: Open) -> None:
    source, target = library(deck()), library(deck("other", cards=(), questions=(), sheets=()))
    _, report = target.importing.bring(target.importing.read(sent(source, tmp_path / "all.json")))
    cards = [target.library.item(known.id) for known in deck().cards]
    assert cards == list(deck().cards)
    assert report.decks == {deck().title: report.counts[Outcome.NEW]}
    assert report.counts[Outcome.NEW] == len(deck().cards) + len(deck().questions)
    assert sent(target, tmp_path / "back.json").read_text().count('"id": "c-basic"') == 1


def test_what_a_deck_here_brings_itself_stays_as_it_has_it(tmp_path: Path, library: Open) -> None:
    source = library(replace(deck(), cards=tuple(replace(known, back="Older.") for known in deck().cards)))
    target = library(deck())
    _, report = target.importing.bring(target.importing.read(sent(source, tmp_path / "all.json")))
    assert report.counts[Outcome.KEPT] > 0
    assert Outcome.CHANGED not in report.counts
    assert [target.library.item(known.id) for known in deck().cards] == list(deck().cards)


def test_an_own_card_that_changed_is_updated_and_undone(tmp_path: Path, library: Open) -> None:
    source, target = library(deck()), library(deck())
    put_own(source)
    target.importing.bring(target.importing.read(sent(source, tmp_path / "all.json")))
    newer = replace(OWN[0], back="Newer.")
    with source.store.open(writing=True) as work:
        work.content.put_own(newer, NOON)
        work.commit()
    _, report = target.importing.bring(target.importing.read(sent(source, tmp_path / "all.json")))
    assert report.counts[Outcome.CHANGED] == 1
    assert target.library.item(newer.id) == newer
    target.history.undo()
    assert target.library.item(newer.id) == OWN[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2", "it is no JSON"),
        ('{"format": "other"}', "no export of Certdeck"),
        ('{"format": "certdeck", "version": 99}', "a later version of Certdeck wrote it"),
        ("[" * 100_000, "it is no JSON"),
    ],
)
def test_a_file_of_another_sort_is_refused_in_words(tmp_path: Path, library: Open, text: str, words: str) -> None:
    file = tmp_path / "odd.json"
    file.write_text(text)
    with pytest.raises(ImportRefused, match=words):
        library(None).importing.read(file)


def test_entries_that_are_none_are_told_with_their_place(tmp_path: Path, library: Open) -> None:
    file = tmp_path / "odd.json"
    cards = '{"id": "c-1", "kind": "basic", "front": "Q"}, {"id": "C!", "kind": "basic", "front": "Q", "back": "A"}, 7'
    file.write_text(f'{{"format": "certdeck", "version": 1, "cards": [{cards}], "questions": [{{"id": "q"}}]}}')
    plan = library(None).importing.read(file)
    assert not list(plan.notes)
    assert [(loss.what, loss.where) for loss in plan.losses] == [
        ("cards", "card c-1"),
        ("cards", "card C!"),
        ("questions", "question q"),
    ]
