"""What services need from the database about exams: sittings as they happen, and what is known once they are over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from certdeck.core.exam.conduct import Conduct, SittingKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from certdeck.core.exam.answers import Answer
    from certdeck.core.exam.draw import Past
    from certdeck.core.exam.events import Confidence, Ending, Event
    from certdeck.core.exam.insight import MissReason
    from certdeck.core.exam.report import Share
    from certdeck.core.exam.sitting import Sitting
    from certdeck.core.exam.survey import Survey
    from certdeck.core.ids import BlueprintId, DeckId, ItemId, SittingId, TaskId


@dataclass(frozen=True, slots=True)
class SittingHead:
    """A sitting in a list.

    `form` is the letter of a fixed form. `finished_at` is None while it runs, `result` (the share of right scored
    answers) and `scaled` are then None too; a quiz never has a scaled score. `elapsed` and `seconds_allowed` are
    seconds, the latter None where there is no limit. `ticked_at` is when anything of it was last written down.
    """

    id: SittingId
    deck: DeckId
    blueprint: BlueprintId
    title: str
    seed: int
    started_at: datetime
    seconds_allowed: float | None
    elapsed: float
    kind: SittingKind = SittingKind.EXAM
    form: str = ""
    conduct: Conduct = field(default_factory=Conduct)
    deck_version: str = ""
    ticked_at: datetime | None = None
    finished_at: datetime | None = None
    ending: Ending | None = None
    scaled: int | None = None
    result: Share | None = None

    def left_at(self, now: datetime) -> float | None:
        """Return the seconds left at `now`, None where there is no limit.

        A clock that runs on has gone on since it was last written down, unless the computer's clock was put back.
        """
        if self.seconds_allowed is None:
            return None
        away = max(timedelta(), now - (self.ticked_at or self.started_at)) if self.conduct.runs_on else timedelta()
        return max(0.0, self.seconds_allowed - self.elapsed - away.total_seconds())


@dataclass(frozen=True, slots=True)
class GradedItem:
    """How one question of a finished sitting went, by the key that it had then.

    `seconds` is the time spent on it, `turns` how often its answer was changed.
    """

    sitting: SittingId
    position: int
    item: ItemId
    task: TaskId
    scored: bool
    right: bool
    seen: bool
    flagged: bool
    seconds: float
    turns: int
    confidence: Confidence | None
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class TaskResult:
    """The scored questions of one task statement in one finished sitting."""

    sitting: SittingId
    task: TaskId
    share: Share


@dataclass(frozen=True, slots=True)
class Regrading:
    """A finished sitting graded once more, by the keys of a later deck. The first result stays beside it."""

    sitting: SittingId
    at: datetime
    deck_version: str
    scaled: int | None
    result: Share
    changed: tuple[ItemId, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """What the learner holds against an item, the version of its deck (empty where no deck has it now), and when.

    Empty words withdraw it.
    """

    item: ItemId
    text: str
    deck_version: str
    at: datetime


class Sittings(Protocol):
    """Exams sat: the form as it was drawn, and the log of events."""

    def add(self, head: SittingHead, sitting: Sitting) -> SittingId:
        """Store a new sitting with its form and return its id."""
        ...

    def append(self, sitting: SittingId, event: Event, elapsed: float, at: datetime) -> None:
        """Append `event`, which happened after `elapsed` seconds.

        Raises `SittingEnded` when the sitting has ended (in another window, say) and `ExamError` if there is none.
        """
        ...

    def length(self, sitting: SittingId) -> int:
        """Return how many events are stored."""
        ...

    def tick(self, sitting: SittingId, elapsed: float, at: datetime) -> None:
        """Remember that `elapsed` seconds have been used; less than is known already does not lower that."""
        ...

    def finish(self, sitting: SittingId, ending: Ending, scaled: int | None, result: Share, at: datetime) -> None:
        """Mark the sitting as finished."""
        ...

    def load(self, sitting: SittingId) -> Sitting:
        """Return the sitting as it stands. Raises `ExamError` if there is none."""
        ...

    def head(self, sitting: SittingId) -> SittingHead:
        """Return one sitting as lists show it. Raises `ExamError` if there is none."""
        ...

    def heads(self) -> tuple[SittingHead, ...]:
        """Return all sittings, the one begun last first."""
        ...

    def put_survey(self, sitting: SittingId, survey: Survey) -> None:
        """Store what the learner said after the exam."""
        ...

    def survey(self, sitting: SittingId) -> Survey | None:
        """Return what the learner said after the exam, or None."""
        ...


class Results(Protocol):
    """What is known of finished sittings. All of it is append-only; the first grading is never rewritten."""

    def put(self, items: Sequence[GradedItem]) -> None:
        """Store how the questions of a sitting went."""
        ...

    def ungraded(self) -> tuple[SittingId, ...]:
        """Return the finished sittings of which nothing is stored here, as the first release left them."""
        ...

    def of_item(self, item: ItemId) -> tuple[GradedItem, ...]:
        """Return how `item` went each time, oldest first."""
        ...

    def by_task(self, blueprint: BlueprintId) -> tuple[TaskResult, ...]:
        """Return the scored results of every finished sitting of `blueprint`, oldest first."""
        ...

    def past(self) -> Mapping[ItemId, Past]:
        """Return what is known of each question that was ever looked at, or is part of a running sitting."""
        ...

    def missed(self, blueprint: BlueprintId) -> int:
        """Return how many of the questions that cover `blueprint` now were missed when they were last looked at."""
        ...

    def put_reason(self, sitting: SittingId, position: int, reason: MissReason | None, at: datetime) -> None:
        """Store why the question at `position` was missed; None takes it back."""
        ...

    def reasons(self, sitting: SittingId) -> Mapping[int, MissReason]:
        """Return the reasons given in `sitting`, by 0-based position."""
        ...

    def put_regrading(self, regrading: Regrading) -> None:
        """Store a later grading beside the first."""
        ...

    def regradings(self, sitting: SittingId) -> tuple[Regrading, ...]:
        """Return the later gradings of `sitting`, oldest first."""
        ...

    def put_dispute(self, dispute: Dispute) -> None:
        """Store what is held against an item."""
        ...

    def disputes(self) -> tuple[Dispute, ...]:
        """Return the last word on each item, oldest first; withdrawn ones are left out."""
        ...
