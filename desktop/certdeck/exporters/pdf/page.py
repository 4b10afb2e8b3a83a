"""The page around a sheet: band, footnote and footer."""

from dataclasses import dataclass
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Deck, Sheet
from certdeck.core.richtext import Link, Text
from certdeck.exporters.pdf.boxes import Box
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.fonts import Face
from certdeck.exporters.pdf.ink import DOMAINS, HAIRLINE, MARGIN, MM, MUTED, NOTE, RULE, TEXT, WHITE, Ink
from certdeck.exporters.pdf.text import Setter, set_lines
from certdeck.exporters.verified import verified_text
from certdeck.ports.printing import SMALLEST, InkUse

BAND: Final = 15 * MM
_FOLLOWING_BAND: Final = 9 * MM
_FOOTER: Final = 9.0
"""Height of the footer's line; it stands at the lower margin."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands around a sheet on every page, in plain words."""

    title: str
    exam: str
    task: str
    footer: str
    colour: str


def imprint(sheet: Sheet, deck: Deck, blueprint: Blueprint, title: str) -> Imprint:
    """Say where `sheet` belongs and which version of which deck it is from."""
    footer = footer_words(deck, blueprint)
    coverage = sheet.coverage(blueprint.id)
    domain = blueprint.domain_of(coverage.task) if coverage else None
    task = blueprint.task(coverage.task) if coverage else None
    if domain is None or task is None:
        return Imprint(title, blueprint.code, "", footer, TEXT)
    colour = DOMAINS[blueprint.domains.index(domain) % len(DOMAINS)]
    exam = f"{blueprint.code}   Domain {domain.id}   Task {task.id}"
    return Imprint(title, exam, task.short, footer, colour)


def footer_words(deck: Deck, blueprint: Blueprint) -> str:
    """Name the exam and the deck's version for the foot of a page."""
    # Exams are sold by a vendor whose name begins their title: "AWS Certified …".
    vendor = blueprint.title.partition(" ")[0]
    return f"Certdeck   {vendor} {blueprint.code}   deck version {deck.version}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's measures: its size, and the footnote of the last page."""

    width: float
    height: float
    footnote: Box

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * MARGIN

    def top(self, page: int) -> float:
        """Where the content of page `page` (from 1) begins."""
        return self.height - MARGIN - (BAND if page == 1 else _FOLLOWING_BAND) - 5 * MM

    @property
    def bottom(self) -> float:
        """Where the content ends."""
        return MARGIN + _FOOTER + self.footnote.height + 10

    def head(self, canvas: Canvas, sheet: Imprint, page: int) -> None:
        """Draw what stands above the content of page `page` (from 1) of the sheet."""
        _band(canvas, self, sheet, page)

    def foot(self, canvas: Canvas, sheet: Imprint, folio: str, *, last: bool) -> None:
        """Draw what stands below the content: the number of the page and, on the last one, the footnote."""
        if last and self.footnote.height:
            top = MARGIN + _FOOTER + self.footnote.height + 2
            canvas.setStrokeColor(RULE)
            canvas.setLineWidth(0.35)
            canvas.line(MARGIN, top + 2, self.width - MARGIN, top + 2)
            self.footnote.draw(canvas, MARGIN, top)
        canvas.setFillColor(MUTED)
        canvas.setFont(Face.TEXT.font, NOTE.size)
        canvas.drawString(MARGIN, MARGIN, sheet.footer)
        canvas.drawRightString(self.width - MARGIN, MARGIN, folio)


def footnote(sheet: Sheet, setter: Setter, width: float) -> Box:
    """Set the sources of `sheet` as links, those of one book together, and the day of the check."""
    if not sheet.sources:
        return set_lines((), width, NOTE)
    books: dict[str, list[Link]] = {}
    for source in sheet.sources:
        book, colon, page = source.title.partition(": ")
        books.setdefault(book if colon else "", []).append(Link(source.url, (Text(page if colon else book),)))
    spans: list[Text | Link] = [Text("Sources: ")]
    for place, (book, links) in enumerate(books.items()):
        spans += _listed(("; " if place else "") + (f"{book}: " if book else ""), links)
    # A date that is parted leaves its year alone on the last line.
    checked = verified_text(sheet).replace(" ", "\u00a0")
    spans.append(Text(f". {checked}."))
    return set_lines(setter.words(tuple(spans), NOTE), width, NOTE)


def _listed(opening: str, links: list[Link]) -> list[Text | Link]:
    between = [Text(opening), *(Text(", ") for _ in links[1:])]
    return [span for pair in zip(between, links, strict=True) for span in pair]


def column_lines(canvas: Canvas, lefts: tuple[float, ...], top: float, bottom: float) -> None:
    """Draw the fine lines between columns."""
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.35)
    for left in lefts:
        canvas.line(left, top, left, bottom)


def _band(canvas: Canvas, frame: Frame, sheet: Imprint, page: int) -> None:
    height = BAND if page == 1 else _FOLLOWING_BAND
    bottom = frame.height - MARGIN - height
    saving = canvas.use is InkUse.SAVING
    canvas.setFillColor(WHITE if saving else sheet.colour)
    canvas.setStrokeColor(TEXT)
    canvas.setLineWidth(0.9)
    canvas.roundRect(MARGIN, bottom, frame.inner, height, 1.2 * MM, stroke=int(saving), fill=1)
    canvas.setFillColor(TEXT if saving else WHITE)
    notes = [sheet.exam, sheet.task] if page == 1 and sheet.task else [sheet.exam]
    ink = Ink(Face.TEXT, 8.5, 11.2)
    side = max(ink.face.width(note, ink.size) for note in notes)
    title = sheet.title if page == 1 else f"{sheet.title}, continued"
    size = _title_size(title, 17 if page == 1 else 11, frame.inner - side - 16 * MM)
    canvas.setFont(Face.BOLD.font, size)
    canvas.drawString(MARGIN + 5 * MM, bottom + height / 2 - 0.35 * size, title)
    _notes(canvas, frame, notes, bottom + height / 2, ink)


def _notes(canvas: Canvas, frame: Frame, notes: list[str], middle: float, ink: Ink) -> None:
    """Write the notes flush right around `middle`."""
    canvas.setFont(ink.face.font, ink.size)
    for place, note in enumerate(notes):
        baseline = middle - 0.35 * ink.size + ((len(notes) - 1) / 2 - place) * ink.leading
        canvas.drawRightString(frame.width - MARGIN - 5 * MM, baseline, note)


def _title_size(title: str, size: float, room: float) -> float:
    return max(SMALLEST, min(size, size * room / max(Face.BOLD.width(title, size), 1.0)))
