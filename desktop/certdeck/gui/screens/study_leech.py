"""The coach for a leech: the card beside its look-alikes, and what can be done about it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.ids import FaceId
from certdeck.gui import theme
from certdeck.gui.screen import Shell
from certdeck.gui.widgets.buttons import GhostButton, IconButton, PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import Card, HairLine, ScrollPage
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.overlay import Overlay
from certdeck.gui.widgets.rich_text import RichTextPane
from certdeck.presenters.leech import LeechPresenter, LeechView, SideView
from certdeck.services.changes import Changes

_BESIDE_NEEDS: Final = 560
"""Design pixels of width below which the two cards stand one below the other."""
_HEIGHT: Final = 520
_EDGE: Final = 20
_LINE: Final = 36
"""Design pixels that a line with buttons is high."""
_GAP: Final = 8


class Heading(QWidget):
    """Words and buttons in a line; always as high as one with buttons, so that all below begins at the same height."""

    def __init__(self, words: QWidget, *buttons: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(words, 1)
        for button in buttons:
            row.addWidget(button)
        theme.current().follow(self._measure)

    def _measure(self) -> None:
        self.setMinimumHeight(theme.current().px(_LINE))


class Side(Card):
    """A card as it is asked and answered, under a heading."""

    def __init__(self, heading: QWidget) -> None:
        super().__init__(None, margins=(16, 12, 16, 14), spacing=6)
        self._asked = RichTextPane(size=14)
        self._answer = RichTextPane(size=14)
        self.column.addWidget(heading)
        self.column.addWidget(self._asked)
        self.column.addWidget(HairLine())
        self.column.addWidget(self._answer)
        self.column.addStretch(1)

    def show_side(self, side: SideView) -> None:
        """Show `side`."""
        self._asked.set_text(side.asked)
        self._answer.set_text(side.answer)


class LeechOverlay(Overlay):
    """The leech beside a look-alike, and what can be done about it.

    Tab goes through the buttons; Left and Right show the look-alikes; Escape keeps the card as it is.
    Raises `CertdeckError` when the card is gone.
    """

    wide = 800

    def __init__(self, shell: Shell, over: QWidget, face: FaceId, changed: Callable[[Changes], None]) -> None:
        super().__init__(over, "Leech")
        self.shell = shell
        self.presenter = LeechPresenter(shell.services, face, render=self._render, changed=changed)
        self._title = label("", "title", wrap=True)
        self._text = label("", "note", wrap=True)
        self._place = label("", "label")
        self.before = IconButton("chevron-left", "Look-alike before", "Left")
        self.after = IconButton("chevron-right", "Next look-alike", "Right")
        self.rewrite = PrimaryButton("Rewrite")
        self.contrast = QuietButton("Add a contrast card")
        self.suspend = QuietButton("Suspend")
        self.forget = QuietButton("Forget")
        self.keep = GhostButton("Keep as it is")
        self._pages = ScrollPage(margin=20, spacing=12)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._actions = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        self._connect()
        self.presenter.start()

    def open(self) -> None:
        """Show the coach."""
        self.show_over()
        self.rewrite.setFocus(Qt.FocusReason.OtherFocusReason)

    def panel_height(self, width: int) -> int:
        """Return the same height for every card, so that nothing jumps between look-alikes; arrange what is in it."""
        self._arrange(width)
        return theme.current().px(_HEIGHT)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus inside."""
        stops = [button for button in self._buttons() if button.isVisible() and button.isEnabled()]
        if not stops:
            # Qt looks for the next control also while this widget is being hidden.
            return False
        place = next((place for place, button in enumerate(stops) if button.hasFocus()), -1)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def _buttons(self) -> tuple[QWidget, ...]:
        return (
            self.before,
            self.after,
            self.keep,
            self.forget,
            self.suspend,
            self.contrast,
            self.rewrite,
        )

    def _render(self, view: LeechView) -> None:
        self._title.setText(view.title)
        self._text.setText(view.text)
        self._mine.show_side(view.card)
        self._other.setVisible(view.other is not None)
        if view.other is not None:
            self._other.show_side(view.other)
            self._place.setText(view.other.place)
        for button in (self.before, self.after):
            button.setVisible(view.others > 1)
        self.contrast.setVisible(bool(view.contrast))
        self.contrast.setToolTip(view.contrast)
        self.suspend.setText("Resume" if view.suspended else "Suspend")
        self.suspend.refresh()

    def _connect(self) -> None:
        self.before.clicked.connect(partial(self.presenter.step, -1))
        self.after.clicked.connect(partial(self.presenter.step, 1))
        for key, by in ((Qt.Key.Key_Left, -1), (Qt.Key.Key_Right, 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.presenter.step, by))
        self.keep.clicked.connect(self.dismiss)
        self.rewrite.clicked.connect(lambda: self._leave(partial(self.shell.edit_card, self.presenter.card)))
        self.contrast.clicked.connect(lambda: self._leave(partial(self.shell.new_card, self.presenter.contrast())))
        self.suspend.clicked.connect(lambda: self._leave(self.presenter.suspend))
        self.forget.clicked.connect(lambda: self._leave(self.presenter.forget))

    def _leave(self, act: Callable[[], None]) -> None:
        self.dismiss()
        self.shell.attempt(act)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(22, 16, 22, 12)
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._text)
        self._mine = Side(Heading(label("This card", "label")))
        self._other = Side(Heading(self._place, self.before, self.after))
        self._beside.setSpacing(12)
        self._beside.addWidget(self._mine, 1)
        self._beside.addWidget(self._other, 1)
        self._pages.column.addLayout(self._beside)
        self._pages.column.addStretch(1)
        self._actions.setContentsMargins(_EDGE, 12, _EDGE, 16)
        self._actions.setSpacing(_GAP)
        self._actions.addLayout(_row(self.keep, None, self.forget, self.suspend), 1)
        self._actions.addLayout(_row(None, self.contrast, self.rewrite))
        self.column.addLayout(head)
        self.column.addWidget(HairLine(strong=True))
        self.column.addWidget(self._pages, 1)
        self.column.addWidget(HairLine())
        self.column.addLayout(self._actions)

    def _arrange(self, width: int) -> None:
        """Put cards and buttons side by side where `width` has room for them."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        beside = width / theme.current().scale >= _BESIDE_NEEDS
        self._beside.setDirection(across if beside else down)
        shown = [button for button in self._buttons()[2:] if not button.isHidden()]
        needed = sum(button.sizeHint().width() + _GAP for button in shown) + 2 * _EDGE
        self._actions.setDirection(across if needed <= width else down)


def _row(*buttons: QWidget | None) -> QHBoxLayout:
    """Return buttons in a row; None stands for the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(_GAP)
    for button in buttons:
        if button is None:
            row.addStretch(1)
        else:
            row.addWidget(button)
    return row
