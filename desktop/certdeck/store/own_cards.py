"""The learner's own cards: items of a deck that is always there and that nothing replaces."""

import json
from datetime import datetime
from typing import Final

from certdeck.core.deck import Card
from certdeck.core.ids import DeckId, ItemId
from certdeck.core.scheduling.faces import face_ids
from certdeck.store import codec
from certdeck.store.connection import Link, stored_time
from certdeck.store.entering import KEEP_STATE, PUT_ITEM, Entry, enter, keys_for
from certdeck.store.face_numbers import KEYS, number, of_item
from certdeck.store.tags import forget_author_tags, put_author_tags
from certdeck.store.wording import wording

OWN: Final = DeckId("own")
BEHIND: Final = 1_000_000
"""Own cards stand behind those of every deck."""

PUT_DECK: Final = (
    "INSERT INTO deck (id, title, version, language, licence, notice, digest, installed_at, blueprints) "
    "VALUES (?, 'My cards', '1.0.0', 'en', '', '', '', ?, ?) ON CONFLICT (id) DO NOTHING"
)
LAST: Final = f"SELECT {BEHIND} + count(*) AS place FROM entry WHERE deck_id = '{OWN}'"
PUT_COVERAGE: Final = "INSERT INTO coverage (blueprint_id, item_id, bullet_id, rank) VALUES (?, ?, ?, ?)"
PUT_LINK: Final = "INSERT OR IGNORE INTO item_link (item_id, linked_id) VALUES (?, ?)"
PUT_STATE: Final = (
    "INSERT INTO face_state (face, deck_id, position, entry, phase, step, reps, lapses, suspended, flag) "
    f"SELECT ?, '{OWN}', {BEHIND} + count(*), ?, 'new', 0, 0, 0, 0, 0 "
    f"FROM face_state WHERE deck_id = '{OWN}' AND entry IS NOT NULL{KEEP_STATE}"
)

OWN_KEY: Final = "(SELECT key FROM entry WHERE item_id = ?1 AND deck_id = ?2)"
LEAVE_ENTRY: Final = f"UPDATE face_state SET entry = NULL WHERE face {of_item(OWN_KEY)}"
DROP: Final = f"DELETE FROM item WHERE key = {OWN_KEY}"


def put_own(link: Link, card: Card, now: datetime) -> None:
    """Add `card`, or replace it by id; progress stays."""
    link.run(PUT_DECK, OWN, stored_time(now), codec.encode_blueprints(()))
    drop_own(link, card.id)
    place, at = next(link.column(LAST)), stored_time(now)
    (key,) = keys_for(link, [card.id], dict(link.tuples(KEYS, json.dumps([card.id]))))
    enter(link, [Entry(key, card.id, OWN, "card", card.kind.value, place, at)], again=True)
    link.run(PUT_ITEM, key, *wording(card), at)
    covered = [
        (coverage.blueprint, card.id, bullet, rank)
        for coverage in card.covers
        for rank, bullet in enumerate(dict.fromkeys(coverage.bullets))
    ]
    link.run_many(PUT_COVERAGE, covered)
    link.run_many(PUT_LINK, [(card.id, linked) for linked in card.links])
    for face in face_ids(card):
        link.run(PUT_STATE, number(key, face), key)
    put_author_tags(link, card.id, card.tags)


def drop_own(link: Link, card: ItemId) -> None:
    """Take `card` away if it is an own one; its states and log stay."""
    forget_author_tags(link, card)
    link.run(LEAVE_ENTRY, card, OWN)
    # Coverage goes with it.
    link.run(DROP, card, OWN)
