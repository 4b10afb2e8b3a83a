"""What can be printed, how, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from certdeck.core.settings import MOST_SHIFT
from certdeck.ports.exporting import Paper, no_progress

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from certdeck.core.blueprint import Blueprint
    from certdeck.core.deck import Card, Deck, Sheet
    from certdeck.core.exam.form import Form
    from certdeck.core.statistics.report import Statistics
    from certdeck.ports.exporting import Progress, ResultContent

SMALLEST: Final = 7.0
LARGEST: Final = 14.0
"""Bounds of the text size in points. Nothing is ever set below the smallest."""


class InkUse(StrEnum):
    """How much ink goes on the paper."""

    COLOUR = "colour"
    GREY = "grey"
    SAVING = "saving"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOptions:
    """How sheets are printed: `size` of the body text in points, `pages` each has to fit on, if any.

    `columns` are 1 to 3; None leaves it to each sheet, whichever number fills its page evenly. Raises `ValueError` for
    values out of bounds.
    """

    paper: Paper = Paper.A4
    landscape: bool = False
    ink: InkUse = InkUse.COLOUR
    columns: int | None = None
    size: float = 8.5
    pages: int | None = None

    def __post_init__(self) -> None:
        """Check the bounds."""
        if self.columns is not None and not 1 <= self.columns <= 3:
            raise ValueError(f"Sheets have 1 to 3 columns, not {self.columns}.")
        if not SMALLEST <= self.size <= LARGEST:
            raise ValueError(f"The text is {SMALLEST:g} to {LARGEST:g} points large, not {self.size:g}.")
        if self.pages is not None and self.pages < 1:
            raise ValueError("A sheet needs at least 1 page.")


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be printed as it should be: where it stands, and what is the matter. The place is marked."""

    where: str
    what: str

    def __str__(self) -> str:
        """Say both in one line."""
        return f"{self.where}: {self.what}" if self.where else self.what


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page to look at: its size in points, and what is on it as SVG 1.1."""

    width: float
    height: float
    svg: str


@dataclass(frozen=True, slots=True)
class Printout:
    """What was printed: how many pages, what was the matter, and pictures of the pages when these were asked for."""

    pages: int
    problems: tuple[Problem, ...] = ()
    pictures: tuple[PagePicture, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetBook:
    """Sheets that are printed together under one title; `code` names the set in the file's metadata."""

    title: str
    sheets: tuple[Sheet, ...]
    deck: Deck
    blueprint: Blueprint


class Duplex(StrEnum):
    """The edge over which the printer turns the paper."""

    LONG = "long"
    SHORT = "short"

    def is_side(self, *, landscape: bool) -> bool:
        """Tell whether that is an edge at the side: the long one of upright paper, the short one of paper that lies."""
        return (self is Duplex.LONG) is not landscape


CARDS_A_PAGE: Final = (4, 8, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOptions:
    """How cut-out cards are printed.

    `shift` moves the backs right and down, in millimetres, to make good what the printer does to them. Raises
    `ValueError` for values out of bounds.
    """

    paper: Paper = Paper.A4
    landscape: bool = False
    ink: InkUse = InkUse.COLOUR
    count: int = 8
    duplex: Duplex = Duplex.LONG
    shift: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        """Check the bounds."""
        if self.count not in CARDS_A_PAGE:
            raise ValueError(f"There are 4, 8 or 10 cards on a page, not {self.count}.")
        if max(map(abs, self.shift)) > MOST_SHIFT:
            raise ValueError(f"The backs can be moved by {MOST_SHIFT:g} mm at most.")


@dataclass(frozen=True, slots=True)
class CardBook:
    """Cards that are printed together: they may come one by one; `total` says how many there are."""

    title: str
    cards: Iterable[Card]
    total: int
    deck: Deck
    blueprint: Blueprint


@dataclass(frozen=True, slots=True)
class OnePage:
    """A sheet made for one page: `versions` from the fullest to the barest, of which the first that fits is printed.

    `day` is the one that it holds for.
    """

    versions: tuple[Sheet, ...]
    day: date
    deck: Deck
    blueprint: Blueprint


@dataclass(frozen=True, slots=True)
class ExamPaper:
    """An exam to be sat on paper; `code` leads back from the paper to the form."""

    title: str
    form: Form
    code: str
    deck: Deck
    blueprint: Blueprint


@dataclass(frozen=True, slots=True)
class ProgressContent:
    """What goes into a progress report."""

    figures: Statistics
    deck: Deck
    blueprint: Blueprint


class PaperPrinter(Protocol):
    """Writes PDF files, each whole or not at all. The same content gives the same bytes.

    Without a `target` nothing is written and the answer holds pictures of the pages. All raise `ExportError` when the
    file can't be written and `Cancelled` when the user stops the work.
    """

    def sheets(
        self, book: SheetBook, target: Path | None, options: PrintOptions, progress: Progress = no_progress
    ) -> Printout:
        """Print sheets, each beginning on a page of its own; several get a table of contents."""
        ...

    def digest(
        self, book: SheetBook, target: Path | None, options: PrintOptions, progress: Progress = no_progress
    ) -> Printout:
        """Print the gist of all sheets on two sides: as much of each as fits."""
        ...

    def page(self, page: OnePage, target: Path | None, options: PrintOptions) -> Printout:
        """Print the first version that fits on one page."""
        ...

    def cards(
        self, book: CardBook, target: Path | None, options: CardOptions, progress: Progress = no_progress
    ) -> Printout:
        """Print cards to cut out, page by page a front and its back."""
        ...

    def exam(self, paper: ExamPaper, target: Path | None, options: PrintOptions) -> Printout:
        """Print an exam: its questions, a sheet for the answers, and the key with all reasons."""
        ...

    def report(self, content: ResultContent, target: Path | None, options: PrintOptions) -> Printout:
        """Print the score report of a sitting."""
        ...

    def progress(self, content: ProgressContent, target: Path | None, options: PrintOptions) -> Printout:
        """Print how well each part of the exam is known, what was done, and what is coming."""
        ...

    def duplex_test(self, target: Path | None, options: CardOptions) -> Printout:
        """Print one sheet of paper whose two sides show how far apart they are."""
        ...
