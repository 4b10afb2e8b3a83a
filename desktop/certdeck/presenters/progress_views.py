"""What the Progress page shows, as frozen values: every plot with its sentence and with the table behind it."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class BarView:
    """A bar from `base` up by `height`, around `x`; `heat` is its step of the accent, `tip` says it in words."""

    x: float
    height: float
    tip: str
    heat: int = 3
    base: float = 0.0


@dataclass(frozen=True, slots=True)
class DotView:
    """A dot with the range it may lie in; without a range `low` and `high` are None."""

    x: float
    y: float
    tip: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class TickView:
    """A place on an axis and what stands there."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class LineView:
    """An upright line at `at` with its word; `tip` says more."""

    at: float
    words: str
    tip: str


@dataclass(frozen=True, slots=True)
class LegendView:
    """What a step of the accent stands for."""

    heat: int
    words: str


@dataclass(frozen=True, slots=True)
class TableView:
    """The numbers of a plot."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PlotView:
    """A plot. `name` is that of its files. `empty` says what to do where there is nothing to show.

    The plot reaches from `span[0]` to `span[1]` across and from `rise[0]` to `rise[1]` up; `dashed` are the ends of a
    dashed line, `lines` upright ones.
    """

    name: str
    title: str
    note: str
    sentence: str
    table: TableView
    span: tuple[float, float] = (0.0, 1.0)
    rise: tuple[float, float] = (0.0, 1.0)
    bars: tuple[BarView, ...] = ()
    dots: tuple[DotView, ...] = ()
    dashed: tuple[tuple[float, float], ...] = ()
    lines: tuple[LineView, ...] = ()
    across: tuple[TickView, ...] = ()
    up: tuple[TickView, ...] = ()
    across_words: str = ""
    legend: tuple[LegendView, ...] = ()
    empty: str = ""

    def without(self, words: str) -> "PlotView":
        """Return the plot as it looks while there is nothing to show."""
        return replace(self, bars=(), dots=(), dashed=(), lines=(), legend=(), note="", sentence="", empty=words)


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a heat map: step 1 to 5, or 0 for nothing; `tip` says it in words."""

    step: int
    tip: str


@dataclass(frozen=True, slots=True)
class TaskRowView:
    """A task statement with a cell for each bullet; `opens` tells the first one of a domain."""

    number: str
    short: str
    title: str
    opens: bool
    knowledge: tuple[CellView, ...]
    skills: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The exam guide as a heat map. `steps` are the words at both ends of the scale."""

    sentence: str
    rows: tuple[TaskRowView, ...]
    steps: tuple[str, str]
    table: TableView


@dataclass(frozen=True, slots=True)
class DayCellView:
    """A day of the calendar: its week from the left, its weekday (Monday 0), its step and its words.

    `ahead` are days to come.
    """

    week: int
    weekday: int
    step: int
    tip: str
    is_today: bool = False
    is_exam: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class DaysView:
    """The calendar and what it comes to. `months` are the weeks at which a month begins, with its name."""

    note: str
    weeks: int
    months: tuple[TickView, ...]
    days: tuple[DayCellView, ...]
    facts: tuple[tuple[str, str], ...]
    table: TableView


@dataclass(frozen=True, slots=True)
class ShareView:
    """A part of today's ratings."""

    count: int
    heat: int
    words: str


@dataclass(frozen=True, slots=True)
class TodayFactsView:
    """What was done today: in one line, and by stage."""

    line: str
    stages: tuple[ShareView, ...]


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The whole page. `coverage` is None where the scope is no exam."""

    today: TodayFactsView
    coverage: CoverageView | None
    days: DaysView
    calibration: PlotView
    forecast: PlotView
    ratings: PlotView
    time: PlotView
    retention: PlotView
    stability: PlotView
    difficulty: PlotView
    recall: PlotView
    hours: PlotView
