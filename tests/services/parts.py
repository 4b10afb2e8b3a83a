"""All services of one run, built on any store, with a clock and a deck reader that tests hold in their hands."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from certdeck.core.deck import Deck
from certdeck.core.errors import DeckError, Problem
from certdeck.exporters.figures import FigureWriter
from certdeck.markup.markdown import Markdown
from certdeck.markup.math import svg
from certdeck.memory.fsrs_model import FsrsModel
from certdeck.memory.worker import ProcessFitter
from certdeck.ports.memory import MemoryFitter
from certdeck.ports.store import Store
from certdeck.services.backlog import BacklogService
from certdeck.services.calendar import Calendar
from certdeck.services.cards import CardService
from certdeck.services.cram import CramService
from certdeck.services.exams import ExamService
from certdeck.services.faces import FaceService
from certdeck.services.faults import FaultService
from certdeck.services.fits import Fits
from certdeck.services.fitting import FittingService
from certdeck.services.full_text import FullTextService
from certdeck.services.history import HistoryService
from certdeck.services.leeches import LeechService
from certdeck.services.library import LibraryService
from certdeck.services.misses import MissService
from certdeck.services.options import OptionsService
from certdeck.services.packing import PackingService
from certdeck.services.preferences import PreferencesService
from certdeck.services.reference import ReferenceService
from certdeck.services.replay import Replay
from certdeck.services.results import ResultService
from certdeck.services.scopes import ScopeService
from certdeck.services.search import SearchService
from certdeck.services.statistics import StatisticsService
from certdeck.services.study import StudyService
from certdeck.services.wishes import WishService
from certdeck.store.media import MediaFolders
from tests.builders import deck
from tests.clock import FixedClock
from tests.services.fake_exporter import KeptBundles
from tests.services.fake_store import FakeStore


class ShelfReader:
    """Reads decks from a shelf (see `certdeck.ports.decks.DeckReader`) and counts what it was asked."""

    def __init__(self) -> None:
        self.shelf: dict[Path, Deck] = {}
        self.broken: dict[Path, str] = {}
        self.painted: dict[Path, Mapping[str, str]] = {}
        self.asked: Counter[str] = Counter()

    def put(self, folder: Path, content: Deck) -> Path:
        """Put a deck on the shelf, with the file by which shipped decks are found."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "deck.yaml").touch()
        self.shelf[folder] = content
        return folder

    def digest(self, folder: Path) -> str:
        self.asked["digest"] += 1
        return self.shelf[folder].digest

    def pictures(self, folder: Path) -> Mapping[str, str]:
        return self.painted.get(folder, {})

    def read(self, folder: Path) -> Deck:
        self.asked["read"] += 1
        problems = self.check(folder)
        if problems:
            raise DeckError(problems)
        return self.shelf[folder]

    def check(self, folder: Path, *, strict_on: date | None = None) -> tuple[Problem, ...]:
        text = self.broken.get(folder)
        return () if text is None else (Problem(folder / "cards/1.1.yaml", 3, "c-1", text),)


@dataclass
class Parts:
    """One run of the app. `again` is the next run on the same store."""

    shipped: Path
    store: Store = field(default_factory=FakeStore)
    clock: FixedClock = field(default_factory=FixedClock)
    reader: ShelfReader = field(default_factory=ShelfReader)
    seeds: Iterator[int] = field(default_factory=lambda: count(100))
    fitter: MemoryFitter = field(default_factory=ProcessFitter)

    def __post_init__(self) -> None:
        self.preferences = PreferencesService(self.store)
        self.library = LibraryService(self.store, self.reader, self.clock, self.preferences, self.shipped)
        self.options = OptionsService(self.store)
        self.calendar = Calendar(self.clock, self.preferences)
        self.wishes = WishService(self.store, self.library, self.options, self.preferences, self.calendar)
        memory, fits = FsrsModel(), Fits(self.store)
        replay = Replay(self.store, memory, fits, self.library, self.options)
        self.study = StudyService(self.store, memory, self.calendar, self.wishes)
        self.fitting = FittingService(self.clock, self.library, self.options, fits, replay, fitter=lambda: self.fitter)
        self.leeches = LeechService(self.store, self.library)
        self.cram = CramService(self.store, self.calendar, self.wishes)
        self.scopes = ScopeService(self.store, self.library, self.options, self.calendar, self.study)
        self.backlog = BacklogService(self.store, self.calendar, self.preferences)
        self.faces = FaceService(self.store, self.calendar)
        self.history = HistoryService(self.store, self.clock, replay, self.library)
        self.cards = CardService(self.store, self.clock, MediaFolders(self.shipped.parent / "media", self.shipped))
        self.faults = FaultService(self.store, Markdown, svg, self.cards.picture)
        self.full_text = FullTextService(self.store, lambda: None)
        self.search = SearchService(
            self.store, self.library, self.calendar, self.options, FsrsModel(), self.faults, self.full_text
        )
        self.packages = KeptBundles()
        self.packing = PackingService(
            self.full_text, self.library, self.search, self.calendar, self.options, self.packages.exporter
        )
        self.exams = ExamService(self.store, self.clock, self.library, seeds=lambda: next(self.seeds))
        self.results = ResultService(self.store, self.clock, self.library, self.exams)
        self.statistics = StatisticsService(self.store, self.calendar, self.library, self.options, FigureWriter)
        self.misses = MissService(self.store, self.calendar)
        self.reference = ReferenceService(self.store, self.library, Markdown())

    def again(self) -> "Parts":
        """Start anew on what was stored."""
        return Parts(self.shipped, self.store, self.clock, self.reader, self.seeds, self.fitter)

    def install(self, content: Deck | None = None) -> None:
        """Install a deck as shipped decks are."""
        chosen = content or deck()
        self.library.install(self.reader.put(self.shipped / chosen.id, chosen))
