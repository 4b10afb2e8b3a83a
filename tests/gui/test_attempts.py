"""What the learner does while somebody else writes to the library."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from certdeck.core.deck import Card
from certdeck.core.errors import CertdeckError
from certdeck.core.ids import ItemId
from certdeck.gui import attempts
from certdeck.gui.screen import Page
from certdeck.gui.screens.editor import EditorScreen
from certdeck.gui.screens.study import StudyScreen
from certdeck.gui.theme import Theme
from tests.gui.app import App, open_app
from tests.gui.exam import Open, settle

KEY = Qt.Key


@pytest.fixture
def app(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[App]:
    yield from open_app(qtbot, tmp_path)


@contextmanager
def somebody_writing(app: App) -> Iterator[None]:
    with app.services.store.open(writing=True):
        yield


def turns(app: App, count: int = 5) -> None:
    """Let what is tried again be tried some times, as the event loop turns."""
    turned: list[None] = []
    timer = QTimer(interval=attempts.AGAIN)
    timer.timeout.connect(lambda: turned.append(None))
    timer.start()
    app.qtbot.waitUntil(lambda: len(turned) >= count)


def ratings(app: App) -> list[str]:
    with app.services.store.open() as work:
        return [entry.after.face for entry in work.study.log() if entry.kind == "rate"]


def study(app: App) -> StudyScreen:
    app.window.go(Page.STUDY)
    app.press(KEY.Key_Space)
    return app.shown(StudyScreen)


def test_a_rating_given_meanwhile_is_kept_once_the_other_is_done(app: App) -> None:
    screen = study(app)
    first = screen.view and screen.view.face
    with somebody_writing(app):
        app.press(KEY.Key_3)
        turns(app)
        assert (screen.view and screen.view.face, ratings(app)) == (first, [])
    app.until_idle()
    assert screen.view is not None
    assert (screen.view.face == first, ratings(app)) == (False, [first])


def test_a_key_pressed_twice_meanwhile_rates_one_card(app: App) -> None:
    study(app)
    with somebody_writing(app):
        app.press(KEY.Key_3)
        app.press(KEY.Key_3)
        turns(app, 2)
        app.press(KEY.Key_3)
    app.until_idle()
    assert len(ratings(app)) == 1


def test_another_part_can_be_studied_meanwhile_and_still_what_was_done_is_kept(app: App) -> None:
    screen = study(app)
    with somebody_writing(app):
        app.press(KEY.Key_3)
        screen.study()
    app.until_idle()
    assert len(ratings(app)) == 1


def test_what_waits_long_is_told(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "SAID", 0)
    screen = study(app)
    said = "It is kept as soon as the library is not being written to"
    with somebody_writing(app):
        app.press(KEY.Key_3)
        app.qtbot.waitUntil(lambda: screen.toast.isVisible() and screen.toast.text() == said)
    app.until_idle()
    assert len(ratings(app)) == 1


def test_what_waited_too_long_is_refused_with_the_reason(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "PATIENCE", 0)
    study(app)
    with somebody_writing(app):
        app.press(KEY.Key_3)
        assert app.banner()[0] == "Another program is using the database."
        assert not app.window.busy()
    app.press(KEY.Key_3)
    assert len(ratings(app)) == 1


def test_what_has_to_wait_is_done_in_the_order_in_which_it_was_asked_for(app: App) -> None:
    done: list[str] = []

    def write(name: str) -> None:
        with app.services.store.open(writing=True) as work:
            work.preferences.put(name, "1")
            work.commit()
        done.append(name)

    def fail() -> None:
        raise CertdeckError("No. It stays so.")

    def refused(error: CertdeckError) -> None:
        done.append(str(error))

    with somebody_writing(app):
        waits = [app.window.attempt(act, refused) for act in (partial(write, "a"), fail, partial(write, "c"))]
        turns(app)
        assert [one() for one in waits] == [True, True, True]
    app.until_idle()
    assert ([one() for one in waits], done) == ([False, False, False], ["a", "No. It stays so.", "c"])


def test_a_window_that_closes_first_keeps_what_waits(app: App) -> None:
    study(app)
    with somebody_writing(app):
        app.press(KEY.Key_3)
    assert app.window.close()
    assert len(ratings(app)) == 1


def test_undo_waits_too(app: App) -> None:
    screen = study(app)
    first = screen.view and screen.view.face
    app.press(KEY.Key_3)
    with somebody_writing(app):
        app.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
        turns(app, 2)
    app.until_idle()
    assert (screen.view and screen.view.face) == first


def test_a_card_is_saved_once_however_often_that_is_asked_for_meanwhile(app: App) -> None:
    app.window.edit_card(ItemId("c-1"))
    editor = app.shown(EditorScreen)
    editor.form.back.set_text("Another answer")
    with somebody_writing(app):
        editor.save()
        editor.save()
        turns(app, 2)
        assert editor.isVisible()
    app.until_idle()
    assert not app.window.is_covered
    app.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(card := app.services.library.item(ItemId("c-1")), Card)
    assert card.back != "Another answer"


def test_answers_of_an_exam_wait_in_their_order_while_its_clock_goes_on(
    open_exam: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = open_exam()
    store = exam.shell.services.store
    waiting = attempts.Attempts(exam.window, store)
    monkeypatch.setattr(exam.shell, "attempt", waiting.make)
    clock = exam.room.head.clock.text()
    with store.open(writing=True):
        exam.press(KEY.Key_A)
        exam.press(KEY.Key_N)
        exam.clock.advance(60)
        exam.room.timer.timeout.emit()
        settle()
        assert exam.room.head.clock.text() != clock
        assert (exam.number(), exam.stored().is_answered(0)) == (1, False)
    exam.bot.waitUntil(lambda: not waiting.is_any())
    assert (exam.number(), exam.stored().is_answered(0)) == (2, True)
