"""fsrs-rs, the optimiser that Anki uses, as a second opinion."""

import fsrs_rs_python as rust

from certdeck.core.scheduling.parameters import Parameters
from certdeck.ports.memory import ReviewLog


def fitted_by_rust(log: ReviewLog, *, before: int) -> Parameters:
    """Return what it fits to the reviews of `log` before the one at place `before`."""
    histories: dict[int, list[rust.FSRSReview]] = {}
    items = []
    for face, gap, rating in zip(log.faces[:before], log.gaps[:before], log.ratings[:before], strict=True):
        history = histories.setdefault(face, [])
        history.append(rust.FSRSReview(rating, gap))
        if gap > 0:
            items.append(rust.FSRSItem(list(history)))
    return tuple(rust.FSRS(rust.DEFAULT_PARAMETERS).compute_parameters(items))
