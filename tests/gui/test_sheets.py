"""The list of sheets, the page of one sheet, and decision trees."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.deck import (
    Entry,
    FactsBlock,
    Formula,
    FormulasBlock,
    HookBlock,
    TableBlock,
    TrapsBlock,
    TreeBlock,
    TreeBranch,
    TreeNode,
)
from certdeck.core.ids import ItemId
from certdeck.core.richtext import Table, Text
from certdeck.gui.screen import Page
from certdeck.gui.screens.sheet import SheetScreen
from certdeck.gui.screens.sheets import SheetsScreen
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.comparison_table import ComparisonTable
from certdeck.gui.widgets.decision_tree import DecisionTree
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.roomy_table import RoomyTable
from certdeck.gui.widgets.term_list import TermList
from certdeck.gui.widgets.tree_layout import Measure, lay_out, least_width
from certdeck.services.catalogue import Services
from tests.builders import deck, sheet
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library

ROOT = TreeNode(
    "Does a caller wait?",
    "within about a minute",
    branches=(
        TreeBranch("yes", TreeNode("Real-time endpoint", "always on", icon="zap")),
        TreeBranch(
            "no",
            TreeNode(
                "Is the data set complete?",
                branches=(
                    TreeBranch("yes", TreeNode("Batch transform", "then it ends", icon="database")),
                    TreeBranch("no", TreeNode("Asynchronous endpoint", icon="an-icon-of-another-deck")),
                ),
            ),
        ),
    ),
)
BLOCKS = (
    TreeBlock("Decide", ROOT),
    TableBlock("Compare", ("Option", "Limit"), (("Real-time", "60 s"), ("Batch", "none"))),
    FactsBlock("Numbers", (Entry("60 s", "answer"), Entry("`AsyncConfig`", "output path"))),
    FormulasBlock("Formulas", (Formula("Recall", r"\frac{TP}{TP+FN}", "Found of all."), Formula("MAE", "x", "Mean."))),
    TrapsBlock("Traps", (Entry("Zero cost means serverless.", "Others reach zero as well."),)),
    HookBlock("Hook", "A queue waits."),
)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = deck(
        sheets=(
            sheet("s-all", task="3.1", blocks=BLOCKS, minutes=4, examined="Once.", today="Now."),
            sheet("s-plain", task="1.1"),
            sheet("s-last", task="4.2"),
        )
    )
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


@pytest.fixture
def shell(services: Services) -> StubShell:
    return StubShell(services)


@pytest.fixture
def make(theme: Theme, qtbot: QtBot, shell: StubShell) -> Callable[[int], SheetScreen]:
    def made(width: int) -> SheetScreen:
        screen = SheetScreen(shell, ItemId("s-all"))
        qtbot.addWidget(screen)
        screen.resize(width, 700)
        screen.show()
        screen.show_page()
        qtbot.waitUntil(lambda: screen.body is not None and screen.body.is_complete())
        return screen

    return made


def test_a_sheet_shows_every_block(make: Callable[[int], SheetScreen]) -> None:
    screen = make(1072)
    assert len(screen.findChildren(DecisionTree)) == 1
    assert len(screen.findChildren(ComparisonTable)) == 1
    said = " ".join(view.accessibleName() for view in screen.findChildren(RichTextView))
    for words in ("output path", r"\frac{TP}{TP+FN}", "Found of all.", "Others reach zero", "A queue waits.", "Once."):
        assert words in said


def test_the_tree_is_told_in_words(make: Callable[[int], SheetScreen]) -> None:
    tree = make(1072).findChild(DecisionTree)
    assert isinstance(tree, DecisionTree)
    assert tree.accessibleName() == "Decision tree: Decide"
    assert "Does a caller wait? (within about a minute) yes: Real-time endpoint" in tree.accessibleDescription()


@pytest.mark.parametrize(("width", "scale"), [(1072, 1.0), (960, 1.0), (1198, 1.5), (1180, 2.0), (924, 2.0)])
def test_nothing_is_wider_than_the_page(
    theme: Theme, make: Callable[[int], SheetScreen], width: int, scale: float
) -> None:
    theme.set_scale(scale)
    screen = make(width)
    assert screen.width() == width
    assert screen.minimumSizeHint().width() <= width
    assert screen.body is not None
    assert screen.body.page.minimumSizeHint().width() <= screen.body.viewport().width()


def test_arrows_and_page_keys_scroll_and_escape_goes_back(
    qtbot: QtBot, make: Callable[[int], SheetScreen], shell: StubShell
) -> None:
    screen = make(1072)
    assert screen.body is not None
    bar = screen.body.verticalScrollBar()
    qtbot.keyClick(screen, Qt.Key.Key_End)
    assert bar.value() == bar.maximum() > 0
    qtbot.keyClick(screen, Qt.Key.Key_Home)
    assert bar.value() == 0
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert shell.pages == [Page.SHEETS]


def test_a_sheet_is_saved_as_pdf_and_can_be_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, make: Callable[[int], SheetScreen], shell: StubShell
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "sheet"), ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    screen = make(1072)
    assert screen.open_saved.isHidden()
    screen.save.click()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert shell.toasts == ["Saved sheet.pdf, 1 page"]
    screen.open_saved.click()
    assert [Path(path) for path in opened] == [tmp_path / "sheet.pdf"]


def test_a_pdf_that_cannot_be_written_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, make: Callable[[int], SheetScreen], shell: StubShell
) -> None:
    where = tmp_path / "missing" / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(where), ""))
    make(1072).save.click()
    assert len(shell.refusals) == 1
    assert not shell.toasts


def test_sources_open_in_the_browser(monkeypatch: pytest.MonkeyPatch, make: Callable[[int], SheetScreen]) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    links = {link.text(): link for link in make(1072).findChildren(LinkButton)}
    assert not links["A page"].isVisible()
    links["Show sources"].click()
    assert links["A page"].isVisible()
    links["A page"].click()
    assert opened == ["https://example.org/page"]


def test_a_sheet_that_is_gone_is_refused(theme: Theme, qtbot: QtBot, shell: StubShell) -> None:
    screen = SheetScreen(shell, ItemId("s-gone"))
    qtbot.addWidget(screen)
    screen.show_page()
    assert "no sheet called s-gone" in str(shell.refusals[0])
    screen.save.click()
    assert not shell.toasts


def test_terms_share_one_column(theme: Theme, qtbot: QtBot, services: Services) -> None:
    read = services.markup.read
    terms = TermList([(read("short"), read("one")), (read("much longer term"), read("two"))])
    qtbot.addWidget(terms)
    terms.resize(400, 10)
    terms.show()
    texts = [view.geometry().left() for view in terms.findChildren(RichTextView)[1::2]]
    assert len(set(texts)) == 1
    assert terms.height() > 2 * theme.px(20)


def test_a_table_without_room_is_written_out_row_by_row(theme: Theme, qtbot: QtBot) -> None:
    words = ("Asynchronous", "Interactive", "Unconditionally", "Representation")
    cells = tuple((Text(word),) for word in words)
    table = RoomyTable(Table(cells, (cells, cells)))
    qtbot.addWidget(table)
    table.resize(700, 200)
    table.show()
    assert table.is_grid()
    table.resize(260, 200)
    assert not table.is_grid()
    assert len(table.findChildren(TermList)) == 2
    table.resize(700, 200)
    assert table.is_grid()


def test_a_term_without_room_stands_above_its_text(theme: Theme, qtbot: QtBot, services: Services) -> None:
    read = services.markup.read
    terms = TermList([(read("`NoCapacityInvocationFailures`"), read("Unconditionally"))])
    qtbot.addWidget(terms)
    terms.show()
    term, text = terms.findChildren(RichTextView)
    terms.resize(600, 10)
    assert term.geometry().top() == text.geometry().top()
    terms.resize(terms.minimumSizeHint().width(), 10)
    assert term.geometry().bottom() < text.geometry().top()


# --- The list


@pytest.fixture
def listing(theme: Theme, qtbot: QtBot, shell: StubShell) -> SheetsScreen:
    screen = SheetsScreen(shell)
    qtbot.addWidget(screen)
    screen.resize(1072, 800)
    screen.show()
    screen.show_page()
    return screen


def test_sheets_stand_by_domain_and_say_what_they_hold(listing: SheetsScreen) -> None:
    names = [row.accessibleName() for row in listing.rows]
    assert names[0] == "Title of s-plain. table, hook. 3 min"
    assert [row.line.id for row in listing.rows] == ["s-plain", "s-all", "s-last"]


def test_arrows_move_between_sheets_and_enter_opens_one(qtbot: QtBot, listing: SheetsScreen, shell: StubShell) -> None:
    qtbot.waitUntil(listing.rows[0].hasFocus)
    qtbot.keyClick(listing.rows[0], Qt.Key.Key_Down)
    assert listing.rows[1].hasFocus()
    qtbot.keyClick(listing.rows[1], Qt.Key.Key_Return)
    assert shell.items == ["s-all"]


def test_a_narrow_page_lists_them_in_one_column(theme: Theme, qtbot: QtBot, listing: SheetsScreen) -> None:
    theme.set_scale(2.0)
    listing.resize(1100, 800)
    qtbot.waitUntil(lambda: len({row.mapTo(listing, row.rect().topLeft()).x() for row in listing.rows}) == 1)
    assert listing.width() == 1100


def test_without_a_deck_the_page_says_how_to_get_sheets(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    with open_library(tmp_path, None, FixedClock()) as empty:
        shell = StubShell(empty)
        screen = SheetsScreen(shell)
        qtbot.addWidget(screen)
        screen.show_page()
        assert len(shell.refusals) == 1
        assert screen.rows == []


# --- Trees


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> TreeNode:
    text = draw(st.text("abc ", min_size=1, max_size=20))
    if not depth or draw(st.booleans()):
        return TreeNode(text, icon="zap")
    nodes = [draw(trees(depth - 1)) for _ in range(draw(st.integers(2, 3)))]
    return TreeNode(text, branches=tuple(TreeBranch("yes", node) for node in nodes))


PLAIN = Measure(
    natural=lambda node: 40.0 + 8 * len(node.text),
    snug=lambda node: 40.0 + 5 * len(node.text),
    least=lambda node: 40.0 + 2 * len(node.text),
    height=lambda _node, width: 30.0 + 2000 / width,
    label=lambda label: 8.0 * len(label),
)


def nodes_in(node: TreeNode) -> int:
    return 1 + sum(nodes_in(branch.node) for branch in node.branches)


@given(trees(), st.integers(300, 1200))
def test_boxes_never_overlap_and_stay_inside(root: TreeNode, width: int) -> None:
    layout = lay_out(root, max(width, least_width(root, PLAIN)), PLAIN)
    assert len(layout.boxes) == nodes_in(root)
    assert len(layout.arrows) == nodes_in(root) - 1
    for place, box in enumerate(layout.boxes):
        assert box.area.right() <= max(width, least_width(root, PLAIN)) + 0.01
        assert 0 <= box.area.top() <= box.area.bottom() <= layout.size.height() + 1
        assert not any(box.area.intersects(other.area) for other in layout.boxes[:place])


@given(trees(), st.integers(300, 1200))
def test_every_arrow_leads_from_left_to_right(root: TreeNode, width: int) -> None:
    layout = lay_out(root, max(width, least_width(root, PLAIN)), PLAIN)
    lefts = {(box.area.left(), box.area.center().y()) for box in layout.boxes}
    for arrow in layout.arrows:
        assert (arrow.points[-1].x(), arrow.points[-1].y()) in lefts
        assert arrow.points[0].x() < arrow.points[-1].x()


def test_a_tree_without_room_is_indented(theme: Theme, qtbot: QtBot) -> None:
    tree = DecisionTree(ROOT, "Tree", "in words")
    qtbot.addWidget(tree)
    tree.resize(900, 10)
    tree.show()
    answers = {round(box.area.left()) for box in tree.boxes() if not box.node.branches}
    assert len(answers) == 1, "with room, answers stand in one column"
    low = tree.height()
    tree.resize(320, 10)
    answers = {round(box.area.left()) for box in tree.boxes() if not box.node.branches}
    assert len(answers) == 2
    assert tree.height() > low


def test_an_icon_that_is_not_shipped_is_left_out(theme: Theme, qtbot: QtBot) -> None:
    tree = DecisionTree(TreeNode("Answer", icon="not-shipped"), "Tree", "Answer.")
    qtbot.addWidget(tree)
    tree.resize(300, 10)
    assert not tree.grab().isNull()


def test_every_control_of_a_sheet_has_a_name(make: Callable[[int], SheetScreen]) -> None:
    nameless = [
        child
        for child in make(1072).findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (child.accessibleName() or getattr(child, "text", str)())
    ]
    assert nameless == []


def test_words_narrow_the_list_and_esc_brings_it_back(qtbot: QtBot, listing: SheetsScreen) -> None:
    qtbot.keyClick(listing.rows[0], Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(listing.field.hasFocus)
    qtbot.keyClicks(listing.field, "batch")
    assert [row.line.id for row in listing.rows] == ["s-all"]
    qtbot.keyClick(listing.field, Qt.Key.Key_Down)
    assert listing.rows[0].hasFocus()
    qtbot.keyClick(listing.rows[0], Qt.Key.Key_Escape)
    assert len(listing.rows) == 3


def test_when_nothing_is_found_the_page_says_where_else_to_look(qtbot: QtBot, listing: SheetsScreen) -> None:
    listing.field.setFocus()
    qtbot.keyClicks(listing.field, "zebra")
    assert listing.rows == []
    said = " ".join(found.text() for found in listing.findChildren(QLabel))
    assert "Nothing found" in said
    assert "zebra" in said
