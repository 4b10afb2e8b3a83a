"""What all printed documents share: pages with boxes at their places, and the file around them."""

import io
from dataclasses import dataclass, field
from typing import Any, Final

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfgen.canvas import Canvas

from certdeck.exporters.pdf.boxes import Box
from certdeck.exporters.pdf.fonts import Face
from certdeck.ports.exporting import Paper

SIZES: Final = {Paper.A4: A4, Paper.LETTER: LETTER}
"""Width and height of each paper in points."""


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
    """What stands on one page, and the lines between its columns as (top, bottom)."""

    spots: list[Spot] = field(default_factory=list)
    columns: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document."""

    content: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself; `language` may be empty."""

    title: str
    subject: str
    language: str


def open_canvas(target: io.BytesIO, width: float, height: float, about: About) -> Canvas:
    """Begin a document of pages `width` by `height` points. The same drawing gives the same bytes."""
    # Without a face of ours to begin with, the built-in Helvetica would be named in the file.
    options: dict[str, Any] = {"initialFontName": Face.TEXT.font, "lang": about.language or None, "invariant": 1}
    canvas = Canvas(target, pagesize=(width, height), **options)
    canvas.setTitle(about.title)
    canvas.setAuthor("Certdeck")
    canvas.setCreator("Certdeck")
    canvas.setProducer("Certdeck")
    canvas.setSubject(about.subject)
    return canvas
