"""What is studied now, and by which rules: the exam or a part of it, its options, a backlog caught up with."""

from certdeck.core.ids import BlueprintId
from certdeck.core.scheduling.order import Relations
from certdeck.core.scheduling.scope import Scope
from certdeck.ports.store import Store
from certdeck.services.library import Exam, LibraryService
from certdeck.services.options import OptionsService
from certdeck.services.preferences import PreferencesService
from certdeck.services.study_day import Wishes


class WishService:
    """Puts together what the study day is made of. Relations are read once for each exam and deck version."""

    def __init__(
        self, store: Store, library: LibraryService, options: OptionsService, preferences: PreferencesService
    ) -> None:
        self._store = store
        self._library = library
        self._options = options
        self._preferences = preferences
        self._relations: dict[tuple[BlueprintId, str], Relations] = {}

    def now(self) -> Wishes:
        """Return what is studied now. Raises `CertdeckError` when no deck is installed."""
        exam = self._library.exam()
        scope = Scope(exam.deck.id, exam.blueprint.id)
        return Wishes(scope, self._options.of(exam.deck.id).options, self._related(exam))

    def _related(self, exam: Exam) -> Relations:
        key = (exam.blueprint.id, exam.deck.digest)
        if key not in self._relations:
            weights = {str(domain.id): float(domain.weight) for domain in exam.blueprint.domains}
            self._relations = {key: Relations(weights=weights)}
        return self._relations[key]
