"""A test page for printing on both sides: held against the light, it shows how far the back is off."""

from typing import Final

from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.document import About, Press, finished, page_size
from certdeck.exporters.pdf.fonts import Face
from certdeck.exporters.pdf.ink import MM, MUTED, TEXT
from certdeck.ports.printing import CardOptions, Printout

_REACH: Final = 10
"""Millimetres that the ruler shows in each direction."""


def print_duplex_test(options: CardOptions, press: Press) -> Printout:
    """Draw the front with two rulers and the back with a cross that should fall on their zero."""
    width, height = page_size(options)
    about = About("Test page for printing on both sides", "Certdeck", "en")
    canvas = press.canvas((width, height), about, options.ink)
    _front(canvas, width, height)
    _back(canvas, width, height, options)
    return finished(canvas, 2)


def _front(canvas: Canvas, width: float, height: float) -> None:
    x, y = width / 2, height / 2
    _words(canvas, width, height, "Front", _FRONT)
    canvas.setStrokeColor(TEXT)
    canvas.setFont(Face.TEXT.font, 7)
    for at in range(-_REACH, _REACH + 1):
        long = 6 if at % 5 == 0 else 3
        canvas.setLineWidth(0.6 if at % 5 == 0 else 0.35)
        canvas.line(x + at * MM, y, x + at * MM, y + long)
        canvas.line(x, y + at * MM, x - long, y + at * MM)
        if at % 10 == 0 and at:
            canvas.setFillColor(TEXT)
            canvas.drawCentredString(x + at * MM, y + 9, str(at))
            canvas.drawRightString(x - 9, y - at * MM - 2.5, str(at))
    canvas.line(x - _REACH * MM, y, x + _REACH * MM, y)
    canvas.line(x, y - _REACH * MM, x, y + _REACH * MM)
    canvas.showPage()


def _back(canvas: Canvas, width: float, height: float, options: CardOptions) -> None:
    shift = options.shift
    x, y = width / 2 + shift[0] * MM, height / 2 - shift[1] * MM
    _words(canvas, width, height, "Back", _back_words(options))
    canvas.setStrokeColor(TEXT)
    canvas.setLineWidth(0.6)
    canvas.line(x - 20 * MM, y, x + 20 * MM, y)
    canvas.line(x, y - 20 * MM, x, y + 20 * MM)
    canvas.circle(x, y, 2 * MM, stroke=1, fill=0)
    canvas.showPage()


_FRONT: Final = (
    "Print this page on both sides, then hold it against the light with this side towards you.",
    "The cross of the back shows through. Read where it stands on the two rulers, in millimetres.",
)


def _back_words(options: CardOptions) -> tuple[str, ...]:
    # Seen from the front, paper turned over an edge at its side has left and right of its back changed.
    side = options.duplex.is_side(landscape=options.landscape)
    answer = "A to the right and -B down" if side else "-A to the right and B down"
    return (
        "This cross should fall on the zero of the rulers on the front.",
        "Seen from the front it is too far right by A and too far down by B (less than 0 for left and up).",
        f"Paper turned over its {options.duplex} edge: add {answer} to the shift of the backs; print again to check.",
    )


def _words(canvas: Canvas, width: float, height: float, title: str, lines: tuple[str, ...]) -> None:
    canvas.setFillColor(TEXT)
    canvas.setFont(Face.BOLD.font, 14)
    canvas.drawCentredString(width / 2, height / 2 + 78 * MM, title)
    canvas.setFillColor(MUTED)
    canvas.setFont(Face.TEXT.font, 9.5)
    for place, line in enumerate(lines):
        canvas.drawCentredString(width / 2, height / 2 + 70 * MM - place * 13, line)
