"""Reading a PDF back: where its words stand, how large they are, what its outline says."""

import re
import subprocess
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from pypdf import PdfReader

_TYPED = str.maketrans("“”‘’–", "\"\"''-")
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


@dataclass(frozen=True, slots=True)
class Word:
    """A word at its place, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def covers(self, other: "Word") -> bool:
        """Tell whether both share more than a hair's breadth; the boxes are as tall as the face's longest letters."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.8 and down > 0.45 * min(self.bottom - self.top, other.bottom - other.top)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size and its words."""

    width: float
    height: float
    words: tuple[Word, ...]

    def overlapping(self) -> list[tuple[str, str]]:
        return [(one.text, other.text) for one, other in combinations(self.words, 2) if one.covers(other)]

    def outside(self, margin: float) -> list[str]:
        edges = margin - 0.5, self.width - margin + 0.5, self.height - margin + 4
        return [
            word.text
            for word in self.words
            if word.left < edges[0] or word.right > edges[1] or word.top < edges[0] or word.bottom > edges[2]
        ]


def as_typed(text: str) -> str:
    """Return `text` with the quotes and dashes of a keyboard, to look for what an author typed."""
    return text.translate(_TYPED)


def pages_of(pdf: Path) -> list[Sheet]:
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [
        Sheet(float(width), float(height), tuple(_word(*parts) for parts in _WORD.findall(inside)))
        for width, height, inside in _PAGE.findall(found)
    ]


def _word(left: str, top: str, right: str, bottom: str, text: str) -> Word:
    return Word(float(left), float(top), float(right), float(bottom), text)


def sizes_of(pdf: Path) -> set[float]:
    """Return every size of letters in points, as large as they come out on paper."""
    sizes: set[float] = set()

    def look(text: str, move: list[float], turn: list[float], _face: Any, size: float) -> None:
        if text.strip():
            sizes.add(round(abs(size * turn[3] * move[3]), 3))

    for page in PdfReader(pdf).pages:
        page.extract_text(visitor_text=look)
    return sizes


def outline_of(pdf: Path) -> list[Any]:
    """Return the titles of the outline, nested as they are."""
    return _titles(PdfReader(pdf).outline)


def _titles(entries: Any) -> list[Any]:
    return [_titles(entry) if isinstance(entry, list) else entry.title for entry in entries]
