"""Reviews that are put into a study log as rating puts them there, many in one transaction."""

from collections.abc import Iterable, Sequence

from certdeck.core.deck import Card
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.fuzz import chance_of
from certdeck.core.scheduling.load import Load, spread_due
from certdeck.core.scheduling.options import USUAL
from certdeck.core.scheduling.schedule import Rating
from certdeck.memory.fsrs_model import FsrsModel
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import Store
from certdeck.ports.study_log import StudyEntry
from tests.builders import card
from tests.memory.learners import Reviewed

DEFAULT = FsrsModel()


def cards(count: int) -> tuple[Card, ...]:
    """Return as many basic cards, c-1, c-2 …, with one face each."""
    return tuple(card(f"c-{number}") for number in range(1, count + 1))


def faces(reviews: Sequence[Reviewed]) -> tuple[FaceId, ...]:
    """Return the faces that are reviewed, in the order of their first review."""
    return tuple(dict.fromkeys(face_of(review) for review in reviews))


def face_of(review: Reviewed) -> FaceId:
    """Return the face of a review: the one of the card with its number."""
    return FaceId(f"c-{review.card}/1")


def record(store: Store, reviews: Iterable[Reviewed], model: MemoryModel = DEFAULT) -> None:
    """Rate in the order of `reviews`, durable at once."""
    with store.open(writing=True) as work:
        for review in reviews:
            rating = Rating(review.rating)
            before = work.study.state(face_of(review))
            schedule = model.review(before.schedule, rating, review.at, USUAL)
            chance = chance_of(before.face, before.schedule.reps)
            schedule = spread_due(schedule, review.at, chance, USUAL, Load())
            change = work.history.begin("rate", review.at)
            entry = StudyEntry("rate", review.at, before, before.rated(schedule), rating, 4000, change=change)
            work.study.record(entry)
        work.commit()
