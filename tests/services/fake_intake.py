"""Cards that are taken in, in dicts (see `certdeck.ports.intake.Intake`)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from certdeck.core.deck import Card, CardKind, Deck
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.scheduling.schedule import FaceState
from certdeck.ports.intake import Entrant, Plain
from certdeck.ports.study_log import StudyEntry

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class FakeIntake:
    """Replaces whole decks."""

    def __init__(
        self,
        decks: Mapping[DeckId, Deck],
        replaced: Callable[[Deck, datetime], None],
        dropped: Callable[[DeckId], None],
        states: dict[FaceId, FaceState],
        log: list[StudyEntry],
    ) -> None:
        self._decks = decks
        self._replaced = replaced
        self._dropped = dropped
        self._states = states
        self._log = log

    def known(self, items: Sequence[ItemId]) -> Mapping[ItemId, tuple[DeckId, Card]]:
        cards = {card.id: (deck.id, card) for deck in self._decks.values() for card in deck.cards}
        return {item: cards[item] for item in items if item in cards}

    def unchanged(self, cards: Sequence[Plain]) -> Mapping[ItemId, DeckId]:
        known = self.known([card.id for card in cards])
        plain = {
            card.id: Card(
                id=card.id,
                covers=(),
                sources=(),
                tags=card.tags,
                kind=CardKind.BASIC,
                front=card.front,
                back=card.back,
            )
            for card in cards
        }
        return {name: deck for name, (deck, card) in known.items() if card == plain[name]}

    def put(self, deck: DeckId, title: str, entrants: Sequence[Entrant], now: datetime) -> None:
        whole = self._decks.get(deck) or Deck(deck, title, f"{now:%Y.%m.%d}", "en", "", "", blueprints=())
        cards = {card.id: card for card in whole.cards} | {entrant.card.id: entrant.card for entrant in entrants}
        self._replaced(replace(whole, cards=tuple(cards.values())), now)
        for entrant in entrants:
            self._states |= {state.face: state for state in entrant.states}
            self._log += [replace(entry, id=len(self._log) + place) for place, entry in enumerate(entrant.entries, 1)]

    def take_away(self, deck: DeckId, items: Sequence[ItemId]) -> None:
        whole = self._decks[deck]
        kept = tuple(card for card in whole.cards if card.id not in items)
        if kept:
            self._replaced(replace(whole, cards=kept), EPOCH)
        else:
            self._dropped(deck)
