"""Decision trees, painted: questions white, answers tinted with an icon, labels on the arrows between them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.core.deck import TreeNode
from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.icons import IconMissing
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.gui.widgets.tree_layout import Arrow, Measure, NodeBox, TreeLayout, lay_out, least_width

_PADDING: Final = 15
_ABOVE: Final = 9
_ICON: Final = 18
_ICON_GAP: Final = 12
_RADIUS: Final = 8
_HEAD: Final = 7.0
_LINE: Final = 1.5
_NARROWEST: Final = 128
_WIDEST: Final = 268
_WRAP: Final = Qt.TextFlag.TextWordWrap


class DecisionTree(QWidget):
    """Shows the tree below `root` as high as it needs to be; its texts are plain characters.

    `name` is the accessible name, `words` the accessible description: the same tree in sentences.
    """

    def __init__(self, root: TreeNode, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self._measure = Measure(_natural, _snug, _least, _height, _label_width)
        self._layout = TreeLayout((), (), QRectF().size())
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._arrange)

    def boxes(self) -> tuple[NodeBox, ...]:
        """Return where each node is."""
        return self._layout.boxes

    def arrows(self) -> tuple[Arrow, ...]:
        """Return how the nodes are joined."""
        return self._layout.arrows

    def sizeHint(self) -> QSize:
        """Return a comfortable width and the present height."""
        return QSize(theme.current().px(640), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of the narrowest arrangement."""
        return QSize(int(least_width(self._root, self._measure)) + 1, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the tree in the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint arrows, boxes and labels."""
        painter = smooth(self)
        for arrow in self._layout.arrows:
            _paint_arrow(painter, arrow)
        for box in self._layout.boxes:
            _paint_box(painter, box)
        for arrow in self._layout.arrows:
            _paint_label(painter, arrow)

    def _arrange(self) -> None:
        self._layout = lay_out(self._root, self.width() - 1, self._measure)
        self.setFixedHeight(int(self._layout.size.height()) + 2)
        self.updateGeometry()
        self.update()


def _title_font() -> QFont:
    return theme.current().font(14, SEMIBOLD)


def _note_font() -> QFont:
    return theme.current().font(13)


def _label_font() -> QFont:
    return theme.current().font(12, SEMIBOLD)


def _side_room(node: TreeNode) -> int:
    """Return the pixels beside the text: padding, and the icon of an answer."""
    return 2 * _PADDING + (theme.current().px(_ICON) + _ICON_GAP - 2 if node.icon else 0)


def _parts(node: TreeNode) -> tuple[tuple[QFont, str], ...]:
    return tuple(part for part in ((_title_font(), node.text), (_note_font(), node.note)) if part[1])


def _natural(node: TreeNode) -> float:
    words = max(QFontMetrics(font).horizontalAdvance(text) for font, text in _parts(node)) + 2
    return max(_least(node), min(words + _side_room(node) + 8, theme.current().px(_WIDEST)))


def _snug(node: TreeNode) -> float:
    """Return a width at which no part of `node` is likely to need more than two lines."""
    words = max(QFontMetrics(font).horizontalAdvance(text) for font, text in _parts(node))
    return min(_natural(node), max(_least(node), words * 0.6 + _side_room(node)))


def _least(node: TreeNode) -> float:
    longest = max(
        QFontMetrics(font).horizontalAdvance(word) for font, text in _parts(node) for word in text.split() or [""]
    )
    return max(theme.current().px(_NARROWEST), longest + 2 + _side_room(node))


def _text_height(font: QFont, text: str, width: float) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, int(width), 10_000), _WRAP, text).height()


def _height(node: TreeNode, width: float) -> float:
    inner = width - _side_room(node)
    return sum(_text_height(font, text, inner) for font, text in _parts(node)) + 2 * _ABOVE + 2


def _label_width(label: str) -> float:
    return QFontMetrics(_label_font()).horizontalAdvance(label)


def _paint_box(painter: QPainter, box: NodeBox) -> None:
    look = theme.current()
    tokens = look.tokens
    answer = not box.node.branches
    fill, line = (tokens.accent_soft, tokens.accent_line) if answer else (tokens.surface, tokens.control)
    rounded(painter, box.area, _RADIUS, fill=fill, line=line)
    left = _paint_icon(painter, box) if box.node.icon else box.area.left() + _PADDING
    width = int(box.area.width() - _side_room(box.node))
    room = QRectF(left, box.area.top() + _ABOVE, width, box.area.height())
    inks = (tokens.on_accent_soft, tokens.text) if answer else (tokens.text, tokens.muted)
    for (font, text), ink in zip(_parts(box.node), inks, strict=False):
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(room, _WRAP, text)
        room.translate(0, _text_height(font, text, width))


def _paint_icon(painter: QPainter, box: NodeBox) -> float:
    """Paint the icon and return where the text begins; a deck may name an icon that is not shipped."""
    look = theme.current()
    side = look.px(_ICON)
    at = QPoint(int(box.area.left()) + _PADDING - 1, int(box.area.center().y() - side / 2))
    try:
        look.paint_icon(painter, at, box.node.icon, _ICON, look.tokens.on_accent_soft)
    except IconMissing:
        return box.area.left() + _PADDING
    return box.area.left() + _PADDING + side + _ICON_GAP - 2


def _paint_arrow(painter: QPainter, arrow: Arrow) -> None:
    ink = QColor(theme.current().tokens.control)
    tip = arrow.points[-1]
    painter.setPen(QPen(ink, _LINE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_bent((*arrow.points[:-1], tip - QPointF(_HEAD, 0))))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    back = tip - QPointF(_HEAD, 0)
    painter.drawPolygon(QPolygonF([tip, back + QPointF(0, -_HEAD / 2 - 0.5), back + QPointF(0, _HEAD / 2 + 0.5)]))


def _bent(points: Sequence[QPointF]) -> QPainterPath:
    """Join `points` with rounded corners."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(_RADIUS, _distance(before, corner) / 2, _distance(corner, after) / 2)
        path.lineTo(_towards(corner, before, reach))
        path.quadTo(corner, _towards(corner, after, reach))
    path.lineTo(points[-1])
    return path


def _distance(one: QPointF, other: QPointF) -> float:
    return abs(one.x() - other.x()) + abs(one.y() - other.y())


def _towards(start: QPointF, goal: QPointF, reach: float) -> QPointF:
    span = _distance(start, goal)
    return start + (goal - start) * (reach / span) if span else QPointF(start)


def _paint_label(painter: QPainter, arrow: Arrow) -> None:
    look = theme.current()
    metrics = QFontMetrics(_label_font())
    width = metrics.horizontalAdvance(arrow.label) + 12
    area = QRectF(arrow.label_at.x() - width / 2, arrow.label_at.y() - metrics.height() / 2, width, metrics.height())
    painter.fillRect(area, QColor(look.tokens.surface))
    painter.setFont(_label_font())
    painter.setPen(QColor(look.tokens.muted))
    painter.drawText(area.translated(0, 1), Qt.AlignmentFlag.AlignCenter, arrow.label)
