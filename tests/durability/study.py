"""Studies by dice until somebody ends the process: `python -m tests.durability.study FOLDER SEED`.

It prints a number after each change that was acknowledged. The same folder and seed always give the same changes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.schedule import Rating
from certdeck.ports.study_log import StudyEntry
from certdeck.services.catalogue import Services
from tests.clock import FixedClock
from tests.durability.acknowledge import report
from tests.durability.library import CARDS, open_services

CHANGES = 50
Done = tuple[str, FaceId, int]
"""What was done to which face, with the rating or the flag, if it has one."""


def play(folder: Path, seed: int) -> Iterator[tuple[Done, ...]]:
    """Change study data; yield what was done and not undone, as the learner remembers it, at first and after each."""
    clock, dice = FixedClock(), Random(seed)
    clock.advance(days=seed)
    services = open_services(folder, clock)
    done: tuple[Done, ...] = ()
    yield done
    for _ in range(CHANGES):
        clock.advance(dice.choice((10, 700, 90_000)))
        done = change(services, dice, done)
        yield done
    services.close()


def change(services: Services, dice: Random, done: tuple[Done, ...]) -> tuple[Done, ...]:
    """Do one of the things that a learner does, and return what there is to remember of it."""
    turn = services.study.next()
    face = faces_of(dice.choice(CARDS))[0].id if turn is None else turn.face.id
    match dice.randrange(9):
        case 0 if done:
            services.history.undo()
            return done[:-1]
        case 1:
            return (*done, ("bury", face, 0)) if services.faces.bury(face) else done
        case 2:
            flag = dice.randint(0, 7)
            return (*done, ("flag", face, flag)) if services.faces.flag(flag, face) else done
        case _:
            rating = dice.choice(tuple(Rating))
            services.study.rate(face, rating, milliseconds=dice.randint(500, 60_000))
            return (*done, ("rate", face, rating.value))


def stored(services: Services, since: int) -> tuple[Done, ...]:
    """Return what the library says was done and not undone after the first `since` entries."""
    with services.store.open() as work:
        log = work.study.log(after=since)
        last = {entry.after.face: entry for entry in log}
        assert all(work.study.state(face) == entry.after for face, entry in last.items())
    fate = {entry.undoes: entry.kind for entry in log if entry.undoes is not None}
    return tuple(_done(entry) for entry in log if entry.undoes is None and fate.get(entry.id) != "undo")


def _done(entry: StudyEntry) -> Done:
    number = entry.rating.value if entry.rating else entry.after.flag if entry.kind == "flag" else 0
    return (entry.kind, entry.after.face, number)


def entries(services: Services) -> int:
    """Return the number of the last entry."""
    with services.store.open() as work:
        log = work.study.log()
    return log[-1].id if log else 0


if __name__ == "__main__":
    report(play(Path(sys.argv[1]), int(sys.argv[2])))
