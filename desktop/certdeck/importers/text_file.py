"""Text files of other programs: how large they may be, and what letters they are written in."""

import codecs
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from certdeck.core.errors import ImportRefused
from certdeck.importers.losses import LossBook

LARGEST_TEXT: Final = 256 * 1024 * 1024
"""Bytes."""
WINDOWS: Final = {"cp1252": "Windows-1252", "cp1251": "Windows-1251 (Cyrillic)"}
"""Letters of one byte that a text is taken for where it can't be UTF-8: Western ones, unless it has Cyrillic words."""
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LOOKED_AT: Final = 4096
"""Bytes in which letters of two bytes are looked for."""
_ASCII: Final = bytes(range(128))
_BROKEN: Final = "they are not UTF-8, so each became �; save the file as UTF-8"
_CYRILLIC_WORD: Final = re.compile(rb"[\xc0-\xff]{3,}")
"""Western words have no three letters with accents in a row; in Chinese and Japanese few bytes are small ones."""
_NO_SMALL_LETTERS: Final = bytes(range(0xE0))
_LETTERS: Final = 8
"""More than any Western language has with accents side by side, were it in a list of these."""
_LOOKED_IN: Final = 100_000
"""Bytes of a text in which such words are looked for, from the first that is no ASCII."""
_TAKEN_FOR_WINDOWS: Final = (
    "the file is not UTF-8, so it was read as {}; if letters look wrong, save it as UTF-8 and import it again"
)


def refused(file: Path, reason: str, fix: str = "") -> ImportRefused:
    """Return the error that says why `file` was not imported."""
    return ImportRefused(
        f"{file.name or file} can't be imported: {reason}. Nothing was imported.{' ' + fix if fix else ''}"
    )


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
    """Return the text of `file`: UTF-8, UTF-16, or one of `WINDOWS`, which it is taken for when it can be neither.

    The last is told, because no file says that it is that. Bytes that stay without a meaning are replaced and counted.
    """
    content = read_bytes(file)
    text, encoding = _decoded(content)
    if "\0" in text:
        raise refused(file, "it is no text file")
    if encoding in WINDOWS:
        plain = len(content) - len(content.lstrip(_ASCII))
        line = content.count(b"\n", 0, plain) + 1
        losses.add(
            "characters",
            _TAKEN_FOR_WINDOWS.format(WINDOWS[encoding]),
            f"line {line}",
            len(content.translate(None, _ASCII)),
        )
    elif (broken := _broken(content, text)) > 0:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        losses.add("characters", _BROKEN, f"line {line}", broken)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def encoding_of(content: bytes) -> str:
    """Return what letters `content`, or the beginning of it, is written in."""
    return _decoded(content)[1]


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text of `content`, and what letters that is written in."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _unmarked_utf16(content)
    if marked is not None:
        return content.decode(marked, errors="replace"), marked
    with suppress(UnicodeDecodeError):
        return content.decode(), "utf-8"
    text = content.decode(errors="replace")
    broken = _broken(content, text)
    letters = len(text) - len(content) + len(content.translate(None, _ASCII)) - broken
    # Of a text in UTF-8 a few bytes may be damaged. In one in Windows-1252 hardly two letters look like UTF-8.
    if letters >= broken:
        return text, "utf-8"
    encoding = "cp1251" if _is_cyrillic(content) else "cp1252"
    return content.decode(encoding, errors="replace"), encoding


def _is_cyrillic(content: bytes) -> bool:
    """Tell whether most letters that are no ASCII stand in words of nothing else, and most of them are small ones."""
    start = len(content) - len(content.lstrip(_ASCII))
    sample = content[start : start + _LOOKED_IN]
    others = len(sample.translate(None, _ASCII))
    small = len(sample.translate(None, _NO_SMALL_LETTERS))
    found = b"".join(_CYRILLIC_WORD.findall(sample))
    return small * 2 > others and len(found) * 2 > others and len(set(found)) >= _LETTERS


def _unmarked_utf16(content: bytes) -> str | None:
    """Return the order of the bytes of UTF-16 without a mark: every second byte is 0 where letters are Latin."""
    start = content[:_LOOKED_AT]
    zeros = start[0::2].count(0), start[1::2].count(0)
    if max(zeros) * 4 < len(start) or min(zeros) * 16 > max(zeros) or not start:
        return None
    return "utf-16-le" if zeros[1] else "utf-16-be"


def _broken(content: bytes, text: str) -> int:
    """Return how many signs for something broken are in `text` that were not in `content` already."""
    return text.count("\ufffd") - content.count("\ufffd".encode()) if "\ufffd" in text else 0
