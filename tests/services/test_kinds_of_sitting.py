"""Quizzes, custom exams and fixed forms; what an update of the deck does to a sitting that is open."""

from dataclasses import replace

import pytest

from certdeck.core.deck import Difficulty, FixedForm, Scenario
from certdeck.core.errors import BankTooSmall, ExamError, UnfitTime
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.conduct import Conduct, ExtraTime, Mode, SittingKind, conduct
from certdeck.core.exam.events import Answered, Ending, Flagged, Visited
from certdeck.core.exam.quiz import CASE, Pool, Selection
from certdeck.core.exam.sitting import Sitting
from certdeck.core.exam.survey import Survey
from certdeck.core.ids import ItemId, TaskId
from tests.builders import EXAM, bank, blueprint, deck, multiple_choice
from tests.services.parts import Parts

SMALL = blueprint(weights=(60, 40), tasks=2, scored=6, unscored=4, minutes=20)
BANK = bank(SMALL, 6)
FORM = FixedForm(
    EXAM,
    "A",
    tuple(ItemId(f"q-1.{task}-{number}") for task in (1, 2) for number in (0, 1))
    + tuple(ItemId(f"q-2.{task}-0") for task in (1, 2)),
    tuple(ItemId(f"q-{task}-3") for task in ("1.1", "1.2", "2.1", "2.2")),
)
CASES = tuple(multiple_choice(f"q-case-{number}", scenario=ItemId("case-1")) for number in (1, 2))
DECK = deck(
    blueprints=(SMALL,),
    questions=(*BANK, *CASES),
    scenarios=(Scenario(ItemId("case-1"), "A case", "A bank."),),
    forms=(FORM,),
    cards=(),
)


@pytest.fixture
def room(parts: Parts) -> Parts:
    parts.install(DECK)
    return parts


def asked(sitting: Sitting) -> set[str]:
    return {item.question.id for item in sitting.form.items}


def answered_wrong(room: Parts, sitting: Sitting, position: int) -> Sitting:
    question = sitting.form.items[position].question
    wrong = next(name for name in sitting.form.items[position].order if name not in getattr(question, "keys", ()))
    return room.exams.record(sitting, Answered(position, Chosen(frozenset({wrong}))), 1.0)


def test_a_fixed_form_asks_what_its_author_chose(room: Parts) -> None:
    sitting = room.exams.start_form("A")
    assert asked(sitting) == set(FORM.items())
    assert {item.question.id for item in sitting.form.items if item.scored} == set(FORM.scored)
    head = room.exams.head(sitting.id)
    assert (head.title, head.kind, head.form, head.deck_version) == ("EX-1 form A", SittingKind.FORM, "A", "1.0.0")


def test_a_form_that_the_deck_does_not_bring_is_refused_in_words(room: Parts) -> None:
    with pytest.raises(ExamError, match=r"EX-1 has no form F\. It has A\. Nothing was started\."):
        room.exams.start_form("F")
    assert room.exams.heads() == ()


def test_a_quiz_takes_the_pace_of_the_exam_unless_minutes_are_given(room: Parts) -> None:
    assert room.exams.start_quiz(Selection(5)).seconds_allowed == 5 * 2 * 60
    assert room.exams.start_quiz(Selection(5), minutes=3).seconds_allowed == 180


@pytest.mark.parametrize("minutes", [0, -5, 0.5, 601, float("inf"), float("-inf"), float("nan")])
@pytest.mark.parametrize("kind", [SittingKind.QUIZ, SittingKind.CUSTOM])
@pytest.mark.parametrize("extra", [ExtraTime.STANDARD, ExtraTime.ESL, ExtraTime.UNTIMED])
def test_a_length_that_makes_no_sense_is_refused_and_nothing_is_started(
    room: Parts, minutes: float, kind: SittingKind, extra: ExtraTime
) -> None:
    with pytest.raises(UnfitTime, match=r"An exam takes 1 to 600 minutes\. Nothing was started\."):
        room.exams.start_quiz(Selection(5), kind=kind, minutes=minutes, conduct=conduct(Mode.EXAM, extra=extra))
    assert room.exams.heads() == ()


def test_a_quiz_of_one_task_statement_asks_nothing_else(room: Parts) -> None:
    sitting = room.exams.start_quiz(Selection(4, tasks=frozenset({TaskId("2.1")})), title="Quiz: T2.1")
    assert {item.task for item in sitting.form.items} == {"2.1"}
    assert room.exams.head(sitting.id).title == "Quiz: T2.1"


def test_a_quiz_has_no_scaled_score(room: Parts) -> None:
    sitting = room.exams.start_quiz(Selection(3), kind=SittingKind.CUSTOM)
    room.exams.finish(sitting, Ending.SUBMITTED, 9.0)
    head = room.exams.head(sitting.id)
    assert (head.scaled, head.result and head.result.total, head.kind) == (None, 3, SittingKind.CUSTOM)
    assert not room.exams.report(sitting.id)[1].whole


def available(room: Parts, selection: Selection) -> int:
    return sum(map(selection.holds, room.exams.candidates()))


def test_more_than_there_is_can_not_be_asked_and_nothing_is_started(room: Parts) -> None:
    chosen = Selection(9, difficulties=frozenset({Difficulty.HARD}))
    assert available(room, chosen) == 0
    with pytest.raises(BankTooSmall, match="0 questions fit"):
        room.exams.start_quiz(chosen)
    assert room.exams.heads() == ()


def test_missed_flagged_and_new_questions_can_be_asked_alone(room: Parts) -> None:
    only = Selection(2, kinds=frozenset({"multiple-choice"}), tasks=frozenset({TaskId("1.1")}))
    sitting = room.exams.start_quiz(only, conduct=conduct(Mode.PRACTICE))
    sitting = answered_wrong(room, sitting, 0)
    sitting = room.exams.record(sitting, Flagged(0, True), 2.0)
    room.exams.finish(sitting, Ending.SUBMITTED, 3.0)
    missed = sitting.form.items[0].question.id
    for pool in (Pool.MISSED, Pool.FLAGGED):
        assert available(room, Selection(1, pool=pool)) == 1
        assert asked(room.exams.start_quiz(Selection(1, pool=pool))) == {missed}
    # Those that were never looked at are still new.
    assert available(room, replace(only, pool=Pool.NEW)) == available(room, only) - 1


def test_a_case_comes_with_its_questions_and_its_text(room: Parts) -> None:
    sitting = room.exams.start_quiz(Selection(2, kinds=frozenset({CASE})))
    assert asked(sitting) == {"q-case-1", "q-case-2"}
    assert sitting.form.scenario(ItemId("case-1")) == DECK.scenarios[0]
    assert sitting.form.scenario(ItemId("case-2")) is None


def test_an_update_of_the_deck_leaves_an_open_sitting_as_it_was(room: Parts) -> None:
    sitting = room.exams.start_quiz(Selection(2, kinds=frozenset({CASE})))
    before = room.exams.load(sitting.id)
    room.install(replace(DECK, version="2.0.0", digest="1" * 64, questions=BANK, scenarios=(), forms=()))
    assert room.exams.load(sitting.id) == before
    room.exams.record(before, Visited(1), 5.0)
    room.exams.finish(room.exams.load(sitting.id), Ending.SUBMITTED, 6.0)
    assert len(room.exams.report(sitting.id)[1].questions) == 2


def test_a_result_outlives_the_exam_it_was_drawn_from(room: Parts) -> None:
    sitting = room.exams.start()
    other = replace(SMALL, id=type(EXAM)("exam-2"), code="EX-2")
    room.install(replace(DECK, version="2.0.0", digest="1" * 64, blueprints=(other,), questions=(), forms=()))
    room.exams.finish(sitting, Ending.SUBMITTED, 6.0)
    assert [domain.title for domain in room.exams.report(sitting.id)[1].domains] == ["D1", "D2"]


def test_drawing_shows_what_starting_would_ask(room: Parts) -> None:
    assert {item.question.id for item in room.exams.draw(seed=5).items} == asked(room.exams.start(seed=5, anew=True))
    assert room.exams.draw(seed=5, form="A") == room.exams.start_form("A", seed=5).form


def test_a_draw_that_is_told_to_forget_the_past_is_the_same_every_time(room: Parts) -> None:
    forms = [room.exams.start(seed=5, anew=True).form for _ in range(3)]
    assert forms[0] == forms[1] == forms[2]


def test_the_rules_of_a_sitting_are_kept_with_it(room: Parts) -> None:
    rules: Conduct = conduct(Mode.REHEARSAL)
    sitting = room.exams.start(conduct=rules)
    assert (sitting.conduct, room.exams.head(sitting.id).conduct) == (rules, rules)


def test_what_was_said_after_an_exam_is_kept(room: Parts) -> None:
    sitting = room.exams.start()
    assert room.exams.survey_of(sitting.id) is None
    room.exams.survey(sitting.id, Survey(prepared=2))
    assert room.exams.survey_of(sitting.id) == Survey(prepared=2)


def test_drawn_exams_are_counted_in_their_titles_and_a_quiz_without_a_title_is_a_quiz(room: Parts) -> None:
    room.exams.start()
    room.exams.start_quiz(Selection(2))
    room.exams.start()
    titles = [head.title for head in reversed(room.exams.heads())]
    assert titles == ["EX-1 practice exam 1", "EX-1 quiz", "EX-1 practice exam 2"]
