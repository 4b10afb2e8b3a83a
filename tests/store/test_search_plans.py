"""How SQLite goes about what is asked of many cards: nothing is looked up once for each of all that is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.search.parser import parse
from certdeck.ports.search import Facet
from certdeck.store.connection import Value
from certdeck.store.database import Database, open_database
from certdeck.store.transaction import Transaction
from tests.builders import NOON, deck
from tests.store.test_later_words import FRAME


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path, backups=tmp_path, stamp="x")
    with opened.open(writing=True) as work:
        work.content.replace(deck(), NOON)
        work.commit()
    yield opened
    opened.close()


@pytest.mark.parametrize("query", ["payload", "tag:llm", "deck:A payload", "is:faulty", "payload or tag:llm"])
def test_items_are_counted_by_domain_without_a_look_for_each_that_is_found(
    store: Database, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.open() as work:
        assert isinstance(work, Transaction)
        asked: list[tuple[str, tuple[Value, ...]]] = []
        rows = work.link.rows

        def noted(statement: str, *values: Value) -> object:
            asked.append((statement, values))
            return rows(statement, *values)

        monkeypatch.setattr(work.link, "rows", noted)
        work.search.tally(parse(query), FRAME, Facet.DOMAIN)
        ((statement, values),) = asked
        steps = [str(step["detail"]) for step in rows(f"EXPLAIN QUERY PLAN {statement}", *values)]
    assert any(step.startswith(("SEARCH entry", "SEARCH coverage")) for step in steps)
    assert not [step for step in steps if "item_id=? AND rowid=?" in step]
