"""HTML of nothing but words, line breaks and plain marks, as most fields of note programs are: taken apart at once.

It is what it says, so neither has a browser's parser to mend it nor an allow-list to go through it: that takes forty
times as long. Whatever is not wholly of this sort, well nested and without any attribute, is left to them.
"""

import re
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"<(/?)(b|strong|i|em|u|sub|sup|span|div|p|br)(\s*/)?>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp|#39);)")
"""A sign that browsers read by rules of their own."""
_BLOCKS: Final = ("div", "p")

Piece = tuple[str, str]
"""`begin`, `end` or `text`, and the tag or the words."""


def pieces_of(html: str) -> list[Piece] | None:
    """Return the pieces of `html` in order, or None where it is not wholly simple."""
    if _ENTITY.search(html):
        return None
    parts = _TAG.split(html)
    if any("<" in words for words in parts[::4]):
        return None
    found: list[Piece] = []
    opened: list[str] = []
    for place in range(0, len(parts), 4):
        if parts[place]:
            found.append(("text", unescape(parts[place]) if "&" in parts[place] else parts[place]))
        if place + 1 < len(parts):
            closing, tag, alone = parts[place + 1 : place + 4]
            if not _nested(opened, tag.lower(), closing=bool(closing), alone=bool(alone)):
                return None
            found.append(("end" if closing else "begin", tag.lower()))
    return None if opened else found


def _nested(opened: list[str], tag: str, *, closing: bool, alone: bool) -> bool:
    """Keep count of what is open; tell whether a browser would take the tag as it stands."""
    if tag == "br":
        return not closing
    if alone:
        return False
    if closing:
        return bool(opened) and opened.pop() == tag
    if tag in _BLOCKS and "p" in opened:
        return False
    opened.append(tag)
    return True
