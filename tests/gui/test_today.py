from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.exam.events import Ending
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.today import TodayScreen
from certdeck.gui.screens.today_countdown import CountdownCard
from certdeck.gui.screens.today_steps import StepRow
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.buttons import PrimaryButton
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.breaks import break_off
from tests.builders import bank, blueprint, card, deck, sheet
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell, shell_of
from tests.library import open_library


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = deck(
        cards=tuple(card(f"c-{number}") for number in range(3)),
        questions=bank(blueprint(), per_task=6),
        sheets=(sheet("s-1"),),
    )
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


def opened(services: Services, qtbot: QtBot, size: tuple[int, int] = (1072, 800)) -> TodayScreen:
    screen = TodayScreen(StubShell(services))
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    screen.show_page()
    QApplication.processEvents()
    return screen


def finish_exam(services: Services) -> None:
    services.exams.finish(services.exams.start(seed=1), Ending.SUBMITTED, 3600.0)


def primaries(screen: TodayScreen) -> list[str]:
    return [button.text() for button in screen.findChildren(PrimaryButton) if button.isVisible()]


def test_the_page_has_one_primary_button_and_the_focus_is_on_it(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    assert primaries(screen) == ["Start review"]
    focused = screen.focusWidget()
    assert isinstance(focused, PrimaryButton)
    focused.click()
    assert shell_of(screen).studied == [None]


def test_the_page_opens_at_its_top_although_its_button_is_further_down(
    services: Services, theme: Theme, qtbot: QtBot
) -> None:
    theme.set_scale(2.0)
    window = MainWindow(services)
    qtbot.addWidget(window)
    window.resize(880, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for key in (Qt.Key.Key_7, Qt.Key.Key_1):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: not window.busy() and not window.pages.busy())
        QApplication.processEvents()
    screen = window.screen_shown
    assert isinstance(screen, TodayScreen)
    bar = screen.findChildren(QScrollBar, options=Qt.FindChildOption.FindChildrenRecursively)
    assert any(one.maximum() > 0 for one in bar)
    assert all(one.value() == 0 for one in bar)


def test_each_step_leads_on(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    for row in screen.steps.rows[1:]:
        assert row.button is not None
        row.button.click()
    assert shell_of(screen).pages == [Page.EXAMS]
    assert shell_of(screen).items == ["s-1"]


def test_a_running_exam_is_the_next_thing(services: Services, theme: Theme, qtbot: QtBot) -> None:
    running = services.exams.start(seed=1)
    screen = opened(services, qtbot)
    assert primaries(screen) == ["Resume exam"]
    button = screen.steps.primary()
    assert button is not None
    button.click()
    assert [sitting.id for sitting in shell_of(screen).sittings] == [running.id]


def test_the_result_of_an_exam_takes_the_place_of_the_facts(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    assert (screen.facts.isVisible(), screen.result.isVisible()) == (True, False)
    finish_exam(services)
    screen.hear(Changes(exams=True))
    assert (screen.facts.isVisible(), screen.result.isVisible()) == (False, True)
    assert isinstance(screen.focusWidget(), PrimaryButton)
    screen.result.report.click()
    assert shell_of(screen).reports == [services.exams.heads()[0].id]


def test_done_rows_have_no_button(services: Services, theme: Theme, qtbot: QtBot) -> None:
    finish_exam(services)
    screen = opened(services, qtbot)
    done = [row for row in screen.steps.rows if row.step.done]
    assert [row.button for row in done] == [None]


@pytest.mark.parametrize(
    ("size", "scale", "beside"),
    [((1072, 800), 1.0, True), ((960, 700), 1.0, True), ((1198, 800), 1.5, False), ((1180, 800), 2.0, False)],
)
def test_columns_stand_side_by_side_where_there_is_room(
    services: Services, theme: Theme, qtbot: QtBot, size: tuple[int, int], scale: float, *, beside: bool
) -> None:
    theme.set_scale(scale)
    finish_exam(services)
    screen = opened(services, qtbot, size)
    assert (screen.width(), screen.height()) == size
    left, right = (part.mapTo(screen, QPoint(0, 0)) for part in (screen.cards, screen.result))
    assert (left.y() == right.y()) is beside
    for part in screen.findChildren(QWidget):
        if part.isVisible():
            assert part.mapTo(screen, QPoint(0, 0)).x() + part.width() <= size[0], part


def test_the_first_two_rows_of_cards_stand_where_the_design_has_them(
    services: Services, theme: Theme, qtbot: QtBot
) -> None:
    screen = opened(services, qtbot)
    at = screen.cards.mapTo(screen, QPoint(0, 0))
    assert (at.x(), at.y(), screen.cards.width(), screen.cards.height()) == (24, 70, 376, 156)
    assert screen.facts.mapTo(screen, QPoint(0, 0)).x() == 24 + 376 + 16
    assert {row.height() for row in screen.findChildren(StepRow)} == {60}


def test_the_search_field_opens_the_palette_with_what_was_typed(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    screen.search.setFocus()
    qtbot.keyClick(screen.search, Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier)
    assert shell_of(screen).sought == ["d"]


def test_a_library_without_a_deck_is_explained(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with open_library(tmp_path, None, FixedClock()) as services:
        screen = opened(services, qtbot)
        shown = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
        assert "Nothing to study yet" in shown
        assert screen.view is None


def test_every_control_has_a_name(services: Services, theme: Theme, qtbot: QtBot) -> None:
    finish_exam(services)
    screen = opened(services, qtbot)
    controls = [widget for widget in screen.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [
        widget
        for widget in controls
        if widget.isVisible() and not (widget.accessibleName() or (isinstance(widget, QPushButton) and widget.text()))
    ]
    assert nameless == []


def test_a_backlog_is_spread_from_a_quiet_card(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    clock = FixedClock()
    content = deck(cards=tuple(card(f"c-{number}") for number in range(40)))
    with open_library(tmp_path / "late", content, clock) as services:
        break_off(services.store, clock.now(), days=4, cards=40, per_day=20)
        screen = opened(services, qtbot)
        assert screen.backlog.isVisible()
        assert primaries(screen) == ["Start review"]
        screen.backlog.agree.click()
        assert shell_of(screen).changes == [Changes(study=True, settings=True)]
        screen.hear(Changes(study=True))
        assert services.study.today().counts.due == 10
        assert (screen.backlog.agree.isVisible(), screen.backlog.decline.text()) == (False, "Stop spreading")
        screen.backlog.decline.click()
        screen.hear(Changes(study=True))
        screen.backlog.decline.click()
        screen.hear(Changes(study=True))
        assert not screen.backlog.isVisible()


def test_the_days_to_the_exam_are_counted_once_its_day_is_known(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    exam, settings = services.library.exam().blueprint.id, services.preferences.settings
    assert screen.cards.isVisible()
    assert screen.findChild(CountdownCard) is None
    day = services.calendar.today() + timedelta(days=23)
    screen.hear(services.preferences.change(exam_days=settings.with_exam_day(exam, day)))
    assert screen.countdown is not None
    assert (screen.countdown.isVisible(), screen.cards.isVisible()) == (True, False)
    assert screen.countdown.number.text() == "23 days"
    assert screen.countdown.strip.accessibleName().endswith("23 days to your exam")
    areas = screen.countdown.strip.areas()
    assert len(areas) == 24
    assert (areas[0].left(), areas[-1].right()) == (0, screen.countdown.strip.width() - 1)
    screen.hear(services.preferences.change(exam_days=""))
    assert (screen.countdown.isVisible(), screen.cards.isVisible()) == (False, True)


@pytest.mark.parametrize("days", [0, 1, 41, 400])
def test_the_marks_of_the_countdown_never_touch(services: Services, theme: Theme, qtbot: QtBot, days: int) -> None:
    exam, settings = services.library.exam().blueprint.id, services.preferences.settings
    day = services.calendar.today() + timedelta(days=days)
    services.preferences.change(exam_days=settings.with_exam_day(exam, day))
    screen = opened(services, qtbot, (900, 700))
    assert screen.countdown is not None
    areas = screen.countdown.strip.areas()
    assert all(before.right() < after.left() for before, after in pairwise(areas))
    assert screen.countdown.strip.isVisible() is (days > 0)
