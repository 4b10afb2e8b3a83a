"""Studies by dice until somebody ends the process: `python -m tests.durability.study FOLDER SEED`.

It prints a number after each change that was acknowledged. The same folder and seed always give the same changes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.schedule import FaceState, Rating
from certdeck.services.catalogue import Services
from tests.clock import FixedClock
from tests.durability.library import CARDS, open_services

CHANGES = 50


def play(folder: Path, seed: int) -> Iterator[tuple[FaceState, ...]]:
    """Change study data; yield the states of all faces at first and after each change."""
    clock, dice = FixedClock(), Random(seed)
    clock.advance(days=seed)
    services = open_services(folder, clock)
    yield states(services)
    for _ in range(CHANGES):
        clock.advance(dice.choice((10, 700, 90_000)))
        change(services, dice)
        yield states(services)
    services.close()


def states(services: Services) -> tuple[FaceState, ...]:
    """Return the states of all faces."""
    return tuple(services.study.state(face.id) for card in CARDS for face in faces_of(card))


def change(services: Services, dice: Random) -> None:
    """Do one of the things that a learner does."""
    turn = services.study.next()
    face = faces_of(dice.choice(CARDS))[0].id if turn is None else turn.face.id
    match dice.randrange(9):
        case 0:
            services.study.undo()
        case 1:
            services.study.bury(face)
        case 2:
            services.study.flag(face, dice.randint(0, 7))
        case _:
            services.study.rate(face, dice.choice(tuple(Rating)), milliseconds=dice.randint(500, 60_000))


if __name__ == "__main__":
    for number, _ in enumerate(play(Path(sys.argv[1]), int(sys.argv[2]))):
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
