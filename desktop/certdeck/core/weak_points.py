"""My weak points: where a learner would gain most points, from what they forget and what they missed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import (
    Card,
    ChoiceQuestion,
    Entry,
    FactsBlock,
    MatchingQuestion,
    OrderingQuestion,
    Question,
    Sheet,
    SheetBlock,
    TrapsBlock,
)
from certdeck.core.ids import BulletId, ItemId
from certdeck.core.statistics.coverage import BulletStanding, DomainStanding

_FILLED: Final = re.compile(r"\{\{c\d+::((?:`[^`]*`|\$[^$]*\$|[^`$])*?)(?:::[^}]*?)?\}\}")
"""A gap of a cloze text; code and formulas in it may hold colons and braces of their own."""
STEPS: Final = (30, 24, 20, 16, 12, 10, 8, 6, 5, 4, 3, 2, 1)
"""Entries of each kind, from the fullest version to the barest."""


@dataclass(frozen=True, slots=True)
class WeakBullet:
    """A bullet that was begun, the share of it that would be recalled now, and the points to be gained by the rest.

    `met` tells that cards of it were studied, and not only questions asked.
    """

    bullet: BulletId
    text: str
    share: float
    points: float
    met: bool = True


def weak_bullets(blueprint: Blueprint, standings: Iterable[DomainStanding]) -> tuple[WeakBullet, ...]:
    """Return the bullets that were begun, those first that would bring most points if nothing of them were forgotten.

    The range of the scale is shared out among domains by their weights, and in a domain among its bullets alike: the
    exam guide says no more about them.
    """
    scale = blueprint.scale.maximum - blueprint.scale.minimum
    found = []
    for domain in standings:
        bullets = [bullet for task in domain.tasks for bullet in (*task.knowledge, *task.skills)]
        worth = scale * domain.weight / 100 / max(len(bullets), 1)
        found += [_weak(entry, worth) for entry in bullets if entry.standing.step]
    return tuple(sorted(found, key=lambda entry: (-entry.points, entry.bullet)))


def _weak(entry: BulletStanding, worth: float) -> WeakBullet:
    share = entry.standing.share
    return WeakBullet(entry.bullet, entry.text, share, worth * (1.0 - share), met=bool(entry.standing.met))


@dataclass(frozen=True, slots=True)
class WeakPoints:
    """What is weak: bullets, questions missed when last asked, and cards forgotten again and again, worst first."""

    bullets: tuple[WeakBullet, ...]
    missed: tuple[Question, ...]
    leeches: tuple[Card, ...]

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.bullets or self.missed or self.leeches)


def ranked(
    blueprint: Blueprint, bullets: Sequence[WeakBullet], missed: Iterable[Question], leeches: Iterable[Card]
) -> WeakPoints:
    """Put questions and cards into the order of the points that their main bullet would bring."""
    points = {entry.bullet: entry.points for entry in bullets}

    def worth(item: Question | Card) -> tuple[float, ItemId]:
        coverage = item.coverage(blueprint.id)
        return -points.get(coverage.bullets[0], 0.0) if coverage else 0.0, item.id

    weak = tuple(entry for entry in bullets if entry.points >= 0.5)
    return WeakPoints(weak, tuple(sorted(missed, key=worth)), tuple(sorted(leeches, key=worth)))


def versions(weak: WeakPoints, title: str) -> tuple[Sheet, ...]:
    """Return the sheet in several versions, from the fullest to the barest."""
    most = max(len(weak.bullets), len(weak.missed), len(weak.leeches))
    steps = [step for step in STEPS if step < most]
    return tuple(_sheet(weak, title, step) for step in (min(most, STEPS[0]), *steps))


def _sheet(weak: WeakPoints, title: str, most: int) -> Sheet:
    blocks = tuple(_blocks(weak, most))
    return Sheet(id=ItemId("weak-points"), covers=(), sources=(), title=title, minutes=0, blocks=blocks)


def _blocks(weak: WeakPoints, most: int) -> Iterator[SheetBlock]:
    if weak.bullets:
        facts = (Entry(f"+{entry.points:.0f}", _recall(entry)) for entry in weak.bullets[:most])
        yield FactsBlock("Points to be gained", tuple(facts))
    if weak.missed:
        yield TrapsBlock("Missed in exams", tuple(Entry(f"{one.title}.", right_of(one)) for one in weak.missed[:most]))
    if weak.leeches:
        cards = (Entry(asked_by(card), card.back or card.answer) for card in weak.leeches[:most])
        yield TrapsBlock("Forgotten again and again", tuple(cards))


def _recall(entry: WeakBullet) -> str:
    known = f"You would recall {100 * entry.share:.0f} % now." if entry.met else "None of its cards studied yet."
    return f"**{entry.bullet}** {entry.text.rstrip('.')}. *{known}*"


def asked_by(card: Card) -> str:
    """Return what a card asks; of a cloze card the text with its gaps filled."""
    return _FILLED.sub(r"\1", card.front)


def right_of(question: Question) -> str:
    """Return the right answer of a question with the reason, as the author wrote them."""
    match question:
        case ChoiceQuestion(options=options):
            return " ".join(f"{_ended(option.text)} {option.rationale}" for option in options if option.key)
        case OrderingQuestion(steps=steps):
            return " → ".join(step.text.rstrip(".") for step in steps)
        case MatchingQuestion(prompts=prompts, responses=responses):
            names: Mapping[str, str] = {response.id: response.text for response in responses}
            return "; ".join(f"{prompt.text.rstrip('.')}: {names.get(prompt.key, '')}" for prompt in prompts)


def _ended(text: str) -> str:
    return text if text.rstrip("*").endswith((".", "?", "!")) else f"{text}."
