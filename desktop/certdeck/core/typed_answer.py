"""Comparing a typed answer with the right one."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.5
"""Share of common letters below which two texts are different words: single letters in common would only confuse."""


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


def is_right(typed: str, answer: str) -> bool:
    """Tell whether `typed` is `answer`; case and runs of spaces don't count."""
    return _folded(typed) == _folded(answer)


def differences(typed: str, answer: str) -> tuple[Stretch, ...]:
    """Return the stretches of both texts in reading order: same, typed in error, or missing.

    Texts with little in common (see `ALIKE`) are one wrong stretch and one missing one.
    """
    typed, answer = " ".join(typed.split()), " ".join(answer.split())
    if is_right(typed, answer):
        return (Stretch(answer, Match.SAME),) if answer else ()
    matcher = SequenceMatcher(None, _folded_letters(typed), _folded_letters(answer), autojunk=False)
    if matcher.ratio() < ALIKE:
        return tuple(part for part in (Stretch(typed, Match.WRONG), Stretch(answer, Match.MISSING)) if part.text)
    found: list[Stretch] = []
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(Stretch(answer[right:right_end], Match.SAME))
            continue
        if left < left_end:
            found.append(Stretch(typed[left:left_end], Match.WRONG))
        if right < right_end:
            found.append(Stretch(answer[right:right_end], Match.MISSING))
    return tuple(found)


def _folded_letters(text: str) -> list[str]:
    """Fold each character on its own: folding the text may change its length, and stretches are cut by position."""
    return [character.casefold() for character in text]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
