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
_KINDS: Final = "Cards with typed answers, two directions or tables become plain ones when the file is imported."
_LINES: Final = "Of questions with several lines, such as code, one line was made."
_HEADINGS: Final = "Headings within answers became bold."
_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_FENCE: Final = re.compile(r"\s*(```|~~~)")
_READ_OTHERWISE: Final = re.compile(r"^(\s*)(Q(?:uestion)?|tags)(?=:)", re.IGNORECASE)
_CHOICE: Final = re.compile(r"^(\s*[-*] )(\[[ xX]\] )")
_PLAIN: Final = frozenset((CardKind.TYPED, CardKind.REVERSED, CardKind.TABLE))
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
            if isinstance(item, Card) and item.kind in _PLAIN:
                losses.add(_KINDS)
            return _section(out, case.scenario.text if case else "", losses)

        title = ", ".join(exam.code for exam in bundle.exams) or "Cards"
        return write_entries(bundle, target, progress, entry, losses, around=(f"# {title}\n\n", ""))


def _section(out: OutgoingItem, case: str, losses: Losses) -> str:
    item = out.item
    body = _card(item, losses) if isinstance(item, Card) else _question(item, case, losses)
    head = (item.front if isinstance(item, Card) else item.stem).strip()
    if "![" in head + body:
        losses.add(_PICTURES)
    if "\n" in head:
        losses.add(_LINES)
    notes = [
        "" if isinstance(item, Card) else f"**Title:** {item.title}",
        f"**As examined:** {item.examined}" if item.examined else "",
        f"**Today:** {item.today}" if item.today else "",
        f"**Your note:** {out.note}" if out.note else "",
        "\n".join(f"- [{page.title}]({page.url})" for page in item.sources),
        verified_text(item),
        f"tags: {' '.join(tag.replace(' ', '-') for tag in item.tags)}" if item.tags else "",
    ]
    # Signs of a heading at its end would be taken for no part of it.
    title = re.sub(r"(^|\s)(#+)$", r"\1\\\2", _TITLE.sub(" ", head))
    parts = (f"## {title}", body, *notes, f"<!-- {item.id} -->")
    return "\n\n".join(filter(None, parts)) + "\n\n"


def _card(card: Card, losses: Losses) -> str:
    back = _told(card.back, losses)
    match card.kind:
        case CardKind.TYPED:
            # It is no Markdown, as code is none.
            return _joined(f"**{card.answer}**" if "`" in card.answer else f"`{card.answer}`", back)
        case CardKind.CHOICE:
            choices = (
                _point(f"- [{'x' if one.right else ' '}] ", _TITLE.sub(" ", one.text), "") for one in card.choices
            )
            return _joined("\n".join(choices), back)
        case CardKind.TABLE if card.grid is not None:
            rows = ["| " + " | ".join(row) + " |" for row in (card.grid.columns, *card.grid.rows)]
            rule = "|" + " --- |" * len(card.grid.columns)
            return _joined("\n".join([rows[0], rule, *rows[1:]]), back)
        case CardKind.OCCLUSION if card.occlusion is not None:
            return _joined(f"![]({card.occlusion.picture})", back)
        case _:
            return back


def _told(text: str, losses: Losses) -> str:
    """Write an answer so that no line of it is taken for the beginning of another card, for tags or for choices."""
    lines = []
    fenced = False
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        if heading:
            losses.add(_HEADINGS)
        bold = f"**{heading[2]}**" if heading else line
        lines.append(bold if fenced else _CHOICE.sub(r"\1\\\2", _READ_OTHERWISE.sub(r"\1\2\\", bold, count=1)))
    return "\n".join(lines)


def _joined(*texts: str) -> str:
    """Return those of `texts` that aren't blank, one below the other."""
    return "\n\n".join(text.strip("\n") for text in texts if text.strip())


def _question(question: Question, case: str, losses: Losses) -> str:
    told = f"> {_told(case, losses)}".replace("\n", "\n> ") if case else ""
    return _joined(told, "\n".join(_answers(question)))


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
