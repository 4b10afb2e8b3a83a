"""All services together, as screens and commands receive them."""

from dataclasses import dataclass
from pathlib import Path

from certdeck.ports.clock import Clock
from certdeck.ports.code import CodeReader
from certdeck.ports.markup import Markup
from certdeck.ports.math import MathRenderer
from certdeck.ports.store import Store
from certdeck.services.backlog import BacklogService
from certdeck.services.calendar import Calendar
from certdeck.services.cards import CardService
from certdeck.services.cram import CramService
from certdeck.services.exams import ExamService
from certdeck.services.export import ExportService
from certdeck.services.faces import FaceService
from certdeck.services.fitting import FittingService
from certdeck.services.history import HistoryService
from certdeck.services.leeches import LeechService
from certdeck.services.library import LibraryService
from certdeck.services.misses import MissService
from certdeck.services.options import OptionsService
from certdeck.services.preferences import PreferencesService
from certdeck.services.reference import ReferenceService
from certdeck.services.results import ResultService
from certdeck.services.scopes import ScopeService
from certdeck.services.search import SearchService
from certdeck.services.statistics import StatisticsService
from certdeck.services.study import StudyService


@dataclass(frozen=True, slots=True)
class Services:
    """What the app can do. `close` ends its use of the database; `folder` is where that is, where anybody knows."""

    library: LibraryService
    study: StudyService
    faces: FaceService
    backlog: BacklogService
    scopes: ScopeService
    cram: CramService
    leeches: LeechService
    history: HistoryService
    cards: CardService
    search: SearchService
    options: OptionsService
    statistics: StatisticsService
    calendar: Calendar
    fitting: FittingService
    exams: ExamService
    results: ResultService
    misses: MissService
    reference: ReferenceService
    export: ExportService
    preferences: PreferencesService
    markup: Markup
    math: MathRenderer
    clock: Clock
    store: Store
    folder: Path | None = None
    code: CodeReader | None = None

    def warm_up(self) -> None:
        """Load what most pages need and the first one doesn't: Markdown, the memory model, formulas, the glossary.

        Changes nothing; meant for another thread, so that no click has to wait for it.
        """
        self.markup.read("*ready*")
        self.math("x", 18.0, "#000000")
        if self.library.heads():
            self.study.next()
            self.reference.glossary()

    def close(self) -> None:
        """Close the database."""
        self.store.close()
