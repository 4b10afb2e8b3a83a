"""The library page: all that the deck has for the exam, to search, narrow down, read and take away."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import ItemId
from certdeck.core.own import CardText, Draft, tags_in
from certdeck.gui import theme
from certdeck.gui.focus_ring import lie_over
from certdeck.gui.models.item_table import ItemTable
from certdeck.gui.screen import Screen
from certdeck.gui.screens.dispute import ask_for_dispute, export_disputes
from certdeck.gui.screens.library_actions import LibraryActions
from certdeck.gui.screens.library_facets import FacetList
from certdeck.gui.screens.library_looking import Looking
from certdeck.gui.screens.library_marks import MarkMaker
from certdeck.gui.screens.library_own import ask_for_note, ask_for_tags
from certdeck.gui.screens.library_preview import ItemPreview
from certdeck.gui.screens.library_query import FaultLine, QueryField
from certdeck.gui.screens.library_saved import SavedSearches
from certdeck.gui.screens.library_table import LibraryTable
from certdeck.gui.turning import turn_history
from certdeck.gui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import MARGIN, Card
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.messages import EmptyState, announce
from certdeck.ports.rows import ItemRow
from certdeck.presenters.library import Column, Group, LibraryPresenter, LibraryView, Wish
from certdeck.presenters.library_item import ItemPresenter, ItemView
from certdeck.services.changes import Changes

_DEBOUNCE_MS: Final = 60
AT_ONCE: Final = 5_000
"""Items up to which a search takes a few milliseconds, so that it is done at once."""
_FACETS: Final = 188
_PANE: Final = 288
_BESIDE_NEEDS: Final = 1040
"""Design pixels of page width below which the preview lies over the table instead of beside it."""
_RING: Final = 5
"""Room for the focus ring beside the facets, inside the area that scrolls them."""
_FACETS_NEED: Final = 620
"""Design pixels of page width below which the facets are behind a button."""


class LibraryScreen(Screen):
    """Search field, facets, table and preview. Ctrl+F searches; letters act on what is selected in the table."""

    reloads_for = Changes(content=True, study=True, settings=True)

    _beside: bool | None = None

    def make(self) -> Iterator[None]:
        """Make table, facets, preview and the buttons around them."""
        shell = self.shell
        self.presenter = LibraryPresenter(shell.services)
        self._items = ItemPresenter(shell.services, self.presenter)
        self._shown: ItemView | None = None
        self._view = LibraryView((), 0, ())
        self.model = ItemTable(self.presenter, self)
        self.table = LibraryTable(self.model)
        self.facets = FacetList()
        yield
        self.preview = ItemPreview()
        yield
        self.actions_of_items = LibraryActions(
            self, shell, self.table, self._show_preview, lambda: self.presenter.wish.text
        )
        self.search = QueryField("Search, such as is:due", "Search the library", "Ctrl F")
        self.fault = FaultLine()
        self.count = label("", "note")
        self.filter = QuietButton("Filter")
        self.filter.setCheckable(True)
        self.more = IconButton("ellipsis", "Actions for the selected items", "Menu")
        self.saved = QuietButton("Saved", "bookmark")
        self.saved.setAccessibleName("Saved searches")
        self.searches = SavedSearches(self.saved, shell, lambda: self.presenter.wish, self.show_query)
        yield
        self.add = PrimaryButton("Add card", "plus")
        self.add.setToolTip("Add card (Ctrl+N)")
        self.add.setAccessibleName("Add card")
        self.cram = IconButton("zap", "Cram what is selected or listed", "C")
        self.take_in = IconButton("download", "Import cards", "Ctrl O")
        self.export = IconButton("upload", "Export")
        self._marking = MarkMaker(self.presenter.marks, self.table.viewport().update, self._mark, self)
        self._looking = Looking(self.presenter.look, self._show, shell.refuse)
        self._typed = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._picked = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        yield
        self._lay_out()
        yield
        self._connect()
        theme.current().follow(self.arrange)

    # --- Screen

    def reload(self) -> None:
        """Read all items anew and keep words, facets, order and the current item."""
        try:
            self.presenter.refresh()
        except CertdeckError as error:
            self.shell.refuse(error)
            return
        self._look()

    def focus_first(self) -> None:
        """Put the focus into the search field."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_item(self, item: ItemId) -> None:
        """Make `item` the current one, without a query that would hide it."""
        if self.model.place_of(item) is None:
            self._set_text("")
            self._show(self.presenter.view())
        place = self.model.place_of(item)
        if place is not None:
            self.table.setCurrentIndex(self.model.index(place, 0))
            self.table.scrollTo(self.model.index(place, 0), LibraryTable.ScrollHint.PositionAtCenter)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_preview()
            self._slide(open_it=True)

    # --- What the learner does

    def show_query(self, query: str) -> None:
        """List what `query` finds."""
        self._set_text(query)
        self._look()

    def _take_in(self) -> None:
        self.shell.open_import()

    def open_actions(self) -> None:
        """Show what can be done with the selected items, below the button."""
        self._open_menu(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _open_menu(self, at: QPoint) -> None:
        if self.table.selected_keys():
            menu = self.actions_of_items.menu()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(at)

    def ask_export(self) -> None:
        """Ask what leaves the app, what is listed to begin with where a search is under way."""
        from certdeck.gui.screens.export import ask_export

        ask_export(self.shell, self, self.presenter.wish.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the preview that lies over the table."""
        if event.key() == Qt.Key.Key_Escape and not self._beside and self.preview.isVisible():
            self._slide(open_it=False)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Place the preview again when fonts have changed its header."""
        super().changeEvent(event)
        if self.is_made and event.type() == QEvent.Type.FontChange and self._beside is not None:
            self._place_preview()

    def _undo(self, item: ItemId) -> None:
        self.shell.attempt(partial(turn_history, self.shell, undo=True, done=partial(self._undone, item)))

    def _undone(self, item: ItemId, changes: Changes, _change: object) -> None:
        self.shell.changed(changes)
        self._show_again(item)

    def _show_again(self, item: ItemId) -> None:
        """Show the new state of `item` also when the list no longer holds it."""
        row = self.table.current_row()
        if row is not None and row.id == item:
            self._show_preview()

    def _search(self) -> None:
        self.presenter.search(self.search.text())
        self._look()

    def _tick(self, group: Group, key: str, on: bool) -> None:
        self.presenter.tick(group, key, on=on)
        self._look()

    def _sort(self, column: Column) -> None:
        self.presenter.sort(column)
        self._look()

    def clear(self) -> None:
        """Forget the query, so that everything is listed."""
        self.show_query("")

    def _set_text(self, text: str) -> None:
        """Have `text` stand in the field as if it were typed."""
        self._typed.stop()
        self.search.blockSignals(True)
        self.search.setText(text)
        self.search.blockSignals(False)
        self.presenter.search(text)

    def _look(self) -> None:
        self._looking.look(self.presenter.wish, at_once=not self.presenter.is_larger_than(AT_ONCE))

    def _open(self, row: ItemRow) -> None:
        """Do what Enter means: open a sheet, show a question's answer; a card's preview comes over a narrow page."""
        self._show_preview()
        if row.kind == "sheet":
            self.shell.open_item(row.id)
        elif self._beside and row.kind == "question":
            self.preview.toggle_answer()
        self._slide(open_it=True)

    def _key_hit(self, key: str) -> None:
        if self._picked.isActive():
            self._show_preview()
        if key == "E":
            self.edit_card()
        else:
            self.actions_of_items.hit(key)

    def add_card(self) -> None:
        """Begin a new card, for the same bullets as the item shown."""
        exam = self.shell.services.library.exam().blueprint.id
        item = self.shell.services.library.item(self._shown.id) if self._shown else None
        coverage = item.coverage(exam) if item else None
        self.shell.new_card(Draft(CardText(), (coverage,) if coverage else ()))

    def edit_card(self) -> None:
        """Open the card shown in the editor."""
        if self._shown is not None and self._shown.own.editable:
            self.shell.edit_card(self._shown.id)

    def write_note(self) -> None:
        """Let the learner write a note on the item shown."""
        if self._shown is not None:
            item = self._shown.id
            ask_for_note(self, self._shown.own.note_text, lambda text: self._keep_note(item, text))

    def _keep_note(self, item: ItemId, text: str) -> None:
        said = "Note kept" if text.strip() else "Note taken away"
        self.shell.attempt(lambda: self._kept(item, self.shell.services.cards.put_note(item, text), said))

    def _kept(self, item: ItemId, changes: Changes, said: str) -> None:
        self.shell.changed(changes)
        self._show_again(item)
        if changes:
            self.shell.toast(said, undo=lambda: self._undo(item))

    def write_tags(self) -> None:
        """Let the learner change their tags of the item shown."""
        if self._shown is not None:
            item, tags = self._shown.id, self._shown.own.own_tags
            ask_for_tags(self, tags, lambda text: self._keep_tags(item, text))

    def _keep_tags(self, item: ItemId, text: str) -> None:
        tags = tags_in(text)
        self.shell.attempt(lambda: self._kept(item, self.shell.services.cards.put_tags(item, tags), "Tags kept"))

    def dispute(self) -> None:
        """Let the learner write what is wrong with the question shown."""
        if self._shown is not None and self._shown.dispute is not None:
            item = self._shown.id
            ask_for_dispute(self, "this question", self._shown.dispute, lambda text: self._keep_dispute(item, text))

    def _keep_dispute(self, item: ItemId, text: str) -> None:
        self.shell.attempt(lambda: self._disputed(self.shell.services.results.dispute(item, text)))

    def _disputed(self, changes: Changes) -> None:
        self._show_preview()
        self.shell.changed(changes)

    # --- What is shown

    def _show(self, view: LibraryView) -> None:
        if not isValid(self):  # what was looked up may come after the page has gone
            return
        self.table.show_view(view)
        self.facets.show_facets(view.facets)
        self._show_wish(view.wish)
        self._view = view
        self._show_count()
        self._middle.setCurrentWidget(self._card if view.keys else self._nothing)
        self.filter.setText("Filter on" if any(facet.on for facet in view.facets) else "Filter")
        self.filter.refresh()
        self._order_stops()
        if self._beside and view.keys and self.table.current_row() is None:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _show_wish(self, wish: Wish) -> None:
        """Show the query in the field, unless it is being typed, and what is wrong with it."""
        if wish.text != self.search.text() and not self._typed.isActive():
            self.search.blockSignals(True)
            self.search.setText(wish.text)
            self.search.blockSignals(False)
        self.search.mark(wish.fault)
        self.fault.show_fault(wish.fault)
        if wish.fault is not None:
            announce(self.search, self.search.accessibleDescription())

    def _show_count(self) -> None:
        """Say how many items are listed, or how many of them are selected."""
        selected, listed = len(self.table.selected_keys()), len(self._view.keys)
        if selected > 1:
            self.count.setText(f"{selected:,} of {listed:,} selected")
        elif self._view.narrowed:
            self.count.setText(f"{listed:,} of {self._view.total:,}")
        else:
            self.count.setText(f"{listed:,} items")

    def _show_place(self) -> None:
        """Put the cursor where the query goes wrong."""
        fault = self.presenter.wish.fault
        if fault is not None:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.setSelection(fault.start, fault.end - fault.start)

    def _pick(self, row: ItemRow | None) -> None:
        self._picked.start()
        if row is None:
            self._slide(open_it=False)

    def _show_preview(self) -> None:
        self._picked.stop()
        row = self.table.current_row()
        try:
            self._shown = self._items.view(row) if row is not None else None
        except CertdeckError as error:
            self._shown = None
            self.shell.refuse(error)
        self.preview.show_item(self._shown)
        self._order_stops()

    def _mark(self) -> None:
        """Show what came of formulas, in the rows and in the preview."""
        self.table.viewport().update()
        self._show_preview()

    def _order_stops(self) -> None:
        """Let Tab go from the search over facets and table to the preview, parts of which are made anew at times."""
        stops = (
            self.search,
            self.fault.go,
            self.filter,
            self.more,
            self.saved,
            self.cram,
            self.take_in,
            self.export,
            self.add,
            *self.facets.boxes(),
            self.table.head,
            self.table,
            *self.preview.stops(),
        )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    # --- Layout

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed.start)
        self.search.returnPressed.connect(self.table.setFocus)
        self._typed.timeout.connect(self._search)
        self._picked.timeout.connect(self._show_preview)
        self.model.looked_at.connect(self._marking.look)
        self.table.picked.connect(self._pick)
        self.table.opened.connect(self._open)
        self.table.clicked.connect(lambda _index: self._slide(open_it=True))
        self.table.key_hit.connect(self._key_hit)
        self.table.flag_hit.connect(self.actions_of_items.flag)
        self.table.chosen.connect(lambda _count: self._show_count())
        self.table.menu_asked.connect(self._open_menu)
        self.fault.asked.connect(self._show_place)
        self.more.clicked.connect(self.open_actions)
        self.saved.clicked.connect(self.searches.open)
        self.cram.clicked.connect(self.actions_of_items.cram)
        self.table.head.sort_asked.connect(self._sort)
        self.facets.ticked.connect(self._tick)
        self.filter.toggled.connect(self.arrange)
        self.add.clicked.connect(self.add_card)
        self.take_in.clicked.connect(self._take_in)
        self.export.clicked.connect(self.ask_export)
        self.preview.edit_asked.connect(self.edit_card)
        self.preview.note_asked.connect(self.write_note)
        self.preview.tags_asked.connect(self.write_tags)
        self.preview.make_asked.connect(self.shell.new_card)
        self._nothing.acted.connect(self.clear)
        self.preview.flag_asked.connect(self.actions_of_items.toggle_flag)
        self.preview.suspend_asked.connect(self.actions_of_items.toggle_suspended)
        self.preview.open_asked.connect(self._open_sheet)
        self.preview.dispute_asked.connect(self.dispute)
        self.preview.item_asked.connect(lambda item: self.show_item(ItemId(item)))
        self.preview.export_asked.connect(lambda: export_disputes(self.shell, self))
        self.preview.closed.connect(lambda: self._slide(open_it=False))
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))

    def _open_sheet(self) -> None:
        if self._shown is not None:
            self.shell.open_item(self._shown.id)

    def _lay_out(self) -> None:
        title = label("Library", "h1")
        title.setContentsMargins(_RING, 0, 0, 0)
        self._left = left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(title)
        left.addLayout(self._search_row())
        left.addWidget(self.fault)
        left.addLayout(self._list_row(), 1)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addLayout(left, 1)

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_RING, 0, 0, 0)
        row.setSpacing(8)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.search, 1)
        row.addSpacing(4)
        row.addWidget(self.count)
        row.addWidget(self.more)
        row.addWidget(self.filter)
        row.addWidget(self.saved)
        row.addWidget(self.cram)
        row.addWidget(self.take_in)
        row.addWidget(self.export)
        row.addWidget(self.add)
        return row

    def _list_row(self) -> QHBoxLayout:
        self._facet_area = QScrollArea()
        self._facet_area.setWidgetResizable(True)
        self._facet_area.setFrameShape(QFrame.Shape.NoFrame)
        self._facet_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._facet_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._facet_area.viewport().setAutoFillBackground(False)
        self._facet_area.setWidget(self.facets)
        self.facets.setAutoFillBackground(False)
        self._card = Card(margins=(1, 1, 1, 1))
        self._card.setProperty("ringRadius", 8)
        self._card.column.addWidget(self.table)
        self._nothing = EmptyState(
            "search", "Nothing matches", "Try fewer words, or clear what is ticked.", "Clear search and filters"
        )
        self._middle = QStackedWidget()
        self._middle.addWidget(self._card)
        self._middle.addWidget(self._nothing)
        self._list = row = QHBoxLayout()
        row.setSpacing(20 - _RING)
        row.addWidget(self._facet_area)
        row.addWidget(self._middle, 1)
        return row

    def arrange(self) -> None:
        """Give each part the place that the width allows."""
        width = self.width() / theme.current().scale
        roomy = width >= _FACETS_NEED
        self.filter.setVisible(not roomy)
        self.cram.setVisible(roomy)  # it is in the menu as well; the search field needs the room
        self.saved.setText("Saved" if roomy else "")
        self.saved.refresh()
        self.add.setText("Add card" if roomy else "")
        self.add.refresh()
        self._facet_area.setVisible(roomy or self.filter.isChecked())
        self._middle.setVisible(roomy or not self.filter.isChecked())
        facets = theme.current().px(_FACETS) + 2 * _RING
        self._facet_area.setFixedWidth(facets if roomy else max(1, self.width() - 2 * MARGIN))
        self._set_beside(width >= _BESIDE_NEEDS)
        self._list.setContentsMargins(0 if roomy else _RING, 0, 0, 0)
        self._left.setContentsMargins(MARGIN - _RING, 20, 20 if self._beside else MARGIN, MARGIN)
        self._place_preview()

    def _set_beside(self, beside: bool) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        self.preview.set_closable(not beside)
        lie_over(self.preview, not beside)
        if beside:
            self.preview.setFixedWidth(theme.current().px(_PANE))
            self._across.addWidget(self.preview)
            self.preview.show()
        else:
            self._across.removeWidget(self.preview)
            self.preview.setParent(self)
            self.preview.hide()

    def _slide(self, *, open_it: bool) -> None:
        """Lay the preview over the right side of a narrow page, or take it away."""
        if self._beside or open_it == self.preview.isVisible():
            return
        if open_it and self._shown is None:
            self._show_preview()
        self.preview.setVisible(open_it)
        self._place_preview()
        if not open_it and not self.table.hasFocus() and self.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_preview(self) -> None:
        if self._beside:
            self.preview.setFixedWidth(theme.current().px(_PANE))
            return
        width = min(theme.current().px(_PANE + 40), round(self.width() * 0.7))
        self.preview.setFixedWidth(width)
        self.preview.setGeometry(QRect(self.width() - width, 0, width, self.height()))
        self.preview.raise_()
