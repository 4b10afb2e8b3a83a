"""What opens below the question: the answer, how a typed one compares, what has changed since, and the source."""

from html import escape
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from certdeck.core.richtext import Paragraph, RichText, Strong
from certdeck.core.typed_answer import Match, Stretch
from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.screens.study_reference import ReferenceLine
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.frames import Card, HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.rich_text import RichTextPane, RichTextView
from certdeck.presenters.dates import day_text
from certdeck.presenters.review_view import ReviewView, SourceView, TypedView

_SIGNS: Final = {Match.SAME: "none", Match.WRONG: "line-through", Match.MISSING: "underline"}
_LEGEND: Final = {
    Match.WRONG: "struck through: not part of the answer",
    Match.MISSING: "underlined: missing",
}
_STACK_FROM: Final = 1.5


class AnswerPane(QWidget):
    """The answer below a hairline; the question above it stays where it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison = TypedComparison()
        self.title = RichTextView(size=18, weight=SEMIBOLD)
        self.text = RichTextPane(size=18)
        self.examined = NoteBox("As examined", "neutral", "history")
        self.today = NoteBox("Today", "accent", "refresh-ccw")
        self.note = NoteBox("Your note", "neutral", "sticky-note")
        self.source = SourceLine()
        self.reference = ReferenceLine()
        self.text.setContentsMargins(0, 6, 0, 0)
        self._noted = QWidget()
        self._notes = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._noted)
        self._notes.setContentsMargins(0, 20, 0, 0)
        self._notes.setSpacing(12)
        self._notes.addWidget(self.examined, 1)
        self._notes.addWidget(self.today, 1)
        self._own_note = QWidget()
        own = QVBoxLayout(self._own_note)
        own.setContentsMargins(0, 12, 0, 0)
        own.addWidget(self.note)
        self._build()
        theme.current().follow(self._turn_notes)

    def show_view(self, view: ReviewView) -> None:
        """Show the answer of `view`, or hide everything while there is none."""
        self.setVisible(view.answer is not None)
        self.reference.show_reference(view.terms, view.mixed)
        if view.answer is None:
            return
        title, text = split_title(view.answer)
        self.comparison.show_typed(view.typed)
        self.title.set_text(title)
        self.title.setVisible(bool(title))
        self.text.set_text(text)
        self.text.setVisible(bool(text))
        self.examined.show_text(view.examined)
        self.today.show_text(view.today)
        self._noted.setVisible(bool(view.examined or view.today))
        self.note.show_text(view.note)
        self._own_note.setVisible(bool(view.note))
        self.source.show_source(view.source, view.bullet)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(HairLine(strong=True))
        column.addSpacing(20)
        column.addWidget(self.comparison)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addWidget(self._noted)
        column.addWidget(self._own_note)
        column.addWidget(self.source)
        column.addWidget(self.reference)

    def _turn_notes(self) -> None:
        stacked = theme.current().scale >= _STACK_FROM
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._notes.setDirection(down if stacked else across)


class NoteBox(Card):
    """A quiet tinted box for what the exam expects, or for what is so today; hidden while it has nothing to say."""

    def __init__(self, title: str, tone: Tone, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(tone, parent, margins=(14, 10, 14, 12), spacing=4)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(IconLabel(icon, 14, "muted"))
        head.addWidget(label(title, "label"))
        head.addStretch(1)
        self._text = RichTextPane(size=14)
        self.column.addLayout(head)
        self.column.addWidget(self._text)
        self.column.addStretch(1)

    def show_text(self, text: RichText) -> None:
        """Show `text`, or nothing when it is empty."""
        self._text.set_text(text)
        self.setVisible(bool(text))


class SourceLine(QWidget):
    """When the facts were checked, where they are from, and at the far right the bullet of the exam guide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._url = ""
        self._checked = label("", "note")
        self.link = LinkButton("", "external-link")
        self.link.clicked.connect(self._open)
        self._bullet = label("", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 22, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("circle-check", 16, "good", stroke=2.0))
        row.addWidget(self._checked)
        row.addWidget(label("·", "note"))
        row.addWidget(self.link)
        row.addStretch(1)
        row.addWidget(self._bullet)

    def show_source(self, source: SourceView | None, bullet: str) -> None:
        """Show `source` and the id of `bullet`; either may be missing."""
        self.setVisible(source is not None)
        if source is None:
            return
        self._url = source.url
        self._checked.setText(f"Verified {day_text(source.checked)}")
        self.link.setText(source.title)
        self.link.setAccessibleName(f"Source: {source.title}, opens in the browser")
        self.link.setToolTip(source.url)
        self.link.refresh()
        self._bullet.setText(bullet)
        self._bullet.setToolTip("Bullet of the exam guide")

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl(self._url))


class TypedComparison(QWidget):
    """What was typed beside what was asked for: by colour, by sign and in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = TypedView()
        self._chip = Chip("Right", "good", "check")
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._legend = label("", "note", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._text, 1)
        line.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(4)
        column.addWidget(label("Your answer", "label"))
        column.addLayout(line)
        column.addWidget(self._legend)
        theme.current().follow(self._write)

    def show_typed(self, typed: TypedView) -> None:
        """Show how `typed` compares; nothing for cards that ask for no typing."""
        self._typed = typed
        self.setVisible(typed.asked)
        self._chip.say(*_verdict(typed))
        self._text.setAccessibleName(comparison_in_words(typed))
        signs = [_LEGEND[match] for match in _LEGEND if any(part.match is match for part in typed.stretches)]
        self._legend.setText("; ".join(signs).capitalize())
        self._legend.setVisible(bool(signs))
        self._write()

    def shown(self) -> str:
        """Return the comparison as it is written, in HTML."""
        return self._text.text()

    def _write(self) -> None:
        look = theme.current()
        self._text.setFont(look.mono(16))
        if self._typed.stretches:
            self._text.setText("".join(map(_stretch_html, self._typed.stretches)))
        else:
            self._text.setText(f'<span style="color:{look.tokens.muted}">nothing typed</span>')


def split_title(answer: RichText) -> tuple[RichText, RichText]:
    """Return the first paragraph when it is bold as a whole, as a title, and the rest."""
    match answer[:1]:
        case (Paragraph((Strong(spans),)),):
            return (Paragraph(spans),), answer[1:]
        case _:
            return (), answer


def comparison_in_words(typed: TypedView) -> str:
    """Say how a typed answer compares, for screen readers."""
    if not typed.stretches:
        return "Nothing typed"
    if typed.right:
        return f"Right: {typed.given}"
    words = {Match.SAME: "right", Match.WRONG: "wrong", Match.MISSING: "missing"}
    return ", ".join(f"{words[part.match]}: {part.text}" for part in typed.stretches)


def _verdict(typed: TypedView) -> tuple[str, Tone, str]:
    if typed.right:
        return "right", "good", "check"
    return ("not quite", "bad", "x") if typed.stretches else ("not answered", "neutral", "minus")


def _stretch_html(stretch: Stretch) -> str:
    tokens = theme.current().tokens
    colours = {
        Match.SAME: (tokens.on_good_soft, tokens.good_soft),
        Match.WRONG: (tokens.on_bad_soft, tokens.bad_soft),
        Match.MISSING: (tokens.on_warn_soft, tokens.warn_soft),
    }
    ink, ground = colours[stretch.match]
    style = f"color:{ink};background-color:{ground};text-decoration:{_SIGNS[stretch.match]};white-space:pre-wrap"
    return f'<span style="{style}">{escape(stretch.text)}</span>'
