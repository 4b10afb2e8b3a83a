"""Own cards, edits of shipped ones, notes, tags and drafts; all of it undone and redone."""

from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import Card, CardKind
from certdeck.core.errors import CardError, MediaError
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.own import CardText, Draft, text_of
from certdeck.core.scheduling.schedule import Rating
from certdeck.services.cards import LONGEST_NOTE, NEW
from certdeck.services.changes import Changes
from tests.builders import card, covers, deck, multiple_choice
from tests.services.parts import Parts

SHIPPED = ItemId("c-basic")
TEXT = CardText(front="What is mine?", back="This.")
DRAFT = Draft(TEXT, covers(), ("hard",), "A note.")
PNG = b"\x89PNG\r\n\x1a\n" + b"rest"


@pytest.fixture
def library(parts: Parts) -> Parts:
    parts.install()
    return parts


def shown(parts: Parts, item: ItemId = SHIPPED) -> Card:
    found = parts.library.item(item)
    assert isinstance(found, Card)
    return found


def edited(parts: Parts, front: str = "Mine?") -> None:
    draft = parts.cards.open(SHIPPED).draft()
    parts.cards.save(SHIPPED, replace(draft, text=replace(draft.text, front=front)))


def test_a_new_card_is_asked_undone_and_redone_with_its_note(library: Parts) -> None:
    library.cards.keep_draft(NEW, DRAFT)
    changes, name = library.cards.create(DRAFT)
    assert changes == Changes(content=True, study=True)
    assert text_of(shown(library, name)) == TEXT
    assert shown(library, name).tags == ("hard",)
    assert library.cards.note(name) == "A note."
    assert library.cards.draft(NEW) is None
    assert library.study.ask(FaceId(f"{name}/1")) is not None
    _, change = library.history.undo()
    assert change is not None
    assert change.kind == "write"
    assert library.library.item(name) is None
    assert library.cards.note(name) == ""
    library.history.redo()
    assert text_of(shown(library, name)) == TEXT
    assert library.cards.note(name) == "A note."


def test_two_cards_of_one_second_have_two_ids(library: Parts) -> None:
    first, second = library.cards.create(DRAFT)[1], library.cards.create(DRAFT)[1]
    assert first != second
    assert {first, second} <= set(library.cards.standings())


def test_a_card_made_of_a_question_has_its_sources_and_a_link_to_it(library: Parts) -> None:
    _, name = library.cards.create(replace(DRAFT, made_of=ItemId("q-choice")))
    question = library.library.item(ItemId("q-choice"))
    assert question is not None
    assert (name, shown(library, name).links, shown(library, name).sources) == (
        "own-q-choice",
        ("q-choice",),
        question.sources,
    )
    assert library.cards.create(replace(DRAFT, made_of=ItemId("q-choice")))[1] != name


def test_a_card_that_covers_nothing_is_refused_and_its_draft_stays(library: Parts) -> None:
    library.cards.keep_draft(NEW, replace(DRAFT, covers=()))
    with pytest.raises(CardError, match="Choose at least one bullet"):
        library.cards.create(replace(DRAFT, covers=()))
    assert library.cards.draft(NEW) is not None


def test_an_edit_of_a_shipped_card_is_undone_and_redone_and_progress_stays(library: Parts) -> None:
    face = FaceId("c-basic/1")
    library.study.rate(face, Rating.EASY, milliseconds=10)
    learnt = library.study.state(face)
    edited(library)
    assert shown(library).front == "Mine?"
    assert library.study.state(face) == learnt
    library.history.undo()
    assert shown(library).front == "Front of c-basic?"
    library.history.redo()
    assert shown(library).front == "Mine?"
    assert library.again().cards.open(SHIPPED).edit is not None


def test_writing_the_deck_s_own_text_again_ends_the_edit(library: Parts) -> None:
    edited(library)
    edited(library, "Front of c-basic?")
    assert library.cards.open(SHIPPED).edit is None
    library.history.undo()
    assert shown(library).front == "Mine?"


def test_saving_what_is_there_changes_nothing(library: Parts) -> None:
    assert library.cards.save(SHIPPED, library.cards.open(SHIPPED).draft()) == Changes()
    assert library.history.undo()[1] is None


def test_an_own_card_is_changed_with_its_coverage_and_tags_as_one_change(library: Parts) -> None:
    _, name = library.cards.create(DRAFT)
    after = Draft(replace(TEXT, back="That."), covers("2.1"), ("easy",), "Another note.")
    library.cards.save(name, after)
    assert library.cards.open(name).draft() == after
    library.history.undo()
    assert library.cards.open(name).draft() == DRAFT


def test_an_own_card_is_deleted_and_comes_back_with_what_was_learnt(library: Parts) -> None:
    _, name = library.cards.create(DRAFT)
    face = FaceId(f"{name}/1")
    library.study.rate(face, Rating.EASY, milliseconds=10)
    learnt = library.study.state(face)
    library.cards.delete(name)
    assert library.library.item(name) is None
    assert library.study.ask(face) is None
    library.history.undo()
    assert library.cards.open(name).draft() == DRAFT
    assert library.study.state(face) == learnt


def test_a_card_of_a_deck_can_t_be_deleted(library: Parts) -> None:
    with pytest.raises(CardError, match="Suspend it"):
        library.cards.delete(SHIPPED)


def test_a_card_that_is_gone_can_t_be_opened_or_saved(library: Parts) -> None:
    for act in (library.cards.open, library.cards.delete, lambda name: library.cards.save(name, DRAFT)):
        with pytest.raises(CardError, match="no longer in your library"):
            act(ItemId("own-gone"))


@pytest.fixture
def outdated(library: Parts) -> Parts:
    """Give a library whose deck has changed the text of a card since it was edited."""
    edited(library)
    cards = (card("c-basic", back="The deck says something new."), card("c-other"))
    library.install(deck(version="2.0.0", digest="1" * 64, cards=cards))
    return library


def test_after_a_deck_update_the_edit_holds_and_both_texts_can_be_compared(outdated: Parts) -> None:
    opened = outdated.cards.open(SHIPPED)
    assert opened.outdated
    assert opened.card.front == "Mine?"
    assert opened.shipped is not None
    assert opened.shipped.back == "The deck says something new."
    assert outdated.cards.standings()[SHIPPED].outdated


def test_keeping_mine_is_undone_and_redone(outdated: Parts) -> None:
    assert outdated.cards.keep_mine(SHIPPED) == Changes(content=True, study=True)
    assert not outdated.cards.open(SHIPPED).outdated
    assert shown(outdated).front == "Mine?"
    outdated.history.undo()
    assert outdated.cards.open(SHIPPED).outdated
    outdated.history.redo()
    assert not outdated.cards.open(SHIPPED).outdated


def test_taking_the_deck_s_text_is_undone_and_redone(outdated: Parts) -> None:
    outdated.cards.take_theirs(SHIPPED)
    assert shown(outdated).back == "The deck says something new."
    outdated.history.undo()
    assert (shown(outdated).front, shown(outdated).back) == ("Mine?", "Back of c-basic.")
    outdated.history.redo()
    assert shown(outdated).front == "Front of c-basic?"


def test_there_is_nothing_to_compare_of_a_card_without_an_edit(library: Parts) -> None:
    assert library.cards.keep_mine(SHIPPED) == library.cards.take_theirs(SHIPPED) == Changes()


def test_a_note_on_a_question_is_put_changed_and_taken_away_step_by_step(library: Parts) -> None:
    question = ItemId("q-choice")
    library.cards.put_note(question, "  One. ")
    library.cards.put_note(question, "Two.")
    assert library.cards.put_note(question, "Two.") == Changes()
    library.cards.put_note(question, "")
    said = [library.cards.note(question)]
    while library.history.undo()[1] is not None:
        said.append(library.cards.note(question))
    assert said == ["", "Two.", "One.", ""]


def test_a_note_has_a_longest_length(library: Parts) -> None:
    with pytest.raises(CardError, match="20,000 characters"):
        library.cards.put_note(SHIPPED, "x" * (LONGEST_NOTE + 1))


def test_tags_of_many_items_change_as_one_and_those_of_the_deck_stay(parts: Parts) -> None:
    tagged = card("c-1", tags=("network",))
    parts.install(deck(cards=(tagged, card("c-2")), questions=(multiple_choice("q-1"),)))
    _, own = parts.cards.create(DRAFT)
    items = (ItemId("c-1"), ItemId("q-1"), own, ItemId("gone"))
    parts.cards.tag(items, add=("network", "week-2"), remove=("hard",))

    def tags() -> list[tuple[str, ...]]:
        return [found.tags for name in items if (found := parts.library.item(name)) is not None]

    assert tags() == [("network", "week-2"), ("network", "week-2"), ("network", "week-2")]
    assert parts.cards.tag(items, add=("network", "week-2")) == Changes()
    parts.cards.tag(items[:1], remove=("network", "week-2"))
    assert tags()[0] == ("network",)
    parts.history.undo()
    parts.history.undo()
    assert tags() == [("network",), (), ("hard",)]


def test_tags_are_put_beside_those_of_the_deck_and_taken_back_as_one(library: Parts) -> None:
    question = ItemId("q-choice")
    library.cards.put_tags(question, ("weak", "later"))
    assert library.cards.own_tags(question) == ("later", "weak")
    library.cards.put_tags(question, ("later", "hard"))
    assert library.cards.own_tags(question) == ("hard", "later")
    assert not library.cards.put_tags(question, ("hard", "later"))
    library.history.undo()
    assert library.cards.own_tags(question) == ("later", "weak")
    _, own = library.cards.create(replace(DRAFT, tags=("mine",)))
    library.cards.put_tags(own, ("yours",))
    assert library.cards.own_tags(own) == ("yours",)


def test_a_draft_survives_a_restart(library: Parts) -> None:
    library.cards.keep_draft(SHIPPED, DRAFT)
    kept = library.again().cards.draft(SHIPPED)
    assert kept is not None
    assert (kept.draft, kept.at) == (DRAFT, library.clock.now())
    library.cards.save(SHIPPED, DRAFT)
    assert library.cards.draft(SHIPPED) is None


def test_duplicates_are_found_among_shipped_and_own_cards(library: Parts) -> None:
    _, name = library.cards.create(replace(DRAFT, text=CardText(kind=CardKind.TYPED, front="Which **one** is it?")))
    assert library.cards.fronts() is library.cards.fronts()
    alike = library.cards.fronts().like("which one  IS it", apart_from=SHIPPED)
    assert [(found.card, found.same) for found in alike] == [(name, True)]


def test_a_picture_is_copied_once_under_a_name_with_its_hash(library: Parts, tmp_path: Path) -> None:
    (tmp_path / "My Plot.PNG").write_bytes(PNG)
    name = library.cards.add_picture(tmp_path / "My Plot.PNG")
    assert name == library.cards.add_picture(tmp_path / "My Plot.PNG")
    assert name.startswith("my-plot-")
    assert name.endswith(".png")
    found = library.cards.picture(name)
    assert found is not None
    assert found.read_bytes() == PNG
    assert [file.name for file in found.parent.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.txt", b"text", "no picture that cards can show"),
        ("page.png", b"<html>", "not the picture that its name says"),
        ("plot.jpg", PNG, "not the picture that its name says"),
        ("empty.png", b"", "not the picture that its name says"),
        ("plot.svg", b"%PDF", "not the picture that its name says"),
    ],
)
def test_what_is_no_picture_is_refused_and_copies_nothing(
    library: Parts, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(MediaError, match=said):
        library.cards.add_picture(tmp_path / name)
    assert not (tmp_path / "media").exists()


def test_a_missing_file_and_a_folder_are_refused(library: Parts, tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    for name in ("gone.png", "folder.png"):
        with pytest.raises(MediaError):
            library.cards.add_picture(tmp_path / name)


@pytest.mark.parametrize("name", ["", "../plot.png", "a/b.png", "..", "C:\\x.png"])
def test_a_name_that_leads_out_of_the_folders_is_no_picture(library: Parts, name: str) -> None:
    assert library.cards.picture(name) is None
