"""The print dialog: pages at the left, options at the right, and the way to a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.gui import theme
from certdeck.gui.save_as import ask_where
from certdeck.gui.screen import Shell
from certdeck.gui.screens.print_preview import PagePreview
from certdeck.gui.tasks import Task, start
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.choices import CheckBox
from certdeck.gui.widgets.fields import ComboBox, Field, SpinBox
from certdeck.gui.widgets.frames import ScrollPage
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.messages import announce
from certdeck.gui.widgets.overlay import Overlay
from certdeck.gui.widgets.search_field import SearchField
from certdeck.ports.exporting import Paper
from certdeck.ports.printing import CARDS_A_PAGE, Duplex, InkUse, Printout
from certdeck.presenters.dates import counted
from certdeck.presenters.printing import Begin, PrintPresenter, PrintView

_OPTIONS: Final = 300
_WAIT: Final = 250
"""Milliseconds after a change before the pages are laid out anew: who turns a number up passes through many."""
_MOST_SAID: Final = 4
_SIZES: Final = (7.0, 7.5, 8.0, 8.5, 9.0, 10.0, 11.0, 12.0)


class PrintDialog(Overlay):
    """Shows what would be printed, and saves it as PDF."""

    wide = 1060

    def __init__(self, window: QWidget, shell: Shell, begin: Begin | None = None) -> None:
        super().__init__(window, "Print")
        self.shell = shell
        self.presenter = PrintPresenter(shell.services, begin)
        self.preview = PagePreview()
        self._task: Task[Printout] | None = None
        self._saving: Task[Printout] | None = None
        self._kept: list[Task[Printout]] = []
        self._saved: Path | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT)
        self._later.timeout.connect(self._lay_out)
        self._fields: dict[str, QWidget] = {}
        self.problems = label("", "note", wrap=True)
        self.refusal = label("", "bad", wrap=True)
        self.done = label("", "strong", wrap=True)
        self.save = PrimaryButton("Save as PDF", "file-down")
        self.save.clicked.connect(self.save_pdf)
        self.open_saved = QuietButton("Open PDF", "external-link")
        self.open_saved.clicked.connect(self._open)
        self.open_saved.hide()
        close = QuietButton("Close")
        close.clicked.connect(self.dismiss)
        self._arrange(close)
        self._render(self.presenter.view())

    def show_over(self) -> None:
        """Show the dialog and lay the first pages out."""
        super().show_over()
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lay_out()

    def panel_height(self, width: int) -> int:
        """Return as much as there is: pages are tall. Give the options their width, but never nearly half."""
        self._options.setFixedWidth(min(theme.current().px(_OPTIONS), (width - 60) * 9 // 20))
        return self.height()

    def dismiss(self) -> None:
        """Stop what is under way and close. What is being saved is not stopped half-way: it is there, whole."""
        self._later.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        super().dismiss()

    def waits(self) -> bool:
        """Tell whether a change is still to be laid out, or a file to be written."""
        return self._later.isActive() or self._task is not None or self._saving is not None

    def field(self, name: str) -> QWidget:
        """Return the control of an option with its label. Raises KeyError."""
        return self._fields[name]

    def save_pdf(self) -> None:
        """Ask for a file and print to it."""
        target = ask_where(self, "Save as PDF", self.presenter.file_name(), "PDF files", ".pdf")
        if target is None:
            return
        task = Task(partial(self.presenter.print, target))
        task.signals.succeeded.connect(partial(self._tell_saved, task, target))
        task.signals.refused.connect(partial(self._refuse_saving, task))
        task.signals.failed.connect(partial(self._fail, task))
        self._saving = task
        self.save.setEnabled(False)
        self.open_saved.hide()
        for line in (self.refusal, self.done):
            _say(line, "")
        self._kept = [*self._kept[-8:], task]
        start(task)

    # --- Options

    def _arrange(self, close: QWidget) -> None:
        self._options = options = ScrollPage(margin=4, spacing=10)
        options.column.addWidget(label("Print", "title"))
        for field in self._controls():
            options.column.addWidget(field)
        for line in (self.problems, self.refusal, self.done):
            options.column.addWidget(line)
            line.hide()
        options.column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(close)
        buttons.addStretch(1)
        buttons.addWidget(self.open_saved)
        buttons.addWidget(self.save)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(options, 1)
        side.addLayout(buttons)
        row = QHBoxLayout()
        row.setContentsMargins(20, 20, 20, 20)
        row.setSpacing(20)
        row.addWidget(self.preview, 1)
        row.addLayout(side)
        self.column.addLayout(row)

    def _controls(self) -> list[QWidget]:
        view = self.presenter.view()
        self.what = self._combo("what", "What", view.choices)
        self._query()
        inks = ((InkUse.COLOUR, "Colour"), (InkUse.GREY, "Grey"), (InkUse.SAVING, "Little ink"))
        sizes = tuple((f"{size:g}", f"{size:g} pt") for size in _SIZES)
        edges = ((Duplex.LONG, "Long edge"), (Duplex.SHORT, "Short edge"))
        self._combo("paper", "Paper", ((Paper.A4, "A4"), (Paper.LETTER, "US Letter")), Paper)
        self._combo("ink", "Ink", inks, InkUse)
        counts = (("0", "As suits each sheet"), *((str(at), str(at)) for at in (1, 2, 3)))
        self._combo("columns", "Columns", counts, int)
        self._combo("size", "Text size", sizes, float)
        self._combo(
            "fit", "Fit each sheet on", (("0", "As many pages as it takes"), ("1", "1 page"), ("2", "2 pages")), int
        )
        self._combo("count", "Cards on a page", tuple((str(at), str(at)) for at in CARDS_A_PAGE), int)
        self._combo("duplex", "Paper turns over its", edges, Duplex)
        turned = CheckBox("Landscape")
        turned.toggled.connect(lambda on: self._set(landscape=on))
        self._fields["landscape"] = turned
        self._shifts()
        return list(self._fields.values())

    def _combo(
        self, name: str, words: str, choices: tuple[tuple[str, str], ...], kind: Callable[[str], object] = str
    ) -> ComboBox:
        box = ComboBox(words)
        for key, title in choices:
            box.addItem(title, str(key))
        wished = getattr(self.presenter.wish, name)
        box.setCurrentIndex(max(0, box.findData(f"{wished:g}" if isinstance(wished, float) else str(wished))))
        box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        box.currentIndexChanged.connect(lambda _at: self._set(**{name: kind(box.currentData())}))
        box.currentTextChanged.connect(box.setToolTip)
        box.setToolTip(box.currentText())
        self._fields[name] = Field(words, box)
        return box

    def _query(self) -> None:
        self.query = SearchField("All cards of the exam", "Which cards")
        self.query.setText(self.presenter.wish.query)
        self.query.textChanged.connect(lambda text: self._set(query=text))
        self._fields["query"] = Field("Which cards", self.query, "As in Library, such as domain:3 is:leech")

    def _shifts(self) -> None:
        right, down = (SpinBox(f"Move the backs {way}, in tenths of a mm", -100, 100) for way in ("right", "down"))
        right.setValue(self.presenter.wish.shift[0])
        down.setValue(self.presenter.wish.shift[1])
        for box in (right, down):
            box.valueChanged.connect(lambda _to: self._set(shift=(right.value(), down.value())))
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Field("Backs right, 0.1 mm", right))
        row.addWidget(Field("Backs down, 0.1 mm", down))
        self._fields["shift"] = pair

    def _set(self, **values: object) -> None:
        self._render(self.presenter.set(**values))
        self._later.start()

    def _render(self, view: PrintView) -> None:
        always = {"what", "paper", "ink"}
        for name, field in self._fields.items():
            field.setVisible(name in always or name in view.options)

    # --- Pages

    def _lay_out(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.preview.say("Laying out…")
        for line in (self.problems, self.refusal, self.done):
            _say(line, "")
        task = Task(partial(self.presenter.print, None))
        task.signals.succeeded.connect(partial(self._show_pages, task))
        task.signals.refused.connect(partial(self._refuse, task))
        task.signals.failed.connect(partial(self._fail, task))
        self._task = task
        self._kept = [*self._kept[-8:], task]
        start(task)

    def _show_pages(self, task: Task[Printout], printout: Printout) -> None:
        if task is self._task:
            self._task = None
            self.preview.show_pages(printout.pictures)
            self._tell_problems(printout)

    def _refuse(self, task: Task[Printout], error: CertdeckError) -> None:
        if task is self._task:
            self._task = None
            self.preview.say("Nothing to show")
            self._say_refused(error)

    def _refuse_saving(self, task: Task[Printout], error: CertdeckError) -> None:
        self._end_saving(task)
        self._say_refused(error)

    def _say_refused(self, error: CertdeckError) -> None:
        # A banner on the page would stand behind the dialog.
        _say(self.refusal, str(error))
        announce(self, str(error), urgent=True)

    def _fail(self, task: Task[Printout], error: BaseException) -> None:
        if task is self._task:
            self._task = None
        self._end_saving(task)
        raise error

    def _end_saving(self, task: Task[Printout]) -> None:
        if task is self._saving:
            self._saving = None
            self.save.setEnabled(True)
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_problems(self, printout: Printout) -> None:
        told = [str(problem) for problem in printout.problems[:_MOST_SAID]]
        more = len(printout.problems) - len(told)
        lines = [f"{counted(len(printout.problems), 'problem')}:", *told, *([f"and {more} more"] if more else [])]
        _say(self.problems, "\n".join(lines) if told else "")

    def _tell_saved(self, task: Task[Printout], target: Path, printout: Printout) -> None:
        self._end_saving(task)
        self._saved = target
        self.open_saved.show()
        self._tell_problems(printout)
        words = f"Saved {target.name}, {counted(printout.pages, 'page')}"
        _say(self.done, words)
        announce(self, words)

    def _open(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))


def _say(line: QLabel, words: str) -> None:
    """Show `words`; an empty line takes no room."""
    line.setText(words)
    line.setVisible(bool(words))


def open_print(shell: Shell, over: QWidget, begin: Begin | None = None) -> PrintDialog | None:
    """Show the dialog over the window of `over`; without a deck say why that can't be done, and return None."""
    try:
        dialog = PrintDialog(over.window(), shell, begin)
    except CertdeckError as error:
        shell.refuse(error)
        return None
    dialog.show_over()
    return dialog
