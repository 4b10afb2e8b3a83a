"""The window: the rail, one page at a time, messages, and the exam room that takes all of it."""

import gc
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from certdeck.core.deck import Sheet
from certdeck.core.errors import CertdeckError
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import BlueprintId, ItemId, SittingId
from certdeck.core.own import Draft
from certdeck.gui import heap, theme
from certdeck.gui.attempts import Attempts
from certdeck.gui.day_watch import DayWatch
from certdeck.gui.focus_ring import FocusRing
from certdeck.gui.making_searchable import MakingSearchable
from certdeck.gui.message_column import MessageColumn
from certdeck.gui.pages import PAGE_MODULES, Pages
from certdeck.gui.rail import Rail
from certdeck.gui.screen import Page, Running, Screen
from certdeck.gui.tasks import Task, start
from certdeck.gui.turning import turn_history
from certdeck.gui.widgets.messages import UNDO, Toast, announce
from certdeck.gui.work_under_way import WorkUnderWay
from certdeck.ports.exporting import Progress
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes

if TYPE_CHECKING:
    from certdeck.core.exam.bubbles import PaperCode
    from certdeck.core.exam.form import Form
    from certdeck.core.scheduling.cram import CramWish
    from certdeck.core.scheduling.scope import Scope
    from certdeck.core.scheduling.undo import Change
    from certdeck.gui.screens.editor import EditorScreen
    from certdeck.presenters.exam_start import Wish
    from certdeck.services.exams import Settlement

T = TypeVar("T")

SMALLEST: Final = (880, 600)
USUAL: Final = (1280, 800)
RAIL_NEEDS: Final = 1100
"""Pixels at 100 % text. Below that the rail shows icons only."""


class MainWindow(QWidget):
    """The shell around the pages (see `certdeck.gui.screen.Shell`)."""

    changed_anything = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self.setObjectName("window")
        self.setWindowTitle("Certdeck")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setAcceptDrops(True)
        self._extra: Screen | None = None
        self._cover: QWidget | None = None
        self._page = Page.TODAY
        self._settling: Task[Settlement] | None = None
        self._warming: Task[None] | None = None
        self._days = DayWatch(self, services)
        self._days.turned.connect(self._turn_day)
        self._build()
        self._add_keys()
        theme.current().changed.connect(self._fit_rail)

    # --- Shell

    def go(self, page: Page) -> None:
        """Show `page`."""
        self._days.look()
        self._page = page
        self.pages.call_off()
        self._drop_extra()
        self._clear_messages()
        self._rail.show_current(page)
        screen = self.pages.made(page)
        self.pages.setCurrentWidget(screen)
        screen.show_page()
        self._count_waiting()
        announce(screen, page.value)

    def call(self, page: Page) -> None:
        """Mark `page` at once and show it as soon as it is made."""
        self._rail.show_current(page)
        self.pages.call(page, self.go)

    def open_item(self, item: ItemId) -> None:
        """Show a card or question in the library, or a sheet on its own page."""
        if isinstance(self.services.library.item(item), Sheet):
            from certdeck.gui.screens.sheet import SheetScreen

            self._show_extra(SheetScreen(self, item), Page.SHEETS)
            return
        from certdeck.gui.screens.library import LibraryScreen

        self.go(Page.LIBRARY)
        library = self.pages.made(Page.LIBRARY)
        if isinstance(library, LibraryScreen):
            library.show_item(item)

    def search_library(self, query: str) -> None:
        """Show what `query` finds in the library."""
        from certdeck.gui.screens.library import LibraryScreen

        self.go(Page.LIBRARY)
        library = self.pages.made(Page.LIBRARY)
        if isinstance(library, LibraryScreen):
            library.show_query(query)

    def edit_card(self, card: ItemId) -> None:
        """Give the whole window to the editor of `card` until it is saved or left."""
        self._write(lambda editor: editor.open_card(card))

    def new_card(self, draft: Draft | None = None) -> None:
        """Give the whole window to the editor of a new card, which begins with `draft`."""
        self._write(lambda editor: editor.open_new(draft))

    def _write(self, begin: "Callable[[EditorScreen], None]") -> None:
        from certdeck.gui.screens.editor import EditorScreen

        editor = EditorScreen(self, self._written)
        try:
            begin(editor)
        except CertdeckError as error:
            editor.deleteLater()
            self.refuse(error)
            return
        self.cover(editor)
        editor.focus_first()

    def _written(self, words: str) -> None:
        """Go back to the page that the editor was opened from, and say what was done."""
        self.uncover()
        page = self.pages.currentWidget()
        if isinstance(page, Screen):
            page.show_page()
        if words:
            self.toast(words, undo=self._undo)

    def sit(self, sitting: Sitting, *, notice: str = "") -> None:
        """Give the whole window to `sitting` until it ends or is left; `notice` is said in the room first."""
        from certdeck.gui.screens.exam_room import ExamRoom

        room = ExamRoom(self, sitting, notice)
        self.cover(room)
        room.begin()

    def start_exam(self, exam: BlueprintId, wish: "Wish | None" = None) -> None:
        """Show the page before an exam, with what `wish` has chosen already."""
        from certdeck.gui.screens.start import StartScreen

        self._show_extra(StartScreen(self, exam, wish), Page.EXAMS)

    def type_in(self, code: "PaperCode", form: "Form") -> None:
        """Show the fields to type in what was marked on the printed exam `code`."""
        from certdeck.gui.screens.paper_exam import PaperExamScreen

        self._show_extra(PaperExamScreen(self, code, form), Page.EXAMS)

    def rehearse(self, begin: Callable[[], Sitting]) -> None:
        """Cover the window with what a candidate agrees to; once agreed, sit what `begin` draws."""
        from certdeck.gui.screens.exam_agreement import AgreementPage

        page = AgreementPage(agreed=partial(self._begin_rehearsal, begin), declined=self._decline_rehearsal)
        self.cover(page)
        page.begin()

    def _decline_rehearsal(self) -> None:
        """Go back to the page the rehearsal was to begin from."""
        self.uncover()
        page = self.pages.currentWidget()
        if isinstance(page, Screen):
            page.focus_first()

    def leave_exam(self) -> None:
        """Close the exam room; a running sitting stays open and can be resumed."""
        self.uncover()
        self.go(Page.EXAMS)

    def open_report(self, sitting: SittingId) -> None:
        """Show the report of a finished sitting."""
        from certdeck.gui.screens.report import ReportScreen

        self.uncover()
        self._show_extra(ReportScreen(self, sitting), Page.EXAMS)

    def study(self, what: "Scope | CramWish | None" = None) -> None:
        """Show the study page: the whole exam, a part of it or a deck, or a cram."""
        from certdeck.gui.screens.study import StudyScreen

        screen = self.pages.made(Page.STUDY)
        self.go(Page.STUDY)
        if isinstance(screen, StudyScreen):
            screen.study(what)
            screen.focus_first()

    def open_deck_options(self) -> None:
        """Show the options of decks on a page of their own."""
        from certdeck.gui.screens.deck_options import DeckOptionsScreen

        self._show_extra(DeckOptionsScreen(self), Page.SETTINGS)

    def open_import(self, file: Path | None = None) -> None:
        """Show the import wizard, with `file` in it if one was dropped."""
        from certdeck.gui.screens.importing import ImportScreen

        self._show_extra(ImportScreen(self, file), Page.LIBRARY)

    def changed(self, changes: Changes) -> None:
        """Tell every page what changed."""
        if changes.settings:
            self._dress()
        if changes.study or changes.content:
            self._toast.withdraw_undo()
        self.pages.hear(changes)
        if self._extra is not None:
            self._extra.hear(changes)
        if changes.study or changes.content or changes.settings:
            self._count_waiting()
        self.changed_anything.emit(changes)
        if changes.content:
            self.make_searchable()

    def toast(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Show a short message, with an Undo link if it can be undone."""
        shown = self.screen_shown
        place = shown.toast_place() if isinstance(shown, Screen) else None
        (place or self._toast).say(text, UNDO if undo else "", "Ctrl Z" if undo else "", undo)

    def refuse(self, error: CertdeckError) -> None:
        """Show why something could not be done, until the learner closes it or leaves the page."""
        self._messages.refuse(error)
        announce(self, str(error), urgent=True)

    def retract(self) -> None:
        """Take away why something could not be done: it has been done since."""
        self._messages.drop_banners()

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        otherwise: Callable[[], None] | None = None,
    ) -> Running:
        """Do `work` off the GUI thread under `title`, with progress and Cancel; call `done` with its result.

        Where it came to nothing `otherwise` is called. Returns what tells whether it is still under way.
        """
        return self._work.run(title, work, done, otherwise)

    def attempt(self, act: Callable[[], object], refuse: Callable[[CertdeckError], None] | None = None) -> Running:
        """Do `act`, which writes: now, or once another writer is done; tell `refuse` or the learner if it can't be.

        Returns what tells whether it waits.
        """
        return self._attempts.make(act, refuse or self.refuse)

    def make_searchable(self, then: Callable[[], None] | None = None) -> None:
        """Have cards that can't be found by their words yet made so in the background; call `then` after that."""
        self._searchable.look(then)

    def settle_exams(self) -> None:
        """Submit, in another thread, the exams whose time ran out while the app was closed; tell the pages if any."""
        task = Task(lambda _progress: self.services.exams.settle())
        task.signals.succeeded.connect(self._settled)
        task.signals.refused.connect(self.refuse)
        task.signals.failed.connect(_raise)
        self._settling = task
        start(task)

    def warm_up(self) -> None:
        """Load in another thread what the first page did without; make the other pages after that, while idle."""
        heap.keep_one()
        self.pages.load()
        self._warming = task = Task(lambda _progress: _load(self.services))
        for ending in (task.signals.succeeded, task.signals.refused, task.signals.failed):
            ending.connect(self._warmed)
        task.signals.failed.connect(_raise)
        start(task)

    def _warmed(self, _result: object) -> None:
        self._warming = None
        # What was loaded stays: the collector need not go through it again and again.
        gc.freeze()
        self.pages.make_ahead()

    # --- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow or widen the rail."""
        super().resizeEvent(event)
        self._fit_rail()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let a running exam write its time down, and stop work that can be stopped."""
        if self._cover is not None and not self._cover.close():
            event.ignore()
            return
        self._work.cancel()
        self._attempts.finish()
        self.pages.stop()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let one file be dropped, but not into an exam or an editor."""
        if self._cover is None and not self._is_asking() and _file_in(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show what the dropped file would bring."""
        file = _file_in(event)
        if file is not None:
            event.acceptProposedAction()
            self._close_overlays()
            self.open_import(file)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw icons on a screen of another density; take up what other windows changed when back in this one."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._look_elsewhere()
        elif event.type() == QEvent.Type.ActivationChange and self.isVisible():
            self.services.elsewhere.leave()
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            theme.current().icons.drop()
            self.update()

    # --- Parts

    def cover(self, widget: QWidget) -> None:
        """Give the whole window to `widget`, rail and keys of the pages included, until `uncover`."""
        self.uncover()
        self._clear_messages()
        self._cover = widget
        self._whole.addWidget(widget)
        self._whole.setCurrentWidget(widget)

    def uncover(self) -> None:
        """Take away what has the whole window, if anything has."""
        if self._cover is not None:
            self._whole.removeWidget(self._cover)
            self._cover.deleteLater()
            self._cover = None

    @property
    def page(self) -> Page:
        """The page of the rail that is marked."""
        return self._page

    @property
    def screen_shown(self) -> QWidget | None:
        """What fills the window, such as an exam room, or else the page beside the rail."""
        return self._cover or self.pages.currentWidget()

    @property
    def is_covered(self) -> bool:
        """Whether an exam, an editor or the first start has the whole window."""
        return self._cover is not None

    def busy(self) -> bool:
        """Tell whether work is under way off the GUI thread, or about to be tidied up after, or something waits."""
        return self._work.is_any() or self._attempts.is_any()

    def _begin_rehearsal(self, begin: Callable[[], Sitting]) -> None:
        try:
            sitting = begin()
        except CertdeckError as error:
            self.uncover()
            self.refuse(error)
            return
        self.changed(Changes(exams=True))
        self.sit(sitting)

    def _build(self) -> None:
        self._rail = Rail()
        self._rail.chosen.connect(self.call)
        self.pages = Pages(self)
        self._messages = MessageColumn()
        self._work = WorkUnderWay(self, self._messages)
        self._work.refused.connect(self.refuse)
        self._work.cancelled.connect(lambda title: self.toast(f"{title}: cancelled"))
        self._attempts = Attempts(self, self.services.store)
        self._attempts.waits.connect(partial(self.toast, "It is kept as soon as the library is not being written to"))
        self._searchable = MakingSearchable(self, self.services, self._work, self._attempts)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._messages)
        right.addWidget(self.pages, 1)
        main = QWidget()
        row = QHBoxLayout(main)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        self._whole = QStackedWidget()
        self._whole.addWidget(main)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)
        self._toast = Toast(self)
        self._ring = FocusRing(self)

    def _add_keys(self) -> None:
        for index, page in enumerate(Page, start=1):
            self._key(f"Ctrl+{index}", partial(self._go_by_key, page))
        self._key("Ctrl+K", self.open_palette)
        self._key(QKeySequence(QKeySequence.StandardKey.Open), self._import_by_key)
        self._key(QKeySequence(QKeySequence.StandardKey.New), self._new_by_key)
        self._key("?", self._show_keys)
        self._key("F1", self._show_keys)
        self._key("Ctrl+Z", self._undo)
        self._key("Ctrl+Shift+Z", self._redo)
        self._key("Ctrl+Y", self._redo)
        self._key(QKeySequence(QKeySequence.StandardKey.Quit), self.close)

    def _key(self, sequence: str | QKeySequence, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(sequence), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(act)

    def _go_by_key(self, page: Page) -> None:
        if self._cover is None and not self._is_asking():
            self._close_overlays()
            self.call(page)
            self._ring.reveal()

    def _new_by_key(self) -> None:
        if self._cover is None and not self._is_asking():
            self._close_overlays()
            self.new_card()

    def _import_by_key(self) -> None:
        if self._cover is None and not self._is_asking():
            self._close_overlays()
            self.open_import()

    def open_palette(self, typed: str = "") -> None:
        """Show the palette with `typed` in its field, unless something covers the pages."""
        if self._cover is None and not self._is_asking():
            from certdeck.gui.palette import Palette

            Palette(self, self).open(typed)

    def _show_keys(self) -> None:
        if not self._is_asking():
            from certdeck.gui.keys import KeysOverlay

            KeysOverlay(self).open()

    def _is_asking(self) -> bool:
        """Tell whether a question waits that has to be answered before anything else."""
        from certdeck.gui.screens.ask import Ask

        return any(asked.isVisible() for asked in self.findChildren(Ask))

    def _close_overlays(self) -> None:
        from certdeck.gui.widgets.overlay import Overlay

        for overlay in self.findChildren(Overlay):
            overlay.dismiss()

    def _undo(self) -> None:
        self._turn_history(undo=True)

    def _redo(self) -> None:
        self._turn_history(undo=False)

    def _turn_history(self, *, undo: bool) -> None:
        if self._cover is not None or self._is_asking():
            return
        self.attempt(partial(self._turn_history_on_page, undo=undo))

    def _turn_history_on_page(self, *, undo: bool) -> None:
        """Undo or redo a change to study data; the study page does it itself, because it asks another card then."""
        from certdeck.gui.screens.study import StudyScreen

        screen = self.screen_shown
        if isinstance(screen, StudyScreen) and screen.turns_itself(undo=undo):
            screen.undo() if undo else screen.redo()
        else:
            turn_history(self, undo=undo, done=partial(self._turned, undo=undo))

    def _turned(self, changes: Changes, change: "Change | None", *, undo: bool) -> None:
        from certdeck.presenters.history import turned_text

        self.toast(turned_text(change, undo=undo))
        self.changed(changes)

    def _show_extra(self, screen: Screen, page: Page) -> None:
        self.pages.call_off()
        self._drop_extra()
        self._clear_messages()
        self._extra = screen
        self._page = page
        self._rail.show_current(page)
        self.pages.addWidget(screen)
        self.pages.setCurrentWidget(screen)
        screen.show_page()

    def _drop_extra(self) -> None:
        if self._extra is not None:
            self.pages.removeWidget(self._extra)
            self._extra.deleteLater()
            self._extra = None

    def _clear_messages(self) -> None:
        self._toast.hide()
        self._messages.drop_banners()

    def _settled(self, settled: "Settlement") -> None:
        self._settling = None
        if settled.changes:
            self.changed(settled.changes)
        if settled.timed_out:
            from certdeck.presenters.exam_words import ran_out

            self.toast(ran_out(settled.timed_out))

    def _count_waiting(self) -> None:
        self._rail.buttons[Page.STUDY].set_count(self.services.study.today().counts.total)

    def _turn_day(self) -> None:
        self.pages.turn_day()
        self._count_waiting()

    def _look_elsewhere(self) -> None:
        try:
            changes = self.services.elsewhere.look()
        except CertdeckError as error:
            self.refuse(error)
            return
        if changes:
            self.changed(changes)

    def _dress(self) -> None:
        settings = self.services.preferences.settings
        look = theme.current()
        if look.mode != settings.appearance.value:
            look.set_mode(settings.appearance.value)
        if look.scale != settings.text_scale / 100:
            look.set_scale(settings.text_scale / 100)

    def _fit_rail(self) -> None:
        self._rail.set_narrow(self.width() / theme.current().scale < RAIL_NEEDS)


def _load(services: Services) -> None:
    """Load services first, then the modules of all pages."""
    services.warm_up()
    for module in PAGE_MODULES:
        import_module(module)


def _file_in(event: QDropEvent) -> Path | None:
    """Return the one file that is dragged, or None."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    file = Path(urls[0].toLocalFile())
    return file if file.is_file() else None


def _raise(error: BaseException) -> None:
    raise error
