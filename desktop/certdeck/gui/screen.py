"""What every page has in common, and what a page may ask of the window around it."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import BlueprintId, ItemId, SittingId
from certdeck.core.own import Draft
from certdeck.ports.exporting import Progress
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes

if TYPE_CHECKING:
    from pathlib import Path

    from certdeck.core.exam.bubbles import PaperCode
    from certdeck.core.exam.form import Form
    from certdeck.core.scheduling.cram import CramWish
    from certdeck.core.scheduling.scope import Scope
    from certdeck.gui.widgets.messages import Toast
    from certdeck.presenters.exam_start import Wish

T = TypeVar("T")
Running = Callable[[], bool]
"""Tells whether a piece of work is still under way."""


class Page(StrEnum):
    """The pages of the left rail, by their word on it."""

    TODAY = "Today"
    STUDY = "Study"
    EXAMS = "Exams"
    SHEETS = "Sheets"
    LIBRARY = "Library"
    PROGRESS = "Progress"
    SETTINGS = "Settings"


class Shell(Protocol):
    """The window around the pages."""

    services: Services

    def go(self, page: Page) -> None:
        """Show `page`."""
        ...

    def call(self, page: Page) -> None:
        """Show `page` as soon as it is made, if it is still being made."""
        ...

    def open_item(self, item: ItemId) -> None:
        """Show a card or question in the library, or a sheet on its own page."""
        ...

    def edit_card(self, card: ItemId) -> None:
        """Give the whole window to the editor of `card` until it is saved or left."""
        ...

    def new_card(self, draft: Draft | None = None) -> None:
        """Give the whole window to the editor of a new card, which begins with `draft`."""
        ...

    def open_palette(self, typed: str = "") -> None:
        """Show the palette with `typed` in its field."""
        ...

    def search_library(self, query: str) -> None:
        """Show what `query` finds in the library."""
        ...

    def sit(self, sitting: Sitting, *, notice: str = "") -> None:
        """Give the whole window to `sitting` until it ends or is left; `notice` is said in the room first."""
        ...

    def rehearse(self, begin: Callable[[], Sitting]) -> None:
        """Cover the window with what a candidate agrees to; once agreed, sit what `begin` draws."""
        ...

    def start_exam(self, exam: BlueprintId, wish: "Wish | None" = None) -> None:
        """Show the page before an exam, with what `wish` has chosen already."""
        ...

    def type_in(self, code: "PaperCode", form: "Form") -> None:
        """Show the fields to type in what was marked on the printed exam `code`."""
        ...

    def leave_exam(self) -> None:
        """Close the exam room; a running sitting stays open and can be resumed."""
        ...

    def open_report(self, sitting: SittingId) -> None:
        """Show the report of a finished sitting."""
        ...

    def study(self, what: "Scope | CramWish | None" = None) -> None:
        """Show the study page: the whole exam, a part of it or a deck, or a cram."""
        ...

    def open_deck_options(self) -> None:
        """Show the options of decks on a page of their own."""
        ...

    def open_import(self, file: "Path | None" = None) -> None:
        """Show the import wizard, with `file` in it if one was dropped."""
        ...

    def changed(self, changes: Changes) -> None:
        """Tell every page what changed."""
        ...

    def toast(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Show a short message, with an Undo button if it can be undone."""
        ...

    def refuse(self, error: CertdeckError) -> None:
        """Show why something could not be done, until the learner closes it or leaves the page."""
        ...

    def retract(self) -> None:
        """Take away why something could not be done: it has been done since."""
        ...

    def make_searchable(self, then: Callable[[], None]) -> None:
        """Call `then` once all cards can be found by their words; those of a large import can't be at once."""
        ...

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        otherwise: Callable[[], None] | None = None,
    ) -> Running:
        """Do `work` off the GUI thread under `title`, with progress and Cancel.

        `done` is called with its result on the GUI thread. A `CertdeckError` is shown by `refuse`; a cancelled work
        ends with a toast; `otherwise` hears of both. Returns what tells whether it is still under way.
        """
        ...

    def attempt(self, act: Callable[[], object], refuse: Callable[[CertdeckError], None] | None = None) -> Running:
        """Do `act`, which writes: at once, or as soon as somebody else who writes is done; the event loop turns.

        Where it can't be done `refuse` is told, or else the learner. Returns what tells whether it waits.
        """
        ...


class Screen(QWidget):
    """A page. It loads when it is shown, and again when something it shows has changed.

    What is on it is made by `make`, or by a constructor of its own where it needs more than the shell.
    """

    reloads_for = Changes(content=True, study=True, exams=True, settings=True)
    """The changes that make this page stale; narrowed by each page."""
    reads_ahead = False
    """Whether a page that is made ahead is loaded as well: where that takes a moment and reads a few rows only."""

    def __init__(self, shell: Shell, *, ahead: bool = False) -> None:
        """Make the page; with `ahead` only begin it: `go_on` or `finish` make the rest."""
        super().__init__()
        self.shell = shell
        self.is_made = False
        self._stale = True
        self._was_resized = False
        self._rest = self.make()
        if not ahead:
            self.finish()

    def make(self) -> Iterator[None]:
        """Make what is on the page, with a `yield` each few milliseconds: the event loop turns there."""
        yield

    def go_on(self) -> Iterator[None]:
        """Make what is still missing, a piece each step. Where one call stops half-way, the next goes on."""
        for _ in self._rest:  # to delegate to it would end it for good when these steps are dropped
            yield
        if not self.is_made:
            self.is_made = True
            if self._was_resized:
                self.arrange()

    def finish(self) -> None:
        """Make all that is still missing."""
        for _ in self.go_on():
            pass

    def toast_place(self) -> "Toast | None":
        """Return what shows short messages while this page is in front, None for the bottom of the window."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts; those of a page that is still being made, once all are there."""
        super().resizeEvent(event)
        if self.is_made:
            self.arrange()
        else:
            self._was_resized = True

    def arrange(self) -> None:
        """Give each part the place that the width allows."""

    def reload(self) -> None:
        """Read everything anew and show it. Called before the page is shown, when it is stale."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the keyboard focus where the learner will want it. Called after the page is shown."""

    def show_page(self) -> None:
        """Load if stale, and take the focus."""
        self.load()
        self.focus_first()

    def load(self) -> None:
        """Read everything anew if it is stale."""
        if self._stale:
            self._stale = False
            self.reload()

    def give_back(self) -> object | None:
        """Give back what is made again in a moment when the page is shown, now that the learner is elsewhere.

        Returns what a page that is made anew needs to be as this one is (see `take_up`), so that this one may go; None
        where it stays.
        """
        return None

    def take_up(self, left: object, missed: Iterable[Changes]) -> None:
        """Be as the page was whose `give_back` returned `left`, and that has missed what changed since.

        Called before the page is shown.
        """

    def turn_day(self) -> None:
        """Take up that another study day has begun: what is due and what was done today is something else now."""
        self.hear(Changes(study=True))

    def hear(self, changes: Changes) -> None:
        """Reload now if visible and concerned, else before the page is shown next."""
        if not self.is_concerned(changes):
            return
        self._stale = not self.isVisible()
        if not self._stale:
            self.reload()

    def is_concerned(self, changes: Changes) -> bool:
        """Tell whether `changes` make this page stale."""
        wanted = self.reloads_for
        return (
            (changes.content and wanted.content)
            or (changes.study and wanted.study)
            or (changes.exams and wanted.exams)
            or (changes.settings and wanted.settings)
        )
