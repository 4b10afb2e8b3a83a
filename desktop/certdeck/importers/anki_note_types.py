"""What the note types of Anki become here: the usual ones by their look, all others by the fields on their sides."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final

from certdeck.core.deck import CardKind
from certdeck.core.incoming import FieldMap, NoteType
from certdeck.importers.anki_database import Model, Template

_FIELD: Final = re.compile(r"\{\{([^{}]*)\}\}")
_UNSEEN: Final = tuple(
    (re.compile(f"{begin}.*?{end}", re.DOTALL | re.IGNORECASE), end)
    for begin, end in (("<!--", "-->"), (r"<script\b", "</script"), (r"<style\b", "</style"))
)
"""What a browser shows nothing of, and what it ends with."""
_TAG: Final = re.compile(r"<[^<>]*>")
_NEVER: Final = frozenset(("FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", ""))
OCCLUSION_FIELDS: Final = ("Occlusion", "Image")
"""The first fields of Anki's own image-occlusion note type, in English."""


def note_type_of(model: Model) -> NoteType:
    """Return how the notes of `model` become cards."""
    return NoteType(str(model.id), model.name, model.fields, tuple(_maps(model)))


def is_occlusion(model: Model) -> bool:
    """Tell whether `model` is Anki's own note type of pictures with covered parts."""
    return model.cloze and any("cloze:Occlusion" in template.front for template in model.templates)


def template_losses(model: Model) -> Iterator[tuple[str, str, str]]:
    """Yield what of the templates of `model` no card can show: what it is, why, and where."""
    if is_occlusion(model):
        return
    for template in model.templates:
        place = f"note type “{model.name}”, card “{template.name}”"
        sides = (template.front, template.back)
        if any(map(_has_words, sides)):
            yield (
                "words of templates",
                "cards show the fields of their notes, and nothing that stands around these",
                place,
            )
        filters = {one for side in sides for inside in _FIELD.findall(side) for one in inside.split(":")[:-1]}
        if "hint" in filters:
            yield "folded hints", "they stand open on their side of the card", place
        if model.cloze and "type" in filters:
            yield "gaps to be typed", "the gaps of a cloze text are recalled, not typed", place


def _has_words(side: str) -> bool:
    """Tell whether a side says anything by itself, whatever is in the fields."""
    words = _TAG.sub(" ", _FIELD.sub(" ", _seen(side)))
    return any(sign.isalnum() for sign in unescape(words))


def _seen(side: str) -> str:
    """Return a side without comments, scripts and styles."""
    for unseen, end in _UNSEEN:
        # What begins behind the last end has none, and would be followed to the end of the side each time.
        last = side.lower().rfind(end)
        if last >= 0:
            side = unseen.sub(" ", side[: last + len(end)]) + side[last + len(end) :]
    return side


def _maps(model: Model) -> Iterable[FieldMap]:
    places = {name: place for place, name in enumerate(model.fields)}
    if not model.templates:
        return ()
    if model.cloze:
        return (_cloze(model.templates[0], places),)
    cards = [_card(template, ordinal, places) for ordinal, template in enumerate(model.templates)]
    if len(cards) == 2 and cards[0].kind is CardKind.BASIC and _mirrored(*cards):
        first, second = cards
        if second.needs is None:
            return (FieldMap(CardKind.REVERSED, first.front, first.back, ordinals=(0, 1)),)
    return cards


def _mirrored(first: FieldMap, second: FieldMap) -> bool:
    return bool(first.front) and first.front == second.back and first.back == second.front


def _cloze(template: Template, places: dict[str, int]) -> FieldMap:
    gaps = (place for _, place, filters in _fields(template.front, places) if "cloze" in filters)
    front = tuple(dict.fromkeys(gaps))
    back = tuple(place for _, place, _ in _fields(template.back, places) if place not in front)
    return FieldMap(CardKind.CLOZE, front or (0,), tuple(dict.fromkeys(back)))


def _card(template: Template, ordinal: int, places: dict[str, int]) -> FieldMap:
    asked = _fields(template.front, places)
    typed = next((place for _, place, filters in asked if "type" in filters), None)
    front = tuple(dict.fromkeys(place for _, place, filters in asked if "type" not in filters))
    told = (place for _, place, filters in _fields(template.back, places) if "type" not in filters)
    back = tuple(dict.fromkeys(place for place in told if place not in front and place != typed))
    condition = _condition(template.front, places)
    needs = condition if condition not in front else None
    if typed is not None:
        return FieldMap(CardKind.TYPED, front, back, answer=typed, needs=needs, ordinals=(ordinal,))
    return FieldMap(CardKind.BASIC, front, back, needs=needs, ordinals=(ordinal,))


def _condition(side: str, places: dict[str, int]) -> int | None:
    """Return the field without which a side is empty: it is wrapped in `{{#Field}}` … `{{/Field}}`."""
    found = re.match(r"\s*\{\{#([^{}]+)\}\}", side)
    return places.get(found[1].strip()) if found and side.rstrip().endswith(f"{{{{/{found[1]}}}}}") else None


def _fields(side: str, places: dict[str, int]) -> list[tuple[str, int, frozenset[str]]]:
    """Return name, place and filters of each field on a side, in order."""
    found = []
    for inside in _FIELD.findall(_seen(side)):
        inside = inside.strip()
        if inside[:1] in "#^/!":
            continue
        *filters, name = (part.strip() for part in inside.split(":"))
        if name not in _NEVER and name in places:
            found.append((name, places[name], frozenset(filters)))
    return found
