"""The deck's text beside the learner's, what differs marked, and the choice between the two."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.richtext import LineBreak, Paragraph, RichText, Span, Text
from certdeck.gui import theme
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.presenters.editor_views import ComparisonView, PartView

_STACK_FROM = 1.5


class ComparisonCard(Card):
    """Says that the deck's text is another one, and shows both. Hidden while there is no edit."""

    mine_asked = Signal()
    theirs_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("warn", parent, margins=(16, 12, 16, 14), spacing=10)
        self._view: ComparisonView | None = None
        self.setAccessibleName("The deck's text and yours")
        self._icon = IconLabel("triangle-alert", 18, "on_warn_soft", stroke=2.0)
        self.title = label("", "strong", wrap=True)
        self.keep = QuietButton("Keep mine")
        self.take = QuietButton("Take the deck's")
        self.keep.clicked.connect(self.mine_asked)
        self.take.clicked.connect(self.theirs_asked)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(10)
        self._rows: list[QBoxLayout] = []
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.take)
        buttons.addWidget(self.keep)
        self.column.addLayout(head)
        self.column.addLayout(self._parts)
        self.column.addLayout(buttons)
        self.hide()
        theme.current().follow(self._turn)

    def show_comparison(self, view: ComparisonView | None) -> None:
        """Show both texts of `view`, or nothing."""
        self.setVisible(view is not None)
        if view == self._view:
            return
        self._view = view
        if view is None:
            return
        outdated = view.outdated
        theme.set_class(self, "card-warn" if outdated else "card-neutral")
        self._icon.setVisible(outdated)
        self.title.setText(
            "The deck has changed this card since you edited it." if outdated else "You have edited this card."
        )
        self.keep.setVisible(outdated)
        self._clear()
        for part in view.parts:
            self._parts.addWidget(self._part(part))
        self._turn()

    def waits(self) -> bool:
        """Tell whether the learner has to choose between the two."""
        return self._view is not None and self._view.outdated

    def _clear(self) -> None:
        self._rows = []
        while self._parts.count():
            item = self._parts.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _part(self, part: PartView) -> QWidget:
        whole = QWidget()
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(_side(f"{part.name}: the deck's", part.theirs, part.theirs_marks), 1)
        row.addWidget(_side(f"{part.name}: yours", part.mine, part.mine_marks), 1)
        self._rows.append(row)
        return whole

    def _turn(self) -> None:
        stacked = theme.current().scale >= _STACK_FROM
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for row in self._rows:
            row.setDirection(down if stacked else across)


def _side(name: str, text: str, marks: tuple[tuple[int, int], ...]) -> QWidget:
    box = Card(margins=(12, 8, 12, 10), spacing=4)
    view = RichTextView(size=13)
    view.set_text(_as_written(text))
    view.mark(marks)
    view.setAccessibleName(f"{name}: {text}")
    box.column.addWidget(label(name, "label"))
    box.column.addWidget(view if text else label("empty", "note"))
    box.column.addStretch(1)
    return box


def _as_written(text: str) -> RichText:
    """Return Markdown as it is written, character for character, so that stretches fall where they should."""
    spans: list[Span] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            spans.append(LineBreak())
        if line:
            spans.append(Text(line))
    return (Paragraph(tuple(spans)),)
