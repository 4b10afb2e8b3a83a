"""What of an item is the learner's: note, tags, edits, what is to be mended, and the cards that can be made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from certdeck.core.card_parts import Hiding
from certdeck.core.deck import Card, Item, Question, Sheet, TableBlock
from certdeck.core.own import Draft
from certdeck.core.richtext import RichText, plain
from certdeck.presenters.card_makers import of_question, of_row, of_table
from certdeck.services.catalogue import Services


@dataclass(frozen=True, slots=True)
class Making:
    """Cards that can be made of one thing: what it is called, and each card with its words."""

    words: str
    icon: str
    drafts: tuple[tuple[str, Draft], ...]


@dataclass(frozen=True, slots=True)
class OwnView:
    """The learner's part of an item. `standing` says in words what is theirs, empty if nothing is.

    `note` is the note as it is shown, `note_text` as it was written; `tags` are those of the deck and, `own_tags`, of
    the learner; `editable` are cards alone.
    """

    editable: bool = False
    standing: str = ""
    outdated: bool = False
    faults: tuple[str, ...] = ()
    note: RichText = ()
    note_text: str = ""
    tags: tuple[str, ...] = ()
    own_tags: tuple[str, ...] = ()
    makings: tuple[Making, ...] = ()


NOTHING: Final = OwnView()
"""Of an item that has nothing of the learner's."""


def own_view(services: Services, item: Item, faults: tuple[str, ...] = ()) -> OwnView:
    """Return the learner's part of `item`, with what is to be mended on it."""
    note = services.cards.note(item.id)
    shown = services.markup.read(note)
    if not isinstance(item, Card):
        makings = tuple(_makings(services, item))
        own_tags = services.cards.own_tags(item.id)
        return OwnView(note=shown, note_text=note, tags=item.tags, own_tags=own_tags, makings=makings)
    opened = services.cards.open(item.id)
    return OwnView(
        editable=True,
        standing="Your own card" if opened.own else "Edited by you" if opened.edit else "",
        outdated=opened.outdated,
        faults=faults,
        note=shown,
        note_text=note,
        tags=item.tags,
        own_tags=item.tags if opened.own else opened.own_tags,
    )


def _makings(services: Services, item: Item) -> Iterator[Making]:
    if isinstance(item, Question):
        yield Making("Make a card of this question", "layers", (("", of_question(item)),))
    elif isinstance(item, Sheet):
        for block in item.blocks:
            if isinstance(block, TableBlock) and block.rows and len(block.columns) > 1:
                yield Making(f"Make cards of “{block.title}”", "table", tuple(_of_table(services, item, block)))


def _of_table(services: Services, sheet: Sheet, table: TableBlock) -> Iterator[tuple[str, Draft]]:
    yield "The whole table, row by row", of_table(sheet, table, Hiding.ROWS)
    yield "The whole table, column by column", of_table(sheet, table, Hiding.COLUMNS)
    for place, row in enumerate(table.rows):
        name = plain(services.markup.read(row[0]))
        yield f"Which one is {name}?", of_row(sheet, table, place, by_name=False)
        yield f"What is so of {name}?", of_row(sheet, table, place, by_name=True)
