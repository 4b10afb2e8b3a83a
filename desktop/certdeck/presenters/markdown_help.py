"""Help with Markdown while a card is written: what a key puts around, or in place of, the words that are selected."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from certdeck.core.card_rules import gap_numbers

_BULLET: Final = re.compile(r"^(\s*)(?:[-*+] |\d+[.)] )")
_TABLE: Final = "| Thing | Use |\n| --- | --- |\n| One | … |\n| Two | … |"


class Mark(StrEnum):
    """What a key or button does."""

    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LIST = "list"
    TABLE = "table"
    FORMULA = "formula"
    GAP = "gap"
    SAME_GAP = "same-gap"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A text with a selection from `start` to `end`; both are the cursor's place when nothing is selected."""

    text: str
    start: int
    end: int

    @property
    def chosen(self) -> str:
        """The selected characters."""
        return self.text[self.start : self.end]

    def put(self, piece: str, start: int, end: int) -> "Stretch":
        """Return the text with `piece` in place of what is selected, `start` to `end` of the piece selected."""
        text = self.text[: self.start] + piece + self.text[self.end :]
        return Stretch(text, self.start + start, self.start + end)


def marked(where: Stretch, mark: Mark) -> Stretch:
    """Return the text after `mark`, with the words selected that can be written over."""
    match mark:
        case Mark.BOLD:
            return _around(where, "**", "**")
        case Mark.ITALIC:
            return _around(where, "*", "*")
        case Mark.CODE:
            return _code(where)
        case Mark.FORMULA:
            return _around(where, "$", "$", "x^2")
        case Mark.LIST:
            return _listed(where)
        case Mark.TABLE:
            return _block(where, _TABLE, "Thing")
        case Mark.GAP | Mark.SAME_GAP:
            return _gap(where, same=mark is Mark.SAME_GAP)


def with_picture(where: Stretch, name: str) -> Stretch:
    """Return the text with a picture, its description selected."""
    description = where.chosen or "description"
    return where.put(f"![{description}]({name})", 2, 2 + len(description))


def next_gap(text: str) -> int:
    """Return the number of the next gap of a cloze text."""
    return max(gap_numbers(text), default=0) + 1


def _around(where: Stretch, before: str, after: str, usual: str = "") -> Stretch:
    """Put marks around the selection, or take them away where they are."""
    inner = where.chosen
    outside = Stretch(where.text, where.start - len(before), where.end + len(after))
    if outside.start >= 0 and outside.chosen == f"{before}{inner}{after}" and inner:
        return outside.put(inner, 0, len(inner))
    inner = inner or usual
    return where.put(f"{before}{inner}{after}", len(before), len(before) + len(inner))


def _code(where: Stretch) -> Stretch:
    if "\n" not in where.chosen:
        return _around(where, "`", "`")
    return _block(where, f"```python\n{where.chosen}\n```", "python")


def _block(where: Stretch, piece: str, select: str) -> Stretch:
    """Put a block on lines of its own, with a word of it selected."""
    before = where.text[: where.start]
    above = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    after = where.text[where.end :]
    below = "" if not after or after.startswith("\n\n") else "\n" if after.startswith("\n") else "\n\n"
    at = len(above) + piece.index(select)
    return where.put(f"{above}{piece}{below}", at, at + len(select))


def _listed(where: Stretch) -> Stretch:
    """Make each selected line an entry of a list, or an ordinary line again."""
    start = where.text.rfind("\n", 0, where.start) + 1
    end = where.text.find("\n", where.end)
    whole = Stretch(where.text, start, len(where.text) if end < 0 else end)
    lines = whole.chosen.split("\n")
    if all(_BULLET.match(line) for line in lines):
        piece = "\n".join(_BULLET.sub(r"\1", line) for line in lines)
    else:
        piece = "\n".join("- " + _BULLET.sub(r"\1", line) for line in lines)
    return whole.put(piece, 0 if len(lines) > 1 else len(piece), len(piece))


def _gap(where: Stretch, *, same: bool) -> Stretch:
    number = max(1, next_gap(where.text) - same)
    head = f"{{{{c{number}::"
    inner = where.chosen
    return where.put(f"{head}{inner}}}}}", len(head), len(head) + len(inner))
