"""Cards that say the same: the same first field but for case, spaces and markup, or nearly the same words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from certdeck.core.ids import ItemId

NEAR: Final = 0.7
"""Share of common words (Jaccard index of the sets of words) from which two texts are alike."""
FEWEST: Final = 4
"""Shorter texts have too few words to be alike without being the same."""
MOST: Final = 5
"""So many alike cards are told at most."""
COMMON: Final = 1000
"""A word in more cards than that tells nothing apart, and isn't looked up unless the text has no other."""
_CLOZE: Final = re.compile(r"\{\{c\d+::((?:(?!\}\}|::).)*)(?:::(?:(?!\}\}).)*)?\}\}", re.DOTALL)
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS: Final = re.compile(r"[*_`#>|~$\\{}]+|<[^>]{1,80}>")
_WORD: Final = re.compile(r"\w+(?:[-.]\w+)*")


def bare(text: str) -> str:
    """Return `text` folded, without markup, in single spaces: equal for texts that differ in looks alone."""
    if "{{c" in text:
        text = _CLOZE.sub(r"\1", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    return " ".join(_MARKS.sub(" ", text).casefold().split())


def words_of(text: str) -> frozenset[str]:
    """Return the set of words of `text`."""
    return frozenset(_WORD.findall(bare(text)))


@dataclass(frozen=True, slots=True)
class Alike:
    """A card that says the same, or nearly (`same` is false then)."""

    card: ItemId
    front: str
    same: bool


class Fronts:
    """The first fields of all cards, so that alike ones are found in a moment."""

    def __init__(self, fronts: Iterable[tuple[ItemId, str]]) -> None:
        self._texts: dict[ItemId, str] = {}
        self._words: dict[ItemId, frozenset[str]] = {}
        self._same: dict[str, list[ItemId]] = defaultdict(list)
        self._with: dict[str, list[ItemId]] = defaultdict(list)
        for card, front in fronts:
            inline = _WORD.findall(bare(front))
            words = self._words[card] = frozenset(inline)
            self._texts[card] = front
            self._same[" ".join(inline)].append(card)
            for word in words:
                self._with[word].append(card)

    def like(self, front: str, *, apart_from: ItemId | None = None) -> tuple[Alike, ...]:
        """Return the cards that say the same as `front`, then the nearest ones, at most `MOST`."""
        key = " ".join(_WORD.findall(bare(front)))
        if not key:
            return ()
        same = [card for card in self._same.get(key, ()) if card != apart_from]
        near = [card for card in self._near(front) if card != apart_from and card not in same]
        found = [Alike(card, self._texts[card], True) for card in same]
        return tuple([*found, *(Alike(card, self._texts[card], False) for card in near)][:MOST])

    def _near(self, front: str) -> list[ItemId]:
        words = words_of(front)
        if len(words) < FEWEST:
            return []
        shares = ((self._share(words, card), card) for card in self._candidates(words))
        return [card for share, card in sorted(shares, key=lambda pair: (-pair[0], pair[1])) if share >= NEAR]

    def _share(self, words: frozenset[str], card: ItemId) -> float:
        other = self._words[card]
        return len(words & other) / len(words | other) if len(other) >= FEWEST else 0.0

    def _candidates(self, words: frozenset[str]) -> Iterable[ItemId]:
        """Return the cards that have one of the rarest words: of a set alike, a share `1 - NEAR` can be missing."""
        rarest = sorted(words, key=lambda word: len(self._with.get(word, ())))
        needed = rarest[: len(words) - int(NEAR * len(words)) + 1]
        telling = [word for word in needed if len(self._with.get(word, ())) <= COMMON] or needed[:1]
        return Counter(card for word in telling for card in self._with.get(word, ()))
