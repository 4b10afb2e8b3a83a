"""What waits for another writer while the learner goes on: it is done to what it was meant for, and as they left it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from certdeck.core.deck import Card
from certdeck.core.errors import BusyForNow
from certdeck.core.ids import ItemId
from certdeck.gui import attempts
from certdeck.gui.screen import Page
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.deck_options import DeckOptionsScreen
from certdeck.gui.screens.editor import EditorScreen
from certdeck.gui.screens.exam_room import ExamRoom
from certdeck.gui.screens.exams import ExamsScreen
from certdeck.gui.screens.settings import SettingsScreen
from certdeck.gui.screens.study import StudyScreen
from certdeck.gui.theme import Theme
from certdeck.services.changes import Changes
from tests.gui.app import App, open_app
from tests.gui.exam import Open
from tests.gui.test_attempts import ratings, somebody_writing, turns
from tests.gui.test_exam_highlights import PRACTICE, highlighted, select

KEY = Qt.Key


@pytest.fixture
def app(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[App]:
    yield from open_app(qtbot, tmp_path)


def test_a_setting_that_is_changed_and_put_back_meanwhile_is_as_it_was(app: App) -> None:
    app.window.go(Page.SETTINGS)
    screen = app.shown(SettingsScreen)
    before = app.services.preferences.settings.hide_clock
    with somebody_writing(app):
        screen.hide_clock.click()
        screen.hide_clock.click()
    app.until_idle()
    assert (app.services.preferences.settings.hide_clock, screen.hide_clock.isChecked()) == (before, before)


def test_an_option_is_changed_in_the_preset_that_was_shown_then(app: App) -> None:
    app.services.options.add("Other", like=app.services.options.presets()[0].id)
    app.window.open_deck_options()
    screen = app.shown(DeckOptionsScreen)
    _, other = app.services.options.presets()
    with somebody_writing(app):
        screen.rows["new_per_day"].changed.emit("new_per_day", 7)
        screen.presenter.choose(other.id)
    app.until_idle()
    assert [one.options.new_per_day for one in app.services.options.presets()] == [7, other.options.new_per_day]


def test_only_the_preset_is_removed_that_the_learner_was_asked_about(app: App) -> None:
    services = app.services.options
    for name in ("Wanted", "Unwanted"):
        services.add(name, like=services.presets()[0].id)
    ids = {one.name: one.id for one in services.presets()}
    app.window.open_deck_options()
    screen = app.shown(DeckOptionsScreen)
    screen.presenter.choose(ids["Unwanted"])
    with somebody_writing(app):
        screen.remove.click()
        (ask,) = app.parts(Ask)
        ask.agree_button.click()
        screen.presenter.choose(ids["Wanted"])
    app.until_idle()
    assert "Wanted" in [one.name for one in services.presets()]
    assert "Unwanted" not in [one.name for one in services.presets()]


def test_a_rating_is_of_the_card_it_was_given_for_whatever_changes_meanwhile(app: App) -> None:
    app.window.go(Page.STUDY)
    app.press(KEY.Key_Space)
    screen = app.shown(StudyScreen)
    face = screen.view and screen.view.face
    with somebody_writing(app):
        app.press(KEY.Key_3)
        app.window.changed(Changes(content=True, study=True))
        turns(app, 1)
    app.until_idle()
    assert ratings(app) in ([face], [])


def test_text_that_is_written_while_the_card_waits_to_be_saved_is_saved_with_it(app: App) -> None:
    app.window.edit_card(ItemId("c-1"))
    editor = app.shown(EditorScreen)
    editor.form.back.set_text("Another answer")
    with somebody_writing(app):
        editor.save()
        editor.form.back.set_text("Another answer, and more")
    app.until_idle()
    assert isinstance(card := app.services.library.item(ItemId("c-1")), Card)
    assert card.back == "Another answer, and more"


def test_an_exam_is_left_once_however_often_that_is_asked_for_meanwhile(app: App) -> None:
    app.window.sit(app.services.exams.start(seed=1))
    room = app.shown(ExamRoom)
    with somebody_writing(app):
        for _ in range(2):
            room.leave()
            (ask,) = app.parts(Ask)
            ask.agree_button.click()
            app.window.attempt(busy_once())
        turns(app, 1)
    app.qtbot.waitUntil(lambda: isinstance(app.window.screen_shown, ExamsScreen))
    app.window.go(Page.LIBRARY)
    if isValid(room):
        delete(room)
    app.until_idle()
    assert app.window.page is Page.LIBRARY


def busy_once() -> Callable[[], None]:
    """Return what has to wait once more than others."""
    tries: list[None] = []

    def act() -> None:
        tries.append(None)
        if len(tries) == 1:
            raise BusyForNow("Somebody else is writing.")

    return act


def test_words_that_were_selected_are_highlighted_though_that_had_to_wait(
    open_exam: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = open_exam(rules=PRACTICE)
    store = exam.shell.services.store
    waiting = attempts.Attempts(exam.window, store)
    monkeypatch.setattr(exam.shell, "attempt", waiting.make)
    (view,) = exam.room.question.stem.reading_order()
    select(view, "of q-choice")
    with store.open(writing=True):
        exam.room.question_bar.highlight_button.click()
    exam.bot.waitUntil(lambda: not waiting.is_any())
    assert highlighted(exam) == ["of q-choice"]
