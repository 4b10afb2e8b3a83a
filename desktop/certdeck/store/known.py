"""What a connection read or wrote last of study data: it need not read that again while nothing else was written."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from certdeck.core.deck import Item
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import FaceState
from certdeck.store.connection import Link, Version

Stamp = tuple[int, int, int, str, str]
"""The last entry of the study log, the last change written down, how many are undone, the decks, the fitted parameters.

A change that is not written down yet has an entry in the log.
"""

STAMP: Final = """
    SELECT (SELECT max(id) FROM study_log) AS entries,
        (SELECT seq FROM sqlite_sequence WHERE name = 'change') AS changes,
        (SELECT count(*) FROM change WHERE undone) AS undone,
        (SELECT group_concat(digest) FROM deck) AS decks,
        (SELECT value FROM setting WHERE name = 'fsrs_parameters') AS fit
"""
"""Null where there is none."""
LATELY: Final = """
    SELECT (SELECT max(at) FROM study_log WHERE kind = 'rate') AS rated,
        (SELECT max(at) FROM study_log WHERE kind IN ('add', 'make')) AS added,
        (SELECT max(started_at) FROM sitting) AS sat
"""


class Lately(NamedTuple):
    """When a face was rated last, taken back or not, when one was put to be asked today, and when an exam was begun.

    Times are stored ones; 0 where it never happened.
    """

    rated: int
    added: int
    sat: int


Asked = tuple[Item, FaceState | None, int | None]
"""Of a face that is asked: the item that it belongs to, its state and its number; None where it has no state yet."""


class Known:
    """How study data stands (see `certdeck.ports.study.Queues.stamp`), and the state of the face asked last.

    Besides what was read ahead of the faces that come next: that is as it was read until anything is written but
    ratings of other faces.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._stamp: tuple[Version, Stamp] | None = None
        self._lately: tuple[Version, Lately] | None = None
        self._state: tuple[Version, FaceState, int | None] | None = None
        self._only: Version | None = None
        self._ahead: tuple[Version, dict[FaceId, Asked]] | None = None

    def stamp(self) -> Stamp:
        """Return a value that is another one after every change to study data or decks."""
        version = self._link.version()
        if self._stamp is None or self._stamp[0] != version:
            ((entries, changes, undone, decks, fit),) = self._link.tuples(STAMP)
            self._stamp = version, (entries or 0, changes or 0, undone, decks or "", fit or "")
        return self._stamp[1]

    def lately(self) -> Lately:
        """Return when things happened last: that nothing did since is told sooner than by looking for each of them."""
        version = self._link.version()
        if self._lately is None or self._lately[0] != version:
            ((rated, added, sat),) = self._link.tuples(LATELY)
            self._lately = version, Lately(rated or 0, added or 0, sat or 0)
        return self._lately[1]

    def state(self, face: FaceId) -> FaceState | None:
        """Return the state of `face` if it is the one that was kept, and still is so."""
        known = self._state
        if known is None or known[1].face != face or known[0] != self._link.version():
            return None
        return known[1]

    def number(self, face: FaceId, version: Version) -> int | None:
        """Return the number of `face` if it is the one that was kept and has one, and at that `version`."""
        known = self._state
        return None if known is None or known[1].face != face or known[0] != version else known[2]

    def keep(self, state: FaceState, number: int | None = None) -> None:
        """Remember what was just read: how a face stands, and its number if that is known."""
        self._state = self._link.version(), state, number

    def keep_ahead(self, faces: Mapping[FaceId, Asked]) -> None:
        """Remember what was just read of faces that will be asked soon."""
        self._ahead = self._link.version(), dict(faces)

    def ahead(self, face: FaceId) -> Asked | None:
        """Return what was read ahead of `face`, if it still is so, and keep its state."""
        version = self._link.version()
        if self._ahead is None or self._ahead[0] != version:
            return None
        found = self._ahead[1].get(face)
        if found is not None and found[1] is not None:
            self._state = version, found[1], found[2]
        return found

    def rated(self, before: Version, stamp: Stamp, state: FaceState, number: int, *, alone: bool) -> None:
        """Remember how all stands after a rating that was just written, `alone` so far in its transaction.

        `before` is the version that it found; `state` is that of the face, which has `number`.
        """
        version = self._link.version()
        self._stamp, self._state = (version, stamp), (version, state, number)
        self._only = version if alone else None
        if self._ahead is not None and self._ahead[0] == before:
            # A rating writes the state of its own face, and to lists that nothing is read ahead of.
            others = self._ahead[1]
            others.pop(state.face, None)
            self._ahead = version, others

    def only_rated(self) -> bool:
        """Tell whether the transaction wrote a rating and nothing else: no text changed then."""
        return self._only is not None and self._only == self._link.version() and self._link.has_written()
