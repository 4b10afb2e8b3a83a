"""Reading text and tables as widgets show them."""

import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QPixmap, QRawFont, QTextFormat, QTextFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.card_parts import Outline, Shape
from certdeck.core.deck import TreeBranch, TreeNode
from certdeck.core.richtext import (
    Code,
    CodeBlock,
    CoveredPicture,
    Emphasis,
    Gap,
    Heading,
    Image,
    LineBreak,
    Link,
    Listing,
    Mask,
    Math,
    Paragraph,
    Quote,
    RichText,
    Rule,
    Span,
    Strong,
    Table,
    Text,
    Tree,
)
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.comparison_table import SHEET_ROW, ComparisonTable, column_widths
from certdeck.gui.widgets.decision_tree import DecisionTree
from certdeck.gui.widgets.parted_picture import PartedPicture
from certdeck.gui.widgets.rich_document import BOX_PAD, Mark, TextLook
from certdeck.gui.widgets.rich_text import RichTextPane, RichTextView
from certdeck.markup.code import code_parts
from certdeck.markup.markdown import Markdown

WIDE = " + ".join(rf"\frac{{a_{{{n}}}}}{{b_{{{n}}}}}" for n in range(20))


def words(*spans: Span) -> RichText:
    return (Paragraph(spans),)


def view(text: RichText, qtbot: QtBot, *, media: Path | None = None, width: int = 600) -> RichTextView:
    made = RichTextView(media=media)
    qtbot.addWidget(made)
    made.resize(width, 100)
    made.show()
    made.set_text(text)
    QApplication.processEvents()
    return made


def parts(shown: RichTextView) -> list[QTextFragment]:
    found: list[QTextFragment] = []
    block = shown.document().begin()
    while block.isValid():
        walk = block.begin()
        while not walk.atEnd():
            found.append(walk.fragment())
            walk += 1
        block = block.next()
    return found


def part(shown: RichTextView, text: str) -> QTextFragment:
    return next(fragment for fragment in parts(shown) if fragment.text() == text)


def pictures(shown: RichTextView) -> list[QTextFragment]:
    return [fragment for fragment in parts(shown) if fragment.charFormat().isImageFormat()]


def test_strong_and_emphasised_words_are_semibold_and_italic(theme: Theme, qtbot: QtBot) -> None:
    shown = view(words(Text("a "), Strong((Text("lowest cost"),)), Emphasis((Text("Invocations"),))), qtbot)
    assert part(shown, "lowest cost").charFormat().font().weight() == 600
    assert part(shown, "Invocations").charFormat().font().italic()
    assert shown.toPlainText() == "a lowest costInvocations"


def test_code_is_set_in_mono_two_pixels_smaller_with_a_chip_behind_it(theme: Theme, qtbot: QtBot) -> None:
    shown = view(words(Text("With "), Code("MinCapacity=0"), Text(" as limit")), qtbot)
    code = part(shown, "MinCapacity=").charFormat()
    assert code.font().families() == ["IBM Plex Mono"]
    assert code.font().pixelSize() == 16
    image = shown.grab().toImage()
    assert theme.tokens.hover in {image.pixelColor(x, 14).name().upper() for x in range(200)}
    assert shown.toPlainText() == "With MinCapacity=0 as limit"


def test_a_link_opens_in_the_browser_and_is_never_loaded(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    shown = view(words(Link("https://example.org/guide", (Text("the guide"),))), qtbot)
    link = part(shown, "the guide").charFormat()
    assert link.anchorHref() == "https://example.org/guide"
    assert link.fontUnderline()
    assert shown.focusPolicy() & Qt.FocusPolicy.TabFocus
    shown.anchorClicked.emit("https://example.org/guide")
    assert opened == ["https://example.org/guide"]
    assert shown.toPlainText() == "the guide"
    assert shown.loadResource(2, "https://example.org/picture.png") is None


def test_text_without_links_is_no_stop_for_the_tab_key(theme: Theme, qtbot: QtBot) -> None:
    assert not view(words(Text("plain")), qtbot).focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_hidden_gap_shows_its_hint_and_a_shown_one_its_words(theme: Theme, qtbot: QtBot) -> None:
    shown = view(
        words(
            Gap(1, (Text("secret"),), hidden=True),
            Text(" and "),
            Gap(1, (Text("secret"),), hint="a limit", hidden=True),
            Text(" and "),
            Gap(2, (Text("one hour"),)),
        ),
        qtbot,
    )
    assert shown.toPlainText() == "[...] and [a limit] and one hour"
    accent = part(shown, "one hour").charFormat()
    assert accent.foreground().color() == QColor(theme.tokens.on_accent_soft)
    assert accent.font().weight() == 600


def test_paragraphs_lists_quotations_code_blocks_and_rules_keep_their_text(theme: Theme, qtbot: QtBot) -> None:
    inner = Listing((words(Text("nested")),))
    shown = view(
        (
            Heading(2, (Text("Title"),)),
            Paragraph((Text("one"), LineBreak(), Text("two"))),
            Listing(((*words(Text("first")), inner), words(Text("second"))), ordered=True, start=3),
            Quote(words(Text("quoted"))),
            CodeBlock("a = 1\n  b = 2\n"),
            Rule(),
        ),
        qtbot,
    )
    assert shown.toPlainText() == "Title\none\ntwo\nfirst\nnested\nsecond\nquoted\na = 1\n  b = 2\n"
    bullets = [shown.document().findBlockByNumber(number).blockFormat().property(Mark.BULLET) for number in range(6)]
    assert bullets == [None, None, "3.", "dot", "4.", None]
    shown.grab()


def test_a_formula_becomes_a_picture_on_the_line(theme: Theme, qtbot: QtBot) -> None:
    shown = view(words(Text("Precision is "), Math(r"\frac{TP}{TP+FP}"), Text(".")), qtbot)
    (picture,) = pictures(shown)
    image = picture.charFormat().toImageFormat()
    assert image.height() > 18
    assert image.toolTip() == r"\frac{TP}{TP+FP}"
    assert shown.accessibleName() == r"Precision is \frac{TP}{TP+FP}."


def picture_width(shown: RichTextView, width: int) -> float:
    shown.resize(width, 100)
    QApplication.processEvents()
    (picture,) = pictures(shown)
    return picture.charFormat().toImageFormat().width()


def test_a_formula_wider_than_the_column_is_made_smaller_and_grows_with_it(theme: Theme, qtbot: QtBot) -> None:
    shown = view(words(Text("Take "), Math(WIDE)), qtbot, width=2000)
    whole, wanted, longest = picture_width(shown, 2000), shown.natural_width(), shown.least_width()
    assert 500 < whole < 2000
    assert (picture_width(shown, 300), picture_width(shown, 500)) == (300, 500)
    assert (shown.natural_width(), shown.least_width()) == (wanted, longest)
    tall, low = shown.height_for(2000), shown.height_for(200)
    assert picture_width(shown, 200) == 200
    assert shown.height() == low != tall
    assert picture_width(shown, 2000) == whole
    assert shown.height() == tall


def test_a_formula_in_a_list_keeps_to_what_the_list_leaves_of_the_column(theme: Theme, qtbot: QtBot) -> None:
    shown = view((Listing((words(Math(WIDE, display=True)),)),), qtbot, width=300)
    assert picture_width(shown, 300) == 300 - theme.px(18 * 1.4)
    assert shown.document().idealWidth() <= 300


def test_a_wide_formula_gets_the_room_that_its_column_of_a_table_has(theme: Theme, qtbot: QtBot) -> None:
    table = ComparisonTable(Table(((Text("Name"),), (Text("Rule"),)), (((Text("All"),), (Math(WIDE),)),)))
    qtbot.addWidget(table)
    table.resize(1600, 200)
    table.show()
    QApplication.processEvents()
    cell = table.cells()[3]
    (picture,) = pictures(cell)
    whole = picture.charFormat().toImageFormat()
    assert 500 < whole.width() <= cell.width()
    assert table.row_heights()[1] >= whole.height()
    table.resize(400, 200)
    QApplication.processEvents()
    (picture,) = pictures(cell)
    assert picture.charFormat().toImageFormat().width() == cell.width() < 400
    table.resize(1600, 200)
    QApplication.processEvents()
    (picture,) = pictures(cell)
    assert picture.charFormat().toImageFormat().width() == whole.width()


@pytest.mark.parametrize(
    "latex",
    [r"x_i^2", r"\sum_{i=1}^{n} x_i", r"\sqrt{\alpha + \beta}", r"\text{recall} = 1", r"\hat{y} \le \mu \pm 3\sigma"],
)
def test_formulas_of_every_sort_are_drawn(theme: Theme, qtbot: QtBot, latex: str) -> None:
    shown = view(words(Math(latex, display=True)), qtbot)
    assert len(pictures(shown)) == 1
    image = shown.grab().toImage()
    dark = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).value() < 90]
    assert dark


def test_a_broken_formula_shows_its_source_as_code(theme: Theme, qtbot: QtBot) -> None:
    shown = view(words(Text("see "), Math(r"\frac{1}{")), qtbot)
    assert not pictures(shown)
    assert shown.toPlainText() == r"see \frac{1}{"
    assert part(shown, r"\frac{1}").charFormat().font().families() == ["IBM Plex Mono"]


def test_without_a_renderer_formulas_show_as_code(theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "math", None)
    assert view(words(Math("x^2")), qtbot).toPlainText() == "x^2"


def test_a_picture_comes_from_the_media_folder_and_fits_the_column(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    pixmap = QPixmap(2000, 400)
    pixmap.fill(QColor("#CE2C31"))
    pixmap.save(str(tmp_path / "wide.png"))
    (tmp_path / "drawn.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>')
    shown = view(words(Image("wide.png", "A wide picture")), qtbot, media=tmp_path, width=500)
    assert pictures(shown)[0].charFormat().toImageFormat().width() == 500
    shown.resize(300, 100)
    QApplication.processEvents()
    assert pictures(shown)[0].charFormat().toImageFormat().width() == 300
    drawn = view(words(Image("drawn.svg", "A drawing")), qtbot, media=tmp_path)
    assert pictures(drawn)[0].charFormat().toImageFormat().width() == 40


@pytest.mark.parametrize("name", ["missing.png", "../outside.png", "text.png", "broken.svg"])
def test_a_picture_that_is_not_there_is_described(theme: Theme, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    media = tmp_path / "media"
    media.mkdir()
    pixmap = QPixmap(4, 4)
    pixmap.save(str(tmp_path / "outside.png"))
    (media / "text.png").write_text("no picture")
    shown = view(words(Image(name, "The flow of data")), qtbot, media=media)
    assert not pictures(shown)
    assert "The flow of data" in shown.toPlainText()


def test_a_view_is_as_high_as_its_text_at_any_width_and_size(theme: Theme, qtbot: QtBot) -> None:
    shown = view(words(Text("word " * 60)), qtbot, width=600)
    wide = shown.height()
    shown.resize(300, shown.height())
    assert shown.height() > wide
    assert shown.height() == shown.height_for(300)
    narrow = shown.height()
    theme.set_scale(1.5)
    assert shown.height() > narrow
    assert shown.verticalScrollBar().maximum() == 0


def test_reading_text_lines_are_28_to_29_pixels_apart(theme: Theme, qtbot: QtBot) -> None:
    one = view(words(Text("word")), qtbot).height()
    five = view(words(Text("a"), *(LineBreak(), Text("b")) * 4), qtbot).height()
    assert 28 <= (five - one) / 4 <= 29


def test_a_view_leaves_keys_and_wheel_to_its_page(theme: Theme, qtbot: QtBot) -> None:
    class Listener(QWidget):
        keys: list[int]

        def keyPressEvent(self, event: object) -> None:
            self.keys.append(event.key())  # type: ignore[attr-defined]

    page = Listener()
    page.keys = []
    qtbot.addWidget(page)
    shown = RichTextView(page)
    shown.set_text(words(Text("plain")))
    page.show()
    QTest.keyClick(shown, Qt.Key.Key_Space)
    assert page.keys == [Qt.Key.Key_Space]


def test_struck_text_and_another_colour_apply_to_all_words(theme: Theme, qtbot: QtBot) -> None:
    shown = view(words(Text("out "), Strong((Text("now"),))), qtbot)
    shown.set_look(TextLook(16, 400, "muted", struck=True))
    assert all(fragment.charFormat().fontStrikeOut() for fragment in parts(shown))
    assert part(shown, "out ").charFormat().foreground().color() == QColor(theme.tokens.muted)


def test_no_character_needs_a_fallback_font(theme: Theme, qtbot: QtBot) -> None:
    raw = QRawFont.fromFont(theme.font(14))
    assert all(raw.supportsCharacter(ord(character)) for character in "←↑→↓↗≤≥≈≠±×−…·•✓–—“”’αβγλμσΣ")


TABLE = Table(
    head=((Text("Option"),), (Text("Payload"),), (Text("Fits"),)),
    rows=(
        ((Text("Real-time"),), (Text("25 MB"),), (Text("Steady traffic, low latency"),)),
        ((Text("Asynchronous"),), (Code("1 GB"),), (Text("Large, slow requests that may wait in a queue"),)),
    ),
    marked=1,
)


def table(qtbot: QtBot, width: int = 600, row_height: int = 38) -> ComparisonTable:
    made = ComparisonTable(TABLE, row_height=row_height)
    qtbot.addWidget(made)
    made.resize(width, 10)
    made.show()
    QApplication.processEvents()
    return made


def test_a_table_keeps_the_text_of_every_cell(theme: Theme, qtbot: QtBot) -> None:
    shown = table(qtbot)
    cells = [[shown.cell_text(row, column) for column in range(3)] for row in range(3)]
    assert cells == [
        ["Option", "Payload", "Fits"],
        ["Real-time", "25 MB", "Steady traffic, low latency"],
        ["Asynchronous", "1 GB", "Large, slow requests that may wait in a queue"],
    ]


def test_rows_have_the_height_of_the_design_and_grow_when_text_wraps(theme: Theme, qtbot: QtBot) -> None:
    assert table(qtbot, width=760).row_heights() == (34, 38, 38)
    assert table(qtbot, width=760, row_height=SHEET_ROW).row_heights() == (34, 42, 42)
    narrow = table(qtbot, width=320)
    assert narrow.row_heights()[2] > 38
    assert narrow.height() == sum(narrow.row_heights())


def test_the_marked_row_is_tinted(theme: Theme, qtbot: QtBot) -> None:
    image = table(qtbot, width=760).grab().toImage()
    assert image.pixelColor(750, 34 + 38 + 19) == QColor(theme.tokens.accent_soft)
    assert image.pixelColor(750, 34 + 19) == QColor(theme.tokens.surface)


@given(
    st.lists(st.tuples(st.integers(10, 400), st.integers(0, 400)), min_size=1, max_size=8),
    st.integers(0, 3000),
)
def test_columns_fill_the_width_and_never_fall_below_their_least(
    columns: list[tuple[int, int]], available: int
) -> None:
    natural = [least + more for least, more in columns]
    least = [least for least, _ in columns]
    shared = column_widths(natural, least, available)
    assert sum(shared) == max(available, sum(least))
    assert all(width >= need for width, need in zip(shared, least, strict=True))


ADDRESS = "arn:aws:sagemaker:eu-central-1:111122223333:model-package/churn/" + "7" * 100


@pytest.mark.parametrize("width", [300, 462, 687])
def test_a_word_too_long_for_a_table_is_broken_and_pushes_nothing(theme: Theme, qtbot: QtBot, width: int) -> None:
    cells = ((Text("Package"),), (Text(ADDRESS),))
    made = ComparisonTable(Table(((Text("What"),), (Text("Where"),)), (cells,)))
    qtbot.addWidget(made)
    made.resize(width, 10)
    made.show()
    QApplication.processEvents()
    assert made.words_width() > width >= made.minimumSizeHint().width()
    name, address = made.cells()[2:]
    assert address.geometry().right() < width
    assert address.document().idealWidth() <= address.width()
    assert address.height() == address.height_for(address.width())
    assert name.height() < address.height()


def test_no_word_of_a_table_is_broken_while_all_have_room(theme: Theme, qtbot: QtBot) -> None:
    shown = table(qtbot, width=2000)
    narrow = table(qtbot, width=shown.words_width())
    assert all(cell.width() >= cell.least_width() for cell in narrow.cells())


def test_a_pane_stacks_running_text_and_tables(theme: Theme, qtbot: QtBot) -> None:
    pane = RichTextPane(size=16)
    qtbot.addWidget(pane)
    pane.resize(600, 100)
    pane.show()
    pane.set_text((*words(Text("before")), TABLE, *words(Text("after"))))
    QApplication.processEvents()
    assert [shown.toPlainText() for shown in pane.views()] == ["before", "after"]
    assert len(pane.tables()) == 1
    assert pane.accessibleName().startswith("before Option Payload")
    pane.set_text(words(Text("only")))
    assert [shown.toPlainText() for shown in pane.views()] == ["only"]
    assert pane.tables() == ()
    pane.set_base_size(14)
    assert pane.views()[0].look().size == 14


def test_a_table_inside_a_list_is_written_in_lines(theme: Theme, qtbot: QtBot) -> None:
    shown = view((Listing(((*words(Text("see")), TABLE),)),), qtbot)
    assert "Real-time · 25 MB · Steady traffic, low latency" in shown.toPlainText()


def test_chips_are_marked_for_the_painter_only(theme: Theme, qtbot: QtBot) -> None:
    shown = view(words(Code("a")), qtbot)
    assert parts(shown)[0].charFormat().hasProperty(Mark.CHIP)
    assert QTextFormat.Property.UserProperty.value < Mark.CHIP


def test_tab_goes_from_link_to_link_and_on_and_back(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    first, shown, last = QPushButton("Before"), RichTextView(), QPushButton("Behind")
    shown.set_text(
        words(Link("https://example.org/1", (Text("one"),)), Text(", "), Link("https://e.org/2", (Code("two"),)))
    )
    for widget in (first, shown, last):
        column.addWidget(widget)
    page.show()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)

    def press(key: Qt.Key) -> str:
        qtbot.keyClick(page.focusWidget(), key)
        if shown.hasFocus():
            return shown.textCursor().selectedText().strip()
        return next(button.text() for button in (first, last) if button.hasFocus())

    forth, back = Qt.Key.Key_Tab, Qt.Key.Key_Backtab
    assert [press(key) for key in (forth, forth, forth)] == ["one", "two", "Behind"]
    assert [press(key) for key in (back, Qt.Key.Key_Return, back, Qt.Key.Key_Return, back)] == [
        *("two", "two", "one", "one"),
        "Before",
    ]
    assert opened == ["https://e.org/2", "https://example.org/1"]


# Code, trees, pictures with parts, and nothing from elsewhere


def test_code_is_coloured_by_its_language_and_keywords_are_heavier_too(theme: Theme, qtbot: QtBot) -> None:
    theme.code = code_parts
    try:
        shown = view((CodeBlock("def f():\n    return 'a'", "python"),), qtbot)
        assert shown.toPlainText() == "def f():\n    return 'a'"
        keyword, string = part(shown, "def").charFormat(), part(shown, "'a'").charFormat()
        assert keyword.foreground().color() == QColor(theme.tokens.on_accent_soft)
        assert keyword.font().weight() == 600
        assert string.foreground().color() == QColor(theme.tokens.on_good_soft)
        theme.set_mode("dark")
        assert part(shown, "'a'").charFormat().foreground().color() == QColor(theme.tokens.on_good_soft)
    finally:
        theme.code = None


def test_the_box_of_code_that_a_text_begins_with_reaches_as_far_above_its_lines_as_below(
    theme: Theme, qtbot: QtBot
) -> None:
    shown = view((CodeBlock("iiii"),), qtbot)
    image, ground = shown.grab().toImage(), QColor(theme.tokens.tint)
    rows = range(image.height())
    boxed = [y for y in rows if image.pixelColor(300, y) == ground]
    inked = [y for y in boxed if any(image.pixelColor(x, y) != ground for x in range(20, 60))]
    assert boxed[0] == 0
    assert inked[0] >= BOX_PAD
    assert boxed[-1] - inked[-1] >= BOX_PAD


def test_lettered_choices_have_letters(theme: Theme, qtbot: QtBot) -> None:
    shown = view((Listing((words(Text("one")), words(Text("two"))), ordered=True, letters=True),), qtbot)
    block = shown.document().begin()
    assert [block.blockFormat().property(Mark.BULLET), block.next().blockFormat().property(Mark.BULLET)] == ["A.", "B."]


def test_a_tree_in_a_card_is_drawn_like_those_of_sheets(theme: Theme, qtbot: QtBot) -> None:
    pane = RichTextPane()
    qtbot.addWidget(pane)
    root = TreeNode("Big?", branches=(TreeBranch("Yes", TreeNode("Async")), TreeBranch("No", TreeNode("Real time"))))
    pane.set_text((*words(Text("Which?")), Tree(root)))
    (tree,) = pane.findChildren(DecisionTree)
    assert tree.accessibleDescription() == "Big?. Yes: Async. No: Real time"


def test_parts_of_a_picture_are_covered_and_a_missing_one_is_said(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    image.save(str(tmp_path / "plot.png"))
    left = Shape(Outline.RECTANGLE, ((0.1, 0.1), (0.4, 0.9)))
    right = Shape(Outline.ELLIPSE, ((0.6, 0.1), (0.9, 0.9)), 2)
    figure = CoveredPicture("plot.png", "A plot", (Mask(left, asked=True), Mask(right)))
    shown = PartedPicture(figure, media=tmp_path)
    qtbot.addWidget(shown)
    shown.resize(400, 200)
    shown.show()
    grabbed = shown.grab().toImage()
    assert grabbed.pixelColor(30, 20) == QColor(theme.tokens.accent)
    assert grabbed.pixelColor(150, 50) == QColor(theme.tokens.control)
    assert grabbed.pixelColor(100, 50) == QColor("#336699")
    assert shown.accessibleName() == "A plot, 2 parts covered"
    gone = PartedPicture(CoveredPicture("gone.png", "A plot"), media=tmp_path)
    qtbot.addWidget(gone)
    gone.resize(400, 200)
    gone.grab()
    assert gone.image() is None


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://evil.example/pixel.png)",
        "![x](//evil.example/pixel.png)",
        "![x](file:///etc/passwd)",
        "<img src='https://evil.example/pixel.png'>",
        "<script>alert(1)</script>",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "[x](javascript:alert(1))",
    ],
)
def test_nothing_is_loaded_from_elsewhere_and_no_script_runs(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    def forbidden(*_what: object) -> None:
        raise AssertionError("no card may reach the network")

    monkeypatch.setattr(socket.socket, "connect", forbidden)
    shown = view(Markdown().read(text), qtbot)
    assert not pictures(shown)
    for kind in (2, 3):  # pictures and style sheets
        for name in ("https://evil.example/pixel.png", "file:///etc/passwd", "plot.png", "data:image/png;base64,AAAA"):
            assert shown.loadResource(kind, QUrl(name)) is None
    assert not [fragment for fragment in parts(shown) if fragment.charFormat().anchorHref().startswith("javascript")]


def test_a_table_that_is_half_made_bears_another_theme(theme: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    pane = RichTextPane(page)
    page.show()
    table = Table(((Text("Part"),), (Text("Cost"),)), (((Text("Build"),), (Text("3 USD"),)),))
    steps = pane.prepare((table,), 300)
    for _ in range(2):
        next(steps)
    theme.set_mode("dark")
    QApplication.processEvents()
    page.grab()
    for _ in steps:
        pass
    pane.set_text((table,))
    assert pane.tables()[0].cell_text(1, 1) == "3 USD"


def test_a_word_of_thousands_of_letters_can_be_broken(theme: Theme, qtbot: QtBot) -> None:
    endless = "x" * 50_000
    written = view(words(Text(f"before {endless} after {'y' * 500}")), qtbot).toPlainText()
    assert written.replace("\u200b", "") == f"before {endless} after {'y' * 500}"
    assert max(map(len, written.partition(" after")[0].split("\u200b"))) < 210
    assert written.endswith("y" * 500)
