"""JSON in the project's own format: the keys of the deck's YAML files (docs/deck-format.md), in one file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from certdeck.core.deck import Card, CardKind, ChoiceQuestion, Item, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.ids import ItemId
from certdeck.exporters.atomic import replacing
from certdeck.exporters.entries import Losses, told
from certdeck.ports.exporting import PackageCount, Progress
from certdeck.ports.outgoing import Bundle, OutgoingCase

VERSION: Final = 1
_PICTURES: Final = "Pictures are named, not included."


class JsonExporter:
    """Writes JSON (see `certdeck.ports.exporting.BundleExporter`).

    The file is an object with `format`, `version`, `cards`, `questions`, `scenarios`, `decks` (titles by id) and
    `added`: the deck of each item and what is the learner's own of it, by its id.
    """

    def write(self, bundle: Bundle, target: Path, progress: Progress) -> PackageCount:
        """Write everything as the deck's author would, and what the learner added apart."""
        losses, count = Losses(), 0
        added: dict[str, dict[str, str]] = {}
        cases: dict[ItemId, OutgoingCase] = {}
        questions: list[str] = []
        with replacing(target) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(f'{{"format": "certdeck", "version": {VERSION},\n"cards": [')
            separator = "\n"
            for out in told(bundle, progress):
                count += 1
                added[out.item.id] = {"deck": out.deck, "revised": out.revised.isoformat()}
                if out.note:
                    added[out.item.id]["note"] = out.note
                line = _line(item_values(out.item))
                if "![" in line or (isinstance(out.item, Card) and out.item.kind is CardKind.OCCLUSION):
                    losses.add(_PICTURES)
                if not isinstance(out.item, Card):
                    case = bundle.cases.get(out.item.scenario) if out.item.scenario else None
                    if case is not None:
                        cases[case.scenario.id] = case
                    questions.append(line)
                    continue
                file.write(separator + line)
                separator = ",\n"
            scenarios = [_line(_case(case)) for case in cases.values()]
            file.write(f'\n],\n"questions": {_list(questions)},\n"scenarios": {_list(scenarios)},\n')
            titles = {head.id: head.title for head in bundle.heads.values()}
            file.write(f'"decks": {_line(titles)},\n"added": {_line(added)}}}\n')
        return PackageCount(count, count, lost=losses.all())


def item_values(item: Card | Question) -> dict[str, Any]:
    """Return `item` with the keys that the deck's files have; what is empty is left out."""
    values = _common(item)
    match item:
        case Card():
            values |= {"kind": item.kind.value} | _sides(item) | _parts(item)
        case ChoiceQuestion():
            values |= _asked(item) | {"options": [_option(option) for option in item.options]}
        case OrderingQuestion():
            values |= _asked(item) | {
                "steps": [_reasoned(step) for step in item.steps],
                "decoys": [_reasoned(step) for step in item.decoys],
            }
        case MatchingQuestion():
            values |= _asked(item) | {
                "prompts": [_reasoned(prompt) | {"key": prompt.key} for prompt in item.prompts],
                "responses": [_reasoned(response) for response in item.responses],
                "reuse": item.reuse,
            }
    return {name: value for name, value in values.items() if value not in ("", [], {}, None, False)}


def _common(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "covers": {entry.blueprint: list(entry.bullets) for entry in item.covers},
        "sources": [
            {"title": page.title, "url": page.url, "checked": page.checked.isoformat()} for page in item.sources
        ],
        "tags": list(item.tags),
        "links": list(item.links),
        "examined": item.examined,
        "today": item.today,
    }


def _asked(question: Question) -> dict[str, Any]:
    return {
        "kind": question.kind.value,
        "title": question.title,
        "stem": question.stem,
        "difficulty": question.difficulty.value,
    }


def _option(option: Any) -> dict[str, Any]:
    extra = {"key": option.key, "misconception": option.misconception, "pin_last": option.pin_last}
    return _reasoned(option) | {name: value for name, value in extra.items() if value}


def _reasoned(part: Any) -> dict[str, Any]:
    values = {"id": part.id, "text": part.text, "rationale": part.rationale}
    return {name: value for name, value in values.items() if value}


def _sides(card: Card) -> dict[str, Any]:
    if card.kind is CardKind.CLOZE:
        return {"text": card.front, "extra": card.back}
    return {"front": card.front, "answer": card.answer, "back": card.back}


def _parts(card: Card) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if card.choices:
        values["choices"] = [{"text": choice.text, "right": choice.right} for choice in card.choices]
    if card.grid is not None:
        grid = card.grid
        values |= {"columns": list(grid.columns), "rows": [list(row) for row in grid.rows], "hiding": grid.hiding}
    if card.occlusion is not None:
        shapes = [
            {"outline": shape.outline, "points": [list(point) for point in shape.points], "number": shape.number}
            for shape in card.occlusion.shapes
        ]
        values |= {"picture": card.occlusion.picture, "shapes": shapes, "covering": card.occlusion.covering}
    return values


def _case(case: OutgoingCase) -> dict[str, Any]:
    return {
        "id": case.scenario.id,
        "title": case.scenario.title,
        "text": case.scenario.text,
        "questions": [question.id for question in case.questions],
    }


def _list(lines: Sequence[str]) -> str:
    return "[\n" + ",\n".join(lines) + "\n]"


def _line(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)
