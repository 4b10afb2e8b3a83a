"""What the start page says of a backlog: that it could be spread, or how spreading it goes on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.presenters.today import BacklogView

_STACK_FROM = 1.5
_BELOW = 24


class BacklogCard(QWidget):
    """A quiet card with the room below it; hidden while there is no backlog."""

    agreed = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "row", wrap=True)
        self._text = label("", "note", wrap=True)
        self.agree = QuietButton("")
        self.decline = QuietButton("")
        self.agree.clicked.connect(self.agreed)
        self.decline.clicked.connect(self.declined)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self.hide()
        theme.current().follow(self._fit)

    def show_backlog(self, view: BacklogView | None) -> None:
        """Show `view`, or nothing."""
        self.setVisible(view is not None)
        if view is None:
            return
        self._title.setText(view.title)
        self._text.setText(view.text)
        self.agree.setVisible(bool(view.agree))
        self.agree.setText(view.agree)
        self.decline.setText(view.decline)
        self.agree.setAccessibleDescription(view.title)
        self.decline.setAccessibleDescription(view.title)
        for button in (self.agree, self.decline):
            button.refresh()

    def _lay_out(self) -> None:
        card = Card(None, self, margins=(16, 12, 16, 12))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.decline)
        buttons.addWidget(self.agree)
        said = QHBoxLayout()
        said.setSpacing(12)
        said.addWidget(IconLabel("history", 18, "muted"), 0, Qt.AlignmentFlag.AlignTop)
        said.addLayout(words, 1)
        self._row.setSpacing(12)
        self._row.addLayout(said, 1)
        self._row.addLayout(buttons)
        card.column.addLayout(self._row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, _BELOW)
        column.addWidget(card)

    def _fit(self) -> None:
        stacked = theme.current().scale >= _STACK_FROM
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
