"""The deck's text of a card beside the learner's, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from certdeck.core.own import CardText
from certdeck.presenters.card_forms import FORMS, grid_text
from certdeck.presenters.editor_views import ComparisonView, PartView

_PIECE: Final = re.compile(r"\s+|\w+|[^\w\s]")
Marks = tuple[tuple[int, int], ...]


def comparison(theirs: CardText, mine: CardText, *, outdated: bool) -> ComparisonView:
    """Return the parts in which the two texts differ, with what differs in each."""
    differ = ((name, one, other) for name, one, other in _parts(theirs, mine) if one != other)
    return ComparisonView(tuple(PartView(*part, *differing(*part[1:])) for part in differ), outdated)


def differing(one: str, other: str) -> tuple[Marks, Marks]:
    """Return the stretches, (start, end), of each text that the other doesn't have; words and signs are kept whole."""
    left, right = _PIECE.findall(one), _PIECE.findall(other)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    ends_left, ends_right = _ends(left), _ends(right)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return (
        tuple((ends_left[i], ends_left[j]) for _, i, j, _, _ in changes if i < j),
        tuple((ends_right[i], ends_right[j]) for _, _, _, i, j in changes if i < j),
    )


def _ends(pieces: list[str]) -> list[int]:
    ends = [0]
    for piece in pieces:
        ends.append(ends[-1] + len(piece))
    return ends


def _parts(theirs: CardText, mine: CardText) -> Iterator[tuple[str, str, str]]:
    form = FORMS[mine.kind]
    yield "Kind", FORMS[theirs.kind].words, form.words
    yield form.front, theirs.front, mine.front
    yield "Answer", theirs.answer, mine.answer
    yield "Choices", _choices(theirs), _choices(mine)
    yield "Table", grid_text(theirs.grid), grid_text(mine.grid)
    yield "Picture", _picture(theirs), _picture(mine)
    yield form.back, theirs.back, mine.back


def _choices(text: CardText) -> str:
    return "\n".join(f"{choice.text} (right)" if choice.right else choice.text for choice in text.choices)


def _picture(text: CardText) -> str:
    if text.occlusion is None:
        return ""
    shapes = (f"{shape.number}: {shape.outline.value} {shape.box()}" for shape in text.occlusion.shapes)
    return "\n".join((text.occlusion.picture, *shapes))
