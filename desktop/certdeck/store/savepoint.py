"""A part of a transaction that is done whole or not at all, for what came from elsewhere."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from certdeck.core.errors import CertdeckError, StoreError
from certdeck.core.sync.plain import Unreadable
from certdeck.store.connection import Link


@contextmanager
def whole_or_not(link: Link) -> Iterator[None]:
    """Undo what the block did when it finds that what came makes no sense, and raise `Unreadable` then.

    Failures of the disk are another matter and pass through.
    """
    link.run("SAVEPOINT part")
    try:
        yield
    except StoreError:
        raise
    except _SENSELESS as error:
        link.run("ROLLBACK TO part")
        link.undone()
        link.run("RELEASE part")
        raise Unreadable(str(error)) from error
    link.run("RELEASE part")


_SENSELESS = (
    CertdeckError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    msgspec.MsgspecError,
    sqlite3.IntegrityError,
    sqlite3.ProgrammingError,
    sqlite3.DataError,
)
"""What values of the wrong kind, size or meaning lead to, all of them read by now."""
