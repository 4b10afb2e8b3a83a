"""The widgets that pages are built of."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QDesktopServices, QEnterEvent, QPixmap, QRawFont, QTextFormat, QTextFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.richtext import (
    Code,
    CodeBlock,
    Emphasis,
    Gap,
    Heading,
    Image,
    LineBreak,
    Link,
    Listing,
    Math,
    Paragraph,
    Quote,
    RichText,
    Rule,
    Span,
    Strong,
    Table,
    Text,
)
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.buttons import (
    BigPrimaryButton,
    GhostButton,
    IconButton,
    LinkButton,
    PaintedButton,
    PrimaryButton,
    QuietButton,
)
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.choices import CheckBox, RadioButton, Segmented
from certdeck.gui.widgets.comparison_table import SHEET_ROW, ComparisonTable, column_widths
from certdeck.gui.widgets.fields import ComboBox, Field, SearchField, SpinBox
from certdeck.gui.widgets.frames import Card, HairLine, ScrollPage
from certdeck.gui.widgets.icon_label import IconLabel, Logo
from certdeck.gui.widgets.key_cap import KeyCap, KeyHint
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.messages import Banner, EmptyState, ProgressRow, ThinBar, Toast
from certdeck.gui.widgets.rating import RatingButton
from certdeck.gui.widgets.rich_document import Mark, TextLook
from certdeck.gui.widgets.rich_text import RichTextPane, RichTextView
from certdeck.gui.widgets.scale_bar import Reading, ScaleBar

MAKERS: dict[str, Callable[[], QWidget]] = {
    "primary": lambda: PrimaryButton("Start review"),
    "big": lambda: BigPrimaryButton("Show answer", "Space"),
    "quiet": lambda: QuietButton("Print", "printer"),
    "ghost": lambda: GhostButton("Skip"),
    "link": lambda: LinkButton("Show sources", "external-link"),
    "icon button": lambda: IconButton("flag", "Flag", "F"),
    "rating": lambda: RatingButton("3", "Good", "check", "good"),
    "key cap": lambda: KeyCap("Ctrl K"),
    "key hint": lambda: KeyHint("E", "Edit"),
    "chip": lambda: Chip("meets", "good", "check"),
    "check box": lambda: CheckBox("Add to my cards"),
    "radio": lambda: RadioButton("Light"),
    "segmented": lambda: Segmented((("all", "All 65"), ("open", "Open 7")), "Show"),
    "combo box": lambda: ComboBox("Paper"),
    "spin box": lambda: SpinBox("New cards a day", 0, 999),
    "search": lambda: SearchField("Search", "Search everything", "Ctrl K"),
    "field": lambda: Field("Goal", QLineEdit(), "About 35 min"),
    "icon": lambda: IconLabel("circle-check", 20, "good"),
    "logo": Logo,
    "elided": lambda: ElidedLabel("Which inference option?", "row"),
    "label": lambda: label("Today", "h1"),
    "banner": lambda: Banner("bad", "The file is not an Anki package.", "Nothing was imported.", "Choose another file"),
    "progress": lambda: ProgressRow("Importing notes"),
    "empty": lambda: EmptyState("layers", "No cards yet", "Install a deck to begin.", "Open the library"),
    "scale": lambda: ScaleBar(40, 100, ticks=(40, 100), mark_words="pass line 72 %"),
}
GROWING = sorted(set(MAKERS))


@pytest.mark.parametrize("kind", GROWING)
def test_each_widget_grows_with_the_text_size(theme: Theme, qtbot: QtBot, kind: str) -> None:
    widget = MAKERS[kind]()
    qtbot.addWidget(widget)
    widget.show()
    before = widget.sizeHint().height()
    theme.set_scale(2.0)
    QApplication.processEvents()
    assert widget.sizeHint().height() > before
    assert widget.sizeHint().height() <= 2 * before + 8


@pytest.mark.parametrize("kind", GROWING)
def test_each_widget_repaints_in_the_dark(theme: Theme, qtbot: QtBot, kind: str) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    widget = MAKERS[kind]()
    widget.setParent(frame)
    widget.resize(widget.sizeHint())
    frame.resize(widget.size())
    frame.show()
    light = frame.grab().toImage()
    theme.set_mode("dark")
    assert frame.grab().toImage() != light


@pytest.mark.parametrize("kind", GROWING)
def test_whatever_takes_the_focus_has_a_name_to_read_out(theme: Theme, qtbot: QtBot, kind: str) -> None:
    widget = MAKERS[kind]()
    qtbot.addWidget(widget)
    for part in (widget, *widget.findChildren(QWidget)):
        inner = part.objectName().startswith("qt_") or isinstance(part.parentWidget(), ComboBox | SpinBox)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and not inner:
            text = part.text() if isinstance(part, PaintedButton | CheckBox | RadioButton) else ""
            assert part.accessibleName() or text, type(part).__name__


def test_an_icon_button_without_a_name_is_refused(theme: Theme) -> None:
    with pytest.raises(ValueError, match="read out"):
        IconButton("flag", " ")


def test_an_icon_button_tells_its_key(theme: Theme, qtbot: QtBot) -> None:
    button = IconButton("flag", "Flag", "F")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("Flag", "Flag (F)")
    assert button.sizeHint().width() == 36


def test_a_rating_says_word_and_interval_in_one_name(theme: Theme, qtbot: QtBot) -> None:
    button = RatingButton("3", "Good", "check", "good")
    qtbot.addWidget(button)
    button.set_interval("2 d", "in 2 days")
    assert button.accessibleName() == "Good, next in 2 days"
    assert button.interval() == "2 d"
    assert (button.sizeHint().width(), button.sizeHint().height()) == (157, 58)


def test_buttons_keep_the_heights_of_the_design(theme: Theme, qtbot: QtBot) -> None:
    assert PrimaryButton("Go").sizeHint().height() == 34
    assert BigPrimaryButton("Show answer", "Space").sizeHint().height() == 44
    assert BigPrimaryButton("Show answer", "Space").sizeHint().width() == 240
    assert Chip("meets", "good", "check").sizeHint().height() == 22
    assert KeyCap("E").sizeHint().height() == 20


@pytest.mark.parametrize("make", [QLineEdit, lambda: ComboBox("Paper"), lambda: SpinBox("Cards", 0, 9)])
def test_fields_are_34_pixels_high(theme: Theme, qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    field = make()
    qtbot.addWidget(field)
    field.show()
    assert field.sizeHint().height() == 34


def test_a_button_looks_different_in_every_state(theme: Theme, qtbot: QtBot) -> None:
    for kind in (PrimaryButton, QuietButton, GhostButton):
        button = kind("Read")
        qtbot.addWidget(button)
        looks = [button.look(theme.tokens)]
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        looks.append(button.look(theme.tokens))
        button.setDown(True)
        looks.append(button.look(theme.tokens))
        button.setEnabled(False)
        looks.append(button.look(theme.tokens))
        assert len(set(looks)) == 4


def test_an_elided_label_keeps_its_whole_text_as_tool_tip(theme: Theme, qtbot: QtBot) -> None:
    text = "Asynchronous: where do input and output live?"
    made = ElidedLabel(text, "row")
    qtbot.addWidget(made)
    made.resize(100, 20)
    made.show()
    assert made.shown_text().endswith("…")
    assert made.toolTip() == text
    made.resize(800, 20)
    assert made.shown_text() == text
    assert made.toolTip() == ""


def test_an_unknown_label_class_is_refused(theme: Theme) -> None:
    with pytest.raises(ValueError, match="not a label class"):
        label("Today", "h7")


def test_a_segmented_control_moves_by_arrows_and_tells_its_choice(theme: Theme, qtbot: QtBot) -> None:
    control = Segmented((("all", "All 65"), ("open", "Open 7"), ("flagged", "Flagged 5")), "Show")
    qtbot.addWidget(control)
    with qtbot.waitActive(control):
        control.show()
        control.activateWindow()
    heard: list[str] = []
    control.chosen.connect(heard.append)
    first, second, _ = control.segments()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert (control.value(), heard) == ("open", ["open"])
    control.set_words("open", "Open 6")
    assert second.accessibleName() == "Show: Open 6"
    with pytest.raises(KeyError):
        control.choose("missing")


def test_check_box_and_radio_button_take_clicks_on_their_words(theme: Theme, qtbot: QtBot) -> None:
    for choice in (CheckBox("Add to my cards"), RadioButton("Dark")):
        qtbot.addWidget(choice)
        choice.resize(choice.sizeHint())
        choice.show()
        QTest.mouseClick(choice, Qt.MouseButton.LeftButton, pos=choice.rect().center())
        assert choice.isChecked()


def test_a_field_complains_in_words_and_takes_it_back(theme: Theme, qtbot: QtBot) -> None:
    line = QLineEdit()
    field = Field("New cards a day", line, "About 35 min")
    qtbot.addWidget(field)
    field.show()
    field.set_error("At most 999")
    assert field.error() == "At most 999"
    assert line.property("fault") is True
    assert (line.accessibleName(), line.accessibleDescription()) == ("New cards a day", "At most 999")
    field.set_error("")
    assert field.error() == ""
    assert field.below().text() == "About 35 min"


def test_a_drop_down_shows_its_place_holder_muted_until_something_is_chosen(theme: Theme, qtbot: QtBot) -> None:
    box = ComboBox("Option for prompt 1", tall=True)
    qtbot.addWidget(box)
    box.setPlaceholderText("Choose an option")
    box.addItems(["Real-time endpoint", "Batch transform"])
    box.setCurrentIndex(-1)
    box.show()
    assert box.property("empty") is True
    assert theme.tokens.text not in inks(box)
    box.setCurrentIndex(1)
    assert theme.tokens.text in inks(box)


def inks(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


def test_a_toast_offers_undo_and_leaves_by_itself(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    toast = Toast(window)
    undone: list[bool] = []
    toast.say("Card suspended", "Undo", "Ctrl Z", lambda: undone.append(True))
    assert toast.isVisible()
    toast.link().click()
    assert undone == [True]
    assert not toast.isVisible()
    toast.say("Card suspended")
    toast.countdown().timeout.emit()
    assert not toast.isVisible()


def test_a_toast_stays_while_the_pointer_is_on_it_and_at_the_bottom(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    toast = Toast(window)
    toast.say("Card suspended", "Undo")
    at = QPointF(1, 1)
    QApplication.sendEvent(toast, QEnterEvent(at, at, at))
    assert not toast.countdown().isActive()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast.countdown().isActive()
    window.resize(600, 300)
    assert toast.geometry().bottom() == 300 - 24 - 1


def test_progress_can_be_followed_and_cancelled(theme: Theme, qtbot: QtBot) -> None:
    row = ProgressRow("Importing notes")
    qtbot.addWidget(row)
    row.set_progress(412, 1000, "412 of 1,000")
    bar = row.findChild(ThinBar)
    assert isinstance(bar, ThinBar)
    assert (bar.value(), bar.maximum(), bar.accessibleName()) == (412, 1000, "Importing notes")
    cancel = row.findChild(QuietButton)
    assert isinstance(cancel, QuietButton)
    with qtbot.waitSignal(row.cancelled, timeout=1000):
        cancel.click()


def test_banner_and_empty_state_pass_on_their_button(theme: Theme, qtbot: QtBot) -> None:
    for message in (Banner("bad", "No.", "", "Choose"), EmptyState("layers", "Nothing", "Fill it.", "Choose")):
        qtbot.addWidget(message)
        button = message.findChild(PaintedButton)
        assert isinstance(button, PaintedButton)
        with qtbot.waitSignal(message.acted, timeout=1000):
            button.click()


def test_a_scale_keeps_values_beyond_its_ends_at_its_ends(theme: Theme, qtbot: QtBot) -> None:
    bar = ScaleBar(40, 100)
    qtbot.addWidget(bar)
    bar.resize(300, 20)
    assert [bar.x_of(value) for value in (0, 40, 70, 100, 120)] == [0, 0, 150, 300, 300]
    bar.set_reading(Reading(74, 68, 80, 72), "74 percent, range 68 to 80, pass line 72")
    assert bar.accessibleDescription() == "74 percent, range 68 to 80, pass line 72"
    bar.show()
    ink = {bar.grab().toImage().pixelColor(x, 10).name().upper() for x in range(300)}
    assert theme.tokens.accent in ink
    assert theme.tokens.text in ink


def test_a_scroll_page_has_the_page_margin_and_no_bar_across(theme: Theme, qtbot: QtBot) -> None:
    page = ScrollPage()
    qtbot.addWidget(page)
    page.column.addWidget(Card())
    page.column.addWidget(HairLine())
    page.resize(400, 300)
    page.show()
    assert page.column.contentsMargins().left() == 24
    assert not page.horizontalScrollBar().isVisible()


# Rich text


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
