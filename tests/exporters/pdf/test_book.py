"""Sheets in sets: every option, one document, and what is said when something can't be printed as it should be."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

from certdeck.core.contrast_ratio import grey_of, ratio
from certdeck.core.deck import Deck, Entry, FactsBlock, Formula, FormulasBlock, HookBlock, Sheet, TableBlock
from certdeck.core.ids import ItemId
from certdeck.core.sheet_sets import in_order
from certdeck.exporters.pdf.ink import DOMAINS, LINK, MARGIN, MUTED, TEXT, TINT, WHITE
from certdeck.exporters.pdf.paper import PdfPaperPrinter
from certdeck.importers.native import NativeReader
from certdeck.markup.markdown import Markdown
from certdeck.markup.math import svg
from certdeck.ports.exporting import Paper
from certdeck.ports.printing import InkUse, PrintOptions, Printout, SheetBook
from tests.exporters import sample
from tests.exporters.pdf.reading import outline_of, pages_of, sizes_of

ROOT = Path(__file__).parents[3]
PRINTER = PdfPaperPrinter(Markdown(), ROOT / "resources" / "fonts", svg)
OTHER = replace(sample.SHEET, id=ItemId("sheet-other"), title="Other options", covers=sample.coverage("1.1.k1"))
TASK = replace(sample.SHEET, id=ItemId("sheet-code"), title="Code", covers=sample.coverage("3.2.k1"))


@pytest.fixture(scope="module")
def shipped() -> Deck:
    return NativeReader().read(ROOT / "decks" / "aws-mla")


def book(*sheets: Sheet) -> SheetBook:
    return SheetBook("Some sheets", sheets, sample.DECK, sample.BLUEPRINT)


def printed(folder: Path, *sheets: Sheet, options: PrintOptions | None = None) -> tuple[Path, Printout]:
    target = folder / "book.pdf"
    return target, PRINTER.sheets(book(*sheets), target, options or PrintOptions())


def said(printout: Printout) -> list[str]:
    return [str(problem) for problem in printout.problems]


def every_option() -> Iterator[PrintOptions]:
    for paper, landscape, ink, columns in product(Paper, (False, True), InkUse, (1, 2, 3)):
        yield PrintOptions(paper=paper, landscape=landscape, ink=ink, columns=columns)


@pytest.mark.parametrize("options", list(every_option()), ids=str)
def test_whatever_the_options_nothing_is_too_small_outside_the_margins_or_over_something_else(
    tmp_path: Path, options: PrintOptions
) -> None:
    target, printout = printed(tmp_path, OTHER, sample.SHEET, options=options)
    assert said(printout) == []
    assert min(sizes_of(target)) >= 7
    for page in pages_of(target):
        assert (page.width > page.height) is options.landscape
        assert page.outside(MARGIN) == []
        assert page.overlapping() == []


@pytest.mark.parametrize("size", [7, 10, 14])
def test_the_text_is_as_large_as_is_asked_for(tmp_path: Path, size: float) -> None:
    target, _ = printed(tmp_path, sample.SHEET, options=PrintOptions(size=size))
    assert size in sizes_of(target)
    assert min(sizes_of(target)) >= 7


def test_a_set_has_contents_an_outline_by_domain_and_task_and_page_labels(tmp_path: Path) -> None:
    target, printout = printed(tmp_path, OTHER, sample.SHEET, TASK)
    contents, first, *rest = outline_of(target)
    assert contents == "Contents"
    assert first == "1  Data"
    assert rest[0][0] == "1.1  Ingest and store data"
    assert rest[0][1][0] == "Other options"
    assert PdfReader(target).page_labels == ["i", "1", "2", "3"]
    assert printout.pages == 4


def test_contents_that_would_leave_a_few_lines_overleaf_take_a_third_column(tmp_path: Path) -> None:
    sheets = [replace(sample.SHEET, id=ItemId(f"sheet-{at}"), title=f"Sheet {at}") for at in range(125)]
    labels = PdfReader(printed(tmp_path, *sheets)[0]).page_labels
    assert labels[:2] == ["i", "1"]


def test_the_contents_lead_to_each_sheet(tmp_path: Path) -> None:
    reader = PdfReader(printed(tmp_path, OTHER, sample.SHEET)[0])
    notes = [note.get_object() for note in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert [reader.get_page_number(note["/Dest"][0].get_object()) for note in notes] == [1, 2]


def test_the_text_can_be_read_in_order(tmp_path: Path) -> None:
    text = PdfReader(printed(tmp_path, sample.SHEET)[0]).pages[0].extract_text()
    wanted = ["Inference options", "Compare", "Real-time", "25 MB", "Serverless", "Decide", "Does a caller wait?"]
    places = [text.index(words) for words in (*wanted, "Sources:", "page 1 of 1")]
    assert places == sorted(places)


def test_the_day_of_the_check_is_not_parted(tmp_path: Path) -> None:
    for length in range(12):
        source = replace(sample.SHEET.sources[0], title="Guide: " + "many words of it " * 7 + "x" * length)
        text = PdfReader(printed(tmp_path, replace(sample.SHEET, sources=(source,)))[0]).pages[0].extract_text()
        assert "Verified 21 Nov 2026." in text.replace("\u00a0", " ")


def test_the_document_says_what_it_is(tmp_path: Path) -> None:
    reader = PdfReader(printed(tmp_path, OTHER, sample.SHEET)[0])
    about = reader.metadata
    assert about is not None
    assert (about.title, about.author, about.subject) == ("Some sheets (MLA-C01)", "Certdeck", "MLA-C01 Some sheets")
    assert reader.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    first = printed(tmp_path, OTHER, sample.SHEET)[0].read_bytes()
    assert printed(tmp_path, OTHER, sample.SHEET)[0].read_bytes() == first


def crowded(count: int) -> Sheet:
    facts = FactsBlock("Facts", tuple(Entry(f"{at} GB", "limit " * 9) for at in range(count)))
    return replace(sample.SHEET, blocks=(*sample.SHEET.blocks, facts))


def test_text_shrinks_to_fit_on_the_pages_asked_for(tmp_path: Path) -> None:
    _, wide = printed(tmp_path, crowded(61))
    assert wide.pages == 2
    target, fitted = printed(tmp_path, crowded(61), options=PrintOptions(pages=1))
    assert (fitted.pages, said(fitted)) == (1, [])
    assert min(sizes_of(target)) >= 7


def test_what_does_not_fit_even_with_the_smallest_text_is_said(tmp_path: Path) -> None:
    target, printout = printed(tmp_path, crowded(400), options=PrintOptions(pages=1))
    assert printout.pages > 1
    assert said(printout) == [
        f"Inference options: does not fit on 1 page: it takes {printout.pages} even with text of 7 points"
    ]
    assert min(sizes_of(target)) >= 7


def wide_table(columns: int, letters: int) -> Sheet:
    words = tuple(f"{'W' * letters}{at}" for at in range(columns))
    return replace(sample.SHEET, blocks=(TableBlock("Wide", words, (words,)), HookBlock("After", "It goes on.")))


def test_a_table_too_wide_for_the_page_gets_smaller_cells_first(tmp_path: Path) -> None:
    target, printout = printed(tmp_path, wide_table(7, 8))
    assert said(printout) == []
    assert [page.width > page.height for page in pages_of(target)] == [False]


def test_a_table_too_wide_for_that_lies_on_its_side(tmp_path: Path) -> None:
    target, printout = printed(tmp_path, wide_table(7, 11))
    assert said(printout) == []
    assert [page.width > page.height for page in pages_of(target)] == [True, False]
    assert all(page.outside(MARGIN) == [] for page in pages_of(target))


def test_a_table_too_wide_even_for_that_is_named(tmp_path: Path) -> None:
    target, printout = printed(tmp_path, wide_table(12, 20))
    assert "Inference options: the table Wide is too wide; some of its words are parted" in said(printout)
    assert all(page.overlapping() == [] and page.outside(MARGIN) == [] for page in pages_of(target))


def test_a_word_longer_than_its_column_is_parted_marked_and_named(tmp_path: Path) -> None:
    word = "q" * 90
    target, printout = printed(tmp_path, replace(sample.SHEET, blocks=(HookBlock("Hook", f"See {word} now."),)))
    assert said(printout) == [f"Inference options: the word {word} is wider than its column"]
    assert all(page.outside(MARGIN) == [] for page in pages_of(target))


def test_code_beside_code_with_an_ordinary_space_between_runs_into_nothing(tmp_path: Path) -> None:
    block = HookBlock("Hook", "Set `EarlyStoppingType` `Off`, then go on.")
    target, _ = printed(tmp_path, replace(sample.SHEET, blocks=(block,)))
    assert pages_of(target)[0].overlapping() == []


def test_text_in_letters_that_no_face_has_stays_within_its_column(tmp_path: Path) -> None:
    facts = tuple(Entry("שלום עולם", "これは 長い 文です。 " * 12) for _ in range(6))
    target, _ = printed(tmp_path, replace(sample.SHEET, blocks=(FactsBlock("Facts", facts), *sample.SHEET.blocks)))
    for number, page in enumerate(pages_of(target), 1):
        assert (number, page.outside(MARGIN), page.overlapping()) == (number, [], [])


def test_a_letter_that_no_face_has_is_marked_and_named(tmp_path: Path) -> None:
    target, printout = printed(tmp_path, replace(sample.SHEET, blocks=(HookBlock("Hook", "A camel 🐪 here."),)))
    (words,) = said(printout)
    assert words.startswith("Inference options: the letter '🐪' (U+1F42A) is in no face")
    assert "A camel \ufffd here." in PdfReader(target).pages[0].extract_text()


def test_a_broken_formula_is_printed_as_source_marked_and_named(tmp_path: Path) -> None:
    block = FormulasBlock("Formulas", (Formula("F", r"\frac{1", "means $\\frac{2$ a lot"),))
    target, printout = printed(tmp_path, replace(sample.SHEET, blocks=(block,)))
    assert any(r"the formula \frac{1 can't be drawn" in words for words in said(printout))
    assert r"\frac{1" in PdfReader(target).pages[0].extract_text()


def test_a_formula_is_found_by_its_source_where_it_stands(tmp_path: Path) -> None:
    block = FormulasBlock("Formulas", (Formula("Recall", r"\frac{TP}{TP+FN}", "with $x_1^2$ inside the line"),))
    target, printout = printed(tmp_path, replace(sample.SHEET, blocks=(block,)))
    text = " ".join(PdfReader(target).pages[0].extract_text().split())
    assert said(printout) == []
    places = [text.index(words) for words in ("Recall", r"\frac{TP}{TP+FN}", "with", "x_1^2", "inside the line")]
    assert places == sorted(places)
    (page,) = pages_of(target)
    assert (page.outside(MARGIN), page.overlapping(), min(sizes_of(target))) == ([], [], 7)


def test_every_shipped_sheet_is_printed_without_a_problem(tmp_path: Path, shipped: Deck) -> None:
    exam = shipped.blueprints[0]
    everything = SheetBook("All sheets", in_order(shipped.sheets, exam), shipped, exam)
    target = tmp_path / "all.pdf"
    printout = PRINTER.sheets(everything, target, PrintOptions())
    assert said(printout) == []
    assert min(sizes_of(target)) >= 7
    for number, page in enumerate(pages_of(target), 1):
        assert (number, page.outside(MARGIN), page.overlapping()) == (number, [], [])


@pytest.mark.parametrize("paper", list(Paper))
def test_the_gist_of_the_shipped_deck_fills_two_sides(tmp_path: Path, shipped: Deck, paper: Paper) -> None:
    exam = shipped.blueprints[0]
    everything = SheetBook("Everything on two sides", in_order(shipped.sheets, exam), shipped, exam)
    target = tmp_path / "two.pdf"
    printout = PRINTER.digest(everything, target, PrintOptions(paper=paper))
    assert (printout.pages, said(printout)) == (2, [])
    for page in pages_of(target):
        assert (page.outside(MARGIN), page.overlapping()) == ([], [])
        assert max(word.bottom for word in page.words) > 0.9 * page.height
    text = " ".join(page.extract_text() for page in PdfReader(target).pages)
    assert all(f"{task.id} {task.short}" in " ".join(text.split()) for domain in exam.domains for task in domain.tasks)


def test_a_preview_writes_nothing_and_shows_every_page() -> None:
    printout = PRINTER.sheets(book(OTHER, sample.SHEET), None, PrintOptions())
    assert len(printout.pictures) == printout.pages == 3
    assert all(picture.svg.startswith("<svg") for picture in printout.pictures)
    assert "Real-time" in printout.pictures[1].svg
    # Nothing is marked as wrong where nothing is.
    assert not any("stroke-dasharray" in picture.svg for picture in printout.pictures)


def test_a_preview_marks_what_is_missing_once() -> None:
    printout = PRINTER.sheets(
        book(replace(sample.SHEET, blocks=(HookBlock("Hook", "A camel 🐪 here."),))), None, PrintOptions()
    )
    (picture,) = printout.pictures
    assert picture.svg.count("stroke-dasharray") == 1
    assert "A\u00a0camel\u00a0\ufffd\u00a0here." in picture.svg


def test_every_ink_is_readable_on_every_ground_in_colour_and_in_grey() -> None:
    pairs = [*((WHITE, band) for band in (*DOMAINS, TEXT)), *((ink, WHITE) for ink in (TEXT, MUTED, LINK))]
    for ink, ground in [*pairs, (TEXT, TINT), (MUTED, TINT), (LINK, TINT)]:
        assert ratio(ink, ground) >= 4.5
        assert ratio(grey_of(ink), grey_of(ground)) >= 4.5


@pytest.mark.parametrize("wrong", [{"columns": 4}, {"columns": 0}, {"size": 6.9}, {"size": 20}, {"pages": 0}])
def test_options_out_of_bounds_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"column|point|page"):
        PrintOptions(**wrong)  # type: ignore[arg-type]
