"""What is studied now, and by which rules: the exam or a part of it, its options, a backlog caught up with."""

from dataclasses import replace
from datetime import date

from certdeck.core.ids import DeckId
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.order import Relations
from certdeck.core.scheduling.scope import Scope
from certdeck.core.settings import Settings
from certdeck.ports.content import DeckHead
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.calendar import Calendar
from certdeck.services.library import Exam, LibraryService
from certdeck.services.options import OptionsService
from certdeck.services.preferences import PreferencesService
from certdeck.services.study_day import Wishes

_Sources = tuple[tuple[DeckHead, ...], Settings, DeckId, Options, date | None]
"""What wishes were made of. The services keep these until they change: the very same ones give the same wishes.

While a backlog is spread they hold for that day only.
"""


class WishService:
    """Puts together what the study day is made of, once for each exam and version of the decks."""

    def __init__(
        self,
        store: Store,
        library: LibraryService,
        options: OptionsService,
        preferences: PreferencesService,
        calendar: Calendar,
    ) -> None:
        self._store = store
        self._library = library
        self._options = options
        self._preferences = preferences
        self._calendar = calendar
        self._kept: dict[Scope | None, tuple[_Sources, Wishes]] = {}

    def now(self, scope: Scope | None = None) -> Wishes:
        """Return what is studied: `scope`, or the whole exam. Raises `CertdeckError` when no deck is installed."""
        kept = self._still(scope)
        if kept is not None:
            return kept
        with self._store.open() as work:
            return self._read(work, scope)

    def now_in(self, work: UnitOfWork, scope: Scope | None) -> Wishes:
        """Return what `now` does, read in `work` where it has to be read: one unit of work is begun sooner than six."""
        self._library.heads_in(work)
        self._preferences.settings_in(work)
        if scope in self._kept:
            (_, _, deck, _, _), _ = self._kept[scope]
            self._options.of_in(work, deck)
        return self._still(scope) or self._read(work, scope)

    def _still(self, scope: Scope | None) -> Wishes | None:
        """Return what was made for `scope`, if it was made of what there is."""
        kept = self._kept.get(scope)
        if kept is None:
            return None
        (heads, settings, deck, options, day), wishes = kept
        same = heads is self._library.heads() and settings is self._preferences.settings
        same = same and (day is None or day == self._calendar.today())
        return wishes if same and options is self._options.of(deck).options else None

    def _read(self, work: UnitOfWork, scope: Scope | None) -> Wishes:
        heads, settings = self._library.heads_in(work), self._preferences.settings_in(work)
        exam = self._library.exam()
        studied = scope or Scope(exam.deck.id, exam.blueprint.id)
        relations, catch_up = _related(exam), settings.spreading()
        if catch_up is not None and not catch_up.days_left(self._calendar.today()):
            catch_up = None
        if catch_up is not None:
            relations = replace(relations, catching_up=True)
        deck = self._library.options_deck(studied.deck)
        wishes = Wishes(studied, self._options.of_in(work, deck).options, relations, catch_up)
        day = None if settings.spreading() is None else self._calendar.today()
        self._kept[scope] = (heads, settings, deck, wishes.options, day), wishes
        return wishes


def _related(exam: Exam) -> Relations:
    return Relations(weights={str(domain.id): float(domain.weight) for domain in exam.blueprint.domains})
