"""What a query means, as a tree. Its leaves are the terms of the language, in Anki's words."""

from dataclasses import dataclass
from enum import StrEnum

from certdeck.core.scheduling.schedule import Rating

Pattern = tuple[str, ...]
"""Text with wildcards: `pay*load` is `("pay", "load")`, text without one is a single part."""


class Part(StrEnum):
    """Parts of an exam, by the key that asks for them."""

    DOMAIN = "domain"
    TASK = "task"
    BULLET = "bullet"


class Kind(StrEnum):
    """Kinds of items, and the finer kinds of cards and questions."""

    CARD = "card"
    BASIC = "basic"
    REVERSED = "reversed"
    CLOZE = "cloze"
    TYPED = "typed"
    CHOICE = "choice"
    TABLE = "table"
    OCCLUSION = "occlusion"
    QUESTION = "question"
    MULTIPLE_CHOICE = "multiple-choice"
    MULTIPLE_RESPONSE = "multiple-response"
    ORDERING = "ordering"
    MATCHING = "matching"
    SHEET = "sheet"
    CONFUSION = "confusion"
    TERM = "term"


class State(StrEnum):
    """Where a card stands; the last ones are said of the card as a whole, not of one of its faces.

    `FAULTY` is a card that is to be mended: nothing to ask, a cloze without a gap, a broken formula, a missing picture.
    """

    DUE = "due"
    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    SUSPENDED = "suspended"
    BURIED = "buried"
    LEECH = "leech"
    FLAGGED = "flagged"
    OWN = "own"
    EDITED = "edited"
    FAULTY = "faulty"


FACE_STATES = frozenset(State) - {State.OWN, State.EDITED, State.FAULTY}


class Property(StrEnum):
    """Numbers that a card has, by Anki's short names."""

    DIFFICULTY = "d"
    STABILITY = "s"
    RETRIEVABILITY = "r"
    DUE = "due"
    INTERVAL = "ivl"
    REPS = "reps"
    LAPSES = "lapses"


class Comparison(StrEnum):
    """How a number is compared."""

    AT_MOST = "<="
    AT_LEAST = ">="
    OTHER = "!="
    LESS = "<"
    MORE = ">"
    EQUAL = "="


@dataclass(frozen=True, slots=True)
class Everything:
    """An empty query: it leaves nothing out."""


@dataclass(frozen=True, slots=True)
class Word:
    """A text holds a word that begins so. With wildcards it holds a word that has the whole pattern."""

    parts: Pattern


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text holds exactly these words, one after the other."""

    text: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """An item has the tag, or one below it."""

    name: Pattern


@dataclass(frozen=True, slots=True)
class InDeck:
    """An item is in the deck of that id or title."""

    name: Pattern


@dataclass(frozen=True, slots=True)
class Covers:
    """An item belongs to one of the domains or task statements, or covers one of the bullets."""

    part: Part
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfKind:
    """An item is of one of the kinds."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Is:
    """A card is in one of the states."""

    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Flagged:
    """A card has one of the flags; 0 is none."""

    flags: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """A card was rated within so many of the learner's days, today being the first; `rating` is None for any."""

    days: int
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """An item came into the library within so many of the learner's days."""

    days: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A question was answered wrong within so many of the learner's days."""

    days: int


@dataclass(frozen=True, slots=True)
class Has:
    """A number of a card compares with `value`.

    Difficulty may be given from 0 to 1, as Anki shows it, or from above 1 to 10 (FSRS); retrievability runs from 0 to
    1; `due` is in days from today; stability and interval are in days.
    """

    prop: Property
    comparison: Comparison
    value: float


@dataclass(frozen=True, slots=True)
class HasId:
    """An item has that id."""

    name: Pattern


@dataclass(frozen=True, slots=True)
class Not:
    """What `part` leaves out."""

    part: "Query"


@dataclass(frozen=True, slots=True)
class And:
    """What every one of `parts` finds; two or more, none of them an `And`."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """What any of `parts` finds; two or more, none of them an `Or`."""

    parts: "tuple[Query, ...]"


Term = Word | Phrase | Tagged | InDeck | Covers | OfKind | Is | Flagged | Rated | Added | Missed | Has | HasId
Query = Everything | Term | Not | And | Or


def all_of(*parts: Query) -> Query:
    """Return what every one of `parts` finds."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    telling = tuple(part for part in flat if part != Everything())
    if len(telling) < 2:
        return telling[0] if telling else Everything()
    return And(telling)


def any_of(*parts: Query) -> Query:
    """Return what any of `parts`, one or more, finds."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,)))
    if Everything() in flat:
        return Everything()
    return flat[0] if len(flat) == 1 else Or(flat)


def asks_for(query: Query, state: State) -> bool:
    """Tell whether `query` asks anywhere whether a card is in `state`."""
    match query:
        case Is(states):
            return state in states
        case Not(part):
            return asks_for(part, state)
        case And(parts) | Or(parts):
            return any(asks_for(part, state) for part in parts)
        case _:
            return False


def looks_for_words(query: Query) -> bool:
    """Tell whether `query` asks anywhere for what stands in a text."""
    match query:
        case Word() | Phrase():
            return True
        case Not(part):
            return looks_for_words(part)
        case And(parts) | Or(parts):
            return any(map(looks_for_words, parts))
        case _:
            return False


def searched_words(query: Query) -> tuple[str, ...]:
    """Return the pieces of text that `query` looks for, for marking them where they are found."""
    match query:
        case Word(parts):
            return tuple(part for part in parts if part)
        case Phrase(text):
            return (text,)
        case And(parts) | Or(parts):
            return tuple(word for part in parts for word in searched_words(part))
        case _:
            return ()
