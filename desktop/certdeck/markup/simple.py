"""Texts read without a parser: paragraphs of plain words with `code`, **bold** and *italics* at most.

Most texts of cards and tables are no more than that, and a page of print holds hundreds. What is read here, the parser
reads the same (a test compares them); at the least doubt the text is left to it.
"""

import re
from collections.abc import Iterator
from typing import Final

from certdeck.core.richtext import Code, Emphasis, Paragraph, RichText, Span, Spans, Strong, Text

_LONGEST: Final = 4000
_SPECIAL: Final = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\`*_\[\]<&${}"
"""Marks of Markdown within a line, and letters that are none."""
_WORDS: Final = rf"(?:[^{_SPECIAL}]|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))"
_CODE: Final = r"(?<!`)`[^\s`](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff`]*[^\s`])?`(?!`)"
_OPENS: Final = r"(?:(?<=[ (])|(?<![\s\S]))"
"""Before a mark that opens stands a space, a bracket or nothing."""
_CLOSES: Final = r"(?=[ .,;:)?!]|\Z)"
_INSIDE: Final = rf"(?=[A-Za-z0-9`])(?:{_WORDS}|{_CODE})+(?<=[A-Za-z0-9`])"
_PART: Final = re.compile(
    rf"(?P<strong>{_OPENS}\*\*(?P<bold>{_INSIDE})\*\*{_CLOSES})"
    rf"|(?P<em>{_OPENS}\*(?P<italic>{_INSIDE})\*{_CLOSES})"
    rf"|(?P<code>{_CODE})|(?P<text>{_WORDS}+)"
)
_BEGINS: Final = re.compile(r"[^\W\d_]|[0-9]+(?![0-9.)])|\*\*?[A-Za-z]|`[^`\s]")
"""A line that begins so opens no list, heading, quote, rule, table or fence, and no code by being indented."""
_MARKED: Final = re.compile(rf"[{_SPECIAL}]")


def read_simple(text: str) -> RichText | None:
    """Read a text of simple paragraphs, or return None for what takes a parser."""
    if len(text) > _LONGEST:
        return None
    paragraphs: list[Paragraph] = []
    for part in text.rstrip(" \n").split("\n\n"):
        spans = _spans(part)
        if spans is None:
            return None
        paragraphs.append(Paragraph(spans))
    return tuple(paragraphs)


def _spans(text: str) -> Spans | None:
    lines = text.split("\n")
    if not all(_BEGINS.match(line) and line == line.strip() for line in lines):
        return None
    whole = " ".join(lines)
    return _marked(whole) if _MARKED.search(whole) else (Text(whole),)


def _marked(text: str) -> Spans | None:
    found: list[Span] = []
    place = 0
    for part in _PART.finditer(text):
        if part.start() != place:
            return None
        found.append(_span(part))
        place = part.end()
    return tuple(found) if place == len(text) else None


def _span(part: re.Match[str]) -> Span:
    match part.lastgroup:
        case "strong":
            return Strong(tuple(_inside(part["bold"])))
        case "em":
            return Emphasis(tuple(_inside(part["italic"])))
        case "code":
            return Code(part[0][1:-1])
        case _:
            return Text(part[0])


def _inside(text: str) -> Iterator[Span]:
    return (_span(part) for part in _PART.finditer(text))
