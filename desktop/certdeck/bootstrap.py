"""The only place that names every adapter: builds the services from the folders and the clock of a run."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from certdeck.assets import Places
from certdeck.importers.native import NativeReader
from certdeck.markup.code import code_parts
from certdeck.markup.markdown import Markdown
from certdeck.markup.math import svg
from certdeck.memory.fsrs_model import FsrsModel
from certdeck.ports.clock import Clock
from certdeck.ports.decks import DeckReader
from certdeck.ports.exporting import DisputeExporter, FigureFiles, PackageExporter, ReportPrinter, SheetPrinter
from certdeck.ports.memory import MemoryFitter
from certdeck.services.backlog import BacklogService
from certdeck.services.calendar import Calendar
from certdeck.services.cards import CardService
from certdeck.services.catalogue import Services
from certdeck.services.cram import CramService
from certdeck.services.exams import ExamService
from certdeck.services.export import ExportService
from certdeck.services.faces import FaceService
from certdeck.services.fits import Fits
from certdeck.services.fitting import FittingService
from certdeck.services.history import HistoryService
from certdeck.services.leeches import LeechService
from certdeck.services.library import LibraryService
from certdeck.services.misses import MissService
from certdeck.services.options import OptionsService
from certdeck.services.preferences import PreferencesService
from certdeck.services.reference import ReferenceService
from certdeck.services.replay import Replay
from certdeck.services.results import ResultService
from certdeck.services.scopes import ScopeService
from certdeck.services.search import SearchService
from certdeck.services.statistics import StatisticsService
from certdeck.services.study import StudyService
from certdeck.services.wishes import WishService
from certdeck.store.database import open_database
from certdeck.store.media import MediaFolders


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
    import secrets

    return secrets.randbelow(2**31)


def build(places: Places, clock: Clock, *, seeds: Callable[[], int] = new_seed) -> Services:
    """Open the database of `places` and build all services; `seeds` gives the seed of each exam.

    Raises `StoreError` when the database can't be used; then nothing was changed.
    """
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    store = open_database(places.data, backups=places.backups, stamp=stamp)
    preferences = PreferencesService(store)
    markup = Markdown()
    library = LibraryService(store, NativeReader(), clock, preferences, places.decks)
    options = OptionsService(store)
    calendar = Calendar(clock, preferences)
    wishes = WishService(store, library, options, preferences, calendar)
    memory, fits = FsrsModel(), Fits(store)
    replay = Replay(store, memory, fits, library, options)

    def fitter() -> MemoryFitter:
        from certdeck.memory.worker import ProcessFitter

        return ProcessFitter()

    study = StudyService(store, memory, calendar, wishes)

    def packages() -> PackageExporter:
        from certdeck.exporters.anki.package import AnkiPackageExporter

        return AnkiPackageExporter(markup, places.resources / "anki")

    def printer() -> SheetPrinter:
        from certdeck.exporters.pdf.printer import PdfSheetPrinter

        return PdfSheetPrinter(markup, places.resources / "fonts", svg)

    def disputes() -> DisputeExporter:
        from certdeck.exporters.disputes import MarkdownDisputes

        return MarkdownDisputes()

    def figures() -> FigureFiles:
        from certdeck.exporters.figures import FigureWriter

        return FigureWriter()

    def reports() -> ReportPrinter:
        from certdeck.exporters.pdf.printer import PdfReportPrinter

        return PdfReportPrinter(places.resources / "fonts")

    exams = ExamService(store, clock, library, seeds)
    results = ResultService(store, clock, library, exams)
    return Services(
        library=library,
        study=study,
        faces=FaceService(store, calendar),
        backlog=BacklogService(store, calendar, preferences),
        leeches=LeechService(store, library),
        cram=CramService(store, calendar, wishes, options),
        scopes=ScopeService(store, library, options, calendar, study),
        history=HistoryService(store, clock, replay),
        cards=CardService(store, clock, MediaFolders(places.media, places.decks)),
        search=SearchService(store, library, calendar, options, memory),
        fitting=FittingService(clock, library, options, fits, replay, fitter),
        exams=exams,
        results=results,
        misses=MissService(store, calendar),
        options=options,
        statistics=StatisticsService(store, calendar, library, options, figures),
        calendar=calendar,
        reference=ReferenceService(store, library, markup),
        export=ExportService(
            store,
            library,
            packages,
            printer,
            exams=exams,
            results=results,
            clock=clock,
            reports=reports,
            disputes=disputes,
        ),
        preferences=preferences,
        markup=markup,
        math=svg,
        clock=clock,
        store=store,
        folder=places.data,
        code=code_parts,
    )


def deck_reader() -> DeckReader:
    """Return the reader of the project's own deck format, for checking a deck without a library."""
    return NativeReader()
