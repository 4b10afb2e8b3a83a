"""Which parts of words a text to be found somewhere consists of, as an index of words can tell them apart."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters and digits that stand in one word, plain; it begins or ends there where that is certain."""

    text: str
    begins: bool = False
    ends: bool = False

    def is_in(self, word: str) -> bool:
        """Tell whether a plain `word` may be the one that the part stands in."""
        if self.begins:
            return word == self.text if self.ends else word.startswith(self.text)
        return word.endswith(self.text) if self.ends else self.text in word


def plain(text: str) -> str:
    """Return `text` in small letters and without accents, as far as an index of words may go in leaving them out."""
    if text.isascii():
        return text.lower()
    from unicodedata import combining, normalize

    return "".join(sign for sign in normalize("NFD", text) if not combining(sign)).lower()


def pieces_of(text: str) -> Iterator[Piece]:
    """Yield the parts of a folded `text` that stands anywhere, also in the middle of words.

    A word ends for certain at what ASCII has beside letters and digits. Of other signs the index may be of another
    opinion than Python, so a part ends there, and its word may go on.
    """
    start = 0
    for at in range(len(text) + 1):
        if at < len(text) and is_of_word(text[at]):
            continue
        if start < at:
            before, after = text[start - 1 : start], text[at : at + 1]
            if found := plain(text[start:at]):
                yield Piece(found, begins=bool(before) and before.isascii(), ends=bool(after) and after.isascii())
        start = at + 1


def is_of_word(sign: str) -> bool:
    """Tell whether `sign` is a letter or digit for certain: the index has the signs of an older Unicode."""
    if sign.isascii():
        return sign.isalnum()
    from unicodedata import ucd_3_2_0

    return ucd_3_2_0.category(sign)[0] in "LN" and sign.isalnum()
