"""What services may rely on whatever store is behind them: searching, tags, saved searches.

The fake and the real store pass the same tests, and find the same for any query.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from string import ascii_lowercase, digits

import pytest
from hypothesis import HealthCheck, given, settings

from certdeck.core.deck import CardKind
from certdeck.core.errors import QueryError
from certdeck.core.exam.events import Ending
from certdeck.core.exam.report import Share
from certdeck.core.ids import BlueprintId, DeckId, FaceId, ItemId, TaskId
from certdeck.core.own import CardText, Edit, text_of
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.core.search.parser import parse
from certdeck.core.search.printing import printed
from certdeck.core.search.query import Everything, Query, Word
from certdeck.ports.search import Facet, Frame, Order, Rules, SavedSearch
from certdeck.ports.sittings import GradedItem
from certdeck.ports.store import Store
from certdeck.store import search_words
from certdeck.store.database import open_database
from tests.builders import EXAM, NOON, card, covers, deck, multiple_choice, sheet, term
from tests.core.search.queries import QUERIES
from tests.services.fake_store import FakeStore
from tests.store.contract import DAY, add, begun, changed, install, record, state

MIDNIGHT = NOON.replace(hour=4)
FRAME = Frame(NOON, MIDNIGHT, MIDNIGHT + DAY, EXAM)
ELSEWHERE = BlueprintId("exam-2")
CONTENT = deck(
    title="Machine learning",
    cards=(
        card("c-payload", front="Which **payload** limit?", back="Six megabytes", tags=("storage::s3", "Limits")),
        card("c-two", CardKind.REVERSED, task="2.1", front="Über die Straße", back="C++ and 100%", tags=("storage",)),
        card("c-gaps", CardKind.CLOZE, task="3.2"),
        card("c-typed", CardKind.TYPED, task="3.10", front="Multi-model endpoints upload at S3"),
        card("c-else", covers=covers(exam=ELSEWHERE), front="漢字と仮名 here"),
        card("c-free", covers=(), front="Belongs to no exam"),
    ),
    questions=(multiple_choice("q-one", task="3.1"), multiple_choice("q-two", task="1.2")),
    sheets=(sheet("s-1", title="Payloads compared"),),
    terms=(term("t-1"),),
)
OWN_CARD = card("own-1", task="1.1", front="My payload", tags=("mine",))
SECOND = deck("zoo", title="Animals::Big", cards=(card("z-1", covers=(), front="Elephant"),), questions=(), sheets=())


def face(name: str, **changes: object) -> FaceState:
    return state(FaceId(name), **changes)  # type: ignore[arg-type]  # fields of FaceState


def due_in(days: float, stability: float = 3.5, **schedule: object) -> Schedule:
    made = Schedule(Phase.REVIEW, 0, MemoryState(stability, 5.25), NOON + days * DAY, NOON - 4 * DAY, reps=2, lapses=1)
    return made._replace(**schedule)  # type: ignore[arg-type]  # fields of Schedule


def fill(store: Store) -> Store:
    install(store, CONTENT, NOON - 40 * DAY)
    install(store, SECOND, NOON - 3 * DAY)
    with store.open(writing=True) as work:
        work.content.put_own(OWN_CARD, NOON)
        work.commit()
    rated = face("c-payload/1")._replace(schedule=due_in(-1))
    record(
        store,
        changed(rated, at=NOON - 4 * DAY, rating=Rating.AGAIN),
        changed(face("c-two/1", flag=3)._replace(schedule=due_in(5, stability=80.0)), at=NOON - 9 * DAY),
        changed(face("c-two/2", suspended=True)),
        changed(FaceState(FaceId("c-gaps/1"), Schedule(Phase.LEARNING, 1, MemoryState(0.5, 9.0), NOON, NOON, 1, 0))),
        changed(
            FaceState(FaceId("c-gaps/2"), due_in(30, stability=300.0, lapses=9), buried_until=NOON + DAY),
            at=NOON - 1 * DAY,
        ),
        changed(face("own-1/1", flag=7, due=NOON + 8 * DAY), "flag"),
    )
    return store


@pytest.fixture
def stocked(store: Store) -> Store:
    return fill(store)


def ids(
    store: Store, text: str | Query, frame: Frame = FRAME, order: Order = Order.DECK, *, down: bool = False
) -> list[str]:
    query = parse(text) if isinstance(text, str) else text
    with store.open() as work:
        keys = work.search.keys(query, frame, order, descending=down)
        assert work.search.count(query, frame) == len(keys)
        assert work.search.count(query, frame, 2) == min(2, len(keys))
        return [row.id for row in work.search.rows(keys, EXAM)]


def test_what_was_rated_before_the_clock_was_set_back_was_not_rated_within_any_days_until_today(stocked: Store) -> None:
    record(stocked, changed(face("c-else/1"), at=NOON + 3 * DAY))
    assert ids(stocked, "rated:5") == ["c-payload", "c-two", "c-gaps"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("payload", ["c-payload", "s-1", "own-1"]),
        ("PAYLOAD limit", ["c-payload"]),
        ('"payload"', ["c-payload", "own-1"]),
        ('"payload limit"', ["c-payload"]),
        ('"limit payload"', []),
        ("payload -limit", ["s-1", "own-1"]),
        ("elephant or mega", ["c-payload", "z-1"]),
        ("*ayloa*", ["c-payload", "s-1", "own-1"]),
        ("*load", ["c-payload", "c-typed", "own-1"]),
        ("p*d", ["c-payload", "own-1"]),
        ("*a*load", ["c-payload", "own-1"]),
        ("uber strasse", ["c-two"]),
        ("multi-model", ["c-typed"]),
        ("c++", ["c-two"]),
        ("100%", ["c-two"]),
        ("仮名", ["c-else"]),
        ("漢*here", []),
        ("漢*limit", []),
        ("nowhere", []),
        ("tag:storage", ["c-payload", "c-two"]),
        ("tag:storage::s3", ["c-payload"]),
        ("tag:STORAGE::*", ["c-payload"]),
        ("tag:*imit*", ["c-payload"]),
        ("tag:none", []),
        ("deck:zoo", ["z-1"]),
        ("deck:animals", ["z-1"]),
        ('deck:"my cards"', ["own-1"]),
        ('deck:"machine*" kind:sheet', ["s-1"]),
        ("domain:3", ["c-gaps", "c-typed", "q-one"]),
        ("domain:2,3 kind:card", ["c-two", "c-gaps", "c-typed"]),
        ("task:3.1", ["q-one"]),
        ("bullet:3.2.k1", ["c-gaps"]),
        ("kind:term", ["t-1"]),
        ("kind:cloze,typed", ["c-gaps", "c-typed"]),
        ("is:due", ["c-payload", "c-gaps"]),
        ("is:new", ["c-typed", "c-else", "c-free", "z-1"]),
        ("is:learning", ["c-gaps"]),
        ("is:review", ["c-payload", "c-two", "c-gaps", "own-1"]),
        ("is:suspended", ["c-two"]),
        ("is:buried", ["c-gaps"]),
        ("is:leech", ["c-gaps"]),
        ("is:flagged", ["c-two", "own-1"]),
        ("is:own", ["own-1"]),
        ("is:own,buried", ["c-gaps", "own-1"]),
        ("flag:3,7", ["c-two", "own-1"]),
        ("flag:3 is:suspended", []),
        ("rated:5", ["c-payload", "c-two", "c-gaps"]),
        ("rated:5:1", ["c-payload"]),
        ("rated:1", ["c-two", "c-gaps"]),
        ("added:4", ["z-1", "own-1"]),
        ("prop:d>0.7", ["c-gaps"]),
        ("prop:d<5.5 prop:s>50", ["c-two", "c-gaps"]),
        ("prop:r<0.9", ["c-payload"]),
        ("prop:r>=0.9", ["c-two", "c-gaps", "own-1"]),
        ("prop:due<=0", ["c-payload", "c-two", "c-gaps"]),
        ("prop:due=5", ["c-two"]),
        ("prop:due<0", ["c-payload"]),
        ("prop:lapses>=3", ["c-gaps"]),
        ("prop:reps=1", ["c-gaps"]),
        ("prop:ivl=9", ["c-two"]),
        ("id:c-t*", ["c-two", "c-typed"]),
        ("id:q-one", ["q-one"]),
    ],
)
def test_a_query_finds(stocked: Store, text: str, found: list[str]) -> None:
    assert ids(stocked, text) == found


def test_a_question_answered_wrong_is_found_for_as_long_as_asked(stocked: Store) -> None:
    sitting = add(stocked, begun((multiple_choice("q-one", task="3.1"),)))
    wrong = GradedItem(sitting, 0, ItemId("q-one"), TaskId("3.1"), True, False, True, False, 9.0, 1, None, None)
    with stocked.open(writing=True) as work:
        work.sittings.finish(sitting, Ending.SUBMITTED, 300, Share(0, 1), NOON - 5 * DAY)
        work.results.put([wrong])
        work.commit()
    assert ids(stocked, "missed:30") == ["q-one"]
    assert ids(stocked, "missed:3") == []


def test_items_of_other_exams_only_can_be_left_out(stocked: Store) -> None:
    everything = ids(stocked, Everything())
    narrow = ids(stocked, Everything(), replace(FRAME, narrow=True))
    assert len(everything) == 12
    assert set(everything) - set(narrow) == {"c-else"}


def test_own_cards_stand_behind_every_deck(stocked: Store) -> None:
    assert ids(stocked, Everything())[-2:] == ["z-1", "own-1"]


def test_rules_of_a_deck_hold_for_its_cards(stocked: Store) -> None:
    strict = replace(FRAME, rules_of={DeckId("deck-1"): Rules(leech_after=0)})
    assert ids(stocked, "is:leech", strict) == []
    quick = replace(FRAME, rules_of={DeckId("deck-1"): Rules(decay=0.5)})
    assert ids(stocked, "prop:r<0.9", quick) == ["c-payload"]


def test_recall_is_sorted_by_the_curve_of_each_deck(stocked: Store) -> None:
    later = replace(FRAME, now=FRAME.now + 400 * DAY)
    usual = ids(stocked, "prop:r<=1", later, order=Order.RECALL)
    flat = replace(later, rules_of={DeckId("deck-1"): Rules(decay=0.01)})
    lazily = ids(stocked, "prop:r<=1", flat, order=Order.RECALL)
    assert lazily == ["own-1", *(name for name in usual if name != "own-1")], "the deck forgets slowly in the end"
    assert ids(stocked, "prop:r<=1", flat, order=Order.RECALL, down=True) == lazily[::-1]


@pytest.mark.parametrize("order", [order for order in Order if order is not Order.NONE])
def test_what_has_no_value_stands_last_either_way(stocked: Store, order: Order) -> None:
    up, down = (ids(stocked, Everything(), order=order, down=way) for way in (False, True))
    assert sorted(up) == sorted(down)
    valued = {Order.DUE: 4, Order.RECALL: 4, Order.TASK: 10}.get(order, 0)
    assert up[valued:] == down[valued:] or order is Order.FRONT
    if order is not Order.DECK:
        assert up[: valued or None] != down[: valued or None]


def test_tasks_sort_by_number_and_fronts_without_signs(stocked: Store) -> None:
    assert ids(stocked, "domain:3", order=Order.TASK) == ["q-one", "c-gaps", "c-typed"]
    fronts = ids(stocked, "kind:basic -deck:own", order=Order.FRONT)
    assert fronts == ["c-free", "z-1", "c-payload", "c-else"]


def test_rows_hold_what_lists_show(stocked: Store) -> None:
    with stocked.open() as work:
        key = work.search.key_of(ItemId("c-two"))
        assert key is not None
        (row,) = work.search.rows((key,), EXAM)
        assert work.search.faces((key,)) == ("c-two/1", "c-two/2")
        assert work.search.key_of(ItemId("nothing")) is None
        assert work.search.rows((99999,), EXAM) == ()
    assert (row.kind, row.form, row.task, row.deck, row.key) == ("card", "reversed", "2.1", "deck-1", key)
    assert (row.face, row.suspended) == ("c-two/2", True), "the face that is due first"


def test_cards_to_be_mended_are_those_that_the_frame_names(stocked: Store) -> None:
    assert ids(stocked, "is:faulty") == []
    with stocked.open() as work:
        keys = [work.search.key_of(ItemId(name)) for name in ("c-two", "c-gaps")]
    frame = replace(FRAME, faulty=tuple(key for key in keys if key is not None))
    assert ids(stocked, "is:faulty", frame) == ["c-two", "c-gaps"]
    assert ids(stocked, "is:faulty -is:suspended", frame) == ["c-gaps"]
    assert ids(stocked, "is:faulty,leech", frame) == ["c-two", "c-gaps"]
    assert "c-two" not in ids(stocked, "-is:faulty", frame)


def test_counts_by_kind_domain_and_deck(stocked: Store) -> None:
    with stocked.open() as work:
        assert work.search.tally(parse("payload"), FRAME, Facet.KIND) == {"card": 2, "sheet": 1}
        assert work.search.tally(parse("kind:card"), FRAME, Facet.DOMAIN) == {"1": 2, "2": 1, "3": 2}
        assert work.search.tally(Everything(), FRAME, Facet.DECK) == {"deck-1": 10, "zoo": 1, "own": 1}
        best = work.search.rows(work.search.best(parse("payload or straße"), FRAME, ("payload",), 2), EXAM)
        assert {(row.kind, row.id) for row in best} == {("card", "c-payload"), ("card", "own-1"), ("sheet", "s-1")}


@pytest.mark.parametrize("begun", ["pay", "over", "Straß", "über", "und", "payload lim", "m", "six meg"])
def test_words_that_have_begun_are_found_quickly_too(
    stocked: Store, monkeypatch: pytest.MonkeyPatch, begun: str
) -> None:
    query, quick = parse(begun), replace(FRAME, most=2_500)
    for listed in (0, 64):
        monkeypatch.setattr(search_words, "LISTED", search_words.LISTED.replace("<= 64", f"<= {listed}"))
        with stocked.open() as work:
            assert set(work.search.best(query, quick, (), 100)) == set(work.search.keys(query, FRAME))


@pytest.mark.parametrize("letter", ascii_lowercase + digits)
def test_a_single_letter_finds_what_has_a_word_that_begins_so_and_such_titles_first(
    stocked: Store, letter: str
) -> None:
    query, quick = Word((letter,)), replace(FRAME, most=2_500)
    with stocked.open() as work:
        best = work.search.best(query, quick, (f" {letter}",), 100)
        assert set(best) == set(work.search.keys(query, FRAME))
        begins = {row.key: f" {letter}" in f" {row.title.lower()}" for row in work.search.rows(best, EXAM)}
        kinds = {row.key: row.kind for row in work.search.rows(best, EXAM)}
        for key in work.search.best(query, quick, (f" {letter}",), 1):
            assert begins[key] or not any(begins[other] for other in best if kinds[other] == kinds[key])


def test_an_item_keeps_its_number_when_its_deck_changes(stocked: Store) -> None:
    def keys() -> list[int | None]:
        with stocked.open() as work:
            return [work.search.key_of(item.id) for item in CONTENT.items()]

    before = keys()
    install(stocked, replace(CONTENT, cards=CONTENT.cards[1:]), NOON)
    assert ids(stocked, "limit") == []
    assert ids(stocked, "is:due") == ["c-gaps"]
    install(stocked, CONTENT, NOON)
    assert keys() == before
    assert ids(stocked, "limit is:due") == ["c-payload"]


def test_what_was_rewritten_is_found_by_its_new_words_only(stocked: Store) -> None:
    rewritten = replace(CONTENT.cards[0], front="Which quota?", tags=("fresh",))
    install(stocked, replace(CONTENT, cards=(rewritten, *CONTENT.cards[1:])), NOON)
    assert ids(stocked, "payload") == ["s-1", "own-1"]
    assert ids(stocked, "*uot*") == ids(stocked, "tag:fresh") == ["c-payload"]
    assert ids(stocked, "tag:limits") == []
    assert ids(stocked, "is:due quota") == ["c-payload"]


def test_a_card_of_ones_own_is_found_as_long_as_it_is_there(stocked: Store) -> None:
    with stocked.open(writing=True) as work:
        work.content.put_own(replace(OWN_CARD, front="My quota"), NOON)
        work.commit()
    assert ids(stocked, "my") == ids(stocked, "quota tag:mine flag:7") == ["own-1"]
    with stocked.open(writing=True) as work:
        work.content.drop_own(OWN_CARD.id)
        work.commit()
    assert ids(stocked, "my or tag:mine or is:own") == []


def test_what_is_written_is_found_before_it_is_committed_and_not_after_it_was_taken_back(stocked: Store) -> None:
    own, other = OWN_CARD.id, card("own-2", front="Another quota")
    with stocked.open(writing=True) as work:
        for text in ("First wording", "Second wording", "My quota"):
            work.content.put_own(replace(OWN_CARD, front=text), NOON)
        work.content.put_own(other, NOON)
        keys = {text: work.search.keys(parse(text), FRAME) for text in ("quota", "*uot*", "wording", "payload")}
        assert [work.search.items(found) for found in keys.values()] == [
            (own, other.id),
            (own, other.id),
            (),
            (ItemId("c-payload"), ItemId("s-1")),
        ]
        work.content.drop_own(other.id)
        assert work.search.items(work.search.keys(parse("quota"), FRAME)) == (own,)
    assert ids(stocked, "quota or wording") == []
    assert ids(stocked, "payload") == ["c-payload", "s-1", "own-1"]


# Tags and saved searches


def test_own_tags_are_found_and_stay_when_a_deck_changes(stocked: Store) -> None:
    with stocked.open(writing=True) as work:
        work.own.put_tags(ItemId("c-payload"), ("later", "old"))
        work.own.put_tags(ItemId("q-one"), ("later",))
        work.own.put_tags(ItemId("c-payload"), ("later", "storage"))
        work.commit()
    assert ids(stocked, "tag:old") == []
    install(stocked, replace(CONTENT, cards=CONTENT.cards[1:]), NOON)
    assert ids(stocked, "tag:LATER") == ["q-one"]
    install(stocked, CONTENT, NOON)
    assert ids(stocked, "tag:later") == ["c-payload", "q-one"]
    with stocked.open() as work:
        assert work.search.tags() == {"later": 2, "Limits": 1, "mine": 1, "storage": 2, "storage::s3": 1}


def test_a_card_that_has_a_tag_twice_has_it_once(store: Store) -> None:
    tagged = tuple(replace(card(f"c-{number}"), tags=("Old", "new", "old", "Old")) for number in (2, 1))
    install(store, replace(CONTENT, cards=tagged), NOON)
    assert ids(store, "tag:old") == ids(store, "tag:OLD") == ["c-2", "c-1"]
    with store.open() as work:
        assert {tag.lower(): count for tag, count in work.search.tags().items()} == {"new": 2, "old": 2}


def test_an_edited_card_is_found_by_the_learner_s_text(stocked: Store) -> None:
    shipped = CONTENT.cards[0]
    edit = Edit(CardText(kind=CardKind.REVERSED, front="Which quota?", back="Six"), text_of(shipped))
    with stocked.open(writing=True) as work:
        work.own.put_edit(shipped.id, edit, NOON)
        work.commit()
    assert ids(stocked, "is:edited") == ids(stocked, "quota") == ids(stocked, "is:due -is:learning") == ["c-payload"]
    assert ids(stocked, "six is:new kind:reversed") == ["c-payload"]
    assert ids(stocked, "is:own,edited") == ["c-payload", "own-1"]
    assert ids(stocked, "limit") == []


def test_saved_searches_are_kept_by_name(store: Store) -> None:
    with store.open(writing=True) as work:
        first, second = work.saved_searches.add("weak", "prop:r<0.7"), work.saved_searches.add("Due", "is:due")
        work.saved_searches.put(SavedSearch(first, "Weak spots", "prop:r<0.8"))
        work.commit()
    with store.open(writing=True) as work:
        assert work.saved_searches.all() == (
            SavedSearch(second, "Due", "is:due"),
            SavedSearch(first, "Weak spots", "prop:r<0.8"),
        )
        work.saved_searches.remove(second)
        assert len(work.saved_searches.all()) == 1


# Agreement


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    folder: Path = tmp_path_factory.mktemp("library")
    real = fill(open_database(folder, backups=folder / "backups", stamp="test"))
    yield fill(FakeStore()), real
    real.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=timedelta(seconds=5))
@given(query=QUERIES)
def test_the_database_finds_what_looking_at_everything_finds(pair: tuple[Store, Store], query: Query) -> None:
    fake, real = pair
    try:
        parse(printed(query))
    except QueryError:
        return
    assert ids(real, query) == ids(fake, query)
    quick = replace(FRAME, most=2_500)
    assert set(ids(real, query, quick)) == set(ids(fake, query))
    with real.open() as work:
        assert set(work.search.best(query, quick, (), 100)) == set(work.search.keys(query, FRAME))


@pytest.mark.parametrize("order", [Order.NONE, Order.DECK])
def test_a_deck_is_found_whole_whether_its_items_came_together_or_one_after_the_other(
    store: Store, order: Order
) -> None:
    def found() -> set[ItemId]:
        with store.open() as work:
            return set(work.search.items(work.search.keys(parse("deck:deck-1"), FRAME, order)))

    def put(*names: str) -> None:
        cards = tuple(card(name) for name in names)
        install(store, deck(cards=cards, questions=(), sheets=(), digest=names[-1].ljust(64, "0")))

    assert found() == set()
    put("a-1", "a-2", "a-3")
    assert found() == {"a-1", "a-2", "a-3"}
    install(store, SECOND)
    put("a-1", "a-2", "a-3", "a-4")
    assert found() == {"a-1", "a-2", "a-3", "a-4"}
    put("a-1", "a-4")
    assert found() == {"a-1", "a-4"}
    put("a-4")
    assert found() == {"a-4"}
