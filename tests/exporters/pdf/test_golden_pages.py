"""Pages as pictures, at 100 dots an inch, compared with tracked ones. `--accept` rewrites them: look at them then."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from certdeck.exporters.pdf.paper import PdfPaperPrinter
from certdeck.markup.markdown import Markdown
from certdeck.markup.math import svg
from certdeck.ports.printing import CardBook, CardOptions, InkUse, PrintOptions, SheetBook
from tests.exporters import sample

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).parent / "golden"
PRINTER = PdfPaperPrinter(Markdown(), ROOT / "resources" / "fonts", svg)
BOOK = SheetBook("Sheet", (sample.SHEET,), sample.DECK, sample.BLUEPRINT)
CARDS = (sample.BASIC, sample.REVERSED, sample.CLOZE, sample.TYPED)


def sheet(target: Path) -> None:
    PRINTER.sheets(BOOK, target, PrintOptions())


def saving(target: Path) -> None:
    PRINTER.sheets(BOOK, target, PrintOptions(ink=InkUse.SAVING, landscape=True, columns=2))


def cards(target: Path) -> None:
    PRINTER.cards(CardBook("Cards", CARDS, 4, sample.DECK, sample.BLUEPRINT), target, CardOptions(ink=InkUse.GREY))


@pytest.mark.parametrize("make", [sheet, saving, cards], ids=lambda make: make.__name__)
def test_the_page_looks_as_it_did(tmp_path: Path, make: Callable[[Path], None], request: pytest.FixtureRequest) -> None:
    make(tmp_path / "a.pdf")
    subprocess.run(["pdftoppm", "-r", "100", "-l", "1", "-png", "a.pdf", "page"], cwd=tmp_path, check=True)
    drawn = Image.open(next(tmp_path.glob("page*.png"))).convert("P", palette=Image.Palette.ADAPTIVE, colors=32)
    tracked = GOLDEN / f"page-{make.__name__}.png"
    if request.config.getoption("--accept"):
        drawn.save(tracked, optimize=True)
    with Image.open(tracked) as wanted:
        apart = ImageChops.difference(drawn.convert("L"), wanted.convert("L"))
    # Another version of poppler smooths letters a little otherwise; a line or a word that moves changes far more.
    changed = sum(apart.histogram()[48:]) / (drawn.width * drawn.height)
    assert drawn.size == wanted.size
    assert changed < 0.002, f"{changed:.2%} of {tracked.name} has changed; --accept rewrites it"
