"""Covering parts of a picture: a canvas to draw on by mouse and keys, with its tools."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.card_parts import Covering, Occlusion, Outline, Point, Shape
from certdeck.core.card_rules import SHAPES
from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.widgets.buttons import IconButton, QuietButton
from certdeck.gui.widgets.choices import Segmented
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.parted_picture import draw_shape
from certdeck.gui.widgets.pictures import loaded_picture
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.shape_editor import ShapeEditor

_STEP: Final = 0.01
_FINE: Final = 0.002
_HANDLE: Final = 5.0
_GRAB: Final = 9.0
_LEAST: Final = 180
_TALLEST: Final = 480
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TOOLS: Final = (
    ("select", "mouse-pointer-2", "Select and move", "V"),
    (Outline.RECTANGLE.value, "square", "Rectangle", "R"),
    (Outline.ELLIPSE.value, "circle", "Ellipse", "E"),
    (Outline.POLYGON.value, "pentagon", "Polygon", "P"),
)
_TOOL_KEYS: Final = {Qt.Key[f"Key_{letter}"]: tool for tool, _icon, _name, letter in _TOOLS}
_HELP: Final = (
    "Drag to draw; click the corners of a polygon, Enter closes it. By keys: N makes a new part, Page Up and Page Down "
    "choose one, with Shift one more, arrows move it, Alt and arrows resize it, Delete removes it, G groups, U parts, "
    "Ctrl+Z undoes."
)


class ShapeCanvas(QWidget):
    """The picture with its shapes. `changed` comes after each change of shapes, `tool_asked` with the tool of a key.

    `refused` says why no more shapes can be drawn.
    """

    changed = Signal()
    refused = Signal(str)
    tool_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = ShapeEditor()
        self.tool = "select"
        self._name = ""
        self._image: QImage | None = None
        self._drawn: list[Point] = []
        self._pointer: Point | None = None
        self._drag: tuple[int, int] | None = None
        self._moved_from: Point | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Covered parts of the picture")
        self.setAccessibleDescription(_HELP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._fit)

    def show_picture(self, name: str, shapes: tuple[Shape, ...]) -> None:
        """Show picture `name` with `shapes`."""
        self._name, self.editor, self._drawn = name, ShapeEditor(shapes), []
        self._fit()

    def area(self) -> QRectF:
        """Return where the picture is."""
        if self._image is None:
            return QRectF(0, 0, self.width(), self.height())
        size = self._image.deviceIndependentSize()
        return QRectF((self.width() - size.width()) / 2, 0, size.width(), size.height())

    def take(self, tool: str) -> None:
        """Draw with another tool."""
        self.tool, self._drawn = tool, []
        self.setCursor(Qt.CursorShape.ArrowCursor if tool == "select" else Qt.CursorShape.CrossCursor)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable width and the present height."""
        return QSize(theme.current().px(360), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: the picture shrinks."""
        return QSize(theme.current().px(160), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture into the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    # --- Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw, to move or to resize, where there is a picture to see."""
        if event.button() is not Qt.MouseButton.LeftButton or self._image is None:
            return
        point = self._point(event.position())
        if self.tool == Outline.POLYGON.value:
            self._drawn.append(point)
        elif self.tool != "select":
            self._drawn = [point]
        else:
            self._grab(event.position(), also=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw, move or resize on."""
        point = self._point(event.position())
        self._pointer = point
        if self._drag is not None:
            self.editor.drag_point(*self._drag, point)
        elif self._moved_from is not None:
            x, y = self._moved_from
            across, down = self.editor.move(point[0] - x, point[1] - y)
            # At an edge of the picture it waits for the pointer to come back to where it was taken hold of.
            self._moved_from = x + across, y + down
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what was begun."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._drag is not None or self._moved_from is not None:
            self._drag = self._moved_from = None
            self.editor.end_drag()
            self._tell()
        elif self._drawn and self.tool not in ("select", Outline.POLYGON.value):
            start, self._drawn = self._drawn[0], []
            self._add(Outline(self.tool), (start, self._point(event.position())))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Close a polygon."""
        if event.button() is Qt.MouseButton.LeftButton and self.tool == Outline.POLYGON.value:
            self._close_polygon()
        else:
            self.mousePressEvent(event)

    # --- Keys

    def event(self, event: QEvent) -> bool:
        """Keep the keys for undo and redo: they are for the shapes here, and the window would take them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _turns(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, move, resize, delete, group; draw a new part without a mouse."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if self._drag is not None or self._moved_from is not None:
            # What the mouse holds must not go away, nor another part take its place.
            return
        if key in _ARROWS and self.editor.drawing.selected:
            self._by_arrow(key, held)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            also = bool(held & Qt.KeyboardModifier.ShiftModifier)
            self.editor.select_next(1 if key == Qt.Key.Key_PageDown else -1, also=also)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._drawn:
            self._close_polygon()
        elif key == Qt.Key.Key_Escape and self._drawn:
            self._drawn = []
        elif held == Qt.KeyboardModifier.NoModifier and self._by_letter(key):
            return
        elif held == Qt.KeyboardModifier.NoModifier and key in _TOOL_KEYS:
            self.tool_asked.emit(_TOOL_KEYS[key])
        elif _turns(event):
            self._turn(undo=key == Qt.Key.Key_Z and not held & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def _by_arrow(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        step = _FINE if held & Qt.KeyboardModifier.ShiftModifier else _STEP
        across, down = (part * step for part in _ARROWS[key])
        (self.editor.grow if held & Qt.KeyboardModifier.AltModifier else self.editor.move)(across, down)
        self._tell()

    def _by_letter(self, key: Qt.Key) -> bool:
        outline = Outline.RECTANGLE if self.tool in ("select", Outline.POLYGON.value) else Outline(self.tool)
        if key == Qt.Key.Key_N and self._image is not None:
            self._add(outline)
            return True
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Delete: self.editor.delete,
            Qt.Key.Key_Backspace: self.editor.delete,
            Qt.Key.Key_G: self.editor.group,
            Qt.Key.Key_U: self.editor.part,
        }
        if key not in acts:
            return False
        acts[key]()
        self._tell()
        return True

    def _turn(self, *, undo: bool) -> None:
        if self.editor.undo() if undo else self.editor.redo():
            self._tell()

    # --- Parts

    def _tell(self) -> None:
        self.changed.emit()
        self.update()

    def _close_polygon(self) -> None:
        points, self._drawn = tuple(dict.fromkeys(self._drawn)), []
        self._add(Outline.POLYGON, points)
        self.update()

    def _add(self, outline: Outline, points: tuple[Point, ...] = ()) -> None:
        """Add a shape, or tell that there can't be more."""
        if self.editor.full:
            self.refused.emit(f"A picture has {SHAPES} covered parts at most. Make another card of it for the rest.")
        elif self.editor.add(outline, points):
            self._tell()

    def _grab(self, position: QPointF, *, also: bool) -> None:
        self._drag = self._handle_at(position)
        if self._drag is None:
            place = self.editor.at(self._point(position))
            if place is None or also or place not in self.editor.drawing.selected:
                self.editor.select(place, also=also)
            if place is None:
                return
            self._moved_from = self._point(position)
        self.editor.begin_drag()

    def _handle_at(self, position: QPointF) -> tuple[int, int] | None:
        for place in self.editor.drawing.selected:
            for number, point in enumerate(self.editor.drawing.shapes[place].points):
                if (self._pixel(point) - position).manhattanLength() <= 2 * _GRAB:
                    return place, number
        return None

    def _point(self, position: QPointF) -> Point:
        area = self.area()
        x = (position.x() - area.left()) / max(1.0, area.width())
        y = (position.y() - area.top()) / max(1.0, area.height())
        return round(min(max(x, 0.0), 1.0), 4), round(min(max(y, 0.0), 1.0), 4)

    def _pixel(self, point: Point) -> QPointF:
        area = self.area()
        return QPointF(area.left() + point[0] * area.width(), area.top() + point[1] * area.height())

    def _fit(self) -> None:
        look = theme.current()
        width = max(1, self.width())
        self._image = self._loaded(width)
        if self._image is not None:
            size = self._image.deviceIndependentSize()
            if size.height() > look.px(_TALLEST):
                self._image = self._loaded(round(size.width() * look.px(_TALLEST) / size.height()))
        height = look.px(_LEAST)
        if self._image is not None:
            height = round(self._image.deviceIndependentSize().height()) + 1
        self.setFixedHeight(height)
        self.update()

    def _loaded(self, width: int) -> QImage | None:
        return loaded_picture(None, self._name, width, theme.current().scale, self.devicePixelRatioF())

    # --- Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, its shapes with their numbers, and what is being drawn."""
        painter = smooth(self)
        if self._image is None:
            self._paint_nothing(painter)
            return
        painter.drawImage(self.area(), self._image)
        for place, shape in enumerate(self.editor.drawing.shapes):
            self._paint_shape(painter, shape, selected=place in self.editor.drawing.selected)
        self._paint_drawn(painter)

    def _paint_nothing(self, painter: QPainter) -> None:
        look = theme.current()
        rounded(painter, self.rect(), 8, fill=look.tokens.tint, line=look.tokens.line)
        painter.setFont(look.font(14))
        painter.setPen(QColor(look.tokens.muted))
        words = f"The picture {self._name} is missing." if self._name else "Choose a picture, then cover parts of it."
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(self.rect().adjusted(16, 0, -16, 0), flags, words)

    def _paint_shape(self, painter: QPainter, shape: Shape, *, selected: bool) -> None:
        tokens = theme.current().tokens
        fill = QColor(tokens.accent)
        fill.setAlpha(150 if selected else 110)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(tokens.text if selected else tokens.surface), 2.0 if selected else 1.5))
        draw_shape(painter, shape, self.area())
        self._paint_number(painter, shape)
        if selected:
            painter.setBrush(QColor(tokens.surface))
            painter.setPen(QPen(QColor(tokens.text), 1.5))
            for point in shape.points:
                painter.drawEllipse(self._pixel(point), _HANDLE, _HANDLE)

    def _paint_number(self, painter: QPainter, shape: Shape) -> None:
        """Write the number of the part at its upper left, where it hides least."""
        look = theme.current()
        left, top, *_ = shape.box()
        painter.setFont(look.font(12, SEMIBOLD))
        words = str(shape.number)
        room = painter.fontMetrics().horizontalAdvance(words) + look.px(10)
        badge = QRectF(self._pixel((left, top)), QSizeF(room, painter.fontMetrics().height() + 2))
        rounded(painter, badge, 4, fill=look.tokens.accent)
        painter.setPen(QColor(look.tokens.on_accent))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_drawn(self, painter: QPainter) -> None:
        if not self._drawn or self._pointer is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.current().tokens.accent), 2.0, Qt.PenStyle.DashLine))
        if self.tool == Outline.POLYGON.value:
            painter.drawPolyline([self._pixel(point) for point in (*self._drawn, self._pointer)])
        else:
            draw_shape(painter, Shape(Outline(self.tool), (self._drawn[0], self._pointer)), self.area())


class PictureField(QWidget):
    """The picture of an image-occlusion card with its tools. `picture_asked` asks for a file.

    `refused` says why no more parts can be covered.
    """

    changed = Signal()
    refused = Signal(str)
    picture_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.canvas = ShapeCanvas()
        self.choose = QuietButton("Choose picture", "image")
        self.covering = Segmented(
            ((Covering.ALL.value, "All parts"), (Covering.ONE.value, "Only the one asked")), "What is covered"
        )
        self.tools: dict[str, IconButton] = {}
        self._lay_out()
        self.choose.clicked.connect(self.picture_asked)
        self.covering.chosen.connect(lambda _key: self.changed.emit())
        self.canvas.changed.connect(self.changed)
        self.canvas.refused.connect(self.refused)
        self.canvas.tool_asked.connect(self._take)
        self._take("select")

    def show_occlusion(self, occlusion: Occlusion | None) -> None:
        """Show another picture with its parts."""
        shown = occlusion or Occlusion("")
        self._name = shown.picture
        self.covering.choose(shown.covering.value)
        self.canvas.show_picture(shown.picture, shown.shapes)
        self.choose.setText("Choose another picture" if shown.picture else "Choose picture")
        self.choose.refresh()

    def occlusion(self) -> Occlusion:
        """Return picture and parts."""
        return Occlusion(self._name, self.canvas.editor.drawing.shapes, Covering(self.covering.value()))

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for key, icon, name, letter in _TOOLS:
            button = IconButton(icon, name, letter)
            button.setCheckable(True)
            button.clicked.connect(partial(self._take, key))
            self.tools[key] = button
            tools.addWidget(button)
        for icon, name, key, act in (
            ("group", "Group what is selected", "G", self._group),
            ("trash-2", "Delete what is selected", "Delete", self._delete),
        ):
            button = IconButton(icon, name, key)
            button.clicked.connect(act)
            tools.addWidget(button)
        tools.addStretch(1)
        covered = QHBoxLayout()
        covered.setSpacing(12)
        covered.addWidget(label("Cover", "note-strong"))
        covered.addWidget(self.covering)
        covered.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(tools)
        column.addWidget(self.canvas)
        column.addWidget(label(_HELP, "note", wrap=True))
        column.addLayout(covered)

    def _take(self, tool: str, _checked: bool = False) -> None:
        for key, button in self.tools.items():
            button.setChecked(key == tool)
        self.canvas.take(tool)

    def _group(self) -> None:
        self.canvas.editor.group()
        self.canvas.update()
        self.changed.emit()

    def _delete(self) -> None:
        self.canvas.editor.delete()
        self.canvas.update()
        self.changed.emit()


def _turns(event: QKeyEvent) -> bool:
    """Tell whether `event` is a key for undo or redo."""
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y)
