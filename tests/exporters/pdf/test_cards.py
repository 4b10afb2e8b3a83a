"""Cards to cut out: each back behind its front, nothing cut off unsaid, pages that show how far off a printer is."""

import io
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from certdeck.core.card_parts import Covering, Occlusion, Outline, Shape
from certdeck.core.deck import Card, CardKind, Deck
from certdeck.core.ids import ItemId
from certdeck.exporters.pdf.cards import EDGE, Grid
from certdeck.exporters.pdf.document import Press, page_size
from certdeck.exporters.pdf.duplex import print_duplex_test
from certdeck.exporters.pdf.fonts import register
from certdeck.exporters.pdf.ink import MM
from certdeck.exporters.pdf.paper import PdfPaperPrinter
from certdeck.importers.native import NativeReader
from certdeck.markup.markdown import Markdown
from certdeck.markup.math import svg
from certdeck.ports.exporting import Paper
from certdeck.ports.printing import CARDS_A_PAGE, CardBook, CardOptions, Duplex, Printout
from tests.exporters import sample
from tests.exporters.pdf.reading import pages_of, sizes_of

ROOT = Path(__file__).parents[3]
FONTS = ROOT / "resources" / "fonts"
PRINTER = PdfPaperPrinter(Markdown(), FONTS, svg)
CARDS = (sample.BASIC, sample.REVERSED, sample.CLOZE, sample.TYPED)


def book(cards: Iterable[Card], deck: Deck = sample.DECK) -> CardBook:
    return CardBook("Cards", cards, 1, deck, sample.BLUEPRINT)


def printed(folder: Path, *cards: Card, options: CardOptions | None = None) -> tuple[Path, Printout]:
    target = folder / "cards.pdf"
    return target, PRINTER.cards(book(cards), target, options or CardOptions())


def many(count: int) -> tuple[Card, ...]:
    return tuple(
        replace(sample.BASIC, id=ItemId(f"c-{at}"), front=f"Question{at}", back=f"Answer{at}") for at in range(count)
    )


@pytest.mark.parametrize(
    ("count", "duplex", "paper", "landscape"), list(product(CARDS_A_PAGE, Duplex, Paper, (False, True)))
)
def test_each_back_lies_behind_its_front(
    tmp_path: Path, count: int, duplex: Duplex, paper: Paper, landscape: bool
) -> None:
    options = CardOptions(count=count, duplex=duplex, paper=paper, landscape=landscape)
    target, printout = printed(tmp_path, *many(count + 1), options=options)
    assert printout.pages == 4
    front, back = pages_of(target)[:2]
    assert (front.width > front.height) is landscape
    columns, rows = (count // 2, 2) if landscape else (2, count // 2)
    across, down = (front.width - 2 * EDGE) / columns, (front.height - 2 * EDGE) / rows

    def cell(left: float, top: float) -> tuple[int, int]:
        return int((left - EDGE) // across), int((top - EDGE) // down)

    fronts = {word.text[8:]: cell(word.left, word.top) for word in front.words if word.text.startswith("Question")}
    backs = {word.text[6:]: cell(word.left, word.top) for word in back.words if word.text.startswith("Answer")}
    assert fronts.keys() == backs.keys()
    assert len(set(fronts.values())) == count
    # The long edge of upright paper is at its side, that of paper that lies is above.
    sideways = (duplex is Duplex.LONG) is not landscape
    for name, (column, row) in fronts.items():
        assert backs[name] == ((columns - 1 - column, row) if sideways else (column, rows - 1 - row))


@pytest.mark.parametrize(("duplex", "paper", "landscape"), list(product(Duplex, Paper, (False, True))))
def test_the_shift_that_the_test_page_asks_for_brings_its_cross_to_zero(
    duplex: Duplex, paper: Paper, landscape: bool
) -> None:
    grid = page_grid(paper, duplex, landscape=landscape)
    off = (1.4, -0.6)  # what the printer does to the back, seen from the front: right and down
    sideways = (duplex is Duplex.LONG) is not landscape
    shift = (off[0], -off[1]) if sideways else (-off[0], off[1])
    words = print_words(CardOptions(paper=paper, duplex=duplex, landscape=landscape))
    assert ("add A to the right and -B down" in words) is sideways
    assert ("add -A to the right and B down" in words) is not sideways
    moved = replace(grid, shift=shift)
    for place in range(grid.count):
        x, y = moved.corner(place, reverse=True)
        still_x, still_y = grid.corner(place, reverse=True)
        # Back to front: an edge at the side changes left and right, the upper one top and bottom.
        seen = (x - still_x) / MM * (-1 if sideways else 1), (still_y - y) / MM * (1 if sideways else -1)
        assert seen == pytest.approx((-off[0], -off[1]))


def page_grid(paper: Paper, duplex: Duplex, *, landscape: bool) -> Grid:
    width, height = page_size(CardOptions(paper=paper, landscape=landscape))
    return Grid(width, height, 8, duplex)


def print_words(options: CardOptions) -> str:
    target = io.BytesIO()
    register(FONTS)
    print_duplex_test(options, Press(target))
    return " ".join(PdfReader(target).pages[1].extract_text().split())


def test_the_shift_moves_the_backs_alone() -> None:
    still = Grid(600, 800, 8, Duplex.LONG)
    moved = Grid(600, 800, 8, Duplex.LONG, (2.0, -1.0))
    assert moved.corner(0) == still.corner(0)
    x, y = still.corner(0, reverse=True)
    assert moved.corner(0, reverse=True) == pytest.approx((x + 2 * MM, y + MM))


def test_every_kind_of_card_is_printed_with_its_answer(tmp_path: Path) -> None:
    target, printout = printed(tmp_path, *CARDS)
    front, back = (" ".join(page.extract_text().split()) for page in PdfReader(target).pages[:2])
    assert printout.problems == ()
    assert "Which option takes 600 MB" in front
    assert "[time]" in front
    assert "60 seconds" in back
    assert "Has<Backlog>" in back
    assert "MLA-C01 3.1 c-basic" in front
    assert min(sizes_of(target)) >= 7


def test_the_same_cards_give_the_same_bytes(tmp_path: Path) -> None:
    first = printed(tmp_path, *CARDS)[0].read_bytes()
    assert printed(tmp_path, *CARDS)[0].read_bytes() == first


def test_a_side_too_long_for_its_card_ends_within_it_and_is_named(tmp_path: Path) -> None:
    long = replace(sample.BASIC, back="\n\n".join(f"Paragraph {at} " + "words " * 40 for at in range(20)))
    target, printout = printed(tmp_path, long)
    (problem,) = printout.problems
    assert (problem.where, problem.what.startswith("the side that begins “Paragraph 0")) == ("card c-basic", True)
    _, back = pages_of(target)
    assert all(word.bottom < EDGE + (back.height - 2 * EDGE) / 4 for word in back.words)


def occluded(name: str) -> Card:
    shape = Shape(Outline.RECTANGLE, ((0.1, 0.1), (0.5, 0.5)))
    occlusion = Occlusion(name, (shape,), Covering.ALL)
    return replace(sample.BASIC, kind=CardKind.OCCLUSION, occlusion=occlusion, front="What is here?")


def test_a_picture_is_printed_at_its_own_resolution(tmp_path: Path) -> None:
    Image.new("RGB", (1200, 800), "white").save(tmp_path / "plan.png")
    printer = PdfPaperPrinter(Markdown(), FONTS, svg, lambda name: tmp_path / name)
    target = tmp_path / "cards.pdf"
    assert printer.cards(book([occluded("plan.png")]), target, CardOptions()).problems == ()
    (picture,) = PdfReader(target).pages[0].images
    assert picture.image is not None
    assert picture.image.size == (1200, 800)


@pytest.mark.parametrize("content", [b"", b"no picture", None])
def test_a_picture_that_cannot_be_read_is_marked_and_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "plan.png").write_bytes(content)
    printer = PdfPaperPrinter(Markdown(), FONTS, svg, lambda name: tmp_path / name)
    printout = printer.cards(book([occluded("plan.png")]), tmp_path / "cards.pdf", CardOptions())
    assert [str(problem) for problem in printout.problems] == ["card c-basic: the picture plan.png can't be read"]


@pytest.mark.parametrize(("paper", "landscape"), list(product(Paper, (False, True))))
def test_the_test_page_shows_both_sides_and_no_letters_overlap(tmp_path: Path, paper: Paper, landscape: bool) -> None:
    target = tmp_path / "test.pdf"
    assert PRINTER.duplex_test(target, CardOptions(paper=paper, landscape=landscape, shift=(1.5, 0.5))).pages == 2
    assert all(page.overlapping() == [] and page.outside(EDGE) == [] for page in pages_of(target))


def test_every_shipped_card_is_printed_without_a_problem(tmp_path: Path) -> None:
    deck = NativeReader().read(ROOT / "decks" / "aws-mla")
    target = tmp_path / "all.pdf"
    some = CardBook("Cards", deck.cards, len(deck.cards), deck, deck.blueprints[0])
    printout = PRINTER.cards(some, target, CardOptions(count=10))
    assert [str(problem) for problem in printout.problems] == []
    assert printout.pages >= len(deck.cards) / 5


@pytest.mark.parametrize("wrong", [{"count": 6}, {"shift": (11.0, 0.0)}])
def test_options_out_of_bounds_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"cards on a page|moved"):
        CardOptions(**wrong)  # type: ignore[arg-type]


def test_a_table_on_a_card_stands_in_columns(tmp_path: Path) -> None:
    table = "| | Streams | Firehose |\n|--|--|--|\n| Keeps | 24 hours | nothing |\n| Delay | none | up to 900 s |\n"
    target, _ = printed(tmp_path, replace(sample.BASIC, back=table))
    words = {word.text: word for word in pages_of(target)[1].words}
    assert words["Streams"].left == pytest.approx(words["24"].left, abs=0.1)
    assert words["Firehose"].left == pytest.approx(words["nothing"].left, abs=0.1)
    assert words["Keeps"].top == pytest.approx(words["nothing"].top, abs=0.1)
    assert words["Keeps"].bottom < words["Delay"].bottom
    assert "·" not in words
