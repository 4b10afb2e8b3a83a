"""What a deck holds: cards, questions, scenarios, sheets, confusion sets, terms and forms, as their author wrote them.

Texts are Markdown (CommonMark with tables, code and `$math$`); the markup room reads them when they are shown.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from certdeck.core.blueprint import Blueprint
from certdeck.core.card_parts import CardChoice, Grid, Occlusion
from certdeck.core.deck_plan import DeckPlan
from certdeck.core.ids import BlueprintId, BulletId, DeckId, ItemId, OptionId, TaskId


@dataclass(frozen=True, slots=True)
class Source:
    """A page that states the facts of an item, and the day its author last compared the two."""

    title: str
    url: str
    checked: date


@dataclass(frozen=True, slots=True)
class Coverage:
    """The bullets of one exam version that an item teaches or tests, the main one first."""

    blueprint: BlueprintId
    bullets: tuple[BulletId, ...]

    @property
    def task(self) -> TaskId:
        """The task statement of the main bullet."""
        return task_of(self.bullets[0])


def task_of(bullet: BulletId) -> TaskId:
    """Return the task statement of `bullet`: `3.1` for `3.1.k5` (MLA-C01) and for `3.1.4` (MLA-C02)."""
    return TaskId(".".join(bullet.split(".")[:2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What every item carries. `examined` and `today` stand apart where the service has moved on since."""

    id: ItemId
    covers: tuple[Coverage, ...]
    sources: tuple[Source, ...]
    tags: tuple[str, ...] = ()
    links: tuple[ItemId, ...] = ()
    examined: str = ""
    today: str = ""

    def coverage(self, blueprint: BlueprintId) -> Coverage | None:
        """Return what the item covers of `blueprint`, or None if it isn't part of that exam."""
        return next((entry for entry in self.covers if entry.blueprint == blueprint), None)


class CardKind(StrEnum):
    """How a card asks."""

    BASIC = "basic"
    REVERSED = "reversed"
    CLOZE = "cloze"
    TYPED = "typed"
    CHOICE = "choice"
    TABLE = "table"
    OCCLUSION = "occlusion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Item):
    """A flashcard.

    `front` is the question; of a cloze card it is the text with `{{c1::hidden::hint}}` gaps. `back` is the answer; of a
    cloze card it is a remark below the text. `answer` is what has to be typed (typed cards only). Multiple-choice cards
    have `choices`, table cards a `grid`, image-occlusion cards a picture with covered parts (`occlusion`).
    """

    kind: CardKind
    front: str
    back: str
    answer: str = ""
    choices: tuple[CardChoice, ...] = ()
    grid: Grid | None = None
    occlusion: Occlusion | None = None


class QuestionKind(StrEnum):
    """The official kinds of exam items (MLA-C01 exam guide)."""

    MULTIPLE_CHOICE = "multiple-choice"
    MULTIPLE_RESPONSE = "multiple-response"
    ORDERING = "ordering"
    MATCHING = "matching"


class Difficulty(StrEnum):
    """How hard the author takes a question to be."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Option:
    """One response of a choice question, with the reason why it is right or wrong.

    `misconception` names the wrong idea that makes a learner choose it; `pin_last` keeps it at the end when options are
    shuffled.
    """

    id: OptionId
    text: str
    rationale: str
    key: bool = False
    misconception: str = ""
    pin_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBase(Item):
    """What every question carries: a short title for lists, the stem, and the scenario it belongs to, if any."""

    title: str
    stem: str
    difficulty: Difficulty
    scenario: ItemId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceQuestion(QuestionBase):
    """Multiple choice (one key of four) or multiple response (two or more keys of five or more)."""

    kind: QuestionKind
    options: tuple[Option, ...]

    @property
    def keys(self) -> frozenset[OptionId]:
        """The right options."""
        return frozenset(option.id for option in self.options if option.key)


@dataclass(frozen=True, slots=True)
class Step:
    """One response of an ordering question."""

    id: OptionId
    text: str
    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingQuestion(QuestionBase):
    """Three to five responses; `steps` stand in the right order, `decoys` belong nowhere."""

    steps: tuple[Step, ...]
    decoys: tuple[Step, ...] = ()

    @property
    def kind(self) -> QuestionKind:
        """Always ordering."""
        return QuestionKind.ORDERING

    @property
    def key(self) -> tuple[OptionId, ...]:
        """The right steps in the right order."""
        return tuple(step.id for step in self.steps)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt of a matching question; `key` is the response that belongs to it."""

    id: OptionId
    text: str
    key: OptionId
    rationale: str


@dataclass(frozen=True, slots=True)
class Response:
    """A response of a matching question. `rationale` says why it is left over, where no prompt has it as its key."""

    id: OptionId
    text: str
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingQuestion(QuestionBase):
    """Three to seven prompts, each to be given one response; with `reuse` a response may serve several prompts."""

    prompts: tuple[Prompt, ...]
    responses: tuple[Response, ...]
    reuse: bool = False

    @property
    def kind(self) -> QuestionKind:
        """Always matching."""
        return QuestionKind.MATCHING

    @property
    def key(self) -> frozenset[tuple[OptionId, OptionId]]:
        """The right pairs of prompt and response."""
        return frozenset((prompt.id, prompt.key) for prompt in self.prompts)


Question = ChoiceQuestion | OrderingQuestion | MatchingQuestion


@dataclass(frozen=True, slots=True)
class Scenario:
    """A case that two or more questions share; they name it in `scenario`."""

    id: ItemId
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class FixedForm:
    """A form whose questions the author has chosen once and for all: its letter, scored and unscored questions."""

    exam: BlueprintId
    name: str
    scored: tuple[ItemId, ...]
    unscored: tuple[ItemId, ...]

    def items(self) -> tuple[ItemId, ...]:
        """Return the ids of all questions."""
        return (*self.scored, *self.unscored)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A comparison: one row per thing compared, its name in the first cell."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A question with labelled branches, or an answer (no branches) with an icon's name."""

    text: str
    note: str = ""
    icon: str = ""
    branches: tuple["TreeBranch", ...] = ()


@dataclass(frozen=True, slots=True)
class TreeBranch:
    """The answer that leads on, and where it leads."""

    label: str
    node: TreeNode


@dataclass(frozen=True, slots=True)
class TreeBlock:
    """A decision tree."""

    title: str
    root: TreeNode


@dataclass(frozen=True, slots=True)
class Entry:
    """A short term with what is to be said of it."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class TrapsBlock:
    """Mistakes that exam writers count on: what is believed, and what is so."""

    title: str
    traps: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in LaTeX with what it measures."""

    name: str
    latex: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FormulasBlock:
    """Formulas worth knowing by heart."""

    title: str
    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class FactsBlock:
    """Key facts and figures."""

    title: str
    facts: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class HookBlock:
    """A sentence to remember the rest by."""

    title: str
    text: str


SheetBlock = TableBlock | TreeBlock | TrapsBlock | FormulasBlock | FactsBlock | HookBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Item):
    """A quick-reference sheet: blocks in reading order; `minutes` is the time it takes to read."""

    title: str
    minutes: int
    blocks: tuple[SheetBlock, ...]


@dataclass(frozen=True, slots=True)
class Confusable:
    """One of the things that get mixed up: its name, what in a question points to it, and the cards that teach it."""

    name: str
    cue: str
    cards: tuple[ItemId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfusionSet(Item):
    """Two to five things that learners mix up; `apart` is the sentence that tells them apart."""

    title: str
    apart: str
    members: tuple[Confusable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Item):
    """An entry of the glossary. `also` are other spellings; `links` are the cards that teach it."""

    term: str
    also: tuple[str, ...] = ()
    means: str

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its other spellings."""
        return (self.term, *self.also)


@dataclass(frozen=True, slots=True)
class Deck:
    """A whole deck as its files say it. `digest` is the hash of those files: another digest means other content."""

    id: DeckId
    title: str
    version: str
    language: str
    licence: str
    notice: str
    blueprints: tuple[Blueprint, ...]
    cards: tuple[Card, ...] = ()
    questions: tuple[Question, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    forms: tuple[FixedForm, ...] = ()
    confusions: tuple[ConfusionSet, ...] = ()
    terms: tuple[Term, ...] = ()
    plans: tuple[DeckPlan, ...] = ()
    digest: str = field(default="", compare=False)

    def items(self) -> tuple[Item, ...]:
        """Return every card, question, sheet, confusion set and term."""
        return (*self.cards, *self.questions, *self.sheets, *self.confusions, *self.terms)
