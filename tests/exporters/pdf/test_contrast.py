"""Every text on paper can be read on its ground, also where a printer knows no colours."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from certdeck.core.contrast_ratio import grey_of, ratio
from certdeck.exporters.pdf.book import print_book
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.cards import print_cards
from certdeck.exporters.pdf.document import Press
from certdeck.exporters.pdf.duplex import print_duplex_test
from certdeck.exporters.pdf.fonts import register
from certdeck.exporters.pdf.ink import WHITE
from certdeck.markup.markdown import Markdown
from certdeck.markup.math import svg
from certdeck.ports.exporting import no_progress
from certdeck.ports.printing import CardBook, CardOptions, InkUse, PrintOptions, SheetBook
from tests.exporters import sample

register(Path(__file__).parents[3] / "resources" / "fonts")
MARKUP = Markdown()
LEAST = 4.5
"""WCAG 2.2, 1.4.3."""


@dataclass(frozen=True)
class Ground:
    """A filled box."""

    left: float
    bottom: float
    width: float
    height: float
    colour: str

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x - self.left <= self.width and 0 <= y - self.bottom <= self.height


class Watched(Canvas):
    """Notes in `seen` each text with its colour and that of its ground."""

    seen: ClassVar[list[tuple[str, str, str]]] = []
    grounds: ClassVar[list[Ground]] = []
    filled = WHITE

    def __init__(self, *given: Any) -> None:
        self.seen.clear()
        self.grounds.clear()
        super().__init__(*given)

    def setFillColor(self, colour: Any, alpha: float | None = None) -> None:
        self.filled = self._inked(colour, fill=True)
        super().setFillColor(colour, alpha)

    def rect(self, x: float, y: float, width: float, height: float, stroke: float = 1, fill: float = 0) -> None:
        self._lay(x, y, width, height, fill)
        super().rect(x, y, width, height, stroke, fill)

    def roundRect(
        self, x: float, y: float, width: float, height: float, radius: float, stroke: float = 1, fill: float = 0
    ) -> None:
        self._lay(x, y, width, height, fill)
        super().roundRect(x, y, width, height, radius, stroke, fill)

    def drawString(self, x: float, y: float, text: str, *rest: Any, **more: Any) -> None:
        at = self.absolutePosition(x + 0.5, y + 0.5)
        under = next((ground.colour for ground in reversed(self.grounds) if ground.holds(*at)), WHITE)
        self.seen.append((text, self.filled, under))
        super().drawString(x, y, text, *rest, **more)

    def showPage(self) -> None:
        self.grounds.clear()
        super().showPage()

    def _lay(self, x: float, y: float, width: float, height: float, fill: float) -> None:
        if fill:
            self.grounds.append(Ground(*self.absolutePosition(x, y), width, height, self.filled))


def sheets(use: InkUse) -> None:
    book = SheetBook("Sheets", (sample.SHEET, sample.SHEET), sample.DECK, sample.BLUEPRINT)
    print_book(book, MARKUP, svg, PrintOptions(ink=use), no_progress, Press(io.BytesIO(), Watched))


def cards(use: InkUse) -> None:
    book = CardBook("Cards", (sample.BASIC, sample.CLOZE), 2, sample.DECK, sample.BLUEPRINT)
    options = CardOptions(ink=use)
    print_cards(book, MARKUP, svg, lambda _name: None, options, no_progress, Press(io.BytesIO(), Watched))


def duplex(use: InkUse) -> None:
    print_duplex_test(CardOptions(ink=use), Press(io.BytesIO(), Watched))


@pytest.mark.parametrize("use", list(InkUse))
@pytest.mark.parametrize("make", [sheets, cards, duplex], ids=lambda make: make.__name__)
def test_every_text_is_readable_on_its_ground_in_colour_and_in_grey(
    make: Callable[[InkUse], None], use: InkUse
) -> None:
    make(use)
    assert Watched.seen
    for text, ink, ground in Watched.seen:
        assert ratio(ink, ground) >= LEAST, (text, ink, ground)
        assert ratio(grey_of(ink), grey_of(ground)) >= LEAST, (text, ink, ground)
    if make is sheets and use is InkUse.COLOUR:
        assert len({ground for _, _, ground in Watched.seen}) >= 3
