"""A store in dicts. It passes the same contract tests as the real one (`tests/store/test_contract_*.py`)."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from certdeck.core.deck import Card, ConfusionSet, Deck, Item, Question, Scenario, Sheet, Term
from certdeck.core.deck_plan import DeckPlan
from certdeck.core.errors import DeckError, ExamError, Problem, SittingEnded
from certdeck.core.exam.events import Ending, Event
from certdeck.core.exam.insight import MissReason
from certdeck.core.exam.report import Share
from certdeck.core.exam.sitting import Sitting, new_sitting, replayed
from certdeck.core.exam.survey import Survey
from certdeck.core.ids import BlueprintId, BulletId, DeckId, FaceId, ItemId, SittingId, item_of
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import FaceState, Phase
from certdeck.ports.content import Content, DeckHead
from certdeck.ports.exchange import Exchange
from certdeck.ports.history import History
from certdeck.ports.intake import Intake
from certdeck.ports.outgoing import Outgoing
from certdeck.ports.own import OwnContent
from certdeck.ports.presets import Presets
from certdeck.ports.replays import Replays
from certdeck.ports.rows import ItemRow
from certdeck.ports.search import SavedSearches, Search
from certdeck.ports.sittings import Dispute, GradedItem, Regrading, Results, SittingHead, Sittings
from certdeck.ports.statistics import Figures
from certdeck.ports.store import Preferences
from certdeck.ports.study import Done, Queues, Study, TaskTally
from certdeck.ports.study_log import StudyEntry
from tests.builders import NOON
from tests.services.fake_exchange import FakeExchange, FakeOperations, FakeSharedCards, Told
from tests.services.fake_figures import Exams, FakeFigures
from tests.services.fake_history import FakeHistory, Stack, standing_ratings
from tests.services.fake_intake import FakeIntake
from tests.services.fake_outgoing import FakeOutgoing
from tests.services.fake_own import Desk, FakeOwn
from tests.services.fake_queue import FakePresets, FakeQueues, PresetShelf, Shelf
from tests.services.fake_replays import FakeReplays
from tests.services.fake_results import FakeResults
from tests.services.fake_search import FakeSavedSearches, FakeSearch, SearchShelf, Stock


@dataclass
class Tables:
    """Everything that is stored."""

    decks: dict[DeckId, Deck] = field(default_factory=dict)
    installed_at: dict[DeckId, datetime] = field(default_factory=dict)
    revised: dict[ItemId, datetime] = field(default_factory=dict)
    states: dict[FaceId, FaceState] = field(default_factory=dict)
    log: list[StudyEntry] = field(default_factory=list)
    stack: Stack = field(default_factory=Stack)
    presets: PresetShelf = field(default_factory=PresetShelf)
    shelf_of_searches: SearchShelf = field(default_factory=SearchShelf)
    heads: dict[SittingId, SittingHead] = field(default_factory=dict)
    fresh: dict[SittingId, Sitting] = field(default_factory=dict)
    events: dict[SittingId, tuple[tuple[Event, float], ...]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    own: dict[ItemId, Card] = field(default_factory=dict)
    desk: Desk = field(default_factory=Desk)
    surveys: dict[SittingId, Survey] = field(default_factory=dict)
    graded: list[GradedItem] = field(default_factory=list)
    reasons: list[tuple[SittingId, int, MissReason | None]] = field(default_factory=list)
    regradings: list[Regrading] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    told: Told = field(default_factory=Told)

    def copy(self) -> "Tables":
        return Tables(
            dict(self.decks),
            dict(self.installed_at),
            dict(self.revised),
            dict(self.states),
            list(self.log),
            self.stack.copy(),
            self.presets.copy(),
            self.shelf_of_searches.copy(),
            dict(self.heads),
            dict(self.fresh),
            dict(self.events),
            dict(self.settings),
            dict(self.own),
            self.desk.copy(),
            dict(self.surveys),
            list(self.graded),
            list(self.reasons),
            list(self.regradings),
            list(self.disputes),
            self.told.copy(),
        )

    def shelf(self) -> Shelf:
        """Return what the queue looks at."""

        def sittings() -> list[tuple[SittingHead, list[ItemId]]]:
            asked = {name: [item.question.id for item in made.form.items] for name, made in self.fresh.items()}
            return [(head, asked[name]) for name, head in self.heads.items()]

        decks = {name: self.desk.edited(deck) for name, deck in self.decks.items()}
        return Shelf(decks, self.own, self.states, self.log, self.stack, sittings, self.settings)

    def stock(self) -> Stock:
        """Return what is searched."""
        return Stock(
            self.decks,
            self.own,
            self.states,
            self.log,
            self.graded,
            self.heads,
            self.desk,
            self.shelf_of_searches,
            _words,
        )

    def positions(self, deck: DeckId, exam: BlueprintId | None = None) -> dict[FaceId, int]:
        cards = (*(self.desk.edited(self.decks[deck]).cards if deck in self.decks else ()), *self.own.values())
        faces = [(face.id, card) for card in cards for face in faces_of(card)]
        return {
            name: position
            for position, (name, card) in enumerate(faces)
            if exam is None or card.coverage(exam) is not None
        }


class FakeContent:
    """Decks by id (see `certdeck.ports.store.Content`)."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def heads(self) -> tuple[DeckHead, ...]:
        heads = [_head(deck, self._tables.installed_at[deck.id]) for deck in self._tables.decks.values()]
        return tuple(sorted(heads, key=lambda head: (head.installed_at, head.id)))

    def digests(self) -> Mapping[DeckId, str]:
        return {deck.id: deck.digest for deck in self._tables.decks.values()}

    def replace(self, deck: Deck, now: datetime) -> None:
        old = _contents(self._tables.decks[deck.id]) if deck.id in self._tables.decks else {}
        new = _contents(deck)
        self._refuse_foreign(deck, new.keys() - old.keys())
        for name in old.keys() - new.keys():
            del self._tables.revised[name]
        for name, content in new.items():
            if old.get(name) != content:
                self._tables.revised[name] = now
        self._tables.decks[deck.id] = deck
        self._tables.shelf_of_searches.enter(deck.items(), now)
        self._tables.installed_at.setdefault(deck.id, now)

    def drop(self, deck: DeckId) -> None:
        for name in _contents(self._tables.decks.pop(deck)):
            del self._tables.revised[name]
        del self._tables.installed_at[deck]

    def owners(self, items: Iterable[ItemId]) -> Mapping[ItemId, DeckId]:
        homes = {item.id: deck.id for deck in self._tables.decks.values() for item in deck.items()}
        homes |= dict.fromkeys(self._tables.own, DeckId("own"))
        return {item: homes[item] for item in items if item in homes}

    def deck(self, deck: DeckId) -> Deck:
        return self._tables.desk.edited(self._tables.decks[deck])

    def shipped_cards(self, deck: DeckId) -> tuple[Card, ...]:
        return self._tables.decks[deck].cards if deck in self._tables.decks else ()

    def put_own(self, card: Card, now: datetime) -> None:
        self._tables.own[card.id] = card
        self._tables.revised[card.id] = now
        self._tables.shelf_of_searches.enter((card,), now)

    def drop_own(self, card: ItemId) -> None:
        self._tables.own.pop(card, None)

    def scenarios(self, deck: DeckId) -> tuple[Scenario, ...]:
        return self._tables.decks[deck].scenarios

    def item(self, item: ItemId) -> Item | None:
        return next((found for found in self._items() if found.id == item), None)

    def version_of(self, item: ItemId) -> str:
        decks = self._tables.decks.values()
        return next((deck.version for deck in decks if any(entry.id == item for entry in deck.items())), "")

    def scenario(self, scenario: ItemId) -> Scenario | None:
        scenarios = (found for deck in self._tables.decks.values() for found in deck.scenarios)
        return next((found for found in scenarios if found.id == scenario), None)

    def questions(self, blueprint: BlueprintId) -> tuple[Question, ...]:
        return tuple(item for item in self._items() if isinstance(item, Question) and item.coverage(blueprint))

    def sheets(self, blueprint: BlueprintId) -> tuple[Sheet, ...]:
        return tuple(item for item in self._items() if isinstance(item, Sheet) and item.coverage(blueprint))

    def terms(self, blueprint: BlueprintId) -> tuple[Term, ...]:
        return tuple(item for item in self._items() if isinstance(item, Term) and item.coverage(blueprint))

    def cards_of(self, blueprint: BlueprintId, bullet: BulletId) -> tuple[Card, ...]:
        cards = (item for item in self._items() if isinstance(item, Card))
        covered = [(card, card.coverage(blueprint)) for card in cards]
        return tuple(card for card, coverage in covered if coverage is not None and bullet in coverage.bullets)

    def confusions_of(self, card: ItemId) -> tuple[ConfusionSet, ...]:
        sets = (found for deck in self._tables.decks.values() for found in deck.confusions)
        return tuple(found for found in sets if any(card in member.cards for member in found.members))

    def confusion_members(self) -> Mapping[ItemId, Mapping[ItemId, int]]:
        found: dict[ItemId, dict[ItemId, int]] = {}
        for confusion in (entry for deck in self._tables.decks.values() for entry in deck.confusions):
            for place, member in enumerate(confusion.members):
                for card in member.cards:
                    found.setdefault(card, {})[confusion.id] = place
        return found

    def plan(self, blueprint: BlueprintId) -> DeckPlan | None:
        plans = (plan for deck in self._tables.decks.values() for plan in deck.plans)
        return next((plan for plan in plans if plan.exam == blueprint), None)

    def revisions(self, deck: DeckId) -> Mapping[ItemId, datetime]:
        return {name: self._tables.revised[name] for name in _contents(self._tables.decks[deck])}

    def rows(self, blueprint: BlueprintId) -> Sequence[ItemRow]:
        rows = [
            _row(item, position, blueprint, self._earliest(item))
            for deck in map(self._tables.desk.edited, self._tables.decks.values())
            for position, item in enumerate(deck.items())
            if item.coverage(blueprint)
        ]
        behind = max((row.position for row in rows), default=0) + 1
        rows += [
            _row(card, behind + position, blueprint, self._earliest(card))
            for position, card in enumerate(self._tables.own.values())
            if card.coverage(blueprint)
        ]
        return sorted(rows, key=lambda row: row.position)

    def _items(self) -> list[Item]:
        every = (item for deck in self._tables.decks.values() for item in deck.items())
        return [*map(self._tables.desk.shown, every), *self._tables.own.values()]

    def _refuse_foreign(self, deck: Deck, names: set[ItemId]) -> None:
        owners = {
            name: other.id for other in self._tables.decks.values() if other.id != deck.id for name in _contents(other)
        }
        taken = sorted(name for name in names if name in owners)
        if taken:
            text = "this id belongs to the deck {} already"
            raise DeckError(tuple(Problem(Path(deck.id), 1, name, text.format(owners[name])) for name in taken))

    def _earliest(self, item: Item) -> FaceState | None:
        if not isinstance(item, Card):
            return None
        states = [self._tables.states.get(face.id, FaceState(face.id)) for face in faces_of(item)]
        return min(states, key=lambda state: (state.schedule.due is None, state.schedule.due or NOON))


class FakeStudy:
    """States by face and a list of entries (see `certdeck.ports.store.Study`)."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def state(self, face: FaceId) -> FaceState:
        return self._tables.states.get(face, FaceState(face))

    def asked(self, face: FaceId, soon: Iterable[FaceId] = ()) -> tuple[Item | None, FaceState]:
        del soon
        return FakeContent(self._tables).item(item_of(face)), self.state(face)

    def record(self, entry: StudyEntry) -> None:
        self._tables.log.append(entry._replace(id=len(self._tables.log) + 1))
        self._tables.states[entry.after.face] = entry.after

    def log(self, after: int = 0, most: int | None = None) -> tuple[StudyEntry, ...]:
        return tuple(self._tables.log[after:][:most])

    def log_of(self, face: FaceId) -> tuple[StudyEntry, ...]:
        return tuple(entry for entry in self._tables.log if entry.after.face == face)

    def done_since(self, deck: DeckId, since: datetime, before: datetime) -> Done:
        faces = self._tables.positions(deck)
        rated = [entry for entry in standing_ratings(self._tables.log) if since <= entry.at < before]
        done = [entry for entry in rated if entry.after.face in faces]
        met = [entry.before.schedule for entry in done]
        reviews = [schedule for schedule in met if schedule.phase is Phase.REVIEW]
        return Done(
            len(done),
            sum(entry.milliseconds for entry in done),
            sum(schedule.phase is Phase.NEW for schedule in met),
            len(reviews),
            sum(schedule.due is not None and schedule.due < since for schedule in reviews),
        )

    def rated_by_deck(self, since: datetime, before: datetime) -> Mapping[DeckId, Counts]:
        found = {}
        owners = {name: deck.cards for name, deck in self._tables.decks.items()}
        owners[DeckId("own")] = tuple(self._tables.own.values())
        rated = [entry for entry in standing_ratings(self._tables.log) if since <= entry.at < before]
        for name, cards in owners.items():
            faces = {face.id for card in cards for face in faces_of(card)}
            phases = [entry.before.schedule.phase for entry in rated if entry.after.face in faces]
            if phases:
                new, due = phases.count(Phase.NEW), phases.count(Phase.REVIEW)
                found[name] = Counts(new, len(phases) - new - due, due)
        return found

    def last_rated(self, before: datetime) -> datetime | None:
        times = [entry.at for entry in self._tables.log if entry.kind == "rate" and entry.at < before]
        return max(times, default=None)

    def pace(self, since: datetime, before: datetime) -> tuple[int, int]:
        rated = [entry.at for entry in self._tables.log if entry.kind == "rate" and since <= entry.at < before]
        return len(rated), len({(at - since) // timedelta(days=1) for at in rated})

    def tallies(self, blueprint: BlueprintId) -> tuple[TaskTally, ...]:
        seen = {item.question.id for sitting in self._tables.fresh.values() for item in sitting.form.items}
        tallies: dict[str, TaskTally] = {}
        for item in (
            *(item for deck in map(self._tables.desk.edited, self._tables.decks.values()) for item in deck.items()),
            *self._tables.own.values(),
        ):
            coverage = item.coverage(blueprint)
            if coverage is None or isinstance(item, Sheet | ConfusionSet | Term):
                continue
            tally = tallies.get(coverage.task, TaskTally(coverage.task))
            if isinstance(item, Card):
                states = [self.state(face.id) for face in faces_of(item)]
                known = sum(state.schedule.phase is Phase.REVIEW for state in states)
                tally = replace(tally, faces=tally.faces + len(states), known=tally.known + known)
            else:
                tally = replace(tally, questions=tally.questions + 1, seen=tally.seen + (item.id in seen))
            tallies[coverage.task] = tally
        return tuple(tallies[task] for task in sorted(tallies))


class FakeSittings:
    """Forms and events by sitting (see `certdeck.ports.store.Sittings`)."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, head: SittingHead, sitting: Sitting) -> SittingId:
        identity = SittingId(len(self._tables.heads) + 1)
        self._tables.heads[identity] = replace(head, id=identity, elapsed=0.0, ticked_at=head.started_at)
        self._tables.fresh[identity] = new_sitting(
            identity,
            head.title,
            sitting.form,
            started_at=head.started_at,
            seconds_allowed=head.seconds_allowed,
            kind=head.kind,
            conduct=head.conduct,
        )
        self._tables.events[identity] = ()
        return identity

    def append(self, sitting: SittingId, event: Event, elapsed: float, at: datetime) -> None:
        if self._head(sitting).finished_at is not None:
            raise SittingEnded("This exam has ended. Its answers are kept; open its report.")
        self._tables.events[sitting] += ((event, elapsed),)
        self.tick(sitting, elapsed, at)

    def length(self, sitting: SittingId) -> int:
        return len(self._tables.events[sitting])

    def tick(self, sitting: SittingId, elapsed: float, at: datetime) -> None:
        head = self._head(sitting)
        if head.finished_at is None:
            self._tables.heads[sitting] = replace(
                head, elapsed=max(head.elapsed, elapsed), ticked_at=max(head.ticked_at or at, at)
            )

    def finish(self, sitting: SittingId, ending: Ending, scaled: int | None, result: Share, at: datetime) -> None:
        self._tables.heads[sitting] = replace(
            self._head(sitting), finished_at=at, ending=ending, scaled=scaled, result=result
        )

    def load(self, sitting: SittingId) -> Sitting:
        head = self._head(sitting)
        return replayed(self._tables.fresh[sitting], self._tables.events[sitting]).ticked(head.elapsed)

    def heads(self) -> tuple[SittingHead, ...]:
        heads = self._tables.heads.values()
        return tuple(sorted(heads, key=lambda head: (head.started_at, head.id), reverse=True))

    def head(self, sitting: SittingId) -> SittingHead:
        return self._head(sitting)

    def put_survey(self, sitting: SittingId, survey: Survey) -> None:
        self._tables.surveys[sitting] = survey

    def survey(self, sitting: SittingId) -> Survey | None:
        return self._tables.surveys.get(sitting)

    def _head(self, sitting: SittingId) -> SittingHead:
        if sitting not in self._tables.heads:
            raise ExamError(f"There is no exam number {sitting}. Choose one from the list of exams.")
        return self._tables.heads[sitting]


class FakePreferences:
    """Settings by name (see `certdeck.ports.store.Preferences`)."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def all(self) -> Mapping[str, str]:
        return dict(self._tables.settings)

    def put(self, name: str, value: str) -> None:
        self._tables.settings[name] = value

    def remove(self, name: str) -> None:
        self._tables.settings.pop(name, None)


class FakeWork:
    """One transaction: a copy of everything, which `commit` makes the real thing."""

    content: Content
    own: OwnContent
    intake: Intake
    outgoing: Outgoing
    study: Study
    history: History
    queues: Queues
    figures: Figures
    presets: Presets
    search: Search
    saved_searches: SavedSearches
    replays: Replays
    sittings: Sittings
    results: Results
    preferences: Preferences
    exchange: Exchange

    def __init__(self, store: "FakeStore") -> None:
        self._store = store
        self._tables = store.tables.copy()

    def commit(self) -> None:
        self._store.committed(self._tables.copy())

    def __enter__(self) -> Self:
        self.content = FakeContent(self._tables)
        tables = self._tables
        self.own = FakeOwn(tables.desk, tables.decks, tables.own, tables.revised.__setitem__)
        self.outgoing = FakeOutgoing(
            tables.decks,
            tables.own,
            tables.desk,
            tables.shelf_of_searches.keys,
            tables.revised,
            tables.states,
            tables.log,
        )
        content = FakeContent(tables)
        self.intake = FakeIntake(tables.decks, content.replace, content.drop, tables.states, tables.log)
        shared = FakeSharedCards(tables.told, tables.decks, tables.own, tables.revised, lambda: self.intake)
        self.exchange = FakeExchange(FakeOperations(tables.told), shared)
        self.study = FakeStudy(self._tables)
        self.history = FakeHistory(self._tables.stack, self._tables.log, self.study.record)
        self.queues = FakeQueues(self._tables.shelf())
        exams = Exams(self._tables.graded, lambda item: self._tables.heads[item.sitting])
        self.figures = FakeFigures(self._tables.shelf(), exams)
        self.replays = FakeReplays(
            self._tables.log, self._tables.states, tuple(self._tables.decks), self._tables.positions
        )
        self.presets = FakePresets(self._tables.presets)
        self.search = FakeSearch(self._tables.stock())
        self.saved_searches = FakeSavedSearches(self._tables.shelf_of_searches)
        self.sittings = FakeSittings(self._tables)
        self.results = FakeResults(self._tables)
        self.preferences = FakePreferences(self._tables)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class FakeStore:
    """The database in dicts (see `certdeck.ports.store.Store`); what was committed outlives `close`."""

    def __init__(self) -> None:
        self.tables = Tables()
        self._commits = 0

    def open(self, *, writing: bool = False) -> FakeWork:
        return FakeWork(self)

    def committed(self, tables: Tables) -> None:
        self.tables = tables
        self._commits += 1

    def hurried(self) -> AbstractContextManager[None]:
        return nullcontext()

    def written(self) -> int:
        return self._commits

    def close(self) -> None: ...


def _head(deck: Deck, installed_at: datetime) -> DeckHead:
    return DeckHead(
        deck.id,
        deck.title,
        deck.version,
        deck.language,
        deck.licence,
        deck.notice,
        deck.digest,
        installed_at,
        deck.blueprints,
        deck.forms,
    )


def _contents(deck: Deck) -> dict[ItemId, Item | Scenario]:
    contents: tuple[Item | Scenario, ...] = (*deck.items(), *deck.scenarios)
    return {entry.id: entry for entry in contents}


def _row(item: Item, position: int, blueprint: BlueprintId, state: FaceState | None) -> ItemRow:
    coverage = item.coverage(blueprint)
    assert coverage is not None
    kind, form, title = _words(item)
    row = ItemRow(item.id, kind, form, title, coverage.task, coverage.bullets[0], position)
    if state is None:
        return row
    schedule = state.schedule
    return replace(
        row, face=state.face, phase=schedule.phase, due=schedule.due, suspended=state.suspended, flag=state.flag
    )


def _words(item: Item) -> tuple[str, str, str]:
    if isinstance(item, Card):
        return "card", item.kind.value, item.front
    if isinstance(item, Question):
        return "question", item.kind.value, item.title
    if isinstance(item, ConfusionSet):
        return "confusion", "confusion", item.title
    if isinstance(item, Term):
        return "term", "term", item.term
    assert isinstance(item, Sheet)
    return "sheet", "sheet", item.title
