"""Text with structure, free of any mark-up language.

Markdown is read into it, and every screen, page and export is written from it.

A `RichText` is a tuple of blocks; blocks hold tuples of spans. Nothing here can hold raw HTML, so nothing can carry a
script.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from certdeck.core.card_parts import Shape
from certdeck.core.deck import TreeNode
from certdeck.core.ids import ItemId


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Important words."""

    spans: "Spans"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words."""

    spans: "Spans"


@dataclass(frozen=True, slots=True)
class Code:
    """Code inside a line, kept as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a web address; opened by the user's browser, never fetched by the app."""

    url: str
    spans: "Spans"


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in LaTeX, without its dollar signs."""

    latex: str
    display: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the deck's `media` folder; `name` is a bare file name."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A break that the author asked for."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A cloze deletion: hidden text shows as [...] or as [hint]; shown text is set off."""

    ordinal: int
    spans: "Spans"
    hint: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Defined:
    """A term of the glossary where a text first uses it; `means` are the plain characters of its meaning."""

    text: str
    term: ItemId
    means: str


Span = Text | Strong | Emphasis | Code | Link | Math | Image | LineBreak | Gap | Defined
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Several lines of code in `language` (empty when not named)."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A bulleted or numbered list; each entry is itself a tuple of blocks. With `letters` they count A, B, C."""

    entries: tuple["RichText", ...]
    ordered: bool = False
    start: int = 1
    letters: bool = False

    def number(self, place: int) -> str:
        """Return the number of entry `place` (from 0), or its letter, with a full stop."""
        return f"{chr(ord('A') + place)}." if self.letters and place < 26 else f"{self.start + place}."


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted blocks."""

    blocks: "RichText"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one head cell per column, rows of the same width. `marked` is the row that answers the question."""

    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    marked: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A decision tree, to be shown as a picture."""

    root: TreeNode


@dataclass(frozen=True, slots=True)
class Mask:
    """A part of a picture that is covered, or was: it is asked, asked and now shown, or only in the way."""

    shape: Shape
    asked: bool = False
    shown: bool = False


@dataclass(frozen=True, slots=True)
class CoveredPicture:
    """A picture of a media folder with covered parts; `name` is a bare file name."""

    name: str
    description: str
    masks: tuple[Mask, ...] = ()


Block = Paragraph | Heading | CodeBlock | Listing | Quote | Table | Rule | Tree | CoveredPicture
RichText = tuple[Block, ...]


def cell_spans(text: RichText) -> Spans:
    """Return `text` in one line, as a cell of a table takes it; what is no running text becomes its characters."""
    spans: Spans = ()
    for block in text:
        part = block.spans if isinstance(block, Paragraph | Heading) else (Text(_plain_block(block)),)
        spans = (*spans, Text(" "), *part) if spans else part
    return spans


def plain(text: RichText) -> str:
    """Return `text` without structure on one line, for search, lists, screen readers and plain exports."""
    return " ".join(part for part in (_plain_block(block) for block in text) if part)


def plain_spans(spans: Spans) -> str:
    """Return the characters of `spans`; a hidden gap reads [...] or [its hint]."""
    return "".join(_plain_span(span) for span in spans)


def _plain_span(span: Span) -> str:
    match span:
        case Text(text) | Code(text) | Defined(text):
            return text
        case Strong(spans) | Emphasis(spans) | Link(_, spans):
            return plain_spans(spans)
        case Math(latex):
            return latex
        case Image(_, description):
            return description
        case LineBreak():
            return " "
        case Gap():
            return f"[{span.hint or '...'}]" if span.hidden else plain_spans(span.spans)


def _plain_block(block: Block) -> str:
    match block:
        case Paragraph(spans) | Heading(_, spans):
            return plain_spans(spans)
        case CodeBlock(text):
            return " ".join(text.split())
        case Listing(entries):
            return _join(plain(entry) for entry in entries)
        case Quote(blocks):
            return plain(blocks)
        case Table(head, rows):
            return _join(plain_spans(cell) for row in (head, *rows) for cell in row)
        case Rule():
            return ""
        case Tree(root):
            return ". ".join(tree_lines(root))
        case CoveredPicture(_, description):
            return description


def tree_lines(node: TreeNode, way: str = "") -> Iterator[str]:
    """Yield a tree in sentences, one a node: Payload over 5 MB? Yes: Asynchronous inference."""
    words = f"{node.text} ({node.note})" if node.note else node.text
    yield f"{way}: {words}" if way else words
    for branch in node.branches:
        yield from tree_lines(branch.node, f"{way}, {branch.label}" if way else branch.label)


def _join(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)


def every_span(text: RichText) -> Iterator[Span]:
    """Yield every span of `text`, those within others, too."""
    for block in text:
        match block:
            case Paragraph(spans) | Heading(_, spans):
                yield from _all_of(spans)
            case Listing(entries):
                for entry in entries:
                    yield from every_span(entry)
            case Quote(blocks):
                yield from every_span(blocks)
            case Table(head, rows):
                for row in (head, *rows):
                    for cell in row:
                        yield from _all_of(cell)
            case CodeBlock() | Rule() | Tree() | CoveredPicture():
                pass


def _all_of(spans: Spans) -> Iterator[Span]:
    for span in spans:
        yield span
        match span:
            case Strong(inner) | Emphasis(inner) | Link(_, inner):
                yield from _all_of(inner)
            case Gap(_, inner):
                yield from _all_of(inner)
