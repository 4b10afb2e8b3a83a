"""Which sheets belong together."""

from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import Deck, TrapsBlock
from certdeck.core.ids import ItemId
from certdeck.core.sheet_sets import TOPICS, entries_of, gist, gist_of, in_order, of_part, of_topic, topic
from certdeck.importers.native import NativeReader
from tests.exporters import sample

FIRST = replace(sample.SHEET, id=ItemId("a"), covers=sample.coverage("1.1.k1"), title="Ways to pay", tags=())
SECOND = replace(sample.SHEET, id=ItemId("b"), covers=sample.coverage("3.1.k1"), tags=("kms",))
THIRD = replace(sample.SHEET, id=ItemId("c"), covers=sample.coverage("3.2.k1"), tags=())
ELSEWHERE = replace(sample.SHEET, id=ItemId("d"), covers=())
SHEETS = (THIRD, ELSEWHERE, SECOND, FIRST)


@pytest.mark.parametrize(("part", "wanted"), [("1", [FIRST]), ("3", [SECOND, THIRD]), ("3.2", [THIRD]), ("9", [])])
def test_the_sheets_of_a_part_come_in_the_order_of_the_guide(part: str, wanted: list[object]) -> None:
    assert list(of_part(SHEETS, sample.BLUEPRINT, part)) == wanted


def test_what_is_no_part_of_the_exam_is_left_out() -> None:
    assert in_order(SHEETS, sample.BLUEPRINT) == (FIRST, SECOND, THIRD)


def test_a_topic_holds_sheets_by_tag_and_by_title() -> None:
    security, cost = topic("security"), topic("cost")
    assert security is not None
    assert cost is not None
    assert of_topic(SHEETS, sample.BLUEPRINT, security) == (SECOND,)
    assert of_topic(SHEETS, sample.BLUEPRINT, cost) == (FIRST,)
    assert topic("none") is None


@pytest.mark.parametrize("entries", [1, 2, 3, 5, 100])
def test_the_gist_holds_as_many_entries_as_are_asked_for_and_first_one_of_each_sheet(entries: int) -> None:
    sheets = in_order(SHEETS, sample.BLUEPRINT)
    made = gist(sheets, sample.BLUEPRINT, "Gist", entries)
    traps = [block.traps for block in made.blocks if isinstance(block, TrapsBlock)]
    assert sum(map(len, traps)) == min(entries, entries_of(sheets))
    assert len(traps) == min(entries, len(sheets))
    assert all(rows[0] == gist_of(sheets[0])[0] or rows for rows in traps)


@pytest.fixture(scope="module")
def shipped() -> Deck:
    return NativeReader().read(Path(__file__).parents[2] / "decks" / "aws-mla")


@pytest.mark.parametrize("name", [entry.name for entry in TOPICS])
def test_every_topic_has_sheets_in_the_shipped_deck(shipped: Deck, name: str) -> None:
    wanted = topic(name)
    assert wanted is not None
    assert 2 <= len(of_topic(shipped.sheets, shipped.blueprints[0], wanted)) <= 40
