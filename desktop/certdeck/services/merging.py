"""Reviews that were done elsewhere, brought home into the study log: each once, at its time."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from certdeck.core.anki import guid
from certdeck.core.deck import Card
from certdeck.core.errors import ImportRefused
from certdeck.core.ids import FaceId, ItemId, face_id, item_of
from certdeck.core.incoming import Review, made_of
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.fuzz import chance_of
from certdeck.core.scheduling.load import Load, spread_due
from certdeck.core.scheduling.log_order import Line, in_order
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import FaceState, Phase, Schedule
from certdeck.ports.clock import Clock
from certdeck.ports.exporting import Progress, no_progress
from certdeck.ports.importing import Plan
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import Store, UnitOfWork
from certdeck.ports.study_log import ANKI, SYNC, StudyEntry
from certdeck.services.changes import Changes
from certdeck.services.library import LibraryService

STRIDE: Final = 100
SAME: Final = timedelta(seconds=1)
"""Nobody rates one face twice within it: a rating from here, and one that went to Anki and back, are the same."""

Reviews = Mapping[FaceId, Sequence[Review]]


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What came home. `strangers` counts reviews of cards that are not in the library, `early` those to come."""

    file: Path
    reviews: int
    added: int
    known: int
    strangers: int
    early: int
    faces: tuple[FaceId, ...]


class MergeService:
    """Adds the reviews of other devices that are not in the log yet, and has each memory follow from the whole log."""

    def __init__(self, store: Store, library: LibraryService, clock: Clock, memory: MemoryModel) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._memory = memory

    def bring_home(
        self, plan: Plan, *, dry: bool = False, progress: Progress = no_progress
    ) -> tuple[Changes, MergeReport]:
        """Add the reviews in `plan`, in one transaction, undone as one change; with `dry` only tell what would come.

        Cards are known by GUID and template. Doing it again, or in another order, comes to the same. Raises
        `ImportRefused` when the file holds no card of the library, and `Cancelled`.
        """
        with self._store.open(writing=True) as work:
            found, strangers = self._found(work, plan)
            if not found and not strangers:
                fix = "Export it with its scheduling information."
                raise ImportRefused(f"{plan.file.name} holds no reviews. Nothing was changed. {fix}")
            report = self.merge(work, found, ANKI, plan.file, progress)
            report = replace(report, strangers=strangers, reviews=report.reviews + strangers)
            if report.added and not dry:
                work.commit()
        return Changes(study=bool(report.added) and not dry), report

    def merge(
        self, work: UnitOfWork, found: Reviews, origin: str, file: Path, progress: Progress = no_progress
    ) -> MergeReport:
        """Add the reviews in `found` that are not known yet, within a transaction, and tell what was done."""
        now = self._clock.now()
        added = known = early = 0
        changed: list[FaceId] = []
        change: int | None = None
        for number, (face, reviews) in enumerate(sorted(found.items())):
            if number % STRIDE == 0:
                progress(number, len(found))
            past = [review for review in reviews if review.rating is not None and review.at <= now]
            early += sum(review.rating is not None for review in reviews) - len(past)
            log = work.study.log_of(face)
            new = unknown(past, log)
            known += len(past) - len(new)
            if new:
                change = work.history.begin("merge", now) if change is None else change
                self._add(work, face, log, new, change, origin, now)
                added += len(new)
                changed.append(face)
        return MergeReport(file, added + known + early, added, known, 0, early, tuple(changed))

    def _add(
        self,
        work: UnitOfWork,
        face: FaceId,
        log: Sequence[StudyEntry],
        new: Sequence[Review],
        change: int,
        origin: str,
        now: datetime,
    ) -> None:
        """Write `new` into the log, each as it was at its time, and give the face what the whole log leaves."""
        before, options = work.study.state(face), self._options(work, face)
        entries, schedule = self._played(face, log, new, options)
        schedule = _spread(face, schedule, options)
        # Undoing ends with what the first entry had before, doing again with what the last one has after.
        work.study.record(StudyEntry("merge", now, before, before, change=change, origin=origin))
        for entry in entries:
            work.study.record(entry._replace(change=change, origin=origin))
        after = before._replace(schedule=schedule)
        work.study.record(StudyEntry("merge", now, before, after, change=change, origin=origin))

    def _played(
        self, face: FaceId, log: Sequence[StudyEntry], new: Sequence[Review], options: Options
    ) -> tuple[list[StudyEntry], Schedule]:
        """Return an entry for each of `new`, and the schedule that all of the log leaves with them."""
        here = {entry.id: entry for entry in standing(log)}
        last = max((entry.id for entry in log), default=0)
        there = dict(enumerate(new, last + 1))
        lines = [Line(entry.id, entry.at, entry.foreign) for entry in here.values()]
        lines += [Line(number, review.at, foreign=True) for number, review in there.items()]
        made: list[StudyEntry] = []
        schedule, begun = Schedule(), False
        for line in in_order(lines):
            entry = here.get(line.id)
            if entry is not None and entry.kind == "forget":
                schedule, begun = Schedule(), True
                continue
            if entry is not None and not begun and entry.before.schedule.memory is not None:
                schedule = entry.before.schedule
            rating = there[line.id].rating if entry is None else entry.rating
            if rating is None:
                continue
            after = self._memory.review(schedule, rating, line.at, options)
            if entry is None:
                milliseconds = there[line.id].milliseconds
                states = FaceState(face, schedule), FaceState(face, after)
                made.append(StudyEntry("rate", line.at, *states, rating, milliseconds))
            schedule, begun = after, True
        return made, schedule

    def _options(self, work: UnitOfWork, face: FaceId) -> Options:
        return work.presets.of(work.replays.deck_of(face) or self._library.exam().deck.id).options

    def _found(self, work: UnitOfWork, plan: Plan) -> tuple[dict[FaceId, list[Review]], int]:
        """Return the reviews of each face that is in the library, and how many there are of other cards."""
        items = tuple(item for item, _, _ in work.own.fronts())
        owners = work.content.owners(items)
        by_guid = {guid(deck, item): item for item, deck in owners.items()}
        found: dict[FaceId, list[Review]] = {}
        strangers = 0
        for back in plan.returned:
            item = by_guid.get(back.guid)
            for learnt in back.learnt:
                if item is None:
                    strangers += len(learnt.reviews)
                elif learnt.reviews:
                    found.setdefault(face_id(item, learnt.ordinal + 1), []).extend(learnt.reviews)
        types = {known.key: known for known in plan.types}
        for note in plan.notes:
            made = [one for one in made_of(note, types.get(note.type)) if one.id in owners]
            home = {face: learnt.reviews for one in made for face, learnt in one.learnt if learnt.reviews}
            for face, reviews in home.items():
                found.setdefault(face, []).extend(reviews)
            strangers += sum(len(learnt.reviews) for learnt in note.learnt) - sum(map(len, home.values()))
        return _asked(work, found, strangers)


def _asked(
    work: UnitOfWork, found: dict[FaceId, list[Review]], strangers: int
) -> tuple[dict[FaceId, list[Review]], int]:
    """Leave out faces that their cards don't have: a gap that is gone, or none that ever was."""
    faces: dict[ItemId, frozenset[FaceId]] = {}
    for face in found:
        item = item_of(face)
        if item not in faces:
            card = work.content.item(item)
            faces[item] = frozenset(one.id for one in faces_of(card)) if isinstance(card, Card) else frozenset()
    kept = {face: reviews for face, reviews in found.items() if face in faces[item_of(face)]}
    lost = sum(len(reviews) for face, reviews in found.items() if face not in kept)
    return kept, strangers + lost


def standing(log: Iterable[StudyEntry]) -> list[StudyEntry]:
    """Return the ratings of one face that hold, and where it was made new: not undone, or done again after that."""
    entries = list(log)
    fate = {entry.undoes: entry.kind for entry in entries if entry.undoes is not None}
    kinds = ("rate", "forget")
    return [entry for entry in entries if entry.kind in kinds and fate.get(entry.id, "redo") == "redo"]


def unknown(reviews: Iterable[Review], log: Iterable[StudyEntry]) -> list[Review]:
    """Return those of `reviews` that are not in the log of their face, in the order of time, each once.

    A review that came from elsewhere is known by its time to the millisecond. One that was given here, or on another
    computer of the learner's, may come back with a time that Anki moved a little. One that was given here and undone
    stays undone.
    """
    entries = list(log)
    held = {entry.id for entry in standing(entries)}
    ratings = [entry for entry in entries if entry.kind == "rate"]
    foreign = {_moment(entry.at) for entry in ratings if entry.foreign and entry.id in held}
    ours = [entry for entry in ratings if not entry.foreign or (entry.origin == SYNC and entry.id in held)]
    here = sorted((entry.at, entry.rating) for entry in ours if entry.rating is not None)
    times = [at for at, _ in here]
    new = []
    for review in sorted(reviews, key=lambda review: review.at):
        first = bisect_left(times, review.at - SAME)
        near = any(at <= review.at + SAME and rating == review.rating for at, rating in here[first : first + 50])
        moment = _moment(review.at)
        if not near and moment not in foreign:
            foreign.add(moment)
            new.append(review)
    return new


def _moment(at: datetime) -> int:
    return int(at.timestamp() * 1000 + 0.5)


def _spread(face: FaceId, schedule: Schedule, options: Options) -> Schedule:
    """Move a long interval to a day near by, by the chance of the last review, as a rating here does."""
    if schedule.phase is not Phase.REVIEW or schedule.last_review is None:
        return schedule
    chance, load = chance_of(face, schedule.reps - 1), Load({}, schedule.last_review.weekday())
    return spread_due(schedule, schedule.last_review, chance, options, load)
