"""Time, handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime, tzinfo


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""
        ...

    def zone(self) -> tzinfo:
        """Return the learner's time zone."""
        ...

    def monotonic(self) -> float:
        """Return seconds of a clock that nobody can set, from an unknown start; it stands while the computer sleeps."""
        ...

    def monotonic_with_sleep(self) -> float:
        """Return seconds of a clock that nobody can set and that runs on while the computer sleeps."""
        ...
