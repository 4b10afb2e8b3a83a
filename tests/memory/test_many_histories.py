"""Many histories through the app and its database: every stored memory is the library's, and replaying keeps it.

`make memories` plays 100,000 of them; a test run does a few.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import fsrs
import pytest

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import MemoryState
from certdeck.ports.store import Store
from tests.builders import NOON, deck
from tests.clock import FixedClock
from tests.library import open_library
from tests.memory.learners import Reviewed
from tests.reviewing import cards, face_of, record

HISTORIES = int(os.environ.get("CERTDECK_HISTORIES", "200"))
AT_ONCE = min(HISTORIES, 2000)
DAY = timedelta(days=1)
CLOSE = 1e-6


def histories(seed: int) -> Iterator[Reviewed]:
    """Return the reviews of `AT_ONCE` cards, 1 to 15 each, minutes to years apart, in order of time."""
    dice, reviews = Random(seed), []
    for card in range(1, AT_ONCE + 1):
        now = NOON + dice.random() * DAY
        for _ in range(dice.randint(1, 15)):
            reviews.append(Reviewed(card, now, dice.choices((1, 2, 3, 4), (2, 1, 5, 1))[0]))
            now += dice.choice((timedelta(minutes=dice.randint(1, 600)), DAY * 1.8 ** dice.uniform(0, 12)))
    return iter(sorted(reviews, key=lambda review: review.at))


def stored(store: Store, names: list[FaceId]) -> list[MemoryState]:
    with store.open() as work:
        found = [work.study.state(name).schedule.memory for name in names]
    assert None not in found
    return [memory for memory in found if memory is not None]


@pytest.mark.parametrize("seed", range(HISTORIES // AT_ONCE))
def test_stored_memories_are_the_librarys_and_replaying_the_log_keeps_them(tmp_path: Path, seed: int) -> None:
    reviews = list(histories(seed))
    scheduler, known = fsrs.Scheduler(enable_fuzzing=False), dict[FaceId, fsrs.Card]()
    for review in reviews:
        before = known.get(face_of(review), fsrs.Card(card_id=1, due=review.at))
        known[face_of(review)], _ = scheduler.review_card(before, fsrs.Rating(review.rating), review.at)
    with open_library(tmp_path, deck(cards=cards(AT_ONCE)), FixedClock()) as services:
        record(services.store, reviews)
        memories = stored(services.store, list(known))
        services.fitting.replay()
        assert stored(services.store, list(known)) == memories
    expected = list(known.values())
    assert [memory.stability for memory in memories] == pytest.approx([one.stability for one in expected], rel=CLOSE)
    assert [memory.difficulty for memory in memories] == pytest.approx([one.difficulty for one in expected], rel=CLOSE)
