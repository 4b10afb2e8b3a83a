"""The faces that sheets are set in, embedded into every PDF."""

from enum import Enum
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont


class Face(Enum):
    """A face: its name inside the program and its file below the fonts folder. SemiBold serves as bold."""

    TEXT = ("CertdeckText", "plex-sans/IBMPlexSans-Regular.ttf")
    BOLD = ("CertdeckText-Bold", "plex-sans/IBMPlexSans-SemiBold.ttf")
    ITALIC = ("CertdeckText-Italic", "plex-sans/IBMPlexSans-Italic.ttf")
    BOLD_ITALIC = ("CertdeckText-BoldItalic", "plex-sans/IBMPlexSans-SemiBoldItalic.ttf")
    CODE = ("CertdeckCode", "plex-mono/IBMPlexMono-Regular.ttf")
    BOLD_CODE = ("CertdeckCode-Bold", "plex-mono/IBMPlexMono-SemiBold.ttf")

    @property
    def font(self) -> str:
        """The name that reportlab knows it by."""
        return self.value[0]

    def bold(self) -> "Face":
        """The heavier face of the same kind."""
        return {Face.TEXT: Face.BOLD, Face.ITALIC: Face.BOLD_ITALIC, Face.CODE: Face.BOLD_CODE}.get(self, self)

    def italic(self) -> "Face":
        """The slanted face of the same kind; code has none."""
        return {Face.TEXT: Face.ITALIC, Face.BOLD: Face.BOLD_ITALIC}.get(self, self)

    def width(self, text: str, size: float) -> float:
        """Return how wide `text` is in points."""
        return _units(self.value[0], text) * size


@lru_cache(maxsize=20_000)
def _units(font: str, text: str) -> float:
    """Return the width at a size of one point. The same words come again and again, on every attempt to fit them."""
    return float(stringWidth(text, font, 1.0))


def register(folder: Path) -> None:
    """Make the faces known to reportlab, from the files below `folder`; once for the whole process."""
    known = getRegisteredFontNames()
    for face in Face:
        if face.font not in known:
            registerFont(TTFont(face.font, str(folder / face.value[1])))
