"""The choice of what leaves the app and in which format, without Qt."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from certdeck.core.errors import CertdeckError, QueryError
from certdeck.ports.exporting import Format, PackageCount, Progress
from certdeck.presenters.dates import counted
from certdeck.services.catalogue import Services
from certdeck.services.packing import Choice

NOT_YET: Final = "New cards are being made searchable; what is found is counted then."
_EVER: Final = 36_500
"""Days."""
MISSED: Final = f"missed:{_EVER}"
_NOTES: Final = {
    Format.ANKI: (
        "For Anki, AnkiDroid and AnkiMobile. A newer package updates what changed; progress there stays. "
        "Another Certdeck takes only reviews from it: give your cards to that by JSON, or with Sync."
    ),
    Format.CSV: "For Anki and spreadsheets. Questions become front and back; pictures stay here.",
    Format.GIFT: "For Moodle. No ordering, no sources; cards become essay questions; pictures stay here.",
    Format.MOODLE: "For Moodle. Cards become essay questions; decoys of ordering questions and pictures stay here.",
    Format.QTI: "For other test programs. No sources or tags; cards become free text; pictures stay here.",
    Format.MARKDOWN: "To read, print or keep. Pictures stay here.",
    Format.JSON: (
        "Everything as the deck's own files have it; another Certdeck reads your own and imported cards from it. "
        "Pictures stay here."
    ),
}
"""What a format is for, and what it can't carry."""


@dataclass(frozen=True, slots=True)
class ExportView:
    """What the dialog shows. `form` and `part` are places in `forms` and `parts`.

    `asks_query` says that a search is to be typed; `error` is what is wrong with it. `count` says how much was found.
    Where new cards are to be made searchable first, the view `waits` for that.
    """

    forms: tuple[str, ...]
    form: int
    note: str
    parts: tuple[str, ...]
    part: int
    asks_query: bool
    query: str
    error: str
    count: str
    waits: bool
    can_schedule: bool
    with_schedule: bool
    legacy: bool
    can_write: bool
    file_name: str
    ending: str


class ExportPresenter:
    """Holds what is chosen. `query` is a search to begin with, such as the one that Library shows."""

    def __init__(self, services: Services, query: str = "") -> None:
        self._services = services
        exam = services.library.exam().blueprint
        domains = tuple((f"Domain {domain.id}: {domain.title}", f"domain:{domain.id}") for domain in exam.domains)
        self._code = exam.code
        self._parts: tuple[tuple[str, Choice], ...] = (
            (f"All of {exam.code}, and your own cards", Choice()),
            *((title, Choice(part)) for title, part in domains),
            ("What a search finds", Choice(query)),
            ("Questions that you missed", Choice(MISSED)),
            ("Everything, all decks", Choice(everything=True)),
        )
        self._search = len(self._parts) - 3
        self._part = self._search if query else 0
        self._form = Format.ANKI
        self._with_schedule = False
        self._legacy = False

    def choose_format(self, place: int) -> None:
        """Choose a format by its place in the list."""
        self._form = tuple(Format)[place]

    def choose_part(self, place: int) -> None:
        """Choose by its place in the list what leaves."""
        self._part = place

    def search(self, query: str) -> None:
        """Let what `query` finds leave."""
        parts = list(self._parts)
        parts[self._search] = (parts[self._search][0], Choice(query.strip()))
        self._parts = tuple(parts)

    def take_legacy(self, wanted: bool) -> None:
        """Write for Anki before 2.1.50, too, or not."""
        self._legacy = wanted

    def take_schedule(self, wanted: bool) -> None:
        """Take schedule and reviews along, or leave them here."""
        self._with_schedule = wanted

    @property
    def choice(self) -> Choice:
        """What shall leave."""
        chosen = self._parts[self._part][1]
        anki = self._form is Format.ANKI
        return replace(chosen, with_schedule=self._with_schedule and anki, legacy=self._legacy and anki)

    def view(self) -> ExportView:
        """Return what the dialog shows."""
        searching = self._part == self._search
        waits = self._waits()
        found, error = (0, "") if waits else self._found()
        if searching and not self.choice.query:
            found, error = 0, ""
        return ExportView(
            forms=tuple(form.label for form in Format),
            form=tuple(Format).index(self._form),
            note=_NOTES[self._form],
            parts=tuple(title for title, _ in self._parts),
            part=self._part,
            asks_query=searching,
            query=self._parts[self._search][1].query,
            error=error,
            count=NOT_YET if waits else _counted(found),
            waits=waits,
            can_schedule=self._form is Format.ANKI,
            with_schedule=self.choice.with_schedule,
            legacy=self.choice.legacy,
            can_write=found > 0 or waits,
            file_name=f"{self._code}{self._form.ending}",
            ending=self._form.ending,
        )

    def write(self, target: Path, progress: Progress) -> PackageCount:
        """Write the file. Raises `ExportError` when that can't be done."""
        return self._services.packing.write(self._form, target, self.choice, progress=progress)

    def told(self, count: PackageCount, where: str) -> str:
        """Return in words what was written."""
        if self._form is not Format.ANKI:
            left = f"; {self._form.label} can't hold {count.left_out} more" if count.left_out else ""
            return f"Exported {counted(count.notes, 'item')} to {where}{left}"
        reviews = f" and {counted(count.reviews, 'review')}" if count.reviews else ""
        left = f"; {counted(count.left_out, 'card')} can't be told in Anki" if count.left_out else ""
        return f"Exported {counted(count.notes, 'note')}, {counted(count.cards, 'card')}{reviews}, to {where}{left}"

    def _waits(self) -> bool:
        try:
            return self._services.packing.waits(self.choice)
        except CertdeckError:
            # Counting says why.
            return False

    def _found(self) -> tuple[int, str]:
        try:
            return self._services.packing.count(self.choice), ""
        except QueryError as error:
            return 0, str(error)
        except CertdeckError as error:
            return 0, str(error)


def _counted(found: int) -> str:
    return f"{found:,} cards and questions" if found != 1 else "1 card or question"
