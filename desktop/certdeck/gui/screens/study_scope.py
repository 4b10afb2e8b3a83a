"""The chooser of what to study: the exam, a part of it or a deck; or what to cram of it."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.scheduling.cram import MOST_DAYS, CramKind, CramWish
from certdeck.core.scheduling.scope import Scope
from certdeck.gui import theme
from certdeck.gui.screens.study_scope_list import COLUMN, INSET, ScopeList
from certdeck.gui.widgets.choices import Segmented
from certdeck.gui.widgets.fields import ComboBox, SpinBox
from certdeck.gui.widgets.frames import HairLine
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.overlay import Overlay
from certdeck.presenters.cram import NOTICE
from certdeck.presenters.scope_choice import CRAM_WORDS, ScopeRow

_HEAD: Final = 56
_LINE: Final = 28
_BELOW: Final = 10
_WEEK: Final = 7
STUDY: Final = "study"
CRAM: Final = "cram"


class ScopeOverlay(Overlay):
    """Choosing a row closes it and hands on a `Scope` to study, or a `CramWish`."""

    def __init__(self, over: QWidget, rows: Sequence[ScopeRow], take: Callable[[Scope | CramWish], None]) -> None:
        super().__init__(over, "What to study")
        self._take = take
        self.mode = Segmented([(STUDY, "Study"), (CRAM, "Cram")], "Study or cram")
        self.kind = ComboBox("Which cards")
        for words in CRAM_WORDS.values():
            self.kind.addItem(words)
        self.days = SpinBox("In how many days", 1, MOST_DAYS)
        self.days.setValue(_WEEK)
        self.days.setPrefix("in ")
        self.days.setSuffix(" days")
        self.list = ScopeList()
        self.list.show_rows(rows)
        self.list.taken.connect(self._taken)
        self._head = QWidget()
        self._names = [label(name, "label") for name in ("new", "learning", "due")]
        self._heads = QWidget()
        self._wishes = QWidget()
        self._build()
        self.mode.chosen.connect(self._turn)
        self.kind.currentIndexChanged.connect(self._turn)
        self._turn()

    def open(self) -> None:
        """Show the chooser with the focus on what is studied now."""
        self.show_over()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def panel_height(self, width: int) -> int:
        """Return the height of head and rows."""
        look = theme.current()
        line = self._wishes.sizeHint().height() if self._cramming() else look.px(_LINE)
        return look.px(_HEAD) + 3 + line + self.list.content_height() + _BELOW

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move to the list with the arrows from anywhere; close on Escape."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus inside."""
        if not self.isVisible():
            # Qt looks for the next control also while this widget is being hidden.
            return False
        stops: list[QWidget] = [next(part for part in self.mode.segments() if part.isChecked())]
        stops += [self.kind] if self._cramming() else []
        stops += [self.days] if self.days.isVisibleTo(self) and self._cramming() else []
        stops.append(self.list)
        place = next((place for place, stop in enumerate(stops) if stop.hasFocus()), -1)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def _taken(self, scope: Scope) -> None:
        what: Scope | CramWish = CramWish(self._kind(), scope, self.days.value()) if self._cramming() else scope
        self.dismiss()
        self._take(what)

    def _cramming(self) -> bool:
        return self.mode.value() == CRAM

    def _kind(self) -> CramKind:
        return tuple(CRAM_WORDS)[self.kind.currentIndex()]

    def _turn(self) -> None:
        cramming = self._cramming()
        self._heads.setVisible(not cramming)
        self._wishes.setVisible(cramming)
        self.days.setVisible(self._kind() is CramKind.DUE)
        self.list.show_counts(shown=not cramming)
        if self.isVisible():
            self.place()

    def _build(self) -> None:
        row = QHBoxLayout(self._head)
        row.setContentsMargins(22, 0, 18, 0)
        row.addWidget(label("What to study", "title"))
        row.addStretch(1)
        row.addWidget(self.mode)
        heads = QHBoxLayout(self._heads)
        heads.setSpacing(0)
        heads.addStretch(1)
        for name in self._names:
            name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            heads.addWidget(name)
        bar = self.list.verticalScrollBar()
        bar.rangeChanged.connect(self._line_up)
        self._line_up(0, bar.maximum())
        self._build_wishes()
        for part in (self._head, HairLine(strong=True), self._heads, self._wishes):
            self.column.addWidget(part)
        self.column.addWidget(self.list, 1)
        self.column.addSpacing(_BELOW)
        theme.current().follow(self._fit)

    def _build_wishes(self) -> None:
        wishes = QVBoxLayout(self._wishes)
        wishes.setContentsMargins(22, 12, 22, 8)
        wishes.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.kind)
        line.addWidget(self.days)
        line.addStretch(1)
        wishes.addLayout(line)
        wishes.addWidget(label(f"{NOTICE}. Choose what to go through:", "note", wrap=True))

    def _line_up(self, _least: int, most: int) -> None:
        """Keep the heads above their columns, whether or not there is a scroll bar."""
        bar = self.list.verticalScrollBar().sizeHint().width() if most > 0 else 0
        layout = self._heads.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, INSET + 12 + bar, 0)

    def _fit(self) -> None:
        look = theme.current()
        self._head.setFixedHeight(look.px(_HEAD))
        self._heads.setFixedHeight(look.px(_LINE))
        for name in self._names:
            name.setFixedWidth(look.px(COLUMN))
