"""What stands in the fields of a note."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from certdeck.core.deck import Card, CardKind, Item, Question, Scenario
from certdeck.core.ids import ItemId
from certdeck.core.richtext import RichText, plain
from certdeck.exporters.anki.cloze import ordinals, read_cloze, write_cloze
from certdeck.exporters.anki.media import Media
from certdeck.exporters.anki.question_html import options, solution
from certdeck.exporters.spans import changed
from certdeck.exporters.verified import verified_text
from certdeck.ports.markup import Markup

Html = Callable[[str], str]
"""Turns Markdown into HTML."""


@dataclass(frozen=True, slots=True)
class Content:
    """The fields of a note by name, and the ordinals (from 0) of its cards."""

    fields: Mapping[str, str]
    cards: tuple[int, ...]


class FieldWriter:
    """Writes the fields of notes; pictures that they show are collected in `media`."""

    def __init__(self, markup: Markup, media: Media, scenarios: Mapping[ItemId, Scenario]) -> None:
        self._markup = markup
        self._media = media
        self._scenarios = scenarios

    def card(self, card: Card) -> Content:
        """Write a flashcard; a cloze card has one card for each gap number, a reversed one has two."""
        common = self._common(card)
        match card.kind:
            case CardKind.CLOZE:
                text = self._pictured(read_cloze(self._markup, card.front))
                fields = {"Text": write_cloze(self._markup, text), "Extra": self._html(card.back)}
                return Content(fields | common, tuple(ordinal - 1 for ordinal in ordinals(text)))
            case CardKind.TYPED:
                typed = {"Front": self._html(card.front), "Answer": escape(card.answer), "Back": self._html(card.back)}
                return Content(typed | common, (0,))
            case CardKind.BASIC | CardKind.REVERSED:
                sides = {"Front": self._html(card.front), "Back": self._html(card.back)}
                return Content(sides | common, (0,) if card.kind is CardKind.BASIC else (0, 1))

    def question(self, question: Question) -> Content:
        """Write a question with its options, and the solution with all reasons."""
        scenario = self._scenarios.get(question.scenario) if question.scenario else None
        fields = {
            "Title": escape(plain(self._markup.read(question.title))),
            "Scenario": self._html(scenario.text) if scenario else "",
            "Stem": self._html(question.stem),
            "Options": options(question, self._html),
            "Solution": solution(question, self._html),
        }
        return Content(fields | self._common(question), (0,))

    def _common(self, item: Item) -> dict[str, str]:
        sources = "".join(f'<p><a href="{escape(page.url)}">{escape(page.title)}</a></p>' for page in item.sources)
        return {
            "Examined": self._html(item.examined),
            "Today": self._html(item.today),
            "Sources": sources,
            "Verified": verified_text(item),
            "Item": item.id,
        }

    def _html(self, text: str) -> str:
        return self._markup.html(self._pictured(self._markup.read(text)))

    def _pictured(self, text: RichText) -> RichText:
        return changed(text, self._media.picture)
