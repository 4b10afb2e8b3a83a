"""JSON in the project's own format, as `exporters.json` writes it: cards whole, with their ids; questions as cards."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from certdeck.core.card_parts import CardChoice, Covering, Grid, Hiding, Occlusion, Outline, Shape
from certdeck.core.card_rules import card_faults, gap_numbers
from certdeck.core.deck import Card, CardKind, Coverage, Source
from certdeck.core.ids import BlueprintId, BulletId, ItemId, is_ordinal, is_well_formed
from certdeck.core.incoming import Note, Origin
from certdeck.core.own import CardText, tags_in, text_of
from certdeck.importers import deck_schema as schema
from certdeck.importers.losses import LossBook
from certdeck.importers.questions import Answer, choice_card, joined, matching_card, ordering_card, reasons_of
from certdeck.importers.text_file import read_text, refused

NEWEST: Final = 1
_OWN: Final = "own"
_NOT_OURS: Final = "they are not as Certdeck writes them"


class _Source(msgspec.Struct):
    title: str
    url: str
    checked: date


class _Choice(msgspec.Struct):
    text: str
    right: bool = False


class _Shape(msgspec.Struct):
    outline: Outline
    points: list[tuple[float, float]]
    number: int = 1


class _Card(msgspec.Struct):
    """A card as the exporter writes it: what is empty is left out, of the learner's own cards more than of a deck's."""

    id: str
    kind: CardKind
    front: str = ""
    back: str = ""
    text: str = ""
    extra: str = ""
    answer: str = ""
    choices: list[_Choice] = []
    columns: list[str] = []
    rows: list[list[str]] = []
    hiding: Hiding = Hiding.ROWS
    picture: str = ""
    shapes: list[_Shape] = []
    covering: Covering = Covering.ALL
    covers: dict[str, list[str]] = {}
    sources: list[_Source] = []
    tags: list[str] = []
    links: list[str] = []
    examined: str = ""
    today: str = ""


class _Added(msgspec.Struct):
    deck: str = ""
    note: str = ""


def read_json(file: Path, losses: LossBook) -> Iterator[Note]:
    """Yield the cards and questions of `file`. Raises `ImportRefused` for one that Certdeck did not write."""
    whole = _parsed(file, read_text(file, losses))
    added, titles = whole.get("added"), whole.get("decks")
    home = _Home(added if isinstance(added, dict) else {}, titles if isinstance(titles, dict) else {})
    for place, values in _entries(whole, "cards"):
        card = _card(values, losses, place)
        if card is not None:
            yield home.note(card.id, text_of(card), card, place)
    cases = {
        str(name): str(values.get("text", ""))
        for values in _listed(whole.get("scenarios"))
        if isinstance(values, dict)
        for name in _listed(values.get("questions"))
    }
    for place, values in _entries(whole, "questions"):
        text = _question(values, losses, place)
        if text is not None:
            name = ItemId(str(values["id"]))
            asked = replace(text, front=joined(cases.get(name, ""), text.front))
            yield home.note(name, asked, None, place, _tags(map(str, _listed(values.get("tags")))))


def _parsed(file: Path, text: str) -> dict[str, Any]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused(file, f"it is no JSON ({error})", "Export it again.") from error
    if "\\ud" in text.casefold():
        # Half a pair of a sign that takes two is no text: it can't be stored.
        whole = json.loads(json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace"))
    if not isinstance(whole, dict) or whole.get("format") != "certdeck":
        raise refused(file, "it is no export of Certdeck")
    version = whole.get("version")
    if not isinstance(version, int):
        raise refused(file, "it does not say which version of the format it has", "Export it again.")
    if version > NEWEST:
        raise refused(file, f"a later version of Certdeck wrote it (format {version})", "Install that version.")
    return whole


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else []


def _tags(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for text in texts for tag in tags_in(text)))


def _entries(whole: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the entries of a list, each with where it stands."""
    for number, values in enumerate(_listed(whole.get(name)), 1):
        known = isinstance(values, dict) and isinstance(values.get("id"), str)
        yield (f"{name[:-1]} {values['id'][:80]}" if known else f"{name[:-1]} {number}"), values


class _Home:
    """Knows which deck each item comes from, and the learner's notes."""

    def __init__(self, added: dict[str, Any], titles: dict[str, Any]) -> None:
        self._added = added
        self._titles = titles

    def note(self, item: ItemId, text: CardText, card: Card | None, place: str, tags: tuple[str, ...] = ()) -> Note:
        """Return the note of an item."""
        try:
            added = msgspec.convert(self._added.get(item, {}), _Added)
        except msgspec.ValidationError:
            added = _Added()
        title = str(self._titles.get(added.deck, added.deck)).replace("::", ":")
        own = added.deck == _OWN and card is not None
        origin = Origin(item, card, own=own, remark=added.note)
        return Note(f"certdeck:{item}", "", title, (), tags, text, place=place, origin=origin)


def _card(values: Any, losses: LossBook, place: str) -> Card | None:
    try:
        made = _made(msgspec.convert(values, _Card))
    except (msgspec.ValidationError, ValueError, OverflowError):
        losses.add("cards", _NOT_OURS, place)
        return None
    fault = _fault(made)
    if fault is not None or not is_well_formed(made.id):
        losses.add("cards", fault or _NOT_OURS, place)
        return None
    if "![" in made.front + made.back or made.occlusion is not None:
        losses.add("pictures", "they are named in the file, not included", place)
    return made


def _fault(card: Card) -> str | None:
    """Return what keeps `card` out. Anki leaves holes between the numbers of gaps, so a library may have them."""
    if card.kind is CardKind.CLOZE and any(map(is_ordinal, gap_numbers(card.front))):
        return None
    return next(card_faults(card), None)


def _made(file: _Card) -> Card:
    cloze = file.kind is CardKind.CLOZE
    covers = (
        Coverage(BlueprintId(exam), tuple(map(BulletId, bullets))) for exam, bullets in file.covers.items() if bullets
    )
    return Card(
        id=ItemId(file.id),
        covers=tuple(covers),
        sources=tuple(Source(page.title, page.url, page.checked) for page in file.sources),
        tags=_tags(file.tags),
        links=tuple(map(ItemId, file.links)),
        examined=file.examined,
        today=file.today,
        kind=file.kind,
        front=file.text if cloze else file.front,
        back=file.extra if cloze else file.back,
        answer=file.answer,
        choices=tuple(CardChoice(choice.text, choice.right) for choice in file.choices),
        grid=Grid(tuple(file.columns), tuple(map(tuple, file.rows)), file.hiding) if file.columns else None,
        occlusion=_occlusion(file) if file.picture else None,
    )


def _occlusion(file: _Card) -> Occlusion:
    shapes = tuple(Shape(shape.outline, tuple(shape.points), shape.number) for shape in file.shapes)
    return Occlusion(file.picture, shapes, file.covering)


def _reasons(parts: Iterable[schema.StepFile | schema.PromptFile]) -> str:
    return reasons_of([Answer(part.text, right=True, reason=part.rationale) for part in parts])


def _question(values: Any, losses: LossBook, place: str) -> CardText | None:
    try:
        # The learner's own tags may be others than a deck's author may write.
        question: schema.QuestionFile = msgspec.convert(
            {**values, "tags": []} if isinstance(values, dict) else values, schema.QuestionFile
        )
    except (msgspec.ValidationError, ValueError, OverflowError):
        losses.add("questions", _NOT_OURS, place)
        return None
    match question:
        case schema.Ordering():
            if question.decoys:
                losses.add("steps that belong nowhere", "a card has no place for them", place, len(question.decoys))
            told = _reasons(question.steps)
            return ordering_card(question.stem, [step.text for step in question.steps], told, losses, place)
        case schema.Matching():
            responses = {response.id: response.text for response in question.responses}
            pairs = [(prompt.text, responses.get(prompt.key, "")) for prompt in question.prompts]
            used = {prompt.key for prompt in question.prompts}
            pairs += [("", text) for name, text in responses.items() if name not in used]
            return matching_card(question.stem, pairs, _reasons(question.prompts), losses, place)
        case _:
            answers = [Answer(option.text, option.key, option.rationale) for option in question.options]
            return choice_card(question.stem, answers, "", losses, place)
