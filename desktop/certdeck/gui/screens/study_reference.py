"""Below the source of a card: the terms of its answer, and what it gets mixed up with. Both open on request."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from certdeck.core.richtext import Paragraph, Text, plain, plain_spans
from certdeck.gui import theme
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.comparison_table import CARD_ROW
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.messages import announce
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.roomy_table import RoomyTable
from certdeck.gui.widgets.term_list import TermList
from certdeck.presenters.reference import MixedView, TermView

_STACK_FROM: Final = 1.5


class ReferenceLine(QWidget):
    """Two links that open what they name below them, by click, by Tab and Enter, or by T and M; what opens is read out.

    `opened` carries the part that has come to stand on the page, or None when it goes.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terms: tuple[TermView, ...] = ()
        self._mixed: tuple[MixedView, ...] = ()
        self._part: QWidget | None = None
        self.terms = self._link("bookmark", lambda: term_card(self._terms), lambda: terms_in_words(self._terms))
        self.mixed = self._link("shuffle", lambda: mixed_part(self._mixed), lambda: mixed_in_words(self._mixed))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(20)
        self._row.addWidget(self.mixed, 0, Qt.AlignmentFlag.AlignLeft)
        self._row.addWidget(self.terms, 0, Qt.AlignmentFlag.AlignLeft)
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(10)
        self._column.addLayout(self._row)
        self.hide()
        theme.current().follow(self._turn)

    def show_reference(self, terms: tuple[TermView, ...], mixed: tuple[MixedView, ...]) -> None:
        """Offer other terms and sets, closed; nothing where there are none. The same ones stay as they are."""
        if (terms, mixed) == (self._terms, self._mixed):
            return
        self._terms, self._mixed = terms, mixed
        for link in (self.terms, self.mixed):
            link.setChecked(False)
        self.terms.setVisible(bool(terms))
        self.mixed.setVisible(bool(mixed))
        self.setVisible(bool(terms or mixed))
        self._name()

    def toggle_terms(self) -> None:
        """Open or close the terms, if there are any."""
        if self._terms:
            self.terms.toggle()

    def toggle_mixed(self) -> None:
        """Open or close what the card gets mixed up with, if there is anything."""
        if self._mixed:
            self.mixed.toggle()

    def part(self) -> QWidget | None:
        """Return what is open."""
        return self._part

    def _link(self, icon: str, make: Callable[[], QWidget], say: Callable[[], str]) -> LinkButton:
        link = LinkButton("", icon)
        link.setCheckable(True)
        link.toggled.connect(lambda on: self._toggle(link, make, say, on=on))
        return link

    def _toggle(self, link: LinkButton, make: Callable[[], QWidget], say: Callable[[], str], *, on: bool) -> None:
        other = self.mixed if link is self.terms else self.terms
        if on and other.isChecked():
            other.setChecked(False)
        if self._part is not None:
            self._column.removeWidget(self._part)
            self._part.hide()
            self._part.deleteLater()
            self._part = None
        if on:
            self._part = make()
            self._column.addWidget(self._part)
            announce(link, say())
        self._name()
        self.opened.emit(self._part)

    def _name(self) -> None:
        count = len(self._terms)
        others = ", ".join(dict.fromkeys(name for mixed in self._mixed for name in mixed.others))
        names = (
            (self.terms, "1 term" if count == 1 else f"{count} terms", ", ".join(term.name for term in self._terms)),
            (self.mixed, f"Mixed up with {others}", ""),
        )
        for link, words, more in names:
            key = "T" if link is self.terms else "M"
            link.setText(words)
            state = "Hide" if link.isChecked() else "Show"
            link.setAccessibleName(f"{state}: {words}{', ' if more else ''}{more}")
            link.setToolTip(f"{state} ({key})")
            link.refresh()

    def _turn(self) -> None:
        stacked = theme.current().scale >= _STACK_FROM
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if stacked else across)
        self._row.setSpacing(4 if stacked else 20)


def term_card(terms: tuple[TermView, ...]) -> Card:
    """Make a box that lists `terms` and what they mean."""
    card = Card(margins=(16, 8, 16, 8))
    card.setAccessibleName("Terms")
    card.column.addWidget(TermList([((Paragraph((Text(term.name),)),), term.means) for term in terms]))
    return card


def mixed_part(mixed: tuple[MixedView, ...]) -> QWidget:
    """Make the tables of confusion sets, each below the sentence that tells its members apart."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for place, confusion in enumerate(mixed):
        if place:
            column.addSpacing(12)
        column.addWidget(label(confusion.title, "h2", wrap=True))
        apart = RichTextView(size=16)
        apart.set_text(confusion.apart)
        column.addWidget(apart)
        column.addWidget(RoomyTable(confusion.table, row_height=CARD_ROW))
    return whole


def terms_in_words(terms: tuple[TermView, ...]) -> str:
    """Say `terms` with what they mean, for screen readers."""
    return " ".join(f"{term.name}: {plain(term.means)}" for term in terms)


def mixed_in_words(mixed: tuple[MixedView, ...]) -> str:
    """Say confusion sets in sentences, for screen readers."""
    return " ".join(_in_words(confusion) for confusion in mixed)


def _in_words(confusion: MixedView) -> str:
    rows = [f"{plain_spans(name)}: {plain_spans(cue)}." for name, cue in confusion.table.rows]
    return " ".join((f"{confusion.title}.", plain(confusion.apart), *rows))
