"""Comparing a typed answer with the right one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final
from unicodedata import combining, normalize

ALIKE = 0.5
"""Share of common letters below which two texts are different words: single letters in common would only confuse."""

_MARKS: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
"""Curly quotes, which a text has and hardly a keyboard."""
_SPACES: Final = re.compile(r"[\s\-\u2010-\u2015]+")


class Match(StrEnum):
    """How a stretch of characters compares: right, typed but wrong, or left out."""

    SAME = "same"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters in a row that compare alike."""

    text: str
    match: Match


@dataclass(frozen=True, slots=True)
class Forgiving:
    """What may differ in a typed answer: capitals, accents (é for e), all spaces and hyphens.

    Runs of spaces, curly quotes, and how an accent is put together may always.
    """

    case: bool = True
    accents: bool = False
    spacing: bool = False


USUAL = Forgiving()


def is_right(typed: str, answer: str, forgiving: Forgiving = USUAL) -> bool:
    """Tell whether `typed` is `answer`, but for what is forgiven."""
    return _folded(typed, forgiving) == _folded(answer, forgiving)


def differences(typed: str, answer: str, forgiving: Forgiving = USUAL) -> tuple[Stretch, ...]:
    """Return the stretches of both texts in reading order: same, typed in error, or missing.

    Texts with little in common (see `ALIKE`) are one wrong stretch and one missing one. Letters that differ in what is
    forgiven are the same.
    """
    typed, answer = _plain(typed), _plain(answer)
    if is_right(typed, answer, forgiving):
        return (Stretch(answer, Match.SAME),) if answer else ()
    # Not loaded before an answer is wrong.
    from difflib import SequenceMatcher

    letters = _folded_letters(typed, forgiving), _folded_letters(answer, forgiving)
    matcher = SequenceMatcher(None, *letters, autojunk=False)
    if matcher.ratio() < ALIKE:
        return tuple(part for part in (Stretch(typed, Match.WRONG), Stretch(answer, Match.MISSING)) if part.text)
    found: list[Stretch] = []
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        given, asked = typed[left:left_end], answer[right:right_end]
        if tag == "equal":
            found.append(Stretch(asked, Match.SAME))
            continue
        if given and not _is_forgiven(given, forgiving):
            found.append(Stretch(given, Match.WRONG))
        if asked:
            found.append(Stretch(asked, Match.SAME if _is_forgiven(asked, forgiving) else Match.MISSING))
    return _merged(found)


def _is_forgiven(text: str, forgiving: Forgiving) -> bool:
    return forgiving.spacing and _SPACES.fullmatch(text) is not None


def _merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return `stretches` with those that stand side by side and compare alike as one."""
    return tuple(
        Stretch("".join(part.text for part in alike), match)
        for match, alike in groupby(stretches, lambda part: part.match)
    )


def _folded_letters(text: str, forgiving: Forgiving) -> list[str]:
    """Fold each character on its own: folding the text may change its length, and stretches are cut by position."""
    return [_letters(character, forgiving) for character in text]


def _folded(text: str, forgiving: Forgiving) -> str:
    text = _letters(_plain(text), forgiving)
    return _SPACES.sub("", text) if forgiving.spacing else text


def _plain(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


def _letters(text: str, forgiving: Forgiving) -> str:
    text = text.translate(_MARKS)
    text = text.casefold() if forgiving.case else text
    if not forgiving.accents:
        return text
    return "".join(letter for letter in normalize("NFD", text) if not combining(letter)) or text
