"""Facets as parts of a query: which values of one sort stand in it, and the query with others."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from certdeck.core.search.query import And, Covers, Everything, Is, Kind, OfKind, Part, Query, State, all_of

Values = tuple[str, ...]
Reader = Callable[[Query], Values | None]
Writer = Callable[[Values], Query]
T = TypeVar("T")


def domains_in(part: Query) -> Values | None:
    """Return the domains that `part` asks for, None if it asks for something else."""
    return part.ids if isinstance(part, Covers) and part.part is Part.DOMAIN else None


def kinds_in(part: Query) -> Values | None:
    """Return the kinds that `part` asks for, None if it asks for something else."""
    return tuple(kind.value for kind in part.kinds) if isinstance(part, OfKind) else None


def states_in(part: Query) -> Values | None:
    """Return the states that `part` asks for, None if it asks for something else."""
    return tuple(state.value for state in part.states) if isinstance(part, Is) else None


def of_domains(values: Values) -> Query:
    """Return what asks for domains."""
    return Covers(Part.DOMAIN, values)


def of_kinds(values: Values) -> Query:
    """Return what asks for kinds."""
    return OfKind(tuple(map(Kind, values)))


def in_states(values: Values) -> Query:
    """Return what asks for states."""
    return Is(tuple(map(State, values)))


def values_of(query: Query, read: Reader) -> Values:
    """Return the values of one sort that `query` is narrowed down to; none if it says so twice, or inside a group."""
    found = [values for part in _parts(query) if (values := read(part)) is not None]
    return found[0] if len(found) == 1 else ()


def with_values(query: Query, read: Reader, write: Writer, values: Sequence[str]) -> Query:
    """Return `query` narrowed down to other values of one sort, at the place where it says so; to none if empty.

    A query that says so twice is left as it is and narrowed down once more.
    """
    parts = list(_parts(query))
    places = [place for place, part in enumerate(parts) if read(part) is not None]
    new = [write(tuple(values))] if values else []
    if len(places) == 1:
        parts[places[0] : places[0] + 1] = new
    else:
        parts += new
    return all_of(*parts)


def _parts(query: Query) -> tuple[Query, ...]:
    if isinstance(query, And):
        return query.parts
    return () if query == Everything() else (query,)
