"""Printing sheets and score reports. reportlab is loaded by the first one, not by the import of this module."""

from pathlib import Path

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Deck, Sheet
from certdeck.exporters.atomic import replacing
from certdeck.ports.exporting import Paper, ResultContent, no_progress
from certdeck.ports.markup import Markup
from certdeck.ports.math import MathRenderer
from certdeck.ports.printing import PrintOptions, SheetBook


class PdfSheetPrinter:
    """Writes quick-reference sheets as PDF (see `certdeck.ports.exporting.SheetPrinter`).

    `fonts` is the folder of the faces that are embedded. `math` draws formulas; without it their source is printed.
    """

    def __init__(self, markup: Markup, fonts: Path, math: MathRenderer | None = None) -> None:
        self._markup = markup
        self._fonts = fonts
        self._math = math

    def write(self, sheet: Sheet, deck: Deck, blueprint: Blueprint, target: Path, paper: Paper) -> int:
        """Write `sheet` to `target`, whole or not at all, and return the number of pages.

        The same sheet gives the same bytes. Raises `ExportError` when the file can't be written.
        """
        from certdeck.exporters.pdf.book import print_book
        from certdeck.exporters.pdf.fonts import register

        register(self._fonts)
        book = SheetBook(sheet.title, (sheet,), deck, blueprint)
        printed = print_book(book, self._markup, self._math, PrintOptions(paper=paper), no_progress)
        with replacing(target) as temporary:
            temporary.write_bytes(printed.content)
        return printed.pages


class PdfReportPrinter:
    """Writes score reports as PDF (see `certdeck.ports.exporting.ReportPrinter`); `fonts` as for sheets."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts

    def write(self, content: ResultContent, target: Path, paper: Paper) -> int:
        """Write the report to `target`, whole or not at all, and return the number of pages.

        The same result gives the same bytes. Raises `ExportError` when the file can't be written.
        """
        from certdeck.exporters.pdf.fonts import register
        from certdeck.exporters.pdf.score_report import print_report

        register(self._fonts)
        printed = print_report(content, paper)
        with replacing(target) as temporary:
            temporary.write_bytes(printed.content)
        return printed.pages
