"""Writing files that leave the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from certdeck.core.blueprint import Blueprint
    from certdeck.core.deck import Item
    from certdeck.core.exam.insight import Insight
    from certdeck.core.exam.report import ScoreReport
    from certdeck.core.exam.sitting import Sitting
    from certdeck.ports.outgoing import Bundle
    from certdeck.ports.sittings import Dispute, Regrading

Progress = Callable[[int, int], None]
"""Called with (done, total); it may raise `Cancelled` to stop the work."""


def no_progress(_done: int, _total: int) -> None:
    """Report to nobody."""


class Cancelled(Exception):
    """Raised by a `Progress` callback when the user has cancelled; nothing is left behind."""


class Paper(StrEnum):
    """Paper sizes of what is printed."""

    A4 = "a4"
    LETTER = "letter"


class Format(StrEnum):
    """Formats in which cards and questions leave the app."""

    ANKI = "anki"
    CSV = "csv"
    GIFT = "gift"
    MOODLE = "moodle"
    QTI = "qti"
    MARKDOWN = "markdown"
    JSON = "json"

    @property
    def label(self) -> str:
        """The format's name as people write it."""
        return _LABELS[self][0]

    @property
    def ending(self) -> str:
        """What files of this format end in, with the dot."""
        return _LABELS[self][1]


_LABELS: Mapping[Format, tuple[str, str]] = {
    Format.ANKI: ("Anki package", ".apkg"),
    Format.CSV: ("CSV", ".csv"),
    Format.GIFT: ("GIFT", ".gift"),
    Format.MOODLE: ("Moodle XML", ".xml"),
    Format.QTI: ("QTI 2.1 package", ".zip"),
    Format.MARKDOWN: ("Markdown", ".md"),
    Format.JSON: ("JSON", ".json"),
}


@dataclass(frozen=True, slots=True)
class PackageCount:
    """What a file holds, and how many items it can't hold.

    Of an Anki package those are cards that ask nothing, and pictures with covered parts whose picture is missing.
    `reviews` counts ratings; `lost` says in whole sentences what the format can't carry of what was written.
    """

    notes: int
    cards: int
    left_out: int = 0
    reviews: int = 0
    lost: tuple[str, ...] = ()


class BundleExporter(Protocol):
    """Writes items in one format."""

    def write(self, bundle: Bundle, target: Path, progress: Progress) -> PackageCount:
        """Write `bundle` to the file `target`, whole or not at all.

        Raises `ExportError` when the file can't be written and `Cancelled` when the user stops the work.
        """
        ...


@dataclass(frozen=True, slots=True)
class DisputedItem:
    """What the learner holds against an item, and the item as it is now; None when the deck no longer has it."""

    dispute: Dispute
    item: Item | None


class FigureFiles(Protocol):
    """Writes what is behind a plot, and its picture. Raises `ExportError` when that can't be done."""

    def table(self, rows: Sequence[Sequence[str]], target: Path) -> None:
        """Write `rows`, the head first, as comma-separated values to the file `target`, whole or not at all."""
        ...

    def picture(self, content: bytes, target: Path) -> None:
        """Write `content`, a picture, to the file `target`, whole or not at all."""
        ...


class DisputeExporter(Protocol):
    """Writes what the learner holds against items."""

    def write(self, disputed: Sequence[DisputedItem], target: Path) -> None:
        """Write them to the file `target`, whole or not at all. Raises `ExportError` when that can't be done."""
        ...


@dataclass(frozen=True, slots=True)
class ResultContent:
    """What goes into a score report: a finished sitting, its result and insight, and later gradings, oldest first.

    `deck_version` is the version that the form was drawn from, empty where nobody noted it; `language` is that of the
    questions, empty where their deck is gone. Days are written in the time zone `zone`.
    """

    sitting: Sitting
    report: ScoreReport
    insight: Insight
    regradings: tuple[Regrading, ...]
    blueprint: Blueprint
    deck_version: str
    language: str
    zone: tzinfo
