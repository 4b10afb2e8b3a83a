"""Drawing a form: which questions an exam asks, in which order, with their options in which order."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.errors import ExamError
from certdeck.core.ids import BlueprintId, DomainId, ItemId, OptionId, TaskId


@dataclass(frozen=True, slots=True)
class FormItem:
    """A question as this form asks it: `order` is the order of its options, steps or responses on the screen."""

    question: Question
    task: TaskId
    scored: bool
    order: tuple[OptionId, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of one sitting. The same blueprint, bank, history and seed give the same form."""

    blueprint: BlueprintId
    seed: int
    items: tuple[FormItem, ...]


def quotas(weights: Mapping[DomainId, int], total: int) -> dict[DomainId, int]:
    """Share `total` among domains by weight with the largest-remainder (Hare) method; ties go to the first domain."""
    whole = sum(weights.values())
    shares = {domain: divmod(weight * total, whole) for domain, weight in weights.items()}
    given = {domain: share for domain, (share, _) in shares.items()}
    left = total - sum(given.values())
    for domain in sorted(shares, key=lambda name: -shares[name][1])[:left]:
        given[domain] += 1
    return given


def draw(
    blueprint: Blueprint,
    bank: Sequence[Question],
    *,
    seed: int,
    last_seen: Mapping[ItemId, datetime] | None = None,
) -> Form:
    """Draw a form of `blueprint.total` questions from `bank`.

    The domains' weights hold for the scored and for the unscored questions alike; inside a domain the task statements
    take turns. Unseen questions come first, then those seen longest ago (`last_seen`). No two questions that link to
    each other meet in a form, and a question of a scenario is never drawn alone. Raises `ExamError` naming each domain
    that is short of questions, and how many.
    """
    dice = Random(seed)
    weights = {domain.id: domain.weight for domain in blueprint.domains}
    scored, unscored = quotas(weights, blueprint.scored), quotas(weights, blueprint.unscored)
    pool = _Pool(blueprint, bank, dice, last_seen or {})
    taken = {domain: pool.take(domain, scored[domain] + unscored[domain]) for domain in weights}
    _refuse_short(blueprint, taken, scored, unscored)
    items: list[FormItem] = []
    for domain, questions in taken.items():
        trial = set(dice.sample(range(len(questions)), unscored[domain]))
        for index, (task, question) in enumerate(questions):
            items.append(FormItem(question, task, index not in trial, shuffled(question, dice)))
    dice.shuffle(items)
    return Form(blueprint.id, seed, tuple(items))


def shuffled(question: Question, dice: Random) -> tuple[OptionId, ...]:
    """Return the order in which the responses of `question` are shown.

    Pinned options stay last, in the author's order. An ordering question never shows the right order at first.
    """
    match question:
        case ChoiceQuestion():
            free = [option.id for option in question.options if not option.pin_last]
            dice.shuffle(free)
            return (*free, *(option.id for option in question.options if option.pin_last))
        case OrderingQuestion():
            responses = [step.id for step in (*question.steps, *question.decoys)]
            while True:
                dice.shuffle(responses)
                if tuple(responses[: len(question.steps)]) != question.key:
                    return tuple(responses)
        case MatchingQuestion():
            responses = [response.id for response in question.responses]
            dice.shuffle(responses)
            return tuple(responses)


def _refuse_short(
    blueprint: Blueprint,
    taken: Mapping[DomainId, Collection[object]],
    scored: Mapping[DomainId, int],
    unscored: Mapping[DomainId, int],
) -> None:
    short = [
        f"domain {domain.id} ({domain.short}) lacks {scored[domain.id] + unscored[domain.id] - len(taken[domain.id])}"
        for domain in blueprint.domains
        if len(taken[domain.id]) < scored[domain.id] + unscored[domain.id]
    ]
    if short:
        raise ExamError(
            f"There are not enough questions for a whole {blueprint.code} exam: {', '.join(short)}. "
            "Nothing was started. Add questions to the deck, or choose another exam."
        )


def _last_seen(question: Question, last_seen: Mapping[ItemId, datetime]) -> float:
    return last_seen[question.id].timestamp() if question.id in last_seen else float("-inf")


class _Pool:
    """The bank by domain and task statement, the freshest question of each on top."""

    def __init__(
        self, blueprint: Blueprint, bank: Sequence[Question], dice: Random, last_seen: Mapping[ItemId, datetime]
    ) -> None:
        self._waiting: dict[DomainId, dict[TaskId, list[Question]]] = defaultdict(lambda: defaultdict(list))
        self._linked: dict[ItemId, set[ItemId]] = defaultdict(set)
        self._taken: set[ItemId] = set()
        candidates = [question for question in bank if question.scenario is None and question.kind in blueprint.kinds]
        candidates.sort(key=lambda question: question.id)
        dice.shuffle(candidates)
        candidates.sort(key=lambda question: _last_seen(question, last_seen))
        for question in candidates:
            coverage = question.coverage(blueprint.id)
            domain = blueprint.domain_of(coverage.task) if coverage else None
            if coverage and domain:
                self._waiting[domain.id][coverage.task].append(question)
            for link in question.links:
                self._linked[question.id].add(link)
                self._linked[link].add(question.id)
        self._turns = {domain.id: dice.sample(domain.tasks, len(domain.tasks)) for domain in blueprint.domains}

    def take(self, domain: DomainId, count: int) -> list[tuple[TaskId, Question]]:
        """Take up to `count` questions of `domain`, its task statements in turn."""
        chosen: list[tuple[TaskId, Question]] = []
        turns = [task.id for task in self._turns[domain]]
        while turns and len(chosen) < count:
            task = turns.pop(0)
            question = self._next(domain, task)
            if question is not None:
                chosen.append((task, question))
                turns.append(task)
        return chosen

    def _next(self, domain: DomainId, task: TaskId) -> Question | None:
        waiting = self._waiting[domain][task]
        while waiting:
            question = waiting.pop(0)
            if not self._linked[question.id] & self._taken:
                self._taken.add(question.id)
                return question
        return None
