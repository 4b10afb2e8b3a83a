"""Files that are written page by page are whole, and hold what was drawn."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from certdeck.core.deck import Card, HookBlock
from certdeck.core.ids import ItemId
from certdeck.exporters.pdf.document import About, Press, finished
from certdeck.exporters.pdf.fonts import Face, register
from certdeck.exporters.pdf.paper import PdfPaperPrinter
from certdeck.markup.markdown import Markdown
from certdeck.ports.printing import CardBook, CardOptions, PrintOptions, SheetBook
from tests.exporters import sample
from tests.exporters.pdf.reading import pages_of

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
PRINTER = PdfPaperPrinter(Markdown(), FONTS)
register(FONTS)


def test_pages_are_in_the_file_before_the_next_cards_are_read(tmp_path: Path) -> None:
    sizes: list[int] = []

    def cards() -> Iterator[Card]:
        for number in range(400):
            sizes.append(sum(file.stat().st_size for file in tmp_path.iterdir()))
            yield replace(sample.BASIC, id=ItemId(f"c-{number}"), front=f"{number} {'words ' * (number % 7)}")

    book = CardBook("Cards", cards(), 400, sample.DECK, sample.BLUEPRINT)
    assert PRINTER.cards(book, tmp_path / "a.pdf", CardOptions()).pages == 100
    assert sizes[0] == 0
    assert len(set(sizes)) > 8


def test_every_object_is_where_the_table_says(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    PRINTER.sheets(SheetBook("Sheet", (sample.SHEET,), sample.DECK, sample.BLUEPRINT), target, PrintOptions())
    content = target.read_bytes()
    assert content.startswith(b"%PDF-1.4\n")
    assert content.endswith(b"%%EOF\n")
    places = PdfReader(target, strict=True).xref[0]
    assert places
    assert all(content[at:].startswith(b"%d 0 obj\n" % number) for number, at in places.items())


def test_more_letters_than_one_part_of_a_face_holds_can_be_read_back() -> None:
    text = "".join(sorted(letter for letter in map(chr, range(0x21, 0x2000)) if letter in printable()))[:600]
    target = io.BytesIO()
    canvas = Press(target).canvas((600, 800), About("Letters", "All", "en"))
    canvas.setFont(Face.TEXT.font, 10)
    for line in range(0, len(text), 40):
        canvas.drawString(40, 700 - line, text[line : line + 40])
    canvas.showPage()
    assert finished(canvas, 1).problems == ()
    assert "".join(PdfReader(target).pages[0].extract_text().split()) == text


def printable() -> frozenset[str]:
    from certdeck.exporters.pdf.canvas import letters_of

    return letters_of(Face.TEXT.font) - frozenset("\u00a0\u00ad\u200b")


@pytest.mark.parametrize("columns", [1, 3])
def test_a_link_lies_on_its_words(tmp_path: Path, columns: int) -> None:
    text = "Some words before [thelinkedword](https://a.example/x) and after."
    sheet = replace(sample.SHEET, blocks=(*sample.SHEET.blocks, HookBlock("Hook", text)))
    target = tmp_path / "a.pdf"
    PRINTER.sheets(
        SheetBook("Sheet", (sheet,), sample.DECK, sample.BLUEPRINT), target, PrintOptions(columns=columns, pages=1)
    )
    for page, drawn in zip(PdfReader(target).pages, pages_of(target), strict=True):
        for link in (entry.get_object() for entry in page.get("/Annots", ())):
            if link.get("/A", {}).get("/URI") == "https://a.example/x":
                left, bottom, right, top = map(float, link["/Rect"])
                (word,) = [word for word in drawn.words if word.text == "thelinkedword"]
                assert (left, right) == pytest.approx((word.left, word.right), abs=1)
                assert drawn.height - top < (word.top + word.bottom) / 2 < drawn.height - bottom
                return
    raise AssertionError("The link is on no page.")
