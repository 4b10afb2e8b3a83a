"""The folders of pictures: the learner's own one in the data folder, and those of the shipped decks."""

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from certdeck.core.errors import MediaError
from certdeck.core.sync.pictures import DIGITS, digest_in

ENDINGS: Final = frozenset((".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"))
LARGEST: Final = 20 * 1024 * 1024
"""Bytes of a picture."""
_STARTS: Final[dict[bytes, frozenset[str]]] = {
    b"\x89PNG\r\n\x1a\n": frozenset((".png",)),
    b"\xff\xd8\xff": frozenset((".jpg", ".jpeg")),
    b"GIF8": frozenset((".gif",)),
    b"RIFF": frozenset((".webp",)),
}
_ODD: Final = re.compile(r"[^a-z0-9]+")
_HASH: Final = DIGITS
_NAME: Final = 40


class MediaFolders:
    """Finds and takes over pictures (see `certdeck.ports.media.Media`)."""

    def __init__(self, own: Path, decks: Path) -> None:
        self._own = own
        self._decks = decks
        self._folders: tuple[Path, ...] | None = None

    def folders(self) -> tuple[Path, ...]:
        """Return the learner's own folder and those of the shipped decks."""
        if self._folders is None:
            shipped = tuple(sorted(folder for folder in self._decks.glob("*/media") if folder.is_dir()))
            self._folders = (self._own, *shipped)
        return self._folders

    def find(self, name: str) -> Path | None:
        """Return the picture called `name`, or None; a name that leads out of the folder is none."""
        if not name or Path(name).name != name or "\\" in name:
            return None
        return next((folder / name for folder in self.folders() if (folder / name).is_file()), None)

    def add(self, file: Path) -> str:
        """Copy a picture into the learner's folder and return its name there."""
        content = _content(file)
        name = _name(file, content)
        target = self._own / name
        if not target.is_file() or target.stat().st_size != len(content):
            self._write(target, content)
        return name

    def name_of(self, file: Path) -> str:
        """Return the name that `add` would give a picture."""
        return _name(file, _content(file))

    def names(self) -> frozenset[str]:
        """Return the names of all pictures in the learner's own folder."""
        return frozenset(file.name for file in self._own.glob("*.*")) if self._own.is_dir() else frozenset()

    def sizes(self) -> Mapping[str, int]:
        """Return the size of each picture in the learner's own folder."""
        if not self._own.is_dir():
            return {}
        return {file.name: file.stat().st_size for file in self._own.glob("*.*") if file.is_file()}

    def take(self, name: str, stream: BinaryIO) -> None:
        """Take a picture over under the name that it has elsewhere."""
        content = stream.read(LARGEST + 1)
        digest = digest_in(name)
        if not digest or len(content) > LARGEST or _hash(content) != digest:
            raise MediaError(f"The picture {name} is damaged or not copied whole yet. It is taken at the next sync.")
        if not _looks_like(content, Path(name).suffix):
            raise MediaError(f"{name} is not the picture that its name says. It was left out.")
        self._write(self._own / name, content)

    def remove(self, names: Iterable[str]) -> None:
        """Take pictures out of the learner's own folder; one that can't be removed does no harm there."""
        for name in names:
            if Path(name).name == name:
                with suppress(OSError):
                    (self._own / name).unlink(missing_ok=True)

    def _write(self, target: Path, content: bytes) -> None:
        """Write whole or not at all: a half picture would never be written again, for its name would be there."""
        draft = target.with_name(f".{target.name}.part")
        try:
            self._own.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(target)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise MediaError(
                f"The picture could not be copied to {self._own} ({error.strerror}). The card is as it was. "
                "Free some room or mend the folder's permissions, and add it again."
            ) from error


def _hash(content: bytes) -> str:
    # Not loaded before there is a picture: OpenSSL comes with it.
    import hashlib

    return hashlib.sha256(content).hexdigest()[:_HASH]


def _name(file: Path, content: bytes) -> str:
    stem = _ODD.sub("-", file.stem.casefold()).strip("-")[:_NAME] or "picture"
    return f"{stem}-{_hash(content)}{file.suffix.lower()}"


def _content(file: Path) -> bytes:
    if file.suffix.lower() not in ENDINGS:
        raise MediaError(f"{file.name} is no picture that cards can show. Choose a PNG, JPEG, GIF, WebP or SVG file.")
    try:
        if not file.is_file():
            raise MediaError(f"{file.name} is not a file. Nothing was added. Choose a picture.")
        if file.stat().st_size > LARGEST:
            raise MediaError(f"{file.name} is larger than 20 MB. Nothing was added. Make it smaller first.")
        content = file.read_bytes()
    except OSError as error:
        raise MediaError(f"{file.name} can't be read ({error.strerror}). Nothing was added.") from error
    if not _looks_like(content, file.suffix.lower()):
        raise MediaError(f"{file.name} is not the picture that its name says. Nothing was added. Save it anew.")
    return content


def _looks_like(content: bytes, ending: str) -> bool:
    if ending == ".svg":
        return b"<svg" in content[:4096]
    return any(content.startswith(start) and ending in endings for start, endings in _STARTS.items())
