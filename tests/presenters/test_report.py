"""The report without Qt."""

from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.errors import ExamError
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.events import Ending, Flagged, Struck
from certdeck.core.exam.report import Share, Verdict
from certdeck.core.exam.wording import chance_sentence
from certdeck.core.ids import OptionId, SittingId
from certdeck.core.richtext import plain
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.report_result import used_text, when_text
from certdeck.presenters.report_views import Part, State
from certdeck.presenters.response_lines import LineView
from certdeck.services.catalogue import Services
from tests.builders import NOON, multiple_choice
from tests.clock import FixedClock
from tests.library import open_library
from tests.presenters.report_reader import Reader
from tests.sitting import CASE, CHOICE, MATCHING, ORDERING, RESPONSE, SIX, answer_all, begin, exam_deck, finish


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, exam_deck(), FixedClock()) as opened:
        yield opened


def chosen(names: str) -> Chosen:
    return Chosen(frozenset(OptionId(name) for name in names))


def ordered(names: str) -> Ordered:
    return Ordered(tuple(OptionId(name) for name in names))


def matched(**pairs: str) -> Matched:
    return Matched(frozenset((OptionId(prompt), OptionId(response)) for prompt, response in pairs.items()))


def reported(services: Services, answers: dict[int, Answer | None], *, seconds: float = 60) -> Reader:
    return Reader(services, finish(services, answer_all(services, begin(services), answers, seconds=seconds)))


def lines(presenter: Reader, number: int) -> list[tuple[str, str, Outcome, str, str]]:
    def flat(line: LineView) -> tuple[str, str, Outcome, str, str]:
        return line.mark, plain(line.text), line.outcome, line.words, line.note

    return [flat(line) for line in presenter.detail(number).lines]


def test_the_rows_tell_right_wrong_and_open(services: Services) -> None:
    presenter = reported(services, {CHOICE: chosen("b"), RESPONSE: None})
    rows = presenter.view.rows
    assert [row.state for row in rows] == [State.WRONG, State.OPEN, *[State.RIGHT] * 4]
    assert (rows[0].yours, rows[0].key, rows[0].counted) == ("B", "A", False)
    assert (rows[1].yours, rows[1].key) == ("–", "AC")
    assert presenter.part(Part.MISSED) == (CHOICE, RESPONSE)
    assert presenter.part(Part.ALL) == (1, 2, 3, 4, 5, 6)


def test_ordering_and_matching_count_what_is_right(services: Services) -> None:
    view = reported(services, {ORDERING: ordered("acbd"), MATCHING: matched(p1="a", p2="c")}).view
    assert (view.rows[ORDERING - 1].yours, view.rows[ORDERING - 1].key) == ("1", "3")
    assert (view.rows[MATCHING - 1].yours, view.rows[MATCHING - 1].key) == ("1", "3")
    assert view.rows[ORDERING - 1].counted


def test_flagged_and_unscored_questions_are_told_apart(services: Services) -> None:
    sitting = begin(services, unscored=frozenset({SIX}))
    sitting = services.exams.record(sitting, Flagged(CASE - 1, True), 1.0)
    reader = Reader(services, finish(services, answer_all(services, sitting, {SIX: None})))
    assert reader.part(Part.FLAGGED) == (CASE,)
    assert [row.number for row in reader.view.rows if "unscored" in row.marks] == [SIX]
    assert reader.view.score.number == "1000"


def test_every_option_comes_with_its_reason_in_the_order_of_the_sitting(services: Services) -> None:
    sitting = services.exams.record(begin(services), Struck(CHOICE - 1, OptionId("d"), True), 1.0)
    presenter = Reader(services, finish(services, answer_all(services, sitting, {CHOICE: chosen("b")})))
    assert lines(presenter, CHOICE) == [
        ("A", "Option a", Outcome.RIGHT, "key", ""),
        ("B", "Option b", Outcome.WRONG, "your answer", ""),
        ("C", "Option c", Outcome.NEITHER, "", ""),
        ("D", "Option d", Outcome.NEITHER, "struck out", ""),
    ]
    assert [plain(line.reason) for line in presenter.detail(CHOICE).lines] == ["Why a.", "Why b.", "Why c.", "Why d."]


def test_a_key_that_was_chosen_says_both(services: Services) -> None:
    assert lines(reported(services, {}), CHOICE)[0][2:4] == (Outcome.RIGHT, "key, your answer")


def test_steps_stand_in_their_right_order_with_the_place_they_were_given(services: Services) -> None:
    assert lines(reported(services, {ORDERING: ordered("adbc")}), ORDERING) == [
        ("1", "Step a", Outcome.RIGHT, "right place", ""),
        ("2", "Step b", Outcome.WRONG, "wrong place", "You put it at place 3."),
        ("3", "Step c", Outcome.WRONG, "wrong place", "You left it out."),
        ("–", "Step d", Outcome.WRONG, "belongs nowhere", "You put it at place 2."),
    ]
    assert lines(reported(services, {}), ORDERING)[3][2:] == (Outcome.NEITHER, "left out", "")


def test_an_ordering_that_was_never_answered_blames_no_step(services: Services) -> None:
    assert {line[2] for line in lines(reported(services, {ORDERING: None}), ORDERING)} == {Outcome.NEITHER}


def test_pairs_stand_with_their_right_response_and_what_was_chosen(services: Services) -> None:
    assert lines(reported(services, {MATCHING: matched(p1="a", p2="d")}), MATCHING) == [
        ("1", "Prompt 1 → Response a", Outcome.RIGHT, "right", ""),
        ("2", "Prompt 2 → Response b", Outcome.WRONG, "wrong", "You chose Response d."),
        ("3", "Prompt 3 → Response c", Outcome.NEITHER, "no response", ""),
        ("–", "Response d", Outcome.NEITHER, "left over", ""),
    ]
    assert lines(reported(services, {MATCHING: None}), MATCHING)[0][3] == "no response"


def test_a_question_brings_its_case_its_sources_and_what_has_changed(services: Services) -> None:
    changed = multiple_choice("q-choice", examined="It was so.", today="It is **not** so.")
    sitting = begin(services, [changed, exam_deck().questions[CASE - 1]])
    presenter = Reader(services, finish(services, sitting))
    detail = presenter.detail(1)
    assert (plain(detail.examined), plain(detail.today)) == ("It was so.", "It is not so.")
    assert detail.sources == changed.sources
    assert detail.scenario == ()
    assert plain(presenter.detail(2).scenario) == "A bank has one problem."


def test_the_head_says_when_and_how_long(services: Services) -> None:
    view = reported(services, {}, seconds=200).view
    assert view.when == "Sat 14 Mar 2026, 20 min of 30 min"
    assert not view.score.timed_out
    assert view.time.pace == 300


def test_a_sitting_that_ran_out_of_time_says_so(services: Services) -> None:
    assert Reader(services, finish(services, begin(services), Ending.TIME_OUT)).view.score.timed_out


def test_a_question_is_slow_beyond_one_and_a_half_times_its_share(services: Services) -> None:
    questions = exam_deck().questions[:4]
    fast = finish(services, answer_all(services, begin(services, questions), {}, seconds=440))
    assert not any(row.slow for row in Reader(services, fast).view.rows)
    late = services.exams.tick(answer_all(services, begin(services), {}, seconds=10), 1000.0)
    assert [row.number for row in Reader(services, finish(services, late)).view.rows if row.slow] == [CASE]


def test_the_scale_starts_at_500_unless_the_estimate_is_lower(services: Services) -> None:
    good = reported(services, {}).view.score
    bad = Reader(services, finish(services, begin(services))).view.score
    assert (good.ticks[0], good.ticks[-1], good.passing) == (500, 1000, 720)
    assert (bad.ticks[0], bad.number, bad.verdict) == (100, "100", Verdict.TOO_FEW)
    assert good.low <= good.value <= good.high


def test_the_domains_show_share_and_range_on_one_scale(services: Services) -> None:
    domains = reported(services, {CHOICE: chosen("b")}).view.domains
    assert [(domain.number, domain.right, domain.total) for domain in domains] == [
        ("1", 2, 3),
        ("2", 1, 1),
        ("3", 1, 1),
        ("4", 1, 1),
    ]
    assert all(0 <= domain.low <= domain.share <= domain.high <= 1 for domain in domains)


def test_the_report_of_a_sitting_that_never_was_is_refused(services: Services) -> None:
    with pytest.raises(ExamError):
        Reader(services, SittingId(99))


@pytest.mark.parametrize(
    ("right", "total", "words"),
    [
        (50, 50, "Very likely a pass, more than 9 in 10."),
        (10, 50, "Very likely not a pass yet, less than 1 in 10."),
        (37, 50, "More likely a pass than not, about 7 in 10."),
        (33, 50, "Less likely a pass than not, about 2 in 10."),
        (35, 50, "As likely a pass as not, about 5 in 10."),
    ],
)
def test_the_chance_is_said_in_words_and_as_an_estimate(right: int, total: int, words: str) -> None:
    assert chance_sentence(Share(right, total)) == f"{words} Our estimate; AWS does not publish its scale."


@given(st.integers(0, 50))
def test_more_right_answers_never_sound_worse(right: int) -> None:
    def tenths(count: int) -> int:
        return round(Share(count, 50).pass_chance * 10)

    assert tenths(right) <= tenths(min(50, right + 1))


def test_times_are_written_short() -> None:
    assert used_text(6060, 7800) == "1 h 41 min of 2 h 10 min"
    assert when_text(NOON, timezone(timedelta(hours=14))) == "Sun 15 Mar 2026"
