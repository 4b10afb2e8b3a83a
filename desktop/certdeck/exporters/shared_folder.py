"""Files of changes in a shared folder: each written once by one replica, under a name that says what is in it.

    FOLDER/certdeck-sync/0123456789abcdef/000000000001-000000000250.jsonl.gz

    FOLDER/certdeck-sync/pictures/a-diagram-0123456789abcdef.png

Lines of JSON: a head, one line an operation, and a checksum of all that is before it. A file that another program has
not copied whole yet has no right checksum, so it is left for later. The name of a picture holds the beginning of its
SHA-256.
"""

import gzip
import hashlib
import io
import json
import os
import re
import stat
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from certdeck.core.errors import ExportError, MediaError, SyncError
from certdeck.core.sync.operations import Operation
from certdeck.core.sync.pictures import DIGITS, digest_in
from certdeck.core.sync.plain import Unreadable, operation_from_plain, operation_to_plain
from certdeck.exporters.atomic import replacing
from certdeck.ports.shared_folder import ChangeFile, Changeset, Listing

PLACE: Final = "certdeck-sync"
PICTURES: Final = "pictures"
FORMAT: Final = 1
REPLICA: Final = re.compile(r"[0-9a-f]{16}")
NAME: Final = re.compile(r"(\d{12})-(\d{12})\.jsonl\.gz")
COPY: Final = re.compile(r"(\d{12})-(\d{12})\D.*")
"""What programs that keep folders alike call the one of two files that has to give way."""
MOST_BYTES: Final = 64 * 1024 * 1024
"""Of a file as it lies in the folder."""
MOST_TEXT: Final = 256 * 1024 * 1024
"""Of what is in it."""
MOST_OPERATIONS: Final = 100_000
MOST_ENTRIES: Final = 200_000
"""Entries of a folder that are looked at."""
LONGEST_HEAD: Final = 1024 * 1024
PIECE: Final = 1024 * 1024
"""Bytes of a picture that are in memory at a time."""
_LATER: Final = "It is read at the next sync, once it is whole."


class FolderOfChanges:
    """Reads and writes files of changes (see `certdeck.ports.shared_folder.SharedFolder`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = folder / PLACE

    def look(self) -> Listing:
        """Return what lies in the folder. Links are not followed; what other programs put there is named, not read."""
        try:
            if not self._folder.is_dir():
                raise SyncError(
                    f"There is no folder {self._folder}. Nothing was synced. Choose another one, or plug it in."
                )
            if self._place.is_symlink() or (self._place.exists() and not self._place.is_dir()):
                raise SyncError(f"{self._place} is no folder of its own. Nothing was synced. Move it away first.")
            return self._listing() if self._place.exists() else Listing(())
        except OSError as error:
            raise SyncError(f"{self._folder} can't be read ({error.strerror}). Nothing was synced.") from error

    def read(self, file: ChangeFile) -> Changeset:
        """Return what `file` holds. Raises `SyncError` when it is damaged, not whole yet, or of a later version."""
        name = _name(file)
        try:
            lines = _text(self._path(file), name).split("\n")
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
            raise SyncError(f"{name} is damaged or not copied whole yet. {_LATER}") from error
        head, *entries = _checked(lines, name)
        try:
            return _changeset(file, json.loads(head), entries, name)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise SyncError(f"{name} holds what makes no sense ({error}). It was left out.") from error

    def write(self, changes: Changeset) -> None:
        """Write a file, whole or not at all."""
        target = self._path(changes.file)
        try:
            self._make(target.parent)
            with replacing(target) as draft:
                draft.write_bytes(_packed(changes))
            _flush_folder(target.parent)
        except OSError as error:
            raise SyncError(f"{target} could not be written ({error.strerror}). {_NEXT_TIME}") from error
        except ExportError as error:
            raise SyncError(f"{str(error).partition(' Nothing was changed.')[0]} {_NEXT_TIME}") from error

    def is_there(self) -> bool:
        """Tell whether the folder is there."""
        return self._place.is_dir()

    def seen(self, file: ChangeFile) -> Mapping[str, int]:
        """Return the last number that the writer of `file` knew of each replica; empty where that can't be read."""
        try:
            with _opened(self._path(file)) as stream, gzip.GzipFile(fileobj=stream) as packed:
                return _seen(json.loads(packed.readline(LONGEST_HEAD)))
        except (OSError, EOFError, zlib.error, ValueError, TypeError, AttributeError, RecursionError):
            return {}

    def pictures(self) -> Mapping[str, int]:
        """Return the size of each picture in the folder by its name."""
        folder = self._place / PICTURES
        try:
            if folder.is_symlink() or not folder.is_dir():
                return {}
            files = (entry for entry in _entries(folder) if digest_in(entry.name))
            return {entry.name: entry.stat().st_size for entry in files if entry.is_file(follow_symlinks=False)}
        except OSError as error:
            raise SyncError(f"{folder} can't be read ({error.strerror}). Pictures were not synced.") from error

    @contextmanager
    def picture(self, name: str) -> Iterator[BinaryIO]:
        """Open a picture. Raises `SyncError` when it can't be read."""
        try:
            with _opened(self._place / PICTURES / name) as stream:
                yield stream
        except OSError as error:
            raise SyncError(f"The picture {name} can't be read ({error.strerror}). {_LATER}") from error

    def write_picture(self, name: str, source: Path) -> None:
        """Copy a picture into the folder, whole or not at all."""
        target = self._place / PICTURES / name
        try:
            self._make(target.parent)
            with replacing(target) as draft:
                _copy(source, draft, name)
        except OSError as error:
            raise SyncError(f"{target} could not be written ({error.strerror}). {_NEXT_TIME}") from error
        except ExportError as error:
            raise SyncError(f"{str(error).partition(' Nothing was changed.')[0]} {_NEXT_TIME}") from error

    def _make(self, folder: Path) -> None:
        """Make a folder below the shared one, and never that: where a stick was pulled out there is none."""
        self._place.mkdir(exist_ok=True)
        folder.mkdir(exist_ok=True)

    def _path(self, file: ChangeFile) -> Path:
        return self._place / _name(file)

    def _listing(self) -> Listing:
        files: list[ChangeFile] = []
        copies: list[ChangeFile] = []
        odd: list[str] = []
        for entry in _entries(self._place):
            if entry.is_dir(follow_symlinks=False) and REPLICA.fullmatch(entry.name):
                for inner in _entries(Path(entry.path)):
                    known = _file(entry.name, inner)
                    if known is None:
                        odd.append(f"{entry.name}/{inner.name}")
                    else:
                        (copies if known.copy else files).append(known)
            elif entry.name != PICTURES or not entry.is_dir(follow_symlinks=False):
                odd.append(entry.name)
        return Listing(tuple(sorted(files)), tuple(sorted(odd)), tuple(sorted(copies)))


_NEXT_TIME: Final = "What came in is kept. What is to go out goes with the next sync; mend the folder first."


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield what is in `folder`, apart from what programs that copy files keep there under names that hide it."""
    with os.scandir(folder) as entries:
        for number, entry in enumerate(entries):
            if number >= MOST_ENTRIES:
                raise SyncError(f"{folder} holds too many files. Nothing was synced. Choose another folder.")
            if not entry.name.startswith((".", "~")) and entry.name not in ("desktop.ini", "Thumbs.db"):
                yield entry


def _file(replica: str, entry: os.DirEntry[str]) -> ChangeFile | None:
    name = NAME.fullmatch(entry.name)
    found = name or COPY.fullmatch(entry.name)
    if found is None or not entry.is_file(follow_symlinks=False):
        return None
    first, last = int(found[1]), int(found[2])
    copy = "" if name else entry.name
    return ChangeFile(replica, first, last, copy) if 1 <= first <= last < first + MOST_OPERATIONS else None


def _name(file: ChangeFile) -> str:
    return f"{file.replica}/{file.copy or f'{file.first:012}-{file.last:012}.jsonl.gz'}"


def _text(path: Path, name: str) -> str:
    """Read the text of a file, never more than there may be of it, and never what a link or a pipe leads to."""
    with _opened(path) as stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
            raise SyncError(f"{name} is too large to be a file of changes. It was left out.")
        with gzip.GzipFile(fileobj=stream) as packed:
            content = packed.read(MOST_TEXT + 1)
    if len(content) > MOST_TEXT:
        raise SyncError(f"{name} is too large to be a file of changes. It was left out.")
    return content.decode("utf-8")


def _opened(path: Path) -> BinaryIO:
    """Open a file, and never what a link leads to; a pipe does not keep anybody waiting."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    return os.fdopen(number, "rb")


def _copy(source: Path, target: Path, name: str) -> None:
    """Copy a picture piece by piece. Raises `MediaError` when it is not what its name says."""
    digest = hashlib.sha256()
    with source.open("rb") as stream, target.open("wb") as copy:
        while piece := stream.read(PIECE):
            digest.update(piece)
            copy.write(piece)
    if digest.hexdigest()[:DIGITS] != digest_in(name):
        raise MediaError(f"The picture {name} is damaged here, and was not sent. Add it to its card again.")


_BINARY: Final = getattr(os, "O_BINARY", 0)


def _checked(lines: list[str], name: str) -> list[str]:
    """Return the head and the operations, once the checksum behind them is right."""
    if len(lines) < 3 or lines[-1] or lines[-2] != _checksum(lines[:-2]):
        raise SyncError(f"{name} is damaged or not copied whole yet. {_LATER}")
    return lines[:-2]


def _checksum(lines: list[str]) -> str:
    return json.dumps({"sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()})


def _changeset(file: ChangeFile, head: Any, lines: list[str], name: str) -> Changeset:
    version = head.get("certdeck-sync")
    if not isinstance(version, int) or version > FORMAT:
        raise SyncError(f"{name} was written by a later version of Certdeck. Install that one here, and sync again.")
    if (head.get("replica"), head.get("first"), head.get("last")) != (file.replica, file.first, file.last):
        raise SyncError(f"{name} holds another file than its name says. It was left out.")
    if len(lines) != file.last - file.first + 1:
        raise SyncError(f"{name} holds {len(lines)} changes and not as many as its name says. It was left out.")
    operations = tuple(_operation(file.replica, line) for line in lines)
    if [one.id.number for one in operations] != list(range(file.first, file.last + 1)):
        raise SyncError(f"{name} holds other changes than its name says. It was left out.")
    seen = _seen(head)
    decks = {str(deck): str(known) for deck, known in head.get("decks", {}).items()}
    return Changeset(file, operations, seen, decks)


def _seen(head: Any) -> dict[str, int]:
    return {str(replica): int(last) for replica, last in head.get("seen", {}).items() if REPLICA.fullmatch(replica)}


def _operation(replica: str, line: str) -> Operation:
    # Half a pair of a sign that takes two is no text: it can't be stored.
    if "\\ud" in line.casefold():
        json.dumps(json.loads(line), ensure_ascii=False).encode()
    return operation_from_plain(replica, json.loads(line, parse_constant=_no_number))


def _no_number(text: str) -> float:
    raise Unreadable(f"{text} is no number")


def _packed(changes: Changeset) -> bytes:
    """Return the content of a file; the same changes give the same bytes."""
    file = changes.file
    head = {
        "certdeck-sync": FORMAT,
        "replica": file.replica,
        "first": file.first,
        "last": file.last,
        "seen": dict(sorted(changes.seen.items())),
        "decks": dict(sorted(changes.decks.items())),
    }
    lines = [json.dumps(head), *(_line(operation) for operation in changes.operations)]
    text = "\n".join((*lines, _checksum(lines), ""))
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as stream:
        stream.write(text.encode())
    return packed.getvalue()


def _line(operation: Operation) -> str:
    return json.dumps(operation_to_plain(operation), separators=(",", ":"))


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk as well, where the system can do that."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
