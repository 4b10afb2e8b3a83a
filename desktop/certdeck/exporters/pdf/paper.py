"""Printing all that goes on paper. reportlab is loaded by the first print, not by the import of this module."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from certdeck.exporters.atomic import replacing
from certdeck.ports.exporting import no_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from certdeck.exporters.pdf.canvas import Canvas
    from certdeck.exporters.pdf.document import Printed
    from certdeck.ports.exporting import Progress
    from certdeck.ports.markup import Markup
    from certdeck.ports.math import MathRenderer
    from certdeck.ports.printing import (
        CardBook,
        CardOptions,
        ExamPaper,
        OnePage,
        PrintOptions,
        Printout,
        ProgressContent,
        SheetBook,
    )


class PdfPaperPrinter:
    """Writes PDF (see `certdeck.ports.printing.PaperPrinter`).

    `fonts` is the folder of the faces that are embedded. `math` draws formulas; without it their source is printed.
    """

    def __init__(
        self,
        markup: Markup,
        fonts: Path,
        math: MathRenderer | None = None,
        find: Callable[[str], Path | None] = lambda _name: None,
    ) -> None:
        self._find = find
        self._markup = markup
        self._fonts = fonts
        self._math = math

    def sheets(
        self, book: SheetBook, target: Path | None, options: PrintOptions, progress: Progress = no_progress
    ) -> Printout:
        """Print sheets, each beginning on a page of its own; several get a table of contents."""
        from certdeck.exporters.pdf.book import print_book

        kind = self._canvas(target)
        return _kept(print_book(book, self._markup, self._math, options, progress, kind), target)

    def digest(
        self, book: SheetBook, target: Path | None, options: PrintOptions, progress: Progress = no_progress
    ) -> Printout:
        """Print the gist of all sheets on two sides: as much of each as fits."""
        from certdeck.exporters.pdf.digest import print_digest

        kind = self._canvas(target)
        return _kept(print_digest(book, self._markup, self._math, options, progress, kind), target)

    def page(self, page: OnePage, target: Path | None, options: PrintOptions) -> Printout:
        """Print the first version that fits on one page."""
        from certdeck.exporters.pdf.digest import print_page

        return _kept(print_page(page, self._markup, self._math, options, self._canvas(target)), target)

    def cards(
        self, book: CardBook, target: Path | None, options: CardOptions, progress: Progress = no_progress
    ) -> Printout:
        """Print cards to cut out, page by page a front and its back."""
        from certdeck.exporters.pdf.cards import print_cards

        kind = self._canvas(target)
        printed = print_cards(book, self._markup, self._math, self._find, options, progress, kind)
        return _kept(printed, target)

    def exam(self, paper: ExamPaper, target: Path | None, options: PrintOptions) -> Printout:
        """Print an exam: its questions, a sheet for the answers, and the key with all reasons."""
        from certdeck.exporters.pdf.exam import print_exam

        return _kept(print_exam(paper, self._markup, self._math, options, self._canvas(target)), target)

    def progress(self, content: ProgressContent, target: Path | None, options: PrintOptions) -> Printout:
        """Print how well each part of the exam is known, what was done, and what is coming."""
        from certdeck.exporters.pdf.progress import print_progress

        return _kept(print_progress(content, options, self._canvas(target)), target)

    def duplex_test(self, target: Path | None, options: CardOptions) -> Printout:
        """Print one sheet of paper whose two sides show how far apart they are."""
        from certdeck.exporters.pdf.duplex import print_duplex_test

        return _kept(print_duplex_test(options, self._canvas(target)), target)

    def _canvas(self, target: Path | None) -> type[Canvas]:
        """Make the faces known and return the canvas to draw on."""
        from certdeck.exporters.pdf.canvas import Canvas
        from certdeck.exporters.pdf.fonts import register
        from certdeck.exporters.pdf.preview import PreviewCanvas

        register(self._fonts)
        return PreviewCanvas if target is None else Canvas


def _kept(printed: Printed, target: Path | None) -> Printout:
    if target is not None:
        with replacing(target) as temporary:
            temporary.write_bytes(printed.content)
    return printed.printout()
