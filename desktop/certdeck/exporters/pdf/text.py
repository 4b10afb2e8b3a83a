"""Setting text: structured spans broken into lines of a given width, and drawn."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.richtext import Code, Defined, Emphasis, Gap, Image, LineBreak, Link, Math, Span, Spans, Strong, Text
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.ink import Ink
from certdeck.exporters.pdf.vector import Picture, UnknownShape, draw_picture, read_picture
from certdeck.ports.math import BrokenFormula, MathRenderer

_CAPITALS: Final = 0.698
"""Height of Plex's capitals in parts of the size: text looks centred in its line when they are."""
_BREAKABLE: Final = re.compile(r"(?<=[/_.:,\-–(=])(?=\w)|(?<=[a-z0-9])(?=[A-Z])")

_UNIT: Final = re.compile(r"(?<=\d) (?=(?:%|[kKMGT]i?B(?:/s)?|ms|µs|s|min|h|days?|x)(?!\w))")
"""A figure and its unit stay on one line."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one ink; `fault` says what is the matter with them where they stand in for something else."""

    text: str
    ink: Ink
    fault: str = ""

    @property
    def width(self) -> float:
        """How wide it is in points."""
        return self.ink.face.width(self.text, self.ink.size)


@dataclass(frozen=True, slots=True)
class Figure:
    """A formula within a line."""

    picture: Picture
    ink: Ink

    @property
    def width(self) -> float:
        """How wide it is in points."""
        return self.picture.width


Piece = Run | Figure


@dataclass(frozen=True, slots=True)
class Word:
    """Pieces that are never parted, and the room after them; `ends_line` where the author breaks the line."""

    pieces: tuple[Piece, ...]
    width: float
    space: float = 0.0
    ends_line: bool = False


class Setter:
    """Turns spans into words; `math` draws formulas (without it, or where it can't, their source is shown)."""

    def __init__(self, math: MathRenderer | None) -> None:
        self._math = math

    def words(self, spans: Spans, ink: Ink) -> tuple[Word, ...]:
        """Return the words of `spans`."""
        return tuple(_words(self._pieces(spans, ink)))

    def figure(self, latex: str, ink: Ink, *, display: bool) -> Figure | None:
        """Draw a formula, or return None if that can't be done."""
        if self._math is None:
            return None
        try:
            return Figure(read_picture(self._math(latex, ink.size, ink.colour, display=display)), ink)
        except (BrokenFormula, UnknownShape):
            return None

    def _source(self, latex: str, ink: Ink) -> Run:
        return Run(latex, ink.code(), _broken(latex) if self._math is not None else "")

    def _pieces(self, spans: Spans, ink: Ink) -> Iterator[Piece]:
        for span in spans:
            yield from self._piece(span, ink)

    def _piece(self, span: Span, ink: Ink) -> Iterator[Piece]:
        match span:
            case Text(text) | Image(_, text) | Defined(text):
                yield Run(_UNIT.sub("\u00a0", text), ink)
            case Strong(spans):
                yield from self._pieces(spans, ink.bold())
            case Emphasis(spans):
                yield from self._pieces(spans, ink.italic())
            case Code(text):
                yield Run(text, ink.code())
            case Link(url, spans):
                yield from self._pieces(spans, ink.linked(url))
            case Math(latex):
                yield self.figure(latex, ink, display=False) or self._source(latex, ink)
            case LineBreak():
                yield Run("\n", ink)
            case Gap(_, _, hint, True):
                yield Run(f"[{hint or '...'}]", ink.bold())
            case Gap(_, spans):
                yield from self._pieces(spans, ink.bold())


def broken_formula(latex: str, ink: Ink) -> tuple[Word, ...]:
    """Return the source of a formula that can't be drawn."""
    return stand_in(latex, _broken(latex), ink.code())


def stand_in(text: str, fault: str, ink: Ink) -> tuple[Word, ...]:
    """Return `text`, marked because it stands in for something; `fault` says what is the matter."""
    return tuple(_words((Run(text, ink, fault),)))


def _broken(latex: str) -> str:
    return f"the formula {latex} can't be drawn; its source was printed"


def plain_words(text: str, ink: Ink) -> tuple[Word, ...]:
    """Return the words of plain `text`."""
    return tuple(_words((Run(text, ink),)))


def line_width(words: Sequence[Word]) -> float:
    """Return how wide `words` are when they stand on one line."""
    return sum(word.width + word.space for word in words)


def _words(pieces: Iterable[Piece]) -> Iterator[Word]:
    current: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Figure):
            current.append(piece)
            continue
        for part in re.split(r"(\n|[ \t\r\f\v]+)", piece.text):
            if not part:
                continue
            if part == "\n" or part.isspace():
                space = 0.0 if part == "\n" else piece.ink.face.width(" ", piece.ink.size)
                if current or part == "\n":
                    yield _word(current, space, ends_line=part == "\n")
                current = []
            else:
                current.append(Run(part, piece.ink, piece.fault))
    if current:
        yield _word(current, 0.0)


def _word(pieces: Sequence[Piece], space: float, *, ends_line: bool = False) -> Word:
    return Word(tuple(pieces), sum(piece.width for piece in pieces), space, ends_line)


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces with their distance from the left edge; `drop` is the distance from the line's top to the baseline."""

    pieces: tuple[tuple[float, Piece], ...]
    width: float
    height: float
    drop: float


@dataclass(frozen=True, slots=True)
class Lines:
    """Text set to a width: a box to draw."""

    lines: tuple[Line, ...]
    height: float
    width: float
    right: float = 0.0
    """The right edge that lines are flush with; 0 sets them flush left."""

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        for line in self.lines:
            left = x + self.right - line.width if self.right else x
            for offset, piece in line.pieces:
                _draw(canvas, piece, left + offset, top - line.drop)
            top -= line.height

    def within(self, room: float) -> "Lines":
        """Return the first lines, as many as are no taller than `room`."""
        kept: list[Line] = []
        used = 0.0
        for line in self.lines:
            if used + line.height > room:
                break
            kept.append(line)
            used += line.height
        return Lines(tuple(kept), used, self.width, self.right)


def set_lines(words: Sequence[Word], width: float, ink: Ink, *, right: bool = False) -> Lines:
    """Break `words` into lines at most `width` wide; only a word wider than that is parted."""
    lines = tuple(_line(words, ink) for words in _lines_of(words, width))
    height = sum(line.height for line in lines)
    return Lines(lines, height, max((line.width for line in lines), default=0.0), width if right else 0.0)


def _lines_of(words: Sequence[Word], width: float) -> Iterator[list[Word]]:
    line: list[Word] = []
    used = 0.0
    for word in (part for whole in words for part in _fitting(whole, width)):
        if line and used + word.width > width + 0.01:
            yield line
            line, used = [], 0.0
        line.append(word)
        used += word.width + word.space
        if word.ends_line:
            yield line
            line, used = [], 0.0
    if line:
        yield line


def _fitting(word: Word, width: float) -> Iterator[Word]:
    """Part a word that is wider than the line: where a name has its joints, and only then between any two letters."""
    if word.width <= width + 0.01:
        yield word
        return
    parts = [part for piece in word.pieces for part in _parts(piece, width)]
    for place, part in enumerate(parts, 1):
        end = place == len(parts)
        yield _word((part,), word.space if end else 0.0, ends_line=end and word.ends_line)


def _parts(piece: Piece, width: float) -> Iterator[Piece]:
    if isinstance(piece, Figure):
        yield piece
        return
    for joint in _BREAKABLE.split(piece.text):
        rest = joint
        while rest:
            cut = len(rest)
            while cut > 1 and piece.ink.face.width(rest[:cut], piece.ink.size) > width:
                cut -= 1
            # A name is broken at its joints as a matter of course; anywhere else is worth a word.
            torn = piece.fault or (f"the word {piece.text} is wider than its column" if cut < len(rest) else "")
            yield Run(rest[:cut], piece.ink, torn)
            rest = rest[cut:]


def _line(words: Sequence[Word], ink: Ink) -> Line:
    pieces: list[tuple[float, Piece]] = []
    x, space = 0.0, 0.0
    for word in words:
        for piece in word.pieces:
            _append(pieces, x, space, piece)
            x += piece.width
            space = 0.0
        x += word.space
        space = word.space
    width = x - (words[-1].space if words else 0.0)
    drop = (ink.leading + _CAPITALS * ink.size) / 2
    figures = [piece.picture for _, piece in pieces if isinstance(piece, Figure)]
    up = max([drop, *(figure.ascent + 1 for figure in figures)])
    down = max([ink.leading - drop, *(figure.depth + 1 for figure in figures)])
    return Line(tuple(pieces), width, up + down, up)


def _append(pieces: list[tuple[float, Piece]], x: float, space: float, piece: Piece) -> None:
    """Add a piece at `x`, joined to the one before in the same ink, so that whole lines can be copied from a PDF."""
    last = pieces[-1][1] if pieces else None
    if isinstance(last, Run) and isinstance(piece, Run) and (last.ink, last.fault) == (piece.ink, piece.fault):
        # Two pieces of code may stand an ordinary space apart, which is narrower than one of code.
        own = piece.ink.face.width(" ", piece.ink.size)
        if not space or abs(space - own) < 0.01:
            pieces[-1] = pieces[-1][0], Run(last.text + (" " if space else "") + piece.text, piece.ink, piece.fault)
            return
    pieces.append((x, piece))


def _draw(canvas: Canvas, piece: Piece, x: float, baseline: float) -> None:
    ink = piece.ink
    if isinstance(piece, Figure):
        draw_picture(canvas, piece.picture, x, baseline, ink.colour)
        return
    canvas.setFillColor(ink.colour)
    canvas.setFont(ink.face.font, ink.size)
    canvas.drawString(x, baseline, piece.text)
    if piece.fault:
        canvas.report(piece.fault)
        canvas.mark(x - 0.6, baseline - 0.28 * ink.size, piece.width + 1.2, 1.15 * ink.size)
    if ink.link:
        area = (x, baseline - 0.25 * ink.size, x + piece.width, baseline + 0.8 * ink.size)
        canvas.linkURL(ink.link, area, relative=0)
