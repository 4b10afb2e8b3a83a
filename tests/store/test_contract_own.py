"""What services may rely on whatever store is behind them: edits of shipped cards, notes, tags and drafts."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from certdeck.core.deck import Card, CardKind
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.own import CardText, Draft, Edit, text_of, with_text
from certdeck.core.scheduling.scope import Scope
from certdeck.core.scheduling.undo import CardStep, EditStep, NoteStep, TagStep
from certdeck.ports.own import KeptDraft, Standing
from certdeck.ports.store import Store
from tests.builders import CLASSIC, EXAM, NOON, card, deck
from tests.store.contract import BASIC, DAY, DECK, LATER, changed, install, record, rows_with, state, waiting

SHIPPED = card("c-basic")
MINE = CardText(kind=CardKind.CLOZE, front="{{c1::My}} own {{c2::mango}}", back="Mine.")
EDIT = Edit(MINE, text_of(SHIPPED))
CARDS = tuple(card(f"c-{kind}", kind) for kind in CLASSIC)


def put(store: Store, edit: Edit | None = EDIT, at: datetime = LATER) -> None:
    with store.open(writing=True) as work:
        work.own.put_edit(SHIPPED.id, edit, at)
        work.commit()


def update(store: Store, **changes: str) -> None:
    """Install a newer version of the deck, with another text of the card."""
    cards = (replace(SHIPPED, **changes), *CARDS[1:])  # type: ignore[arg-type]  # texts
    install(store, replace(deck(), version="2.0.0", digest="1" * 64, cards=cards), LATER)


def faces_asked(store: Store) -> list[str]:
    with store.open() as work:
        return [entry.face for entry in waiting(work, Scope(DECK, EXAM), LATER, 99) if entry.item == SHIPPED.id]


def test_an_edit_is_asked_listed_and_found_and_the_deck_s_text_stays_beside_it(filled: Store) -> None:
    put(filled)
    with filled.open() as work:
        assert work.content.item(SHIPPED.id) == with_text(SHIPPED, MINE)
        assert work.own.shipped(SHIPPED.id) == SHIPPED
        assert work.own.edit(SHIPPED.id) == EDIT
        assert [(row.id, row.form, row.title) for row in rows_with(work, "mango")] == [("c-basic", "cloze", MINE.front)]
        assert work.content.deck(DECK).cards[0] == with_text(SHIPPED, MINE)
        assert work.content.revisions(DECK)[SHIPPED.id] == LATER
        assert (ItemId("c-basic"), CardKind.CLOZE, MINE.front) in work.own.fronts()
    assert faces_asked(filled) == ["c-basic/1", "c-basic/2"]


def test_the_mark_of_all_fronts_is_another_one_whenever_a_card_is(filled: Store) -> None:
    def mark() -> tuple[int, int]:
        with filled.open() as work:
            return work.own.fronts_mark()

    marks = [mark()]
    put(filled)
    marks.append(mark())
    put(filled, None, LATER + DAY)
    marks.append(mark())
    update(filled, front="The deck asks something new.")
    marks.append(mark())
    with filled.open(writing=True) as work:
        work.content.put_own(card("own-1"), LATER)
        work.commit()
    marks.append(mark())
    assert all(before != after for before, after in pairwise(marks))
    with filled.open(writing=True) as work:
        work.own.put_note(SHIPPED.id, "A note", LATER)
        work.commit()
    assert mark() == marks[-1]


def test_ending_an_edit_brings_the_deck_s_text_and_faces_back(filled: Store) -> None:
    put(filled)
    put(filled, None)
    with filled.open() as work:
        assert work.content.item(SHIPPED.id) == SHIPPED
        assert work.own.edit(SHIPPED.id) is None
        assert work.own.standings() == {}
        assert not rows_with(work, "mango")
    assert faces_asked(filled) == ["c-basic/1"]


def test_what_was_learnt_stays_through_an_edit(filled: Store) -> None:
    learnt = state(BASIC)
    record(filled, changed(learnt))
    put(filled)
    with filled.open() as work:
        assert work.study.state(BASIC) == learnt


def test_a_deck_update_never_loses_an_edit_and_says_when_the_text_has_changed(filled: Store) -> None:
    put(filled)
    update(filled)
    with filled.open() as work:
        assert work.own.standings() == {SHIPPED.id: Standing(edited=True)}
    update(filled, back="The deck says something new.")
    with filled.open() as work:
        assert work.content.item(SHIPPED.id) == replace(with_text(SHIPPED, MINE))
        assert work.own.shipped(SHIPPED.id) == replace(SHIPPED, back="The deck says something new.")
        assert work.own.standings() == {SHIPPED.id: Standing(edited=True, outdated=True)}
        assert [row.title for row in rows_with(work, "mango")] == [MINE.front]
    assert faces_asked(filled) == ["c-basic/1", "c-basic/2"]


def test_an_edit_outlives_a_version_of_the_deck_without_its_card(filled: Store) -> None:
    put(filled)
    install(filled, replace(deck(), digest="1" * 64, cards=CARDS[1:]), LATER)
    with filled.open() as work:
        assert work.content.item(SHIPPED.id) is None
        assert work.own.edit(SHIPPED.id) == EDIT
    update(filled)
    with filled.open() as work:
        assert work.content.item(SHIPPED.id) == with_text(SHIPPED, MINE)


def test_an_edit_that_was_compared_is_no_longer_outdated(filled: Store) -> None:
    put(filled)
    update(filled, back="New.")
    put(filled, EDIT.kept(replace(SHIPPED, back="New.")))
    with filled.open() as work:
        assert work.own.standings() == {SHIPPED.id: Standing(edited=True)}


def test_own_cards_are_nobody_s_shipped_ones(filled: Store) -> None:
    with filled.open(writing=True) as work:
        work.content.put_own(card("own-1"), NOON)
        work.commit()
    with filled.open() as work:
        assert work.own.shipped(ItemId("own-1")) is None
        assert work.own.standings() == {"own-1": Standing(own=True)}


def test_a_note_stays_with_any_item_through_a_deck_update(filled: Store) -> None:
    for item, text in (("c-basic", "A note."), ("q-choice", "Another.")):
        with filled.open(writing=True) as work:
            work.own.put_note(ItemId(item), "First.", NOON)
            work.own.put_note(ItemId(item), text, NOON)
            work.commit()
    update(filled, back="New.")
    with filled.open(writing=True) as work:
        assert work.own.note(ItemId("q-choice")) == "Another."
        assert work.own.standings() == {"c-basic": Standing(noted=True), "q-choice": Standing(noted=True)}
        work.own.put_note(ItemId("q-choice"), "", NOON)
        assert work.own.note(ItemId("q-choice")) == ""
        assert set(work.own.standings()) == {"c-basic"}


def test_own_tags_stand_behind_those_of_the_deck_through_an_update(store: Store) -> None:
    tagged = replace(SHIPPED, tags=("network",))
    install(store, deck(cards=(tagged,)))
    with store.open(writing=True) as work:
        work.own.put_tags(SHIPPED.id, ("week-2", "hard", "network"))
        work.commit()
    install(store, deck(cards=(tagged,), digest="1" * 64), LATER)
    with store.open() as work:
        found = work.content.item(SHIPPED.id)
        assert isinstance(found, Card)
        assert found.tags == ("network", "hard", "week-2")
        assert work.own.tags(SHIPPED.id) == ("hard", "network", "week-2")


def test_a_draft_is_kept_until_it_is_forgotten(store: Store) -> None:
    draft = Draft(MINE, SHIPPED.covers, ("hard",), "A note.", ItemId("q-choice"))
    with store.open(writing=True) as work:
        work.own.put_draft("new", Draft(CardText()), NOON)
        work.own.put_draft("new", draft, LATER)
        work.commit()
    with store.open(writing=True) as work:
        assert work.own.draft("new") == KeptDraft(draft, LATER)
        assert work.own.draft("c-basic") is None
        work.own.put_draft("new", None, LATER)
        assert work.own.draft("new") is None


def test_every_step_of_a_change_comes_back_as_it_was(store: Store) -> None:
    name = ItemId("c-basic")
    steps = (
        CardStep(name, None, SHIPPED),
        EditStep(name, None, EDIT),
        EditStep(name, EDIT, None),
        NoteStep(name, "", "A note."),
        TagStep(name, ("a",), ("a", "b")),
    )
    with store.open(writing=True) as work:
        number = work.history.begin("edit", NOON)
        for step in steps:
            work.history.keep(number, step)
        work.commit()
    with store.open() as work:
        assert work.history.steps(number) == steps


def test_a_card_of_each_kind_is_kept_whole(store: Store) -> None:
    cards = tuple(card(f"c-{kind}", kind) for kind in CardKind)
    install(store, deck(cards=cards))
    with store.open() as work:
        assert work.content.deck(DECK).cards == cards
        asked = [entry.face for entry in waiting(work, Scope(DECK, EXAM), LATER, 99)]
    assert asked[-5:] == [
        FaceId("c-choice/1"),
        FaceId("c-table/1"),
        FaceId("c-table/2"),
        FaceId("c-occlusion/1"),
        FaceId("c-occlusion/2"),
    ]
