"""The learner's schedule in Anki's words: states as columns of cards, ratings as rows of the review log."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from certdeck.core.day import day_start
from certdeck.core.ids import DeckId
from certdeck.core.scheduling.options import LeechAction, NewCards, Options, Preset
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.core.scheduling.schedule import FaceState, Phase
from certdeck.ports.outgoing import (
    OutgoingReview,
    PlainReview,
    PlainState,
    ReviewColumns,
    ScheduleRules,
    StateColumns,
)

CardColumns = tuple[int, int, int, int, int, int, int, int, int, str]
"""type, queue, due, ivl, factor, reps, lapses, left, flags, data."""
_TYPES: Final[Mapping[str, int]] = {Phase.NEW: 0, Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}
_LOG_TYPES: Final[Mapping[str, int]] = {Phase.NEW: 0, Phase.LEARNING: 0, Phase.REVIEW: 1, Phase.RELEARNING: 2}
_SUSPENDED, _BURIED = -1, -3
_EASE: Final = 2500
"""What Anki has for cards of which FSRS takes care."""
_FIRST_PRESET: Final = 1790000001000
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_SECOND, _DAY = 1_000_000, 86_400_000_000
"""Microseconds."""
_QUARTER: Final = 900
"""Seconds."""
_DECAY: Final = 20
"""Place of the decay among the parameters of FSRS-6."""


def new_card(position: int) -> CardColumns:
    """Return the columns of a card without history that stands at `position` among new ones."""
    return 0, 0, position, 0, 0, 0, 0, 0, 0, ""


class Scheduling:
    """Writes states and ratings. Days count from the learner's own today, which becomes Anki's day of creation."""

    def __init__(self, rules: ScheduleRules) -> None:
        self._rules = rules
        self._today = self._day(rules.now)
        self._now = _stored(rules.now)
        self._taken: set[int] = set()
        self._days: dict[int, int] = {}

    def created(self) -> int:
        """Return when the collection was created, in seconds since 1970: today at noon."""
        return int(datetime.combine(self._today, time(12), tzinfo=self._rules.zone).timestamp())

    def config(self) -> dict[str, int | bool]:
        """Return what Anki needs to count days as the learner does."""
        offset = datetime.combine(self._today, time(12), tzinfo=self._rules.zone).utcoffset() or timedelta()
        west = -int(offset / timedelta(minutes=1))
        return {
            "rollover": self._rules.day_starts_at,
            "creationOffset": west,
            "schedVer": 2,
            "sched2021": True,
            "fsrs": True,
        }

    def card(self, state: PlainState | StateColumns, deck: DeckId, position: int) -> CardColumns:
        """Return the columns of the card that a face in `state` becomes; one that has none is new."""
        face, phase, step, stability, difficulty, due, reviewed, reps, lapses, suspended, flag, buried_until = state
        if face is None:
            return new_card(position)
        options = self._rules.presets[deck].options
        kind = _TYPES[phase]
        queue = 1 if kind == 3 else kind
        if suspended:
            queue = _SUSPENDED
        elif buried_until is not None and buried_until > self._now:
            queue = _BURIED
        if kind == 0:
            return 0, queue, position, 0, 0, 0, 0, 0, flag, ""
        interval = 0 if due is None or reviewed is None else due - reviewed
        due = (self._now if due is None else due) // _SECOND
        steps = options.relearning_steps if kind == 3 else options.learning_steps
        return (
            kind,
            queue,
            self._days_until(due) if kind == 2 else due,
            0 if kind == 1 else max(1, round(interval / _DAY)),
            _EASE,
            reps,
            lapses,
            0 if kind == 2 else max(1, len(steps) - step),
            flag,
            "" if stability is None or difficulty is None else _memory(stability, difficulty, reviewed, options),
        )

    def review(self, review: PlainReview | ReviewColumns, card: int) -> tuple[int, ...]:
        """Return the row of the review log for a rating of the card with the id `card`."""
        _, at, rating, milliseconds, phase, interval, next_interval, hard = review
        # Rounded as at all times, for it is by this number that Anki knows a review again.
        moment, taken = int(at / _SECOND * 1000), self._taken
        while moment in taken:
            moment += 1
        taken.add(moment)
        difficulty = 0 if hard is None else round((hard - 1) / 9 * 1000) + 100
        return (
            moment,
            card,
            -1,
            rating,
            _interval(next_interval),
            _interval(interval),
            difficulty,
            milliseconds,
            _LOG_TYPES[phase],
        )

    def presets(self) -> Mapping[DeckId, int]:
        """Return Anki's id of the options of each deck."""
        return {deck: _FIRST_PRESET + preset.id for deck, preset in self._rules.presets.items()}

    def options(self) -> dict[str, Any]:
        """Return the presets as Anki's JSON, by id."""
        moment = int(self._rules.now.timestamp())
        found = {preset.id: preset for preset in self._rules.presets.values()}
        return {str(_FIRST_PRESET + number): _preset(preset, moment) for number, preset in sorted(found.items())}

    def _day(self, moment: datetime) -> date:
        return day_start(moment, self._rules.zone, self._rules.day_starts_at).astimezone(self._rules.zone).date()

    def _days_until(self, second: int) -> int:
        """Return on which day from today a second since 1970 lies."""
        # Days begin at whole hours, and clocks differ by quarters of one: a thousand cards are due in the same.
        days = self._days.get(second // _QUARTER)
        if days is None:
            moment = datetime.fromtimestamp(second, UTC)
            days = self._days[second // _QUARTER] = (self._day(moment) - self._today).days
        return days


def plain_state(state: FaceState) -> PlainState:
    """Return `state` as it is stored."""
    schedule, memory = state.schedule, state.schedule.memory
    return PlainState(
        state.face,
        schedule.phase,
        schedule.step,
        memory.stability if memory else None,
        memory.difficulty if memory else None,
        None if schedule.due is None else _stored(schedule.due),
        None if schedule.last_review is None else _stored(schedule.last_review),
        schedule.reps,
        schedule.lapses,
        state.suspended,
        state.flag,
        None if state.buried_until is None else _stored(state.buried_until),
    )


def plain_review(review: OutgoingReview) -> PlainReview:
    """Return `review` as it is stored."""
    face, at, rating, milliseconds, phase, interval, next_interval, difficulty = review
    intervals = interval // _MICROSECOND, next_interval // _MICROSECOND
    return PlainReview(face, _stored(at), int(rating), milliseconds, phase, *intervals, difficulty)


def _stored(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=4096)
def _interval(interval: int) -> int:
    """Write days, or below a day negative seconds."""
    return round(interval / _DAY) if interval >= _DAY else -int(interval / _SECOND)


def _memory(stability: float, difficulty: float, reviewed: int | None, options: Options) -> str:
    decay = (options.parameters or DEFAULTS)[_DECAY]
    # As JSON would write these numbers; a hundred thousand cards have them.
    known = f'"s":{round(stability, 4)!r},"d":{round(difficulty, 3)!r}'
    rules = f'"dr":{options.desired_retention!r},"decay":{round(decay, 4)!r}'
    last = "" if reviewed is None else f',"lrt":{reviewed // _SECOND}'
    return f"{{{known},{rules}{last}}}"


_MIXED: Final = {NewCards.MIXED: 0, NewCards.LAST: 1, NewCards.FIRST: 2}


def _preset(preset: Preset, moment: int) -> dict[str, Any]:
    options = preset.options
    suspends = options.leech_action is LeechAction.SUSPEND
    return {
        "id": _FIRST_PRESET + preset.id,
        "mod": moment,
        "name": f"Certdeck: {preset.name}",
        "usn": -1,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "dyn": False,
        "new": {
            "bury": options.apart,
            "delays": list(options.learning_steps),
            "initialFactor": _EASE,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": options.new_per_day,
        },
        "rev": {
            "bury": options.apart,
            "ease4": 1.3,
            "ivlFct": 1.0,
            "maxIvl": options.maximum_interval,
            "perDay": options.reviews_per_day,
            "hardFactor": 1.2,
        },
        "lapse": {
            "delays": list(options.relearning_steps),
            "leechAction": 0 if suspends else 1,
            "leechFails": options.leech_after or 9999,
            "minInt": 1,
            "mult": 0.0,
        },
        "newMix": _MIXED[options.new_cards],
        "fsrsParams6": list(options.parameters or DEFAULTS),
        "desiredRetention": options.desired_retention,
        "easyDaysPercentages": list(options.easy_days),
    }
