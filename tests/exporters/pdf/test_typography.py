"""Sheets, cards and paper exams have the quotes of print; what is copied from them is what is seen."""

from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader

from certdeck.core.deck import Entry, Formula, FormulasBlock, TableBlock, TrapsBlock, TreeBlock, TreeBranch, TreeNode
from certdeck.exporters.pdf.paper import PdfPaperPrinter
from certdeck.exporters.pdf.typography import for_print
from certdeck.markup.markdown import Markdown
from certdeck.markup.math import svg
from certdeck.ports.printing import CardBook, CardOptions, PrintOptions, SheetBook
from tests.exporters import sample

PRINTER = PdfPaperPrinter(Markdown(), Path(__file__).parents[3] / "resources" / "fonts", svg)


def words_of(pdf: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def test_every_part_of_a_sheet_has_the_quotes_of_print(tmp_path: Path) -> None:
    sheet = replace(
        sample.SHEET,
        title='What "idle" costs',
        blocks=(
            TableBlock('The "table"', ("It's", "So"), (('"a"', "`'b'`"), ("c", "1-6 GB"))),
            TreeBlock(
                "Tree",
                TreeNode('"Yes"?', branches=(TreeBranch("it's", TreeNode("y's")), TreeBranch("n", TreeNode("n")))),
            ),
            TrapsBlock("Traps", (Entry('"No code":', "DataBrew - doesn't need it."),)),
            FormulasBlock("Formulas", (Formula('The "sum"', "a'", "what's left"),)),
        ),
        examined='The guide says "Data Capture".',
    )
    target = tmp_path / "a.pdf"
    PRINTER.sheets(SheetBook("Sheet", (sheet,), sample.DECK, sample.BLUEPRINT), target, PrintOptions())
    found = words_of(target)
    for wanted in (
        "What “idle” costs", "The “table”", "It’s", "“a”", "'b'", "1–6 GB", "“Yes”?", "it’s", "“No code”:",
        "DataBrew – doesn’t need it.", "The “sum”", "what’s left", "says “Data Capture”.",
    ):  # fmt: skip
        assert wanted in found, wanted
    assert '"' not in found


def test_cards_have_them_too_but_not_their_code(tmp_path: Path) -> None:
    card = replace(sample.BASIC, front="What's `x = 'y'`?", back='A "string".')
    cloze = replace(sample.CLOZE, front='It is {{c1::"hidden"}}, isn\'t it?')
    target = tmp_path / "a.pdf"
    PRINTER.cards(CardBook("Cards", (card, cloze), 2, sample.DECK, sample.BLUEPRINT), target, CardOptions())
    found = words_of(target)
    for wanted in ("What’s", "x = 'y'", "A “string”.", "“hidden”, isn’t it?"):
        assert wanted in found


def test_a_deck_in_another_language_keeps_what_its_author_typed() -> None:
    read = for_print(Markdown(), "de-DE").read('Ein "Wort"')
    assert read == Markdown().read('Ein "Wort"')
    assert for_print(Markdown(), "en-GB").read('A "word"') == Markdown().read("A “word”")
