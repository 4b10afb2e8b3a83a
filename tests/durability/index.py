"""Makes many cards searchable until somebody ends the process: `python -m tests.durability.index FOLDER SEED`.

It prints a number once the cards are there, and after each piece that is done.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from certdeck.services.catalogue import Services
from certdeck.store import indexing
from tests.clock import FixedClock
from tests.durability.acknowledge import report
from tests.durability.library import open_services
from tests.imported import alpacas, bring

COUNT, PIECE = 400, 7


def play(folder: Path) -> Iterator[int]:
    """Bring cards and index them piece by piece; yield how many are left each time."""
    indexing.AT_ONCE = 0  # type: ignore[misc]  # a smaller number of cards is to be many
    services = open_services(folder, FixedClock())
    bring(services.store, alpacas(COUNT))
    yield services.full_text.left()
    while indexed(services):
        yield services.full_text.left()
    services.close()


def indexed(services: Services) -> int:
    """Index a piece and return how many cards it had."""
    with services.store.open(writing=True) as work:
        count = work.search.index(PIECE)
        work.commit()
    return count


if __name__ == "__main__":
    report(play(Path(sys.argv[1])))
