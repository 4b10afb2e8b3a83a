"""Ratings made up for the figures."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from hypothesis import strategies as st

from certdeck.core.statistics.columns import Ratings, Stage, column
from certdeck.core.statistics.curve import Curve
from certdeck.core.statistics.frame import Frame, frame

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
TODAY = (NOON.date() - datetime(1970, 1, 1, tzinfo=UTC).date()).days
DAY_STARTS_AT = 4


@dataclass(frozen=True)
class Made:
    """One rating; `elapsed` is None at a first one, `stability` in days."""

    at: datetime
    stage: Stage = Stage.YOUNG
    rating: int = 3
    milliseconds: int = 5000
    elapsed: timedelta | None = timedelta(days=3)
    stability: float = 3.0


def columns(made: list[Made]) -> Ratings:
    return Ratings(
        column([int(entry.at.timestamp()) for entry in made]),
        column([entry.stage for entry in made]),
        column([entry.rating for entry in made]),
        column([entry.milliseconds for entry in made]),
        column([-1 if entry.elapsed is None else int(entry.elapsed.total_seconds()) for entry in made]),
        column([-1 if entry.elapsed is None else int(entry.stability * 1000) for entry in made]),
    )


def framed(made: list[Made], zone: tzinfo = UTC, curve: Curve | None = None) -> Frame:
    return frame(columns(made), curve or Curve(), zone, DAY_STARTS_AT)


moments = st.integers(0, 800 * 86_400).map(lambda ago: NOON - timedelta(seconds=ago))
logs = st.lists(
    st.builds(
        Made,
        moments,
        st.sampled_from(Stage),
        st.integers(1, 4),
        st.integers(0, 60_000),
        st.none() | st.integers(0, 400 * 86_400).map(lambda seconds: timedelta(seconds=seconds)),
        st.floats(0.01, 4000),
    ),
    max_size=60,
)
