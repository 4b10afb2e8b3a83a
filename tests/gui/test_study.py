from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.deck import CardKind
from certdeck.core.errors import StoreError
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.richtext import Paragraph, Strong, Text
from certdeck.core.scheduling.cram import CramKind, CramWish
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.core.typed_answer import differences
from certdeck.gui.screen import Page
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.screens.study import StudyScreen
from certdeck.gui.screens.study_answer import comparison_in_words, split_title
from certdeck.gui.screens.study_leech import LeechOverlay
from certdeck.gui.screens.study_menu import CardMenu
from certdeck.gui.screens.study_scope import ScopeOverlay
from certdeck.gui.theme import Theme
from certdeck.presenters.review_view import TypedView
from certdeck.services.changes import Changes
from tests.builders import EXAM, card, deck
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell, shell_of
from tests.library import open_library

LONG = "A long answer. " * 60
KEY = Qt.Key
Open = Callable[..., StudyScreen]


@pytest.fixture
def open_study(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Open the page on a deck of the cards given; the clock stands still."""
    opened = []

    def study(*cards: object, size: tuple[int, int] = (1072, 800)) -> StudyScreen:
        content = deck(cards=cards or tuple(card(f"c-{number}") for number in range(1, 4)))
        library = open_library(tmp_path, content, FixedClock())
        services = library.__enter__()
        opened.append(library)
        screen = StudyScreen(StubShell(services))
        qtbot.addWidget(screen)
        screen.resize(*size)
        screen.show()
        screen.show_page()
        qtbot.waitUntil(lambda: screen.focusWidget() is not None)
        QApplication.processEvents()
        return screen

    yield study
    for library in opened:
        library.__exit__(None, None, None)


def press(screen: StudyScreen, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or screen, key)
        QApplication.processEvents()


def face(screen: StudyScreen) -> FaceId | None:
    return None if screen.view is None else screen.view.face


def place(widget: QWidget, screen: StudyScreen) -> tuple[int, int]:
    at = widget.mapTo(screen, QPoint(0, 0))
    return at.x(), at.y()


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton) else "")


# --- By keys alone


def test_space_shows_the_answer_and_space_again_rates_good(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    press(screen, qtbot, KEY.Key_Space)
    assert screen.view is not None
    assert screen.view.answer is not None
    assert screen.focusWidget() is screen.footer.ratings[Rating.GOOD]
    press(screen, qtbot, KEY.Key_Space)
    assert face(screen) == "c-2/1"
    assert screen.focusWidget() is screen.footer.show_answer
    assert shell_of(screen).changes[-1].study


@pytest.mark.parametrize(("key", "rating"), [(KEY.Key_1, 1), (KEY.Key_2, 2), (KEY.Key_3, 3), (KEY.Key_4, 4)])
def test_digits_rate(open_study: Open, qtbot: QtBot, key: Qt.Key, rating: int) -> None:
    screen = open_study()
    press(screen, qtbot, key)
    assert face(screen) == "c-1/1"
    press(screen, qtbot, KEY.Key_Space, key)
    assert face(screen) == "c-2/1"
    services = shell_of(screen).services
    with services.store.open() as work:
        last = work.study.log()[-1]
    assert last.rating == rating


def test_enter_presses_the_focused_button_once(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    press(screen, qtbot, KEY.Key_Return)
    assert screen.view is not None
    assert (screen.view.face, screen.view.answer is None) == ("c-1/1", False)
    press(screen, qtbot, KEY.Key_Return)
    assert face(screen) == "c-2/1"


def test_letters_flag_suspend_and_bury(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    press(screen, qtbot, KEY.Key_F)
    assert screen.header.flag.isChecked()
    assert screen.header.flag.accessibleName() == "Take the flag away: 1 Red"
    press(screen, qtbot, KEY.Key_S)
    assert (face(screen), screen.toast.text()) == ("c-2/1", "Card suspended")
    press(screen, qtbot, KEY.Key_B)
    assert (face(screen), screen.toast.text()) == ("c-3/1", "Card buried until tomorrow")
    screen.toast.link().click()
    assert (face(screen), screen.toast.text()) == ("c-2/1", "Burying undone")


def test_two_ratings_have_the_keys_1_and_2(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    shell_of(screen).services.preferences.change(two_ratings=True)
    screen.hear(Changes(settings=True))
    press(screen, qtbot, KEY.Key_Space)
    shown = [rating for rating, button in screen.footer.ratings.items() if button.isVisible()]
    assert shown == [Rating.AGAIN, Rating.GOOD]
    assert screen.focusWidget() is screen.footer.ratings[Rating.GOOD]
    assert screen.footer.ratings[Rating.GOOD].toolTip().endswith("(2)")
    press(screen, qtbot, KEY.Key_3)
    assert face(screen) == "c-1/1"
    press(screen, qtbot, KEY.Key_2)
    assert face(screen) == "c-2/1"
    with shell_of(screen).services.store.open() as work:
        assert work.study.log()[-1].rating is Rating.GOOD


@pytest.mark.parametrize("typed", [False, True])
def test_alt_and_a_digit_flag_by_number(open_study: Open, qtbot: QtBot, typed: bool) -> None:
    screen = open_study(card("c-1", CardKind.TYPED if typed else CardKind.BASIC))
    for number in (3, 7, 0):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key(KEY.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert screen.view is not None
        assert screen.view.flag == number
    assert screen.card.typed.text() == ""


def menu(screen: StudyScreen) -> CardMenu:
    made = screen.menu()
    assert made is not None
    return made


def test_the_menu_flags_by_name_forgets_and_sets_aside(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    menu(screen).action("6  Turquoise").trigger()
    assert screen.view is not None
    assert screen.view.flag == 6
    assert menu(screen).action("6  Turquoise").isChecked()
    menu(screen).action("No flag").trigger()
    assert screen.view.flag == 0
    menu(screen).action("Bury").trigger()
    assert face(screen) == "c-2/1"
    menu(screen).action("Suspend").trigger()
    assert face(screen) == "c-3/1"
    menu(screen).action("Forget").trigger()
    assert screen.toast.text() == "Card forgotten: it is new again"


def test_the_name_of_a_flag_may_have_an_ampersand(open_study: Open) -> None:
    screen = open_study()
    names = ["Ask Ann & Bob", "Orange", "Green", "Blue", "Pink", "Turquoise", "Purple"]
    shell_of(screen).services.preferences.change(flags="\n".join(names))
    screen.hear(Changes(settings=True))
    # One ampersand alone would be taken for the mark of a key.
    menu(screen).action("1  Ask Ann && Bob").trigger()
    assert screen.view is not None
    assert screen.view.flag == 1


def test_the_menu_opens_by_its_key_its_button_and_the_context_menu(
    monkeypatch: pytest.MonkeyPatch, open_study: Open, qtbot: QtBot
) -> None:
    opened: list[QPoint] = []
    monkeypatch.setattr(CardMenu, "popup", lambda _menu, at: opened.append(at))
    screen = open_study()
    press(screen, qtbot, KEY.Key_Period)
    screen.header.more.click()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(9, 9), QPoint(40, 50))
    QApplication.sendEvent(screen, asked)
    button = screen.header.more
    below = button.mapToGlobal(QPoint(0, button.height()))
    assert opened == [below, below, QPoint(40, 50)]


def test_a_due_date_is_set_in_days_and_what_can_t_be_read_is_said_beside_the_field(
    open_study: Open, qtbot: QtBot
) -> None:
    screen = open_study()
    menu(screen).action("Set due date").trigger()
    (asked,) = (child for child in screen.findChildren(AskLine) if child.isVisible())
    qtbot.keyClicks(asked.line, "soon")
    qtbot.keyClick(asked.line, KEY.Key_Return)
    assert asked.field.error().startswith("Write a number of days")
    asked.line.setText("3-7")
    qtbot.keyClick(asked.line, KEY.Key_Return)
    assert not asked.isVisible()
    assert face(screen) == "c-2/1"
    assert screen.toast.text().startswith("The card is due on ")


def test_holding_a_key_acts_once(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    screen.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    screen.setFocus()
    qtbot.keyPress(screen, KEY.Key_B)
    assert face(screen) == "c-2/1"
    held = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_B, Qt.KeyboardModifier.NoModifier, "b", autorep=True)
    QApplication.sendEvent(screen, held)
    assert face(screen) == "c-2/1"


# --- What must not move


def test_the_question_does_not_move_by_a_pixel(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card(back=LONG * 4), size=(1072, 700))
    question = screen.card.question
    before, hints = place(question, screen), place(screen.footer, screen)
    assert before == (204, 54 + 84)
    assert question.width() == 664
    press(screen, qtbot, KEY.Key_Space)
    qtbot.waitUntil(screen.card.verticalScrollBar().isVisible)
    assert place(question, screen) == before
    assert question.width() == 664
    assert place(screen.footer, screen) == hints


def test_the_ratings_are_as_wide_as_the_text(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    press(screen, qtbot, KEY.Key_Space)
    ratings = list(screen.footer.ratings.values())
    assert [button.width() for button in ratings] == [157] * 4
    assert place(ratings[0], screen)[0] == 204
    assert place(ratings[3], screen)[0] + 157 == 204 + 664
    assert ratings[2].accessibleName() == "Good, next in 10 minutes"


@pytest.mark.parametrize(("scale", "size"), [(1.0, (960, 700)), (1.5, (1198, 800)), (2.0, (1180, 800))])
def test_nothing_is_wider_than_the_page(
    open_study: Open, qtbot: QtBot, theme: Theme, scale: float, size: tuple[int, int]
) -> None:
    theme.set_scale(scale)
    screen = open_study(card(back=LONG, examined=LONG, today="Today."), size=size)
    press(screen, qtbot, KEY.Key_Space)
    assert (screen.width(), screen.height()) == size
    page = screen.card.widget()
    assert page is not None
    assert page.width() <= screen.card.viewport().width()
    shown = screen.footer.ratings[Rating.EASY]
    assert place(shown, screen)[0] + shown.width() <= size[0]
    assert place(screen.footer, screen)[1] + screen.footer.height() == size[1]


def test_a_long_answer_scrolls_by_the_arrow_keys(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card(back=LONG * 3), size=(1072, 700))
    press(screen, qtbot, KEY.Key_Space)
    bar = screen.card.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    press(screen, qtbot, KEY.Key_PageDown)
    assert bar.value() > 0
    press(screen, qtbot, KEY.Key_PageUp)
    assert bar.value() == 0
    assert screen.focusWidget() is screen.footer.ratings[Rating.GOOD]


# --- Typed cards


def test_a_typed_card_takes_letters_and_enter_shows_the_comparison(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card(kind=CardKind.TYPED), card("c-2"))
    field = screen.card.typed
    assert screen.focusWidget() is field
    qtbot.keyClicks(field, "fsb 1 answer")
    press(screen, qtbot, KEY.Key_Return)
    assert face(screen) == "c-1/1"
    assert screen.card.answer.comparison.isVisible()
    assert not field.isVisible()
    assert "line-through" in screen.card.answer.comparison.shown()
    assert screen.focusWidget() is screen.footer.ratings[Rating.GOOD]


def test_why_a_rating_was_not_kept_goes_away_once_it_is(
    open_study: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = open_study()

    def busy(_rating: Rating) -> None:
        raise StoreError("Another program is using the database.")

    press(screen, qtbot, KEY.Key_Space)
    with monkeypatch.context() as patch:
        patch.setattr(screen.presenter, "rate", busy)
        press(screen, qtbot, KEY.Key_3)
    assert len(shell_of(screen).refusals) == 1
    press(screen, qtbot, KEY.Key_3)
    assert (face(screen), shell_of(screen).refusals) == ("c-2/1", [])


def test_no_letter_is_offered_as_a_key_while_letters_go_to_the_answer(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card(kind=CardKind.TYPED), card("c-2"))
    footer = screen.footer
    assert (footer.keys.isVisible(), footer.keys_while_typing.isVisible()) == (False, True)
    qtbot.keyClick(screen.card.typed, KEY.Key_1, Qt.KeyboardModifier.AltModifier)
    assert screen.view is not None
    assert screen.view.flag == 1
    press(screen, qtbot, KEY.Key_Return)
    assert (footer.keys.isVisible(), footer.keys_while_typing.isVisible()) == (True, False)


def test_control_z_undoes_the_last_rating_while_the_field_is_empty(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card(kind=CardKind.TYPED), card("c-2", kind=CardKind.TYPED))
    qtbot.keyClicks(screen.card.typed, "fsb")
    press(screen, qtbot, KEY.Key_Return, KEY.Key_3)
    QShortcut(QKeySequence.StandardKey.Undo, screen).activated.connect(screen.undo)  # as the window has it
    field = screen.card.typed
    assert (face(screen), screen.focusWidget()) == ("c-2/1", field)
    qtbot.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert face(screen) == "c-1/1"


def test_control_z_takes_back_what_was_typed_first(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card(), card("c-2", kind=CardKind.TYPED))
    press(screen, qtbot, KEY.Key_Space, KEY.Key_3)
    qtbot.keyClicks(screen.card.typed, "fsb")
    qtbot.keyClick(screen.card.typed, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (face(screen), screen.card.typed.text()) == ("c-2/1", "")


def test_the_key_of_redo_rates_again_while_the_field_is_empty(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card(kind=CardKind.TYPED), card("c-2", kind=CardKind.TYPED))
    QShortcut(QKeySequence("Ctrl+Shift+Z"), screen).activated.connect(screen.redo)  # as the window has it
    press(screen, qtbot, KEY.Key_Return, KEY.Key_3)
    screen.undo()
    assert (face(screen), screen.focusWidget()) == ("c-1/1", screen.card.typed)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(screen.card.typed, KEY.Key_Z, both)
    assert face(screen) == "c-2/1"


def test_the_key_of_redo_brings_back_first_what_was_typed(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card(kind=CardKind.TYPED), card("c-2", kind=CardKind.TYPED))
    QShortcut(QKeySequence("Ctrl+Shift+Z"), screen).activated.connect(screen.redo)  # as the window has it
    press(screen, qtbot, KEY.Key_Return, KEY.Key_3)
    screen.undo()
    field = screen.card.typed
    qtbot.keyClicks(field, "fsb")
    field.undo()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(field, KEY.Key_Z, both)
    assert (face(screen), field.text()) == ("c-1/1", "fsb")


def test_a_comparison_is_told_in_words_too() -> None:
    def told(typed: str) -> str:
        stretches = differences(typed, "group files") if typed else ()
        return comparison_in_words(TypedView(True, typed, typed == "group files", stretches))

    assert told("") == "Nothing typed"
    assert told("group files") == "Right: group files"
    assert told("group file") == "right: group file, missing: s"


def test_a_paragraph_that_is_bold_as_a_whole_becomes_the_title() -> None:
    title, rest = Paragraph((Strong((Text("Title"),)),)), Paragraph((Text("Rest"),))
    assert split_title((title, rest)) == ((Paragraph((Text("Title"),)),), (rest,))
    assert split_title((rest, title)) == ((), (rest, title))
    assert split_title(()) == ((), ())


# --- The end


def test_the_end_offers_where_to_go_on(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card())
    press(screen, qtbot, KEY.Key_Space, KEY.Key_4)
    assert screen.rest.isVisible()
    assert screen.focusWidget() is screen.rest.exam
    screen.rest.exam.click()
    screen.rest.sheet.click()
    assert shell_of(screen).pages == [Page.EXAMS, Page.SHEETS]
    screen.undo()
    assert face(screen) == "c-1/1"
    assert not screen.rest.isVisible()


def test_changes_made_elsewhere_are_seen_and_own_ones_are_not_asked_for_again(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    services = shell_of(screen).services
    screen.hear(services.faces.suspend(FaceId("c-1/1"), on=True))
    assert face(screen) == "c-2/1"


# --- For everybody


def test_every_control_has_a_name(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card(kind=CardKind.TYPED))
    for state in range(2):
        controls = [widget for widget in screen.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
        nameless = [widget for widget in controls if widget.isVisible() and not name_of(widget)]
        assert nameless == [], f"state {state}"
        press(screen, qtbot, KEY.Key_Return)


def test_the_path_drops_its_broad_levels_first(open_study: Open, qtbot: QtBot, theme: Theme) -> None:
    screen = open_study()
    path = screen.header.path
    path.show_path(("MLA-C01", "Deployment", "3.1 Select deployment infrastructure"))
    assert path.accessibleName() == "MLA-C01, Deployment, 3.1 Select deployment infrastructure"
    last = QFontMetrics(theme.font(13)).horizontalAdvance("3.1 Select deployment infrastructure")
    path.resize(last + 30, path.height())
    shown = [level.text() for level in path.levels if level.isVisible()]
    assert shown == ["3.1 Select deployment infrastructure"]


def test_what_was_undone_is_redone_by_its_key(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    press(screen, qtbot, KEY.Key_Space, KEY.Key_3)
    assert face(screen) == "c-2/1"
    screen.undo()
    assert face(screen) == "c-1/1"
    screen.redo()
    assert face(screen) == "c-2/1"
    assert screen.view is not None
    assert screen.view.message == "Rating redone"


# --- What to study


def chooser(screen: StudyScreen) -> ScopeOverlay:
    return next(child for child in screen.findChildren(ScopeOverlay) if child.isVisible())


def test_a_task_statement_is_chosen_by_keys_alone(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card("c-1"), card("c-2", task="1.2"))
    press(screen, qtbot, KEY.Key_W)
    opened = chooser(screen)
    assert opened.list.hasFocus()
    press(screen, qtbot, KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Return)
    assert screen.presenter.scope == Scope(DeckId("deck-1"), EXAM, "1.2")
    assert (face(screen), screen.header.scope.text()) == ("c-2/1", "1.2 T1.2")
    screen.header.scope.click()
    press(screen, qtbot, KEY.Key_Home, KEY.Key_Space)
    assert (face(screen), screen.header.scope.text()) == ("c-1/1", "EX-1")


def test_a_cram_says_that_it_leaves_the_schedule_alone_and_can_be_ended(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    screen.header.scope.click()
    opened = chooser(screen)
    opened.mode.choose("cram")
    assert not opened.days.isVisible()
    opened.kind.setCurrentIndex(3)
    assert opened.days.isVisible()
    opened.kind.setCurrentIndex(0)
    for _ in range(3):
        opened.focusNextPrevChild(True)
    assert opened.list.hasFocus() or opened.kind.hasFocus() or opened.mode.segments()[1].hasFocus()
    opened.list.setFocus()
    press(screen, qtbot, KEY.Key_Return)
    assert screen.header.notice.isVisible()
    assert screen.header.line.counts[0].text() == "3 of 3 left"
    press(screen, qtbot, KEY.Key_Space, KEY.Key_1, KEY.Key_Space, KEY.Key_2)
    assert screen.header.line.counts[0].text() == "2 of 3 left"
    assert shell_of(screen).changes == []
    screen.header.notice.end.click()
    assert not screen.header.notice.isVisible()
    assert screen.header.line.counts[0].text() == "3 new"


def test_nothing_to_cram_is_said_on_the_page(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study()
    screen.study(CramWish(CramKind.FLAGGED))
    assert "nothing to cram" in str(shell_of(screen).refusals[0])
    assert face(screen) == "c-1/1"


def test_after_a_cram_the_way_back_has_the_focus(open_study: Open, qtbot: QtBot) -> None:
    screen = open_study(card("c-1"))
    screen.study(CramWish())
    press(screen, qtbot, KEY.Key_Space, KEY.Key_Space)
    assert screen.rest.again.hasFocus()
    assert not screen.rest.exam.isVisible()
    press(screen, qtbot, KEY.Key_Return)
    assert (face(screen), screen.view is not None and screen.view.notice) == ("c-1/1", "")


# --- Leeches


@pytest.fixture
def leech(open_study: Open) -> StudyScreen:
    """Open the page with a leech on it, and a card that looks like it."""
    screen = open_study(card("c-1"), card("c-2"), card("c-3"))
    services = shell_of(screen).services
    services.options.change(leech_after=2, new_per_day=1)
    for rating in (Rating.EASY, Rating.AGAIN, Rating.EASY):
        services.study.rate(FaceId("c-1/1"), rating, milliseconds=0)
    services.faces.set_due(services.calendar.today(), FaceId("c-1/1"))
    screen.hear(Changes(study=True, settings=True))
    if face(screen) != "c-1/1":
        raise AssertionError(f"{face(screen)} is asked")
    return screen


def coach(screen: StudyScreen) -> LeechOverlay:
    return next(child for child in screen.findChildren(LeechOverlay) if child.isVisible())


def test_a_rating_that_makes_a_leech_offers_to_look_at_it(leech: StudyScreen, qtbot: QtBot) -> None:
    services = shell_of(leech).services
    services.options.change(new_per_day=9)
    leech.hear(Changes(settings=True))
    while face(leech) != "c-1/1":
        press(leech, qtbot, KEY.Key_B)
    press(leech, qtbot, KEY.Key_Space, KEY.Key_1)
    assert leech.toast.text() == "That card is a leech"
    leech.toast.link().click()
    opened = coach(leech)
    assert opened.rewrite.hasFocus()
    for _ in range(8):
        opened.focusNextPrevChild(True)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert opened.isAncestorOf(focused)
    opened.contrast.click()
    (draft,) = shell_of(leech).drafts
    assert draft is not None
    assert draft.text.front.startswith("What tells these two apart?")


def test_a_leech_that_is_the_last_card_is_looked_at_from_the_rest(leech: StudyScreen, qtbot: QtBot) -> None:
    services = shell_of(leech).services
    services.options.change(new_per_day=0, relearning_steps=())
    leech.hear(Changes(settings=True))
    assert face(leech) == "c-1/1"
    press(leech, qtbot, KEY.Key_Space, KEY.Key_1)
    assert leech.view is not None
    assert leech.view.rest is not None
    leech.rest.leech.click()
    coach(leech).dismiss()
    assert shell_of(leech).toasts == ["That card is a leech"]
    leech.hear(Changes(settings=True))
    assert not leech.rest.leech.isVisible()


def test_a_leech_is_marked_and_helped_from_its_menu(leech: StudyScreen, qtbot: QtBot) -> None:
    services = shell_of(leech).services
    services.study.rate(FaceId("c-1/1"), Rating.AGAIN, milliseconds=0)
    leech.look_at_leech(FaceId("c-1/1"))
    opened = coach(leech)
    opened.after.click()
    opened.before.click()
    opened.rewrite.click()
    assert shell_of(leech).edited == ["c-1"]
    leech.look_at_leech(FaceId("c-1/1"))
    coach(leech).suspend.click()
    assert services.study.state(FaceId("c-1/1")).suspended
    leech.look_at_leech(FaceId("c-9/1"))
    assert "no longer in your library" in str(shell_of(leech).refusals[-1])
