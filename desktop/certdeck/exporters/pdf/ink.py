"""The measures and colours of printed sheets, in points. Colour stands only in the band and in links."""

from dataclasses import dataclass, replace
from typing import Final

from certdeck.exporters.pdf.fonts import Face

MM: Final = 72 / 25.4
MARGIN: Final = 11 * MM
GUTTER: Final = 5.5 * MM

TEXT: Final = "#1C2024"
MUTED: Final = "#60646C"
LINK: Final = "#4A46B0"
WHITE: Final = "#FFFFFF"
HAIRLINE: Final = "#D9D9E0"
RULE: Final = "#B9BBC6"
BORDER: Final = "#80838D"
TINT: Final = "#F1F1F4"

DOMAINS: Final = ("#0B6E6E", "#8A3FA0", "#4A46B0", "#9A4A00")
"""Colours of the band, by domain in turn; white text on each has a contrast of 4.5:1 or more (WCAG 2.2 AA)."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How characters look: face, size and distance of lines in points, colour, and the page that they link to."""

    face: Face
    size: float
    leading: float
    colour: str = TEXT
    link: str = ""

    def bold(self) -> "Ink":
        """The same in the heavier face."""
        return replace(self, face=self.face.bold())

    def italic(self) -> "Ink":
        """The same, slanted."""
        return replace(self, face=self.face.italic())

    def code(self) -> "Ink":
        """The same in the mono face, a little smaller because its letters are wide."""
        bold = self.face in {Face.BOLD, Face.BOLD_ITALIC}
        return replace(self, face=Face.BOLD_CODE if bold else Face.CODE, size=round(self.size * 0.92, 2))

    def linked(self, url: str) -> "Ink":
        """The same as a link to `url`."""
        return replace(self, link=url, colour=LINK)

    def coloured(self, colour: str) -> "Ink":
        """The same in another colour."""
        return replace(self, colour=colour)


BODY: Final = Ink(Face.TEXT, 8.5, 11.2)
ROW: Final = Ink(Face.TEXT, 8, 10.4)
CELL: Final = Ink(Face.TEXT, 7.5, 9.6)
NOTE: Final = Ink(Face.TEXT, 7, 9.2, MUTED)
HEADING: Final = Ink(Face.BOLD, 10, 12.5)
