"""Many rows put at one go.

Row by row, SQLite begins and ends each as a statement of its own, with its triggers, checks and the count of numbers
given away, and Python looks each over: one statement for many rows takes little more than half as long.

Of a statement that fails SQLite takes back what it did, and keeps for that, in a file beside, how each page was before.
Whoever pours takes the whole transaction back then, or all since a savepoint: so it need not (`OR FAIL`), which spares
twice as many bytes as rows have that come in no order. That holds where no foreign key is checked and no `ON CONFLICT`
updates a row.
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
    """Put `rows`, in their order: as `link.run_many`, for a `statement` of `INSERT INTO … (…) VALUES (…)`.

    Where one can't be put, those before it may have been: the transaction must be taken back.
    """
    if rows:
        pour_values(link, statement, list(chain.from_iterable(rows)), len(rows[0]))


def pour_columns(link: Link, statement: str, *columns: Sequence[Value]) -> None:
    """Do what `pour` does with rows that come in columns, without an object for each."""
    values: list[Value] = [None] * (len(columns) * len(columns[0]))
    for place, column in enumerate(columns):
        values[place :: len(columns)] = column
    pour_values(link, statement, values, len(columns))


def pour_values(link: Link, statement: str, values: Sequence[Value], width: int) -> None:
    """Do what `pour` does with rows of `width` values that stand behind one another."""
    several, step = _several(statement), width * AT_A_TIME
    whole = len(values) - len(values) % step
    for start in range(0, whole, step):
        link.run(several, *values[start : start + step])
    if whole < len(values):
        link.run_many(statement, [values[start : start + width] for start in range(whole, len(values), width)])


@lru_cache(maxsize=32)
def _several(statement: str) -> str:
    """Return `statement` for as many rows as are put at a time."""
    head, _, rest = statement.replace("INSERT INTO", "INSERT OR FAIL INTO", 1).partition(" VALUES ")
    row, _, conflict = rest.partition(")")
    return f"{head} VALUES {', '.join([row + ')'] * AT_A_TIME)}{conflict}"
