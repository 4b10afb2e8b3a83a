"""YAML with the line of every value, so that a problem can be shown where it stands.

Values are made from the parser's events, not by PyYAML's own loader: that one loses the lines, follows any depth of
nesting until the process dies, and raises whatever a malformed date happens to raise.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml
from yaml.resolver import Resolver

ValuePath = tuple[str | int, ...]
"""Keys and list positions from the top of a file down to a value."""

LARGEST_FILE = 5_000_000
"""Bytes. The largest file of the shipped deck has a hundredth of that; more is a mistake or an attack."""
DEEPEST = 60
"""Levels of lists and keys. A decision tree takes three for each of its own levels."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something wrong at a value of a file, before it is known to which item it belongs."""

    path: ValuePath
    text: str


@dataclass(frozen=True, slots=True)
class YamlSource:
    """What a YAML file says: plain values, the 1-based line of each, and what is wrong with the syntax.

    `content` is None when nothing could be read. Where an alias stands, it holds the alias as a text.
    """

    content: object
    lines: dict[ValuePath, int]
    misfits: tuple[Misfit, ...] = ()

    def line(self, path: ValuePath) -> int:
        """Return the line of the value at `path`, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(file: Path) -> YamlSource:
    """Read `file`. Never raises for what is in it; unreadable or malformed text comes back as misfits."""
    try:
        return _parse(_text_of(file))
    except OSError as error:
        return _broken(f"can't be read: {error.strerror}")
    except _Unusable as problem:
        return _broken(problem.text, problem.line)


class _Unusable(Exception):
    """Nothing can be said about the rest of the file."""

    def __init__(self, text: str, line: int = 1) -> None:
        self.text, self.line = text, line
        super().__init__(text)


def _text_of(file: Path) -> str:
    if file.stat().st_size > LARGEST_FILE:
        raise _Unusable(f"the file is larger than {LARGEST_FILE // 1_000_000} MB")
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _Unusable(f"the file is not UTF-8 text (byte {error.start})", line) from None


def _parse(text: str) -> YamlSource:
    survey = _Survey(yaml.parse(text, Loader=yaml.CSafeLoader))
    try:
        content = survey.document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, last_line=max(1, len(text.splitlines()))) from None
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise _Unusable(f"not valid YAML: {error.reason}", line) from None
    return YamlSource(content, survey.lines, tuple(survey.misfits))


def _syntax_error(error: yaml.MarkedYAMLError, last_line: int) -> _Unusable:
    """Put PyYAML's error into words; the end of the file, where an open bracket is noticed, counts as its last line."""
    said = " ".join(part for part in (error.context, error.problem) if part)
    line = min(last_line, error.problem_mark.line + 1) if error.problem_mark else 1
    began = error.context_mark.line + 1 if error.context_mark else line
    return _Unusable(f"not valid YAML: {said}" + (f" (begun on line {began})" if began < line else ""), line)


def _broken(text: str, line: int = 1) -> YamlSource:
    return YamlSource(None, {(): line}, (Misfit((), text),))


@dataclass(slots=True)
class _Survey:
    """Makes plain values from `events`, noting the line of each and what the deck format has no use for."""

    events: Iterator[yaml.Event]
    lines: dict[ValuePath, int] = field(default_factory=dict)
    misfits: list[Misfit] = field(default_factory=list)

    def document(self) -> object:
        """Return the content of the file's only document. Raises `_Unusable` or PyYAML's errors."""
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise _Unusable("the file is empty")
        content = self._value(next(self.events), ())
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Unusable("a second document begins here; a file holds one", _line(after))
        return content

    def _value(self, event: yaml.Event, path: ValuePath) -> object:
        self.lines.setdefault(path, _line(event))
        if len(path) > DEEPEST:
            raise _Unusable(f"values are nested too deeply, more than {DEEPEST} levels", _line(event))
        if isinstance(event, yaml.AliasEvent):
            self._refuse(path, "anchors and aliases (& and *) are not part of the deck format; write the text twice")
            return f"*{event.anchor}"
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            raise TypeError(f"{event} begins no value")
        if event.tag is not None:
            self._refuse(path, f"the tag `{event.tag}` is not part of the deck format; leave it out")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _sequence(self, path: ValuePath) -> list[object]:
        values: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self._value(event, (*path, len(values))))
        return values

    def _mapping(self, path: ValuePath) -> dict[str, object]:
        values: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, path)
            here = (*path, key)
            if key in values:
                self.lines[here] = _line(event)
                self._refuse(here, f"`{key}` stands twice")
            self.lines[here] = _line(event)
            values[key] = self._value(next(self.events), here)
        return values

    def _key(self, event: yaml.Event, path: ValuePath) -> str:
        """Return the key as it is written: `yes` and `3.1` are words here."""
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        self._refuse(path, "a key must be a single word")
        self._value(event, (*path, ""))
        return ""

    def _refuse(self, path: ValuePath, text: str) -> None:
        self.misfits.append(Misfit(path, text))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


_RESOLVER = Resolver()


def _scalar(event: yaml.ScalarEvent) -> object:
    """Return the value that YAML 1.1 sees in a word; one that only looks like a number or date is a text."""
    word = str(event.value)
    tag = str(_RESOLVER.resolve(yaml.ScalarNode, word, event.implicit))  # type: ignore[no-untyped-call]
    try:
        return _MAKERS.get(tag.rpartition(":")[2], str)(word)
    except ValueError:
        return word


def _bool(word: str) -> bool:
    return word.lower() in ("true", "yes", "on")


def _nothing(_word: str) -> None:
    return None


_MAKERS: dict[str, Callable[[str], object]] = {
    "int": int,
    "float": float,
    "bool": _bool,
    "null": _nothing,
    "timestamp": date.fromisoformat,
}
