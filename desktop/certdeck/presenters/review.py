"""The review screen without Qt: question, answer, ratings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from certdeck.core.ids import FaceId
from certdeck.core.richtext import RichText
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Phase, Rating
from certdeck.core.typed_answer import Stretch, differences, is_right
from certdeck.ports.store import StudyEntry
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.study import Turn

LONGEST_MILLISECONDS = 60_000
"""Longer thinking is taken for an absence (Anki's default limit)."""


@dataclass(frozen=True, slots=True)
class RatingView:
    """One rating button: its key, word and the time until the card comes back."""

    rating: Rating
    word: str
    interval: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where the facts come from, and when they were checked."""

    title: str
    url: str
    checked: date


@dataclass(frozen=True, slots=True)
class TypedView:
    """A typed answer: whether this card asks for one, and after the answer the comparison."""

    asked: bool = False
    right: bool = False
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The card on the screen. `answer` is None before it is shown; `done` is set when nothing is left for now.

    `crumbs` is exam, domain and task statement; `phase` tells which of the counts the card belongs to; `progress` is the share of today's
    cards that are done, 0 to 1.
    """

    counts: Counts
    progress: float
    done: bool = False
    done_note: str = ""
    face: FaceId | None = None
    crumbs: tuple[str, ...] = ()
    phase: Phase = Phase.NEW
    prompt: RichText = ()
    answer: RichText | None = None
    typed: TypedView = TypedView()
    examined: str = ""
    today: str = ""
    bullet: str = ""
    source: SourceView | None = None
    ratings: tuple[RatingView, ...] = ()
    flag: int = 0
    message: str = ""
    can_undo: bool = False


class ReviewPresenter:
    """Asks cards one after the other. `render` gets a new `ReviewView` after every step; `changed` hears of changes to study data."""

    def __init__(
        self, services: Services, *, render: Callable[[ReviewView], None], changed: Callable[[Changes], None]
    ) -> None:
        self._services = services
        self._render = render
        self._changed = changed
        self._turn: Turn | None = None
        self._shown = False
        self._typed = ""
        self._asked_at = 0.0
        self._undoable = False

    def start(self, message: str = "") -> None:
        """Ask the next card, or say that nothing is left."""
        self._turn = self._services.study.next()
        self._shown, self._typed = False, ""
        self._asked_at = self._services.clock.monotonic()
        self._render(self._view(message))

    def show_answer(self, typed: str = "") -> None:
        """Show the answer; `typed` is what was typed, for cards that ask for it."""
        if self._turn is not None and not self._shown:
            self._shown, self._typed = True, typed
            self._render(self._view())

    def rate(self, rating: Rating) -> None:
        """Record `rating` and ask the next card. Does nothing before the answer is shown."""
        if self._turn is None or not self._shown:
            return
        spent = int((self._services.clock.monotonic() - self._asked_at) * 1000)
        changes = self._services.study.rate(
            self._turn.face.id, rating, milliseconds=max(0, min(spent, LONGEST_MILLISECONDS))
        )
        self._undoable = True
        self._changed(changes)
        self.start()

    def undo(self) -> None:
        """Take back the last change and ask its card again."""
        changes, entry = self._services.study.undo()
        if entry is None:
            self._render(self._view("There is nothing to undo."))
            return
        self._changed(changes)
        self.start(_undone(entry))

    def suspend(self) -> None:
        """Leave the card out until it is resumed, and ask the next one."""
        self._set_aside(lambda face: self._services.study.suspend(face, on=True), "Card suspended")

    def bury(self) -> None:
        """Leave the card out until tomorrow, and ask the next one."""
        self._set_aside(self._services.study.bury, "Card buried until tomorrow")

    def flag(self) -> None:
        """Flag the card, or take its flag away. The card stays on the screen."""
        if self._turn is None:
            return
        flag = 0 if self._turn.state.flag else 1
        changes = self._services.study.flag(self._turn.face.id, flag)
        self._undoable = True
        self._changed(changes)
        shown, typed = self._shown, self._typed
        self._turn = self._services.study.next()
        self._shown, self._typed = shown, typed
        self._render(self._view())

    def _set_aside(self, change: Callable[[FaceId], Changes], message: str) -> None:
        if self._turn is not None:
            changes = change(self._turn.face.id)
            self._undoable = True
            self._changed(changes)
            self.start(message)

    def _view(self, message: str = "") -> ReviewView:
        today = self._services.study.today()
        share = today.rated / (today.rated + today.counts.total) if today.rated + today.counts.total else 1.0
        turn = self._turn
        if turn is None:
            return ReviewView(
                counts=today.counts,
                progress=share,
                done=True,
                done_note=_done_note(today.rated),
                message=message,
                can_undo=self._undoable,
            )
        card, markup = turn.face.card, self._services.markup
        if turn.face.gap is None:
            prompt = markup.read(turn.face.prompt)
        else:
            prompt = markup.read_cloze(turn.face.prompt, gap=turn.face.gap, hidden=not self._shown)
        source = card.sources[0]
        return ReviewView(
            counts=turn.counts,
            progress=share,
            face=turn.face.id,
            crumbs=self._crumbs(turn),
            phase=turn.phase,
            prompt=prompt,
            answer=markup.read(self._answer_text(turn)) if self._shown else None,
            typed=self._typed_view(turn),
            examined=card.examined if self._shown else "",
            today=card.today if self._shown else "",
            bullet=turn.coverage.bullets[0] if turn.coverage else "",
            source=SourceView(source.title, source.url, source.checked) if self._shown else None,
            ratings=tuple(
                RatingView(rating, rating.name.capitalize(), interval_text(interval))
                for rating, interval in turn.intervals.items()
            ),
            flag=turn.state.flag,
            message=message,
            can_undo=self._undoable,
        )

    def _answer_text(self, turn: Turn) -> str:
        if turn.face.typed:
            return f"**{turn.face.typed}**\n\n{turn.face.answer}"
        return turn.face.answer

    def _typed_view(self, turn: Turn) -> TypedView:
        if not turn.face.typed:
            return TypedView()
        if not self._shown:
            return TypedView(asked=True)
        return TypedView(
            asked=True,
            right=is_right(self._typed, turn.face.typed),
            stretches=differences(self._typed, turn.face.typed) if self._typed.strip() else (),
        )

    def _crumbs(self, turn: Turn) -> tuple[str, ...]:
        blueprint = self._services.library.exam().blueprint
        if turn.coverage is None:
            return (blueprint.code,)
        task = blueprint.task(turn.coverage.task)
        domain = blueprint.domain_of(turn.coverage.task)
        if task is None or domain is None:
            return (blueprint.code,)
        return (blueprint.code, domain.short, f"{task.id} {task.short}")


def interval_text(interval: timedelta) -> str:
    """Write `interval` as rating buttons show it: < 1 min, 6 min, 3 h, 2 d, 4 mo, 1.5 y."""
    minutes = interval.total_seconds() / 60
    if minutes <= 1:
        return "< 1 min"
    if minutes < 60:  # noqa: PLR2004 (an hour)
        return f"{round(minutes)} min"
    if minutes < 24 * 60:
        return f"{round(minutes / 60)} h"
    days = interval / timedelta(days=1)
    if days < 30.5:  # noqa: PLR2004 (a month)
        return f"{round(days)} d"
    return f"{days / 30.44:.0f} mo" if days < 365 else f"{days / 365.25:.1f} y"  # noqa: PLR2004 (a year)


def _done_note(rated: int) -> str:
    if not rated:
        return "No cards are due. New ones come tomorrow, or raise the daily number in Settings."
    return f"You rated {rated} {'card' if rated == 1 else 'cards'} today. The next ones come when they are due."


def _undone(entry: StudyEntry) -> str:
    names = {"rate": "Rating", "suspend": "Suspending", "resume": "Resuming", "bury": "Burying", "flag": "Flag"}
    return f"{names[entry.kind]} undone"
