"""An exporter that keeps what it is told to write."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from certdeck.ports.exporting import Format, PackageCount, Progress
from certdeck.ports.outgoing import Bundle


@dataclass
class KeptBundles:
    """What was written, each with all of its items; a real exporter reads them inside the unit of work, too."""

    written: list[tuple[Format, Bundle, Path]] = field(default_factory=list)
    form: Format = Format.ANKI

    def exporter(self, form: Format) -> "KeptBundles":
        self.form = form
        return self

    def write(self, bundle: Bundle, target: Path, progress: Progress) -> PackageCount:
        items = tuple(bundle.items)
        self.written.append((self.form, replace(bundle, items=items), target))
        progress(len(items), bundle.total)
        return PackageCount(len(items), len(items))
