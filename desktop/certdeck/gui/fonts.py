"""The bundled typefaces: IBM Plex Sans for the app, IBM Plex Mono for code."""

from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

SANS: Final = "IBM Plex Sans"
MONO: Final = "IBM Plex Mono"
REGULAR: Final = 400
MEDIUM: Final = 500
SEMIBOLD: Final = 600


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


def sans(size: int, weight: int = REGULAR, *, italic: bool = False) -> QFont:
    """Return IBM Plex Sans at `size` device-independent pixels."""
    return _font(SANS, size, weight, italic=italic)


def mono(size: int, weight: int = REGULAR) -> QFont:
    """Return IBM Plex Mono at `size` device-independent pixels."""
    return _font(MONO, size, weight, italic=False)


def _font(family: str, size: int, weight: int, *, italic: bool) -> QFont:
    font = QFont(family)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    font.setItalic(italic)
    # Hinted letters drift apart at 13 and 14 px.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
