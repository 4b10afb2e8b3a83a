"""Which key does what in the exam room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from certdeck.core.exam.events import Confidence
from certdeck.presenters.exam_views import ExamView

Act = Callable[[], object]
CONFIDENCES: Final[Mapping[Qt.Key, Confidence]] = {
    Qt.Key.Key_1: Confidence.GUESS,
    Qt.Key.Key_2: Confidence.UNSURE,
    Qt.Key.Key_3: Confidence.SURE,
}
_BARE: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


@dataclass(frozen=True, slots=True)
class Acts:
    """Everything that a key can do in the room."""

    primary: Act
    next: Act
    previous: Act
    flag: Act
    note: Act
    highlight: Act
    highlight_undo: Act
    highlight_redo: Act
    line_focus: Act
    reveal: Act
    review: Act
    back: Act
    hide_clock: Act
    pause: Act
    go_on: Act
    leave: Act
    next_open: Act
    move: Callable[[int], object]
    scroll: Callable[[int], object]
    choose: Callable[[str], object]
    strike: Callable[[str], object]
    confide: Callable[[Confidence], object]


def act_of(acts: Acts, view: ExamView, event: QKeyEvent) -> Act | None:
    """Return what `event` asks for on the page that `view` shows, or None."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    if view.paused:
        return _pause_keys(acts).get(key)
    if view.review is not None:
        return _review_keys(acts).get(key) if modifiers in _BARE else None
    if view.question is None:
        return None
    if turns(event):
        return acts.highlight_undo if _turns_back(event) else acts.highlight_redo
    if modifiers == Qt.KeyboardModifier.ControlModifier:
        return _control_keys(acts).get(key)
    letters = tuple(option.letter for option in view.question.options)
    # F flags only where there is no option F.
    is_option = Qt.Key.Key_A <= key <= Qt.Key.Key_Z and chr(key) in letters
    if is_option and modifiers == Qt.KeyboardModifier.ShiftModifier:
        return partial(acts.strike, chr(key))
    if modifiers not in _BARE:
        return None
    return partial(acts.choose, chr(key)) if is_option else _question_keys(acts).get(key)


def turns(event: QKeyEvent) -> bool:
    """Tell whether `event` asks to undo or redo, as all over the window."""
    return _turns_back(event) or _turns_again(event)


def _turns_back(event: QKeyEvent) -> bool:
    return event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Z


def _turns_again(event: QKeyEvent) -> bool:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    key, modifiers = event.key(), event.modifiers()
    return (key, modifiers) in ((Qt.Key.Key_Y, control), (Qt.Key.Key_Z, control | shift))


def _question_keys(acts: Acts) -> Mapping[Qt.Key, Act]:
    return {
        Qt.Key.Key_Right: acts.next,
        Qt.Key.Key_N: acts.next,
        Qt.Key.Key_Return: acts.primary,
        Qt.Key.Key_Enter: acts.primary,
        Qt.Key.Key_Left: acts.previous,
        Qt.Key.Key_P: acts.previous,
        Qt.Key.Key_F: acts.flag,
        Qt.Key.Key_W: acts.note,
        Qt.Key.Key_L: acts.line_focus,
        Qt.Key.Key_S: acts.reveal,
        Qt.Key.Key_R: acts.review,
        Qt.Key.Key_H: acts.hide_clock,
        Qt.Key.Key_Pause: acts.pause,
        Qt.Key.Key_Escape: acts.leave,
        Qt.Key.Key_Up: partial(acts.move, -1),
        Qt.Key.Key_Down: partial(acts.move, 1),
        Qt.Key.Key_PageUp: partial(acts.scroll, -1),
        Qt.Key.Key_PageDown: partial(acts.scroll, 1),
        **{key: partial(acts.confide, confidence) for key, confidence in CONFIDENCES.items()},
    }


def _control_keys(acts: Acts) -> Mapping[Qt.Key, Act]:
    return {Qt.Key.Key_F: acts.flag, Qt.Key.Key_H: acts.highlight, Qt.Key.Key_P: acts.pause}


def _review_keys(acts: Acts) -> Mapping[Qt.Key, Act]:
    return {
        Qt.Key.Key_U: acts.next_open,
        Qt.Key.Key_R: acts.back,
        Qt.Key.Key_H: acts.hide_clock,
        Qt.Key.Key_Pause: acts.pause,
        Qt.Key.Key_Escape: acts.leave,
    }


def _pause_keys(acts: Acts) -> Mapping[Qt.Key, Act]:
    return {
        Qt.Key.Key_Return: acts.go_on,
        Qt.Key.Key_Enter: acts.go_on,
        Qt.Key.Key_P: acts.go_on,
        Qt.Key.Key_Pause: acts.go_on,
        Qt.Key.Key_Escape: acts.leave,
    }
