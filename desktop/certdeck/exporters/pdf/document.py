"""What all printed documents share: pages with boxes at their places, and the file around them."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any, Final

from reportlab.lib.pagesizes import A4, LETTER

from certdeck.exporters.pdf.boxes import Box
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.fonts import Face
from certdeck.exporters.pdf.preview import PreviewCanvas
from certdeck.ports.exporting import Paper
from certdeck.ports.printing import InkUse, PagePicture, PrintOptions, Printout, Problem

SIZES: Final = {Paper.A4: A4, Paper.LETTER: LETTER}
"""Width and height of each paper in points."""


def page_size(options: PrintOptions) -> tuple[float, float]:
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
class Printed:
    """A finished document, with what could not be printed as it should be, and its pictures if it was a preview."""

    content: bytes
    pages: int
    problems: tuple[Problem, ...] = ()
    pictures: tuple[PagePicture, ...] = ()

    def printout(self) -> Printout:
        """Return what is told of it."""
        return Printout(self.pages, self.problems, self.pictures)


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself; `language` may be empty."""

    title: str
    subject: str
    language: str


def open_canvas(
    target: IO[bytes],
    size: tuple[float, float],
    about: About,
    use: InkUse = InkUse.COLOUR,
    kind: type[Canvas] = Canvas,
) -> Canvas:
    """Begin a document of pages of `size` points. The same drawing gives the same bytes."""
    # Without a face of ours to begin with, the built-in Helvetica would be named in the file.
    options: dict[str, Any] = {"initialFontName": Face.TEXT.font, "lang": about.language or None, "invariant": 1}
    canvas = kind(target, size, use, **options)
    canvas.setTitle(about.title)
    canvas.setAuthor("Certdeck")
    canvas.setCreator("Certdeck")
    canvas.setProducer("Certdeck")
    canvas.setSubject(about.subject)
    return canvas


def finished(canvas: Canvas, target: io.BytesIO, pages: int, more: Iterable[Problem] = ()) -> Printed:
    """End a document."""
    canvas.save()
    pictures = tuple(canvas.pictures) if isinstance(canvas, PreviewCanvas) else ()
    return Printed(target.getvalue(), pages, (*dict.fromkeys([*more, *canvas.problems]),), pictures)
