"""True retention: how much of what had been learnt was recalled."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from certdeck.core.exam.report import Share
from certdeck.core.statistics.columns import Stage
from certdeck.core.statistics.frame import Frame

if TYPE_CHECKING:
    from certdeck.core.statistics.columns import Whole
    from certdeck.core.statistics.frame import Truth


class Span(Enum):
    """The stretches of time that retention is told for; the value is their length in days, today included."""

    TODAY = 1
    WEEK = 7
    MONTH = 30
    YEAR = 365
    ALL = None


@dataclass(frozen=True, slots=True)
class Retention:
    """Passed ratings (Hard, Good or Easy) of all ratings in one stretch of time.

    `young` and `mature` are Anki's true retention: of ratings of faces whose interval was a day or more, only the first
    one of each face and day counts, because later ones on the same day say nothing about what was kept over night.
    A face is mature if that interval was 21 days or more, else young. `learning` are the ratings of faces in their
    steps, new ones among them: all of them, and no part of true retention.

    Anki defined it twice: until 2025 every such rating counted, since then the first of each day. This is the newer
    one. Source: `rslib/src/stats/graphs/retention.rs` of github.com/ankitects/anki.
    """

    span: Span
    learning: Share
    young: Share
    mature: Share

    @property
    def true(self) -> Share:
        """Young and mature together."""
        return Share(self.young.right + self.mature.right, self.young.total + self.mature.total)


def retention(ratings: Frame, today: int) -> tuple[Retention, ...]:
    """Return the retention of every span that ends `today` (days since 1970).

    What was rated on days to come, before the clock was set back, counts for all time only.
    """
    learning = ratings.stage < Stage.YOUNG
    young, mature = ratings.opens & (ratings.stage == Stage.YOUNG), ratings.opens & (ratings.stage == Stage.MATURE)
    columns = tuple((ratings.day[chosen], ratings.passed[chosen]) for chosen in (learning, young, mature))
    return tuple(Retention(span, *(_share(day, passed, span, today) for day, passed in columns)) for span in Span)


def _share(day: "Whole", passed: "Truth", span: Span, today: int) -> Share:
    length: int | None = span.value
    if length is None:
        return Share(int(passed.sum()), len(passed))
    chosen = (day > today - length) & (day <= today)
    return Share(int((passed & chosen).sum()), int(chosen.sum()))
