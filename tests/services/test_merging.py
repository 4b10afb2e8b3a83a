"""Reviews brought home from elsewhere: each once, at its time, whatever comes first."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certdeck.core.anki import guid
from certdeck.core.errors import ImportRefused
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.incoming import Learnt, Returned, Review
from certdeck.core.scheduling.schedule import Phase, Rating, Schedule
from certdeck.memory.fsrs_model import FsrsModel
from certdeck.ports.importing import Format, Found, Plan
from certdeck.services.catalogue import Services
from certdeck.services.merging import MergeReport, MergeService
from tests.builders import NOON, card, deck
from tests.clock import FixedClock
from tests.library import open_library
from tests.services.parts import Parts

DECK, ITEM = DeckId("deck-1"), ItemId("c-basic")
FACE = FaceId("c-basic/1")
LATE = NOON + timedelta(days=60)


def day(number: float) -> datetime:
    return NOON + timedelta(days=number)


def review(at: float, rating: Rating = Rating.GOOD) -> Review:
    return Review(day(at), rating, 3000)


def package(*reviews: Review, item: str = ITEM, ordinal: int = 0) -> Plan:
    back = Returned(guid(DECK, ItemId(item)), (Learnt(ordinal, reviews=reviews),))
    return Plan(Path("phone.apkg"), Format.ANKI, (), (), Found(returned=(back,)))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, deck(), FixedClock(NOON)) as opened:
        yield opened


def later(services: Services, at: datetime = LATE) -> None:
    clock = services.clock
    assert isinstance(clock, FixedClock)
    clock.advance((at - clock.now()).total_seconds())


def home(services: Services, *plans: Plan) -> list[MergeReport]:
    return [services.merging.bring_home(plan)[1] for plan in plans]


def rate(services: Services, at: float, rating: Rating = Rating.GOOD, face: FaceId = FACE) -> None:
    later(services, day(at))
    services.study.rate(face, rating, milliseconds=1000)


def ratings(services: Services) -> list[tuple[datetime, Rating]]:
    with services.store.open() as work:
        return [(rated.at, rated.rating) for rated in work.replays.ratings((DECK,), FACE)]


def played(*reviews: Review) -> Schedule:
    """Return what FSRS makes of reviews in this order, due times not spread."""
    schedule = Schedule()
    for one in reviews:
        assert one.rating is not None
        from certdeck.core.scheduling.options import Options

        schedule = FsrsModel().review(schedule, one.rating, one.at, Options())
    return schedule


def test_reviews_of_a_new_card_come_home(services: Services) -> None:
    later(services)
    phone = (review(1), review(2), review(9, Rating.AGAIN), review(9.01))
    (report,) = home(services, package(*phone))
    assert (report.reviews, report.added, report.known, report.faces) == (4, 4, 0, (FACE,))
    state = services.study.state(FACE)
    assert state.schedule.memory == played(*phone).memory
    assert (state.schedule.reps, state.schedule.lapses, state.schedule.phase) == (4, 1, Phase.REVIEW)


def test_nothing_is_doubled_however_often_it_comes(services: Services) -> None:
    later(services)
    plan = package(review(1), review(2))
    home(services, plan)
    before = services.study.state(FACE)
    changes, report = services.merging.bring_home(plan)
    assert not changes
    assert (report.added, report.known) == (0, 2)
    assert services.study.state(FACE) == before
    assert len(ratings(services)) == 2


def test_reviews_from_before_those_given_here_stand_before_them(services: Services) -> None:
    rate(services, 5)
    rate(services, 12, Rating.HARD)
    later(services)
    home(services, package(review(1), review(8)))
    assert [at for at, _ in ratings(services)] == [day(1), day(5), day(8), day(12)]
    wanted = played(review(1), review(5), review(8), review(12, Rating.HARD))
    assert services.study.state(FACE).schedule.memory == wanted.memory
    assert services.study.state(FACE).schedule.reps == 4


def test_what_was_given_here_and_went_to_the_phone_comes_back_as_known(services: Services) -> None:
    rate(services, 5)
    later(services)
    (report,) = home(services, package(Review(day(5) + timedelta(milliseconds=1), Rating.GOOD), review(8)))
    assert (report.known, report.added) == (1, 1)


def test_a_rating_that_was_undone_here_stays_undone(services: Services) -> None:
    rate(services, 5)
    services.history.undo()
    later(services)
    (report,) = home(services, package(review(5)))
    assert (report.known, report.added) == (1, 0)
    assert services.study.state(FACE).schedule.phase is Phase.NEW


def test_a_card_made_new_here_forgets_what_the_phone_knew_before(services: Services) -> None:
    rate(services, 1)
    later(services, day(10))
    services.faces.forget(FACE)
    later(services)
    home(services, package(review(5)))
    assert services.study.state(FACE).schedule.phase is Phase.NEW
    home(services, package(review(20)))
    assert services.study.state(FACE).schedule.memory == played(review(20)).memory
    rate(services, 61)
    with services.store.open() as work:
        starts = [rated.start is not None for rated in work.replays.ratings((DECK,), FACE)]
    assert starts == [True, False, True, False]


def test_a_merge_is_undone_and_done_again_as_one_change(services: Services) -> None:
    rate(services, 5)
    before = services.study.state(FACE)
    later(services)
    home(services, package(review(1), review(8)))
    after = services.study.state(FACE)
    _, change = services.history.undo()
    assert change is not None
    assert change.kind == "merge"
    assert services.study.state(FACE) == before
    assert [at for at, _ in ratings(services)] == [day(5)]
    services.history.redo()
    assert services.study.state(FACE) == after
    services.history.undo()
    (report,) = home(services, package(review(1), review(8)))
    assert report.added == 2
    assert services.study.state(FACE) == after


def test_flags_and_suspension_stay_as_they_are_here(services: Services) -> None:
    services.faces.suspend(FACE, on=True)
    services.faces.flag(3, FACE)
    later(services)
    home(services, package(review(1)))
    state = services.study.state(FACE)
    assert (state.suspended, state.flag, state.schedule.reps) == (True, 3, 1)


def test_a_dry_run_changes_nothing(services: Services) -> None:
    later(services)
    changes, report = services.merging.bring_home(package(review(1)), dry=True)
    assert (bool(changes), report.added) == (False, 1)
    assert ratings(services) == []
    assert services.history.undo()[1] is None


def test_reviews_of_what_has_no_schedule_here_and_those_to_come_are_counted(services: Services) -> None:
    later(services)
    plans = (package(review(1), item="q-choice"), package(review(1), ordinal=7), package(review(90), review(2)))
    reports = home(services, *plans)
    assert [(report.strangers, report.early, report.added) for report in reports] == [(1, 0, 0), (1, 0, 0), (0, 1, 1)]


def test_a_file_without_reviews_is_refused(services: Services) -> None:
    with pytest.raises(ImportRefused, match=r"phone.apkg holds no reviews"):
        services.merging.bring_home(package())


def test_playing_the_log_again_comes_to_the_same_memory(services: Services) -> None:
    rate(services, 5)
    later(services)
    home(services, package(review(1), review(8), review(3)))
    known = services.study.state(FACE).schedule.memory
    with services.store.open() as work:
        (start, *_), *_ = [[rated.start for rated in work.replays.ratings((DECK,), FACE)]]
        reviews = [(rated.rating, rated.at) for rated in work.replays.ratings((DECK,), FACE)]
    assert start == Schedule()
    from certdeck.core.scheduling.options import Options

    assert FsrsModel().replay(Schedule(), reviews, Options()) == known


REVIEWS = st.lists(
    st.builds(review, st.integers(1, 55).map(float), st.sampled_from(Rating)), max_size=8, unique_by=lambda one: one.at
)


def merged(tmp: Path, plans: list[list[Review]], here: list[int]) -> tuple[object, ...]:
    parts = Parts(tmp)
    parts.install(deck(cards=(card("c-basic"),)))
    for number in here:
        parts.clock.advance((day(number + 0.5) - parts.clock.now()).total_seconds())
        parts.study.rate(FACE, Rating.GOOD, milliseconds=1)
    parts.clock.advance((LATE - parts.clock.now()).total_seconds())
    service = MergeService(parts.store, parts.library, parts.clock, FsrsModel())
    for reviews in plans:
        if reviews:
            service.bring_home(package(*reviews))
    with parts.store.open() as work:
        log = tuple((rated.at, rated.rating) for rated in work.replays.ratings((DECK,), FACE))
        return log, work.study.state(FACE)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(REVIEWS, max_size=4),
    here=st.lists(st.integers(1, 50), max_size=3, unique=True).map(sorted),
    dice=st.randoms(),
)
def test_files_in_any_order_and_any_number_of_times_come_to_the_same(
    tmp_path: Path, files: list[list[Review]], here: list[int], dice: object
) -> None:
    # Two files tell the same of one moment: no two ratings of one card are of the same millisecond.
    told: dict[datetime, Review] = {}
    plans = [[told.setdefault(one.at, one) for one in reviews] for reviews in files]
    again = plans * 2
    dice.shuffle(again)  # type: ignore[attr-defined]
    assert merged(tmp_path, again, here) == merged(tmp_path, plans, here)
