"""What stands in the fields of a note."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from certdeck.core.card_parts import Grid
from certdeck.core.card_rules import gap_numbers
from certdeck.core.deck import (
    Card,
    CardKind,
    ChoiceQuestion,
    Difficulty,
    Item,
    Option,
    Question,
    QuestionKind,
    Scenario,
)
from certdeck.core.ids import ItemId, OptionId
from certdeck.core.richtext import Gap, RichText, Spans, Table, cell_spans, plain
from certdeck.core.scheduling.faces import part_numbers
from certdeck.exporters.anki.cloze import PRIVATE, ordinals, read_cloze, write_cloze
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
            case CardKind.CHOICE:
                question = _as_question(card)
                told = solution(question, self._html) + self._html(card.back)
                asked = {"Stem": self._html(card.front), "Options": options(question, self._html), "Solution": told}
                return Content(asked | common, (0,))
            case CardKind.TABLE:
                fields = {"Text": self._grid(card), "Extra": self._html(card.back)}
                return Content(fields | common, tuple(number - 1 for number in part_numbers(card)))
            case CardKind.OCCLUSION:
                raise ValueError(f"{card.id} is left out of packages; see `fits_package`")
            case CardKind.BASIC | CardKind.REVERSED:
                sides = {"Front": self._html(card.front), "Back": self._html(card.back)}
                return Content(sides | common, (0,) if card.kind is CardKind.BASIC else (0, 1))

    def _grid(self, card: Card) -> str:
        """Write the table of `card` as a cloze text: a gap around each cell, with the number of its row or column."""
        grid = card.grid or Grid((), ())

        def cell(text: str, row: int, column: int) -> Spans:
            spans = cell_spans(self._markup.read(text.translate(PRIVATE)))
            number = next((part for part in part_numbers(card) if grid.hides(part, row, column)), None)
            return spans if number is None or not spans else (Gap(number, spans),)

        rows = tuple(
            tuple(cell(text, place, column) for column, text in enumerate(row)) for place, row in enumerate(grid.rows)
        )
        head = tuple(cell_spans(self._markup.read(name.translate(PRIVATE))) for name in grid.columns)
        whole = (*read_cloze(self._markup, card.front), Table(head, rows))
        return write_cloze(self._markup, self._pictured(whole))

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


def fits_package(card: Card) -> bool:
    """Tell whether Anki packages can hold `card`: not a picture with covered parts, nor one that asks nothing."""
    match card.kind:
        case CardKind.OCCLUSION:
            return False
        case CardKind.CLOZE:
            return bool(gap_numbers(card.front))
        case CardKind.TABLE:
            return bool(part_numbers(card))
        case CardKind.CHOICE:
            return bool(card.choices)
        case _:
            return True


def note_kind(card: Card) -> CardKind | QuestionKind:
    """Return the kind whose note type `card` has: a multiple-choice card is a question, a table is a cloze text."""
    match card.kind:
        case CardKind.CHOICE:
            return _as_question(card).kind
        case CardKind.TABLE:
            return CardKind.CLOZE
        case kind:
            return kind


def _as_question(card: Card) -> ChoiceQuestion:
    given = tuple(
        Option(OptionId(chr(ord("a") + place)), choice.text, "", key=choice.right)
        for place, choice in enumerate(card.choices)
    )
    one = sum(choice.right for choice in card.choices) == 1
    return ChoiceQuestion(
        id=card.id,
        covers=card.covers,
        sources=card.sources,
        title="",
        stem=card.front,
        difficulty=Difficulty.MEDIUM,
        kind=QuestionKind.MULTIPLE_CHOICE if one else QuestionKind.MULTIPLE_RESPONSE,
        options=given,
    )
