"""What the learner does on the report page: says why, adds cards, disputes, grades again, saves."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.errors import StoreError
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.conduct import SittingKind
from certdeck.core.exam.insight import MissReason
from certdeck.core.ids import OptionId, SittingId
from certdeck.gui.screen import Page
from certdeck.gui.screens import print_dialog
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.report import ReportScreen
from certdeck.gui.screens.report_detail import QuestionDetail
from certdeck.gui.screens.report_dialogs import PlannedList
from certdeck.gui.screens.report_list import QuestionList
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.messages import Banner
from certdeck.presenters.report_views import Section
from certdeck.services.catalogue import Services
from tests.builders import multiple_choice
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell, shell_of
from tests.library import open_library
from tests.sitting import CHOICE, RESPONSE, answer_all, begin, exam_deck, finish

KEY = Qt.Key


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, exam_deck(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def screen(services: Services, theme: Theme, qtbot: QtBot) -> ReportScreen:
    """The report on a sitting with question 1 wrong, 2 open and the others right."""
    wrong = Chosen(frozenset({OptionId("b")}))
    return opened(
        services, finish(services, answer_all(services, begin(services), {CHOICE: wrong, RESPONSE: None})), qtbot
    )


def opened(services: Services, sitting: SittingId, qtbot: QtBot) -> ReportScreen:
    made = ReportScreen(StubShell(services), sitting)
    qtbot.addWidget(made)
    made.resize(1072, 800)
    made.show()
    made.activateWindow()
    made.show_page()
    settle()
    return made


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def questions(screen: ReportScreen) -> QuestionList:
    assert screen.questions is not None
    return screen.questions


def detail(screen: ReportScreen, number: int) -> QuestionDetail:
    found = questions(screen).detail_of(number)
    assert found is not None
    return found


def asked(screen: ReportScreen) -> Ask:
    (found,) = (ask for ask in screen.findChildren(Ask) if ask.isVisible())
    return found


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.mark.parametrize(("key", "reason"), list(zip("1234", MissReason, strict=True)))
def test_one_key_says_why_a_question_was_missed_and_takes_it_back(
    screen: ReportScreen, qtbot: QtBot, key: str, reason: MissReason
) -> None:
    row = questions(screen).rows()[0]
    row.setFocus()
    qtbot.keyClicks(row, key)
    assert row.row.reason == reason.value
    assert row.accessibleName().endswith(reason.value)
    assert row.hasFocus()
    qtbot.keyClicks(row, key)
    assert row.row.reason == ""


def test_the_keys_work_inside_an_open_question_and_its_buttons_follow(screen: ReportScreen, qtbot: QtBot) -> None:
    questions(screen).rows()[0].click()
    settle()
    add = detail(screen, CHOICE).add
    add.setFocus()
    qtbot.keyClick(add, KEY.Key_2)
    assert [button.isChecked() for button in detail(screen, CHOICE).reasons.buttons()] == [False, True, False, False]
    qtbot.mouseClick(detail(screen, CHOICE).reasons.buttons()[3], Qt.MouseButton.LeftButton)
    assert questions(screen).rows()[0].row.reason == "ran out of time"


def test_missed_questions_become_cards_after_a_look_at_them_and_undo_takes_them_back(
    screen: ReportScreen, services: Services, qtbot: QtBot
) -> None:
    before = services.study.today().counts.total
    qtbot.mouseClick(screen.add, Qt.MouseButton.LeftButton)
    (cards,) = asked(screen).findChildren(PlannedList)
    assert cards.accessibleName() == (
        "Stem of q-choice?: made of the question. Stem of q-response?: made of the question"
    )
    assert services.study.today().counts.total == before
    qtbot.keyClick(focused(), KEY.Key_Return)
    assert shell_of(screen).toasts == ["2 cards added to today"]
    assert services.study.today().counts.total == before + 2
    shell_of(screen).undos[0]()
    assert shell_of(screen).toasts[-1] == "Adding to today's cards undone"
    assert services.study.today().counts.total == before


def test_adding_twice_says_that_they_are_asked_anyway(screen: ReportScreen) -> None:
    screen.add.click()
    asked(screen).agree_button.click()
    screen.add.click()
    assert not any(ask.isVisible() for ask in screen.findChildren(Ask))
    assert shell_of(screen).toasts[-1] == "All 2 cards are added already or asked today anyway."


def test_a_single_question_is_added_from_its_details(screen: ReportScreen) -> None:
    questions(screen).rows()[1].click()
    detail(screen, RESPONSE).add.click()
    asked(screen).agree_button.click()
    assert shell_of(screen).toasts == ["1 card added to today"]


def test_the_list_of_cards_scrolls_by_keyboard(services: Services, theme: Theme, qtbot: QtBot) -> None:
    many = tuple(multiple_choice(f"q-{number}") for number in range(40))
    screen = opened(services, finish(services, begin(services, many)), qtbot)
    screen.add.click()
    settle()
    (cards,) = asked(screen).findChildren(PlannedList)
    cards.setFocus()
    top = cards.mapTo(screen, cards.rect().topLeft()).y()
    qtbot.keyClick(cards, KEY.Key_PageDown)
    assert cards.mapTo(screen, cards.rect().topLeft()).y() < top
    qtbot.keyClick(cards, KEY.Key_Escape)
    assert shell_of(screen).toasts == []


def test_a_dispute_is_written_kept_and_withdrawn(screen: ReportScreen, services: Services, qtbot: QtBot) -> None:
    row = questions(screen).rows()[0]
    row.setFocus()
    qtbot.keyClick(row, KEY.Key_D)
    editor = focused()
    assert isinstance(editor, QPlainTextEdit)
    qtbot.keyClicks(editor, "The guide says C. D1.")
    asked(screen).agree_button.click()
    assert row.row.disputed
    assert shell_of(screen).toasts == ["Your objection is kept"]
    row.click()
    settle()
    assert detail(screen, CHOICE).dispute.text() == "Edit objection"
    detail(screen, CHOICE).dispute.click()
    (again,) = asked(screen).findChildren(QPlainTextEdit)
    assert again.toPlainText() == "The guide says C. D1."
    again.clear()
    asked(screen).agree_button.click()
    assert not row.row.disputed


def test_a_card_is_made_of_a_question(screen: ReportScreen) -> None:
    questions(screen).rows()[0].click()
    settle()
    detail(screen, CHOICE).make.click()
    (draft,) = shell_of(screen).drafts
    assert draft is not None
    assert (draft.made_of, draft.text.front) == ("q-choice", "Stem of q-choice?")


def test_a_dispute_that_is_too_long_stays_to_be_shortened(
    screen: ReportScreen, services: Services, qtbot: QtBot
) -> None:
    row = questions(screen).rows()[0]
    row.setFocus()
    qtbot.keyClick(row, KEY.Key_D)
    ask = asked(screen)
    (editor,) = ask.findChildren(QPlainTextEdit)
    editor.setPlainText("x" * 2003)
    said = [words.text() for words in ask.findChildren(QLabel) if words.isVisible()]
    assert "3 characters too many; up to 2,000 are kept." in said
    ask.agree_button.click()
    assert ask.isVisible()
    editor.setPlainText("x" * 2000)
    ask.agree_button.click()
    assert [len(entry.text) for entry in services.results.disputes()] == [2000]


def correct_a_key(screen: ReportScreen, services: Services) -> Banner:
    """Update the deck to another key of its first question; return what the report says of it."""
    assert screen.findChildren(Banner) == []
    questions_now = (multiple_choice("q-choice", key="b"), *exam_deck().questions[1:])
    with services.store.open(writing=True) as work:
        work.content.replace(
            replace(exam_deck(), questions=questions_now, version="1.2.0", digest="2" * 64), services.clock.now()
        )
        work.commit()
    services.library._heads = None
    screen.reload()
    (banner,) = screen.findChildren(Banner)
    return banner


def test_a_corrected_key_leaves_the_room_to_the_questions_where_it_is_scarce(
    screen: ReportScreen, services: Services, qtbot: QtBot
) -> None:
    banner = correct_a_key(screen, services)
    assert banner.isVisible()
    screen.resize(816, 600)
    settle()
    assert banner.isVisible()
    screen.side.choose(Section.QUESTIONS.value)
    settle()
    assert not banner.isVisible()
    screen.side.choose(Section.RESULT.value)
    settle()
    assert banner.isVisible()


def test_a_corrected_key_is_graded_again_on_the_page(screen: ReportScreen, services: Services, qtbot: QtBot) -> None:
    correct_a_key(screen, services).acted.emit()
    settle()
    assert not any(banner.isVisible() for banner in screen.findChildren(Banner))
    assert screen.view is not None
    assert screen.view.score.regraded == ("Graded again on 14 Mar 2026 with deck 1.2.0: 844",)
    assert questions(screen).rows()[0].hasFocus()


def test_the_report_is_shown_on_paper_and_saved(
    screen: ReportScreen, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []
    target = tmp_path / "report.pdf"

    def ask(_parent: QWidget, _title: str, name: str, _kind: str, _suffix: str) -> Path:
        offered.append(name)
        return target

    monkeypatch.setattr(print_dialog, "ask_where", ask)
    qtbot.keyClick(screen, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = screen.window().findChild(print_dialog.PrintDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.waits(), timeout=60_000)
    assert dialog.what.currentText() == "Score report: Practice exam 1"
    assert dialog.preview.words.text() == "Page 1 of 1"
    dialog.save.click()
    qtbot.waitUntil(lambda: not dialog.waits(), timeout=60_000)
    assert offered == ["Practice exam 1, 2026-03-14.pdf"]
    assert target.read_bytes().startswith(b"%PDF")
    assert dialog.done.text() == "Saved report.pdf, 1 page"


def test_after_a_quiz_the_next_one_is_chosen_on_the_page_of_exams(
    services: Services, theme: Theme, qtbot: QtBot
) -> None:
    screen = opened(services, finish(services, begin(services, kind=SittingKind.QUIZ)), qtbot)
    screen.again.click()
    assert shell_of(screen).pages == [Page.EXAMS]


def test_the_open_questions_stay_open_when_the_deck_changes(screen: ReportScreen) -> None:
    questions(screen).rows()[0].click()
    settle()
    before = detail(screen, CHOICE)
    screen.reload()
    assert detail(screen, CHOICE) is before
    assert before.isVisible()


def test_cards_that_can_not_be_planned_are_refused_in_words(
    screen: ReportScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(screen.shell.services.misses, "plan", refuse)
    qtbot.mouseClick(screen.add, Qt.MouseButton.LeftButton)
    assert [str(error) for error in shell_of(screen).refusals] == ["The disk is full."]
