"""Text files of other programs: how large they may be, and what letters they are written in."""

import codecs
from pathlib import Path
from typing import Final

from certdeck.core.errors import ImportRefused
from certdeck.importers.losses import LossBook

LARGEST_TEXT: Final = 256 * 1024 * 1024
"""Bytes."""
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def refused(file: Path, reason: str, fix: str = "") -> ImportRefused:
    """Return the error that says why `file` was not imported."""
    return ImportRefused(f"{file.name} can't be imported: {reason}. Nothing was imported.{' ' + fix if fix else ''}")


def check_is_file(file: Path) -> None:
    """Raise `ImportRefused` unless `file` is one: a folder and a device have nothing that could be imported."""
    if file.is_file():
        return
    if file.is_dir():
        raise refused(file, "it is a folder", "Choose a file.")
    if file.exists():
        raise refused(file, "it is a device or a pipe", "Choose a file.")
    raise refused(file, "there is no such file")


def read_bytes(file: Path, largest: int = LARGEST_TEXT) -> bytes:
    """Return the content of `file`. Raises `ImportRefused` when it is too large or can't be read."""
    try:
        check_is_file(file)
        if file.stat().st_size > largest:
            raise refused(file, f"it is larger than {largest // 1024 // 1024} MB", "Split it.")
        return file.read_bytes()
    except OSError as error:
        raise refused(file, f"it can't be read ({error.strerror})") from error


def read_text(file: Path, losses: LossBook) -> str:
    """Return the text of `file`: UTF-8, or UTF-16 where it says so. Bytes that are neither are replaced and counted."""
    content = read_bytes(file)
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    text = content.decode(encoding, errors="replace")
    if b"\0" in content and encoding != "utf-16":
        raise refused(file, "it is no text file")
    broken = text.count("\ufffd") - content.count("\ufffd".encode())
    if broken > 0:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        losses.add("characters", "they are not UTF-8, so each became �; save the file as UTF-8", f"line {line}", broken)
    return text.replace("\r\n", "\n").replace("\r", "\n")
