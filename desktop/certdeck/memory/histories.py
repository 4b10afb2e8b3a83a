"""Review logs as arrays: one history a face, padded side by side into batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from certdeck.ports.memory import ReviewLog

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LONGEST: Final = 256
"""Reviews of one face that are scored; later ones say little of how anybody learns, and make a batch long."""


@dataclass(frozen=True, slots=True)
class Histories:
    """Reviews face by face, each face's in the order of the log: columns of equal length.

    `position` is the place in the log, `place` the one in the history (0 for its first review), `face` the number of
    the history, `start` the index of each history's first review. `scored` marks what a model is judged by: reviews
    after a day or more, as those of the same day ask what was just shown.
    """

    position: Ints
    place: Ints
    face: Ints
    start: Ints
    gaps: Ints
    ratings: Ints
    scored: Flags

    @property
    def recalled(self) -> Flags:
        """Whether each review was answered with anything but Again."""
        return self.ratings > 1

    def first_ratings(self) -> Ints:
        """Return the rating that each history begins with."""
        return self.ratings[self.start]

    def first_scored(self) -> Ints:
        """Return the index of each history's first scored review, or -1."""
        found = np.flatnonzero(self.scored)
        faces, first = np.unique(self.face[found], return_index=True)
        indices = np.full(len(self.start), -1, np.int64)
        indices[faces] = found[first]
        return indices


def read(log: ReviewLog) -> Histories:
    """Sort a log by faces."""
    faces, gaps, ratings = (np.array(column, np.int64) for column in (log.faces, log.gaps, log.ratings))
    order = np.argsort(faces, kind="stable")
    faces, gaps, ratings = faces[order], gaps[order], ratings[order]
    begins = np.ones(len(faces), np.bool_)
    begins[1:] = faces[1:] != faces[:-1]
    start = np.flatnonzero(begins)
    face = np.cumsum(begins) - 1
    place = np.arange(len(faces)) - start[face]
    return Histories(order, place, face, start, gaps, ratings, (gaps > 0) & (place > 0) & (place < LONGEST))


@dataclass(frozen=True, slots=True)
class Batch:
    """Histories side by side, packed: all first reviews, then all second ones, and so on, the longest history first.

    So the reviews of one step are a slice, `edges[step]` to `edges[step + 1]`, and belong to the same histories as the
    beginning of the step before. `before` says for every review but the first ones where the one before it in its
    history is; `index` says which review of the `Histories` each one is. Reviews that don't count have weight 0.
    """

    gaps: Floats
    ratings: Ints
    recalled: Flags
    weights: Floats
    index: Ints
    before: Ints
    edges: tuple[int, ...]

    @property
    def width(self) -> int:
        """How many histories there are: as many as first reviews."""
        return self.edges[1]

    @property
    def size(self) -> int:
        """How many reviews count."""
        return int(np.count_nonzero(self.weights))


def batches(histories: Histories, weights: Floats, size: int, order: Ints | None = None) -> Iterator[Batch]:
    """Cut `histories` into batches of about `size` reviews with a weight, taking the histories in `order`.

    A history ends with its last review that has a weight; one that has none is left out.
    """
    weighted = np.flatnonzero(weights)
    length = np.zeros(len(histories.start), np.int64)
    np.maximum.at(length, histories.face[weighted], histories.place[weighted] + 1)
    count = np.bincount(histories.face[weighted], minlength=len(length))
    order = np.arange(len(length)) if order is None else order
    order = order[length[order] > 0]
    edges = np.flatnonzero(np.diff(np.cumsum(count[order]) // size)) + 1
    for chosen in np.split(order, edges):
        if len(chosen):
            yield _packed(histories, weights, chosen, length[chosen])


def _packed(histories: Histories, weights: Floats, chosen: Ints, length: Ints) -> Batch:
    longest_first = np.argsort(-length, kind="stable")
    start, length = histories.start[chosen][longest_first], length[longest_first]
    widths = len(length) - np.searchsorted(np.sort(length), np.arange(length[0]), side="right")
    edges = np.concatenate(([0], np.cumsum(widths)))
    step = np.repeat(np.arange(len(widths)), widths)
    column = np.arange(edges[-1]) - edges[step]
    index = start[column] + step
    return Batch(
        gaps=histories.gaps[index].astype(np.float64),
        ratings=histories.ratings[index],
        recalled=histories.recalled[index],
        weights=weights[index],
        index=index,
        before=edges[step[widths[0] :] - 1] + column[widths[0] :],
        edges=tuple(edges.tolist()),
    )
