"""Printing all that goes on paper. reportlab is loaded by the first print, not by the import of this module."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

from certdeck.exporters.atomic import replacing
from certdeck.exporters.pdf.typography import for_print
from certdeck.ports.exporting import no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from certdeck.core.deck import Deck
    from certdeck.exporters.pdf.document import Press
    from certdeck.ports.exporting import Progress, ResultContent
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
        with self._press(target) as press:
            from certdeck.exporters.pdf.book import print_book

            return print_book(book, self._read(book.deck), self._math, options, progress, press)

    def digest(
        self, book: SheetBook, target: Path | None, options: PrintOptions, progress: Progress = no_progress
    ) -> Printout:
        """Print the gist of all sheets on two sides: as much of each as fits."""
        with self._press(target) as press:
            from certdeck.exporters.pdf.digest import print_digest

            return print_digest(book, self._read(book.deck), self._math, options, progress, press)

    def page(self, page: OnePage, target: Path | None, options: PrintOptions) -> Printout:
        """Print the first version that fits on one page."""
        with self._press(target) as press:
            from certdeck.exporters.pdf.digest import print_page

            return print_page(page, self._read(page.deck), self._math, options, press)

    def cards(
        self, book: CardBook, target: Path | None, options: CardOptions, progress: Progress = no_progress
    ) -> Printout:
        """Print cards to cut out, page by page a front and its back."""
        with self._press(target) as press:
            from certdeck.exporters.pdf.cards import print_cards

            return print_cards(book, self._read(book.deck), self._math, self._find, options, progress, press)

    def exam(self, paper: ExamPaper, target: Path | None, options: PrintOptions) -> Printout:
        """Print an exam: its questions, a sheet for the answers, and the key with all reasons."""
        with self._press(target) as press:
            from certdeck.exporters.pdf.exam import print_exam

            return print_exam(paper, self._read(paper.deck), self._math, options, press)

    def report(self, content: ResultContent, target: Path | None, options: PrintOptions) -> Printout:
        """Print the score report of a sitting."""
        with self._press(target) as press:
            from certdeck.exporters.pdf.score_report import print_report

            return print_report(content, options, press)

    def progress(self, content: ProgressContent, target: Path | None, options: PrintOptions) -> Printout:
        """Print how well each part of the exam is known, what was done, and what is coming."""
        with self._press(target) as press:
            from certdeck.exporters.pdf.progress import print_progress

            return print_progress(content, options, press)

    def duplex_test(self, target: Path | None, options: CardOptions) -> Printout:
        """Print one sheet of paper whose two sides show how far apart they are."""
        with self._press(target) as press:
            from certdeck.exporters.pdf.duplex import print_duplex_test

            return print_duplex_test(options, press)

    def _read(self, deck: Deck) -> Markup:
        return for_print(self._markup, deck.language)

    @contextmanager
    def _press(self, target: Path | None) -> Iterator[Press]:
        """Make the faces known, and open the file that takes the place of `target` when all went well."""
        from certdeck.exporters.pdf.document import Press
        from certdeck.exporters.pdf.fonts import register

        register(self._fonts)
        if target is None:
            from certdeck.exporters.pdf.preview import PreviewCanvas

            yield Press(io.BytesIO(), PreviewCanvas)
            return
        with replacing(target) as temporary, temporary.open("wb") as file:
            yield Press(file)
