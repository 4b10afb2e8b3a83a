"""Pictures of cards by their names, each of which holds a hash of what is in the picture."""

import re
from typing import Final

DIGITS: Final = 16
"""Of the SHA-256 of a picture, in hexadecimal, in its name."""
_NAME: Final = re.compile(rf"(?<![a-z0-9-])[a-z0-9-]{{1,60}}-([0-9a-f]{{{DIGITS}}})\.(?:gif|jpe?g|png|svg|webp)(?!\w)")


def pictures_in(text: str) -> frozenset[str]:
    """Return the names of all pictures that stand anywhere in `text`."""
    return frozenset(found[0] for found in _NAME.finditer(text))


def digest_in(name: str) -> str:
    """Return the hash that the name of a picture holds, empty if `name` is none of a picture."""
    found = _NAME.fullmatch(name)
    return "" if found is None else found[1]
