"""Icons and the bundled files."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from certdeck.gui.icons import IconMissing, Icons
from certdeck.gui.theme import Theme
from tests.gui.conftest import RESOURCES

ICONS = sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))
SOURCES = Path(__file__).parents[2] / "desktop" / "certdeck" / "gui"


@pytest.mark.parametrize("name", ICONS)
def test_every_shipped_icon_can_be_drawn(theme: Theme, name: str) -> None:
    image = theme.pixmap(name, 24, "#112233").toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


def test_an_icon_takes_the_colour_asked_for(theme: Theme) -> None:
    image = theme.pixmap("square-terminal", 48, "#CE2C31").toImage()
    solid = [
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert set(solid) == {QColor("#CE2C31").name()}


def test_a_dense_screen_gets_twice_the_pixels_in_the_same_place(theme: Theme) -> None:
    pixmap = theme.pixmap("flag", 16, "#000000", ratio=2.0)
    assert pixmap.width() == 32
    assert pixmap.deviceIndependentSize().width() == 16


def test_a_filled_icon_covers_more_than_its_outline(theme: Theme) -> None:
    def covered(*, filled: bool) -> int:
        image = theme.pixmap("flag", 24, "#000000", filled=filled).toImage()
        return sum(image.pixelColor(x, y).alpha() > 128 for x in range(24) for y in range(24))

    assert covered(filled=True) > 2 * covered(filled=False)


def test_small_icons_get_a_stronger_stroke() -> None:
    icons = Icons(RESOURCES / "icons")
    assert icons.pixmap("minus", 14, "#000000") is icons.pixmap("minus", 14, "#000000", stroke=2.25)
    assert icons.pixmap("minus", 16, "#000000") is icons.pixmap("minus", 16, "#000000", stroke=1.75)


def test_drawn_icons_are_kept_until_the_theme_changes(theme: Theme) -> None:
    theme.icons.drop()
    first = theme.pixmap("flag", 16, theme.tokens.text)
    assert theme.pixmap("flag", 16, theme.tokens.text) is first
    theme.set_mode("dark")
    assert len(theme.icons) == 0


def test_an_unknown_icon_is_refused_by_name(theme: Theme) -> None:
    with pytest.raises(IconMissing, match="unicorn"):
        theme.pixmap("unicorn", 16, "#000000")


def test_every_icon_named_in_the_windows_is_shipped() -> None:
    asked = re.compile(
        r'(?:IconLabel|IconButton|EmptyState|\.icon|\.pixmap|paint_icon\([^,"]+, [^,"]+, )\(?"([a-z0-9-]+)"'
    )
    named = {name for path in SOURCES.rglob("*.py") for name in asked.findall(path.read_text(encoding="utf-8"))}
    assert named <= set(ICONS)


def test_the_licences_travel_with_fonts_and_icons() -> None:
    assert "SIL OPEN FONT LICENSE" in (RESOURCES / "fonts" / "plex-sans" / "LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (RESOURCES / "fonts" / "plex-mono" / "LICENSE.txt").read_text(encoding="utf-8")
    icons = (RESOURCES / "icons" / "LICENSE").read_text(encoding="utf-8")
    assert "ISC License" in icons
    assert "The MIT License" in icons
