"""All words of the library, to find those with a part in them: an index of parts would be as large as the texts.

A library has some ten thousand words, however many texts it has, and they are read in a tenth of a second.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from certdeck.core.search.pieces import Piece, pieces_of, plain

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

MOST_WORDS: Final = 400
"""With more words than these it is quicker to read every text."""
MARK: Final = "SELECT block FROM word_index_data WHERE id = 10"
"""FTS5 writes down here what the index consists of: another value each time that it has changed."""
WORDS: Final = "SELECT group_concat(term, char(10)) FROM vocabulary"
NOTHING: Final = '""'
"""What the index finds nowhere."""


class Vocabulary:
    """The words that the index of one connection knows, kept until they change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._mark: bytes | None = None
        self._changing = False
        self._lines = ""
        connection.create_function("holding", 1, self.holding, deterministic=True)

    def change(self) -> None:
        """Read the words each time that they are wanted, until `settle`: what is not committed may be undone."""
        self._changing = True

    def settle(self) -> None:
        """Say that what was changed is committed or undone."""
        if self._changing:
            self._mark, self._changing = None, False

    def holding(self, runs: str) -> str | None:
        """Return the full-text expression for texts that may hold each of `runs`, a JSON array of folded texts.

        Whether they do is read from the text. None where the words narrow nothing down.
        """
        self._read()
        pieces = (piece for run in json.loads(runs) for piece in pieces_of(run))
        found = [words for piece in pieces if len(words := self._with(piece)) <= MOST_WORDS]
        if not found:
            return None
        # A piece that is in few words is in few texts; more than two of them narrow down little more.
        found.sort(key=len)
        return " AND ".join(_any_of(words) for words in found[:2])

    def _read(self) -> None:
        (mark,) = self._connection.execute(MARK).fetchone()
        if self._changing or mark != self._mark:
            (words,) = self._connection.execute(WORDS).fetchone()
            self._mark, self._lines = mark, _lines(words or "")

    def _with(self, piece: Piece) -> list[str]:
        """Return the words with `piece` in them, not many more than are wanted."""
        found: list[str] = []
        for line in self._lines_with(piece.text):
            known, _, word = line.partition("\t")
            if piece.is_in(known):
                found.append(word or known)
                if len(found) > MOST_WORDS:
                    break
        return found

    def _lines_with(self, text: str) -> Iterator[str]:
        at = self._lines.find(text)
        while at >= 0:
            start, end = self._lines.rfind("\n", 0, at) + 1, self._lines.find("\n", at)
            end = len(self._lines) if end < 0 else end
            yield self._lines[start:end]
            at = self._lines.find(text, end)


def _lines(words: str) -> str:
    return words if words.isascii() else "\n".join(map(_line, words.split("\n")))


def _line(word: str) -> str:
    """Return a word as it is compared, and behind a tab as the index has it where that is another one."""
    known = plain(word)
    return word if known == word else f"{known}\t{word}"


def _any_of(words: list[str]) -> str:
    return f"({' OR '.join(f'{chr(34)}{word}{chr(34)}' for word in words)})" if words else NOTHING
