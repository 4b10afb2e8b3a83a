"""The pane beside the library's table: one item, how well it is known, and what can be done with it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from certdeck.core.deck import Source
from certdeck.core.richtext import RichText
from certdeck.gui import theme
from certdeck.gui.fonts import REGULAR, SEMIBOLD
from certdeck.gui.screens.library_own import OwnPart
from certdeck.gui.screens.library_statistics import dispute_part, statistics_part
from certdeck.gui.widgets.buttons import IconButton, LinkButton, QuietButton
from certdeck.gui.widgets.frames import MARGIN, HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.term_list import TermList
from certdeck.presenters.library_item import ItemView, OptionView, Related


class ItemPreview(QFrame):
    """Shows an `ItemView`. The signals say what the learner asks for; `closed` only where there is a way to close."""

    flag_asked = Signal()
    suspend_asked = Signal()
    open_asked = Signal()
    dispute_asked = Signal()
    export_asked = Signal()
    item_asked = Signal(str)
    edit_asked = Signal()
    note_asked = Signal()
    tags_asked = Signal()
    make_asked = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_class(self, "pane")
        self.setAccessibleName("Preview")
        self._view: ItemView | None = None
        self._answer_shown = False
        self._kind = label("", "label")
        self.edit = IconButton("pencil", "Edit card", "E")
        self.edit.clicked.connect(self.edit_asked)
        self.own: OwnPart | None = None
        self.flag = IconButton("flag", "Flag card", "F")
        self.flag.setCheckable(True)
        self.flag.clicked.connect(self.flag_asked)
        self.suspend = IconButton("pause", "Suspend card", "S")
        self.suspend.clicked.connect(self.suspend_asked)
        self.close_button = IconButton("x", "Close preview", "Esc")
        self.close_button.clicked.connect(self.closed)
        self._body = LevelPage(above=4, spacing=14)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(HairLine(upright=True, strong=True))
        self._inner = QVBoxLayout()
        self._inner.setSpacing(0)
        self._inner.addLayout(self._header())
        self._inner.addWidget(self._body, 1)
        across.addLayout(self._inner, 1)

    def show_item(self, view: ItemView | None) -> None:
        """Show another item with its answer closed, or nothing.

        The same item stays as it is opened, and where nothing of it has changed, as it is scrolled and selected.
        """
        if view is not None and view == self._view and not view.is_pictured:
            return
        self._answer_shown = bool(view and self._view and view.id == self._view.id and self._answer_shown)
        self._view = view
        self._kind.setText(view.words if view else "")
        card = bool(view and view.faces)
        self.edit.setVisible(bool(view and view.own.editable))
        self.flag.setVisible(card)
        self.suspend.setVisible(card)
        if view is not None and card:
            self._show_state(view)
        self._rebuild()

    def set_closable(self, closable: bool) -> None:
        """Show or hide the way to close the pane."""
        self.close_button.setVisible(closable)

    def toggle_answer(self) -> None:
        """Show the answer of a question, or hide it again."""
        self._answer_shown = not self._answer_shown
        self._rebuild()

    def view(self) -> ItemView | None:
        """Return what is shown."""
        return self._view

    def stops(self) -> tuple[QWidget, ...]:
        """Return what Tab stops at, from top to bottom."""
        inside = (child for child in self._body.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return (self.edit, self.flag, self.suspend, self.close_button, *inside)

    def answer_is_shown(self) -> bool:
        """Tell whether the key of a question can be seen."""
        return self._answer_shown

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 12, 12, 4)
        row.setSpacing(4)
        row.addStrut(self.flag.sizeHint().height())
        row.addWidget(self._kind, 1)
        for button in (self.edit, self.flag, self.suspend, self.close_button):
            row.addWidget(button)
        return row

    def _show_state(self, view: ItemView) -> None:
        self.flag.setChecked(view.flagged)
        self.flag.rename("Take flag away" if view.flagged else "Flag card", "F")
        self.suspend.set_icon("play" if view.suspended else "pause")
        self.suspend.rename("Resume card" if view.suspended else "Suspend card", "S")

    def _rebuild(self) -> None:
        body = LevelPage(above=4, spacing=14)
        if self._view is not None:
            self._fill(body.column, self._view)
        body.column.addStretch(1)
        self._inner.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body

    def _fill(self, column: QVBoxLayout, view: ItemView) -> None:
        column.addWidget(_front(view))
        if view.kind == "sheet":
            self._add_contents(column, view)
        if view.asked:
            self._add_options(column, view)
        elif view.kind == "card" and view.back:
            column.addWidget(HairLine())
            column.addWidget(_text(view.back, 14))
        elif view.kind in ("confusion", "term"):
            column.addWidget(_text(view.back, 14))
        if view.entries:
            column.addWidget(HairLine())
            column.addWidget(label("What points to it", "label"))
            column.addWidget(TermList(view.entries))
        for title, text in view.notes:
            column.addLayout(_note(title, text))
        self.own = OwnPart(view.own)
        self.own.compare_asked.connect(self.edit_asked)
        self.own.note_asked.connect(self.note_asked)
        self.own.tags_asked.connect(self.tags_asked)
        self.own.make_asked.connect(self.make_asked)
        column.addWidget(self.own)
        if view.statistics is not None:
            column.addWidget(HairLine())
            column.addLayout(statistics_part(view.statistics, with_key=self._answer_shown))
        column.addWidget(HairLine())
        for related in view.related:
            column.addLayout(self._related(related))
            column.addWidget(HairLine())
        column.addLayout(_facts(view))
        column.addWidget(HairLine())
        column.addLayout(_origin(view.verified, view.sources))
        if view.dispute is not None:
            column.addWidget(HairLine())
            self._add_dispute(column, view.dispute)

    def _related(self, related: Related) -> QLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label(related.title, "label"))
        for item, words in related.links:
            link = LinkButton(words, related.icon)
            link.setAccessibleName(f"{related.title}: {words}")
            link.setToolTip(words)
            link.clicked.connect(partial(self._ask_item, item))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _ask_item(self, item: str, _checked: bool = False) -> None:
        self.item_asked.emit(item)

    def _add_dispute(self, column: QVBoxLayout, text: str) -> None:
        if text:
            column.addLayout(dispute_part(text))
        row = QHBoxLayout()
        row.setSpacing(12)
        self.dispute = LinkButton("Change or withdraw" if text else "Dispute this question", "pencil")
        self.dispute.clicked.connect(self.dispute_asked)
        row.addWidget(self.dispute)
        if text:
            export = LinkButton("Export", "file-down")
            export.setAccessibleName("Export all disputes")
            export.clicked.connect(self.export_asked)
            row.addWidget(export)
        row.addStretch(1)
        column.addLayout(row)

    def _add_contents(self, column: QVBoxLayout, view: ItemView) -> None:
        column.addWidget(_text(view.back, 13, "muted"))
        self._add_button(column, "Open sheet", "book-open", self.open_asked.emit)

    def _add_options(self, column: QVBoxLayout, view: ItemView) -> None:
        for option in view.answered if self._answer_shown else view.asked:
            column.addLayout(_option(option))
        words = "Hide answer" if self._answer_shown else "Show answer"
        self._add_button(column, words, "eye-off" if self._answer_shown else "eye", self._toggled)

    def _add_button(self, column: QVBoxLayout, words: str, icon: str, act: object) -> None:
        self.action = QuietButton(words, icon)
        self.action.clicked.connect(act)
        column.addWidget(self.action)

    def _toggled(self) -> None:
        self.toggle_answer()
        self.action.setFocus(Qt.FocusReason.OtherFocusReason)


def _front(view: ItemView) -> RichTextView:
    named = view.kind in ("confusion", "term")
    front = RichTextView(size=14 if view.kind in ("question", "sheet") else 16, weight=SEMIBOLD if named else REGULAR)
    front.set_text(view.front)
    return front


def _text(text: RichText, size: float, colour: str = "text") -> RichTextView:
    view = RichTextView(size=size, colour=colour)
    view.set_text(text)
    return view


def _option(option: OptionView) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    if option.right is not None:
        icon, ink = ("circle-check", "good") if option.right else ("circle-x", "muted")
        row.addWidget(IconLabel(icon, 16, ink, stroke=2.0, line=22), 0, Qt.AlignmentFlag.AlignTop)
    if option.mark:
        mark = label(option.mark, "strong" if option.right else "muted")
        mark.setMinimumWidth(theme.current().px(12))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(_text(option.text, 14))
    if option.reason:
        words.addWidget(label("Right" if option.right else "Wrong", "good" if option.right else "note"))
        words.addWidget(_text(option.reason, 13, "muted"))
    row.addLayout(words, 1)
    return row


def _note(title: str, text: RichText) -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label(title, "label"))
    column.addWidget(_text(text, 13))
    return column


def _facts(view: ItemView) -> QLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(view.facts):
        grid.addWidget(label(name, "note"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value, "note-text", wrap=True, selectable=True), place, 1)
    below = len(view.facts)
    for place, (bullet, words) in enumerate(view.covers):
        if not place:
            grid.addWidget(label("Covers", "note"), below, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_bullet(bullet, words), below + place, 1)
    return grid


def _bullet(bullet: str, words: str) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 4)
    column.setSpacing(0)
    column.addWidget(label(bullet, "note-text"))
    if words:
        column.addWidget(label(words, "note", wrap=True))
    return whole


def _origin(verified: str, sources: Sequence[Source]) -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    if not sources:
        column.addWidget(label("No source", "note"))
        return column
    line = QHBoxLayout()
    line.setSpacing(6)
    line.addWidget(IconLabel("circle-check", 16, "good", stroke=2.0))
    line.addWidget(label(verified, "note"), 1)
    column.addLayout(line)
    for source in sources:
        column.addWidget(_SourceLink(source))
    return column


class _SourceLink(QWidget):
    """A link whose title takes as many lines as it needs."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        short = source.title.partition(": ")[2] or source.title
        link = LinkButton("Open", "external-link")
        link.setAccessibleName(f"Open source: {source.title}")
        link.setToolTip(source.url)
        link.clicked.connect(partial(_open, source.url))
        row.addWidget(label(short, "note-text", wrap=True), 1)
        row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)


def _open(url: str, _checked: bool = False) -> None:
    QDesktopServices.openUrl(QUrl(url))
