"""Messages above the page, each as wide as the page."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.gui.widgets.frames import MARGIN
from certdeck.gui.widgets.messages import Banner

_ABOVE: Final = 16


class MessageColumn(QVBoxLayout):
    """Takes no room while it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(8)
        self._space()

    def add(self, message: QWidget) -> None:
        """Show `message` below those that are there."""
        self.addWidget(message)
        self._space()

    def drop(self, message: QWidget) -> None:
        """Take `message` away, whether it is shown or not."""
        self.removeWidget(message)
        message.hide()
        message.deleteLater()
        self._space()

    def refuse(self, error: CertdeckError) -> None:
        """Show why something could not be done, in place of what could not be done before."""
        self.drop_banners()
        first, _, rest = str(error).partition("\n")
        happened, dot, advice = first.partition(". ")
        banner = Banner("bad", happened + dot.strip(), "\n".join(part for part in (advice, rest) if part), "Close")
        banner.acted.connect(self.drop_banners)
        self.add(banner)

    def drop_banners(self) -> None:
        """Take away what was said; what shows how far work is stays."""
        for index in reversed(range(self.count())):
            item = self.itemAt(index)
            widget = item.widget() if item is not None else None
            if isinstance(widget, Banner):
                self.drop(widget)

    def _space(self) -> None:
        self.setContentsMargins(MARGIN, _ABOVE if self.count() else 0, MARGIN, 0)
