"""The editor of cards without Qt: preview, faults, duplicates, drafts, and the choice between two texts."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from certdeck.core.card_parts import CardChoice, Occlusion
from certdeck.core.deck import CardKind
from certdeck.core.errors import CardError
from certdeck.core.ids import BulletId, ItemId
from certdeck.core.own import CardText, Draft
from certdeck.core.richtext import plain
from certdeck.presenters.editor import EditorPresenter
from certdeck.presenters.editor_views import EditorView
from certdeck.services.cards import NEW
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import NOON, card, covers, deck
from tests.clock import FixedClock
from tests.library import open_library

SHIPPED = ItemId("c-basic")


@dataclass
class Desk:
    """A presenter with what it has shown and told."""

    services: Services
    views: list[EditorView] = field(default_factory=list)
    changes: list[Changes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.presenter = EditorPresenter(self.services, render=self.views.append, changed=self.changes.append)

    @property
    def view(self) -> EditorView:
        return self.views[-1]

    def write(self, **text: object) -> EditorView:
        now = self.presenter.draft
        written = replace(now.text, **text)  # type: ignore[arg-type]  # fields of CardText
        self.presenter.write(written, tags=now.tags, note=now.note)
        self.presenter.look()
        return self.view


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, deck(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services)


@pytest.fixture
def edited(desk: Desk) -> Desk:
    desk.presenter.open_card(SHIPPED)
    return desk


def test_a_card_of_the_deck_is_opened_as_it_is_asked(edited: Desk) -> None:
    assert (edited.view.title, edited.view.saves, edited.view.own, edited.view.deletable) == (
        "Edit a card of the deck",
        "Save",
        False,
        False,
    )
    (face,) = edited.view.faces
    assert (plain(face.prompt), plain(face.answer), face.words) == ("Front of c-basic?", "Back of c-basic.", "")
    assert not edited.presenter.dirty


def test_what_is_written_is_shown_and_saved_as_an_edit(edited: Desk) -> None:
    assert plain(edited.write(front="**Mine**?").faces[0].prompt) == "Mine?"
    assert edited.view.dirty
    assert edited.presenter.save() == SHIPPED
    assert edited.changes == [Changes(content=True, study=True)]
    assert not edited.presenter.dirty
    assert edited.services.cards.open(SHIPPED).card.front == "**Mine**?"


def test_a_gone_card_can_t_be_opened(desk: Desk) -> None:
    with pytest.raises(CardError):
        desk.presenter.open_card(ItemId("gone"))


def test_each_way_of_asking_has_its_preview(desk: Desk) -> None:
    desk.presenter.open_new(Draft(CardText(kind=CardKind.CLOZE), covers()))
    faces = desk.write(front="A {{c1::cat}} and a {{c2::dog::animal}}.").faces
    assert [plain(face.prompt) for face in faces] == ["A [...] and a dog.", "A cat and a [animal]."]
    assert [plain(face.answer) for face in faces] == ["A cat and a dog."] * 2
    assert [face.words for face in faces] == ["Asked 2 ways: 1 of 2", "Asked 2 ways: 2 of 2"]


def test_the_right_choice_is_named_in_the_answer_alone(desk: Desk) -> None:
    choices = (CardChoice("One"), CardChoice("Two", right=True))
    desk.presenter.open_new(Draft(CardText(kind=CardKind.CHOICE, front="Which?", choices=choices), covers()))
    (face,) = desk.view.faces
    assert "right" not in plain(face.prompt)
    assert "Two ✓ right" in plain(face.answer)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CardText(), "There is nothing to ask: the front is empty."),
        (CardText(kind=CardKind.CLOZE, front="no gap"), "A cloze text needs at least one gap"),
        (CardText(front="$\\frac{a$", back="b"), "The formula \\frac{a is broken and can't be drawn."),
        (CardText(front="![plot](gone.png)", back="b"), "The picture gone.png is missing."),
        (CardText(kind=CardKind.OCCLUSION, occlusion=Occlusion("gone.png")), "The picture gone.png is missing."),
        (CardText(kind=CardKind.TABLE, front="T"), "A table card needs a table"),
        (CardText(kind=CardKind.CHOICE, front="T"), "Multiple choice needs 2 to 8 answers"),
        (CardText(kind=CardKind.TYPED, front="T"), "A typed answer must be a single line"),
    ],
)
def test_what_is_to_be_mended_is_said_and_the_card_is_saved_and_asked_all_the_same(
    desk: Desk, text: CardText, said: str
) -> None:
    desk.presenter.open_new(Draft(text, covers()))
    assert any(fault.startswith(said) for fault in desk.view.faults), desk.view.faults
    name = desk.presenter.save()
    assert name is not None
    turn = desk.services.study.ask(desk.services.study.state(f"{name}/1").face)  # type: ignore[arg-type]
    assert turn is not None
    assert turn.face.card.id == name


def test_duplicates_are_told_while_writing_and_never_the_card_itself(edited: Desk) -> None:
    edited.presenter.know(edited.services.cards.fronts())
    assert edited.view.alike == ()
    alike = edited.write(front="FRONT of  *c-reversed*?").alike
    assert [(found.id, found.same) for found in alike] == [("c-reversed", True)]


def test_bullets_are_found_by_number_and_words_and_chosen_once(desk: Desk) -> None:
    desk.presenter.open_new(Draft(CardText(front="Q", back="A")))
    assert desk.presenter.save() is None
    assert "Choose at least one bullet" in desk.view.refusal
    found = desk.presenter.find_bullets("bullet 2.1")
    assert [bullet.id for bullet in found] == ["2.1.k1", "2.1.k2"]
    desk.presenter.cover(BulletId("2.1.k2"), on=True)
    desk.presenter.cover(BulletId("1.1.k1"), on=True)
    assert [bullet.id for bullet in desk.view.bullets] == ["2.1.k2", "1.1.k1"]
    assert desk.view.refusal == ""
    assert [bullet.id for bullet in desk.presenter.find_bullets("2.1")] == ["2.1.k1"]
    desk.presenter.cover(BulletId("1.1.k1"), on=False)
    name = desk.presenter.save()
    assert name is not None
    assert desk.services.cards.open(name).card.covers[0].bullets == ("2.1.k2",)


def test_another_kind_keeps_what_is_written(desk: Desk) -> None:
    desk.presenter.open_new(Draft(CardText(front="Q", back="A"), covers()))
    loads = desk.view.loads
    desk.presenter.choose_kind(CardKind.CHOICE)
    assert desk.view.loads == loads + 1
    assert (desk.presenter.draft.text.front, len(desk.presenter.draft.text.choices)) == ("Q", 3)
    desk.presenter.choose_kind(CardKind.TYPED)
    desk.write(answer="  two   words ")
    name = desk.presenter.save()
    assert name is not None
    saved = desk.services.cards.open(name).card
    assert (saved.kind, saved.answer, saved.choices) == (CardKind.TYPED, "two words", ())


def test_a_draft_comes_back_after_a_crash_and_can_be_discarded(services: Services) -> None:
    crashed = Desk(services)
    crashed.presenter.open_card(SHIPPED)
    crashed.write(front="Half a thou")
    crashed.presenter.keep()
    again = Desk(services)
    again.presenter.open_card(SHIPPED)
    assert again.presenter.draft.text.front == "Half a thou"
    assert again.view.restored == "14 Mar 2026, 12:00"
    again.presenter.forget_draft()
    assert (again.view.restored, again.presenter.draft.text.front) == ("", "Front of c-basic?")
    assert services.cards.draft(SHIPPED) is None


def test_leaving_throws_the_draft_away_and_saving_too(services: Services) -> None:
    for leave in (True, False):
        desk = Desk(services)
        desk.presenter.open_new(Draft(CardText(), covers()))
        desk.write(front="Half", back="b")
        desk.presenter.keep()
        assert services.cards.draft(NEW) is not None
        desk.presenter.leave() if leave else desk.presenter.save()
        assert services.cards.draft(NEW) is None


def test_there_is_no_draft_of_what_is_not_changed(edited: Desk) -> None:
    edited.write(front="Front of c-basic?  ")
    edited.presenter.keep()
    assert edited.services.cards.draft(SHIPPED) is None


@pytest.fixture
def outdated(desk: Desk) -> Desk:
    """Open a card that both the learner and the deck have changed."""
    cards = desk.services.cards
    draft = cards.open(SHIPPED).draft()
    cards.save(SHIPPED, replace(draft, text=replace(draft.text, front="Mine of c-basic?")))
    newer = deck(version="2.0.0", digest="1" * 64, cards=(card("c-basic", back="Back of the deck."),))
    with desk.services.store.open(writing=True) as work:
        work.content.replace(newer, NOON)
        work.commit()
    desk.presenter.open_card(SHIPPED)
    return desk


def test_both_texts_are_laid_side_by_side_with_what_differs(outdated: Desk) -> None:
    comparison = outdated.view.comparison
    assert comparison is not None
    assert comparison.outdated
    front, back = comparison.parts
    assert (front.name, front.theirs, front.mine) == ("Front", "Front of c-basic?", "Mine of c-basic?")
    assert (front.theirs_marks, front.mine_marks) == (((0, 5),), ((0, 4),))
    assert (back.name, back.theirs, back.mine) == ("Back", "Back of the deck.", "Back of c-basic.")


def test_mine_is_kept_and_what_else_is_written_stays(outdated: Desk) -> None:
    now = outdated.presenter.draft
    outdated.presenter.write(now.text, tags=("hard",), note="A note.")
    outdated.presenter.keep_mine()
    comparison = outdated.view.comparison
    assert comparison is not None
    assert not comparison.outdated
    assert outdated.presenter.draft.tags == ("hard",)
    assert outdated.presenter.dirty
    assert outdated.changes == [Changes(content=True, study=True)]


def test_the_deck_s_text_fills_the_fields_when_it_is_taken(outdated: Desk) -> None:
    loads = outdated.view.loads
    outdated.presenter.take_theirs()
    assert outdated.view.comparison is None
    assert outdated.view.loads > loads
    assert outdated.presenter.draft.text.back == "Back of the deck."
    assert not outdated.presenter.dirty


def test_an_own_card_is_deleted_and_comes_back_by_undo(desk: Desk) -> None:
    desk.presenter.open_new(Draft(CardText(front="Q", back="A"), covers()))
    name = desk.presenter.save()
    assert name is not None
    again = Desk(desk.services)
    again.presenter.open_card(name)
    assert again.view.deletable
    again.presenter.delete()
    assert again.services.library.item(name) is None
    again.services.history.undo()
    assert again.services.library.item(name) is not None
