"""Work off the GUI thread, in the window that shows how far it is."""

import sys
import weakref
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event, get_ident
from types import TracebackType

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.core.errors import ExportError
from certdeck.gui import heap, work_under_way
from certdeck.gui.message_column import MessageColumn
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.messages import ProgressRow
from certdeck.gui.work_under_way import WorkUnderWay
from certdeck.ports.exporting import Progress
from tests.gui.app import App, open_app

PATIENCE = 10
"""Seconds that a piece of work waits for its test before it gives up."""


@pytest.fixture
def app(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[App]:
    yield from open_app(qtbot, tmp_path)


def test_work_shows_how_far_it_is_and_its_result_comes_on_the_gui_thread(app: App) -> None:
    go_on = Event()
    threads: list[int] = []
    results: list[tuple[str, int]] = []

    def work(progress: Progress) -> str:
        threads.append(get_ident())
        progress(1_000, 3_000)
        assert go_on.wait(PATIENCE)
        return "written"

    app.window.run("Writing cards.apkg", work, lambda result: results.append((result, get_ident())))
    app.qtbot.waitUntil(
        lambda: any(
            words.text() == "1,000 of 3,000" for row in app.parts(ProgressRow) for words in row.findChildren(QLabel)
        )
    )
    assert app.window.busy()
    go_on.set()
    app.until_idle()
    assert results == [("written", get_ident())]
    assert threads[0] != get_ident()
    assert app.parts(ProgressRow) == []


def test_what_work_has_read_goes_with_its_end(app: App) -> None:
    class Plan:
        """Something large."""

    plan = Plan()
    known = weakref.ref(plan)
    app.window.run("Importing", partial(lambda plan, _progress: type(plan), plan), lambda _result: None)
    del plan
    app.until_idle()
    assert known() is None


@pytest.mark.parametrize(("soon", "tidied"), [(0, 2), (600_000, 0)])
def test_only_long_work_is_tidied_up_after_once_its_result_was_taken_in(
    app: App, monkeypatch: pytest.MonkeyPatch, soon: int, tidied: int
) -> None:
    said: list[str] = []

    def collect() -> bool:
        said.append("collected")
        return True

    monkeypatch.setattr(work_under_way, "SOON", soon)
    monkeypatch.setattr(work_under_way, "collect_after_work", collect)
    monkeypatch.setattr(heap, "give_back", lambda: said.append("given back"))
    app.window.run("Reckoning", lambda _progress: said.append("worked"), lambda _result: said.append("taken in"))
    app.qtbot.waitUntil(lambda: len(said) == 2 + tidied and not app.window.busy())
    app.until_idle()
    assert said == ["worked", "taken in", "collected", "given back"][: 2 + tidied]


def test_it_is_tidied_up_later_where_other_work_wants_garbage_left_lying(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = iter([False, False, True])
    given_back: list[bool] = []
    monkeypatch.setattr(work_under_way, "SOON", 0)
    monkeypatch.setattr(work_under_way, "collect_after_work", lambda: next(tries))
    monkeypatch.setattr(heap, "give_back", lambda: given_back.append(True))
    app.window.run("Reckoning", lambda _progress: None, lambda _result: None)
    app.qtbot.waitUntil(lambda: given_back == [True])
    app.until_idle()
    assert next(tries, None) is None


@pytest.mark.usefixtures("theme")
def test_nothing_is_under_way_once_its_window_is_gone(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_under_way, "SOON", 0)
    window, results = QWidget(), list[int]()
    work = WorkUnderWay(window, MessageColumn())
    work.run("Reckoning", lambda _progress: 7, results.append)
    qtbot.waitUntil(lambda: results == [7])
    assert work.is_any()
    delete(window)
    assert not work.is_any()


def test_cancelled_work_ends_with_a_word_and_without_a_result(app: App) -> None:
    begun, go_on = Event(), Event()
    results: list[object] = []

    def work(progress: Progress) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        progress(1, 2)

    app.window.run("Writing cards.apkg", work, results.append)
    app.qtbot.waitUntil(lambda: begun.is_set() and bool(app.parts(ProgressRow)))
    app.button("Cancel").click()
    go_on.set()
    app.until_idle()
    assert app.toast() == "Writing cards.apkg: cancelled"
    assert results == []
    assert app.parts(ProgressRow) == []


def test_work_that_is_soon_done_moves_nothing_on_the_page(app: App) -> None:
    results: list[int] = []
    app.window.run("Counting", lambda _progress: 7, results.append)
    app.until_idle()
    assert (results, app.parts(ProgressRow)) == ([7], [])


def test_how_far_work_was_is_taken_away_after_the_pages_have_taken_in_what_came_of_it(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both lay out and paint much; in one turn of the event loop they would keep the window waiting for their sum."""
    monkeypatch.setattr(work_under_way, "SOON", 0)
    go_on, shown = Event(), list[bool]()

    def look() -> None:
        shown.extend(row.isVisible() for row in app.window.findChildren(ProgressRow))

    def take_in(_result: object) -> None:
        QTimer.singleShot(0, look)  # once all that is said at the end of work has been said

    app.window.run("Counting", lambda _progress: go_on.wait(PATIENCE), take_in)
    app.qtbot.waitUntil(lambda: bool(app.parts(ProgressRow)))
    go_on.set()
    app.qtbot.waitUntil(lambda: shown == [True])
    app.until_idle()
    assert app.parts(ProgressRow) == []


def test_work_that_is_refused_says_why(app: App) -> None:
    def work(_progress: Progress) -> None:
        raise ExportError("cards.apkg was not written: the disk is full. Nothing was changed. Make room.")

    app.window.run("Writing cards.apkg", work, lambda _result: None)
    app.until_idle()
    assert app.banner()[0] == "cards.apkg was not written: the disk is full."
    assert app.parts(ProgressRow) == []


def test_a_bug_in_work_reaches_the_hook_for_bugs(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    bugs: list[BaseException] = []

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        bugs.append(error)

    monkeypatch.setattr(sys, "excepthook", hook)

    def work(_progress: Progress) -> None:
        raise ZeroDivisionError("a bug")

    app.window.run("Writing cards.apkg", work, lambda _result: None)
    app.until_idle()
    assert [str(bug) for bug in bugs] == ["a bug"]
    assert app.parts(ProgressRow) == []


def test_a_bug_in_what_follows_work_still_ends_it(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)

    def follow(_result: object) -> None:
        raise ZeroDivisionError("a bug")

    app.window.run("Writing cards.apkg", lambda _progress: None, follow)
    app.until_idle()
    assert app.parts(ProgressRow) == []


def test_closing_the_window_cancels_work(app: App) -> None:
    begun, go_on = Event(), Event()
    went_on: list[bool] = []

    def work(progress: Progress) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        progress(1, 2)
        went_on.append(True)

    app.window.run("Writing cards.apkg", work, lambda _result: None)
    app.qtbot.waitUntil(begun.is_set)
    assert app.window.close()
    go_on.set()
    app.until_idle()
    assert went_on == []
