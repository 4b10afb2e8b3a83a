"""What the learner does with a report: says why, disputes, grades again, adds cards."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import CardKind, ChoiceQuestion, Deck, Scenario
from certdeck.core.errors import ExamError
from certdeck.core.exam.answers import Answer, Chosen
from certdeck.core.exam.insight import MissReason
from certdeck.core.ids import ItemId, OptionId
from certdeck.core.richtext import plain
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.misses import Step
from tests.builders import card, form, options
from tests.builders import sitting as new_sitting
from tests.clock import FixedClock
from tests.library import open_library
from tests.presenters.report_reader import Reader
from tests.sitting import CASE, CHOICE, MATCHING, RESPONSE, SIX, answer_all, begin, exam_deck, finish


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    with open_library(tmp_path, exam_deck(), clock) as opened:
        yield opened


def chosen(names: str) -> Chosen:
    return Chosen(frozenset(OptionId(name) for name in names))


def reader(services: Services, answers: dict[int, Answer | None] | None = None) -> Reader:
    """Read a report with question 1 wrong and 2 open, unless other answers are given."""
    given: dict[int, Answer | None] = {CHOICE: chosen("b"), RESPONSE: None} if answers is None else answers
    return Reader(services, finish(services, answer_all(services, begin(services), given)))


def update(services: Services, clock: FixedClock, content: Deck) -> None:
    """Install `content` in place of the deck that was there."""
    with services.store.open(writing=True) as work:
        work.content.replace(replace(content, version="1.2.0", digest="2" * 64), clock.now())
        work.commit()
    services.library._heads = None


def with_key(content: Deck, name: str, key: str) -> Deck:
    def corrected(question: ChoiceQuestion) -> ChoiceQuestion:
        return replace(question, options=options(len(question.options), key))

    questions = (
        corrected(question) if question.id == name and isinstance(question, ChoiceQuestion) else question
        for question in content.questions
    )
    return replace(content, questions=tuple(questions))


# --- Why


def test_a_reason_is_kept_and_the_same_again_takes_it_back(services: Services) -> None:
    read = reader(services)
    read.presenter.give_reason(CHOICE, MissReason.MISREAD)
    assert read.view.row(CHOICE).reason == "misread"
    assert read.view.row(CHOICE).marks == ("misread",)
    assert read.detail(CHOICE).reason is MissReason.MISREAD
    assert services.results.reasons(read.presenter.sitting.id) == {CHOICE - 1: MissReason.MISREAD}
    read.presenter.give_reason(CHOICE, MissReason.MISREAD)
    assert read.view.row(CHOICE).reason == ""
    assert services.results.reasons(read.presenter.sitting.id) == {}


def test_another_reason_takes_the_place_of_the_first(services: Services) -> None:
    read = reader(services)
    read.presenter.give_reason(CHOICE, MissReason.MISREAD)
    read.presenter.give_reason(CHOICE, MissReason.NO_TIME)
    assert read.view.row(CHOICE).reason == "ran out of time"


def test_a_right_answer_has_no_reason(services: Services) -> None:
    read = reader(services)
    read.presenter.give_reason(MATCHING, MissReason.MISREAD)
    assert read.view.row(MATCHING).reason == ""
    assert not read.detail(MATCHING).missed


def test_the_reasons_are_counted_in_a_line(services: Services) -> None:
    read = reader(services)
    assert read.view.reasons == "Why? Keys 1 to 4 on a missed question keep the reason."
    read.presenter.give_reason(CHOICE, MissReason.UNKNOWN)
    assert read.view.reasons == "1 did not know, 1 without a reason"
    read.presenter.give_reason(RESPONSE, MissReason.UNKNOWN)
    assert read.view.reasons == "2 did not know"
    assert reader(services, {}).view.reasons == ""


# --- Disputes


def test_a_dispute_marks_the_question_until_it_is_withdrawn(services: Services) -> None:
    read = reader(services)
    read.presenter.dispute(CHOICE, " The guide says C. ")
    assert read.view.message == "Your objection is kept"
    assert read.view.row(CHOICE).disputed
    assert read.detail(CHOICE).dispute == "The guide says C."
    assert read.changes == [Changes(exams=True)]
    read.presenter.dispute(CHOICE, "")
    assert read.view.message == "Your objection is withdrawn"
    assert not read.view.row(CHOICE).disputed


def test_a_dispute_that_is_too_long_is_refused(services: Services) -> None:
    read = reader(services)
    with pytest.raises(ExamError, match="It was not kept"):
        read.presenter.dispute(CHOICE, "x" * 2001)
    assert not read.view.row(CHOICE).disputed


# --- Grading again


def test_a_corrected_key_is_offered_and_graded_beside_the_first_result(services: Services, clock: FixedClock) -> None:
    read = reader(services)
    first = read.view.score.number
    update(services, clock, with_key(exam_deck(), "q-choice", "b"))
    clock.advance(days=2)
    read.presenter.show()
    assert read.view.correction is not None
    assert read.view.correction.title == "The key of 1 question was corrected since"
    assert read.view.row(CHOICE).corrected
    read.presenter.grade_again()
    assert read.views[-1].correction is None
    assert read.view.score.number == first
    assert read.view.score.regraded == ("Graded again on 16 Mar 2026 with deck 1.2.0: 844",)
    assert read.view.row(CHOICE).corrected
    assert read.detail(CHOICE).correction == (
        "The key of this question was corrected since. It is B now. By that your answer is right."
    )
    assert read.changes == [Changes(exams=True)]


def test_nothing_is_graded_again_while_no_key_has_changed(services: Services) -> None:
    read = reader(services)
    assert read.view.correction is None
    with pytest.raises(ExamError, match="Its result stands"):
        read.presenter.grade_again()


def test_the_report_shows_questions_and_cases_as_they_were_asked(services: Services, clock: FixedClock) -> None:
    content = exam_deck()
    asked = replace(form(content.questions), scenarios=content.scenarios)
    head = services.exams.head(begin(services).id)
    with services.store.open(writing=True) as work:
        identity = work.sittings.add(head, new_sitting(asked))
        work.commit()
    read = Reader(services, finish(services, services.exams.load(identity)))
    later = Scenario(ItemId("case-1"), "A case", "Another story.")
    questions = tuple(replace(question, stem="New stem?") for question in content.questions)
    update(services, clock, replace(content, questions=questions, scenarios=(later,)))
    detail = read.detail(CASE)
    assert plain(detail.scenario) == "A bank has one problem."
    assert plain(detail.stem) == "Stem of q-case?"


# --- Cards


def test_the_plan_says_what_happens_to_each_card(services: Services) -> None:
    plan = reader(services).presenter.plan()
    assert plan.text == "2 cards will be asked today: 2 made of the question."
    assert [(entry.asks, entry.step, entry.questions) for entry in plan.cards] == [
        ("Stem of q-choice?", Step.MAKE, "question 1"),
        ("Stem of q-response?", Step.MAKE, "question 2"),
    ]
    assert plan.needed


@pytest.mark.parametrize(
    ("limit", "text", "message"),
    [
        (2, "2 cards will be asked today: 2 made of the question.", "2 cards added to today"),
        (
            1,
            (
                "2 cards will come first: 2 made of the question. "
                "Today takes 1 new card more; the others are asked on the days after."
            ),
            "2 cards added, 1 after today",
        ),
        (
            0,
            (
                "2 cards will come first: 2 made of the question. "
                "Today takes no more new cards; they are asked on the days after."
            ),
            "2 cards added, to be asked after today",
        ),
    ],
)
def test_cards_beyond_the_daily_limit_are_not_promised_for_today(
    services: Services, limit: int, text: str, message: str
) -> None:
    services.options.change(new_per_day=limit)
    read = reader(services)
    assert read.presenter.plan().text == text
    read.presenter.add()
    assert read.view.message == message
    assert services.study.today().counts.new == limit


def test_cards_that_were_added_one_by_one_are_not_promised_for_the_same_room(services: Services) -> None:
    services.options.change(new_per_day=1)
    read = reader(services)
    read.presenter.add(1)
    assert read.view.message == "1 card added to today"
    assert "Today takes no more new cards" in read.presenter.plan(2).text
    read.presenter.add(2)
    assert read.view.message == "1 card added, to be asked after today"


def test_added_cards_are_asked_today_and_taken_back_by_undo(services: Services) -> None:
    before = services.study.today().counts.total
    read = reader(services)
    read.presenter.add()
    assert (read.view.message, read.view.undoable) == ("2 cards added to today", True)
    assert services.study.today().counts.total == before + 2
    read.presenter.undo()
    assert read.view.message == "Adding to today's cards undone"
    assert services.study.today().counts.total == before
    assert [bool(changes.study and changes.content) for changes in read.changes] == [True, True]


def test_adding_twice_adds_nothing_and_says_so(services: Services) -> None:
    read = reader(services)
    read.presenter.add()
    plan = read.presenter.plan()
    assert (plan.text, plan.needed) == ("All 2 cards are added already or asked today anyway.", False)
    read.presenter.add()
    assert (read.view.message, read.view.undoable) == ("All 2 cards are added already or asked today anyway.", False)


def test_a_single_question_can_be_added(services: Services) -> None:
    read = reader(services)
    read.presenter.add(SIX)
    assert read.view.message == "1 card added to today"
    assert read.presenter.plan(SIX).text == "The card on it is added already or asked today anyway."


def test_a_linked_card_is_used_for_all_questions_that_lead_to_it(services: Services, clock: FixedClock) -> None:
    linked = card("c-cloze", CardKind.CLOZE, front="{{c1::One}} fact " + "and more " * 30)
    questions = tuple(replace(question, links=(linked.id,)) for question in exam_deck().questions)
    update(services, clock, replace(exam_deck(), cards=(linked,), questions=questions))
    sitting = answer_all(services, begin(services, questions), {CHOICE: None, RESPONSE: None})
    plan = Reader(services, finish(services, sitting)).presenter.plan()
    (entry,) = plan.cards
    assert entry.questions == "questions 1, 2"
    assert entry.asks.startswith("One fact and more")
    assert entry.asks.endswith(" …")


def test_a_report_on_a_running_exam_is_refused(services: Services) -> None:
    with pytest.raises(ExamError, match="still runs"):
        Reader(services, begin(services).id)
