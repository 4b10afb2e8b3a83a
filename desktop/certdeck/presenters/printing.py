"""The print dialog without Qt: what can be printed, which options each has, and printing it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from certdeck.core.errors import ExportError
from certdeck.core.ids import ItemId, SittingId
from certdeck.ports.exporting import Paper, Progress
from certdeck.ports.printing import CARDS_A_PAGE, CardOptions, Duplex, InkUse, PrintOptions, Printout
from certdeck.services.catalogue import Services

WEAK, PROGRESS, CARDS, EXAM, TEST = "weak-points", "progress", "cards", "exam", "duplex-test"
REPORT: Final = "report"
SHEETS: Final = frozenset({"landscape", "columns", "size", "fit"})
BACKS: Final = frozenset({"landscape", "count", "duplex", "shift"})
"""Options of sheets, and of cards."""
_NAMES: Final = {
    WEAK: "My weak points, one page",
    PROGRESS: "My progress, with charts",
    CARDS: "Cards to cut out",
    EXAM: "Exam on paper, with answer sheet and key",
    TEST: "Test page for both sides",
}
_OPTIONS: Final = {
    WEAK: frozenset({"landscape", "columns", "size"}),
    PROGRESS: frozenset({"landscape"}),
    CARDS: BACKS | {"query"},
    REPORT: frozenset(),
    EXAM: frozenset[str](),
    TEST: frozenset({"landscape", "duplex", "shift"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """Where the dialog begins: at `what`, if it is not the first choice.

    A `sheet` and the report of a `sitting` are choices that the dialog has only then; `query` and `keys` say which
    cards, found by a search or chosen in a list.
    """

    what: str = ""
    sheet: ItemId | None = None
    sitting: SittingId | None = None
    query: str = ""
    keys: tuple[int, ...] = ()


def print_words(selected: Sequence[int]) -> str:
    """Return what the command is called in a list of cards: Print 12 selected… or Print cards that are listed…."""
    return f"Print {len(selected):,} selected…" if len(selected) > 1 else "Print cards that are listed…"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintWish:
    """What the dialog is set to. `columns` 0 are as many as suit a sheet, `fit` 0 is as many pages as it takes.

    `shift` is in tenths of a millimetre.
    """

    what: str
    query: str = ""
    paper: Paper = Paper.A4
    landscape: bool = False
    ink: InkUse = InkUse.COLOUR
    columns: int = 0
    size: float = 8.5
    fit: int = 0
    count: int = CARDS_A_PAGE[1]
    duplex: Duplex = Duplex.LONG
    shift: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class PrintView:
    """What the dialog shows: (name, title) of all that can be printed, the wish, and the options that it has."""

    choices: tuple[tuple[str, str], ...]
    wish: PrintWish
    options: frozenset[str]


class PrintPresenter:
    """Keeps the wish and prints it. Raises `CertdeckError` for a sheet or a sitting that there is not."""

    def __init__(self, services: Services, begin: Begin | None = None) -> None:
        self._services = services
        self._begin = begin or Begin()
        self._seed = services.paper_exams.new_seed()
        self._choices = (*self._own_choices(), *services.printing.sets(), *_NAMES.items())
        settings = services.preferences.settings
        right, down = settings.shift()
        self.wish = PrintWish(
            what=self._begin.what or self._choices[0][0],
            query=self._begin.query,
            paper=Paper(settings.paper),
            duplex=Duplex(settings.duplex),
            shift=(round(10 * right), round(10 * down)),
        )

    def view(self) -> PrintView:
        """Return what the dialog shows."""
        options = _OPTIONS.get(self.wish.what, SHEETS)
        return PrintView(self._choices, self.wish, options - {"query"} if self._begin.keys else options)

    def set(self, **values: object) -> PrintView:
        """Change the wish; what concerns the printer itself is kept as a setting."""
        self.wish = replace(self.wish, **values)  # type: ignore[arg-type]  # the dialog's own names
        if not values.keys().isdisjoint({"duplex", "shift"}):
            right, down = self.wish.shift
            self._services.preferences.change(duplex=self.wish.duplex.value, back_shift=f"{right / 10} {down / 10}")
        return self.view()

    def print(self, target: Path | None, progress: Progress) -> Printout:
        """Print the wish to `target`, or make pictures of its pages. Raises what the services do."""
        printing, wish = self._services.printing, self.wish
        match wish.what:
            case "weak-points":
                return printing.weak_points(target, self._sheet_options())
            case "progress":
                return printing.progress(target, self._sheet_options())
            case "cards":
                options, keys = self._card_options(), self._begin.keys
                return printing.cards(target, options, query=wish.query, keys=keys, progress=progress)
            case "duplex-test":
                return printing.duplex_test(target, self._card_options())
            case "report" if self._begin.sitting is not None:
                plain = PrintOptions(paper=wish.paper, ink=wish.ink)
                return self._services.export.report(self._begin.sitting, target, plain)
            case "exam":
                plain = PrintOptions(paper=wish.paper, ink=wish.ink)
                return self._services.paper_exams.print(target, plain, seed=self._seed)[1]
            case _:
                return printing.sheets(wish.what, target, self._sheet_options(), progress=progress)

    def file_name(self) -> str:
        """Return a name for the file."""
        if self.wish.what == REPORT and self._begin.sitting is not None:
            return self._report_name(self._begin.sitting)
        title = next(title for name, title in self._choices if name == self.wish.what)
        plain = "".join(letter for letter in title.removeprefix("This sheet: ") if letter.isalnum() or letter in " -.,")
        return f"{plain.strip()}.pdf"

    def _report_name(self, sitting: SittingId) -> str:
        head = self._services.exams.head(sitting)
        day = head.started_at.astimezone(self._services.clock.zone()).date()
        return f"{head.title}, {day.isoformat()}.pdf"

    def _own_choices(self) -> Iterator[tuple[str, str]]:
        begin = self._begin
        if begin.sheet is not None:
            yield str(begin.sheet), f"This sheet: {self._services.printing.sheet(begin.sheet).title}"
        if begin.sitting is not None:
            yield REPORT, f"Score report: {self._services.exams.head(begin.sitting).title}"

    def _sheet_options(self) -> PrintOptions:
        wish = self.wish
        try:
            return PrintOptions(
                paper=wish.paper,
                landscape=wish.landscape,
                ink=wish.ink,
                columns=wish.columns or None,
                size=wish.size,
                pages=wish.fit or None,
            )
        except ValueError as error:
            raise ExportError(f"{error} Nothing was written.") from error

    def _card_options(self) -> CardOptions:
        wish = self.wish
        right, down = wish.shift
        return CardOptions(
            paper=wish.paper,
            landscape=wish.landscape,
            ink=wish.ink,
            count=wish.count,
            duplex=wish.duplex,
            shift=(right / 10, down / 10),
        )
