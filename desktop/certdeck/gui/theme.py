"""The theme: tokens, fonts, icons and text size of the running app, and the one signal that says they changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from certdeck.gui import fonts
from certdeck.gui.icons import Icons
from certdeck.gui.stylesheet import style_sheet
from certdeck.gui.tokens import DARK, LIGHT, Tokens
from certdeck.ports.code import CodeReader
from certdeck.ports.math import MathRenderer

Mode = Literal["system", "light", "dark"]

_SCHEMES: Final[dict[Mode, Qt.ColorScheme]] = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_installed: list["Theme"] = []


class Theme(QObject):
    """What every widget asks for colours, sizes, fonts and icons.

    `changed` comes after palette, style sheet and icons are all new. `math` draws formulas; without it they show as
    LaTeX. `pictures` finds those of cards by name; without it they show as missing. `code` tells the parts of program
    code apart; without it all is of one colour. Lengths given to `px`, `font` and `pixmap` are design pixels at 100 %;
    margins and gutters do not grow and stay plain numbers.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        resources: Path,
        *,
        math: MathRenderer | None = None,
        mode: Mode = "system",
        scale: float = 1.0,
    ) -> None:
        """Take over the look of `app`, with fonts and icons from `resources`. Raises FontsMissing."""
        super().__init__(app)
        self.tokens: Tokens = LIGHT
        self.dark = False
        self.scale = min(2.0, max(1.0, scale))
        self.mode: Mode = mode
        self.math = math
        self.pictures: Callable[[str], Path | None] | None = None
        self.code: CodeReader | None = None
        self.icons = Icons(resources / "icons")
        self._app = app
        fonts.register(resources / "fonts")
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[mode])
        self._apply()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def set_mode(self, mode: Mode) -> None:
        """Show the app in light, in dark, or as the system says and as it changes."""
        self.mode = mode
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[mode])
        self._apply()

    def set_scale(self, scale: float) -> None:
        """Show text, icons and controls `scale` times as large as designed (1.0 to 2.0)."""
        self.scale = min(2.0, max(1.0, scale))
        self._apply()

    def change(self, *, math: MathRenderer | None, mode: Mode, scale: float) -> None:
        """Take another mode and text size at once, and another renderer of formulas if there is one."""
        self.math = math or self.math
        self.scale = min(2.0, max(1.0, scale))
        self.set_mode(mode)

    def follow(self, slot: Callable[[], None]) -> None:
        """Call `slot` now and after each change; a bound method of a widget is let go with the widget."""
        self.changed.connect(slot)
        slot()

    def px(self, length: float) -> int:
        """Return `length` at the present scale, as whole pixels."""
        return round(length * self.scale)

    def font(self, size: float, weight: int = fonts.REGULAR, *, italic: bool = False) -> QFont:
        """Return the app's typeface at `size` design pixels."""
        return fonts.sans(self.px(size), weight, italic=italic)

    def width(self, text: str, size: float, weight: int = fonts.REGULAR) -> int:
        """Return how many pixels `text` takes in the app's typeface at `size` design pixels."""
        return fonts.width(text, self.px(size), weight)

    def mono(self, size: float, weight: int = fonts.REGULAR) -> QFont:
        """Return the typeface of code at `size` design pixels."""
        return fonts.mono(self.px(size), weight)

    def pixmap(
        self,
        name: str,
        size: float,
        colour: str,
        *,
        ratio: float = 1.0,
        stroke: float | None = None,
        filled: bool = False,
    ) -> QPixmap:
        """Return icon `name` at `size` design pixels for a screen of device pixel ratio `ratio`. Raises IconMissing."""
        return self.icons.pixmap(name, self.px(size), colour, ratio=ratio, stroke=stroke, filled=filled)

    def icon(self, name: str, size: float, colour: str, *, filled: bool = False) -> QIcon:
        """Return icon `name` at `size` design pixels for menus and item views. Raises IconMissing."""
        return self.icons.icon(name, self.px(size), colour, filled=filled)

    def paint_icon(
        self,
        painter: QPainter,
        at: QPoint,
        name: str,
        size: float,
        colour: str,
        *,
        stroke: float | None = None,
        filled: bool = False,
    ) -> None:
        """Paint icon `name` with its top left corner `at`, sharp on the painter's device."""
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(at, self.pixmap(name, size, colour, ratio=ratio, stroke=stroke, filled=filled))

    def _follow_system(self) -> None:
        if self.mode == "system":
            self._apply()

    def _apply(self) -> None:
        self.dark = self._is_dark()
        self.tokens = DARK if self.dark else LIGHT
        self.icons.drop()
        self._app.setPalette(palette(self.tokens))
        self._app.setFont(self.font(14))
        self._app.setStyleSheet(style_sheet(self.tokens, self.scale))
        self.changed.emit()

    def _is_dark(self) -> bool:
        if self.mode == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.mode == "dark"


def install(
    app: QApplication,
    resources: Path,
    *,
    math: MathRenderer | None = None,
    mode: Mode = "system",
    scale: float = 1.0,
) -> Theme:
    """Make the theme of `app` and let `current` return it; call it before the first widget.

    Called again, it changes the theme that is there: two of them would dress the app in turns. Raises FontsMissing.
    """
    if _installed and isValid(_installed[0]):
        _installed[0].change(math=math, mode=mode, scale=scale)
    else:
        _installed[:] = [Theme(app, resources, math=math, mode=mode, scale=scale)]
    return _installed[0]


def current() -> Theme:
    """Return the installed theme. Raises RuntimeError when a widget is made before `install`."""
    if not _installed:
        raise RuntimeError("No theme is installed: call certdeck.gui.theme.install before making widgets.")
    return _installed[0]


def set_class(widget: QWidget, name: str) -> None:
    """Give `widget` the style sheet class `name` (its property `cls`), also after it was shown."""
    if widget.property("cls") == name:
        return
    widget.setProperty("cls", name)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def palette(tokens: Tokens) -> QPalette:
    """Build the palette for what style sheets do not reach: menus, tool tips, message boxes, links."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.canvas,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.tint,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.Text: tokens.text,
        role.BrightText: tokens.on_accent,
        role.PlaceholderText: tokens.muted,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.text,
        role.ToolTipText: tokens.canvas,
        role.Light: tokens.soft,
        role.Midlight: tokens.soft,
        role.Mid: tokens.line,
        role.Dark: tokens.control,
        role.Shadow: tokens.control,
    }
    built = QPalette()
    for where, colour in colours.items():
        built.setColor(where, QColor(colour))
    for where in (role.Text, role.WindowText, role.ButtonText):
        built.setColor(QPalette.ColorGroup.Disabled, where, QColor(tokens.control))
    return built
