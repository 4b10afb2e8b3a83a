"""What can happen in a sitting. The events in order are the sitting."""

from dataclasses import dataclass
from enum import StrEnum

from certdeck.core.exam.answers import Answer
from certdeck.core.ids import OptionId

Span = tuple[int, int]
"""First character and the one behind the last, counted in the plain text of a stem."""


class Ending(StrEnum):
    """How a sitting ended."""

    SUBMITTED = "submitted"
    TIME_OUT = "time-out"


class Confidence(StrEnum):
    """How sure the learner says to be of an answer."""

    GUESS = "guess"
    UNSURE = "unsure"
    SURE = "sure"


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer of the question at `position` (0-based) became `answer`; None takes it back."""

    position: int
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Flagged:
    """The flag of the question at `position` was set or taken away."""

    position: int
    on: bool


@dataclass(frozen=True, slots=True)
class Struck:
    """An option was struck out or brought back."""

    position: int
    option: OptionId
    on: bool


@dataclass(frozen=True, slots=True)
class Highlighted:
    """The highlighted parts of the stem at `position` became `spans`."""

    position: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """The note on the question at `position` became `text`; empty takes it away."""

    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Confided:
    """The learner said how sure they are of the answer at `position`; None takes it back."""

    position: int
    confidence: Confidence | None


@dataclass(frozen=True, slots=True)
class Revealed:
    """The key and the reasons of the question at `position` were shown; its answer stands from now on."""

    position: int


@dataclass(frozen=True, slots=True)
class Visited:
    """The learner turned to the question at `position`."""

    position: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The learner turned to the grid of all questions, until `Visited`."""


@dataclass(frozen=True, slots=True)
class Paused:
    """The learner paused; no time passes until `Continued`."""


@dataclass(frozen=True, slots=True)
class Continued:
    """The pause is over."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The sitting was submitted, or its time ran out."""

    ending: Ending


ItemEvent = Answered | Flagged | Struck | Highlighted | Noted | Confided | Revealed
"""What happens to one question."""
Event = ItemEvent | Visited | Reviewed | Paused | Continued | Ended


def merged(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return `spans` in order, those that touch or overlap joined into one, empty ones left out."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if 0 <= span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def toggled(spans: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    """Return `spans` with `span` highlighted, or, where all of it is highlighted already, without it."""
    start, end = span
    if any(first <= start and end <= last for first, last in spans):
        left = [(first, min(last, start)) for first, last in spans]
        right = [(max(first, end), last) for first, last in spans]
        return merged((*left, *right))
    return merged((*spans, span))
