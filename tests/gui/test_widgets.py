"""The widgets that pages are built of."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from certdeck.gui.screens.settings_fields import SettingRow
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
from certdeck.gui.widgets.eliding import elided
from certdeck.gui.widgets.fields import ComboBox, Field, SpinBox
from certdeck.gui.widgets.frames import Card, HairLine, ScrollPage
from certdeck.gui.widgets.icon_label import IconLabel, Logo
from certdeck.gui.widgets.key_cap import KeyCap, KeyHint
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.messages import Banner, EmptyState, ProgressRow, ThinBar, Toast
from certdeck.gui.widgets.rating import RatingButton
from certdeck.gui.widgets.scale_bar import Reading, ScaleBar
from certdeck.gui.widgets.search_field import SearchField

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


def test_links_that_are_shortened_begin_at_the_same_place(theme: Theme, qtbot: QtBot) -> None:
    def first_ink(words: str, width: int) -> int:
        link = LinkButton(words, "shuffle")
        qtbot.addWidget(link)
        link.resize(width, 24)
        image = link.grab().toImage()
        ground = image.pixel(width - 1, 0)
        return next(x for x in range(width) if any(image.pixel(x, y) != ground for y in range(24)))

    starts = {first_ink("DataSync, File Gateway, DMS and Transfer Family", width) for width in range(180, 200)}
    assert len(starts) == 1


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


@pytest.mark.parametrize("room", [0, 40, 300, 5_000])
@pytest.mark.parametrize("text", ["", "Which inference option?", "word " * 20_000, "x" * 50_000])
def test_a_text_is_shortened_as_qt_shortens_all_of_it(theme: Theme, text: str, room: int) -> None:
    metrics = QFontMetrics(theme.font(14))
    assert elided(text, metrics, room) == metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


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


def test_a_setting_has_a_line_for_complaints_once_there_is_one(theme: Theme, qtbot: QtBot) -> None:
    box = ComboBox("Paper")
    row = SettingRow("Paper", "For sheets", box)
    qtbot.addWidget(row)
    row.show()
    assert row.error() == ""
    row.set_error("")
    assert not row.findChildren(IconLabel)
    row.set_error("No such paper")
    (icon,) = row.findChildren(IconLabel)
    assert icon.isVisible()
    assert (row.error(), box.accessibleDescription()) == ("No such paper", "No such paper")
    row.set_error("")
    assert not icon.isVisible()
    assert (row.error(), box.accessibleDescription()) == ("", "For sheets")
    row.set_error("Too large")
    assert row.findChildren(IconLabel) == [icon]
    assert icon.isVisible()


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


def test_a_bar_is_painted_together_with_all_else_that_changes(theme: Theme, qtbot: QtBot) -> None:
    class Counting(ThinBar):
        painted = 0

        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            self.painted += 1

    bar = Counting("Done")
    qtbot.addWidget(bar)
    with qtbot.waitExposed(bar):
        bar.show()
    qtbot.waitUntil(lambda: bar.painted > 0)
    QApplication.processEvents()
    before = bar.painted
    for value in (10, 20, 30):
        bar.setValue(value)
    assert (bar.value(), bar.painted) == (30, before)
    qtbot.waitUntil(lambda: bar.painted == before + 1)


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


def test_a_scroll_page_is_scrolled_once_it_is_long_enough_unless_the_learner_was_quicker(
    theme: Theme, qtbot: QtBot
) -> None:
    page = ScrollPage()
    qtbot.addWidget(page)
    page.resize(400, 300)
    page.show()
    bar = page.verticalScrollBar()
    page.scroll_to(500)
    for height, at in ((400, 0), (1_000, 500), (2_000, 500)):
        page.page.setMinimumHeight(height)
        QApplication.processEvents()
        assert bar.value() == at
    page.scroll_to(3_000)
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    page.page.setMinimumHeight(5_000)
    QApplication.processEvents()
    assert bar.value() == 0


# Rich text
