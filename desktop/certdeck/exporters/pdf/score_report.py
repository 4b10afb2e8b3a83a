"""Laying a score report out on pages and drawing it."""

from collections.abc import Callable, Iterable
from typing import Final

from certdeck.core.exam.wording import NOTICE
from certdeck.exporters.pdf.boxes import Box, stack
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.document import About, Page, Press, Spot, finished, page_size
from certdeck.exporters.pdf.ink import LINK, MARGIN, NOTE
from certdeck.exporters.pdf.page import Frame, Imprint
from certdeck.exporters.pdf.score_parts import Section, exam_words, heading, sections
from certdeck.exporters.pdf.text import set_lines
from certdeck.exporters.verified import day_words
from certdeck.ports.exporting import ResultContent
from certdeck.ports.printing import PrintOptions, Printout

_ABOVE: Final = 14.0
"""Points above a heading that is not the first on its page."""


class SectionLayout:
    """Lays out sections; the pages grow as they are placed. `made` makes them for a width."""

    def __init__(self, made: Callable[[float], Iterable[Section]], size: tuple[float, float]) -> None:
        width, height = size
        self.frame = Frame(width, height, set_lines((), width, NOTE))
        self.pages = [Page()]
        self._top = self.frame.top(1)
        for section in made(self.frame.inner):
            self._place(section)

    def _place(self, section: Section) -> None:
        """Place a section: its heading, the head of its table and the first row are never parted."""
        first, *rest = section.rows
        title = heading(section.title, self.frame.inner)
        opening = stack([title, *([section.head] if section.head else []), first])
        if self.pages[-1].spots:
            self._top -= _ABOVE
        if opening.height > self._top - self.frame.bottom:
            self._next_page()
        self._stand(opening, section.title)
        for row in rest:
            if row.height > self._top - self.frame.bottom:
                self._next_page()
                if section.head is not None:
                    self._stand(section.head)
            self._stand(row)

    def _stand(self, box: Box, title: str = "") -> None:
        self.pages[-1].spots.append(Spot(box, MARGIN, self._top, title))
        self._top -= box.height

    def _next_page(self) -> None:
        self.pages.append(Page())
        self._top = self.frame.top(len(self.pages))


class ReportLayout(SectionLayout):
    """Lays out one score report."""

    def __init__(self, content: ResultContent, options: PrintOptions) -> None:
        super().__init__(lambda width: sections(content, width), page_size(options))


def print_report(content: ResultContent, options: PrintOptions, press: Press) -> Printout:
    """Draw a report as a PDF. The same result gives the same bytes."""
    layout, around = ReportLayout(content, options), _imprint(content)
    canvas = press.canvas((layout.frame.width, layout.frame.height), _about(content, around), options.ink)
    draw_sections(canvas, layout, around)
    return finished(canvas, len(layout.pages))


def draw_sections(canvas: Canvas, layout: SectionLayout, around: Imprint) -> None:
    """Draw the pages of a report."""
    canvas.bookmarkPage("report")
    canvas.addOutlineEntry(around.title, "report", 0)
    for number, page in enumerate(layout.pages, 1):
        layout.frame.head(canvas, around, number)
        _draw(canvas, page, number)
        layout.frame.foot(canvas, around, f"page {number} of {len(layout.pages)}", last=number == len(layout.pages))
        canvas.showPage()


def _imprint(content: ResultContent) -> Imprint:
    day = day_words(content.sitting.started_at.astimezone(content.zone).date())
    deck = f"   deck version {content.deck_version}" if content.deck_version else ""
    return Imprint(content.sitting.title, exam_words(content.blueprint), day, f"Certdeck   {NOTICE}{deck}", LINK)


def _about(content: ResultContent, around: Imprint) -> About:
    return About(f"{around.title}, {around.task} ({content.blueprint.code})", NOTICE, content.language)


def _draw(canvas: Canvas, page: Page, number: int) -> None:
    for place, spot in enumerate(page.spots):
        if spot.title:
            key = f"section-{number}-{place}"
            canvas.bookmarkHorizontal(key, 0, spot.top + 8)
            canvas.addOutlineEntry(spot.title, key, 1)
        spot.draw(canvas)
