"""Pictures that travel with a package."""

import hashlib
from pathlib import Path

from certdeck.core.richtext import Image, Span, Spans, Text


class Media:
    """Collects the pictures that texts show. `found` maps their names in the package to their bytes.

    The name holds a hash of the content: Anki never replaces a picture that it has by another of the same name.
    """

    def __init__(self, folder: Path | None) -> None:
        self.found: dict[str, bytes] = {}
        self._folder = folder

    def picture(self, span: Span) -> Spans:
        """Give a picture its name in the package; one that is missing becomes its description."""
        if not isinstance(span, Image):
            return (span,)
        path = self._folder / Path(span.name).name if self._folder else None
        if path is None or not path.is_file():
            return (Text(span.description),)
        content = path.read_bytes()
        name = f"{path.stem.lstrip('_')}-{hashlib.sha256(content).hexdigest()[:12]}{path.suffix.lower()}"
        self.found[name] = content
        return (Image(name, span.description),)
