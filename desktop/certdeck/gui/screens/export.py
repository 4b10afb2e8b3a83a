"""The dialog that asks what leaves the app, in which format and where to."""

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from certdeck.core.errors import CertdeckError
from certdeck.gui.save_as import ask_where, shortened
from certdeck.gui.screen import Shell
from certdeck.gui.screens.ask import Ask
from certdeck.gui.widgets.choices import CheckBox
from certdeck.gui.widgets.fields import ComboBox, Field
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.search_field import SearchField
from certdeck.ports.exporting import PackageCount
from certdeck.presenters.export import ExportPresenter, ExportView

TITLE = "Export"
TEXT = "Take cards and questions to your phone or to another program. Nothing changes here."


class ExportForm(QWidget):
    """The controls of the dialog. They tell every click to the presenter and show what it returns."""

    def __init__(self, shell: Shell, presenter: ExportPresenter) -> None:
        super().__init__()
        self._shell = shell
        self._presenter = presenter
        self._dialog: ExportDialog | None = None
        self.form = ComboBox("Format")
        self.part = ComboBox("What")
        self.query = SearchField("domain:3 kind:cloze", "Search")
        self.schedule = CheckBox("With my schedule, reviews and deck options")
        self.legacy = CheckBox("For Anki from before 2022 (2.1.50), too")
        self.count = label("", "note")
        self.form_field = Field("Format", self.form, " ")
        self.query_field = Field("Search", self.query)
        self.parts: tuple[QWidget, ...] = (
            Field("What", self.part),
            self.query_field,
            self.count,
            self.form_field,
            self.schedule,
            self.legacy,
        )
        view = presenter.view()
        self.form.addItems(view.forms)
        self.part.addItems(view.parts)
        self.form.currentIndexChanged.connect(self._choose_format)
        self.part.currentIndexChanged.connect(self._choose_part)
        self.query.textEdited.connect(self._search)
        self.schedule.toggled.connect(self._take_schedule)
        self.legacy.toggled.connect(self._presenter.take_legacy)

    def join(self, dialog: "ExportDialog") -> None:
        """Know the dialog that shows these controls."""
        self._dialog = dialog
        self.render_view()

    def render_view(self) -> None:
        """Show what is chosen now."""
        view = self._presenter.view()
        self.form.setCurrentIndex(view.form)
        self.part.setCurrentIndex(view.part)
        if self.query.text().strip() != view.query:
            self.query.setText(view.query)
        self.query_field.setVisible(view.asks_query)
        self.query_field.set_error(view.error if view.asks_query else "")
        self.count.setText(view.count)
        self.form_field.rename("Format", view.note)
        self.schedule.setVisible(view.can_schedule)
        self.schedule.setChecked(view.with_schedule)
        self.legacy.setVisible(view.can_schedule)
        self.legacy.setChecked(view.legacy)
        if self._dialog is not None:
            self._dialog.agree_button.setEnabled(view.can_write)
            self._dialog.fit()
            if view.waits:
                self._shell.make_searchable(self._count_again)

    def _count_again(self) -> None:
        """Count what could not be found before, unless the dialog was closed meanwhile."""
        if isValid(self):
            self.render_view()

    def _choose_format(self, place: int) -> None:
        self._presenter.choose_format(place)
        self.render_view()

    def _choose_part(self, place: int) -> None:
        self._presenter.choose_part(place)
        self.render_view()
        if self._presenter.view().asks_query:
            self.query.setFocus()

    def _search(self, text: str) -> None:
        self._presenter.search(text)
        self.render_view()

    def _take_schedule(self, wanted: bool) -> None:
        self._presenter.take_schedule(wanted)


class ExportDialog(Ask):
    """Asks what leaves the app; the file is asked for next."""

    def __init__(self, shell: Shell, over: QWidget, presenter: ExportPresenter) -> None:
        self.form = ExportForm(shell, presenter)
        super().__init__(
            over,
            TITLE,
            TEXT,
            agree="Export",
            decline="Cancel",
            then=lambda: write(shell, over, presenter),
            body=self.form.parts,
        )
        self._inner.column.addStretch(1)
        self.form.setParent(self)
        self.form.hide()
        self.form.join(self)


def ask_export(shell: Shell, over: QWidget, query: str = "") -> ExportDialog | None:
    """Ask what leaves the app; `query` is the search to begin with. Return the dialog, or None without a deck."""
    try:
        presenter = ExportPresenter(shell.services, query)
    except CertdeckError as error:
        shell.refuse(error)
        return None
    dialog = ExportDialog(shell, over, presenter)
    dialog.ask()
    dialog.form.part.setFocus()
    return dialog


def write(shell: Shell, over: QWidget, presenter: ExportPresenter) -> None:
    """Ask for a file and write it with progress."""
    view: ExportView = presenter.view()
    target = ask_where(over, TITLE, view.file_name, view.forms[view.form], view.ending)
    if target is None:
        return

    def tell(count: PackageCount) -> None:
        shell.toast(presenter.told(count, shortened(target)))

    shell.run(f"Exporting {target.name}", lambda progress: presenter.write(target, progress), tell)
