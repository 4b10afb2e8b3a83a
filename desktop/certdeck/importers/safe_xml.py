"""XML from outside: no entity and no depth without end, so that nothing is fetched and nothing bursts."""

from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from certdeck.importers.text_file import refused

_DEEPEST: Final = 200
_MOST: Final = 5_000_000
"""Elements."""


class _Refused(Exception):
    """Raised inside the parser, with the reason."""


def parse_xml(file: Path, content: bytes, name: str = "") -> Element:
    """Read `content` of `file` (of the entry `name` in it). Names lose their namespaces. Raises `ImportRefused`."""
    builder = TreeBuilder()
    depth = count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > _DEEPEST or count > _MOST:
            raise _Refused("its XML is nested without end")
        builder.start(_plain(tag), {_plain(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_plain(tag))

    def forbidden(*_: object) -> int:
        raise _Refused("its XML declares entities, as if to trick its reader")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = forbidden
    parser.UnparsedEntityDeclHandler = forbidden
    parser.ExternalEntityRefHandler = forbidden
    place = f"{name} in it" if name else "it"
    try:
        parser.Parse(content, True)
        return builder.close()
    except _Refused as error:
        raise refused(file, str(error)) from error
    except expat.ExpatError as error:
        raise refused(file, f"{place} is no XML ({error})") from error
    except (ValueError, LookupError, AssertionError) as error:
        raise refused(file, f"{place} is no XML") from error


def _plain(name: str) -> str:
    return name.rpartition("}")[2]


def inner_text(element: Element | None) -> str:
    """Return all text within `element`, tags left out."""
    return "" if element is None else "".join(element.itertext()).strip()
