"""Writing items one after the other into one text file, and telling what was left out or lost on the way."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from certdeck.core.deck import Card, CardKind, Question
from certdeck.exporters.atomic import replacing
from certdeck.exporters.spans import with_gaps_filled, with_gaps_hidden
from certdeck.ports.exporting import PackageCount, Progress
from certdeck.ports.markup import Markup
from certdeck.ports.outgoing import Bundle, OutgoingItem

WILDCARD: Final = r"\*"
"""How Moodle writes an asterisk that stands for itself in a typed answer, and not for anything."""
STRIDE: Final = 50
"""Items between two reports of progress."""
_BEYOND_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SCHEDULE: Final = "Your schedule, reviews and flags are not in the file; only an Anki package takes them along."


class Losses:
    """What a format could not carry, each said once: the schedule, and what was met on the way."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {_SCHEDULE: None}

    def add(self, text: str) -> None:
        """Note that `text`, a whole sentence, holds for some item."""
        self._said[text] = None

    def all(self) -> tuple[str, ...]:
        """Return what was noted."""
        return tuple(self._said)


def told(bundle: Bundle, progress: Progress) -> Iterator[OutgoingItem]:
    """Yield the items of `bundle`, telling `progress` on the way."""
    for done, out in enumerate(bundle.items):
        if done % STRIDE == 0:
            progress(done, bundle.total)
        yield out
    progress(bundle.total, bundle.total)


def write_entries(
    bundle: Bundle,
    target: Path,
    progress: Progress,
    entry: Callable[[OutgoingItem], str | None],
    losses: Losses,
    *,
    around: tuple[str, str] = ("", ""),
    between: str = "",
) -> PackageCount:
    """Write what `entry` makes of each item to `target`, whole or not at all; items of which it makes None stay out."""
    written = left_out = 0
    with replacing(target) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        file.write(around[0])
        for out in told(bundle, progress):
            text = entry(out)
            if text is None:
                left_out += 1
                continue
            file.write(f"{between}{text}" if written else text)
            written += 1
        file.write(around[1])
    return PackageCount(written, written, left_out, lost=losses.all())


def plain_sides(card: Card, markup: Markup) -> tuple[str, str]:
    """Return question and answer of a card as HTML, for formats without gaps: nothing of the answer is in the question.

    The answer of a cloze text is the text itself, above what else is on the back.
    """
    back = markup.html(markup.read(card.back))
    if card.kind is not CardKind.CLOZE:
        return markup.html(markup.read(card.front)), back
    text = markup.read(card.front)
    return markup.html(with_gaps_hidden(text)), markup.html(with_gaps_filled(text)) + back


def is_flat(item: Card | Question) -> bool:
    """Tell whether `item` is all text: not a picture with covered parts, nor a table of which parts are asked."""
    return not isinstance(item, Card) or item.kind not in {CardKind.OCCLUSION, CardKind.TABLE}


def for_xml(text: str) -> str:
    """Return `text` with a sign for each character that no XML may hold: nobody could read a file with one of them."""
    return _BEYOND_XML.sub("\ufffd", text)
