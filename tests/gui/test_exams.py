"""The Exams page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from certdeck.core.exam.quiz import Pool
from certdeck.core.ids import BlueprintId
from certdeck.gui.screens.exams import ExamsScreen
from certdeck.gui.screens.exams_trend import TrendCard, TrendChart
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.buttons import PrimaryButton
from certdeck.gui.widgets.comparison_table import ComparisonTable
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import bank, blueprint
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell, shell_of
from tests.library import open_library
from tests.sitting import answer_all, begin, exam_deck, finish


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    first = blueprint(minutes=30, scored=8, unscored=4)
    second = replace(first, id=BlueprintId("exam-2"), code="EX-2")
    questions = (*exam_deck().questions, *bank(first, per_task=2))
    with open_library(
        tmp_path, replace(exam_deck(), blueprints=(first, second), questions=questions), FixedClock()
    ) as it:
        yield it


def opened(services: Services, qtbot: QtBot, size: tuple[int, int] = (1072, 800)) -> ExamsScreen:
    screen = ExamsScreen(StubShell(services))
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    screen.show_page()
    for _ in range(4):
        QApplication.processEvents()
    return screen


def texts(screen: ExamsScreen) -> list[str]:
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def buttons(screen: ExamsScreen) -> dict[str, QPushButton]:
    return {button.accessibleName() or button.text(): button for button in screen.findChildren(QPushButton)}


def primaries(screen: ExamsScreen) -> list[str]:
    return [button.text() for button in screen.findChildren(PrimaryButton) if button.isVisible()]


def test_the_facts_of_every_exam_are_shown_and_one_can_be_started(
    services: Services, theme: Theme, qtbot: QtBot
) -> None:
    screen = opened(services, qtbot)
    assert {"EX-1", "EX-2", "12 questions: 8 scored and 4 unscored", "Checked 1 Mar 2026"} <= set(texts(screen))
    assert "No exam submitted yet" in texts(screen)
    assert primaries(screen) == ["Start exam"]
    assert screen.primary is buttons(screen)["Start exam EX-1"]


def test_starting_an_exam_leads_to_the_page_of_its_choices(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    qtbot.mouseClick(buttons(screen)["Start exam EX-2"], Qt.MouseButton.LeftButton)
    assert shell_of(screen).starts == [(BlueprintId("exam-2"), None)]
    assert services.exams.heads() == ()


def test_short_practice_leads_there_with_its_choices_made(services: Services, theme: Theme, qtbot: QtBot) -> None:
    finish(services, begin(services))
    screen = opened(services, qtbot)
    qtbot.mouseClick(buttons(screen)["Choose Quiz: only missed"], Qt.MouseButton.LeftButton)
    ((exam, wish),) = shell_of(screen).starts
    assert exam == "exam-1"
    assert wish is not None
    assert wish.pool is Pool.MISSED


def test_the_trend_is_a_picture_with_a_table_behind_it(services: Services, theme: Theme, qtbot: QtBot) -> None:
    finish(services, answer_all(services, begin(services), {}))
    finish(services, answer_all(services, begin(services), {1: None}))
    screen = opened(services, qtbot)
    chart = screen.findChildren(TrendChart)[0]
    assert (chart.accessibleName(), chart.accessibleDescription()) == ("Trend of D1", "3 of 3, 2 of 3")
    (card,) = screen.findChildren(TrendCard)
    assert not card.table.isVisible()
    qtbot.keyClick(card.table_button, Qt.Key.Key_Return)
    assert card.table.isVisible()
    assert isinstance(card.table, ComparisonTable)
    assert [card.table.cell_text(row, 2) for row in (0, 1, 2)] == ["D1", "3 of 3", "2 of 3"]


def test_a_running_exam_is_the_next_thing_to_do(services: Services, theme: Theme, qtbot: QtBot) -> None:
    sitting = answer_all(services, begin(services), {}, seconds=100)
    screen = opened(services, qtbot)
    assert primaries(screen) == ["Resume exam"]
    assert "Question 6 of 6, 0:20:00 left" in texts(screen)
    assert screen.primary is not None
    qtbot.mouseClick(screen.primary, Qt.MouseButton.LeftButton)
    assert [resumed.id for resumed in shell_of(screen).sittings] == [sitting.id]


def test_past_exams_open_their_report(services: Services, theme: Theme, qtbot: QtBot) -> None:
    done = finish(services, answer_all(services, begin(services, exam_deck().questions[:5]), {}))
    screen = opened(services, qtbot)
    qtbot.mouseClick(buttons(screen)["Report, Practice exam 1"], Qt.MouseButton.LeftButton)
    assert shell_of(screen).reports == [done]


def test_an_older_exam_that_was_never_submitted_is_resumed(services: Services, theme: Theme, qtbot: QtBot) -> None:
    older = begin(services)
    begin(services)
    screen = opened(services, qtbot)
    assert "not submitted" in texts(screen)
    qtbot.mouseClick(buttons(screen)["Resume, Practice exam 1"], Qt.MouseButton.LeftButton)
    assert [resumed.id for resumed in shell_of(screen).sittings] == [older.id]


def test_the_page_reloads_when_an_exam_ends(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    finish(services, answer_all(services, begin(services), {}))
    screen.hear(Changes(exams=True))
    for _ in range(4):
        QApplication.processEvents()
    assert "Report, Practice exam 1" in buttons(screen)


def test_a_library_without_decks_says_so(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with open_library(tmp_path, None, FixedClock()) as empty:
        screen = opened(empty, qtbot)
        assert str(shell_of(screen).refusals[0]).startswith("No deck is installed yet.")


@pytest.mark.parametrize(
    ("width", "scale"), [(1072, 1.0), (960, 1.0), (816, 1.0), (1216, 1.5), (1216, 2.0), (816, 2.0)]
)
def test_the_page_is_never_wider_than_its_room(
    services: Services, theme: Theme, qtbot: QtBot, width: int, scale: float
) -> None:
    theme.set_scale(scale)
    finish(services, answer_all(services, begin(services), {}))
    begin(services)
    screen = opened(services, qtbot, (width, 700))
    assert screen.width() == width
    assert screen.minimumSizeHint().width() <= width
