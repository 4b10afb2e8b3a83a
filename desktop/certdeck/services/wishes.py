"""What is studied now, and by which rules: the exam or a part of it, its options, a backlog caught up with."""

from dataclasses import replace

from certdeck.core.ids import BlueprintId, DeckId
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.order import Relations
from certdeck.core.scheduling.scope import Scope
from certdeck.core.settings import Settings
from certdeck.ports.content import DeckHead
from certdeck.ports.store import Store
from certdeck.services.calendar import Calendar
from certdeck.services.library import Exam, LibraryService
from certdeck.services.options import OptionsService
from certdeck.services.preferences import PreferencesService
from certdeck.services.study_day import Wishes

_Sources = tuple[tuple[DeckHead, ...], Settings, DeckId, Options]
"""What wishes were made of. The services keep these until they change: the very same ones give the same wishes."""


class WishService:
    """Puts together what the study day is made of. Relations are read once for each exam and version of the decks."""

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
        self._known: tuple[tuple[DeckHead, ...], BlueprintId, Relations] | None = None
        self._kept: dict[Scope | None, tuple[_Sources, Wishes]] = {}

    def now(self, scope: Scope | None = None) -> Wishes:
        """Return what is studied: `scope`, or the whole exam. Raises `CertdeckError` when no deck is installed."""
        heads, settings = self._library.heads(), self._preferences.settings
        kept = self._kept.get(scope)
        if kept is not None:
            (old_heads, old_settings, deck, options), wishes = kept
            if old_heads is heads and old_settings is settings and options is self._options.of(deck).options:
                return wishes
        wishes = self._made(scope)
        if wishes.catch_up is None and settings.spreading() is None:
            self._kept[scope] = (heads, settings, wishes.scope.deck, wishes.options), wishes
        return wishes

    def _made(self, scope: Scope | None) -> Wishes:
        exam = self._library.exam()
        studied = scope or Scope(exam.deck.id, exam.blueprint.id)
        relations, catch_up = self._related(exam), self._preferences.settings.spreading()
        if catch_up is not None and not catch_up.days_left(self._calendar.today()):
            catch_up = None
        if catch_up is not None:
            relations = replace(relations, catching_up=True)
        return Wishes(studied, self._options.of(studied.deck).options, relations, catch_up)

    def _related(self, exam: Exam) -> Relations:
        # The library keeps its heads until a deck changes: to compare the tuple itself costs nothing.
        heads, known = self._library.heads(), self._known
        if known is None or known[0] is not heads or known[1] != exam.blueprint.id:
            weights = {str(domain.id): float(domain.weight) for domain in exam.blueprint.domains}
            with self._store.open() as work:
                members = work.content.confusion_members()
            self._known = known = (heads, exam.blueprint.id, Relations(members=members, weights=weights))
        return known[2]
