"""The page before an exam without Qt: what goes together, what fits, and what Begin begins."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from certdeck.core.deck import Difficulty, FixedForm
from certdeck.core.errors import BankTooSmall
from certdeck.core.exam.conduct import ExtraTime, Mode, SittingKind, Tool
from certdeck.core.exam.events import Ending
from certdeck.core.exam.quiz import CASE, Pool
from certdeck.core.ids import ItemId
from certdeck.presenters.exam_start import StartPresenter, StartView, What, Wish
from certdeck.services.catalogue import Services
from tests.builders import EXAM, bank, blueprint, multiple_choice
from tests.clock import FixedClock
from tests.library import open_library
from tests.sitting import begin, exam_deck, finish

REAL = blueprint(weights=(60, 40), tasks=2, scored=8, unscored=2, minutes=30)
QUESTIONS = (*bank(REAL, 4), multiple_choice("q-case", scenario=ItemId("case-1")))
NAMES = sorted(question.id for question in bank(REAL, 4))
FORM = FixedForm(
    EXAM,
    "A",
    tuple(ItemId(name) for name in (*NAMES[:5], *NAMES[8:11])),
    tuple(ItemId(name) for name in (NAMES[5], NAMES[12])),
)


@dataclass
class Page:
    """A presenter and the views that it rendered."""

    services: Services
    views: list[StartView] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.presenter = StartPresenter(self.services, EXAM, self.views.append)
        self.presenter.show()

    @property
    def view(self) -> StartView:
        return self.views[-1]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = replace(exam_deck(), blueprints=(REAL,), questions=QUESTIONS, forms=(FORM,))
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


@pytest.fixture
def page(services: Services) -> Page:
    return Page(services)


def on(choices: tuple[object, ...]) -> list[str]:
    return [choice.key for choice in choices if choice.on]  # type: ignore[attr-defined]  # ChoiceView


def test_a_whole_exam_under_the_usual_rules_is_one_click_away(page: Page) -> None:
    assert (on(page.view.whats), on(page.view.modes), on(page.view.times)) == (["exam"], ["exam"], ["standard"])
    assert (page.view.summary, page.view.problem) == ("10 questions, 30 min", "")
    sitting = page.presenter.begin()
    assert (sitting.kind, sitting.conduct.mode, len(sitting.form.items)) == (SittingKind.EXAM, Mode.EXAM, 10)


def test_every_length_of_time_says_what_it_comes_to(page: Page) -> None:
    assert [choice.words for choice in page.view.times] == [
        "Standard time: 30 min",
        "30 minutes more (English is not my first language): 1 h",
        "Time × 1.25: 38 min",
        "Time × 1.5: 45 min",
        "Time × 2: 1 h",
        "No time limit",
    ]


def test_extra_time_is_remembered_for_the_next_exam(page: Page, services: Services) -> None:
    page.presenter.choose(extra=ExtraTime.HALF)
    assert page.view.summary == "10 questions, 45 min"
    assert Page(services).view.wish.extra is ExtraTime.HALF
    assert page.presenter.begin().seconds_allowed == 2700


def test_a_rehearsal_is_timed_runs_on_and_is_of_a_whole_exam(page: Page) -> None:
    page.presenter.choose(extra=ExtraTime.UNTIMED)
    page.presenter.choose(mode=Mode.REHEARSAL)
    assert page.view.wish.extra is ExtraTime.STANDARD
    assert "untimed" not in [choice.key for choice in page.view.times]
    assert any("Leaving ends the exam" in words for _, words in page.view.rules)
    assert page.presenter.conduct().runs_on
    page.presenter.choose(what=What.QUIZ)
    assert page.view.wish.mode is Mode.PRACTICE
    assert "rehearsal" not in [choice.key for choice in page.view.modes]


def test_only_an_exam_lets_the_learner_choose_what_the_clock_does(page: Page) -> None:
    assert page.view.may_run_on
    page.presenter.choose(runs_on=True)
    assert page.presenter.conduct().runs_on
    assert any("the clock runs on" in words for _, words in page.view.rules)
    for mode in (Mode.PRACTICE, Mode.REHEARSAL, Mode.REVIEW):
        page.presenter.choose(mode=mode)
        assert not page.view.may_run_on


def test_review_mode_has_no_time_to_choose(page: Page) -> None:
    page.presenter.choose(mode=Mode.REVIEW)
    assert (page.view.times, page.view.summary) == ((), "10 questions, no time limit")
    assert page.presenter.begin().seconds_allowed is None


def test_tools_that_the_learner_does_without_are_left_out(page: Page, services: Services) -> None:
    services.preferences.change(exam_without="strike note")
    assert not {Tool.STRIKE, Tool.NOTE} & page.presenter.begin().conduct.tools


def test_a_fixed_form_says_whether_it_was_sat(page: Page, services: Services) -> None:
    page.presenter.choose(what=What.FORM)
    assert [(form.key, form.on, form.note) for form in page.view.forms] == [("A", True, "not sat yet")]
    sitting = page.presenter.begin()
    assert {item.question.id for item in sitting.form.items} == set(FORM.items())
    assert Page(services).view.forms[0].note == "sat on 14 Mar 2026, not submitted"
    services.exams.finish(sitting, Ending.SUBMITTED, 5.0)
    assert Page(services).view.forms[0].note == "sat on 14 Mar 2026, 100"


def test_a_quiz_asks_ten_questions_of_all_domains_in_practice_mode(page: Page) -> None:
    page.presenter.choose(what=What.QUIZ)
    assert (page.view.wish.mode, page.view.fits, page.view.summary) == (
        Mode.PRACTICE,
        "17 questions fit",
        "10 questions, 30 min",
    )
    assert page.presenter.begin().title == "EX-1 quiz"


def test_a_quiz_offers_round_numbers_and_other_numbers_are_custom(page: Page, services: Services) -> None:
    page.presenter.choose(what=What.CUSTOM, count=13)
    page.presenter.choose(what=What.QUIZ)
    assert page.view.wish.count == 15
    offered = StartPresenter(services, EXAM, page.views.append, Wish(what=What.QUIZ, count=3))
    assert (offered.wish.what, offered.wish.count) == (What.CUSTOM, 3)


def test_a_quiz_of_a_domain_or_a_task_statement_is_called_by_its_name(page: Page) -> None:
    page.presenter.choose(what=What.QUIZ, count=5)
    assert [topic.words for topic in page.view.topics][:3] == ["All domains", "1 D1", "    1.1 T1.1"]
    page.presenter.choose(topic="2")
    assert page.view.fits == "8 questions fit"
    page.presenter.choose(topic="2.1")
    assert (page.view.fits, page.view.problem) == (
        "4 questions fit",
        "You asked for 5. Choose fewer, or leave more kinds and topics in.",
    )
    page.presenter.choose(count=3)
    sitting = page.presenter.begin()
    assert (sitting.title, {item.task for item in sitting.form.items}) == ("Quiz: 2.1 T2.1", {"2.1"})


def test_a_custom_exam_is_of_the_kinds_difficulties_and_minutes_chosen(page: Page) -> None:
    page.presenter.choose(what=What.CUSTOM, count=2, minutes=7)
    page.presenter.toggle("kinds", "ordering")
    page.presenter.toggle("kinds", "matching")
    page.presenter.toggle("kinds", "matching")
    page.presenter.toggle("difficulties", "medium")
    assert (on(page.view.kinds), on(page.view.difficulties)) == (["ordering"], ["medium"])
    assert (page.view.fits, page.view.summary) == ("4 questions fit", "2 questions, 7 min")
    sitting = page.presenter.begin()
    assert {item.question.kind for item in sitting.form.items} == {"ordering"}
    assert (sitting.seconds_allowed, sitting.kind, sitting.title) == (420, SittingKind.CUSTOM, "EX-1 custom exam")


def test_case_studies_are_offered_where_the_bank_has_some(page: Page) -> None:
    assert [kind.key for kind in page.view.kinds] == [
        "multiple-choice",
        "multiple-response",
        "ordering",
        "matching",
        CASE,
    ]


def test_kinds_chosen_for_a_custom_exam_do_not_narrow_a_quiz(page: Page) -> None:
    page.presenter.choose(what=What.CUSTOM, difficulties=frozenset({Difficulty.HARD}))
    assert page.view.fits == "0 questions fit"
    page.presenter.choose(what=What.QUIZ)
    assert page.view.fits == "17 questions fit"


def test_an_empty_pool_is_said_in_words(page: Page, services: Services) -> None:
    page.presenter.choose(what=What.QUIZ, pool=Pool.MISSED)
    assert page.view.problem == "There are no missed questions of that choice."
    finish(services, begin(services, QUESTIONS[:6]))
    assert Page(services).presenter.wish.pool is Pool.ALL
    again = StartPresenter(services, EXAM, page.views.append, Wish(what=What.QUIZ, pool=Pool.MISSED, count=1))
    again.show()
    assert (page.view.fits, page.view.problem) == ("1 question fit", "")


def test_a_bank_that_can_not_fill_the_exam_is_refused_when_it_begins(tmp_path: Path) -> None:
    content = replace(exam_deck(), blueprints=(blueprint(),))
    with open_library(tmp_path, content, FixedClock()) as services:
        page = Page(services)
        assert "form" not in [what.key for what in page.view.whats]
        with pytest.raises(BankTooSmall, match="There are not enough questions"):
            page.presenter.begin()
        assert services.exams.heads() == ()


def updated(services: Services, *forms: FixedForm) -> None:
    """Bring an update of the deck with other forms, another second domain, and no cases."""
    content = replace(exam_deck(), blueprints=(replace(REAL, domains=REAL.domains[:1]),), questions=QUESTIONS[:-1])
    with services.store.open(writing=True) as work:
        work.content.replace(replace(content, version="2.0.0", forms=forms), services.clock.now())
        work.commit()


@pytest.mark.parametrize("what", [What.FORM, What.CUSTOM])
def test_a_form_that_an_update_took_away_is_chosen_no_more(services: Services, tmp_path: Path, what: What) -> None:
    kept = Wish(what=what, form="A", topic="2.1", kinds=frozenset({CASE, "ordering"}), mode=Mode.PRACTICE)
    updated(services, replace(FORM, name="B"))
    with open_library(tmp_path, None, FixedClock()) as later:
        renewed = StartPresenter(later, EXAM, lambda _: None, kept).wish
    assert (renewed.what, renewed.form) == (what, "B" if what is What.FORM else "")
    assert (renewed.topic, set(renewed.kinds)) == ("", {"ordering"})


def test_without_any_form_left_a_whole_exam_is_offered(services: Services, tmp_path: Path) -> None:
    updated(services)
    with open_library(tmp_path, None, FixedClock()) as later:
        views: list[StartView] = []
        StartPresenter(later, EXAM, views.append, Wish(what=What.FORM, form="A")).show()
    assert on(views[-1].whats) == ["exam"]
    assert views[-1].forms == ()
