"""Ratings and memories in dicts (see `certdeck.ports.replays.Replays`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.log_order import Line, begins_anew, in_order, made_new_before
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Schedule
from certdeck.ports.replays import Rated
from certdeck.ports.study_log import StudyEntry
from tests.services.fake_history import standing, standing_ratings


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
        faces = self._of(decks)
        wanted = [entry for entry in standing_ratings(self._log) if entry.after.face in faces]
        wanted = [entry for entry in wanted if face in (None, entry.after.face)]
        if not any(entry.foreign for entry in wanted):
            return tuple(_from_here(wanted))
        by_face: dict[FaceId, list[StudyEntry]] = {}
        for entry in wanted:
            by_face.setdefault(entry.after.face, []).append(entry)
        forgets = standing(self._log, "forget")
        return tuple(rated for lines in by_face.values() for rated in _mixed(in_order(lines), forgets))

    def touched(self, decks: Sequence[DeckId], after: int) -> tuple[FaceId, ...]:
        return tuple({entry.after.face for entry in self._log if entry.id > after} & self._of(decks))

    def deck_of(self, face: FaceId) -> DeckId | None:
        own = set(self._faces(DeckId("own")))
        return next((deck for deck in self._decks if face in set(self._faces(deck)) - own), None)

    def put(self, memories: Mapping[FaceId, MemoryState]) -> None:
        for face, memory in memories.items():
            state = self._states.get(face, FaceState(face))
            if state.schedule.memory is not None:
                self._states[face] = state._replace(schedule=state.schedule._replace(memory=memory))

    def _of(self, decks: Sequence[DeckId]) -> set[FaceId]:
        return {face for deck in (*decks, DeckId("own")) for face in self._faces(deck)}


def _from_here(entries: Iterable[StudyEntry]) -> Iterable[Rated]:
    seen = set[FaceId]()
    for entry in entries:
        name, before = entry.after.face, entry.before.schedule
        known = name in seen and before.memory is not None
        start = None if known else before if before.memory else Schedule()
        seen.add(name)
        assert entry.rating is not None
        yield Rated(entry.id, name, entry.at, entry.rating, start)


def _mixed(lines: Sequence[StudyEntry], forgets: Iterable[StudyEntry]) -> Iterable[Rated]:
    here = [Line(entry.id, entry.at, entry.foreign) for entry in forgets if entry.after.face == lines[0].after.face]
    renewed = made_new_before(lines, here)
    fresh = (line.id in renewed if line.foreign else line.before.schedule.memory is None for line in lines)
    begins = begins_anew(lines, fresh)
    for place, (line, anew) in enumerate(zip(lines, begins, strict=True)):
        start = Schedule() if anew else None if place else line.before.schedule
        assert line.rating is not None
        yield Rated(line.id, line.after.face, line.at, line.rating, start, line.foreign)
