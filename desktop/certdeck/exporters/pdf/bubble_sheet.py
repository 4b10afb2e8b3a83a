"""The sheet for the answers of an exam on paper: bubbles to fill, boxes for letters."""

from typing import Final

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion
from certdeck.core.exam.bubbles import letter
from certdeck.core.exam.form import Form, FormItem
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.fonts import Face
from certdeck.exporters.pdf.ink import BORDER, GUTTER, MARGIN, MUTED, TEXT
from certdeck.exporters.pdf.page import Frame

_COLUMNS: Final = 3
_RADIUS: Final = 6.0
_STEP: Final = 16.5
_FIRST: Final = 26.0
_TALLEST: Final = 30.0
_ABOVE: Final = 34.0


def draw_bubbles(canvas: Canvas, frame: Frame, form: Form, code: str) -> None:
    """Draw a row for each question, in three columns."""
    top = frame.top(1)
    canvas.setFillColor(MUTED)
    canvas.setFont(Face.TEXT.font, 8)
    canvas.drawString(
        MARGIN, top - 8, "Fill the bubbles of your answers; write letters into the boxes, in their order."
    )
    canvas.drawString(MARGIN, top - 19, f"To grade: certdeck exam grade {code} with the letters of all questions.")
    rows = -(-len(form.items) // _COLUMNS)
    tall = min(_TALLEST, (top - _ABOVE - frame.bottom) / max(rows, 1))
    wide = (frame.inner + GUTTER) / _COLUMNS
    for place, item in enumerate(form.items):
        column, row = divmod(place, rows)
        middle = top - _ABOVE - (row + 0.5) * tall
        _row(canvas, MARGIN + column * wide, middle, place + 1, item, min(_RADIUS, tall * 0.42))


def _row(canvas: Canvas, x: float, middle: float, number: int, item: FormItem, radius: float) -> None:
    canvas.setFillColor(TEXT)
    canvas.setFont(Face.BOLD.font, 9)
    canvas.drawRightString(x + _FIRST - 10, middle - 3, str(number))
    canvas.setStrokeColor(BORDER)
    canvas.setLineWidth(0.7)
    canvas.setFont(Face.TEXT.font, 7)
    canvas.setFillColor(MUTED)
    match item.question:
        case ChoiceQuestion():
            for place in range(len(item.order)):
                at = x + _FIRST + place * _STEP
                canvas.circle(at, middle, radius, stroke=1, fill=0)
                canvas.drawCentredString(at, middle - 2.5, letter(place))
        case OrderingQuestion(steps=steps):
            _boxes(canvas, x, middle, radius, len(steps), numbered=False)
        case MatchingQuestion(prompts=prompts):
            _boxes(canvas, x, middle, radius, len(prompts), numbered=True)


def _boxes(canvas: Canvas, x: float, middle: float, radius: float, count: int, *, numbered: bool) -> None:
    for place in range(count):
        left = x + _FIRST - radius + place * (_STEP + 5.5) + (5.5 if numbered else 0.0)
        canvas.rect(left, middle - radius, 2 * radius, 2 * radius, stroke=1, fill=0)
        if numbered:
            canvas.drawRightString(left - 1.2, middle - 2.5, str(place + 1))
        elif place:
            canvas.drawRightString(left - 2, middle - 2.5, "›")
