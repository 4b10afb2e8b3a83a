"""Memory that work has left behind goes back to the system. Only the C library of Linux has to be told."""

import sys
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ctypes import CDLL

# Their numbers in malloc.h.
_MOST_HEAPS: Final = -8
_TRIM_FROM: Final = -1
_MAP_FROM: Final = -3
_BLOCK: Final = 256 * 1024
"""Bytes. A larger block is a mapping of its own; that much may be free at the end of the heap."""


def keep_one() -> None:
    """Let all threads share one heap, and hand large blocks back as soon as they are free.

    Else each thread has a heap, and what one of them has freed the others can't use. Call it before there are threads.
    """
    library = _library()
    if library is not None:
        for setting, value in ((_MOST_HEAPS, 1), (_TRIM_FROM, _BLOCK), (_MAP_FROM, _BLOCK)):
            library.mallopt(setting, value)


def give_back() -> None:
    """Hand back what is free in the middle of the heap; takes some milliseconds, so not in the GUI thread."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)


@cache
def _library() -> "CDLL | None":
    if not sys.platform.startswith("linux"):
        return None
    from ctypes import CDLL

    library = CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
