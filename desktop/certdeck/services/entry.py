"""Putting cards of a file into the library, with what was learnt of them, as one change that can be undone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain, groupby
from operator import itemgetter
from typing import Final

from certdeck.core.deck import Card
from certdeck.core.ids import DeckId, ItemId
from certdeck.core.intake import Arrival, Outcome
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import EPOCH, MICROSECOND
from certdeck.core.scheduling.undo import CardStep, IntakeStep, NoteStep
from certdeck.ports.importing import Loss
from certdeck.ports.intake import Arriving, Entrant, PlainRun
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import UnitOfWork
from certdeck.services.arriving import Newcomers
from certdeck.services.learnt import Taken, Taking, taken_over
from certdeck.services.library import OWN

_NAME: Final = itemgetter(0)
"""The id of a plain card."""


class Entry:
    """Takes cards in, a few at a time. With `schedule` new ones bring what was learnt of them."""

    def __init__(self, work: UnitOfWork, memory: MemoryModel, now: datetime, *, schedule: bool) -> None:
        self.cards: list[ItemId] = []
        self.decks = Counter[str]()
        self.reviews = 0
        self._work = work
        self._memory = memory
        self._now = now
        self._schedule = schedule
        self._change = 0
        self._guessed = 0
        self._added: dict[tuple[DeckId, str], list[ItemId]] = {}
        self._options: dict[DeckId, Options] = {}

    def taking(self) -> Taking | None:
        """Return what is to be done with what was learnt of plain new cards; None where nothing is."""
        if not self._schedule:
            return None
        presets = self._work.presets
        otherwise = presets.all()[0].options
        # One object for equal options, as a model knows them by.
        same = {otherwise: otherwise}
        found = {head.id: presets.of(head.id).options for head in self._work.content.heads()}
        options = {deck: same.setdefault(chosen, chosen) for deck, chosen in found.items()}
        moment = (self._now - EPOCH) // MICROSECOND
        return Taking(self._memory, options, otherwise, moment, self._work.intake.write_down)

    def take(self, arrivals: Sequence[Arrival | Newcomers]) -> None:
        """Take cards in."""
        by_deck: dict[tuple[DeckId, str], list[Arrival | Newcomers]] = {}
        for arrival in arrivals:
            by_deck.setdefault((arrival.deck, arrival.title), []).append(arrival)
        if by_deck and not self._change:
            self._change = self._work.history.begin("import", self._now)
        own = [each for deck in by_deck if deck[0] == OWN for each in by_deck[deck]]
        self._take_own([arrival for arrival in own if isinstance(arrival, Arrival)])
        arriving: list[Arriving] = []
        for (deck, title), several in by_deck.items():
            if deck != OWN:
                arriving.append((deck, title, self._entrants(several)))
                self._note(deck, title, several)
        if arriving:
            self._work.intake.put_all(arriving, self._now)
        for arrival in arrivals:
            if isinstance(arrival, Arrival) and arrival.made.note.origin is not None:
                self._remark(arrival)

    def _take_own(self, arrivals: Sequence[Arrival]) -> None:
        """Take the learner's own cards back."""
        for arrival in arrivals:
            card = arrival.card
            self._work.history.keep(self._change, CardStep(card.id, arrival.before, card))
            self._work.content.put_own(card, self._now)
            self.cards.append(card.id)
            self.decks[arrival.title] += 1

    def _remark(self, arrival: Arrival) -> None:
        """Keep the learner's note that comes with a new card."""
        origin = arrival.made.note.origin
        if origin is None or not origin.remark or arrival.before is not None:
            return
        before = self._work.own.note(arrival.card.id)
        self._work.history.keep(self._change, NoteStep(arrival.card.id, before, origin.remark))
        self._work.own.put_note(arrival.card.id, origin.remark, self._now)

    def finish(self) -> None:
        """Note for undo what is new."""
        for (deck, title), cards in self._added.items():
            self._work.history.keep(self._change, IntakeStep(deck, title, tuple(cards), ()))

    def losses(self) -> tuple[Loss, ...]:
        """Return what had to be guessed."""
        why = "the file has only their intervals; the memory was guessed from them"
        return (Loss("memories", why, self._guessed),) if self._guessed else ()

    def _note(self, deck: DeckId, title: str, arrivals: Sequence[Arrival | Newcomers]) -> None:
        came, new, before = len(self.cards), list[ItemId](), list[Card]()
        for arrival in arrivals:
            if isinstance(arrival, Newcomers):
                names = list(map(_NAME, arrival.cards))
                self.cards += names
                new += names
                continue
            self.cards.append(arrival.card.id)
            if arrival.before is None:
                new.append(arrival.card.id)
            else:
                before.append(arrival.before)
        self.decks[title] += len(self.cards) - came
        if before:
            self._work.history.keep(self._change, IntakeStep(deck, title, (), tuple(before)))
        if new:
            self._added.setdefault((deck, title), []).extend(new)

    def _entrants(self, arrivals: Sequence[Arrival | Newcomers]) -> list[Entrant | PlainRun]:
        entrants: list[Entrant | PlainRun] = []
        for kind, several in groupby(arrivals, type):
            if kind is Newcomers:
                entrants.append(self._run([one for one in several if isinstance(one, Newcomers)]))
            else:
                entrants += [self._entrant(one) for one in several if isinstance(one, Arrival)]
        return entrants

    def _entrant(self, arrival: Arrival) -> Entrant:
        known = arrival.made.learnt if self._schedule and arrival.outcome is Outcome.NEW else ()
        if not known:
            return Entrant(arrival.card, fresh=arrival.fresh)
        options = self._options_of(arrival.deck)
        taken = [taken_over(self._memory, options, face, one, self._change, self._now) for face, one in known]
        self._guessed += sum(not each.exact for each in taken)
        self.reviews += sum(review.rating is not None for _, one in known for review in one.reviews)
        return _entrant(arrival, taken)

    def _run(self, newcomers: Sequence[Newcomers]) -> PlainRun:
        cards = list(chain.from_iterable([one.cards for one in newcomers]))
        known = list(chain.from_iterable([one.taken for one in newcomers]))
        taken = [each for each in known if each is not None]
        if not taken:
            return PlainRun(cards)
        self._guessed += len(taken) - sum(exact for _, exact, _ in taken)
        self.reviews += sum(ratings for _, _, ratings in taken)
        return PlainRun(cards, [None if each is None else each[0] for each in known], self._change)

    def _options_of(self, deck: DeckId) -> Options:
        if deck not in self._options:
            self._options[deck] = self._work.presets.of(deck).options
        return self._options[deck]


def _entrant(arrival: Arrival, taken: Sequence[Taken]) -> Entrant:
    entries = taken[0].entries if len(taken) == 1 else tuple(entry for each in taken for entry in each.entries)
    return Entrant(arrival.card, tuple(each.state for each in taken), entries, arrival.fresh)


def put_back(work: UnitOfWork, change: int, place: int, step: IntakeStep, now: datetime, *, before: bool) -> None:
    """Take the cards of step number `place` of `change` away again, or put them back."""
    if not before:
        work.intake.put(step.deck, step.title, [Entrant(card) for card in step.after], now)
        return
    came = (*step.added, *(card.id for card in step.before))
    here: Mapping[ItemId, tuple[DeckId, Card]] = work.intake.known(came)
    after = tuple(here[name][1] for name in came if name in here)
    work.history.amend(change, place, IntakeStep(step.deck, step.title, step.added, step.before, after))
    work.intake.put(step.deck, step.title, [Entrant(card) for card in step.before], now)
    if step.added:
        work.intake.take_away(step.deck, step.added)
