"""From the deck format's types to core values."""

from collections.abc import Mapping
from typing import TypedDict

from certdeck.core import blueprint as exam
from certdeck.core import card_parts, deck, deck_plan
from certdeck.core.ids import BlueprintId, BulletId, DomainId, ItemId, OptionId, TaskId
from certdeck.importers import deck_schema as schema


class _Shared(TypedDict):
    id: ItemId
    covers: tuple[deck.Coverage, ...]
    sources: tuple[deck.Source, ...]
    tags: tuple[str, ...]
    links: tuple[ItemId, ...]
    examined: str
    today: str


def card(file: schema.CardFile) -> deck.Card:
    """Make a card."""
    match file:
        case schema.BasicCard():
            return deck.Card(kind=deck.CardKind.BASIC, front=file.front, back=file.back, **_shared(file))
        case schema.ReversedCard():
            return deck.Card(kind=deck.CardKind.REVERSED, front=file.front, back=file.back, **_shared(file))
        case schema.ClozeCard():
            return deck.Card(kind=deck.CardKind.CLOZE, front=file.text, back=file.extra, **_shared(file))
        case schema.TypedCard():
            return deck.Card(
                kind=deck.CardKind.TYPED, front=file.front, back=file.back, answer=file.answer, **_shared(file)
            )
        case schema.ChoiceCard():
            choices = tuple(card_parts.CardChoice(entry.text, entry.right) for entry in file.choices)
            return deck.Card(
                kind=deck.CardKind.CHOICE, front=file.front, back=file.back, choices=choices, **_shared(file)
            )
        case schema.TableCard():
            rows = tuple(tuple(row) for row in file.rows)
            grid = card_parts.Grid(tuple(file.columns), rows, card_parts.Hiding(file.hiding))
            return deck.Card(kind=deck.CardKind.TABLE, front=file.front, back=file.back, grid=grid, **_shared(file))
        case schema.OcclusionCard():
            occlusion = _occlusion(file)
            return deck.Card(
                kind=deck.CardKind.OCCLUSION, front=file.front, back=file.back, occlusion=occlusion, **_shared(file)
            )


def _occlusion(file: schema.OcclusionCard) -> card_parts.Occlusion:
    shapes = tuple(
        card_parts.Shape(card_parts.Outline(shape.outline), tuple(shape.points), shape.number) for shape in file.shapes
    )
    return card_parts.Occlusion(file.picture, shapes, card_parts.Covering(file.covering))


def question(file: schema.QuestionFile, scenario: ItemId | None = None) -> deck.Question:
    """Make a question, of `scenario` if it belongs to one."""
    difficulty = deck.Difficulty(file.difficulty)
    match file:
        case schema.MultipleChoice() | schema.MultipleResponse():
            single = isinstance(file, schema.MultipleChoice)
            return deck.ChoiceQuestion(
                kind=deck.QuestionKind.MULTIPLE_CHOICE if single else deck.QuestionKind.MULTIPLE_RESPONSE,
                title=file.title,
                stem=file.stem,
                difficulty=difficulty,
                scenario=scenario,
                options=tuple(map(_option, file.options)),
                **_shared(file),
            )
        case schema.Ordering():
            return deck.OrderingQuestion(
                title=file.title,
                stem=file.stem,
                difficulty=difficulty,
                scenario=scenario,
                steps=tuple(map(_step, file.steps)),
                decoys=tuple(map(_step, file.decoys)),
                **_shared(file),
            )
        case schema.Matching():
            return deck.MatchingQuestion(
                title=file.title,
                stem=file.stem,
                difficulty=difficulty,
                scenario=scenario,
                prompts=tuple(map(_prompt, file.prompts)),
                responses=tuple(map(_response, file.responses)),
                reuse=file.reuse,
                **_shared(file),
            )


def scenario(file: schema.ScenarioFile) -> deck.Scenario:
    """Make a scenario, without its questions."""
    return deck.Scenario(ItemId(file.id), file.title, file.text)


def sheet(file: schema.SheetFile) -> deck.Sheet:
    """Make a sheet."""
    return deck.Sheet(title=file.title, minutes=file.minutes, blocks=tuple(map(_block, file.blocks)), **_shared(file))


def forms(file: schema.FormsFile) -> tuple[deck.FixedForm, ...]:
    """Make the fixed forms of an exam."""
    exam_id = BlueprintId(file.exam)
    return tuple(
        deck.FixedForm(exam_id, entry.name, tuple(map(ItemId, entry.scored)), tuple(map(ItemId, entry.unscored)))
        for entry in file.forms
    )


def confusion(file: schema.ConfusionFile) -> deck.ConfusionSet:
    """Make a confusion set."""
    members = tuple(deck.Confusable(entry.name, entry.cue, tuple(map(ItemId, entry.cards))) for entry in file.members)
    return deck.ConfusionSet(title=file.title, apart=file.apart, members=members, **_shared(file))


def term(file: schema.TermFile) -> deck.Term:
    """Make a term of the glossary."""
    return deck.Term(term=file.term, also=tuple(file.also), means=file.means, **_shared(file))


def plan(file: schema.PlanFile) -> deck_plan.DeckPlan:
    """Make the plan of an exam."""
    return deck_plan.DeckPlan(BlueprintId(file.exam), file.weeks, tuple(map(_phase, file.phases)))


def blueprint(file: schema.BlueprintFile) -> exam.Blueprint:
    """Make a blueprint."""
    return exam.Blueprint(
        id=BlueprintId(file.id),
        code=file.code,
        title=file.title,
        minutes=file.minutes,
        scored=file.scored,
        unscored=file.unscored,
        scale=exam.Scale(file.scale.minimum, file.scale.maximum, file.scale.passing),
        kinds=tuple(file.kinds),
        domains=tuple(map(_domain, file.domains)),
        status=exam.Status(file.status.text, file.status.checked, file.status.url),
    )


def _shared(
    file: schema.CardFile | schema.QuestionFile | schema.SheetFile | schema.ConfusionFile | schema.TermFile,
) -> _Shared:
    return {
        "id": ItemId(file.id),
        "covers": _coverage(file.covers),
        "sources": tuple(deck.Source(source.title, source.url, source.checked) for source in file.sources),
        "tags": tuple(file.tags),
        "links": tuple(map(ItemId, file.links)),
        "examined": file.examined,
        "today": file.today,
    }


def _coverage(covers: Mapping[str, list[str]]) -> tuple[deck.Coverage, ...]:
    return tuple(deck.Coverage(BlueprintId(name), tuple(map(BulletId, bullets))) for name, bullets in covers.items())


def _phase(file: schema.PhaseFile) -> deck_plan.PlanPhase:
    quizzes = tuple(
        deck_plan.PlannedQuiz(entry.title, _tasks(entry.tasks), entry.questions, entry.minutes)
        for entry in file.quizzes
    )
    return deck_plan.PlanPhase(
        id=ItemId(file.id),
        title=file.title,
        weeks=file.weeks,
        goal=file.goal,
        tasks=_tasks(file.tasks),
        topics=tuple(file.topics),
        cards=file.cards,
        sheets=tuple(map(ItemId, file.sheets)),
        quizzes=quizzes,
        exams=tuple(file.exams),
        gate=_gate(file.gate),
    )


def _gate(file: schema.QuizGateFile | schema.ExamGateFile) -> deck_plan.Gate:
    if isinstance(file, schema.QuizGateFile):
        return deck_plan.QuizGate(_tasks(file.tasks), file.questions, file.minutes, file.percent, file.otherwise)
    return deck_plan.ExamGate(file.form, file.percent, file.scaled, file.otherwise)


def _tasks(names: list[str]) -> tuple[TaskId, ...]:
    return tuple(map(TaskId, names))


def _option(file: schema.OptionFile) -> deck.Option:
    return deck.Option(
        OptionId(file.id), file.text, file.rationale, file.key, misconception=file.misconception, pin_last=file.pin_last
    )


def _step(file: schema.StepFile) -> deck.Step:
    return deck.Step(OptionId(file.id), file.text, file.rationale)


def _prompt(file: schema.PromptFile) -> deck.Prompt:
    return deck.Prompt(OptionId(file.id), file.text, OptionId(file.key), file.rationale)


def _response(file: schema.ResponseFile) -> deck.Response:
    return deck.Response(OptionId(file.id), file.text, file.rationale)


def _block(file: schema.BlockFile) -> deck.SheetBlock:
    match file:
        case schema.TableFile():
            return deck.TableBlock(file.title, tuple(file.columns), tuple(map(tuple, file.rows)))
        case schema.DecisionTreeFile():
            return deck.TreeBlock(file.title, _node(file.root))
        case schema.TrapsFile():
            return deck.TrapsBlock(file.title, tuple(map(_entry, file.traps)))
        case schema.FormulasFile():
            return deck.FormulasBlock(
                file.title, tuple(deck.Formula(entry.name, entry.latex, entry.meaning) for entry in file.formulas)
            )
        case schema.FactsFile():
            return deck.FactsBlock(file.title, tuple(map(_entry, file.facts)))
        case schema.HookFile():
            return deck.HookBlock(file.title, file.text)


def _entry(file: schema.EntryFile) -> deck.Entry:
    return deck.Entry(file.term, file.text)


def _node(file: schema.TreeFile) -> deck.TreeNode:
    branches = tuple(deck.TreeBranch(branch.label, _node(branch.to)) for branch in file.branches)
    return deck.TreeNode(file.text, file.note, file.icon, branches)


def _domain(file: schema.DomainFile) -> exam.Domain:
    return exam.Domain(DomainId(file.id), file.title, file.short, file.weight, tuple(map(_task, file.tasks)))


def _task(file: schema.TaskFile) -> exam.TaskStatement:
    bullets = tuple(exam.Bullet(BulletId(entry.id), entry.text, tuple(entry.terms)) for entry in file.bullets)
    return exam.TaskStatement(TaskId(file.id), file.title, file.short, bullets)
