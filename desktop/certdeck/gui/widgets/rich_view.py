"""The reading pane for running text: as high as its content, selectable, with links that open in the browser."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextLine,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit, QWidget

from certdeck.core.richtext import RichText, plain
from certdeck.gui import theme
from certdeck.gui.fonts import REGULAR
from certdeck.gui.widgets.rich_document import BOX_PAD, DOT, PAD, Chip, Mark, TextLook
from certdeck.gui.widgets.shapes import rounded
from certdeck.gui.widgets.written_text import NO_LIMIT, Ground, Wanted, WrittenText, dress, shelf, write

_OPEN_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CARET_KEYS: Final = frozenset(
    (
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
        *(Qt.Key.Key_Home, Qt.Key.Key_End),
    )
)


class RichTextView(QTextBrowser):
    """Shows structured text without tables at `size` design pixels (18 reading, 16 options, 14 pages, 13 notes).

    `colour` is the name of a token. Pictures come from folder `media`; nothing is ever loaded from elsewhere.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        size: float = 18,
        weight: int = REGULAR,
        colour: str = "text",
        media: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._text: RichText = ()
        self._look = TextLook(size, weight, colour)
        self._media = media
        self._written = WrittenText(self.document(), self._wanted(), links=False, pictured=False, grounded=False)
        self._by_keyboard = False
        self._marked: tuple[tuple[int, int], ...] = ()
        self._written_width = -1
        self._measuring = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setOpenLinks(False)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(QDesktopServices.openUrl)
        self.set_selectable(True)
        theme.current().follow(self._rewrite)

    def set_text(self, text: RichText) -> None:
        """Show `text`; it is also the accessible name."""
        self._text = text
        self._marked = ()
        self.setAccessibleName(plain(text))
        self._rewrite()

    def show_text(self, text: RichText, look: TextLook, *, media: Path | None = None) -> None:
        """Show `text` in `look` with pictures from folder `media`, written once for all three."""
        self._look = look
        self._media = media
        self.set_text(text)

    def set_base_size(self, size: float) -> None:
        """Show the text at `size` design pixels."""
        self.set_look(replace(self._look, size=size))

    def set_look(self, look: TextLook) -> None:
        """Show the text in another size, weight or colour, or struck out."""
        if look != self._look:
            self._look = look
            self._rewrite()

    def look(self) -> TextLook:
        """Return the present look."""
        return self._look

    def set_media(self, media: Path | None) -> None:
        """Take pictures from folder `media` from now on."""
        self._media = media
        self._rewrite()

    def set_selectable(self, selectable: bool, *, by_keyboard: bool = False) -> None:
        """Let the text be selected and links be opened, or let every click through to the widget behind.

        `by_keyboard` shows a caret that arrow keys move; who asks for it says by the focus policy where Tab stops.
        """
        self._by_keyboard = by_keyboard
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not selectable)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        if by_keyboard:
            flags |= Qt.TextInteractionFlag.TextSelectableByKeyboard
        wanted = flags if selectable else Qt.TextInteractionFlag.NoTextInteraction
        if self.textInteractionFlags() != wanted:
            self.setTextInteractionFlags(wanted)
        self._allow_keys()
        cursor = self.textCursor()
        if cursor.position() or cursor.hasSelection():
            self.moveCursor(QTextCursor.MoveOperation.Start)

    def mark(self, stretches: Sequence[tuple[int, int]]) -> None:
        """Highlight `stretches` of the document, each from its first position to the one behind its last."""
        if tuple(stretches) != self._marked:
            self._marked = tuple(stretches)
            self._show_marked()

    def natural_width(self) -> int:
        """Return the width at which no line needs to be broken."""
        return self._ideal_width(NO_LIMIT)

    def least_width(self) -> int:
        """Return the width of the longest word."""
        return self._ideal_width(1)

    def height_for(self, width: int) -> int:
        """Return the height at `width` pixels."""
        # Layouts ask again and again for the same widths, and the answers change only with the text.
        heights = self._written.heights
        if width not in heights:
            heights[width] = self._measured_height(width)
        return heights[width]

    def _measured_height(self, width: int) -> int:
        if width != self._written_width and self._written.widest > min(width, self._written_width):
            return height_of(write(self._wanted(), width).document)  # at that width some formula has another size
        with self._laid_out_at(width):
            return height_of(self.document())

    def sizeHint(self) -> QSize:
        """Return the width at which no line is broken, and the present height."""
        return QSize(self.natural_width(), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: text wraps."""
        return QSize(min(theme.current().px(80), self.natural_width()), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the text needs at the new width."""
        super().resizeEvent(event)
        if self._written.pictured and event.size().width() != self._written_width:
            self._rewrite()
        else:
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take copying, link and caret keys; leave every other key to the page, and caret keys that lead nowhere."""
        if self._by_keyboard and event.key() in _CARET_KEYS:
            before = self.textCursor()
            super().keyPressEvent(event)
            event.setAccepted(self.textCursor() != before)
            return
        copying = event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.SelectAll)
        link = self.textCursor().charFormat().anchorHref() if self.textCursor().hasSelection() else ""
        if copying:
            super().keyPressEvent(event)
        elif link and event.key() in _OPEN_KEYS:
            self.anchorClicked.emit(QUrl(link))
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first link, or with Shift Tab at the last: else it would take Tab a second time to see it."""
        super().focusInEvent(event)
        forth = event.reason() is Qt.FocusReason.TabFocusReason
        if forth or event.reason() is Qt.FocusReason.BacktabFocusReason:
            self.moveCursor(QTextCursor.MoveOperation.Start if forth else QTextCursor.MoveOperation.End)
            self._go_to_link(forth=forth)

    def focusNextPrevChild(self, forth: bool) -> bool:
        """Go from link to link, then on: the base class never leaves a link at the very beginning backwards."""
        return self._go_to_link(forth=forth) or QWidget.focusNextPrevChild(self, forth)

    def _go_to_link(self, *, forth: bool) -> bool:
        """Select the next link, or the one before; return False when there is none."""
        if self._by_keyboard or not self._written.links:
            return False
        now = self.textCursor()
        stretches = list(_links(self.document()))
        if forth:
            there = next((each for each in stretches if each[0] >= now.selectionEnd()), None)
        else:
            there = next((each for each in reversed(stretches) if each[1] <= now.selectionStart()), None)
        if there is None:
            return False
        now.setPosition(there[0])
        now.setPosition(there[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(now)
        return True

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return only what the writer put into the document."""
        return self.document().resource(kind, QUrl(name)) if QUrl(name).scheme() == "certdeck" else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint chips, code boxes, quotation bars and rules, then the text above them."""
        if self._written.grounded:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_grounds(painter, self._grounds())
            painter.end()
        super().paintEvent(event)

    def _grounds(self) -> tuple[Ground, ...]:
        """Return what stands behind the text; it is laid out in the width of the viewport whenever it is painted."""
        width, grounds = self.viewport().width(), self._written.grounds
        if width not in grounds:
            grounds[width] = grounds_of(self.document(), width)
        return grounds[width]

    def _rewrite(self) -> None:
        width = self.viewport().width()
        self._written_width = width
        before = self._written
        shelf.put(before)  # first, because the same may be wanted again
        self._written = shelf.take(self._wanted(), width)
        if self.extraSelections():
            self.setExtraSelections([])
        if self._written is not before:
            self.setDocument(self._written.document)
        elif self.textCursor().position() or self.textCursor().hasSelection():
            self.setTextCursor(QTextCursor(self.document()))
        if self._marked:
            self._show_marked()
        self._allow_keys()
        self._fit()
        self.updateGeometry()
        self.viewport().update()

    def _wanted(self) -> Wanted:
        return Wanted(self._text, self._look, self._media, self.devicePixelRatioF(), dress())

    def _allow_keys(self) -> None:
        flags = self.textInteractionFlags()
        if self._written.links and flags & Qt.TextInteractionFlag.LinksAccessibleByMouse:
            self.setTextInteractionFlags(flags | Qt.TextInteractionFlag.LinksAccessibleByKeyboard)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        elif not self._by_keyboard:
            selectable = bool(flags & Qt.TextInteractionFlag.TextSelectableByMouse)
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if selectable else Qt.FocusPolicy.NoFocus)

    def _show_marked(self) -> None:
        """Paint a ground and a line below: the line is seen without colours, too."""
        tokens = theme.current().tokens
        look = QTextCharFormat()
        look.setBackground(QColor(tokens.warn_soft))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(QColor(tokens.warn))
        shown = []
        for begin, end in self._marked:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(begin)
            selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.format = look
            shown.append(selection)
        self.setExtraSelections(shown)

    @contextmanager
    def _laid_out_at(self, width: int) -> Iterator[None]:
        """Lay the text out at `width` to measure it. A resize in between must not take the height at that width."""
        if self.document().textWidth() == width:
            yield
            return
        self._measuring = True
        with self._unheard():
            self.document().setTextWidth(width)
            yield
        self.document().setTextWidth(self.viewport().width())
        self._measuring = False
        self._fit()

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        """Keep changes of the document's size from the view: it answers them by setting its own width again."""
        self.document().documentLayout().blockSignals(True)
        try:
            yield
        finally:
            self.document().documentLayout().blockSignals(False)

    def _ideal_width(self, width: int) -> int:
        """Return the width that the text takes in lines of `width` pixels, broken between words only."""
        ideals = self._written.ideals
        if width in ideals:
            return ideals[width]
        mode = self.wordWrapMode()
        # Where no line is broken it doesn't matter where it might be, and each change lays the whole text out anew.
        if width != NO_LIMIT:
            self._set_break(QTextOption.WrapMode.WordWrap)
        with self._laid_out_at(width):
            ideal = int(self.document().idealWidth()) + 1
        if width != NO_LIMIT:
            self._set_break(mode)
        ideals[width] = ideal
        return ideal

    def _set_break(self, mode: QTextOption.WrapMode) -> None:
        option = self.document().defaultTextOption()
        option.setWrapMode(mode)
        self.document().setDefaultTextOption(option)

    def _fit(self) -> None:
        if self._measuring:
            return
        height = height_of(self.document())
        if height != self.height() or self.maximumHeight() != height:
            self.setFixedHeight(height)


def height_of(document: QTextDocument) -> int:
    """Return the height of `document`; Qt leaves out what is below its last block, where the box of code ends."""
    below = BOX_PAD if document.lastBlock().blockFormat().hasProperty(Mark.BOX) else 0
    return -int(-document.size().height() // 1) + below


def grounds_of(document: QTextDocument, width: int) -> tuple[Ground, ...]:
    """Return what the formats of `document`, laid out `width` pixels wide, mark to stand behind the text.

    To find it takes longer than to paint it, so it is kept with the text.
    """
    return tuple(ground for block in _blocks(document) for ground in _behind(block, width))


def paint_grounds(painter: QPainter, grounds: tuple[Ground, ...]) -> None:
    """Paint `grounds`, those of the first block first."""
    for paint in grounds:
        paint(painter)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(document: QTextDocument) -> Iterator[QTextFragment]:
    for block in _blocks(document):
        yield from _parts(block)


def _links(document: QTextDocument) -> Iterator[tuple[int, int]]:
    """Yield the stretch of each link; one with chips in it is written in several fragments."""
    stretch, address = (0, 0), ""
    for part in _fragments(document):
        form, begin = part.charFormat(), part.position()
        if address and (not form.isAnchor() or form.anchorHref() != address or begin != stretch[1]):
            yield stretch
            address = ""
        if form.isAnchor():
            stretch = (stretch[0] if address else begin, begin + part.length())
            address = form.anchorHref()
    if address:
        yield stretch


def _parts(block: QTextBlock) -> Iterator[QTextFragment]:
    walk = block.begin()
    while not walk.atEnd():
        yield walk.fragment()
        walk += 1


def _behind(block: QTextBlock, width: int) -> Iterator[Ground]:
    tokens = theme.current().tokens
    layout = block.blockFormat()
    area = block.layout().boundingRect().translated(block.layout().position())
    if layout.hasProperty(Mark.BOX):
        left = area.left() - 12
        yield _box(QRectF(left, area.top() - BOX_PAD, width - left, area.height() + 2 * BOX_PAD), 6, tokens.tint)
    if layout.hasProperty(Mark.QUOTE):
        yield _bar(QRectF(area.left() - 16, area.top(), 3, area.height()), tokens.line)
    if layout.hasProperty(Mark.RULE):
        yield _bar(QRectF(area.left(), round(area.center().y()), width - area.left(), 1), tokens.soft)
    if layout.hasProperty(Mark.BULLET):
        yield _bullet(block, str(layout.property(Mark.BULLET)))
    for first, last, chip in _chips(block):
        for place in _lines(block, first, last):
            yield _box(place, 4, tokens.accent_soft if chip == Chip.GAP else tokens.hover)


def _box(area: QRectF, radius: float, fill: str) -> Ground:
    return lambda painter: rounded(painter, area, radius, fill=fill)


def _bar(area: QRectF, colour: str) -> Ground:
    return lambda painter: painter.fillRect(area, QColor(colour))


def _bullet(block: QTextBlock, number: str) -> Ground:
    """Return the number of a list entry, or its dot, left of its first line."""
    line = block.layout().lineAt(0)
    font = block.charFormat().font()
    metrics = QFontMetricsF(font)
    origin = block.layout().position()
    baseline = origin.y() + line.y() + line.ascent()
    right = origin.x() + line.x() - metrics.averageCharWidth() * 0.9
    colour = QColor(theme.current().tokens.muted)
    if number != DOT:
        return _number(QPointF(right - metrics.horizontalAdvance(number), baseline), number, font, colour)
    dot = max(4.0, metrics.xHeight() / 2)
    return _dot(QRectF(right - dot, baseline - metrics.xHeight() / 2 - dot / 2, dot, dot), colour)


def _number(at: QPointF, number: str, font: QFont, colour: QColor) -> Ground:
    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(at, number)

    return paint


def _dot(area: QRectF, colour: QColor) -> Ground:
    def paint(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(area)

    return paint


def _chips(block: QTextBlock) -> Iterator[tuple[int, int, int]]:
    """Yield (begin, end, kind) of each chip, by position in the block; a chip may be written in several fragments."""
    open_chip: tuple[int, int, int] | None = None
    for part in _parts(block):
        kind = part.charFormat().property(Mark.CHIP)
        begin = part.position() - block.position()
        if open_chip and kind == open_chip[2] and begin == open_chip[1]:
            open_chip = (open_chip[0], begin + part.length(), kind)
            continue
        if open_chip:
            yield open_chip
        open_chip = (begin, begin + part.length(), kind) if isinstance(kind, int) else None
    if open_chip:
        yield open_chip


def _lines(block: QTextBlock, begin: int, end: int) -> Iterator[QRectF]:
    """Yield the rectangle of characters `begin` to `end` on each line that holds some of them."""
    layout = block.layout()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = max(begin, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            yield _chip_area(block, line, first, last, ends=last == end)


def _chip_area(block: QTextBlock, line: QTextLine, first: int, last: int, *, ends: bool) -> QRectF:
    metrics = QFontMetricsF(_font_at(block, first))
    left, right = _x(line, first), _x(line, last)
    baseline = line.y() + line.ascent()
    place = QRectF(left - PAD, baseline - metrics.ascent(), right - left + (PAD if ends else 2 * PAD), metrics.height())
    place.translate(block.layout().position())
    place.setLeft(max(0.0, place.left()))
    return place


def _font_at(block: QTextBlock, position: int) -> QFont:
    for part in _parts(block):
        if part.position() - block.position() <= position < part.position() - block.position() + part.length():
            return part.charFormat().font()
    return block.charFormat().font()


def _x(line: QTextLine, position: int) -> float:
    found: object = line.cursorToX(position)  # the bindings return (x, position)
    x = found[0] if isinstance(found, tuple) else found
    assert isinstance(x, float)
    return x
