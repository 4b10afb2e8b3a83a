"""HTML that comes from outside, as Markdown: cleaned first, so that nothing but running text is left to write."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote

from certdeck.core.formulas import formulas_in
from certdeck.markup.html import clean_html, is_safe_link
from certdeck.markup.simple_html import Piece, pieces_of

_PLAIN: Final = re.compile(r"[^<&\\`*_\[\]#|$~>]*")
"""Text that says the same in HTML and in Markdown, a list's sign at the beginning of a line aside."""
_SIGNS: Final = b"<&\\`*_[]#|$~>\r\n\0"
_PLAIN_LINE: Final = re.compile(rf"[^{re.escape(_SIGNS.decode())}\ud800-\udfff]*")
_LIST_SIGN: Final = re.compile(r"^(\s*\d*)([-+](?=\s|$)|(?<=\d)[.)](?=\s|$)|=+\s*$|-+\s*$)", re.MULTILINE)
_SOURCE: Final = re.compile(r"(<img\b[^<>]*?\bsrc\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|$~]|&(?=[#a-zA-Z]))")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_TAG: Final = re.compile(r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|br|hr|img|col|wbr|option)\b)[a-zA-Z][^<>]*>")
"""A tag that opens or closes an element which ends nowhere else."""
_NESTED: Final = 500
"""Elements within one another from which on a text is read without them: nobody wrote that."""
_BLOCKS: Final = frozenset(["pre", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dl", "dt", "dd"])
_MARKS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`", "samp": "`"}
_ADDRESS: Final = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E", "\\": "%5C"})
_CODE_GAP: Final = re.compile(r"\{\{c(\d+)::((?:(?!\}\}|\{\{).)*?)(::(?:(?!\}\}).)*)?\}\}")
_GAP_BEGINS: Final = re.compile(r"\{\{c\d+::")
_DEEPEST: Final = 60
"""Lists and quotes within one another beyond which nothing is set in further."""

Pictures = Callable[[str], str | None]
"""Gives the name under which the picture called so is shown; None for one that isn't there."""


def no_picture(_name: str) -> str | None:
    """Know of no picture."""
    return None


def markdown_of(html: str, pictures: Pictures = no_picture) -> str:
    """Return `html` as Markdown: no script, no style, links to the web and to mail, and pictures that are known.

    Gaps of cloze texts stay as they are; formulas in the ways of MathJax and of Anki become `$…$` and `$$…$$`.
    """
    if html[:1].isalpha() and _is_plain_line(html):
        # Most fields of most collections: the less is done, the better.
        return html.strip()
    html = html.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not html.isascii():
        html = _SURROGATE.sub("\ufffd", html)
    if _PLAIN.fullmatch(html):
        return _LIST_SIGN.sub(r"\1\\\2", " ".join(html.split("\n"))).strip()
    if "<" not in html:
        # Nothing but words: quicker than a parser, which matters for 100,000 notes.
        words = unescape(html).replace("\xa0", " ").replace("\0", "\ufffd").split()
        return _LIST_SIGN.sub(r"\1\\\2", escaped(_SURROGATE.sub("\ufffd", " ".join(words))))

    if _is_nested_without_end(html):
        return markdown_of(re.sub(r"<[^<>]*>", " ", html).replace("<", "&lt;"))
    pieces = pieces_of(html)
    if pieces is not None:
        return _simply(pieces)

    def shown(found: re.Match[str]) -> str:
        name = unquote(unescape(found[2].strip("\"'")))
        return f'{found[1]}"{pictures(name) or ""}"'

    writer = _Writer()
    writer.feed(clean_html(_SOURCE.sub(shown, html)))
    writer.close()
    return writer.text()


def _is_nested_without_end(html: str) -> bool:
    """Tell whether elements lie so deep within one another that whoever reads them has no end of work."""
    if html.count("<") <= _NESTED:
        return False
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest > _NESTED


def _is_plain_line(html: str) -> bool:
    """Tell whether a text has none of the signs; three times quicker than by an expression where it is ASCII."""
    if html.isascii():
        written = html.encode()
        return len(written.translate(None, _SIGNS)) == len(written)
    return _PLAIN_LINE.fullmatch(html) is not None


def _simply(pieces: list[Piece]) -> str:
    writer = _Writer()
    for kind, what in pieces:
        if kind == "text":
            writer.handle_data(what)
        elif kind == "begin":
            writer.handle_starttag(what, [])
        else:
            writer.handle_endtag(what)
    return writer.text()


def escaped(text: str) -> str:
    """Return plain text so that Markdown takes each of its signs for itself, and its formulas for formulas."""
    if "\\" not in text and "[" not in text:
        return _SPECIAL.sub(r"\\\1", text)
    parts, end = [], 0
    for begun, inside, sign, after in formulas_in(text):
        parts.append(_SPECIAL.sub(r"\\\1", text[end:begun]))
        # A dollar within would end the formula.
        parts.append(f"{sign}{inside}{sign}" if "$" not in inside else _SPECIAL.sub(r"\\\1", inside))
        end = after
    parts.append(_SPECIAL.sub(r"\\\1", text[end:]))
    return "".join(parts)


def coded(code: str) -> str:
    """Return a line of code with the gaps of a cloze text: these part it, because nothing is hidden within code."""
    if not _closes_gaps(code):
        return escaped(code)
    parts, end = [], 0
    for found in _CODE_GAP.finditer(code):
        parts += [_ticked(code[end : found.start()]), f"{{{{c{found[1]}::{_ticked(found[2])}{found[3] or ''}}}}}"]
        end = found.end()
    return "".join((*parts, _ticked(code[end:])))


def _closes_gaps(code: str) -> bool:
    """Tell whether each gap that begins in `code` ends in it, with none within."""
    return not _GAP_BEGINS.search(_CODE_GAP.sub("", code))


def _fence_of(code: str) -> str:
    """Return a sign for code that does not stand in it."""
    return "`" * (1 + max(map(len, re.findall("`+", code)), default=0))


def _ticked(code: str) -> str:
    if not code.strip() or "`" in code:
        return escaped(code)
    # Markdown takes a space away from code that begins and ends with one.
    pad = " " if code[0] == code[-1] == " " else ""
    return f"`{pad}{code}{pad}`"


class _Writer(HTMLParser):
    """Writes Markdown while clean HTML is read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._lists: list[int | None] = []
        self._links: list[str] = []
        self._marks: list[tuple[str, int]] = []
        self._literal: list[int] = []
        self._quotes: list[int | None] = []
        self._table: list[list[str]] | None = None
        self._cell: int | None = None

    # --- What the parser tells

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = dict(attrs)
        match tag:
            case "br":
                self._out.append("  \n" if self._cell is None else " ")
            case "hr":
                self._gap()
                self._out.append("---\n\n")
            case "img":
                self._picture(given.get("src") or "", given.get("alt") or "")
            case "a":
                self._links.append(given.get("href") or "")
                self._out.append("[" if is_safe_link(self._links[-1]) else "")
            case "ul" | "ol" | "li":
                self._begin_list(tag, given.get("start") or "")
            case "table" | "tr" | "td" | "th":
                self._begin_part(tag)
            case _ if tag in _BLOCKS:
                self._block(tag)
            case _ if tag in _MARKS and not self._literal:
                self._marks.append((tag, len(self._out)))

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        match tag:
            case "a" if self._links:
                url = self._links.pop()
                self._out.append(f"]({url.translate(_ADDRESS)})" if is_safe_link(url) else "")
            case "blockquote" if self._quotes:
                self._end_quote(self._quotes.pop())
            case "pre" if self._literal:
                self._end_literal(self._literal.pop())
            case "ul" | "ol" if self._lists:
                self._lists.pop()
                self._line()
                self._out.append("" if self._lists else "\n")
            case "table" | "tr" | "td" | "th":
                self._end_part(tag)
            case _ if tag in _BLOCKS:
                self._gap()
            case _ if tag in _MARKS and self._marks and self._marks[-1][0] == tag:
                self._mark(*self._marks.pop())

    def handle_data(self, data: str) -> None:
        """Write text."""
        if self._literal:
            self._out.append(data.replace("```", "'''"))
            return
        if self._marks and _MARKS[self._marks[-1][0]] == "`":
            self._out.append(" ".join(data.split("\n")))
            return
        text = escaped(" ".join(re.split(r"[ \t\n]+", data)))
        if self._begins_line() or self._begins_entry():
            text = _LIST_SIGN.sub(r"\1\\\2", text.lstrip(" \xa0"))
            if text and self._lists and self._cell is None:
                self._break_entry()
        self._out.append(text)

    def text(self) -> str:
        """Return what was written, no more than one empty line between blocks."""
        while self._marks:
            self._mark(*self._marks.pop())
        if self._literal:
            self._out.append("\n```")
        whole = "".join(self._out).replace("\xa0", " ")
        whole = re.sub(r"[ \t]+\n(?=\n)", "\n", whole)
        return re.sub(r"\n{3,}", "\n\n", whole).strip().removesuffix("\\")

    # --- Parts

    def _begins_line(self) -> bool:
        for piece in reversed(self._out):
            if piece:
                return piece.endswith("\n")
        return True

    def _begins_entry(self) -> bool:
        return bool(self._lists and self._out and self._out[-1].endswith(" "))

    def _room(self) -> str:
        """Return what stands before each line of a block within the present entry."""
        number = self._lists[-1]
        return " " * (3 * (len(self._lists) - 1) + (2 if number is None else len(f"{number - 1}. ")))

    def _break_entry(self) -> None:
        """Keep a block of an entry apart from the one before: a mere end of a line would join them."""
        place = next((place for place in range(len(self._out) - 1, -1, -1) if self._out[place]), 0)
        if place and self._out[place] == "\n":
            self._out[place] = "  \n"

    def _line(self) -> None:
        if self._cell is None and not self._begins_line():
            self._out.append("\n")

    def _gap(self) -> None:
        if self._cell is None and self._out:
            self._line()
            self._out.append("" if self._lists else "\n")
        elif self._out and self._out[-1] not in ("", " "):
            self._out.append(" ")

    def _begin_list(self, tag: str, start: str) -> None:
        if tag == "li":
            self._entry()
            return
        # Markdown takes numbers of nine digits.
        first = int(start) if re.fullmatch(r"[0-9]{1,8}", start) else 1
        self._lists.append(first if tag == "ol" else None)
        self._line()

    def _block(self, tag: str) -> None:
        if not self._begins_entry():
            self._gap()
        if tag == "pre":
            self._literal.append(len(self._out))
            self._out.append("```\n")
            return
        if self._cell is None and not self._lists:
            self._out.append("#" * int(tag[1]) + " " if tag[0] == "h" else "")
        if tag == "blockquote":
            alone = self._cell is None and not self._lists and len(self._quotes) < _DEEPEST
            self._quotes.append(len(self._out) if alone else None)

    def _end_quote(self, start: int | None) -> None:
        """Put the sign of a quote before each line that was written since `start`, where it began as one."""
        self._gap()
        if start is None:
            return
        lines = re.sub(r"\n{3,}", "\n\n", "".join(self._out[start:])).strip().split("\n")
        quoted = "\n".join(f"> {line}".rstrip(" ") if not line.strip() else f"> {line}" for line in lines)
        self._out[start:] = [f"{quoted}\n\n"] if any(lines) else []

    def _end_literal(self, start: int) -> None:
        """End a block of code; one with gaps becomes lines of code, as nothing can be hidden within a block."""
        code = "".join(self._out[start + 1 :])
        if self._literal or not _GAP_BEGINS.search(code):
            if self._lists and self._cell is None and not self._literal and len(self._lists) < _DEEPEST:
                self._out[start:] = [self._set_in(["```", *code.strip("\n").split("\n"), "```"], start)]
            else:
                self._line()
                self._out.append("```\n\n")
            return
        lines = code.strip("\n").split("\n")
        write = coded if all(map(_closes_gaps, lines)) else escaped
        self._out[start:] = ["  \n".join(map(write, lines)), "\n\n"]

    def _set_in(self, lines: list[str], start: int) -> str:
        """Write a block of an entry that begins at `start`; its first line may stand behind the sign of the entry."""
        room = self._room()
        before = "".join(self._out[max(0, start - 1) : start])
        return ("" if before.endswith(" ") else room) + f"\n{room}".join(lines) + "\n"

    def _entry(self) -> None:
        self._line()
        depth = min(len(self._lists), _DEEPEST)
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        if self._cell is None:
            self._out.append("   " * max(0, depth - 1) + ("- " if number is None else f"{number}. "))

    def _mark(self, tag: str, start: int) -> None:
        """Put signs around what was written since `start`, within its spaces; nothing around nothing."""
        inside = "".join(self._out[start:])
        sign, words = _MARKS[tag], inside.strip()
        del self._out[start:]
        ticks = sign == "`" and "`" in words
        if not words or "\n\n" in words or (ticks and _GAP_BEGINS.search(words)):
            self._out.append(inside)
            return
        if sign == "`" and _GAP_BEGINS.search(words):
            self._out.append(coded(inside))
            return
        if ticks:
            sign, words = _fence_of(words), f" {words} "
        before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
        self._out.append(f"{before}{sign}{words}{sign}{after}")

    def _picture(self, name: str, description: str) -> None:
        if name:
            self._out.append(f"![{_SPECIAL.sub('', ' '.join(description.split()))}]({name})")

    def _begin_part(self, tag: str) -> None:
        if tag == "table" and self._table is None:
            self._gap()
            self._table = []
        elif tag == "tr" and self._table is not None:
            self._table.append([])
        elif tag in ("td", "th") and self._table:
            self._cell = len(self._out)

    def _end_part(self, tag: str) -> None:
        if tag in ("td", "th") and self._table and self._cell is not None:
            self._table[-1].append(" ".join("".join(self._out[self._cell :]).split()))
            del self._out[self._cell :]
            self._cell = None
        elif tag == "table" and self._table is not None:
            rows, self._table = [row for row in self._table if row], None
            width = max((len(row) for row in rows), default=0)
            lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
            lines[1:1] = [f"|{' --- |' * width}"] if rows else []
            self._out.append("\n".join(lines) + "\n\n")
