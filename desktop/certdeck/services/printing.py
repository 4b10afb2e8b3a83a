"""Putting sheets, cards and exams on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certdeck.core.deck import Card, Deck, Sheet
from certdeck.core.errors import ExportError
from certdeck.core.ids import ItemId
from certdeck.core.scheduling.scope import Scope
from certdeck.core.search.parser import parse
from certdeck.core.search.query import Kind, OfKind, all_of
from certdeck.core.sheet_sets import TOPICS, in_order, of_part, of_topic, topic
from certdeck.core.statistics.report import MONTH, QUARTER
from certdeck.core.weak_points import WeakPoints, ranked, versions, weak_bullets
from certdeck.ports.exporting import no_progress
from certdeck.ports.printing import CardBook, OnePage, ProgressContent, SheetBook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from certdeck.ports.exporting import Progress
    from certdeck.ports.printing import CardOptions, PaperPrinter, PrintOptions, Printout
    from certdeck.ports.store import Store
    from certdeck.services.calendar import Calendar
    from certdeck.services.library import Exam, LibraryService
    from certdeck.services.search import SearchService
    from certdeck.services.statistics import StatisticsService

EVERYTHING = "everything"
ALL_SHEETS = "all"
"""Names of the two largest sets: the gist of all sheets on two sides, and all sheets whole."""


CHUNK = 50
"""Cards that are read at a time."""


class PrintingService:
    """Prints for the exam that is studied for. The printer comes as a function: its library is heavy."""

    def __init__(
        self,
        store: Store,
        library: LibraryService,
        printer: Callable[[], PaperPrinter],
        *,
        search: SearchService,
        statistics: StatisticsService,
        calendar: Calendar,
    ) -> None:
        self._store = store
        self._library = library
        self._printer = printer
        self._search = search
        self._statistics = statistics
        self._calendar = calendar

    def sheets(
        self, wanted: str, target: Path | None, options: PrintOptions, *, progress: Progress = no_progress
    ) -> Printout:
        """Print the set of sheets called `wanted` to `target`, or make pictures of its pages when that is None.

        `wanted` is the id of a sheet, a domain (`3`), a task statement (`3.1`), a topic (`bias`), `all`, or
        `everything` for the gist of all on two sides. Raises `ExportError` when there is nothing of that name.
        """
        book = self.book(wanted)
        if wanted == EVERYTHING:
            return self._printer().digest(book, target, options, progress)
        return self._printer().sheets(book, target, options, progress)

    def weak_points(self, target: Path | None, options: PrintOptions) -> Printout:
        """Print on one page where the learner would gain most points.

        Raises `ExportError` when nothing was studied or missed yet.
        """
        exam = self._library.exam()
        weak = self.weak()
        if not weak:
            raise ExportError("Nothing is weak yet: study some cards or sit an exam first. Nothing was written.")
        page = OnePage(versions(weak, "My weak points"), self._calendar.today(), head_only(exam), exam.blueprint)
        return self._printer().page(page, target, options)

    def progress(self, target: Path | None, options: PrintOptions) -> Printout:
        """Print how well each part of the exam is known, what was done in a quarter, and what is coming."""
        exam = self._library.exam()
        figures = self._statistics.report(Scope(exam.deck.id, exam.blueprint.id), QUARTER)
        return self._printer().progress(ProgressContent(figures, head_only(exam), exam.blueprint), target, options)

    def weak(self) -> WeakPoints:
        """Return what is weak, by the points to be gained."""
        exam = self._library.exam()
        blueprint = exam.blueprint
        scope = Scope(exam.deck.id, blueprint.id)
        bullets = weak_bullets(blueprint, self._statistics.report(scope, MONTH).coverage)
        found = self._search.find(parse("is:leech"), narrow=True)
        with self._store.open() as work:
            past = work.results.past()
            missed = [one for one in work.content.questions(blueprint.id) if one.id in past and past[one.id].missed]
            names = work.search.items(found.keys)
            leeches = [card for name in names if isinstance(card := work.content.item(name), Card)]
        return ranked(blueprint, bullets, missed, leeches)

    def cards(
        self,
        target: Path | None,
        options: CardOptions,
        *,
        query: str = "",
        keys: Sequence[int] = (),
        progress: Progress = no_progress,
    ) -> Printout:
        """Print the cards that `query` finds, all of the exam if it is empty, to be cut out.

        With `keys` only those of them are printed: what was chosen in a list.

        Raises `QueryError` for a query that can't be understood, and `ExportError` when it finds no card.
        """
        exam = self._library.exam()
        found = self._search.find(all_of(OfKind((Kind.CARD,)), parse(query)), narrow=True)
        chosen = frozenset(keys)
        cards = self._search.items([key for key in found.keys if not chosen or key in chosen])
        if not cards:
            raise ExportError("No card was found. Nothing was written. Choose another search.")
        title = f"{exam.blueprint.code} cards"
        book = CardBook(title, self._one_by_one(cards), len(cards), head_only(exam), exam.blueprint)
        return self._printer().cards(book, target, options, progress)

    def duplex_test(self, target: Path | None, options: CardOptions) -> Printout:
        """Print the test page for both sides."""
        return self._printer().duplex_test(target, options)

    def _one_by_one(self, names: Sequence[ItemId]) -> Iterator[Card]:
        """Read cards as they are printed, so that the memory holds a few of them at a time."""
        for some in (names[at : at + CHUNK] for at in range(0, len(names), CHUNK)):
            with self._store.open() as work:
                cards = [card for name in some if isinstance(card := work.content.item(name), Card)]
            yield from cards

    def sheet(self, sheet: ItemId) -> SheetBook:
        """Return one sheet as a book, for the exam that is studied for or, if it has none of it, for its own.

        Raises `ExportError` when there is none of that id.
        """
        with self._store.open() as work:
            found = work.content.item(sheet)
        if not isinstance(found, Sheet):
            raise ExportError(f"There is no sheet, domain, task or topic called {sheet}. Nothing was written.")
        exam = self._library.exam()
        if not found.coverage(exam.blueprint.id):
            exam = self._library.exam(found.covers[0].blueprint)
        return SheetBook(found.title, (found,), head_only(exam), exam.blueprint)

    def book(self, wanted: str) -> SheetBook:
        """Return the sheets called `wanted`, see `sheets`."""
        exam = self._library.exam()
        every, blueprint = self._library.sheets(), exam.blueprint
        title, found = wanted, of_part(every, blueprint, wanted)
        if wanted in (EVERYTHING, ALL_SHEETS):
            title = "Everything on two sides" if wanted == EVERYTHING else "All sheets"
            found = in_order(every, blueprint)
        elif (named := topic(wanted)) is not None:
            title, found = named.title, of_topic(every, blueprint, named)
        elif found:
            title = _part_title(exam, wanted)
        else:
            short = next((sheet.id for sheet in every if sheet.id == f"sheet-{wanted}"), None)
            return self.sheet(short or ItemId(wanted))
        if not found:
            raise ExportError(f"The deck has no sheets for {title}. Nothing was written.")
        return SheetBook(title, found, head_only(exam), blueprint)

    def sets(self) -> tuple[tuple[str, str], ...]:
        """Return every set that has sheets as its name and its title."""
        exam = self._library.exam()
        every, blueprint = self._library.sheets(), exam.blueprint
        if not in_order(every, blueprint):
            return ()
        parts = [(domain.id, *(task.id for task in domain.tasks)) for domain in blueprint.domains]
        named = [(part, _part_title(exam, part)) for ids in parts for part in ids if of_part(every, blueprint, part)]
        topics = [(entry.name, f"Topic: {entry.title}") for entry in TOPICS if of_topic(every, blueprint, entry)]
        return ((EVERYTHING, "Everything on two sides"), (ALL_SHEETS, "All sheets"), *named, *topics)


def head_only(exam: Exam) -> Deck:
    """Return the deck without its items: all that the foot of a page needs."""
    head = exam.deck
    return Deck(
        id=head.id,
        title=head.title,
        version=head.version,
        language=head.language,
        licence=head.licence,
        notice=head.notice,
        blueprints=head.blueprints,
        digest=head.digest,
    )


def _part_title(exam: Exam, part: str) -> str:
    """Name a domain or a task statement."""
    for domain in exam.blueprint.domains:
        if domain.id == part:
            return f"Domain {domain.id}: {domain.title}"
        for task in domain.tasks:
            if task.id == part:
                return f"Task {task.id}: {task.short}"
    return part
