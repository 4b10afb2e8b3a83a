"""Queries on the command line: one that can't be understood is marked at its place."""

import sys
from typing import Final

from certdeck.core.errors import QueryError
from certdeck.core.search.parser import parse
from certdeck.core.search.query import Query

MISTYPED: Final = 2
"""The exit code for a query that can't be understood, as for arguments that make no sense."""


def understood(text: str) -> Query | None:
    """Return what `text` means; None where it means nothing, once that is said on standard error."""
    try:
        return parse(text)
    except QueryError as error:
        print("\n".join(_marked(text, error)), file=sys.stderr)
        return None


def _marked(text: str, error: QueryError) -> list[str]:
    """Return what is wrong with a query, the query, a line that marks the place below it, and the fix."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    marks = " " * error.start + "^" * (error.end - error.start)
    return [f"certdeck: {error.reason}", f"  {shown}", f"  {marks}", error.fix]
