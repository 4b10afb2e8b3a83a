"""Valid values for tests. Each builder takes overrides by keyword; what isn't given is right and short."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from certdeck.core.blueprint import Blueprint, Bullet, Domain, Scale, Status, TaskStatement
from certdeck.core.card_parts import CardChoice, Grid, Occlusion, Outline, Shape
from certdeck.core.deck import (
    Card,
    CardKind,
    ChoiceQuestion,
    Confusable,
    ConfusionSet,
    Coverage,
    Deck,
    Difficulty,
    HookBlock,
    MatchingQuestion,
    Option,
    OrderingQuestion,
    Prompt,
    Question,
    QuestionKind,
    Response,
    Sheet,
    Source,
    Step,
    TableBlock,
    Term,
)
from certdeck.core.deck_plan import DeckPlan, PlannedQuiz, PlanPhase, QuizGate
from certdeck.core.exam.form import Form, FormItem
from certdeck.core.exam.sitting import Sitting, new_sitting
from certdeck.core.ids import BlueprintId, BulletId, DeckId, DomainId, ItemId, OptionId, SittingId, TaskId

EXAM = BlueprintId("exam-1")
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
SOURCE = Source("A page", "https://example.org/page", date(2026, 3, 1))


def blueprint(*, weights: tuple[int, ...] = (28, 26, 22, 24), tasks: int = 3, **changes: Any) -> Blueprint:
    """Return an exam with a domain for each weight and `tasks` task statements in each, of two bullets (k1, k2)."""
    made = Blueprint(
        id=EXAM,
        code="EX-1",
        title="An exam",
        minutes=130,
        scored=50,
        unscored=15,
        scale=Scale(100, 1000, 720),
        kinds=tuple(QuestionKind),
        domains=tuple(_domain(number, weight, tasks) for number, weight in enumerate(weights, start=1)),
        status=Status("It can be booked.", date(2026, 3, 1), "https://example.org/exam"),
    )
    return replace(made, **changes)


def _domain(number: int, weight: int, tasks: int) -> Domain:
    statements = tuple(_task(f"{number}.{index}") for index in range(1, tasks + 1))
    return Domain(DomainId(str(number)), f"Domain {number}", f"D{number}", weight, statements)


def _task(name: str) -> TaskStatement:
    bullets = tuple(Bullet(BulletId(f"{name}.k{index}"), f"Bullet {name}.k{index}") for index in (1, 2))
    return TaskStatement(TaskId(name), f"Task {name}", f"T{name}", bullets)


def covers(task: str = "1.1", exam: BlueprintId = EXAM) -> tuple[Coverage, ...]:
    """Return coverage of the first bullet of `task`."""
    return (Coverage(exam, (BulletId(f"{task}.k1"),)),)


CLASSIC = (CardKind.BASIC, CardKind.REVERSED, CardKind.CLOZE, CardKind.TYPED)
"""The kinds of cards in the deck that most tests have."""


def card(name: str = "c-1", kind: CardKind = CardKind.BASIC, *, task: str = "1.1", **changes: Any) -> Card:
    """Return a card of `kind` with texts that fit it."""
    cloze, typed = kind is CardKind.CLOZE, kind is CardKind.TYPED
    made = Card(
        id=ItemId(name),
        covers=covers(task),
        sources=(SOURCE,),
        kind=kind,
        front=f"{{{{c1::Gap}}}} one and {{{{c2::gap two}}}} of {name}" if cloze else f"Front of {name}?",
        back=f"Back of {name}.",
        answer="right answer" if typed else "",
        **_card_parts(kind),
    )
    return replace(made, **changes)


def _card_parts(kind: CardKind) -> dict[str, Any]:
    match kind:
        case CardKind.CHOICE:
            return {"choices": tuple(CardChoice(f"Choice {name}", right=name == "b") for name in "abc")}
        case CardKind.TABLE:
            return {"grid": Grid(("Thing", "Use", "Limit"), (("One", "Some", "1 GB"), ("Two", "Other", "2 GB")))}
        case CardKind.OCCLUSION:
            left = Shape(Outline.RECTANGLE, ((0.1, 0.1), (0.3, 0.4)), 1)
            right = Shape(Outline.ELLIPSE, ((0.6, 0.1), (0.9, 0.4)), 2)
            return {"occlusion": Occlusion("plot.png", (left, right))}
        case _:
            return {}


def multiple_choice(name: str = "q-1", *, key: str = "a", task: str = "1.1", **changes: Any) -> ChoiceQuestion:
    """Return a question with the options a to d, of which `key` is right."""
    return choice(name, options(4, key), QuestionKind.MULTIPLE_CHOICE, task=task, **changes)


def multiple_response(name: str = "q-1", *, keys: str = "ac", task: str = "1.1", **changes: Any) -> ChoiceQuestion:
    """Return a question with the options a to e, of which those in `keys` are right."""
    return choice(name, options(5, keys), QuestionKind.MULTIPLE_RESPONSE, task=task, **changes)


def options(count: int, keys: Iterable[str]) -> tuple[Option, ...]:
    """Return options a, b, c … of which those in `keys` are right."""
    names = "abcdefgh"[:count]
    return tuple(Option(OptionId(name), f"Option {name}", f"Why {name}.", key=name in keys) for name in names)


def choice(
    name: str, given: tuple[Option, ...], kind: QuestionKind, *, task: str = "1.1", **changes: Any
) -> ChoiceQuestion:
    """Return a choice question with the options `given`."""
    made = ChoiceQuestion(
        id=ItemId(name),
        covers=covers(task),
        sources=(SOURCE,),
        title=f"Title of {name}",
        stem=f"Stem of {name}?",
        difficulty=Difficulty.MEDIUM,
        kind=kind,
        options=given,
    )
    return replace(made, **changes)


def ordering(
    name: str = "q-1", *, steps: str = "abc", decoys: str = "d", task: str = "1.1", **changes: Any
) -> OrderingQuestion:
    """Return a question whose right order is `steps`; `decoys` belong nowhere."""
    made = OrderingQuestion(
        id=ItemId(name),
        covers=covers(task),
        sources=(SOURCE,),
        title=f"Title of {name}",
        stem=f"Stem of {name}?",
        difficulty=Difficulty.MEDIUM,
        steps=tuple(Step(OptionId(step), f"Step {step}", f"Why {step}.") for step in steps),
        decoys=tuple(Step(OptionId(step), f"Step {step}", f"Why not {step}.") for step in decoys),
    )
    return replace(made, **changes)


def matching(
    name: str = "q-1", *, keys: str = "abc", left_over: str = "d", task: str = "1.1", **changes: Any
) -> MatchingQuestion:
    """Return a question with a prompt p1, p2 … for each of `keys`; the responses in `left_over` belong to none."""
    prompts = tuple(
        Prompt(OptionId(f"p{number}"), f"Prompt {number}", OptionId(key), f"Why {key}.")
        for number, key in enumerate(keys, start=1)
    )
    responses = [Response(OptionId(key), f"Response {key}") for key in sorted(set(keys))]
    responses += [Response(OptionId(key), f"Response {key}", f"Why not {key}.") for key in left_over]
    made = MatchingQuestion(
        id=ItemId(name),
        covers=covers(task),
        sources=(SOURCE,),
        title=f"Title of {name}",
        stem=f"Stem of {name}?",
        difficulty=Difficulty.MEDIUM,
        prompts=prompts,
        responses=tuple(responses),
        reuse=len(set(keys)) < len(keys),
    )
    return replace(made, **changes)


def sheet(name: str = "s-1", *, task: str = "1.1", **changes: Any) -> Sheet:
    """Return a sheet with a table and a hook."""
    table = TableBlock("Table", ("Thing", "Use"), (("One", "Some"), ("Two", "Other")))
    made = Sheet(
        id=ItemId(name),
        covers=covers(task),
        sources=(SOURCE,),
        title=f"Title of {name}",
        minutes=3,
        blocks=(table, HookBlock("Hook", "Remember this.")),
    )
    return replace(made, **changes)


def confusion(name: str = "x-1", *, cards: tuple[str, ...] = ("c-basic", "c-reversed"), **changes: Any) -> ConfusionSet:
    """Return a confusion set with a member for each of `cards`: Thing 1, Thing 2 and so on."""
    members = tuple(
        Confusable(f"Thing {number}", f"Cue {number}", (ItemId(taught),)) for number, taught in enumerate(cards, 1)
    )
    made = ConfusionSet(
        id=ItemId(name),
        covers=covers(),
        sources=(SOURCE,),
        title=f"Title of {name}",
        apart=f"What tells {name} apart.",
        members=members,
    )
    return replace(made, **changes)


def term(name: str = "g-1", *, word: str = "shadow test", also: tuple[str, ...] = (), **changes: Any) -> Term:
    """Return a term of the glossary that no card teaches."""
    made = Term(
        id=ItemId(name), covers=covers(), sources=(SOURCE,), term=word, also=also, means=f"What a {word} means."
    )
    return replace(made, **changes)


def phase(name: str = "phase-1", *, tasks: tuple[str, ...] = ("1.1",), **changes: Any) -> PlanPhase:
    """Return a phase of one week with two new cards and a quiz as its gate, about `tasks`."""
    studied = tuple(map(TaskId, tasks))
    made = PlanPhase(
        id=ItemId(name),
        title=f"Title of {name}",
        weeks=1,
        goal="A goal.",
        tasks=studied,
        topics=("A topic",),
        cards=2,
        sheets=(),
        quizzes=(PlannedQuiz("A quiz", studied, 2, 4),),
        exams=(),
        gate=QuizGate(studied, 3, 6, 75, "Try again."),
    )
    return replace(made, **changes)


def deck_plan(*phases: PlanPhase, exam: BlueprintId = EXAM) -> DeckPlan:
    """Return a plan of `phases`."""
    return DeckPlan(exam, sum(entry.weeks for entry in phases), phases)


def bank(exam: Blueprint, per_task: int) -> tuple[Question, ...]:
    """Return `per_task` questions for every task statement of `exam`, all four kinds among them."""
    kinds = (multiple_choice, multiple_response, ordering, matching)
    names = [(task.id, number) for _, task in exam.tasks() for number in range(per_task)]
    return tuple(
        kinds[index % len(kinds)](f"q-{task}-{number}", task=task) for index, (task, number) in enumerate(names)
    )


def deck(name: str = "deck-1", **changes: Any) -> Deck:
    """Return a deck with one blueprint, a card of each classic kind, a question of each kind, and a sheet."""
    made = Deck(
        id=DeckId(name),
        title="A deck",
        version="1.0.0",
        language="en",
        licence="CC-BY-4.0",
        notice="Written for tests.",
        blueprints=(blueprint(),),
        cards=tuple(card(f"c-{kind}", kind) for kind in CLASSIC),
        questions=(
            multiple_choice("q-choice"),
            multiple_response("q-response"),
            ordering("q-ordering"),
            matching("q-matching"),
        ),
        sheets=(sheet(),),
        digest="0" * 64,
    )
    return replace(made, **changes)


def form(questions: Iterable[Question] | None = None, **changes: Any) -> Form:
    """Return a form that asks `questions` (one of each kind by default), all scored, in the author's order."""
    asked = deck().questions if questions is None else tuple(questions)
    items = tuple(FormItem(question, question.covers[0].task, True, order_of(question)) for question in asked)
    return replace(Form(EXAM, 1, items), **changes)


def order_of(question: Question) -> tuple[OptionId, ...]:
    """Return the responses of `question` in the author's order."""
    match question:
        case ChoiceQuestion():
            return tuple(option.id for option in question.options)
        case OrderingQuestion():
            return tuple(step.id for step in (*question.steps, *question.decoys))
        case MatchingQuestion():
            return tuple(response.id for response in question.responses)


def sitting(asked: Form | None = None, *, seconds_allowed: float | None = 600.0, **changes: Any) -> Sitting:
    """Return a sitting of `asked` at its first question, begun at `NOON`."""
    made = new_sitting(
        SittingId(1), "Practice exam 1", asked or form(), started_at=NOON, seconds_allowed=seconds_allowed
    )
    return replace(made, **changes)
