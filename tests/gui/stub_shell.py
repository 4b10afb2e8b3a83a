"""A window that only remembers what pages ask of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from certdeck.core.errors import CertdeckError
from certdeck.core.exam.bubbles import PaperCode
from certdeck.core.exam.form import Form
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import BlueprintId, ItemId, SittingId
from certdeck.core.own import Draft
from certdeck.core.scheduling.cram import CramWish
from certdeck.core.scheduling.scope import Scope
from certdeck.gui.screen import Page, Running, Screen
from certdeck.ports.exporting import Progress
from certdeck.presenters.exam_start import Wish
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes

T = TypeVar("T")


@dataclass
class StubShell:
    """See `certdeck.gui.screen.Shell`. Work given to `run` is done at once, and under way for as long as `at_work`.

    So is what is attempted, which never waits.
    """

    services: Services
    pages: list[Page] = field(default_factory=list)
    items: list[ItemId] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    sought: list[str] = field(default_factory=list)
    edited: list[ItemId] = field(default_factory=list)
    drafts: list[Draft | None] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    starts: list[tuple[BlueprintId, Wish | None]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    rehearsals: list[Callable[[], Sitting]] = field(default_factory=list)
    papers: list[tuple[PaperCode, Form]] = field(default_factory=list)
    left_exam: int = 0
    studied: list[Scope | CramWish | None] = field(default_factory=list)
    deck_options: int = 0
    imports: list[Path | None] = field(default_factory=list)
    reports: list[SittingId] = field(default_factory=list)
    changes: list[Changes] = field(default_factory=list)
    listeners: list[Callable[[Changes], None]] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    undos: list[Callable[[], None]] = field(default_factory=list)
    refusals: list[CertdeckError] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    awaited: list[Callable[[], None]] = field(default_factory=list)
    at_work: bool = False

    def go(self, page: Page) -> None:
        self.pages.append(page)

    def call(self, page: Page) -> None:
        self.pages.append(page)

    def open_item(self, item: ItemId) -> None:
        self.items.append(item)

    def edit_card(self, card: ItemId) -> None:
        self.edited.append(card)

    def new_card(self, draft: Draft | None = None) -> None:
        self.drafts.append(draft)

    def open_palette(self, typed: str = "") -> None:
        self.sought.append(typed)

    def search_library(self, query: str) -> None:
        self.queries.append(query)

    def sit(self, sitting: Sitting, *, notice: str = "") -> None:
        self.sittings.append(sitting)
        self.notices.append(notice)

    def rehearse(self, begin: Callable[[], Sitting]) -> None:
        self.rehearsals.append(begin)

    def start_exam(self, exam: BlueprintId, wish: Wish | None = None) -> None:
        self.starts.append((exam, wish))

    def type_in(self, code: PaperCode, form: Form) -> None:
        self.papers.append((code, form))

    def leave_exam(self) -> None:
        self.left_exam += 1

    def open_report(self, sitting: SittingId) -> None:
        self.reports.append(sitting)

    def study(self, what: Scope | CramWish | None = None) -> None:
        self.studied.append(what)

    def open_deck_options(self) -> None:
        self.deck_options += 1

    def open_import(self, file: Path | None = None) -> None:
        self.imports.append(file)

    def changed(self, changes: Changes) -> None:
        self.changes.append(changes)
        for listener in self.listeners:
            listener(changes)

    def toast(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        self.toasts.append(text)
        if undo is not None:
            self.undos.append(undo)

    def refuse(self, error: CertdeckError) -> None:
        self.refusals.append(error)

    def retract(self) -> None:
        self.refusals.clear()

    def make_searchable(self, then: Callable[[], None]) -> None:
        self.awaited.append(then)

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        otherwise: Callable[[], None] | None = None,
    ) -> Running:
        self.titles.append(title)
        try:
            result = work(lambda _done, _total: None)
        except CertdeckError as error:
            self.refuse(error)
            if otherwise is not None:
                otherwise()
        else:
            done(result)
        return lambda: self.at_work

    def attempt(self, act: Callable[[], object], refuse: Callable[[CertdeckError], None] | None = None) -> Running:
        try:
            act()
        except CertdeckError as error:
            (refuse or self.refuse)(error)
        return lambda: False


def shell_of(screen: Screen) -> StubShell:
    """Return what `screen` has for a window."""
    assert isinstance(screen.shell, StubShell)
    return screen.shell
