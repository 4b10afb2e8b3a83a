from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import (
    Coverage,
    Entry,
    FactsBlock,
    Formula,
    FormulasBlock,
    HookBlock,
    SheetBlock,
    TableBlock,
    TrapsBlock,
    TreeBlock,
    TreeBranch,
    TreeNode,
)
from certdeck.core.errors import CertdeckError
from certdeck.core.ids import BlueprintId, BulletId, ItemId
from certdeck.presenters.sheet import bands, plain_tree, sheet_view, tree_in_words
from certdeck.presenters.sheet_list import narrowed, sheet_list
from certdeck.presenters.verified import verified_text
from certdeck.services.catalogue import Services
from tests.builders import SOURCE, deck, sheet
from tests.clock import FixedClock
from tests.library import open_library

TABLE = TableBlock("Table", ("A", "B"), (("one", "two"),))
TREE = TreeBlock(
    "Tree",
    TreeNode(
        "Is it?",
        "at once",
        branches=(
            TreeBranch("yes", TreeNode("**Batch**", icon="box")),
            TreeBranch("no", TreeNode("How many?", branches=(TreeBranch("one", TreeNode("Single")),))),
        ),
    ),
)
TRAPS = TrapsBlock("Traps", (Entry("Belief.", "So it is."),))
FACTS = FactsBlock("Facts", tuple(Entry(f"Term {place}", "What is to be said of it") for place in range(9)))
FORMULAS = FormulasBlock("Formulas", (Formula("F1", "a", "b"),))
HOOK = HookBlock("Hook", "Remember.")
NARROW: tuple[SheetBlock, ...] = (TRAPS, FACTS, FORMULAS, HOOK)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    other = (Coverage(BlueprintId("exam-2"), (BulletId("9.9.k1"),)),)
    content = deck(
        sheets=(
            sheet("s-tree", task="3.1", blocks=(TREE, TABLE, TRAPS, HOOK), minutes=4, examined="Once.", today="Now."),
            sheet("s-formulas", task="1.2", blocks=(FORMULAS,)),
            sheet("s-table", task="1.1", blocks=(TABLE,)),
            sheet("s-traps", task="1.1", blocks=(TRAPS, TRAPS)),
            sheet("s-elsewhere", covers=other),
        )
    )
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


def test_the_page_knows_where_the_sheet_belongs_and_when_it_was_checked(services: Services) -> None:
    view = sheet_view(services, ItemId("s-tree"))
    assert view.crumbs == ("D3", "3.1 T3.1")
    assert (view.minutes, view.examined, view.today, view.version) == (4, "Once.", "Now.", "1.0.0")
    assert view.verified == "Verified 1 Mar 2026 against 1 source"


def test_a_sheet_of_another_exam_has_no_crumbs(services: Services) -> None:
    assert sheet_view(services, ItemId("s-elsewhere")).crumbs == ()


def test_a_sheet_that_does_not_exist_is_refused_in_words(services: Services) -> None:
    with pytest.raises(CertdeckError, match="no sheet called c-basic"):
        sheet_view(services, ItemId("c-basic"))


def test_sheets_are_listed_by_domain_with_what_they_hold(services: Services) -> None:
    listed = sheet_list(services)
    assert [(domain.title, domain.weight) for domain in listed] == [("D1", 28), ("D3", 22)]
    assert [task.title for task in listed[0].tasks] == ["1.1 T1.1", "1.2 T1.2"]
    assert [line.id for line in listed[0].lines] == ["s-table", "s-traps", "s-formulas"]
    tree = listed[1].lines[0]
    assert (tree.holds, tree.icon) == ("tree, table, traps, hook", "git-fork")
    assert [line.icon for line in listed[0].lines] == ["table", "triangle-alert", "sigma"]


@pytest.mark.parametrize(
    ("words", "found"), [("", 4), ("TRAPS", 2), ("one table", 2), ("formulas", 1), ("two", 0), ("nothing at all", 0)]
)
def test_sheets_are_found_by_titles_blocks_and_what_tables_compare(services: Services, words: str, found: int) -> None:
    lines = [line for domain in narrowed(sheet_list(services), words) for line in domain.lines]
    assert len(lines) == found


def test_tables_and_trees_take_the_whole_width() -> None:
    made = bands((TREE, TRAPS, HOOK, TABLE, FACTS))
    assert [(len(band.left), len(band.right)) for band in made] == [(1, 0), (1, 1), (1, 0), (1, 0)]
    assert made[1].left == (TRAPS,)


@given(st.lists(st.sampled_from((*NARROW, TABLE, TREE)), max_size=7))
def test_every_block_is_shown_once(blocks: list[SheetBlock]) -> None:
    shown = [block for band in bands(blocks) for block in (*band.left, *band.right)]
    assert sorted(map(repr, shown)) == sorted(map(repr, blocks))


def test_the_tallest_block_stands_alone_beside_the_others() -> None:
    (band,) = bands((FACTS, TRAPS, HOOK))
    assert (band.left, band.right) == ((FACTS,), (TRAPS, HOOK))


def test_a_tree_is_told_way_by_way(services: Services) -> None:
    assert tree_in_words(plain_tree(TREE.root, services.markup)) == (
        "Is it? (at once) yes: Batch.\nIs it? (at once) no: How many? one: Single."
    )


def test_the_oldest_check_counts_and_a_missing_one_is_said() -> None:
    assert verified_text((SOURCE,)) == "Verified 1 Mar 2026"
    assert verified_text(()) == "No source given"
