"""Cards that are taken in, in dicts (see `certdeck.ports.intake.Intake`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime

from certdeck.core.deck import Card, Deck
from certdeck.core.ids import DeckId, FaceId, ItemId, face_id
from certdeck.core.scheduling.schedule import EPOCH, MICROSECOND, FaceState, Rating
from certdeck.ports.intake import Arriving, Course, Entrant, Plain, PlainRun
from certdeck.ports.study_log import StudyEntry


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

    @property
    def write_down(self) -> Callable[[Course], Course]:
        return _as_it_is

    def known(self, items: Sequence[ItemId]) -> Mapping[ItemId, tuple[DeckId, Card]]:
        cards = {card.id: (deck.id, card) for deck in self._decks.values() for card in deck.cards}
        return {item: cards[item] for item in items if item in cards}

    def compare(self, cards: Sequence[Plain]) -> tuple[frozenset[ItemId], frozenset[ItemId]]:
        known = self.known([card.id for card in cards])
        same = frozenset(card.id for card in cards if card.id in known and known[card.id][1] == card.as_card())
        return same, self.entered(card.id for card in cards if card.id not in same)

    def has_entered(self, prefix: str) -> bool:
        return any(card.id.startswith(prefix) for deck in self._decks.values() for card in deck.cards)

    def entered(self, items: Iterable[ItemId]) -> frozenset[ItemId]:
        return frozenset(self.known(list(items)))

    def expecting(self, _cards: int) -> AbstractContextManager[None]:
        return nullcontext()

    def put_all(self, arriving: Sequence[Arriving], now: datetime) -> None:
        for deck, title, entrants in arriving:
            self.put(deck, title, entrants, now)

    def put(self, deck: DeckId, title: str, entrants: Sequence[Entrant | PlainRun], now: datetime) -> None:
        whole = self._decks.get(deck) or Deck(deck, title, f"{now:%Y.%m.%d}", "en", "", "", blueprints=())
        coming = [one for entrant in entrants for one in _whole(entrant)]
        cards = {card.id: card for card in whole.cards} | {one.card.id: one.card for one in coming}
        self._replaced(replace(whole, cards=tuple(cards.values())), now)
        for one in coming:
            self._states |= {state.face: state for state in one.states}
            self._log += [entry._replace(id=len(self._log) + place) for place, entry in enumerate(one.entries, 1)]

    def take_away(self, deck: DeckId, items: Sequence[ItemId]) -> None:
        whole = self._decks[deck]
        kept = tuple(card for card in whole.cards if card.id not in items)
        if kept:
            self._replaced(replace(whole, cards=kept), EPOCH)
        else:
            self._dropped(deck)


def _as_it_is(course: Course) -> Course:
    return course


def _whole(entrant: Entrant | PlainRun) -> Sequence[Entrant]:
    if isinstance(entrant, Entrant):
        return (entrant,)
    courses = entrant.courses or [None] * len(entrant.cards)
    return [
        _dressed(card.as_card(), course, entrant.change) for card, course in zip(entrant.cards, courses, strict=True)
    ]


def _dressed(card: Card, course: Course | None, change: int) -> Entrant:
    if course is None:
        return Entrant(card)
    face = face_id(card.id, 1)
    state = FaceState(face, course.state.dressed(), course.suspended, course.flag)
    entries = []
    for kind, at, rating, milliseconds, before, after in course.entries:
        reached = state if kind == "import" else FaceState(face, after.dressed())
        given = None if rating is None else Rating(rating)
        began, moment = FaceState(face, before.dressed()), EPOCH + at * MICROSECOND
        entries.append(StudyEntry(kind, moment, began, reached, given, milliseconds, None, change))
    return Entrant(card, (state,), tuple(entries))
