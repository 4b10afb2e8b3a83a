"""What leaves the app, gathered from dicts (see `certdeck.ports.outgoing.Outgoing`)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from certdeck.core.deck import Card, Deck, Item, Question
from certdeck.core.ids import DeckId, FaceId, ItemId, item_of
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.schedule import FaceState
from certdeck.ports.outgoing import OutgoingCase, OutgoingItem, OutgoingReview, PlainRun
from certdeck.ports.study_log import StudyEntry
from tests.services.fake_history import standing_ratings
from tests.services.fake_own import Desk

OWN = DeckId("own")


class FakeOutgoing:
    """Looks at every deck for each item."""

    def __init__(
        self,
        decks: Mapping[DeckId, Deck],
        own: Mapping[ItemId, Card],
        desk: Desk,
        keys: Mapping[ItemId, int],
        revised: Mapping[ItemId, datetime],
        states: Mapping[FaceId, FaceState],
        log: list[StudyEntry],
    ) -> None:
        self._decks = decks
        self._own = own
        self._desk = desk
        self._names = {key: name for name, key in keys.items()}
        self._revised = revised
        self._states = states
        self._log = log

    def items(self, keys: Sequence[int], *, studied: bool = False) -> Iterator[OutgoingItem]:
        for key in keys:
            name = self._names[key]
            found, deck = self._find(name)
            if not isinstance(found, Card | Question):
                continue
            revised = max(self._revised[name], self._desk.noted.get(name, self._revised[name]))
            note = self._desk.notes.get(name, "")
            if studied and isinstance(found, Card):
                states = tuple(self._states.get(face.id, FaceState(face.id)) for face in faces_of(found))
                yield OutgoingItem(found, deck, revised, note, states, self._reviews(name))
            else:
                yield OutgoingItem(found, deck, revised, note)

    def sketched(self, keys: Sequence[int], *, studied: bool = False) -> Iterator[OutgoingItem | PlainRun]:
        return self.items(keys, studied=studied)

    def count(self, keys: Sequence[int]) -> int:
        return sum(isinstance(self._find(self._names[key])[0], Card | Question) for key in keys)

    def cases(self) -> Mapping[ItemId, OutgoingCase]:
        found = {}
        for deck in self._decks.values():
            for scenario in deck.scenarios:
                questions = tuple(question for question in deck.questions if question.scenario == scenario.id)
                if questions:
                    dates = [self._revised[scenario.id], *(self._revised[question.id] for question in questions)]
                    found[scenario.id] = OutgoingCase(scenario, deck.id, dates[0], max(dates), questions)
        return found

    def _find(self, name: ItemId) -> tuple[Item | None, DeckId]:
        if name in self._own:
            return self._desk.shown(self._own[name]), OWN
        for deck in self._decks.values():
            for item in deck.items():
                if item.id == name:
                    return self._desk.shown(item), deck.id
        return None, OWN

    def _reviews(self, name: ItemId) -> tuple[OutgoingReview, ...]:
        return tuple(
            OutgoingReview(
                entry.after.face,
                entry.at,
                entry.rating,
                entry.milliseconds,
                entry.before.schedule.phase,
                entry.before.schedule.interval,
                entry.after.schedule.interval,
                entry.after.schedule.memory.difficulty if entry.after.schedule.memory else None,
            )
            for entry in standing_ratings(self._log)
            if entry.rating is not None and item_of(entry.after.face) == name
        )
