"""Markdown in: CommonMark with tables, `$math$` and cloze gaps, read into structured text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from certdeck.core.richtext import (
    Block,
    Code,
    CodeBlock,
    Emphasis,
    Gap,
    Heading,
    Image,
    LineBreak,
    Link,
    Listing,
    Math,
    Paragraph,
    Quote,
    RichText,
    Rule,
    Span,
    Spans,
    Strong,
    Table,
    Text,
    Tree,
    plain_spans,
)
from certdeck.markup.html import is_picture_name, is_safe_link, write_html
from certdeck.markup.simple import read_simple
from certdeck.markup.tree_text import TREE, read_tree

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.tree import SyntaxTreeNode

_KEPT: Final = 2048
"""Texts that are kept once they were read: the questions of some exams."""
_GAP_START: Final = re.compile(r"\{\{c0*([1-9][0-9]{0,3})::")


class Markdown:
    """Reads Markdown and writes HTML (see `certdeck.ports.markup.Markup`)."""

    def read(self, text: str) -> RichText:
        """Read `text`; any text is valid. Gaps of a cloze text become `Gap` spans, none of them hidden."""
        return _read(text)

    def read_cloze(self, text: str, *, gap: int, hidden: bool) -> RichText:
        """Read cloze `text`: gap `gap` is hidden or set off, all other gaps show as ordinary text."""
        return _Reading(gap=gap, hidden=hidden).blocks(_tree(text))

    def html(self, text: RichText) -> str:
        r"""Write safe HTML; formulas as `\( … \)` and `\[ … \]`."""
        return write_html(text)


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> RichText:
    # Pages show the same texts again with every click on them, and what was read is never changed.
    return read_simple(text) or read_whole(text)


def read_whole(text: str) -> RichText:
    """Read any text with the parser; one whose signs nest without end stays as it was written."""
    try:
        return _Reading().blocks(_tree(text))
    except RecursionError:
        return (Paragraph((Text(text),)),)


def _tree(text: str) -> "SyntaxTreeNode":
    from markdown_it.tree import SyntaxTreeNode

    # A lone surrogate can't be written as UTF-8 anywhere further down.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return SyntaxTreeNode(_parser().parse(whole))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # No room inside the dollars and no digits beside them, so that "$5 and $10" stays money.
    dollarmath_plugin(parser, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    parser.inline.ruler.before("escape", "cloze", _cloze_rule)
    return parser


def _cloze_rule(state: "StateInline", silent: bool) -> bool:
    r"""Read `{{c1::text}}` and `{{c1::text::hint}}`; code and formulas inside may hold `}}` and `::`."""
    start = _GAP_START.match(state.src, state.pos, state.posMax)
    if start is None:
        return False
    found = _gap_end(state, start.end())
    if found is None:
        return False
    text_end, end = found
    if not silent:
        hint = state.src[text_end + 2 : end].strip()
        _push_gap(state, (start.end(), text_end), {"ordinal": int(start[1]), "hint": hint})
    state.pos = end + 2
    return True


def _gap_end(state: "StateInline", start: int) -> tuple[int, int] | None:
    """Return where the text of a gap ends and where its closing braces stand, or None if it is never closed."""
    before, text_end = state.pos, -1
    state.pos = start
    try:
        while state.pos < state.posMax - 1:
            pair = state.src[state.pos : state.pos + 2]
            if pair == "}}":
                return (text_end if text_end >= 0 else state.pos), state.pos
            if pair == "::" and text_end < 0:
                text_end = state.pos
            state.md.inline.skipToken(state)
        return None
    finally:
        state.pos = before


def _push_gap(state: "StateInline", text: tuple[int, int], meta: dict[str, int | str]) -> None:
    end = state.posMax
    state.push("gap_open", "", 1).meta = meta
    state.pos, state.posMax = text
    state.md.inline.tokenize(state)
    state.push("gap_close", "", -1)
    state.posMax = end


@dataclass(frozen=True, slots=True)
class _Reading:
    """Turns a syntax tree into structured text. Without a `gap` every gap is kept; with one, only that gap.

    A gap within the one that is asked is part of it; the one that is asked may stand within another.
    """

    gap: int | None = None
    hidden: bool = False
    inside_gap: bool = False

    def blocks(self, node: "SyntaxTreeNode") -> RichText:
        return tuple(block for child in node.children for block in self._block(child))

    def _block(self, node: "SyntaxTreeNode") -> Iterator[Block]:
        match node.type:
            case "paragraph":
                yield Paragraph(self._inline(node))
            case "heading":
                yield Heading(int(node.tag[1:]), self._inline(node))
            case "fence" | "code_block":
                yield _fenced(node.content.removesuffix("\n"), (node.info.split() or [""])[0])
            case "bullet_list" | "ordered_list":
                yield self._listing(node)
            case "blockquote":
                yield Quote(self.blocks(node))
            case "table":
                yield self._table(node)
            case "math_block":
                yield Paragraph((Math(node.content.strip(), display=True),))
            case "hr":
                yield Rule()
            case other:
                raise AssertionError(f"markdown-it made a block that isn't asked for: {other}")

    def _listing(self, node: "SyntaxTreeNode") -> Listing:
        entries = tuple(self.blocks(entry) for entry in node.children)
        return Listing(entries, node.type == "ordered_list", int(node.attrs.get("start", 1)))

    def _table(self, node: "SyntaxTreeNode") -> Table:
        head, *rows = [
            tuple(self._inline(cell) for cell in row.children) for part in node.children for row in part.children
        ]
        return Table(head, tuple(rows))

    def _inline(self, node: "SyntaxTreeNode") -> Spans:
        return _joined(span for inline in node.children for child in inline.children for span in self._span(child))

    def _inside(self, node: "SyntaxTreeNode") -> Spans:
        return _joined(span for child in node.children for span in self._span(child))

    def _span(self, node: "SyntaxTreeNode") -> Spans:
        match node.type:
            case "text":
                return (Text(node.content),)
            case "softbreak":
                return (Text(" "),)
            case "hardbreak":
                return (LineBreak(),)
            case "strong":
                return (Strong(self._inside(node)),)
            case "em":
                return (Emphasis(self._inside(node)),)
            case "code_inline":
                return (Code(node.content),)
            case _:
                return self._special(node)

    def _special(self, node: "SyntaxTreeNode") -> Spans:
        match node.type:
            case "link":
                return self._link(node)
            case "image":
                return self._image(node)
            case "math_inline" | "math_inline_double":
                return (Math(node.content.strip(), node.type == "math_inline_double"),)
            case "gap":
                return self._gap(node)
            case other:
                raise AssertionError(f"markdown-it made a span that isn't asked for: {other}")

    def _link(self, node: "SyntaxTreeNode") -> Spans:
        url, spans = str(node.attrs["href"]), self._inside(node)
        return (Link(url, spans),) if is_safe_link(url) else spans

    def _image(self, node: "SyntaxTreeNode") -> Spans:
        name, description = str(node.attrs["src"]), plain_spans(self._inside(node))
        return (Image(name, description),) if is_picture_name(name) else (Text(description),)

    def _gap(self, node: "SyntaxTreeNode") -> Spans:
        ordinal, hint = int(node.meta["ordinal"]), str(node.meta["hint"])
        asked = self.gap == ordinal
        inner = _Reading(self.gap, self.hidden, inside_gap=self.inside_gap or asked)._inside(node)
        if self.inside_gap or (self.gap is not None and not asked):
            return inner
        return (Gap(ordinal, inner, hint, self.hidden),)


def _fenced(text: str, language: str) -> Block:
    """Return code, or the picture of a tree where `tree` is said to be the language and the text is one."""
    root = read_tree(text) if language == TREE else None
    return CodeBlock(text, language) if root is None else Tree(root)


def _joined(spans: Iterable[Span]) -> Spans:
    """Join neighbouring plain texts, so that equal texts have equal spans."""
    result: list[Span] = []
    for span in spans:
        if isinstance(span, Text) and result and isinstance(result[-1], Text):
            result[-1] = Text(result[-1].text + span.text)
        elif span != Text(""):
            result.append(span)
    return tuple(result)
