"""Fitting through the services: what is kept, what is left alone, and memories that belong to the parameters."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import fsrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certdeck.core.errors import CertdeckError, FitError
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.parameters import DEFAULTS, Parameters, Score
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating, Schedule
from certdeck.ports.exporting import Cancelled, Progress
from certdeck.ports.memory import Fitted, ReviewLog
from certdeck.ports.replays import Rated
from certdeck.services.changes import Changes
from certdeck.services.fits import SETTING
from certdeck.services.fitting import Outcome
from certdeck.services.replay import review_log, set_back
from tests.builders import NOON, card, deck
from tests.memory.learners import Reviewed, learner, studied
from tests.reviewing import cards, face_of, faces, record
from tests.services.parts import Parts

DAY = timedelta(days=1)
OWN: Parameters = (0.5, 2.0, 5.0, 15.0, *DEFAULTS[4:20], 0.3)
REVIEWS = studied(learner(2), 2000)
DECK = DeckId("deck-1")


@dataclass
class SureFitter:
    """Always finds `OWN`; `after` is its log loss, that of the defaults is 0.5."""

    after: float = 0.4
    error: Exception | None = None
    log: ReviewLog | None = None

    def fit(self, log: ReviewLog, progress: Progress) -> Fitted:
        self.log = log
        for done in range(3):
            progress(done, 2)
        if self.error is not None:
            raise self.error
        return Fitted(OWN, Score(0.5, 0.1), Score(self.after, 0.05), log.scored, log.scored // 5)


@pytest.fixture
def fitter() -> SureFitter:
    return SureFitter()


@pytest.fixture
def parts(tmp_path: Path, fitter: SureFitter) -> Parts:
    made = Parts(tmp_path / "decks", fitter=fitter)
    made.install(deck(cards=cards(len(faces(REVIEWS)))))
    record(made.store, REVIEWS)
    made.clock.advance(days=(REVIEWS[-1].at - NOON).days + 1)
    return made


def memories(parts: Parts) -> dict[FaceId, MemoryState | None]:
    with parts.store.open() as work:
        return {face: work.study.state(face).schedule.memory for face in faces(REVIEWS)}


def by_the_library(parameters: Parameters, reviews: list[Reviewed]) -> dict[FaceId, MemoryState]:
    scheduler = fsrs.Scheduler(parameters, enable_fuzzing=False)
    known: dict[FaceId, fsrs.Card] = {}
    for review in reviews:
        before = known.get(face_of(review), fsrs.Card(card_id=1, due=review.at))
        known[face_of(review)], _ = scheduler.review_card(before, fsrs.Rating(review.rating), review.at)
    return {face: MemoryState(one.stability or 0, one.difficulty or 0) for face, one in known.items()}


def close(found: dict[FaceId, MemoryState | None], expected: dict[FaceId, MemoryState]) -> bool:
    assert found.keys() == expected.keys()
    return all(
        memory is not None
        and memory.stability == pytest.approx(expected[face].stability, rel=1e-6)
        and memory.difficulty == pytest.approx(expected[face].difficulty, rel=1e-6)
        for face, memory in found.items()
    )


def test_a_fit_that_foretells_better_is_kept_and_every_memory_goes_by_it(parts: Parts) -> None:
    report = parts.fitting.fit()
    assert (report.outcome, report.changes) == (Outcome.KEPT, Changes(study=True, settings=True))
    assert (report.ratings, report.set_back) == (2000, 0)
    fit = parts.fitting.standing()
    assert fit is not None
    assert (fit.parameters, fit.at, fit.reviews) == (OWN, parts.clock.now(), report.reviews)
    assert fit.gain == pytest.approx(0.2)
    assert close(memories(parts), by_the_library(OWN, REVIEWS))
    assert parts.again().fitting.standing() == fit


def test_due_times_phases_and_the_log_stay(parts: Parts) -> None:
    before = [parts.study.state(face) for face in faces(REVIEWS)]
    with parts.store.open() as work:
        last = work.replays.last_id()
    parts.fitting.fit()
    after = [parts.study.state(face) for face in faces(REVIEWS)]
    assert [state._replace(schedule=state.schedule._replace(memory=None)) for state in after] == [
        state._replace(schedule=state.schedule._replace(memory=None)) for state in before
    ]
    with parts.store.open() as work:
        assert work.replays.last_id() == last


def test_due_times_move_when_the_learner_asks(parts: Parts) -> None:
    before = [parts.study.state(face).schedule for face in faces(REVIEWS)]
    parts.fitting.fit(reschedule=True)
    after = [parts.study.state(face).schedule for face in faces(REVIEWS)]
    steps = [old.due == new.due for old, new in zip(before, after, strict=True) if old.phase is not Phase.REVIEW]
    assert all(steps)
    moved = [old.due != new.due for old, new in zip(before, after, strict=True) if old.phase is Phase.REVIEW]
    assert sum(moved) > len(moved) / 2


def test_moved_due_times_are_one_change_that_undo_and_redo_know(parts: Parts) -> None:
    report = parts.fitting.fit()
    before = [parts.study.state(face) for face in faces(REVIEWS)]
    done = parts.fitting.reschedule()
    after = [parts.study.state(face) for face in faces(REVIEWS)]
    moved = sum(old != new for old, new in zip(before, after, strict=True))
    assert (report.moved, done.moved, done.changes) == (0, moved, Changes(study=True))
    coming = parts.history.coming(undo=True)
    _, change = parts.history.undo()
    assert change is not None
    assert (change.kind, len(change.faces)) == ("reschedule", moved)
    assert (coming, parts.history.coming(undo=False)) == (change, change)
    assert [parts.study.state(face) for face in faces(REVIEWS)] == before
    parts.history.redo()
    assert [parts.study.state(face) for face in faces(REVIEWS)] == after
    assert parts.fitting.reschedule().changes == Changes(), "there is nothing left to move"


def test_taking_moved_due_times_back_after_the_fit_was_given_up_keeps_memories_by_the_defaults(parts: Parts) -> None:
    before = [parts.study.state(face) for face in faces(REVIEWS)]
    parts.fitting.fit(reschedule=True)
    parts.fitting.use_defaults()
    parts.history.undo()
    assert [parts.study.state(face) for face in faces(REVIEWS)] == before


def test_going_back_to_the_defaults_gives_the_states_that_studying_gave(parts: Parts) -> None:
    before = [parts.study.state(face) for face in faces(REVIEWS)]
    parts.fitting.fit(reschedule=True)
    assert [parts.study.state(face) for face in faces(REVIEWS)] != before
    assert parts.fitting.use_defaults(reschedule=True) == Changes(study=True, settings=True)
    assert parts.fitting.standing() is None
    assert parts.options.of(DECK).options.parameters == ()
    assert [parts.study.state(face) for face in faces(REVIEWS)] == before


def test_the_next_rating_goes_by_the_fit(parts: Parts) -> None:
    new = cards(len(faces(REVIEWS)) + 1)[-1]
    parts.install(deck(cards=cards(len(faces(REVIEWS)) + 1), digest="1" * 64))
    parts.fitting.fit()
    parts.study.rate(FaceId(f"{new.id}/1"), Rating.GOOD, milliseconds=1000)
    memory = parts.study.state(FaceId(f"{new.id}/1")).schedule.memory
    assert memory is not None
    assert memory.stability == OWN[2]


def test_a_fit_that_foretells_no_better_changes_nothing(parts: Parts, fitter: SureFitter) -> None:
    before = memories(parts)
    for fitter.after in (0.5, 0.6):
        report = parts.fitting.fit()
        assert (report.outcome, report.changes) == (Outcome.NO_BETTER, Changes())
    assert parts.fitting.standing() is None
    assert memories(parts) == before


def test_an_earlier_fit_stays_when_a_later_one_is_no_better(parts: Parts, fitter: SureFitter) -> None:
    parts.fitting.fit()
    kept = parts.fitting.standing()
    fitter.after = 0.6
    parts.fitting.fit()
    assert parts.fitting.standing() == kept


def test_a_dry_run_tells_and_keeps_nothing(parts: Parts) -> None:
    before = memories(parts)
    report = parts.fitting.fit(dry_run=True)
    assert (report.outcome, report.changes) == (Outcome.TRIED, Changes())
    assert report.fitted is not None
    assert (parts.fitting.standing(), memories(parts)) == (None, before)


def test_too_few_reviews_are_counted_and_nothing_is_tried(tmp_path: Path, fitter: SureFitter) -> None:
    parts = Parts(tmp_path / "decks", fitter=fitter)
    parts.install(deck(cards=cards(len(faces(REVIEWS)))))
    record(parts.store, REVIEWS[:600])
    report = parts.fitting.fit()
    assert (report.outcome, report.ratings, report.needed) == (Outcome.TOO_FEW, 600, 400)
    assert 0 < report.reviews < 400
    assert fitter.log is None


@pytest.mark.parametrize("error", [FitError("broken"), Cancelled()])
def test_a_fit_that_breaks_or_is_cancelled_changes_nothing(parts: Parts, fitter: SureFitter, error: Exception) -> None:
    before = memories(parts)
    fitter.error = error
    with pytest.raises(type(error)):
        parts.fitting.fit()
    assert (parts.fitting.standing(), memories(parts)) == (None, before)
    fitter.error = None
    assert parts.fitting.fit().outcome is Outcome.KEPT


def test_cancelling_while_the_log_is_played_changes_nothing(parts: Parts) -> None:
    before, seen = memories(parts), []

    def cancel_late(done: int, total: int) -> None:
        seen.append(done / total)
        if done / total >= 0.9:
            raise Cancelled

    with pytest.raises(Cancelled):
        parts.fitting.fit(cancel_late)
    assert seen == sorted(seen)
    assert (parts.fitting.standing(), memories(parts)) == (None, before)


def test_a_second_fit_at_the_same_time_is_refused_in_words(parts: Parts) -> None:
    said: list[str] = []

    def begin_another(_done: int, _total: int) -> None:
        with pytest.raises(FitError) as refused:
            parts.fitting.use_defaults()
        said.append(str(refused.value))

    parts.fitting.fit(begin_another)
    assert said[0] == "The schedule is being fitted already. Wait for that, or cancel it."
    parts.fitting.use_defaults()


def test_a_card_that_is_rated_while_the_log_is_played_has_the_memory_of_all_its_ratings(parts: Parts) -> None:
    late = REVIEWS[-1]
    rated: list[Reviewed] = []

    def rate_once(done: int, total: int) -> None:
        if done / total >= 0.9 and not rated:
            rated.append(Reviewed(late.card, parts.clock.now(), 3))
            parts.study.rate(face_of(late), Rating.GOOD, milliseconds=1000)

    parts.fitting.fit(rate_once)
    assert rated
    assert close(memories(parts), by_the_library(OWN, [*REVIEWS, *rated]))


def test_taking_back_a_rating_from_before_the_fit_leaves_a_memory_by_the_fit(parts: Parts) -> None:
    parts.fitting.fit()
    parts.history.undo()
    assert close(
        {face: memory for face, memory in memories(parts).items() if memory is not None},
        by_the_library(OWN, REVIEWS[:-1]),
    )


def test_taking_back_a_rating_from_after_the_fit_brings_the_state_back(parts: Parts) -> None:
    parts.fitting.fit()
    face = face_of(REVIEWS[0])
    before = parts.study.state(face)
    parts.study.rate(face, Rating.AGAIN, milliseconds=1000)
    assert parts.study.state(face) != before
    parts.history.undo()
    assert parts.study.state(face) == before


OTHER = DeckId("deck-2")


def install_another(parts: Parts) -> None:
    parts.install(deck("deck-2", blueprints=(), cards=(card("d-1"),), questions=(), sheets=(), digest="2" * 64))


def test_decks_with_the_same_options_share_their_parameters_and_their_reviews(parts: Parts) -> None:
    install_another(parts)
    report = parts.fitting.fit(deck=OTHER)
    assert (report.outcome, report.ratings) == (Outcome.KEPT, len(REVIEWS))
    assert parts.fitting.standing(OTHER) == parts.fitting.standing(DECK) is not None
    assert parts.options.of(DECK).options.parameters == OWN
    assert close(memories(parts), by_the_library(OWN, REVIEWS))


def test_a_deck_with_other_options_has_other_parameters(parts: Parts) -> None:
    install_another(parts)
    _, preset = parts.options.add("Mine")
    parts.options.assign(OTHER, preset.id)
    parts.fitting.fit()
    assert parts.fitting.standing(DECK) is not None
    assert parts.fitting.standing(OTHER) is None
    assert parts.fitting.fit(deck=OTHER).outcome is Outcome.TOO_FEW
    assert parts.options.of(OTHER).options.parameters == ()


def test_options_that_change_meanwhile_stay_changed(parts: Parts) -> None:
    changed: list[Changes] = []

    def change_once(_done: int, _total: int) -> None:
        if not changed:
            changed.append(parts.options.change(new_per_day=7))

    parts.fitting.fit(change_once)
    options = parts.options.of(DECK).options
    assert (options.new_per_day, options.parameters) == (7, OWN)


def test_an_unknown_deck_is_refused_in_words(parts: Parts) -> None:
    with pytest.raises(CertdeckError, match=r"There is no deck called deck-9 in your library. It has deck-1"):
        parts.fitting.fit(deck=DeckId("deck-9"))


def test_doing_a_rating_from_before_the_fit_again_leaves_a_memory_by_the_fit(parts: Parts) -> None:
    parts.history.undo()
    parts.fitting.fit()
    parts.history.redo()
    assert close(memories(parts), by_the_library(OWN, REVIEWS))


def test_replaying_with_the_parameters_in_force_changes_nothing(parts: Parts) -> None:
    for _ in range(2):
        before = memories(parts)
        assert parts.fitting.replay() == Changes(study=True)
        assert memories(parts) == before
        parts.fitting.fit()


UNUSABLE = {
    "parameters": [1, 2],
    "at": "2026-03-14T12:00:00+00:00",
    "reviews": 1,
    "before": {"log_loss": 1, "rmse": 1},
    "after": {"log_loss": 1, "rmse": 1},
}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '"x"',
        '{"presets": 3}',
        '{"presets": {"1": {}}}',
        json.dumps({"presets": {"1": UNUSABLE}}),
    ],
)
def test_a_stored_fit_that_makes_no_sense_counts_as_none(parts: Parts, text: str) -> None:
    with parts.store.open(writing=True) as work:
        work.preferences.put(SETTING, text)
        work.commit()
    again = parts.again()
    assert again.fitting.standing() is None
    again.fitting.fit()
    assert again.fitting.standing() is not None


def test_what_is_stored_names_day_reviews_and_both_scores(parts: Parts) -> None:
    report = parts.fitting.fit()
    with parts.store.open() as work:
        stored: Any = json.loads(work.preferences.all()[SETTING])
    kept = stored["presets"]["1"]
    assert kept["parameters"] == list(OWN)
    assert kept["at"] == parts.clock.now().isoformat()
    assert (kept["reviews"], kept["before"]["log_loss"], kept["after"]["log_loss"]) == (report.reviews, 0.5, 0.4)


# The log as a model is fitted to it


def rated(number: int, face: str, days: float, rating: int = 3, start: Schedule | None = None) -> Rated:
    return Rated(number, FaceId(face), NOON + days * DAY, Rating(rating), start)


def test_gaps_are_whole_days_since_the_rating_before_and_never_negative() -> None:
    new = Schedule()
    log = [rated(1, "c-1/1", 0, start=new), rated(2, "c-2/1", 1, 1, new), rated(3, "c-1/1", 2.9), rated(4, "c-1/1", 1)]
    assert review_log(log) == ReviewLog((0, 1, 0, 0), (0, 0, 2, 0), (3, 1, 3, 3))
    assert review_log(log).scored == 1
    assert set_back(log) == 1


def test_a_face_that_was_made_new_begins_a_history_of_its_own() -> None:
    log = [rated(1, "c-1/1", 0, start=Schedule()), rated(2, "c-1/1", 9, start=Schedule()), rated(3, "c-1/1", 12)]
    assert review_log(log) == ReviewLog((0, 1, 1), (0, 0, 3), (3, 3, 3))


def test_a_face_with_reviews_that_nobody_knows_is_left_out() -> None:
    known = Schedule(Phase.REVIEW, memory=MemoryState(5.0, 5.0), due=NOON, last_review=NOON)
    log = [rated(1, "c-1/1", 0, start=known), rated(2, "c-1/1", 9), rated(3, "c-2/1", 9, start=Schedule())]
    assert review_log(log) == ReviewLog((2,), (0,), (3,))


def test_a_clock_that_was_put_back_is_noted_and_every_rating_counts(parts: Parts, fitter: SureFitter) -> None:
    earlier = [Reviewed(review.card, review.at - 100 * DAY, review.rating) for review in REVIEWS[-50:]]
    record(parts.store, earlier)
    report = parts.fitting.fit()
    assert report.set_back >= 1
    assert report.ratings == len(REVIEWS) + 50
    assert fitter.log is not None
    assert len(fitter.log.gaps) == len(REVIEWS) + 50
    assert min(fitter.log.gaps) == 0
    assert close(memories(parts), by_the_library(OWN, [*REVIEWS, *earlier]))


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.floats(-2, 30)), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_replaying_any_log_with_the_defaults_gives_the_states_stored_while_studying(
    tmp_path: Path, rows: list[tuple[int, int, float]]
) -> None:
    parts = Parts(tmp_path / "decks")
    parts.install(deck(cards=cards(4)))
    now, reviews = NOON, []
    for number, rating, days in rows:
        now += days * DAY
        reviews.append(Reviewed(number, now, rating))
    record(parts.store, reviews)
    before = [parts.study.state(face) for face in faces(reviews)]
    parts.fitting.replay()
    assert [parts.study.state(face) for face in faces(reviews)] == before


def test_a_card_that_was_forgotten_on_purpose_begins_anew_in_every_replay(parts: Parts) -> None:
    first, second = face_of(REVIEWS[0]), face_of(REVIEWS[1])
    parts.faces.forget(first, second)
    parts.study.rate(first, Rating.GOOD, milliseconds=1000)
    before = [parts.study.state(face) for face in faces(REVIEWS)]
    parts.fitting.replay()
    assert [parts.study.state(face) for face in faces(REVIEWS)] == before
    parts.fitting.fit()
    memory = parts.study.state(first).schedule.memory
    assert memory is not None
    assert memory.stability == OWN[2]
    assert parts.study.state(second).schedule.memory is None
