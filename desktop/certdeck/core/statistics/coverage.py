"""How well each part of an exam guide is known: bullets, task statements, domains."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import task_of
from certdeck.core.exam.report import Share
from certdeck.core.ids import BulletId, DomainId, TaskId
from certdeck.core.statistics.columns import BulletFaces
from certdeck.core.statistics.curve import Curve
from certdeck.core.statistics.memory import recall_now

STEPS = (0.5, 0.62, 0.74, 0.86)
"""Where the five steps of the heat map part."""
NO_ANSWERS = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a part of the guide stands: of its `faces` so many were `met`, and `recalled` can be expected to be recalled.

    A face that was never met counts as not recalled. `seen` of the `questions` were met in exams, `answers` tells how.
    """

    faces: int = 0
    met: int = 0
    recalled: float = 0.0
    questions: int = 0
    seen: int = 0
    answers: Share = NO_ANSWERS

    @property
    def share(self) -> float:
        """Share of its faces that would be recalled now, 0 to 1; of its answers where it has no faces."""
        return self.recalled / self.faces if self.faces else self.answers.value

    @property
    def step(self) -> int:
        """The step of the heat map, 1 to 5; 0 while nothing of it was seen."""
        if not self.met and not self.seen:
            return 0
        return 1 + sum(self.share >= edge for edge in STEPS)

    def __add__(self, other: "Standing") -> "Standing":
        """Return how both stand together."""
        return Standing(
            self.faces + other.faces,
            self.met + other.met,
            self.recalled + other.recalled,
            self.questions + other.questions,
            self.seen + other.seen,
            Share(self.answers.right + other.answers.right, self.answers.total + other.answers.total),
        )


@dataclass(frozen=True, slots=True)
class BulletStanding:
    """A bullet of the guide: every card and question that covers it counts."""

    bullet: BulletId
    text: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """A task statement; each card and question counts once, by its main bullet."""

    task: TaskId
    title: str
    short: str
    standing: Standing
    knowledge: tuple[BulletStanding, ...]
    skills: tuple[BulletStanding, ...]


@dataclass(frozen=True, slots=True)
class DomainStanding:
    """A domain with its task statements; `weight` is its share of the scored questions in percent."""

    domain: DomainId
    short: str
    weight: int
    standing: Standing
    tasks: tuple[TaskStanding, ...]


def coverage(
    blueprint: Blueprint, every: Iterable[BulletFaces], main: Iterable[BulletFaces], curve: Curve, now: int
) -> tuple[DomainStanding, ...]:
    """Return how each domain of `blueprint` stands at `now` (seconds since 1970).

    `every` counts an item for each bullet that it covers, `main` for its main bullet alone.
    """
    bullets = {entry.bullet: _standing(entry, curve, now) for entry in every}
    tasks: dict[TaskId, Standing] = {}
    for entry in main:
        task = task_of(entry.bullet)
        tasks[task] = tasks.get(task, Standing()) + _standing(entry, curve, now)
    standings = []
    for domain in blueprint.domains:
        rows = tuple(
            TaskStanding(
                task.id,
                task.title,
                task.short,
                tasks.get(task.id, Standing()),
                _bullets(blueprint, task.id, bullets, skills=False),
                _bullets(blueprint, task.id, bullets, skills=True),
            )
            for task in domain.tasks
        )
        whole = sum((row.standing for row in rows), Standing())
        standings.append(DomainStanding(domain.id, domain.short, domain.weight, whole, rows))
    return tuple(standings)


def is_skill(bullet: BulletId) -> bool:
    """Tell whether `bullet` is a skill (`3.2.s1`) and not knowledge (`3.2.k1`)."""
    return bullet.rpartition(".")[2].startswith("s")


def _bullets(
    blueprint: Blueprint, task: TaskId, standings: Mapping[BulletId, Standing], *, skills: bool
) -> tuple[BulletStanding, ...]:
    statement = blueprint.task(task)
    return tuple(
        BulletStanding(bullet.id, bullet.text, standings.get(bullet.id, Standing()))
        for bullet in (statement.bullets if statement else ())
        if is_skill(bullet.id) is skills
    )


def _standing(entry: BulletFaces, curve: Curve, now: int) -> Standing:
    recalled = float(recall_now(entry.stability, entry.reviewed, curve, now).sum())
    answers = Share(entry.right, entry.answered)
    return Standing(entry.faces, len(entry.stability), recalled, entry.questions, entry.seen, answers)
