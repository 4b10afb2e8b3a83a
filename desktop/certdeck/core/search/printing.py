"""Writing a query out: what is read from the text again is the same query."""

from collections.abc import Iterable
from types import UnionType
from typing import Final

from certdeck.core.search.query import (
    Added,
    And,
    Covers,
    Everything,
    Flagged,
    Has,
    HasId,
    InDeck,
    Is,
    Missed,
    Not,
    OfKind,
    Or,
    Pattern,
    Phrase,
    Query,
    Rated,
    Tagged,
    Word,
)
from certdeck.core.search.terms import PLACES
from certdeck.core.search.tokens import ESCAPE, QUOTES, WILDCARD

_IN_QUOTES: Final = frozenset((*QUOTES, ESCAPE))
_IN_WORDS: Final = _IN_QUOTES | frozenset((*"():", WILDCARD, " "))


def printed(query: Query) -> str:
    """Return the text of `query`."""
    match query:
        case Everything():
            return ""
        case Or(parts):
            return " or ".join(_grouped(part, Or) for part in parts)
        case And(parts):
            return " ".join(_grouped(part, And | Or) for part in parts)
        case Not(part):
            return f"-{_grouped(part, Not | And | Or)}"
        case Word(parts):
            return _bare(parts)
        case Phrase(text):
            return f'"{_escaped(text, _IN_QUOTES | {":"})}"'
        case Tagged(name) | InDeck(name) | HasId(name):
            return f"{_NAMED[type(query)]}:{_value(name)}"
        case _:
            return _plain(query)


def _plain(query: Query) -> str:
    """Write the terms whose values need no quotes."""
    match query:
        case Covers(part, ids):
            return f"{part}:{','.join(ids)}"
        case OfKind(values) | Is(values):
            return f"{'kind' if isinstance(query, OfKind) else 'is'}:{','.join(values)}"
        case Flagged(flags):
            return f"flag:{','.join(map(str, flags))}"
        case Rated(days, rating):
            return f"rated:{days}" + (f":{int(rating)}" if rating else "")
        case Added(days) | Missed(days):
            return f"{'added' if isinstance(query, Added) else 'missed'}:{days}"
        case Has(prop, comparison, value):
            return f"prop:{prop}{comparison}{_number(value)}"
        case _:
            raise TypeError(f"no text known for {query}")


_NAMED: Final[dict[type, str]] = {Tagged: "tag", InDeck: "deck", HasId: "id"}


def _grouped(query: Query, kinds: type | UnionType) -> str:
    inside = printed(query)
    return f"({inside})" if isinstance(query, kinds) else inside


def _bare(parts: Pattern) -> str:
    text = WILDCARD.join(_escaped(part, _IN_WORDS) for part in parts)
    return ESCAPE + text if text.startswith("-") or text.lower() in ("or", "and") else text


def _value(parts: Pattern) -> str:
    text = WILDCARD.join(_escaped(part, _IN_QUOTES | {WILDCARD}) for part in parts)
    plain = text and not any(character in _IN_WORDS - {WILDCARD, ":", ESCAPE} for character in text)
    return text if plain and ESCAPE not in text else f'"{text}"'


def _escaped(text: str, signs: Iterable[str]) -> str:
    return "".join(ESCAPE + character if character in signs else character for character in text)


def _number(value: float) -> str:
    return f"{value:.{PLACES}f}".rstrip("0").rstrip(".")
