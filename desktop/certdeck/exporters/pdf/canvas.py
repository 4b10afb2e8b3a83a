"""The canvas that everything is drawn on: it saves ink, marks what can't be printed, and gives its pages away.

It is reportlab's, which knows how outlines, links, pictures and faces are put into a file. What is drawn thousands of
times is written straight as operators: reportlab's own way of writing a number takes longer than setting a word.
"""

from functools import lru_cache
from typing import IO, Any

from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas as Reportlab

from certdeck.core.contrast_ratio import grey_of
from certdeck.exporters.pdf import operators
from certdeck.exporters.pdf.fonts import FACES, MISSING, Face
from certdeck.exporters.pdf.ink import FAULT, TINT, WHITE
from certdeck.exporters.pdf.letters import Coded
from certdeck.exporters.pdf.stream import StreamedDocument
from certdeck.ports.printing import SMALLEST, InkUse, Problem


class Canvas(Reportlab):
    """A canvas that draws with the ink it may use, and collects what could not be drawn as it should be.

    `where` names what is being drawn, for the list of problems. Pages go to `target` one by one.
    """

    _fontname: str
    _fontsize: float
    _pagesize: tuple[float, float]
    _code: list[str]
    _doc: Any
    _annotationrefs: list[Any]
    _formsinuse: list[str]

    def __init__(self, target: IO[bytes], size: tuple[float, float], use: InkUse, font: str, language: str) -> None:
        self.use = use
        self.where = ""
        self.problems: dict[Problem, None] = {}
        self._paints: dict[tuple[str, bool], str] = {}
        self._coded: dict[tuple[str, float], Coded] = {}
        options: dict[str, Any] = {"initialFontName": font, "invariant": 1}
        super().__init__(target, pagesize=size, **options)
        self._doc = StreamedDocument(target, language or None)
        self._fresh()

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

    # --- Settings

    def saveState(self) -> None:
        """Begin a part whose settings end with it."""
        self._kept_settings.append((*self._set, self._fontname, self._fontsize, self._currentMatrix))
        self._code.append("q")

    def restoreState(self) -> None:
        """End such a part."""
        *settings, self._fontname, self._fontsize, self._currentMatrix = self._kept_settings.pop()
        self._set = settings
        self._code.append("Q")

    def transform(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        """Move, turn or stretch all that follows; the canvas does all of these by this one."""
        a0, b0, c0, d0, e0, f0 = self._currentMatrix
        self._currentMatrix = (
            a0 * a + c0 * b,
            b0 * a + d0 * b,
            a0 * c + c0 * d,
            b0 * c + d0 * d,
            a0 * e + c0 * f + e0,
            b0 * e + d0 * f + f0,
        )
        self._code.append(operators.moved(a, b, c, d, e, f))

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:
        """Set the colour of faces and letters, in the ink that may be used."""
        self._setting(_FILL, self._paint(aColor, fill=True))

    def setStrokeColor(self, aColor: Any, alpha: float | None = None) -> None:
        """Set the colour of lines, in the ink that may be used."""
        self._setting(_STROKE, self._paint(aColor, fill=False))

    def setLineWidth(self, width: float) -> None:
        """Set how thick lines are."""
        self._setting(_WIDTH, f"{width:.3f} w")

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:
        """Choose a face and its size in points."""
        self._fontname, self._fontsize = psfontname, size

    # --- Shapes

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a line."""
        self._code.append(operators.line(x1, y1, x2, y2))

    def rect(self, x: float, y: float, width: float, height: float, stroke: float = 1, fill: float = 0) -> None:
        """Draw a rectangle."""
        self._code += operators.box(x, y, width, height), operators.painted(stroke=stroke, fill=fill)

    def roundRect(
        self, x: float, y: float, width: float, height: float, radius: float, stroke: float = 1, fill: float = 0
    ) -> None:
        """Draw a rectangle with round corners."""
        self._code += operators.round_box(x, y, width, height, radius), operators.painted(stroke=stroke, fill=fill)

    def circle(self, x_cen: float, y_cen: float, r: float, stroke: float = 1, fill: float = 0) -> None:
        """Draw a circle."""
        self._code += operators.circle(x_cen, y_cen, r), operators.painted(stroke=stroke, fill=fill)

    def draw_path(self, path: operators.Path, *, stroke: bool = False, fill: bool = True) -> None:
        """Draw an outline: its line, its face, or both."""
        self._code += (*path, operators.painted(stroke=stroke, fill=fill))

    # --- Letters

    def drawString(self, x: float, y: float, text: str, *rest: Any, **more: Any) -> None:
        """Draw characters; those that the face lacks are marked and reported."""
        text = self._known(text, x, y)
        coded = self._coded.get((self._fontname, self._fontsize)) or self._coding(self._fontname, self._fontsize)
        shown = text.translate(coded)
        self._code.append(f"BT {coded.opening} 1 0 0 1 {x:.3f} {y:.3f} Tm ({shown}) Tj ET")

    def drawRightString(self, x: float, y: float, text: str, *_rest: Any, **_more: Any) -> None:
        """Draw characters that end at `x`."""
        self.drawString(x - FACES[self._fontname].width(text, self._fontsize), y, text)

    def drawCentredString(self, x: float, y: float, text: str, *_rest: Any, **_more: Any) -> None:
        """Draw characters around `x`."""
        self.drawString(x - FACES[self._fontname].width(text, self._fontsize) / 2, y, text)

    def lay_under(self, x: float, y: float, text: str, width: float, scale: float = 1.0) -> None:
        """Write characters that can't be seen, as wide as what is drawn there, to be found, copied and read aloud."""
        face, size = Face.CODE, SMALLEST / scale
        known = letters_of(face.font)
        text = "".join(letter if letter in known else MISSING for letter in " ".join(text.split()))
        coded = self._coded.get((face.font, size)) or self._coding(face.font, size)
        stretched = 100 * width / max(face.width(text, size), 0.1)
        self._code.append(
            f"BT {coded.opening} 3 Tr {stretched:.2f} Tz 1 0 0 1 {x:.3f} {y:.3f} Tm ({text.translate(coded)}) Tj "
            "0 Tr 100 Tz ET"
        )

    # --- Pages

    def showPage(self) -> None:
        """End the page and write it to the file."""
        self._doc.add_drawn_page(self._pagesize, "\n".join(self._code), self._annotationrefs, self._formsinuse)
        self._startPage()  # type: ignore[attr-defined]  # the stubs leave it out
        self._fresh()

    def _fresh(self) -> None:
        """Begin a page: nothing is set yet."""
        self._set = [""] * 3
        self._kept_settings: list[Any] = []

    def _setting(self, place: int, operator: str) -> None:
        if self._set[place] != operator:
            self._set[place] = operator
            self._code.append(operator)

    def _paint(self, colour: str, *, fill: bool) -> str:
        known = self._paints.get((colour, fill))
        if known is None:
            known = operators.coloured(self._inked(colour, fill=fill), fill=fill)
            self._paints[colour, fill] = known
        return known

    def _inked(self, colour: str, *, fill: bool) -> str:
        if self.use is InkUse.COLOUR:
            return colour
        if self.use is InkUse.SAVING and fill and colour == TINT:
            return WHITE
        return grey_of(colour)

    def _coding(self, font: str, size: float) -> Coded:
        coded = self._coded[font, size] = Coded(font, size, self._doc)
        return coded

    def _known(self, text: str, x: float, y: float) -> str:
        letters = letters_of(self._fontname)
        if letters.issuperset(text):
            return text
        for letter in sorted(set(text) - letters):
            self.report(f"the letter {letter!r} (U+{ord(letter):04X}) is in no face and was printed as {MISSING}")
        shown = "".join(letter if letter in letters else MISSING for letter in text)
        width = FACES[self._fontname].width(shown, self._fontsize)
        self.mark(x, y - 0.25 * self._fontsize, width, self._fontsize)
        return shown


_FILL, _STROKE, _WIDTH = range(3)
"""Places of the settings that are written only when they change."""


@lru_cache(maxsize=16)
def letters_of(font: str) -> frozenset[str]:
    """Return every character that the face has."""
    face: Any = getFont(font)
    return frozenset(map(chr, face.face.charToGlyph))
