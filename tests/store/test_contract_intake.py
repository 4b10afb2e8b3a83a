"""Cards that are taken in, held against the database and its fake."""

from dataclasses import replace
from datetime import timedelta

from certdeck.core.deck import Card, CardKind
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.own import Edit, text_of
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating
from certdeck.core.scheduling.undo import CardStep, IntakeStep
from certdeck.ports.intake import Entrant, Plain, PlainRun
from certdeck.ports.store import Store
from certdeck.ports.study_log import StudyEntry
from tests.builders import NOON, card
from tests.store.contract import state

CAME = DeckId("import-came")
LATER = NOON + timedelta(days=1)
FIRST, SECOND = (card(f"imported-{name}", covers=(), sources=(), tags=("aws", name)) for name in ("one", "two"))


def plain(*cards: Card) -> PlainRun:
    return PlainRun([Plain(one.id, one.front, one.back, one.tags) for one in cards])


def put(store: Store, *entrants: Entrant | PlainRun, deck: DeckId = CAME) -> None:
    with store.open(writing=True) as work:
        work.intake.put(deck, "Came", entrants, NOON)
        work.commit()


def test_cards_that_come_make_their_deck_and_stand_behind_one_another(filled: Store) -> None:
    put(filled, Entrant(FIRST))
    put(filled, Entrant(SECOND))
    with filled.open() as work:
        assert work.content.shipped_cards(CAME) == (FIRST, SECOND)
        assert work.content.heads()[-1].title == "Came"
        names = [FIRST.id, SECOND.id, ItemId("unknown")]
        assert work.intake.known(names) == {FIRST.id: (CAME, FIRST), SECOND.id: (CAME, SECOND)}


def test_cards_come_as_well_after_others_were_taken_back_that_came_the_same_way(filled: Store) -> None:
    with filled.open(writing=True) as work:
        work.intake.put(CAME, "Came", (Entrant(FIRST), Entrant(SECOND)), NOON)
    put(filled, Entrant(SECOND))
    with filled.open() as work:
        assert work.content.shipped_cards(CAME) == (SECOND,)
        assert work.search.tags()["aws"] == 1


def test_cards_that_are_there_word_for_word_are_told_from_those_that_are_not(filled: Store) -> None:
    changed = replace(SECOND, back="Other.")
    reversed_one = replace(card("imported-turned", covers=(), sources=()), kind=CardKind.REVERSED)
    put(filled, Entrant(FIRST), Entrant(SECOND), Entrant(reversed_one))
    asked = plain(FIRST, changed, reversed_one).cards
    with filled.open() as work:
        assert work.intake.compare(asked) == (frozenset((FIRST.id,)), frozenset((SECOND.id, reversed_one.id)))
        assert work.intake.compare([asked[0]._replace(tags=("else",))]) == (frozenset(), frozenset((FIRST.id,)))
        assert work.intake.compare([asked[0]._replace(id=ItemId("imported-new"))]) == (frozenset(), frozenset())


def test_any_item_is_known_by_how_its_id_begins(filled: Store) -> None:
    put(filled, plain(FIRST))
    with filled.open(writing=True) as work:
        assert work.intake.has_entered("imported-")
        assert work.intake.has_entered(FIRST.id)
        assert not work.intake.has_entered("imported-one-and-more")
        assert not work.intake.has_entered("imported+")


def test_cards_stand_in_the_order_in_which_they_come_whatever_they_are(filled: Store) -> None:
    cards = [card(f"imported-{name}", covers=(), sources=(), tags=("shared", name)) for name in "abcdef"]
    cards[1] = replace(cards[1], kind=CardKind.REVERSED)
    cards[4] = replace(cards[4], kind=CardKind.REVERSED)
    put(filled, *(plain(one) if one.kind is CardKind.BASIC else Entrant(one) for one in cards))
    put(filled, plain(FIRST))
    with filled.open() as work:
        assert work.content.shipped_cards(CAME) == (*cards, FIRST)
        assert work.search.tags()["shared"] == 6


def test_a_tag_of_several_lines_stays_one(filled: Store) -> None:
    odd = [replace(FIRST, tags=("two\nlines", "one")), replace(SECOND, tags=("",))]
    put(filled, *map(plain, odd))
    with filled.open() as work:
        assert work.content.shipped_cards(CAME) == tuple(odd)


def test_a_card_that_is_there_is_replaced_where_it_stands_and_keeps_what_was_learnt(filled: Store) -> None:
    face = FaceId(f"{FIRST.id}/1")
    learnt = state(due=LATER)._replace(face=face)
    entry = StudyEntry("rate", NOON, state()._replace(face=face), learnt, Rating.GOOD)
    put(filled, Entrant(FIRST, (learnt,), (entry,)), Entrant(SECOND))
    newer = replace(FIRST, back="Newer.", tags=("newer",))
    put(filled, Entrant(newer))
    with filled.open() as work:
        assert work.content.shipped_cards(CAME) == (newer, SECOND)
        assert work.study.state(face) == learnt
        assert [line.rating for line in work.study.log_of(face)] == [Rating.GOOD]


def test_the_learners_edit_of_a_card_stays_and_is_marked(filled: Store) -> None:
    put(filled, Entrant(FIRST))
    with filled.open(writing=True) as work:
        work.own.put_edit(FIRST.id, Edit(replace(text_of(FIRST), back="Mine."), text_of(FIRST)), NOON)
        work.commit()
    put(filled, Entrant(replace(FIRST, back="Newer.")))
    with filled.open() as work:
        shown = work.content.item(FIRST.id)
        assert shown == replace(FIRST, back="Mine.")
        assert work.own.standings()[FIRST.id].outdated


def test_a_deck_that_loses_its_last_card_goes_and_what_was_learnt_comes_back_with_the_card(filled: Store) -> None:
    face = FaceId(f"{FIRST.id}/1")
    learnt = state(due=LATER)._replace(face=face)
    put(filled, Entrant(FIRST, (learnt,)), Entrant(SECOND))
    with filled.open(writing=True) as work:
        work.intake.take_away(CAME, (SECOND.id,))
        assert work.content.shipped_cards(CAME) == (FIRST,)
        work.intake.take_away(CAME, (FIRST.id,))
        assert CAME not in {head.id for head in work.content.heads()}
        work.commit()
    put(filled, Entrant(FIRST))
    with filled.open() as work:
        assert work.content.shipped_cards(CAME) == (FIRST,)
        assert work.study.state(face) == learnt


def test_a_reversed_card_has_two_faces_each_with_its_own_state(filled: Store) -> None:
    both = replace(FIRST, kind=CardKind.REVERSED)
    second = state(due=LATER)._replace(face=FaceId(f"{FIRST.id}/2"))
    put(filled, Entrant(both, (second,)))
    with filled.open() as work:
        assert work.study.state(second.face) == second
        assert work.study.state(FaceId(f"{FIRST.id}/1")).schedule.phase is Phase.NEW


def test_a_step_of_a_change_can_come_to_know_more(store: Store) -> None:
    with store.open(writing=True) as work:
        change = work.history.begin("import", NOON)
        steps = (CardStep(FIRST.id, None, FIRST), IntakeStep(CAME, "Came", (SECOND.id,), (FIRST,)))
        for step in steps:
            work.history.keep(change, step)
        known = IntakeStep(CAME, "Came", (SECOND.id,), (FIRST,), (FIRST, SECOND))
        work.history.amend(change, 1, known)
        assert work.history.steps(change) == (steps[0], known)


def test_items_that_are_touched_count_as_changed_but_never_as_older(filled: Store) -> None:
    put(filled, Entrant(FIRST), Entrant(SECOND))
    with filled.open(writing=True) as work:
        work.own.touch((FIRST.id,), LATER)
        assert work.content.revisions(CAME) == {FIRST.id: LATER, SECOND.id: NOON}


def test_memory_is_kept_to_the_bit(filled: Store) -> None:
    face = FaceId(f"{FIRST.id}/1")
    schedule = state(due=LATER).schedule._replace(memory=MemoryState(1 / 3, 7.123456789))
    put(filled, Entrant(FIRST, (state()._replace(face=face, schedule=schedule),)))
    with filled.open() as work:
        assert work.study.state(face).schedule == schedule
