"""What both halves of a sync share: the options of a face, and how many changes there were of which kind."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from certdeck.core.digests import sha256
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.scheduling.options import Options
from certdeck.core.sync.operations import CARDS, Line, LineKind, Operation, Record, Value, face_of, kind_of, register
from certdeck.core.sync.plain import Unreadable
from certdeck.ports.store import UnitOfWork

RULES: Final = "rules"
LOG: Final = "log"
"""The mark that says up to where the study log was read."""
TEXTS: Final = frozenset(("edit", "note", "tag", "card", "dispute"))
OF_ITEMS: Final = frozenset(("edit", "note", "tag", "card"))
EXAMS: Final = frozenset(("survey", "reason"))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many changes there were: ratings, other things done to cards, own texts and tags, exams, settings.

    `imported` counts cards of imported decks.
    """

    ratings: int = 0
    cards: int = 0
    texts: int = 0
    exams: int = 0
    settings: int = 0
    imported: int = 0

    @property
    def total(self) -> int:
        """All of them together."""
        return self.ratings + self.cards + self.texts + self.exams + self.settings + self.imported

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(
            self.ratings + other.ratings,
            self.cards + other.cards,
            self.texts + other.texts,
            self.exams + other.exams,
            self.settings + other.settings,
            self.imported + other.imported,
        )


@dataclass(slots=True)
class Arrived:
    """What was put into the library so far.

    `unread` are names of changes that make no sense here; `waiting` counts those that have no place yet. What was
    touched since the last transaction, and so can't be turned back to what it was before, is in `touched_...`.
    """

    faces: int = 0
    cards: int = 0
    keys: int = 0
    exams: bool = False
    unread: list[str] = field(default_factory=list)
    waiting: int = 0
    not_undoable: int = 0
    touched_faces: list[FaceId] = field(default_factory=list)
    touched_items: list[ItemId] = field(default_factory=list)


def tally(operations: Iterable[Operation], imported: int = 0) -> Tally:
    """Count `operations`, which tell of so many `imported` cards.

    Options by which cards were rated go along with the ratings and count for nothing.
    """
    ratings = cards = texts = exams = settings = 0
    for operation in operations:
        match operation.body:
            case Line(kind=LineKind.RATE):
                ratings += 1
            case Record(kind):
                exams += kind != CARDS
            case Value(key) if face_of(key) is None:
                kind = kind_of(key)
                texts += kind in TEXTS
                exams += kind in EXAMS
                settings += kind not in TEXTS | EXAMS | {RULES}
            case _:
                cards += 1
    return Tally(ratings, cards, texts, exams, settings, imported)


class FaceOptions:
    """The options by which faces are scheduled, in one transaction; those of own cards are those of the exam's deck."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._of_decks: dict[DeckId | None, Options] = {}
        self._rules: dict[Options, str] = {}

    @cached_property
    def studied(self) -> DeckId | None:
        """The deck of the exam that is studied for."""
        return _studied(self._work)

    def deck(self, face: FaceId) -> DeckId | None:
        """Return the deck whose options hold for `face`; None while nothing is installed."""
        return self._work.replays.deck_of(face) or self.studied

    def of(self, face: FaceId) -> Options:
        """Return the options of `face`."""
        return self.of_deck(self.deck(face))

    def of_deck(self, deck: DeckId | None) -> Options:
        """Return the options of a deck."""
        if deck not in self._of_decks:
            self._of_decks[deck] = Options() if deck is None else self._work.presets.of(deck).options
        return self._of_decks[deck]

    def rules(self, options: Options) -> tuple[str, str]:
        """Return the name and the value of the register that holds `options`, the same on every replica."""
        value = self._rules.get(options)
        if value is None:
            value = self._rules[options] = self._work.exchange.values.write_options(options)
        return register(RULES, sha256(value.encode())[:16]), value

    def parameters(self, deck: DeckId | None) -> str:
        """Return a short name for the parameters by which memories of `deck` are reckoned."""
        return sha256(repr(self.of_deck(deck).parameters).encode())[:16]


class KnownRules:
    """The options that lines of the log name. Those that are not known, because a file is lost, are the usual ones."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._known: dict[str, Options] = {}

    def __call__(self, name: str) -> Options:
        """Return the options under `name`."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Options:
        for known in self._work.exchange.operations.about(name) if name else ():
            if isinstance(known.operation.body, Value) and known.operation.body.value is not None:
                try:
                    return self._work.exchange.values.read_options(known.operation.body.value)
                except Unreadable:
                    continue
        return Options()


def _studied(work: UnitOfWork) -> DeckId | None:
    """Return the deck of the exam that is studied for, by the settings of this transaction; None without any deck."""
    exams = [(blueprint.id, head.id) for head in work.content.heads() for blueprint in head.blueprints]
    try:
        chosen = json.loads(work.preferences.all().get("exam", '""'))
    except ValueError:
        chosen = ""
    return next((deck for exam, deck in exams if exam == chosen), exams[0][1] if exams else None)
