"""Push buttons, painted from the tokens: one primary a page, quiet ones, ghosts, links and icon buttons."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, SEMIBOLD
from certdeck.gui.tokens import Tokens
from certdeck.gui.widgets.key_cap import cap_size, paint_cap
from certdeck.gui.widgets.pressing import paint_later
from certdeck.gui.widgets.shapes import rounded, smooth

_HEIGHT: Final = 34
_BIG_HEIGHT: Final = 44
_BIG_WIDTH: Final = 240
_ICON_BUTTON: Final = 36
_ICON: Final = 16
_GAP: Final = 8
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a button in one state; an empty one means none."""

    fill: str
    line: str
    ink: str


class PaintedButton(QPushButton):
    """What all buttons share: an icon before or after the text, states, and a size that follows the theme.

    `icon` names a shipped icon. `trailing` puts it behind the text. The accessible name is the text.
    """

    padding = 15
    height_px = _HEIGHT
    text_size = 14.0
    weight = MEDIUM

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None, *, trailing: bool = False) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._trailing = trailing
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.refresh)

    def look(self, tokens: Tokens) -> Look:
        """Return the colours of the present state."""
        raise NotImplementedError

    def set_icon(self, name: str) -> None:
        """Show icon `name`, or none when it is empty."""
        if name != self._icon:
            self._icon = name
            self.refresh()

    def icon_name(self) -> str:
        """Return the name of the icon, empty when there is none."""
        return self._icon

    def refresh(self) -> None:
        """Measure and paint anew, after a change of theme or content."""
        self.updateGeometry()
        self.update()

    def text_font(self) -> QFont:
        """Return the font of the text at the present scale."""
        return theme.current().font(self.text_size, self.weight)

    def width_of(self, text: str) -> int:
        """Return how many pixels `text` takes in the font of the button."""
        return theme.current().width(text, self.text_size, self.weight)

    def sizeHint(self) -> QSize:
        """Return the room for icon and text."""
        return QSize(self._content_width() + 2 * self.padding, theme.current().px(self.height_px))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: a button is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter, too; Qt's own buttons do so in dialogs only."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go down, and paint that with the rest."""
        paint_later(self, super().mousePressEvent, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Come up, do what the button stands for, and paint it all once."""
        paint_later(self, super().mouseReleaseEvent, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the icon and the text."""
        painter = smooth(self)
        look = self.look(theme.current().tokens)
        if look.fill or look.line:
            rounded(painter, self.rect(), 6, fill=look.fill, line=look.line)
        self.paint_content(painter, look)

    def paint_content(self, painter: QPainter, look: Look) -> None:
        """Paint icon and text in the middle."""
        words, room = self.shown_text(), self._icon_room()
        width = self.width_of(words)
        left = self.content_left(width + room)
        if self._icon and not self._trailing:
            self._paint_icon(painter, left, look.ink)
            left += room
        text = QRect(left, 0, width, self.height())
        painter.setFont(self.text_font())
        painter.setPen(QColor(look.ink))
        painter.drawText(text, _MIDDLE, words)
        if self._icon and self._trailing:
            self._paint_icon(painter, text.right() + 1 + _GAP, look.ink)

    def content_left(self, width: int) -> int:
        """Return where icon and text begin that are `width` pixels wide together."""
        return (self.width() - width) // 2

    def shown_text(self) -> str:
        """Return what is painted: the whole text, which some buttons shorten where room is scarce."""
        return self.text()

    def lit(self) -> bool:
        """Tell whether the pointer is over an enabled button."""
        return self.isEnabled() and self.underMouse()

    def _paint_icon(self, painter: QPainter, left: int, ink: str) -> None:
        side = theme.current().px(_ICON)
        theme.current().paint_icon(painter, QPoint(left, (self.height() - side) // 2 + 1), self._icon, _ICON, ink)

    def _text_width(self) -> int:
        return self.width_of(self.text())

    def _shown_width(self) -> int:
        return self.width_of(self.shown_text())

    def _icon_room(self) -> int:
        return theme.current().px(_ICON) + (_GAP if self.text() else 0) if self._icon else 0

    def _content_width(self) -> int:
        return self._text_width() + self._icon_room()


class PrimaryButton(PaintedButton):
    """The one thing to do next on a page."""

    weight = SEMIBOLD

    def look(self, tokens: Tokens) -> Look:
        """Return accent, darker under the pointer and when pressed."""
        if not self.isEnabled():
            return Look(tokens.tint, tokens.soft, tokens.control)
        if self.isDown():
            return Look(tokens.accent_pressed, "", tokens.on_accent)
        return Look(tokens.accent_hover if self.lit() else tokens.accent, "", tokens.on_accent)


class BigPrimaryButton(PrimaryButton):
    """A 44 px primary button, at least 240 px wide, with its key inside: Show answer [Space]."""

    height_px = _BIG_HEIGHT

    def __init__(self, text: str, key: str = "", parent: QWidget | None = None) -> None:
        self._key = key
        super().__init__(text, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_key(self, key: str) -> None:
        """Show another key inside."""
        self._key = key
        self.refresh()

    def sizeHint(self) -> QSize:
        """Return 240 × 44, wider when the text needs it."""
        look = theme.current()
        return QSize(max(look.px(_BIG_WIDTH), self._content() + 2 * self.padding), look.px(self.height_px))

    def paint_content(self, painter: QPainter, look: Look) -> None:
        """Paint text and key cap in the middle."""
        left = (self.width() - self._content()) // 2
        width = self._text_width()
        painter.setFont(self.text_font())
        painter.setPen(QColor(look.ink))
        painter.drawText(QRect(left, 0, width, self.height()), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._key:
            top = (self.height() - cap_size(self._key).height()) // 2
            paint_cap(painter, QPoint(left + width + 12, top), self._key, on_accent=self.isEnabled())

    def _content(self) -> int:
        return self._text_width() + (12 + cap_size(self._key).width() if self._key else 0)


class QuietButton(PaintedButton):
    """Any other action: a white button with a border."""

    def look(self, tokens: Tokens) -> Look:
        """Return surface, grey under the pointer and when pressed; a checked one is tinted."""
        if not self.isEnabled():
            return Look(tokens.tint, tokens.soft, tokens.control)
        if self.isChecked():
            return Look(tokens.accent_soft, tokens.accent_line, tokens.on_accent_soft)
        if self.isDown():
            return Look(tokens.soft, tokens.line, tokens.text)
        return Look(tokens.hover if self.lit() else tokens.surface, tokens.line, tokens.text)


class GhostButton(PaintedButton):
    """An action that steps back: no box until the pointer is over it."""

    padding = 10

    def look(self, tokens: Tokens) -> Look:
        """Return bare muted text, a grey box under the pointer."""
        if not self.isEnabled():
            return Look("", "", tokens.control)
        if self.isDown():
            return Look(tokens.soft, "", tokens.text)
        return Look(tokens.hover, "", tokens.text) if self.lit() else Look("", "", tokens.muted)


class LinkButton(PaintedButton):
    """An action that reads like a link, in running notes and toasts."""

    padding = 2
    height_px = 24

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None, *, trailing: bool = False) -> None:
        super().__init__(text, icon, parent, trailing=trailing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon and a few letters: a link gives way and ends in an ellipsis."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), theme.current().px(96)), whole.height())

    def shown_text(self) -> str:
        """Return the text, shortened where needed."""
        text, room = self.text(), self.width() - 2 * self.padding - self._icon_room()
        if self.width_of(text) <= room:
            return text
        return QFontMetrics(self.text_font()).elidedText(text, Qt.TextElideMode.ElideRight, room)

    def content_left(self, width: int) -> int:
        """Begin at the left where the text is shortened: links below one another would each stand elsewhere."""
        return super().content_left(width) if self.shown_text() == self.text() else self.padding

    def look(self, tokens: Tokens) -> Look:
        """Return accent text."""
        if not self.isEnabled():
            return Look("", "", tokens.control)
        return Look("", "", tokens.accent_hover if self.lit() or self.isDown() else tokens.accent)

    def paint_content(self, painter: QPainter, look: Look) -> None:
        """Paint icon and text, underlined under the pointer."""
        super().paint_content(painter, look)
        if self.lit():
            left = self.padding + self._icon_room()
            base = self.height() // 2 + theme.current().px(7)
            painter.fillRect(QRect(left, base, self._shown_width(), 1), QColor(look.ink))


class IconButton(PaintedButton):
    """A 36 px square with an icon only; `name` is its accessible name and tool tip, `key` is added to the tool tip.

    Raises ValueError without a name.
    """

    def __init__(self, icon: str, name: str, key: str = "", parent: QWidget | None = None) -> None:
        if not name.strip():
            raise ValueError("An icon button needs a name that can be read out.")
        super().__init__("", icon, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.rename(name, key)

    def rename(self, name: str, key: str = "") -> None:
        """Give the button another accessible name and tool tip, such as after a toggle."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})" if key else name)

    def sizeHint(self) -> QSize:
        """Return 36 × 36."""
        side = theme.current().px(_ICON_BUTTON)
        return QSize(side, side)

    def look(self, tokens: Tokens) -> Look:
        """Return a muted icon, a grey box under the pointer, accent when checked."""
        if not self.isEnabled():
            return Look("", "", tokens.control)
        fill = tokens.soft if self.isDown() else tokens.hover if self.lit() else ""
        if self.isChecked():
            return Look(fill or tokens.accent_soft, "", tokens.on_accent_soft)
        return Look(fill, "", tokens.text if fill else tokens.muted)

    def paint_content(self, painter: QPainter, look: Look) -> None:
        """Paint the icon in the middle, filled while checked."""
        side = theme.current().px(18)
        at = QPoint((self.width() - side) // 2, (self.height() - side) // 2)
        theme.current().paint_icon(painter, at, self.icon_name(), 18, look.ink, filled=self._filled())

    def _filled(self) -> bool:
        return self.isChecked() and self.icon_name() in {"flag", "bookmark"}
