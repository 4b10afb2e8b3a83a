"""Comparing plain values with the deck format: all misfits at once, where msgspec alone stops at the first."""

import difflib
import types
import typing
from collections.abc import Iterator
from datetime import date

import msgspec

from certdeck.importers.yaml_source import Misfit, ValuePath


def misfits(value: object, expected: object, path: ValuePath = ()) -> Iterator[Misfit]:
    """Yield everything in `value` that doesn't fit the type `expected` (a msgspec type, nested ones included)."""
    plain = _without_notes(expected)
    structs = _structs(plain)
    if structs:
        yield from _struct_misfits(value, structs, path)
    elif typing.get_origin(plain) is list:
        yield from _list_misfits(value, expected, path)
    elif typing.get_origin(plain) is dict:
        yield from _mapping_misfits(value, expected, path)
    else:
        yield from _leaf_misfits(value, expected, path)


def _without_notes(expected: object) -> object:
    return typing.get_args(expected)[0] if typing.get_origin(expected) is typing.Annotated else expected


def _notes(expected: object) -> msgspec.Meta:
    found = (note for note in getattr(expected, "__metadata__", ()) if isinstance(note, msgspec.Meta))
    return next(found, msgspec.Meta())


def _structs(expected: object) -> tuple[type[msgspec.Struct], ...]:
    members = typing.get_args(expected) if isinstance(expected, types.UnionType) else (expected,)
    return tuple(member for member in members if isinstance(member, type) and issubclass(member, msgspec.Struct))


def _struct_misfits(value: object, structs: tuple[type[msgspec.Struct], ...], path: ValuePath) -> Iterator[Misfit]:
    if not isinstance(value, dict):
        yield Misfit(path, f"{_name(path)} must be keys with values, got {_kind(value)}")
        return
    tag = structs[0].__struct_config__.tag_field
    if tag is None:
        yield from _field_misfits(value, structs[0], path)
        return
    chosen = {str(entry.__struct_config__.tag): entry for entry in structs}.get(str(value.get(tag)))
    if chosen is None:
        names = ", ".join(str(entry.__struct_config__.tag) for entry in structs)
        yield Misfit((*path, tag), f"`{tag}` must be one of: {names}")
        return
    rest = {key: entry for key, entry in value.items() if key != tag}
    yield from _field_misfits(rest, chosen, path)


def _field_misfits(value: dict[str, object], struct: type[msgspec.Struct], path: ValuePath) -> Iterator[Misfit]:
    hints = typing.get_type_hints(struct, include_extras=True)
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for key in value:
        if key not in fields:
            close = difflib.get_close_matches(key, fields, n=1)
            yield Misfit((*path, key), f"unknown key `{key}`" + (f"; did you mean `{close[0]}`?" if close else ""))
    for name, field in fields.items():
        if name in value:
            yield from misfits(value[name], hints[field.name], (*path, name))
        elif field.required:
            yield Misfit(path, f"`{name}` is missing")


def _list_misfits(value: object, expected: object, path: ValuePath) -> Iterator[Misfit]:
    if not isinstance(value, list):
        yield Misfit(path, f"{_name(path)} must be a list, got {_kind(value)}")
        return
    yield from _wrong_size(len(value), expected, path)
    element = typing.get_args(_without_notes(expected))[0]
    for index, entry in enumerate(value):
        yield from misfits(entry, element, (*path, index))


def _mapping_misfits(value: object, expected: object, path: ValuePath) -> Iterator[Misfit]:
    if not isinstance(value, dict):
        yield Misfit(path, f"{_name(path)} must be keys with values, got {_kind(value)}")
        return
    yield from _wrong_size(len(value), expected, path)
    element = typing.get_args(_without_notes(expected))[1]
    for key, entry in value.items():
        yield from misfits(entry, element, (*path, key))


def _wrong_size(found: int, expected: object, path: ValuePath) -> Iterator[Misfit]:
    fewest = _notes(expected).min_length or 0
    if found < fewest:
        entries = "1 entry" if fewest == 1 else f"{fewest} entries"
        yield Misfit(path, f"{_name(path)} needs at least {entries}; found {found}")
    most = _notes(expected).max_length
    if most is not None and found > most:
        yield Misfit(path, f"{_name(path)} can have {most} entries at most; found {found}")


def _leaf_misfits(value: object, expected: object, path: ValuePath) -> Iterator[Misfit]:
    try:
        msgspec.convert(value, expected)
    except msgspec.ValidationError as error:
        yield Misfit(path, f"{_name(path)}{_in_words(str(error), value, expected)}")


def _in_words(said: str, value: object, expected: object) -> str:
    if typing.get_origin(expected) is typing.Literal:
        return f" must be one of: {', '.join(map(str, typing.get_args(expected)))}"
    if "matching regex" in said and _notes(expected).description:
        return f" can't be `{value}`. {_notes(expected).description}"
    if "RFC3339" in said:
        return " must be a day of the calendar, written as 2026-11-21"
    if "of length >= 1" in said:
        return " must not be empty"
    if "of length <= " in said and isinstance(value, str):
        return f" has {len(value)} characters; {_notes(expected).max_length} is the most"
    text = f": {said[:1].lower()}{said[1:]}"
    return f"{text}; put it in quotes" if "`str`" in said and isinstance(value, int | float | date) else text


def _name(path: ValuePath) -> str:
    """Name the value at `path` by its key, and by its place in a list where it is an entry of one."""
    places: list[str] = []
    for step in reversed(path):
        if isinstance(step, str):
            return f"entry {'.'.join(reversed(places))} of `{step}`" if places else f"`{step}`"
        places.append(str(step + 1))
    return "the file"


def _kind(value: object) -> str:
    names = {dict: "keys with values", list: "a list", str: "a text", type(None): "nothing"}
    return names.get(type(value), f"`{value}`")
