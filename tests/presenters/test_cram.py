"""Cramming, and studying a part of the exam, on the review screen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import CardKind
from certdeck.core.errors import StudyError
from certdeck.core.ids import BlueprintId, DeckId, FaceId
from certdeck.core.own import CardText, Draft
from certdeck.core.scheduling.cram import CramKind, CramWish
from certdeck.core.scheduling.schedule import Phase, Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.core.scheduling.undo import DeckStep
from certdeck.core.search.parser import parse
from certdeck.presenters.cram import NOTICE, cram_name
from certdeck.presenters.scope_choice import scope_rows
from certdeck.services.catalogue import Services
from tests.builders import EXAM, blueprint, card, covers, deck
from tests.clock import FixedClock
from tests.library import give_options, open_library, put_deck
from tests.presenters.test_review import Desk

DECK = DeckId("deck-1")
DOMAIN = Scope(DECK, EXAM, "1")
TASKS = ("1.1", "1.1", "1.2", "2.1", "2.1")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    second = replace(blueprint(), id=BlueprintId("exam-2"), code="EX-2")
    cards = tuple(card(f"c-{number}", task=task) for number, task in enumerate(TASKS, 1))
    with open_library(tmp_path, deck(blueprints=(blueprint(), second), cards=cards), clock) as opened:
        yield opened


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services, services.clock)  # type: ignore[arg-type]  # the clock of the library is a FixedClock


def asked(desk: Desk) -> list[FaceId]:
    """Answer Good until the round ends; return what was asked."""
    faces = []
    while desk.view.face is not None:
        faces.append(desk.view.face)
        desk.rate(Rating.GOOD)
    return faces


def test_a_cram_ends_when_all_were_known_and_leaves_no_trace(desk: Desk) -> None:
    desk.presenter.cram(CramWish(scope=DOMAIN))
    assert (desk.view.studied, desk.view.notice, desk.view.left) == ("1 D1", NOTICE, "3 of 3 left")
    desk.presenter.show_answer()
    assert [(rating.word, rating.interval) for rating in desk.view.ratings] == [
        ("Again", "after 2 cards"),
        ("Good", "done"),
    ]
    assert sorted(asked(desk)) == ["c-1/1", "c-2/1", "c-3/1"]
    rest = desk.view.rest
    assert rest is not None
    assert (rest.title, rest.text) == ("Cram done", "You knew all 3 cards. Your schedule is as it was.")
    assert (desk.view.progress, rest.again) == (1.0, "Back to studying")
    assert (desk.log(), desk.changes) == ((), [])
    assert desk.services.history.undo()[1] is None


def test_a_card_that_was_not_known_comes_back_after_three_others(desk: Desk) -> None:
    desk.presenter.cram(CramWish())
    first = desk.view.face
    desk.rate(Rating.AGAIN)
    assert desk.view.left == "5 of 5 left"
    order = asked(desk)
    assert order.index(first or FaceId("")) == 3
    assert len(order) == 5


def test_undo_takes_a_rating_of_the_cram_back_and_then_what_was_done_before_it(desk: Desk) -> None:
    desk.presenter.cram(CramWish(scope=DOMAIN))
    first = desk.view.face
    desk.rate(Rating.GOOD)
    desk.presenter.undo()
    assert (desk.view.face, desk.view.message, desk.view.left) == (first, "Rating undone", "3 of 3 left")
    desk.presenter.flag(2)
    desk.rate(Rating.GOOD)
    desk.presenter.undo()
    assert desk.view.message == "Rating undone"
    desk.presenter.undo()
    assert (desk.view.message, desk.view.flag) == ("Flag undone", 0)
    desk.presenter.undo()
    assert desk.view.message == "Nothing is left to undo in this cram."


def test_undo_and_redo_in_a_cram_leave_alone_what_was_done_before_it(desk: Desk) -> None:
    desk.presenter.start()
    desk.rate(Rating.GOOD)
    desk.rate(Rating.GOOD)
    desk.presenter.undo()
    (before,) = desk.log()
    desk.presenter.cram(CramWish(scope=DOMAIN))
    first = desk.view.face
    for turn, words in ((desk.presenter.undo, "undo"), (desk.presenter.redo, "redo")):
        turn()
        assert (desk.view.message, desk.view.face) == (f"Nothing is left to {words} in this cram.", first)
    desk.rate(Rating.GOOD)
    desk.presenter.undo()
    desk.presenter.undo()
    assert desk.log() == (before,)
    desk.presenter.study()
    desk.presenter.redo()
    assert (desk.view.message, len(desk.log())) == ("Rating redone", 2)


def test_what_was_undone_in_a_cram_is_redone_in_it(desk: Desk) -> None:
    desk.presenter.cram(CramWish(scope=DOMAIN))
    desk.presenter.flag(3)
    desk.presenter.undo()
    desk.presenter.redo()
    assert (desk.view.message, desk.view.flag) == ("Flag redone", 3)


def test_a_card_that_was_set_aside_in_a_cram_and_is_back_is_part_of_it_again(desk: Desk) -> None:
    desk.presenter.cram(CramWish(scope=DOMAIN))
    desk.rate(Rating.GOOD)
    aside = desk.view.face
    desk.presenter.suspend()
    assert desk.view.left == "1 of 2 left"
    desk.presenter.undo()
    assert (desk.view.face, desk.view.message, desk.view.left) == (aside, "Suspending undone", "2 of 3 left")
    desk.rate(Rating.GOOD)
    assert desk.view.left == "1 of 3 left"
    desk.presenter.undo()
    desk.presenter.undo()
    assert (desk.view.message, desk.view.left) == ("Rating undone", "3 of 3 left")


def test_a_card_that_undo_asks_and_the_cram_does_not_have_leaves_the_cram_as_it_was(desk: Desk) -> None:
    desk.presenter.cram(CramWish(scope=DOMAIN))
    first = desk.view.face
    desk.services.faces.flag(2, FaceId("c-4/1"))
    desk.presenter.undo()
    assert (desk.view.face, desk.view.message) == ("c-4/1", "Flag undone")
    desk.rate(Rating.GOOD)
    assert (desk.view.face, desk.view.left, desk.log()) == (first, "3 of 3 left", ())


def test_undoing_much_that_is_stored_is_for_the_window_and_a_rating_of_a_cram_never_is(desk: Desk) -> None:
    desk.services.history.takes_long = lambda *, undo: undo  # type: ignore[method-assign]  # as after an import
    desk.presenter.start()
    assert (desk.presenter.turns_itself(undo=True), desk.presenter.turns_itself(undo=False)) == (False, True)
    desk.presenter.cram(CramWish(scope=DOMAIN))
    desk.rate(Rating.GOOD)
    assert desk.presenter.turns_itself(undo=True)


def test_what_is_set_aside_during_a_cram_is_no_part_of_it_any_more(desk: Desk) -> None:
    desk.presenter.cram(CramWish(scope=DOMAIN))
    desk.presenter.suspend()
    desk.presenter.set_due("5")
    assert desk.view.left == "1 of 1 left"
    asked(desk)
    assert desk.view.rest is not None
    assert desk.view.rest.text.startswith("You knew the card.")


def test_a_cram_of_which_every_card_was_set_aside_claims_nothing(desk: Desk) -> None:
    desk.presenter.cram(CramWish(CramKind.CHOSEN, faces=(FaceId("c-1/1"),)))
    desk.presenter.suspend()
    assert desk.view.rest is not None
    assert desk.view.rest.text == "None of its cards is left. Your schedule is as it was."


def test_the_last_card_comes_back_at_once(desk: Desk) -> None:
    desk.presenter.cram(CramWish(scope=Scope(DECK, EXAM, "1.2")))
    desk.presenter.show_answer()
    assert desk.view.ratings[0].interval == "at once"
    desk.rate(Rating.AGAIN)
    assert desk.view.face == "c-3/1"


def test_a_card_that_a_deck_no_longer_has_is_passed_over(desk: Desk) -> None:
    desk.presenter.cram(CramWish(CramKind.CHOSEN, faces=(FaceId("gone/1"), FaceId("c-1/1"))))
    assert asked(desk) == ["c-1/1"]


def test_nothing_to_cram_is_said_and_studying_goes_on(desk: Desk) -> None:
    desk.presenter.start()
    with pytest.raises(StudyError, match="nothing to cram"):
        desk.presenter.cram(CramWish(CramKind.FLAGGED))
    assert desk.view.notice == ""
    desk.rate(Rating.GOOD)
    assert len(desk.log()) == 1


@pytest.mark.parametrize("wish", [None, CramWish(CramKind.CHOSEN, faces=(FaceId("w-1/1"),))])
def test_what_a_typed_answer_may_differ_in_is_chosen_for_its_deck(desk: Desk, wish: CramWish | None) -> None:
    other, services = DeckId("deck-2"), desk.services
    words = card("w-1", CardKind.TYPED, answer="café")
    put_deck(services, deck(other, cards=(words,), questions=(), sheets=(), digest="2" * 64))
    give_options(services, other, forgive_accents=True)
    if wish is None:
        desk.presenter.study(Scope(other))
    else:
        desk.presenter.cram(wish)
    desk.presenter.show_answer("cafe")
    assert desk.view.typed.right


def test_the_learner_s_own_cards_go_by_the_options_of_the_exam_s_deck_also_alone(
    services: Services, clock: FixedClock
) -> None:
    made = [services.cards.create(Draft(CardText(front=f"Own {n}?", back="Yes."), covers()))[1] for n in range(3)]
    give_options(services, DECK, new_per_day=2, leech_after=2, learning_steps=(), forgive_case=False)
    own, face = Scope(DeckId("own")), FaceId(f"{made[0]}/1")
    assert services.study.today(own).counts.new == 2
    assert [node.counts.new for node in services.scopes.tree() if node.scope == own] == [2]
    rated = services.study.rate(face, Rating.GOOD, milliseconds=0, scope=own)
    assert rated.after.schedule.phase is Phase.REVIEW
    for _ in range(2):
        clock.advance(days=30)
        services.study.rate(face, Rating.AGAIN, milliseconds=0, scope=own)
        clock.advance(days=1)
        services.study.rate(face, Rating.GOOD, milliseconds=0, scope=own)
    assert services.cram.begin(CramWish(CramKind.LEECHES, own)).next == face
    assert services.search.count(parse("is:leech")) == 1


def test_every_cram_has_a_name(services: Services) -> None:
    names = [cram_name(services, CramWish(kind, DOMAIN, days=7)) for kind in CramKind]
    assert names == [
        "1 D1",
        "Flagged: 1 D1",
        "Leeches: 1 D1",
        "Due in 7 days: 1 D1",
        "Forgotten today: 1 D1",
        "Chosen cards",
    ]
    assert cram_name(services, CramWish(CramKind.DUE)) == "Due today: EX-1"


# --- A part of the exam


def test_a_part_is_studied_until_the_whole_exam_is_chosen_again(desk: Desk) -> None:
    task = Scope(DECK, EXAM, "2.1")
    desk.presenter.study(task)
    assert (desk.view.studied, desk.view.face, desk.view.counts.new) == ("2.1 T2.1", "c-4/1", 2)
    desk.rate(Rating.EASY)
    assert desk.view.face == "c-5/1"
    desk.rate(Rating.EASY)
    assert desk.view.rest is not None
    assert desk.view.rest.title == "Done for today"
    desk.presenter.start()
    assert desk.presenter.scope == task
    desk.presenter.study()
    assert (desk.view.studied, desk.view.face) == ("EX-1", "c-1/1")


def test_another_exam_ends_the_study_of_a_part(desk: Desk) -> None:
    desk.presenter.study(Scope(DECK, EXAM, "2.1"))
    desk.services.preferences.change(exam="exam-2")
    desk.presenter.start()
    assert (desk.presenter.scope, desk.view.studied) == (None, "EX-2")


@pytest.mark.parametrize("undone", [True, False])
def test_a_deck_that_goes_while_it_is_studied_ends_that_study(desk: Desk, undone: bool) -> None:
    services, other = desk.services, DeckId("deck-2")
    with services.store.open(writing=True) as work:
        words = deck(other, blueprints=(), cards=(card("w-1"),), questions=(), sheets=(), digest="2" * 64)
        change = work.history.begin("import", services.clock.now())
        work.history.keep(change, DeckStep(other, None, words))
        work.content.replace(words, services.clock.now())
        work.commit()
    services.library.refresh()
    desk.presenter.study(Scope(other))
    assert desk.view.face == "w-1/1"
    if undone:
        desk.presenter.undo()
    else:
        services.history.undo()
        desk.presenter.start()
    assert (desk.presenter.scope, desk.view.studied, desk.view.face) == (None, "EX-1", "c-1/1")
    desk.presenter.redo()
    assert (desk.view.studied, desk.view.face) == ("EX-1", "c-1/1")


def test_the_chooser_marks_what_is_studied(services: Services) -> None:
    rows = scope_rows(services, None)
    assert [row.name for row in rows if row.chosen] == ["EX-1"]
    rows = scope_rows(services, DOMAIN)
    assert [(row.name, row.level, row.new) for row in rows if row.chosen] == [("1 D1", 1, 3)]
    assert rows[1].spoken == "1 D1: 3 new, 0 learning, 0 due, studied now"
