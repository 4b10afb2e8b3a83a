"""The blocks of a sheet as widgets: tree, table, traps, hook, facts, formulas, and notes on exam and today."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from certdeck.core.deck import (
    Entry,
    FactsBlock,
    Formula,
    FormulasBlock,
    HookBlock,
    SheetBlock,
    TableBlock,
    TrapsBlock,
    TreeBlock,
)
from certdeck.core.richtext import Math, Paragraph, RichText, Strong, Table, Text
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.decision_tree import DecisionTree
from certdeck.gui.widgets.frames import Card, HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.roomy_table import RoomyTable
from certdeck.gui.widgets.term_list import TermList
from certdeck.ports.markup import Markup
from certdeck.presenters.reference import GlossaryMarkup, spans_of
from certdeck.presenters.sheet import plain_tree, tree_in_words

Later = Callable[[Callable[[], None]], None]
"""Takes work that may be done after the events that wait."""


def block_widget(block: SheetBlock, markup: GlossaryMarkup, later: Later) -> QWidget:
    """Make the widget that shows `block`; formulas, which take time to draw, are added `later`.

    Terms of the glossary are marked in running text and in the body of tables, not in headings and trees.
    """
    match block:
        case TreeBlock():
            return _tree(block, markup.plain)
        case TableBlock():
            return _titled(block.title, RoomyTable(_table(block, markup)))
        case TrapsBlock(title, traps):
            return tinted("warn", "triangle-alert", title, [_trap(trap, markup) for trap in traps])
        case HookBlock(title, text):
            return tinted("accent", "lightbulb", title, [markup.read(text)])
        case FactsBlock():
            return _facts(block, markup)
        case FormulasBlock():
            return _formulas(block, markup, later)


def tinted(tone: Tone, icon: str, title: str, texts: list[RichText]) -> Card:
    """Make a box in `tone` with an icon, a title in its ink and texts below each other."""
    card = Card(tone, margins=(16, 12, 16, 14), spacing=0)
    card.setAccessibleName(title)
    words = QVBoxLayout()
    words.setSpacing(5)
    words.addWidget(_tinted_title(tone, title))
    for text in texts:
        view = RichTextView(size=14)
        view.set_text(text)
        words.addWidget(view)
    words.addStretch(1)
    row = QHBoxLayout()
    row.setSpacing(12)
    ink = "muted" if tone == "neutral" else f"on_{tone}_soft"
    row.addWidget(IconLabel(icon, 18, ink, line=20), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    card.column.addLayout(row)
    return card


def _tinted_title(tone: Tone, title: str) -> QLabel:
    classes = {"accent": "accent-strong", "warn": "warn-strong"}
    return label(title, classes.get(tone, "label"), wrap=True)


def _titled(title: str, widget: QWidget) -> QWidget:
    """Put `title` above `widget`."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(label(title, "h2", wrap=True))
    column.addWidget(widget)
    return whole


def _tree(block: TreeBlock, markup: Markup) -> QWidget:
    root = plain_tree(block.root, markup)
    card = Card(margins=(24, 24, 24, 24))
    card.column.addWidget(DecisionTree(root, f"Decision tree: {block.title}", tree_in_words(root)))
    return _titled(block.title, card)


def _table(block: TableBlock, markup: GlossaryMarkup) -> Table:
    head = tuple(spans_of(markup.plain.read(cell)) for cell in block.columns)
    return Table(head, tuple(tuple(spans_of(markup.read(cell)) for cell in row) for row in block.rows))


def _trap(trap: Entry, markup: GlossaryMarkup) -> RichText:
    """Put the wrong belief before what is so, as one paragraph."""
    term = Strong(spans_of(markup.read(trap.term)))
    return (Paragraph((term, Text(" "), *spans_of(markup.read(trap.text)))),)


def _facts(block: FactsBlock, markup: GlossaryMarkup) -> Card:
    card = Card(margins=(20, 14, 20, 12), spacing=6)
    card.setAccessibleName(block.title)
    card.column.addWidget(label(block.title, "h2", wrap=True))
    card.column.addWidget(TermList([(markup.read(fact.term), markup.read(fact.text)) for fact in block.facts]))
    return card


def _formulas(block: FormulasBlock, markup: GlossaryMarkup, later: Later) -> Card:
    card = Card(margins=(20, 14, 20, 16), spacing=10)
    card.setAccessibleName(block.title)
    card.column.addWidget(label(block.title, "h2", wrap=True))
    for place, formula in enumerate(block.formulas):
        later(partial(_add_formula, card, formula, markup, first=not place))
    return card


def _add_formula(card: Card, formula: Formula, markup: GlossaryMarkup, *, first: bool) -> None:
    if not first:
        card.column.addWidget(HairLine())
    lines = QVBoxLayout()
    lines.setSpacing(6)
    lines.addWidget(label(formula.name, "strong", wrap=True))
    lines.addWidget(_shown((Paragraph((Math(formula.latex, display=True),)),), 16))
    lines.addWidget(_shown(markup.read(formula.meaning), 13))
    card.column.addLayout(lines)


def _shown(text: RichText, size: float) -> RichTextView:
    view = RichTextView(size=size, colour="muted" if size < 14 else "text")
    view.set_text(text)
    return view
