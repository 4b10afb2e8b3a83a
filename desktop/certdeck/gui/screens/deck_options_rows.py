"""The rows of the deck options: one control for each option, in sections, and the easy days."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.scheduling.options import LeechAction, NewCards, ReviewOrder
from certdeck.gui import theme
from certdeck.gui.screens.settings_fields import SettingRow
from certdeck.gui.widgets.choices import CheckBox, Segmented
from certdeck.gui.widgets.fields import ComboBox, SpinBox
from certdeck.gui.widgets.labels import label
from certdeck.presenters.dates import WEEKDAYS
from certdeck.presenters.deck_options import DeckOptionsView, Ease

_BESIDE: Final = 400
"""Design pixels of a column's width below which a control stands under its name."""
_MOST_TYPED: Final = 99_999
"""Wider than any bound, so that a number too large is answered in words instead of being cut."""
_DAYS_BESIDE: Final = 480
_STEPS_WIDTH: Final = 132

Choices = tuple[tuple[StrEnum, str], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """One option: its name in the code, on the page, what it means, and what it is chosen from.

    `kind` is `number`, `percent`, `days`, `steps`, `switch` or `choice`.
    """

    option: str
    name: str
    note: str = ""
    kind: str = "number"
    choices: Choices = ()


@dataclass(frozen=True, slots=True)
class Wished:
    """A section of options."""

    title: str
    wishes: tuple[Wish, ...]


_NEW: Final[Choices] = ((NewCards.MIXED, "Among reviews"), (NewCards.FIRST, "First"), (NewCards.LAST, "Last"))
_REVIEWS: Final[Choices] = (
    (ReviewOrder.DUE, "Due first"),
    (ReviewOrder.FORGOTTEN, "Most forgotten first"),
    (ReviewOrder.DECK, "As in the deck"),
)
_LEECHES: Final[Choices] = ((LeechAction.MARK, "Mark only"), (LeechAction.SUSPEND, "Suspend"))

OPTIONS: Final = (
    Wished(
        "Each day",
        (
            Wish("new_per_day", "New cards a day"),
            Wish("reviews_per_day", "Reviews a day", "At most; learning steps not counted."),
            Wish("new_cards", "New cards come", kind="choice", choices=_NEW),
            Wish(
                "review_order",
                "Order of reviews",
                "Under a backlog the most forgotten always come first.",
                kind="choice",
                choices=_REVIEWS,
            ),
            Wish("mix_domains", "Mix domains", "Neighbouring cards are of different domains.", kind="switch"),
            Wish(
                "mix_confusions",
                "Mix look-alikes",
                "What is easily mixed up comes close together, so that you tell it apart.",
                kind="switch",
            ),
            Wish(
                "apart",
                "Keep related cards apart",
                "Sides of one card, and cards that a question gave away, wait a day.",
                kind="switch",
            ),
        ),
    ),
    Wished(
        "Memory",
        (
            Wish(
                "desired_retention",
                "Desired retention",
                "The share of reviews you want to know. Higher means more reviews; 90 % suits most.",
                kind="percent",
            ),
            Wish("learning_steps", "Learning steps", "Such as 1m 10m; empty for none.", kind="steps"),
            Wish("relearning_steps", "Relearning steps", "After you forgot a card.", kind="steps"),
            Wish("maximum_interval", "Longest interval", "No card stays away for longer.", kind="days"),
        ),
    ),
    Wished(
        "Spreading",
        (Wish("balance_load", "Balance days", "Reviews move a little, to days that bring fewer.", kind="switch"),),
    ),
    Wished(
        "Leeches",
        (
            Wish("leech_after", "A leech after", "Lapses of one card; 0 switches this off."),
            Wish("leech_action", "Then", kind="choice", choices=_LEECHES),
        ),
    ),
    Wished(
        "Typed answers",
        (
            Wish("forgive_case", "Forgive capitals", "“amazon s3” is right for “Amazon S3”.", kind="switch"),
            Wish("forgive_accents", "Forgive accents", "“resume” is right for “résumé”.", kind="switch"),
            Wish(
                "forgive_spacing",
                "Forgive spaces",
                "“DataSync” is right for “Data-Sync”.",
                kind="switch",
            ),
        ),
    ),
)
"""Every option but the easy days, in sections."""


def fits_beside(column: float) -> bool:
    """Tell whether a control fits beside its name in a column of so many design pixels."""
    return column >= _BESIDE


class OptionRow(SettingRow):
    """One option. `changed` carries its name and its new value."""

    changed = Signal(str, object)

    def __init__(self, wish: Wish) -> None:
        self.option = wish.option
        self._wish = wish
        super().__init__(wish.name, wish.note, _control(wish))
        match self.control:
            case SpinBox() as spin:
                spin.valueChanged.connect(self._typed)
            case QLineEdit() as line:
                line.editingFinished.connect(lambda: self._emit(line.text()))
            case CheckBox() as box:
                box.clicked.connect(self._emit)
            case ComboBox() as combo:
                # Qt hands back a bare word for what went in as one of a StrEnum.
                combo.activated.connect(lambda index: self._emit(wish.choices[index][0]))

    def show_view(self, view: DeckOptionsView) -> None:
        """Show the option as `view` has it; what was typed and can't be used stays, with its complaint."""
        complaint = view.errors.get(self.option, "")
        if complaint != self.error():
            self.set_error(complaint)
        if complaint:
            return
        match self.control:
            case SpinBox() as spin:
                percent = self._wish.kind == "percent"
                spin.setValue(view.retention if percent else getattr(view.options, self.option))
            case QLineEdit() as line:
                line.setText(getattr(view, self.option))
            case CheckBox() as box:
                box.setChecked(getattr(view.options, self.option))
            case ComboBox() as combo:
                combo.setCurrentIndex(combo.findData(getattr(view.options, self.option)))

    def _typed(self, number: int) -> None:
        self._emit(number / 100 if self._wish.kind == "percent" else number)

    def _emit(self, value: object) -> None:
        self.changed.emit(self.option, value)


class EasyDays(QWidget):
    """How much each weekday shall bring. `changed` carries the weekday, Monday 0, and its `Ease`."""

    changed = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.days = tuple(
            Segmented([(ease.name, ease.name.capitalize()) for ease in Ease], weekday) for weekday in WEEKDAYS
        )
        self._lines: list[QBoxLayout] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(8)
        column.addWidget(label("Easy days", "row"))
        column.addWidget(
            label("A reduced day brings half as many reviews, a minimum day as few as can be.", "note", wrap=True)
        )
        for number, (weekday, choice) in enumerate(zip(WEEKDAYS, self.days, strict=True)):
            line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            line.addWidget(label(weekday, "text"), 1)
            line.addWidget(choice)
            column.addLayout(line)
            self._lines.append(line)
            choice.chosen.connect(lambda name, number=number: self.changed.emit(number, Ease[name]))

    def show_days(self, days: tuple[Ease, ...]) -> None:
        """Show `days`, Monday first."""
        for choice, ease in zip(self.days, days, strict=True):
            choice.choose(ease.name)

    def fit(self, column: float) -> None:
        """Put each choice below its weekday where a column of so many design pixels has no room for both."""
        narrow = column < _DAYS_BESIDE
        directions = QBoxLayout.Direction
        for line, choice in zip(self._lines, self.days, strict=True):
            line.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
            line.setSpacing(4 if narrow else 16)
            line.setAlignment(choice, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignVCenter)


class StepsField(QLineEdit):
    """A line for a few steps, no wider than they need."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(theme.current().px(_STEPS_WIDTH))


def _control(wish: Wish) -> QWidget:
    match wish.kind:
        case "steps":
            return StepsField()
        case "switch":
            return CheckBox("")
        case "choice":
            combo = ComboBox(wish.name)
            for value, words in wish.choices:
                combo.addItem(words, value)
            return combo
        case _:
            return _number(wish)


def _number(wish: Wish) -> SpinBox:
    spin = SpinBox(wish.name, 0, 100 if wish.kind == "percent" else _MOST_TYPED)
    spin.setSuffix({"percent": " %", "days": " days"}.get(wish.kind, ""))
    # A number half typed is not yet a wish.
    spin.setKeyboardTracking(False)
    return spin
