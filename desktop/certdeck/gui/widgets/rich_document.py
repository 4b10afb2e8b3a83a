"""Writing structured text into a QTextDocument by cursor and formats: no HTML, so nothing to escape or to load."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from html import escape
from math import ceil
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)

from certdeck.core.deck import TreeNode
from certdeck.core.richtext import (
    Block,
    Code,
    CodeBlock,
    CoveredPicture,
    Defined,
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
    Spans,
    Strong,
    Table,
    Text,
    Tree,
    tree_lines,
)
from certdeck.gui import theme
from certdeck.gui.fonts import REGULAR, SEMIBOLD
from certdeck.gui.widgets.pictures import drawn_formula, loaded_picture
from certdeck.ports.code import Part
from certdeck.ports.math import BrokenFormula

BOX_PAD: Final = 8
"""How far the box of code reaches above and below its text, in pixels."""
PAD: Final = 3.5
"""How far a chip reaches beyond its text on both sides, in pixels."""

_PROPORTIONAL: Final = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_FIXED: Final = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_HEADING_STEPS: Final = {1: 4, 2: 2}
DOT: Final = "dot"
"""The bullet of an entry without a number."""
_LINE_SEPARATOR: Final = "\u2028"
_ENDLESS: Final = re.compile(r"\S{2000}\S+")
_PIECES: Final = re.compile(r"\S{200}(?=\S)")
_BREAK: Final = "\u200b"
_SHORT: Final = 2000
"""Letters of a text in which no word can be endless."""


CODE_INKS: Final = {
    Part.KEYWORD: "on_accent_soft",
    Part.STRING: "on_good_soft",
    Part.NUMBER: "on_warn_soft",
    Part.COMMENT: "muted",
    Part.NAME: "on_bad_soft",
}
"""The tokens that parts of code are written in, on `tint`."""


class Mark(IntEnum):
    """Properties of formats that the view paints behind the text."""

    CHIP = QTextFormat.Property.UserProperty.value + 1
    BOX = CHIP + 1
    QUOTE = CHIP + 2
    RULE = CHIP + 3
    BULLET = CHIP + 4


class Chip(IntEnum):
    """What a chip is for."""

    CODE = 1
    GAP = 2


@dataclass(frozen=True, slots=True)
class TextLook:
    """How running text looks: size in design pixels, weight, and the name of a token for its colour."""

    size: float = 18
    weight: int = REGULAR
    colour: str = "text"
    struck: bool = False

    @property
    def line_height(self) -> int:
        """Line height in percent of the font's own height, which is 1.3 em in Plex."""
        return 120 if self.size >= 14 else 105

    @property
    def paragraph_gap(self) -> int:
        """Room between paragraphs in design pixels."""
        return round(self.size * 2 / 3)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where blocks go: how deep in lists and whether in a quotation."""

    depth: int = 0
    quoted: bool = False


class DocumentWriter:
    """Writes blocks into one document; `width` in pixels limits pictures.

    `pictures` counts those in the text, `links` and `marked` tell whether there was a link, or a mark for the painter.
    `widest` is the width, in pixels, from which on no formula has to be made smaller, and `shrunk` whether one was.
    """

    def __init__(
        self, document: QTextDocument, look: TextLook, *, media: Path | None, width: int, ratio: float
    ) -> None:
        self._document = document
        self._look = look
        self._media = media
        self._width = width
        self._ratio = ratio
        self._cursor = QTextCursor(document)
        self._first = True
        self.pictures = 0
        self.widest = 0
        self.links = self.marked = self.shrunk = False

    def write(self, text: RichText) -> None:
        """Replace the document by `text`."""
        self._document.clear()
        self._document.setDocumentMargin(0)
        self._document.setDefaultFont(theme.current().font(self._look.size, self._look.weight))
        self._document.setIndentWidth(theme.current().px(self._look.size * 1.4))
        self._cursor = QTextCursor(self._document)
        self._cursor.beginEditBlock()
        self._blocks(text, _Place())
        self._cursor.endEditBlock()

    def _blocks(self, text: RichText, place: _Place) -> None:
        for block in text:
            self._block(block, place)

    def _block(self, block: Block, place: _Place) -> None:
        match block:
            case Paragraph(spans):
                self._paragraph(spans, place)
            case Heading(level, spans):
                self._heading(level, spans, place)
            case CodeBlock(text, language):
                self._code_block(text, language, place)
            case Listing():
                self._listing(block, place)
            case Quote(blocks):
                self._blocks(blocks, replace(place, quoted=True))
            case Table():
                self._flat_table(block, place)
            case Rule():
                self._rule(place)
            case Tree(root):
                self._flat_tree(root, place)
            case CoveredPicture(name, description):
                self._paragraph((Image(name, description),), place)

    # Blocks

    def _paragraph(self, spans: Spans, place: _Place) -> None:
        layout = self._new_block(place)
        if spans and _is_chip(spans[0]):
            layout.setTextIndent(PAD)
            self._cursor.setBlockFormat(layout)
        if any(isinstance(span, Math) and span.display for span in spans):
            layout.setLineHeight(100, _PROPORTIONAL)
            self._cursor.setBlockFormat(layout)
        self._spans(spans, self._char_format(quoted=place.quoted))

    def _heading(self, level: int, spans: Spans, place: _Place) -> None:
        layout = self._new_block(place)
        look = theme.current()
        if layout.topMargin() > 0:
            layout.setTopMargin(look.px(self._look.paragraph_gap + 4))
        layout.setBottomMargin(look.px(6) - look.px(self._look.paragraph_gap))
        layout.setHeadingLevel(level)
        self._cursor.setBlockFormat(layout)
        chars = self._char_format()
        chars.setFont(look.font(self._look.size + _HEADING_STEPS.get(level, 0), SEMIBOLD))
        self._spans(spans, chars)

    def _code_block(self, text: str, language: str, place: _Place) -> None:
        if self._first:
            self._make_room_above(BOX_PAD)
        layout = self._new_block(place)
        layout.setLeftMargin(layout.leftMargin() + 12)
        layout.setRightMargin(12)
        layout.setTopMargin(layout.topMargin() + BOX_PAD)
        layout.setBottomMargin(BOX_PAD + theme.current().px(self._look.paragraph_gap))
        self._mark(layout, Mark.BOX, True)
        self._cursor.setBlockFormat(layout)
        chars = self._char_format()
        chars.setFont(theme.current().mono(self._code_size()))
        read = theme.current().code
        whole = text.rstrip("\n")
        for piece, part in read(whole, language) if read else ((whole, Part.PLAIN),):
            self._cursor.insertText(piece.replace("\n", _LINE_SEPARATOR), _coloured(chars, part))

    def _make_room_above(self, room: int) -> None:
        """Leave `room` pixels above the first block: Qt gives no room for its own top margin."""
        frame = self._document.rootFrame()
        form = frame.frameFormat()
        form.setTopMargin(room)
        frame.setFrameFormat(form)

    def _listing(self, listing: Listing, place: _Place) -> None:
        inside = replace(place, depth=place.depth + 1)
        for number, entry in enumerate(listing.entries):
            head, rest = _split(entry)
            self._paragraph(head, inside)
            layout = self._cursor.blockFormat()
            self._mark(layout, Mark.BULLET, listing.number(number) if listing.ordered else DOT)
            self._cursor.setBlockFormat(layout)
            self._blocks(rest, inside)

    def _flat_table(self, table: Table, place: _Place) -> None:
        """Write a table inside a list or quotation, where no grid has room: a line per row, the head in bold."""
        if any(table.head):
            self._paragraph((Strong(_joined(table.head)),), place)
        for row in table.rows:
            self._paragraph(_joined(row), place)

    def _flat_tree(self, root: TreeNode, place: _Place) -> None:
        """Write a tree where no picture has room: a line per node."""
        for line in tree_lines(root):
            self._paragraph((Text(line),), place)

    def _rule(self, place: _Place) -> None:
        layout = self._new_block(place)
        self._mark(layout, Mark.RULE, True)
        layout.setLineHeight(1, _FIXED)
        self._cursor.setBlockFormat(layout)

    def _new_block(self, place: _Place) -> QTextBlockFormat:
        layout = QTextBlockFormat()
        layout.setLineHeight(self._look.line_height, _PROPORTIONAL)
        layout.setIndent(place.depth)
        if place.quoted:
            layout.setLeftMargin(16)
            self._mark(layout, Mark.QUOTE, True)
        if not self._first:
            gap = self._look.paragraph_gap
            layout.setTopMargin(theme.current().px(gap / 2 if place.depth else gap))
            self._cursor.insertBlock(layout, self._char_format())
        else:
            self._cursor.setBlockFormat(layout)
            self._cursor.setBlockCharFormat(self._char_format())
        self._first = False
        return layout

    # Spans

    def _spans(self, spans: Spans, chars: QTextCharFormat) -> None:
        for span in spans:
            self._span(span, chars)

    def _span(self, span: Span, chars: QTextCharFormat) -> None:
        match span:
            case Text() | Defined():
                form = chars if isinstance(span, Text) else _defined(chars, span.means)
                self._cursor.insertText(_breakable(span.text.replace("\n", " ")), form)
            case Strong(spans):
                self._spans(spans, _changed(chars, weight=SEMIBOLD))
            case Emphasis(spans):
                self._spans(spans, _changed(chars, italic=True))
            case Code(text):
                self._code(text, chars)
            case Link(url, spans):
                self.links = True
                self._spans(spans, _linked(chars, url))
            case Math():
                self._math(span, chars)
            case Image():
                self._image(span, chars)
            case LineBreak():
                self._cursor.insertText(_LINE_SEPARATOR, chars)
            case Gap():
                self._gap(span, chars)

    def _code(self, text: str, chars: QTextCharFormat) -> None:
        code = QTextCharFormat(chars)
        code.setFont(theme.current().mono(self._code_size(), _weight(chars)))
        code.setFontStrikeOut(chars.fontStrikeOut())
        self._chip(text, code, Chip.CODE)

    def _gap(self, gap: Gap, chars: QTextCharFormat) -> None:
        accent = _changed(chars, weight=SEMIBOLD)
        accent.setForeground(QColor(theme.current().tokens.on_accent_soft))
        if gap.hidden:
            self._chip(f"[{gap.hint or '...'}]", accent, Chip.GAP)
        else:
            self._spans(gap.spans, accent)

    def _chip(self, text: str, chars: QTextCharFormat, chip: Chip) -> None:
        """Write `text` with a mark for the painter; letter spacing makes room beside it without adding characters."""
        if self._cursor.positionInBlock():
            self._cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor)
            self._cursor.mergeCharFormat(_spaced(QTextCharFormat()))
            self._cursor.movePosition(QTextCursor.MoveOperation.Right)
        self._mark(chars, Mark.CHIP, int(chip))
        self._cursor.insertText(text[:-1], chars)
        self._cursor.insertText(text[-1:], _spaced(chars))

    def _math(self, math: Math, chars: QTextCharFormat) -> None:
        renderer = theme.current().math
        if renderer is None:
            self._code(math.latex, chars)
            return
        beside, colour = self._beside(), chars.foreground().color().name()
        room = max(1, self._width - beside)
        try:
            image, natural = drawn_formula(renderer, math, chars.font(), colour, room=room, ratio=self._ratio)
        except BrokenFormula:
            self._code(math.latex, chars)
            return
        self.widest = max(self.widest, natural + beside)
        self.shrunk = self.shrunk or natural > room
        if math.display:
            self._cursor.insertText(_LINE_SEPARATOR if self._cursor.positionInBlock() else "", chars)
        self._picture(image, math.latex, chars)

    def _image(self, image: Image, chars: QTextCharFormat) -> None:
        room = max(1, self._width - self._beside())
        picture = loaded_picture(self._media, image.name, room, theme.current().scale, self._ratio)
        if picture is None:
            self.pictures += 1  # of those that are missing, too: they may be there the next time
            missing = _changed(chars, italic=True)
            missing.setForeground(QColor(theme.current().tokens.muted))
            self._cursor.insertText(f"[Picture {image.name} is missing: {image.description}]", missing)
            return
        self._picture(picture, image.description, chars)

    def _beside(self) -> int:
        """Return how many pixels the block at the cursor leaves free beside its text: some in lists and quotations."""
        form = self._cursor.blockFormat()
        margins = form.leftMargin() + form.rightMargin() + form.textIndent()
        return ceil(form.indent() * self._document.indentWidth() + margins)

    def _picture(self, picture: QImage, description: str, chars: QTextCharFormat) -> None:
        self.pictures += 1
        address = QUrl(f"certdeck:{self.pictures}")
        self._document.addResource(QTextDocument.ResourceType.ImageResource.value, address, picture)
        image = QTextImageFormat()
        image.merge(chars)
        image.setObjectType(QTextFormat.ObjectTypes.ImageObject.value)
        image.setName(address.toString())
        image.setWidth(picture.deviceIndependentSize().width())
        image.setHeight(picture.deviceIndependentSize().height())
        image.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        image.setToolTip(description)
        self._cursor.insertImage(image)

    def _mark(self, form: QTextFormat, mark: Mark, value: object) -> None:
        self.marked = True
        form.setProperty(mark, value)

    def _char_format(self, *, quoted: bool = False) -> QTextCharFormat:
        chars = QTextCharFormat()
        look = self._look
        chars.setFont(theme.current().font(look.size, look.weight))
        chars.setForeground(QColor(getattr(theme.current().tokens, "muted" if quoted else look.colour)))
        chars.setFontStrikeOut(look.struck)
        return chars

    def _code_size(self) -> float:
        return self._look.size - (2 if self._look.size >= 16 else 1)


def _coloured(chars: QTextCharFormat, part: Part) -> QTextCharFormat:
    """Return the format of a stretch of code; keywords are also heavier and comments slanted, not only coloured."""
    if part is Part.PLAIN:
        return chars
    coloured = QTextCharFormat(chars)
    coloured.setForeground(QColor(getattr(theme.current().tokens, CODE_INKS[part])))
    if part is Part.KEYWORD:
        coloured.setFontWeight(SEMIBOLD)
    elif part is Part.COMMENT:
        coloured.setFontItalic(True)
    return coloured


def _is_chip(span: Span) -> bool:
    return isinstance(span, Code) or (isinstance(span, Gap) and span.hidden)


def _changed(chars: QTextCharFormat, *, weight: int | None = None, italic: bool = False) -> QTextCharFormat:
    changed = QTextCharFormat(chars)
    if weight is not None:
        changed.setFontWeight(weight)
    if italic:
        changed.setFontItalic(True)
    return changed


def _linked(chars: QTextCharFormat, url: str) -> QTextCharFormat:
    linked = QTextCharFormat(chars)
    linked.setAnchor(True)
    linked.setAnchorHref(url)
    linked.setForeground(QColor(theme.current().tokens.accent))
    linked.setFontUnderline(True)
    linked.setToolTip(url)
    return linked


def _defined(chars: QTextCharFormat, means: str) -> QTextCharFormat:
    """Return `chars` with a dotted line below and the meaning as a tool tip; a tool tip breaks lines in HTML only."""
    defined = QTextCharFormat(chars)
    defined.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    defined.setUnderlineColor(QColor(theme.current().tokens.control))
    defined.setToolTip(f"<qt>{escape(means)}</qt>")
    return defined


def _spaced(chars: QTextCharFormat) -> QTextCharFormat:
    spaced = QTextCharFormat(chars)
    spaced.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    spaced.setFontLetterSpacing(PAD)
    return spaced


def _weight(chars: QTextCharFormat) -> int:
    return SEMIBOLD if chars.fontWeight() >= SEMIBOLD else REGULAR


def _split(entry: RichText) -> tuple[Spans, RichText]:
    """Return the line beside the bullet and what follows below it."""
    if entry and isinstance(entry[0], Paragraph):
        return entry[0].spans, entry[1:]
    return (), entry


def _joined(cells: tuple[Spans, ...]) -> Spans:
    def spans() -> Iterator[Span]:
        for number, cell in enumerate(cells):
            if number:
                yield Text(" · ")
            yield from cell

    return tuple(spans())


def _breakable(text: str) -> str:
    """Give a word of thousands of letters places to break at: the time to lay it out grows with the square of it."""
    if len(text) < _SHORT:
        return text
    return _ENDLESS.sub(lambda word: _PIECES.sub(lambda piece: piece[0] + _BREAK, word[0]), text)
