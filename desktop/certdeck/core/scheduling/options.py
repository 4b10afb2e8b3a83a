"""Deck options: how much a day, in which order, and how memory is reckoned. A preset is a named set of them."""

from dataclasses import dataclass
from enum import StrEnum

from certdeck.core.errors import SettingError

MOST_A_DAY = 9999
"""Cards. More than that a day is a slip of the finger."""
LONGEST_STEP = 24 * 60
"""Minutes. A learning step stays within a day."""
MOST_STEPS = 10
WEEK = 7


class NewCards(StrEnum):
    """Where the new cards of a day stand among its reviews."""

    MIXED = "mixed"
    FIRST = "first"
    LAST = "last"


class ReviewOrder(StrEnum):
    """In which order reviews come while there are no more of them than the day may bring."""

    DUE = "due"
    FORGOTTEN = "forgotten"
    DECK = "deck"


class LeechAction(StrEnum):
    """What happens to a card when it becomes a leech."""

    MARK = "mark"
    SUSPEND = "suspend"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a deck. Raises `SettingError` when a value is out of bounds.

    `desired_retention` is the share of reviews to be recalled (FSRS); steps are in minutes; `maximum_interval` is in
    days. `easy_days` is the share of the usual reviews that each weekday shall bring, Monday first: 1 as many as ever,
    0 as few as can be. `parameters` are those of FSRS-6 fitted to the learner, none for the defaults.
    `forgive_…` is what may differ in a typed answer (see `core.typed_answer.Forgiving`).
    `leech_after` is the number of lapses that make a leech, 0 for none.
    """

    desired_retention: float = 0.9
    learning_steps: tuple[float, ...] = (1.0, 10.0)
    relearning_steps: tuple[float, ...] = (10.0,)
    new_per_day: int = 20
    reviews_per_day: int = 200
    maximum_interval: int = 36_500
    new_cards: NewCards = NewCards.MIXED
    review_order: ReviewOrder = ReviewOrder.DUE
    mix_domains: bool = True
    mix_confusions: bool = True
    apart: bool = True
    balance_load: bool = True
    easy_days: tuple[float, ...] = (1.0,) * WEEK
    leech_after: int = 8
    leech_action: LeechAction = LeechAction.MARK
    parameters: tuple[float, ...] = ()
    forgive_case: bool = True
    forgive_accents: bool = False
    forgive_spacing: bool = False

    def __post_init__(self) -> None:
        """Check the bounds."""
        if not 0.70 <= self.desired_retention <= 0.97:
            raise SettingError("Desired retention must be 70 % to 97 %.")
        if not 0 <= self.new_per_day <= MOST_A_DAY:
            raise SettingError(f"New cards a day must be 0 to {MOST_A_DAY}.")
        if not 0 <= self.reviews_per_day <= MOST_A_DAY:
            raise SettingError(f"Reviews a day must be 0 to {MOST_A_DAY}.")
        _check_steps("Learning steps", self.learning_steps)
        _check_steps("Relearning steps", self.relearning_steps)
        if not 1 <= self.maximum_interval <= 36_500:
            raise SettingError("The longest interval must be 1 to 36500 days.")
        if len(self.easy_days) != WEEK or not all(0 <= share <= 1 for share in self.easy_days):
            raise SettingError("Easy days must name a share from 0 to 1 for each of the seven weekdays.")
        if self.leech_after != 0 and not 2 <= self.leech_after <= 99:
            raise SettingError("A card becomes a leech after 2 to 99 lapses; 0 switches this off.")


def _check_steps(words: str, steps: tuple[float, ...]) -> None:
    if len(steps) > MOST_STEPS:
        raise SettingError(f"{words} can be {MOST_STEPS} at most.")
    if not all(0 < step <= LONGEST_STEP for step in steps):
        raise SettingError(f"{words} must be longer than 0 and at most {LONGEST_STEP} minutes each.")


USUAL = Options()
"""What holds until the learner chooses something else."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Options under a name, for any number of decks. The one with the number `DEFAULT` is always there."""

    id: int
    name: str
    options: Options = USUAL


DEFAULT = 1
"""The number of the preset of all decks that no other one was chosen for."""
