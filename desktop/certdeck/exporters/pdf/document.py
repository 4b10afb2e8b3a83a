"""What all printed documents share: pages with boxes at their places, and the file around them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Final

from reportlab.lib.pagesizes import A4, LETTER

from certdeck.exporters.pdf.boxes import Box
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.fonts import Face
from certdeck.exporters.pdf.preview import PreviewCanvas
from certdeck.ports.exporting import Paper
from certdeck.ports.printing import CardOptions, InkUse, PrintOptions, Printout, Problem

SIZES: Final = {Paper.A4: A4, Paper.LETTER: LETTER}
"""Width and height of each paper in points."""


def page_size(options: PrintOptions | CardOptions) -> tuple[float, float]:
    """Return width and height of a page as it is asked for."""
    width, height = SIZES[options.paper]
    return (height, width) if options.landscape else (width, height)


@dataclass(frozen=True, slots=True)
class Spot:
    """A box at its place on a page; `title` is the entry in the outline that leads to it."""

    box: Box
    x: float
    top: float
    title: str = ""
    scale: float = 1.0

    def draw(self, canvas: Canvas) -> None:
        """Draw the box."""
        if self.scale == 1:
            self.box.draw(canvas, self.x, self.top)
            return
        canvas.saveState()
        canvas.translate(self.x, self.top)
        canvas.scale(self.scale, self.scale)
        self.box.draw(canvas, 0, 0)
        canvas.restoreState()


@dataclass(slots=True)
class Page:
    """What stands on one page, and the lines between its columns as (top, bottom).

    `turned` pages lie the other way round than the rest, for a table that would not fit.
    """

    spots: list[Spot] = field(default_factory=list)
    columns: list[tuple[float, float]] = field(default_factory=list)
    turned: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself; `language` may be empty."""

    title: str
    subject: str
    language: str


@dataclass(frozen=True, slots=True)
class Press:
    """Where a document goes: the file it is written to page by page, and the kind of canvas that writes it."""

    target: IO[bytes]
    kind: type[Canvas] = Canvas

    def canvas(self, size: tuple[float, float], about: About, use: InkUse = InkUse.COLOUR) -> Canvas:
        """Begin a document of pages of `size` points. The same drawing gives the same bytes."""
        # Without a face of ours to begin with, the built-in Helvetica would be named in the file.
        canvas = self.kind(self.target, size, use, Face.TEXT.font, about.language)
        canvas.setTitle(about.title)
        canvas.setAuthor("Certdeck")
        canvas.setCreator("Certdeck")
        canvas.setProducer("Certdeck")
        canvas.setSubject(about.subject)
        return canvas


def finished(canvas: Canvas, pages: int, more: Iterable[Problem] = ()) -> Printout:
    """End a document, and say what could not be printed as it should be; a preview has pictures of its pages."""
    canvas.save()
    pictures = tuple(canvas.pictures) if isinstance(canvas, PreviewCanvas) else ()
    return Printout(pages, (*dict.fromkeys([*more, *canvas.problems]),), pictures)
