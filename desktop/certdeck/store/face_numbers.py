"""Faces by number: so the tables name them, and by their ids everybody else does.

A face has the number `key << 12 | ordinal`, where `key` is that of its item in `entry`: the faces of an item follow one
on another, and no index of texts is needed to find them. An item of which only faces are known, because these came from
another computer or the item is not there yet, is in `entry` as well, in no deck and of no form.

What is no id of a face with an ordinal from 1 to 4095 counts as the id of an item, and its face has the ordinal 0: none
of the program's own is so, but an old library may hold any, and keeps it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from certdeck.core.ids import LAST_ORDINAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from certdeck.core.ids import FaceId
    from certdeck.store.connection import Link

BITS: Final = 12
"""Those of the ordinal."""
NUMBER: Final = f"((SELECT key FROM entry WHERE item_id = ?) << {BITS} | ?)"
"""The number of a face, in SQL, by the two `parts` of its id; null where nobody has heard of its item."""
KEY: Final = "SELECT key FROM entry WHERE item_id = ?"
KEYS: Final = """
    SELECT entry.item_id, entry.key FROM json_each(?) AS wanted CROSS JOIN entry ON entry.item_id = wanted.value
"""
PUT_STRANGER: Final = """
    INSERT INTO entry (item_id, deck_id, kind, form, position, covered, added_at) VALUES (?, NULL, 'card', '', 0, 0, 0)
"""


def id_of(number: str, item: str = "") -> str:
    """Return the id of a face in SQL, where `number` is one in SQL as well, and so is `item`, the id of its item."""
    item = item or f"(SELECT named.item_id FROM entry AS named WHERE named.key = {number} >> {BITS})"
    return f"{item} || iif({number} & {LAST_ORDINAL}, '/' || ({number} & {LAST_ORDINAL}), '')"


def of_item(key: str) -> str:
    """Return in SQL what holds of the numbers of an item's faces; `key` is that of the item, in SQL."""
    return f"BETWEEN {key} << {BITS} AND {key} << {BITS} | {LAST_ORDINAL}"


def only_face_of(key: str) -> str:
    """Return in SQL the number of the only face of an item; `key` is that of the item, in SQL."""
    return f"{key} << {BITS} | 1"


def parts(face: FaceId) -> tuple[str, int]:
    """Return the id of the item of `face`, and the ordinal."""
    item, _, last = face.rpartition("/")
    if item and len(last) <= BITS // 3 and last.isascii() and last.isdecimal() and last[0] != "0":
        ordinal = int(last)
        if ordinal <= LAST_ORDINAL:
            return item, ordinal
    return face, 0


def number(key: int, face: FaceId) -> int:
    """Return the number of `face`, one of the item that has `key`."""
    return numbered(key, parts(face)[1])


def numbered(key: int, ordinal: int) -> int:
    """Return the number of the face with `ordinal` of the item that has `key`."""
    return key << BITS | ordinal


def only_face(key: int) -> int:
    """Return the number of the only face of the item that has `key`."""
    return numbered(key, 1)


def number_for(link: Link, face: FaceId) -> int:
    """Return the number of `face`, about which something is to be written."""
    item, ordinal = parts(face)
    row = link.row(KEY, item)
    key = link.run(PUT_STRANGER, item) if row is None else int(row[0])
    return numbered(key, ordinal)


def numbers_of(link: Link, faces: Sequence[FaceId]) -> Mapping[FaceId, int]:
    """Return the numbers of those of `faces` whose items somebody has heard of."""
    apart = {face: parts(face) for face in faces}
    items = dict.fromkeys(item for item, _ in apart.values())
    keys = {row[0]: row[1] for row in link.rows(KEYS, json.dumps(list(items)))}
    return {face: numbered(keys[item], ordinal) for face, (item, ordinal) in apart.items() if item in keys}
