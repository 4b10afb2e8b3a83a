"""Many rows put at one go.

Row by row, SQLite begins and ends each as a statement of its own, with its triggers, checks and the count of numbers
given away, and Python looks each over: one statement for many rows takes little more than half as long.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certdeck.store.connection import Link, Value

AT_A_TIME: Final = 200
"""Rows of a statement: with several hundred it takes longer again."""


def pour(link: Link, statement: str, rows: Sequence[Sequence[Value]]) -> None:
    """Put `rows`, in their order: as `link.run_many`, for a `statement` of `INSERT INTO … (…) VALUES (…)`."""
    several, whole = _several(statement), len(rows) - len(rows) % AT_A_TIME
    for start in range(0, whole, AT_A_TIME):
        link.run(several, *chain.from_iterable(rows[start : start + AT_A_TIME]))
    if whole < len(rows):
        link.run_many(statement, rows[whole:])


@lru_cache(maxsize=32)
def _several(statement: str) -> str:
    """Return `statement` for as many rows as are put at a time."""
    head, _, rest = statement.partition(" VALUES ")
    row, _, conflict = rest.partition(")")
    return f"{head} VALUES {', '.join([row + ')'] * AT_A_TIME)}{conflict}"
