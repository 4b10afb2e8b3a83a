"""The only place that names every adapter: builds the services from the folders and the clock of a run."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
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


MOST_QUARTERS = 5_000
"""Quarters of an hour whose offset is kept."""
PAUSE = 0.005
"""Seconds between two transactions of a long work: time enough for a rating that waits for its turn."""


class SystemZone(tzinfo):
    """The computer's time zone as it was or will be at any moment: its own answer holds for summer or winter alone.

    What it says of a quarter of an hour is kept, as no zone changes its offset within one.
    """

    def __init__(self) -> None:
        self._ahead: dict[tuple[int, ...], timedelta] = {}

    def fromutc(self, moment: datetime) -> datetime:
        """Return local time for `moment`, which is in UTC under the name of this zone."""
        ahead = self._kept(moment, -1, moment.replace(tzinfo=UTC))
        local = moment + ahead
        return local if self.utcoffset(local) == ahead else local.replace(fold=1)

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Return how far local time `moment` is ahead of UTC."""
        return None if moment is None else self._kept(moment, moment.fold, moment.replace(tzinfo=None))

    def dst(self, _moment: datetime | None) -> timedelta | None:
        """Return None: nobody asks which part of the offset is summer time."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """Return what the zone is called at `moment`."""
        return None if moment is None else _system_time(moment.replace(tzinfo=None)).tzname()

    def _kept(self, moment: datetime, fold: int, asked: datetime) -> timedelta:
        key = (moment.year, moment.month, moment.day, moment.hour, moment.minute // 15, fold)
        ahead = self._ahead.get(key)
        if ahead is None:
            if len(self._ahead) >= MOST_QUARTERS:
                self._ahead.clear()
            ahead = self._ahead[key] = _system_time(asked).utcoffset() or timedelta()
        return ahead


def _system_time(moment: datetime) -> datetime:
    """Return `moment` in local time; a naive one is local. What a system can't tell is told by what holds now."""
    try:
        return moment.astimezone()
    except (OSError, OverflowError, ValueError):
        return datetime.now().astimezone()


class SystemClock:
    """The computer's clock (see `certdeck.ports.clock.Clock`)."""

    def __init__(self) -> None:
        self._present: tzinfo | None = None
        self._zone = SystemZone()

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""
        return datetime.now(UTC)

    def zone(self) -> tzinfo:
        """Return the computer's time zone."""
        present = datetime.now().astimezone().tzinfo
        if present != self._present:
            # The computer is elsewhere by now, or summer time has begun: what was asked before may hold no more.
            self._present, self._zone = present, SystemZone()
        return self._zone

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
    # The same dice as in `secrets`, which would load OpenSSL.
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
