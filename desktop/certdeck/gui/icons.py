"""Line icons, drawn from their SVG in the colour and size asked for and kept until the theme changes."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_STROKE: Final = 1.75
_SMALL_STROKE: Final = 2.25
STATE_STROKE: Final = 2.0
"""The stroke of an icon that shows a state (done, open, wrong) rather than naming a thing."""


class IconMissing(LookupError):
    """No icon of that name is shipped."""


class Icons:
    """The shipped icons of one folder, by file name without `.svg`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, int, str, float, float, bool], QPixmap] = {}

    def pixmap(
        self,
        name: str,
        size: int,
        colour: str,
        *,
        ratio: float = 1.0,
        stroke: float | None = None,
        filled: bool = False,
    ) -> QPixmap:
        """Return icon `name` as a square of `size` device-independent pixels, sharp at device pixel ratio `ratio`.

        `stroke` is in units of the 24-unit grid; without it small icons get a stronger one. Raises IconMissing.
        """
        width = stroke or (_SMALL_STROKE if size <= 14 else _STROKE)
        key = (name, size, colour, ratio, width, filled)
        if key not in self._pixmaps:
            self._pixmaps[key] = _render(self._coloured(name, colour, width, filled=filled), size, ratio)
        return self._pixmaps[key]

    def icon(self, name: str, size: int, colour: str, *, filled: bool = False) -> QIcon:
        """Return icon `name` for menus, tabs and item views, sharp on ordinary and on dense screens."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, size, colour, ratio=ratio, filled=filled))
        return icon

    def drop(self) -> None:
        """Forget every drawn icon, as their colours are out of date."""
        self._pixmaps.clear()

    def __len__(self) -> int:
        return len(self._pixmaps)

    def _coloured(self, name: str, colour: str, stroke: float, *, filled: bool) -> str:
        source = self._source(name).replace('stroke-width="2"', f'stroke-width="{stroke:g}"')
        if filled:
            source = source.replace('fill="none"', f'fill="{colour}"', 1)
        return source.replace("currentColor", colour)

    def _source(self, name: str) -> str:
        if name not in self._sources:
            path = self._folder / f"{name}.svg"
            if not path.is_file():
                raise IconMissing(f"There is no icon {name!r} in {self._folder}.")
            self._sources[name] = path.read_text(encoding="utf-8")
        return self._sources[name]


def _render(source: str, size: int, ratio: float) -> QPixmap:
    side = round(size * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
