"""The theme: contrast, fonts, text size, light and dark."""

from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.gui import fonts
from certdeck.gui import theme as themes
from certdeck.gui.focus_ring import FocusRing, lie_over
from certdeck.gui.stylesheet import LABEL_CLASSES, style_sheet
from certdeck.gui.theme import Theme
from certdeck.gui.tokens import DARK, LIGHT, Tokens
from certdeck.gui.widgets.buttons import PrimaryButton
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.rich_document import CODE_INKS
from tests.gui.conftest import RESOURCES

GROUNDS = ("canvas", "rail", "surface", "tint", "hover")
TEXT_PAIRS = (
    *((ink, ground) for ink in ("text", "muted") for ground in GROUNDS),
    *((ink, ground) for ink in ("accent", "good", "on_warn_soft", "bad") for ground in ("canvas", "surface")),
    ("warn", "surface"),
    ("text", "soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_accent_soft", "accent_soft"),
    ("on_accent_soft", "surface"),
    ("text", "accent_soft"),
    ("on_good_soft", "good_soft"),
    ("text", "good_soft"),
    ("on_warn_soft", "warn_soft"),
    ("text", "warn_soft"),
    ("on_bad_soft", "bad_soft"),
    ("text", "bad_soft"),
    ("canvas", "text"),
    ("terminal_text", "terminal"),
    *((ink, "tint") for ink in CODE_INKS.values()),
)
CONTROL_PAIRS = (("control", "surface"), ("control", "canvas"), ("accent", "surface"), ("accent", "canvas"))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), CONTROL_PAIRS)
def test_controls_and_the_focus_ring_stand_out_from_their_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 3.0


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_token_is_a_colour(tokens: Tokens) -> None:
    values = [getattr(tokens, field.name) for field in fields(tokens)]
    flat = [colour for value in values for colour in (value if isinstance(value, tuple) else (value,))]
    assert all(QColor(colour).isValid() for colour in flat)


def test_the_toast_link_and_key_stand_out_on_the_opposite_ground() -> None:
    for here, there in ((LIGHT, DARK), (DARK, LIGHT)):
        assert contrast(there.accent, here.text) >= 4.5
        assert contrast(there.muted, here.text) >= 4.5


def test_text_is_set_in_the_bundled_faces_and_no_other(theme: Theme) -> None:
    for weight in (400, 500, 600, 700):
        info = QFontInfo(theme.font(14, weight))
        assert info.family().startswith("IBM Plex Sans")
        assert info.pixelSize() == 14
    assert QFontInfo(theme.mono(14)).family() == fonts.MONO
    assert QFontInfo(QApplication.font()).family() == fonts.SANS


def test_a_folder_without_fonts_is_refused_in_words(theme: Theme, tmp_path: Path) -> None:
    with pytest.raises(fonts.FontsMissing, match="Install Certdeck again"):
        fonts.register(tmp_path)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "a.ttf").write_bytes(b"no font")
    with pytest.raises(fonts.FontsMissing, match="cannot be read"):
        fonts.register(tmp_path)


def test_dark_mode_changes_tokens_palette_and_style_sheet_before_it_says_so(theme: Theme) -> None:
    seen: list[tuple[str, str]] = []

    def look() -> None:
        seen.append((theme.tokens.canvas, QApplication.palette().color(QPalette.ColorRole.Window).name().upper()))

    theme.changed.connect(look)
    theme.set_mode("dark")
    theme.changed.disconnect(look)
    assert seen[-1] == (DARK.canvas, DARK.canvas)
    assert DARK.surface in QApplication.instance().styleSheet()  # type: ignore[union-attr]


def test_the_text_size_stays_between_100_and_200_percent(theme: Theme) -> None:
    theme.set_scale(5)
    assert theme.scale == 2.0
    assert theme.px(34) == 68
    theme.set_scale(0.2)
    assert theme.scale == 1.0


def test_a_larger_text_size_enlarges_fonts_and_fields_but_not_margins() -> None:
    small, large = style_sheet(LIGHT, 1.0), style_sheet(LIGHT, 2.0)
    assert 'QLabel[cls="h1"] { font-size: 24px' in small
    assert 'QLabel[cls="h1"] { font-size: 48px' in large
    assert "padding: 0 14px; min-height: 32px" in small
    assert "padding: 0 14px; min-height: 64px" in large


def test_the_style_sheet_gives_no_font_size_to_all_widgets() -> None:
    heads = [rule.split("{")[0].strip() for rule in style_sheet(LIGHT, 1.0).split("}") if "font-size" in rule]
    assert not {"*", "QWidget"} & set(heads)


def test_qt_understands_the_whole_style_sheet(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for name in sorted(LABEL_CLASSES):
        column.addWidget(label(name, name))
    column.addWidget(QPushButton("Plain"))
    window.show()
    window.grab()


def test_a_widget_that_is_gone_is_told_nothing(theme: Theme, qtbot: QtBot) -> None:
    button = PrimaryButton("Start review")
    delete(button)
    theme.set_mode("dark")


def test_before_it_is_installed_the_theme_asks_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "_installed", [])
    with pytest.raises(RuntimeError, match="install"):
        themes.current()


class Page(QMainWindow):
    """A window with three buttons, the last one below the fold of a scroll area."""

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        column = QVBoxLayout(inner)
        self.first, self.second, self.last = (PrimaryButton(word) for word in ("One", "Two", "Three"))
        column.addWidget(self.first)
        column.addWidget(self.second)
        column.addSpacing(600)
        column.addWidget(self.last)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(inner)
        self.setCentralWidget(self.area)
        self.ring = FocusRing(self)
        self.resize(300, 300)


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.first.setFocus()
    page.ring.hide()
    return page


def target(page: Page) -> QWidget | None:
    return page.ring.target


def placed(page: Page) -> QRect:
    """Return where the ring is once it has followed."""
    assert page.ring.target is not None
    return page.ring.geometry()


def test_the_focus_ring_comes_with_the_tab_key_and_goes_with_a_click(page: Page) -> None:
    assert target(page) is None
    QTest.keyClick(page.first, Qt.Key.Key_Tab)
    assert target(page) is page.second
    QTest.mouseClick(page.second, Qt.MouseButton.LeftButton)
    assert target(page) is None


def test_the_focus_ring_lies_four_pixels_around_its_control(page: Page) -> None:
    QTest.keyClick(page.first, Qt.Key.Key_Tab)
    around = QRect(page.second.mapTo(page, QPoint(0, 0)), page.second.size()).adjusted(-4, -4, 4, 4)
    assert placed(page) == around


def test_the_focus_ring_scrolls_with_its_control_and_is_cut_by_the_scroll_area(page: Page) -> None:
    QTest.keyClick(page.first, Qt.Key.Key_Tab)
    top = placed(page).y()
    page.area.verticalScrollBar().setValue(20)
    assert placed(page).y() == top - 20
    page.area.verticalScrollBar().setValue(400)
    assert target(page) is None
    page.area.verticalScrollBar().setValue(0)
    assert target(page) is page.second


def test_code_that_moves_the_focus_after_a_key_keeps_the_ring(page: Page) -> None:
    QTest.keyClick(page.first, Qt.Key.Key_Space)
    page.second.setFocus()
    assert target(page) is page.second


def test_the_focus_ring_outlives_its_control(page: Page) -> None:
    QTest.keyClick(page.first, Qt.Key.Key_Tab)
    gone = page.second
    delete(gone)
    assert target(page) is not gone
    page.last.setFocus()
    page.grab()


def test_installing_again_changes_the_theme_that_is_there(theme: Theme, qapp: QApplication) -> None:
    math = theme.math
    again = themes.install(qapp, RESOURCES, mode="dark", scale=1.5)
    assert again is theme
    assert (theme.dark, theme.scale, theme.math) == (True, 1.5, math)


def test_the_ring_is_not_painted_over_what_lies_over_the_control(page: Page) -> None:
    QTest.keyClick(page.first, Qt.Key.Key_Tab)
    framed = target(page)
    assert framed is not None
    whole = page.ring.grab().toImage()
    over = QWidget(page)
    corner = page.ring.geometry().topLeft()
    over.setGeometry(QRect(corner, QSize(page.ring.width() // 2, page.ring.height())))
    over.show()
    assert page.ring.grab().toImage() == whole, "a sibling that does not say so may be a neighbour"
    lie_over(over, True)
    covered = page.ring.grab().toImage()
    right, middle = whole.width() - 2, whole.height() // 2
    assert covered.pixelColor(right, middle) == whole.pixelColor(right, middle)
    assert covered.pixelColor(1, middle) != whole.pixelColor(1, middle)
