"""What syncing needs, in dicts: the operations that are known, and cards of imported decks.

See `certdeck.ports.exchange.Exchange`. Registers and exams go with real databases alone.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from certdeck.core.deck import Card, Deck
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.sync.merge import Register, latest
from certdeck.core.sync.operations import CARDS, Line, Operation, OperationId, Record, Value, face_of, subject_of
from certdeck.core.sync.pictures import pictures_in
from certdeck.core.sync.plain import Unreadable, moment
from certdeck.core.sync.stamp import Stamp
from certdeck.ports.exchange import (
    CardChange,
    Known,
    KnownFile,
    KnownRange,
    Pending,
    Place,
    SharedExams,
    SharedValues,
)
from certdeck.ports.intake import Entrant, Intake
from certdeck.store import codec

Content = tuple[str, str | None]
"""A deck, and a card of it in JSON or None."""


@dataclass
class Told:
    """Everything that is stored of syncs."""

    operations: dict[OperationId, Known] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)
    files: dict[tuple[str, int, int], KnownFile] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    pending: dict[str, Pending] = field(default_factory=dict)
    cards: dict[ItemId, tuple[Operation, Content, int | None]] = field(default_factory=dict)

    def copy(self) -> "Told":
        return Told(
            dict(self.operations),
            list(self.own),
            dict(self.files),
            dict(self.marks),
            dict(self.pending),
            dict(self.cards),
        )


class FakeOperations:
    """Operations by their ids."""

    def __init__(self, told: Told) -> None:
        self._told = told

    def replica(self) -> str:
        return self._told.own[-1] if self._told.own else ""

    def own(self) -> frozenset[str]:
        return frozenset(self._told.own)

    def become(self, replica: str) -> None:
        self._told.own.append(replica)

    def ranges(self) -> Mapping[str, KnownRange]:
        numbers: dict[str, list[int]] = {name: [] for name in self._told.own}
        for name in self._told.operations:
            numbers.setdefault(name.replica, []).append(name.number)
        return {name: KnownRange(len(found), max(found, default=0)) for name, found in numbers.items()}

    def last(self, replica: str) -> int:
        return max((name.number for name in self._told.operations if name.replica == replica), default=0)

    def sizes(self, replica: str, behind: int) -> Sequence[tuple[int, int]]:
        every = self.between(replica, behind + 1, self.last(replica))
        return [(one.id.number, len(repr(one.body))) for one in every]

    def add(self, operation: Operation, row: int | None = None, *, stands: bool = False) -> bool:
        if operation.id in self._told.operations:
            return False
        self._told.operations[operation.id] = Known(operation, row, stands)
        return True

    def place(self, operation: OperationId, row: int | None, *, stands: bool = False) -> None:
        self._told.operations[operation] = replace(self._told.operations[operation], row=row, stands=stands)

    def about(self, subject: str) -> tuple[Known, ...]:
        return tuple(known for known in self._sorted() if subject_of(known.operation.body) == subject)

    def last_line(self, face: FaceId) -> Stamp | None:
        lines = (known.operation for known in self.about(face))
        own = (one.stamp for one in lines if isinstance(one.body, Line) and not one.body.foreign)
        return max(own, default=None)

    def is_told_elsewhere(self, face: FaceId, replica: str) -> bool:
        every = [known.operation for known in self.about(face)]
        return any(one.id.replica != replica or (isinstance(one.body, Line) and one.body.foreign) for one in every)

    def decisions(self, face: FaceId) -> tuple[Operation, ...]:
        return tuple(known.operation for known in self.about(face) if isinstance(known.operation.body, Value))

    def line_of(self, row: int) -> Known | None:
        lines = (known for known in self._sorted() if isinstance(known.operation.body, Line))
        return next((known for known in lines if known.row == row), None)

    def record_rows(self, kind: str) -> Mapping[OperationId, int | None]:
        records = (known for known in self._sorted() if isinstance(known.operation.body, Record))
        return {known.operation.id: known.row for known in records if subject_of(known.operation.body) == kind}

    def registers(self) -> Mapping[str, Register]:
        held = latest(known.operation for known in self._told.operations.values())
        return {key: register for key, register in held.items() if face_of(key) is None}

    def has_lines(self) -> bool:
        return bool(self.faces())

    def faces(self) -> tuple[FaceId, ...]:
        lines = (known.operation.body for known in self._told.operations.values())
        return tuple(sorted({body.face for body in lines if isinstance(body, Line)}))

    def between(self, replica: str, first: int, last: int) -> tuple[Operation, ...]:
        every = (known.operation for known in self._sorted())
        return tuple(one for one in every if one.id.replica == replica and first <= one.id.number <= last)

    def pending(self) -> Mapping[str, Pending]:
        return dict(self._told.pending)

    def put_pending(self, key: str, pending: Pending | None) -> None:
        self._told.pending.pop(key, None)
        if pending is not None:
            self._told.pending[key] = pending

    def files(self, replica: str | None = None) -> tuple[KnownFile, ...]:
        every = (file for _, file in sorted(self._told.files.items()))
        return tuple(file for file in every if replica in (None, file.replica))

    def put_file(self, file: KnownFile) -> None:
        self._told.files[file.replica, file.first, file.last] = file

    def pictures(self) -> frozenset[str]:
        bodies = (known.operation.body for known in self._told.operations.values())
        texts = [body.content for body in bodies if isinstance(body, Record) and body.kind == CARDS]
        return frozenset[str]().union(*map(pictures_in, texts))

    def mark(self, name: str) -> str:
        return self._told.marks.get(name, "")

    def put_mark(self, name: str, value: str) -> None:
        self._told.marks[name] = value

    def _sorted(self) -> Iterator[Known]:
        return (known for _, known in sorted(self._told.operations.items()))


class FakeSharedCards:
    """Cards of imported decks, compared with what was told of each."""

    def __init__(
        self,
        told: Told,
        decks: Mapping[DeckId, Deck],
        own: Iterable[ItemId],
        revised: Mapping[ItemId, datetime],
        intake: Callable[[], Intake],
    ) -> None:
        self._told = told
        self._decks = decks
        self._own = own
        self._revised = revised
        self._intake = intake

    def changed(self, behind: Place, most: int) -> tuple[Sequence[CardChange], Place | None]:
        every = [(deck.id, place, card.id) for deck in self._imported() for place, card in enumerate(deck.cards)]
        following = [
            one for one in sorted(every) if (one[0], one[1]) > (behind.deck, behind.position - 1 + bool(behind.deck))
        ]
        gone = [] if behind.deck else [item for item in self._told.cards if item not in self._here()]
        taken = [item for _, _, item in following[:most]]
        last = Place(following[most - 1][0], following[most - 1][1]) if len(following) >= most else None
        return self.changed_of([*gone, *taken]), last

    def changed_of(self, items: Sequence[ItemId]) -> Sequence[CardChange]:
        here, changes = self._here(), []
        for item in items:
            known = self._told.cards.get(item)
            if item in here:
                deck, content = here[item]
                if known is None or known[1] != (deck.id, content):
                    record = _record(deck.id, deck.title, {item: content})
                    seen = None if known is None else known[0].stamp
                    changes.append(CardChange(record, moment(self._revised[item]), seen))
            elif known is not None and known[2] is not None:
                changes.append(CardChange(_record("", "", {item: None}), None, known[0].stamp))
        return changes

    def tell(self, operation: Operation) -> None:
        deck, _, cards = _read(operation)
        for item, content in cards.items():
            self._remember(operation, item, (deck, content))

    def items(self, operation: Operation) -> Sequence[ItemId]:
        try:
            return list(_read(operation)[2])
        except Unreadable:
            return []

    def put(self, operation: Operation, now: datetime) -> Sequence[ItemId]:
        deck, title, cards = _read(operation)
        changed = []
        for item, content in cards.items():
            known = self._told.cards.get(item)
            if known is not None and _rank(known[0]) >= _rank(operation):
                continue
            changed += [item] if self._put(DeckId(deck), title, item, content, now) else []
            self._remember(operation, item, (deck, content))
        return changed

    def _put(self, deck: DeckId, title: str, item: ItemId, content: str | None, now: datetime) -> bool:
        here = self._here().get(item)
        taken = {card.id for other in self._decks.values() for card in other.items()} | set(self._own)
        if (here is None and item in taken) or (None if here is None else (here[0].id, here[1])) == (deck, content):
            return False
        if here is not None and (content is None or here[0].id != deck):
            self._intake().take_away(here[0].id, [item])
        if content is not None:
            card = codec.decode_item("card", content.encode())
            assert isinstance(card, Card)
            self._intake().put(deck, title, [Entrant(card)], now)
        return here is not None or content is not None

    def _remember(self, operation: Operation, item: ItemId, content: Content) -> None:
        revised = moment(self._revised[item]) if item in self._here() else None
        self._told.cards[item] = (operation, content, revised)

    def _imported(self) -> list[Deck]:
        return [deck for deck in self._decks.values() if deck.id.startswith("import-")]

    def _here(self) -> dict[ItemId, tuple[Deck, str]]:
        return {card.id: (deck, codec.encode_item(card).decode()) for deck in self._imported() for card in deck.cards}


class FakeExchange:
    """Operations and cards."""

    values: SharedValues
    exams: SharedExams
    """There are none: these are tested on real databases."""

    def __init__(self, operations: FakeOperations, cards: FakeSharedCards) -> None:
        self.operations = operations
        self.cards = cards


def _record(deck: str, title: str, cards: Mapping[ItemId, str | None]) -> Record:
    return Record(CARDS, json.dumps({"deck": deck, "title": title, "cards": list(cards.items())}))


def _read(operation: Operation) -> tuple[str, str, dict[ItemId, str | None]]:
    body = operation.body
    try:
        assert isinstance(body, Record)
        said = json.loads(body.content)
        return said["deck"], said["title"], dict(said["cards"])
    except (ValueError, KeyError, TypeError, AssertionError) as error:
        raise Unreadable("no cards") from error


def _rank(operation: Operation) -> tuple[Stamp, int]:
    return operation.stamp, operation.id.number
