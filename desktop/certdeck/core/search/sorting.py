"""Keys to sort by: titles without the signs of Markdown, and numbers inside of ids as numbers."""

import re
from typing import Final

_SIGNS: Final = re.compile(r"\{\{c\d+::|::[^:}]*\}\}|[`*_{}$\\\"“”]")
_NUMBER: Final = re.compile(r"\d+")


def title_key(title: str) -> str:
    """Return what `title` is sorted by: signs of Markdown and of gaps do not count, nor do capitals."""
    return _SIGNS.sub("", title).casefold()


def natural_key(text: str) -> str:
    """Return `text` with its numbers at full width, so that 3.10 stands behind 3.2."""
    return _NUMBER.sub(lambda number: number.group().zfill(6), text)
