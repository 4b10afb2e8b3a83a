"""The ? overlay: every key, by page."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.screen import Page
from certdeck.gui.widgets.frames import HairLine, ScrollPage
from certdeck.gui.widgets.key_cap import KeyCap
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.overlay import Overlay

Keys = tuple[tuple[str, ...], str]
_HEAD: Final = 56
_STACK_FROM: Final = 1.5
_SCROLLS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}
_LINE: Final = 48

LEFT: Final[tuple[tuple[str, tuple[Keys, ...]], ...]] = (
    (
        "Everywhere",
        (
            (("Ctrl K",), "Search and commands"),
            *(((f"Ctrl {number}",), page.value) for number, page in enumerate(Page, start=1)),
            (("Ctrl N",), "New card"),
            (("Ctrl O",), "Import cards"),
            (("Ctrl Z",), "Undo a study change"),
            (("Ctrl Shift Z",), "Redo it"),
            (("?", "F1"), "This list"),
            (("Esc",), "Close"),
        ),
    ),
    (
        "Study",
        (
            (("Space",), "Show answer, then Good"),
            (("1", "2", "3", "4"), "Again, Hard, Good, Easy"),
            (("E",), "Edit"),
            (("F",), "Flag"),
            (("S",), "Suspend"),
            (("B",), "Bury until tomorrow"),
            (("Alt 1", "–", "7"), "Flag by number"),
            ((".",), "More for this card"),
            (("W",), "What to study, or cram"),
            (("T", "M"), "Terms, mixed up with"),
        ),
    ),
    (
        "Library",
        (
            (("Ctrl F",), "Search"),
            (("Shift Up", "Shift Down"), "Select several"),
            (("Ctrl A",), "Select all"),
            (("F", "S", "B"), "Flag, suspend, bury"),
            (("Alt 1", "–", "7"), "Flag by number"),
            (("D",), "Set due date"),
            (("T",), "Add tags"),
            (("C",), "Cram what is selected or listed"),
            (("P",), "Print cards, selected or listed"),
        ),
    ),
    (
        "Exam on paper",
        (
            (("Space", "Enter"), "Next question"),
            (("Backspace",), "Back from an empty field"),
            (("Ctrl G",), "Next gap"),
            (("Ctrl Enter",), "Grade"),
        ),
    ),
)
RIGHT: Final[tuple[tuple[str, tuple[Keys, ...]], ...]] = (
    (
        "Exam",
        (
            (("A", "–", "F"), "Choose an answer"),
            (("Shift A", "–", "F"), "Strike it out"),
            (("Up", "Down"), "Among answers"),
            (("Alt Up", "Alt Down"), "Move a step"),
            (("Enter",), "Next, or check"),
            (("N", "Right"), "Next question"),
            (("P", "Left"), "Previous question"),
            (("Page Up", "Page Down"), "Scroll the question"),
            (("F", "Ctrl F"), "Flag"),
            (("W",), "Write a note"),
            (("Ctrl H",), "Highlight words"),
            (("Ctrl Z", "Ctrl Y"), "Undo, redo that"),
            (("L",), "Line focus"),
            (("1", "2", "3"), "Guess, unsure, sure"),
            (("S",), "Show the answer"),
            (("R",), "Review all questions"),
            (("U",), "Review: next open"),
            (("H",), "Hide the clock"),
            (("Ctrl P", "Pause"), "Pause, and go on"),
            (("Esc",), "Leave, or end"),
        ),
    ),
    (
        "Editor of cards",
        (
            (("Ctrl B", "Ctrl E"), "Bold, code"),
            (("Ctrl L", "Ctrl T"), "List, table"),
            (("Ctrl M",), "Formula"),
            (("Ctrl Shift C",), "Gap of a cloze text"),
            (("Ctrl Shift I",), "Picture from a file"),
            (("Ctrl Enter",), "Save"),
        ),
    ),
    (
        "Report",
        (
            (("1", "–", "4"), "Why a question was missed"),
            (("D",), "Dispute a question"),
            (("Ctrl P",), "Print"),
        ),
    ),
    (
        "Lists and tables",
        (
            (("Up", "Down"), "Move"),
            (("Enter", "Space"), "Open or close"),
            (("Tab",), "Next control"),
        ),
    ),
)


class KeysOverlay(Overlay):
    """All keys in two columns, in one from 150 % text on. Arrows scroll, Escape closes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "All keys")
        self._page = ScrollPage(margin=22, spacing=0)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringRadius", -1)
        self.setAccessibleDescription(". ".join(_spoken()))

    def open(self) -> None:
        """Show the overlay."""
        self.show_over()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Stay: there is nothing to press here but Escape."""
        return True

    def panel_height(self, width: int) -> int:
        """Return the height of title and list."""
        return theme.current().px(_HEAD) + 3 + self._page.page.sizeHint().height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, or close."""
        key = Qt.Key(event.key())
        if key in _SCROLLS:
            bar = self._page.verticalScrollBar()
            bar.setValue(bar.value() + _SCROLLS[key] * _LINE)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(22, 0, 18, 0)
        head.addWidget(label("Keys", "title"))
        head.addStretch(1)
        head.addWidget(KeyCap("Esc"))
        self._head = QWidget()
        self._head.setLayout(head)
        self._columns.setSpacing(32)
        for groups in (LEFT, RIGHT):
            self._columns.addLayout(_column(groups), 1)
        self._page.column.addLayout(self._columns)
        self._page.column.addStretch(1)
        self.column.addWidget(self._head)
        self.column.addWidget(HairLine(strong=True))
        self.column.addWidget(self._page, 1)
        theme.current().follow(self._fit)

    def _fit(self) -> None:
        stacked = theme.current().scale >= _STACK_FROM
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if stacked else across)
        self._head.setFixedHeight(theme.current().px(_HEAD))


def _column(groups: tuple[tuple[str, tuple[Keys, ...]], ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for number, (title, keys) in enumerate(groups):
        if number:
            column.addSpacing(14)
        column.addWidget(label(title, "label"))
        column.addLayout(_rows(keys))
    column.addStretch(1)
    return column


def _rows(keys: tuple[Keys, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for number, (caps, does) in enumerate(keys):
        grid.addWidget(label(does, "text", wrap=True), number, 0)
        grid.addLayout(_caps(caps), number, 1)
    return grid


def _caps(caps: tuple[str, ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addStretch(1)
    for cap in caps:
        row.addWidget(label(cap, "note") if cap == "–" else KeyCap(cap))
    return row


def _spoken() -> Iterator[str]:
    for title, keys in (*LEFT, *RIGHT):
        yield f"{title}: " + ", ".join(f"{' or '.join(caps)}: {does}" for caps, does in keys)
