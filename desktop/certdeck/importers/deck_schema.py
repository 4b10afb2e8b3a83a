"""The deck format as msgspec types: one `Struct` per thing that people write in YAML.

`certdeck.importers.deck_json_schema` turns these types into the JSON Schema that editors use, and `native` reads files
through them. Field names are those of the files.
"""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1, description="Markdown: CommonMark with tables, code and $math$.")]
Line = Annotated[str, Meta(min_length=1, max_length=200, description="One line of plain text.")]
Id = Annotated[
    str,
    Meta(
        pattern="^[a-z][a-z0-9.]*(-[a-z0-9.]+)*$",
        max_length=80,
        description="Stable id: lower case, digits, dots and hyphens. Never changes once published.",
    ),
]
OptionKey = Annotated[str, Meta(pattern="^[a-z][a-z0-9]{0,7}$", description="Id inside this question: a, b, c …")]
Url = Annotated[str, Meta(pattern="^https://[^ ]+$", description="A page's https address.")]
FormName = Annotated[str, Meta(pattern="^[A-Z]$", description="One capital letter.")]
Covers = Annotated[
    dict[str, Annotated[list[str], Meta(min_length=1)]],
    Meta(min_length=1, description="Exam version to the bullets covered, the main one first: {mla-c01: [3.1.k5]}."),
]


class SourceFile(Struct, forbid_unknown_fields=True):
    """A page that states the facts, and the day the item was compared with it."""

    title: Line
    url: Url
    checked: date


class _Item(Struct, forbid_unknown_fields=True, kw_only=True):
    id: Id
    covers: Covers
    sources: Annotated[list[SourceFile], Meta(min_length=1)]
    tags: list[Id] = []
    links: Annotated[list[Id], Meta(description="Items that give this one away or explain it.")] = []
    examined: Annotated[str, Meta(description="What the exam guide expects, where AWS has moved on.")] = ""
    today: Annotated[str, Meta(description="How things stand today, where that differs.")] = ""


class BasicCard(_Item, tag_field="kind", tag="basic", kw_only=True):
    """Question and answer."""

    front: Text
    back: Text


class ReversedCard(_Item, tag_field="kind", tag="reversed", kw_only=True):
    """Asked in both directions."""

    front: Text
    back: Text


class ClozeCard(_Item, tag_field="kind", tag="cloze", kw_only=True):
    """A text with gaps: {{c1::hidden}} or {{c1::hidden::hint}}; `extra` is shown below the answer."""

    text: Text
    extra: str = ""


class TypedCard(_Item, tag_field="kind", tag="typed", kw_only=True):
    """The answer has to be typed; `back` explains it."""

    front: Text
    answer: Line
    back: Text


class ChoiceOfCardFile(Struct, forbid_unknown_fields=True):
    """An answer of a multiple-choice card."""

    text: Text
    right: bool = False


class ChoiceCard(_Item, tag_field="kind", tag="choice", kw_only=True):
    """Multiple choice: answers to choose from, in an order that changes each time; `back` explains them."""

    front: Text
    choices: Annotated[list[ChoiceOfCardFile], Meta(min_length=2, max_length=8)]
    back: str = ""


class TableCard(_Item, tag_field="kind", tag="table", kw_only=True):
    """A comparison: asked once for each row, or for each column but the first."""

    front: Text
    columns: Annotated[list[Text], Meta(min_length=2, max_length=8)]
    rows: Annotated[list[list[str]], Meta(min_length=1, max_length=30)]
    hiding: Literal["rows", "columns"] = "rows"
    back: str = ""


class ShapeFile(Struct, forbid_unknown_fields=True):
    """A covered part of a picture: points from 0 to 1 of its width and height; shapes of one number are a group."""

    outline: Literal["rectangle", "ellipse", "polygon"]
    points: Annotated[list[tuple[float, float]], Meta(min_length=2)]
    number: Annotated[int, Meta(ge=1)] = 1


class OcclusionCard(_Item, tag_field="kind", tag="occlusion", kw_only=True):
    """A picture of the folder `media` with covered parts, asked once for each number."""

    front: str = ""
    picture: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*\.(gif|jpe?g|png|svg|webp)$")]
    shapes: Annotated[list[ShapeFile], Meta(min_length=1, max_length=60)]
    covering: Literal["all", "one"] = "all"
    back: str = ""


CardFile = BasicCard | ReversedCard | ClozeCard | TypedCard | ChoiceCard | TableCard | OcclusionCard


class CardsFile(Struct, forbid_unknown_fields=True):
    """`cards/<task>.yaml`: the cards of one task statement."""

    cards: list[CardFile]


class OptionFile(Struct, forbid_unknown_fields=True):
    """An option with its reason."""

    id: OptionKey
    text: Text
    rationale: Text
    key: bool = False
    misconception: Annotated[str, Meta(description="Tag of the wrong idea behind this option.")] = ""
    pin_last: bool = False


class _Question(_Item, kw_only=True):
    title: Line
    stem: Text
    difficulty: Literal["easy", "medium", "hard"]


class MultipleChoice(_Question, tag_field="kind", tag="multiple-choice", kw_only=True):
    """One key, three distractors."""

    options: list[OptionFile]


class MultipleResponse(_Question, tag_field="kind", tag="multiple-response", kw_only=True):
    """Five or more options, two or more keys."""

    options: list[OptionFile]


class StepFile(Struct, forbid_unknown_fields=True):
    """A response of an ordering question with its reason."""

    id: OptionKey
    text: Text
    rationale: Text


class Ordering(_Question, tag_field="kind", tag="ordering", kw_only=True):
    """Three to five responses: `steps` in the right order, `decoys` that belong nowhere."""

    steps: list[StepFile]
    decoys: list[StepFile] = []


class PromptFile(Struct, forbid_unknown_fields=True):
    """A prompt with the response that belongs to it, and why."""

    id: OptionKey
    text: Text
    key: OptionKey
    rationale: Text


class ResponseFile(Struct, forbid_unknown_fields=True):
    """A response; one that no prompt uses says why it is left over."""

    id: OptionKey
    text: Line
    rationale: str = ""


class Matching(_Question, tag_field="kind", tag="matching", kw_only=True):
    """Three to seven prompts; `reuse` lets a response serve several of them."""

    prompts: list[PromptFile]
    responses: list[ResponseFile]
    reuse: bool = False


QuestionFile = MultipleChoice | MultipleResponse | Ordering | Matching


class ScenarioFile(Struct, forbid_unknown_fields=True):
    """A case (scenario) with two or more questions of its own."""

    id: Id
    title: Line
    text: Text
    questions: Annotated[list[QuestionFile], Meta(min_length=2)]


class QuestionsFile(Struct, forbid_unknown_fields=True):
    """`questions/<task>.yaml`: the questions of one task statement."""

    questions: list[QuestionFile] = []
    scenarios: list[ScenarioFile] = []


class EntryFile(Struct, forbid_unknown_fields=True):
    """A term and what is to be said of it."""

    term: Line
    text: Text


class TreeFile(Struct, forbid_unknown_fields=True):
    """A question with branches, or an answer without."""

    text: Line
    note: str = ""
    icon: str = ""
    branches: list["BranchFile"] = []


class BranchFile(Struct, forbid_unknown_fields=True):
    """An edge of a decision tree."""

    label: Line
    to: TreeFile


class TableFile(Struct, forbid_unknown_fields=True, tag_field="kind", tag="table"):
    """Comparison table."""

    title: Line
    columns: Annotated[list[Line], Meta(min_length=2)]
    rows: Annotated[list[list[Text]], Meta(min_length=2)]


class DecisionTreeFile(Struct, forbid_unknown_fields=True, tag_field="kind", tag="decision-tree"):
    """Decision tree."""

    title: Line
    root: TreeFile


class TrapsFile(Struct, forbid_unknown_fields=True, tag_field="kind", tag="traps"):
    """Traps: what is believed (term), what is so (text)."""

    title: Line
    traps: Annotated[list[EntryFile], Meta(min_length=1)]


class FormulaFile(Struct, forbid_unknown_fields=True):
    """A formula in LaTeX."""

    name: Line
    latex: Line
    meaning: Text


class FormulasFile(Struct, forbid_unknown_fields=True, tag_field="kind", tag="formulas"):
    """Formulas."""

    title: Line
    formulas: Annotated[list[FormulaFile], Meta(min_length=1)]


class FactsFile(Struct, forbid_unknown_fields=True, tag_field="kind", tag="facts"):
    """Key facts."""

    title: Line
    facts: Annotated[list[EntryFile], Meta(min_length=1)]


class HookFile(Struct, forbid_unknown_fields=True, tag_field="kind", tag="hook"):
    """A sentence to remember the rest by."""

    title: Line
    text: Text


BlockFile = TableFile | DecisionTreeFile | TrapsFile | FormulasFile | FactsFile | HookFile


class SheetFile(_Item, kw_only=True):
    """`sheets/<name>.yaml`: one quick-reference sheet."""

    title: Line
    minutes: Annotated[int, Meta(ge=1, le=60)]
    blocks: Annotated[list[BlockFile], Meta(min_length=1)]


class BulletFile(Struct, forbid_unknown_fields=True):
    """A bullet of the exam guide in our own words."""

    id: str
    text: Line
    terms: list[str] = []


class TaskFile(Struct, forbid_unknown_fields=True):
    """A task statement."""

    id: str
    title: Line
    short: Line
    bullets: Annotated[list[BulletFile], Meta(min_length=1)]


class DomainFile(Struct, forbid_unknown_fields=True):
    """A domain; `weight` in percent of the scored questions."""

    id: str
    title: Line
    short: Line
    weight: Annotated[int, Meta(ge=1, le=100)]
    tasks: Annotated[list[TaskFile], Meta(min_length=1)]


class ScaleFile(Struct, forbid_unknown_fields=True):
    """The scaled score."""

    minimum: int
    maximum: int
    passing: int


class StatusFile(Struct, forbid_unknown_fields=True):
    """Whether the exam can be booked, and when that was checked."""

    text: Line
    checked: date
    url: Url


class BlueprintFile(Struct, forbid_unknown_fields=True):
    """`blueprints/<id>.yaml`: one version of the exam."""

    id: Id
    code: Line
    title: Line
    minutes: Annotated[int, Meta(ge=1)]
    scored: Annotated[int, Meta(ge=1)]
    unscored: Annotated[int, Meta(ge=0)]
    scale: ScaleFile
    kinds: list[Literal["multiple-choice", "multiple-response", "ordering", "matching"]]
    status: StatusFile
    domains: Annotated[list[DomainFile], Meta(min_length=1)]


class FixedFormFile(Struct, forbid_unknown_fields=True):
    """A fixed form: its letter and the ids of its questions."""

    name: FormName
    scored: Annotated[list[Id], Meta(min_length=1)]
    unscored: list[Id] = []


class FormsFile(Struct, forbid_unknown_fields=True):
    """`forms/<exam>.yaml`: the fixed forms of one exam. They share no question."""

    exam: Id
    forms: Annotated[list[FixedFormFile], Meta(min_length=1)]


class MemberFile(Struct, forbid_unknown_fields=True):
    """One of the things that get mixed up, what in a question points to it, and the cards that teach it."""

    name: Line
    cue: Annotated[str, Meta(min_length=1, max_length=120, description="What in a question points to it. Markdown.")]
    cards: Annotated[list[Id], Meta(min_length=1, max_length=4)]


class ConfusionFile(_Item, kw_only=True):
    """Two to five things that get mixed up, and the sentence that tells them apart."""

    title: Line
    apart: Annotated[str, Meta(min_length=1, max_length=200, description="One sentence. Markdown.")]
    members: Annotated[list[MemberFile], Meta(min_length=2, max_length=5)]


class ConfusionsFile(Struct, forbid_unknown_fields=True):
    """`confusions/<words>.yaml`: confusion sets."""

    confusions: Annotated[list[ConfusionFile], Meta(min_length=1)]


class TermFile(_Item, kw_only=True):
    """A term of the glossary; `links` are the cards that teach it."""

    term: Line
    also: Annotated[list[Line], Meta(description="Other spellings; plural forms are found without.")] = []
    means: Annotated[str, Meta(min_length=1, max_length=300, description="One or two sentences. Markdown.")]


class GlossaryFile(Struct, forbid_unknown_fields=True):
    """`glossary/<words>.yaml`: terms and what they mean."""

    terms: Annotated[list[TermFile], Meta(min_length=1)]


class PlannedQuizFile(Struct, forbid_unknown_fields=True):
    """A quiz of a phase: questions of these task statements."""

    title: Line
    tasks: Annotated[list[str], Meta(min_length=1)]
    questions: Annotated[int, Meta(ge=1, le=200)]
    minutes: Annotated[int, Meta(ge=1, le=600)]


class QuizGateFile(Struct, forbid_unknown_fields=True, tag_field="kind", tag="quiz"):
    """A quiz that has to be passed; `otherwise` says what to do when it is missed."""

    tasks: Annotated[list[str], Meta(min_length=1)]
    questions: Annotated[int, Meta(ge=1, le=200)]
    minutes: Annotated[int, Meta(ge=1, le=600)]
    percent: Annotated[int, Meta(ge=1, le=100)]
    otherwise: Text


class ExamGateFile(Struct, forbid_unknown_fields=True, tag_field="kind", tag="exam", kw_only=True):
    """A fixed form that has to be passed, by `percent` right or by `scaled` score."""

    form: FormName
    percent: Annotated[int, Meta(ge=1, le=100)] | None = None
    scaled: Annotated[int, Meta(ge=1)] | None = None
    otherwise: Text


class PhaseFile(Struct, forbid_unknown_fields=True, kw_only=True):
    """A phase of a plan: whole weeks, what is studied in them, and the gate at the end."""

    id: Id
    title: Line
    weeks: Annotated[int, Meta(ge=1, le=52)]
    goal: Line
    tasks: Annotated[list[str], Meta(min_length=1, description="Task statements that it studies.")]
    topics: Annotated[list[Line], Meta(min_length=1)]
    cards: Annotated[int, Meta(ge=0, description="New cards of these task statements to be met in the phase.")]
    sheets: list[Id] = []
    quizzes: list[PlannedQuizFile] = []
    exams: Annotated[list[FormName], Meta(description="Fixed forms sat in this phase.")] = []
    gate: QuizGateFile | ExamGateFile


class PlanFile(Struct, forbid_unknown_fields=True):
    """`plans/<exam>.yaml`: the plan for one exam."""

    exam: Id
    weeks: Annotated[int, Meta(ge=1, le=104)]
    phases: Annotated[list[PhaseFile], Meta(min_length=1)]


class DeckFile(Struct, forbid_unknown_fields=True):
    """`deck.yaml`: what the deck is."""

    id: Id
    title: Line
    version: Annotated[str, Meta(pattern=r"^\d+\.\d+\.\d+$", description="Three numbers: major.minor.patch.")]
    language: Line
    licence: Line
    notice: Text
    banned_words: list[Line] = []
    source_domains: Annotated[
        list[Line], Meta(description="Hosts that sources may be on; the strict check looks.")
    ] = []


FILE_TYPES: dict[str, type[msgspec.Struct]] = {
    "deck": DeckFile,
    "blueprint": BlueprintFile,
    "cards": CardsFile,
    "questions": QuestionsFile,
    "sheet": SheetFile,
    "forms": FormsFile,
    "confusions": ConfusionsFile,
    "glossary": GlossaryFile,
    "plan": PlanFile,
}
