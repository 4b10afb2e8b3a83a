"""An exam's blueprint: what is asked, how much of it, for how long, and what counts as a pass."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from certdeck.core.ids import BlueprintId, BulletId, DomainId, TaskId


@dataclass(frozen=True, slots=True)
class Bullet:
    """One bullet of an exam guide, in our own words; `terms` are the examples which the guide names."""

    id: BulletId
    text: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskStatement:
    """A task statement of an exam guide; `short` is its name where room is scarce."""

    id: TaskId
    title: str
    short: str
    bullets: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain of an exam guide; `weight` is its share of the scored questions in percent."""

    id: DomainId
    title: str
    short: str
    weight: int
    tasks: tuple[TaskStatement, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """The exam's scaled score: lowest, highest, and the lowest that passes."""

    minimum: int
    maximum: int
    passing: int


@dataclass(frozen=True, slots=True)
class Status:
    """What is known about an exam's availability, and when that was checked."""

    text: str
    checked: date
    url: str


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One version of one exam. `kinds` are the kinds of questions it asks; `minutes` is the standard time."""

    id: BlueprintId
    code: str
    title: str
    minutes: int
    scored: int
    unscored: int
    scale: Scale
    kinds: tuple[str, ...]
    domains: tuple[Domain, ...]
    status: Status

    @property
    def total(self) -> int:
        """Number of questions in a form, scored and unscored."""
        return self.scored + self.unscored

    def outline(self) -> "Blueprint":
        """Return the blueprint without its bullets: all that a report needs of it."""
        domains = tuple(
            replace(domain, tasks=tuple(replace(task, bullets=()) for task in domain.tasks)) for domain in self.domains
        )
        return replace(self, domains=domains)

    def tasks(self) -> Iterator[tuple[Domain, TaskStatement]]:
        """Yield every task statement with its domain, in the guide's order."""
        for domain in self.domains:
            for task in domain.tasks:
                yield domain, task

    def bullet_ids(self) -> frozenset[BulletId]:
        """Return the ids of all bullets."""
        return frozenset(bullet.id for _, task in self.tasks() for bullet in task.bullets)

    def domain_of(self, task: TaskId) -> Domain | None:
        """Return the domain of `task`, or None if the blueprint has no such task statement."""
        return next((domain for domain, entry in self.tasks() if entry.id == task), None)

    def task(self, task: TaskId) -> TaskStatement | None:
        """Return the task statement called `task`, or None."""
        return next((entry for _, entry in self.tasks() if entry.id == task), None)
