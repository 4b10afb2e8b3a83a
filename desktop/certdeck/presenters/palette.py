"""The palette without Qt: what is found for the words typed, in groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from certdeck.core.errors import QueryError
from certdeck.core.ids import ItemId
from certdeck.core.search.matching import is_word
from certdeck.core.search.parser import parse
from certdeck.core.search.query import Query, Word, all_of
from certdeck.ports.rows import ItemRow
from certdeck.presenters.reference import listed_front
from certdeck.services.catalogue import Services

MOST_IN_GROUP = 4
_GROUPS = (
    ("term", "Terms", "bookmark"),
    ("card", "Cards", "layers"),
    ("question", "Questions", "list-checks"),
    ("sheet", "Sheets", "book-open"),
    ("confusion", "Confusion sets", "shuffle"),
)


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the window can do at once: a page to show or a command. `name` tells it apart from the others."""

    name: str
    title: str
    note: str = ""
    icon: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the palette. One of `action`, `item` and `query` says what it leads to; a query opens the library."""

    title: str
    note: str
    icon: str
    key: str = ""
    action: str = ""
    item: ItemId | None = None
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind under their heading."""

    title: str
    hits: tuple[Hit, ...]


class PalettePresenter:
    """Finds pages and commands by their names, items by their whole text."""

    def __init__(self, services: Services, pages: Sequence[Action], commands: Sequence[Action]) -> None:
        self._services = services
        self._pages = tuple(pages)
        self._commands = tuple(commands)

    def waits(self, text: str) -> bool:
        """Tell whether `text` may be in cards that can't be found by their words yet, because very many have come."""
        return bool(text.strip()) and self._services.full_text.left() > 0

    def find(self, text: str, *, items: bool = True) -> tuple[Group, ...]:
        """Return what matches every word of `text`, at most four a group; pages and commands when it is empty.

        What is in the library is left out without `items`.
        A command that is called by its name comes before what is found in texts, or Enter would open a card.
        """
        words = tuple(text.casefold().split())
        found = [action for action in self._commands if matches(action.title, words)]
        commands = Group("Commands", tuple(_hit(action) for action in found))
        named = any(_is_called(action.title, words) for action in found)
        groups = [
            Group("Pages", tuple(_hit(action) for action in self._pages if matches(action.title, words))),
            *((commands,) if named else ()),
            *(self._items(text, words) if items and words and self._services.library.exams() else ()),
            self._searches(words),
            *(() if named else (commands,)),
        ]
        return tuple(group for group in groups if group.hits)

    def nothing(self, text: str) -> str:
        """Say that nothing was found for `text`, and where it is no query, why and what to write."""
        try:
            parse(text)
        except QueryError as error:
            return str(error)
        return "Nothing found. Search looks in names, texts and answers."

    def _items(self, text: str, words: tuple[str, ...]) -> tuple[Group, ...]:
        """Return the items that `text` finds, read as a query if it is one.

        A single letter finds some of what has a word that begins so, titles first. Beside other words it only puts
        titles first: nearly every text has one, and all of them would have to be gone through.
        """
        if len(words) == 1 and _is_letter(words[0]):
            return self._found(Word(words), (f" {words[0]}",))
        long = tuple(word for word in words if not _is_letter(word))
        if not long:
            return ()
        wanted = text if long == words else " ".join(word for word in text.split() if not _is_letter(word))
        letters = tuple(f" {word}" for word in words if _is_letter(word))
        return self._found(_query(wanted, long), (*long, *letters))

    def _found(self, query: Query, words: tuple[str, ...]) -> tuple[Group, ...]:
        rows = self._services.search.best(query, words, MOST_IN_GROUP)
        return tuple(
            Group(title, tuple(self._item(row, icon) for row in rows if row.kind == kind))
            for kind, title, icon in _GROUPS
        )

    def _searches(self, words: tuple[str, ...]) -> Group:
        saved = [one for one in self._services.search.saved() if matches(one.name, words)]
        hits = (Hit(one.name, one.query, "search", query=one.query) for one in saved[:MOST_IN_GROUP])
        return Group("Saved searches", tuple(hits))

    def _item(self, row: ItemRow, icon: str) -> Hit:
        return Hit(self._title(row), row.task, icon, item=row.id)

    def _title(self, row: ItemRow) -> str:
        return listed_front(row, self._services.markup)


def matches(title: str, words: Sequence[str]) -> bool:
    """Tell whether each of `words` begins a word of `title`, or its letters stand in `title` in that order."""
    folded = title.casefold()
    return all(_begins_a_word(word, folded) or _in_order(word, folded) for word in words)


def _is_called(title: str, words: Sequence[str]) -> bool:
    """Tell whether each of `words` begins a word of `title`."""
    return all(_begins_a_word(word, title.casefold()) for word in words)


def _begins_a_word(word: str, text: str) -> bool:
    return any(part.startswith(word) for part in text.split())


def _in_order(letters: str, text: str) -> bool:
    """Tell whether `letters` (three or more, or anything would do) stand in `text` in that order."""
    rest = iter(text)
    return len(letters) > 2 and all(letter in rest for letter in letters)


def _is_letter(word: str) -> bool:
    """Tell whether `word` is a single letter or digit, of a script whose words have several."""
    return len(word) == 1 and is_word(word)


def _query(text: str, words: Sequence[str]) -> Query:
    """Return `text` as a query; half a term, as while it is being typed, stands for its letters."""
    try:
        return parse(text)
    except QueryError:
        return all_of(*(Word((word,)) for word in words))


def _hit(action: Action) -> Hit:
    return Hit(action.title, action.note, action.icon, action.key, action=action.name)
