"""Highlights of a question in the exam room, without Qt: made, cleared, taken back and put again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.errors import ExamError
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Span
from certdeck.presenters.exam import NO_HIGHLIGHT_AFTER, NO_HIGHLIGHT_BEFORE
from certdeck.services.exams import ExamService
from tests.clock import FixedClock
from tests.library import open_library
from tests.presenters.room import Room
from tests.sitting import begin, exam_deck


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    clock = FixedClock()
    with open_library(tmp_path, exam_deck(), clock) as services:
        yield Room(services, clock, begin(services, rules=conduct(Mode.PRACTICE)))


def spans(room: Room) -> list[Span]:
    return list(room.state.highlights)


def test_a_stretch_of_the_stem_is_highlighted_and_cleared(room: Room) -> None:
    room.presenter.highlight((0, 4))
    room.presenter.highlight((2, 7))
    assert room.question.highlights == ((0, 7),)
    room.presenter.highlight((2, 4))
    assert room.state.highlights == ((0, 2), (4, 7))


def test_a_place_inside_a_highlight_stands_for_all_of_it(room: Room) -> None:
    room.presenter.highlight((0, 4))
    room.presenter.highlight((8, 12))
    room.presenter.highlight((10, 10))
    assert room.state.highlights == ((0, 4),)


def test_highlights_are_taken_back_one_by_one_and_put_again(room: Room) -> None:
    room.presenter.highlight((0, 4))
    room.presenter.highlight((8, 12))
    room.presenter.turn_highlight(undo=True)
    assert spans(room) == [(0, 4)]
    room.presenter.turn_highlight(undo=True)
    assert spans(room) == []
    room.presenter.turn_highlight(undo=True)
    assert room.view.message == NO_HIGHLIGHT_BEFORE
    for _ in range(2):
        room.presenter.turn_highlight(undo=False)
    assert spans(room) == [(0, 4), (8, 12)]
    room.presenter.turn_highlight(undo=False)
    assert room.view.message == NO_HIGHLIGHT_AFTER


def test_a_highlight_that_was_cleared_comes_back_and_another_one_ends_what_could_be_put_again(room: Room) -> None:
    room.presenter.highlight((0, 4))
    room.presenter.highlight((0, 4))
    assert spans(room) == []
    room.presenter.turn_highlight(undo=True)
    assert spans(room) == [(0, 4)]
    room.presenter.highlight((8, 12))
    room.presenter.turn_highlight(undo=False)
    assert spans(room) == [(0, 4), (8, 12)]


def test_highlights_are_taken_back_on_their_own_question_only(room: Room) -> None:
    room.presenter.highlight((0, 4))
    room.presenter.next()
    room.presenter.turn_highlight(undo=True)
    assert room.view.message == NO_HIGHLIGHT_BEFORE
    room.presenter.previous()
    room.presenter.turn_highlight(undo=True)
    assert spans(room) == []


def test_a_highlight_that_could_not_be_taken_back_can_be_taken_back_later(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ExamError("Not now.")

    room.presenter.highlight((0, 4))
    with monkeypatch.context() as patched:
        patched.setattr(ExamService, "record", fail)
        room.presenter.turn_highlight(undo=True)
    assert spans(room) == [(0, 4)]
    room.presenter.turn_highlight(undo=True)
    assert spans(room) == []


def test_highlighting_nothing_says_what_to_do(room: Room) -> None:
    for nothing in ((3, 3), None):
        room.presenter.highlight(nothing)
        assert room.view.message.startswith("Select words of the question first")
    assert room.state.highlights == ()


def test_a_highlight_ends_with_the_stem(room: Room) -> None:
    room.presenter.highlight((-5, 9999))
    assert room.state.highlights == ((0, len("Stem of q-choice?")),)
