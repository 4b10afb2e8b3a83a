from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from certdeck.core.errors import QueryError, SettingError
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.search.parser import parse
from certdeck.ports.search import Facet, Order
from tests.builders import card, deck, multiple_choice
from tests.clock import FixedClock
from tests.library import open_library
from tests.services.parts import Parts


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    made = Parts(tmp_path)
    made.install(
        deck(
            cards=(card("c-1", front="Payload"), card("c-2", task="3.1", tags=("storage",)), card("c-3", covers=())),
            questions=(multiple_choice("q-1"),),
            sheets=(),
        )
    )
    return made


def found(parts: Parts, text: str) -> list[str]:
    return [row.id for row in parts.search.rows(parts.search.find(parse(text)).keys)]


def test_what_a_query_finds_comes_page_by_page(parts: Parts) -> None:
    keys = parts.search.find(parse("")).keys
    assert [row.id for row in parts.search.rows(keys[1:3])] == ["c-2", "c-3"]
    assert parts.search.count(parse("kind:card")) == 3
    assert parts.search.items(keys) == ("c-1", "c-2", "c-3", "q-1")
    assert parts.search.faces(keys) == ("c-1/1", "c-2/1", "c-3/1")
    assert [row.id for row in parts.search.best(parse("front or payload"), ("front",), 1)] == ["c-2"]
    assert parts.search.tally(parse(""), Facet.KIND) == {"card": 3, "question": 1}
    assert parts.search.tags() == {"storage": 1}


def test_it_is_known_whether_any_text_holds_something(parts: Parts) -> None:
    assert parts.search.is_anywhere("ayloa")
    assert not parts.search.is_anywhere("$")


def test_a_row_tells_where_an_item_belongs(parts: Parts) -> None:
    row = parts.search.row(ItemId("c-2"))
    assert row is not None
    assert (row.task, row.deck, row.face) == ("3.1", "deck-1", "c-2/1")
    assert parts.search.row(ItemId("nothing")) is None


def test_days_are_those_of_the_learner(parts: Parts) -> None:
    parts.study.rate(FaceId("c-1/1"), Rating.GOOD, milliseconds=1000)
    assert found(parts, "rated:1") == ["c-1"]
    parts.clock.advance(days=1)
    assert found(parts, "rated:1") == []
    assert found(parts, "rated:2:3") == ["c-1"]
    parts.clock.set_back(5 * 86_400)
    assert found(parts, "rated:7") == []


def test_recall_is_what_studying_says_it_is(parts: Parts) -> None:
    face = FaceId("c-1/1")
    parts.study.rate(face, Rating.EASY, milliseconds=1000)
    for days in (0, 3, 30):
        parts.clock.advance(days=days)
        row = parts.search.row(ItemId("c-1"))
        assert row is not None
        wanted = parts.study.recall(parts.study.state(face))
        assert parts.search.recall(row) == pytest.approx(wanted, abs=1e-9)
    assert found(parts, "prop:r<0.9") == ["c-1"]
    new = parts.search.row(ItemId("c-2"))
    assert new is not None
    assert parts.search.recall(new) is None


def test_a_leech_is_what_the_options_say(parts: Parts) -> None:
    assert found(parts, "is:leech") == []
    face = FaceId("c-1/1")
    parts.options.change(leech_after=2)
    parts.study.rate(face, Rating.EASY, milliseconds=1000)
    for _ in range(2):
        parts.study.rate(face, Rating.AGAIN, milliseconds=1000)
        parts.study.rate(face, Rating.EASY, milliseconds=1000)
    assert found(parts, "is:leech") == ["c-1"]
    parts.options.change(leech_after=0)
    assert found(parts, "is:leech") == []


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    empty = Parts(tmp_path)
    assert list(empty.search.find(parse("payload or is:due"), order=Order.DUE).keys) == []


def test_a_search_is_saved_by_name_and_replaced_by_name(parts: Parts) -> None:
    assert parts.search.save(" Weak ", "prop:r<0.7").settings
    parts.search.save("weak", "prop:r<0.8")
    (saved,) = parts.search.saved()
    assert (saved.name, saved.query) == ("Weak", "prop:r<0.8")
    parts.search.rename(saved.id, "Weak spots")
    assert [one.name for one in parts.again().search.saved()] == ["Weak spots"]
    parts.search.remove(saved.id)
    assert parts.search.saved() == ()


def test_what_can_t_be_saved_changes_nothing(parts: Parts) -> None:
    parts.search.save("One", "a")
    parts.search.save("Two", "b")
    one, two = parts.search.saved()
    with pytest.raises(SettingError, match="already"):
        parts.search.rename(two.id, "one")
    with pytest.raises(SettingError, match="60"):
        parts.search.save("", "a")
    with pytest.raises(QueryError):
        parts.search.save("Three", "is:")
    with pytest.raises(SettingError, match="deleted"):
        parts.search.rename(999, "Other")
    assert parts.search.saved() == (one, two)


@pytest.mark.parametrize(("hour", "minute", "days"), [(3, 30, 5), (4, 30, 4)])
def test_days_looked_back_on_begin_at_the_learners_hour_though_clocks_were_changed_since(
    tmp_path: Path, hour: int, minute: int, days: int
) -> None:
    zone = ZoneInfo("America/New_York")
    clock = FixedClock(datetime(2026, 3, 7, hour, minute, tzinfo=zone).astimezone(UTC), zone)
    with open_library(tmp_path, deck(), clock) as services:
        services.study.rate(FaceId("c-basic/1"), Rating.GOOD, milliseconds=1000)
        clock.advance((datetime(2026, 3, 10, 12, tzinfo=zone).astimezone(UTC) - clock.now()).total_seconds())
        counts = [services.search.count(parse(f"rated:{number}")) for number in (days - 1, days)]
        assert counts == [0, 1]
