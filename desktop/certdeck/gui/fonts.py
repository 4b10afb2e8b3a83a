"""The bundled typefaces: IBM Plex Sans for the app, IBM Plex Mono for code."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

SANS: Final = "IBM Plex Sans"
MONO: Final = "IBM Plex Mono"
REGULAR: Final = 400
MEDIUM: Final = 500
SEMIBOLD: Final = 600
_WORDS_KEPT: Final = 4096


class FontsMissing(RuntimeError):
    """The bundled fonts are not where they belong, or a file is damaged: the installation is broken."""


def register(folder: Path) -> None:
    """Make every face below `folder` (`<folder>/<family>/*.ttf`) known to Qt.

    Raises FontsMissing when there is none or when Qt cannot read one.
    """
    faces = sorted(folder.glob("*/*.ttf"))
    if not faces:
        raise FontsMissing(f"No fonts in {folder}. Install Certdeck again.")
    for face in faces:
        if QFontDatabase.addApplicationFont(str(face)) < 0:
            raise FontsMissing(f"The font {face} cannot be read. Install Certdeck again.")
    for known in (_font, width):
        known.cache_clear()


def sans(size: int, weight: int = REGULAR, *, italic: bool = False) -> QFont:
    """Return IBM Plex Sans at `size` device-independent pixels; it is shared, so change a copy of it only."""
    return _font(SANS, size, weight, italic=italic)


def mono(size: int, weight: int = REGULAR) -> QFont:
    """Return IBM Plex Mono at `size` device-independent pixels; it is shared, so change a copy of it only."""
    return _font(MONO, size, weight, italic=False)


@lru_cache(maxsize=_WORDS_KEPT)
def width(text: str, size: int, weight: int = REGULAR) -> int:
    """Return how wide `text` is in IBM Plex Sans, in pixels; layouts ask for the same words again and again."""
    return QFontMetrics(sans(size, weight)).horizontalAdvance(text)


@cache
def _font(family: str, size: int, weight: int, *, italic: bool) -> QFont:
    font = QFont(family)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    font.setItalic(italic)
    # Hinted letters drift apart at 13 and 14 px.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
