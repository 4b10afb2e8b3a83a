"""Real Anki, and packages for it."""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import zstandard
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportResponse

from certdeck.core.deck import Card
from certdeck.exporters.anki.package import AnkiPackageExporter
from certdeck.markup.markdown import Markdown
from certdeck.ports.exporting import PackageCount, no_progress
from certdeck.ports.outgoing import Bundle, PlainRun, ReviewColumns, StateColumns
from tests.exporters import sample

TEMPLATES = Path(__file__).parents[3] / "resources" / "anki"


def nowhere(_name: str) -> Path | None:
    return None


def export(content: Bundle, target: Path, find: Callable[[str], Path | None] = nowhere) -> PackageCount:
    return AnkiPackageExporter(Markdown(), TEMPLATES, find).write(content, target, no_progress)


def exported(folder: Path, content: Bundle | None = None) -> Path:
    package = folder / "deck.apkg"
    export(content or sample.content(), package)
    return package


def run_of(
    cards: Sequence[Card], states: Sequence[StateColumns] = (), reviews: Sequence[ReviewColumns] = ()
) -> PlainRun:
    """Return `cards` of the learner's own as what follows one another."""
    return PlainRun(
        ids=[one.id for one in cards],
        decks=[sample.OWN] * len(cards),
        fronts=[one.front for one in cards],
        backs=[one.back for one in cards],
        tags=["\n".join(one.tags) for one in cards],
        revised=[int(sample.REVISED.timestamp()) * 1_000_000] * len(cards),
        states=states,
        reviews=reviews,
    )


def take(anki: Collection, package: Path, *, schedule: bool = False) -> ImportResponse.Log:
    options = ImportAnkiPackageOptions(with_scheduling=schedule, with_deck_configs=schedule)
    request = ImportAnkiPackageRequest(package_path=str(package), options=options)
    return anki.import_anki_package(request).log


def collection_in(package: Path) -> bytes:
    """Return the SQLite file in a package of today's form."""
    with zipfile.ZipFile(package) as archive, archive.open("collection.anki21b") as packed:
        return zstandard.ZstdDecompressor().stream_reader(packed).read()
