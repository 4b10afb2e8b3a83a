"""All services together, as screens and commands receive them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from certdeck.ports.backups import BackupFolder
    from certdeck.ports.clock import Clock
    from certdeck.ports.code import CodeReader
    from certdeck.ports.decks import DeckReader
    from certdeck.ports.exporting import (
        BundleExporter,
        DisputeExporter,
        FigureFiles,
        Format,
    )
    from certdeck.ports.importing import FileReader
    from certdeck.ports.markup import Markup
    from certdeck.ports.math import MathRenderer
    from certdeck.ports.media import Media
    from certdeck.ports.memory import MemoryFitter, MemoryModel
    from certdeck.ports.printing import PaperPrinter
    from certdeck.ports.shared_folder import SharedFolder
    from certdeck.ports.store import Store
    from certdeck.services.backlog import BacklogService
    from certdeck.services.backups import BackupService
    from certdeck.services.calendar import Calendar
    from certdeck.services.cards import CardService
    from certdeck.services.cram import CramService
    from certdeck.services.elsewhere import ElsewhereService
    from certdeck.services.exams import ExamService
    from certdeck.services.export import ExportService
    from certdeck.services.faces import FaceService
    from certdeck.services.faults import FaultService
    from certdeck.services.fits import Fits
    from certdeck.services.fitting import FittingService
    from certdeck.services.full_text import FullTextService
    from certdeck.services.history import HistoryService
    from certdeck.services.importing import ImportService
    from certdeck.services.leeches import LeechService
    from certdeck.services.library import LibraryService
    from certdeck.services.merging import MergeService
    from certdeck.services.misses import MissService
    from certdeck.services.options import OptionsService
    from certdeck.services.packing import PackingService
    from certdeck.services.paper_exam import PaperExamService
    from certdeck.services.preferences import PreferencesService
    from certdeck.services.printing import PrintingService
    from certdeck.services.reference import ReferenceService
    from certdeck.services.replay import Replay
    from certdeck.services.results import ResultService
    from certdeck.services.scopes import ScopeService
    from certdeck.services.search import SearchService
    from certdeck.services.statistics import StatisticsService
    from certdeck.services.study import StudyService
    from certdeck.services.syncing import SyncService
    from certdeck.services.wishes import WishService

_OF_DIALOGS: Final = frozenset(("backups", "export", "merging", "packing", "printing"))
"""Services that are asked by dialogs only, which load more than these when they are opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapters:
    """What stands behind the ports in one run. A callable makes an adapter that is wanted rarely or loads much.

    `shipped` is the folder of the decks that come with the app, `folder` the one of the database, where anybody knows;
    `seeds` gives the seed of each exam, `names` a name for a library that is synced, `here` says where this one is.
    `pause` gives others a turn between two transactions of a long work.
    """

    store: Store
    clock: Clock
    decks: DeckReader
    media: Media
    markup: Callable[[], Markup]
    math: MathRenderer
    memory: MemoryModel
    seeds: Callable[[], int]
    shipped: Path
    fitter: Callable[[], MemoryFitter]
    formats: Callable[[Format], BundleExporter]
    paper: Callable[[], PaperPrinter]
    disputes: Callable[[], DisputeExporter]
    figures: Callable[[], FigureFiles]
    files: Callable[[], FileReader]
    shared: Callable[[Path], SharedFolder]
    names: Callable[[], str]
    here: Callable[[], str]
    pause: Callable[[], None]
    backups: Callable[[], BackupFolder]
    code: CodeReader | None = None
    folder: Path | None = None


class Services:
    """What the app can do. Each service is loaded and made when it is first asked for: the first page needs few."""

    def __init__(self, adapters: Adapters) -> None:
        self._with = adapters
        self.store = adapters.store
        self.clock = adapters.clock
        self.math = adapters.math
        self.code = adapters.code
        self.folder = adapters.folder

    def warm_up(self) -> None:
        """Load what most pages need and the first one doesn't: Markdown, the memory model, their services, formulas.

        Changes nothing of the learner's; meant for another thread, so that no click has to wait for it.
        """
        # A cloze: simple texts are read without the parser, and the first one that is not would wait for its modules.
        self.markup.read_cloze("{{c1::ready}}", gap=1, hidden=False)
        for name in vars(type(self)):
            if not name.startswith("_") and name not in _OF_DIALOGS:
                getattr(self, name)
        # What the store keeps of changes: first loaded amid an import, it would keep memory around it from going back.
        self.history.newest(undo=True)
        if self.library.heads():
            turn = self.study.next()
            if turn is not None:
                self.study.intervals(turn)
            self.reference.glossary()
        if not self.library.heads() or self.search.is_anywhere("$"):
            # What draws formulas needs 16 MB: not where no text has one, unless the texts are still to come.
            self.math("x", 18.0, "#000000")

    def close(self) -> None:
        """End the use of the database."""
        self.store.close()

    @cached_property
    def markup(self) -> Markup:
        """What reads the Markdown of items."""
        return self._with.markup()

    # --- The learner's ways

    @cached_property
    def preferences(self) -> PreferencesService:
        """Settings."""
        from certdeck.services.preferences import PreferencesService

        return PreferencesService(self.store)

    @cached_property
    def calendar(self) -> Calendar:
        """The learner's days."""
        from certdeck.services.calendar import Calendar

        return Calendar(self.clock, self.preferences)

    @cached_property
    def options(self) -> OptionsService:
        """Deck options and their presets."""
        from certdeck.services.options import OptionsService

        return OptionsService(self.store)

    @cached_property
    def backups(self) -> BackupService:
        """Copies of the library."""
        from certdeck.services.backups import BackupService

        return BackupService(self._with.backups(), self.clock)

    @cached_property
    def elsewhere(self) -> ElsewhereService:
        """What was changed in other windows."""
        from certdeck.services.elsewhere import ElsewhereService

        return ElsewhereService(self.store, self.library, self.preferences, self.options, self._fits)

    # --- Content

    @cached_property
    def library(self) -> LibraryService:
        """Installed decks and what is in them."""
        from certdeck.services.library import LibraryService

        return LibraryService(self.store, self._with.decks, self.clock, self.preferences, self._with.shipped)

    @cached_property
    def cards(self) -> CardService:
        """The learner's own cards, and their edits and notes."""
        from certdeck.services.cards import CardService

        return CardService(self.store, self.clock, self._with.media)

    @cached_property
    def faults(self) -> FaultService:
        """What is wrong with cards."""
        from certdeck.services.faults import FaultService

        return FaultService(self.store, lambda: self.markup, self.math, self._picture)

    def _picture(self, name: str) -> Path | None:
        return self.cards.picture(name)

    @cached_property
    def search(self) -> SearchService:
        """Finding items by a query."""
        from certdeck.services.search import SearchService

        return SearchService(
            self.store, self.library, self.calendar, self.options, self._with.memory, self.faults, self.full_text
        )

    @cached_property
    def full_text(self) -> FullTextService:
        """Making cards searchable that came in large numbers."""
        from certdeck.services.full_text import FullTextService

        return FullTextService(self.store, self._with.pause)

    @cached_property
    def reference(self) -> ReferenceService:
        """Glossary, confusion sets and sheets."""
        from certdeck.services.reference import ReferenceService

        return ReferenceService(self.store, self.library, self.markup)

    # --- Studying

    @cached_property
    def study(self) -> StudyService:
        """Today's cards, one after the other."""
        from certdeck.services.study import StudyService

        return StudyService(self.store, self._with.memory, self.calendar, self._wishes)

    @cached_property
    def faces(self) -> FaceService:
        """Changing the schedule of many faces at once."""
        from certdeck.services.faces import FaceService

        return FaceService(self.store, self.calendar)

    @cached_property
    def backlog(self) -> BacklogService:
        """Catching up after a break."""
        from certdeck.services.backlog import BacklogService

        return BacklogService(self.store, self.calendar, self.preferences)

    @cached_property
    def scopes(self) -> ScopeService:
        """What can be studied, with what waits there."""
        from certdeck.services.scopes import ScopeService

        return ScopeService(self.store, self.library, self.options, self.calendar, self.study)

    @cached_property
    def cram(self) -> CramService:
        """Studying ahead of the schedule, or beside it."""
        from certdeck.services.cram import CramService

        return CramService(self.store, self.calendar, self._wishes)

    @cached_property
    def leeches(self) -> LeechService:
        """Help with cards that are forgotten again and again."""
        from certdeck.services.leeches import LeechService

        return LeechService(self.store, self.library)

    @cached_property
    def history(self) -> HistoryService:
        """Undo and redo."""
        from certdeck.services.history import HistoryService

        return HistoryService(self.store, self.clock, self._replay, self.library)

    @cached_property
    def fitting(self) -> FittingService:
        """Fitting the memory model to the learner's own reviews."""
        from certdeck.services.fitting import FittingService

        return FittingService(self.clock, self.library, self.options, self._fits, self._replay, self._with.fitter)

    @cached_property
    def statistics(self) -> StatisticsService:
        """Figures of the Progress page."""
        from certdeck.services.statistics import StatisticsService

        return StatisticsService(self.store, self.calendar, self.library, self.options, self._with.figures)

    # --- Exams

    @cached_property
    def exams(self) -> ExamService:
        """Drawing and sitting exams."""
        from certdeck.services.exams import ExamService

        return ExamService(self.store, self.clock, self.library, self._with.seeds)

    @cached_property
    def results(self) -> ResultService:
        """Reports of exams that have ended."""
        from certdeck.services.results import ResultService

        return ResultService(self.store, self.clock, self.library, self.exams)

    @cached_property
    def misses(self) -> MissService:
        """Turning what was missed into cards."""
        from certdeck.services.misses import MissService

        return MissService(self.store, self.calendar)

    # --- Into the app, and out of it

    @cached_property
    def importing(self) -> ImportService:
        """Files of other programs."""
        from certdeck.services.importing import ImportService

        adapters = self._with
        return ImportService(self.store, self.library, self.clock, adapters.media, adapters.memory, adapters.files)

    @cached_property
    def merging(self) -> MergeService:
        """Reviews of other devices."""
        from certdeck.services.merging import MergeService

        return MergeService(self.store, self.library, self.clock, self._with.memory)

    @cached_property
    def syncing(self) -> SyncService:
        """Exchanging changes with other computers."""
        from certdeck.services.syncing import SyncService

        adapters = self._with
        return SyncService(
            self.store,
            self.clock,
            adapters.memory,
            self.library,
            self.preferences,
            self.options,
            self._fits,
            adapters.media,
            folders=adapters.shared,
            names=adapters.names,
            here=adapters.here,
            pause=adapters.pause,
        )

    @cached_property
    def export(self) -> ExportService:
        """Score reports, disputes."""
        from certdeck.services.export import ExportService

        return ExportService(
            self.store,
            self.library,
            self._with.paper,
            exams=self.exams,
            results=self.results,
            clock=self.clock,
            disputes=self._with.disputes,
        )

    @cached_property
    def packing(self) -> PackingService:
        """Anki packages, and files for other programs."""
        from certdeck.services.packing import PackingService

        return PackingService(
            self.full_text, self.library, self.search, self.calendar, self.options, self._with.formats
        )

    @cached_property
    def printing(self) -> PrintingService:
        """Sheets, cards and exams on paper."""
        from certdeck.services.printing import PrintingService

        return PrintingService(
            self.store,
            self.library,
            self._with.paper,
            search=self.search,
            statistics=self.statistics,
            calendar=self.calendar,
        )

    @cached_property
    def paper_exams(self) -> PaperExamService:
        """Exams on paper, and grading them."""
        from certdeck.services.paper_exam import PaperExamService

        return PaperExamService(self.store, self.library, self.exams, self._with.paper)

    # --- Behind several services

    @cached_property
    def _wishes(self) -> WishService:
        from certdeck.services.wishes import WishService

        return WishService(self.store, self.library, self.options, self.preferences, self.calendar)

    @cached_property
    def _fits(self) -> Fits:
        from certdeck.services.fits import Fits

        return Fits(self.store)

    @cached_property
    def _replay(self) -> Replay:
        from certdeck.services.replay import Replay

        return Replay(self.store, self._with.memory, self._fits, self.library, self.options)
