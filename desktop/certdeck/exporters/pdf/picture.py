"""Pictures on paper, as sharp as their files are, with the parts that a card covers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from certdeck.core.card_parts import Outline
from certdeck.core.richtext import Mask
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.ink import BORDER, RULE, TEXT, TINT
from certdeck.exporters.pdf.operators import polygon

_POINTS_A_PIXEL: Final = 0.75
"""A picture is never larger on paper than at 96 pixels an inch, which is how screens show it."""


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A picture with covered parts."""

    file: Path
    width: float
    height: float
    masks: tuple[Mask, ...] = ()

    @classmethod
    def fitted(
        cls, file: Path, size: tuple[int, int], masks: tuple[Mask, ...], width: float, height: float
    ) -> "PictureBox":
        """Return the picture as large as it may be within `width` and `height`."""
        across, down = size
        scale = min(_POINTS_A_PIXEL, width / across, height / down)
        return cls(file, across * scale, down * scale, masks)

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        canvas.drawImage(str(self.file), x, top - self.height, self.width, self.height, mask="auto")
        canvas.setLineWidth(0.7)
        for mask in self.masks:
            canvas.setFillColor(RULE if mask.asked else TINT)
            canvas.setStrokeColor(TEXT if mask.asked else BORDER)
            corners = ((x + across * self.width, top - down * self.height) for across, down in _corners(mask))
            canvas.draw_path(polygon(corners), stroke=True, fill=not mask.shown)


def picture_size(file: Path) -> tuple[int, int] | None:
    """Return width and height in pixels, or None for what is no picture that can be printed."""
    from PIL import Image

    try:
        with Image.open(file) as picture:
            picture.load()
            width, height = picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return (width, height) if width and height else None


def _corners(mask: Mask) -> tuple[tuple[float, float], ...]:
    """Return the corners of a mask in parts of the picture; an ellipse is covered by the box around it."""
    if mask.shape.outline is Outline.POLYGON:
        return mask.shape.points
    left, top, width, height = mask.shape.box()
    return (left, top), (left + width, top), (left + width, top + height), (left, top + height)
