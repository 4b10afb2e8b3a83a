"""The library's list without Qt: words, facets with counts, sorting, and what each column shows."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from certdeck.core.deck import QuestionKind
from certdeck.core.exam.wording import KIND_WORDS
from certdeck.core.ids import ItemId
from certdeck.core.scheduling.schedule import Phase
from certdeck.ports.rows import ItemRow
from certdeck.presenters.reference import card_front
from certdeck.services.catalogue import Services

_SIGNS: Final = re.compile(r"\{\{c\d+::|::[^:}]*\}\}|[`*_{}$\\\"“”]")
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


class State(StrEnum):
    """Where a card stands, by the words of its facet."""

    DUE = "Due today"
    NEW = "New"
    SUSPENDED = "Suspended"
    FLAGGED = "Flagged"


@dataclass(frozen=True, slots=True)
class Facet:
    """One box to tick: `count` items would remain if only it were ticked in its group."""

    group: Group
    key: str
    words: str
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The list as it is shown. `total` counts all items of the exam; `words` are what was searched for."""

    rows: tuple[ItemRow, ...]
    total: int
    facets: tuple[Facet, ...]
    words: tuple[str, ...] = ()
    column: Column | None = None
    descending: bool = False

    @property
    def narrowed(self) -> bool:
        """Tell whether words or facets leave items out."""
        return bool(self.words) or any(facet.on for facet in self.facets)


class LibraryPresenter:
    """Holds all items of the exam studied for and narrows them down.

    Only `reload`, `search` and `recall` read the database.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._words = ""
        self._ticked: dict[Group, set[str]] = {group: set() for group in Group}
        self._column: Column | None = None
        self._descending = False
        self._all: Sequence[ItemRow] = ()
        self._found: Sequence[ItemRow] = ()
        self._titles: dict[ItemId, str] = {}
        self._recalls: dict[ItemId, float | None] = {}
        self._now = services.clock.now()

    def reload(self) -> LibraryView:
        """Read everything anew. Raises `CertdeckError` when no deck is installed."""
        self._now = self._services.clock.now()
        self._titles.clear()
        self._recalls.clear()
        self._all = self._services.library.rows()
        return self.search(self._words)

    def search(self, words: str) -> LibraryView:
        """Keep what holds every one of `words`."""
        self._words = words
        self._found = self._services.library.rows(words) if words.strip() else self._all
        return self.view()

    def tick(self, group: Group, key: str, *, on: bool) -> LibraryView:
        """Tick or clear a facet. Ticked facets of one group widen, those of different groups narrow."""
        (self._ticked[group].add if on else self._ticked[group].discard)(key)
        return self.view()

    def clear(self) -> LibraryView:
        """Forget words and facets."""
        self._ticked = {group: set() for group in Group}
        return self.search("")

    def sort(self, column: Column) -> LibraryView:
        """Sort by `column`, then downwards, then in the deck's order again."""
        if self._column is not column:
            self._column, self._descending = column, False
        elif not self._descending:
            self._descending = True
        else:
            self._column, self._descending = None, False
        return self.view()

    def view(self) -> LibraryView:
        """Return the list as it stands."""
        rows = [row for row in self._found if all(self._admits(group, row) for group in Group)]
        return LibraryView(
            rows=tuple(self._sorted(rows)),
            total=len(self._all),
            facets=tuple(self._facets()),
            words=tuple(self._words.split()),
            column=self._column,
            descending=self._descending,
        )

    def title(self, row: ItemRow) -> str:
        """Return the front of `row` as plain characters, gaps hidden; read when it is first asked for."""
        if row.id not in self._titles:
            self._titles[row.id] = card_front(row.title, self._services.markup, cloze=row.form == "cloze")
        return self._titles[row.id]

    def due(self, row: ItemRow) -> str:
        """Say when `row` is due: today, in 3 d, new, suspended; a dash for what is not asked as a card."""
        if row.face is None:
            return "—"
        if row.suspended:
            return "suspended"
        if row.due is None:
            return "new"
        days = self._days_until_due(row)
        return "today" if days <= 0 else f"in {days} d" if days < 100 else f"in {round(days / 30.44)} mo"

    def is_due(self, row: ItemRow) -> bool:
        """Tell whether `row` is asked today, new ones apart."""
        return row.due is not None and not row.suspended and row.due < self._day_end()

    def recall(self, row: ItemRow) -> float | None:
        """Return the probability that `row` is recalled now, or None where there is none."""
        if row.face is None or row.phase is Phase.NEW or row.suspended:
            return None
        if row.id not in self._recalls:
            study = self._services.study
            self._recalls[row.id] = study.recall(study.state(row.face))
        return self._recalls[row.id]

    def _day_end(self) -> datetime:
        return self._services.calendar.ends()

    def _days_until_due(self, row: ItemRow) -> int:
        calendar = self._services.calendar
        return (calendar.day_of(row.due or self._now) - calendar.day_of(self._now)).days

    def _keys(self, group: Group, row: ItemRow) -> frozenset[str]:
        """Return the facets of `group` that `row` belongs to."""
        match group:
            case Group.DOMAIN:
                return frozenset((row.task.partition(".")[0],))
            case Group.KIND:
                return frozenset((row.kind,))
            case Group.STATE:
                return frozenset(self._states(row))

    def _states(self, row: ItemRow) -> Iterable[str]:
        if row.face is not None:
            if row.suspended:
                yield State.SUSPENDED
            elif row.phase is Phase.NEW:
                yield State.NEW
            elif self.is_due(row):
                yield State.DUE
            if row.flag:
                yield State.FLAGGED

    def _admits(self, group: Group, row: ItemRow) -> bool:
        ticked = self._ticked[group]
        return not ticked or not ticked.isdisjoint(self._keys(group, row))

    def _facets(self) -> Iterable[Facet]:
        for group in Group:
            others = [other for other in Group if other is not group]
            rows = [row for row in self._found if all(self._admits(other, row) for other in others)]
            for key, words in self._names(group):
                count = sum(key in self._keys(group, row) for row in rows)
                yield Facet(group, key, words, count, key in self._ticked[group])

    def _names(self, group: Group) -> Sequence[tuple[str, str]]:
        match group:
            case Group.DOMAIN:
                domains = self._services.library.exam().blueprint.domains
                return [(domain.id, f"{domain.id} {domain.short}") for domain in domains]
            case Group.KIND:
                return _KINDS
            case Group.STATE:
                return [(state.value, state.value) for state in State]

    def _sorted(self, rows: list[ItemRow]) -> list[ItemRow]:
        """Sort by the column chosen; what has no value there stands last either way."""
        if self._column is None:
            return rows
        key = self._sort_key(self._column)
        valued = [row for row in rows if key(row) is not None]
        empty = [row for row in rows if key(row) is None]
        # Keys of one column are all of one type.
        return sorted(valued, key=key, reverse=self._descending) + empty  # type: ignore[arg-type]

    def _sort_key(self, column: Column) -> Callable[[ItemRow], object]:
        match column:
            case Column.FRONT:
                return lambda row: _SIGNS.sub("", row.title).casefold()
            case Column.TASK:
                return lambda row: tuple(int(part) for part in row.task.split("."))
            case Column.DUE:
                return lambda row: None if row.suspended else row.due
            case Column.RECALL:
                return self.recall


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
