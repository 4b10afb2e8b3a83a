"""The terms of the language: what stands behind each key, and what is said when it makes no sense."""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from certdeck.core.errors import QueryError
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.search.query import (
    Added,
    Comparison,
    Covers,
    Flagged,
    Has,
    HasId,
    InDeck,
    Is,
    Kind,
    Missed,
    OfKind,
    Part,
    Phrase,
    Property,
    Query,
    Rated,
    State,
    Tagged,
    Word,
)
from certdeck.core.search.tokens import Token

Choice = TypeVar("Choice", bound=StrEnum)

MOST_DAYS: Final = 36_500
PLACES: Final = 6
"""Decimal places that count."""
ALSO: Final[Mapping[str, str]] = {"learn": "learning"}
"""Anki's word for a state that has another one here."""
_PROPERTY: Final = re.compile(r"([a-z]+)\s*(<=|>=|!=|<|>|=)\s*(-?\d{1,9}(?:\.\d{1,9})?)", re.ASCII | re.IGNORECASE)
_SHAPES: Final = {
    Part.DOMAIN: re.compile(r"[a-z0-9]+"),
    Part.TASK: re.compile(r"[a-z0-9]+\.[a-z0-9]+"),
    Part.BULLET: re.compile(r"[a-z0-9]+\.[a-z0-9]+\.[a-z0-9.]+"),
}
_EXAMPLES: Final = {Part.DOMAIN: "domain:3", Part.TASK: "task:3.1", Part.BULLET: "bullet:3.1.k5"}
_BOUNDS: Final[Mapping[Property, tuple[float, float]]] = {
    Property.DIFFICULTY: (0, 10),
    Property.STABILITY: (0, MOST_DAYS),
    Property.RETRIEVABILITY: (0, 1),
    Property.DUE: (-MOST_DAYS, MOST_DAYS),
    Property.INTERVAL: (0, MOST_DAYS),
    Property.REPS: (0, 999_999),
    Property.LAPSES: (0, 999_999),
}
_WHOLE: Final = frozenset((Property.DUE, Property.INTERVAL, Property.REPS, Property.LAPSES))


def term(token: Token) -> Query:
    """Return what a term means. Raises `QueryError` when it means nothing."""
    if token.key is None:
        return _text(token)
    read = _READ.get(token.key)
    if read is None:
        raise _unknown_key(token)
    if not token.text.strip():
        raise QueryError(
            f"There is nothing behind {token.key}:.", f"Write it as in {EXAMPLES[token.key]}.", *_all(token)
        )
    return read(token)


def _text(token: Token) -> Query:
    if token.quoted:
        if not token.text.strip():
            raise QueryError("There is nothing in these quotes.", "Fill them or take them away.", *_all(token))
        return Phrase(token.text)
    pattern = token.pattern
    if not any(part.strip() for part in pattern):
        raise QueryError("A * alone would find everything.", "Add letters, as in pay* or *load.", *_all(token))
    return Word(_merged(pattern))


def _merged(pattern: tuple[str, ...]) -> tuple[str, ...]:
    """Make one of wildcards that stand side by side; one behind a word says nothing new."""
    inner = tuple(part for part in pattern[1:-1] if part)
    merged = (pattern[0], *inner, *pattern[-1:]) if len(pattern) > 1 else pattern
    return merged[:1] if len(merged) == 2 and not merged[1] else merged


def _tag(token: Token) -> Query:
    return Tagged(token.pattern)


def _deck(token: Token) -> Query:
    return InDeck(token.pattern)


def _id(token: Token) -> Query:
    return HasId(token.pattern)


def _covers(part: Part) -> Callable[[Token], Query]:
    def read(token: Token) -> Query:
        names = tuple(name.lower() for name, _ in _listed(token))
        for name, place in _listed(token):
            if not _SHAPES[part].fullmatch(name.lower()):
                raise QueryError(f"“{name}” is no {_NAMED[part]}.", _other_part(part, name), *place)
        return Covers(part, names)

    return read


_NAMED: Final = {Part.DOMAIN: "domain", Part.TASK: "task statement", Part.BULLET: "bullet of the exam guide"}


def _other_part(part: Part, name: str) -> str:
    meant = next(
        (other for other, shape in _SHAPES.items() if other is not part and shape.fullmatch(name.lower())), None
    )
    if meant is not None:
        return f"Did you mean {meant}:{name}?"
    return f"Write it as in {_EXAMPLES[part]}."


def _kind(token: Token) -> Query:
    return OfKind(tuple(_choice(token, Kind, name, place) for name, place in _listed(token)))


def _is(token: Token) -> Query:
    return Is(tuple(_choice(token, State, ALSO.get(name.lower(), name), place) for name, place in _listed(token)))


def _flag(token: Token) -> Query:
    flags = []
    for name, place in _listed(token):
        if name not in "01234567" or len(name) != 1:
            raise QueryError(
                f"There is no flag “{name}”.", "Flags run from 1 to 7; flag:0 finds what has none.", *place
            )
        flags.append(int(name))
    return Flagged(tuple(flags))


def _rated(token: Token) -> Query:
    days, colon, rating = token.text.partition(":")
    if not colon:
        return Rated(_days(token, days))
    if rating not in ("1", "2", "3", "4"):
        place = (token.value_start + len(days) + 1, token.end)
        raise QueryError(
            f"There is no rating “{rating}”.",
            "Ratings are 1 Again, 2 Hard, 3 Good and 4 Easy, as in rated:7:1.",
            *place,
        )
    return Rated(_days(token, days), Rating(int(rating)))


def _added(token: Token) -> Query:
    return Added(_days(token, token.text))


def _missed(token: Token) -> Query:
    return Missed(_days(token, token.text))


def _days(token: Token, text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not 1 <= int(text) <= MOST_DAYS:
        example = EXAMPLES[str(token.key)]
        place = (token.value_start, token.value_start + len(text)) if text else _all(token)
        raise QueryError(
            f"“{text}” is no number of days.",
            f"Write a whole number from 1 to {MOST_DAYS:,}, as in {example}; 1 is today.",
            *place,
        )
    return int(text)


def _prop(token: Token) -> Query:
    found = _PROPERTY.fullmatch(token.text.strip())
    if found is None:
        raise QueryError(
            f"“{token.text}” compares nothing.",
            f"Write prop: with {_some(Property, 'or')}, then <, <=, =, >=, > or !=, then a number: prop:d>0.7.",
            token.value_start,
            token.end,
        )
    name, comparison, number = found.groups()
    prop = _choice(token, Property, name, (token.value_start, token.value_start + len(name)))
    return Has(prop, Comparison(comparison), _number(token, prop, number))


def _number(token: Token, prop: Property, text: str) -> float:
    value, (least, most) = round(float(text), PLACES) + 0.0, _BOUNDS[prop]
    place = (token.end - len(text) - token.quoted, token.end)
    if prop in _WHOLE and not value.is_integer():
        raise QueryError(f"prop:{prop} is a whole number.", f"Write prop:{prop}={int(value)}.", *place)
    if not least <= value <= most:
        raise QueryError(f"prop:{prop} runs from {least:,} to {most:,}.", "Write a number in between.", *place)
    return value


def _choice(token: Token, choices: type[Choice], name: str, place: tuple[int, int]) -> Choice:
    known = [choice.value for choice in choices]
    if name.lower() in known:
        return choices(name.lower())
    separator = "" if token.key == "prop" and not name else ":"
    near = _like(name.lower(), known, 0.5) or [known[0]]
    raise QueryError(
        f"{token.key}{separator} knows {_some(known)}, but not “{name}”.",
        f"Did you mean {token.key}:{near[0]}?",
        *place,
    )


def _listed(token: Token) -> list[tuple[str, tuple[int, int]]]:
    """Return the values between commas with their places. Raises `QueryError` where there is none."""
    found: list[tuple[str, tuple[int, int]]] = []
    at = token.value_start + (token.end - token.value_start - len(token.text)) // 2
    for name in token.text.split(","):
        place = (min(at, token.end - 1), min(at + max(1, len(name)), token.end))
        if not name.strip():
            raise QueryError("Between these commas is nothing.", f"Write it as in {EXAMPLES[str(token.key)]}.", *place)
        found.append((name.strip(), place))
        at += len(name) + 1
    return found


def _like(word: str, known: Iterable[str], least: float) -> list[str]:
    """Return what is most like `word` among those that are like it at `least` so much (0 to 1)."""
    # Not loaded before a query makes no sense.
    from difflib import get_close_matches

    return get_close_matches(word, list(known), n=1, cutoff=least)


def _unknown_key(token: Token) -> QueryError:
    key = str(token.key)
    if not key:
        return QueryError("There is no word before this colon.", 'Quote it to search for it: ":".', *_all(token))
    near = _like(key, KEYS, 0.6)
    meant = f"Did you mean {near[0]}:? " if near else f"Keys are {_some(f'{known}:' for known in sorted(KEYS))}. "
    fix = meant + f'To search for the text itself, quote it: "{key}:{token.text}".'
    return QueryError(f"There is no key “{key}:”.", fix, token.start, token.value_start)


def _some(words: Iterable[str], joint: str = "and") -> str:
    *first, last = words
    return f"{', '.join(first)} {joint} {last}" if first else last


def _all(token: Token) -> tuple[int, int]:
    return token.start, token.end


_READ: Final[Mapping[str, Callable[[Token], Query]]] = {
    "tag": _tag,
    "deck": _deck,
    "domain": _covers(Part.DOMAIN),
    "task": _covers(Part.TASK),
    "bullet": _covers(Part.BULLET),
    "kind": _kind,
    "is": _is,
    "flag": _flag,
    "rated": _rated,
    "added": _added,
    "missed": _missed,
    "prop": _prop,
    "id": _id,
}
KEYS: Final = frozenset(_READ)
EXAMPLES: Final[Mapping[str, str]] = {
    "tag": "tag:storage",
    "deck": 'deck:"My cards"',
    "domain": "domain:3",
    "task": "task:3.1",
    "bullet": "bullet:3.1.k5",
    "kind": "kind:cloze",
    "is": "is:due",
    "flag": "flag:1",
    "rated": "rated:7",
    "added": "added:30",
    "missed": "missed:30",
    "prop": "prop:d>0.7",
    "id": "id:c-3.1-*",
}
"""A term for each key, as errors show it."""
