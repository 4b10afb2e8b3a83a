"""The head of the study page: where the card belongs, what is left, and what can be done with the card."""

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Phase
from certdeck.gui import theme
from certdeck.gui.widgets.buttons import GhostButton, IconButton, LinkButton, Look
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.flags import flag_size, paint_flag
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.messages import ThinBar
from certdeck.presenters.review_view import ReviewView

HEIGHT: Final = 52
_ROOMY: Final = 560
"""Design pixels of width below which the menu alone offers to suspend and to undo."""
_WIDEST, _NARROWEST = 340, 140
_LEVELS: Final = 3
_STEPS: Final = 1000
_COUNT_OF: Final = {Phase.NEW: 0, Phase.LEARNING: 1, Phase.RELEARNING: 1, Phase.REVIEW: 2}
_COUNTED: Final = ("new", "learning", "due")


class Breadcrumb(QWidget):
    """Exam, domain and task statement in one line; the last is where the card belongs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._crumbs: tuple[str, ...] = ()
        self.levels = [ElidedLabel("", "note") for _ in range(_LEVELS)]
        self._arrows = [IconLabel("chevron-right", 14, "muted") for _ in range(_LEVELS - 1)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for number, level in enumerate(self.levels):
            if number:
                row.addWidget(self._arrows[number - 1])
            row.addWidget(level)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_path(self, crumbs: tuple[str, ...]) -> None:
        """Show `crumbs`, the broadest first; at most three."""
        self._crumbs = crumbs
        for number, level in enumerate(self.levels):
            level.setText(crumbs[number] if number < len(crumbs) else "")
            theme.set_class(level, "note-text" if number == len(crumbs) - 1 else "note")
        self.setAccessibleName(", ".join(crumbs))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters: the broad levels give way to the last."""
        return QSize(theme.current().px(120), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the broadest levels where there is no room for all."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        last = len(self._crumbs) - 1
        first = next((number for number in range(last) if self._room(number) <= self.width()), max(last, 0))
        for number, level in enumerate(self.levels):
            level.setVisible(first <= number <= last)
        for number, arrow in enumerate(self._arrows, start=1):
            arrow.setVisible(first < number <= last)

    def _room(self, first: int) -> int:
        """Return the pixels that the levels from `first` on need."""
        levels = self.levels[first : len(self._crumbs)]
        arrows = self._arrows[: len(levels) - 1]
        return sum(part.sizeHint().width() for part in (*levels, *arrows)) + 6 * (2 * len(arrows) + 1)


class CountLine(QWidget):
    """What is left for today: new, learning, due. The count that the card belongs to is semibold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts: list[QLabel] = [label("", "note") for _ in _COUNTED]
        self._dots: list[QLabel] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for number, count in enumerate(self.counts):
            if number:
                self._dots.append(label("·", "note"))
                row.addWidget(self._dots[-1])
            row.addWidget(count)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_counts(self, counts: Counts, phase: Phase | None, left: str = "") -> None:
        """Show `counts`; `phase` is that of the card on the screen, None when there is none.

        Where `left` says what is left in words, these stand alone.
        """
        for part in (*self._dots, *self.counts[1:]):
            part.setVisible(not left)
        numbers = (counts.new, counts.learning, counts.due)
        current = None if phase is None else _COUNT_OF[phase]
        for index, (count, number, word) in enumerate(zip(self.counts, numbers, _COUNTED, strict=True)):
            count.setText(f"{number} {word}" if not left else left if index == 0 else "")
            theme.set_class(count, "note-strong" if index == current else "note")


class FlagButton(IconButton):
    """Shows the flag of the card in its colour and with its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._flag = 0
        super().__init__("flag", "Flag card", "F", parent)
        self.setCheckable(True)

    def show_flag(self, flag: int, names: tuple[str, ...]) -> None:
        """Show `flag`, 0 for none; `names` are those of flags 1 to 7."""
        self._flag = flag
        self.setChecked(flag > 0)
        self.rename(f"Take the flag away: {flag} {names[flag - 1]}" if flag else "Flag card", "F")
        self.update()

    def paint_content(self, painter: QPainter, look: Look) -> None:
        """Paint the flag with its number, or the bare icon while there is none."""
        if not self._flag:
            super().paint_content(painter, look)
            return
        size = flag_size()
        at = QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)
        paint_flag(painter, at, self._flag)


class ScopeButton(GhostButton):
    """What is studied, shortened where room is scarce; opens the chooser."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "chevron-down", parent, trailing=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip("Choose what to study (W)")

    def show_name(self, name: str) -> None:
        """Show `name`, or nothing while it is empty."""
        self.setText(name)
        self.setVisible(bool(name))
        self.setAccessibleName(f"Studied: {name}. Choose what to study")
        self.refresh()

    def sizeHint(self) -> QSize:
        """Return room for the name, up to what the head can spare."""
        whole = super().sizeHint()
        return QSize(min(whole.width(), theme.current().px(_WIDEST)), whole.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for the beginning of the name."""
        wanted = self.sizeHint()
        return QSize(min(wanted.width(), theme.current().px(_NARROWEST)), wanted.height())

    def shown_text(self) -> str:
        """Return the name, shortened where needed."""
        room = self.width() - 2 * self.padding - self._icon_room()
        if self._text_width() <= room:
            return self.text()  # by the width that the size hint goes by: metrics in whole pixels may say one more
        return QFontMetrics(self.text_font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)


class NoticeLine(QFrame):
    """A tinted line that stays while something unusual lasts, and the way to end it."""

    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_class(self, "notice")
        self._words = label("", "note-strong", wrap=True)
        self.end = LinkButton("End")
        self.end.clicked.connect(self.ended)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 4)
        row.setSpacing(8)
        row.addWidget(IconLabel("zap", 16, "on_accent_soft"))
        row.addWidget(self._words, 1)
        row.addWidget(self.end)
        self.hide()

    def show_notice(self, words: str) -> None:
        """Show `words`, or nothing when they are empty."""
        self._words.setText(words)
        self.end.setAccessibleName(f"End: {words}")
        self.setVisible(bool(words))


class StudyHeader(QWidget):
    """52 px with breadcrumb, counts and buttons; below it a line of 2 px that shows how much of today is done."""

    flag_asked = Signal()
    suspend_asked = Signal()
    undo_asked = Signal()
    menu_asked = Signal()
    scope_asked = Signal()
    study_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scope = ScopeButton()
        self.scope.clicked.connect(self.scope_asked)
        self.notice = NoticeLine()
        self.notice.ended.connect(self.study_asked)
        self.path = Breadcrumb()
        self.line = CountLine()
        self.flag = FlagButton()
        self.suspend = IconButton("pause", "Suspend card", "S")
        self.undo = IconButton("undo-2", "Undo", "Ctrl+Z")
        self.more = IconButton("ellipsis", "More for this card", ".")
        self.leech = Chip("leech", "warn", "triangle-alert")
        self.leech.setToolTip("You have forgotten this card again and again")
        self.flag.clicked.connect(self.flag_asked)
        self.suspend.clicked.connect(self.suspend_asked)
        self.undo.clicked.connect(self.undo_asked)
        self.more.clicked.connect(self.menu_asked)
        self.progress = ThinBar("Done of today's cards", 2)
        self.progress.setRange(0, _STEPS)
        self._card = False
        self._bar = QWidget()
        self._fill_bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.progress)
        column.addWidget(self.notice)
        theme.current().follow(self._fit)

    def show_view(self, view: ReviewView) -> None:
        """Show where the card of `view` belongs and what is left."""
        card = view.face is not None
        self.scope.show_name(view.studied)
        self.path.show_path(_below(view.studied, view.crumbs))
        self.notice.show_notice(view.notice)
        self.line.show_counts(view.counts, view.phase if card else None, view.left)
        self.line.setVisible(view.rest is None or view.rest.started)
        self.flag.setVisible(card)
        self._card = card
        self._fit_buttons()
        self.more.setVisible(card)
        self.leech.setVisible(view.leech)
        self.flag.show_flag(view.flag, view.flags)
        self.progress.setValue(round(view.progress * _STEPS))
        self.progress.setAccessibleDescription(f"{view.progress * 100:.0f} %")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave to the menu what there is no room for."""
        super().resizeEvent(event)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        roomy = self.width() >= theme.current().px(_ROOMY)
        self.suspend.setVisible(roomy and self._card)
        self.undo.setVisible(roomy)
        self.path.setVisible(roomy)

    def _fill_bar(self) -> None:
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(0)
        row.addWidget(self.scope)
        row.addSpacing(6)
        row.addWidget(self.path, 1)
        row.addStretch(0)
        row.addSpacing(16)
        row.addWidget(self.leech)
        row.addSpacing(12)
        row.addWidget(self.line)
        row.addSpacing(20)
        for number, button in enumerate((self.flag, self.suspend, self.undo, self.more)):
            if number:
                row.addSpacing(4)
            row.addWidget(button)

    def _fit(self) -> None:
        self._bar.setFixedHeight(theme.current().px(HEIGHT))
        self._fit_buttons()


def _below(studied: str, crumbs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the levels that the name of what is studied doesn't say already; the exam is never among them."""
    if crumbs and studied == crumbs[-1]:
        return ()
    domain = len(crumbs) > 1 and studied.partition(" ")[2] == crumbs[1]
    return crumbs[2 if domain else 1 :]
