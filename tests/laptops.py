"""Laptops that share a folder: each a library of its own, on a real database, with a clock in the test's hands."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from certdeck.core.deck import Deck
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.incoming import Review
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.parameters import Fit, Parameters, Score
from certdeck.core.scheduling.schedule import FaceState, Rating
from certdeck.core.search.parser import parse
from certdeck.core.settings import SHARED_SETTINGS
from certdeck.exporters.shared_folder import PLACE, FolderOfChanges
from certdeck.memory.fsrs_model import FsrsModel
from certdeck.ports.exporting import no_progress
from certdeck.ports.study_log import ANKI
from certdeck.services.changes import Changes
from certdeck.services.fits import Fits
from certdeck.services.merging import MergeService
from certdeck.services.replay import Replay
from certdeck.services.syncing import SyncReport, SyncService
from certdeck.store.database import Database, open_database
from certdeck.store.media import MediaFolders
from tests.builders import bank, blueprint, card, deck
from tests.clock import FixedClock
from tests.empty_database import put_empty_database
from tests.services.parts import Parts

SMALL = blueprint(weights=(60, 40), tasks=1, scored=3, unscored=1)
CONTENT = deck(
    blueprints=(SMALL,), cards=tuple(card(f"c-{number}") for number in range(1, 7)), questions=bank(SMALL, 3)
)
_NAMES = count(1)


@dataclass
class Laptop:
    """One library. `here` is where it is, `between` is done between two transactions of a sync."""

    home: Path
    shared: Path
    clock: FixedClock = field(default_factory=FixedClock)
    content: Deck | None = CONTENT
    here: str = ""
    between: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.here = self.here or str(self.home)
        self.start()
        if self.content is not None:
            self.parts.install(self.content)

    def start(self) -> None:
        """Start the app."""
        put_empty_database(self.home)
        self.store: Database = open_database(self.home, backups=self.home / "backups", stamp="test")
        self.parts = Parts(self.home / "decks", self.store, self.clock)
        self.media = MediaFolders(self.home / "media", self.home / "decks")
        self.memory, fits = FsrsModel(), Fits(self.store)
        self.replay = Replay(self.store, self.memory, fits, self.parts.library, self.parts.options)
        self.merging = MergeService(self.store, self.parts.library, self.clock, self.memory)
        self.service = SyncService(
            self.store,
            self.clock,
            self.memory,
            self.parts.library,
            self.parts.preferences,
            self.parts.options,
            fits,
            self.media,
            folders=FolderOfChanges,
            names=lambda: f"{next(_NAMES):016x}",
            here=lambda: self.here,
            pause=self._pause,
        )

    def _pause(self) -> None:
        self.between()

    def sync(self, **options: Any) -> SyncReport:
        """Sync once."""
        return self.sync_with_changes(**options)[1]

    def sync_with_changes(self, **options: Any) -> tuple[Changes, SyncReport]:
        """Sync once, and return what changed as well."""
        return self.service.sync(self.shared, **options)

    def rate(self, name: str, rating: Rating = Rating.GOOD, *, after: float = 60.0) -> None:
        """Rate a face, such as `c-1`, and let time pass before."""
        self.clock.advance(after)
        self.parts.study.rate(FaceId(f"{name}/1"), rating, milliseconds=1500)

    def bring_home(self, name: str, *reviews: Review) -> int:
        """Bring reviews of another program home; return how many were new."""
        with self.store.open(writing=True) as work:
            report = self.merging.merge(work, {FaceId(f"{name}/1"): list(reviews)}, ANKI, Path("phone.apkg"))
            work.commit()
        return report.added

    def fit(self, parameters: Parameters) -> None:
        """Put parameters in force, as fitting them to the learner does."""
        preset = self.parts.options.of(CONTENT.id)
        fit = Fit(parameters, self.clock.now(), 500, Score(0.4, 0.1), Score(0.3, 0.1))
        self.replay.put(preset, fit, self.replay.record(preset), no_progress)
        self.parts.options.refresh()

    def state(self, name: str) -> FaceState:
        return self.parts.study.state(FaceId(f"{name}/1"))

    def revised(self) -> Mapping[ItemId, datetime]:
        """Return when each card last changed, as files for other programs tell it."""
        with self.store.open() as work:
            query = parse("")
            keys = work.search.keys(query, self.parts.search.frame(query, narrow=False))
            return {one.item.id: one.revised for one in work.outgoing.items(keys)}

    def files(self) -> list[Path]:
        """Return the files of changes that this laptop wrote, in the folder it shares."""
        with self.store.open() as work:
            own = work.exchange.operations.own()
        return sorted(file for name in own for file in (self.shared / PLACE / name).glob("*"))

    def observed(self) -> Mapping[str, object]:
        """Return all that the learner could see of this library, in the same order on each."""
        with self.store.open() as work:
            log = work.study.log()
            fate = {entry.undoes: entry.kind for entry in log if entry.undoes is not None}
            holds = [entry for entry in log if entry.kind == "rate" and fate.get(entry.id, "redo") == "redo"]
            faces = {face.id for one in CONTENT.cards for face in faces_of(one)} | {entry.after.face for entry in log}
            heads = work.sittings.heads()
            items = sorted({ItemId(one) for one in work.own.standings()} | {one.id for one in self._deck().items()})
            return {
                "states": {
                    face: state for face in sorted(faces) if (state := work.study.state(face)) != FaceState(face)
                },
                "ratings": sorted((one.after.face, one.at, one.rating, one.milliseconds) for one in holds),
                "edits": {item: work.own.edit(item) for item in items},
                "notes": {item: work.own.note(item) for item in items},
                "items": {item: work.content.item(item) for item in items},
                "searches": [(one.name, one.query) for one in work.saved_searches.all()],
                "presets": [(one.name, one.options) for one in work.presets.all()],
                "assigned": {head.id: work.presets.of(head.id).name for head in work.content.heads()},
                "settings": {key: value for key, value in work.preferences.all().items() if key in SHARED_SETTINGS},
                "fits": Fits(self.store).of(work.presets.of(CONTENT.id).options),
                "disputes": sorted((one.item, one.text, one.at) for one in work.results.disputes()),
                "exams": sorted(
                    (
                        (head.started_at, head.title, head.scaled, head.result, head.finished_at),
                        work.sittings.load(head.id).states,
                        work.sittings.survey(head.id),
                        sorted(work.results.reasons(head.id).items()),
                        [(one.at, one.scaled, one.changed) for one in work.results.regradings(head.id)],
                    )
                    for head in heads
                    if head.finished_at is not None
                ),
            }

    def _deck(self) -> Deck:
        return self.content or CONTENT

    @contextmanager
    def another_folder(self, folder: Path) -> Iterator[None]:
        """Share another folder for a while."""
        before, self.shared = self.shared, folder
        try:
            yield
        finally:
            self.shared = before

    def stop(self) -> None:
        self.store.close()


def in_turns(*laptops: Laptop, rounds: int = 2) -> None:
    """Have those of one folder sync one after the other, until everybody knows everything."""
    for _ in range(rounds):
        for laptop in laptops:
            laptop.sync()


def deliver(source: Path, target: Path) -> None:
    """Copy what one folder holds and the other does not, as programs that keep folders alike do."""
    shutil.copytree(source, target, dirs_exist_ok=True)


def carry(laptops: list[Laptop], dice: Random) -> None:
    """Let some of the files, here and there, find their way, and lose some again."""
    source, target = dice.sample(laptops, 2)
    for file in source.shared.rglob("*.gz"):
        if dice.random() < 0.6:
            copy = target.shared / file.relative_to(source.shared)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    for file in target.shared.rglob("*.gz"):
        if dice.random() < 0.1:
            file.unlink()


def tell_all(*laptops: Laptop) -> None:
    """Have each, with a folder of its own, sync and tell all others, until everybody knows everything."""
    for _ in range(2):
        for laptop in laptops:
            laptop.sync()
            for other in laptops:
                if other is not laptop:
                    deliver(laptop.shared, other.shared)


def _is_begun(state: FaceState) -> bool:
    return state != FaceState(state.face)


Make = Callable[..., Laptop]
"""What makes a laptop of a name; see the fixture `make` of the services."""
