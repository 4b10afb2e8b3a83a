"""Which deck an id belongs to: those of items and those of scenarios are never the same."""

from typing import Final

OWNER: Final = """
    SELECT deck_id FROM entry WHERE item_id = ?1 AND deck_id IS NOT NULL
    UNION ALL SELECT deck_id FROM scenario WHERE id = ?1
"""
OWNERS: Final = """
    SELECT entry.item_id AS id, entry.deck_id FROM json_each(?1) AS wanted
    CROSS JOIN entry ON entry.item_id = wanted.value WHERE entry.deck_id IS NOT NULL
    UNION ALL
    SELECT scenario.id, scenario.deck_id FROM json_each(?1) AS wanted CROSS JOIN scenario ON scenario.id = wanted.value
"""
"""Of those ids of a JSON array that a deck has."""
