"""Drawing a form: which questions an exam asks, and in which order.

A form follows its blueprint to the item: every domain has its share of scored and of unscored questions. Inside a
domain, questions not seen before come first, then those seen longest ago. Among equally fresh ones, the choice keeps
the mix of kinds, the spread over task statements and the spread of difficulty, in this order. Questions that link to
each other give each other away and never meet.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Difficulty, Question
from certdeck.core.errors import BankTooSmall
from certdeck.core.exam.form import Form, FormItem, shuffled
from certdeck.core.exam.quotas import DIFFICULTY_MIX, kind_plan, quotas
from certdeck.core.ids import DomainId, ItemId, TaskId


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a question from earlier sittings: how often it was asked, when last, and how that went."""

    times: int
    last_seen: datetime
    missed: bool = False
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that a form may ask, with the task statement and domain it counts for."""

    question: Question
    task: TaskId
    domain: DomainId
    past: Past | None

    @property
    def age(self) -> float:
        """Sorts by freshness: never seen first, then seen longest ago."""
        return float("-inf") if self.past is None else self.past.last_seen.timestamp()

    @property
    def wear(self) -> tuple[int, float]:
        """Sorts by how often it was seen, then by when."""
        return (0 if self.past is None else self.past.times), self.age


def candidates(
    blueprint: Blueprint, bank: Iterable[Question], past: Mapping[ItemId, Past], dice: Random
) -> list[Candidate]:
    """Return the questions of `bank` that `blueprint` may ask, shuffled by `dice` however the bank was sorted."""
    found = []
    for question in sorted(bank, key=lambda entry: entry.id):
        coverage = question.coverage(blueprint.id)
        domain = blueprint.domain_of(coverage.task) if coverage else None
        if coverage is not None and domain is not None:
            found.append(Candidate(question, coverage.task, domain.id, past.get(question.id)))
    dice.shuffle(found)
    return found


def give_aways(bank: Iterable[Question]) -> Mapping[ItemId, frozenset[ItemId]]:
    """Return for each question those that link to it or that it links to."""
    linked: dict[ItemId, set[ItemId]] = defaultdict(set)
    for question in bank:
        for link in question.links:
            linked[question.id].add(link)
            linked[link].add(question.id)
    return {name: frozenset(others) for name, others in linked.items()}


def draw(
    blueprint: Blueprint,
    bank: Sequence[Question],
    *,
    seed: int,
    past: Mapping[ItemId, Past] | None = None,
) -> Form:
    """Draw a form of `blueprint.total` questions from `bank`; the same arguments give the same form.

    Scored questions are the freshest of their domain; unscored ones are those seen least often. A question of a
    scenario is never drawn, as it makes no sense alone. Raises `BankTooSmall` naming each domain that is short of
    questions, and how many.
    """
    dice = Random(seed)
    asked = [question for question in bank if question.scenario is None and question.kind in blueprint.kinds]
    pool = candidates(blueprint, asked, past or {}, dice)
    linked = give_aways(asked)
    state = dice.getstate()
    chosen = _fill(blueprint, pool, Taken(linked), dice)
    if _lacks(blueprint, chosen):
        # Links stood in the way. Those with the fewest links first leave the most room for the rest.
        dice.setstate(state)
        chosen = _fill(blueprint, pool, Taken(linked, sparing=True), dice)
    _refuse_short(blueprint, chosen, pool)
    items = [
        FormItem(entry.question, entry.task, scored, shuffled(entry.question, dice))
        for (_, scored), entries in chosen.items()
        for entry in entries
    ]
    dice.shuffle(items)
    return Form(blueprint.id, seed, tuple(items), outline=blueprint.outline())


Cell = tuple[DomainId, bool]
"""A domain, and whether its questions are scored."""


def sizes_of(blueprint: Blueprint) -> dict[Cell, int]:
    """Return how many questions each cell of a whole form holds: by weight, scored and unscored apart."""
    weights = {domain.id: domain.weight for domain in blueprint.domains}
    scored, unscored = quotas(weights, blueprint.scored), quotas(weights, blueprint.unscored)
    return {
        (domain, counts): (scored if counts else unscored)[domain] for counts in (True, False) for domain in weights
    }


def _fill(blueprint: Blueprint, pool: Sequence[Candidate], taken: "Taken", dice: Random) -> dict[Cell, list[Candidate]]:
    """Choose the questions of every cell, all scored ones before the first unscored one."""
    sizes = sizes_of(blueprint)
    by_domain: dict[DomainId, list[Candidate]] = defaultdict(list)
    for entry in pool:
        by_domain[entry.domain].append(entry)
    chosen: dict[Cell, list[Candidate]] = {}
    for scored in (True, False):
        domains = dice.sample(blueprint.domains, len(blueprint.domains))
        plan = kind_plan(blueprint.kinds, [(domain.id, sizes[domain.id, scored]) for domain in domains])
        for domain in domains:
            needs = Needs(plan[domain.id], [task.id for task in domain.tasks], sizes[domain.id, scored])
            for entry in chosen.get((domain.id, True), ()):
                needs.even_out(entry)
            chosen[domain.id, scored] = take(by_domain[domain.id], needs, taken, by_wear=not scored)
    return chosen


@dataclass
class Taken:
    """What a form holds so far. `sparing` prefers questions that few others link to."""

    linked: Mapping[ItemId, frozenset[ItemId]]
    sparing: bool = False
    names: set[ItemId] = field(default_factory=set)

    def allows(self, entry: Candidate) -> bool:
        """Tell whether `entry` is neither taken nor given away by one that is."""
        name = entry.question.id
        return name not in self.names and not self.linked.get(name, _NONE) & self.names

    def add(self, entry: Candidate) -> None:
        """Take `entry`."""
        self.names.add(entry.question.id)

    def cost(self, entry: Candidate) -> int:
        """Return how many questions `entry` keeps out."""
        return len(self.linked.get(entry.question.id, _NONE)) if self.sparing else 0


_NONE: Final[frozenset[ItemId]] = frozenset()


class Needs:
    """What a cell still wants: `kinds` is its plan, and all of `tasks` and difficulties get an even share of `size`."""

    def __init__(self, kinds: Mapping[str, int], tasks: Sequence[TaskId], size: int) -> None:
        self.size = size
        self._kinds: Counter[str] = Counter(kinds)
        self._tasks = dict.fromkeys(tasks, size / len(tasks) if tasks else 0.0)
        self._difficulties = {level: size * share / 100 for level, share in DIFFICULTY_MIX.items()}

    def rank(self, entry: Candidate) -> tuple[int, int, float, float]:
        """Return how much `entry` is wanted; a larger rank is wanted more."""
        kind = self._kinds[entry.question.kind]
        task = self._tasks.get(entry.task, 0.0)
        return (kind > 0, kind if kind < 0 else 0, round(task, 6), self._difficulties[entry.question.difficulty])

    def even_out(self, entry: Candidate) -> None:
        """Take note that the form asks `entry`, here or in another cell: its task statement is wanted less."""
        self._tasks[entry.task] = self._tasks.get(entry.task, 0.0) - 1

    def met_by(self, entry: Candidate) -> None:
        """Take note that `entry` was chosen."""
        self._kinds[entry.question.kind] -= 1
        self.even_out(entry)
        self._difficulties[Difficulty(entry.question.difficulty)] -= 1


def take(entries: Sequence[Candidate], needs: Needs, taken: Taken, *, by_wear: bool = False) -> list[Candidate]:
    """Choose up to `needs.size` of `entries`, fresher ones first, and among equally fresh ones those wanted most."""
    tiers: dict[tuple[float, ...], list[Candidate]] = defaultdict(list)
    for entry in entries:
        tiers[(taken.cost(entry), *(entry.wear if by_wear else (entry.age,)))].append(entry)
    chosen: list[Candidate] = []
    for tier in (tiers[key] for key in sorted(tiers)):
        free = [entry for entry in tier if taken.allows(entry)]
        while free and len(chosen) < needs.size:
            best = max(free, key=needs.rank)
            chosen.append(best)
            taken.add(best)
            needs.met_by(best)
            free = [entry for entry in free if taken.allows(entry)]
    return chosen


def _lacks(blueprint: Blueprint, chosen: Mapping[Cell, Sequence[Candidate]]) -> dict[DomainId, int]:
    """Return how many questions each domain is short of."""
    missing: Counter[DomainId] = Counter()
    for cell, size in sizes_of(blueprint).items():
        missing[cell[0]] += size - len(chosen[cell])
    return {domain: count for domain, count in missing.items() if count}


def _refuse_short(blueprint: Blueprint, chosen: Mapping[Cell, Sequence[Candidate]], pool: Sequence[Candidate]) -> None:
    missing = _lacks(blueprint, chosen)
    if not missing:
        return
    held = Counter(entry.domain for entry in pool)
    used = Counter(entry.domain for entries in chosen.values() for entry in entries)
    words = []
    for domain in blueprint.domains:
        if domain.id in missing:
            kept_out = held[domain.id] - used[domain.id]
            reason = f" ({kept_out} more would give others away)" if kept_out else ""
            words.append(f"domain {domain.id} ({domain.short}) lacks {missing[domain.id]}{reason}")
    raise BankTooSmall(
        f"There are not enough questions for a whole {blueprint.code} exam: {', '.join(words)}. "
        "Nothing was started. Add questions to the deck, or choose another exam."
    )
