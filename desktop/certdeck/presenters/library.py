"""The library's list without Qt: the query, facets with counts, sorting, pages, and what each column shows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final

from certdeck.core.deck import QuestionKind
from certdeck.core.errors import QueryError
from certdeck.core.exam.wording import KIND_WORDS
from certdeck.core.ids import ItemId
from certdeck.core.search import facets
from certdeck.core.search.parser import parse
from certdeck.core.search.printing import printed
from certdeck.core.search.query import Everything, Query, State, all_of, searched_words
from certdeck.ports import search
from certdeck.ports.rows import ItemRow
from certdeck.presenters.library_edit import is_buried
from certdeck.presenters.library_marks import FaultMarks
from certdeck.presenters.reference import listed_front
from certdeck.services.catalogue import Services

_KIND_ICONS: Final = {
    QuestionKind.MULTIPLE_CHOICE: "list",
    QuestionKind.MULTIPLE_RESPONSE: "list-checks",
    QuestionKind.ORDERING: "list-ordered",
    QuestionKind.MATCHING: "arrow-left-right",
}
_FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "basic": ("Card", "layers"),
    "reversed": ("Reversed card", "layers"),
    "cloze": ("Cloze card", "rectangle-ellipsis"),
    "typed": ("Typed card", "keyboard"),
    "choice": ("Multiple-choice card", "list"),
    "table": ("Table card", "table"),
    "occlusion": ("Picture card", "image"),
    **{kind: (KIND_WORDS[kind], icon) for kind, icon in _KIND_ICONS.items()},
    "sheet": ("Sheet", "book-open"),
    "confusion": ("Confusion set", "shuffle"),
    "term": ("Term", "bookmark"),
}
_KINDS: Final = (
    ("card", "Card"),
    ("question", "Question"),
    ("sheet", "Sheet"),
    ("confusion", "Confusion set"),
    ("term", "Term"),
)


class Column(StrEnum):
    """The columns of the list, by their heading."""

    FRONT = "Front"
    TASK = "Task"
    DUE = "Due"
    RECALL = "Recall"


class Group(StrEnum):
    """The groups of facets, by their heading."""

    DOMAIN = "Domain"
    KIND = "Kind"
    STATE = "State"


_ORDERS: Final = {
    None: search.Order.DECK,
    Column.FRONT: search.Order.FRONT,
    Column.TASK: search.Order.TASK,
    Column.DUE: search.Order.DUE,
    Column.RECALL: search.Order.RECALL,
}
_READERS: Final = {
    Group.DOMAIN: facets.domains_in,
    Group.KIND: facets.kinds_in,
    Group.STATE: facets.states_in,
}
_WRITERS: Final = {
    Group.DOMAIN: facets.of_domains,
    Group.KIND: facets.of_kinds,
    Group.STATE: facets.in_states,
}
_STATES: Final = (
    (State.DUE, "Due today"),
    (State.NEW, "New"),
    (State.SUSPENDED, "Suspended"),
    (State.FLAGGED, "Flagged"),
)
"""The states that have a facet."""
_EVERYTHING: Final = Everything()
TITLES_KEPT: Final = 5_000
"""Titles that are kept once they were read; what is scrolled past is read again."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One box to tick: `count` items would remain if only it were ticked in its group."""

    group: Group
    key: str
    words: str
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the text of a query, and how to mend it: from `start` to before `end`."""

    reason: str
    fix: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be listed. A `text` that can't be understood has a `fault`; the last good `query` holds then."""

    text: str = ""
    query: Query = _EVERYTHING
    fault: Fault | None = None
    column: Column | None = None
    descending: bool = False

    def typed(self, text: str) -> "Wish":
        """Return the wish with another text."""
        try:
            return replace(self, text=text, query=parse(text), fault=None)
        except QueryError as error:
            return replace(self, text=text, fault=Fault(error.reason, error.fix, error.start, error.end))

    def ticked(self, group: Group, key: str, known: Sequence[str], *, on: bool) -> "Wish":
        """Return the wish with a facet ticked or cleared; the text says so, too. `known` are all keys in order.

        Behind the text is room for the next word.
        """
        before = {*facets.values_of(self.query, _READERS[group])}
        after = before | {key} if on else before - {key}
        in_order = [*(name for name in known if name in after), *sorted(after - {*known})]
        query = facets.with_values(self.query, _READERS[group], _WRITERS[group], in_order)
        text = printed(query)
        return replace(self, text=f"{text} " if text else "", query=query, fault=None)

    def sorted_by(self, column: Column) -> "Wish":
        """Return the wish sorted by `column`, then downwards, then in the deck's order again."""
        if self.column is not column:
            return replace(self, column=column, descending=False)
        if not self.descending:
            return replace(self, descending=True)
        return replace(self, column=None, descending=False)


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The list as it is shown: the `keys` of its items, in order; their rows are read page by page.

    `total` counts all items of the exam; `words` are marked where they are found.
    """

    keys: Sequence[int]
    total: int
    facets: tuple[Facet, ...]
    wish: Wish = Wish()

    @property
    def words(self) -> tuple[str, ...]:
        """The pieces of text that were searched for."""
        return searched_words(self.wish.query)

    @property
    def narrowed(self) -> bool:
        """Tell whether the query leaves items out."""
        return self.wish.query != Everything()


class _Count:
    """How many items can be listed. Counting a large library takes a while: the first look does it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @cached_property
    def total(self) -> int:
        return self._services.search.count(Everything(), narrow=True)

    def is_above(self, items: int) -> bool:
        """Tell whether there are more than `items`, counting no further than that."""
        known: int | None = self.__dict__.get("total")
        if known is None:
            known = self._services.search.count(Everything(), narrow=True, up_to=items + 1)
        return known > items


class LibraryPresenter:
    """Holds what is to be listed, and reads it from the database: keys first, rows when they are shown.

    `look` may run in another thread than the rest.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._wish = Wish()
        self._count = _Count(services)
        self._titles: dict[ItemId, str] = {}
        self.marks = FaultMarks(services)

    @property
    def wish(self) -> Wish:
        """What is to be listed."""
        return self._wish

    def refresh(self) -> None:
        """Forget what was read. Raises `CertdeckError` when no deck is installed."""
        self._services.library.exam()
        self._titles.clear()
        self.marks.forget()
        self._count = _Count(self._services)

    def is_larger_than(self, items: int) -> bool:
        """Tell whether more than so many items can be listed."""
        return self._count.is_above(items)

    def reload(self) -> LibraryView:
        """Read everything anew. Raises `CertdeckError` when no deck is installed."""
        self.refresh()
        return self.view()

    def search(self, text: str) -> None:
        """List what the query `text` finds; while it can't be understood, what the last one found."""
        self._wish = self._wish.typed(text)

    def tick(self, group: Group, key: str, *, on: bool) -> None:
        """Tick or clear a facet. Ticked facets of one group widen, those of different groups narrow."""
        self._wish = self._wish.ticked(group, key, [name for name, _ in self._names(group)], on=on)

    def clear(self) -> None:
        """List everything."""
        self.search("")

    def sort(self, column: Column) -> None:
        """Sort by `column`, then downwards, then in the deck's order again."""
        self._wish = self._wish.sorted_by(column)

    def view(self) -> LibraryView:
        """Return the list as it stands."""
        return self.look(self._wish)

    def look(self, wish: Wish) -> LibraryView:
        """Return what `wish` lists."""
        count = self._count
        found = self._services.search.find(
            wish.query, narrow=True, order=_ORDERS[wish.column], descending=wish.descending
        )
        return LibraryView(found.keys, count.total, tuple(self._facets(wish.query)), wish)

    def rows(self, keys: Sequence[int]) -> tuple[ItemRow, ...]:
        """Read the items of `keys`, a page of them at most; those that are gone are left out."""
        return self._services.search.rows(keys)

    def key_of(self, item: ItemId) -> int | None:
        """Return the key of `item`, or None when it is gone."""
        row = self._services.search.row(item)
        return None if row is None else row.key

    def title(self, row: ItemRow) -> str:
        """Return the front of `row` as plain characters, gaps hidden; read when it is first asked for."""
        if row.id not in self._titles:
            if len(self._titles) >= TITLES_KEPT:
                self._titles.clear()
            self._titles[row.id] = listed_front(row, self._services.markup)
        return self._titles[row.id]

    def due(self, row: ItemRow) -> str:
        """Say when `row` is due: today, in 3 d, new, suspended, buried; a dash for what is not asked as a card."""
        if row.face is None:
            return "—"
        if row.suspended:
            return "suspended"
        if self._is_buried(row):
            return "buried"
        if row.due is None:
            return "new"
        days = (self._services.calendar.day_of(row.due) - self._services.calendar.today()).days
        return "today" if days <= 0 else f"in {days} d" if days < 100 else f"in {round(days / 30.44)} mo"

    def is_due(self, row: ItemRow) -> bool:
        """Tell whether `row` is asked today, new ones apart."""
        aside = row.suspended or self._is_buried(row)
        return row.due is not None and not aside and row.due < self._day_end()

    def recall(self, row: ItemRow) -> float | None:
        """Return the probability that `row` is recalled now, or None where there is none."""
        return self._services.search.recall(row)

    def flag_name(self, flag: int) -> str:
        """Return what the learner calls flag 1 to 7."""
        return self._services.preferences.settings.flag_names()[flag - 1]

    def _is_buried(self, row: ItemRow) -> bool:
        """Tell whether `row` is left out until tomorrow."""
        return is_buried(row, self._services.clock.now())

    def _day_end(self) -> datetime:
        return self._services.calendar.ends()

    def _facets(self, query: Query) -> Iterable[Facet]:
        for group in Group:
            on = facets.values_of(query, _READERS[group])
            others = facets.with_values(query, _READERS[group], _WRITERS[group], ()) if on else query
            counts = self._counts(group, others)
            for key, words in self._names(group):
                yield Facet(group, key, words, counts.get(key, 0), key in on)

    def _counts(self, group: Group, query: Query) -> Mapping[str, int]:
        finder = self._services.search
        match group:
            case Group.DOMAIN:
                return finder.tally(query, search.Facet.DOMAIN, narrow=True)
            case Group.KIND:
                return finder.tally(query, search.Facet.KIND, narrow=True)
            case Group.STATE:
                states = [(state, facets.in_states((state,))) for state, _ in _STATES]
                return {state: finder.count(all_of(query, only), narrow=True) for state, only in states}

    def _names(self, group: Group) -> Sequence[tuple[str, str]]:
        match group:
            case Group.DOMAIN:
                domains = self._services.library.exam().blueprint.domains
                return [(domain.id, f"{domain.id} {domain.short}") for domain in domains]
            case Group.KIND:
                return _KINDS
            case Group.STATE:
                return [(state.value, words) for state, words in _STATES]


def form_words(row: ItemRow) -> str:
    """Return the finer kind of `row` in words: Cloze card, Multiple choice."""
    return _FORMS[row.form][0]


def form_icon(row: ItemRow) -> str:
    """Return the name of the icon for the finer kind of `row`."""
    return _FORMS[row.form][1]


def percent(share: float | None) -> str:
    """Write a probability as 86 %, a missing one as a dash."""
    return "—" if share is None else f"{share * 100:.0f} %"


def matches(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of every place in `text` that holds one of `words`, in order and without overlap."""
    lower = text.lower()
    if len(lower) != len(text):
        return ()
    found = sorted(
        (hit.start(), hit.end()) for word in words for hit in re.finditer(re.escape(word.lower()), lower) if word
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
