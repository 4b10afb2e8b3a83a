"""`certdeck cards`: finding items by a query and reading one, through the services that the window uses."""

import argparse
from collections.abc import Iterator, Sequence
from itertools import islice

from certdeck.cli.card_json import part_lines, parts_json
from certdeck.cli.commands import opened
from certdeck.cli.output import print_values
from certdeck.cli.queries import MISTYPED, understood
from certdeck.core.deck import Card, ConfusionSet, Item, Question, Sheet, Term
from certdeck.core.errors import CardError
from certdeck.core.ids import FaceId, ItemId, item_of
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.schedule import FaceState
from certdeck.ports.rows import ItemRow
from certdeck.services.catalogue import Services

Values = dict[str, object]

PAGE = 500


def search(options: argparse.Namespace) -> int:
    """Print the items that a query finds, in their decks' order; mark the place in one that can't be understood."""
    query = understood(" ".join(options.query))
    if query is None:
        return MISTYPED
    with opened(options.data_dir) as services:
        keys = services.search.find(query).keys
        rows = list(islice(_rows(services, keys), options.limit))
        print_values(options, [_row_json(row) for row in rows], lambda: [_line(row) for row in rows])
    return 0


def show(options: argparse.Namespace) -> int:
    """Print one item with its texts, tags and, of a card, how well each of its faces is known."""
    with opened(options.data_dir) as services:
        item, row = _found(services, options.id)
        values = _item_json(services, item, row)
        print_values(options, values, lambda: _item_lines(item, values))
    return 0


def _rows(services: Services, keys: Sequence[int]) -> Iterator[ItemRow]:
    """Yield the items of `keys`, read page by page."""
    for start in range(0, len(keys), PAGE):
        yield from services.search.rows(keys[start : start + PAGE])


def _row_json(row: ItemRow) -> Values:
    due = None if row.due is None else row.due.isoformat()
    return {"id": row.id, "deck": row.deck, "kind": row.kind, "due": due}


def _line(row: ItemRow) -> str:
    due = "" if row.due is None else f"{row.due:%Y-%m-%d}"
    return f"{row.id:40} {due:10} {' '.join(row.title.split())}"


def _found(services: Services, name: str) -> tuple[Item, ItemRow]:
    """Return the item called `name`, or the card that the face called so belongs to. Raises `CardError`."""
    for item_id in (ItemId(name), item_of(FaceId(name))):
        item, row = services.library.item(item_id), services.search.row(item_id)
        if item is not None and row is not None:
            return item, row
    raise CardError(f"There is no item called {name}. `certdeck cards search` finds items by what is in them.")


def _item_json(services: Services, item: Item, row: ItemRow) -> Values:
    front, back = _texts(item)
    faces = faces_of(item) if isinstance(item, Card) else ()
    return {
        **_row_json(row),
        "form": row.form,
        "task": row.task or None,
        "front": front,
        "back": back,
        **(parts_json(item) if isinstance(item, Card) else {}),
        "tags": list(item.tags),
        "faces": [_face_json(services.study.state(face.id)) for face in faces],
    }


def _texts(item: Item) -> tuple[str, str]:
    """Return what an item asks and what it answers; of a sheet or a set its title and what it is made of."""
    match item:
        case Card():
            return item.front, item.back
        case Term():
            return item.term, item.means
        case ConfusionSet():
            return item.title, item.apart
        case Sheet():
            return item.title, "\n".join(block.title for block in item.blocks)
        case _ if isinstance(item, Question):
            return item.stem, ""
        case _:
            raise TypeError(f"no texts known of {type(item).__name__}")


def _face_json(state: FaceState) -> Values:
    schedule = state.schedule
    return {
        "id": state.face,
        "phase": schedule.phase.value,
        "due": None if schedule.due is None else schedule.due.isoformat(),
        "stability": None if schedule.memory is None else round(schedule.memory.stability, 6),
        "difficulty": None if schedule.memory is None else round(schedule.memory.difficulty, 6),
        "reps": schedule.reps,
        "lapses": schedule.lapses,
        "suspended": state.suspended,
        "flag": state.flag,
    }


def _item_lines(item: Item, values: Values) -> list[str]:
    heads = [f"{values['id']} ({values['form']}, {values['deck']})", f"{values['front']}", ""]
    heads += [*(part_lines(item) if isinstance(item, Card) else []), f"{values['back']}"]
    tags, faces = values["tags"], values["faces"]
    if isinstance(tags, list) and tags:
        heads += ["", f"Tags: {', '.join(tags)}"]
    if isinstance(faces, list):
        heads += [f"{face['id']}: {face['phase']}, due {face['due'] or 'not yet'}" for face in faces]
    return heads
