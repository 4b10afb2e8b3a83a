"""Taking cards and questions away: to Anki and to other programs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from certdeck.core.blueprint import Blueprint
from certdeck.core.errors import ExportError
from certdeck.core.ids import BlueprintId, DeckId
from certdeck.core.search.parser import parse
from certdeck.ports.exporting import BundleExporter, Format, PackageCount, Progress, no_progress
from certdeck.ports.outgoing import Bundle, ScheduleRules
from certdeck.ports.search import Order
from certdeck.ports.store import UnitOfWork
from certdeck.services.calendar import Calendar
from certdeck.services.full_text import FullTextService
from certdeck.services.library import OWN, LibraryService
from certdeck.services.options import OptionsService
from certdeck.services.search import SearchService


@dataclass(frozen=True, slots=True)
class Choice:
    """What shall leave the app: what `query` finds, all if it is empty.

    Without `everything` that is narrowed down to `exam` (the one studied for if None) and to what belongs to no exam.
    `with_schedule` takes the learner's schedule along, for formats that can carry it. `legacy` writes an
    Anki package that versions before 2.1.50 read, too: larger, and slower to write.
    """

    query: str = ""
    exam: BlueprintId | None = None
    everything: bool = False
    with_schedule: bool = False
    legacy: bool = False


class PackingService:
    """Writes cards and questions into files, each whole or not at all.

    `formats` makes the exporter of a format: their libraries are heavy, and most days nothing is exported.
    """

    def __init__(
        self,
        full_text: FullTextService,
        library: LibraryService,
        search: SearchService,
        calendar: Calendar,
        options: OptionsService,
        formats: Callable[[Format], BundleExporter],
    ) -> None:
        self._full_text = full_text
        self._library = library
        self._search = search
        self._calendar = calendar
        self._options = options
        self._formats = formats

    def write(
        self, form: Format, target: Path, choice: Choice | None = None, *, progress: Progress = no_progress
    ) -> PackageCount:
        """Write what was chosen to the file `target`.

        Raises `QueryError` for a query that can't be understood, and `ExportError` when it finds nothing to write, the
        format has no place for the schedule, or the file can't be written; what was there before is untouched.
        """
        choice = choice or Choice()
        if choice.with_schedule and form is not Format.ANKI:
            raise ExportError(f"{form.label} has no place for a schedule. Nothing was written. Choose an Anki package.")
        with self._full_text.reading(parse(choice.query)) as work:
            bundle = self._bundle(work, choice)
            if not bundle.total:
                raise ExportError("No card or question was found. Nothing was written. Choose another search.")
            return self._formats(form).write(bundle, target, progress)

    def waits(self, choice: Choice) -> bool:
        """Tell whether cards would have to be made searchable before they are counted, which takes a while.

        Raises `QueryError` for a query that makes no sense.
        """
        return self._full_text.lacks(parse(choice.query))

    def count(self, choice: Choice) -> int:
        """Return how many cards and questions would leave. Raises `QueryError` for a query that makes no sense."""
        with self._full_text.reading(parse(choice.query)) as work:
            return work.outgoing.count(self._keys(work, choice))

    def _bundle(self, work: UnitOfWork, choice: Choice) -> Bundle:
        studied = self._library.exam(choice.exam).blueprint
        keys = self._keys(work, choice)
        return Bundle(
            exams=(studied, *self._others(studied)) if choice.everything else (studied,),
            heads={head.id: head for head in self._library.heads()},
            items=work.outgoing.items(keys, studied=choice.with_schedule),
            total=work.outgoing.count(keys),
            cases=work.outgoing.cases(),
            schedule=self._rules(studied) if choice.with_schedule else None,
            legacy=choice.legacy,
            sketched=work.outgoing.sketched(keys, studied=choice.with_schedule),
        )

    def _keys(self, work: UnitOfWork, choice: Choice) -> Sequence[int]:
        studied = self._library.exam(choice.exam).blueprint.id
        query = parse(choice.query)
        frame = replace(self._search.frame(query, narrow=not choice.everything), exam=studied)
        return work.search.keys(query, frame, Order.DECK)

    def _others(self, first: Blueprint) -> tuple[Blueprint, ...]:
        return tuple(exam.blueprint for exam in self._library.exams() if exam.blueprint.id != first.id)

    def _rules(self, studied: Blueprint) -> ScheduleRules:
        decks: dict[DeckId, DeckId] = {head.id: head.id for head in self._library.heads()}
        # The learner's own cards are asked along with the deck of the exam, by its options.
        decks[OWN] = self._library.exam(studied.id).deck.id
        return ScheduleRules(
            now=self._calendar.now(),
            zone=self._calendar.zone(),
            day_starts_at=self._calendar.starts_at,
            presets={deck: self._options.of(source) for deck, source in decks.items()},
        )
