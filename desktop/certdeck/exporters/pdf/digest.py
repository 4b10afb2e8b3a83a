"""Everything on two sides: the gist of all sheets, as much of each as fits."""

from dataclasses import replace
from typing import Final

from certdeck.core.sheet_sets import entries_of, gist
from certdeck.exporters.pdf.document import About, Press, finished, page_size
from certdeck.exporters.pdf.fitting import best_layout
from certdeck.exporters.pdf.ink import TEXT
from certdeck.exporters.pdf.page import Imprint, footer_words
from certdeck.exporters.pdf.sheet import Parting, SheetLayout, draw_sheet
from certdeck.exporters.verified import day_words
from certdeck.ports.exporting import Progress
from certdeck.ports.markup import Markup
from certdeck.ports.math import MathRenderer
from certdeck.ports.printing import SMALLEST, OnePage, PrintOptions, Printout, Problem, SheetBook

SIDES: Final = 2
_AIR: Final = 0.5
_STEP: Final = 0.25
_MOST_TRIES: Final = 20


def print_digest(
    book: SheetBook,
    markup: Markup,
    math: MathRenderer | None,
    options: PrintOptions,
    progress: Progress,
    press: Press,
) -> Printout:
    """Draw the gist of `book` on so many pages as the options ask for, by default two."""
    sides = options.pages or SIDES
    layout = _fullest(book, markup, math, options, sides, progress)
    code = book.blueprint.code
    canvas = press.canvas(
        page_size(options), About(f"{book.title} ({code})", book.title, book.deck.language), options.ink
    )
    around = Imprint(
        book.title, code, f"the gist of {len(book.sheets)} sheets", footer_words(book.deck, book.blueprint), TEXT
    )
    pages = len(layout.pages)
    draw_sheet(canvas, layout, around, "digest", 0, [f"page {at} of {pages}" for at in range(1, pages + 1)])
    problems = list(layout.problems)
    if pages > sides:
        words = f"does not fit on {sides} pages: it takes {pages} even with text of {SMALLEST:g} points"
        problems.append(Problem(book.title, words))
    return finished(canvas, pages, problems)


def print_page(
    page: OnePage, markup: Markup, math: MathRenderer | None, options: PrintOptions, press: Press
) -> Printout:
    """Draw the first version of `page` that fits on one page; the barest where none does."""
    options = replace(options, pages=1)
    layouts = (best_layout(sheet, markup, math, options) for sheet in page.versions)
    layout = next(layouts)
    for barer in layouts:
        if len(layout.pages) == 1:
            break
        layout = barer
    code, note = page.blueprint.code, day_words(page.day)
    canvas = press.canvas(page_size(options), About(f"{layout.title} ({code})", note, page.deck.language), options.ink)
    around = Imprint(layout.title, code, note, footer_words(page.deck, page.blueprint), TEXT)
    pages = len(layout.pages)
    draw_sheet(canvas, layout, around, "page", 0, [f"page {at} of {pages}" for at in range(1, pages + 1)])
    return finished(canvas, pages, layout.problems)


def _fullest(
    book: SheetBook, markup: Markup, math: MathRenderer | None, options: PrintOptions, sides: int, progress: Progress
) -> SheetLayout:
    """Return the layout that holds most and still fits: first more entries, then larger letters."""
    asked = 0

    def laid(entries: int, size: float) -> SheetLayout:
        nonlocal asked
        asked += 1
        progress(min(asked, _MOST_TRIES - 1), _MOST_TRIES)
        sheet = gist(book.sheets, book.blueprint, book.title, entries)
        return SheetLayout(sheet, markup, math, replace(options, size=size), _AIR, Parting.ANYWHERE)

    fewest, most = len(book.sheets), entries_of(book.sheets)
    best, size = laid(fewest, SMALLEST), SMALLEST
    while most - fewest > 1:
        middle = (fewest + most) // 2
        tried = laid(middle, SMALLEST)
        best, fewest, most = (tried, middle, most) if len(tried.pages) <= sides else (best, fewest, middle)
    while size + _STEP <= options.size and len((larger := laid(fewest, size + _STEP)).pages) <= sides:
        best, size = larger, size + _STEP
    return best
