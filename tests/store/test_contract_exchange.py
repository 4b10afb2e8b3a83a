"""What services may rely on whatever store is behind them: operations of a sync, and cards of imported decks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from certdeck.core.deck import Card
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.schedule import Phase, Rating, Schedule
from certdeck.core.sync.operations import CARDS, Body, Fate, Line, LineKind, Operation, OperationId, Record, Value
from certdeck.core.sync.plain import Unreadable, moment
from certdeck.core.sync.stamp import Stamp
from certdeck.ports.exchange import START, KnownFile, KnownRange, Pending, Place
from certdeck.ports.intake import Entrant
from certdeck.ports.store import Store, UnitOfWork
from tests.builders import NOON, card
from tests.store.contract import BASIC, DAY, REVERSED

HERE, THERE = "a" * 16, "b" * 16
LAKES = DeckId("import-lakes")
LATER = NOON + DAY


def line(face: FaceId = BASIC, *, foreign: bool = False) -> Line:
    after = Schedule(Phase.LEARNING, 0, None, NOON + DAY, NOON, 1, 0)
    return Line(face, LineKind.RATE, NOON, Schedule(), after, Rating.GOOD, 900, "rules:1", foreign)


def operation(number: int, body: Body, replica: str = HERE, *, time: int = 10, count: int = 0) -> Operation:
    return Operation(OperationId(replica, number), Stamp(time, count, replica), body)


def add(store: Store, *operations: Operation) -> list[bool]:
    with store.open(writing=True) as work:
        new = [work.exchange.operations.add(one) for one in operations]
        work.commit()
    return new


# Operations


def test_an_operation_is_known_once_it_was_added_and_never_twice(store: Store) -> None:
    first, second = operation(1, line()), operation(2, Value("note:c-1", '"A note."'))
    assert add(store, first, second, first) == [True, True, False]
    assert add(store, replace(second, body=Value("note:c-1", '"Another."'))) == [False]
    with store.open() as work:
        known = work.exchange.operations
        assert known.between(HERE, 1, 9) == (first, second)
        assert known.between(HERE, 2, 2) == (second,)
        assert known.between(THERE, 1, 9) == ()
        assert [one.operation for one in known.about(BASIC)] == [first]
        assert [one.operation for one in known.about("note:c-1")] == [second]


def test_what_is_known_of_each_replica_is_counted(store: Store) -> None:
    add(store, operation(1, line()), operation(4, line()), operation(2, line(), THERE))
    with store.open(writing=True) as work:
        known = work.exchange.operations
        known.become("c" * 16)
        assert known.ranges() == {HERE: KnownRange(2, 4), THERE: KnownRange(1, 2), "c" * 16: KnownRange(0, 0)}
        assert [known.last(name) for name in (HERE, THERE, "c" * 16, "d" * 16)] == [4, 2, 0, 0]
        assert [number for number, size in known.sizes(HERE, 0) if size > 0] == [1, 4]
        assert [number for number, _ in known.sizes(HERE, 1)] == [4]


def test_nothing_is_known_of_what_was_not_committed(store: Store) -> None:
    with store.open(writing=True) as work:
        work.exchange.operations.become(HERE)
        work.exchange.operations.add(operation(1, line()))
        work.exchange.operations.put_mark("log", "7")
    with store.open() as work:
        assert work.exchange.operations.last(HERE) == 0
        assert (work.exchange.operations.mark("log"), work.exchange.operations.replica()) == ("", "")


def test_of_a_register_the_latest_word_is_returned_and_faces_are_none(store: Store) -> None:
    add(
        store,
        operation(1, Value("note:c-1", '"Later."'), time=20),
        operation(1, Value("note:c-1", '"Earlier."'), THERE, time=15),
        operation(2, Value("tag:c-1:x", None)),
        operation(3, Value(f"flag:{BASIC}", "3")),
    )
    with store.open() as work:
        registers = work.exchange.operations.registers()
        assert {key: held.value for key, held in registers.items()} == {"note:c-1": '"Later."', "tag:c-1:x": None}
        assert [one.id.number for one in work.exchange.operations.decisions(BASIC)] == [3]
        assert work.exchange.operations.decisions(REVERSED) == ()
        assert not work.exchange.operations.has_lines()


def test_faces_tell_their_last_line_and_whether_others_told_of_them(store: Store) -> None:
    add(
        store,
        operation(1, line(), time=10),
        operation(2, line(), time=30),
        operation(3, line(foreign=True), time=90),
        operation(4, Fate(BASIC, OperationId(HERE, 2), undone=True), time=95),
        operation(5, line(REVERSED)),
        operation(6, Value("flag:c-other/1", "1")),
    )
    with store.open() as work:
        known = work.exchange.operations
        assert known.has_lines()
        assert known.faces() == (BASIC, REVERSED)
        assert known.last_line(BASIC) == Stamp(30, 0, HERE)
        assert known.last_line(FaceId("c-other/1")) is None
        assert known.is_told_elsewhere(BASIC, HERE)
        assert not known.is_told_elsewhere(REVERSED, HERE)
        assert known.is_told_elsewhere(REVERSED, THERE)


def test_a_row_stands_for_an_operation_once_it_was_placed(store: Store) -> None:
    rated, exam = operation(1, line()), operation(2, Record("exam", "{}"))
    add(store, rated, exam)
    with store.open(writing=True) as work:
        known = work.exchange.operations
        assert known.line_of(7) is None
        assert known.record_rows("exam") == {exam.id: None}
        known.place(rated.id, 7, stands=True)
        known.place(exam.id, 7)
        found = known.line_of(7)
        assert found is not None
        assert (found.operation, found.stands) == (rated, True)
        assert known.record_rows("exam") == {exam.id: 7}
        assert known.record_rows("regrading") == {}


def test_files_marks_names_and_what_waits_are_remembered(store: Store) -> None:
    with store.open(writing=True) as work:
        known = work.exchange.operations
        for name in (HERE, THERE):
            known.become(name)
        known.put_file(KnownFile(THERE, 1, 9, "head"))
        known.put_file(KnownFile(HERE, 1, 4))
        known.put_file(KnownFile(HERE, 1, 4))
        known.put_mark("log", "3")
        known.put_mark("log", "4")
        known.put_pending("deck-preset:x", Pending(None, placed=False))
        known.put_pending("deck-preset:x", Pending('"y"', placed=True))
        known.put_pending("note:c-1", Pending(None, placed=True))
        known.put_pending("note:c-1", None)
        work.commit()
    with store.open() as work:
        known = work.exchange.operations
        assert (known.replica(), known.own()) == (THERE, frozenset((HERE, THERE)))
        assert known.files() == (KnownFile(HERE, 1, 4), KnownFile(THERE, 1, 9, "head"))
        assert known.files(THERE) == (KnownFile(THERE, 1, 9, "head"),)
        assert (known.mark("log"), known.mark("none")) == ("4", "")
        assert known.pending() == {"deck-preset:x": Pending('"y"', placed=True)}


# Cards of imported decks


def bring(store: Store, *cards: Card, deck: DeckId = LAKES) -> None:
    with store.open(writing=True) as work:
        work.intake.put(deck, deck.removeprefix("import-").title(), [Entrant(one) for one in cards], NOON)
        work.commit()


def take_away(store: Store, *cards: Card, deck: DeckId = LAKES) -> None:
    with store.open(writing=True) as work:
        work.intake.take_away(deck, [one.id for one in cards])
        work.commit()


def tell(store: Store, replica: str = HERE, *, time: int = 0) -> list[Operation]:
    """Make operations of all that is not told yet, some cards at a time."""
    told: list[Operation] = []
    place: Place | None = START
    with store.open(writing=True) as work:
        while place is not None:
            changes, place = work.exchange.cards.changed(place, 2)
            for change in changes:
                at = max(time, change.time or 0, (change.seen.time + 1) if change.seen else 0)
                one = operation(work.exchange.operations.last(replica) + 1, change.record, replica, time=at)
                work.exchange.operations.add(one)
                work.exchange.cards.tell(one)
                told.append(one)
        work.commit()
    return told


def told_items(work: UnitOfWork, operations: list[Operation]) -> list[str]:
    return sorted(item for one in operations for item in work.exchange.cards.items(one))


LAKE, LOCH, SEA = card("imported-1"), card("imported-2"), card("imported-3")


def test_cards_of_imported_decks_are_told_once_and_those_of_authors_never(filled: Store) -> None:
    bring(filled, LAKE, LOCH, SEA)
    told = tell(filled)
    with filled.open() as work:
        assert told_items(work, told) == ["imported-1", "imported-2", "imported-3"]
        assert {one.stamp.time for one in told} == {moment(NOON)}
    assert tell(filled) == []


def test_a_card_that_changed_or_went_is_told_again(store: Store) -> None:
    bring(store, LAKE, LOCH, SEA)
    first = tell(store)
    with store.open(writing=True) as work:
        work.intake.put(LAKES, "Lakes", [Entrant(replace(LAKE, back="Deeper."))], LATER)
        work.commit()
    take_away(store, SEA)
    again = tell(store)
    with store.open() as work:
        assert told_items(work, again) == ["imported-1", "imported-3"]
    assert all(later.stamp > first[0].stamp for later in again)
    assert tell(store) == []


def test_the_cards_of_some_names_alone_are_told_where_only_they_are_wanted(store: Store) -> None:
    bring(store, LAKE, LOCH)
    with store.open() as work:
        (change,) = work.exchange.cards.changed_of([LOCH.id, SEA.id])
        assert LOCH.id in change.record.content
        assert LAKE.id not in change.record.content


def put(store: Store, *operations: Operation) -> list[str]:
    with store.open(writing=True) as work:
        for one in operations:
            work.exchange.operations.add(one)
        changed = [item for one in operations for item in work.exchange.cards.put(one, LATER)]
        work.commit()
    return sorted(changed)


def cards(store: Store, deck: DeckId = LAKES) -> list[Card]:
    with store.open() as work:
        return sorted(work.content.shipped_cards(deck), key=lambda one: one.id)


def test_the_latest_word_on_a_card_stands_in_whatever_order_words_come(store: Store) -> None:
    bring(store, LAKE, LOCH)
    early = tell(store)
    with store.open(writing=True) as work:
        work.intake.put(LAKES, "Lakes", [Entrant(replace(LAKE, back="Deeper."))], LATER)
        work.commit()
    late = tell(store)
    take_away(store, LAKE, LOCH)
    gone = tell(store)
    assert cards(store) == []
    # Read anew as if by somebody else: what is known already changes nothing.
    assert put(store, *early, *late, *gone) == []
    with store.open(writing=True) as work:
        last = max(one.stamp.time for one in gone)
        again = replace(late[0], id=OperationId(THERE, 1), stamp=Stamp(last + 1, 0, THERE))
        work.exchange.operations.add(again)
        assert work.exchange.cards.put(again, LATER) == [LAKE.id]
        work.commit()
    assert [one.back for one in cards(store)] == ["Deeper."]
    assert put(store, *early) == []
    assert tell(store) == []


def test_a_card_moves_to_the_deck_of_the_latest_word(store: Store) -> None:
    rivers = DeckId("import-rivers")
    bring(store, LAKE, deck=rivers)
    moved = tell(store)[0]
    take_away(store, LAKE, deck=rivers)
    bring(store, LAKE)
    tell(store)
    back = replace(moved, id=OperationId(THERE, 1), stamp=Stamp(moment(LATER + timedelta(days=9)), 0, THERE))
    assert put(store, back) == [LAKE.id]
    assert (cards(store), cards(store, rivers)) == ([], [LAKE])


def test_what_an_author_or_the_learner_has_under_a_name_stays(filled: Store) -> None:
    mine = card("imported-2", front="Mine?")
    with filled.open(writing=True) as work:
        work.content.put_own(mine, NOON)
        work.commit()
    bring(filled, LAKE)
    (told,) = tell(filled)
    said = told.body
    assert isinstance(said, Record)
    other = operation(1, Record(CARDS, said.content.replace("imported-1", "imported-2")), THERE, time=moment(LATER))
    assert put(filled, other) == []
    with filled.open() as work:
        assert work.content.item(mine.id) == mine
    assert cards(filled) == [LAKE]


def test_cards_that_make_no_sense_are_refused(store: Store) -> None:
    senseless = operation(1, Record(CARDS, "[]"), THERE)
    with store.open(writing=True) as work:
        work.exchange.operations.add(senseless)
        assert work.exchange.cards.items(senseless) == []
        with pytest.raises(Unreadable):
            work.exchange.cards.put(senseless, NOON)


def test_pictures_that_cards_show_are_known_by_their_names(store: Store) -> None:
    name = "a-lake-0123456789abcdef.png"
    bring(store, replace(LAKE, front=f"Which lake? ![a lake]({name})"))
    tell(store)
    add(store, operation(9, Value("note:c-1", '"![x](other-0123456789abcdef.png)"')))
    with store.open() as work:
        assert work.exchange.operations.pictures() == {name}
