"""Markdown: a heading for each item, to be read, printed or kept, and to be imported again."""

import re
from pathlib import Path
from typing import Final

from certdeck.core.deck import Card, CardKind, ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.exporters.entries import Losses, write_entries
from certdeck.exporters.verified import verified_text
from certdeck.ports.exporting import PackageCount, Progress
from certdeck.ports.outgoing import Bundle, OutgoingItem

_TITLE: Final = re.compile(r"\s+")
_PICTURES: Final = "Pictures are named, not included."
_COVERED: Final = "Pictures with covered parts show the picture's name alone."


class MarkdownExporter:
    """Writes Markdown (see `certdeck.ports.exporting.BundleExporter`)."""

    def write(self, bundle: Bundle, target: Path, progress: Progress) -> PackageCount:
        """Write a section for each item, under a heading of the exams."""
        losses = Losses()

        def entry(out: OutgoingItem) -> str | None:
            item = out.item
            case = bundle.cases.get(item.scenario) if not isinstance(item, Card) and item.scenario else None
            if isinstance(item, Card) and item.kind is CardKind.OCCLUSION:
                losses.add(_COVERED)
            return _section(out, case.scenario.text if case else "", losses)

        title = ", ".join(exam.code for exam in bundle.exams) or "Cards"
        return write_entries(bundle, target, progress, entry, losses, around=(f"# {title}\n\n", ""))


def _section(out: OutgoingItem, case: str, losses: Losses) -> str:
    item = out.item
    body = _card(item) if isinstance(item, Card) else _question(item, case)
    head = item.front if isinstance(item, Card) else item.title
    if "![" in head + body:
        losses.add(_PICTURES)
    notes = [
        f"**As examined:** {item.examined}" if item.examined else "",
        f"**Today:** {item.today}" if item.today else "",
        f"**Your note:** {out.note}" if out.note else "",
        "\n".join(f"- [{page.title}]({page.url})" for page in item.sources),
        verified_text(item),
        f"tags: {' '.join(tag.replace(' ', '-') for tag in item.tags)}" if item.tags else "",
    ]
    parts = (f"## {_TITLE.sub(' ', head).strip()}", body, *notes, f"<!-- {item.id} -->")
    return "\n\n".join(filter(None, parts)) + "\n\n"


def _card(card: Card) -> str:
    match card.kind:
        case CardKind.TYPED:
            return f"**{card.answer}**\n\n{card.back}"
        case CardKind.CHOICE:
            choices = "\n".join(f"- [{'x' if choice.right else ' '}] {choice.text}" for choice in card.choices)
            return f"{choices}\n\n{card.back}"
        case CardKind.TABLE if card.grid is not None:
            rows = ["| " + " | ".join(row) + " |" for row in (card.grid.columns, *card.grid.rows)]
            rule = "|" + " --- |" * len(card.grid.columns)
            return "\n".join([rows[0], rule, *rows[1:]]) + f"\n\n{card.back}"
        case CardKind.OCCLUSION if card.occlusion is not None:
            return f"![]({card.occlusion.picture})\n\n{card.back}"
        case _:
            return card.back


def _question(question: Question, case: str) -> str:
    told = f"> {case}".replace("\n", "\n> ") if case else ""
    return "\n\n".join(filter(None, (told, question.stem, "\n".join(_answers(question)))))


def _answers(question: Question) -> list[str]:
    match question:
        case ChoiceQuestion():
            return [_point(f"- [{'x' if one.key else ' '}] ", one.text, one.rationale) for one in question.options]
        case OrderingQuestion():
            steps = [_point(f"{place}. ", step.text, step.rationale) for place, step in enumerate(question.steps, 1)]
            return steps + [_point("- ", f"{step.text} (not part of it)", step.rationale) for step in question.decoys]
        case MatchingQuestion():
            named = {response.id: response.text for response in question.responses}
            return [
                _point("- ", f"{prompt.text} → **{named[prompt.key]}**", prompt.rationale)
                for prompt in question.prompts
            ]


def _point(mark: str, text: str, reason: str) -> str:
    """Write a point of a list with its reason below it."""
    return f"{mark}{_indented(text)}" + (f"\n  {_indented(reason)}" if reason else "")


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n  ")
