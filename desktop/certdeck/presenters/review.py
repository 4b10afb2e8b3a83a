"""The review screen without Qt: question, answer, ratings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import FaceId
from certdeck.core.richtext import Paragraph, RichText, Strong, Text, plain
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Phase, Rating
from certdeck.core.typed_answer import Stretch, differences, is_right
from certdeck.presenters.dates import coming_text, counted, minutes_text, whole_minutes
from certdeck.presenters.history import redone_text, undone_text
from certdeck.presenters.reference import MixedView, TermView, mixed_views, term_views
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.study import Today, Turn

LONGEST_MILLISECONDS = 60_000
"""Longer thinking is taken for an absence (Anki's default limit)."""


@dataclass(frozen=True, slots=True)
class RatingView:
    """One rating button: its key, word, and the time until the card comes back, as shown and as read out."""

    rating: Rating
    word: str
    interval: str
    spoken: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where the facts come from, and when they were checked."""

    title: str
    url: str
    checked: date


@dataclass(frozen=True, slots=True)
class TypedView:
    """A typed answer: whether this card asks for one, and after the answer what was typed and how it compares."""

    asked: bool = False
    given: str = ""
    right: bool = False
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class RestView:
    """What is shown when nothing is left for now. `started` is false while there is nothing to study at all."""

    title: str
    text: str
    coming: str = ""
    started: bool = True


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The card on the screen, or `rest` and no card when nothing is left for now.

    `answer` is None before it is shown; `crumbs` is exam, domain and task statement; `phase` tells which of the counts
    the card belongs to; `progress` is the share of today's cards that are done, 0 to 1; `terms` are those of the
    glossary that the answer uses, `mixed` is what the card gets mixed up with, both empty before the answer; `message`
    is what to tell in passing, of something that can be taken back when it is `undoable`.
    """

    counts: Counts
    progress: float
    rest: RestView | None = None
    face: FaceId | None = None
    crumbs: tuple[str, ...] = ()
    phase: Phase = Phase.NEW
    prompt: RichText = ()
    answer: RichText | None = None
    typed: TypedView = TypedView()
    examined: RichText = ()
    today: RichText = ()
    bullet: str = ""
    source: SourceView | None = None
    terms: tuple[TermView, ...] = ()
    mixed: tuple[MixedView, ...] = ()
    ratings: tuple[RatingView, ...] = ()
    flag: int = 0
    message: str = ""
    undoable: bool = False

    @property
    def done(self) -> bool:
        """Whether nothing is left for now."""
        return self.rest is not None


class ReviewPresenter:
    """Asks cards one after the other.

    `render` gets a new `ReviewView` after every step; `changed` hears of changes to study data.
    """

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

    def start(self) -> None:
        """Ask the next card, or say that nothing is left."""
        try:
            self._ask(self._services.study.next())
        except CertdeckError as error:
            self._turn = None
            nothing = RestView("There is nothing to study yet", str(error), started=False)
            self._render(ReviewView(Counts(0, 0, 0), 0.0, rest=nothing))

    def look_again(self) -> None:
        """Ask the next card if one has become due while nothing was left; do nothing else."""
        if self._turn is None:
            turn = self._services.study.next()
            if turn is not None:
                self._ask(turn)

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
        self._changed(changes)
        self.start()

    def undo(self) -> None:
        """Take back the last change and ask its card again, whatever the queue says."""
        changes, change = self._services.history.undo()
        if change is None:
            self._render(self._view(undone_text(change)))
            return
        self._changed(changes)
        again = self._services.study.ask(change.faces[0]) if change.faces else None
        self._ask(again or self._services.study.next(), undone_text(change))

    def redo(self) -> None:
        """Do again what was undone last, and ask the card that comes then."""
        changes, change = self._services.history.redo()
        if change is None:
            self._render(self._view(redone_text(change)))
            return
        self._changed(changes)
        self._ask(self._services.study.next(), redone_text(change))

    def suspend(self) -> None:
        """Leave the card out until it is resumed, and ask the next one."""
        self._set_aside(lambda face: self._services.faces.suspend(face, on=True), "Card suspended")

    def bury(self) -> None:
        """Leave the card out until tomorrow, and ask the next one."""
        self._set_aside(self._services.faces.bury, "Card buried until tomorrow")

    def flag(self) -> None:
        """Flag the card, or take its flag away. The card stays on the screen."""
        if self._turn is None:
            return
        face = self._turn.face.id
        changes = self._services.faces.flag(0 if self._turn.state.flag else 1, face)
        self._turn = replace(self._turn, state=self._services.study.state(face))
        self._changed(changes)
        self._render(self._view())

    def _ask(self, turn: Turn | None, message: str = "", *, undoable: bool = False) -> None:
        self._turn = turn
        self._shown, self._typed = False, ""
        self._asked_at = self._services.clock.monotonic()
        self._render(replace(self._view(message), undoable=undoable))

    def _set_aside(self, change: Callable[[FaceId], Changes], message: str) -> None:
        if self._turn is not None:
            self._changed(change(self._turn.face.id))
            self._ask(self._services.study.next(), message, undoable=True)

    def _view(self, message: str = "") -> ReviewView:
        today = self._services.study.today()
        view = self._rest_view(today) if self._turn is None else self._card_view(today, self._turn)
        return replace(view, message=message)

    def _card_view(self, today: Today, turn: Turn) -> ReviewView:
        view = ReviewView(
            counts=today.counts,
            progress=_share_done(today),
            face=turn.face.id,
            crumbs=self._crumbs(turn),
            phase=turn.phase,
            prompt=self._prompt(turn),
            typed=self._typed_view(turn),
            bullet=turn.coverage.bullets[0] if turn.coverage else "",
            ratings=tuple(_rating_view(rating, interval) for rating, interval in turn.intervals.items()),
            flag=turn.state.flag,
        )
        return self._with_answer(view, turn) if self._shown else view

    def _with_answer(self, view: ReviewView, turn: Turn) -> ReviewView:
        card, markup = turn.face.card, self._services.markup
        source = card.sources[0]
        glossary = self._services.reference.reading()
        texts = [glossary.marked(text) for text in (self._answer(turn), *map(markup.read, (card.examined, card.today)))]
        return replace(
            view,
            answer=texts[0],
            examined=texts[1],
            today=texts[2],
            source=SourceView(source.title, source.url, source.checked),
            terms=term_views(glossary.terms, markup),
            mixed=mixed_views(self._services, card.id),
        )

    def _prompt(self, turn: Turn) -> RichText:
        markup = self._services.markup
        if turn.face.gap is None:
            return markup.read(turn.face.prompt)
        return markup.read_cloze(turn.face.prompt, gap=turn.face.gap, hidden=not self._shown)

    def _answer(self, turn: Turn) -> RichText:
        text = self._services.markup.read(turn.face.answer)
        typed = turn.face.typed
        if not typed or plain(text).casefold().startswith(typed.casefold()):
            return text
        return (Paragraph((Strong((Text(typed),)),)), *text)

    def _typed_view(self, turn: Turn) -> TypedView:
        if not turn.face.typed:
            return TypedView()
        if not self._shown:
            return TypedView(asked=True)
        return TypedView(
            asked=True,
            given=self._typed.strip(),
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

    def _rest_view(self, today: Today) -> ReviewView:
        return ReviewView(today.counts, _share_done(today), rest=self._rest(today))

    def _rest(self, today: Today) -> RestView:
        if today.rated:
            done = f"You rated {counted(today.rated, 'card')} in {minutes_text(today.minutes_done)}."
            return RestView("Done for today", done, self._coming(today))
        if not any(row.kind == "card" for row in self._services.library.rows()):
            code = self._services.library.exam().blueprint.code
            text = f"The deck has no cards for {code}. Choose another exam in Settings, or take a practice exam."
            return RestView("There are no cards yet", text, started=False)
        text = "No card is due, and today's new ones are used up. The number of new cards a day is in Settings."
        return RestView("Nothing is due", text, self._coming(today))

    def _coming(self, today: Today) -> str:
        now = self._services.clock.now()
        if today.next_step_at is not None:
            minutes = minutes_text(whole_minutes(today.next_step_at - now))
            return f"The next learning card comes in {minutes}. It starts by itself."
        due = self._services.study.next_due()
        if due is None:
            return ""
        calendar = self._services.calendar
        return f"The next review is due {coming_text(calendar.day_of(due), calendar.today())}."


def interval_text(interval: timedelta) -> str:
    """Write `interval` as rating buttons show it: < 1 min, 6 min, 3 h, 2 d, 4 mo, 1.5 y."""
    amount, unit = _measured(interval)
    return f"{amount} {_SHORT[unit]}" if amount else "< 1 min"


def interval_spoken(interval: timedelta) -> str:
    """Say `interval` as screen readers read it out: in less than a minute, in 6 minutes, in 1.5 years."""
    amount, unit = _measured(interval)
    return f"in {amount} {unit}{'' if amount == '1' else 's'}" if amount else "in less than a minute"


_SHORT = {"minute": "min", "hour": "h", "day": "d", "month": "mo", "year": "y"}


def _measured(interval: timedelta) -> tuple[str, str]:
    """Return amount and unit; an empty amount is up to a minute."""
    minutes = interval / timedelta(minutes=1)
    days = interval / timedelta(days=1)
    if minutes <= 1:
        return "", "minute"
    if round(minutes) < 60:
        return str(round(minutes)), "minute"
    if round(minutes / 60) < 24:
        return str(round(minutes / 60)), "hour"
    if days < 30.5:
        return str(round(days)), "day"
    return (f"{days / 30.44:.0f}", "month") if days < 365 else (f"{days / 365.25:.1f}".removesuffix(".0"), "year")


def _rating_view(rating: Rating, interval: timedelta) -> RatingView:
    return RatingView(rating, rating.name.capitalize(), interval_text(interval), interval_spoken(interval))


def _share_done(today: Today) -> float:
    every = today.rated + today.counts.total
    return today.rated / every if every else 1.0
