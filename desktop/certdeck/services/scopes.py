"""What can be studied: the exam, its domains and task statements, and other decks, with what waits of each."""

from dataclasses import dataclass

from certdeck.core.blueprint import Blueprint
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.scope import Scope
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.calendar import Calendar
from certdeck.services.library import OWN, LibraryService
from certdeck.services.options import OptionsService
from certdeck.services.study import StudyService

OWN_TITLE = "My cards"
NOTHING = Counts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class ScopeNode:
    """Something to study. `level` is 0 for an exam or a deck, 1 for a domain, 2 for a task statement."""

    scope: Scope
    name: str
    level: int
    counts: Counts


class ScopeService:
    """Counts what waits, up to what today may still bring. Kept until study data, decks or options change."""

    def __init__(
        self, store: Store, library: LibraryService, options: OptionsService, calendar: Calendar, study: StudyService
    ) -> None:
        self._store = store
        self._library = library
        self._options = options
        self._calendar = calendar
        self._study = study
        self._kept: tuple[object, tuple[ScopeNode, ...]] = (None, ())

    def tree(self) -> tuple[ScopeNode, ...]:
        """Return the exam studied for with its parts below it, then the other decks.

        Raises `CertdeckError` when no deck is installed.
        """
        exam = self._library.exam()
        whole = Scope(exam.deck.id, exam.blueprint.id)
        today = self._study.today().counts
        with self._store.open() as work:
            decks = [head.id for head in self._library.heads()]
            options = tuple(self._options.of(deck) for deck in decks)
            key = (work.queues.stamp(), self._calendar.ends(), whole, today, options)
            if self._kept[0] != key:
                parts = self._parts(work, whole, exam.blueprint, today)
                self._kept = (key, (*parts, *self._decks(work, exam.deck.id)))
        return self._kept[1]

    def of_face(self, face: FaceId) -> Scope | None:
        """Return the scope by whose options `face` is rated where none was chosen: its deck, None for the exam's."""
        with self._store.open() as work:
            deck = work.replays.deck_of(face)
        return None if deck in (None, self._library.exam().deck.id) else Scope(deck)

    def stands(self, scope: Scope) -> bool:
        """Tell whether `scope` can be studied still: it is of the exam studied for, or of a deck that is there."""
        if scope.exam is not None:
            return scope.exam == self._library.exam().blueprint.id
        return scope.deck == OWN or any(head.id == scope.deck for head in self._library.heads())

    def name(self, scope: Scope | None) -> str:
        """Return what `scope` is called; without one, the exam studied for."""
        exam = self._library.exam()
        if scope is None or scope == Scope(exam.deck.id, exam.blueprint.id):
            return exam.blueprint.code
        if scope.exam is None:
            titles = {head.id: head.title for head in self._library.heads()} | {OWN: OWN_TITLE}
            return titles.get(scope.deck, scope.deck)
        return _part_name(exam.blueprint, scope.part)

    def _parts(self, work: UnitOfWork, whole: Scope, blueprint: Blueprint, today: Counts) -> list[ScopeNode]:
        waiting = work.queues.counts_of_tasks(whole.deck, blueprint.id, self._calendar.ends())
        nodes = [ScopeNode(whole, blueprint.code, 0, today)]
        for domain in blueprint.domains:
            tasks = [(task, waiting.get(task.id, NOTHING)) for task in domain.tasks]
            every = Counts(*(sum(part) for part in zip(*(_numbers(counts) for _, counts in tasks), strict=True)))
            names = [(domain.id, 1, every), *((task.id, 2, counts) for task, counts in tasks)]
            nodes += [
                ScopeNode(
                    Scope(whole.deck, blueprint.id, part), _part_name(blueprint, part), level, _least(counts, today)
                )
                for part, level, counts in names
            ]
        return nodes

    def _decks(self, work: UnitOfWork, but: DeckId) -> list[ScopeNode]:
        titles = {head.id: head.title for head in self._library.heads()} | {OWN: OWN_TITLE}
        presets = [preset.options for preset in self._options.presets()]
        new = max(options.new_per_day for options in presets)
        reviews = max(options.reviews_per_day for options in presets)
        found = work.queues.counts_of_decks(self._calendar.ends(), new=new, reviews=reviews)
        done = work.study.rated_by_deck(self._calendar.starts(), self._calendar.ends())
        return [
            ScopeNode(Scope(deck), titles[deck], 0, _least(found[deck], self._left(deck, done.get(deck, NOTHING))))
            for deck in titles
            if deck in found and deck != but
        ]

    def _left(self, deck: DeckId, done: Counts) -> Counts:
        """Return how much today may still bring of `deck`; there is no limit to learning steps."""
        options = self._options.of(self._library.options_deck(deck)).options
        return Counts(max(0, options.new_per_day - done.new), 0, max(0, options.reviews_per_day - done.due))


def _part_name(blueprint: Blueprint, part: str) -> str:
    for domain in blueprint.domains:
        if domain.id == part:
            return f"{domain.id} {domain.short}"
        for task in domain.tasks:
            if task.id == part:
                return f"{task.id} {task.short}"
    return part


def _numbers(counts: Counts) -> tuple[int, int, int]:
    return counts.new, counts.learning, counts.due


def _least(counts: Counts, most: Counts) -> Counts:
    return Counts(min(counts.new, most.new), counts.learning, min(counts.due, most.due))
