"""Pictures inside running text: formulas and the images of a deck's media folder."""

from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

from certdeck.core.richtext import Math
from certdeck.gui import theme
from certdeck.ports.math import MathPicture, MathRenderer

_FORMULA_SIZE: Final = 1.06
"""The x-height of the formula's typeface is a little less than Plex's."""


def drawn_formula(
    renderer: MathRenderer, math: Math, font: QFont, colour: str, *, room: int, ratio: float
) -> tuple[QImage, int]:
    """Draw `math` to stand in a line of `font`, at most `room` pixels wide, with its baseline on that of the text.

    Returns how wide it would be in letters as large as those of the text, too. Raises BrokenFormula.

    Qt centres a picture with `AlignMiddle` half an x-height above the baseline, so room is added above or below until
    the formula's own baseline falls on the text's.
    """
    whole = renderer(math.latex, font.pixelSize() * _FORMULA_SIZE, colour, display=math.display)
    drawn = _narrowed(whole, room)
    half = QFontMetrics(font).xHeight() / 2
    above = max(drawn.height - drawn.depth, drawn.depth + half)
    image = _on_canvas(drawn, top=above - (drawn.height - drawn.depth), height=2 * above - half, ratio=ratio)
    return image, ceil(whole.width)


def _narrowed(drawn: MathPicture, room: int) -> MathPicture:
    """Return `drawn`, made smaller where it is wider than `room`: the end of a formula is not to be cut off."""
    if drawn.width <= room:
        return drawn
    part = room / drawn.width
    return replace(drawn, width=room, height=drawn.height * part, depth=drawn.depth * part)


def _on_canvas(drawn: MathPicture, *, top: float, height: float, ratio: float) -> QImage:
    image = _blank(drawn.width, height, ratio)
    painter = QPainter(image)
    area = QRectF(0, top, drawn.width, drawn.height)
    QSvgRenderer(QByteArray(drawn.svg.encode())).render(painter, area)
    painter.end()
    return image


def picture_file(media: Path | None, name: str) -> Path | None:
    """Return the file of picture `name` in folder `media`, or wherever the app finds pictures; None if nowhere.

    `name` is a bare file name; anything that would lead out of a folder counts as missing.
    """
    if not name or Path(name).name != name:
        return None
    if media is not None and (media / name).is_file():
        return media / name
    find = theme.current().pictures
    return None if find is None else find(name)


def loaded_picture(media: Path | None, name: str, width: int, scale: float, ratio: float) -> QImage | None:
    """Read picture `name` (see `picture_file`), at most `width` pixels wide; None when it is not there or none."""
    file = picture_file(media, name)
    if file is None:
        return None
    if name.lower().endswith(".svg"):
        return _vector_picture(file, width, scale, ratio)
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    image = reader.read()
    return None if image.isNull() else _fitted(image, width, scale, ratio)


def _vector_picture(path: Path, width: int, scale: float, ratio: float) -> QImage | None:
    renderer = QSvgRenderer(str(path))
    if not renderer.isValid():
        return None
    size = renderer.defaultSize().toSizeF() * scale
    shrunk = min(1.0, width / max(1.0, size.width()))
    image = _blank(size.width() * shrunk, size.height() * shrunk, ratio)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size.width() * shrunk, size.height() * shrunk))
    painter.end()
    return image


def _fitted(image: QImage, width: int, scale: float, ratio: float) -> QImage:
    wanted = min(width, round(image.width() * scale))
    fitted = image.scaledToWidth(max(1, round(wanted * ratio)), Qt.TransformationMode.SmoothTransformation)
    fitted.setDevicePixelRatio(ratio)
    return fitted


def _blank(width: float, height: float, ratio: float) -> QImage:
    image = QImage(
        max(1, round(width * ratio)), max(1, round(height * ratio)), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image
