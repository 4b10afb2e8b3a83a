"""The canvas that everything is drawn on: it saves ink, marks what can't be printed, and keeps its pages small."""

import zlib
from functools import lru_cache
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfdoc import PDFName, PDFStream, pdfdocEnc
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas as Reportlab

from certdeck.core.contrast_ratio import grey_of
from certdeck.exporters.pdf.ink import FAULT, TINT, WHITE
from certdeck.ports.printing import InkUse, Problem

MISSING: Final = "\ufffd"
"""What is printed for a character that the face lacks."""


class Canvas(Reportlab):
    """A canvas that draws with the ink it may use, and collects what could not be drawn as it should be.

    `where` names what is being drawn, for the list of problems.
    """

    _fontname: str
    _fontsize: float
    _pagesize: tuple[float, float]
    _doc: Any

    def __init__(self, target: Any, size: tuple[float, float], use: InkUse, **options: Any) -> None:
        self.use = use
        self.where = ""
        self.problems: dict[Problem, None] = {}
        super().__init__(target, pagesize=size, **options)

    def report(self, what: str) -> None:
        """Add to the list that here something could not be drawn as it should be."""
        self.problems[Problem(self.where, what)] = None

    def mark(self, left: float, bottom: float, width: float, height: float) -> None:
        """Mark a place where something could not be drawn as it should be."""
        self.saveState()
        self.setStrokeColor(FAULT)
        self.setLineWidth(0.6)
        self.setDash(1.5, 1.2)
        self.rect(left, bottom, width, height, stroke=1, fill=0)
        self.restoreState()

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:
        """Set the colour of faces and letters, in the ink that may be used."""
        super().setFillColor(_colour(self._inked(aColor, fill=True)), alpha)

    def setStrokeColor(self, aColor: Any, alpha: float | None = None) -> None:
        """Set the colour of lines, in the ink that may be used."""
        super().setStrokeColor(_colour(self._inked(aColor, fill=False)), alpha)

    def drawString(self, x: float, y: float, text: str, *rest: Any, **more: Any) -> None:
        """Draw characters; those that the face lacks are marked and reported."""
        super().drawString(x, y, self._known(text, x, y), *rest, **more)

    def drawRightString(self, x: float, y: float, text: str, *_rest: Any, **_more: Any) -> None:
        """Draw characters that end at `x`."""
        self.drawString(x - self.stringWidth(text, self._fontname, self._fontsize), y, text)

    def drawCentredString(self, x: float, y: float, text: str, *_rest: Any, **_more: Any) -> None:
        """Draw characters around `x`."""
        self.drawString(x - self.stringWidth(text, self._fontname, self._fontsize) / 2, y, text)

    def showPage(self) -> None:
        """End the page and keep it compressed: thousands of pages of drawing commands would fill the memory."""
        super().showPage()
        page = self._doc.Pages.pages[-1]
        if page.stream:
            packed = PDFStream(content=zlib.compress(pdfdocEnc(page.stream), 6))
            packed.dictionary["Filter"] = PDFName("FlateDecode")
            page.Contents, page.stream = packed, None

    def _inked(self, colour: Any, *, fill: bool) -> Any:
        if self.use is InkUse.COLOUR or not isinstance(colour, str):
            return colour
        if self.use is InkUse.SAVING and fill and colour == TINT:
            return WHITE
        return grey_of(colour)

    def _known(self, text: str, x: float, y: float) -> str:
        letters = _letters(self._fontname)
        if letters.issuperset(text):
            return text
        for letter in sorted(set(text) - letters):
            self.report(f"the letter {letter!r} (U+{ord(letter):04X}) is in no face and was printed as {MISSING}")
        shown = "".join(letter if letter in letters else MISSING for letter in text)
        self.mark(x, y - 0.25 * self._fontsize, self.stringWidth(shown, self._fontname, self._fontsize), self._fontsize)
        return shown


def _colour(colour: Any) -> Any:
    return _read_colour(colour) if isinstance(colour, str) else colour


@lru_cache(maxsize=64)
def _read_colour(colour: str) -> Any:
    """Read `#RRGGBB`; reportlab would try every notation that it knows, for each word."""
    return HexColor(colour)


@lru_cache(maxsize=16)
def _letters(font: str) -> frozenset[str]:
    """Return every character that the face has."""
    face: Any = getFont(font)
    return frozenset(map(chr, face.face.charToGlyph))
