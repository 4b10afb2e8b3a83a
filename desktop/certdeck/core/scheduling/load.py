"""How many reviews the coming days bring already, and which of them should bring one more."""

from collections.abc import Callable, Mapping

from certdeck.core.scheduling.options import WEEK, Options


def wanted_days(options: Options, load: Mapping[int, int], weekday: int) -> Callable[[int], float] | None:
    """Return how welcome a review is so many days from today, or None when every day is alike.

    `load` tells the reviews due so many days from today; `weekday` is today's, Monday 0. A day is the less welcome the
    more it brings: by the square of that number, so that a lean day is filled long before a full one grows (the idea
    is that of Anki's load balancer). An easy day counts by its share.
    """
    easy = any(share != 1 for share in options.easy_days)
    if not options.balance_load and not easy:
        return None

    def wanted(days: int) -> float:
        share = options.easy_days[(weekday + days) % WEEK]
        return share / (1 + load.get(days, 0)) ** 2 if options.balance_load else share

    return wanted
