"""The lower row of the start page: what is known of the real exam, and how each domain stands."""

from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.messages import ThinBar
from certdeck.gui.widgets.scale_bar import Reading, ScaleBar
from certdeck.presenters.today import DomainsView, DomainView, StatusView

_STEPS: Final = 1000
_ROW: Final = 27


class Headed(QWidget):
    """A heading with a note at its right, and below it a card that takes the room that is left."""

    def __init__(self, card: QWidget, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(title, "h2")
        self.note = ElidedLabel("", "note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(card, 1)


class StatusCard(Card):
    """The vendor's words on whether the exam can be booked, with the page that says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, parent, margins=(20, 13, 20, 11), spacing=6)
        self._url = ""
        self._text = label("", "text", wrap=True, selectable=True)
        self._facts = label("", "note", wrap=True)
        self.link = LinkButton("Exam guides at AWS", "external-link")
        self.link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._url)))
        self.column.addWidget(self._text)
        self.column.addWidget(self._facts)
        self.column.addStretch(1)
        self.column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_status(self, status: StatusView) -> None:
        """Show `status`."""
        self._url = status.url
        self._text.setText(status.text)
        self._facts.setText(status.facts)
        self._facts.setVisible(bool(status.facts))
        self.link.setToolTip(status.url)
        self.link.setAccessibleName("Exam guides at AWS, opens in the browser")


class DomainsCard(Card):
    """A row for each domain: id, name, bar on one common scale, and the share in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, parent, margins=(20, 12, 20, 12), spacing=0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        self._parts: list[QWidget] = []
        self.column.addLayout(self._grid, 1)

    def show_domains(self, domains: DomainsView) -> None:
        """Show `domains`."""
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for number, row in enumerate(domains.rows):
            self._grid.setRowMinimumHeight(number, theme.current().px(_ROW))
            self._grid.setRowStretch(number, 1)
            words: QLabel = label(row.words, "text")
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            bar = _bar(row, domains.mark)
            for column, part in enumerate((label(row.id, "note"), ElidedLabel(row.short, "text"), bar, words)):
                self._grid.addWidget(part, number, column, Qt.AlignmentFlag.AlignVCenter)
                self._parts.append(part)


def _bar(row: DomainView, mark: float | None) -> QWidget:
    name = f"{row.short}: {row.words}"
    if mark is None:
        plain = ThinBar(name)
        plain.setRange(0, _STEPS)
        plain.setValue(round(row.share * _STEPS))
        return plain
    scale = ScaleBar(0.0, 1.0)
    scale.set_reading(Reading(row.share, row.low, row.high, mark), f"{name}, pass line {mark * 100:.0f} %")
    return scale
