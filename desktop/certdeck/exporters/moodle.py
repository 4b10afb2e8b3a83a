"""Moodle XML (https://docs.moodle.org/en/Moodle_XML_format)."""

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from certdeck.core.deck import Card, CardKind, ChoiceQuestion, Item, MatchingQuestion, OrderingQuestion, Question
from certdeck.exporters.anki.fields import as_question
from certdeck.exporters.entries import WILDCARD, Losses, for_xml, is_flat, plain_sides, write_entries
from certdeck.exporters.verified import verified_text
from certdeck.ports.exporting import PackageCount, Progress
from certdeck.ports.markup import Markup
from certdeck.ports.outgoing import Bundle, OutgoingItem

_ORDERING: Final = "Ordering questions need Moodle 4.4, or its plug-in for them; decoys were left out."
_CARDS: Final = "Cards became essay questions with the answer as feedback; nobody can mark them but yourself."
_PICTURES: Final = "Pictures are named, not included."


class MoodleExporter:
    """Writes Moodle XML (see `certdeck.ports.exporting.BundleExporter`)."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup

    def write(self, bundle: Bundle, target: Path, progress: Progress) -> PackageCount:
        """Write a question for each item; pictures with covered parts and tables stay out."""
        losses = Losses()

        def entry(out: OutgoingItem) -> str | None:
            item = out.item
            if not is_flat(item):
                return None
            case = bundle.cases.get(item.scenario) if not isinstance(item, Card) and item.scenario else None
            return self._entry(item, case.scenario.text if case else "", losses)

        around = ('<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n', "</quiz>\n")
        return write_entries(bundle, target, progress, entry, losses, around=around)

    def _entry(self, item: Card | Question, case: str, losses: Losses) -> str:
        stem = plain_sides(item, self._markup)[0] if isinstance(item, Card) else self._markdown(item.stem)
        kind, answers = self._answers(item, losses)
        name = item.id if isinstance(item, Card) else item.title
        tags = "".join(f"<tag>{_text(tag)}</tag>" for tag in item.tags)
        lines = (
            f'<question type="{kind}">',
            f"<name>{_text(name)}</name>",
            f'<questiontext format="html">{_text(self._markdown(case) + stem)}</questiontext>',
            f'<generalfeedback format="html">{_text(self._general(item))}</generalfeedback>',
            f"<idnumber>{escape(item.id)}</idnumber>",
            *answers,
            f"<tags>{tags}</tags>" if tags else "",
            "</question>",
        )
        text = for_xml("\n".join(filter(None, lines)) + "\n")
        if escape("<img ") in text:
            losses.add(_PICTURES)
        return text

    def _general(self, item: Card | Question) -> str:
        return self._reasons(item) + _sources(item)

    def _reasons(self, item: Card | Question) -> str:
        match item:
            case Card():
                return plain_sides(item, self._markup)[1]
            case MatchingQuestion():
                return "".join(self._markdown(prompt.rationale) for prompt in item.prompts)
            case OrderingQuestion():
                return "".join(self._markdown(step.rationale) for step in item.steps)
            case ChoiceQuestion():
                return ""

    def _answers(self, item: Card | Question, losses: Losses) -> tuple[str, list[str]]:
        match item:
            case ChoiceQuestion():
                return "multichoice", self._choices(item)
            case OrderingQuestion():
                losses.add(_ORDERING)
                steps = [
                    f'<answer fraction="{place}" format="html">{_text(self._markdown(step.text))}</answer>'
                    for place, step in enumerate(item.steps, 1)
                ]
                rules = "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><selectcount>0</selectcount>"
                return "ordering", [f"{rules}<gradingtype>ABSOLUTE_POSITION</gradingtype>", *steps]
            case MatchingQuestion():
                return "matching", self._pairs(item)
            case Card():
                return self._card(item, losses)

    def _card(self, card: Card, losses: Losses) -> tuple[str, list[str]]:
        if card.kind is CardKind.CHOICE:
            return "multichoice", self._choices(as_question(card))
        if card.kind is CardKind.TYPED:
            given = f'<answer fraction="100" format="plain_text">{_text(card.answer.replace("*", WILDCARD))}</answer>'
            return "shortanswer", ["<usecase>0</usecase>", given]
        losses.add(_CARDS)
        return "essay", [f'<graderinfo format="html">{_text(plain_sides(card, self._markup)[1])}</graderinfo>']

    def _choices(self, question: ChoiceQuestion) -> list[str]:
        keys = len(question.keys)
        single = keys == 1
        lines = [f"<single>{str(single).lower()}</single>", "<shuffleanswers>true</shuffleanswers>"]
        lines.append("<answernumbering>ABCD</answernumbering>")
        share = f"{100 / max(1, keys):.5f}".rstrip("0").rstrip(".")
        for option in question.options:
            fraction = share if option.key else "0" if single else "-100"
            told = f'<feedback format="html">{_text(self._markdown(option.rationale))}</feedback>'
            text = _text(self._markdown(option.text))
            lines.append(f'<answer fraction="{fraction}" format="html">{text}{told}</answer>')
        return lines

    def _pairs(self, question: MatchingQuestion) -> list[str]:
        plain = {response.id: response.text for response in question.responses}
        used = {prompt.key for prompt in question.prompts}
        lines = ["<shuffleanswers>true</shuffleanswers>"]
        pairs = [(self._markdown(prompt.text), plain[prompt.key]) for prompt in question.prompts]
        # Moodle takes an answer without a question for one that is left over.
        pairs += [("", response.text) for response in question.responses if response.id not in used]
        for asked, answer in pairs:
            lines.append(f'<subquestion format="html">{_text(asked)}<answer>{_text(answer)}</answer></subquestion>')
        return lines

    def _markdown(self, text: str) -> str:
        return self._markup.html(self._markup.read(text))


def _text(content: str) -> str:
    return f"<text>{escape(content)}</text>"


def _sources(item: Item) -> str:
    links = "".join(f'<p><a href="{escape(page.url)}">{escape(page.title)}</a></p>' for page in item.sources)
    verified = verified_text(item)
    return links + (f"<p>{verified}</p>" if verified else "")
