"""Putting sheets, cards and exams on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certdeck.core.deck import Deck, Sheet
from certdeck.core.errors import ExportError
from certdeck.core.sheet_sets import TOPICS, in_order, of_part, of_topic, topic
from certdeck.ports.exporting import no_progress
from certdeck.ports.printing import SheetBook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from certdeck.core.ids import ItemId
    from certdeck.ports.exporting import Progress
    from certdeck.ports.printing import PaperPrinter, PrintOptions, Printout
    from certdeck.ports.store import Store
    from certdeck.services.library import Exam, LibraryService

EVERYTHING = "everything"
ALL_SHEETS = "all"
"""Names of the two largest sets: the gist of all sheets on two sides, and all sheets whole."""


class PrintingService:
    """Prints for the exam that is studied for. The printer comes as a function: its library is heavy."""

    def __init__(self, store: Store, library: LibraryService, printer: Callable[[], PaperPrinter]) -> None:
        self._store = store
        self._library = library
        self._printer = printer

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

    def sheet(self, sheet: ItemId) -> SheetBook:
        """Return one sheet as a book. Raises `ExportError` when there is none of that id."""
        with self._store.open() as work:
            found = work.content.item(sheet)
        if not isinstance(found, Sheet):
            raise ExportError(f"There is no sheet called {sheet}. Nothing was written.")
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
            single = next((sheet.id for sheet in every if sheet.id in (wanted, f"sheet-{wanted}")), None)
            if single is None:
                raise ExportError(f"There is no sheet, domain, task or topic called {wanted}. Nothing was written.")
            return self.sheet(single)
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
