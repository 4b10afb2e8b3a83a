"""Formulas in the ways of MathJax and of Anki, in texts of other programs."""

import re
from collections.abc import Iterator
from typing import Final

_BEGIN: Final = re.compile(r"\\\(|\\\[|\[\$\$?\]|\[latex\]")
_ENDS: Final = {"\\(": "\\)", "\\[": "\\]", "[$]": "[/$]", "[$$]": "[/$$]", "[latex]": "[/latex]"}
_DISPLAYED: Final = frozenset(("\\[", "[$$]"))
"""How formulas begin and end, and which of them stand in a line of their own."""


def formulas_in(text: str) -> Iterator[tuple[int, str, str, int]]:
    """Yield where each formula begins, what is in it, Markdown's sign around it, and where it ends.

    What never ends is looked for once, not behind each of its beginnings.
    """
    endless: set[str] = set()
    end = 0
    for begin in _BEGIN.finditer(text):
        close = _ENDS[begin[0]]
        if begin.start() < end or close in endless:
            continue
        found = text.find(close, begin.end() + 1)
        if found < 0:
            endless.add(close)
            continue
        end = found + len(close)
        inside = text[begin.end() : found].strip().replace("\n", " ")
        yield begin.start(), inside, "$$" if begin[0] in _DISPLAYED else "$", end
