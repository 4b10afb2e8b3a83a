"""Learners that are made up: their memory follows FSRS-6 with parameters that are known, and their days are uneven."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import islice
from random import Random

import fsrs

from certdeck.core.scheduling.parameters import DEFAULTS, HIGHEST, LOWEST
from certdeck.ports.memory import ReviewLog
from tests.builders import NOON

DAY = timedelta(days=1)
SPREAD = (*(0.8, 0.7, 0.7, 0.6), *(0.15, 0.25, 0.2, 0.5), *(0.2, 0.4, 0.3), *(0.25,) * 4, 0.3, 0.3, *(0.4,) * 3, 0.4)
"""How far the parameters of learners lie apart, as the standard deviation of their logarithm."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who forgets by `parameters` and comes `late` days after the due time on average.

    `slips` is the share of answers that have nothing to do with memory, `skips` that of days on which nothing is done.
    """

    parameters: tuple[float, ...]
    late: float
    slips: float
    skips: float
    retention: float


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One review: the number of the card, when, the rating."""

    card: int
    at: datetime
    rating: int


def learner(seed: int) -> Learner:
    """Return one of many learners."""
    dice = Random(f"learner {seed}")
    made = [value * dice.lognormvariate(0, spread) for value, spread in zip(DEFAULTS, SPREAD, strict=True)]
    made[:4] = sorted(made[:4])
    bounded = tuple(min(max(value, low), high) for value, low, high in zip(made, LOWEST, HIGHEST, strict=True))
    return Learner(
        bounded,
        late=dice.choice((0.0, 0.5, 3.0)),
        slips=dice.choice((0.0, 0.02, 0.05)),
        skips=dice.choice((0.0, 0.15, 0.4)),
        retention=dice.choice((0.8, 0.85, 0.9)),
    )


def studied(who: Learner, reviews: int, seed: int = 1) -> list[Reviewed]:
    """Let `who` study until there are `reviews` of them, in order of time; scheduled by the default parameters."""
    return list(islice(_study(who, Random(f"days {seed}"), new_a_day=max(20, reviews // 400)), reviews))


def log_of(done: list[Reviewed]) -> ReviewLog:
    """Return `done` as a model is fitted to it."""
    last: dict[int, datetime] = {}
    gaps = []
    for review in done:
        gaps.append(max(0, (review.at - last.get(review.card, review.at)).days))
        last[review.card] = review.at
    return ReviewLog(tuple(review.card for review in done), tuple(gaps), tuple(review.rating for review in done))


def _study(who: Learner, dice: Random, new_a_day: int) -> Iterator[Reviewed]:
    memory = fsrs.Scheduler(who.parameters, enable_fuzzing=False)
    schedule = fsrs.Scheduler(desired_retention=who.retention, enable_fuzzing=False)
    cards: dict[int, tuple[fsrs.Card, fsrs.Card]] = {}
    due: list[tuple[datetime, int]] = []
    today, number = NOON, 0
    while True:
        today += DAY
        if dice.random() < who.skips:
            continue
        for _ in range(new_a_day):
            number += 1
            cards[number] = (_new(today), _new(today))
            heappush(due, (today, number))
        now = today
        while due and due[0][0] < today + DAY / 3:
            when, card = heappop(due)
            now = max(now, when) + timedelta(seconds=dice.randint(5, 30))
            known, planned = cards[card]
            rating = _answer(who, memory, known, now, dice)
            known, _ = memory.review_card(known, rating, now)
            planned, _ = schedule.review_card(planned, rating, now)
            cards[card] = (known, planned)
            waits = planned.due - now
            if waits >= DAY:
                waits *= dice.uniform(0.95, 1.05)
                waits += dice.expovariate(1 / who.late) * DAY if who.late else timedelta()
            heappush(due, (now + waits, card))
            yield Reviewed(card, now, int(rating))


def _new(now: datetime) -> fsrs.Card:
    return fsrs.Card(card_id=1, due=now)


def _answer(who: Learner, memory: fsrs.Scheduler, card: fsrs.Card, now: datetime, dice: Random) -> fsrs.Rating:
    if card.last_review is None:
        return fsrs.Rating(dice.choices((1, 2, 3, 4), (25, 10, 50, 15))[0])
    chance = memory.get_card_retrievability(card, now)
    if dice.random() < who.slips:
        chance = 0.5
    if dice.random() >= chance:
        return fsrs.Rating.Again
    ease = 10 - (card.difficulty or 5)
    return fsrs.Rating(dice.choices((2, 3, 4), (3, 14, 0.3 * ease))[0])
