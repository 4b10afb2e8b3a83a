from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.card_parts import Occlusion, Outline, Shape
from certdeck.core.deck import CardKind
from certdeck.core.errors import CertdeckError
from certdeck.core.ids import FaceId
from certdeck.core.own import CardText, Draft
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.search.query import State
from certdeck.ports.rows import ItemRow
from certdeck.presenters.library import (
    Column,
    Group,
    LibraryPresenter,
    LibraryView,
    form_icon,
    form_words,
    matches,
    percent,
)
from certdeck.services.catalogue import Services
from tests.builders import card, covers, deck, multiple_choice, sheet
from tests.clock import FixedClock
from tests.library import open_library

CARDS = (
    card("c-zebra", task="1.1", front="**Zebra** stripes?"),
    card("c-apple", task="3.1", front="Apple payload?"),
    card("c-gap", CardKind.CLOZE, task="2.1", front="A {{c1::mango::fruit}} and more"),
    card("c-payload", task="3.2", front="Payload of an endpoint?"),
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    content = deck(cards=CARDS, questions=(multiple_choice("q-one", task="3.1"),), sheets=(sheet("s-one"),))
    with open_library(tmp_path, content, clock) as opened:
        yield opened


@pytest.fixture
def presenter(services: Services) -> LibraryPresenter:
    made = LibraryPresenter(services)
    made.reload()
    return made


def ids(presenter: LibraryPresenter) -> list[str]:
    return [row.id for row in shown(presenter)]


def shown(presenter: LibraryPresenter) -> tuple[ItemRow, ...]:
    return presenter.rows(presenter.view().keys)


def count(view: LibraryView, key: str) -> int:
    return next(facet.count for facet in view.facets if facet.key == key)


def rate(services: Services, face: str, rating: Rating) -> None:
    services.study.rate(FaceId(face), rating, milliseconds=1000)


def test_everything_is_shown_in_the_deck_s_order_at_first(presenter: LibraryPresenter) -> None:
    view = presenter.view()
    assert ids(presenter) == ["c-zebra", "c-apple", "c-gap", "c-payload", "q-one", "s-one"]
    assert view.total == 6
    assert not view.narrowed


def test_whether_there_are_many_items_is_known_before_and_after_they_are_counted(presenter: LibraryPresenter) -> None:
    for _ in range(2):
        assert presenter.is_larger_than(5)
        assert not presenter.is_larger_than(6)
        presenter.view()


def test_to_forget_what_was_read_counts_anew(presenter: LibraryPresenter, services: Services) -> None:
    assert presenter.view().total == 6
    services.cards.create(Draft(CardText(front="New", back="Card"), covers(), (), ""))
    assert presenter.view().total == 6
    presenter.refresh()
    assert presenter.view().total == 7


def test_words_keep_what_holds_all_of_them(presenter: LibraryPresenter) -> None:
    presenter.search("payload ENDPOINT")
    view = presenter.view()
    assert ids(presenter) == ["c-payload"]
    assert (view.total, view.words) == (6, ("payload", "ENDPOINT"))
    assert view.narrowed


def test_what_can_t_be_understood_keeps_the_last_list_and_says_where_it_is(presenter: LibraryPresenter) -> None:
    presenter.search("payload")
    presenter.search("payload is:nwe")
    view = presenter.view()
    assert ids(presenter) == ["c-apple", "c-payload"]
    assert view.wish.text == "payload is:nwe"
    assert view.wish.fault is not None
    assert (view.wish.fault.start, view.wish.fault.end) == (11, 14)
    assert view.wish.fault.fix == "Did you mean is:new?"
    presenter.search("payload is:new")
    assert presenter.view().wish.fault is None


def test_facets_of_one_group_widen_and_those_of_two_narrow(presenter: LibraryPresenter) -> None:
    presenter.tick(Group.DOMAIN, "3", on=True)
    assert ids(presenter) == ["c-apple", "c-payload", "q-one"]
    presenter.tick(Group.DOMAIN, "2", on=True)
    assert ids(presenter) == ["c-apple", "c-gap", "c-payload", "q-one"]
    presenter.tick(Group.KIND, "question", on=True)
    assert ids(presenter) == ["q-one"]
    presenter.tick(Group.KIND, "question", on=False)
    assert ids(presenter) == ["c-apple", "c-gap", "c-payload", "q-one"]


def test_a_facet_is_a_part_of_the_query_either_way(presenter: LibraryPresenter) -> None:
    presenter.search("payload or mango")
    presenter.tick(Group.DOMAIN, "3", on=True)
    presenter.tick(Group.DOMAIN, "2", on=True)
    assert presenter.wish.text == "(payload or mango) domain:2,3 "
    presenter.search("domain:3,1 is:new")
    ticked = {facet.key for facet in presenter.view().facets if facet.on}
    assert ticked == {"1", "3", State.NEW}
    presenter.tick(Group.DOMAIN, "1", on=False)
    presenter.tick(Group.STATE, State.NEW, on=False)
    assert presenter.wish.text == "domain:3 "


def test_a_count_tells_what_the_facet_would_leave(presenter: LibraryPresenter) -> None:
    presenter.tick(Group.DOMAIN, "3", on=True)
    view = presenter.view()
    assert count(view, "card") == 2
    assert count(view, "1") == 2, "facets of the same group do not take from one another"
    assert count(view, State.NEW) == 2


def test_clearing_forgets_words_and_facets(presenter: LibraryPresenter) -> None:
    presenter.tick(Group.KIND, "sheet", on=True)
    presenter.search("zebra")
    presenter.clear()
    assert len(presenter.view().keys) == 6


def test_states_are_counted_from_what_is_known(
    services: Services, presenter: LibraryPresenter, clock: FixedClock
) -> None:
    rate(services, "c-zebra/1", Rating.EASY)
    rate(services, "c-apple/1", Rating.AGAIN)
    services.faces.suspend(FaceId("c-payload/1"), on=True)
    services.faces.flag(1, FaceId("c-zebra/1"))
    view = presenter.reload()
    counts = {state: count(view, state) for state in (State.DUE, State.NEW, State.SUSPENDED, State.FLAGGED)}
    assert counts == {State.DUE: 1, State.NEW: 2, State.SUSPENDED: 1, State.FLAGGED: 1}


def test_a_front_without_words_has_a_title_all_the_same(services: Services, presenter: LibraryPresenter) -> None:
    covered = Occlusion("a.png", (Shape(Outline.RECTANGLE, ((0.1, 0.1), (0.4, 0.4))),))
    for text in (CardText(back="b"), CardText(kind=CardKind.OCCLUSION, occlusion=covered)):
        services.cards.create(Draft(text, covers()))
    presenter.search("is:own")
    presenter.refresh()
    assert [presenter.title(row) for row in shown(presenter)] == ["[Nothing is asked]", "[Picture without a question]"]


def test_due_is_told_from_the_learner_s_day(services: Services, presenter: LibraryPresenter, clock: FixedClock) -> None:
    rate(services, "c-zebra/1", Rating.EASY)
    rate(services, "c-apple/1", Rating.AGAIN)
    services.faces.suspend(FaceId("c-payload/1"), on=True)
    services.faces.bury(FaceId("c-gap/1"))
    rows = shown(presenter)
    days = services.study.state(FaceId("c-zebra/1")).schedule.interval.days
    said = {row.id: presenter.due(row) for row in rows}
    assert said == {
        "c-zebra": f"in {days} d",
        "c-apple": "today",
        "c-gap": "buried",
        "c-payload": "suspended",
        "q-one": "—",
        "s-one": "—",
    }
    clock.advance(days=days)
    assert presenter.due(shown(presenter)[0]) == "today"


def test_what_is_buried_is_not_due_today_and_a_day_to_wait_for_is_told(
    services: Services, presenter: LibraryPresenter, clock: FixedClock
) -> None:
    rate(services, "c-apple/1", Rating.AGAIN)
    services.faces.set_due(services.calendar.today() + timedelta(days=3), FaceId("c-gap/1"))
    assert [presenter.is_due(row) for row in shown(presenter) if row.id == "c-apple"] == [True]
    services.faces.bury(FaceId("c-apple/1"))
    rows = {str(row.id): row for row in shown(presenter)}
    assert not presenter.is_due(rows["c-apple"])
    assert (presenter.due(rows["c-apple"]), presenter.due(rows["c-gap"])) == ("buried", "in 3 d")
    clock.advance(days=1)
    assert presenter.due(rows["c-apple"]) == "today"


def test_what_comes_after_months_is_told_in_months(
    services: Services, presenter: LibraryPresenter, clock: FixedClock
) -> None:
    rate(services, "c-zebra/1", Rating.EASY)
    for _ in range(8):
        due = services.study.state(FaceId("c-zebra/1")).schedule.due
        assert due is not None
        clock.advance((due - clock.now()).total_seconds())
        rate(services, "c-zebra/1", Rating.EASY)
    row = shown(presenter)[0]
    assert presenter.due(row).endswith(" mo")


def test_recall_falls_with_time_and_is_missing_where_there_is_none(
    services: Services, presenter: LibraryPresenter, clock: FixedClock
) -> None:
    rate(services, "c-zebra/1", Rating.GOOD)
    rows = shown(presenter)
    fresh = presenter.recall(rows[0])
    assert fresh is not None
    assert [presenter.recall(row) for row in rows[1:]] == [None] * 5
    clock.advance(days=5)
    later = presenter.recall(shown(presenter)[0])
    assert later is not None
    assert later < fresh


def test_sorting_goes_up_then_down_then_back_to_the_deck(presenter: LibraryPresenter) -> None:
    presenter.sort(Column.FRONT)
    up = ids(presenter)
    assert up[:3] == ["c-gap", "c-apple", "c-payload"], "signs of Markdown and of gaps do not count"
    presenter.sort(Column.FRONT)
    assert ids(presenter) == up[::-1]
    assert presenter.wish.descending
    presenter.sort(Column.FRONT)
    assert ids(presenter)[0] == "c-zebra"
    assert presenter.wish.column is None


@pytest.mark.parametrize("column", [Column.DUE, Column.RECALL])
def test_what_has_no_value_stands_last_either_way(
    services: Services, presenter: LibraryPresenter, column: Column
) -> None:
    rate(services, "c-apple/1", Rating.EASY)
    rate(services, "c-payload/1", Rating.AGAIN)
    for _ in range(2):
        presenter.sort(column)
        assert set(ids(presenter)[:2]) == {"c-apple", "c-payload"}


def test_tasks_sort_by_number(presenter: LibraryPresenter) -> None:
    presenter.sort(Column.TASK)
    tasks = [row.task for row in shown(presenter)]
    assert tasks == sorted(tasks)


def test_titles_are_plain_and_gaps_stay_hidden(presenter: LibraryPresenter) -> None:
    titles = [presenter.title(row) for row in shown(presenter)]
    assert titles[0] == "Zebra stripes?"
    assert titles[2] == "A [fruit] and more"
    assert titles == [presenter.title(row) for row in shown(presenter)]


def test_each_kind_has_words_and_an_icon(presenter: LibraryPresenter) -> None:
    rows = shown(presenter)
    assert [form_words(row) for row in rows][2:] == ["Cloze card", "Card", "Multiple choice", "Sheet"]
    assert form_icon(rows[5]) == "book-open"


def test_without_a_deck_it_says_so(tmp_path: Path, clock: FixedClock) -> None:
    with open_library(tmp_path, None, clock) as empty, pytest.raises(CertdeckError, match="No deck"):
        LibraryPresenter(empty).reload()


def test_a_share_is_written_in_percent() -> None:
    assert percent(0.864) == "86 %"
    assert percent(None) == "—"


def test_places_that_overlap_become_one() -> None:
    assert matches("payload and Payload", ["pay", "payload", "load"]) == ((0, 7), (12, 19))
    assert matches("İstanbul", ["i"]) == (), "letters that change their length are left alone"
    assert matches("text", [""]) == ()


@given(st.text("abAB ", max_size=40), st.lists(st.text("abAB", min_size=1, max_size=3), max_size=4))
def test_places_never_overlap_and_hold_the_words(text: str, words: list[str]) -> None:
    found = matches(text, words)
    assert all(first[1] < second[0] for first, second in pairwise(found))
    covered = "".join(text[start:end] for start, end in found).lower()
    assert all(word.lower() in covered for word in words if word.lower() in text.lower())
