"""The figures of the Progress page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from certdeck.core.scheduling.scope import Scope
from certdeck.core.statistics.activity import activity, days, figures_of, hours
from certdeck.core.statistics.calibration import calibration
from certdeck.core.statistics.columns import BulletFaces, Faces, Ratings, Stage
from certdeck.core.statistics.coverage import DomainStanding, coverage
from certdeck.core.statistics.curve import Curve, curve_of
from certdeck.core.statistics.forecast import forecast
from certdeck.core.statistics.frame import Frame, frame
from certdeck.core.statistics.local_time import day_number
from certdeck.core.statistics.memory import memories
from certdeck.core.statistics.report import CALENDAR_DAYS, Period, Statistics
from certdeck.core.statistics.retention import retention
from certdeck.ports.exporting import FigureFiles, Progress, no_progress
from certdeck.ports.store import Store
from certdeck.services.calendar import Calendar
from certdeck.services.library import LibraryService
from certdeck.services.options import OptionsService
from certdeck.services.study import ENOUGH_RATINGS, SECONDS_A_CARD

STEPS = 8
"""Reports of progress; between two of them the work can't be cancelled."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ScopeChoice:
    """What figures can be asked for, and its name. A scope of None is everything."""

    name: str
    scope: Scope | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What the database says."""

    ratings: Ratings
    faces: Faces
    every: tuple[BulletFaces, ...]
    main: tuple[BulletFaces, ...]
    questions: int


class StatisticsService:
    """Reckons all figures at one go. Takes some tenths of a second for 100,000 ratings: not for the GUI thread."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        library: LibraryService,
        options: OptionsService,
        files: Callable[[], FigureFiles],
    ) -> None:
        self._files = files
        self._store = store
        self._calendar = calendar
        self._library = library
        self._options = options

    def scopes(self) -> tuple[ScopeChoice, ...]:
        """Return every exam, the one studied for first, then every deck where there are several, then everything.

        Raises `CertdeckError` when no deck is installed.
        """
        studied = self._library.exam()
        exams = sorted(self._library.exams(), key=lambda exam: exam.blueprint.id != studied.blueprint.id)
        chosen = [ScopeChoice(exam.blueprint.code, Scope(exam.deck.id, exam.blueprint.id)) for exam in exams]
        heads = self._library.heads()
        if len(heads) > 1:
            chosen += [ScopeChoice(head.title, Scope(head.id)) for head in heads]
        return (*chosen, ScopeChoice("All cards", None))

    def report(self, scope: Scope | None, period: Period, *, progress: Progress = no_progress) -> Statistics:
        """Return all figures of `scope`; those about the past for `period`.

        `progress` is called between the parts and may raise `Cancelled`.
        """
        progress(0, STEPS)
        read = self._read(scope, period)
        progress(1, STEPS)
        curve, today = self._curve(scope), day_number(self._calendar.today())
        ratings = frame(read.ratings, curve, self._calendar.zone(), self._calendar.starts_at)
        first = _first_day(ratings, period, today)
        progress(2, STEPS)
        of_period = ratings if period.days is None else ratings.since(first)
        done, pace = figures_of(ratings, today), _pace(of_period)
        progress(3, STEPS)
        kept = retention(ratings, today)
        progress(4, STEPS)
        calibrated, by_hour = calibration(of_period), hours(of_period)
        progress(5, STEPS)
        now = int(self._calendar.now().timestamp())
        known = memories(read.faces, curve, now)
        progress(6, STEPS)
        standings = self._coverage(scope, read, curve, now)
        progress(7, STEPS)
        made = Statistics(
            day=self._calendar.today(),
            period=period,
            today=done,
            activity=activity(ratings, first, today),
            days=days(ratings, max(first, today - CALENDAR_DAYS + 1), today),
            questions=read.questions,
            retention=kept,
            calibration=calibrated,
            hours=by_hour,
            memories=known,
            forecast=forecast(
                read.faces.due,
                int(self._calendar.starts().timestamp()),
                period.ahead,
                limit=self._limit(scope),
                done_today=sum(count.ratings for count in done.stages if count.stage >= Stage.YOUNG),
            ),
            coverage=standings,
            pace=pace,
        )
        progress(STEPS, STEPS)
        return made

    def save_table(self, rows: Sequence[Sequence[str]], target: Path) -> None:
        """Write the numbers behind a plot, head first, as CSV. Raises `ExportError`; then nothing was written."""
        self._files().table(rows, target)

    def save_picture(self, content: bytes, target: Path) -> None:
        """Write the picture of a plot. Raises `ExportError`; then nothing was written."""
        self._files().picture(content, target)

    def _read(self, scope: Scope | None, period: Period) -> _Read:
        since = LONG_AGO if period.days is None else self._calendar.starts() - timedelta(days=period.days - 1)
        from concurrent.futures import ThreadPoolExecutor

        exam = scope.exam if scope is not None else None
        # Side by side: each takes its time in the database, where Python need not wait for it.
        with ThreadPoolExecutor(1) as second, self._store.open() as work:
            faces = second.submit(self._faces, scope)
            figures = work.figures
            return _Read(
                figures.ratings(scope),
                faces.result(),
                figures.bullets(exam, main=False) if exam else (),
                figures.bullets(exam, main=True) if exam else (),
                figures.answered(scope, since),
            )

    def _faces(self, scope: Scope | None) -> Faces:
        with self._store.open() as work:
            return work.figures.faces(scope)

    def _curve(self, scope: Scope | None) -> Curve:
        if scope is None:
            return Curve()
        return curve_of(self._options.of(scope.deck).options.parameters)

    def _limit(self, scope: Scope | None) -> int:
        """Return how many reviews a day may bring: those of all decks together where everything is asked for."""
        decks = [scope.deck] if scope is not None else [head.id for head in self._library.heads() if head.blueprints]
        return sum(self._options.of(deck).options.reviews_per_day for deck in decks)

    def _coverage(self, scope: Scope | None, read: _Read, curve: Curve, now: int) -> tuple[DomainStanding, ...]:
        if scope is None or scope.exam is None:
            return ()
        return coverage(self._library.exam(scope.exam).blueprint, read.every, read.main, curve, now)


def _first_day(ratings: Frame, period: Period, today: int) -> int:
    """Return the first day of `period` (days since 1970): that of the first rating where it has no bound."""
    if period.days is not None:
        return today - period.days + 1
    return min(int(ratings.day.min()), today) if len(ratings) else today


def _pace(ratings: Frame) -> float:
    """Return the milliseconds that a rating takes, assumed until there are enough to measure it."""
    if len(ratings) < ENOUGH_RATINGS:
        return SECONDS_A_CARD * 1000
    return float(ratings.milliseconds.mean())
