"""What stands in the fields of a note."""

import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from certdeck.core.anki import DECK_FIELD, ITEM_FIELD, NOTE_FIELD, ExtraKind, Kind
from certdeck.core.card_parts import Grid, Occlusion
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
)
from certdeck.core.ids import DeckId, ItemId, OptionId
from certdeck.core.richtext import Gap, RichText, Spans, Table, cell_spans, plain
from certdeck.core.scheduling.faces import part_numbers
from certdeck.exporters.anki.cloze import PRIVATE, anki_html, ordinals, read_cloze, write_cloze
from certdeck.exporters.anki.media import Media
from certdeck.exporters.anki.occlusion import covered_picture
from certdeck.exporters.anki.question_html import case_options, case_solution, options, solution
from certdeck.exporters.spans import changed
from certdeck.exporters.verified import oldest_text, verified_text
from certdeck.ports.markup import Markup
from certdeck.ports.outgoing import OutgoingCase, PlainRun

_MARKS: Final = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\\`*_\[\]<>&${}"
_PLAIN: Final = re.compile(rf"[^\W\d_](?:[^{_MARKS}]*[^{_MARKS}\s])?")
"""A text that Markdown makes one paragraph of, word for word. Most of a large collection is such."""
_WORDS: Final = (string.ascii_letters + string.digits + " !\"#%'()+,-./:;=?@^|~").encode() + bytes(
    (*range(0x80, 0xC0), *range(0xC3, 0xE2), *range(0xE4, 0xED))
)
"""Bytes that make no marks, in whatever order: among others those of most letters that are not ASCII."""
SEPARATOR: Final = "\x1f"
"""Stands between the fields of a note as Anki stores them."""

Html = Callable[[str], str]
"""Turns Markdown into HTML."""


@dataclass(frozen=True, slots=True)
class Content:
    """The fields of a note by name, and the ordinals (from 0) of its cards."""

    fields: Mapping[str, str]
    cards: tuple[int, ...]


class FieldWriter:
    """Writes the fields of notes; pictures that they show are collected in `media`."""

    def __init__(self, markup: Markup, media: Media, cases: Mapping[ItemId, OutgoingCase]) -> None:
        self._markup = markup
        self._media = media
        self._cases = cases

    def card(self, card: Card, deck: DeckId, note: str) -> Content:
        """Write a flashcard; a cloze card has one card for each gap number, a reversed one has two."""
        common = self._common(card, deck, note)
        match card.kind:
            case CardKind.CLOZE:
                text = self._pictured(read_cloze(self._markup, card.front))
                fields = {"Text": write_cloze(self._markup, text), "Extra": self._html(card.back)}
                return Content(fields | common, tuple(ordinal - 1 for ordinal in ordinals(text)))
            case CardKind.TYPED:
                typed = {"Front": self._html(card.front), "Answer": escape(card.answer), "Back": self._html(card.back)}
                return Content(typed | common, (0,))
            case CardKind.CHOICE:
                question = as_question(card)
                told = solution(question, self._html) + self._html(card.back)
                asked = {"Stem": self._html(card.front), "Options": options(question, self._html), "Solution": told}
                return Content(asked | common, (0,))
            case CardKind.TABLE:
                fields = {"Text": self._grid(card), "Extra": self._html(card.back)}
                return Content(fields | common, tuple(number - 1 for number in part_numbers(card)))
            case CardKind.OCCLUSION:
                picture = self._covered(card.occlusion or Occlusion(""))
                shown = {"Front": self._html(card.front), "Picture": picture, "Extra": self._html(card.back)}
                return Content(shown | common, tuple(number - 1 for number in part_numbers(card)))
            case CardKind.BASIC | CardKind.REVERSED:
                sides = {"Front": self._html(card.front), "Back": self._html(card.back)}
                return Content(sides | common, (0,) if card.kind is CardKind.BASIC else (0, 1))

    def plain(self, run: PlainRun) -> tuple[Sequence[str], Sequence[str]]:
        """Write the fields of each card of `run` as Anki stores them, and the first of them by itself."""
        fronts, end = self._all_html(run.fronts), SEPARATOR
        sides = zip(fronts, self._all_html(run.backs), run.ids, run.decks, strict=True)
        # Front, Back and what every note type ends with (see `certdeck.core.anki.COMMON`).
        return [f"{front}{end}{back}{end * 5}{name}{end * 2}{deck}{end}" for front, back, name, deck in sides], fronts

    def _all_html(self, texts: Sequence[str]) -> Sequence[str]:
        # Looked at by one call: what is left without the bytes of words has marks, or letters that take a closer look.
        left = "\n".join(texts).encode("utf-8", "surrogatepass").translate(None, _WORDS).split(b"\n")
        if len(left) != len(texts):
            return [self._html(text).replace(SEPARATOR, " ") for text in texts]
        return [
            self._html(text).replace(SEPARATOR, " ")
            if marks or not text[:1].isalpha() or text[-1].isspace()
            else f"<p>{text}</p>"
            for text, marks in zip(texts, left, strict=True)
        ]

    def fits(self, card: Card) -> bool:
        """Tell whether a package can hold `card`: one that asks something, and whose picture is there."""
        if card.kind is CardKind.OCCLUSION:
            return bool(part_numbers(card)) and self._media.take((card.occlusion or Occlusion("")).picture) is not None
        return asks(card)

    def _covered(self, occlusion: Occlusion) -> str:
        return covered_picture(occlusion, self._media.take(occlusion.picture) or occlusion.picture)

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

    def question(self, question: Question, deck: DeckId, note: str) -> Content:
        """Write a question with its options, and the solution with all reasons."""
        case = self._cases.get(question.scenario) if question.scenario else None
        fields = {
            "Title": escape(plain(self._markup.read(question.title))),
            "Scenario": self._html(case.scenario.text) if case else "",
            "Stem": self._html(question.stem),
            "Options": options(question, self._html),
            "Solution": solution(question, self._html),
        }
        return Content(fields | self._common(question, deck, note), (0,))

    def case(self, case: OutgoingCase) -> Content:
        """Write a case with all of its questions, to be worked through like in the exam."""
        sources = {page.url: page for question in case.questions for page in question.sources}.values()
        fields = {
            "Title": escape(plain(self._markup.read(case.scenario.title))),
            "Scenario": self._html(case.scenario.text),
            "Stem": f"<p>Read the case, then answer {_counted(len(case.questions))}.</p>",
            "Options": case_options(case.questions, self._html),
            "Solution": case_solution(case.questions, self._html),
            "Sources": "".join(f'<p><a href="{escape(page.url)}">{escape(page.title)}</a></p>' for page in sources),
            "Verified": oldest_text(sources),
            ITEM_FIELD: case.scenario.id,
            DECK_FIELD: case.deck,
        }
        return Content(fields, (0,))

    def _common(self, item: Item, deck: DeckId, note: str) -> dict[str, str]:
        sources = "".join(f'<p><a href="{escape(page.url)}">{escape(page.title)}</a></p>' for page in item.sources)
        return {
            "Examined": self._html(item.examined),
            "Today": self._html(item.today),
            "Sources": sources,
            "Verified": verified_text(item),
            ITEM_FIELD: item.id,
            NOTE_FIELD: self._html(note),
            DECK_FIELD: deck,
        }

    def _html(self, text: str) -> str:
        if not text or _PLAIN.fullmatch(text):
            return text and f"<p>{text}</p>"
        return anki_html(self._markup, self._pictured(self._markup.read(text)))

    def _pictured(self, text: RichText) -> RichText:
        return changed(text, self._media.picture)


def asks(card: Card) -> bool:
    """Tell whether `card` asks anything: a cloze text without a gap, or a table without a part, does not."""
    match card.kind:
        case CardKind.OCCLUSION | CardKind.TABLE:
            return bool(part_numbers(card))
        case CardKind.CLOZE:
            return bool(gap_numbers(card.front))
        case CardKind.CHOICE:
            return bool(card.choices)
        case _:
            return True


def note_kind(item: Card | Question | OutgoingCase) -> Kind:
    """Return the kind whose note type `item` has: a multiple-choice card is a question, a table is a cloze text."""
    if isinstance(item, OutgoingCase):
        return ExtraKind.SCENARIO
    if not isinstance(item, Card):
        return item.kind
    match item.kind:
        case CardKind.CHOICE:
            return as_question(item).kind
        case CardKind.TABLE:
            return CardKind.CLOZE
        case kind:
            return kind


def _counted(count: int) -> str:
    return "its question" if count == 1 else f"its {count} questions"


def as_question(card: Card) -> ChoiceQuestion:
    """Return a multiple-choice card as the question that it is."""
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
