"""The report page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Confided, Confidence, Ending, Flagged, Highlighted, Noted, Visited
from certdeck.core.ids import OptionId, SittingId
from certdeck.core.richtext import plain
from certdeck.gui.screens.report import ReportScreen
from certdeck.gui.screens.report_calibration import CalibrationPlot
from certdeck.gui.screens.report_detail import MEASURE, QuestionDetail
from certdeck.gui.screens.report_links import NumberLink, SlowLink
from certdeck.gui.screens.report_list import QuestionList
from certdeck.gui.screens.report_row import QuestionRow, spoken
from certdeck.gui.screens.report_stem import Stem
from certdeck.gui.screens.report_time import TimeChart
from certdeck.gui.theme import Theme
from certdeck.markup.markdown import Markdown
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.report_views import Part, Section, State
from certdeck.services.catalogue import Services
from tests.builders import EXAM
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library
from tests.sitting import CASE, CHOICE, MATCHING, ORDERING, RESPONSE, SIX, answer_all, begin, exam_deck, finish

KEY = Qt.Key


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, exam_deck(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def sitting(services: Services) -> SittingId:
    """A sitting with question 1 wrong, 2 open and the others right; 3 is flagged, 5 unscored."""
    begun = begin(services, unscored=frozenset({SIX}))
    begun = services.exams.record(begun, Flagged(ORDERING - 1, True), 1.0)
    wrong = Chosen(frozenset({OptionId("b")}))
    return finish(services, answer_all(services, begun, {CHOICE: wrong, RESPONSE: None}))


def opened(
    services: Services, sitting: SittingId, qtbot: QtBot, size: tuple[int, int] = (1072, 800)
) -> tuple[ReportScreen, QuestionList]:
    screen = ReportScreen(StubShell(services), sitting)
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    screen.activateWindow()
    screen.show_page()
    settle()
    assert screen.questions is not None
    return screen, screen.questions


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def numbers(questions: QuestionList) -> list[int]:
    return [row.row.number for row in questions.rows()]


def texts(screen: ReportScreen) -> list[str]:
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def show(screen: ReportScreen, part: Part) -> None:
    """Press the part in the filter."""
    assert screen.filter is not None
    screen.filter.row.choose(part.value)


def detail(questions: QuestionList, number: int) -> QuestionDetail:
    found = questions.detail_of(number)
    assert found is not None
    return found


def test_the_missed_questions_come_first_and_the_others_on_demand(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot
) -> None:
    screen, questions = opened(services, sitting, qtbot)
    assert numbers(questions) == [CHOICE, RESPONSE]
    show(screen, Part.FLAGGED)
    assert numbers(questions) == [ORDERING]
    show(screen, Part.ALL)
    assert numbers(questions) == [1, 2, 3, 4, 5, 6]


def test_the_score_is_never_a_bare_number(services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot) -> None:
    screen, _ = opened(services, sitting, qtbot)
    shown = texts(screen)
    assert any(text.startswith("range ") for text in shown)
    assert any(text.endswith("Our estimate; AWS does not publish its scale.") for text in shown)
    assert {"too few items", "1 / 2"} <= set(shown)


def test_a_row_opens_with_the_reason_of_every_option(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot
) -> None:
    _, questions = opened(services, sitting, qtbot)
    assert questions.detail_of(CHOICE) is None
    qtbot.mouseClick(questions.rows()[0], Qt.MouseButton.LeftButton)
    outcomes = [(line.line.outcome, line.line.words) for line in detail(questions, CHOICE).lines]
    assert outcomes[:2] == [(Outcome.RIGHT, "key"), (Outcome.WRONG, "your answer")]
    assert len(outcomes) == 4


@pytest.mark.parametrize(("wide", "scale"), [(1072, 1.0), (2400, 1.0), (2400, 1.5)])
def test_details_fill_a_window_only_as_far_as_lines_can_be_read(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot, wide: int, scale: float
) -> None:
    theme.set_scale(scale)
    _, questions = opened(services, sitting, qtbot, (wide, 800))
    qtbot.mouseClick(questions.rows()[0], Qt.MouseButton.LeftButton)
    settle()
    shown = detail(questions, CHOICE)
    assert shown.height() == shown.heightForWidth(shown.width())
    right = max(line.geometry().right() for line in shown.lines)
    assert right == min(shown.width(), theme.px(MEASURE)) - 13


def test_several_rows_stay_open_and_close_again(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot
) -> None:
    screen, questions = opened(services, sitting, qtbot)
    for row in questions.rows():
        row.click()
    settle()
    assert [entry.isVisible() for entry in screen.findChildren(QuestionDetail)] == [True, True]
    questions.rows()[0].click()
    settle()
    assert not detail(questions, CHOICE).isVisible()
    assert detail(questions, RESPONSE).isVisible()


def test_keys_move_among_the_rows_and_open_them(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot
) -> None:
    _, questions = opened(services, sitting, qtbot)
    first, second = questions.rows()
    first.setFocus()
    qtbot.keyClick(first, KEY.Key_Down)
    assert second.hasFocus()
    qtbot.keyClick(second, KEY.Key_Return)
    assert second.isChecked()
    qtbot.keyClick(second, KEY.Key_Space)
    assert not second.isChecked()
    qtbot.keyClick(second, KEY.Key_Home)
    assert first.hasFocus()


@pytest.mark.parametrize("number", [ORDERING, MATCHING, CASE])
def test_every_kind_of_question_opens(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot, number: int
) -> None:
    screen, questions = opened(services, sitting, qtbot)
    show(screen, Part.ALL)
    questions.rows()[number - 1].click()
    settle()
    assert len(detail(questions, number).lines) == 4
    assert screen.width() == 1072


def test_rows_and_chart_say_in_words_what_they_show(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot
) -> None:
    screen, questions = opened(services, sitting, qtbot)
    assert spoken(questions.rows()[0].row) == (
        "Question 1, wrong, Title of q-choice, task 1.1, you B, key A, 1:00 minutes"
    )
    show(screen, Part.ALL)
    assert spoken(questions.rows()[1].row) == (
        "Question 2, not answered, Title of q-response, task 2.1, key AC, 1:00 minutes"
    )
    assert spoken(replace(questions.rows()[2].row, yours="–", state=State.OPEN)) == (
        "Question 3, not answered, Title of q-ordering, task 3.1, 1:00 minutes, flagged"
    )
    assert spoken(questions.rows()[2].row).endswith("you 3 of 3, 1:00 minutes, flagged")
    assert spoken(questions.rows()[SIX - 1].row).endswith("unscored")
    screen.tabs.choose("time")
    (chart,) = screen.findChildren(TimeChart)
    assert chart.accessibleDescription().startswith("The time allows 5:00 each. Question 1 took longest, 1:00.")


def test_an_empty_part_says_so(services: Services, theme: Theme, qtbot: QtBot) -> None:
    _, questions = opened(services, finish(services, answer_all(services, begin(services), {})), qtbot)
    assert questions.rows() == ()
    assert "You missed no question." in [label.text() for label in questions.findChildren(QLabel)]


def test_running_out_of_time_is_told(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen, _ = opened(services, finish(services, begin(services), Ending.TIME_OUT), qtbot)
    assert "Exam mode, ended by the clock." in texts(screen)


def test_another_exam_begins_with_its_choices(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot
) -> None:
    screen, _ = opened(services, sitting, qtbot)
    qtbot.mouseClick(screen.again, Qt.MouseButton.LeftButton)
    assert isinstance(screen.shell, StubShell)
    assert screen.shell.starts == [(EXAM, None)]


def test_a_report_that_is_gone_is_refused_in_words(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = ReportScreen(StubShell(services), SittingId(99))
    qtbot.addWidget(screen)
    screen.show_page()
    assert isinstance(screen.shell, StubShell)
    assert str(screen.shell.refusals[0]).startswith("There is no exam number 99.")


@pytest.mark.parametrize(
    ("width", "scale"), [(1072, 1.0), (960, 1.0), (816, 1.0), (1216, 1.5), (1216, 2.0), (816, 2.0)]
)
def test_result_and_questions_take_turns_where_room_is_scarce(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot, width: int, scale: float
) -> None:
    theme.set_scale(scale)
    screen, questions = opened(services, sitting, qtbot, (width, 700))
    stacked = width < 860 * scale
    assert questions.isVisible() is not stacked
    if stacked:
        screen.side.choose("questions")
    questions.rows()[0].click()
    settle()
    assert questions.isVisible()
    assert screen.width() == width
    assert screen.minimumSizeHint().width() <= width


def test_a_report_of_65_questions_opens_quickly_enough_to_build_once(
    services: Services, theme: Theme, qtbot: QtBot
) -> None:
    questions = tuple(replace(exam_deck().questions[0]) for _ in range(65))
    _, shown = opened(services, finish(services, begin(services, questions)), qtbot)
    assert len(shown.rows()) == 65
    made = shown.findChildren(QuestionDetail)
    assert len(made) <= 24
    assert not any(detail.isVisible() for detail in made)


def test_missed_questions_are_listed_at_once_however_far_apart_they_stand(
    services: Services, theme: Theme, qtbot: QtBot
) -> None:
    begun = begin(services, tuple(replace(exam_deck().questions[0]) for _ in range(65)))
    missed, wrong = range(4, 66, 4), Chosen(frozenset({OptionId("b")}))
    begun = answer_all(services, begun, dict.fromkeys(missed, wrong), seconds=20)
    screen, shown = opened(services, finish(services, begun), qtbot)
    assert screen.view is not None
    assert screen.presenter is not None
    first = QuestionList(screen.view.rows, screen.view.shown, screen.presenter.detail)
    qtbot.addWidget(first)
    first.show_view(screen.view)
    rows = first.findChildren(QuestionRow)
    assert sorted(row.row.number for row in rows if row.isVisibleTo(first)) == list(missed)
    show(screen, Part.ALL)
    settle()
    tops = [row.mapTo(screen, QPoint(0, 0)).y() for row in shown.rows()]
    assert len(tops) == 65
    assert tops == sorted(set(tops))


def test_details_are_made_for_rows_in_sight_and_completed_when_one_is_opened(
    services: Services, theme: Theme, qtbot: QtBot
) -> None:
    questions = tuple(replace(exam_deck().questions[0]) for _ in range(65))
    _, shown = opened(services, finish(services, begin(services, questions)), qtbot)
    qtbot.waitUntil(lambda: len(shown.findChildren(QuestionDetail)) > 1)
    begun = [detail for detail in shown.findChildren(QuestionDetail) if len(detail.lines) < 4]
    for number in (1, 2, 3, 65):
        shown.go_to(number)
        qtbot.mouseClick(shown.rows()[number - 1], Qt.MouseButton.LeftButton)
        found = shown.detail_of(number)
        assert found is not None
        assert found.isVisible()
        assert [line.line.mark for line in found.lines] == ["A", "B", "C", "D"]
        assert found.dispute.isVisible()
    assert begun


def test_details_out_of_sight_are_shown_a_moment_later_in_the_room_kept_for_them(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot
) -> None:
    screen, questions = opened(services, sitting, qtbot)
    show(screen, Part.ALL)
    for row in questions.rows():
        row.click()
    settle()
    tops = [row.mapTo(screen, QPoint(0, 0)).y() for row in questions.rows()]
    show(screen, Part.MISSED)
    settle()
    show(screen, Part.ALL)
    assert any(made.isHidden() for made in screen.findChildren(QuestionDetail))
    assert [row.mapTo(screen, QPoint(0, 0)).y() for row in questions.rows()] == tops
    qtbot.waitUntil(lambda: not any(made.isHidden() for made in screen.findChildren(QuestionDetail)))


def test_sections_take_turns_at_the_left_while_the_questions_stay(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot
) -> None:
    screen, questions = opened(services, sitting, qtbot)
    screen.tabs.choose("time")
    (slowest, *_) = screen.findChildren(SlowLink)
    qtbot.mouseClick(slowest, Qt.MouseButton.LeftButton)
    settle()
    assert questions.rows()[0].hasFocus()
    assert detail(questions, slowest.slow.number).isVisible()
    assert screen.left.section is Section.TIME
    screen.tabs.choose("answers")
    settle()
    assert "You changed no answer, and no wrong idea shows in them." in texts(screen)


def test_a_number_leads_to_its_question_where_only_one_side_has_room(
    services: Services, theme: Theme, qtbot: QtBot
) -> None:
    sure = services.exams.record(begin(services, rules=conduct(Mode.PRACTICE)), Visited(CHOICE - 1), 0.0)
    sure = answer_all(services, sure, {CHOICE: Chosen(frozenset({OptionId("b")}))})
    sure = services.exams.record(sure, Confided(CHOICE - 1, Confidence.SURE), sure.elapsed)
    screen, questions = opened(services, finish(services, sure), qtbot, (816, 700))
    screen.side.choose("answers")
    settle()
    (plot,) = screen.findChildren(CalibrationPlot)
    assert plot.accessibleDescription() == "Sure: 0 of 1 right, 0 %, range 0 to 50 %"
    assert not plot.grab().isNull()
    (link,) = screen.findChildren(NumberLink)
    link.click()
    settle()
    assert (screen.side.value(), detail(questions, CHOICE).isVisible()) == ("questions", True)
    assert questions.rows()[0].hasFocus()


def test_highlights_and_the_note_are_shown_with_the_question(services: Services, theme: Theme, qtbot: QtBot) -> None:
    begun = services.exams.record(begin(services), Highlighted(CHOICE - 1, ((0, 4),)), 1.0)
    begun = services.exams.record(begun, Noted(CHOICE - 1, "Look at the limit."), 2.0)
    screen, questions = opened(services, finish(services, begun), qtbot)
    questions.rows()[0].click()
    settle()
    (stem,) = detail(questions, CHOICE).findChildren(Stem)
    assert stem.tinted() == ("Stem",)
    assert stem.accessibleDescription() == "You highlighted: Stem"
    assert "Your note: Look at the limit." in texts(screen)
    theme.set_mode("dark")
    assert stem.tinted() == ("Stem",)


def test_highlights_stay_when_a_stem_with_formulas_and_a_table_gets_another_width(theme: Theme, qtbot: QtBot) -> None:
    text = Markdown().read("Where $x^2$ is least, stop.\n\n| Job | Cost |\n| --- | --- |\n| Training | $y$ USD |")
    whole = plain(text)
    spans = [(whole.index(words), whole.index(words) + len(words)) for words in ("least", "Training")]
    stem = Stem(text, spans, size=15)
    qtbot.addWidget(stem)
    stem.resize(600, 200)
    stem.show()
    for width in (600, 420, 500):
        stem.resize(width, 200)
        settle()
        assert stem.tinted() == ("least", "Training")


def test_a_filter_without_room_becomes_a_drop_down(
    services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot
) -> None:
    screen, questions = opened(services, sitting, qtbot)
    assert screen.filter is not None
    screen.filter.setFixedWidth(300)
    settle()
    assert (screen.filter.row.isVisible(), screen.filter.box.isVisible()) == (False, True)
    screen.filter.box.activated.emit(screen.filter.parts().index(Part.FLAGGED))
    assert numbers(questions) == [ORDERING]
    assert screen.filter.box.currentText() == "Flagged 1"


def test_the_way_of_estimating_unfolds(services: Services, sitting: SittingId, theme: Theme, qtbot: QtBot) -> None:
    screen, _ = opened(services, sitting, qtbot)
    card = screen.left.score
    assert card is not None
    card.explain.click()
    settle()
    assert screen.left.score is card
    assert any(text.startswith("The range is the Wilson interval") for text in texts(screen))
    card.explain.click()
    assert not any(text.startswith("The range is the Wilson interval") for text in texts(screen))
