"""The zip around a collection: today's form, packed with zstd, or the one that Anki before 2.1.50 reads as well.

Source: Anki's `rslib/src/import_export/package` and `proto/anki/import_export.proto`.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    import zstandard

_LEVEL, _THREADS = 2, 2
"""Of zstd. Anki's own level is 3, which takes half as long again for six parts in a hundred. What comes out does not
depend on how many threads there are."""
_META: Final = b"\x08\x03"
"""`PackageMetadata`: version 3, the one with zstd."""
_BLOCK: Final = 1 << 20
"""Bytes that are compressed between two reports of progress."""
_LARGE: Final = 1 << 31
"""Bytes from which on a zip needs wider numbers."""

Alive = Callable[[], None]
"""Called now and then; it may raise `Cancelled`."""


def write_package(target: Path, base: Path, notice: Path, media: Mapping[str, Path], alive: Alive) -> None:
    """Pack the collection `base` and the pictures in today's form. `notice` is the collection that old Ankis show."""
    import zstandard

    names = sorted(media)
    packer = zstandard.ZstdCompressor(level=_LEVEL, threads=_THREADS)
    # Entries that are opened by name carry no clock, so equal content gives equal bytes.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        with archive.open("meta", "w") as entry:
            entry.write(_META)
        _add_packed(archive, "collection.anki21b", base, packer, alive)
        _add(archive, "collection.anki2", notice, alive)
        with archive.open("media", "w") as entry:
            entry.write(packer.compress(b"".join(_listed(name, media[name]) for name in names)))
        for number, name in enumerate(names):
            _add_packed(archive, str(number), media[name], packer, alive)


def write_legacy_package(target: Path, base: Path, media: Mapping[str, Path], alive: Alive) -> None:
    """Pack the collection `base` and the pictures in the form that every Anki reads."""
    names = {str(number): name for number, name in enumerate(sorted(media))}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _add(archive, "collection.anki2", base, alive)
        with archive.open("media", "w") as entry:
            entry.write(json.dumps(names).encode())
        for number, name in names.items():
            _add(archive, number, media[name], alive)


def _add(archive: zipfile.ZipFile, name: str, file: Path, alive: Alive) -> None:
    with file.open("rb") as source, _entry(archive, name, file) as entry:
        for block in _blocks(source, alive):
            entry.write(block)


def _add_packed(
    archive: zipfile.ZipFile, name: str, file: Path, packer: "zstandard.ZstdCompressor", alive: Alive
) -> None:
    with file.open("rb") as source, _entry(archive, name, file) as entry:
        size = file.stat().st_size
        with packer.stream_writer(entry, size=size, closefd=False) as writer:
            for block in _blocks(source, alive):
                writer.write(block)


def _entry(archive: zipfile.ZipFile, name: str, file: Path) -> IO[bytes]:
    return archive.open(name, "w", force_zip64=file.stat().st_size > _LARGE)


def _blocks(source: IO[bytes], alive: Alive) -> Iterator[bytes]:
    while block := source.read(_BLOCK):
        alive()
        yield block


def _listed(name: str, file: Path) -> bytes:
    """Return a `MediaEntry` of the list of media: name, size and SHA-1 of a picture."""
    content = file.read_bytes()
    parts = (
        _field(1, name.encode()),
        b"\x10" + _varint(len(content)),
        _field(3, hashlib.sha1(content, usedforsecurity=False).digest()),
    )
    return _field(1, b"".join(parts))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    """Write a whole number as protobuf does: seven bits a byte, the lowest first."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
