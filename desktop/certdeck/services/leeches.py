"""What helps with a leech: what it looks like, and the cards it gets mixed up with."""

from dataclasses import dataclass

from certdeck.core.contrast import MOST_ALIKE, alike, members_of
from certdeck.core.deck import Card, ConfusionSet
from certdeck.core.errors import StudyError
from certdeck.core.ids import FaceId, ItemId, item_of
from certdeck.core.scheduling.faces import Face, faces_of
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.library import LibraryService


@dataclass(frozen=True, slots=True)
class Leech:
    """A face that is forgotten again and again, its confusion sets, and the cards that look like it.

    `others` are those that teach the other members of the sets, then those that share most words with it among the
    cards of the same bullet.
    """

    face: Face
    lapses: int
    suspended: bool
    confusions: tuple[ConfusionSet, ...]
    others: tuple[Card, ...]


class LeechService:
    """Looks for what a leech gets mixed up with."""

    def __init__(self, store: Store, library: LibraryService) -> None:
        self._store = store
        self._library = library

    def look(self, face: FaceId) -> Leech:
        """Return what is known of `face` as a leech. Raises `StudyError` when its card is no longer there."""
        with self._store.open() as work:
            card = work.content.item(item_of(face))
            faces = faces_of(card) if isinstance(card, Card) else ()
            known = next((entry for entry in faces if entry.id == face), None)
            if known is None:
                raise StudyError("This card is no longer in your library.")
            state = work.study.state(face)
            confusions = work.content.confusions_of(known.card.id)
            others = self._others(work, known.card, confusions)
            return Leech(known, state.schedule.lapses, state.suspended, confusions, others)

    def _others(self, work: UnitOfWork, card: Card, confusions: tuple[ConfusionSet, ...]) -> tuple[Card, ...]:
        named = [name for confusion in confusions for name in members_of(card.id, confusion)]
        found: dict[ItemId, Card] = {}
        for name in named:
            other = work.content.item(name)
            if isinstance(other, Card):
                found[name] = other
        coverage = card.coverage(self._library.exam().blueprint.id)
        if coverage is not None:
            near = work.content.cards_of(coverage.blueprint, coverage.bullets[0])
            found |= {other.id: other for other in alike(card, near) if other.id not in found}
        return tuple(found.values())[: len(named) + MOST_ALIKE]
