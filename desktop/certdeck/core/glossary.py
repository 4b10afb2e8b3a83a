"""Finding the terms of a glossary in texts: whole words, the longest first, each term where it first occurs."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from certdeck.core.deck import Term
from certdeck.core.ids import ItemId
from certdeck.core.richtext import (
    Block,
    Defined,
    Emphasis,
    Heading,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Spans,
    Strong,
    Table,
    Text,
)

_WORD: Final = re.compile(r"(?<![\w-])\w+")
"""A word at which a name may begin; behind a hyphen none does."""
_HISSES: Final = ("s", "x", "z", "ch", "sh")
_VOWELS: Final = "aeiou"


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to write a term."""

    text: str
    term: Term

    def stands_at(self, text: str, start: int) -> bool:
        """Tell whether `text` has the name at `start`, as whole words."""
        end = start + len(self.text)
        if end < len(text) and (text[end].isalnum() or text[end] in "-_"):
            return False
        found = text[start:end]
        return found == self.text or self._is_begun_large(found)

    def _is_begun_large(self, found: str) -> bool:
        """Tell whether `found` is the name with small words begun large, as after a full stop and in titles.

        Capitals of the name itself count: AUC is not auc.
        """
        return len(found) == len(self.text) and all(
            letter == own or (letter.lower() == own and (not place or not self.text[place - 1].isalnum()))
            for place, (letter, own) in enumerate(zip(found, self.text, strict=True))
        )


class Glossary:
    """The terms of one exam, ready to be looked for. Making it takes milliseconds, looking through a text far less."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._names = _by_first_word(self.terms)

    def found(self, text: str) -> Iterator[tuple[int, int, Term]]:
        """Yield (start, end, term) of every name in `text`, from left to right and without overlap."""
        behind = 0
        for word in _WORD.finditer(text):
            if word.start() < behind:
                continue
            names = self._names.get(word.group().casefold(), ())
            name = next((name for name in names if name.stands_at(text, word.start())), None)
            if name is not None:
                behind = word.start() + len(name.text)
                yield word.start(), behind, name.term

    def reading(self, means: Callable[[Term], str]) -> "GlossaryReading":
        """Begin a text in which each term is marked once; `means` gives the plain characters of a meaning."""
        return GlossaryReading(self, means)


@dataclass(slots=True)
class GlossaryReading:
    """Marks the terms of one text, which may come in several parts; `terms` are those found so far, in order."""

    glossary: Glossary
    means: Callable[[Term], str]
    terms: list[Term] = field(default_factory=list)
    _seen: set[ItemId] = field(default_factory=set)

    def marked(self, text: RichText) -> RichText:
        """Return `text` with terms marked where they first occur; code, links, formulas and gaps stay as they are."""
        return tuple(self._block(block) for block in text)

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph(spans):
                return Paragraph(self._spans(spans))
            case Heading(level, spans):
                return Heading(level, self._spans(spans))
            case Listing(entries, ordered, start):
                return Listing(tuple(self.marked(entry) for entry in entries), ordered, start)
            case Quote(blocks):
                return Quote(self.marked(blocks))
            case Table(head, rows, marked):
                return Table(head, tuple(tuple(self._spans(cell) for cell in row) for row in rows), marked)
        return block

    def _spans(self, spans: Spans) -> Spans:
        return tuple(made for span in spans for made in self._span(span))

    def _span(self, span: Span) -> Iterator[Span]:
        match span:
            case Text(text):
                yield from self._text(text)
            case Strong(spans):
                yield Strong(self._spans(spans))
            case Emphasis(spans):
                yield Emphasis(self._spans(spans))
            case _:
                yield span

    def _text(self, text: str) -> Iterator[Span]:
        begin = 0
        for start, end, term in self.glossary.found(text):
            if term.id in self._seen:
                continue
            self._seen.add(term.id)
            self.terms.append(term)
            if start > begin:
                yield Text(text[begin:start])
            yield Defined(text[start:end], term.id, self.means(term))
            begin = end
        if begin < len(text):
            yield Text(text[begin:])


def _by_first_word(terms: Iterable[Term]) -> Mapping[str, tuple[_Name, ...]]:
    names: dict[str, list[_Name]] = {}
    for term in terms:
        for written in term.names:
            for text in (written, plural(written)):
                first = _WORD.match(text)
                if first is not None:
                    names.setdefault(first.group().casefold(), []).append(_Name(text, term))
    return {word: tuple(sorted(same, key=lambda name: -len(name.text))) for word, same in names.items()}


def plural(name: str) -> str:
    """Return the regular plural of an English name: metrics, boxes, policies."""
    low = name.lower()
    if low.endswith(_HISSES):
        return f"{name}es"
    if low.endswith("y") and low[-2:-1] not in _VOWELS and name[-1] == "y":
        return f"{name[:-1]}ies"
    return f"{name}s"
