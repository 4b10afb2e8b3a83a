"""What confusion sets, glossary and plans must find in the rest of their deck.

A problem is a pair of an id (of an item or of a phase) and a sentence. The rules want a deck that was read whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Card, ConfusionSet, Deck, Item, Term
from certdeck.core.deck_plan import DeckPlan, PlanPhase, QuizGate
from certdeck.core.ids import ItemId, TaskId

Relation = tuple[ItemId, str]


def problems(deck: Deck) -> Iterator[Relation]:
    """Yield what confusion sets and terms name that isn't there, and names that two terms share."""
    known = {item.id: item for item in deck.items()}
    for confusion in deck.confusions:
        yield from _strangers(confusion, (card for member in confusion.members for card in member.cards), known)
    for term in deck.terms:
        yield from _strangers(term, term.links, known)
    yield from _shared_names(deck.terms)


def _strangers(item: ConfusionSet | Term, cards: Iterable[ItemId], known: Mapping[ItemId, Item]) -> Iterator[Relation]:
    for name in cards:
        if name not in known:
            yield item.id, f"names the card `{name}`, which is not in this deck"
        elif not isinstance(known[name], Card):
            yield item.id, f"names `{name}`, which is no card"


def _shared_names(terms: Iterable[Term]) -> Iterator[Relation]:
    owners: dict[str, ItemId] = {}
    for term in terms:
        for name in dict.fromkeys(" ".join(name.split()).casefold() for name in term.names):
            if name in owners:
                yield term.id, f"is called “{name}”, and so is {owners[name]}"
            owners.setdefault(name, term.id)


@dataclass(frozen=True, slots=True)
class _Stock:
    """What an exam has to offer to its plan."""

    exam: Blueprint
    tasks: frozenset[TaskId]
    cards: Mapping[TaskId, int]
    questions: Mapping[TaskId, int]
    sheets: frozenset[ItemId]
    forms: frozenset[str]


def plan_problems(plan: DeckPlan, exam: Blueprint, deck: Deck) -> Iterator[Relation]:
    """Yield what is wrong with the plan for `exam`; what concerns no single phase has an empty id."""
    stock = _stock(exam, deck)
    whole = ItemId("")
    weeks = sum(phase.weeks for phase in plan.phases)
    if weeks != plan.weeks:
        yield whole, f"the phases take {weeks} weeks, not {plan.weeks}"
    studied = {task for phase in plan.phases for task in phase.tasks}
    for task in sorted(stock.tasks - studied):
        yield whole, f"task statement {task} is in no phase"
    cards, offered = sum(phase.cards for phase in plan.phases), sum(stock.cards.values())
    if cards > offered:
        yield whole, f"the phases meet {cards} new cards; the deck has {offered} for {exam.id}"
    for phase in plan.phases:
        for text in _phase_faults(phase, stock):
            yield phase.id, text
    yield from _sat_twice(plan)


def _stock(exam: Blueprint, deck: Deck) -> _Stock:
    return _Stock(
        exam,
        frozenset(task.id for _, task in exam.tasks()),
        _by_task(deck.cards, exam),
        _by_task((question for question in deck.questions if question.scenario is None), exam),
        frozenset(sheet.id for sheet in deck.sheets if sheet.coverage(exam.id)),
        frozenset(form.name for form in deck.forms if form.exam == exam.id),
    )


def _by_task(items: Iterable[Item], exam: Blueprint) -> Mapping[TaskId, int]:
    return Counter(coverage.task for item in items if (coverage := item.coverage(exam.id)))


def _phase_faults(phase: PlanPhase, stock: _Stock) -> Iterator[str]:
    if not phase.cards and not phase.forms():
        yield "has neither cards nor an exam"
    quizzed = [task for quiz in phase.quizzes for task in quiz.tasks]
    gate_tasks = phase.gate.tasks if isinstance(phase.gate, QuizGate) else ()
    for task in dict.fromkeys((*phase.tasks, *quizzed, *gate_tasks)):
        if task not in stock.tasks:
            yield f"names task statement {task}, which {stock.exam.id} does not have"
    offered = sum(stock.cards.get(task, 0) for task in set(phase.tasks))
    if phase.cards > offered:
        yield f"meets {phase.cards} new cards; its task statements have {offered}"
    for sheet in phase.sheets:
        if sheet not in stock.sheets:
            yield f"names the sheet `{sheet}`, which the deck does not have for {stock.exam.id}"
    for form in sorted(phase.forms() - stock.forms):
        yield f"sits form {form}, which {stock.exam.id} does not have"
    for quiz in phase.quizzes:
        yield from _too_long(f"quiz “{quiz.title}”", quiz.questions, quiz.tasks, stock)
    yield from _gate_faults(phase, stock)


def _too_long(name: str, questions: int, tasks: Iterable[TaskId], stock: _Stock) -> Iterator[str]:
    offered = sum(stock.questions.get(task, 0) for task in set(tasks))
    if questions > offered:
        yield f"{name} asks {questions} questions; its task statements have {offered}"


def _gate_faults(phase: PlanPhase, stock: _Stock) -> Iterator[str]:
    if isinstance(phase.gate, QuizGate):
        yield from _too_long("the gate", phase.gate.questions, phase.gate.tasks, stock)
        return
    scale = stock.exam.scale
    if (phase.gate.percent is None) == (phase.gate.scaled is None):
        yield "the gate needs either `percent` or `scaled`"
    elif phase.gate.scaled is not None and not scale.minimum <= phase.gate.scaled <= scale.maximum:
        yield f"the gate asks for {phase.gate.scaled} on a scale from {scale.minimum} to {scale.maximum}"


def _sat_twice(plan: DeckPlan) -> Iterator[Relation]:
    """A form is new to the learner once only."""
    sat: dict[str, list[ItemId]] = defaultdict(list)
    for phase in plan.phases:
        for form in sorted(phase.forms()):
            if sat[form]:
                yield phase.id, f"sits form {form}, and so does {sat[form][0]}"
            sat[form].append(phase.id)
        for form, times in Counter(phase.exams).items():
            if times > 1:
                yield phase.id, f"sits form {form} {times} times"
