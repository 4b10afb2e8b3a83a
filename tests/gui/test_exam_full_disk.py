"""The exam room while nothing can be written: it says so once, goes on, and can be left."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt

from certdeck.core.errors import StoreError
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Ending
from certdeck.gui.screens import exam_room
from certdeck.gui.widgets.messages import Banner
from tests.gui.exam import KEY, Exam, Open, settle


@contextmanager
def full_disk(exam: Exam) -> Iterator[None]:
    """Let nothing of the sitting be written."""

    def full(*_given: object) -> None:
        raise StoreError("The disk is full. Free some room.")

    with pytest.MonkeyPatch.context() as broken:
        for name in ("record", "tick", "finish"):
            broken.setattr(exam.shell.services.exams, name, full)
        yield


def banners(exam: Exam) -> list[Banner]:
    return [banner for banner in exam.room.findChildren(Banner) if banner.isVisible()]


def pass_second(exam: Exam) -> None:
    exam.clock.advance(1)
    exam.room.timer.timeout.emit()
    settle()


def test_that_the_time_can_not_be_written_is_said_once_and_again_after_it_could(
    open_exam: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = open_exam()
    said: list[str] = []
    monkeypatch.setattr(exam_room, "announce", lambda _widget, words, **_manners: said.append(words))
    for _ in range(2):
        with full_disk(exam):
            for _ in range(3):
                pass_second(exam)
        assert len(banners(exam)) == 1
        assert said == ["The disk is full. Free some room."]
        said.clear()
        pass_second(exam)


def test_what_was_closed_does_not_come_back_with_every_second(open_exam: Open) -> None:
    exam = open_exam()
    with full_disk(exam):
        pass_second(exam)
        banners(exam)[0].acted.emit()
        settle()
        pass_second(exam)
        assert banners(exam) == []
        exam.press(KEY.Key_A)
        assert len(banners(exam)) == 1


def test_an_exam_whose_time_ran_out_is_submitted_once_it_can_be_written(open_exam: Open) -> None:
    exam = open_exam()
    with full_disk(exam):
        exam.clock.advance(exam.stored().seconds_allowed or 0)
        pass_second(exam)
        assert exam.stored().ending is None
    pass_second(exam)
    assert exam.stored().ending is Ending.TIME_OUT


def test_a_room_is_left_although_nothing_can_be_written_any_more(open_exam: Open) -> None:
    exam = open_exam()
    with full_disk(exam):
        exam.press(KEY.Key_Escape)
        exam.press(KEY.Key_Return)
        assert exam.ask().accessibleName() == "Leave without the last change?"
        exam.press(KEY.Key_Escape)
        assert exam.shell.left_exam == 0
        exam.press(KEY.Key_Escape)
        exam.press(KEY.Key_Return)
        exam.bot.mouseClick(exam.ask().agree_button, Qt.MouseButton.LeftButton)
        assert exam.shell.left_exam == 1


def test_a_window_is_closed_although_a_note_can_not_be_written_any_more(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_W)
    with full_disk(exam):
        exam.bot.keyClicks(exam.room.note.field, "Lost")
        assert not exam.room.close()
        for _ in range(2):
            exam.bot.mouseClick(exam.ask().agree_button, Qt.MouseButton.LeftButton)
            settle()
        assert exam.room.close()


def test_a_rehearsal_that_can_not_be_graded_for_want_of_room_is_left(open_exam: Open) -> None:
    exam = open_exam(rules=conduct(Mode.REHEARSAL))
    with full_disk(exam):
        assert not exam.room.close()
        exam.bot.mouseClick(exam.ask().agree_button, Qt.MouseButton.LeftButton)
        settle()
        assert exam.stored().ending is None
        exam.bot.mouseClick(exam.ask().agree_button, Qt.MouseButton.LeftButton)
        assert exam.room.close()
