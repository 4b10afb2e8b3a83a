"""Work off the GUI thread."""

import gc
from collections.abc import Callable
from threading import Event, get_ident
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.core.errors import ExportError
from certdeck.gui import heap, tasks
from certdeck.gui.tasks import Task, start
from certdeck.ports.exporting import Progress

T = TypeVar("T")


class Ears:
    """Remembers what a task said, and in which thread it was heard."""

    def __init__(self, task: Task[T]) -> None:
        self.heard: list[tuple[str, object]] = []
        self.threads: set[int] = set()
        signals = task.signals
        signals.progress.connect(lambda done, total: self._note("progress", (done, total)))
        signals.succeeded.connect(lambda result: self._note("succeeded", result))
        signals.refused.connect(lambda error: self._note("refused", error))
        signals.failed.connect(lambda error: self._note("failed", error))
        signals.cancelled.connect(lambda: self._note("cancelled", None))

    def closing(self) -> list[tuple[str, object]]:
        return [word for word in self.heard if word[0] != "progress"]

    def _note(self, name: str, value: object) -> None:
        self.heard.append((name, value))
        self.threads.add(get_ident())


def run(work: Callable[[Progress], T], qtbot: QtBot) -> Ears:
    task = Task(work)
    ears = Ears(task)
    start(task)
    qtbot.waitUntil(lambda: bool(ears.closing()))
    # A second closing signal would be waiting in the queue now.
    qtbot.wait(0)
    return ears


def test_the_result_comes_on_the_gui_thread_and_the_work_is_done_on_another(qtbot: QtBot) -> None:
    def work(progress: Progress) -> int:
        progress(1, 2)
        return get_ident()

    ears = run(work, qtbot)
    (name, worker) = ears.heard[-1]
    assert [word for word, _ in ears.heard] == ["progress", "succeeded"]
    assert name == "succeeded"
    assert worker != get_ident()
    assert ears.threads == {get_ident()}


def test_an_error_that_the_learner_can_mend_is_told_as_it_is(qtbot: QtBot) -> None:
    error = ExportError("The file was not written.")

    def work(_progress: Progress) -> None:
        raise error

    ears = run(work, qtbot)
    assert ears.heard == [("refused", error)]
    assert ears.threads == {get_ident()}


def test_a_bug_is_handed_on_whole(qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise ZeroDivisionError("a bug")

    ears = run(work, qtbot)
    ((name, error),) = ears.heard
    assert name == "failed"
    assert isinstance(error, ZeroDivisionError)
    assert error.__traceback__ is not None
    assert ears.threads == {get_ident()}


def test_cancelled_work_ends_at_its_next_report(qtbot: QtBot) -> None:
    begun, cancelled, went_on = Event(), Event(), Event()

    def work(progress: Progress) -> None:
        progress(0, 2)
        begun.set()
        assert cancelled.wait(10)
        progress(1, 2)
        went_on.set()

    task = Task(work)
    ears = Ears(task)
    start(task)
    qtbot.waitUntil(begun.is_set)
    task.cancel()
    cancelled.set()
    qtbot.waitUntil(lambda: bool(ears.closing()))
    qtbot.wait(0)
    assert ears.heard == [("progress", (0, 2)), ("cancelled", None)]
    assert not went_on.is_set()
    assert ears.threads == {get_ident()}


def test_work_that_reports_nothing_more_ends_well_although_it_was_cancelled(qtbot: QtBot) -> None:
    task: Task[str] = Task(lambda _progress: "whole")
    ears = Ears(task)
    task.cancel()
    start(task)
    qtbot.waitUntil(lambda: bool(ears.closing()))
    assert ears.heard == [("succeeded", "whole")]


def test_work_that_outlives_the_app_stops_at_its_next_report_and_says_nothing() -> None:
    reported: list[int] = []

    def work(progress: Progress) -> None:
        for done in range(3):
            # As Qt does at the end of the app.
            if done == 1:
                delete(task.signals)
            progress(done, 3)
            reported.append(done)

    task = Task(work)
    task.run()
    assert reported == [0]


@pytest.mark.parametrize("error", [None, ExportError("The file was not written."), ZeroDivisionError("a bug")])
def test_how_work_ended_is_nobody_s_business_once_the_app_has_ended(error: Exception | None) -> None:
    def work(_progress: Progress) -> None:
        delete(task.signals)
        if error is not None:
            raise error

    task = Task(work)
    task.run()


def test_an_error_of_who_listens_is_not_taken_for_the_end_of_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def emit(self, *_values: object) -> None:
            raise RuntimeError("broken")

    task = Task(lambda _progress: None)
    monkeypatch.setattr(task.signals, "succeeded", Broken())
    with pytest.raises(RuntimeError, match="broken"):
        task.run()


def test_garbage_is_left_lying_while_work_is_under_way_and_collected_again_after(qtbot: QtBot) -> None:
    assert gc.isenabled()
    inner: list[bool] = []

    def work(_progress: Progress) -> None:
        Task(lambda _: inner.append(gc.isenabled())).run()
        inner.append(gc.isenabled())

    run(work, qtbot)
    assert inner == [False, False]
    qtbot.waitUntil(gc.isenabled)


def test_long_work_hands_its_memory_back_and_short_work_does_not_take_the_time(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_back: list[int] = []
    monkeypatch.setattr(heap, "give_back", lambda: handed_back.append(get_ident()))
    monkeypatch.setattr(tasks, "_LONG", 60_000)
    run(lambda _progress: None, qtbot)
    assert not handed_back
    monkeypatch.setattr(tasks, "_LONG", 1)
    run(lambda _progress: Event().wait(0.01), qtbot)
    assert handed_back
    assert get_ident() not in handed_back


def test_the_heap_can_be_told_about_threads_and_asked_to_give_back_on_every_system() -> None:
    heap.keep_one()
    heap.give_back()


def test_a_system_whose_c_library_takes_no_orders_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    heap._library.cache_clear()
    monkeypatch.setattr("sys.platform", "win32")
    assert heap._library() is None
    heap.keep_one()
    heap.give_back()
    heap._library.cache_clear()
