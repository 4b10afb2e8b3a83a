"""The window around the pages."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.errors import BankTooSmall, StudyError
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Ending
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.schedule import Rating
from certdeck.gui.app import CrashReporter
from certdeck.gui.crash_dialog import CrashDialog
from certdeck.gui.keys import KeysOverlay
from certdeck.gui.main_window import RAIL_NEEDS
from certdeck.gui.pages import SCREENS
from certdeck.gui.palette import Palette
from certdeck.gui.rail import NARROW, WIDE, Rail
from certdeck.gui.screen import Page
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.exam_room import ExamRoom
from certdeck.gui.screens.exams import ExamsScreen
from certdeck.gui.screens.library import LibraryScreen
from certdeck.gui.screens.report import ReportScreen
from certdeck.gui.screens.sheet import SheetScreen
from certdeck.gui.screens.study import StudyScreen
from certdeck.gui.screens.today import TodayScreen
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.messages import Banner
from certdeck.services.changes import Changes
from tests.gui.app import App, open_app

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def app(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[App]:
    yield from open_app(qtbot, tmp_path)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Collect what a screen reader is asked to say, and whether it is urgent."""
    heard: list[tuple[str, bool]] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append((event.message(), event.politeness() == QAccessible.AnnouncementPoliteness.Assertive))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return heard


# --- Pages


def test_a_page_is_built_when_it_is_first_shown(app: App) -> None:
    def built() -> set[str]:
        return {type(screen).__name__ for screen in app.window.findChildren(QWidget)} & {
            name for _, name in SCREENS.values()
        }

    assert built() == {"TodayScreen"}
    app.window.go(Page.SHEETS)
    assert built() == {"TodayScreen", "SheetsScreen"}


def test_a_page_is_built_once(app: App) -> None:
    first = app.shown(TodayScreen)
    app.window.go(Page.EXAMS)
    app.window.go(Page.TODAY)
    assert app.shown(TodayScreen) is first


@pytest.mark.parametrize(("number", "page"), list(enumerate(Page, start=1)))
def test_a_key_leads_to_each_page(app: App, number: int, page: Page) -> None:
    app.window.go(Page.SETTINGS if page is Page.TODAY else Page.TODAY)
    app.press(Qt.Key(KEY.Key_0 + number), CONTROL)
    assert app.window.page is page
    assert type(app.window.screen_shown).__name__ == SCREENS[page][1]
    focused = QApplication.focusWidget()
    assert focused is not None
    assert app.shown(QWidget).isAncestorOf(focused)


def test_an_item_is_shown_where_it_belongs(app: App) -> None:
    app.window.open_item(ItemId("c-1"))
    app.shown(LibraryScreen)
    app.window.open_item(ItemId("s-1"))
    app.shown(SheetScreen)
    assert app.window.page is Page.SHEETS
    app.window.go(Page.SHEETS)
    assert app.parts(SheetScreen) == []


def test_the_palette_opens_over_any_page_and_a_page_key_closes_it(app: App) -> None:
    app.press(KEY.Key_K, CONTROL)
    assert len(app.parts(Palette)) == 1
    app.press(KEY.Key_3, CONTROL)
    assert app.parts(Palette) == []
    app.shown(ExamsScreen)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert app.shown(ExamsScreen).isAncestorOf(focused)


@pytest.mark.parametrize("key", [KEY.Key_F1, KEY.Key_Question])
def test_the_keys_are_a_key_away(app: App, key: Qt.Key) -> None:
    app.press(key)
    assert len(app.parts(KeysOverlay)) == 1
    app.press(KEY.Key_Escape)
    assert app.parts(KeysOverlay) == []


def test_a_question_is_answered_before_any_key_leads_elsewhere(app: App) -> None:
    app.window.go(Page.EXAMS)
    Ask(app.window, "Sure?", "It matters.", agree="Yes", decline="No", then=lambda: None).ask()
    for key in (KEY.Key_1, KEY.Key_K, KEY.Key_Z):
        app.press(key, CONTROL)
    app.press(KEY.Key_F1)
    app.shown(ExamsScreen)
    assert app.parts(Palette) == []
    assert app.parts(KeysOverlay) == []
    assert app.toast() == ""
    assert len(app.parts(Ask)) == 1


# --- The rail


@pytest.mark.parametrize(
    ("width", "scale", "narrow"),
    [(RAIL_NEEDS, 1.0, False), (RAIL_NEEDS - 1, 1.0, True), (1280, 1.0, False), (1280, 1.5, True), (1650, 1.5, False)],
)
def test_the_rail_shows_words_where_there_is_room(
    app: App, theme: Theme, width: int, scale: float, *, narrow: bool
) -> None:
    theme.set_scale(scale)
    app.window.resize(width, 800)
    QApplication.processEvents()
    (rail,) = app.parts(Rail)
    assert bool([words for words in rail.findChildren(QLabel) if words.isVisible() and words.text()]) is not narrow
    assert (rail.width() < WIDE) is narrow
    assert rail.width() >= NARROW


def test_the_rail_counts_what_waits(app: App) -> None:
    (rail,) = app.parts(Rail)
    assert rail.buttons[Page.STUDY].accessibleName() == "Study, 5 waiting"
    app.window.changed(app.services.faces.suspend(FaceId("c-1/1"), on=True))
    assert rail.buttons[Page.STUDY].accessibleName() == "Study, 4 waiting"


# --- Changes


def test_a_change_reaches_the_shown_page_at_once_and_hidden_ones_when_they_are_shown(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    reloaded: list[str] = []
    for kind in (TodayScreen, ExamsScreen):
        monkeypatch.setattr(kind, "reload", lambda self: reloaded.append(type(self).__name__))
    app.window.go(Page.EXAMS)
    reloaded.clear()
    app.window.changed(Changes(exams=True))
    assert reloaded == ["ExamsScreen"]
    app.window.go(Page.TODAY)
    assert reloaded == ["ExamsScreen", "TodayScreen"]
    app.window.go(Page.EXAMS)
    assert reloaded == ["ExamsScreen", "TodayScreen"]


def test_a_page_is_left_alone_by_changes_it_does_not_show(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    reloaded: list[None] = []
    monkeypatch.setattr(StudyScreen, "reload", lambda _self: reloaded.append(None))
    app.window.go(Page.STUDY)
    app.window.changed(Changes(exams=True))
    assert len(reloaded) == 1


def test_changed_settings_dress_the_window_anew(app: App, theme: Theme) -> None:
    app.window.changed(app.services.preferences.change(appearance="dark", text_scale=150))
    assert (theme.mode, theme.scale) == ("dark", 1.5)


def test_everybody_else_hears_of_changes(app: App) -> None:
    heard: list[object] = []
    app.window.changed_anything.connect(heard.append)
    app.window.changed(Changes(exams=True))
    assert heard == [Changes(exams=True)]


# --- Messages


def test_a_refusal_is_shown_once_told_at_once_and_goes_with_the_page(app: App, said: list[tuple[str, bool]]) -> None:
    app.window.refuse(StudyError("The first. It is kept."))
    app.window.refuse(StudyError("This can't be done. Nothing was changed. Try something else."))
    assert app.banner() == ["This can't be done.", "Nothing was changed. Try something else."]
    assert said[-1] == ("This can't be done. Nothing was changed. Try something else.", True)
    app.window.go(Page.EXAMS)
    assert app.parts(Banner) == []


def test_a_refusal_goes_when_it_is_closed(app: App) -> None:
    app.window.refuse(StudyError("This can't be done."))
    assert app.banner() == ["This can't be done."]
    app.button("Close").click()
    assert app.parts(Banner) == []


def test_messages_stand_apart_from_the_edge_and_leave_no_gap(app: App) -> None:
    app.window.refuse(StudyError("This can't be done."))
    (banner,) = app.parts(Banner)
    assert (banner.x(), banner.y()) == (WIDE + 24, 16)
    app.button("Close").click()
    QApplication.processEvents()
    assert app.shown(TodayScreen).mapTo(app.window, QPoint(0, 0)).y() == 0


def test_a_toast_undoes(app: App) -> None:
    undone: list[bool] = []
    app.window.toast("Card suspended", undo=lambda: undone.append(True))
    assert app.toast() == "Card suspended"
    app.button("Undo").click()
    assert undone == [True]
    assert app.toast() == ""


def test_a_toast_goes_with_the_page(app: App) -> None:
    app.window.toast("Saved")
    app.window.go(Page.EXAMS)
    assert app.toast() == ""


# --- A running exam


def sit(app: App) -> ExamRoom:
    app.window.sit(app.services.exams.start(seed=1))
    QApplication.processEvents()
    return app.shown(ExamRoom)


def test_an_exam_has_the_whole_window_and_all_keys(app: App) -> None:
    room = sit(app)
    assert (room.width(), room.height()) == (app.window.width(), app.window.height())
    assert app.parts(Rail) == []
    for key in (KEY.Key_1, KEY.Key_K, KEY.Key_Z):
        app.press(key, CONTROL)
    assert app.shown(ExamRoom) is room
    assert app.parts(Palette) == []


def test_closing_the_window_in_an_exam_asks_and_keeps_the_time(app: App) -> None:
    sitting = sit(app).presenter.sitting
    app.clock.advance(90)
    assert not app.window.close()
    assert app.window.isVisible()
    app.button("Stay").click()
    assert app.window.isVisible()
    assert not app.window.close()
    app.button("Leave for now").click()
    assert not app.window.isVisible()
    kept = app.services.exams.load(sitting.id)
    assert kept.ending is None
    assert kept.elapsed == pytest.approx(90, abs=1)


def test_a_rehearsal_begins_once_the_candidate_has_agreed(app: App) -> None:
    rules = conduct(Mode.REHEARSAL)
    app.window.rehearse(lambda: app.services.exams.start(seed=1, conduct=rules))
    app.button("Not now").click()
    assert app.services.exams.heads() == ()
    assert app.parts(Rail) != []
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not app.parts(Rail)[0].isAncestorOf(focused)
    app.window.rehearse(lambda: app.services.exams.start(seed=1, conduct=rules))
    app.button("I agree and begin").click()
    assert app.shown(ExamRoom).presenter.sitting.conduct == rules


def test_a_rehearsal_that_cannot_be_drawn_is_refused_in_words(app: App) -> None:
    def begin() -> Sitting:
        raise BankTooSmall("There are not enough questions. Nothing was started.")

    app.window.rehearse(begin)
    app.button("I agree and begin").click()
    assert app.parts(ExamRoom) == []
    assert [banner.accessibleName() for banner in app.parts(Banner)] == [
        "There are not enough questions. Nothing was started."
    ]


def test_leaving_an_exam_leads_to_the_exams_where_it_can_be_resumed(app: App) -> None:
    room = sit(app)
    room.leave()
    app.button("Leave for now").click()
    QApplication.processEvents()
    app.shown(ExamsScreen)
    app.button("Resume exam").click()
    QApplication.processEvents()
    assert app.shown(ExamRoom).presenter.sitting.id == room.presenter.sitting.id


def test_a_finished_exam_gives_the_window_back_to_its_report(app: App) -> None:
    room = sit(app)
    room.presenter.submit()
    QApplication.processEvents()
    app.shown(ReportScreen)
    assert len(app.parts(Rail)) == 1
    assert app.window.close()


# --- Undo


def test_an_offer_to_undo_goes_once_something_else_would_be_undone(app: App) -> None:
    app.press(KEY.Key_2, CONTROL)
    screen = app.shown(StudyScreen)
    app.press(KEY.Key_S)
    assert (screen.toast.text(), screen.toast.isVisible()) == ("Card suspended", True)
    app.press(KEY.Key_Space)
    assert screen.toast.isVisible()
    app.press(KEY.Key_3)
    assert not screen.toast.isVisible()
    app.press(KEY.Key_1, CONTROL)
    app.window.toast("Card saved", undo=lambda: None)
    assert app.toast() == "Card saved"
    rate(app)
    assert app.toast() == ""


def test_a_message_beside_a_card_that_is_asked_hides_none_of_its_buttons(app: App) -> None:
    app.press(KEY.Key_2, CONTROL)
    screen = app.shown(StudyScreen)
    app.window.toast("Card saved", undo=lambda: None)
    assert (screen.toast.text(), screen.toast.isVisible(), app.toast()) == ("Card saved", True, "")
    bottom = screen.toast.mapToGlobal(screen.toast.rect().bottomLeft()).y()
    assert bottom < screen.footer.mapToGlobal(screen.footer.rect().topLeft()).y()


def rate(app: App) -> FaceId:
    turn = app.services.study.next()
    assert turn is not None
    app.window.changed(app.services.study.rate(turn.face.id, Rating.GOOD, milliseconds=1000).changes)
    return turn.face.id


@pytest.mark.parametrize("page", [Page.TODAY, Page.EXAMS, Page.SHEETS, Page.SETTINGS])
def test_the_last_rating_is_undone_from_any_page(app: App, page: Page) -> None:
    rate(app)
    app.window.go(page)
    app.press(KEY.Key_Z, CONTROL)
    assert app.toast() == "Rating undone"
    assert app.services.study.today().rated == 0
    app.press(KEY.Key_Z, CONTROL)
    assert app.toast() == "There is nothing to undo."


def test_undo_on_the_study_page_asks_the_card_again(app: App) -> None:
    app.window.go(Page.STUDY)
    study = app.shown(StudyScreen)
    assert study.view is not None
    face = study.view.face
    app.press(KEY.Key_Space)
    app.press(KEY.Key_3)
    assert study.view.face != face
    app.press(KEY.Key_Z, CONTROL)
    assert study.view.face == face


def test_an_undo_that_can_not_be_done_says_why(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: object) -> None:
        raise StudyError("The rating can't be taken back. It is kept.")

    monkeypatch.setattr(type(app.services.history), "undo", refuse)
    app.press(KEY.Key_Z, CONTROL)
    assert app.banner() == ["The rating can't be taken back.", "It is kept."]


# --- Bugs


def test_a_bug_shows_its_details_and_the_app_goes_on(
    app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", CrashReporter(app.window))
    read: list[str] = []

    def bug() -> None:
        QTimer.singleShot(0, read_and_go_on)
        raise ZeroDivisionError("a bug in a slot")

    def read_and_go_on() -> None:
        app.button("Copy details").click()
        read.append(QApplication.clipboard().text())
        app.button("Go on").click()

    QTimer.singleShot(0, bug)
    app.qtbot.waitUntil(lambda: bool(read))
    assert "ZeroDivisionError: a bug in a slot" in read[0]
    assert "a bug in a slot" in capsys.readouterr().err
    app.window.go(Page.EXAMS)
    app.shown(ExamsScreen)


def test_bugs_that_come_again_and_again_show_one_dialog_at_a_time(
    app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", CrashReporter(app.window))
    counts: list[int] = []

    def bug() -> None:
        counts.append(len(app.window.findChildren(CrashDialog)))
        raise ZeroDivisionError("a bug in a timer")

    for _ in range(3):
        QTimer.singleShot(0, bug)
    QTimer.singleShot(0, lambda: app.button("Go on").click())
    app.qtbot.waitUntil(lambda: len(counts) == 3)
    assert counts == [0, 1, 1]
    assert app.parts(CrashDialog) == []
    assert capsys.readouterr().err.count("ZeroDivisionError: a bug in a timer") == 3


class Unpaintable(QWidget):
    """Fails in the middle of painting."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawText(4, 12, "before the bug")
        raise ZeroDivisionError("a bug in painting")


def test_a_bug_in_painting_lets_go_of_what_it_painted_with(
    app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", CrashReporter(app.window))
    warned: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _place, words: warned.append(words))
    broken = Unpaintable(app.window)
    broken.resize(80, 20)
    QTimer.singleShot(0, broken.show)
    closed: list[bool] = []

    def go_on() -> None:
        if not app.parts(CrashDialog):
            QTimer.singleShot(1, go_on)
            return
        broken.hide()
        warned.clear()
        app.window.repaint()
        app.button("Go on").click()
        closed.append(True)

    QTimer.singleShot(0, go_on)
    app.qtbot.waitUntil(lambda: bool(closed))
    qInstallMessageHandler(before)
    assert not [words for words in warned if "active painter" in words]
    assert "a bug in painting" in capsys.readouterr().err


def test_an_exam_that_ran_out_of_time_while_the_app_was_closed_is_submitted_at_the_start(
    app: App, qtbot: QtBot
) -> None:
    exams, window = app.window.services.exams, app.window
    sitting = exams.start(conduct=conduct(Mode.REHEARSAL))
    app.clock.advance(9000)
    heard: list[Changes] = []
    window.changed_anything.connect(heard.append)
    window.settle_exams()
    qtbot.waitUntil(lambda: Changes(exams=True) in heard)
    assert exams.head(sitting.id).ending is Ending.TIME_OUT
    assert app.toast().startswith(f"The time of {sitting.title} ran out")
