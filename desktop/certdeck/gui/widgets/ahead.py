"""Making ahead of time what the next click will need, while there is nothing else to do."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_FRAME: Final = 16
"""Milliseconds from one picture on the screen to the next."""
_ROUNDS: Final = 2
"""Texts tell how high they are once they know how wide; what is around them grows in the second round."""


class Ahead(QObject):
    """Works through steps of a few milliseconds, one each time the event loop has run dry.

    It begins a frame after it was told to, when what the last click has changed is on the screen. So a click waits for
    one step at most, and finds made what it would have had to wait for. Nothing depends on it: who needs something that
    is not made yet makes it.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    def do(self, steps: Iterable[None]) -> None:
        """Work through `steps` too, behind those that still wait."""
        self._steps = chain(self._steps, steps) if self.busy() else iter(steps)
        self._timer.start(_FRAME)

    def do_instead(self, steps: Iterable[None]) -> None:
        """Work through `steps`, and forget those that still wait."""
        self._steps = iter(steps)
        self._timer.start(_FRAME)

    def busy(self) -> bool:
        """Tell whether steps still wait."""
        return self._timer.isActive()

    def stop(self) -> None:
        """Forget the steps that still wait."""
        self._timer.stop()
        self._steps = iter(())

    def finish(self) -> None:
        """Work through all steps that still wait."""
        steps = self._steps
        self.stop()
        for _ in steps:
            pass

    def _step(self) -> None:
        self._timer.setInterval(0)
        try:
            next(self._steps)
        except StopIteration:
            if isValid(self._timer):  # the steps may have been all that kept the parent alive
                self.stop()


def lay_out_ahead(widget: QWidget, width: int) -> Iterator[None]:
    """Lay out `widget`, which is hidden, `width` pixels wide, so that showing it needs to paint it only.

    Qt keeps from what is hidden that its size has changed, until it is shown; texts find their heights by that.
    """
    for _ in range(_ROUNDS):
        widget.resize(width, max(widget.heightForWidth(width), widget.minimumSizeHint().height()))
        yield from _tell_sizes(widget)


def lay_out_at(widget: QWidget, size: QSize) -> Iterator[None]:
    """Lay out `widget`, which is hidden, in the size that it will have."""
    widget.resize(size)
    yield from _tell_sizes(widget)


def _tell_sizes(widget: QWidget) -> Iterator[None]:
    """Tell `widget` and what is in it their sizes, those around first."""
    layout = widget.layout()
    if layout is not None:
        layout.activate()
    if widget.testAttribute(Qt.WidgetAttribute.WA_PendingResizeEvent):
        widget.setAttribute(Qt.WidgetAttribute.WA_PendingResizeEvent, False)
        QApplication.sendEvent(widget, QResizeEvent(widget.size(), QSize()))
        yield
    for part in widget.children():
        if isinstance(part, QWidget) and not part.isHidden() and not part.isWindow():
            yield from _tell_sizes(part)


def made_ahead(have: Callable[[], int], make: Callable[[], QWidget], wanted: int) -> Iterator[None]:
    """Make hidden widgets, one a step, until there are `wanted` of them; dressing them is half of the work."""
    while have() < wanted:
        made = make()
        for part in (made, *made.findChildren(QWidget)):
            part.ensurePolished()
        yield
