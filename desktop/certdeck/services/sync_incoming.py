"""What others told, put into the library: whatever came in whatever order, what is left is the same for all."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from certdeck.core.ids import ItemId
from certdeck.core.sync.merge import Register
from certdeck.core.sync.operations import CARDS, Operation, Record, kind_of
from certdeck.core.sync.plain import Unreadable
from certdeck.ports.exchange import KINDS_OF_RECORD, LocalValue, Pending
from certdeck.ports.store import UnitOfWork
from certdeck.services.sync_parts import OF_ITEMS, RULES, Arrived

PUT = 1
"""The row of a record of cards that was put: it stands for many."""


class Incoming:
    """Puts operations that are not about faces into the library, within a transaction, and notes it in `arrived`."""

    def __init__(self, work: UnitOfWork, now: datetime, arrived: Arrived) -> None:
        self._work = work
        self._operations = work.exchange.operations
        self._now = now
        self._arrived = arrived

    # --- Records

    def put_waiting_exams(self) -> None:
        """Put exams, and later gradings, that had no place until now."""
        self._arrived.waiting = 0
        for kind in KINDS_OF_RECORD:
            for name, row in self._operations.record_rows(kind).items():
                if row is None:
                    for operation in self._operations.between(name.replica, name.number, name.number):
                        self._put_exam(operation, operation.body)

    def put_records(self, operations: Iterable[Operation]) -> None:
        """Put records that are new."""
        for operation in operations:
            if isinstance(operation.body, Record) and operation.body.kind == CARDS:
                self._put_cards(operation)
            elif isinstance(operation.body, Record) and operation.body.kind in KINDS_OF_RECORD:
                self._put_exam(operation, operation.body)

    def _put_exam(self, operation: Operation, body: object) -> None:
        if not isinstance(body, Record):
            return
        try:
            row = self._work.exchange.exams.put(body)
        except Unreadable:
            self._arrived.unread.append(str(operation.id))
            return
        if row is None:
            self._arrived.waiting += 1
        else:
            self._operations.place(operation.id, row, stands=True)
            self._arrived.exams = True

    def _put_cards(self, operation: Operation) -> None:
        try:
            changed = self._work.exchange.cards.put(operation, self._now)
        except Unreadable:
            self._arrived.unread.append(str(operation.id))
            return
        self._operations.place(operation.id, PUT, stands=True)
        self._arrived.touched_items += changed
        self._arrived.cards += len(changed)

    # --- Registers

    def put_values(self, came: Iterable[str]) -> None:
        """Put the values of the registers that `came`, and of those that wait for their place."""
        registers, local = self._operations.registers(), self._work.exchange.values.all()
        pending = self._operations.pending()
        waiting = {key for key, one in pending.items() if not one.placed}
        keys = [key for key in (set(came) | waiting) & registers.keys() if kind_of(key) != RULES]
        wanted = [key for key in keys if _held(local, key) != registers[key].value]
        placed = {
            key: self._put_value(key, registers[key]) for key in sorted(wanted, key=lambda k: _rank(k, registers))
        }
        now_held = self._work.exchange.values.all() if wanted else local
        for key in keys:
            held = _held(now_held, key)
            is_so = held == registers[key].value
            if not is_so or key in pending:
                self._operations.put_pending(key, None if is_so else Pending(held, placed.get(key, True)))
            self._arrived.keys += is_so and key in placed
            self._arrived.touched_items += _item(key) if key in placed else []

    def _put_value(self, key: str, register: Register) -> bool:
        try:
            placed = self._work.exchange.values.put(key, register.value, self._now)
        except Unreadable:
            self._arrived.unread.append(key)
            return False
        self._arrived.waiting += not placed
        return placed


def _item(key: str) -> list[ItemId]:
    """Return the item that a register is about, if any."""
    kind, _, name = key.partition(":")
    return [ItemId(name.partition(":")[0])] if kind in OF_ITEMS else []


def _held(values: Mapping[str, LocalValue], key: str) -> str | None:
    found = values.get(key)
    return None if found is None else found.value


def _rank(key: str, registers: Mapping[str, Register]) -> tuple[int, str]:
    """Put presets before the decks that have them, and take those away that are no more at the end."""
    kind = kind_of(key)
    if kind == "preset":
        return (0 if registers[key].value is not None else 3), key
    return (1 if kind == "deck-preset" else 2), key
