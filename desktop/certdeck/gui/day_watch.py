"""Noticing that another study day has begun while the app is open: at night, or on a laptop that slept till morning."""

from datetime import date
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from certdeck.services.catalogue import Services

LOOKS_EVERY: Final = 60_000
"""Milliseconds between two looks at the clock. A timer up to the end of the day would stand while a laptop sleeps."""


class DayWatch(QObject):
    """Emits `turned` when the learner's day is another one than at the last look, also one before it."""

    turned = Signal()

    def __init__(self, parent: QObject, services: Services) -> None:
        super().__init__(parent)
        self._services = services
        self._day: date | None = None
        self.timer = QTimer(self, interval=LOOKS_EVERY)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self) -> None:
        """Look at the clock now."""
        before, self._day = self._day, self._services.calendar.today()
        if before not in (None, self._day):
            self.turned.emit()
