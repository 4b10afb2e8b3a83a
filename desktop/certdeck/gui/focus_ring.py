"""The focus ring: a line around the control that the keyboard is on, drawn outside of it."""

from typing import Final
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from certdeck.gui import theme

_REACH: Final = 4
_AROUND: Final = 12
_WIDTH: Final = 2
_RADIUS: Final = 6
_KEYBOARD: Final = frozenset(
    (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
)
_MOVES: Final = frozenset((QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide))
_KEYS: Final = frozenset((QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride))
_HEEDED: Final = frozenset(
    (
        *_MOVES,
        *_KEYS,
        QEvent.Type.LayoutRequest,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.FocusAboutToChange,
        QEvent.Type.WindowActivate,
    )
)
_LYING_OVER: Final[WeakSet[QWidget]] = WeakSet()
_FOLLOW: Final = QEvent.Type(QEvent.registerEventType())


class FocusRing(QWidget):
    """One transparent overlay per window, shown while the keyboard leads.

    It appears when the focus came by Tab, Backtab or a shortcut, or was set by code in answer to a key, and goes with
    the next click; meanwhile scroll areas bring each control into sight. A widget may set the property `ringRadius`
    (its own corner radius; negative: it shows focus itself) and `ringOnParent` (draw the ring around the frame it sits
    in). A widget that covers its siblings, and their rings, says so by `lie_over`.
    """

    def __init__(self, window: QWidget) -> None:
        """Watch the focus inside `window`, for as long as it lives."""
        super().__init__(window)
        self._focus: QWidget | None = None
        self._watched: list[QObject] = []
        self._by_keyboard = False
        self._following = False
        # Later, because a page that has just been shown is not laid out yet.
        self._look = QTimer(self, singleShot=True, interval=0)
        self._look.timeout.connect(self._bring_into_sight)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("")
        self.hide()
        window.installEventFilter(self)
        self._app().focusChanged.connect(self._focus_changed)
        theme.current().changed.connect(self._place)

    @property
    def target(self) -> QWidget | None:
        """The widget that the ring is around, or None while it is hidden."""
        if self._following:
            self._place()
        return self._framed() if self.isVisible() else None

    def reveal(self) -> None:
        """Show the ring on the focused control as if the keyboard had led there; a page stays where it begins."""
        self._lead(True)
        self._take_up(self._app().focusWidget())

    def look_now(self) -> None:
        """Bring into sight what is to be brought there, for who wants to scroll elsewhere then."""
        if self._look.isActive():
            self._look.stop()
            self._bring_into_sight()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focused control and remember whether key or pointer was used last; no event is taken."""
        kind = event.type()
        # A collection of garbage may take a window apart: it empties the ring before Qt is done with it.
        if kind not in _HEEDED or not isValid(self) or not vars(self):
            return False
        if kind in _MOVES or kind == QEvent.Type.LayoutRequest:
            if self._by_keyboard and (kind in _MOVES or self.isHidden()):
                self._follow()
        elif kind in _KEYS:
            self._lead(True)
        elif kind == QEvent.Type.MouseButtonPress:
            self._lead(False)
            self.hide()
        elif kind == QEvent.Type.FocusAboutToChange and isinstance(event, QFocusEvent):
            self._learn(event.reason())
        elif kind == QEvent.Type.WindowActivate:
            self._watch_native_window()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the part of the ring that no scroll area hides."""
        framed, window = self._framed(), self._host()
        if framed is None or window is None:
            return
        painter = QPainter(self)
        painter.setClipRegion(QRegion(self.rect()).subtracted(_covered(framed, window).translated(-self.pos())))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().tokens.accent), _WIDTH))
        inset = _WIDTH / 2
        outline = QRectF(_grown(framed, window).translated(-self.pos())).adjusted(inset, inset, -inset, -inset)
        radius = _radius(framed) + 3
        painter.drawRoundedRect(outline, radius, radius)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._take_up(new):
            self._look.start()

    def _take_up(self, new: QWidget | None) -> bool:
        """Place the ring on `new`; return False where there is no window any more."""
        window = self._host()
        if window is None:
            return False
        inside = new is not None and new.window() is window
        self._focus = new if inside else None
        self._watch()
        self._watch_native_window()
        self._follow()
        return True

    def _learn(self, reason: Qt.FocusReason) -> None:
        if reason in _KEYBOARD:
            self._lead(True)
        elif reason == Qt.FocusReason.MouseFocusReason:
            self._lead(False)

    def _lead(self, by_keyboard: bool) -> None:
        """Remember whether the keyboard leads."""
        if by_keyboard is not self._by_keyboard:
            self._by_keyboard = by_keyboard
            self._watch()

    def _watch(self) -> None:
        """Watch the focused control for why it loses the focus and, while the keyboard leads, all that it stands in."""
        for watched in filter(isValid, self._watched):
            watched.removeEventFilter(self)
        window = self._host()
        focus = self._focus if self._focus is not None and isValid(self._focus) else None
        around = [] if window is None else _chain(focus, window)
        self._watched = around if self._by_keyboard else around[:1]
        for watched in self._watched:
            watched.installEventFilter(self)

    def _watch_native_window(self) -> None:
        window = self._host()
        native = None if window is None else window.windowHandle()
        if native is not None:
            native.installEventFilter(self)

    def _host(self) -> QWidget | None:
        """Return the window, or None while Qt takes it down.

        It is not kept as an attribute: ring and window would hold one another, and the garbage collector would empty
        the ring before Qt had sent it its last events.
        """
        window = self.parentWidget() if isValid(self) else None
        return window if window is not None and isValid(window) else None

    def _framed(self) -> QWidget | None:
        widget = self._focus if self._focus is not None and isValid(self._focus) else None
        while widget is not None and widget.property("ringOnParent"):
            widget = widget.parentWidget()
        return widget

    def event(self, event: QEvent) -> bool:
        """Place the ring once all that moved has moved."""
        if event.type() == _FOLLOW:
            self._place()
            return True
        return super().event(event)

    def _follow(self) -> None:
        """Place the ring later, but before anything is painted: a turn of the page moves what is framed many times."""
        if not self._following:
            self._following = True
            QCoreApplication.postEvent(self, QEvent(_FOLLOW))

    def _place(self) -> None:
        self._following = False
        framed, window = self._framed(), self._host()
        if window is None:
            return
        if framed is None or not self._by_keyboard or not framed.isVisible() or _radius(framed) < 0:
            self.hide()
            return
        area = _grown(framed, window) & _open_area(framed, window)
        if area.isEmpty():
            self.hide()
            return
        self.setGeometry(area)
        self.raise_()
        self.show()
        self.update()

    def _bring_into_sight(self) -> None:
        """Scroll to the focused control: Qt does so only when Tab moves inside one scroll area."""
        focused, window = self._focus, self._host()
        if window is None or focused is None or not self._by_keyboard or not isValid(focused):
            return
        for above in _chain(focused, window)[1:]:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(focused, 0, _AROUND)

    @staticmethod
    def _app() -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app


def _grown(widget: QWidget, window: QWidget) -> QRect:
    corner = widget.mapTo(window, QPoint(0, 0))
    return QRect(corner, widget.size()).adjusted(-_REACH, -_REACH, _REACH, _REACH)


def _open_area(widget: QWidget, window: QWidget) -> QRect:
    """Return the part of `window` where scroll areas around `widget` let it be seen."""
    area = window.rect()
    for above in _chain(widget, window)[1:]:
        scrolls = above.parent()
        if isinstance(above, QWidget) and isinstance(scrolls, QAbstractScrollArea) and scrolls.viewport() is above:
            area &= QRect(above.mapTo(window, QPoint(0, 0)), above.size())
    return area


def lie_over(widget: QWidget, on: bool) -> None:
    """Say whether `widget` lies over its siblings while it is shown: it covers their rings, too."""
    if on:
        _LYING_OVER.add(widget)
    else:
        _LYING_OVER.discard(widget)


def _covered(widget: QWidget, window: QWidget) -> QRegion:
    """Return the part of `window` where something lies over `widget`."""
    region = QRegion()
    chain = _chain(widget, window)
    for other in filter(isValid, tuple(_LYING_OVER)):
        beside = other.parentWidget() is window or other.parentWidget() in chain[1:]
        if beside and other not in chain and other.isVisible():
            region += QRect(other.mapTo(window, QPoint(0, 0)), other.size())
    return region


def _chain(widget: QWidget | None, window: QWidget) -> list[QObject]:
    """Return `widget` and its parents below `window`."""
    found: list[QObject] = []
    while widget is not None and widget is not window:
        found.append(widget)
        widget = widget.parentWidget()
    return found


def _radius(widget: QWidget) -> int:
    radius = widget.property("ringRadius")
    return radius if isinstance(radius, int) else _RADIUS
