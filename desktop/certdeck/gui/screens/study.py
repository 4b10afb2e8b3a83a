"""The study page: one card after the other, with as little around it as possible."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import FaceId, item_of
from certdeck.core.scheduling.cram import CramWish
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.gui.screen import Page, Running, Screen
from certdeck.gui.screens.study_card import CardArea
from certdeck.gui.screens.study_footer import StudyFooter
from certdeck.gui.screens.study_header import StudyHeader
from certdeck.gui.screens.study_menu import CardMenu
from certdeck.gui.screens.study_rest import RestPane
from certdeck.gui.widgets.messages import UNDO, Toast
from certdeck.presenters.review import ReviewPresenter
from certdeck.presenters.review_view import ReviewView
from certdeck.presenters.scope_choice import scope_rows
from certdeck.services.changes import Changes

_LOOK_AGAIN_MS: Final = 5000
_RATINGS: Final = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)

_FLAGS: Final = 8
_SCROLLS: Final = {
    Qt.Key.Key_Up: -0.15,
    Qt.Key.Key_Down: 0.15,
    Qt.Key.Key_PageUp: -0.85,
    Qt.Key.Key_PageDown: 0.85,
}
_ENTER: Final = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter))


class StudyScreen(Screen):
    """Question, answer, rating, next question. All of it by keys: Space, 1 to 4, F, S, B, T, M, W, ., Ctrl+Z."""

    reloads_for = Changes(content=True, study=True, settings=True)

    _own_change = False
    _refused = False

    def make(self) -> Iterator[None]:
        """Make header, card, footer, and what is shown when there is no card."""
        self.view: ReviewView | None = None
        self._edited: FaceId | None = None
        self._waits: Running = lambda: False
        self.presenter = ReviewPresenter(self.shell.services, render=self._render, changed=self._tell)
        self.header = StudyHeader()
        yield
        self.card = CardArea()
        yield
        self.footer = StudyFooter()
        yield
        self.rest = RestPane()
        self.toast = Toast(self.card)
        self._wait = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._wait.timeout.connect(self.presenter.look_again)
        yield
        yield from self._build()
        self._connect()

    def reload(self) -> None:
        """Ask the next card; after the one on the screen has been edited, that one again."""
        edited, self._edited = self._edited, None
        if edited is None:
            self.presenter.start()
        else:
            self.presenter.ask_again(edited)

    def edit(self) -> None:
        """Open the card on the screen in the editor."""
        if self.view is not None and self.view.face is not None:
            self._edited = self.view.face
            self.shell.edit_card(item_of(self.view.face))

    def hear(self, changes: Changes) -> None:
        """Overlook what this page has changed itself: its presenter has gone on to the next card already."""
        if self.is_made and (changes.study or changes.content):
            self.toast.withdraw_undo()
        if not self._own_change:
            super().hear(changes)

    def toast_place(self) -> Toast | None:
        """Show messages above the buttons of a card, where they hide none of them."""
        return self.toast if self.is_made and self.card.isVisible() else None

    def turn_day(self) -> None:
        """Leave the card on the screen alone, with what was typed: the next one comes by the new day anyway."""
        if not self.isVisible():
            super().turn_day()

    def focus_first(self) -> None:
        """Put the focus where the next key is meant to go."""
        if self.view is None or self.view.rest is not None:
            self.rest.focus_first()
        elif self.card.wants_typing():
            self.card.typed.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.footer.focus_action()

    def study(self, what: Scope | CramWish | None = None) -> None:
        """Study the whole exam, a part of it or a deck from now on, or cram. Shows why where that can't be done."""
        self._stale = False
        if isinstance(what, CramWish):
            self._attempt(partial(self.presenter.cram, what))
        else:
            self._attempt(partial(self.presenter.study, what))

    def turns_itself(self, *, undo: bool) -> bool:
        """Tell whether this page may undo, or redo: what takes longer is for the window, with its progress."""
        return self.presenter.turns_itself(undo=undo)

    def undo(self) -> None:
        """Take back the last change to study data and ask its card again."""
        self._do(self.presenter.undo)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._do(self.presenter.redo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that no focused control wanted."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        act = self._action(key) if plain and not event.isAutoRepeat() else None
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the card where it was asked for."""
        self._open_menu(event.globalPos())

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop waiting for cards that become due."""
        if self.is_made:  # the stack of pages may hide one before that
            self._wait.stop()
            self._refused = False
        super().hideEvent(event)

    def _action(self, key: Qt.Key) -> Callable[[], None] | None:
        if key == Qt.Key.Key_W:
            return self._choose_scope
        if self.view is None or self.view.face is None:
            return None
        if key in _RATINGS:
            return partial(self._rate_by_key, _RATINGS.index(key))
        if key == Qt.Key.Key_Period:
            return self._open_menu
        focused = self.focusWidget()
        if key in _ENTER and isinstance(focused, QAbstractButton):
            return focused.click
        if key == Qt.Key.Key_Space or key in _ENTER:
            return self._go_on
        simple = {
            Qt.Key.Key_E: self.edit,
            Qt.Key.Key_F: self._flag,
            Qt.Key.Key_S: self._suspend,
            Qt.Key.Key_B: self._bury,
        }
        return simple.get(key) or self._look_up(key)

    def _look_up(self, key: Qt.Key) -> Callable[[], None] | None:
        """Return what opens terms or a confusion set; before the answer is shown they could give it away."""
        if self.view is None or self.view.answer is None:
            return None
        reference = self.card.answer.reference
        return {Qt.Key.Key_T: reference.toggle_terms, Qt.Key.Key_M: reference.toggle_mixed}.get(key)

    def _go_on(self) -> None:
        if self.view is not None and self.view.answer is None:
            self._show_answer()
        else:
            self._rate(Rating.GOOD)

    def _show_answer(self) -> None:
        self._do(partial(self.presenter.show_answer, self.card.typed.text()))

    def _rate(self, rating: Rating) -> None:
        self._do(partial(self.presenter.rate, rating))

    def _rate_by_key(self, place: int) -> None:
        """Give the rating whose button is at `place`; a key without a button does nothing."""
        if self.view is not None and place < len(self.view.ratings):
            self._rate(self.view.ratings[place].rating)

    def _flag(self, flag: int | None = None) -> None:
        self._do(partial(self.presenter.flag, flag))

    def menu(self) -> CardMenu | None:
        """Make the menu of the card on the screen; None while there is none."""
        if self.view is None or self.view.face is None:
            return None
        return CardMenu(self, self.view, self.presenter, self._do, edit=self.edit, coach=self.look_at_leech)

    def _look_at_last(self) -> None:
        if self.view is not None and self.view.leeched is not None:
            self.look_at_leech(self.view.leeched)

    def look_at_leech(self, face: FaceId) -> None:
        """Show what helps with a card that is forgotten again and again."""
        from certdeck.gui.screens.study_leech import LeechOverlay

        try:
            LeechOverlay(self.shell, self.window(), face, self.shell.changed).open()
        except CertdeckError as error:
            self.shell.refuse(error)

    def _choose_scope(self) -> None:
        """Open the chooser of what to study."""
        try:
            rows = scope_rows(self.shell.services, self.presenter.scope)
        except CertdeckError as error:
            self.shell.refuse(error)
            return
        from certdeck.gui.screens.study_scope import ScopeOverlay

        ScopeOverlay(self.window(), rows, self.study).open()

    def _open_menu(self, at: QPoint | None = None) -> None:
        """Open the menu at a place of the screen, or below its button."""
        menu = self.menu()
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            button = self.header.more
            menu.popup(at or button.mapToGlobal(QPoint(0, button.height())))

    def _suspend(self) -> None:
        self._do(self.presenter.suspend)

    def _bury(self) -> None:
        self._do(self.presenter.bury)

    def _do(self, act: Callable[[], None]) -> None:
        # While a rating waits, the same key once more would rate the card after it.
        if not self._waits():
            self._attempt(act)

    def _attempt(self, act: Callable[[], None]) -> None:
        self._waits = self.shell.attempt(partial(self._keep, act), self._refuse)

    def _keep(self, act: Callable[[], None]) -> None:
        act()
        if self._refused:
            self._refused = False
            self.shell.retract()

    def _refuse(self, error: CertdeckError) -> None:
        self._refused = True
        self.shell.refuse(error)

    def _tell(self, changes: Changes) -> None:
        self._own_change = True
        try:
            self.shell.changed(changes)
        finally:
            self._own_change = False

    def _render(self, view: ReviewView) -> None:
        before, self.view = self.view, view
        if view.face != self._edited:
            self._edited = None
        self.header.show_view(view)
        if view.rest is None:
            self.card.show_view(view)
            self.footer.show_view(view)
            self._stack.setCurrentWidget(self._study)
            self._wait.stop()
        else:
            self.rest.show_rest(view.rest, leeched=view.leeched is not None)
            self._stack.setCurrentWidget(self.rest)
            self._wait.start()
        self._move_focus(before, view)
        self._say(view)

    def _move_focus(self, before: ReviewView | None, view: ReviewView) -> None:
        """Move the focus with the step, but leave it alone when only the flag has changed."""
        same = before is not None and before.face == view.face and (before.answer is None) == (view.answer is None)
        if self.isVisible() and not same:
            self.focus_first()

    def _say(self, view: ReviewView) -> None:
        """Tell what was done above the buttons, where it hides none of them."""
        undo = self.undo if view.undoable else None
        if not view.message:
            return
        if view.leeched is not None and view.rest is None:
            self.toast.say(view.message, "Look at it", "", partial(self.look_at_leech, view.leeched))
            return
        if view.rest is None:
            self.toast.say(view.message, UNDO if undo else "", "Ctrl Z" if undo else "", undo)
        else:
            self.shell.toast(view.message, undo=undo)

    def _build(self) -> Iterator[None]:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        yield
        self._stack = QStackedWidget()
        self._study = QWidget()
        self._stack.addWidget(self._study)
        column.addWidget(self._stack, 1)
        card = QVBoxLayout(self._study)
        card.setContentsMargins(0, 0, 0, 0)
        card.setSpacing(0)
        card.addWidget(self.card, 1)
        yield
        card.addWidget(self.footer)
        yield
        self._stack.addWidget(self.rest)
        yield

    def _connect(self) -> None:
        self.header.flag_asked.connect(self._flag)
        self.header.scope_asked.connect(self._choose_scope)
        self.header.study_asked.connect(self.study)
        self.rest.again_asked.connect(self.study)
        self.rest.leech_asked.connect(self._look_at_last)
        self.header.menu_asked.connect(self._open_menu)
        self.header.suspend_asked.connect(self._suspend)
        self.header.undo_asked.connect(self.undo)
        self.card.placed.connect(self.footer.set_column)
        self.card.overflowing.connect(lambda on: self.footer.set_scrolled(scrolled=on))
        self.footer.show_asked.connect(self._show_answer)
        self.footer.rated.connect(self._rate)
        self.rest.exam_asked.connect(lambda: self.shell.go(Page.EXAMS))
        self.rest.sheet_asked.connect(lambda: self.shell.go(Page.SHEETS))
        for key, share in _SCROLLS.items():
            self._key(QKeySequence(key), partial(self.card.scroll_by, share))
        for flag in range(_FLAGS):
            self._key(QKeySequence(f"Alt+{flag}"), partial(self._flag, flag))

    def _key(self, keys: QKeySequence, act: Callable[[], None]) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
