from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from certdeck.core.deck import ChoiceQuestion, Deck, MatchingQuestion, OrderingQuestion
from certdeck.core.errors import CertdeckError
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.conduct import Conduct, ExtraTime, Mode, conduct
from certdeck.core.exam.events import Answered, Ending
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.report import PASS_SHARE, ScoreReport, Share, report
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import ItemId
from certdeck.core.scheduling.schedule import Rating
from certdeck.presenters.today import BacklogView, StepKind, StepView, TodayPresenter, TodayView, verdict_words
from certdeck.services.catalogue import Services
from tests.breaks import break_off
from tests.builders import bank, blueprint, card, deck, sheet, sitting
from tests.clock import FixedClock
from tests.library import open_library


def study_deck() -> Deck:
    """Return four cards, a bank of questions, and a sheet for each of three domains."""
    exam = blueprint()
    tasks = ("1.1", "1.2", "2.1", "4.1")
    return deck(
        cards=tuple(card(f"c-{task}", task=task) for task in tasks),
        questions=bank(exam, per_task=6),
        sheets=tuple(sheet(f"s-{task}", task=task) for task in ("1.1", "2.1", "3.1")),
    )


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    with open_library(tmp_path, study_deck(), clock) as opened:
        yield opened


def seen(services: Services) -> TodayView:
    return TodayPresenter(services).view()


def right(item: FormItem) -> Answer:
    match item.question:
        case ChoiceQuestion() as question:
            return Chosen(question.keys)
        case OrderingQuestion() as question:
            return Ordered((*question.key, *(decoy.id for decoy in question.decoys)))
        case MatchingQuestion() as question:
            return Matched(question.key)


def sit(services: Services, *, right_until: int, seed: int = 1, minutes: float = 90) -> Sitting:
    """Sit an exam in which the first `right_until` questions are answered right and the others not at all."""
    taken = services.exams.start(seed=seed)
    for position, item in enumerate(taken.form.items[:right_until]):
        taken = services.exams.record(taken, Answered(position, right(item)), position * 10.0)
    services.exams.finish(taken, Ending.SUBMITTED, minutes * 60)
    return taken


def open_steps(view: TodayView) -> list[StepKind]:
    return [step.kind for step in view.steps if not step.done]


def step(view: TodayView, kind: StepKind, *, done: bool = False) -> StepView:
    return next(entry for entry in view.steps if entry.kind is kind and entry.done is done)


# --- The first day


def test_the_first_day_shows_the_exam_as_it_is(services: Services) -> None:
    view = seen(services)
    assert view.day == "Saturday 14 March"
    assert view.result is None
    assert view.facts is not None
    assert view.facts.questions == 65
    assert view.facts.parts == "In 130 min, 50 scored; 720 of 1000 passes"
    assert [weight.percent for weight in view.facts.weights] == [28, 26, 22, 24]
    assert (view.status.code, view.status.checked, view.status.facts) == ("EX-1", "1 Mar 2026", "")


def test_cards_come_first_then_the_exam_then_a_sheet(services: Services) -> None:
    view = seen(services)
    assert open_steps(view) == [StepKind.REVIEW, StepKind.EXAM, StepKind.SHEET]
    assert (view.cards.new, view.cards.left, view.cards.rated) == (4, 4, 0)
    assert (view.steps[0].title, view.steps[0].why) == ("Review 4 cards", "4 new")
    assert step(view, StepKind.EXAM).why == "65 questions; 72 in the bank"
    assert view.time_note == "1 min of cards left"


def test_domains_show_the_cards_that_are_known(services: Services, clock: FixedClock) -> None:
    before = seen(services).domains
    assert (before.mark, before.rows[0].words) == (None, "0 of 2")
    turn = services.study.next()
    assert turn is not None
    services.study.rate(turn.face.id, Rating.EASY, milliseconds=1000)
    after = seen(services).domains
    assert [(row.words, row.share) for row in after.rows] == [
        ("1 of 2", 0.5),
        ("0 of 1", 0.0),
        ("0 of 0", 0.0),
        ("0 of 1", 0.0),
    ]


def test_another_day_brings_another_sheet(services: Services, clock: FixedClock) -> None:
    sheets = []
    for _ in range(3):
        sheets.append(step(seen(services), StepKind.SHEET).sheet)
        clock.advance(days=1)
    assert sorted(str(name) for name in sheets) == ["s-1.1", "s-2.1", "s-3.1"]


def test_the_small_hours_belong_to_the_day_before(services: Services, clock: FixedClock) -> None:
    clock.advance(3600 * 15)
    assert seen(services).day == "Saturday 14 March"
    clock.advance(3600 * 2)
    assert seen(services).day == "Sunday 15 March"


# --- Work in progress


def test_rated_cards_become_a_done_row(services: Services) -> None:
    while (turn := services.study.next()) is not None:
        services.study.rate(turn.face.id, Rating.EASY, milliseconds=30_000)
    view = seen(services)
    assert StepKind.REVIEW not in open_steps(view)
    done = step(view, StepKind.REVIEW, done=True)
    assert (done.title, done.why, done.minutes, done.action) == (
        "4 cards rated",
        "All that was due today",
        "2 min",
        "done",
    )
    assert view.time_note == "2 min done"


def test_a_day_half_done_shows_what_is_left_and_what_was_done(services: Services) -> None:
    turn = services.study.next()
    assert turn is not None
    services.study.rate(turn.face.id, Rating.AGAIN, milliseconds=30_000)
    view = seen(services)
    assert view.steps[0].why == "3 new, 1 learning"
    assert step(view, StepKind.REVIEW, done=True).why == "So far today"


def test_a_running_exam_is_resumed_before_anything_else(services: Services) -> None:
    running = services.exams.start(seed=1)
    services.exams.tick(running, 600.0)
    view = seen(services)
    assert open_steps(view) == [StepKind.RESUME, StepKind.REVIEW, StepKind.SHEET]
    assert (view.steps[0].sitting, view.steps[0].minutes) == (running.id, "2 h")


@pytest.mark.parametrize(
    ("rules", "why", "minutes"),
    [
        (conduct(Mode.EXAM), "The clock stands still while you are away", "2 h"),
        (conduct(Mode.REHEARSAL), "The clock runs on", "1 h 30 min"),
        (conduct(Mode.PRACTICE, extra=ExtraTime.UNTIMED), "No time limit", ""),
    ],
)
def test_a_running_exam_tells_what_its_clock_does_and_what_is_left_now(
    services: Services, clock: FixedClock, rules: Conduct, why: str, minutes: str
) -> None:
    services.exams.tick(services.exams.start(seed=1, conduct=rules), 600.0)
    clock.advance(1800.0)
    found = seen(services).steps[0]
    assert (found.kind, found.why, found.minutes) == (StepKind.RESUME, why, minutes)


# --- After an exam


def test_the_last_exam_is_shown_with_its_range(services: Services, clock: FixedClock) -> None:
    taken = sit(services, right_until=40)
    score = services.exams.report(taken.id)[1]
    view = seen(services)
    assert view.facts is None
    assert view.result is not None
    assert (view.result.sitting, view.result.scaled) == (taken.id, score.scaled)
    assert (view.result.low, view.result.high, view.result.passing) == (score.low, score.high, 720)
    assert (view.result.day, view.result.change, view.result.trend) == ("14 Mar 2026", "", (score.scaled,))
    assert view.status.facts == "65 questions in 130 min; 720 of 1000 passes"
    assert view.domains.mark == PASS_SHARE
    assert [row.share for row in view.domains.rows] == [result.share.value for result in score.domains]
    assert step(view, StepKind.EXAM).why == "65 questions; 7 of 72 in the bank not seen yet"


def test_an_exam_of_today_is_a_done_row_with_its_hour(services: Services, clock: FixedClock) -> None:
    sit(services, right_until=65)
    done = step(seen(services), StepKind.EXAM, done=True)
    assert (done.title, done.why) == ("EX-1 practice exam 1", "Estimated score 1000")
    assert (done.minutes, done.action) == ("1 h 30 min", "done 12:00")
    clock.advance(days=1)
    assert all(not entry.done for entry in seen(services).steps)


def test_scores_are_compared_with_the_one_before(services: Services) -> None:
    presenter = TodayPresenter(services)
    said = []
    for seed, right_until in enumerate((20, 60, 30, 30)):
        sit(services, right_until=right_until, seed=seed)
        result = presenter.view().result
        assert result is not None
        said.append(result.change.split(" ")[0])
    assert said[:3] == ["", "up", "down"]
    assert presenter.view().result is not None


def test_the_same_score_again_is_as_before(services: Services) -> None:
    sit(services, right_until=65, seed=1)
    sit(services, right_until=65, seed=2)
    result = seen(services).result
    assert result is not None
    assert (result.change, len(result.trend)) == ("as before", 2)
    assert result.ticks == (500, 600, 700, 800, 900, 1000)


def test_a_low_score_widens_the_scale(services: Services) -> None:
    sit(services, right_until=0)
    result = seen(services).result
    assert result is not None
    assert result.ticks == (100, 400, 700, 1000)


def test_the_sheet_is_of_the_weakest_domain(services: Services) -> None:
    taken = services.exams.start(seed=1)
    for position, item in enumerate(taken.form.items):
        if not item.task.startswith("2"):
            taken = services.exams.record(taken, Answered(position, right(item)), 10.0)
    services.exams.finish(taken, Ending.SUBMITTED, 600)
    read = step(seen(services), StepKind.SHEET)
    assert read.sheet == ItemId("s-2.1")
    assert read.why.startswith("D2 was weakest in your last exam: 0 of ")


def test_a_weakest_domain_without_a_sheet_leaves_the_sheet_of_the_day(services: Services) -> None:
    taken = services.exams.start(seed=1)
    for position, item in enumerate(taken.form.items):
        if not item.task.startswith("4"):
            taken = services.exams.record(taken, Answered(position, right(item)), 10.0)
    services.exams.finish(taken, Ending.SUBMITTED, 600)
    assert step(seen(services), StepKind.SHEET).why.startswith("Today's sheet is from D")


def test_when_every_question_was_seen_the_row_says_so(services: Services) -> None:
    for seed in range(8):
        sit(services, right_until=0, seed=seed)
    assert step(seen(services), StepKind.EXAM).why == "65 questions; all 72 in the bank seen before"


# --- After a break


def test_a_backlog_is_offered_spread_and_left(services: Services, clock: FixedClock) -> None:
    presenter = TodayPresenter(services)
    many = tuple(card(f"c-{number}") for number in range(40))
    with services.store.open(writing=True) as work:
        work.content.replace(deck(cards=many, digest="4" * 64), clock.now())
        work.commit()
    assert presenter.view().backlog is None
    break_off(services.store, clock.now(), days=4, cards=40, per_day=20)
    offer = presenter.view().backlog
    assert offer == BacklogView(
        "40 reviews have waited since Wednesday",
        "Spread them over 4 days? New cards wait until then.",
        "Spread them",
        "Not now",
    )
    assert presenter.agree().study
    clock.advance(days=1)
    running = presenter.view().backlog
    assert running is not None
    assert (running.title, running.agree, running.decline) == ("Catching up: day 2 of 4", "", "Stop spreading")
    assert running.text == "40 reviews from before today still to come. New cards wait."
    assert presenter.decline().study
    back = presenter.view().backlog
    assert back is not None
    assert back.agree == "Spread them"
    presenter.decline()
    assert presenter.view().backlog is None
    clock.advance(days=5)
    late = presenter.view().backlog
    assert late is not None
    assert late.title == "40 reviews have waited since 11 Mar 2026"


# --- Edges


def test_without_a_deck_there_is_no_page(tmp_path: Path, clock: FixedClock) -> None:
    with open_library(tmp_path, None, clock) as services, pytest.raises(CertdeckError, match="No deck is installed"):
        seen(services)


def test_a_deck_without_sheets_offers_none(tmp_path: Path, clock: FixedClock) -> None:
    with open_library(tmp_path, replace(study_deck(), sheets=()), clock) as services:
        assert StepKind.SHEET not in open_steps(seen(services))


def test_a_sheet_beyond_the_blueprint_is_just_todays(tmp_path: Path, clock: FixedClock) -> None:
    with open_library(tmp_path, replace(study_deck(), sheets=(sheet(task="9.9"),)), clock) as services:
        assert step(seen(services), StepKind.SHEET).why == "Today's sheet"


def test_an_unfinished_exam_has_a_minute_left_at_least(services: Services) -> None:
    running = services.exams.start(seed=1)
    services.exams.tick(running, timedelta(minutes=130).total_seconds() - 5)
    assert seen(services).steps[0].minutes == "1 min"


@pytest.mark.parametrize(
    ("right_answers", "words"),
    [
        (48, "Above the line: likely to pass"),
        (36, "Near the line: more likely to pass than not"),
        (33, "Near the line: less likely to pass than not"),
        (20, "Below the line: more practice needed"),
    ],
)
def test_a_verdict_considers_the_range(right_answers: int, words: str) -> None:
    assert verdict_words(graded(right_answers)) == words


def graded(right_answers: int) -> ScoreReport:
    """Return a report with `right_answers` of 50."""
    return replace(report(sitting(), blueprint()), overall=Share(right_answers, 50))
