"""What Certdeck is, whose it is, and under which licences its parts come."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck import __version__
from certdeck.gui.screens.settings_fields import Section
from certdeck.gui.widgets.ahead import Ahead
from certdeck.gui.widgets.icon_label import Logo
from certdeck.gui.widgets.labels import label
from certdeck.ports.content import DeckHead
from certdeck.presenters.dates import day_text

NOTICE: Final = (
    "Certdeck is not affiliated with Amazon Web Services. Every card, question and sheet is the project's own; none is "
    "taken from an exam or from another question bank."
)
LICENCES: Final = (
    ("Certdeck", "MIT"),
    ("Decks", "CC BY 4.0"),
    ("IBM Plex Sans and Mono", "SIL OFL 1.1"),
    ("Lucide icons", "ISC, some MIT"),
    ("Qt and PySide6", "LGPL 3"),
    ("SQLAlchemy, Alembic", "MIT"),
    ("py-fsrs, genanki, nh3", "MIT"),
    ("markdown-it-py and its plug-ins", "MIT"),
    ("ziamath, PyYAML, platformdirs", "MIT"),
    ("ReportLab, msgspec", "BSD 3-clause"),
)
_AT_ONCE: Final = 2
"""Decks that are shown at once; the others follow, one each time there is nothing else to do."""
_DIGITS: Final = 12
"""Characters of a deck's digest that tell one version from another."""


class About(Section):
    """Version, notice, installed decks, licences."""

    def __init__(self) -> None:
        super().__init__("About")
        self._heads: tuple[DeckHead, ...] = ()
        self._later = Ahead(self)
        self._decks = QVBoxLayout()
        self._decks.setSpacing(8)
        self.add_row(_padded(_who()))
        decks = QWidget()
        decks.setLayout(self._decks)
        self._decks.setContentsMargins(0, 12, 0, 12)
        self.add_row(decks)
        self.add_row(_padded(_licences()))

    def show_decks(self, heads: tuple[DeckHead, ...]) -> None:
        """Name the installed decks with version, day of installation and digest."""
        if heads == self._heads:
            return
        self._heads = heads
        while (old := self._decks.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for head in heads[:_AT_ONCE]:
            self._decks.addWidget(_deck(head))
        self._later.do_instead(self._added(heads[_AT_ONCE:]))

    def _added(self, heads: tuple[DeckHead, ...]) -> Iterator[None]:
        for head in heads:
            self._decks.addWidget(_deck(head))
            yield


def _padded(inner: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 12, 0, 12)
    column.addWidget(inner)
    return whole


def _who() -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Logo(28))
    row.addWidget(label(f"Certdeck {__version__}", "strong", selectable=True), 1)
    column.addLayout(row)
    column.addWidget(label(NOTICE, "note", wrap=True))
    return whole


def _deck(head: DeckHead) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(head.title, "row", wrap=True))
    day = day_text(head.installed_at.date())
    column.addWidget(label(f"Deck version {head.version}, installed {day}, {head.licence}", "note", wrap=True))
    digest = label(f"Digest {head.digest[:_DIGITS]}", "note", selectable=True)
    digest.setToolTip(head.digest)
    column.addWidget(digest)
    return whole


def _licences() -> QWidget:
    whole = QWidget()
    whole.setAccessibleName("Licences")
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    top = Qt.AlignmentFlag.AlignTop
    for place, (what, licence) in enumerate(LICENCES):
        grid.addWidget(label(what, "note", wrap=True), place, 0, top)
        grid.addWidget(label(licence, "note-text"), place, 1, top)
    return whole
