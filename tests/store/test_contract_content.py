"""What services may rely on whatever store is behind them: transactions, content, settings.

The fake and the real store pass the same tests.
"""

from dataclasses import replace

import pytest

from certdeck.core.deck import Deck, Scenario
from certdeck.core.deck_plan import ExamGate
from certdeck.core.errors import DeckError
from certdeck.core.ids import BlueprintId, DeckId, FaceId, ItemId
from certdeck.core.own import Edit, text_of
from certdeck.core.scheduling.schedule import FaceState, Phase
from certdeck.core.scheduling.scope import Scope
from certdeck.ports.store import Store
from tests.builders import (
    EXAM,
    NOON,
    blueprint,
    card,
    confusion,
    covers,
    deck,
    deck_plan,
    multiple_choice,
    phase,
    sheet,
    term,
)
from tests.store.contract import (
    BASIC,
    DAY,
    DECK,
    LATER,
    REVERSED,
    begun,
    changed,
    head,
    install,
    record,
    rows_with,
    state,
    waiting,
)

OTHER = BlueprintId("exam-2")

# Transactions


def test_leaving_without_commit_rolls_everything_back(filled: Store) -> None:
    with filled.open(writing=True) as work:
        work.content.replace(deck("deck-2", cards=(card("other"),), questions=(), sheets=()), NOON)
        work.study.record(changed(state(), change=work.history.begin("rate", NOON)))
        work.sittings.add(head(), begun())
        work.preferences.put("paper", '"letter"')
    with filled.open() as work:
        assert [entry.id for entry in work.content.heads()] == [DECK]
        assert work.study.state(BASIC) == FaceState(BASIC)
        assert work.study.log() == ()
        assert work.history.undoable() is None
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


def reference(**changes: object) -> Deck:
    """Return a deck with confusion sets, a glossary and a plan with both kinds of gate."""
    last = phase("phase-2", gate=ExamGate("A", None, 760, "Again."), exams=("A",), sheets=(ItemId("s-1"),))
    made = deck(
        confusions=(confusion(), confusion("x-2", cards=("c-cloze", "c-basic"))),
        terms=(term(also=("dark launch",), links=(ItemId("c-basic"),)), term("g-2", word="AUC")),
        plans=(deck_plan(phase(), last), deck_plan(phase("phase-3"), exam=OTHER)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of Deck


def test_confusion_sets_glossary_and_plans_come_back_as_they_were_installed(store: Store) -> None:
    content = reference()
    install(store, content)
    with store.open() as work:
        assert work.content.deck(DECK) == content
        assert [work.content.item(item.id) for item in content.items()] == list(content.items())
        assert work.content.terms(EXAM) == content.terms
        assert work.content.terms(OTHER) == ()
        assert work.content.plan(EXAM) == content.plans[0]
        assert work.content.plan(OTHER) == content.plans[1]
        assert work.content.plan(BlueprintId("exam-3")) is None
        assert work.content.item(ItemId("phase-1")) is None


def test_the_confusion_sets_of_a_card_are_those_that_point_to_it(store: Store) -> None:
    content = reference()
    install(store, content)
    with store.open() as work:
        assert work.content.confusions_of(ItemId("c-basic")) == content.confusions
        assert work.content.confusions_of(ItemId("c-reversed")) == content.confusions[:1]
        assert work.content.confusions_of(ItemId("c-typed")) == ()
        assert work.content.confusion_members() == {
            "c-basic": {"x-1": 0, "x-2": 1},
            "c-reversed": {"x-1": 1},
            "c-cloze": {"x-2": 0},
        }


def test_what_a_new_version_changes_or_leaves_out_of_them_is_replaced(store: Store) -> None:
    install(store, reference())
    changed_set, changed_term = confusion("x-2", cards=("c-typed", "c-cloze")), term("g-2", word="AUC", means="Other.")
    install(store, reference(confusions=(changed_set,), terms=(changed_term,), plans=()), LATER)
    with store.open() as work:
        assert work.content.confusions_of(ItemId("c-basic")) == ()
        assert work.content.confusions_of(ItemId("c-typed")) == (changed_set,)
        assert work.content.terms(EXAM) == (changed_term,)
        assert work.content.item(ItemId("g-1")) is None
        assert work.content.plan(EXAM) is None
        revised = work.content.revisions(DECK)
    assert {name for name, at in revised.items() if at == LATER} == {"x-2", "g-2"}


def test_terms_and_confusion_sets_are_rows_that_are_found_by_their_words(store: Store) -> None:
    install(store, reference())
    with store.open() as work:
        assert [row.id for row in rows_with(work, "dark launch")] == ["g-1"]
        assert [row.id for row in rows_with(work, "tells x-2")] == ["x-2"]
        rows = {row.id: (row.kind, row.form, row.title, row.face) for row in work.content.rows(EXAM)}
    assert rows[ItemId("g-1")] == ("term", "term", "shadow test", None)
    assert rows[ItemId("x-1")] == ("confusion", "confusion", "Title of x-1", None)
    assert list(rows)[-4:] == ["x-1", "x-2", "g-1", "g-2"]


def test_terms_and_confusion_sets_are_not_counted_as_cards_or_questions(store: Store) -> None:
    install(store, deck())
    with store.open() as work:
        before = work.study.tallies(EXAM)
    install(store, reference(), LATER)
    with store.open() as work:
        assert work.study.tallies(EXAM) == before


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
        assert [entry.face for entry in waiting(work, Scope(DECK, EXAM), LATER, 0)] == [BASIC]
        assert work.study.done_since(DECK, NOON, NOON + DAY).ratings == 1


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
        assert BASIC not in [entry.face for entry in waiting(work, Scope(DECK, EXAM), LATER + DAY, 99)]
        assert work.study.done_since(DECK, NOON, NOON + DAY).ratings == 0
    install(filled, deck(), LATER + DAY)
    with filled.open() as work:
        assert work.study.state(BASIC) == state(suspended=True)
        assert work.content.revisions(DECK)[ItemId("c-basic")] == LATER + DAY
        assert work.study.done_since(DECK, NOON, NOON + DAY).ratings == 1


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


# Settings


def test_a_setting_is_replaced_and_others_stay(store: Store) -> None:
    with store.open(writing=True) as work:
        work.preferences.put("paper", '"a4"')
        work.preferences.put("new_per_day", "5")
        work.preferences.put("paper", '"letter"')
        work.commit()
    with store.open() as work:
        assert work.preferences.all() == {"paper": '"letter"', "new_per_day": "5"}


def test_an_item_has_the_version_of_its_own_deck(filled: Store) -> None:
    other = deck("deck-2", version="7.1.0", cards=(card("other"),), questions=(), sheets=())
    install(filled, other)
    with filled.open() as work:
        names = ("q-choice", "other", "q-none")
        assert [work.content.version_of(ItemId(name)) for name in names] == ["1.0.0", "7.1.0", ""]


# Imported decks


def test_a_deck_that_is_dropped_is_gone_and_its_states_and_log_stay(filled: Store) -> None:
    with filled.open(writing=True) as work:
        work.content.replace(deck("deck-2", cards=(card("other"),), questions=(), sheets=(), blueprints=()), NOON)
        face = FaceId("other/1")
        work.study.record(changed(FaceState(face), change=work.history.begin("rate", NOON)))
        known = work.study.state(face)
        work.content.drop(DeckId("deck-2"))
        work.commit()
    with filled.open() as work:
        assert [entry.id for entry in work.content.heads()] == [DECK]
        assert work.content.item(ItemId("other")) is None
        assert work.content.owners([ItemId("other")]) == {}
        assert work.study.state(face) == known
        assert len(work.study.log()) == 1
        assert waiting(work, Scope(DeckId("deck-2")), LATER, 9) == ()


def test_cards_are_told_as_their_deck_brings_them(filled: Store) -> None:
    with filled.open(writing=True) as work:
        before = work.content.shipped_cards(DECK)
        mine = replace(text_of(before[0]), back="Mine.")
        work.own.put_edit(before[0].id, Edit(mine, text_of(before[0])), NOON)
        work.own.put_tags(before[0].id, ("own",))
        assert work.content.shipped_cards(DECK) == before
        assert work.content.shipped_cards(DeckId("unknown")) == ()


def test_the_deck_of_an_item_is_known(filled: Store) -> None:
    with filled.open() as work:
        name = work.content.shipped_cards(DECK)[0].id
        assert work.content.owners([name, ItemId("unknown")]) == {name: DECK}


def test_what_was_committed_moves_the_number_of_what_was_written_and_what_was_not_does_not(filled: Store) -> None:
    before = filled.written()
    with filled.open(writing=True) as work:
        work.preferences.put("text_scale", "120")
    assert filled.written() == before
    with filled.open(writing=True) as work:
        work.preferences.put("text_scale", "120")
        work.commit()
    assert filled.written() != before
