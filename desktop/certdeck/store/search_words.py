"""What a query asks of the words of a text, as statements that find the keys of entries.

The index knows which texts have a word, and not where: whether words stand in a row is read from the texts.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from certdeck.core.search.matching import is_phrase, is_word, words_of
from certdeck.core.search.query import Phrase, Query, Word
from certdeck.store.connection import Value

TEXT: Final = "folded(item.title || char(10) || item.text)"
WORDS: Final = "SELECT rowid AS key FROM word_index WHERE word_index MATCH {}"
IN_A_ROW: Final = f" AND holds_phrase((SELECT {TEXT} FROM item WHERE item.key = word_index.rowid), ?, ?)"
PARTS: Final = (
    "SELECT item.key FROM item WHERE item.key IN ("
    "SELECT rowid FROM word_index WHERE word_index MATCH ifnull(holding(?), '\"\"') "
    "UNION ALL SELECT key FROM entry WHERE holding(?) IS NULL) AND {}"
)
"""The words with the parts lead to texts; whether these hold the whole is read from them, and so is every text where
no word narrows them down.
"""
HOLDS: Final = f"{TEXT} GLOB ?"
HOLDS_WORD: Final = f"{HOLDS} AND holds_word({TEXT}, ?)"
HOLDS_PHRASE: Final = f"holds_phrase({TEXT}, ?, ?)"
BEGUN: Final = """
    SELECT rowid AS key FROM word_index WHERE word_index MATCH ifnull(
        (SELECT group_concat('"' || term || '"', ' OR ') FROM ({})), '""'
    )
"""
MOST_LISTED: Final = 64
LISTED: Final = f"""
    ifnull((
        SELECT CASE WHEN count(*) <= {MOST_LISTED} THEN '(' || group_concat('"' || term || '"', ' OR ') || ')' END
        FROM (SELECT term FROM vocabulary WHERE term >= ? AND term < ? LIMIT {MOST_LISTED + 1})
    ), ?)
"""
"""The words between two others, where they are not too many; else the expression in the third place.

Of words in a list the index reads the texts as far as they are wanted. Of those that begin in one way it gathers all
texts before it gives the first one.
"""
SOME_WORDS: Final = "SELECT * FROM (SELECT term FROM vocabulary WHERE term >= ? AND term < ? LIMIT 8)"
"""Words between two others, the first of them."""

LAST_SIGN: Final = chr(0x10FFFF)

Statement = tuple[str, tuple[Value, ...]]
"""One that selects keys, and the values of its question marks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that a text is to have, the last of them perhaps only begun, and where they are several their row."""

    words: tuple[str, ...]
    begun: bool
    phrase: tuple[Value, ...] = ()


def asked(query: Query) -> Asked | None:
    """Return what a term asks of the index of words, or None where it asks for something else."""
    match query:
        case Word((text,)) if is_word(text):
            begun = True
        case Phrase(text) if is_phrase(text):
            begun = False
        case _:
            return None
    words = words_of(text.casefold())
    if not words:
        return None
    return Asked(words, begun, (text, begun) if len(words) > 1 else ())


def with_words(wanted: Sequence[Asked], *, few: bool = False) -> Statement:
    """Return what finds the texts that have all that is `wanted`; quicker with `few`, if not all of them are read."""
    rows = [one.phrase for one in wanted if one.phrase]
    after = tuple(value for row in rows for value in row)
    pieces = [piece for one in wanted for piece in _pieces(one, few=few)]
    expression = " || ' AND ' || ".join(text for text, _ in pieces)
    values = tuple(value for _, values in pieces for value in values)
    return WORDS.format(f"({expression})") + IN_A_ROW * len(rows), (*values, *after)


def _pieces(one: Asked, *, few: bool) -> Iterator[Statement]:
    """Yield full-text expressions that a text is to match, one for each word."""
    *whole, last = one.words
    for word in whole:
        yield "?", (f'"{word}"',)
    begun = f'"{last}"{" *" if one.begun else ""}'
    # The index has its words without accents.
    if few and one.begun and last.isascii():
        yield LISTED, (last, last + LAST_SIGN, begun)
    else:
        yield "?", (begun,)


def with_phrase(text: str, *, begun: bool) -> Statement:
    """Return what finds the words of `text` in a row where the index may have other words of it than we know."""
    return _with_parts((f" {text}" if begun else f" {text} ",), HOLDS_PHRASE, text, begun)


def with_runs(runs: Sequence[str], word: str | None = None) -> Statement:
    """Return what finds the texts that hold `runs` in that order, and where `word` says so a word of that pattern."""
    pattern = f"*{'*'.join(map(escaped, runs))}*"
    if word is None:
        return _with_parts(runs, HOLDS, pattern)
    return _with_parts(runs, HOLDS_WORD, pattern, word)


def _with_parts(runs: Sequence[str], condition: str, *values: Value) -> Statement:
    parts = json.dumps([run.casefold() for run in runs])
    return PARTS.format(condition), (parts, parts, *values)


def begun_by(letters: str) -> Statement:
    """Return what finds some texts with a word that begins with one or two `letters`.

    Of each stretch of the alphabet it takes a few words: half of all texts may have one, and the index would gather
    them all.
    """
    bounds = [letters, *(letters + third for third in "adgkoqt"), letters + LAST_SIGN]
    words = " UNION ALL ".join(SOME_WORDS for _ in bounds[1:])
    return BEGUN.format(words), tuple(bound for pair in pairwise(bounds) for bound in pair)


def escaped(text: str) -> str:
    """Return `text`, folded, so that GLOB takes each of its characters for itself."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text.casefold())
