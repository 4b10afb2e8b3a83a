"""Pictures with covered parts as Anki's cloze text: each part is a gap that lies over the picture."""

from html import escape

from certdeck.core.card_parts import Covering, Occlusion, Outline, Shape


def covered_picture(occlusion: Occlusion, name: str) -> str:
    """Write the picture `name` with a cloze gap over each part. CSS alone covers and uncovers them."""
    covering = "one" if occlusion.covering is Covering.ONE else "all"
    parts = "".join(map(_part, occlusion.shapes))
    return f'<div class="occlusion {covering}"><img src="{escape(name)}" alt="">{parts}</div>'


def _part(shape: Shape) -> str:
    left, top, width, height = shape.box()
    box = f"left:{_percent(left)};top:{_percent(top)};width:{_percent(width)};height:{_percent(height)}"
    gap = f'{{{{c{shape.number}::<span class="label">{shape.number}</span>}}}}'
    return f'<div class="covered" style="{box}{_outline(shape)}">{gap}</div>'


def _outline(shape: Shape) -> str:
    match shape.outline:
        case Outline.ELLIPSE:
            return ";border-radius:50%"
        case Outline.POLYGON:
            left, top, width, height = shape.box()
            points = (
                f"{_percent((x - left) / (width or 1))} {_percent((y - top) / (height or 1))}" for x, y in shape.points
            )
            return f";clip-path:polygon({','.join(points)})"
        case Outline.RECTANGLE:
            return ""


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"
