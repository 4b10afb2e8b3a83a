"""How a response went: the room and the report say it with the same colours, icons and words."""

from enum import StrEnum


class Outcome(StrEnum):
    """How one response of a question went, or whether something was good or bad."""

    RIGHT = "right"
    WRONG = "wrong"
    NEITHER = "neither"
