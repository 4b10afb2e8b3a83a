"""Column types of our own."""

from datetime import datetime

from sqlalchemy import BigInteger, Dialect, TypeDecorator

from certdeck.store.connection import read_time, stored_time


class Utc(TypeDecorator[datetime]):
    """An aware time, kept as whole microseconds since 1970 in UTC: sorts, compares and comes back exactly."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Write `value`. Raises `ValueError` for a naive time."""
        return stored_time(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Read a time, in UTC."""
        return read_time(value)
