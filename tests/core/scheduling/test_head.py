"""What comes first is told without the whole queue, and is what that has in front."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.head import Outline, head_of
from certdeck.core.scheduling.options import NewCards, Options, ReviewOrder
from certdeck.core.scheduling.order import Relations
from certdeck.core.scheduling.queue import Limits, Met, build_queue
from certdeck.core.scheduling.schedule import Phase
from certdeck.core.scheduling.waiting import Waiting, due_of
from tests.builders import NOON

STEPS = (Phase.LEARNING, Phase.RELEARNING)
TOPICS = ("1.1", "1.2", "2.1", "")
CARDS = st.integers(1, 9).map(lambda number: ItemId(f"c-{number}"))
FACES = st.builds(lambda card, ordinal: FaceId(f"{card}/{ordinal}"), CARDS, st.integers(1, 3))
OPTIONS = st.builds(
    Options, new_cards=st.sampled_from(NewCards), review_order=st.sampled_from(ReviewOrder), apart=st.booleans()
)
LIMITS = st.builds(Limits, new=st.integers(0, 6), reviews=st.integers(0, 6))
MET = st.builds(Met, st.frozensets(FACES, max_size=3), st.frozensets(CARDS, max_size=3))
RELATIONS = st.builds(
    Relations, st.dictionaries(CARDS, st.integers(1, 2).map(lambda member: {ItemId("s-1"): member}), max_size=4)
)


@st.composite
def crowds(draw: st.DrawFn) -> list[Waiting]:
    made = []
    for place, face in enumerate(draw(st.lists(FACES, unique=True, max_size=20))):
        phase, minutes = draw(st.sampled_from(list(Phase))), draw(st.integers(-500, 60))
        due = None if phase is Phase.NEW else NOON + timedelta(minutes=minutes)
        made.append(Waiting(face, phase, due, place, draw(st.sampled_from(TOPICS)), draw(st.integers(0, 4)) / 2))
    return made


@given(crowds(), LIMITS, OPTIONS, MET, RELATIONS)
def test_the_head_is_that_of_the_whole_queue_and_so_are_the_counts(
    crowd: list[Waiting], limits: Limits, options: Options, met: Met, relations: Relations
) -> None:
    steps = [entry for entry in crowd if entry.phase in STEPS]
    first = min(steps, key=lambda step: (due_of(step), step.position), default=None)
    others = [entry for entry in crowd if entry.phase not in STEPS]
    outline = Outline(first, len(steps), frozenset(step.item for step in steps), others)
    queue = build_queue(crowd, limits, options=options, met=met, relations=relations)
    found = head_of(outline, limits, NOON, options=options, met=met, relations=relations)
    assert found == (queue.next(NOON), queue.counts())
