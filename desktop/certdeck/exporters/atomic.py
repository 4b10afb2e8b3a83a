"""Writing a file whole or not at all."""

import errno
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from certdeck.core.errors import ExportError

_FULL: Final = ("the disk is full", "Free some room or choose another folder.")
_FORBIDDEN: Final = (
    "you may not write there, or another program has the file open",
    "Close that program or choose another folder.",
)
_TOO_LONG: Final = ("the name is too long", "Choose a shorter name.")
_ON_WINDOWS: Final = {
    5: _FORBIDDEN,  # ERROR_ACCESS_DENIED
    32: _FORBIDDEN,  # ERROR_SHARING_VIOLATION
    33: _FORBIDDEN,  # ERROR_LOCK_VIOLATION
    39: _FULL,  # ERROR_HANDLE_DISK_FULL
    112: _FULL,  # ERROR_DISK_FULL
    123: ("the name holds characters that no file may have", "Choose another name."),  # ERROR_INVALID_NAME
    206: _TOO_LONG,  # ERROR_FILENAME_EXCED_RANGE
    1224: _FORBIDDEN,  # ERROR_USER_MAPPED_FILE: a viewer has the file open
}
"""What Windows says itself; Python's `errno` is EINVAL or ENOENT for some of these, which would mislead."""
_REASONS: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.ENOENT: ("there is no such folder", "Choose another folder."),
    errno.ENOTDIR: ("there is no such folder", "Choose another folder."),
    errno.EISDIR: ("a folder has this name", "Choose another name."),
    errno.EINVAL: ("a device or a pipe has this name", "Choose another name."),
    errno.ENAMETOOLONG: _TOO_LONG,
}


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield the path of an empty file beside `target`; it takes the place of `target` when the block ends well.

    Whatever the block raises, `target` stays as it was and nothing is left beside it. An `OSError` becomes an
    `ExportError` that names `target`, what happened and what to do; other errors pass through.
    A link stays one, and the file that it leads to is replaced.
    """
    try:
        target = target.resolve() if target.is_symlink() else target
        temporary = _empty_file_beside(target)
        try:
            yield temporary
            _sync(temporary)
            temporary.replace(target)
        finally:
            # After `replace` there is nothing left to remove; a folder that vanished meanwhile took the file with it.
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as problem:
        raise ExportError(_explained(target, problem)) from problem


def _empty_file_beside(target: Path) -> Path:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(target))
    for number in itertools.count():
        temporary = target.with_name(f".certdeck-{os.getpid()}-{number}.part")
        # One that a killed process left behind is no obstacle.
        with suppress(FileExistsError):
            temporary.open("xb").close()
            return temporary
    raise AssertionError("counting never ends")


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _explained(target: Path, problem: OSError) -> str:
    other = _REASONS.get(problem.errno or 0, (problem.strerror or str(problem), "Choose another folder."))
    happened, advice = _ON_WINDOWS.get(getattr(problem, "winerror", None) or 0, other)
    return f"{target} was not written: {happened}. Nothing was changed. {advice}"
