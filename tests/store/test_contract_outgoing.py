"""What an exporter may rely on, whatever store is behind it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from certdeck.core.deck import Scenario
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.own import Edit, text_of
from certdeck.core.scheduling.schedule import FaceState, Phase, Rating
from certdeck.core.search.query import Everything
from certdeck.exporters.anki.schedule import plain_review, plain_state
from certdeck.ports.outgoing import OutgoingItem, PlainReview, PlainRun, PlainState
from certdeck.ports.search import Frame
from certdeck.ports.store import Store
from tests.builders import NOON, card, deck, matching, multiple_choice, sheet
from tests.store.contract import BASIC, DAY, LATER, changed, install, record, state

FRAME = Frame(NOON, NOON, NOON + DAY)


def taken(store: Store, *, studied: bool = False) -> Sequence[OutgoingItem]:
    with store.open() as work:
        keys = work.search.keys(Everything(), FRAME)
        found = tuple(work.outgoing.items(keys, studied=studied))
        assert work.outgoing.count(keys) == len(found)
        return found


def test_cards_and_questions_come_in_the_order_asked_for_with_their_deck_and_revision(filled: Store) -> None:
    items = taken(filled)
    whole = deck()
    assert [entry.item for entry in items] == [*whole.cards, *whole.questions]
    assert {entry.deck for entry in items} == {whole.id}
    assert {entry.revised for entry in items} == {NOON}
    assert not any(entry.states or entry.reviews for entry in items)
    with filled.open() as work:
        keys = work.search.keys(Everything(), FRAME)[::-1]
        assert [entry.item.id for entry in work.outgoing.items(keys)] == [entry.item.id for entry in items[::-1]]


def test_edits_notes_tags_and_own_cards_go_out_as_the_learner_has_them(filled: Store) -> None:
    shipped, mine = deck().cards[0], card("own-1", tags=("mine",))
    edited = replace(text_of(shipped), back="Edited.")
    with filled.open(writing=True) as work:
        work.own.put_edit(shipped.id, Edit(edited, text_of(shipped)), NOON + DAY)
        work.own.put_note(ItemId("c-reversed"), "Think of it.", NOON + 2 * DAY)
        work.own.put_tags(ItemId("c-reversed"), ("hard",))
        work.content.put_own(mine, NOON + 3 * DAY)
        work.commit()
    items = {entry.item.id: entry for entry in taken(filled)}
    assert items[shipped.id].item == replace(shipped, back="Edited.")
    assert items[shipped.id].revised == NOON + DAY
    noted = items[ItemId("c-reversed")]
    assert (noted.note, noted.revised, noted.item.tags[-1]) == ("Think of it.", NOON + 2 * DAY, "hard")
    own = items[mine.id]
    assert (own.item, own.deck, own.revised) == (mine, DeckId("own"), NOON + 3 * DAY)


def whole(sketch: OutgoingItem | PlainRun) -> Sequence[OutgoingItem]:
    """Return what is known of a sketched item, or of each in a run, as an item."""
    if isinstance(sketch, OutgoingItem):
        return (sketch,)
    return [
        OutgoingItem(
            card(name, covers=(), sources=(), tags=tuple(tags.split("\n") if tags else ()), front=front, back=back),
            deck,
            datetime.fromtimestamp(revised / 1e6, UTC),
        )
        for name, deck, front, back, tags, revised in zip(*sketch[:6], strict=True)
    ]


def test_plain_cards_come_sketched_with_all_that_is_known_of_them(filled: Store) -> None:
    loose = [card(f"own-{name}", covers=(), sources=(), tags=("mine", name)) for name in ("a", "b", "c")]
    with filled.open(writing=True) as work:
        for one in loose:
            work.content.put_own(one, NOON)
        work.own.put_tags(loose[1].id, ("hard",))
        work.own.put_note(loose[2].id, "Think of it.", NOON + DAY)
        work.commit()
    with filled.open() as work:
        keys = work.search.keys(Everything(), FRAME)
        items, sketched = tuple(work.outgoing.items(keys)), tuple(work.outgoing.sketched(keys))
    assert tuple(chain.from_iterable(map(whole, sketched))) == items


@pytest.mark.parametrize("marked", [(), (0,), (3,), (1, 2), (0, 3), (0, 1, 2, 3)])
def test_plain_cards_and_others_come_in_the_order_asked_for(filled: Store, marked: tuple[int, ...]) -> None:
    mine = [card(f"own-{number}", covers=(), sources=(), tags=("two words", "b")) for number in range(4)]
    with filled.open(writing=True) as work:
        for one in reversed(mine):
            work.content.put_own(one, NOON)
        for place in marked:
            work.own.put_tags(mine[place].id, ("hard",))
        work.commit()
    with filled.open() as work:
        keys = [key for one in mine if (key := work.search.key_of(one.id)) is not None]
        items, sketched = tuple(work.outgoing.items(keys)), tuple(work.outgoing.sketched(keys))
    assert [entry.item.id for entry in items] == [one.id for one in mine]
    assert tuple(chain.from_iterable(map(whole, sketched))) == items


def test_with_the_schedule_each_face_brings_its_state_and_the_ratings_that_hold(filled: Store) -> None:
    first = changed(state(due=NOON), at=NOON - DAY)._replace(rating=Rating.AGAIN)
    second = changed(state(due=LATER), at=NOON, milliseconds=1234)._replace(before=first.after)
    undone = changed(state(due=LATER + DAY), at=NOON + DAY)._replace(before=second.after)
    record(filled, first, second, undone)
    record(filled, changed(second.after, "undo", undoes=3))
    basic, *others = taken(filled, studied=True)
    assert basic.states == (second.after,)
    assert [(review.face, review.at, review.rating) for review in basic.reviews] == [
        (BASIC, NOON - DAY, Rating.AGAIN),
        (BASIC, NOON, Rating.GOOD),
    ]
    last = basic.reviews[1]
    assert (last.milliseconds, last.phase, last.interval) == (1234, Phase.REVIEW, first.after.schedule.interval)
    assert (last.next_interval, last.difficulty) == (second.after.schedule.interval, 5.25)
    assert basic.reviews[0].phase is Phase.NEW
    assert basic.reviews[0].interval == timedelta(0)
    assert [entry.states for entry in others if entry.item.id == "c-reversed"] == [
        (FaceState(type(BASIC)("c-reversed/1")), FaceState(type(BASIC)("c-reversed/2")))
    ]


def test_a_plain_card_brings_the_same_schedule_as_it_does_whole(filled: Store) -> None:
    mine = card("own-a", covers=(), sources=())
    face = FaceId("own-a/1")
    with filled.open(writing=True) as work:
        work.content.put_own(mine, NOON)
        work.commit()
    first = changed(state(face, due=NOON), at=NOON - DAY)
    record(filled, first, changed(state(face, due=LATER, flag=2), at=NOON)._replace(before=first.after))
    with filled.open() as work:
        keys = [key for key in (work.search.key_of(mine.id),) if key is not None]
        (item,), (sketch,) = (tuple(read(keys, studied=True)) for read in (work.outgoing.items, work.outgoing.sketched))
    assert isinstance(item, OutgoingItem)
    assert len(item.reviews) == 2
    if isinstance(sketch, PlainRun):
        assert tuple(map(PlainState._make, sketch.states)) == tuple(map(plain_state, item.states))
        reviews = [PlainReview(face, *columns[1:]) for columns in sketch.reviews]
        assert tuple(reviews) == tuple(map(plain_review, item.reviews))


def test_ratings_of_plain_cards_come_card_by_card_whenever_they_were_given(filled: Store) -> None:
    mine = [card(f"own-{number}", covers=(), sources=()) for number in range(3)]
    faces = [FaceId(f"{one.id}/1") for one in mine]
    with filled.open(writing=True) as work:
        for one in mine:
            work.content.put_own(one, NOON)
        work.commit()
    early, late = (
        [changed(state(face, due=LATER), at=at) for face in (faces[2], faces[0])] for at in (NOON - DAY, NOON)
    )
    record(filled, *early, *late)
    with filled.open() as work:
        keys = [key for one in mine if (key := work.search.key_of(one.id)) is not None]
        items = tuple(work.outgoing.items(keys, studied=True))
        sketched = tuple(work.outgoing.sketched(keys, studied=True))
    for run in sketched:
        if isinstance(run, PlainRun):
            told = [PlainReview(faces[review[0]], *review[1:]) for review in run.reviews]
            assert told == [plain_review(review) for entry in items for review in entry.reviews]
            assert [face is not None for face, *_ in run.states] == [bool(entry.states) for entry in items]


def test_a_case_comes_with_all_of_its_questions_and_the_latest_of_their_dates(store: Store) -> None:
    case = Scenario(ItemId("s-case"), "A case", "Its text.")
    first, second = multiple_choice("q-1", scenario=case.id), matching("q-2", scenario=case.id)
    whole = deck(questions=(first, second, multiple_choice("q-3")), scenarios=(case,), sheets=(sheet(),))
    install(store, whole)
    install(store, replace(whole, questions=(first, replace(second, stem="Other."), whole.questions[2])), NOON + DAY)
    with store.open() as work:
        (found,) = work.outgoing.cases().values()
    assert (found.scenario, found.deck) == (case, whole.id)
    assert (found.text_revised, found.revised) == (NOON, NOON + DAY)
    assert [question.id for question in found.questions] == ["q-1", "q-2"]
