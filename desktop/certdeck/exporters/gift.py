"""GIFT, Moodle's text format (https://docs.moodle.org/en/GIFT_format)."""

import re
from pathlib import Path
from typing import Final

from certdeck.core.deck import Card, CardKind, ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.exporters.anki.fields import as_question
from certdeck.exporters.entries import WILDCARD, Losses, is_flat, plain_sides, write_entries
from certdeck.ports.exporting import PackageCount, Progress
from certdeck.ports.markup import Markup
from certdeck.ports.outgoing import Bundle, OutgoingItem

_SPECIAL: Final = re.compile(r"([\\~=#{}:])")
_ORDERING: Final = "GIFT has no ordering questions: they became matching ones, of places and steps."
_REASONS: Final = "Reasons of matching and ordering questions stand together below the answer."
_CARDS: Final = "Cards became essay questions with the answer as feedback; nobody can mark them but yourself."
_SPARE: Final = "Responses that belong to no prompt, and decoys of ordering questions, were left out."
_PICTURES: Final = "Pictures are named, not included."
_SOURCES: Final = "Sources and dates of the check are not in the file."


class GiftExporter:
    """Writes GIFT (see `certdeck.ports.exporting.BundleExporter`)."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup

    def write(self, bundle: Bundle, target: Path, progress: Progress) -> PackageCount:
        """Write a question for each item; pictures with covered parts and tables stay out."""
        losses = Losses()
        losses.add(_SOURCES)

        def entry(out: OutgoingItem) -> str | None:
            if not is_flat(out.item):
                return None
            case = bundle.cases.get(out.item.scenario) if not isinstance(out.item, Card) and out.item.scenario else None
            return self._entry(out.item, case.scenario.text if case else "", losses)

        head = f"// {', '.join(exam.code for exam in bundle.exams)} from Certdeck\n\n"
        return write_entries(bundle, target, progress, entry, losses, around=(head, ""))

    def _entry(self, item: Card | Question, case: str, losses: Losses) -> str:
        title = item.id if isinstance(item, Card) else item.title
        words = "".join(f"[tag:{tag}] " for tag in item.tags)
        if isinstance(item, Card):
            stem = _line(plain_sides(item, self._markup)[0])
        else:
            stem = self._html("\n\n".join(filter(None, (case, item.stem))))
        head = f"// [id:{item.id}] {words}".rstrip()
        text = f"{head}\n::{_escaped(title)}::[html]{stem}{self._answers(item, losses)}\n\n"
        if "<img " in text:
            losses.add(_PICTURES)
        return text

    def _answers(self, item: Card | Question, losses: Losses) -> str:
        match item:
            case ChoiceQuestion():
                return self._choices(item, "")
            case OrderingQuestion():
                losses.add(_ORDERING)
                losses.add(_REASONS)
                if item.decoys:
                    losses.add(_SPARE)
                pairs = [f"={place} -> {self._inline(step.text)}" for place, step in enumerate(item.steps, 1)]
                return _braced(pairs, self._html("\n\n".join(step.rationale for step in item.steps)))
            case MatchingQuestion():
                losses.add(_REASONS)
                named = {response.id: self._inline(response.text) for response in item.responses}
                if len(named) > len({prompt.key for prompt in item.prompts}):
                    losses.add(_SPARE)
                pairs = [f"={self._inline(prompt.text)} -> {named[prompt.key]}" for prompt in item.prompts]
                return _braced(pairs, self._html("\n\n".join(prompt.rationale for prompt in item.prompts)))
            case Card():
                return self._card(item, losses)

    def _card(self, card: Card, losses: Losses) -> str:
        if card.kind is CardKind.CHOICE:
            return self._choices(as_question(card), self._html(card.back))
        if card.kind is CardKind.TYPED:
            return _braced([f"={_escaped(card.answer.replace('*', WILDCARD))}"], self._html(card.back))
        losses.add(_CARDS)
        return _braced([], _line(plain_sides(card, self._markup)[1]))

    def _choices(self, question: ChoiceQuestion, told: str) -> str:
        keys = len(question.keys)
        single = keys == 1
        share = f"{100 / max(1, keys):.5f}".rstrip("0").rstrip(".")
        lines = []
        for option in question.options:
            mark = "=" if single and option.key else "~" if single else f"~%{share}%" if option.key else "~%-100%"
            reason = f"#{self._inline(option.rationale)}" if option.rationale else ""
            lines.append(f"{mark}{self._inline(option.text)}{reason}")
        return _braced(lines, told)

    def _html(self, text: str) -> str:
        return _line(self._markup.html(self._markup.read(text)))

    def _inline(self, text: str) -> str:
        """Write a short text; a single paragraph needs no tags of its own."""
        html = self._markup.html(self._markup.read(text))
        if html.count("<p>") == 1 and html.startswith("<p>") and html.endswith("</p>"):
            html = html[3:-4]
        return _line(html)


def _line(html: str) -> str:
    """Write HTML in one line; where one ends in it, which counts in code, stands what GIFT has for that."""
    return _escaped(html).replace("\n", "\\n")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _braced(lines: list[str], feedback: str) -> str:
    inside = "".join(f"\n\t{line}" for line in lines)
    told = f"\n\t####{feedback}" if feedback else ""
    return f" {{{inside}{told}\n}}" if inside or told else " {}"
