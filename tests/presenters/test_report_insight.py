"""What the report tells beyond the score: time, changed answers, confidence, wrong ideas, the survey."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import ChoiceQuestion
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.conduct import ExtraTime, Mode, SittingKind, conduct
from certdeck.core.exam.events import Answered, Confided, Confidence, Flagged, Highlighted, Noted, Visited
from certdeck.core.exam.report import Share, Verdict
from certdeck.core.exam.sitting import Sitting
from certdeck.core.exam.survey import Expectation, Survey
from certdeck.core.ids import OptionId
from certdeck.core.richtext import plain
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.report_insight import calibration_sentence
from certdeck.presenters.report_views import Part, State
from certdeck.services.catalogue import Services
from tests.builders import multiple_choice
from tests.clock import FixedClock
from tests.library import open_library
from tests.presenters.report_reader import Reader
from tests.sitting import CASE, CHOICE, ORDERING, RESPONSE, SIX, answer_all, begin, exam_deck, finish

PRACTICE = conduct(Mode.PRACTICE)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, exam_deck(), FixedClock()) as opened:
        yield opened


def chosen(names: str) -> Chosen:
    return Chosen(frozenset(OptionId(name) for name in names))


def changed(services: Services, sitting: Sitting, answers: dict[int, tuple[str, ...]]) -> Sitting:
    """Give several answers to questions, one after the other."""
    for number, given in answers.items():
        for names in given:
            sitting = services.exams.record(sitting, Answered(number - 1, chosen(names)), sitting.elapsed)
    return sitting


def confided(services: Services, sitting: Sitting, felt: dict[int, Confidence]) -> Sitting:
    for number, confidence in felt.items():
        sitting = services.exams.record(sitting, Confided(number - 1, confidence), sitting.elapsed)
    return sitting


def test_the_ledger_of_changes_names_the_questions(services: Services) -> None:
    sitting = changed(
        services,
        answer_all(services, begin(services), {CHOICE: chosen("b"), CASE: chosen("a"), SIX: chosen("ab")}),
        {CHOICE: ("a",), CASE: ("b",), SIX: ("bd",)},
    )
    answers = Reader(services, finish(services, sitting)).view.answers
    assert answers.changed == "You changed 3 answers. It neither helped nor harmed."
    assert [(group.words, group.outcome, group.numbers) for group in answers.changes] == [
        ("Wrong to right", Outcome.RIGHT, (CHOICE,)),
        ("Right to wrong", Outcome.WRONG, (CASE,)),
        ("Wrong to wrong", Outcome.NEITHER, (SIX,)),
    ]


def test_more_won_than_lost_is_said_to_help(services: Services) -> None:
    sitting = changed(services, answer_all(services, begin(services), {CHOICE: chosen("b")}), {CHOICE: ("a",)})
    reader = Reader(services, finish(services, sitting))
    assert reader.view.answers.changed == "You changed 1 answer. It helped: 1 won, 0 lost."
    assert reader.detail(CHOICE).history == "You answered B, then A. 1:00 on it."


def test_confidence_is_set_beside_what_was_right(services: Services) -> None:
    sitting = answer_all(services, begin(services, rules=PRACTICE), {CHOICE: chosen("b")})
    felt = {CHOICE: Confidence.SURE, RESPONSE: Confidence.GUESS, ORDERING: Confidence.SURE}
    reader = Reader(services, finish(services, confided(services, sitting, felt)))
    calibration = reader.view.answers.calibration
    assert calibration is not None
    assert [(point.confidence, point.right, point.total) for point in calibration.points] == [
        (Confidence.GUESS, 1, 1),
        (Confidence.SURE, 1, 2),
    ]
    assert calibration.points[1].words == "Sure: 1 of 2 right, 50 %, range 21 to 79 %"
    assert [(group.words, group.numbers) for group in calibration.groups] == [
        ("Sure and wrong", (CHOICE,)),
        ("Lucky guesses", (RESPONSE,)),
    ]
    assert reader.detail(CHOICE).history == "You were sure. 1:00 on it."
    assert reader.part(Part.GUESSED) == (RESPONSE,)


def test_without_confidence_there_is_neither_plot_nor_filter(services: Services) -> None:
    view = Reader(services, finish(services, answer_all(services, begin(services), {}))).view
    assert view.answers.calibration is None
    assert Part.GUESSED not in [entry.part for entry in view.parts]
    assert view.answers.empty == "You changed no answer, and no wrong idea shows in them."


@pytest.mark.parametrize(
    ("sure", "guess", "words"),
    [
        (Share(3, 4), Share(1, 4), "Too few answers yet to say how well you judge yourself."),
        (Share(19, 20), Share(2, 8), "When you are sure, you can trust it."),
        (Share(14, 20), Share(2, 8), "When you are sure, about 7 in 10 are right. Check those once more."),
        (Share(19, 20), Share(7, 8), "You know more than you think: most of your guesses were right."),
        (
            Share(1, 1),
            Share(2, 8),
            "Your guesses are what guesses are. Say “sure” more often to learn how well you judge yourself.",
        ),
    ],
)
def test_calibration_is_put_into_a_sentence(sure: Share, guess: Share, words: str) -> None:
    assert calibration_sentence({Confidence.SURE: sure, Confidence.GUESS: guess}) == words


def test_wrong_ideas_are_ranked_and_readable(services: Services) -> None:
    questions = [_with_idea(f"q-{number}", name) for number, name in enumerate(("scripts-are-iac", "s3-waits") * 2)]
    answers = {number: chosen("b") for number in (1, 2, 3)}
    sitting = answer_all(services, begin(services, questions), dict(answers))
    ideas = Reader(services, finish(services, sitting)).view.answers.ideas
    assert [(idea.words, idea.numbers) for idea in ideas] == [("Scripts are IaC", (1, 3)), ("S3 waits", (2,))]


def _with_idea(name: str, idea: str) -> ChoiceQuestion:
    question = multiple_choice(name)
    options = (replace(option, misconception="" if option.key else idea) for option in question.options)
    return replace(question, options=tuple(options))


def test_the_survey_stands_beside_what_happened(services: Services) -> None:
    rehearsal = begin(services, rules=conduct(Mode.REHEARSAL))
    identity = finish(services, answer_all(services, rehearsal, {CHOICE: None}, seconds=100))
    services.exams.survey(identity, Survey(4, Expectation.FAIL, enough_time=True))
    said = Reader(services, identity).view.answers.survey
    assert [(entry.about, entry.said) for entry in said] == [
        ("Prepared", "You felt 4 of 5."),
        ("Result", "You expected to fail."),
        ("Time", "It was enough."),
    ]
    assert said[1].happened == "844, too few items"
    assert said[2].happened == "20 min left, 1 question left open"


def test_what_was_not_said_is_left_out(services: Services) -> None:
    identity = finish(services, begin(services, rules=conduct(Mode.REHEARSAL)))
    services.exams.survey(identity, Survey(expects=Expectation.UNSURE))
    assert [entry.about for entry in Reader(services, identity).view.answers.survey] == ["Result"]


def test_time_is_told_by_domain_and_for_the_slowest(services: Services) -> None:
    sitting = answer_all(services, begin(services), {CHOICE: chosen("b")}, seconds=60)
    sitting = services.exams.record(sitting, Visited(CHOICE - 1), sitting.elapsed)
    sitting = services.exams.tick(sitting, sitting.elapsed + 540)
    time = Reader(services, finish(services, sitting)).view.time
    assert (time.pace, time.pace_words, time.legend) == (300, "The time allows 5:00 each", "dashed: 5:00; amber: slow")
    first = time.domains[0]
    assert (first.number, first.total, first.each) == ("1", "12 min", "4:00")
    assert (time.slowest[0].number, time.slowest[0].time, time.slowest[0].state) == (CHOICE, "10:00", State.WRONG)
    assert [slow.number for slow in time.slowest if slow.slow] == [CHOICE]
    assert len(time.slowest) == 6


def test_without_a_limit_the_median_is_the_pace(services: Services) -> None:
    sitting = answer_all(services, begin(services, rules=conduct(Mode.REVIEW)), {}, seconds=60)
    time = Reader(services, finish(services, sitting)).view.time
    assert (time.pace_words, time.legend) == ("Half of the questions took less than 1:00", "dashed: median 1:00")


def test_a_sitting_that_nobody_looked_at_has_a_time_all_the_same(services: Services) -> None:
    time = Reader(services, finish(services, begin(services, rules=conduct(Mode.REVIEW)))).view.time
    assert (time.domains, time.slowest, time.pace) == ((), (), 0)


def test_a_quiz_shows_right_answers_instead_of_a_scaled_score(services: Services) -> None:
    sitting = answer_all(services, begin(services, kind=SittingKind.QUIZ), {CHOICE: chosen("b")})
    view = Reader(services, finish(services, sitting)).view
    assert not view.whole
    assert (view.score.name, view.score.number) == ("Right answers", "5 of 6")
    assert view.score.range == "83 %, range 64 to 93 %"
    assert view.score.verdict is Verdict.TOO_FEW
    assert view.score.spoken == "Right answers 5 of 6, 83 %, range 64 to 93 %, pass line 70 %, too few items"


def test_a_quiz_leaves_out_domains_that_it_did_not_ask(services: Services) -> None:
    sitting = begin(services, exam_deck().questions[:1], kind=SittingKind.QUIZ)
    assert [domain.number for domain in Reader(services, finish(services, sitting)).view.domains] == ["1"]


def test_mode_extra_time_and_ending_are_said(services: Services) -> None:
    sitting = begin(services, rules=conduct(Mode.REHEARSAL, extra=ExtraTime.HALF))
    view = Reader(services, finish(services, sitting)).view
    assert view.score.conduct == "Rehearsal, time × 1.5, submitted by you"
    assert view.when.endswith("of 45 min")


def test_the_estimate_is_explained_when_asked_and_not_before(services: Services) -> None:
    reader = Reader(services, finish(services, begin(services)))
    reader.presenter.explain()
    told = reader.view.score.explanation
    assert told is not None
    explained = " ".join(told)
    assert "straight line from 100 through the pass line of 720 to 1000" in explained
    assert "Wilson interval with z = 1" in explained
    assert "AWS publishes neither its scale nor its cut." in explained
    reader.presenter.explain()
    assert [view.score.explanation is None for view in reader.views] == [True, False, True]


@pytest.mark.parametrize(
    ("part", "numbers", "words"),
    [
        (Part.MISSED, (CHOICE, RESPONSE), "Missed 2"),
        (Part.FLAGGED, (ORDERING,), "Flagged 1"),
        (Part.GUESSED, (SIX,), "Guessed 1"),
        (Part.CHANGED, (CHOICE,), "Changed 1"),
        (Part.SLOW, (CASE,), "Slow 1"),
        (Part.ALL, (1, 2, 3, 4, 5, 6), "All 6"),
    ],
)
def test_each_part_of_the_list_has_its_questions_and_their_count(
    services: Services, part: Part, numbers: tuple[int, ...], words: str
) -> None:
    sitting = answer_all(services, begin(services, rules=PRACTICE), {CHOICE: chosen("b"), RESPONSE: None})
    sitting = changed(services, sitting, {CHOICE: ("c",)})
    sitting = services.exams.record(sitting, Flagged(ORDERING - 1, True), sitting.elapsed)
    sitting = confided(services, sitting, {SIX: Confidence.GUESS})
    sitting = services.exams.tick(sitting, sitting.elapsed + 500)
    reader = Reader(services, finish(services, sitting))
    assert reader.part(part) == numbers
    assert {entry.part: entry.words for entry in reader.view.parts}[part] == words


def test_note_and_highlights_come_back_with_the_question(services: Services) -> None:
    sitting = begin(services)
    sitting = services.exams.record(sitting, Noted(CHOICE - 1, "Look at the limit."), 1.0)
    sitting = services.exams.record(sitting, Highlighted(CHOICE - 1, ((0, 4), (8, 16))), 2.0)
    detail = Reader(services, finish(services, sitting)).detail(CHOICE)
    assert (detail.note, detail.highlights) == ("Look at the limit.", ((0, 4), (8, 16)))
    assert detail.highlighted == ("Stem", "q-choice")


def test_a_note_from_exam_or_library_is_a_mark_of_the_row_and_stands_in_the_detail(services: Services) -> None:
    sitting = services.exams.record(begin(services), Noted(CHOICE - 1, "Look at the limit."), 1.0)
    reader = Reader(services, finish(services, sitting))
    noted = [row.number for row in reader.view.rows if "note" in row.marks]
    assert noted == [CHOICE]
    services.cards.put_note(reader.detail(SIX).item, "Mind the **units**.")
    reader.presenter.show()
    assert [row.number for row in reader.view.rows if "note" in row.marks] == [CHOICE, SIX]
    assert plain(reader.detail(SIX).own_note) == "Mind the units."


def test_looking_a_question_up_opens_it_wherever_it_is(services: Services) -> None:
    reader = Reader(services, finish(services, answer_all(services, begin(services), {CHOICE: None})))
    reader.presenter.look_up(SIX)
    assert (reader.view.part, reader.view.at) == (Part.ALL, SIX)
    assert [detail.number for detail in reader.view.opened] == [SIX]
    reader.presenter.toggle(SIX)
    assert (reader.view.opened, reader.view.at) == ((), None)
