"""Anki's image-occlusion notes: `{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.4:oi=1}}`."""

import math
import re
from html import unescape
from typing import Final

from certdeck.core.card_parts import Covering, Occlusion, Outline, Point, Shape
from certdeck.core.card_rules import SHAPES, is_shape

_SHAPE: Final = re.compile(r"\{\{c(\d{1,3})::image-occlusion:(rect|ellipse|polygon|text):([^{}]*?)(?:::[^{}]*)?\}\}")
_IMAGE: Final = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


def occlusion_of(shapes: str, picture: str) -> tuple[Occlusion, int]:
    """Return the covered parts that the field `shapes` tells, and how many of its shapes can't be shown."""
    found: list[Shape] = []
    lost, one = 0, False
    for number, outline, told in _SHAPE.findall(unescape(re.sub(r"<br\s*/?>|&nbsp;", " ", shapes))):
        values = dict(part.partition("=")[::2] for part in told.split(":"))
        one = one or values.get("oi") == "0"
        shape = _shape(outline, values, int(number))
        if shape is None or not is_shape(shape) or len(found) == SHAPES:
            lost += 1
        else:
            found.append(shape)
    return Occlusion(picture, tuple(found), Covering.ONE if one else Covering.ALL), lost


def picture_in(html: str) -> str:
    """Return the address of the first picture in `html`, empty if there is none."""
    found = _IMAGE.search(html)
    return "" if found is None else unescape(found[1] or found[2] or found[3] or "")


def _shape(outline: str, values: dict[str, str], number: int) -> Shape | None:
    if number < 1:
        return None
    try:
        if outline == "polygon":
            pairs = [pair.split(",") for pair in values["points"].split()]
            return Shape(Outline.POLYGON, tuple(_point(float(x), float(y)) for x, y in pairs), number)
        left, top = float(values["left"]), float(values["top"])
        if outline == "rect":
            width, height = float(values["width"]), float(values["height"])
        elif outline == "ellipse":
            width, height = 2 * float(values["rx"]), 2 * float(values["ry"])
        else:
            return None
    except (KeyError, ValueError):
        return None
    kind = Outline.RECTANGLE if outline == "rect" else Outline.ELLIPSE
    return Shape(kind, (_point(left, top), _point(left + width, top + height)), number)


def _point(x: float, y: float) -> Point:
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError("a point is nowhere")
    return round(min(max(x, 0.0), 1.0), 4), round(min(max(y, 0.0), 1.0), 4)
