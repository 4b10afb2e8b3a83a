"""Which sheets belong together on paper: those of a domain, of a task statement, or on one topic; and their gist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Entry, HookBlock, Sheet, TrapsBlock

_GOLDEN: Final = 0.618034
_MOST_A_SHEET: Final = 8
"""Entries beyond this many of one sheet are no gist any more."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that runs across domains. Sheets belong to it by one of the `tags`, or by a word of their title."""

    name: str
    title: str
    tags: frozenset[str]
    words: tuple[str, ...]

    def holds(self, sheet: Sheet) -> bool:
        """Tell whether `sheet` is on this topic."""
        title = f" {sheet.title.casefold()} "
        return not self.tags.isdisjoint(sheet.tags) or any(word in title for word in self.words)


TOPICS: Final = tuple(
    Topic(name, title, frozenset(tags.split()), words)
    for name, title, tags, words in (
        (
            "inference",
            "Inference options",
            "inference-options rightsizing performance",
            ("inference option", "batch and async", "endpoint", "where to deploy", "many models"),
        ),
        (
            "storage",
            "Storage and ingestion",
            "storage formats streaming extraction feature-store datasync",
            ("storage", "store", "stream", "ingest", "file format", "extract"),
        ),
        ("algorithms", "Algorithms", "algorithms built-in", ("algorithm", "built-in", "problem to", "ensemble")),
        (
            "metrics",
            "Metrics and formulas",
            "metrics formulas",
            ("metric", "formula", "by hand", "drift measure"),
        ),
        ("bias", "Bias metrics", "bias clarify fairness", ("bias", "explanation", "fair")),
        (
            "deployment",
            "Deployment strategies",
            "deployment-strategies ab-test",
            ("deployment", "endpoint update", "branches", "pipeline", "deploy"),
        ),
        (
            "monitoring",
            "Monitoring",
            "monitoring drift model-monitor cloudwatch eventbridge",
            ("monitor", "drift", "log", "alarm", "watch", "signal", "observab"),
        ),
        (
            "security",
            "Security",
            "iam kms encryption network vpc pii compliance guardrails audit least-privilege security-scans",
            ("security", "secure", "encrypt", "polic", "private", "access", "sensitive", "role"),
        ),
        ("cost", "Cost", "cost purchasing", ("cost", "price", "pay", "capacity", "idle")),
    )
)
"""The nine topics, in the order of the learner's questions: how to serve, store, train, measure, roll out, run."""


def topic(name: str) -> Topic | None:
    """Return the topic called `name`, or None."""
    return next((entry for entry in TOPICS if entry.name == name), None)


def of_part(sheets: Iterable[Sheet], blueprint: Blueprint, part: str) -> tuple[Sheet, ...]:
    """Return the sheets of a domain (`3`) or a task statement (`3.1`), in the order of the exam guide."""
    return tuple(sheet for sheet in in_order(sheets, blueprint) if _belongs(sheet, blueprint, part))


def of_topic(sheets: Iterable[Sheet], blueprint: Blueprint, wanted: Topic) -> tuple[Sheet, ...]:
    """Return the sheets on a topic, in the order of the exam guide."""
    return tuple(sheet for sheet in in_order(sheets, blueprint) if wanted.holds(sheet))


def in_order(sheets: Iterable[Sheet], blueprint: Blueprint) -> tuple[Sheet, ...]:
    """Return those of `sheets` that belong to the exam, in the order of its guide; the author's within a task."""
    tasks = [task.id for domain in blueprint.domains for task in domain.tasks]
    placed = [(tasks.index(entry.task), sheet) for sheet in sheets if (entry := sheet.coverage(blueprint.id))]
    return tuple(sheet for _, sheet in sorted(placed, key=lambda pair: pair[0]))


def _belongs(sheet: Sheet, blueprint: Blueprint, part: str) -> bool:
    coverage = sheet.coverage(blueprint.id)
    if coverage is None:
        return False
    domain = blueprint.domain_of(coverage.task)
    return coverage.task == part or (domain is not None and domain.id == part)


def gist(sheets: Sequence[Sheet], blueprint: Blueprint, title: str, entries: int) -> Sheet:
    """Return one sheet with so many `entries` of `sheets`, by task statement: first one of each, then a second.

    Where a round is not full, the sheets that have their turn are spread over the whole exam.
    """
    taken = set(_ranked(sheets)[:entries])
    blocks = []
    for domain in blueprint.domains:
        for task in domain.tasks:
            own = [at for at, sheet in enumerate(sheets) if _belongs(sheet, blueprint, task.id)]
            lines = tuple(line for at in own for rank, line in enumerate(gist_of(sheets[at])) if (rank, at) in taken)
            if lines:
                blocks.append(TrapsBlock(f"{task.id} {task.short}", lines))
    return Sheet(id=sheets[0].id, covers=(), sources=(), title=title, minutes=0, blocks=tuple(blocks))


def entries_of(sheets: Iterable[Sheet]) -> int:
    """Return how many entries there are to choose from."""
    return sum(len(gist_of(sheet)) for sheet in sheets)


def gist_of(sheet: Sheet) -> tuple[Entry, ...]:
    """Return what is most worth keeping of `sheet`: its sentence to remember, then its traps."""
    hooks = [
        Entry(f"{sheet.title.rstrip('?.')}.", block.text) for block in sheet.blocks if isinstance(block, HookBlock)
    ]
    traps = [trap for block in sheet.blocks if isinstance(block, TrapsBlock) for trap in block.traps]
    return (*hooks, *traps)[:_MOST_A_SHEET]


def _ranked(sheets: Sequence[Sheet]) -> list[tuple[int, int]]:
    """Return (rank of the entry within its sheet, place of the sheet), most wanted first."""
    every = [(rank, at) for at, sheet in enumerate(sheets) for rank in range(len(gist_of(sheet)))]
    # Multiples of the golden ratio fill the unit interval evenly however many of them are taken.
    return sorted(every, key=lambda entry: (entry[0], entry[1] * _GOLDEN % 1.0))
