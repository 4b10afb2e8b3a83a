"""Printed sheets: complete, embedded, bookmarked, and the same bytes each time."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import (
    Deck,
    Entry,
    FactsBlock,
    Formula,
    FormulasBlock,
    HookBlock,
    Sheet,
    SheetBlock,
    TableBlock,
    TrapsBlock,
    TreeBlock,
    TreeBranch,
    TreeNode,
)
from certdeck.core.errors import ExportError
from certdeck.core.richtext import plain
from certdeck.exporters.pdf.boxes import Typesetter
from certdeck.exporters.pdf.fitting import best_layout
from certdeck.exporters.pdf.fonts import register
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
from tests.exporters.pdf.reading import as_typed

ROOT = Path(__file__).parents[3]
FONTS = ROOT / "resources" / "fonts"
MARKUP = Markdown()
PRINTER = PdfPaperPrinter(MARKUP, FONTS, svg)


def printed(
    sheet: Sheet,
    folder: Path,
    paper: Paper = Paper.A4,
    deck: Deck = sample.DECK,
    blueprint: Blueprint = sample.BLUEPRINT,
) -> tuple[Path, int]:
    target = folder / f"{sheet.id}-{paper}.pdf"
    book = SheetBook(sheet.title, (sheet,), deck, blueprint)
    return target, PRINTER.sheets(book, target, PrintOptions(paper=paper)).pages


def tool(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def text_of(pdf: Path) -> str:
    return " ".join(tool("pdftotext", "-raw", str(pdf), "-").split())


def written(block: SheetBlock) -> Iterator[str]:
    """Yield every text of a block as it is to be read on paper; formulas are drawings."""
    yield block.title
    match block:
        case TableBlock(_, columns, rows):
            yield from columns
            yield from (cell for row in rows for cell in row)
        case TreeBlock(_, root):
            yield from in_tree(root)
        case TrapsBlock(_, entries) | FactsBlock(_, entries):
            yield from (text for entry in entries for text in (entry.term, entry.text))
        case FormulasBlock(_, formulas):
            yield from (text for formula in formulas for text in (formula.name, formula.meaning))
        case HookBlock(_, text):
            yield text


def in_tree(node: TreeNode) -> Iterator[str]:
    yield from (node.text, node.note)
    for branch in node.branches:
        yield branch.label
        yield from in_tree(branch.node)


def expected(sheet: Sheet) -> Iterator[str]:
    yield sheet.title
    yield from (sheet.examined, sheet.today)
    for block in sheet.blocks:
        yield from written(block)
    yield from (source.title.rpartition(": ")[2] for source in sheet.sources)


def missing(sheet: Sheet, pdf: Path) -> list[str]:
    """Return the texts that can't be found word by word in `pdf`; a text with a formula is looked for in parts."""
    found = as_typed(text_of(pdf))
    parts = (part for text in expected(sheet) for part in re.split(r"\$[^$]*\$", text))
    wanted = (" ".join(plain(MARKUP.read(part)).split()) for part in parts)
    return [text for text in wanted if as_typed(text) not in found]


@pytest.mark.parametrize("paper", list(Paper))
def test_every_text_of_the_sheet_is_on_paper(tmp_path: Path, paper: Paper) -> None:
    pdf, pages = printed(sample.SHEET, tmp_path, paper)
    assert missing(sample.SHEET, pdf) == []
    assert pages == 1


def test_band_footer_and_check_are_there(tmp_path: Path) -> None:
    text = text_of(printed(sample.SHEET, tmp_path)[0])
    assert "MLA-C01 Domain 3 Task 3.1" in text
    assert "Select deployment infrastructure" in text
    assert "Certdeck AWS MLA-C01 deck version 1.0.0" in text
    assert "page 1 of 1" in text
    assert "Verified 4 Oct 2026." in text


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, "595.276 x 841.89 pts (A4)"), (Paper.LETTER, "612 x 792 pts")])
def test_the_paper_is_the_one_asked_for_and_the_document_says_what_it_is(
    tmp_path: Path, paper: Paper, size: str
) -> None:
    about = tool("pdfinfo", str(printed(sample.SHEET, tmp_path, paper)[0]))
    assert size in about
    assert "Inference options (MLA-C01)" in about
    assert re.search(r"Author:\s+Certdeck\n", about)
    assert re.search(r"Subject:\s+MLA-C01 Domain 3 Task 3.1 Select deployment infrastructure\n", about)


def test_only_our_own_faces_are_used_and_all_are_embedded(tmp_path: Path) -> None:
    lines = tool("pdffonts", str(printed(sample.SHEET, tmp_path)[0])).splitlines()[2:]
    assert lines
    for line in lines:
        assert re.match(r"[A-Z]{6}\+IBMPlex(Sans|Mono)", line)
        assert re.search(r"yes yes yes\s+\d+\s+0$", line)


def test_the_outline_leads_to_every_block(tmp_path: Path) -> None:
    content = printed(sample.SHEET, tmp_path)[0].read_bytes()
    titles = re.findall(rb"/Title \(([^)]*)\)", content)
    wanted = {block.title.encode() for block in sample.SHEET.blocks} | {b"Inference options", b"Exam and today"}
    assert wanted <= set(titles)


def test_sources_and_links_can_be_clicked(tmp_path: Path) -> None:
    content = printed(sample.SHEET, tmp_path)[0].read_bytes()
    links = set(re.findall(rb"/URI \(([^)]*)\)", content))
    assert {source.url.encode() for source in sample.SOURCES} | {b"https://docs.aws.amazon.com/x"} == links


def test_the_language_is_named(tmp_path: Path) -> None:
    assert b"/Lang (en)" in printed(sample.SHEET, tmp_path)[0].read_bytes()


def test_the_same_sheet_gives_the_same_bytes(tmp_path: Path) -> None:
    first = printed(sample.SHEET, tmp_path)[0].read_bytes()
    assert printed(sample.SHEET, tmp_path)[0].read_bytes() == first


def test_without_a_way_to_draw_formulas_their_source_is_printed(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    book = SheetBook("Sheet", (sample.SHEET,), sample.DECK, sample.BLUEPRINT)
    PdfPaperPrinter(MARKUP, FONTS).sheets(book, target, PrintOptions())
    assert r"\frac{TP}{TP + FN}" in text_of(target)


def test_a_sheet_of_no_task_of_this_exam_has_a_band_all_the_same(tmp_path: Path) -> None:
    text = text_of(printed(replace(sample.SHEET, covers=(), sources=()), tmp_path)[0])
    assert text.count("MLA-C01") == 2
    assert "Task" not in text


def long_sheet(count: int) -> Sheet:
    deep = TreeNode(
        "Last?", branches=tuple(TreeBranch(f"way{at}", TreeNode(f"Answer {at}", "noted")) for at in range(count))
    )
    return replace(
        sample.SHEET,
        blocks=(
            *sample.SHEET.blocks,
            TableBlock("Long table", ("Term", "Text"), tuple((f"Row {at}", f"It says {at}") for at in range(count))),
            TreeBlock("Long tree", deep),
            FactsBlock("Long facts", tuple(Entry(f"{at} GB", f"limit number {at}") for at in range(count))),
            TrapsBlock("Long traps", tuple(Entry(f"Belief {at}.", f"So it is {at}. " * 4) for at in range(count))),
            FormulasBlock(
                "Long formulas", tuple(Formula(f"F{at}", f"x_{{{at}}}", f"means {at}") for at in range(count))
            ),
            HookBlock("Long hook", "\n\n".join(f"Paragraph {at}." for at in range(count))),
        ),
    )


@pytest.mark.parametrize("count", [12, 40, 75])
def test_a_long_sheet_goes_on_overleaf_and_loses_nothing(tmp_path: Path, count: int) -> None:
    sheet = long_sheet(count)
    pdf, pages = printed(sheet, tmp_path)
    assert pages > 1
    assert missing(sheet, pdf) == []
    text = text_of(pdf)
    assert f"page {pages} of {pages}" in text
    assert "Inference options, continued" in text


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("count", [0, 12, 75])
def test_nothing_reaches_into_the_footer_or_beyond_the_margin(paper: Paper, count: int) -> None:
    register(FONTS)
    layout = best_layout(long_sheet(count) if count else sample.SHEET, MARKUP, svg, PrintOptions(paper=paper))
    for number, page in enumerate(layout.pages, 1):
        assert page.spots
        for spot in page.spots:
            assert spot.top <= layout.frame.top(number) + 0.01
            assert spot.top - spot.box.height * spot.scale >= layout.frame.bottom - 0.01


def test_a_table_that_goes_on_overleaf_repeats_its_head(tmp_path: Path) -> None:
    sheet = replace(
        sample.SHEET,
        blocks=(TableBlock("Long", ("Headword", "Text"), tuple((f"Row {at}", "words " * 60) for at in range(40))),),
    )
    pdf, pages = printed(sheet, tmp_path)
    assert text_of(pdf).count("Headword") == pages > 1


def table_of(title: str, row: str, rows: int) -> TableBlock:
    return TableBlock(title, ("Left", "Right"), tuple((f"{row} {at}", "words " * 40) for at in range(rows)))


@pytest.mark.parametrize("rows", [2, 3, 4, 7])
def test_no_row_of_a_table_is_alone_on_a_page(tmp_path: Path, rows: int) -> None:
    for above in range(8, 22):
        blocks = table_of("Long", "Before", above), table_of("Parted", "Row", rows)
        sheet = replace(sample.SHEET, blocks=blocks, examined="", today="")
        held = [page.count("Row ") for page in text_of(printed(sheet, tmp_path)[0]).split("\f")]
        assert sum(held) == rows
        assert min(count for count in held if count) >= 2


def test_a_last_page_with_next_to_nothing_on_it_is_spared() -> None:
    register(FONTS)
    sheets = (longer_sheet(count) for count in range(10, 200))
    spilled = next(sheet for sheet in sheets if len(SheetLayout(sheet, MARKUP, svg, PrintOptions(), 0.6).pages) > 1)
    assert SheetLayout(spilled, MARKUP, svg, PrintOptions(), 0.6).last_share < 0.2
    assert len(best_layout(spilled, MARKUP, svg, PrintOptions()).pages) == 1


def test_where_smaller_text_does_not_spare_the_page_the_columns_stand_on_it_whole() -> None:
    register(FONTS)
    hooks = tuple(HookBlock(f"Hook {at}", f"Words of hook {at}.") for at in range(5))
    tables = (table_of("Long", "Row", rows) for rows in range(4, 30))
    sheets = (replace(sample.SHEET, blocks=(table, *sample.SHEET.blocks[1:], *hooks)) for table in tables)
    layouts = [best_layout(sheet, MARKUP, svg, PrintOptions(landscape=True)) for sheet in sheets]
    assert all(layout.last_share >= 0.2 for layout in layouts if len(layout.pages) > 1)


def test_a_tight_layout_is_used_to_save_a_page() -> None:
    register(FONTS)
    crowded = next(sheet for sheet in map(longer_sheet, range(10, 200, 4)) if pages_without_squeezing(sheet) > 1)
    assert len(best_layout(crowded, MARKUP, svg, PrintOptions()).pages) == 1


def longer_sheet(count: int) -> Sheet:
    facts = FactsBlock("Facts", tuple(Entry(f"{at} GB", "limit " * 9) for at in range(count)))
    return replace(sample.SHEET, blocks=(*sample.SHEET.blocks, facts))


def pages_without_squeezing(sheet: Sheet) -> int:
    return len(SheetLayout(sheet, MARKUP, svg, PrintOptions()).pages)


def test_short_texts_that_look_like_lists_or_headings_are_printed_as_they_are(tmp_path: Path) -> None:
    facts = FactsBlock("1. Facts", (Entry("3. third", "- one\n- two"), Entry("# hash", "```\na  b\n\nc\n```")))
    sheet = replace(sample.SHEET, blocks=(facts,))
    text = text_of(printed(sheet, tmp_path)[0])
    for wanted in ("1. Facts", "3. third", "# hash", "• one • two", "a b c"):
        assert wanted in text


def test_every_structure_of_a_text_is_printed(tmp_path: Path) -> None:
    text = "First\n\n## Second\n\n> third\n\n4. fourth\n   - fifth\n\n| sixth | 7th |\n|--|--|\n| 8th | 9th |\n\n---\n"
    blocks = (TrapsBlock("Traps", (Entry("Term.", text), Entry("Listed.", "- tenth"))), HookBlock("Hook", text))
    found = text_of(printed(replace(sample.SHEET, blocks=blocks), tmp_path)[0])
    assert "1 Term. First Second third 4. fourth • fifth sixth 7th 8th 9th" in found
    assert "2 Listed. • tenth" in found
    assert "Hook First Second third" in found


def test_a_row_taller_than_the_page_is_made_smaller_not_cut(tmp_path: Path) -> None:
    sheet = replace(sample.SHEET, blocks=(HookBlock("Hook", " ".join(f"word{at}" for at in range(1500))),))
    pdf, _ = printed(sheet, tmp_path)
    assert missing(sheet, pdf) == []


def test_a_title_too_long_for_the_band_is_set_smaller_not_cut(tmp_path: Path) -> None:
    title = "A title that goes on and on until it can not possibly fit into the band beside the name of the exam"
    sheet = replace(sample.SHEET, title=title)
    assert title in text_of(printed(sheet, tmp_path)[0])


def test_a_place_that_cannot_be_written_is_an_export_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="Nothing was changed"):
        printed(sample.SHEET, tmp_path / "missing")


def test_reportlab_and_genanki_are_loaded_only_when_something_is_written() -> None:
    program = (
        "import sys, certdeck.exporters.pdf.paper, certdeck.exporters.anki.package;"
        "print({'reportlab', 'genanki'} & set(sys.modules))"
    )
    assert tool(sys.executable, "-c", program).strip() == "set()"


def test_every_shipped_sheet_is_complete_on_one_side_of_either_paper(tmp_path: Path) -> None:
    deck = NativeReader().read(ROOT / "decks" / "aws-mla")
    assert deck.sheets
    for sheet in deck.sheets:
        for paper in Paper:
            pdf, pages = printed(sheet, tmp_path, paper, deck, deck.blueprints[0])
            assert (sheet.id, paper, pages, missing(sheet, pdf)) == (sheet.id, paper, 1, [])


@pytest.mark.parametrize("other", ["yes", "quite a long answer to the question"])
def test_the_labels_of_one_question_stand_all_on_their_lines_or_all_in_their_boxes(other: str) -> None:
    register(FONTS)
    leaves = TreeNode("Left"), TreeNode("Right")
    root = TreeNode("Which?", branches=(TreeBranch("no", leaves[0]), TreeBranch(other, leaves[1])))
    _, first, second = tree_rows(root, Typesetter(MARKUP, Setter(None)), 170)
    assert first.height == second.height
