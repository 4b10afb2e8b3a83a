"""How a word of a query is looked for in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from certdeck.core.search.pieces import is_of_word, plain

if TYPE_CHECKING:
    from certdeck.core.search.query import Pattern

JOINTS: Final = frozenset("-_./'’&")
"""Signs that stand between the parts of a word; the parts are looked for one after the other."""
_WORD: Final = re.compile(r"[^\W_]+")
_NO_SPACES: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def is_word(text: str) -> bool:
    """Tell whether an index of words knows `text`: letters and digits, with joints between them.

    Scripts that put no spaces between words have none that an index could know; there parts are looked for.
    """
    plain = all(character.isalnum() or character in JOINTS for character in text)
    return plain and has_letters(text) and not _NO_SPACES.search(text)


def has_letters(text: str) -> bool:
    """Tell whether `text` holds a letter or a digit."""
    return any(character.isalnum() for character in text)


def is_phrase(text: str) -> bool:
    """Tell whether an index of words knows the words of `text`."""
    return has_letters(text) and not _NO_SPACES.search(text)


def words_of(text: str) -> tuple[str, ...] | None:
    """Return the words that an index of words makes of `text`, None where it may be of another opinion."""
    if not all(sign.isascii() or sign in JOINTS or is_of_word(sign) for sign in text):
        return None
    return tuple(_WORD.findall(text))


def holds_phrase(text: str, phrase: str, begun: bool) -> bool:
    """Tell whether a folded `text` holds the words of `phrase` in a row; the last may be `begun` only.

    Signs between them do not matter, nor do accents.
    """
    return _in_a_row(phrase, begun).search(plain(text)) is not None


@lru_cache(maxsize=64)
def _in_a_row(phrase: str, begun: bool) -> re.Pattern[str]:
    row = r"[\W_]+".join(map(re.escape, _WORD.findall(plain(phrase.casefold()))))
    end = "" if begun else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){row}{end}")


def is_inside(parts: Pattern) -> bool:
    """Tell whether a pattern asks for one text anywhere, as `*load*` does."""
    return len(parts) == len(("", "load", "")) and not parts[0] and not parts[-1]


def holds_word(text: str, pattern: str) -> bool:
    """Tell whether `text` holds a word of `pattern`, whose wildcards are `*`; both are folded."""
    return _expression(pattern).search(text) is not None


@lru_cache(maxsize=64)
def _expression(pattern: str) -> re.Pattern[str]:
    inside = r"\w*".join(re.escape(part) for part in pattern.split("*"))
    front = "" if pattern.startswith("*") else r"(?<!\w)"
    back = "" if pattern.endswith("*") else r"(?!\w)"
    return re.compile(front + inside + back)
