"""Every page of the app, for people who don't use a mouse, don't see, or need large letters."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from typing import Final

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from certdeck.assets import Places
from certdeck.bootstrap import build
from certdeck.core.deck import Card, CardKind, QuestionKind
from certdeck.core.errors import ForeignStore
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Answered, Confided, Confidence, Ending
from certdeck.core.exam.survey import Expectation, Survey
from certdeck.core.ids import ItemId, item_of
from certdeck.core.own import CardText, Draft
from certdeck.core.richtext import Paragraph, Text
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Rating
from certdeck.gui.crash_dialog import CrashDialog
from certdeck.gui.first_start import FirstStart
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.editor import EditorScreen
from certdeck.gui.screens.exam_room import ExamRoom
from certdeck.gui.screens.importing import ImportScreen
from certdeck.gui.screens.library import LibraryScreen
from certdeck.gui.screens.progress import ProgressScreen
from certdeck.gui.screens.report import ReportScreen
from certdeck.gui.screens.sheet import SheetScreen
from certdeck.gui.screens.sheet_body import SheetBody
from certdeck.gui.screens.study import StudyScreen
from certdeck.gui.screens.study_footer import StudyFooter
from certdeck.gui.start_failure import StartFailure
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.buttons import PaintedButton
from certdeck.gui.widgets.labels import ElidedLabel
from certdeck.presenters.exam_start import What, Wish
from certdeck.presenters.report_views import Section
from certdeck.presenters.review_view import RatingView, ReviewView
from certdeck.services.changes import Changes
from tests.builders import covers
from tests.clock import FixedClock
from tests.long_log import learner, write

ROOT: Final = Path(__file__).parents[2]
SIZES: Final = ((1280, 800), (1024, 700))
SCALES: Final = (1.0, 1.5, 2.0)
SHEET: Final = ItemId("sheet-inference-options")
MOST_STOPS: Final = 400


@dataclass(frozen=True, slots=True)
class Stage:
    """A window with the shipped deck, and what the test drives it with."""

    window: MainWindow
    qtbot: QtBot
    broken_deck: Path

    def settle(self) -> None:
        """Let layouts and queued events catch up."""
        for _ in range(4):
            QApplication.processEvents()


Show = Callable[[Stage], QWidget]


def page(name: Page) -> Show:
    def show(stage: Stage) -> QWidget:
        stage.window.go(name)
        return stage.window

    return show


def progress(stage: Stage) -> QWidget:
    """Show the page after some months of study, with all of its plots."""
    services = stage.window.services
    assert services.folder is not None
    faces = [str(row.face) for row in services.library.rows() if row.face is not None][:200]
    write(services.folder, learner(faces, 1000, services.clock.now() - timedelta(minutes=1), days=90))
    stage.window.changed(Changes(study=True))
    stage.window.go(Page.PROGRESS)
    shown = stage.window.screen_shown
    assert isinstance(shown, ProgressScreen)
    stage.qtbot.waitUntil(lambda: shown.view is not None and not shown.is_drawing, timeout=60_000)
    return stage.window


def library(stage: Stage) -> QWidget:
    stage.window.go(Page.LIBRARY)
    screen = stage.window.screen_shown
    assert isinstance(screen, LibraryScreen)
    stage.qtbot.waitUntil(lambda: not any(timer.isActive() for timer in screen.findChildren(QTimer)))
    return stage.window


def study_answer(stage: Stage) -> QWidget:
    stage.window.go(Page.STUDY)
    screen = stage.window.screen_shown
    assert isinstance(screen, StudyScreen)
    screen.presenter.show_answer("")
    return stage.window


def study_typed(stage: Stage) -> QWidget:
    study = stage.window.services.study
    for _ in range(500):
        turn = study.next()
        assert turn is not None
        card = stage.window.services.library.item(item_of(turn.face.id))
        if isinstance(card, Card) and card.kind is CardKind.TYPED:
            break
        stage.window.services.faces.bury(turn.face.id)
    stage.window.go(Page.STUDY)
    screen = stage.window.screen_shown
    assert isinstance(screen, StudyScreen)
    assert screen.card.wants_typing()
    return stage.window


def room(stage: Stage) -> ExamRoom:
    stage.window.sit(stage.window.services.exams.start(seed=1))
    shown = stage.window.screen_shown
    assert isinstance(shown, ExamRoom)
    return shown


def exam(kind: QuestionKind) -> Show:
    def show(stage: Stage) -> QWidget:
        opened = room(stage)
        kinds = [item.question.kind for item in opened.presenter.sitting.form.items]
        opened.presenter.go(kinds.index(kind) + 1)
        return stage.window

    return show


def exam_review(stage: Stage) -> QWidget:
    room(stage).presenter.review()
    return stage.window


def practice(stage: Stage) -> ExamRoom:
    stage.window.sit(stage.window.services.exams.start(seed=1, conduct=conduct(Mode.PRACTICE)))
    shown = stage.window.screen_shown
    assert isinstance(shown, ExamRoom)
    return shown


def exam_answer(stage: Stage) -> QWidget:
    presenter = practice(stage).presenter
    presenter.reveal()
    presenter.reveal()
    return stage.window


def exam_note(stage: Stage) -> QWidget:
    practice(stage).presenter.toggle_note()
    return stage.window


def exam_message(stage: Stage) -> QWidget:
    presenter = practice(stage).presenter
    presenter.toggle_line_focus()
    presenter.highlight(None)
    return stage.window


def exam_pause(stage: Stage) -> QWidget:
    practice(stage).presenter.pause()
    return stage.window


def exam_agreement(stage: Stage) -> QWidget:
    stage.window.rehearse(lambda: stage.window.services.exams.start(seed=1))
    return stage.window


def exam_survey(stage: Stage) -> QWidget:
    stage.window.sit(stage.window.services.exams.start(seed=1, conduct=conduct(Mode.REHEARSAL)))
    shown = stage.window.screen_shown
    assert isinstance(shown, ExamRoom)
    shown.presenter.submit()
    return stage.window


def exam_leave(stage: Stage) -> QWidget:
    room(stage).leave()
    return stage.window


def exams_with_past_ones(stage: Stage) -> QWidget:
    exams = stage.window.services.exams
    exams.finish(exams.start(seed=1), Ending.SUBMITTED, 3600.0)
    exams.start(seed=2)
    return page(Page.EXAMS)(stage)


def exam_rules(stage: Stage) -> QWidget:
    custom = Wish(what=What.CUSTOM, mode=Mode.EXAM)
    stage.window.start_exam(stage.window.services.library.exam().blueprint.id, custom)
    return stage.window


def report(stage: Stage) -> QWidget:
    exams = stage.window.services.exams
    sitting = exams.start(seed=1)
    exams.finish(sitting, Ending.SUBMITTED, 3600.0)
    stage.window.open_report(sitting.id)
    shown = stage.window.screen_shown
    assert isinstance(shown, ReportScreen)
    assert shown.questions is not None
    if shown.questions.isVisible():
        shown.questions.rows()[0].click()
    return stage.window


def report_section(section: Section) -> Show:
    """Show a section of the report on a rehearsal in which something was said, changed and missed."""

    def show(stage: Stage) -> QWidget:
        exams = stage.window.services.exams
        sitting = exams.start(seed=1, conduct=conduct(Mode.PRACTICE))
        kinds = [item.question.kind for item in sitting.form.items]
        at = kinds.index(QuestionKind.MULTIPLE_CHOICE)
        for option in sitting.form.items[at].order[:2]:
            sitting = exams.record(sitting, Answered(at, Chosen(frozenset((option,)))), 200.0)
        sitting = exams.record(sitting, Confided(at, Confidence.SURE), 300.0)
        exams.finish(sitting, Ending.SUBMITTED, 3600.0)
        exams.survey(sitting.id, Survey(3, Expectation.PASS, enough_time=False))
        stage.window.open_report(sitting.id)
        shown = stage.window.screen_shown
        assert isinstance(shown, ReportScreen)
        assert shown.presenter is not None
        shown.presenter.turn_to(section)
        shown.presenter.explain()
        return stage.window

    return show


def report_cards(stage: Stage) -> QWidget:
    report(stage)
    shown = stage.window.screen_shown
    assert isinstance(shown, ReportScreen)
    shown.add.click()
    return stage.window


def sheet(stage: Stage) -> QWidget:
    stage.window.open_item(SHEET)
    shown = stage.window.screen_shown
    assert isinstance(shown, SheetScreen)
    stage.qtbot.waitUntil(lambda: all(body.is_complete() for body in shown.findChildren(SheetBody)))
    return stage.window


def palette(stage: Stage) -> QWidget:
    stage.window.go(Page.TODAY)
    stage.window.open_palette("async")
    return stage.window


def keys(stage: Stage) -> QWidget:
    from certdeck.gui.keys import KeysOverlay

    stage.window.go(Page.TODAY)
    KeysOverlay(stage.window).open()
    return stage.window


def first_start(stage: Stage) -> QWidget:
    cover = FirstStart(stage.window, (stage.broken_deck,), then=lambda: None)
    stage.window.cover(cover)
    cover.begin()
    stage.qtbot.waitUntil(lambda: any(button.hasFocus() for button in cover.findChildren(QPushButton)))
    return stage.window


def message(stage: Stage) -> QWidget:
    stage.window.go(Page.TODAY)
    stage.window.refuse(ForeignStore("The file is not an Anki package. Nothing was imported. Choose another file."))
    stage.window.toast("Suspended 12 cards", undo=lambda: None)
    return stage.window


def start_failure(stage: Stage) -> QWidget:
    dialog = StartFailure(ForeignStore("The file certdeck.db is not a database. It was left alone. Choose another."))
    stage.qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def deck_options(stage: Stage) -> QWidget:
    stage.window.open_deck_options()
    return stage.window


def crash_dialog(stage: Stage) -> QWidget:
    dialog = CrashDialog(stage.window, "Traceback\nValueError: something")
    dialog.show()
    return dialog


def editor(kind: CardKind) -> Show:
    def show(stage: Stage) -> QWidget:
        stage.window.new_card(Draft(CardText(kind=kind, front="Which **one**?", back="`This`."), covers()))
        shown = stage.window.screen_shown
        assert isinstance(shown, EditorScreen)
        stage.qtbot.waitUntil(lambda: shown._reading is None)
        return stage.window

    return show


def importing(stage: Stage) -> QWidget:
    """Show the import wizard with a file that has fields to put elsewhere, and something that does not come along."""
    file = stage.broken_deck / "cards.csv"
    file.write_bytes(b"Term;Meaning;Notes\nS3;Objects;cheap\nEBS;Bl\xf6cke;\n")
    stage.window.open_import(file)
    shown = stage.window.screen_shown
    assert isinstance(shown, ImportScreen)
    stage.qtbot.waitUntil(lambda: shown.view is not None and bool(shown.view.agree), timeout=30_000)
    return stage.window


PAGES: Final[dict[str, Show]] = {
    **{name.value.lower(): page(name) for name in Page},
    "library": library,
    "progress": progress,
    "study-answer": study_answer,
    "study-typed": study_typed,
    "exams-with-past-ones": exams_with_past_ones,
    "exam-rules": exam_rules,
    **{f"exam-{kind.value}": exam(kind) for kind in QuestionKind},
    "exam-review": exam_review,
    "exam-leave": exam_leave,
    "exam-answer": exam_answer,
    "exam-note": exam_note,
    "exam-message": exam_message,
    "exam-pause": exam_pause,
    "exam-agreement": exam_agreement,
    "exam-survey": exam_survey,
    "report": report,
    **{f"report-{section.value}": report_section(section) for section in (Section.TIME, Section.ANSWERS)},
    "report-cards": report_cards,
    "deck-options": deck_options,
    **{f"editor-{kind.value}": editor(kind) for kind in (CardKind.CLOZE, CardKind.CHOICE, CardKind.OCCLUSION)},
    "import": importing,
    "sheet": sheet,
    "palette": palette,
    "keys": keys,
    "message": message,
    "first-start": first_start,
    "start-failure": start_failure,
    "crash-dialog": crash_dialog,
}
STAYS_INSIDE: Final = frozenset(("palette", "keys"))
"""Overlays with one stop: Tab moves the selection, or does nothing."""

every_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the shipped deck once; each test begins with a copy."""
    data = tmp_path_factory.mktemp("shipped")
    services = build(Places(ROOT / "resources", ROOT / "decks", data), FixedClock())
    for folder in services.library.outdated():
        services.library.install(folder)
    services.close()
    return data


@pytest.fixture
def stage(theme: Theme, qtbot: QtBot, tmp_path: Path, shipped: Path) -> Iterator[Stage]:
    data = copytree(shipped, tmp_path / "data")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "deck.yaml").write_text("id: [\n", encoding="utf-8")
    services = build(Places(ROOT / "resources", ROOT / "decks", data), FixedClock())
    window = MainWindow(services)
    window.show()
    yield Stage(window, qtbot, broken)
    # Without this a running exam would ask first.
    window.leave_exam()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, 0)
    services.close()


def opened(stage: Stage, name: str, size: tuple[int, int] = SIZES[0]) -> QWidget:
    stage.window.resize(*size)
    shown = PAGES[name](stage)
    stage.settle()
    return shown


def visible(within: QWidget) -> list[QWidget]:
    return [widget for widget in within.findChildren(QWidget) if widget.isVisible() and widget.window() is within]


def can_have_focus(widget: QWidget) -> bool:
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None


def told(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def called(widget: QWidget) -> str:
    """Name a widget for the message of a failed test."""
    words = told(widget) or (widget.text() if isinstance(widget, QLabel) else "")
    above = widget.parentWidget()
    return f"{type(widget).__name__} “{words[:60]}” in {type(above).__name__ if above else 'nothing'}"


# --- Names


@every_page
def test_every_control_says_what_it_is(stage: Stage, name: str) -> None:
    shown = opened(stage, name)
    controls = [widget for widget in visible(shown) if can_have_focus(widget)]
    assert controls
    assert [called(widget) for widget in controls if not told(widget)] == []


# --- The keyboard


def stops(stage: Stage, shown: QWidget, key: Qt.Key) -> list[QWidget]:
    """Press `key` until the focus is where it began; return where it went."""
    begun = QApplication.focusWidget()
    assert begun is not None, "nothing has the focus when the page opens"
    passed = [begun]
    for _ in range(MOST_STOPS):
        focused = QApplication.focusWidget()
        assert focused is not None
        stage.qtbot.keyClick(focused, key)
        stage.settle()
        focused = QApplication.focusWidget()
        assert focused is not None, f"the focus is lost after {called(passed[-1])}"
        assert in_sight(focused, shown), f"{called(focused)} has the focus and can't be seen"
        if focused is begun:
            return passed
        assert focused not in passed, f"{called(focused)} comes round before {called(begun)}"
        passed.append(focused)
    raise AssertionError(f"{called(begun)} is not reached again")


def in_sight(widget: QWidget, shown: QWidget) -> bool:
    """Tell whether some of `widget` can be seen in the window: scroll areas have brought it into view."""
    area = QRect(widget.mapTo(shown, QPoint(0, 0)), widget.size()) & shown.rect()
    return widget.isVisible() and not area.isEmpty() and not widget.visibleRegion().isEmpty()


@every_page
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_tab_leads_through_all_of_it_and_back(stage: Stage, theme: Theme, name: str, scale: float) -> None:
    theme.set_scale(scale)
    shown = opened(stage, name)
    shown.activateWindow()
    stage.settle()
    forth = stops(stage, shown, Qt.Key.Key_Tab)
    back = stops(stage, shown, Qt.Key.Key_Backtab)
    assert {called(widget) for widget in back} == {called(widget) for widget in forth}
    if name not in STAYS_INSIDE:
        assert len(forth) > 1
    assert len(back) == len(forth)


# --- Large letters, small windows


def beyond(shown: QWidget) -> list[str]:
    """Return widgets that reach beyond their parent to the side, where nobody can scroll to."""
    found = []
    for widget in visible(shown):
        above = widget.parentWidget()
        if above is None or widget.isWindow() or scrolls_across(above.parentWidget()):
            continue
        if widget.x() < 0 or widget.geometry().right() > above.rect().right():
            found.append(f"{called(widget)}: {widget.x()} to {widget.geometry().right()} in {above.width()}")
    return found


def scrolls_across(area: QWidget | None) -> bool:
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return isinstance(area, QAbstractScrollArea) and area.horizontalScrollBarPolicy() != never


def cut(shown: QWidget) -> list[str]:
    """Return labels and buttons that are smaller than their words, and are not made to shorten them."""
    found = []
    for widget in visible(shown):
        if isinstance(widget, ElidedLabel) or not isinstance(widget, (QLabel, PaintedButton)):
            continue
        least = widget.minimumSizeHint()
        high = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else least.height()
        if widget.width() < least.width() or widget.height() < high:
            have = f"{widget.width()}x{widget.height()}"
            found.append(f"{called(widget)}: {have}, needs {least.width()}x{high}")
    return found


@every_page
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_and_the_window_keeps_its_size(
    stage: Stage, theme: Theme, name: str, size: tuple[int, int]
) -> None:
    shown = opened(stage, name, size)
    for scale in SCALES:
        theme.set_scale(scale)
        if shown is not stage.window:
            # The text size can't be changed while a dialog is open.
            shown.adjustSize()
        stage.settle()
        assert (stage.window.width(), stage.window.height()) == size
        assert (beyond(shown), cut(shown)) == ([], []), f"at {scale:.0%}"


@every_page
def test_nothing_is_cut_off_when_it_is_opened_with_large_letters(stage: Stage, theme: Theme, name: str) -> None:
    theme.set_scale(2.0)
    shown = opened(stage, name)
    assert (stage.window.width(), stage.window.height()) == SIZES[0]
    assert (beyond(shown), cut(shown)) == ([], [])


@pytest.mark.parametrize("size", SIZES)
def test_the_ratings_stay_as_wide_as_the_text_when_its_size_changes(
    stage: Stage, theme: Theme, size: tuple[int, int]
) -> None:
    opened(stage, "study-answer", size)
    screen = stage.window.screen_shown
    assert isinstance(screen, StudyScreen)
    for scale in (1.5, 2.0, 1.0, 1.25, 1.5):
        theme.set_scale(scale)
        stage.settle()
        text, buttons = screen.card.question, list(screen.footer.ratings.values())
        ends = buttons[0].mapTo(screen, QPoint(0, 0)).x(), buttons[-1].mapTo(screen, buttons[-1].rect().topRight()).x()
        assert ends == (text.mapTo(screen, QPoint(0, 0)).x(), text.mapTo(screen, text.rect().topRight()).x()), scale


def test_the_ratings_find_the_text_although_the_page_gets_its_width_later(theme: Theme, qtbot: QtBot) -> None:
    footer = StudyFooter()
    qtbot.addWidget(footer)
    ratings = tuple(RatingView(rating, str(rating.value), rating.name, "1 d", "in 1 day") for rating in Rating)
    footer.show_view(ReviewView(Counts(1, 0, 0), 0.0, answer=(Paragraph((Text("Answer"),)),), ratings=ratings))
    footer.resize(900, footer.sizeHint().height())
    footer.show()
    footer.set_column(101, 996)
    footer.resize(1198, footer.height())
    QApplication.processEvents()
    last = footer.ratings[Rating.EASY]
    assert last.mapTo(footer, last.rect().topRight()).x() == 101 + 996 - 1
