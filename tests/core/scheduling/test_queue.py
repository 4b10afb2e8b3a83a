"""The queue asks one face of a card a day, keeps the limits, and puts steps first when their time has come."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.options import NewCards, Options
from certdeck.core.scheduling.queue import LEARN_AHEAD, Counts, Limits, Met, Queue, build_queue
from certdeck.core.scheduling.schedule import FaceState, Phase, Schedule
from certdeck.core.scheduling.waiting import Waiting, due_of
from tests.builders import NOON

MANY = Limits(new=999, reviews=999)
STEPS = (Phase.LEARNING, Phase.RELEARNING)


def waiting(name: str, phase: Phase, minutes: int = 0, position: int = 0) -> Waiting:
    due = None if phase is Phase.NEW else NOON + timedelta(minutes=minutes)
    faded = 0.0 if due is None else ((minutes * 7919) % 40) / 10
    return Waiting(FaceId(name), phase, due, position, faded=faded)


def names(queue: Queue) -> list[str]:
    return [entry.face for entry in queue.rest]


@st.composite
def crowds(draw: st.DrawFn) -> list[Waiting]:
    faces = draw(
        st.lists(st.tuples(st.integers(1, 12), st.integers(1, 3)), unique=True, max_size=25).map(
            lambda pairs: [f"c-{card}/{ordinal}" for card, ordinal in pairs]
        )
    )
    phases, minutes = st.sampled_from(list(Phase)), st.integers(-5000, 100)
    return [waiting(name, draw(phases), draw(minutes), index) for index, name in enumerate(faces)]


limits = st.builds(Limits, new=st.integers(0, 8), reviews=st.integers(0, 8))
cards = st.frozensets(st.integers(1, 12).map(lambda number: ItemId(f"c-{number}")), max_size=4)


@given(crowds(), limits, cards)
def test_limits_are_kept_for_new_faces_and_reviews(
    crowd: list[Waiting], at_most: Limits, seen: frozenset[ItemId]
) -> None:
    phases = Counter(entry.phase for entry in build_queue(crowd, at_most, met=Met(given=seen)).rest)
    assert phases[Phase.NEW] <= at_most.new
    assert phases[Phase.REVIEW] <= at_most.reviews
    assert set(phases) <= {Phase.NEW, Phase.REVIEW}


@given(crowds(), limits, cards)
def test_a_card_shows_one_face_a_day(crowd: list[Waiting], at_most: Limits, seen: frozenset[ItemId]) -> None:
    queue = build_queue(crowd, at_most, met=Met(given=seen))
    items = [entry.item for entry in queue.rest]
    assert len(items) == len(set(items))
    assert not set(items) & (seen | {entry.item for entry in queue.steps})


@given(crowds(), limits, cards)
def test_no_step_is_left_out_and_steps_come_by_time(
    crowd: list[Waiting], at_most: Limits, seen: frozenset[ItemId]
) -> None:
    steps = build_queue(crowd, at_most, met=Met(given=seen)).steps
    assert set(steps) == {entry for entry in crowd if entry.phase in STEPS}
    assert all(one.due <= other.due for one, other in pairwise(steps) if one.due and other.due)


@given(crowds(), limits, cards)
def test_reviews_come_by_due_time_and_new_faces_in_the_decks_order(
    crowd: list[Waiting], at_most: Limits, seen: frozenset[ItemId]
) -> None:
    rest = build_queue(crowd, at_most, met=Met(given=seen)).rest
    reviews = [entry for entry in rest if entry.due]
    new = [entry.position for entry in rest if entry.phase is Phase.NEW]
    backlog = sum(entry.phase is Phase.REVIEW for entry in crowd) > at_most.reviews
    forgotten = sorted(reviews, key=lambda entry: (-entry.faded, entry.position))
    by_time = sorted(reviews, key=lambda entry: (due_of(entry), entry.position))
    assert reviews == (forgotten if backlog else by_time)
    assert new == sorted(new)


@given(crowds(), limits, cards)
def test_limits_are_used_up_before_a_card_is_left_out(
    crowd: list[Waiting], at_most: Limits, seen: frozenset[ItemId]
) -> None:
    queue = build_queue(crowd, at_most, met=Met(given=seen))
    shown = seen | {entry.item for entry in (*queue.steps, *queue.rest)}
    count = queue.counts()
    for phase, room in ((Phase.NEW, at_most.new - count.new), (Phase.REVIEW, at_most.reviews - count.due)):
        assert room == 0 or all(entry.item in shown for entry in crowd if entry.phase is phase)


@given(crowds(), limits)
def test_the_order_of_what_is_handed_in_does_not_matter(crowd: list[Waiting], at_most: Limits) -> None:
    assert build_queue(crowd, at_most) == build_queue(reversed(crowd), at_most)


@given(st.integers(1, 20), st.integers(1, 20))
def test_new_faces_stand_at_even_distances_among_the_reviews(new: int, reviews: int) -> None:
    crowd = [waiting(f"n-{number}/1", Phase.NEW, position=number) for number in range(new)]
    crowd += [waiting(f"r-{number}/1", Phase.REVIEW, number, number) for number in range(reviews)]
    rest = build_queue(crowd, MANY).rest
    before = 0
    for index, entry in enumerate(rest):
        before += entry.phase is Phase.NEW
        assert abs(before - (index + 1) * new / len(rest)) <= 1


def test_of_two_due_faces_of_a_card_the_earlier_is_asked() -> None:
    crowd = [waiting("c-1/2", Phase.REVIEW, -10), waiting("c-1/1", Phase.REVIEW, -5), waiting("c-2/1", Phase.NEW)]
    assert names(build_queue(crowd, MANY)) == ["c-1/2", "c-2/1"]


def test_a_card_that_was_given_away_waits() -> None:
    crowd = [waiting("c-1/2", Phase.NEW), waiting("c-2/1", Phase.REVIEW)]
    assert names(build_queue(crowd, MANY, met=Met(given=frozenset({ItemId("c-2")})))) == ["c-1/2"]


def test_a_face_waits_while_another_face_of_its_card_was_rated_and_not_because_of_itself() -> None:
    crowd = [waiting("c-1/1", Phase.REVIEW), waiting("c-2/2", Phase.NEW), waiting("c-3/1", Phase.REVIEW, 1)]
    met = Met(faces=frozenset({FaceId("c-1/1"), FaceId("c-2/1")}))
    assert names(build_queue(crowd, MANY, met=met)) == ["c-1/1", "c-3/1"]


def test_a_face_left_out_by_the_limit_does_not_hold_back_its_card() -> None:
    crowd = [waiting("c-1/1", Phase.REVIEW), waiting("c-1/2", Phase.NEW)]
    assert names(build_queue(crowd, Limits(new=1, reviews=0))) == ["c-1/2"]


STEP = waiting("c-1/1", Phase.LEARNING, 10)
REVIEW = waiting("c-2/1", Phase.REVIEW)


@pytest.mark.parametrize(
    ("steps", "rest", "minutes", "asked"),
    [
        ((STEP,), (REVIEW,), 10, STEP),
        ((STEP,), (REVIEW,), 9, REVIEW),
        ((STEP,), (), 9, STEP),
        ((STEP,), (), -10, STEP),
        ((STEP,), (), -11, None),
        ((), (REVIEW,), 0, REVIEW),
        ((), (), 0, None),
    ],
    ids=[
        "a step whose time has come is asked first",
        "a step whose time has not come lets the rest go ahead",
        "a step due soon is asked at once when nothing else is left",
        "soon means twenty minutes",
        "a step due later is waited for",
        "without steps the rest is asked",
        "nothing is left",
    ],
)
def test_what_is_asked_next(
    steps: tuple[Waiting, ...], rest: tuple[Waiting, ...], minutes: int, asked: Waiting | None
) -> None:
    assert Queue(steps, rest).next(NOON + timedelta(minutes=minutes)) == asked


def test_learning_ahead_is_twenty_minutes() -> None:
    assert timedelta(minutes=20) == LEARN_AHEAD


def test_counts_say_what_is_left() -> None:
    queue = build_queue([STEP, REVIEW, waiting("c-3/1", Phase.NEW), waiting("c-4/1", Phase.RELEARNING)], MANY)
    assert queue.counts() == Counts(new=1, learning=2, due=1)
    assert queue.counts().total == 4


def test_a_review_without_a_due_time_is_a_bug() -> None:
    with pytest.raises(ValueError, match=r"c-1/1 is review and has no due time"):
        build_queue([Waiting(FaceId("c-1/1"), Phase.REVIEW, None, 0)], MANY)


# --- After a rating


@given(crowds(), st.data())
def test_a_rated_face_is_gone_or_comes_back_as_a_step_of_today(crowd: list[Waiting], data: st.DataObject) -> None:
    queue = build_queue(crowd, MANY)
    asked = queue.next(NOON)
    if asked is None:
        return
    phase = data.draw(st.sampled_from([Phase.LEARNING, Phase.RELEARNING, Phase.REVIEW]))
    due = NOON + timedelta(minutes=data.draw(st.integers(1, 1000)))
    tomorrow = NOON + timedelta(minutes=500)
    after = queue.rated(FaceState(asked.face, Schedule(phase, due=due, last_review=NOON)), tomorrow)
    others = [entry for entry in (*queue.steps, *queue.rest) if entry != asked]
    assert [entry for entry in (*after.steps, *after.rest) if entry.face != asked.face] == others
    stays = phase in STEPS and due < tomorrow
    assert [entry.due for entry in after.steps if entry.face == asked.face] == [due] * stays
    assert list(after.steps) == sorted(after.steps, key=lambda entry: (due_of(entry), entry.position))


@given(crowds())
def test_what_comes_soon_is_what_is_asked_while_nothing_comes_back(crowd: list[Waiting]) -> None:
    queue = build_queue(crowd, MANY)
    soon, asked = list(queue.soon(NOON)), list[FaceId]()
    while (first := queue.next(NOON)) is not None and len(asked) < len(soon):
        asked.append(first.face)
        gone = Schedule(Phase.REVIEW, due=NOON + timedelta(days=1), last_review=NOON)
        queue = queue.rated(FaceState(first.face, gone), NOON)
    assert asked == soon


# --- Options


def test_faces_of_one_card_are_asked_on_one_day_where_the_options_allow_it() -> None:
    crowd = [waiting("c-1/1", Phase.REVIEW), waiting("c-1/2", Phase.NEW)]
    together = Options(apart=False)
    assert names(build_queue(crowd, MANY, options=together, met=Met(given=frozenset({ItemId("c-1")})))) == [
        "c-1/1",
        "c-1/2",
    ]


@pytest.mark.parametrize(("place", "asked"), [(NewCards.FIRST, ["n/1", "r/1"]), (NewCards.LAST, ["r/1", "n/1"])])
def test_new_cards_come_first_or_last_as_the_options_say(place: NewCards, asked: list[str]) -> None:
    crowd = [waiting("r/1", Phase.REVIEW), waiting("n/1", Phase.NEW)]
    assert names(build_queue(crowd, MANY, options=Options(new_cards=place))) == asked


@given(st.lists(st.tuples(st.integers(0, 11), st.sampled_from([None, 0, 5, 5, 40, 3000])), max_size=30))
def test_what_is_carried_on_from_card_to_card_is_what_counting_anew_would_give(
    ratings: list[tuple[int, int | None]],
) -> None:
    kinds = (Phase.NEW, Phase.REVIEW, Phase.LEARNING)
    every = [
        Waiting(FaceId(f"c-{number}/1"), kinds[number % 3], None if number % 3 == 0 else NOON, number)
        for number in range(12)
    ]
    queue = build_queue(every, MANY)
    for number, minutes in ratings:
        due = None if minutes is None else NOON + timedelta(minutes=minutes)
        phase = Phase.REVIEW if minutes is None else Phase.RELEARNING
        queue = queue.rated(FaceState(FaceId(f"c-{number}/1"), Schedule(phase, due=due)), NOON + timedelta(days=1))
        assert queue.counts().new == sum(entry.phase is Phase.NEW for entry in queue.rest)
        assert list(queue.steps) == sorted(queue.steps, key=lambda entry: (due_of(entry), entry.position))
        faces = [entry.face for entry in (*queue.steps, *queue.rest)]
        assert len(faces) == len(set(faces))
        assert {entry.face for entry in every if queue.waits(entry.face)} == set(faces)
