"""What comes of the notes of a file, a few at a time: compared with the library, and counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby, islice
from typing import Final, NamedTuple

from certdeck.core.batches import LEARNT, NOTES, NOTHING, WHOLE, Answer, Batch, Rule, Turns
from certdeck.core.deck import Card
from certdeck.core.ids import DeckId, ItemId
from certdeck.core.incoming import PREFIX, FieldMap, Made, Note, NoteType, made_of, sides_of
from certdeck.core.intake import IMPORTED, Arrival, Outcome, card_of, deck_of, tokens_of
from certdeck.core.likeness import bare
from certdeck.ports.exporting import Progress
from certdeck.ports.importing import Batched, Batches, Plan, skimming
from certdeck.ports.intake import Plain
from certdeck.ports.store import UnitOfWork
from certdeck.services.learnt import TakenThere, Taking
from certdeck.services.library import OWN

SHOWN: Final = 30
"""Cards of an outcome that are kept to be shown."""

NONE_HERE: Final = (frozenset[ItemId](), frozenset[ItemId]())
"""No card is here word for word, and none otherwise."""


class Newcomers(NamedTuple):
    """New cards of a deck, each a front, a back and tags, and what each comes with: most cards of most files are so.

    An object for all that come at a time: one for each card would take as long to make as to put the card.
    """

    deck: DeckId
    title: str
    cards: list[Plain]
    taken: list[TakenThere | None]


@dataclass(slots=True)
class Sample:
    """What was met of a note type: how many notes, and the fields of the first."""

    notes: int
    fields: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Counts what comes of a file while it is gone through."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    decks: Counter[str] = field(default_factory=Counter)
    samples: dict[str, Sample] = field(default_factory=dict)
    empty: int = 0
    reviews: int = 0
    scheduled: bool = False
    schedules_kept: int = 0
    _shown: dict[Outcome, list[Arrival]] = field(default_factory=dict)

    def meet(self, note: Note, cards: int) -> None:
        """Count a note and what was learnt of it."""
        self.empty += not cards
        known = self.samples.get(note.type)
        if known is None:
            self.samples[note.type] = Sample(1, note.fields)
        else:
            known.notes += 1
        if note.learnt and not self.scheduled:
            self.scheduled = any(learnt.is_something for learnt in note.learnt)

    def pass_over(self, scheduled: Sequence[bool]) -> None:
        """Count cards that are here as they are in the file, where each may have a schedule."""
        if scheduled:
            self.counts[Outcome.SAME] += len(scheduled)
            self.schedules_kept += sum(scheduled)

    def count(self, arrival: Arrival) -> None:
        """Count a card."""
        self.counts[arrival.outcome] += 1
        self.decks[arrival.title] += 1
        for _, learnt in arrival.made.learnt:
            self.reviews += len(learnt.reviews)
        if arrival.before is not None and arrival.made.learnt:
            self.schedules_kept += 1
        shown = self._shown.setdefault(arrival.outcome, [])
        if len(shown) < SHOWN:
            shown.append(arrival)

    def welcome(self, newcomers: Newcomers) -> None:
        """Count cards that are new and plain."""
        self.counts[Outcome.NEW] += len(newcomers.cards)
        self.decks[newcomers.title] += len(newcomers.cards)

    def shown(self) -> tuple[Arrival, ...]:
        """Return the first cards of each outcome."""
        return tuple(arrival for arrivals in self._shown.values() for arrival in arrivals)


def types_of(plan: Plan, maps: Mapping[str, tuple[FieldMap, ...]]) -> Mapping[str, NoteType]:
    """Return the note types of `plan` by key, with `maps` in the place of the file's own."""
    types = {known.key: known for known in plan.types}
    return types | {key: replace(types[key], maps=chosen) for key, chosen in maps.items()}


class Comparison:
    """Compares what a file brings with what the library has.

    `otherwise` names the deck of notes that name none; the file does if it is empty. `named` gives cards the names that
    their pictures have in the library. `brief` tells nothing of cards that are here already but how many they are,
    which is several times quicker. `take` is what becomes of what was learnt of plain new cards there.
    """

    def __init__(
        self,
        work: UnitOfWork,
        plan: Plan,
        named: Callable[[Card], Card],
        *,
        otherwise: str,
        keep_mine: bool,
        skip_doubles: bool,
        brief: bool,
        take: Taking | None = None,
    ) -> None:
        self._work = work
        self._plan = plan
        self._named = named
        self._otherwise = otherwise or plan.file.stem
        self._keep_mine = keep_mine
        self._skip_doubles = skip_doubles
        self._brief = brief
        self._take = take
        # Looked up once, before any card of the file is in: of a first file nothing has to be compared.
        self._has_imported = work.intake.has_entered(PREFIX)
        self._titles = {head.id: head.title for head in work.content.heads()}
        self._edited = {item for item, standing in work.own.standings().items() if standing.edited}
        self._decks: dict[str, tuple[DeckId, str, str]] = {}

    def arrivals(
        self, types: Mapping[str, NoteType], tally: Tally, progress: Progress
    ) -> Iterator[Sequence[Arrival | Newcomers]]:
        """Yield the cards of the file, those of some thousand notes at a time, counted in `tally`.

        Of two notes of one name the later counts where all are at hand, else the first. Newcomers, which are quick,
        come only where it is `brief`.
        """
        return self._briefly(types, tally, progress) if self._brief else self._at_length(types, tally, progress)

    def _at_length(
        self, types: Mapping[str, NoteType], tally: Tally, progress: Progress
    ) -> Iterator[Sequence[Arrival]]:
        total, done = len(self._plan.notes), 0
        seen: set[ItemId] = set()
        with _each(self._plan) as stream:
            for notes in _chunks(stream):
                progress(done, max(done, total))
                done += len(notes)
                found = self._carefully(notes, types, seen, tally)
                seen.update(found)
                yield self._arrivals(found, tally)

    def _briefly(
        self, types: Mapping[str, NoteType], tally: Tally, progress: Progress
    ) -> Iterator[Sequence[Arrival | Newcomers]]:
        total, done = len(self._plan.notes), 0
        seen: set[ItemId] = set()
        coming: Sequence[Arrival | Newcomers] = ()

        def waiting() -> None:
            progress(done, max(done, total))

        with _batches(self._plan, Rule(sides_of(types), self._otherwise, self._take), waiting) as batches:
            batch = batches.first()
            while batch is not None:
                waiting()
                done += batch.size
                cards = list(map(Plain, batch.names, batch.fronts, batch.backs, batch.tags))
                wanted = self._wanted(batch, cards, seen, tally)
                batches.ask(wanted)
                # These are taken in while the file is read on.
                yield coming
                answer, following = batches.answered()
                coming, batch = self._coming(batch, cards, wanted, answer, types, seen, tally), following
        yield coming

    def _carefully(
        self, notes: Sequence[Note], types: Mapping[str, NoteType], seen: set[ItemId], tally: Tally
    ) -> dict[ItemId, Made]:
        found: dict[ItemId, Made] = {}
        for note in notes:
            cards = [one for one in made_of(note, types.get(note.type)) if one.id not in seen]
            tally.meet(note, len(cards))
            found |= {one.id: one for one in cards}
        return found

    def _wanted(self, batch: Batch, cards: Sequence[Plain], seen: set[ItemId], tally: Tally) -> bytes:
        """Count those of `cards`, the plain ones, that are here word for word; return what is wanted of the notes."""
        fresh = cards if seen.isdisjoint(batch.names) else [card for card in cards if card.id not in seen]
        same, other = self._work.intake.compare(fresh) if self._has_imported else NONE_HERE
        seen |= same
        if len(same) == batch.size:
            tally.pass_over(batch.scheduled)
            return bytes(batch.size)
        if not (same or other or self._skip_doubles) and len(set(batch.names)) == len(fresh) == batch.size:
            return bytes([LEARNT]) * batch.size
        wanted = bytearray([WHOLE]) * batch.size
        passed: list[bool] = []
        met: set[ItemId] = set()
        for place, card, scheduled in zip(batch.places, cards, batch.scheduled, strict=True):
            name = card.id
            if name in same:
                wanted[place] = NOTHING
                passed.append(scheduled)
            elif not (name in other or name in seen or name in met or self._skip_doubles):
                wanted[place] = LEARNT
                met.add(name)
        tally.pass_over(passed)
        return bytes(wanted)

    def _coming(
        self,
        batch: Batch,
        cards: Sequence[Plain],
        wanted: bytes,
        answer: Answer,
        types: Mapping[str, NoteType],
        seen: set[ItemId],
        tally: Tally,
    ) -> Sequence[Arrival | Newcomers]:
        """Return the cards of a batch that are new or need care, compared with the library."""
        if not any(wanted):
            return ()
        if wanted.count(LEARNT) == len(wanted) and not answer.whole:
            seen.update(batch.names)
            return self._welcomed(zip(batch.decks, cards, answer.learnt, strict=True), tally)
        found: dict[ItemId, Made | _Coming] = {}
        plain, learnt = dict(zip(batch.places, zip(batch.decks, cards, strict=True), strict=True)), iter(answer.learnt)
        for place, what in enumerate(wanted):
            known = next(learnt) if what == LEARNT else None
            if place in answer.whole:
                found |= self._carefully((answer.whole[place],), types, seen, tally)
            elif what == LEARNT:
                path, card = plain[place]
                found[card.id] = path, card, known
        seen.update(found)
        return self._compared(found, tally)

    def _welcomed(self, plain: Iterable["_Coming"], tally: Tally) -> Sequence[Newcomers]:
        """Return plain new cards, deck by deck, each of these in its order."""
        homes: dict[str, Newcomers] = {}
        decks: dict[tuple[DeckId, str], Newcomers] = {}
        for path, card, known in plain:
            home = homes.get(path)
            if home is None:
                deck, title, _ = self._place(path)
                title = self._titles.get(deck, title)
                home = homes[path] = decks.setdefault((deck, title), Newcomers(deck, title, [], []))
            home.cards.append(card)
            home.taken.append(known)
        for newcomers in decks.values():
            tally.welcome(newcomers)
        return list(decks.values())

    def _place(self, path: str) -> tuple[DeckId, str, str]:
        """Return id and title of a deck of the file, and what is below it."""
        found = self._decks.get(path)
        if found is None:
            found = self._decks[path] = deck_of(path, self._otherwise)
        return found

    def _compared(self, found: Mapping[ItemId, "Made | _Coming"], tally: Tally) -> Sequence[Arrival | Newcomers]:
        made = {name: one for name, one in found.items() if isinstance(one, Made)}
        compared = self._arrivals(made, tally) if made else ()
        coming: list[Arrival | Newcomers] = []
        done = 0
        for needs_care, several in groupby(found.values(), _needs_care):
            if needs_care:
                count = len(list(several))
                coming += compared[done : done + count]
                done += count
            else:
                coming += self._welcomed([one for one in several if not isinstance(one, Made)], tally)
        return coming

    def _arrivals(self, made: Mapping[ItemId, Made], tally: Tally) -> Sequence[Arrival]:
        known, entered = self._work.intake.known(list(made)), self._work.intake.entered(made)
        asked = [one.note.origin.item for one in made.values() if one.note.origin and one.note.origin.card is None]
        here = self._work.content.owners(asked) if asked else {}
        compared = []
        for name, one in made.items():
            arrival = self._arrival(one, known.get(name), here, fresh=name not in entered)
            tally.count(arrival)
            compared.append(arrival)
        return compared

    def _arrival(
        self, one: Made, known: tuple[DeckId, Card] | None, here: Mapping[ItemId, DeckId], *, fresh: bool
    ) -> Arrival:
        """Say what becomes of a card; `here` are the questions of the library that the file brings, too."""
        deck, title, below = self._place(one.note.deck)
        # A card that is here already stays in the deck where it is.
        deck, old = (deck, None) if known is None else known
        card, origin = card_of(one, below), one.note.origin
        if origin is not None and origin.own and old is None:
            deck, title = OWN, "My cards"
        if origin is not None and origin.item in here:
            deck, outcome = here[origin.item], Outcome.SAME
        else:
            outcome = self._outcome(card, old, deck)
        return Arrival(deck, self._titles.get(deck, title), card, outcome, one, old, fresh)

    def _outcome(self, card: Card, old: Card | None, deck: DeckId) -> Outcome:
        if old is None:
            doubled = self._skip_doubles and " ".join(bare(card.front).split()) in self._fronts
            return Outcome.DOUBLE if doubled else Outcome.NEW
        # Pictures have other names in the file than in the library, where the name tells the content.
        if card == old or (tokens_of(card) and self._named(card) == old):
            return Outcome.SAME
        # A deck that somebody else brings is changed by its author alone.
        if self._keep_mine or not (deck == OWN or deck.startswith(IMPORTED)):
            return Outcome.KEPT
        return Outcome.CONFLICT if card.id in self._edited else Outcome.CHANGED

    @cached_property
    def _fronts(self) -> frozenset[str]:
        """What the cards of the library ask, as it was before anything came."""
        return frozenset(" ".join(bare(front).split()) for _, _, front in self._work.own.fronts())


_Coming = tuple[str, Plain, TakenThere | None]
"""A plain new card: the deck that the file names, the card, and what it comes with."""


def _needs_care(one: Made | _Coming) -> bool:
    return isinstance(one, Made)


def _each(plan: Plan) -> AbstractContextManager[Iterable[Note]]:
    if isinstance(plan.notes, tuple):
        return nullcontext({note.key: note for note in plan.notes}.values())
    return skimming(plan.notes)


@contextmanager
def _turns(plan: Plan, rule: Rule) -> Iterator[Batches]:
    with _each(plan) as notes:
        yield Turns(iter(notes), rule)


def _batches(plan: Plan, rule: Rule, waiting: Callable[[], None]) -> AbstractContextManager[Batches]:
    return plan.notes.batches(rule, waiting) if isinstance(plan.notes, Batched) else _turns(plan, rule)


def _chunks(notes: Iterable[Note]) -> Iterator[Sequence[Note]]:
    stream = iter(notes)
    while chunk := list(islice(stream, NOTES)):
        yield chunk
