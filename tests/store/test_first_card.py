"""The first card of a day is told before the day's queue is made, and is the one this would ask, in any library."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certdeck.core.deck import CardKind
from certdeck.core.ids import BlueprintId, FaceId
from certdeck.core.scheduling.options import NewCards, ReviewOrder
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.core.scheduling.scope import Scope
from certdeck.ports.study_log import StudyEntry
from certdeck.services import study_day
from certdeck.store.database import open_database
from tests.builders import EXAM, NOON, card, deck
from tests.empty_database import put_empty_database
from tests.services.parts import Parts
from tests.store.contract import DECK, record

Known = tuple[Phase, timedelta, timedelta, float, str]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CARDS = 9
KINDS = st.lists(st.sampled_from((CardKind.REVERSED, CardKind.BASIC)), min_size=CARDS, max_size=CARDS)
FACES = st.builds(lambda card, ordinal: FaceId(f"c-{card}/{ordinal}"), st.integers(1, CARDS), st.integers(1, 2))
STATES = st.tuples(
    st.sampled_from((*Phase, Phase.REVIEW, Phase.REVIEW)),
    st.integers(-20, 300).map(lambda hours: hours * HOUR),
    st.integers(0, 9).map(lambda days: days * DAY),
    st.sampled_from((0.5, 2.0, 30.0)),
    st.sampled_from(("rate", "suspend", "import", "add")),
)
OPTIONS = st.fixed_dictionaries(
    {
        "new_per_day": st.integers(0, 4),
        "reviews_per_day": st.integers(0, 4),
        "new_cards": st.sampled_from(NewCards),
        "review_order": st.sampled_from(ReviewOrder),
        "apart": st.booleans(),
    }
)


@contextmanager
def library(kinds: list[CardKind], states: dict[FaceId, Known]) -> Iterator[Parts]:
    """Yield the services of a library with cards of these kinds, faces of which stand so."""
    with TemporaryDirectory() as made:
        put_empty_database(Path(made))
        with closing(open_database(Path(made), backups=Path(made), stamp="test")) as store:
            parts = Parts(Path(made) / "decks", store)
            parts.install(deck(cards=tuple(card(f"c-{number}", kind) for number, kind in enumerate(kinds, start=1))))
            record(store, *(entry(face, *known) for face, known in states.items()))
            yield parts


def entry(face: FaceId, phase: Phase, late: timedelta, interval: timedelta, stability: float, kind: str) -> StudyEntry:
    """Return what brought `face` to `phase`, due so long ago after such an interval."""
    schedule = Schedule()
    if phase is not Phase.NEW:
        due = NOON - late
        schedule = Schedule(phase, 0, MemoryState(stability, 5.0), due, min(due - interval, NOON), reps=1)
    elif kind == "add":
        schedule = Schedule(due=NOON - late)
    after = FaceState(face, schedule, suspended=kind == "suspend")
    rating = Rating.GOOD if kind == "rate" else None
    return StudyEntry(kind, schedule.last_review or NOON, FaceState(face), after, rating=rating, milliseconds=1000)


@settings(max_examples=100)
@given(KINDS, st.dictionaries(FACES, STATES, min_size=8, max_size=18), OPTIONS, st.sampled_from((EXAM, None)))
def test_the_first_card_and_the_counts_are_those_of_the_whole_queue(
    kinds: list[CardKind], states: dict[FaceId, Known], options: dict[str, Any], exam: BlueprintId | None
) -> None:
    # With so few spare ones a handful of reviews is a backlog.
    with library(kinds, states) as parts, pytest.MonkeyPatch.context() as patched:
        patched.setattr(study_day, "SPARE", 2)
        parts.options.change(**options)
        turn, today = parts.study.next(Scope(DECK, exam)), parts.again().study
        counts = today.today(Scope(DECK, exam)).counts
        then = today.next(Scope(DECK, exam))
        assert (turn and turn.face.id) == (then and then.face.id)
        assert turn is None or turn.counts == counts
