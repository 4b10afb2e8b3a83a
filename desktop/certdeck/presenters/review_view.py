"""What the review screen shows, as frozen values."""

from dataclasses import dataclass
from datetime import date

from certdeck.core.ids import FaceId
from certdeck.core.richtext import RichText
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Phase, Rating
from certdeck.core.settings import FLAG_NAMES
from certdeck.core.typed_answer import Stretch
from certdeck.presenters.reference import MixedView, TermView


@dataclass(frozen=True, slots=True)
class RatingView:
    """One rating button: its key, its word, and when the card comes back, as shown and as read out."""

    rating: Rating
    key: str
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
    """What is shown when nothing is left for now. `started` is false while there is nothing to study at all.

    `again` is the button that leads back to studying, empty where there is none.
    """

    title: str
    text: str
    coming: str = ""
    started: bool = True
    again: str = ""


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The card on the screen, or `rest` and no card when nothing is left for now.

    `answer` is None before it is shown; `crumbs` is exam, domain and task statement; `phase` tells which of the counts
    the card belongs to; `progress` is the share of today's cards that are done, 0 to 1; `terms` are those of the
    glossary that the answer uses, `mixed` is what the card gets mixed up with, `ratings` are all four or, as the
    learner chooses, Again and Good alone: these three are empty before the answer. `flag` is 0 for none; `flags` are
    the names of 1 to 7. `leech` says that the card is forgotten again and again. `message` is what to tell in passing,
    of something that can be taken back when it is `undoable`, and of the card `leeched` when that has just become a
    leech; `note` is the learner's own.
    """

    counts: Counts
    progress: float
    rest: RestView | None = None
    studied: str = ""
    left: str = ""
    notice: str = ""
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
    note: RichText = ()
    terms: tuple[TermView, ...] = ()
    mixed: tuple[MixedView, ...] = ()
    ratings: tuple[RatingView, ...] = ()
    flag: int = 0
    flags: tuple[str, ...] = FLAG_NAMES
    leech: bool = False
    leeched: FaceId | None = None
    message: str = ""
    undoable: bool = False

    @property
    def done(self) -> bool:
        """Whether nothing is left for now."""
        return self.rest is not None
