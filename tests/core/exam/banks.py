"""Banks of many questions: of all kinds and difficulties, evenly or not, with links and cases."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Difficulty, Question
from certdeck.core.ids import ItemId
from tests.builders import matching, multiple_choice, multiple_response, ordering

MIX: tuple[Callable[..., Question], ...] = (
    *[multiple_choice] * 14,
    *[multiple_response] * 3,
    *[ordering] * 2,
    matching,
)
LEVELS = (Difficulty.EASY, Difficulty.MEDIUM, Difficulty.MEDIUM, Difficulty.HARD)


def mixed_bank(exam: Blueprint, per_task: int, *, seed: int = 1, uneven: int = 0) -> tuple[Question, ...]:
    """Return about `per_task` questions a task statement in the usual mix; with `uneven` up to that many more."""
    dice = Random(seed)
    made: list[Question] = []
    for _, task in exam.tasks():
        for number in range(per_task + dice.randint(0, uneven)):
            build = dice.choice(MIX)
            made.append(build(f"q-{task.id}-{number}", task=task.id, difficulty=dice.choice(LEVELS)))
    return tuple(made)


def linked(bank: Sequence[Question], pairs: int, *, seed: int = 1) -> tuple[Question, ...]:
    """Return `bank` with `pairs` links between two of its questions, some of them across domains."""
    dice = Random(seed)
    changed = {question.id: question for question in bank}
    for _ in range(pairs):
        one, other = dice.sample(sorted(changed), 2)
        changed[one] = replace(changed[one], links=(*changed[one].links, ItemId(other)))
    return tuple(changed.values())
