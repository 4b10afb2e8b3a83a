"""The library page: search, facets, table, preview, and what can be done with a card."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.deck import CardKind
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.own import CardText, Draft
from certdeck.gui.models.item_table import ItemTable, Role
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.screens.dispute import export_disputes
from certdeck.gui.screens.export import ExportDialog
from certdeck.gui.screens.library import LibraryScreen
from certdeck.gui.screens.library_own import OwnPart
from certdeck.gui.theme import Theme
from certdeck.ports.rows import ItemRow
from certdeck.presenters.library import Column, Group
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import card, deck, multiple_choice, sheet
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = deck(
        cards=(
            card("c-payload", task="3.1", front="Which payload?"),
            card("c-two-ways", CardKind.REVERSED, task="1.1"),
            *(card(f"c-{number}", task="2.1") for number in range(40)),
        ),
        questions=(multiple_choice("q-one", task="3.2"),),
        sheets=(sheet("s-one"),),
    )
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


@pytest.fixture
def shell(services: Services) -> StubShell:
    return StubShell(services)


@pytest.fixture
def make(theme: Theme, qtbot: QtBot, shell: StubShell) -> Callable[[int, int], LibraryScreen]:
    def made(width: int, height: int) -> LibraryScreen:
        screen = LibraryScreen(shell)
        qtbot.addWidget(screen)
        screen.resize(width, height)
        screen.show()
        screen.show_page()
        return screen

    return made


@pytest.fixture
def screen(make: Callable[[int, int], LibraryScreen]) -> LibraryScreen:
    return make(1072, 800)


def shown(screen: LibraryScreen) -> list[str]:
    rows = (screen.model.item_row(row) for row in range(screen.model.rowCount()))
    return [row.id for row in rows if row is not None]


def pick(qtbot: QtBot, screen: LibraryScreen, item: str) -> None:
    screen.show_item(ItemId(item))
    assert screen.table.current_row() is not None
    qtbot.waitUntil(lambda: preview_of(screen) == item)


def preview_of(screen: LibraryScreen) -> str:
    view = screen.preview.view()
    return view.id if view else ""


def own_part(screen: LibraryScreen) -> OwnPart:
    part = screen.preview.own
    assert part is not None
    return part


def preview_of_own(screen: LibraryScreen) -> str:
    view = screen.preview.view()
    return " ".join(view.own.faults) if view else ""


def rows_asked(screen: LibraryScreen, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return where the number of each row goes that the table is asked for from now on."""
    asked, answer = list[int](), screen.model.item_row

    def item_row(number: int) -> ItemRow | None:
        asked.append(number)
        return answer(number)

    monkeypatch.setattr(screen.model, "item_row", item_row)
    return asked


def test_the_model_keeps_qt_s_rules(screen: LibraryScreen) -> None:
    QAbstractItemModelTester(screen.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    screen.presenter.search("payload")
    screen.table.show_view(screen.presenter.view())


def test_typing_narrows_the_list_and_says_how_many(qtbot: QtBot, screen: LibraryScreen) -> None:
    assert screen.count.text() == "44 items"
    qtbot.keyClicks(screen.search, "payload")
    qtbot.waitUntil(lambda: shown(screen) == ["c-payload"])
    assert screen.count.text() == "1 of 44"


def test_tags_of_a_question_are_changed_in_the_preview(
    qtbot: QtBot, screen: LibraryScreen, shell: StubShell, services: Services
) -> None:
    pick(qtbot, screen, "q-one")
    assert own_part(screen).tags.text() == "Add tags"
    own_part(screen).tags.click()
    asked = screen.window().findChild(AskLine)
    assert isinstance(asked, AskLine)
    asked.line.setText("weak storage::s3")
    asked.agree_button.click()
    assert services.cards.own_tags(ItemId("q-one")) == ("storage::s3", "weak")
    screen.reload()
    pick(qtbot, screen, "q-one")
    assert own_part(screen).tags.text() == "Change your tags"
    shell.undos[0]()
    assert services.cards.own_tags(ItemId("q-one")) == ()


def test_a_card_that_is_to_be_mended_is_marked_in_list_and_preview(
    qtbot: QtBot, make: Callable[[int, int], LibraryScreen], services: Services
) -> None:
    for name, front in (("c-0", ""), ("c-1", "Why $\\frac{a$?")):
        services.cards.save(ItemId(name), Draft(CardText(front=front, back="b")))
    screen = make(1072, 800)
    places = [screen.model.place_of(ItemId(name)) for name in ("c-0", "c-1", "c-2")]
    cells = [screen.model.index(place, 0) for place in places if place is not None]
    screen.table.grab()
    assert cells[0].data(Qt.ItemDataRole.ToolTipRole) == "There is nothing to ask: the front is empty."
    qtbot.waitUntil(lambda: bool(cells[1].data(Role.FAULTS)))
    assert "To mend: The formula" in cells[1].data(Qt.ItemDataRole.AccessibleTextRole)
    assert not cells[2].data(Role.FAULTS)
    pick(qtbot, screen, "c-1")
    assert "can't be drawn" in preview_of_own(screen)


def test_the_preview_is_made_anew_only_where_its_item_has_changed(
    qtbot: QtBot, screen: LibraryScreen, services: Services
) -> None:
    pick(qtbot, screen, "c-payload")
    part = own_part(screen)
    screen.reload()
    screen.show_item(ItemId("c-payload"))
    assert own_part(screen) is part
    services.cards.put_note(ItemId("c-payload"), "Mind the size.")
    screen.reload()
    qtbot.waitUntil(lambda: own_part(screen) is not part)


def test_a_preview_with_a_picture_is_always_made_anew(qtbot: QtBot, screen: LibraryScreen, services: Services) -> None:
    services.cards.save(ItemId("c-payload"), Draft(CardText(front="What is ![this](plot.png)?", back="b")))
    pick(qtbot, screen, "c-payload")
    part = own_part(screen)
    screen.reload()
    qtbot.waitUntil(lambda: own_part(screen) is not part)


def test_only_rows_that_can_be_seen_are_painted(screen: LibraryScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = rows_asked(screen, monkeypatch)
    height = screen.table.rowHeight(0)
    screen.table.verticalScrollBar().setValue(3 * height + 5)
    screen.table.viewport().grab(QRect(0, 0, 500, 2 * height))
    assert asked == [3, 4, 5]


def test_a_list_that_is_shorter_than_the_page_is_painted_to_its_last_row(
    screen: LibraryScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.show_query("payload")
    asked = rows_asked(screen, monkeypatch)
    screen.table.viewport().grab()
    screen.table.viewport().grab(QRect(0, 3 * screen.table.rowHeight(0), 500, 20))
    assert asked == [0]


def test_a_row_that_was_deleted_since_the_list_was_made_is_painted_empty(
    screen: LibraryScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen.model, "item_row", lambda _number: None)
    screen.table.selectAll()
    assert not screen.table.viewport().grab().isNull()


def test_ticking_a_facet_narrows_the_list_and_keeps_the_counts_true(qtbot: QtBot, screen: LibraryScreen) -> None:
    screen.facets.box(Group.DOMAIN, "3").click()
    assert shown(screen) == ["c-payload", "q-one"]
    assert screen.facets.box(Group.KIND, "card").accessibleName() == "Kind: Card, 1"


def test_nothing_found_offers_to_clear(qtbot: QtBot, screen: LibraryScreen) -> None:
    screen.facets.box(Group.KIND, "sheet").click()
    qtbot.keyClicks(screen.search, "payload")
    qtbot.waitUntil(lambda: shown(screen) == [])
    screen.clear()
    assert screen.search.text() == ""
    assert len(shown(screen)) == 44


def test_the_head_sorts_by_keyboard(qtbot: QtBot, screen: LibraryScreen) -> None:
    head = screen.table.head
    head.setFocus()
    qtbot.keyClick(head, Qt.Key.Key_Right)
    qtbot.keyClick(head, Qt.Key.Key_Space)
    assert screen.presenter.wish.column is Column.TASK
    assert head.accessibleName() == "Column heads, sorted by Task"
    qtbot.keyClick(head, Qt.Key.Key_Space)
    assert head.accessibleName() == "Column heads, sorted by Task, downwards"
    assert shown(screen)[0] == "q-one"


def test_the_current_item_stays_current_when_the_list_changes(qtbot: QtBot, screen: LibraryScreen) -> None:
    pick(qtbot, screen, "q-one")
    screen.hear(Changes(study=True))
    row = screen.table.current_row()
    assert row is not None
    assert row.id == "q-one"


def test_suspending_by_key_takes_every_way_of_the_card_and_is_undone_whole(
    qtbot: QtBot, screen: LibraryScreen, shell: StubShell, services: Services
) -> None:
    faces = (FaceId("c-two-ways/1"), FaceId("c-two-ways/2"))
    pick(qtbot, screen, "c-two-ways")
    qtbot.keyClick(screen.table, Qt.Key.Key_S)
    assert [services.study.state(face).suspended for face in faces] == [True, True]
    assert shell.toasts == ["Card suspended"]
    assert shell.changes == [Changes(study=True)]
    assert screen.preview.suspend.accessibleName() == "Resume card"
    shell.undos[0]()
    assert [services.study.state(face).suspended for face in faces] == [False, False]
    assert screen.preview.suspend.accessibleName() == "Suspend card"


def test_a_flag_is_set_and_taken_away(qtbot: QtBot, screen: LibraryScreen, services: Services) -> None:
    pick(qtbot, screen, "c-payload")
    screen.preview.flag.click()
    assert services.study.state(FaceId("c-payload/1")).flag == 1
    qtbot.keyClick(screen.table, Qt.Key.Key_F)
    assert services.study.state(FaceId("c-payload/1")).flag == 0


def test_a_question_keeps_its_answer_until_it_is_asked_for(qtbot: QtBot, screen: LibraryScreen) -> None:
    pick(qtbot, screen, "q-one")
    qtbot.waitUntil(lambda: "Option a" in texts(screen.preview))
    assert "Why a." not in texts(screen.preview)
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert screen.preview.answer_is_shown()
    qtbot.waitUntil(lambda: "Why a." in texts(screen.preview))
    pick(qtbot, screen, "c-payload")
    pick(qtbot, screen, "q-one")
    assert not screen.preview.answer_is_shown()


def texts(widget: QWidget) -> str:
    return " ".join(child.accessibleName() for child in widget.findChildren(QWidget) if child.isVisibleTo(widget))


def test_enter_opens_a_sheet(qtbot: QtBot, screen: LibraryScreen, shell: StubShell) -> None:
    pick(qtbot, screen, "s-one")
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert shell.items == ["s-one"]


def test_show_item_clears_what_hides_it(qtbot: QtBot, screen: LibraryScreen) -> None:
    screen.facets.box(Group.KIND, "sheet").click()
    pick(qtbot, screen, "c-30")
    assert len(shown(screen)) == 44


def test_on_a_narrow_page_the_preview_comes_over_the_table(
    qtbot: QtBot, make: Callable[[int, int], LibraryScreen]
) -> None:
    screen = make(960, 700)
    assert screen.preview.isHidden()
    pick(qtbot, screen, "c-payload")
    assert screen.preview.isVisible()
    assert screen.preview.geometry().right() == screen.rect().right()
    qtbot.keyClick(screen.table, Qt.Key.Key_Escape)
    assert screen.preview.isHidden()


@pytest.mark.parametrize(("width", "scale"), [(1072, 1.0), (960, 1.0), (1198, 1.5), (1180, 2.0), (924, 2.0)])
def test_the_page_is_never_wider_than_the_window(
    theme: Theme, make: Callable[[int, int], LibraryScreen], width: int, scale: float
) -> None:
    theme.set_scale(scale)
    screen = make(width, 700)
    screen.show_item(ItemId("c-payload"))
    QApplication.processEvents()
    assert screen.width() == width
    assert screen.minimumSizeHint().width() <= width


def test_on_a_very_narrow_page_the_facets_are_behind_a_button(
    theme: Theme, make: Callable[[int, int], LibraryScreen]
) -> None:
    theme.set_scale(2.0)
    screen = make(924, 700)
    assert not screen.facets.isVisible()
    screen.filter.click()
    assert screen.facets.isVisible()
    assert not screen.table.isVisible()


def export(screen: LibraryScreen) -> None:
    screen.export.click()
    (dialog,) = screen.window().findChildren(ExportDialog)
    dialog.agree_button.click()


def test_the_deck_is_exported_where_the_learner_wants_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, screen: LibraryScreen, shell: StubShell
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "deck"), ""))
    export(screen)
    assert (tmp_path / "deck.apkg").is_file()
    assert shell.toasts[0].startswith("Exported 43 notes, 44 cards, to deck.apkg")


def test_an_export_that_fails_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, screen: LibraryScreen, shell: StubShell
) -> None:
    where = tmp_path / "missing" / "deck.apkg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(where), ""))
    export(screen)
    assert len(shell.refusals) == 1
    assert not shell.toasts


def test_thinking_better_of_an_export_does_nothing(
    monkeypatch: pytest.MonkeyPatch, screen: LibraryScreen, shell: StubShell
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    export(screen)
    assert not shell.toasts
    assert not shell.refusals


def test_a_library_without_a_deck_says_so(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    with open_library(tmp_path, None, FixedClock()) as empty:
        shell = StubShell(empty)
        screen = LibraryScreen(shell)
        qtbot.addWidget(screen)
        screen.show_page()
        assert len(shell.refusals) == 1


def test_spoken_cells_tell_kind_and_column(screen: LibraryScreen) -> None:
    model: ItemTable = screen.model
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0, 0), role) == "Card: Which payload?"
    assert model.data(model.index(0, 2), role) == "Due new"


def next_stop(widget: QWidget) -> QWidget:
    following = widget.nextInFocusChain()
    assert following is not None
    can_stop = following.isVisible() and following.focusPolicy() & Qt.FocusPolicy.TabFocus
    return following if can_stop else next_stop(following)


def test_tab_goes_from_the_search_over_facets_and_table_to_the_preview(qtbot: QtBot, screen: LibraryScreen) -> None:
    pick(qtbot, screen, "c-payload")
    stops: list[QWidget] = [screen.search]
    for _ in range(22):
        stops.append(next_stop(stops[-1]))
    first = screen.facets.boxes()[0]
    wanted = [
        screen.search,
        screen.saved,
        screen.export,
        screen.add,
        first,
        screen.table.head,
        screen.table,
        screen.preview.edit,
    ]
    assert [stop for stop in stops if stop in wanted] == wanted


def test_every_control_has_a_name(qtbot: QtBot, screen: LibraryScreen) -> None:
    pick(qtbot, screen, "q-one")
    nameless = [
        child
        for child in screen.findChildren(QWidget)
        if child.isVisible()
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (child.accessibleName() or getattr(child, "text", str)())
    ]
    assert nameless == []


def test_a_question_is_disputed_from_its_preview(
    qtbot: QtBot, screen: LibraryScreen, services: Services, shell: StubShell
) -> None:
    pick(qtbot, screen, "q-one")
    qtbot.mouseClick(screen.preview.dispute, Qt.MouseButton.LeftButton)
    asked = next(ask for ask in screen.findChildren(Ask) if ask.isVisible())
    editor = asked.findChild(QPlainTextEdit)
    assert isinstance(editor, QPlainTextEdit)
    qtbot.keyClicks(editor, "The page says otherwise.")
    qtbot.mouseClick(asked.agree_button, Qt.MouseButton.LeftButton)
    assert services.results.disputes()[0].text == "The page says otherwise."
    found = screen.preview.view()
    assert found is not None
    assert found.dispute == "The page says otherwise."
    assert shell.changes[-1] == Changes(exams=True)


def test_disputes_are_exported_from_there(
    screen: LibraryScreen, services: Services, shell: StubShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.results.dispute(ItemId("q-one"), "Wrong.")
    target = tmp_path / "disputes.md"
    monkeypatch.setattr("certdeck.gui.screens.dispute.ask_where", lambda *_: target)
    export_disputes(shell, screen)
    assert "> Wrong." in target.read_text(encoding="utf-8")
    assert shell.toasts[-1].startswith("1 dispute written to disputes.md")
