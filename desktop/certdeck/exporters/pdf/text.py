"""Setting text: structured spans broken into lines of a given width, and drawn."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from certdeck.core.richtext import Code, Defined, Emphasis, Gap, Image, LineBreak, Link, Math, Span, Spans, Strong, Text
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.ink import TEXT, Ink
from certdeck.exporters.pdf.vector import Picture, UnknownShape, draw_picture, read_picture
from certdeck.ports.math import BrokenFormula, MathRenderer

_CAPITALS: Final = 0.698
"""Height of Plex's capitals in parts of the size: text looks centred in its line when they are."""
_BREAKABLE: Final = re.compile(r"(?<=[/_.:,\-–(=])(?=\w)|(?<=[a-z0-9])(?=[A-Z])")

_BETWEEN: Final = re.compile(r"(\n|[ \t\r\f\v]+)")
_ODD: Final = re.compile(r"[\n\t\r\f\v]")
_MOST_WORDS: Final = 4000
_LONG_NAME: Final = 100
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
    """A formula within a line, with its source, which is found and copied in its place.

    `scale` is less than 1 where it would else be wider than its column.
    """

    picture: Picture
    ink: Ink
    latex: str
    scale: float = 1.0

    @property
    def width(self) -> float:
        """How wide it is in points."""
        return self.picture.width * self.scale

    @property
    def ascent(self) -> float:
        """How far it reaches above the baseline in points."""
        return self.picture.ascent * self.scale

    @property
    def depth(self) -> float:
        """How far it reaches below the baseline in points."""
        return self.picture.depth * self.scale

    def within(self, width: float) -> "Figure":
        """Return it made smaller where it is wider than `width`."""
        return self if self.width <= width else replace(self, scale=width / self.picture.width)

    def draw(self, canvas: Canvas, x: float, baseline: float) -> None:
        """Draw with the left end of its baseline at (`x`, `baseline`)."""
        canvas.saveState()
        canvas.translate(x, baseline)
        canvas.scale(self.scale, self.scale)
        canvas.lay_under(0, 0, self.latex, self.picture.width, self.scale)
        draw_picture(canvas, self.picture, 0, 0, self.ink.colour)
        canvas.restoreState()


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
            # In one colour, so that what was drawn before is found again whatever the ink is.
            return Figure(read_picture(self._math(latex, ink.size, TEXT, display=display)), ink, latex)
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


class _Vocabulary:
    """The words of one ink as they were measured before: the same ones come again and again, with every attempt."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self._known: dict[str, Word] = {}
        self.space = ink.face.width(" ", ink.size)

    def word(self, text: str) -> Word:
        """Return a word with room after it."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _MOST_WORDS:
                self._known.clear()
            run = Run(text, self.ink)
            known = self._known[text] = Word((run,), run.width, self.space)
        return known


_vocabulary = lru_cache(maxsize=64)(_Vocabulary)


def _words(pieces: Iterable[Piece]) -> list[Word]:
    """Part what is set at spaces; pieces without a space between them make one word."""
    words: list[Word] = []
    begun: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Figure):
            begun.append(piece)
        elif piece.fault or _ODD.search(piece.text):
            begun = _slowly(piece, words, begun)
        else:
            begun = _quickly(piece, words, begun)
    if begun:
        words.append(_word(begun, 0.0))
    return words


def _quickly(piece: Run, words: list[Word], begun: list[Piece]) -> list[Piece]:
    """Add the words of a piece whose only white space are spaces, and return what the last word begins with."""
    vocabulary = _vocabulary(piece.ink)
    first, *others = piece.text.split(" ")
    if first:
        begun.append(Run(first, vocabulary.ink))
    if not others:
        return begun
    if begun:
        words.append(vocabulary.word(first) if len(begun) == 1 and first else _word(begun, vocabulary.space))
    *inner, last = others
    known = vocabulary.word
    words += [known(part) for part in inner if part]
    return [Run(last, vocabulary.ink)] if last else []


def _slowly(piece: Run, words: list[Word], begun: list[Piece]) -> list[Piece]:
    """Do the same for any piece."""
    for part in _BETWEEN.split(piece.text):
        if part == "\n" or part.isspace():
            if begun or part == "\n":
                space = 0.0 if part == "\n" else _vocabulary(piece.ink).space
                words.append(_word(begun, space, ends_line=part == "\n"))
            begun = []
        elif part:
            begun.append(Run(part, piece.ink, piece.fault))
    return begun


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
    used, limit = 0.0, width + 0.01
    for word in _fitting(words, limit):
        if line and used + word.width > limit:
            yield line
            line, used = [], 0.0
        line.append(word)
        used += word.width + word.space
        if word.ends_line:
            yield line
            line, used = [], 0.0
    if line:
        yield line


def _fitting(words: Sequence[Word], limit: float) -> Sequence[Word]:
    """Part words wider than the line: where a name has its joints, and only then between any two letters."""
    if not words or max([word.width for word in words]) <= limit:
        return words
    return [part for word in words for part in (_parted(word, limit) if word.width > limit else (word,))]


def _parted(word: Word, limit: float) -> Iterator[Word]:
    parts = [part for piece in word.pieces for part in _parts(piece, limit - 0.01)]
    for place, part in enumerate(parts, 1):
        end = place == len(parts)
        yield _word((part,), word.space if end else 0.0, ends_line=end and word.ends_line)


def _parts(piece: Piece, width: float) -> Iterator[Piece]:
    if isinstance(piece, Figure):
        yield piece.within(width)
        return
    name = piece.text if len(piece.text) <= _LONG_NAME else f"{piece.text[:_LONG_NAME]}…"
    for joint in _BREAKABLE.split(piece.text):
        rest = joint
        while rest:
            cut = _fitting_letters(rest, width, piece.ink)
            # A name is broken at its joints as a matter of course; anywhere else is worth a word.
            torn = piece.fault or (f"the word {name} is wider than its column" if cut < len(rest) else "")
            yield Run(rest[:cut], piece.ink, torn)
            rest = rest[cut:]


def _fitting_letters(text: str, width: float, ink: Ink) -> int:
    """Return how many letters fit, at least one."""
    used = 0.0
    for place, letter in enumerate(text):
        used += ink.face.widths[letter] * ink.size
        if used > width and place:
            return place
    return len(text)


def _line(words: Sequence[Word], ink: Ink) -> Line:
    drop = (ink.leading + _CAPITALS * ink.size) / 2
    width = sum([word.width + word.space for word in words]) - words[-1].space
    plain = _plain(words)
    if plain is not None:
        return Line(((0.0, plain),), width, ink.leading, drop)
    pieces = _joined(words)
    figures = [piece for _, piece in pieces if isinstance(piece, Figure)]
    up = max([drop, *(figure.ascent + 1 for figure in figures)])
    down = max([ink.leading - drop, *(figure.depth + 1 for figure in figures)])
    return Line(pieces, width, up + down, up)


def _plain(words: Sequence[Word]) -> Run | None:
    """Return a line as one piece if it is in one ink throughout, as most are."""
    first = words[0].pieces[0] if words[0].pieces else None
    if not isinstance(first, Run):
        return None
    texts: list[str] = []
    ink = first.ink
    own = space = ink.face.widths[" "] * ink.size
    for word in words:
        piece = word.pieces[0] if len(word.pieces) == 1 else None
        if not isinstance(piece, Run) or piece.ink is not ink or piece.fault or space != own:
            return None
        texts.append(piece.text)
        space = word.space
    return Run(" ".join(texts), ink)


def _joined(words: Sequence[Word]) -> tuple[tuple[float, Piece], ...]:
    """Join neighbours in the same ink, so that whole lines can be copied from a PDF; each with its place."""
    groups: list[tuple[float, Piece, list[str]]] = []
    last: Piece | None = None
    x = space = own = 0.0
    for word in words:
        alone = len(word.pieces) == 1
        for piece in word.pieces:
            if isinstance(last, Run) and isinstance(piece, Run) and _alike(last, piece, space, own):
                groups[-1][2].append(f" {piece.text}" if space else piece.text)
            else:
                last = piece
                groups.append((x, piece, [piece.text] if isinstance(piece, Run) else []))
                own = _vocabulary(piece.ink).space
            x += word.width if alone else piece.width
            space = 0.0
        x += word.space
        space = word.space
    return tuple((place, _whole(piece, texts)) for place, piece, texts in groups)


def _alike(one: Run, other: Run, space: float, own: float) -> bool:
    """Tell whether two neighbours are in the same ink and as far apart as its words are, which is `own`."""
    if one.ink is not other.ink and one.ink != other.ink:
        return False
    # Two pieces of code may stand an ordinary space apart, which is narrower than one of code.
    return one.fault == other.fault and (not space or abs(space - own) < 0.01)


def _whole(piece: Piece, texts: Sequence[str]) -> Piece:
    if isinstance(piece, Figure) or len(texts) == 1:
        return piece
    return Run("".join(texts), piece.ink, piece.fault)


def _draw(canvas: Canvas, piece: Piece, x: float, baseline: float) -> None:
    ink = piece.ink
    if isinstance(piece, Figure):
        piece.draw(canvas, x, baseline)
        return
    canvas.setFillColor(ink.colour)
    canvas.setFont(ink.face.font, ink.size)
    canvas.drawString(x, baseline, piece.text)
    if piece.fault:
        canvas.report(piece.fault)
        canvas.mark(x - 0.6, baseline - 0.28 * ink.size, piece.width + 1.2, 1.15 * ink.size)
    if ink.link:
        area = (x, baseline - 0.25 * ink.size, x + piece.width, baseline + 0.8 * ink.size)
        canvas.linkURL(ink.link, area, relative=1)
