"""Searching in lists, by looking at everything (see `certdeck.ports.search`)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from operator import eq, ge, gt, le, lt, ne

from certdeck.core.deck import Card, Deck, Item
from certdeck.core.deck_lint import texts
from certdeck.core.ids import BlueprintId, DeckId, FaceId, ItemId, SittingId
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.forgetting import recall
from certdeck.core.scheduling.schedule import FaceState, Phase
from certdeck.core.search.matching import holds_word, is_inside, is_phrase, is_word
from certdeck.core.search.query import (
    FACE_STATES,
    Added,
    And,
    Comparison,
    Covers,
    Everything,
    Flagged,
    Has,
    HasId,
    InDeck,
    Is,
    Missed,
    Not,
    OfKind,
    Or,
    Part,
    Pattern,
    Phrase,
    Property,
    Query,
    Rated,
    State,
    Tagged,
    Word,
)
from certdeck.core.search.sorting import natural_key, title_key
from certdeck.ports.rows import ItemRow
from certdeck.ports.search import Facet, Frame, Order, Rules, SavedSearch
from certdeck.ports.sittings import GradedItem, SittingHead
from certdeck.ports.study_log import StudyEntry
from tests.services.fake_history import standing_ratings
from tests.services.fake_own import Desk

OWN = DeckId("own")
DAY = timedelta(days=1)
HUNDREDTH = 0.005


@dataclass
class SearchShelf:
    """Saved searches, the numbers that items got when they were first seen, and when that was."""

    keys: dict[ItemId, int] = field(default_factory=dict)
    added: dict[ItemId, datetime] = field(default_factory=dict)
    saved: dict[int, SavedSearch] = field(default_factory=dict)
    count: int = 0

    def copy(self) -> "SearchShelf":
        return SearchShelf(dict(self.keys), dict(self.added), dict(self.saved), self.count)

    def enter(self, items: Sequence[Item], now: datetime) -> None:
        for item in items:
            self.keys.setdefault(item.id, len(self.keys) + 1)
            self.added.setdefault(item.id, now)


@dataclass(frozen=True)
class Entry:
    """An item where it stands."""

    item: Item
    deck: DeckId
    title: str
    row: ItemRow
    states: tuple[FaceState, ...]


@dataclass(frozen=True)
class Stock:
    """What is searched."""

    decks: Mapping[DeckId, Deck]
    own: Mapping[ItemId, Card]
    states: Mapping[FaceId, FaceState]
    log: list[StudyEntry]
    graded: list[GradedItem]
    heads: Mapping[SittingId, SittingHead]
    desk: Desk
    shelf: SearchShelf
    words: Callable[[Item], tuple[str, str, str]]


class FakeSearch:
    """Looks at every item."""

    def __init__(self, stock: Stock) -> None:
        self._stock = stock

    def left(self) -> int:
        return 0

    def index(self, most: int) -> int:
        return min(most, 0)

    def keys(self, query: Query, frame: Frame, order: Order = Order.DECK, *, descending: bool = False) -> Sequence[int]:
        found = [entry for entry in self._entries() if self._admits(entry, query, frame)]
        if order not in (Order.DECK, Order.NONE):
            valued = [entry for entry in found if self._value(entry, order, frame) is not None]
            empty = [entry for entry in found if self._value(entry, order, frame) is None]
            valued.sort(key=lambda entry: self._value(entry, order, frame), reverse=descending)  # type: ignore[arg-type,return-value]
            found = valued + empty
        return [entry.row.key for entry in found]

    def best(self, query: Query, frame: Frame, words: Sequence[str], most: int) -> Sequence[int]:
        found = [entry for entry in self._entries() if self._admits(entry, query, frame)]
        found.sort(key=lambda entry: -sum(word in f" {entry.title.lower()}" for word in words))
        kinds = Counter[str]()
        best: list[tuple[int, int]] = []
        for entry in found:
            kinds[entry.row.kind] += 1
            if kinds[entry.row.kind] <= most:
                best.append((kinds[entry.row.kind], entry.row.key))
        return [key for _, key in sorted(best, key=lambda pair: pair[0])]

    def count(self, query: Query, frame: Frame, up_to: int | None = None) -> int:
        return len(self.keys(query, frame)[:up_to])

    def tally(self, query: Query, frame: Frame, facet: Facet) -> Mapping[str, int]:
        found = [entry for entry in self._entries() if self._admits(entry, query, frame)]
        match facet:
            case Facet.KIND:
                return Counter(entry.row.kind for entry in found)
            case Facet.DECK:
                return Counter(entry.deck for entry in found)
            case Facet.DOMAIN:
                bullets = (_bullet(entry.item, frame.exam) for entry in found)
                return Counter(bullet.partition(".")[0] for bullet in bullets if bullet)

    def rows(self, keys: Sequence[int], exam: BlueprintId | None) -> tuple[ItemRow, ...]:
        known = {entry.row.key: entry for entry in self._entries()}
        return tuple(_for_exam(known[key], exam) for key in keys if key in known)

    def key_of(self, item: ItemId) -> int | None:
        return next((entry.row.key for entry in self._entries() if entry.item.id == item), None)

    def faces(self, keys: Sequence[int]) -> tuple[FaceId, ...]:
        known = {entry.row.key: entry for entry in self._entries()}
        return tuple(state.face for key in keys if key in known for state in known[key].states)

    def items(self, keys: Sequence[int]) -> tuple[ItemId, ...]:
        known = {entry.row.key: entry.item.id for entry in self._entries()}
        return tuple(known[key] for key in keys if key in known)

    def tags(self) -> Mapping[str, int]:
        counts: Counter[str] = Counter()
        for entry in self._entries():
            counts.update(dict.fromkeys(entry.item.tags, 1))
        return dict(sorted(counts.items(), key=lambda pair: pair[0].lower()))

    def _entries(self) -> Iterator[Entry]:
        decks = [
            (deck.id, tuple(map(self._stock.desk.shown, deck.items())))
            for deck in sorted(self._stock.decks.values(), key=lambda deck: deck.id)
        ]
        for deck, items in (*decks, (OWN, tuple(self._stock.own.values()))):
            for position, item in enumerate(items):
                yield self._entry(item, deck, position)

    def _entry(self, item: Item, deck: DeckId, position: int) -> Entry:
        kind, form, title = self._stock.words(item)
        row = ItemRow(item.id, kind, form, title, "", "", position, key=self._stock.shelf.keys[item.id], deck=deck)
        states: tuple[FaceState, ...] = ()
        if isinstance(item, Card):
            states = tuple(self._stock.states.get(face.id, FaceState(face.id)) for face in faces_of(item))
            first = min(states, key=_due_first)
            row = _with_state(row, first)
        return Entry(item, deck, title, row, states)

    def _value(self, entry: Entry, order: Order, frame: Frame) -> object:
        known = [state for state in entry.states if not state.suspended and state.schedule.phase is not Phase.NEW]
        match order:
            case Order.FRONT:
                return title_key(entry.title)
            case Order.TASK:
                bullet = _bullet(entry.item, frame.exam)
                return natural_key(bullet) if bullet else None
            case Order.DUE:
                return min((state.schedule.due for state in known if state.schedule.due), default=None)
            case _:
                decay = frame.rules_of.get(entry.deck, frame.rules).decay
                return min((recall(_faded(state, frame.now), decay) for state in known), default=None)

    def _admits(self, entry: Entry, query: Query, frame: Frame) -> bool:
        others = frame.narrow and entry.item.covers and not any(c.blueprint == frame.exam for c in entry.item.covers)
        return not others and self._holds(entry, query, frame)

    def _holds(self, entry: Entry, query: Query, frame: Frame) -> bool:
        match query:
            case Everything():
                return True
            case Not(part):
                return not self._holds(entry, part, frame)
            case Or(parts):
                return any(self._holds(entry, part, frame) for part in parts)
            case And(parts):
                asked = [part for part in parts if _is_of_face(part)]
                rest = [part for part in parts if not _is_of_face(part)]
                return all(self._holds(entry, part, frame) for part in rest) and (
                    not asked
                    or any(
                        all(self._face_holds(state, part, frame, entry.deck) for part in asked)
                        for state in entry.states
                    )
                )
            case Is(states) if not FACE_STATES.issuperset(states):
                return any(self._stands(entry, one, frame) for one in states)
            case _ if _is_of_face(query):
                return any(self._face_holds(state, query, frame, entry.deck) for state in entry.states)
            case _:
                return self._item_holds(entry, query, frame)

    def _stands(self, entry: Entry, state: State, frame: Frame) -> bool:
        if state is State.OWN:
            return entry.deck == OWN
        if state is State.EDITED:
            return entry.item.id in self._stock.desk.edits
        if state is State.FAULTY:
            return entry.row.key in frame.faulty
        return self._holds(entry, Is((state,)), frame)

    def _item_holds(self, entry: Entry, query: Query, frame: Frame) -> bool:
        text = "\n".join(texts(entry.item)).casefold()
        match query:
            case Word() | Phrase():
                return _text_holds(text, query)
            case Tagged(name):
                return any(_is_or_is_below(tag, name) for tag in entry.item.tags)
            case InDeck(name):
                title = "My cards" if entry.deck == OWN else self._stock.decks[entry.deck].title
                return fnmatchcase(entry.deck.casefold(), _glob(name)) or _is_or_is_below(title, name)
            case HasId(name):
                return fnmatchcase(entry.item.id.casefold(), _glob(name))
            case OfKind(kinds):
                return entry.row.kind in kinds or entry.row.form in kinds
            case Covers(part, ids):
                return any(_covers(entry.item, part, name, frame.exam) for name in ids)
            case Added(days):
                return self._stock.shelf.added[entry.item.id] >= _since(frame, days)
            case Missed(days):
                return any(self._is_missed(graded, entry.item.id, _since(frame, days)) for graded in self._stock.graded)
            case _:
                raise TypeError(query)

    def _is_missed(self, graded: GradedItem, item: ItemId, since: datetime) -> bool:
        finished = self._stock.heads[graded.sitting].finished_at
        return graded.item == item and graded.seen and not graded.right and finished is not None and finished >= since

    def _face_holds(self, state: FaceState, query: Query, frame: Frame, deck: DeckId) -> bool:
        rules = frame.rules_of.get(deck, frame.rules)
        match query:
            case Is(states):
                return any(_stands(state, one, frame, rules) for one in states)
            case Flagged(flags):
                return state.flag in flags
            case Rated(days, rating):
                return any(
                    entry.after.face == state.face
                    and _since(frame, days) <= entry.at < frame.day_ends
                    and (rating is None or entry.rating == rating)
                    for entry in standing_ratings(self._stock.log)
                )
            case Has():
                return _has(state, query, frame, rules)
            case _:
                raise TypeError(query)


class FakeSavedSearches:
    """Saved searches in a dict (see `certdeck.ports.search.SavedSearches`)."""

    def __init__(self, shelf: SearchShelf) -> None:
        self._shelf = shelf

    def all(self) -> tuple[SavedSearch, ...]:
        return tuple(sorted(self._shelf.saved.values(), key=lambda saved: (saved.name.casefold(), saved.id)))

    def add(self, name: str, query: str) -> int:
        self._shelf.count += 1
        self._shelf.saved[self._shelf.count] = SavedSearch(self._shelf.count, name, query)
        return self._shelf.count

    def put(self, saved: SavedSearch) -> None:
        self._shelf.saved[saved.id] = saved

    def remove(self, number: int) -> None:
        self._shelf.saved.pop(number, None)


def _is_of_face(query: Query) -> bool:
    return isinstance(query, Flagged | Rated | Has) or (isinstance(query, Is) and FACE_STATES.issuperset(query.states))


def _text_holds(text: str, query: Word | Phrase) -> bool:
    if isinstance(query, Phrase):
        if not is_phrase(query.text):
            return query.text.casefold() in text
        return _in_a_row(_tokens(text), _tokens(query.text), whole=True)
    if len(query.parts) == 1:
        word = query.parts[0].casefold()
        return _in_a_row(_tokens(text), _tokens(word), whole=False) if is_word(word) else word in text
    if is_inside(query.parts):
        return query.parts[1].casefold() in text
    return holds_word(text, "*".join(query.parts).casefold())


def _tokens(text: str) -> list[str]:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", bare)


def _in_a_row(tokens: list[str], wanted: list[str], *, whole: bool) -> bool:
    *first, last = wanted
    return any(
        tokens[place : place + len(first)] == first
        and (tokens[place + len(first)] == last if whole else tokens[place + len(first)].startswith(last))
        for place in range(len(tokens) - len(first))
    )


def _glob(parts: Pattern) -> str:
    return "*".join(re.sub(r"([*?\[])", r"[\1]", part.casefold()) for part in parts)


def _is_or_is_below(name: str, wanted: Pattern) -> bool:
    return fnmatchcase(name.casefold(), _glob(wanted)) or fnmatchcase(name.casefold(), _glob(wanted) + "::*")


def _covers(item: Item, part: Part, name: str, exam: BlueprintId | None) -> bool:
    bullets = [
        bullet
        for coverage in item.covers
        if exam in (None, coverage.blueprint)
        for bullet in (coverage.bullets if part is Part.BULLET else coverage.bullets[:1])
    ]
    return any(bullet == name if part is Part.BULLET else bullet.startswith(f"{name}.") for bullet in bullets)


def _bullet(item: Item, exam: BlueprintId | None) -> str:
    coverage = None if exam is None else item.coverage(exam)
    return coverage.bullets[0] if coverage else ""


def _for_exam(entry: Entry, exam: BlueprintId | None) -> ItemRow:
    bullet = _bullet(entry.item, exam)
    return replace(entry.row, bullet=bullet, task=".".join(bullet.split(".")[:2]))


def _with_state(row: ItemRow, state: FaceState) -> ItemRow:
    schedule = state.schedule
    return replace(
        row,
        face=state.face,
        phase=schedule.phase,
        due=schedule.due,
        suspended=state.suspended,
        flag=state.flag,
        stability=schedule.memory.stability if schedule.memory else None,
        last_review=schedule.last_review,
        buried_until=state.buried_until,
    )


def _due_first(state: FaceState) -> tuple[bool, float]:
    due = state.schedule.due
    return due is None, due.timestamp() if due else 0.0


def _since(frame: Frame, days: int) -> datetime:
    return frame.day_starts - (days - 1) * DAY


def _stands(state: FaceState, wanted: State, frame: Frame, rules: Rules) -> bool:
    schedule, buried = state.schedule, state.buried_until is not None and state.buried_until > frame.now
    match wanted:
        case State.DUE:
            known = schedule.phase is not Phase.NEW and schedule.due is not None and schedule.due < frame.day_ends
            return known and not state.suspended and not buried
        case State.LEARNING:
            return schedule.phase in (Phase.LEARNING, Phase.RELEARNING)
        case State.SUSPENDED:
            return state.suspended
        case State.BURIED:
            return buried
        case State.LEECH:
            return bool(rules.leech_after) and schedule.lapses >= rules.leech_after
        case State.FLAGGED:
            return bool(state.flag)
        case _:
            return schedule.phase.value == wanted.value


_SIGNS = {
    Comparison.LESS: lt,
    Comparison.AT_MOST: le,
    Comparison.EQUAL: eq,
    Comparison.AT_LEAST: ge,
    Comparison.MORE: gt,
    Comparison.OTHER: ne,
}


def _has(state: FaceState, query: Has, frame: Frame, rules: Rules) -> bool:
    schedule, new = state.schedule, state.schedule.phase is Phase.NEW
    memory, value = schedule.memory, query.value
    match query.prop:
        case Property.DIFFICULTY:
            wanted = 1 + 9 * value if value <= 1 else value
            return memory is not None and _compared(memory.difficulty, query.comparison, wanted, 9 * HUNDREDTH)
        case Property.STABILITY:
            return memory is not None and _compared(memory.stability, query.comparison, value, HUNDREDTH)
        case Property.RETRIEVABILITY:
            known = memory is not None and not new
            return known and _compared(
                recall(_faded(state, frame.now), rules.decay), query.comparison, value, HUNDREDTH
            )
        case Property.DUE:
            if new or schedule.due is None:
                return False
            return bool(_SIGNS[query.comparison]((schedule.due - frame.day_starts) // DAY, value))
        case Property.INTERVAL:
            return schedule.phase is Phase.REVIEW and bool(
                _SIGNS[query.comparison](int(schedule.interval / DAY + 0.5), value)
            )
        case _:
            number = schedule.reps if query.prop is Property.REPS else schedule.lapses
            return bool(_SIGNS[query.comparison](number, value))


def _compared(number: float, comparison: Comparison, value: float, close: float) -> bool:
    if comparison in (Comparison.EQUAL, Comparison.OTHER):
        return (abs(number - value) < close) is (comparison is Comparison.EQUAL)
    return bool(_SIGNS[comparison](number, value))


def _faded(state: FaceState, now: datetime) -> float:
    schedule = state.schedule
    assert schedule.last_review is not None
    assert schedule.memory is not None
    return max(0, (now - schedule.last_review) // DAY) / schedule.memory.stability
