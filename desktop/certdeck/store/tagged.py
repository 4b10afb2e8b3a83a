"""Values as JSON, where those that may be of several types get a word that says which one they are of."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class Tagged(msgspec.Struct):
    """A value with the word for its type."""

    kind: str
    value: msgspec.Raw


def tag(value: object, members: Mapping[str, type[Any]]) -> Tagged:
    """Write `value`, whose type is one of `members`, by the words for these. Raises `StopIteration` for any other."""
    kind = next(name for name, member in members.items() if type(value) is member)
    return Tagged(kind, msgspec.Raw(json_of(value)))


def untag(stored: Tagged, members: Mapping[str, type[T]]) -> T:
    """Read what `tag` wrote. Raises `KeyError` for a word that is none of `members`."""
    return msgspec.json.decode(stored.value, type=members[stored.kind])


def json_of(value: object) -> bytes:
    """Write `value`. Equal values give equal bytes."""
    return msgspec.json.encode(value, order="deterministic")
