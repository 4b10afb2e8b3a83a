"""What is due, and presets, in dicts (see `certdeck.ports.study.Queues` and `certdeck.ports.presets.Presets`)."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from certdeck.core.deck import Card, Deck, task_of
from certdeck.core.ids import BlueprintId, DeckId, FaceId, ItemId, TaskId, item_of
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.head import Backlog, Outline
from certdeck.core.scheduling.options import DEFAULT, Options, Preset
from certdeck.core.scheduling.queue import Counts, Met
from certdeck.core.scheduling.schedule import FaceState, Phase, Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.core.scheduling.waiting import Waiting, due_of
from certdeck.ports.sittings import SittingHead
from certdeck.ports.study_log import StudyEntry
from tests.builders import NOON
from tests.services.fake_history import Stack, standing_ratings

DAY = timedelta(days=1)


@dataclass
class Shelf:
    """What the queue looks at: decks, own cards, states, log, the stack of changes, and which items a sitting asked."""

    decks: Mapping[DeckId, Deck]
    own: Mapping[ItemId, Card]
    states: Mapping[FaceId, FaceState]
    log: list[StudyEntry]
    stack: Stack
    sittings: Callable[[], list[tuple[SittingHead, list[ItemId]]]]
    settings: Mapping[str, str]


class FakeQueues:
    """Looks at everything there is."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def waiting(self, scope: Scope, now: datetime, before: datetime, *, new: int, reviews: int) -> tuple[Waiting, ...]:
        free = [entry for entry in self._entries(scope, now) if not self._is_aside(entry.face, before)]
        due = [entry for entry in free if entry.due is not None and entry.due < before]
        long_term = sorted(
            (entry for entry in due if entry.phase is Phase.REVIEW), key=lambda entry: (-entry.faded, entry.position)
        )
        steps = [entry for entry in due if entry.phase in (Phase.LEARNING, Phase.RELEARNING)]
        fresh = [entry for entry in free if entry.phase is Phase.NEW]
        fresh.sort(key=lambda entry: (entry.due is None, entry.due or NOON))
        return (*long_term[:reviews], *steps, *fresh[:new])

    def outline(self, scope: Scope, now: datetime, before: datetime, *, new: int, reviews: int) -> Outline:
        waiting = self.waiting(scope, now, before, new=new, reviews=reviews)
        steps = [entry for entry in waiting if entry.phase in (Phase.LEARNING, Phase.RELEARNING)]
        first = min(steps, key=lambda step: (due_of(step), step.position), default=None)
        others, begun = [entry for entry in waiting if entry not in steps], frozenset(step.item for step in steps)
        due = [entry for entry in others if entry.phase is Phase.REVIEW]
        if len(due) < reviews:
            return Outline(first, len(steps), begun, others)
        every = self.waiting(scope, now, before, new=0, reviews=10**6)
        beside = frozenset(entry.item for entry in every if entry.phase is Phase.REVIEW)
        fresh = [entry for entry in others if entry.phase is Phase.NEW]
        backlog = Backlog(due[:8], frozenset(entry.item for entry in due), beside)
        return Outline(first, len(steps), begun, fresh, backlog)

    def named(self, waiting: Waiting) -> Waiting:
        return waiting

    def overdue(self, scope: Scope, before: datetime) -> int:
        return sum(
            entry.phase is Phase.REVIEW
            and entry.due is not None
            and entry.due < before
            and not self._is_aside(entry.face, before)
            for entry in self._entries(scope, before)
        )

    def counts_of_tasks(self, deck: DeckId, exam: BlueprintId, before: datetime) -> Mapping[TaskId, Counts]:
        entries = self._waiting_before(self._entries(Scope(deck, exam), before), before)
        tasks = sorted({TaskId(entry.topic) for entry in entries})
        return {task: _counted([entry for entry in entries if entry.topic == task]) for task in tasks}

    def counts_of_decks(self, before: datetime, *, new: int, reviews: int) -> Mapping[DeckId, Counts]:
        cards: dict[DeckId, list[Card]] = {name: list(deck.cards) for name, deck in self._shelf.decks.items()}
        cards[DeckId("own")] = list(self._shelf.own.values())
        found = {}
        for name, every in cards.items():
            if every:
                faces = [(face.id, card) for card in every for face in faces_of(card)]
                scope = Scope(name)
                entries = [self._waiting(face, place, card, scope, before) for place, (face, card) in enumerate(faces)]
                counts = _counted(self._waiting_before([entry for entry in entries if entry is not None], before))
                found[name] = Counts(min(new, counts.new), counts.learning, min(reviews, counts.due))
        return found

    def faces(
        self,
        scope: Scope,
        *,
        flagged: bool = False,
        lapses: int = 0,
        due: datetime | None = None,
        forgotten: tuple[datetime, datetime] | None = None,
    ) -> tuple[FaceId, ...]:
        again = {
            entry.after.face
            for entry in standing_ratings(self._shelf.log)
            if entry.rating is Rating.AGAIN and (forgotten is None or forgotten[0] <= entry.at < forgotten[1])
        }
        return tuple(
            entry.face
            for entry in self._entries(scope, NOON)
            if (lapses > 0 or not self._state(entry.face).suspended)
            and self._state(entry.face).schedule.lapses >= lapses
            and (not flagged or self._state(entry.face).flag)
            and (due is None or (entry.phase is not Phase.NEW and entry.due is not None and entry.due < due))
            and (forgotten is None or entry.face in again)
        )

    def due_by_day(self, scope: Scope, start: datetime, days: int) -> Mapping[int, int]:
        free = [entry for entry in self._entries(scope, start) if not self._state(entry.face).suspended]
        dues = [entry.due for entry in free if entry.due is not None and entry.phase is not Phase.NEW]
        return Counter(max(0, (due - start) // DAY) for due in dues if due < start + days * DAY)

    def _waiting_before(self, entries: list[Waiting], before: datetime) -> list[Waiting]:
        free = [entry for entry in entries if not self._is_aside(entry.face, before)]
        return [entry for entry in free if entry.phase is Phase.NEW or (entry.due is not None and entry.due < before)]

    def next_due(self, scope: Scope, after: datetime) -> datetime | None:
        free = [entry for entry in self._entries(scope, after) if not self._state(entry.face).suspended]
        dues = [entry.due for entry in free if entry.due is not None and entry.phase is not Phase.NEW]
        return min((due for due in dues if due >= after), default=None)

    def met_since(self, since: datetime, before: datetime, *, short: bool = False) -> Met:
        added = {
            item_of(entry.after.face) for entry in self._shelf.log if entry.kind in ("add", "make") and entry.at > since
        }
        rated = {entry.after.face for entry in standing_ratings(self._shelf.log) if since < entry.at < before}
        asked = {item for head, items in self._shelf.sittings() if since < head.started_at < before for item in items}
        every = [item for deck in self._shelf.decks.values() for item in deck.items()]
        given = {linked for item in every if item.id in asked for linked in item.links}
        given |= {item.id for item in every if asked & set(item.links)}
        return Met(frozenset(face for face in rated if item_of(face) not in added), frozenset(given - added))

    def load(self, since: datetime) -> Mapping[int, int]:
        schedules = [state.schedule for state in self._shelf.states.values()]
        dues = [schedule.due for schedule in schedules if schedule.phase is Phase.REVIEW and schedule.due is not None]
        return Counter((due - since) // DAY for due in dues if since <= due < since + 400 * DAY)

    def stamp(self) -> tuple[int | str, ...]:
        digests = "".join(deck.digest for deck in self._shelf.decks.values())
        fit = self._shelf.settings.get("fsrs_parameters", "")
        return (len(self._shelf.log), self._shelf.stack.count, len(self._shelf.stack.undone), digests, fit)

    def _entries(self, scope: Scope, now: datetime) -> list[Waiting]:
        deck = self._shelf.decks.get(scope.deck)
        cards = list(deck.cards) if deck is not None else []
        if scope.exam is not None:
            cards += self._shelf.own.values()
        faces = [(face.id, card) for card in cards for face in faces_of(card)]
        entries = [self._waiting(name, position, card, scope, now) for position, (name, card) in enumerate(faces)]
        return [entry for entry in entries if entry is not None]

    def _waiting(self, name: FaceId, position: int, card: Card, scope: Scope, now: datetime) -> Waiting | None:
        topic = ""
        if scope.exam is not None:
            coverage = card.coverage(scope.exam)
            if coverage is None or not f"{coverage.bullets[0]}".startswith(f"{scope.part}." if scope.part else ""):
                return None
            topic = task_of(coverage.bullets[0])
        schedule, faded = self._state(name).schedule, 0.0
        if schedule.phase is Phase.REVIEW and schedule.memory is not None and schedule.last_review is not None:
            faded = max(timedelta(), now - schedule.last_review) / (schedule.memory.stability * DAY)
        return Waiting(name, schedule.phase, schedule.due, position, topic, faded)

    def _state(self, face: FaceId) -> FaceState:
        return self._shelf.states.get(face, FaceState(face))

    def _is_aside(self, face: FaceId, before: datetime) -> bool:
        state = self._state(face)
        return state.suspended or (state.buried_until is not None and state.buried_until >= before)


def _counted(entries: list[Waiting]) -> Counts:
    new = sum(entry.phase is Phase.NEW for entry in entries)
    due = sum(entry.phase is Phase.REVIEW for entry in entries)
    return Counts(new, len(entries) - new - due, due)


@dataclass
class PresetShelf:
    """Presets by number, and the numbers of decks that have another one than the default."""

    presets: dict[int, Preset] = field(default_factory=lambda: {DEFAULT: Preset(DEFAULT, "Default")})
    decks: dict[DeckId, int] = field(default_factory=dict)

    def copy(self) -> "PresetShelf":
        return PresetShelf(dict(self.presets), dict(self.decks))


class FakePresets:
    """Presets on their shelf."""

    def __init__(self, shelf: PresetShelf) -> None:
        self._shelf = shelf

    def all(self) -> tuple[Preset, ...]:
        presets = self._shelf.presets.values()
        return tuple(sorted(presets, key=lambda preset: (preset.id != DEFAULT, preset.name)))

    def add(self, name: str, options: Options) -> int:
        number = max(self._shelf.presets) + 1
        self._shelf.presets[number] = Preset(number, name, options)
        return number

    def put(self, preset: Preset) -> None:
        self._shelf.presets[preset.id] = preset

    def remove(self, preset: int) -> None:
        del self._shelf.presets[preset]
        self._shelf.decks = {deck: number for deck, number in self._shelf.decks.items() if number != preset}

    def of(self, deck: DeckId) -> Preset:
        return self._shelf.presets[self._shelf.decks.get(deck, DEFAULT)]

    def assign(self, deck: DeckId, preset: int) -> None:
        self._shelf.decks[deck] = preset
