"""Zip files from outside: how many entries, how large, how tightly packed they may be, and no way out of the folder."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

from certdeck.importers.text_file import check_is_file, refused

MOST_ENTRIES: Final = 200_000
LARGEST_ENTRY: Final = 4 * 1024**3
"""Bytes of one entry once it is unpacked."""
TIGHTEST: Final = 400
"""Times that an entry larger than `SMALL` may grow: a database grows tenfold or so, a bomb a thousandfold."""
SMALL: Final = 16 * 1024**2
CHUNK: Final = 1024**2
_NAME: Final = 50
"""Characters of the name of an unpacked file, few enough for every system whatever letters they are."""
_ODD: Final = re.compile(r"[^\w.-]+")
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""What Windows takes for no file."""
_DAMAGE: Final = ("it is damaged or was not loaded whole", "Export or load it again.")
"""Why a damaged zip is refused, and what to do."""
_SIGNS_OF_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)
_ENCRYPTED: Final = 1
_ZIP: Final = b"PK"


class Places:
    """Gives each file that is unpacked into `folder` a place, and takes the one before it away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: Path | None = None

    def of(self, name: str) -> Path:
        """Return the place of a file called `name`, by a name like that which every system takes."""
        if self._last is not None:
            self._last.unlink(missing_ok=True)
        named = PurePosixPath(_ODD.sub("-", name))
        stem = "file" if _DEVICES.fullmatch(named.stem) else named.stem[:_NAME]
        self._last = self._folder / f"{stem}{named.suffix[:_NAME]}"
        return self._last


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """Open the zip `file`. Raises `ImportRefused` for one that is damaged, encrypted or made to burst."""
    try:
        check_is_file(file)
        with file.open("rb") as start:
            if start.read(2) not in (b"", _ZIP):
                raise refused(file, "it is no package, which is a zip file", "Choose another file.")
        with archive_in(file) as archive:
            _check(file, archive)
            yield archive
    except _SIGNS_OF_DAMAGE as error:
        raise refused(file, *_DAMAGE) from error
    except OSError as error:
        raise refused(file, f"it can't be read ({error.strerror or error})") from error


def archive_in(file: Path) -> zipfile.ZipFile:
    """Open a zip, of which nothing is checked yet. Raises `BadZipFile` for one that is damaged."""
    with _names_read():
        return zipfile.ZipFile(file)


def _entry(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    with _names_read():
        return archive.open(name)


@contextmanager
def _names_read() -> Iterator[None]:
    """Have names that are no text be damage, as all else in a zip that can't be read."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise zipfile.BadZipFile("a name in it is no text") from error


def _check(file: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise refused(file, f"it holds {len(entries):,} files, more than {MOST_ENTRIES:,}")
    names = {entry.filename for entry in entries}
    if len(names) < len(entries):
        raise refused(file, "it holds two files of the same name")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise refused(file, "it is encrypted", "Save it without a password.")
        if entry.file_size > LARGEST_ENTRY:
            raise refused(file, f"{entry.filename} in it would be larger than {LARGEST_ENTRY // 1024**3} GB")
        if entry.file_size > SMALL and entry.file_size > TIGHTEST * max(1, entry.compress_size):
            raise refused(file, f"{entry.filename} in it is packed so tightly that it would burst")


def small_entry(file: Path, archive: zipfile.ZipFile, name: str, *, zstd: bool = False, most: int = SMALL) -> bytes:
    """Return a whole entry of at most `most` bytes."""
    parts, size = [], 0
    with _entry(archive, name) as stream:
        for part in chunks(file, stream, name, zstd=zstd, most=most):
            size += len(part)
            parts.append(part)
    return b"".join(parts)


def unpack(file: Path, archive: zipfile.ZipFile, name: str, target: Path, *, zstd: bool, most: int) -> None:
    """Write an entry to `target`, piece by piece. Raises `ImportRefused` as soon as it grows beyond `most` bytes."""
    with _entry(archive, name) as stream, target.open("wb") as out:
        for part in chunks(file, stream, name, zstd=zstd, most=most):
            out.write(part)


def chunks(file: Path, stream: IO[bytes], name: str, *, zstd: bool, most: int) -> Iterator[bytes]:
    """Yield the content of an entry. Raises `ImportRefused` when it is damaged or larger than `most` bytes."""
    size = 0
    for part in _unpacked(file, stream) if zstd else _read(file, stream):
        size += len(part)
        if size > most:
            raise refused(file, f"{name} in it is larger than {most // 1024**2:,} MB")
        yield part


def _read(file: Path, stream: IO[bytes]) -> Iterator[bytes]:
    try:
        while part := stream.read(CHUNK):
            yield part
    # What is packed by bzip2 is called damaged by an `OSError`.
    except (*_SIGNS_OF_DAMAGE, OSError) as error:
        raise refused(file, *_DAMAGE) from error


def _unpacked(file: Path, stream: IO[bytes]) -> Iterator[bytes]:
    import zstandard

    try:
        reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(stream, read_across_frames=True)
        while part := reader.read(CHUNK):
            yield part
    except (zstandard.ZstdError, *_SIGNS_OF_DAMAGE) as error:
        raise refused(file, *_DAMAGE) from error
