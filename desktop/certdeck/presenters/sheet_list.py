"""The list of sheets without Qt: by domain and task statement, narrowed by words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from certdeck.core.blueprint import Blueprint, Domain
from certdeck.core.deck import (
    FactsBlock,
    FormulasBlock,
    HookBlock,
    Sheet,
    TableBlock,
    TrapsBlock,
    TreeBlock,
)
from certdeck.core.ids import ItemId
from certdeck.services.catalogue import Services

_WORDS: Final[dict[type, str]] = {
    TableBlock: "table",
    TreeBlock: "tree",
    TrapsBlock: "traps",
    FormulasBlock: "formulas",
    FactsBlock: "facts",
    HookBlock: "hook",
}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in the list: what it holds in words, and the minutes it takes to read.

    `found_by` are the words that it is found by: its title, those of its blocks, and what its tables compare.
    """

    id: ItemId
    title: str
    holds: str
    icon: str
    minutes: int
    found_by: str = ""


@dataclass(frozen=True, slots=True)
class TaskSheets:
    """The sheets of one task statement."""

    title: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class DomainSheets:
    """The sheets of one domain; `weight` is its share of the exam in percent."""

    title: str
    weight: int
    tasks: tuple[TaskSheets, ...]

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """All of them in order."""
        return tuple(line for task in self.tasks for line in task.lines)


def sheet_list(services: Services) -> tuple[DomainSheets, ...]:
    """Return the sheets of the exam studied for, in the deck's order; what has none is left out."""
    blueprint = services.library.exam().blueprint
    by_task: dict[str, list[SheetLine]] = {}
    for sheet in services.library.sheets():
        coverage = sheet.coverage(blueprint.id)
        if coverage is not None:
            by_task.setdefault(coverage.task, []).append(_line(sheet))
    domains = (_domain(domain, by_task) for domain in blueprint.domains)
    return tuple(domain for domain in domains if domain.tasks)


def narrowed(domains: Iterable[DomainSheets], words: str) -> tuple[DomainSheets, ...]:
    """Return what of `domains` is found by every one of `words`."""
    wanted = words.casefold().split()
    found = (replace(domain, tasks=tuple(_narrowed_tasks(domain.tasks, wanted))) for domain in domains)
    return tuple(domain for domain in found if domain.tasks)


def crumbs(sheet: Sheet, blueprint: Blueprint) -> tuple[str, ...]:
    """Return domain and task statement of `sheet` in words; nothing where it is no part of the exam."""
    coverage = sheet.coverage(blueprint.id)
    task = blueprint.task(coverage.task) if coverage else None
    domain = blueprint.domain_of(task.id) if task else None
    return (domain.short, f"{task.id} {task.short}") if task and domain else ()


def _narrowed_tasks(tasks: Iterable[TaskSheets], wanted: Sequence[str]) -> Iterable[TaskSheets]:
    for task in tasks:
        lines = tuple(line for line in task.lines if all(word in line.found_by for word in wanted))
        if lines:
            yield replace(task, lines=lines)


def _domain(domain: Domain, by_task: dict[str, list[SheetLine]]) -> DomainSheets:
    tasks = tuple(
        TaskSheets(f"{task.id} {task.short}", tuple(by_task[task.id])) for task in domain.tasks if task.id in by_task
    )
    return DomainSheets(domain.short, domain.weight, tasks)


def _line(sheet: Sheet) -> SheetLine:
    kinds = list(dict.fromkeys(_WORDS[type(block)] for block in sheet.blocks))
    words = [sheet.title, *(block.title for block in sheet.blocks)]
    words += [row[0] for block in sheet.blocks if isinstance(block, TableBlock) for row in block.rows]
    return SheetLine(
        id=sheet.id,
        title=sheet.title,
        holds=", ".join(kinds),
        icon=_icon(kinds),
        minutes=sheet.minutes,
        found_by="\n".join(words).casefold(),
    )


def _icon(kinds: Sequence[str]) -> str:
    """Return the icon of what the sheet is remembered for."""
    if "tree" in kinds:
        return "git-fork"
    if "formulas" in kinds:
        return "sigma"
    return "table" if "table" in kinds else "triangle-alert"
