"""Cutting a query into tokens. Every token knows its place, so that an error can say where it is."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from certdeck.core.errors import QueryError
from certdeck.core.search.query import Pattern

QUOTES: Final = '"“”„'
"""Typographic ones are what some keyboards make of the plain one."""
ESCAPE: Final = "\\"
WILDCARD: Final = "*"
LONGEST: Final = 2_000
"""Characters."""


class Sort(Enum):
    """Sorts of tokens."""

    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    AND = auto()
    OR = auto()
    TERM = auto()


@dataclass(frozen=True, slots=True)
class Letter:
    """One character at its place; an `escaped` one stands for itself, whatever it means otherwise."""

    text: str
    at: int
    escaped: bool = False

    def is_sign(self, sign: str) -> bool:
        """Tell whether it is `sign` with its own meaning."""
        return self.text == sign and not self.escaped


Letters = tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query from `start` to `end`. Terms have letters; `quoted` says that they stood in quotes.

    A term with a key has its own letters behind `key`, which begin at `value_start`.
    """

    sort: Sort
    start: int
    end: int
    letters: Letters = ()
    quoted: bool = False
    key: str | None = None
    value_start: int = 0

    @property
    def text(self) -> str:
        """The letters in one piece."""
        return "".join(letter.text for letter in self.letters)

    @property
    def pattern(self) -> Pattern:
        """The letters, cut at wildcards."""
        parts = [""]
        for letter in self.letters:
            if letter.is_sign(WILDCARD):
                parts.append("")
            else:
                parts[-1] += letter.text
        return tuple(parts)


def tokens(text: str, keys: frozenset[str]) -> tuple[Token, ...]:
    """Cut `text`. A quoted text that begins with one of `keys` and a colon is a term with a key, as in Anki.

    Raises `QueryError` for quotes that are not closed and for a text that is too long.
    """
    if len(text) > LONGEST:
        raise QueryError(f"A query has at most {LONGEST:,} characters.", "Shorten it.", LONGEST, len(text))
    return _Cutter(text, keys).all()


def is_gap(character: str) -> bool:
    """Tell whether `character` separates terms; what no database can hold does, too."""
    return character.isspace() or character == "\0" or "\ud800" <= character <= "\udfff"


class _Cutter:
    """Goes through a text from left to right."""

    def __init__(self, text: str, keys: frozenset[str]) -> None:
        self._text = text
        self._keys = keys
        self._at = 0

    def all(self) -> tuple[Token, ...]:
        found: list[Token] = []
        while True:
            self._skip_gaps()
            if self._at == len(self._text):
                return tuple(found)
            found.append(self._next())

    def _skip_gaps(self) -> None:
        while self._at < len(self._text) and is_gap(self._text[self._at]):
            self._at += 1

    def _next(self) -> Token:
        start, sign = self._at, self._text[self._at]
        signs = {"(": Sort.OPEN, ")": Sort.CLOSE, "-": Sort.MINUS}
        if sign in signs:
            self._at += 1
            return Token(signs[sign], start, self._at)
        if sign in QUOTES:
            letters = self._quoted()
            return self._with_key(Token(Sort.TERM, start, self._at, letters, quoted=True))
        return self._bare(start)

    def _bare(self, start: int) -> Token:
        letters: list[Letter] = []
        while self._at < len(self._text) and not self._ends_term():
            letters.append(self._letter())
            if letters[-1].is_sign(":") and self._at < len(self._text) and self._text[self._at] in QUOTES:
                letters += self._quoted()
                break
        token = Token(Sort.TERM, start, self._at, tuple(letters))
        words = {"or": Sort.OR, "and": Sort.AND}
        plain = not any(letter.escaped for letter in letters)
        if plain and token.text.lower() in words:
            return Token(words[token.text.lower()], start, self._at)
        return self._with_key(token)

    def _ends_term(self) -> bool:
        character = self._text[self._at]
        return is_gap(character) or character in "()" or character in QUOTES

    def _letter(self) -> Letter:
        at, character = self._at, self._text[self._at]
        self._at += 1
        if character == ESCAPE and self._at < len(self._text) and not is_gap_but_space(self._text[self._at]):
            self._at += 1
            return Letter(self._text[self._at - 1], at, escaped=True)
        return Letter(character, at)

    def _quoted(self) -> Letters:
        start = self._at
        self._at += 1
        letters: list[Letter] = []
        while self._at < len(self._text):
            if self._text[self._at] in QUOTES:
                self._at += 1
                return tuple(letters)
            letter = self._letter()
            letters.append(Letter(" ", letter.at) if is_gap_but_space(letter.text) else letter)
        raise QueryError("These quotes are not closed.", 'Add a " where the words end.', start, len(self._text))

    def _with_key(self, token: Token) -> Token:
        """Split a key off. Outside of quotes everything before a colon is one; inside only what is known."""
        place = next((index for index, letter in enumerate(token.letters) if letter.is_sign(":")), None)
        if place is None:
            return token
        key = "".join(letter.text for letter in token.letters[:place]).lower()
        if token.quoted and key not in self._keys:
            return token
        letters = token.letters[place + 1 :]
        value_start = token.letters[place].at + 1
        return Token(Sort.TERM, token.start, token.end, letters, token.quoted, key, value_start)


def is_gap_but_space(character: str) -> bool:
    """Tell whether `character` can't be part of a text to search for."""
    return character != " " and is_gap(character)
