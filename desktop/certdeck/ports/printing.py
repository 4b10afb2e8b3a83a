"""What can be printed, how, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from certdeck.ports.exporting import Paper, no_progress

if TYPE_CHECKING:
    from pathlib import Path

    from certdeck.core.blueprint import Blueprint
    from certdeck.core.deck import Deck, Sheet
    from certdeck.ports.exporting import Progress

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
    """How sheets are printed: `columns` 1 to 3, `size` of the body text in points, `pages` each has to fit on, if any.

    Raises `ValueError` for values out of bounds.
    """

    paper: Paper = Paper.A4
    landscape: bool = False
    ink: InkUse = InkUse.COLOUR
    columns: int = 3
    size: float = 8.5
    pages: int | None = None

    def __post_init__(self) -> None:
        """Check the bounds."""
        if not 1 <= self.columns <= 3:
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
