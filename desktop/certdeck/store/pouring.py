"""Many rows put at one go.

Row by row, SQLite begins and ends each as a statement of its own, with its triggers, checks and the count of numbers
given away: that takes twice to three times as long as one statement for all, read from a table of no account.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certdeck.store.connection import Link, Value

FEW: Final = 20
"""Rows for which it is not worth it."""


def pour(link: Link, statement: str, rows: Sequence[Sequence[Value]]) -> None:
    """Put `rows`, in their order: as `link.run_many`, for a `statement` of `INSERT INTO … (…) VALUES (…)`."""
    if len(rows) < FEW:
        link.run_many(statement, rows)
        return
    make, fill, move, clear = _steps(statement)
    link.run(make)
    link.run_many(fill, rows)
    link.run(move)
    link.run(clear)


@lru_cache(maxsize=32)
def _steps(statement: str) -> tuple[str, str, str, str]:
    """Return what makes, fills, moves on and clears the table between; what is no `?` in `statement` stays as it is."""
    head, _, rest = statement.partition(" VALUES (")
    values, _, conflict = rest.partition(")")
    width, parts = 0, []
    for value in values.split(", "):
        parts.append(f"c{width}" if value == "?" else value)
        width += value == "?"
    columns, marks = ", ".join(f"c{place}" for place in range(width)), ", ".join("?" * width)
    table = f"poured_{width}"
    return (
        f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns})",
        f"INSERT INTO {table} VALUES ({marks})",
        # Without a WHERE, SQLite would take ON for the beginning of a join.
        f"{head} SELECT {', '.join(parts)} FROM {table} WHERE true ORDER BY rowid{conflict}",
        f"DELETE FROM {table}",
    )
