"""Sharing a number of questions among domains, kinds and difficulties."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from certdeck.core.deck import Difficulty, QuestionKind

K = TypeVar("K", bound=str)

KIND_MIX: Final[Mapping[str, int]] = {
    QuestionKind.MULTIPLE_CHOICE: 70,
    QuestionKind.MULTIPLE_RESPONSE: 15,
    QuestionKind.ORDERING: 8,
    QuestionKind.MATCHING: 7,
}
"""Percent of each kind in a whole exam. AWS publishes no such numbers; they are this project's assumption."""
DIFFICULTY_MIX: Final[Mapping[Difficulty, int]] = {Difficulty.EASY: 25, Difficulty.MEDIUM: 50, Difficulty.HARD: 25}
"""Percent of each difficulty, likewise assumed."""


def quotas(weights: Mapping[K, int], total: int) -> dict[K, int]:
    """Share `total` by weight with the largest-remainder (Hare) method; ties go to the first key.

    Without any weight everybody gets nothing.
    """
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    shares = {key: divmod(weight * total, whole) for key, weight in weights.items()}
    given = {key: share for key, (share, _) in shares.items()}
    left = total - sum(given.values())
    for key in sorted(shares, key=lambda name: -shares[name][1])[:left]:
        given[key] += 1
    return given


def capped(weights: Mapping[K, int], room: Mapping[K, int], total: int) -> dict[K, int]:
    """Share up to `total` by weight, giving nobody more than its room; what one can't take goes to the others."""
    given: dict[K, int] = dict.fromkeys(weights, 0)
    while True:
        left = min(total, sum(room[key] for key in weights)) - sum(given.values())
        open_keys = {key: weight or 1 for key, weight in weights.items() if given[key] < room[key]}
        if left <= 0 or not open_keys:
            return given
        for key, share in quotas(open_keys, left).items():
            given[key] = min(room[key], given[key] + share)


def kind_plan(kinds: Iterable[str], sizes: Sequence[tuple[K, int]]) -> dict[K, dict[str, int]]:
    """Say how many questions of each kind every domain should ask, so that the sum comes closest to `KIND_MIX`.

    `sizes` are the domains with their numbers of questions. The mix is rounded over the domains together, in their
    order: rounded one by one, small domains would never ask a rare kind.
    """
    mix = {kind: KIND_MIX.get(kind, 0) for kind in kinds}
    plan: dict[K, dict[str, int]] = {}
    asked, before = 0, dict.fromkeys(mix, 0)
    for domain, size in sizes:
        asked += size
        now = quotas(mix, asked)
        plan[domain] = {kind: max(0, now[kind] - before[kind]) for kind in mix}
        before = {kind: max(now[kind], before[kind]) for kind in mix}
    return plan
