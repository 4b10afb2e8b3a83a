"""What statements may ask of Python."""

import sqlite3

from certdeck.core.scheduling.forgetting import recall
from certdeck.core.search.matching import holds_phrase, holds_word
from certdeck.core.search.sorting import natural_key, title_key


def add_functions(connection: sqlite3.Connection) -> None:
    """Make the functions known to `connection`."""
    connection.create_function("folded", 1, str.casefold, deterministic=True)
    connection.create_function("title_key", 1, title_key, deterministic=True)
    connection.create_function("natural_key", 1, natural_key, deterministic=True)
    connection.create_function("recall", 2, _recall, deterministic=True)
    connection.create_function("holds_word", 2, holds_word, deterministic=True)
    connection.create_function("holds_phrase", 3, holds_phrase, deterministic=True)


def _recall(faded: float | None, decay: float) -> float | None:
    """Return the probability of recall; nothing is known of what was never reviewed."""
    return None if faded is None else recall(faded, decay)
