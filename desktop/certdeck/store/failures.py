"""What SQLite says when disk, file or lock fail it, in words fit to show."""

import sqlite3
from types import TracebackType
from typing import NoReturn

from certdeck.core.errors import BusyStore, StoreError


class _Words:
    """Turns what SQLite says about disk, damage and locks into a `StoreError` fit to show; bugs stay bugs."""

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.DatabaseError):
            fail(error)


_WORDS = _Words()


def words() -> _Words:
    """Return what turns errors of SQLite inside a `with` block into words fit to show."""
    return _WORDS


def fail(error: sqlite3.DatabaseError) -> NoReturn:
    """Raise what `in_words` makes of `error`. A rating goes a dozen times through what may fail so: a `with` costs."""
    translated = in_words(error)
    if translated is error:
        raise error
    raise translated from error


def in_words(error: sqlite3.DatabaseError) -> Exception:
    """Return the `StoreError` for a failure of disk, file or lock, or `error` itself when it is a bug of ours."""
    said = str(error)
    if "malformed" in said or "not a database" in said:
        return StoreError(
            f"The database is damaged ({said}). The last change was not kept. "
            "Close Certdeck, move the file away, and put a copy of it in its place."
        )
    if not isinstance(error, sqlite3.OperationalError):
        return error
    if "full" in said:
        return StoreError("The disk is full. The last change was not kept; everything before it was. Free some room.")
    if "locked" in said or "busy" in said:
        return BusyStore(
            "Another program is using the database. The last change was not kept; everything before it was. "
            "Close other windows of Certdeck and try again."
        )
    if "disk" in said or "readonly" in said or "unable to open" in said:
        return StoreError(
            f"The database could not be used ({said}). The last change was not kept; everything before it was. "
            "Check the disk and the folder's permissions."
        )
    return error
