"""What an import does to the library: which cards are new, which change, and which stay. No file, no database."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import Final

from certdeck.core.deck import Card
from certdeck.core.digests import sha256
from certdeck.core.ids import DeckId, is_well_formed
from certdeck.core.incoming import Made, Note
from certdeck.core.own import tags_in

IMPORTED: Final = "import-"
"""Ids of imported decks begin so."""
_STEERING: Final = re.compile("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What steers a terminal, or the direction of a line, and names nothing."""
_LONGEST_NAME: Final = 60
_SPACES: Final = re.compile(r"[\s,;]+")
_MOST_MET: Final = 4096
_TAGS_MET: Final[dict[str, str]] = {}
"""Words that were met and are tags as they stand, each by itself: most notes have no others.

Notes that share a tag share the object, too: it is sent once to another process, and hashed once there.
"""
TOKEN: Final = "import-picture-"
"""What stands for a picture in the texts of a file begins so."""
_PICTURE: Final = re.compile(r"!\[([^\]]*)\]\((import-picture-\d+\.\w+)\)")


class Outcome(StrEnum):
    """What becomes of a card of a file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    """The file has another text now, and the learner has edited the card: their text stays and is marked."""
    KEPT = "kept"
    """The file has another text, but the library's was to be kept."""
    DOUBLE = "double"
    """A new card that asks what another card of the library asks already."""


COMING: Final = (Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT)
"""With these the library's card will be that of the file."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A card of a file: the deck it goes to, what it becomes there, and how it was there until now.

    A `fresh` one was never in the library.
    """

    deck: DeckId
    title: str
    card: Card
    outcome: Outcome
    made: Made
    before: Card | None = None
    fresh: bool = False

    @property
    def comes(self) -> bool:
        """Whether the library's card will be that of the file."""
        return self.outcome in COMING


def deck_of(path: str, otherwise: str) -> tuple[DeckId, str, str]:
    """Return id and title of the deck for the path `AWS::Storage::S3`, and what is below it; `otherwise` if empty."""
    title, _, below = (path.strip() or otherwise.strip() or "Imported").partition("::")
    title = " ".join(_STEERING.sub(" ", title).split())[:_LONGEST_NAME] or "Imported"
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) < 2 or len(plain) < len(title) // 2:
        slug = f"{slug}-{_digest(title)}".strip("-")
    name = f"{IMPORTED}{slug}"
    return DeckId(name if is_well_formed(name) else f"{IMPORTED}{_digest(title)}"), title, below


def card_of(made: Made, below: str) -> Card:
    """Return the card as its deck will have it; the deck's path below the first name becomes a tag."""
    origin = made.note.origin
    if origin is not None and origin.card is not None:
        return origin.card
    text = made.text
    return Card(
        id=made.id,
        covers=(),
        sources=(),
        tags=tags_of(made.note, below),
        kind=text.kind,
        front=text.front,
        back=text.back,
        answer=text.answer,
        choices=text.choices,
        grid=text.grid,
        occlusion=text.occlusion,
    )


def tags_of(note: Note, below: str) -> tuple[str, ...]:
    """Return the tags of the cards of `note`, in order; the deck's path `below` the first name becomes one."""
    return tags_of_words(note.tags, below)


def tags_of_words(words: Collection[str], below: str) -> tuple[str, ...]:
    """Return what `tags_of` does for a note whose tags are `words`."""
    try:
        named = set(map(_TAGS_MET.__getitem__, words))
    except KeyError:
        named = set(chain.from_iterable(map(_tags_in, words)))
        if len(_TAGS_MET) < _MOST_MET:
            _TAGS_MET.update((tag, tag) for tag in named if tag not in _TAGS_MET and _tags_in(tag) == (tag,))
    if below:
        named.update(_tags_in(_SPACES.sub("-", below)))
    return tuple(sorted(named))


def with_pictures(card: Card, names: Mapping[str, str]) -> Card:
    """Return `card` with the names that pictures have in the library; the words of those that are missing stay."""

    def shown(text: str) -> str:
        return _PICTURE.sub(lambda found: f"![{found[1]}]({names[found[2]]})" if found[2] in names else found[1], text)

    occlusion = card.occlusion
    if occlusion is not None:
        occlusion = replace(occlusion, picture=names.get(occlusion.picture, occlusion.picture))
    choices = tuple(replace(choice, text=shown(choice.text)) for choice in card.choices)
    return replace(card, front=shown(card.front), back=shown(card.back), choices=choices, occlusion=occlusion)


def tokens_of(card: Card) -> frozenset[str]:
    """Return the tokens of the pictures that `card` shows."""
    if card.occlusion is None and not card.choices and TOKEN not in card.front and TOKEN not in card.back:
        return frozenset()
    texts = (card.front, card.back, *(choice.text for choice in card.choices))
    found = {token for text in texts if TOKEN in text for _, token in _PICTURE.findall(text)}
    if card.occlusion is not None:
        found.add(card.occlusion.picture)
    return frozenset(found)


@lru_cache(maxsize=_MOST_MET)
def _tags_in(text: str) -> tuple[str, ...]:
    """Return the tags that `text` names; thousands of notes have the same ones."""
    return tags_in(text)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass"))[:10]
