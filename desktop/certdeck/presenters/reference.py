"""Terms and confusion sets beside a card, a sheet or an item of the library, without Qt."""

from collections.abc import Iterable
from dataclasses import dataclass

from certdeck.core.deck import ConfusionSet, Term
from certdeck.core.glossary import GlossaryReading
from certdeck.core.ids import ItemId
from certdeck.core.richtext import Paragraph, RichText, Spans, Table, Text, plain
from certdeck.ports.markup import Markup
from certdeck.ports.rows import ItemRow
from certdeck.services.catalogue import Services


@dataclass(frozen=True, slots=True)
class TermView:
    """A term and what it means."""

    id: ItemId
    name: str
    means: RichText


@dataclass(frozen=True, slots=True)
class MixedView:
    """A confusion set as a table of names and what points to them; `others` are the names beside the card's own."""

    id: ItemId
    title: str
    apart: RichText
    table: Table
    others: tuple[str, ...]


def term_views(terms: Iterable[Term], markup: Markup) -> tuple[TermView, ...]:
    """Return the views of `terms`."""
    return tuple(TermView(term.id, term.term, markup.read(term.means)) for term in terms)


def mixed_view(confusion: ConfusionSet, markup: Markup, card: ItemId | None = None) -> MixedView:
    """Return the view of `confusion`; the row of the member that `card` teaches is marked."""
    own = next((place for place, member in enumerate(confusion.members) if card in member.cards), None)
    rows = tuple((spans_of(markup.read(entry.name)), spans_of(markup.read(entry.cue))) for entry in confusion.members)
    names = [plain(markup.read(member.name)) for member in confusion.members]
    return MixedView(
        id=confusion.id,
        title=confusion.title,
        apart=markup.read(confusion.apart),
        table=Table(((Text("Name"),), (Text("Points to it"),)), rows, own),
        others=tuple(name for place, name in enumerate(names) if place != own),
    )


def mixed_views(services: Services, card: ItemId) -> tuple[MixedView, ...]:
    """Return what `card` gets mixed up with."""
    found = services.reference.confusions_of(card)
    return tuple(mixed_view(confusion, services.markup, card) for confusion in found)


class GlossaryMarkup:
    """Reads the Markdown of one text, such as a sheet, and marks each term of the glossary where it first occurs."""

    def __init__(self, services: Services) -> None:
        self.plain = services.markup
        self._reading: GlossaryReading = services.reference.reading()

    def read(self, text: str) -> RichText:
        """Return `text` with its terms marked."""
        return self._reading.marked(self.plain.read(text))

    def terms(self) -> tuple[TermView, ...]:
        """Return the terms found so far, by name."""
        found = sorted(self._reading.terms, key=lambda term: term.term.casefold())
        return term_views(found, self.plain)


def spans_of(text: RichText) -> Spans:
    """Return the characters of a short text as spans; a blank between its paragraphs."""
    spans: list[Spans] = [block.spans for block in text if isinstance(block, Paragraph)]
    return tuple(span for place, part in enumerate(spans) for span in ((Text(" "),) if place else ()) + part)


def listed_front(row: ItemRow, markup: Markup) -> str:
    """Return the front of `row` for a list; where it has no words, what stands for it: an empty row says nothing."""
    front = card_front(row.title, markup, cloze=row.form == "cloze")
    return front or ("[Picture without a question]" if row.form == "occlusion" else "[Nothing is asked]")


def card_front(text: str, markup: Markup, *, cloze: bool) -> str:
    """Return the front of a card as plain characters, gaps hidden."""
    return plain(markup.read_cloze(text, gap=1, hidden=True) if cloze else markup.read(text))
