"""A response of an answer that was shown: what it was as icon, tint and word, and its reason below."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.core.richtext import Paragraph, RichText, Text, plain
from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, SEMIBOLD
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.labels import as_sentences
from certdeck.gui.widgets.passage import Passage, passage
from certdeck.gui.widgets.resting_text import TextPart, awake, is_more_than_words, views_of
from certdeck.gui.widgets.rich_document import TextLook
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.response_lines import LineView

_ICON_LEFT: Final = 18
_MARK_LEFT: Final = 49
_MARK_ROOM: Final = 30
_TOP: Final = 13
_BOTTOM: Final = 14
_RIGHT_EDGE: Final = 15
_BESIDE: Final = 12
_BELOW: Final = 5
_ICON: Final = 18
_LINE: Final = 26
_TONES: Final[Mapping[Outcome, Tone]] = {
    Outcome.RIGHT: "good",
    Outcome.WRONG: "bad",
    Outcome.NEITHER: "neutral",
}
_ICONS: Final = {Outcome.RIGHT: "circle-check", Outcome.WRONG: "circle-x", Outcome.NEITHER: "circle"}
_SMALL_ICONS: Final = {Outcome.RIGHT: "check", Outcome.WRONG: "x", Outcome.NEITHER: ""}
_INK: Final = {Outcome.RIGHT: "good", Outcome.WRONG: "bad", Outcome.NEITHER: "control"}
_PLAIN: Final = TextLook(16)
_RIGHT: Final = TextLook(16, MEDIUM)
_NOTE: Final = TextLook(13, SEMIBOLD)
_REASON: Final = TextLook(14)
_NOTHING: Final = LineView("", (), Outcome.NEITHER, "", ())


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the parts stand in a row of some width, in pixels: texts from `left`, each at its top."""

    left: int
    text: Passage
    note: Passage | None
    note_top: int
    reason: Passage | None
    reason_top: int
    reason_height: int
    height: int


class AnswerRow(QWidget):
    """One response where it stood. All is painted, so that an answer is no dearer to show than its question.

    Words of the reason can be selected: it becomes a view when the pointer enters the row, in the same place. Rows are
    kept for the answers of other questions: everything in them is said anew by `show_line`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = _NOTHING
        self._chip: Chip | None = None
        self._reason: TextPart | None = None
        self._plans: dict[int, _Plan] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringRadius", 8)
        theme.current().changed.connect(self._measure)

    def show_line(self, line: LineView) -> None:
        """Show `line`; one that is shown already is left alone."""
        if line == self.line:
            return
        self.line = line
        self.setAccessibleName(_spoken(line))
        self._show_chip()
        self._rest()
        if is_more_than_words(line.reason):
            self._wake()
        self._measure()

    def views(self) -> tuple[RichTextView, ...]:
        """Return the views of the reason in which something can be selected or pressed now."""
        return views_of(self._reason)

    def sizeHint(self) -> QSize:
        """Return a fair width and the height of a line; the height follows from the width given."""
        return QSize(theme.current().px(400), theme.current().px(_TOP + _LINE + _BOTTOM))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: texts wrap."""
        return QSize(theme.current().px(240), self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """Return the height that the texts need in a row of `width` pixels."""
        return self._plan(width).height

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the board and the room."""
        event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Let words of the reason be selected from now on."""
        super().enterEvent(event)
        if self.line.reason and self._reason is None:
            self._wake()
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put chip and reason in their places."""
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure anew when the reason has grown, as tables do when they learn how wide they are."""
        if watched is self._reason and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            QTimer.singleShot(0, self, self._measure)
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, tinted and edged for what was right or wrong, and what is in it."""
        painter, look, plan = smooth(self), theme.current(), self._plan(self.width())
        self._paint_box(painter)
        line = QRect(0, look.px(_TOP), self.width(), look.px(_LINE))
        at = QPoint(look.px(_ICON_LEFT), line.y() + (line.height() - look.px(_ICON)) // 2)
        ink = getattr(look.tokens, _INK[self.line.outcome])
        look.paint_icon(painter, at, _ICONS[self.line.outcome], _ICON, ink, stroke=2.0)
        painter.setFont(look.font(14, SEMIBOLD))
        painter.setPen(QColor(look.tokens.text))
        mark = line.adjusted(look.px(_MARK_LEFT), 0, 0, 0)
        painter.drawText(mark, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.line.mark)
        plan.text.paint(painter, QPoint(plan.left, line.y()))
        if plan.note is not None:
            plan.note.paint(painter, QPoint(plan.left, plan.note_top))
        if plan.reason is not None and self._reason is None:
            plan.reason.paint(painter, QPoint(plan.left, plan.reason_top))

    def _paint_box(self, painter: QPainter) -> None:
        tokens, outcome = theme.current().tokens, self.line.outcome
        plain_box = outcome is Outcome.NEITHER
        fill = tokens.surface if plain_box else tokens.fill(_TONES[outcome])
        line = tokens.line if plain_box else tokens.ink(_TONES[outcome])
        rounded(painter, self.rect(), 8, fill=fill, line=line)

    def _show_chip(self) -> None:
        if self.line.words and self._chip is None:
            self._chip = Chip("", parent=self)
        if self._chip is not None:
            self._chip.say(self.line.words, _TONES[self.line.outcome], _SMALL_ICONS[self.line.outcome])
            self._chip.setVisible(bool(self.line.words))

    def _wake(self) -> None:
        self._reason = awake(self.line.reason, _REASON, self)
        self._reason.installEventFilter(self)
        self._reason.show()

    def _rest(self) -> None:
        if self._reason is not None:
            self._reason.hide()
            self._reason.deleteLater()
            self._reason = None

    def _measure(self) -> None:
        self._plans.clear()
        self._place()
        self.updateGeometry()
        self.update()

    def _place(self) -> None:
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            return  # texts would be laid out in a width that nobody has given
        look, plan = theme.current(), self._plan(self.width())
        if self._chip is not None and self.line.words:
            size = self._chip.sizeHint()
            self._chip.setGeometry(QRect(QPoint(self.width() - _RIGHT_EDGE - size.width(), look.px(_TOP)), size))
        if self._reason is not None:
            width = self.width() - plan.left - _RIGHT_EDGE
            self._reason.setGeometry(plan.left, plan.reason_top, width, plan.reason_height)

    def _plan(self, width: int) -> _Plan:
        if width not in self._plans:
            self._plans[width] = self._planned(width)
        return self._plans[width]

    def _planned(self, width: int) -> _Plan:
        look, line = theme.current(), self.line
        left = look.px(_MARK_LEFT) + max(look.px(_MARK_ROOM), look.width(line.mark, 14, SEMIBOLD) + _BESIDE)
        room = max(1, width - left - _RIGHT_EDGE)
        chip = QSize() if self._chip is None or not line.words else self._chip.sizeHint()
        beside = chip.width() + _BESIDE if chip.isValid() else 0
        text = self._passage(line.text, _RIGHT if line.outcome is Outcome.RIGHT else _PLAIN, max(1, room - beside))
        bottom = look.px(_TOP) + max(text.height, chip.height(), look.px(_LINE))
        note = self._passage((Paragraph((Text(line.note),)),), _NOTE, room) if line.note else None
        note_top = bottom + look.px(_BELOW) if note is not None else bottom
        bottom = note_top if note is None else note_top + note.height
        reason = self._passage(line.reason, _REASON, room) if line.reason and self._reason is None else None
        reason_top = bottom + look.px(_BELOW) if line.reason else bottom
        high = self._reason_height(reason, room)
        bottom = reason_top + high + look.px(_BOTTOM)
        return _Plan(left, text, note, note_top, reason, reason_top, high, bottom)

    def _reason_height(self, reason: Passage | None, width: int) -> int:
        if reason is not None:
            return reason.height
        if self._reason is None:
            return 0
        if isinstance(self._reason, RichTextView):
            return self._reason.height_for(width)
        return max(self._reason.heightForWidth(width), self._reason.minimumSizeHint().height())

    def _passage(self, text: RichText, look: TextLook, width: int) -> Passage:
        return passage(text, look, width, self.devicePixelRatioF())


def _spoken(line: LineView) -> str:
    return as_sentences(f"{line.mark}, {plain(line.text)}", line.words, line.note, plain(line.reason))
