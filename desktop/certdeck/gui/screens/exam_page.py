"""What the pages of the exam room share: a centred column that scrolls, wrapping chips, key hints, a bar below."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from certdeck.gui import theme
from certdeck.gui.widgets.frames import MARGIN, Flow, ScrollPage
from certdeck.gui.widgets.key_cap import KeyHint

MEASURE: Final = 688
"""Width of the exam's column in design pixels."""
_HINT_GAP: Final = 15
_BELOW: Final = 8


def keep_in_sight(widget: QWidget) -> None:
    """Scroll the page so that `widget` is seen; focus set by code does not do that by itself."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if isinstance(above, QScrollArea):
        above.ensureWidgetVisible(widget, 0, 12)


class CentredPage(ScrollPage):
    """A page whose column is centred and at most `measure` design pixels wide.

    Arrow keys are left to the room: they choose and turn pages there, they don't scroll. `centred` tells where the
    column begins, in pixels from the left edge.
    """

    centred = Signal(int)

    def __init__(self, measure: int = MEASURE, *, top: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=0)
        self._measure = measure
        self._sheet, self._around = Flow(), QHBoxLayout()
        self._around.addWidget(self._sheet)
        self._around.addStretch(1)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addLayout(self._around)
        self._outer = self.column
        self.column = QVBoxLayout(self._sheet)
        self.column.setContentsMargins(0, top, 0, _BELOW)
        self.column.setSpacing(0)
        theme.current().follow(self._centre)

    def set_measure(self, measure: int) -> None:
        """Make the column at most `measure` design pixels wide."""
        self._measure = measure
        self._centre()

    @contextmanager
    def laid_out_once(self, *parts: QWidget) -> Iterator[None]:
        """Lay the column out when all in it has been changed, if it is in sight.

        `parts` are its members that have layouts of their own. Qt lays it out each time that something is shown, in the
        height of the page before, and again a level of layouts a round of the event loop.
        """
        with held(self.column, self._outer):
            yield
        if not self.isVisible():
            return  # nobody knows yet how wide it will be
        for part in parts:
            _activate(part)
            part.updateGeometry()
        self._sheet.updateGeometry()
        for layout in (self.column, self._outer):
            _forget_sizes(layout)
        # The page takes the height that it needs now, and that lays out all that is in it.
        QApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))
        for layout in (self.column, self._outer):
            layout.activate()

    def column_width(self, measure: int, width: int) -> int:
        """Return how wide the column is for `measure` on a page of `width`, in pixels."""
        bar, side = self.verticalScrollBar().sizeHint().width(), _side(measure, width)
        return max(0, width - bar - side - max(MARGIN, side - bar))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle."""
        self._centre()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the room have every key."""
        event.ignore()

    def _centre(self) -> None:
        # As wide with a scroll bar as without: the text would jump sideways whenever the bar comes and goes, and where
        # that changes the number of lines, it would come and go without end.
        side = _side(self._measure, self.width())
        self._around.setContentsMargins(side, 0, 0, 0)
        self._sheet.setFixedWidth(self.column_width(self._measure, self.width()))
        self.centred.emit(side)


@contextmanager
def held(*layouts: QLayout) -> Iterator[None]:
    """Keep `layouts` from moving anything meanwhile."""
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)


def _forget_sizes(layout: QLayout) -> None:
    """Have `layout`, and those inside of it, ask for all sizes anew; Qt tells only the outermost by itself."""
    layout.invalidate()
    for inner in layout.children():
        if isinstance(inner, QLayout):
            _forget_sizes(inner)


def _activate(part: QWidget) -> None:
    layout = part.layout()
    if layout is not None:
        layout.activate()


def _side(measure: int, width: int) -> int:
    """Return the margin at the left of the column for `measure` on a page of `width` pixels."""
    return max(MARGIN, (width - theme.current().px(measure)) // 2)


class OnePage(QWidget):
    """Pages of which one is shown, the first at first.

    Qt's own stack tells every widget of every page to hold its painting back and to go on; the question has thousands.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def add(self, page: QWidget) -> None:
        """Add `page`."""
        self._column.addWidget(page)
        if self.shown is None:
            self.shown = page
        else:
            page.hide()

    def show_page(self, page: QWidget) -> None:
        """Show `page` in place of the one before."""
        if self.shown is not None and self.shown is not page:
            self.shown.hide()
        self.shown = page
        page.show()


class Wrapping(QWidget):
    """Widgets in rows that break where the width ends.

    `steady` members change their sizes with the theme only; they are not measured again when they are shown.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, steady: bool = False) -> None:
        super().__init__(parent)
        self._gap = gap
        self._steady = steady
        self._members: list[QWidget] = []
        self._heights: dict[int, int] = {}
        self._sizes: tuple[QSize, ...] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.current().follow(self._place)

    def set_members(self, members: Sequence[QWidget]) -> None:
        """Show `members`, some of which may have been shown before; the others of those go."""
        before, self._members = self._members, list(members)
        for old in before:
            if old not in self._members:
                old.hide()
                old.deleteLater()
        for member in self._members:
            if member.parentWidget() is not self:
                member.setParent(self)
            member.show()
        self._place()

    def members(self) -> tuple[QWidget, ...]:
        """Return the widgets in their order."""
        return tuple(self._members)

    def sizeHint(self) -> QSize:
        """Return the size in a single row."""
        sizes = self._measured()
        wide = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest member."""
        sizes = self._measured()
        widest = max((size.width() for size in sizes), default=0)
        return QSize(widest, max((size.height() for size in sizes), default=0))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at `width` pixels."""
        # Layouts ask again and again for the same widths.
        if width not in self._heights:
            self._heights[width] = max((area.bottom() + 1 for area in self._rows(width)), default=0)
        return self._heights[width]

    def event(self, event: QEvent) -> bool:
        """Break the rows anew when a member has changed its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Break the rows anew: nobody tells what changes its size while it is hidden."""
        super().showEvent(event)
        if not self._steady:
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the rows anew."""
        super().resizeEvent(event)
        self._arrange()

    def _measured(self) -> tuple[QSize, ...]:
        """Return how large the members want to be; while they are in sight they say so when that changes."""
        sizes = self._sizes or tuple(member.sizeHint() for member in self._members)
        self._sizes = sizes if self._steady or self.isVisible() else None
        return sizes

    def _place(self) -> None:
        self._heights.clear()
        self._sizes = None
        self._arrange()
        self.updateGeometry()

    def _arrange(self) -> None:
        for member, area in zip(self._members, self._rows(self.width()), strict=True):
            member.setGeometry(area)

    def _rows(self, width: int) -> list[QRect]:
        areas: list[QRect] = []
        x = y = high = 0
        for size in self._measured():
            if x and x + size.width() > width:
                x, y, high = 0, y + high + self._gap, 0
            areas.append(QRect(x, y, size.width(), size.height()))
            x += size.width() + self._gap
            high = max(high, size.height())
        return areas


class HintLine(QWidget):
    """Key hints in one line; those for which there is no room are left out, the last first.

    `flush_right` lets the line end at the right edge instead of beginning at the left.
    """

    def __init__(self, parent: QWidget | None = None, *, flush_right: bool = False) -> None:
        super().__init__(parent)
        self._hints: list[KeyHint] = []
        self._shown: tuple[tuple[str, str], ...] = ()
        self._flush_right = flush_right
        self._left = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._place)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show `hints`, each the name of a key and what it does."""
        if tuple(hints) == self._shown:
            return
        self._shown = tuple(hints)
        for hint, (key, does) in zip(self._hints, hints, strict=False):
            hint.say(key, does)
        self._hints += [KeyHint(key, does, self) for key, does in hints[len(self._hints) :]]
        self._place()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Return what was set."""
        return self._shown

    def set_left(self, left: int) -> None:
        """Begin `left` pixels from the left edge."""
        if left != self._left:
            self._left = left
            self._place()

    def sizeHint(self) -> QSize:
        """Return the room for all hints."""
        return QSize(self._width(self._used()), theme.current().px(20))

    def minimumSizeHint(self) -> QSize:
        """Return no width: hints may go."""
        return QSize(0, theme.current().px(20))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many hints as there is room for."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = self.width() - 2 * self._left
        kept = self._used()
        while kept and self._width(kept) > room:
            kept.pop()
        x = self.width() - self._width(kept) if self._flush_right else self._left
        for hint in self._hints:
            hint.setVisible(hint in kept)
            if hint in kept:
                size = hint.sizeHint()
                hint.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
                x += size.width() + _HINT_GAP
        self.updateGeometry()

    def _used(self) -> list[KeyHint]:
        """Return the hints that say something now; the others are kept for pages with more of them."""
        return self._hints[: len(self._shown)]

    @staticmethod
    def _width(hints: Sequence[KeyHint]) -> int:
        return sum(hint.sizeHint().width() for hint in hints) + _HINT_GAP * max(0, len(hints) - 1)


def lay_out_above_bar(screen: QWidget, page: QWidget, *buttons: QWidget) -> None:
    """Fill `screen` with `page` and, below it, a bar with `buttons` at its right."""
    bar = QFrame()
    theme.set_class(bar, "bar")
    row = QHBoxLayout(bar)
    row.setContentsMargins(24, 15, 24, 15)
    row.setSpacing(8)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    column = QVBoxLayout(screen)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(page, 1)
    column.addWidget(bar)
