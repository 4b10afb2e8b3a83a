"""Lines keep to their width and words stay whole."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.richtext import Code, Emphasis, Gap, Image, LineBreak, Link, Math, Spans, Strong, Text
from certdeck.exporters.pdf.fonts import Face, register
from certdeck.exporters.pdf.ink import BODY, LINK
from certdeck.exporters.pdf.text import Figure, Lines, Run, Setter, plain_words, set_lines
from certdeck.exporters.pdf.widths import shared_widths
from certdeck.markup.math import svg

register(Path(__file__).parents[3] / "resources" / "fonts")
WIDTH = 120.0
WORDS = st.lists(st.text("abcdefghijklmnop", min_size=1, max_size=14), min_size=1, max_size=30)


def text_of(lines: Lines) -> list[str]:
    return ["".join(piece.text for _, piece in line.pieces if isinstance(piece, Run)) for line in lines.lines]


def runs(spans: Spans) -> list[Run]:
    lines = set_lines(Setter(None).words(spans, BODY), 1000, BODY)
    return [piece for line in lines.lines for _, piece in line.pieces if isinstance(piece, Run)]


@given(WORDS)
def test_no_line_is_wider_than_asked_and_no_word_is_parted(words: list[str]) -> None:
    lines = set_lines(plain_words(" ".join(words), BODY), WIDTH, BODY)
    assert all(line.width <= WIDTH + 0.01 for line in lines.lines)
    assert " ".join(text_of(lines)).split() == words


@given(st.text("abcABC-_/.", min_size=30, max_size=200))
def test_a_word_wider_than_the_line_is_parted_without_losing_a_letter(word: str) -> None:
    lines = set_lines(plain_words(word, BODY.code()), WIDTH, BODY)
    assert all(line.width <= WIDTH + 0.01 for line in lines.lines)
    assert "".join(text_of(lines)) == word


def test_a_word_of_a_hundred_thousand_letters_is_parted_and_named_in_short() -> None:
    lines = set_lines(plain_words("w" * 100_000, BODY), WIDTH, BODY)
    assert sum(map(len, text_of(lines))) == 100_000
    piece = lines.lines[0].pieces[0][1]
    assert isinstance(piece, Run)
    assert len(piece.fault) < 160


def test_a_long_name_is_parted_at_its_joints() -> None:
    lines = set_lines(plain_words("NoCapacityInvocationFailuresPerVariant", BODY.code()), WIDTH, BODY)
    assert text_of(lines) == ["NoCapacityInvocation", "FailuresPerVariant"]


def test_every_span_has_its_ink() -> None:
    spans: Spans = (
        Text("a"),
        Strong((Text("b"), Emphasis((Text("c"),)), Code("d"))),
        Emphasis((Text("e"),)),
        Link("https://a.b/", (Text("f"),)),
        Image("x.png", "g"),
        Gap(1, (Text("h"),)),
        Math("x^2"),
    )
    found = {run.text: run.ink for run in runs(spans)}
    assert [found[name].face for name in ("a", "b", "c", "d", "e")] == [
        Face.TEXT,
        Face.BOLD,
        Face.BOLD_ITALIC,
        Face.BOLD_CODE,
        Face.ITALIC,
    ]
    assert (found["f"].link, found["f"].colour) == ("https://a.b/", LINK)
    assert (found["g"].face, found["h"].face) == (Face.TEXT, Face.BOLD)
    assert found["x^2"].face is Face.CODE


def test_a_formula_is_drawn_and_makes_its_line_as_tall_as_it_needs() -> None:
    lines = set_lines(Setter(svg).words((Text("a "), Math(r"\frac{a}{b^2}")), BODY), WIDTH, BODY)
    assert isinstance(lines.lines[0].pieces[-1][1], Figure)
    assert lines.height > BODY.leading


def test_a_formula_wider_than_the_line_is_made_smaller() -> None:
    whole, small = (
        set_lines(Setter(svg).words((Text("take "), Math(" + ".join([r"\frac{a}{b}"] * 20))), BODY), width, BODY)
        for width in (1000, WIDTH)
    )
    assert whole.width > WIDTH
    assert [line.width <= WIDTH for line in small.lines] == [True, True]
    drawn = small.lines[1].pieces[0][1]
    assert isinstance(drawn, Figure)
    assert drawn.width == pytest.approx(WIDTH, abs=0.02)
    assert small.lines[1].height < whole.lines[0].height


def test_a_broken_formula_shows_its_source() -> None:
    (line,) = set_lines(Setter(svg).words((Math(r"\frac{a}{"),), BODY), WIDTH, BODY).lines
    piece = line.pieces[0][1]
    assert isinstance(piece, Run)
    assert piece.ink.face is Face.CODE


def test_an_asked_for_break_ends_the_line() -> None:
    assert text_of(set_lines(Setter(None).words((Text("a"), LineBreak(), Text("b")), BODY), WIDTH, BODY)) == ["a", "b"]


@pytest.mark.parametrize("text", ["1 GB", "900 s", "15 min", "99 %", "4 MB/s", "90 days"])
def test_a_figure_and_its_unit_stay_together(text: str) -> None:
    (word,) = Setter(None).words((Text(text),), BODY)
    assert len(word.pieces) == 1


def test_right_aligned_lines_end_at_the_right_edge() -> None:
    lines = set_lines(plain_words("25 MB", BODY), WIDTH, BODY, right=True)
    assert lines.right == WIDTH


@given(
    st.lists(st.tuples(st.floats(1, 50), st.floats(0, 300)), min_size=1, max_size=8),
)
def test_columns_share_the_whole_width_and_none_is_narrower_than_its_longest_word(
    columns: list[tuple[float, float]],
) -> None:
    least = [narrow for narrow, _ in columns]
    natural = [narrow + more for narrow, more in columns]
    widths = shared_widths(least, natural, 540)
    assert sum(widths) == pytest.approx(540)
    assert all(width >= narrow - 0.001 for width, narrow in zip(widths, least, strict=True))


def test_the_widest_columns_shrink_when_the_longest_words_do_not_fit_and_narrow_ones_keep_their_width() -> None:
    assert shared_widths([100, 300], [100, 400], 200) == [100, 100]
    assert shared_widths([20, 300, 30, 200], [20, 400, 40, 300], 150) == [20, 50, 30, 50]
    assert shared_widths([100, 300], [100, 400], 100) == [50, 50]
