"""Finding items by queries, and queries with names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from certdeck.core.errors import SettingError
from certdeck.core.ids import BlueprintId, DeckId, FaceId, ItemId
from certdeck.core.scheduling.forgetting import recall
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import Phase
from certdeck.core.search.parser import parse
from certdeck.core.search.query import Everything, Query, State, Word, asks_for
from certdeck.ports.memory import MemoryModel
from certdeck.ports.rows import ItemRow
from certdeck.ports.search import Facet, Frame, Order, Rules, SavedSearch
from certdeck.ports.store import Store
from certdeck.services.calendar import Calendar
from certdeck.services.changes import Changes
from certdeck.services.faults import FaultService
from certdeck.services.full_text import FullTextService
from certdeck.services.library import OWN, LibraryService
from certdeck.services.options import OptionsService

LONGEST_NAME: Final = 60
"""Characters."""
_EVERYTHING: Final = Everything()
MOST_LOOKED_AT: Final = 2_500
"""Texts with a word that a quick search looks at."""


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of every item that a query found, in order; `frame` is what it was judged by."""

    keys: Sequence[int]
    frame: Frame


class SearchService:
    """Finds items. With `narrow` those of other exams than the one studied for are left out.

    Where cards have come that are not found by their words yet, these are made searchable first.
    """

    def __init__(
        self,
        store: Store,
        library: LibraryService,
        calendar: Calendar,
        options: OptionsService,
        memory: MemoryModel,
        faults: FaultService,
        full_text: FullTextService,
    ) -> None:
        self._store = store
        self._library = library
        self._calendar = calendar
        self._options = options
        self._memory = memory
        self._faults = faults
        self._full_text = full_text

    def find(self, query: Query, *, narrow: bool = False, order: Order = Order.DECK, descending: bool = False) -> Found:
        """Return what `query` finds."""
        frame = self.frame(query, narrow=narrow)
        with self._full_text.reading(query) as work:
            return Found(work.search.keys(query, frame, order, descending=descending), frame)

    def best(self, query: Query, words: Sequence[str], most: int) -> tuple[ItemRow, ...]:
        """Return at most `most` items of each kind, of the exam or of none, those with `words` in the title first.

        Quick however many items there are: of a word that thousands of texts hold only the first ones are looked at.
        """
        frame = replace(self.frame(query, narrow=True), most=MOST_LOOKED_AT)
        folded = [word.casefold() for word in words]
        with self._full_text.reading(query) as work:
            return work.search.rows(work.search.best(query, frame, folded, most), frame.exam)

    def count(self, query: Query, *, narrow: bool = False, up_to: int | None = None) -> int:
        """Return how many items `query` finds; no more than `up_to` are counted."""
        with self._full_text.reading(query) as work:
            return work.search.count(query, self.frame(query, narrow=narrow), up_to)

    def is_anywhere(self, text: str) -> bool:
        """Tell whether an item holds `text`; where none does, all of them are gone through."""
        query = Word(("", text, ""))
        with self._full_text.reading(query) as work:
            return work.search.count(query, replace(self.frame(narrow=False), most=1)) > 0

    def tally(self, query: Query, facet: Facet, *, narrow: bool = False) -> Mapping[str, int]:
        """Return how many of the items that `query` finds each domain, kind or deck has."""
        with self._full_text.reading(query) as work:
            return work.search.tally(query, self.frame(query, narrow=narrow), facet)

    def rows(self, keys: Sequence[int]) -> tuple[ItemRow, ...]:
        """Return the items of `keys`, a page of them at most, as lists show them."""
        with self._store.open() as work:
            return work.search.rows(keys, self._exam())

    def row(self, item: ItemId) -> ItemRow | None:
        """Return `item` as lists show it, or None when it is in no deck."""
        with self._store.open() as work:
            key = work.search.key_of(item)
            return None if key is None else next(iter(work.search.rows((key,), self._exam())), None)

    def faces(self, keys: Sequence[int]) -> tuple[FaceId, ...]:
        """Return every face of the cards of `keys`."""
        with self._store.open() as work:
            return work.search.faces(keys)

    def items(self, keys: Sequence[int]) -> tuple[ItemId, ...]:
        """Return the ids of `keys`."""
        with self._store.open() as work:
            return work.search.items(keys)

    def tags(self) -> Mapping[str, int]:
        """Return every tag by name, with how many items have it."""
        with self._store.open() as work:
            return work.search.tags()

    def recall(self, row: ItemRow) -> float | None:
        """Return the probability that `row` is recalled now, or None where there is none."""
        if row.face is None or row.phase is Phase.NEW or row.suspended or not row.stability or row.last_review is None:
            return None
        days = max(0, (self._calendar.now() - row.last_review).days)
        return recall(days / row.stability, self._rules(DeckId(row.deck)).decay)

    # --- Saved searches

    def saved(self) -> tuple[SavedSearch, ...]:
        """Return every saved search by name."""
        with self._store.open() as work:
            return work.saved_searches.all()

    def save(self, name: str, query: str) -> Changes:
        """Save a query under `name`; one of that name is replaced.

        Raises `QueryError` for a query that can't be understood, and `SettingError` for a name that won't do.
        """
        parse(query)
        with self._store.open(writing=True) as work:
            known = next(
                (one for one in work.saved_searches.all() if one.name.casefold() == name.casefold().strip()), None
            )
            if known is None:
                work.saved_searches.add(_usable(name, ()), query.strip())
            else:
                work.saved_searches.put(replace(known, query=query.strip()))
            work.commit()
        return Changes(settings=True)

    def rename(self, number: int, name: str) -> Changes:
        """Give a saved search another name. Raises `SettingError` for a name that won't do."""
        with self._store.open(writing=True) as work:
            saved = work.saved_searches.all()
            known = next((one for one in saved if one.id == number), None)
            if known is None:
                raise SettingError("This search was deleted in the meantime. Nothing was changed.")
            others = tuple(one.name for one in saved if one is not known)
            work.saved_searches.put(replace(known, name=_usable(name, others)))
            work.commit()
        return Changes(settings=True)

    def remove(self, number: int) -> Changes:
        """Delete a saved search."""
        with self._store.open(writing=True) as work:
            work.saved_searches.remove(number)
            work.commit()
        return Changes(settings=True)

    # --- What a query is judged by

    def frame(self, query: Query = _EVERYTHING, *, narrow: bool) -> Frame:
        """Return what `query` is judged by now. Looks at every card where it asks for those that are to be mended."""
        frame = self._frame(narrow=narrow)
        return replace(frame, faulty=self._faults.keys(frame)) if asks_for(query, State.FAULTY) else frame

    def _frame(self, *, narrow: bool) -> Frame:
        exam = self._exam()
        usual = self._rules(self._library.exam().deck.id) if exam else Rules()
        decks = (OWN, *(head.id for head in self._library.heads()))
        return Frame(
            now=self._calendar.now(),
            # In the learner's own time: so many days before, the clocks may have been other ones.
            day_starts=self._calendar.starts().astimezone(self._calendar.zone()),
            day_ends=self._calendar.ends(),
            exam=exam,
            narrow=narrow and exam is not None,
            rules=usual,
            rules_of={deck: rules for deck in decks if (rules := self._rules(deck)) != usual},
        )

    def _exam(self) -> BlueprintId | None:
        return self._library.exam().blueprint.id if self._library.exams() else None

    def _rules(self, deck: DeckId) -> Rules:
        options: Options = self._options.of(self._library.options_deck(deck)).options
        return Rules(options.leech_after, self._memory.decay(options))


def _usable(name: str, others: Sequence[str]) -> str:
    """Return `name` without spaces around it. Raises `SettingError` when it is empty, too long or taken."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise SettingError(f"A name needs 1 to {LONGEST_NAME} characters.")
    if any(other.casefold() == name.casefold() for other in others):
        raise SettingError(f"There is a search called {name} already.")
    return name
