"""Taking over files of other programs: looked at first, then in one transaction, and undone as one change."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from certdeck.core.deck import Card, Deck
from certdeck.core.errors import ImportRefused, MediaError
from certdeck.core.ids import DeckId, ItemId
from certdeck.core.incoming import FieldMap, Made, made_of
from certdeck.core.intake import Arrival, Outcome, card_of, deck_of, tokens_of, with_pictures
from certdeck.core.likeness import bare
from certdeck.core.own import text_of
from certdeck.core.scheduling.undo import DeckStep
from certdeck.ports.clock import Clock
from certdeck.ports.exporting import Progress, no_progress
from certdeck.ports.importing import FileReader, Format, Loss, Plan
from certdeck.ports.media import Media
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.changes import Changes
from certdeck.services.learnt import take_over
from certdeck.services.library import LibraryService

STEPS: Final = 1000
"""Of an import, for its progress."""
STRIDE: Final = 200
"""Notes between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the learner wants of an import.

    `maps` replaces how the notes of a type become cards. Of cards that are here already the library's text is kept with
    `keep_mine`. New cards that ask what another one asks are left out with `skip_doubles`. `schedule` takes over what
    was learnt of new cards. `title` names the deck of notes that name none.
    """

    maps: Mapping[str, tuple[FieldMap, ...]] = field(default_factory=dict)
    keep_mine: bool = False
    skip_doubles: bool = False
    schedule: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; nothing is changed. `empty` counts notes that make no card."""

    plan: Plan
    arrivals: tuple[Arrival, ...]
    empty: int

    @property
    def counts(self) -> Counter[Outcome]:
        """How many cards have each outcome."""
        return Counter(arrival.outcome for arrival in self.arrivals)

    @property
    def decks(self) -> Mapping[str, int]:
        """The titles of the decks, with how many cards of the file belong to each."""
        return Counter(arrival.title for arrival in self.arrivals)

    @property
    def reviews(self) -> int:
        """How many reviews the file tells of."""
        return sum(len(known.reviews) for arrival in self.arrivals for _, known in arrival.made.learnt)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    file: Path
    format: Format
    counts: Mapping[Outcome, int]
    decks: Mapping[str, int]
    pictures: int
    reviews: int
    losses: tuple[Loss, ...]
    cards: tuple[ItemId, ...] = ()


class ImportService:
    """Reads a file, tells what would come of it, and takes it over: whole or not at all."""

    def __init__(
        self,
        store: Store,
        library: LibraryService,
        clock: Clock,
        media: Media,
        memory: MemoryModel,
        reader: Callable[[], FileReader],
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._media = media
        self._memory = memory
        self._reader = reader

    def read(self, file: Path, form: Format | None = None, *, progress: Progress = no_progress) -> Plan:
        """Read `file`, whose format is told by name and content if none is given. Raises `ImportRefused`."""
        reader = self._reader()
        return reader.read(file, reader.format_of(file) if form is None else form, progress)

    def preview(self, plan: Plan, choices: Choices | None = None, *, progress: Progress = no_progress) -> Preview:
        """Return what taking over `plan` would do."""
        with self._store.open() as work:
            return self._preview(work, plan, choices or Choices(), progress)

    def bring(
        self, plan: Plan, choices: Choices | None = None, *, progress: Progress = no_progress
    ) -> tuple[Changes, ImportReport]:
        """Take over `plan` in one transaction, and return what came of it.

        Raises `ImportRefused` when there is nothing in it, and `Cancelled`; then nothing was taken over.
        """
        chosen = choices or Choices()
        before = self._media.names()
        added: set[str] = set()
        try:
            with self._store.open(writing=True) as work:
                found = self._preview(work, plan, chosen, _part(progress, 0))
                report = self._bring(work, found, chosen, added, progress)
                # The last moment to cancel.
                progress(STEPS, STEPS)
                work.commit()
        except BaseException:
            self._media.remove(added - before)
            raise
        self._library.refresh()
        return Changes(content=bool(report.cards), study=bool(report.cards)), report

    # --- Looking

    def _preview(self, work: UnitOfWork, plan: Plan, choices: Choices, progress: Progress) -> Preview:
        types = {known.key: known for known in plan.types}
        for key, maps in choices.maps.items():
            types[key] = replace(types[key], maps=maps)
        made: dict[ItemId, Made] = {}
        empty = 0
        for number, note in enumerate(plan.notes):
            if number % STRIDE == 0:
                progress(number, len(plan.notes))
            cards = {one.id: one for one in made_of(note, types.get(note.type))}
            empty += not cards
            made |= cards
        return Preview(plan, tuple(_Comparison(work, choices, plan).arrivals(made)), empty)

    # --- Taking over

    def _bring(
        self, work: UnitOfWork, found: Preview, choices: Choices, added: set[str], progress: Progress
    ) -> ImportReport:
        if not found.arrivals:
            raise ImportRefused(_nothing(found))
        now = self._clock.now()
        coming = tuple(arrival for arrival in found.arrivals if arrival.comes)
        names, lost = self._take_pictures(found.plan, coming, added, _part(progress, 1))
        change = work.history.begin("import", now) if coming else 0
        self._put_decks(work, change, coming, names, now)
        new = [arrival for arrival in coming if arrival.outcome is Outcome.NEW] if choices.schedule else []
        reviews, guessed = self._take_learnt(work, change, new, now, _part(progress, 2))
        losses = [*found.plan.losses, *lost, *_left_out(found), *guessed]
        return ImportReport(
            file=found.plan.file,
            format=found.plan.format,
            counts=found.counts,
            decks=Counter(arrival.title for arrival in coming),
            pictures=len(names),
            reviews=reviews,
            losses=tuple(losses),
            cards=tuple(arrival.card.id for arrival in coming),
        )

    def _take_pictures(
        self, plan: Plan, coming: Iterable[Arrival], added: set[str], progress: Progress
    ) -> tuple[dict[str, str], list[Loss]]:
        """Copy the pictures that cards show; return their new names by token, and what could not be copied."""
        wanted = frozenset[str]().union(*(tokens_of(arrival.card) for arrival in coming))
        chosen = replace(plan, pictures=tuple(one for one in plan.pictures if one.token in wanted))
        names: dict[str, str] = {}
        lost: list[Loss] = []
        if not chosen.pictures:
            return names, lost
        for number, (picture, place) in enumerate(self._reader().pictures(chosen)):
            progress(number, len(chosen.pictures))
            if isinstance(place, Loss):
                lost.append(place)
                continue
            try:
                names[picture.token] = self._media.add(place)
                added.add(names[picture.token])
            except MediaError as error:
                lost.append(Loss(f"picture {picture.name}", str(error).partition(". ")[0]))
        return names, lost

    def _put_decks(
        self, work: UnitOfWork, change: int, coming: Iterable[Arrival], names: Mapping[str, str], now: datetime
    ) -> None:
        by_deck: dict[DeckId, list[Arrival]] = {}
        for arrival in coming:
            by_deck.setdefault(arrival.deck, []).append(arrival)
        heads = {head.id: head for head in work.content.heads()}
        for name, arrivals in by_deck.items():
            cards = {card.id: card for card in work.content.shipped_cards(name)}
            before = None
            head = _new_deck(name, arrivals[0].title, now)
            if name in heads:
                known = heads[name]
                before = replace(head, title=known.title, version=known.version, cards=tuple(cards.values()))
                head = replace(head, title=known.title)
            cards |= {arrival.card.id: with_pictures(arrival.card, names) for arrival in arrivals}
            after = replace(head, cards=tuple(cards.values()))
            work.history.keep(change, DeckStep(name, before, after))
            work.content.replace(after, now)

    def _take_learnt(
        self, work: UnitOfWork, change: int, new: Iterable[Arrival], now: datetime, progress: Progress
    ) -> tuple[int, list[Loss]]:
        """Take over what was learnt of new cards; return how many reviews came, and what had to be guessed."""
        faces = [(arrival.deck, face, known) for arrival in new for face, known in arrival.made.learnt]
        options = {deck: work.presets.of(deck).options for deck in {deck for deck, _, _ in faces}}
        reviews = guessed = 0
        for number, (deck, face, known) in enumerate(faces):
            if number % STRIDE == 0:
                progress(number, len(faces))
            exact = take_over(work, self._memory, options[deck], face, known, change, now)
            reviews += sum(review.rating is not None for review in known.reviews)
            guessed += not exact
        why = "the file has only their intervals; the memory was guessed from them"
        return reviews, [Loss("memories", why, guessed)] if guessed else []


class _Comparison:
    """Compares what a file brings with what the library has."""

    def __init__(self, work: UnitOfWork, choices: Choices, plan: Plan) -> None:
        self._work = work
        self._choices = choices
        self._otherwise = choices.title or plan.file.stem
        self._titles = {head.id: head.title for head in work.content.heads()}
        self._edited = {item for item, standing in work.own.standings().items() if standing.edited}
        self._fronts = {" ".join(bare(front).split()) for _, _, front in work.own.fronts()}

    def arrivals(self, made: Mapping[ItemId, Made]) -> Iterator[Arrival]:
        owners = self._work.content.owners(made)
        known = {
            card.id: card for deck in sorted(set(owners.values())) for card in self._work.content.shipped_cards(deck)
        }
        for name, one in made.items():
            deck, title, below = deck_of(one.note.deck, self._otherwise)
            # A card that is here already stays in the deck where it is.
            deck = owners.get(name, deck)
            card, old = card_of(one, below), known.get(name)
            outcome = self._outcome(card, old)
            before = None if old is None else text_of(old)
            yield Arrival(deck, self._titles.get(deck, title), card, outcome, one, before)

    def _outcome(self, card: Card, old: Card | None) -> Outcome:
        if old is None:
            doubled = self._choices.skip_doubles and " ".join(bare(card.front).split()) in self._fronts
            return Outcome.DOUBLE if doubled else Outcome.NEW
        if _comparable(card) == _comparable(old):
            return Outcome.SAME
        if self._choices.keep_mine:
            return Outcome.KEPT
        return Outcome.CONFLICT if card.id in self._edited else Outcome.CHANGED


def _comparable(card: Card) -> Card:
    """Return `card` without the names of its pictures, which are others in a file than in the library."""
    import re

    def plain(text: str) -> str:
        return re.sub(r"!\[([^\]]*)\](\([^)\s]*\))", r"\1", text)

    choices = tuple(replace(choice, text=plain(choice.text)) for choice in card.choices)
    occlusion = None if card.occlusion is None else replace(card.occlusion, picture="")
    return replace(card, front=plain(card.front), back=plain(card.back), choices=choices, occlusion=occlusion)


def _new_deck(name: DeckId, title: str, now: datetime) -> Deck:
    return Deck(name, title, f"{now:%Y.%m.%d}", "en", "", "", blueprints=())


def _left_out(found: Preview) -> list[Loss]:
    losses = []
    if found.plan.shipped:
        why = "they belong to a deck that Certdeck brings; certdeck merge-history brings their reviews home"
        losses.append(Loss("notes", why, found.plan.shipped))
    if found.empty:
        losses.append(Loss("notes", "nothing would be asked: question or answer is empty", found.empty))
    doubles = found.counts[Outcome.DOUBLE]
    if doubles:
        losses.append(Loss("cards", "another card of your library asks the same", doubles))
    return losses


def _nothing(found: Preview) -> str:
    name = found.plan.file.name
    if found.plan.shipped and not found.empty:
        return (
            f"{name} holds only cards of a deck that Certdeck brings; they are here already. Nothing was imported. "
            f"`certdeck merge-history` brings their reviews home."
        )
    if not found.plan.notes:
        return f"{name} holds no cards. Nothing was imported."
    return (
        f"None of the {len(found.plan.notes)} notes in {name} makes a card: question or answer is empty. "
        "Nothing was imported. Choose other fields."
    )


def _part(progress: Progress, part: int) -> Progress:
    """Report one of three parts as a third of all steps."""

    def report(done: int, total: int) -> None:
        progress((part * STEPS + STEPS * done // max(1, total)) // 3, STEPS)

    return report
