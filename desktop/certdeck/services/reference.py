"""What can be looked up beside the cards: the glossary, what gets mixed up, and the plan of an exam."""

from dataclasses import dataclass

from certdeck.core.deck import ConfusionSet, Term
from certdeck.core.deck_plan import DeckPlan
from certdeck.core.glossary import Glossary, GlossaryReading
from certdeck.core.ids import BlueprintId, ItemId
from certdeck.core.richtext import RichText, plain
from certdeck.ports.markup import Markup
from certdeck.ports.store import Store
from certdeck.services.library import LibraryService


@dataclass(frozen=True, slots=True)
class _Kept:
    """The glossary of one exam as one version of its deck has it."""

    key: tuple[BlueprintId, str]
    glossary: Glossary


class ReferenceService:
    """Looks up terms, confusion sets and plans. The glossary is read once for each exam and deck version."""

    def __init__(self, store: Store, library: LibraryService, markup: Markup) -> None:
        self._store = store
        self._library = library
        self._markup = markup
        self._kept: _Kept | None = None
        self._meanings: dict[ItemId, str] = {}

    def glossary(self) -> tuple[Term, ...]:
        """Return the terms of the exam studied for, in the deck's order. Raises `CertdeckError` without a deck."""
        return self._glossary().terms

    def term(self, term: ItemId) -> Term | None:
        """Return a term of the glossary, or None."""
        found = self._library.item(term)
        return found if isinstance(found, Term) else None

    def terms_in(self, text: RichText) -> tuple[Term, ...]:
        """Return the terms that `text` uses, in the order of their first use."""
        reading = self.reading()
        reading.marked(text)
        return tuple(reading.terms)

    def reading(self) -> GlossaryReading:
        """Begin a text, in one part or several, in which each term of the glossary is marked where it first occurs."""
        return self._glossary().reading(self._meaning)

    def confusion(self, confusion: ItemId) -> ConfusionSet | None:
        """Return a confusion set, or None."""
        found = self._library.item(confusion)
        return found if isinstance(found, ConfusionSet) else None

    def confusions_of(self, card: ItemId) -> tuple[ConfusionSet, ...]:
        """Return the confusion sets that point to `card`, in the deck's order."""
        with self._store.open() as work:
            return work.content.confusions_of(card)

    def plan(self, exam: BlueprintId | None = None) -> DeckPlan | None:
        """Return the plan that the deck brings for `exam`, or for the one studied for; None where there is none.

        Raises `CertdeckError` when there is no such exam.
        """
        with self._store.open() as work:
            return work.content.plan(self._library.exam(exam).blueprint.id)

    def _glossary(self) -> Glossary:
        exam = self._library.exam()
        key = (exam.blueprint.id, exam.deck.digest)
        if self._kept is None or self._kept.key != key:
            with self._store.open() as work:
                self._kept = _Kept(key, Glossary(work.content.terms(exam.blueprint.id)))
            self._meanings.clear()
        return self._kept.glossary

    def _meaning(self, term: Term) -> str:
        if term.id not in self._meanings:
            self._meanings[term.id] = plain(self._markup.read(term.means))
        return self._meanings[term.id]
