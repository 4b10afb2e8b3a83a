"""How a sheet fills its page: as many columns as leave it even, and as much air as there is room for."""

from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import Deck, Entry, FactsBlock, HookBlock, Sheet, TrapsBlock, TreeBlock, TreeBranch, TreeNode
from certdeck.core.ids import ItemId
from certdeck.exporters.pdf.blocks import heading
from certdeck.exporters.pdf.boxes import Typesetter
from certdeck.exporters.pdf.fitting import best_layout
from certdeck.exporters.pdf.fonts import register
from certdeck.exporters.pdf.ink import inks
from certdeck.exporters.pdf.paper import PdfPaperPrinter
from certdeck.exporters.pdf.sheet import SheetLayout
from certdeck.exporters.pdf.text import Setter
from certdeck.exporters.pdf.tree import tree_rows
from certdeck.importers.native import NativeReader
from certdeck.markup.markdown import Markdown
from certdeck.markup.math import svg
from certdeck.ports.exporting import Paper
from certdeck.ports.printing import PrintOptions, SheetBook
from tests.exporters import sample
from tests.exporters.pdf.reading import pages_of

ROOT = Path(__file__).parents[3]
MARKUP = Markdown()


@pytest.fixture(scope="module")
def shipped() -> Deck:
    register(ROOT / "resources" / "fonts")
    return NativeReader().read(ROOT / "decks" / "aws-mla")


def sheet_with_a_tall_tree() -> Sheet:
    register(ROOT / "resources" / "fonts")
    leaves = tuple(TreeBranch("kind", TreeNode(f"Answer {at}", note="a note")) for at in range(9))
    traps = tuple(Entry(f"Belief {at}.", "It is not so, for a reason. " * 3) for at in range(5))
    blocks = (
        TreeBlock("Tree", TreeNode("Which?", branches=leaves)), TrapsBlock("Traps", traps), HookBlock("Hook", "Words."),
    )  # fmt: skip
    return replace(sample.SHEET, blocks=blocks, examined="", today="")


def laid(sheet: Sheet, options: PrintOptions) -> SheetLayout:
    return best_layout(sheet, MARKUP, svg, options)


def test_a_tall_tree_stands_beside_one_other_column_if_two_would_be_left_half_empty() -> None:
    sheet = sheet_with_a_tall_tree()
    three, chosen = laid(sheet, PrintOptions(columns=3)), laid(sheet, PrintOptions())
    assert three.hole > 90
    assert len(chosen.lines()) == 1
    assert chosen.hole < three.hole - 40


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_the_columns_that_are_asked_for_are_the_ones_printed(columns: int) -> None:
    assert len(laid(sheet_with_a_tall_tree(), PrintOptions(columns=columns)).lines()) == columns - 1


def test_the_columns_of_the_shipped_sheets_end_level_and_fill_their_page(shipped: Deck) -> None:
    layouts = [laid(sheet, PrintOptions()) for sheet in shipped.sheets]
    holes = sorted(layout.hole for layout in layouts)
    assert holes[len(holes) // 2] < 25
    assert holes[len(holes) * 9 // 10] < 60
    assert sum(layout.last_share > 0.85 for layout in layouts) > 0.9 * len(layouts)


@pytest.mark.parametrize("paper", list(Paper))
def test_the_blocks_of_the_shipped_sheets_stay_whole(shipped: Deck, paper: Paper) -> None:
    layouts = [laid(sheet, PrintOptions(paper=paper)) for sheet in shipped.sheets]
    assert [layout.title for layout in layouts if layout.splits] == []
    assert max(layout.hole for layout in layouts) < 72
    assert sum(layout.options.size < 8.5 for layout in layouts) <= len(layouts) // 10


@pytest.mark.parametrize("paper", list(Paper))
def test_the_blocks_of_the_shipped_sheets_stay_whole_on_paper_on_its_side(shipped: Deck, paper: Paper) -> None:
    layouts = [laid(sheet, PrintOptions(paper=paper, landscape=True)) for sheet in shipped.sheets[::3]]
    assert [layout.title for layout in layouts if layout.splits] == []
    assert all(len(layout.pages) <= 2 for layout in layouts)


def a_tree_of(count: int) -> Sheet:
    leaves = tuple(TreeBranch(f"kind {at}", TreeNode(f"Answer {at}", note="a note")) for at in range(count))
    return replace(
        sample.SHEET, blocks=(TreeBlock("Tree", TreeNode("Which?", branches=leaves)),), examined="", today=""
    )


def test_a_tree_taller_than_a_column_gets_smaller_letters_so_that_it_stands_whole() -> None:
    register(ROOT / "resources" / "fonts")
    options = PrintOptions(landscape=True, size=10)
    rows = next(count for count in range(5, 40) if SheetLayout(a_tree_of(count), MARKUP, svg, options).splits) - 1
    tall = SheetLayout(a_tree_of(rows), MARKUP, svg, options)
    assert (len(tall.pages), tall.splits) == (1, 0)
    plain = SheetLayout(a_tree_of(2), MARKUP, svg, options)
    assert tall.pages[0].spots[-1].box.height < plain.pages[0].spots[-1].box.height


def test_a_page_with_little_on_it_has_larger_letters_and_room_but_not_below_its_headings() -> None:
    register(ROOT / "resources" / "fonts")
    facts = FactsBlock("Facts", tuple(Entry(f"{at} GB", "a limit") for at in range(5)))
    layout = laid(replace(sample.SHEET, blocks=(facts,)), PrintOptions())
    above = heading("Facts", layout.setter, 200).height
    assert layout.setter.air > 2
    assert layout.options.size == 9.5
    assert above == heading("Facts", Typesetter(MARKUP, Setter(None), 1.4, inks(9.5)), 200).height


def test_letters_get_a_little_smaller_to_keep_the_blocks_of_a_page_whole(shipped: Deck) -> None:
    sheet = next(sheet for sheet in shipped.sheets if sheet.id == "sheet-audit-evidence")
    options = PrintOptions(paper=Paper.LETTER, columns=3)
    assert SheetLayout(sheet, MARKUP, svg, options, 0.6).splits
    layout = laid(sheet, options)
    assert (len(layout.pages), layout.splits) == (1, 0)
    assert 7.75 <= layout.options.size < 8.5


def test_a_page_that_would_be_left_half_empty_has_more_air() -> None:
    register(ROOT / "resources" / "fonts")
    facts = FactsBlock("Facts", tuple(Entry(f"{at} GB", "a limit") for at in range(5)))
    short = laid(replace(sample.SHEET, blocks=(*sample.SHEET.blocks[:1], facts)), PrintOptions())
    full = laid(replace(sample.SHEET, blocks=(facts,) * 17), PrintOptions())
    assert short.setter.air > 1 >= full.setter.air
    assert len(short.pages) == len(full.pages) == 1


def test_labels_have_more_room_beside_the_boxes_of_a_wide_tree() -> None:
    register(ROOT / "resources" / "fonts")
    branches = TreeBranch("a longer label", TreeNode("Left")), TreeBranch("no", TreeNode("Right"))
    root = TreeNode("Which?", branches=branches)
    narrow, wide = (list(tree_rows(root, Typesetter(MARKUP, Setter(None)), width)) for width in (167, 258))
    assert narrow[1].height > wide[1].height


def test_the_contents_cut_no_title_and_part_no_task_statement_from_its_sheets(tmp_path: Path) -> None:
    title = "A title that is far too long to stand on one line of a narrow column of the contents"
    sheets = tuple(replace(sample.SHEET, id=ItemId(f"s-{at}"), title=f"{title} {at}") for at in range(6))
    printer = PdfPaperPrinter(MARKUP, ROOT / "resources" / "fonts", svg)
    printer.sheets(SheetBook("Some", sheets, sample.DECK, sample.BLUEPRINT), tmp_path / "a.pdf", PrintOptions())
    contents = pages_of(tmp_path / "a.pdf")[0]
    words = " ".join(word.text for word in contents.words)
    assert [words.count(f"{title} {at}") for at in range(6)] == [1] * 6
    assert contents.overlapping() == []
    assert len({round(word.left) for word in contents.words if word.text == "A"}) == 1


def test_columns_begin_overleaf_if_a_tree_would_be_torn_by_the_end_of_the_page(shipped: Deck) -> None:
    sheet = next(sheet for sheet in shipped.sheets if sheet.id == "sheet-drift-and-monitors")
    layout = laid(sheet, PrintOptions(paper=Paper.LETTER, landscape=True))
    assert (len(layout.pages), layout.splits) == (2, 0)


def test_a_term_whose_words_would_be_parted_beside_its_text_stands_above_it(tmp_path: Path) -> None:
    facts = FactsBlock(
        "Facts", (Entry("MaxWaitTimeInSecondsOfJobs", "`MaxRuntimeInSeconds` at least"), Entry("A", "b"))
    )
    sheet = replace(sample.SHEET, blocks=(facts, HookBlock("Hook", "Words."), HookBlock("Hook", "Words.")))
    printer = PdfPaperPrinter(MARKUP, ROOT / "resources" / "fonts", svg)
    book = SheetBook("Some", (sheet,), sample.DECK, sample.BLUEPRINT)
    assert printer.sheets(book, tmp_path / "a.pdf", PrintOptions(columns=3)).problems == ()
    words = {word.text for word in pages_of(tmp_path / "a.pdf")[0].words}
    assert {"MaxWaitTimeInSecondsOfJobs", "MaxRuntimeInSeconds"} <= words
