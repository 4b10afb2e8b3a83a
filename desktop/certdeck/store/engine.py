"""SQLAlchemy on a connection that belongs to somebody else. Imported only when a statement is worth building."""

import sqlite3
from typing import Any

import sqlalchemy
from sqlalchemy import create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.pool import StaticPool

from certdeck.store.failures import in_words


class BorrowedDialect(pysqlite.dialect):
    """SQLite in a transaction that is not SQLAlchemy's to end.

    The stock dialect rolls back when it first connects: what came before would be lost, and all that follows would be
    committed statement by statement.
    """

    supports_statement_cache = True

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Leave the transaction to its owner."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Leave the transaction to its owner."""


registry.register("sqlite.borrowed", __name__, BorrowedDialect.__name__)


def borrowed(connection: sqlite3.Connection) -> sqlalchemy.Engine:
    """Return an engine whose one connection is `connection`, never reset and never closed by the engine."""
    engine = create_engine(
        "sqlite+borrowed://", creator=lambda: connection, poolclass=StaticPool, pool_reset_on_return=None
    )
    event.listen(engine, "handle_error", _translate)
    return engine


def _translate(context: Any) -> None:
    original = context.original_exception
    if isinstance(original, sqlite3.DatabaseError):
        translated = in_words(original)
        if translated is not original:
            raise translated from original
