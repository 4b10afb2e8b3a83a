"""The list of sheets, by domain."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM
from certdeck.gui.screen import Screen
from certdeck.gui.screens.print_dialog import PrintDialog
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.gui.widgets.frames import MARGIN, Card, HairLine
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.gui.widgets.messages import EmptyState
from certdeck.gui.widgets.search_field import SearchField
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.dates import counted, minutes_text
from certdeck.presenters.sheet_list import DomainSheets, SheetLine, TaskSheets, narrowed, sheet_list
from certdeck.services.changes import Changes

_ROW: Final = 54
_SIDE: Final = 16
_ICON: Final = 18
_TWO_COLUMNS: Final = 800
"""Design pixels of width below which the domains stand in one column."""
_LINE: Final = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter


class SheetRow(QPushButton):
    """A sheet as one row to click: icon, title, what it holds, minutes, arrow."""

    def __init__(self, line: SheetLine) -> None:
        super().__init__()
        self.line = line
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setAccessibleName(f"{line.title}. {line.holds}. {line.minutes} min")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return a comfortable width and the height of a row."""
        return QSize(theme.current().px(320), theme.current().px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: texts are shortened."""
        return QSize(theme.current().px(200), theme.current().px(_ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        look = theme.current()
        tokens = look.tokens
        painter = smooth(self)
        if self.underMouse() or self.isDown():
            rounded(painter, self.rect().adjusted(6, 4, -6, -4), 6, fill=tokens.soft if self.isDown() else tokens.hover)
        side = look.px(_ICON)
        top = (self.height() - side) // 2
        look.paint_icon(painter, QPoint(_SIDE, top), self.line.icon, _ICON, tokens.accent)
        look.paint_icon(painter, QPoint(self.width() - _SIDE - side, top), "chevron-right", _ICON, tokens.muted)
        right = self._paint_minutes(painter, self.width() - _SIDE - side - 8)
        self._paint_words(painter, _SIDE + side + 14, right - 16)

    def _paint_minutes(self, painter: QPainter, right: int) -> int:
        """Paint the minutes so that they end at `right`, and return where they begin."""
        look = theme.current()
        words = minutes_text(self.line.minutes)
        painter.setFont(look.font(13))
        painter.setPen(QColor(look.tokens.muted))
        width = QFontMetrics(painter.font()).horizontalAdvance(words)
        painter.drawText(QRect(right - width, 0, width, self.height()), _LINE, words)
        return right - width

    def _paint_words(self, painter: QPainter, left: int, right: int) -> None:
        look = theme.current()
        line, middle = look.px(20), self.height() // 2
        _paint_line(painter, QRect(left, middle - line, right - left, line), self.line.title, look.font(14, MEDIUM))
        _paint_line(painter, QRect(left, middle, right - left, line), self.line.holds, look.font(13), look.tokens.muted)


def _paint_line(painter: QPainter, room: QRect, text: str, font: QFont, colour: str = "") -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour or theme.current().tokens.text))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LINE, shown)


class SheetsScreen(Screen):
    """Every sheet of the exam studied for. Arrows move between the sheets, Enter opens one."""

    reloads_for = Changes(content=True, settings=True)

    def make(self) -> Iterator[None]:
        """Make the head of the page; its rows follow from what is read."""
        yield
        self._domains: Sequence[DomainSheets] = ()
        self._wide = True
        self.rows: list[SheetRow] = []
        self._count = label("", "note")
        self.field = SearchField("Find a sheet by what is on it", "Find a sheet", "Ctrl F")
        self.field.textChanged.connect(self._show)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 20, MARGIN, 12)
        head.addWidget(label("Sheets", "h1"))
        head.addSpacing(16)
        head.addWidget(self.field, 1)
        head.addSpacing(16)
        head.addWidget(self._count)
        head.addSpacing(16)
        self.print = QuietButton("Print", "printer")
        self.print.setToolTip("Print sheets, cards or an exam (Ctrl+P)")
        self.print.clicked.connect(self.open_print)
        head.addWidget(self.print)
        self._body: QWidget = QWidget()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addLayout(head)
        self._outer.addWidget(self._body, 1)
        theme.current().changed.connect(self.arrange)

    def reload(self) -> None:
        """Read the list and show it."""
        try:
            self._domains = sheet_list(self.shell.services)
        except CertdeckError as error:
            self.shell.refuse(error)
            self._domains = ()
        self.field.setEnabled(bool(self._domains))
        self.print.setEnabled(bool(self._domains))
        self._show()

    def focus_first(self) -> None:
        """Focus the first sheet."""
        if self.field.text():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.rows:
            self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def open_print(self) -> None:
        """Show the print dialog."""
        PrintDialog(self.window(), self.shell).show_over()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the sheets; Ctrl+F leads to the field, Esc empties it, Ctrl+P prints."""
        if event.matches(QKeySequence.StandardKey.Print) and self.print.isEnabled():
            self.open_print()
            return
        if event.matches(QKeySequence.StandardKey.Find):
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.selectAll()
            return
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus() and self.rows:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)
            return
        steps = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}
        focused = next((place for place, row in enumerate(self.rows) if row.hasFocus()), None)
        if event.key() in steps and focused is not None:
            place = min(max(focused + steps[event.key()], 0), len(self.rows) - 1)
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focused is not None:
            self.rows[focused].click()
        else:
            super().keyPressEvent(event)

    def arrange(self) -> None:
        """Change between one column and two."""
        wide = self.width() / theme.current().scale >= _TWO_COLUMNS
        if wide != self._wide:
            self._wide = wide
            self._show()

    def _show(self) -> None:
        self._outer.removeWidget(self._body)
        self._body.hide()
        self._body.deleteLater()
        self.rows = []
        found = narrowed(self._domains, self.field.text())
        lines = [line for domain in found for line in domain.lines]
        minutes = minutes_text(sum(line.minutes for line in lines))
        self._count.setText(f"{counted(len(lines), 'sheet')}, {minutes} to read" if lines else "")
        self._body = self._list(found) if found else _nothing(self.field.text() if self._domains else "")
        self._outer.addWidget(self._body, 1)

    def _list(self, domains: Sequence[DomainSheets]) -> QWidget:
        page = LevelPage(above=8, below=MARGIN)
        cards = [self._domain(domain) for domain in domains]
        across = QHBoxLayout()
        across.setSpacing(16)
        half = (len(cards) + 1) // 2 if self._wide else len(cards)
        for some in (cards[:half], cards[half:]):
            if some:
                across.addLayout(_column(some), 1)
        page.column.addLayout(across)
        page.column.addStretch(1)
        return page

    def _domain(self, domain: DomainSheets) -> Card:
        card = Card(margins=(0, 14, 0, 6), spacing=0)
        card.setAccessibleName(domain.title)
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, 0, _SIDE, 8)
        head.addWidget(ElidedLabel(domain.title, "h2"), 1)
        head.addWidget(label(f"{domain.weight} % of the exam", "note"))
        card.column.addLayout(head)
        for task in domain.tasks:
            self._add_task(card, task)
        return card

    def _add_task(self, card: Card, task: TaskSheets) -> None:
        card.column.addWidget(HairLine())
        head = ElidedLabel(task.title, "note")
        head.setContentsMargins(_SIDE, 8, _SIDE, 6)
        card.column.addWidget(head)
        for line in task.lines:
            row = SheetRow(line)
            row.clicked.connect(partial(self._open, line))
            self.rows.append(row)
            card.column.addWidget(row)

    def _open(self, line: SheetLine, _checked: bool = False) -> None:
        self.shell.open_item(line.id)


def _column(cards: Sequence[Card]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(16)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column


def _nothing(words: str) -> QWidget:
    """Say that nothing is found by `words`, or that there are no sheets at all."""
    page = LevelPage(above=8, below=MARGIN)
    if words:
        text = f"No title, block or table of a sheet has “{words.strip()}”. Search the whole library with Ctrl+K."
        page.column.addWidget(EmptyState("search", "Nothing found", text))
    else:
        text = "The deck has no sheet for the exam you study for. Choose another exam in Settings."
        page.column.addWidget(EmptyState("book-open", "No sheets", text))
    page.column.addStretch(1)
    return page
