"""The import wizard: a file chosen or dropped, what it becomes, where fields go, and what came of it."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from certdeck.core.scheduling.undo import Change
from certdeck.gui.screen import Page, Screen, Shell
from certdeck.gui.screens.importing_parts import Losses, Numbers, Sample, TypeCard, switches
from certdeck.gui.widgets.buttons import GhostButton, PaintedButton, PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import MARGIN
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.gui.widgets.messages import Banner, EmptyState, announce
from certdeck.presenters.importing import ImportPresenter, Looked
from certdeck.presenters.importing_views import ImportView, Stage
from certdeck.services.changes import Changes
from certdeck.services.importing import ImportReport
from certdeck.services.merging import MergeReport

ENDINGS: Final = "*.apkg *.colpkg *.csv *.tsv *.txt *.gift *.xml *.zip *.md *.markdown *.json"
FILES: Final = f"Files with cards ({ENDINGS});;All files (*)"
WAYS: Final = (
    "Anki packages (.apkg, .colpkg) with pictures and schedule, CSV and TSV, GIFT, Moodle XML, Aiken, QTI 2.1 and 2.2, "
    "Markdown, and what Certdeck exported as JSON. You can drop a file onto the window, too."
)


class ImportScreen(Screen):
    """One file at a time. Reading and importing run off the GUI thread, with progress and Cancel.

    The learner may leave the page meanwhile. What was brought is told to the other pages all the same: Qt would drop
    the call of a method of a page that is gone, but not that of a `partial`.
    """

    reloads_for = Changes()

    def __init__(self, shell: Shell, file: Path | None = None) -> None:
        super().__init__(shell)
        self.view: ImportView | None = None
        self._first = file
        self.presenter = ImportPresenter(shell.services, self._render)
        self.back = GhostButton("Library", "arrow-left")
        self.back.clicked.connect(lambda: self.shell.go(Page.LIBRARY))
        self.agree = PrimaryButton("Import")
        self.agree.clicked.connect(self._bring)
        self.other = QuietButton("Choose another file", "folder-open")
        self.other.clicked.connect(self.ask)
        self.undo = QuietButton("Undo the import", "undo-2")
        self.undo.clicked.connect(self._undo)
        self._title = label("Import cards", "h1")
        self._file = ElidedLabel("", "note")
        self._body: QWidget = QWidget()
        self._outer = QVBoxLayout(self)
        self._lay_out()

    def reload(self) -> None:
        """Show where to begin; read the file that the page was opened with."""
        self.presenter.start()
        if self._first is not None:
            file, self._first = self._first, None
            self.read(file)

    def focus_first(self) -> None:
        """Focus what comes next."""
        begin = self._body.findChild(PrimaryButton)
        for button in (self.agree, begin, self.other, self.back):
            if isinstance(button, PaintedButton) and button.isVisibleTo(self) and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def ask(self) -> None:
        """Ask for a file and read it."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Import cards", "", FILES)
        if chosen:
            self.read(Path(chosen))

    def read(self, file: Path) -> None:
        """Read `file` and show what it would do."""
        self.shell.run(f"Reading {file.name}", self.presenter.read(file), self._looked)

    # --- Acting

    def _looked(self, looked: Looked) -> None:
        self.presenter.begin(looked)
        self.focus_first()

    def _look_again(self) -> None:
        self.shell.run("Looking again", self.presenter.look_again(), self.presenter.show)

    def _choose_kind(self, key: str, kind: str) -> None:
        self.presenter.choose_kind(key, kind)
        self._look_again()

    def _choose_role(self, key: str, place: int, role: str) -> None:
        self.presenter.choose_role(key, place, role)
        self._look_again()

    def _switch(self, name: str, on: bool) -> None:
        self.presenter.choose(**{name: on})
        self._look_again()

    def _bring(self) -> None:
        if self.view is not None and self.view.stage is Stage.DONE:
            self.shell.go(Page.LIBRARY)
        elif self.view is not None and self.view.agree:
            self.agree.setEnabled(False)
            self.shell.run("Importing", self.presenter.bring(), partial(self._brought), self._offer)

    def _brought(self, done: tuple[Changes, ImportReport]) -> None:
        changes, report = done
        self.presenter.brought(report)
        self._tell(changes)

    def _merge(self) -> None:
        self.shell.run("Bringing reviews home", self.presenter.merge(), partial(self._merged))

    def _merged(self, done: tuple[Changes, MergeReport]) -> None:
        changes, report = done
        self.presenter.merged(report)
        self._tell(changes)

    def _tell(self, changes: Changes) -> None:
        if changes:
            self.shell.changed(changes)
        if self.view is None:
            return
        if isValid(self):
            announce(self, f"{self.view.title}. {self.view.summary}")
            self.focus_first()
        else:
            self.shell.toast(self.view.summary)

    def _undo(self) -> None:
        self.undo.setEnabled(False)
        self.shell.run("Undoing the import", self.presenter.undo(), partial(self._undone), self._offer)

    def _undone(self, done: tuple[Changes, Change | None]) -> None:
        changes, change = done
        words = self.presenter.undone(change)
        self.shell.changed(changes)
        self.shell.toast(words)
        if isValid(self):
            self.focus_first()

    # --- Showing

    def _render(self, view: ImportView) -> None:
        self.view = view
        if isValid(self):
            self._show(view)

    def _show(self, view: ImportView) -> None:
        self._title.setText(view.title)
        self._file.setText(view.file)
        self._file.setVisible(bool(view.file))
        self.agree.setText("Show the library" if view.stage is Stage.DONE else view.agree or "Import")
        self.agree.setVisible(view.stage is not Stage.CHOOSE)
        self.agree.refresh()
        self.other.setVisible(view.stage is not Stage.CHOOSE)
        self.undo.setVisible(view.undoable)
        self._offer()
        self._put(self._beginning() if view.stage is Stage.CHOOSE else self._content(view))

    def _offer(self) -> None:
        """Have the buttons do what can be done, also again where that came to nothing."""
        if isValid(self) and self.view is not None:
            self.agree.setEnabled(self.view.stage is Stage.DONE or bool(self.view.agree))
            self.undo.setEnabled(self.view.undoable)

    def _put(self, body: QWidget) -> None:
        """Show `body`; focus and place on the page stay where they were."""
        old = self._body
        focused = next((child.accessibleName() for child in old.findChildren(QWidget) if child.hasFocus()), "")
        place = old.verticalScrollBar().value() if isinstance(old, LevelPage) else 0
        self._outer.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._body = body
        self._outer.addWidget(body, 1)
        # Only what is shown can have the focus.
        body.show()
        again = (child for child in body.findChildren(QWidget) if focused and child.accessibleName() == focused)
        control = next((child for child in again if child.focusPolicy() != Qt.FocusPolicy.NoFocus), None)
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(body, LevelPage):
                body.verticalScrollBar().setValue(place)

    def _beginning(self) -> QWidget:
        page = LevelPage(above=8, below=MARGIN)
        empty = EmptyState("folder-open", "Choose a file with cards", WAYS, "Choose a file")
        empty.acted.connect(self.ask)
        page.column.addWidget(empty)
        page.column.addStretch(1)
        return page

    def _content(self, view: ImportView) -> QWidget:
        page = LevelPage(above=8, below=MARGIN)
        if view.returned:
            banner = Banner("info", view.returned, "Add those that are not in your log yet.", "Bring reviews home")
            banner.acted.connect(self._merge)
            page.column.addWidget(banner)
        page.column.addWidget(Numbers(view))
        if view.stage is Stage.LOOK and view.cards:
            page.column.addWidget(switches(view, self._switch))
        if view.losses:
            page.column.addWidget(Losses(view.losses))
        for known in view.types:
            page.column.addWidget(
                TypeCard(known, partial(self._choose_kind, known.key), partial(self._choose_role, known.key))
            )
        if view.cards:
            page.column.addWidget(Sample(view.cards, view.more))
        page.column.addStretch(1)
        return page

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._title)
        words.addWidget(self._file)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 14, MARGIN, 12)
        head.setSpacing(8)
        head.addLayout(words, 1)
        for button in (self.undo, self.other, self.agree):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addLayout(head)
        self._outer.addWidget(self._body, 1)
