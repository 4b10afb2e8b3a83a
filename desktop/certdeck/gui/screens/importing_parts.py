"""The parts of the import wizard: numbers, switches, fields of note types, losses, and the first cards."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.screens.settings_fields import Section, SettingRow
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.choices import CheckBox
from certdeck.gui.widgets.fields import ComboBox
from certdeck.gui.widgets.frames import Card, HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.presenters.importing_views import (
    AS_TOLD,
    KINDS,
    LEAVE,
    CardView,
    CountView,
    ImportView,
    LossView,
    TypeView,
)

ROLES: Final[tuple[tuple[str, str], ...]] = (
    ("front", "Question"),
    ("back", "Answer side"),
    ("answer", "To be typed"),
    (LEAVE, "Leave out"),
)
_TONES: Final[dict[str, Tone]] = {"good": "good", "warn": "warn", "accent": "accent", "neutral": "neutral"}


def chip(count: CountView) -> Chip:
    """Return the chip of an outcome."""
    return Chip(count.words, _TONES[count.tone], count.icon)


class Numbers(Card):
    """What comes: one sentence, a chip for each outcome, and the decks."""

    def __init__(self, view: ImportView) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=10)
        self.setAccessibleName(f"{view.summary} {', '.join(count.words for count in view.counts)}")
        self.column.addWidget(label(view.summary, "text", wrap=True))
        if view.counts:
            row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            row.setSpacing(8)
            # Large letters leave no room side by side.
            if theme.current().scale > 1.5 and len(view.counts) > 2:
                row.setDirection(QBoxLayout.Direction.TopToBottom)
            for count in view.counts:
                row.addWidget(chip(count))
            row.addStretch(1)
            self.column.addLayout(row)
        for deck in view.decks[:8]:
            self.column.addWidget(ElidedLabel(deck, "note"))
        if len(view.decks) > 8:
            self.column.addWidget(label(f"and {len(view.decks) - 8:,} more decks", "note"))


def switches(view: ImportView, switched: Callable[[str, bool], None]) -> Section:
    """Return what can be chosen about the whole file."""
    section = Section("How it comes")
    rows = [
        ("keep_mine", "Keep my cards as they are", "Cards that are here already don't change.", view.keep_mine),
        ("skip", "Leave out doubles", "New cards that ask what another card asks.", view.skip_doubles),
    ]
    if view.scheduled:
        rows.append(("schedule", "Take the schedule over", f"{view.scheduled}.", view.schedule))
    for name, words, note, on in rows:
        box = CheckBox("")
        box.setChecked(on)
        section.add_row(SettingRow(words, note, box))
        box.setAccessibleDescription(note)
        box.clicked.connect(lambda checked, name=name: switched(name, bool(checked)))
    return section


class TypeCard(Section):
    """A note type: what its notes become, and what each of its fields is for."""

    def __init__(self, view: TypeView, kind: Callable[[str], None], role: Callable[[int, str], None]) -> None:
        super().__init__(f"{view.name} · {view.notes}")
        kinds = ComboBox()
        choices = ((AS_TOLD, "As its templates say"), *KINDS) if view.told else KINDS
        _fill(kinds, choices, view.kind)
        kinds.activated.connect(lambda _index: kind(kinds.currentData()))
        self.add_row(SettingRow("Becomes", view.note, kinds))
        kinds.setAccessibleName(f"{view.name} becomes")
        self.kinds = kinds
        self.roles: list[ComboBox] = []
        if view.kind == AS_TOLD:
            return
        for place, field in enumerate(view.fields):
            box = ComboBox()
            _fill(box, [one for one in ROLES if one[0] != "answer" or view.kind == "typed"], field.role)
            box.activated.connect(lambda _index, place=place, box=box: role(place, box.currentData()))
            self.add_row(SettingRow(field.name, field.sample, box))
            box.setAccessibleName(f"Field {field.name}")
            self.roles.append(box)


def _fill(box: ComboBox, choices: Sequence[tuple[str, str]], chosen: str) -> None:
    for key, words in choices:
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))


class Losses(Card):
    """What does not come along, or comes changed, and why."""

    def __init__(self, losses: Sequence[LossView]) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=8)
        self.setAccessibleName("What does not come as it is")
        self.column.addWidget(label("What does not come as it is", "h2"))
        for loss in losses:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(IconLabel("triangle-alert", 16, "warn"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(f"{loss.what}: {loss.why}", "text", wrap=True), 1)
            self.column.addLayout(row)


class Sample(Card):
    """The first cards, those first that change something."""

    def __init__(self, cards: Sequence[CardView], more: str) -> None:
        super().__init__(margins=(20, 14, 20, 12), spacing=0)
        self.setAccessibleName("Cards of the file")
        heading = label("Cards", "h2")
        heading.setContentsMargins(0, 0, 0, 8)
        self.column.addWidget(heading)
        for card in cards:
            self.column.addWidget(HairLine())
            self.column.addWidget(_card(card))
        if more:
            self.column.addWidget(HairLine())
            last = label(more, "note")
            last.setContentsMargins(0, 10, 0, 2)
            self.column.addWidget(last)


def _card(card: CardView) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 10, 0, 10)
    row.setSpacing(16)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(ElidedLabel(card.front or "(picture)", "row"))
    words.addWidget(ElidedLabel(card.back, "note"))
    if card.note:
        words.addWidget(ElidedLabel(card.note, "note"))
    row.addLayout(words, 1)
    row.addWidget(chip(card.outcome), 0, Qt.AlignmentFlag.AlignVCenter)
    return whole
