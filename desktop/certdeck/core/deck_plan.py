"""The plan that a deck brings for an exam: phases of whole weeks, each with what to study and a gate at its end."""

from dataclasses import dataclass

from certdeck.core.ids import BlueprintId, ItemId, TaskId


@dataclass(frozen=True, slots=True)
class PlannedQuiz:
    """A quiz to take in a phase: questions of these task statements, in so many minutes."""

    title: str
    tasks: tuple[TaskId, ...]
    questions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class QuizGate:
    """A quiz that decides whether to go on: passed with `percent` of its questions; `otherwise` says what to do."""

    tasks: tuple[TaskId, ...]
    questions: int
    minutes: int
    percent: int
    otherwise: str


@dataclass(frozen=True, slots=True)
class ExamGate:
    """A fixed form that decides whether to go on: passed with `percent` of its questions, or with a `scaled` score.

    One of the two is None.
    """

    form: str
    percent: int | None
    scaled: int | None
    otherwise: str


Gate = QuizGate | ExamGate


@dataclass(frozen=True, slots=True)
class PlanPhase:
    """A stretch of a plan.

    `cards` is how many new cards of `tasks` are met in it; `exams` names the fixed forms that are sat, besides the one
    of an exam gate; `topics` are words.
    """

    id: ItemId
    title: str
    weeks: int
    goal: str
    tasks: tuple[TaskId, ...]
    topics: tuple[str, ...]
    cards: int
    sheets: tuple[ItemId, ...]
    quizzes: tuple[PlannedQuiz, ...]
    exams: tuple[str, ...]
    gate: Gate

    def forms(self) -> frozenset[str]:
        """Return the names of the fixed forms that are sat in the phase, that of the gate included."""
        return frozenset((*self.exams, self.gate.form) if isinstance(self.gate, ExamGate) else self.exams)


@dataclass(frozen=True, slots=True)
class DeckPlan:
    """The plan for one exam, phase by phase."""

    exam: BlueprintId
    weeks: int
    phases: tuple[PlanPhase, ...]
