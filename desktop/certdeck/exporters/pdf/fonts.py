"""The faces that sheets are set in, embedded into every PDF."""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final

from reportlab.pdfbase.pdfmetrics import getFont, getRegisteredFontNames, registerFont
from reportlab.pdfbase.ttfonts import TTFont

MISSING: Final = "\ufffd"
"""What is printed instead of a character that a face lacks."""


class Widths(dict[str, float]):
    """How wide each character of a face is at a size of one point; looked up in the face once for each.

    One that the face lacks is as wide as the sign that is printed instead.
    """

    def __init__(self, font: str) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, letter: str) -> float:
        face: Any = getFont(self._font)
        known: Mapping[int, float] = face.face.charWidths
        code = ord(letter) if ord(letter) in known else ord(MISSING)
        width = float(known.get(code, face.face.defaultWidth)) / 1000
        self[letter] = width
        return width


class Face(Enum):
    """A face: its name inside the program and its file below the fonts folder. SemiBold serves as bold."""

    TEXT = ("CertdeckText", "plex-sans/IBMPlexSans-Regular.ttf")
    BOLD = ("CertdeckText-Bold", "plex-sans/IBMPlexSans-SemiBold.ttf")
    ITALIC = ("CertdeckText-Italic", "plex-sans/IBMPlexSans-Italic.ttf")
    BOLD_ITALIC = ("CertdeckText-BoldItalic", "plex-sans/IBMPlexSans-SemiBoldItalic.ttf")
    CODE = ("CertdeckCode", "plex-mono/IBMPlexMono-Regular.ttf")
    BOLD_CODE = ("CertdeckCode-Bold", "plex-mono/IBMPlexMono-SemiBold.ttf")

    def __init__(self, font: str, file: str) -> None:
        self.font = font
        """The name that reportlab knows it by."""
        self.file = file
        self.widths = Widths(font)

    def bold(self) -> "Face":
        """The heavier face of the same kind."""
        return {Face.TEXT: Face.BOLD, Face.ITALIC: Face.BOLD_ITALIC, Face.CODE: Face.BOLD_CODE}.get(self, self)

    def italic(self) -> "Face":
        """The slanted face of the same kind; code has none."""
        return {Face.TEXT: Face.ITALIC, Face.BOLD: Face.BOLD_ITALIC}.get(self, self)

    def width(self, text: str, size: float) -> float:
        """Return how wide `text` is in points."""
        return sum(map(self.widths.__getitem__, text)) * size


FACES = {face.font: face for face in Face}


def register(folder: Path) -> None:
    """Make the faces known to reportlab, from the files below `folder`; once for the whole process."""
    known = getRegisteredFontNames()
    for face in Face:
        if face.font not in known:
            registerFont(TTFont(face.font, str(folder / face.file)))
