"""The only place that names every adapter: builds the services from the folders and the clock of a run."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from certdeck.assets import Places
from certdeck.importers.native import NativeReader
from certdeck.markup.code import code_parts
from certdeck.markup.math import svg
from certdeck.memory.fsrs_model import FsrsModel
from certdeck.ports.updating import Updating, unannounced
from certdeck.services.catalogue import Adapters, Services
from certdeck.store.database import open_database
from certdeck.store.library_file import FILE
from certdeck.store.media import MediaFolders

if TYPE_CHECKING:
    from certdeck.ports.backups import BackupFolder
    from certdeck.ports.clock import Clock
    from certdeck.ports.decks import DeckReader
    from certdeck.ports.exporting import (
        BundleExporter,
        DisputeExporter,
        FigureFiles,
        Format,
    )
    from certdeck.ports.importing import FileReader
    from certdeck.ports.markup import Markup
    from certdeck.ports.media import Media
    from certdeck.ports.memory import MemoryFitter
    from certdeck.ports.printing import PaperPrinter
    from certdeck.ports.shared_folder import SharedFolder
    from certdeck.services.backups import BackupService


PAUSE = 0.005
"""Seconds between two transactions of a long work: time enough for a rating that waits for its turn."""


class SystemClock:
    """The computer's clock (see `certdeck.ports.clock.Clock`)."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""
        return datetime.now(UTC)

    def zone(self) -> tzinfo:
        """Return the computer's time zone."""
        zone = datetime.now().astimezone().tzinfo
        return zone if zone is not None else UTC

    def monotonic(self) -> float:
        """Return seconds of a clock that nobody can set; it stands while the computer sleeps."""
        if sys.platform == "win32":
            return _awake_on_windows()
        return time.monotonic()

    def monotonic_with_sleep(self) -> float:
        """Return seconds of a clock that nobody can set and that runs on while the computer sleeps."""
        return time.monotonic() if _RUNS_IN_SLEEP is None else time.clock_gettime(_RUNS_IN_SLEEP)


_RUNS_IN_SLEEP: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
"""The clock that counts sleep on Linux and on macOS. Windows has neither: Python's own one counts it there."""


def _awake_on_windows() -> float:
    """Return the seconds that Windows was awake: Python's monotonic clock runs on in sleep there."""
    import ctypes

    ticks = ctypes.c_ulonglong()
    ctypes.WinDLL("kernel32").QueryUnbiasedInterruptTime(ctypes.byref(ticks))  # type: ignore[attr-defined,unused-ignore]
    return ticks.value / 10_000_000


def new_seed() -> int:
    """Return a seed for one draw, from the system's own dice."""
    return int.from_bytes(os.urandom(4)) >> 1


def new_name() -> str:
    """Return a name for a library that is synced, which no other one has."""
    return os.urandom(8).hex()


def build(
    places: Places, clock: Clock, *, seeds: Callable[[], int] = new_seed, updating: Updating = unannounced
) -> Services:
    """Open the database of `places` and return all services on it; `seeds` gives the seed of each exam.

    An older database is brought up to date by `updating`.

    Raises `StoreError` when the database can't be used; then nothing was changed.
    """
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    media = MediaFolders(places.media, places.decks)
    return Services(
        Adapters(
            store=open_database(places.data, backups=places.backups, stamp=stamp, updating=updating),
            clock=clock,
            decks=NativeReader(),
            media=media,
            markup=_markup,
            math=svg,
            memory=FsrsModel(),
            seeds=seeds,
            shipped=places.decks,
            fitter=_fitter,
            formats=partial(_exporter, places.resources / "anki", media),
            paper=partial(_paper, places.resources / "fonts", media),
            disputes=_disputes,
            figures=_figures,
            files=_files,
            shared=_shared,
            names=new_name,
            here=partial(_here, places.data),
            pause=partial(time.sleep, PAUSE),
            backups=partial(_backups, places),
            code=code_parts,
            folder=places.data,
        )
    )


@cache
def _markup() -> Markup:
    from certdeck.markup.markdown import Markdown

    return Markdown()


def _fitter() -> MemoryFitter:
    from certdeck.memory.worker import ProcessFitter

    return ProcessFitter()


def _exporter(templates: Path, media: Media, form: Format) -> BundleExporter:
    from certdeck.exporters import formats

    return formats.exporter(form, _markup(), templates, media.find)


def _paper(fonts: Path, media: MediaFolders) -> PaperPrinter:
    from certdeck.exporters.pdf.paper import PdfPaperPrinter

    return PdfPaperPrinter(_markup(), fonts, svg, media.find)


def _disputes() -> DisputeExporter:
    from certdeck.exporters.disputes import MarkdownDisputes

    return MarkdownDisputes()


def _figures() -> FigureFiles:
    from certdeck.exporters.figures import FigureWriter

    return FigureWriter()


def _files() -> FileReader:
    from certdeck.importers.files import Files
    from certdeck.markup.from_html import markdown_of
    from certdeck.memory.fsrs_model import FsrsModel
    from certdeck.services.learnt import Taking
    from certdeck.store.study import written

    return Files(markdown_of, sent=(Taking, FsrsModel, written))


def _shared(folder: Path) -> SharedFolder:
    from certdeck.exporters.shared_folder import FolderOfChanges

    return FolderOfChanges(folder)


def _here(data: Path) -> str:
    """Return a short name for this computer and the data folder: a library that was copied elsewhere is another one."""
    import platform

    place = f"{platform.node()}\n{data.absolute()}"
    return f"{crc32(place.encode(errors='surrogatepass')):08x}"


def _backups(places: Places) -> BackupFolder:
    from certdeck.store.backups import FolderOfBackups

    return FolderOfBackups(places.data / FILE, places.backups)


def backups(places: Places, clock: Clock) -> BackupService:
    """Return what makes backups of the library in `places` and goes back to one, without opening the library."""
    from certdeck.services.backups import BackupService

    return BackupService(_backups(places), clock)


def deck_reader() -> DeckReader:
    """Return the reader of the project's own deck format, for checking a deck without a library."""
    return NativeReader()
