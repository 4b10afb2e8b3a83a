"""The time at the left of the report, in a quiz as long as one can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from certdeck.core.exam.quiz import MOST
from certdeck.core.ids import TaskId
from certdeck.gui.screens.report_time import SlowestCard, TimeCard, numbered
from certdeck.gui.theme import Theme
from certdeck.presenters.report_views import RowView, SlowView, State, TimeView

COLUMN = 388
"""Width of the report's left side beside the questions, in a window 1280 px wide."""


def row(number: int) -> RowView:
    return RowView(
        number, f"Question {number}", State.WRONG, False, True, TaskId("1.1"), "A", "B", False, 60.0 + number, False
    )


def test_the_chart_of_the_longest_quiz_keeps_within_the_column(theme: Theme, qtbot: QtBot) -> None:
    card = TimeCard(
        TimeView(120.0, "The time allows 2:00 each", "dashed: 2:00", (), ()), tuple(map(row, range(1, 201)))
    )
    qtbot.addWidget(card)
    assert MOST == 200
    assert card.minimumSizeHint().width() <= COLUMN


@given(count=st.integers(1, MOST), width=st.integers(200, 1200), digit=st.integers(6, 14))
def test_numbers_below_the_bars_stand_apart(count: int, width: int, digit: int) -> None:
    step, room = width / count, len(str(count)) * digit + 4
    shown = numbered(count, step, room)
    assert shown[0] == 1
    assert shown[-1] == count
    edge = 0.0
    for number in shown:
        wide = len(str(number)) * digit
        left = min(max(0.0, (number - 0.5) * step - wide / 2), width - wide)
        assert left >= edge
        edge = left + wide


@pytest.mark.parametrize("highest", [9, 65, 200])
def test_titles_of_the_slowest_stand_clear_of_their_numbers(theme: Theme, qtbot: QtBot, highest: int) -> None:
    slowest = [SlowView(number, "Title", State.WRONG, "1:00", slow=False) for number in (highest, 1)]
    card = SlowestCard(slowest, lambda _number: None)
    qtbot.addWidget(card)
    first, second = card.links
    assert first.title_left() == second.title_left()
    assert first.title_left() >= first.number_right() + theme.px(3)
