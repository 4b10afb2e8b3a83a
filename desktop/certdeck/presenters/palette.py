"""The palette without Qt: what is found for the words typed, in groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from certdeck.core.ids import ItemId
from certdeck.ports.rows import ItemRow
from certdeck.presenters.reference import card_front
from certdeck.services.catalogue import Services

MOST_IN_GROUP = 6
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
    """A row of the palette. Either `action` or `item` says what it leads to."""

    title: str
    note: str
    icon: str
    key: str = ""
    action: str = ""
    item: ItemId | None = None


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

    def find(self, text: str) -> tuple[Group, ...]:
        """Return what matches every word of `text`, at most six a group; pages and commands when it is empty.

        A command that is called by its name comes before what is found in texts, or Enter would open a card.
        """
        words = tuple(text.casefold().split())
        found = [action for action in self._commands if matches(action.title, words)]
        commands = Group("Commands", tuple(_hit(action) for action in found))
        named = any(_is_called(action.title, words) for action in found)
        groups = [
            Group("Pages", tuple(_hit(action) for action in self._pages if matches(action.title, words))),
            *((commands,) if named else ()),
            *(self._items(words) if words else ()),
            *(() if named else (commands,)),
        ]
        return tuple(group for group in groups if group.hits)

    def _items(self, words: tuple[str, ...]) -> tuple[Group, ...]:
        rows = self._services.library.rows(" ".join(words)) if self._services.library.exams() else ()
        return tuple(
            Group(title, tuple(self._item(row, icon) for row in _best(rows, kind, words)))
            for kind, title, icon in _GROUPS
        )

    def _item(self, row: ItemRow, icon: str) -> Hit:
        return Hit(self._title(row), row.task, icon, item=row.id)

    def _title(self, row: ItemRow) -> str:
        return card_front(row.title, self._services.markup, cloze=row.form == "cloze")


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


def _best(rows: Sequence[ItemRow], kind: str, words: Sequence[str]) -> list[ItemRow]:
    """Return the first few of `kind`, those with a word in the title before those with it in the text only."""
    mine = [row for row in rows if row.kind == kind]
    mine.sort(key=lambda row: -sum(word in row.title.casefold() for word in words))
    return mine[:MOST_IN_GROUP]


def _hit(action: Action) -> Hit:
    return Hit(action.title, action.note, action.icon, action.key, action=action.name)
