"""The measures and colours of what is printed, in points. Colour stands only in the band and in links."""

from dataclasses import dataclass, replace
from typing import Final

from certdeck.exporters.pdf.fonts import Face
from certdeck.ports.printing import SMALLEST

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
FAULT: Final = "#B42318"
"""Frames what could not be printed as it should be."""

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
        size = max(SMALLEST, round(self.size * 0.92, 2))
        return replace(self, face=Face.BOLD_CODE if bold else Face.CODE, size=size)

    def scaled(self, by: float) -> "Ink":
        """The same, larger or smaller, but never below the smallest size that is printed."""
        size = max(SMALLEST, round(self.size * by, 2))
        return replace(self, size=size, leading=round(self.leading * size / self.size, 2))

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


@dataclass(frozen=True, slots=True)
class Inks:
    """The inks of one size of text: running text, rows of facts, cells of tables, notes, headings."""

    body: Ink = BODY
    row: Ink = ROW
    cell: Ink = CELL
    note: Ink = NOTE
    heading: Ink = HEADING

    def with_cells(self, size: float) -> "Inks":
        """The same with smaller cells."""
        return replace(self, cell=self.cell.scaled(size / self.cell.size))


def inks(size: float) -> Inks:
    """Return the inks for running text of `size` points; the smallest ones stop at the floor."""
    by = size / BODY.size
    return Inks(BODY.scaled(by), ROW.scaled(by), CELL.scaled(by), NOTE.scaled(by), HEADING.scaled(by))
