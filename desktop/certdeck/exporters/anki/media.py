"""Pictures that travel with a package."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from certdeck.core.richtext import Image, Span, Spans, Text

Find = Callable[[str], Path | None]
"""Returns where the picture of a name is, or None."""


class Media:
    """Collects the pictures that texts show. `found` maps their names in the package to their files.

    The name holds a hash of the content: Anki never replaces a picture that it has by another of the same name.
    """

    def __init__(self, find: Find) -> None:
        self.found: dict[str, Path] = {}
        self._find = find
        self._names: dict[str, str | None] = {}

    def picture(self, span: Span) -> Spans:
        """Give a picture its name in the package; one that is missing becomes its description."""
        if not isinstance(span, Image):
            return (span,)
        name = self.take(span.name)
        return (Text(span.description),) if name is None else (Image(name, span.description),)

    def take(self, name: str) -> str | None:
        """Take a picture along and return its name in the package, or None when it is missing."""
        if name not in self._names:
            self._names[name] = self._taken(name)
        return self._names[name]

    def _taken(self, name: str) -> str | None:
        path = self._find(name)
        if path is None:
            return None
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        inside = f"{path.stem.lstrip('_')}-{digest}{path.suffix.lower()}"
        self.found[inside] = path
        return inside
