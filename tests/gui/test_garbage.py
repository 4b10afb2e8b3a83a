"""Whole collections of garbage wait until nobody clicks."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.gui.garbage import RestfulCollector, collect_after_work, collect_if_worth
from certdeck.gui.theme import Theme


@pytest.fixture
def whole() -> Iterator[list[int]]:
    """Hear of each whole collection."""
    heard: list[int] = []

    def hear(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            heard.append(info["generation"])

    gc.collect()
    gc.callbacks.append(hear)
    yield heard
    gc.callbacks.remove(hear)


def grow_old(collections: int) -> None:
    for _ in range(collections):
        gc.collect(1)


def test_no_whole_collection_comes_by_itself_while_an_exam_is_sat(qtbot: QtBot, theme: Theme) -> None:
    usual, parent = gc.get_threshold(), QObject()
    RestfulCollector(parent)
    assert gc.get_threshold()[:2] == usual[:2]
    assert gc.get_threshold()[2] > 10 * usual[2]
    delete(parent)
    assert gc.get_threshold() == usual


def test_no_whole_collection_comes_by_itself_while_one_of_two_screens_is_left(qtbot: QtBot, theme: Theme) -> None:
    usual, room, report = gc.get_threshold(), QObject(), QObject()
    RestfulCollector(room)
    RestfulCollector(report)
    delete(room)
    assert gc.get_threshold()[2] > 10 * usual[2]
    delete(report)
    assert gc.get_threshold() == usual


def test_the_garbage_is_collected_when_there_may_be_enough_of_it(whole: list[int]) -> None:
    collect_if_worth()
    assert not whole
    grow_old(10)
    collect_if_worth()
    assert whole == [2]
    collect_if_worth()
    assert whole == [2]


def test_garbage_is_left_lying_while_work_in_another_thread_wants_it_so(whole: list[int]) -> None:
    grow_old(10)
    gc.disable()
    try:
        collect_if_worth()
    finally:
        gc.enable()
    assert not whole


def test_what_long_work_has_left_is_collected_at_once_but_not_in_an_exam(
    qtbot: QtBot, theme: Theme, whole: list[int]
) -> None:
    room = QObject()
    RestfulCollector(room)
    assert collect_after_work()
    delete(room)
    gc.disable()
    assert not collect_after_work()
    gc.enable()
    assert not whole
    assert collect_after_work()
    assert whole == [2]


def test_the_garbage_is_collected_once_nobody_has_clicked_for_a_while(
    qtbot: QtBot, theme: Theme, whole: list[int]
) -> None:
    parent = QObject()
    collector = RestfulCollector(parent, rest=0)
    grow_old(10)
    assert not whole
    collector.put_off()
    qtbot.waitUntil(lambda: bool(whole))
    delete(parent)


def test_a_screen_that_is_covered_does_not_collect_while_somebody_clicks_in_another_one(
    qtbot: QtBot, theme: Theme, whole: list[int]
) -> None:
    covered, room = QObject(), QObject()
    grow_old(10)
    RestfulCollector(covered, rest=0).put_off()
    RestfulCollector(room, rest=600_000).put_off()
    passed: list[bool] = []
    QTimer.singleShot(0, lambda: passed.append(True))
    qtbot.waitUntil(lambda: bool(passed))
    assert not whole
    delete(covered)
    delete(room)
