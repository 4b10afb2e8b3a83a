"""Reading the little of protobuf that Anki packages hold: fields by number, nothing of it known beforehand.

Source of the encoding: https://protobuf.dev/programming-guides/encoding/
"""

from collections.abc import Iterator

Value = int | bytes


def fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """Yield number and value of each field of `message`. Raises `ValueError` where it is none."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, kind = key >> 3, key & 7
        match kind:
            case 0:
                whole, place = _varint(message, place)
                yield number, whole
            case 1 | 5:
                size = 8 if kind == 1 else 4
                yield number, _cut(message, place, size)
                place += size
            case 2:
                size, place = _varint(message, place)
                yield number, _cut(message, place, size)
                place += size
            case _:
                raise ValueError(f"a field of wire type {kind}")


def number_in(message: bytes, wanted: int) -> int:
    """Return the whole number in field `wanted`, 0 where there is none."""
    return next((value for number, value in fields(message) if number == wanted and isinstance(value, int)), 0)


def text_in(message: bytes, wanted: int) -> str:
    """Return the text in field `wanted`, empty where there is none."""
    return bytes_in(message, wanted).decode("utf-8", "replace")


def bytes_in(message: bytes, wanted: int) -> bytes:
    """Return the bytes in field `wanted`, such as a message within this one, none where there are none."""
    found = (value for number, value in fields(message) if number == wanted and isinstance(value, bytes))
    return next(found, b"")


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if place >= len(message):
            raise ValueError("it ends within a number")
        value |= (message[place] & 0x7F) << shift
        place += 1
        if not message[place - 1] & 0x80:
            return value, place
    raise ValueError("a number is too long")


def _cut(message: bytes, place: int, size: int) -> bytes:
    if place + size > len(message):
        raise ValueError("it ends within a field")
    return message[place : place + size]
