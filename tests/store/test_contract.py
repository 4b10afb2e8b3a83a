"""What services may rely on, whatever store is behind them: the fake and the real one pass the same tests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from certdeck.core.deck import CardKind, Deck, Question, Scenario
from certdeck.core.errors import DeckError, ExamError
from certdeck.core.exam.answers import Chosen, Matched, Ordered
from certdeck.core.exam.sitting import Answered, Ended, Ending, Event, Flagged, Sitting, Struck, Visited, new_sitting
from certdeck.core.ids import BlueprintId, DeckId, FaceId, ItemId, OptionId, SittingId
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.ports.store import SittingHead, Store, StudyEntry, TaskTally
from certdeck.store.database import open_database
from tests.builders import (
    EXAM,
    NOON,
    blueprint,
    card,
    covers,
    deck,
    form,
    matching,
    multiple_choice,
    ordering,
    sheet,
)
from tests.services.fake_store import FakeStore

DAY = timedelta(days=1)
DECK = DeckId("deck-1")
BASIC, REVERSED = FaceId("c-basic/1"), FaceId("c-reversed/1")
LATER = NOON + 30 * DAY


@pytest.fixture(params=["fake", "real"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened: Store = FakeStore() if request.param == "fake" else _real(tmp_path)
    yield opened
    opened.close()


def _real(folder: Path) -> Store:
    return open_database(folder, backups=folder / "backups", stamp="test")


@pytest.fixture
def filled(store: Store) -> Store:
    install(store)
    return store


def install(store: Store, content: Deck | None = None, at: datetime = NOON) -> None:
    with store.open(writing=True) as work:
        work.content.replace(content or deck(), at)
        work.commit()


def state(face: FaceId = BASIC, phase: Phase = Phase.REVIEW, *, due: datetime = NOON, **changes: object) -> FaceState:
    schedule = Schedule(phase, 0, MemoryState(3.5, 5.25), due, due - DAY, reps=2, lapses=1)
    return replace(FaceState(face, schedule), **changes)  # type: ignore[arg-type]  # fields of FaceState


def record(store: Store, *entries: StudyEntry) -> None:
    with store.open(writing=True) as work:
        for entry in entries:
            work.study.record(entry)
        work.commit()


def changed(after: FaceState, kind: str = "rate", at: datetime = NOON, **fields: object) -> StudyEntry:
    rating = Rating.GOOD if kind == "rate" else None
    entry = StudyEntry(kind, at, FaceState(after.face), after, rating=rating, milliseconds=4000)
    return replace(entry, **fields)  # type: ignore[arg-type]  # fields of StudyEntry


# Transactions


def test_leaving_without_commit_rolls_everything_back(filled: Store) -> None:
    with filled.open(writing=True) as work:
        work.content.replace(deck("deck-2", cards=(card("other"),), questions=(), sheets=()), NOON)
        work.study.record(changed(state()))
        work.sittings.add(head(), begun())
        work.preferences.put("paper", '"letter"')
    with filled.open() as work:
        assert [entry.id for entry in work.content.heads()] == [DECK]
        assert work.study.state(BASIC) == FaceState(BASIC)
        assert work.study.last_change() is None
        assert work.sittings.heads() == ()
        assert work.preferences.all() == {}


def test_an_error_inside_rolls_back_and_passes_on(filled: Store) -> None:
    def change_and_fail() -> None:
        with filled.open(writing=True) as work:
            work.preferences.put("paper", '"letter"')
            raise LookupError

    with pytest.raises(LookupError):
        change_and_fail()
    with filled.open() as work:
        assert work.preferences.all() == {}


def test_a_first_install_stands_and_falls_with_what_came_before_it(store: Store) -> None:
    with store.open(writing=True) as work:
        work.preferences.put("paper", '"letter"')
        work.content.replace(deck(), NOON)
        assert work.preferences.all() == {"paper": '"letter"'}
    with store.open() as work:
        assert (work.preferences.all(), work.content.heads(), work.content.rows(EXAM)) == ({}, (), [])
    with store.open(writing=True) as work:
        work.preferences.put("paper", '"letter"')
        work.content.replace(deck(), NOON)
        work.commit()
    with store.open() as work:
        assert (len(work.preferences.all()), len(work.content.heads())) == (1, 1)


def test_what_comes_after_a_commit_needs_a_commit_of_its_own(store: Store) -> None:
    with store.open(writing=True) as work:
        work.preferences.put("first", "1")
        work.commit()
        work.preferences.put("second", "2")
    with store.open() as work:
        assert work.preferences.all() == {"first": "1"}


def test_a_unit_of_work_sees_what_it_has_written(filled: Store) -> None:
    with filled.open(writing=True) as work:
        work.study.record(changed(state()))
        assert work.study.state(BASIC) == state()


def test_reading_goes_on_while_another_unit_writes(filled: Store) -> None:
    with filled.open(writing=True) as writer:
        writer.preferences.put("paper", '"letter"')
        with filled.open() as reader:
            assert reader.preferences.all() == {}
        writer.commit()


# Content


def test_a_deck_comes_back_as_it_was_installed(store: Store) -> None:
    case = Scenario(ItemId("case-1"), "A case", "Its text.")
    asked = (*deck().questions, multiple_choice("q-case", scenario=case.id))
    content = deck(scenarios=(case,), questions=asked)
    install(store, content)
    with store.open() as work:
        assert work.content.deck(DECK) == content
        assert work.content.deck(DECK).digest == content.digest
        assert work.content.digests() == {DECK: content.digest}
        assert work.content.scenario(case.id) == case
        assert work.content.scenario(ItemId("q-case")) is None
        assert work.content.item(case.id) is None
        assert [work.content.item(item.id) for item in content.items()] == list(content.items())
        assert work.content.questions(EXAM) == content.questions
        assert work.content.sheets(EXAM) == content.sheets


def test_the_head_of_a_deck_tells_what_lists_show(filled: Store) -> None:
    with filled.open() as work:
        (found,) = work.content.heads()
    wanted = deck()
    assert (found.id, found.title, found.version, found.language) == (DECK, "A deck", "1.0.0", "en")
    assert (found.licence, found.notice, found.digest) == (wanted.licence, wanted.notice, wanted.digest)
    assert (found.installed_at, found.blueprints) == (NOON, wanted.blueprints)


def test_decks_are_listed_oldest_first(filled: Store) -> None:
    install(filled, deck("a-deck", cards=(), questions=(), sheets=(sheet("s-2"),)), LATER)
    with filled.open() as work:
        assert [entry.id for entry in work.content.heads()] == ["deck-1", "a-deck"]


def test_a_replaced_deck_keeps_its_place_and_takes_the_rest_from_the_new_version(filled: Store) -> None:
    new = deck(title="New", version="2.0.0", digest="1" * 64, blueprints=(blueprint(title="Renamed"),))
    install(filled, new, LATER)
    with filled.open() as work:
        (found,) = work.content.heads()
    assert (found.title, found.version, found.digest) == ("New", "2.0.0", "1" * 64)
    assert found.blueprints == new.blueprints
    assert found.installed_at == NOON


def test_replacing_a_deck_keeps_the_learners_progress(filled: Store) -> None:
    record(filled, changed(state(flag=3)))
    install(filled, deck(version="2.0.0", cards=(card("c-basic", front="Another front?"),)), LATER)
    with filled.open() as work:
        assert work.study.state(BASIC) == state(flag=3)
        assert [entry.face for entry in work.study.waiting(DECK, EXAM, LATER, 0)] == [BASIC]
        assert len(work.study.rated_since(DECK, NOON)) == 1


def test_only_items_whose_content_changed_get_a_new_revision_time(filled: Store) -> None:
    cards = (card("c-basic", front="Another front?"), *deck().cards[1:], card("c-new"))
    install(filled, deck(cards=cards), LATER)
    with filled.open() as work:
        revised = work.content.revisions(DECK)
    assert {name for name, at in revised.items() if at == LATER} == {"c-basic", "c-new"}
    assert {at for name, at in revised.items() if name not in ("c-basic", "c-new")} == {NOON}
    assert revised.keys() == {item.id for item in deck(cards=cards).items()}


def test_an_item_that_only_moved_keeps_its_revision_time_and_shows_at_its_new_place(filled: Store) -> None:
    install(filled, deck(cards=deck().cards[::-1]), LATER)
    with filled.open() as work:
        assert set(work.content.revisions(DECK).values()) == {NOON}
        assert [row.id for row in work.content.rows(EXAM)][:4] == ["c-typed", "c-cloze", "c-reversed", "c-basic"]


def test_an_item_that_vanished_is_gone_and_its_progress_returns_with_it(filled: Store) -> None:
    record(filled, changed(state(suspended=True)))
    install(filled, deck(cards=deck().cards[1:]), LATER)
    with filled.open() as work:
        assert work.content.item(ItemId("c-basic")) is None
        assert "c-basic" not in [row.id for row in work.content.rows(EXAM)]
        assert "c-basic" not in work.content.revisions(DECK)
        assert BASIC not in [entry.face for entry in work.study.waiting(DECK, EXAM, LATER + DAY, 99)]
        assert work.study.rated_since(DECK, NOON) == ()
    install(filled, deck(), LATER + DAY)
    with filled.open() as work:
        assert work.study.state(BASIC) == state(suspended=True)
        assert work.content.revisions(DECK)[ItemId("c-basic")] == LATER + DAY
        assert len(work.study.rated_since(DECK, NOON)) == 1


def test_a_deck_that_brings_an_id_of_another_one_is_refused_and_nothing_changes(filled: Store) -> None:
    thief = deck("thief", cards=(card("c-mine"), card("c-basic", front="Stolen?")), questions=(), sheets=())
    with filled.open() as work:
        before = (work.content.heads(), work.content.deck(DECK), work.content.revisions(DECK))
    with pytest.raises(DeckError) as refusal:
        install(filled, thief, LATER)
    (problem,) = refusal.value.problems
    assert problem.item == "c-basic"
    assert "belongs to the deck deck-1" in problem.text
    with filled.open() as work:
        assert (work.content.heads(), work.content.deck(DECK), work.content.revisions(DECK)) == before
        assert work.content.item(ItemId("c-mine")) is None


def test_an_item_that_another_deck_gave_up_may_be_taken_over(filled: Store) -> None:
    install(filled, deck(cards=deck().cards[1:]), LATER)
    install(filled, deck("heir", cards=(card("c-basic"),), questions=(), sheets=()), LATER)
    with filled.open() as work:
        assert work.content.item(ItemId("c-basic")) == card("c-basic")


def test_rows_come_in_the_decks_order_with_what_lists_show(filled: Store) -> None:
    with filled.open() as work:
        rows = work.content.rows(EXAM)
    assert [row.id for row in rows] == [item.id for item in deck().items()]
    assert [row.position for row in rows] == list(range(len(rows)))
    kinds = {row.id: (row.kind, row.form, row.title) for row in rows}
    assert kinds[ItemId("c-cloze")] == ("card", "cloze", "{{c1::Gap}} one and {{c2::gap two}} of c-cloze")
    assert kinds[ItemId("q-response")] == ("question", "multiple-response", "Title of q-response")
    assert kinds[ItemId("s-1")] == ("sheet", "sheet", "Title of s-1")
    assert {(row.task, row.bullet) for row in rows} == {("1.1", "1.1.k1")}


def test_rows_leave_out_what_the_blueprint_does_not_cover(store: Store) -> None:
    elsewhere = card("c-else", covers=covers(exam=BlueprintId("exam-2")))
    install(store, deck(cards=(card("c-here"), elsewhere)))
    with store.open() as work:
        assert "c-else" not in [row.id for row in work.content.rows(EXAM)]
        assert [row.id for row in work.content.rows(BlueprintId("exam-2"))] == ["c-else"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("front c-typed", ["c-typed"]),
        ("FRONT  of", ["c-basic", "c-reversed", "c-typed"]),
        ("why a. q-choice", ["q-choice"]),
        ("ÜBER strasse", ["c-odd"]),
        ("100%", ["c-odd"]),
        ("10_%", []),
        ("a!b", ["c-odd"]),
        ("nowhere", []),
    ],
)
def test_words_filter_rows_to_those_that_hold_every_one(store: Store, words: str, found: list[str]) -> None:
    odd = card("c-odd", front="Über die Straße: 100% a!b a_b")
    install(store, deck(cards=(*deck().cards, odd)))
    with store.open() as work:
        assert [row.id for row in work.content.rows(EXAM, words)] == found


def test_a_card_shows_the_face_that_is_due_first(filled: Store) -> None:
    late, soon = state(REVERSED, due=NOON + 5 * DAY), state(FaceId("c-reversed/2"), due=NOON + DAY, flag=2)
    record(filled, changed(late), changed(soon))
    with filled.open() as work:
        row = next(row for row in work.content.rows(EXAM) if row.id == "c-reversed")
        new = next(row for row in work.content.rows(EXAM) if row.id == "c-cloze")
        question = next(row for row in work.content.rows(EXAM) if row.id == "q-choice")
    assert (row.face, row.phase, row.due, row.flag) == ("c-reversed/2", Phase.REVIEW, NOON + DAY, 2)
    assert (new.face, new.phase, new.due) == ("c-cloze/1", Phase.NEW, None)
    assert (question.face, question.phase) == (None, None)


def test_a_face_that_was_begun_shows_before_its_new_sibling(filled: Store) -> None:
    record(filled, changed(state(FaceId("c-cloze/2"), suspended=True)))
    with filled.open() as work:
        row = next(row for row in work.content.rows(EXAM) if row.id == "c-cloze")
    assert (row.face, row.suspended) == ("c-cloze/2", True)


# Study


def test_new_faces_wait_in_the_decks_order_up_to_the_number_asked_for(filled: Store) -> None:
    with filled.open() as work:
        waiting = work.study.waiting(DECK, EXAM, NOON, 4)
    assert [entry.face for entry in waiting] == ["c-basic/1", "c-reversed/1", "c-reversed/2", "c-cloze/1"]
    assert [entry.position for entry in waiting] == [0, 1, 2, 3]
    assert {(entry.phase, entry.due) for entry in waiting} == {(Phase.NEW, None)}


def test_a_face_waits_when_it_is_due_before_the_limit_and_not_at_it(filled: Store) -> None:
    record(filled, changed(state(due=NOON - timedelta(microseconds=1))), changed(state(REVERSED, due=NOON)))
    with filled.open() as work:
        (only,) = work.study.waiting(DECK, EXAM, NOON, 0)
    assert (only.face, only.phase, only.due) == (BASIC, Phase.REVIEW, NOON - timedelta(microseconds=1))


def test_nothing_suspended_or_buried_waits(filled: Store) -> None:
    record(
        filled,
        changed(state(suspended=True)),
        changed(state(REVERSED, buried_until=NOON + DAY)),
        changed(FaceState(FaceId("c-cloze/1"), suspended=True)),
        changed(FaceState(FaceId("c-cloze/2"), buried_until=NOON + DAY)),
    )
    with filled.open() as work:
        assert {entry.face for entry in work.study.waiting(DECK, EXAM, NOON + DAY, 99)} == {"c-reversed/2", "c-typed/1"}
        tomorrow = work.study.waiting(DECK, EXAM, NOON + 2 * DAY, 99)
    assert {entry.face for entry in tomorrow} == {"c-reversed/1", "c-reversed/2", "c-cloze/2", "c-typed/1"}


def test_only_the_deck_asked_for_waits(filled: Store) -> None:
    install(filled, deck("deck-2", cards=(card("other"),), questions=(), sheets=()))
    with filled.open() as work:
        assert [entry.face for entry in work.study.waiting(DeckId("deck-2"), EXAM, NOON, 99)] == ["other/1"]


def test_only_cards_of_the_exam_asked_for_wait(store: Store) -> None:
    successor = BlueprintId("exam-2")
    both = replace(card("both"), covers=(*covers("1.1"), *covers("1.1", successor)))
    install(store, deck(cards=(card("old"), both, replace(card("new"), covers=covers("1.1", successor)))))
    record(store, changed(state(FaceId("new/1"))), changed(state(FaceId("old/1"))))
    with store.open() as work:
        assert [entry.face for entry in work.study.waiting(DECK, EXAM, LATER, 9)] == ["old/1", "both/1"]
        assert [entry.face for entry in work.study.waiting(DECK, successor, LATER, 9)] == ["new/1", "both/1"]
        assert work.study.next_due(DECK, EXAM, NOON) == NOON
        assert work.study.next_due(DECK, BlueprintId("exam-3"), NOON) is None


def test_a_face_that_nothing_is_known_of_is_new(store: Store) -> None:
    with store.open() as work:
        assert work.study.state(FaceId("nobody/1")) == FaceState(FaceId("nobody/1"))


@pytest.mark.parametrize(
    "after",
    [
        state(),
        state(phase=Phase.LEARNING, flag=7),
        state(suspended=True, buried_until=LATER),
        FaceState(BASIC, flag=1),
        FaceState(BASIC, Schedule(Phase.RELEARNING, 1, MemoryState(0.001, 10.0), NOON, NOON, 1000, 12)),
    ],
)
def test_a_recorded_state_comes_back_whole(filled: Store, after: FaceState) -> None:
    record(filled, changed(after))
    with filled.open() as work:
        assert work.study.state(BASIC) == after
        entry = work.study.last_change()
    assert entry is not None
    assert entry.after == after
    assert entry == replace(changed(after), id=entry.id)


def test_the_last_change_goes_back_one_undo_at_a_time(filled: Store) -> None:
    first, second, third = state(flag=1), state(flag=2), state(flag=3)
    record(filled, changed(first), changed(second, "flag"), changed(third, "suspend"))
    found = []
    for at in range(4):
        with filled.open(writing=True) as work:
            entry = work.study.last_change()
            if entry is not None:
                found.append((entry.kind, entry.after.flag))
                undone = replace(changed(entry.before, "undo", NOON + at * DAY), undoes=entry.id)
                work.study.record(undone)
            work.commit()
    assert found == [("suspend", 3), ("flag", 2), ("rate", 1)]


def test_a_change_after_an_undo_is_the_last_one(filled: Store) -> None:
    record(filled, changed(state(flag=1)), changed(state(flag=2)))
    with filled.open() as work:
        last = work.study.last_change()
    assert last is not None
    record(filled, changed(state(flag=1), "undo", undoes=last.id), changed(state(flag=5)))
    with filled.open() as work:
        again = work.study.last_change()
    assert again is not None
    assert again.after.flag == 5


def test_ratings_are_counted_from_the_given_time_in_order_and_without_those_undone(filled: Store) -> None:
    record(
        filled,
        changed(state(), at=NOON - timedelta(microseconds=1)),
        changed(state(), at=NOON),
        changed(state(REVERSED), at=NOON + timedelta(seconds=1), rating=Rating.AGAIN),
        changed(state(REVERSED, flag=1), "flag", at=NOON + timedelta(seconds=2)),
        changed(state(REVERSED), at=NOON + timedelta(seconds=3)),
    )
    with filled.open() as work:
        last = work.study.last_change()
    assert last is not None
    record(filled, changed(last.before, "undo", NOON + timedelta(seconds=4), undoes=last.id))
    with filled.open() as work:
        rated = work.study.rated_since(DECK, NOON)
        assert work.study.rated_since(DeckId("deck-2"), NOON) == ()
    assert [(entry.after.face, entry.rating) for entry in rated] == [(BASIC, Rating.GOOD), (REVERSED, Rating.AGAIN)]


def test_the_next_due_face_is_the_first_at_or_after_the_given_time(filled: Store) -> None:
    with filled.open() as work:
        assert work.study.next_due(DECK, EXAM, NOON) is None
    record(
        filled,
        changed(state(due=NOON - DAY)),
        changed(state(REVERSED, due=NOON + DAY, suspended=True)),
        changed(state(FaceId("c-typed/1"), due=NOON + 2 * DAY)),
        changed(state(FaceId("c-cloze/1"), due=NOON + 3 * DAY)),
    )
    with filled.open() as work:
        assert work.study.next_due(DECK, EXAM, NOON) == NOON + 2 * DAY
        assert work.study.next_due(DECK, EXAM, NOON + 2 * DAY) == NOON + 2 * DAY
        assert work.study.next_due(DECK, EXAM, NOON + 9 * DAY) is None


def test_tallies_count_by_task_statement_what_is_there_and_what_was_met(store: Store) -> None:
    cards = (card("c-1"), card("c-2", CardKind.REVERSED, task="2.1"))
    asked = (multiple_choice("q-1", task="2.1"), multiple_choice("q-2", task="2.1"), ordering("q-3", task="2.2"))
    install(store, deck(cards=cards, questions=asked))
    record(store, changed(state(FaceId("c-2/1"))), changed(state(FaceId("c-1/1"), Phase.LEARNING)))
    add(store, begun(asked[:1]))
    with store.open() as work:
        tallies = {tally.task: tally for tally in work.study.tallies(EXAM)}
        assert work.study.tallies(BlueprintId("exam-2")) == ()
    assert list(tallies) == ["1.1", "2.1", "2.2"]
    assert list(tallies.values()) == [
        TaskTally(covers("1.1")[0].task, faces=1),
        TaskTally(covers("2.1")[0].task, faces=2, known=1, questions=2, seen=1),
        TaskTally(covers("2.2")[0].task, questions=1),
    ]


# Sittings


def head(at: datetime = NOON) -> SittingHead:
    return SittingHead(SittingId(0), DECK, EXAM, "Practice exam", 7, at, 600.0, elapsed=0.0)


def begun(asked: tuple[Question, ...] | None = None, at: datetime = NOON) -> Sitting:
    return new_sitting(SittingId(0), "Practice exam", form(asked, seed=7), started_at=at, seconds_allowed=600.0)


def add(store: Store, sitting: Sitting) -> SittingId:
    with store.open(writing=True) as work:
        identity = work.sittings.add(head(sitting.started_at), sitting)
        work.commit()
    return identity


def append(store: Store, identity: SittingId, *events: tuple[Event, float]) -> None:
    with store.open(writing=True) as work:
        for event, elapsed in events:
            work.sittings.append(identity, event, elapsed, NOON)
        work.commit()


def load(store: Store, identity: SittingId) -> Sitting:
    with store.open() as work:
        return work.sittings.load(identity)


EVENTS: tuple[tuple[Event, float], ...] = (
    (Answered(0, Chosen(frozenset({OptionId("b")}))), 1.5),
    (Struck(0, OptionId("c"), True), 2.25),
    (Flagged(0, True), 3.0),
    (Visited(2), 10.125),
    (Answered(2, Ordered(tuple(OptionId(step) for step in "badc"))), 20.0),
    (Visited(3), 30.0),
    (Answered(3, Matched(frozenset({(OptionId("p1"), OptionId("d"))}))), 31.0),
    (Answered(0, None), 32.0),
    (Struck(0, OptionId("c"), False), 33.0),
)


def test_a_new_sitting_loads_as_it_was_drawn(store: Store) -> None:
    identity = add(store, begun())
    assert load(store, identity) == replace(begun(), id=identity)


def test_events_are_played_again_in_order_with_the_time_of_each(store: Store) -> None:
    identity = add(store, begun())
    append(store, identity, *EVENTS)
    wanted = replace(begun(), id=identity)
    for event, elapsed in EVENTS:
        wanted = wanted.after(event, elapsed)
    assert load(store, identity) == wanted


def test_two_sittings_do_not_mix(store: Store) -> None:
    first, second = add(store, begun()), add(store, begun(at=LATER))
    append(store, second, (Flagged(1, True), 5.0))
    assert first != second
    assert load(store, first).flagged_positions() == ()
    assert load(store, second).flagged_positions() == (1,)
    with store.open() as work:
        assert [entry.id for entry in work.sittings.heads()] == [second, first]


def test_the_used_time_is_that_of_the_last_event_or_tick_and_never_less(store: Store) -> None:
    identity = add(store, begun())
    append(store, identity, (Flagged(0, True), 12.5))
    for elapsed, known in ((20.0, 20.0), (15.0, 20.0), (21.0, 21.0)):
        with store.open(writing=True) as work:
            work.sittings.tick(identity, elapsed)
            work.commit()
        assert load(store, identity).elapsed == known
    with store.open() as work:
        assert work.sittings.heads()[0].elapsed == 21.0


def test_a_finished_sitting_says_so_in_its_head_and_takes_nothing_more(store: Store) -> None:
    identity = add(store, begun())
    append(store, identity, (Ended(Ending.SUBMITTED), 40.0))
    with store.open(writing=True) as work:
        work.sittings.finish(identity, Ending.SUBMITTED, 640, LATER)
        work.commit()
    with store.open(writing=True) as work:
        with pytest.raises(ExamError, match="has ended"):
            work.sittings.append(identity, Flagged(0, True), 41.0, LATER)
        work.sittings.tick(identity, 50.0)
        work.commit()
    with store.open() as work:
        (found,) = work.sittings.heads()
    assert (found.finished_at, found.ending, found.scaled, found.elapsed) == (LATER, Ending.SUBMITTED, 640, 40.0)
    assert load(store, identity).ending is Ending.SUBMITTED


def test_the_head_of_a_running_sitting_tells_what_lists_show(store: Store) -> None:
    identity = add(store, begun())
    with store.open() as work:
        assert work.sittings.heads() == (replace(head(), id=identity),)


def test_a_sitting_that_is_not_there_is_an_error_in_words(store: Store) -> None:
    with pytest.raises(ExamError, match="no exam number 7"):
        load(store, SittingId(7))
    with store.open(writing=True) as work, pytest.raises(ExamError, match="no exam number 7"):
        work.sittings.append(SittingId(7), Flagged(0, True), 1.0, NOON)


def test_a_sitting_keeps_the_questions_as_they_were_when_it_was_drawn(filled: Store) -> None:
    identity = add(filled, begun())
    install(filled, deck(questions=(multiple_choice("q-choice", stem="Reworded?"),)), LATER)
    assert load(filled, identity).form == form(seed=7)


def test_a_question_was_last_seen_in_the_newest_sitting_that_asked_it(store: Store) -> None:
    choice, match = multiple_choice("q-choice"), matching("q-matching")
    add(store, begun((choice, match), at=LATER))
    add(store, begun((choice,), at=NOON))
    with store.open() as work:
        assert work.sittings.last_seen() == {"q-choice": LATER, "q-matching": LATER}


# Preferences


def test_a_setting_is_replaced_and_others_stay(store: Store) -> None:
    with store.open(writing=True) as work:
        work.preferences.put("paper", '"a4"')
        work.preferences.put("new_per_day", "5")
        work.preferences.put("paper", '"letter"')
        work.commit()
    with store.open() as work:
        assert work.preferences.all() == {"paper": '"letter"', "new_per_day": "5"}
