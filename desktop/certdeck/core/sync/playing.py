"""What the lines of one face that stand leave: its schedule, the same on every replica that knows the same lines.

A rating's own result holds where it was given from exactly the schedule that stands: due dates stay as the learner saw
them, with all that the balancing of days made of them there. Where two laptops rated one face without knowing of each
other it is reckoned again, by the options in force then and by dice that the face itself is the seed of. The memory is
always that of all ratings, one after the other, by the parameters in force now.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from certdeck.core.scheduling.fuzz import chance_of
from certdeck.core.scheduling.load import Load, spread_due
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating, Schedule
from certdeck.core.sync.operations import Line, LineKind


class Model(Protocol):
    """The part of a model of forgetting that is needed here (see `certdeck.ports.memory.MemoryModel`)."""

    def review(self, schedule: Schedule, rating: Rating, now: datetime, options: Options) -> Schedule:
        """Return the schedule after `rating`."""
        ...

    def replay(
        self, start: Schedule, reviews: Sequence[tuple[Rating, datetime]], options: Options
    ) -> MemoryState | None:
        """Return the memory that `reviews` leave."""
        ...


@dataclass(slots=True)
class _Player:
    """The schedule so far without its memory, and the reviews that the memory is to be made of."""

    model: Model
    rules: Callable[[str], Options]
    schedule: Schedule
    start: Schedule
    reviews: list[tuple[Rating, datetime]]

    def play(self, line: Line) -> None:
        match line.kind:
            case LineKind.RATE:
                self._rate(line)
            case LineKind.FORGET:
                self._begin(Schedule())
            case LineKind.IMPORT:
                # Who imported without knowing of ratings that stand here has nothing to say about them.
                if self._stands(line.before) or self.schedule.phase is Phase.NEW:
                    self._begin(line.after)
            case LineKind.MERGE:
                # It knows the due date of exactly these reviews; where there are others by now, it does not.
                if self._stands(line.after._replace(due=self.schedule.due)):
                    self.schedule = self.schedule._replace(due=line.after.due)
            case LineKind.DUE:
                self.schedule = self.schedule._replace(due=line.after.due)

    def _begin(self, start: Schedule) -> None:
        self.schedule, self.start, self.reviews = start, start, []

    def _rate(self, line: Line) -> None:
        if line.rating is None:
            return
        if self._stands(line.before) and not line.foreign:
            self.schedule = line.after
        else:
            self.schedule = self._reckoned(line, line.rating)
        self.reviews.append((line.rating, line.at))

    def _reckoned(self, line: Line, rating: Rating) -> Schedule:
        options = self.rules(line.rules)
        before = self.schedule._replace(memory=self.model.replay(self.start, self.reviews, options))
        after = self.model.review(before, rating, line.at, options)
        chance = chance_of(line.face, after.reps - 1)
        return spread_due(after, line.at, chance, options, Load({}, line.at.weekday()))

    def _stands(self, schedule: Schedule) -> bool:
        """Tell whether `schedule` is what stands. Its memory may be another one: it changes with the parameters."""
        return schedule._replace(memory=None) == self.schedule._replace(memory=None)


def played(
    lines: Iterable[Line], start: Schedule, model: Model, rules: Callable[[str], Options], now: Options
) -> Schedule:
    """Return the schedule that `lines` of one face, in the order to go by, leave from `start`.

    `rules` gives the options that a line names, `now` are those in force.
    """
    player = _Player(model, rules, start, start, [])
    for line in lines:
        player.play(line)
    if player.schedule.phase is Phase.NEW:
        return player.schedule._replace(memory=None)
    return player.schedule._replace(memory=model.replay(player.start, player.reviews, now))
