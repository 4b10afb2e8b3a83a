"""Putting a quiz together: as many questions as wanted, of what the learner chose."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Difficulty, Question, Scenario
from certdeck.core.errors import BankTooSmall, ExamError
from certdeck.core.exam.draw import Candidate, Needs, Past, Taken, candidates, give_aways, take
from certdeck.core.exam.form import Form, FormItem, shuffled
from certdeck.core.exam.quotas import capped, kind_plan
from certdeck.core.ids import DomainId, ItemId, TaskId

CASE: Final = "case-study"
"""The kind of questions that share a scenario. Older exam guides list it; today's don't."""
MOST: Final = 200
"""Questions. No exam asks more."""


class Pool(StrEnum):
    """Which questions a quiz chooses from, by what is known of them."""

    ALL = "all"
    NEW = "new"
    MISSED = "missed"
    FLAGGED = "flagged"

    def holds(self, past: Past | None) -> bool:
        """Tell whether a question with that `past` is in the pool."""
        match self:
            case Pool.ALL:
                return True
            case Pool.NEW:
                return past is None
            case Pool.MISSED:
                return past is not None and past.missed
            case Pool.FLAGGED:
                return past is not None and past.flagged


@dataclass(frozen=True, slots=True)
class Selection:
    """What a quiz asks. An empty set leaves that side open; `kinds` may hold `CASE`.

    Raises `ExamError` when `count` makes no sense.
    """

    count: int
    tasks: frozenset[TaskId] = frozenset()
    kinds: frozenset[str] = frozenset()
    difficulties: frozenset[Difficulty] = frozenset()
    pool: Pool = Pool.ALL

    def __post_init__(self) -> None:
        """Check the count."""
        if not 1 <= self.count <= MOST:
            raise ExamError(f"A quiz has 1 to {MOST} questions. Nothing was started.")

    def holds(self, entry: Candidate) -> bool:
        """Tell whether `entry` is wanted."""
        kind = entry.question.kind if entry.question.scenario is None else CASE
        return (
            (not self.tasks or entry.task in self.tasks)
            and (not self.kinds or kind in self.kinds)
            and (not self.difficulties or entry.question.difficulty in self.difficulties)
            and self.pool.holds(entry.past)
        )


def draw_quiz(
    blueprint: Blueprint,
    bank: Sequence[Question],
    scenarios: Mapping[ItemId, Scenario],
    selection: Selection,
    *,
    seed: int,
    past: Mapping[ItemId, Past] | None = None,
) -> Form:
    """Draw `selection.count` questions, all scored; the same arguments give the same form.

    Domains share them by weight as far as their questions reach, fresher questions come first, and none gives another
    away. Questions of one scenario stay together. Raises `BankTooSmall` when fewer fit, and says how many do.
    """
    dice = Random(seed)
    fitting = [entry for entry in candidates(blueprint, bank, past or {}, dice) if selection.holds(entry)]
    taken = Taken(give_aways(bank))
    singles = [entry for entry in fitting if entry.question.scenario is None]
    cases = _cases(fitting, selection.count // 2, taken, dice, whole=True) if singles else []
    left = selection.count - sum(len(case) for case in cases)
    groups = [*cases, *([entry] for entry in _singles(blueprint, singles, left, taken, dice))]
    found = sum(len(group) for group in groups)
    groups += _cases(fitting, selection.count - found, taken, dice, whole=False)
    found = sum(len(group) for group in groups)
    if found < selection.count:
        raise BankTooSmall(
            f"{found} questions fit that choice, and {selection.count} were asked for. Nothing was started. "
            "Choose fewer questions, or leave more kinds and topics in."
        )
    dice.shuffle(groups)
    items = tuple(
        FormItem(entry.question, entry.task, True, shuffled(entry.question, dice))
        for group in groups
        for entry in group
    )
    used = {item.question.scenario for item in items}
    return Form(
        blueprint.id,
        seed,
        items,
        tuple(scenario for name, scenario in sorted(scenarios.items()) if name in used),
        blueprint.outline(),
    )


def _cases(
    fitting: Sequence[Candidate], room: int, taken: Taken, dice: Random, *, whole: bool
) -> list[list[Candidate]]:
    """Choose scenarios of up to `room` questions, the freshest first; unless `whole`, the last one may be cut."""
    by_case: dict[ItemId, list[Candidate]] = defaultdict(list)
    for entry in sorted(fitting, key=lambda entry: entry.question.id):
        if entry.question.scenario is not None:
            by_case[entry.question.scenario].append(entry)
    order = dice.sample(sorted(by_case), len(by_case))
    order.sort(key=lambda case: min(entry.age for entry in by_case[case]))
    chosen: list[list[Candidate]] = []
    for case in order:
        free = [entry for entry in by_case[case] if taken.allows(entry)]
        part = free if whole else free[:room]
        if part and len(part) <= room:
            chosen.append(part)
            room -= len(part)
            for entry in part:
                taken.add(entry)
    return chosen


def _singles(
    blueprint: Blueprint, singles: Sequence[Candidate], count: int, taken: Taken, dice: Random
) -> list[Candidate]:
    by_domain: dict[DomainId, list[Candidate]] = defaultdict(list)
    for entry in singles:
        by_domain[entry.domain].append(entry)
    domains = [domain for domain in blueprint.domains if domain.id in by_domain]
    weights = {domain.id: domain.weight for domain in domains}
    chosen: list[Candidate] = []
    room = {domain.id: len(by_domain[domain.id]) for domain in domains}
    # A question that another one gives away leaves a gap, which the next round fills from elsewhere.
    while len(chosen) < count and any(room.values()):
        sizes = capped(weights, room, count - len(chosen))
        kinds = {entry.question.kind for entry in singles}
        order = dice.sample(domains, len(domains))
        plan = kind_plan(sorted(kinds), [(domain.id, sizes[domain.id]) for domain in order])
        for domain in order:
            tasks = sorted({entry.task for entry in by_domain[domain.id]})
            got = take(by_domain[domain.id], Needs(plan[domain.id], tasks, sizes[domain.id]), taken)
            chosen += got
            room[domain.id] = sum(taken.allows(entry) for entry in by_domain[domain.id])
    return chosen
