"""Ratings and memories in dicts (see `certdeck.ports.replays.Replays`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Schedule
from certdeck.ports.replays import Rated
from certdeck.ports.study_log import StudyEntry
from tests.services.fake_history import standing_ratings


class FakeReplays:
    """Looks at the whole log; `faces` gives the faces of a deck, with the learner's own ones."""

    def __init__(
        self,
        log: list[StudyEntry],
        states: dict[FaceId, FaceState],
        decks: Sequence[DeckId],
        faces: Callable[[DeckId], Iterable[FaceId]],
    ) -> None:
        self._log = log
        self._states = states
        self._decks = decks
        self._faces = faces

    def last_id(self) -> int:
        return len(self._log)

    def ratings(self, decks: Sequence[DeckId], face: FaceId | None = None) -> tuple[Rated, ...]:
        faces, seen, found = self._of(decks), set[FaceId](), []
        for entry in standing_ratings(self._log):
            name, before = entry.after.face, entry.before.schedule
            if entry.rating is not None and name in faces and face in (None, name):
                known = name in seen and before.memory is not None
                start = None if known else before if before.memory else Schedule()
                found.append(Rated(entry.id, name, entry.at, entry.rating, start))
                seen.add(name)
        return tuple(found)

    def touched(self, decks: Sequence[DeckId], after: int) -> tuple[FaceId, ...]:
        return tuple({entry.after.face for entry in self._log if entry.id > after} & self._of(decks))

    def deck_of(self, face: FaceId) -> DeckId | None:
        own = set(self._faces(DeckId("own")))
        return next((deck for deck in self._decks if face in set(self._faces(deck)) - own), None)

    def put(self, memories: Mapping[FaceId, MemoryState]) -> None:
        for face, memory in memories.items():
            state = self._states.get(face, FaceState(face))
            if state.schedule.memory is not None:
                self._states[face] = replace(state, schedule=replace(state.schedule, memory=memory))

    def _of(self, decks: Sequence[DeckId]) -> set[FaceId]:
        return {face for deck in (*decks, DeckId("own")) for face in self._faces(deck)}
