"""How quick the figures of the Progress page are, beside Anki's graphs in the same run: all history, 100,000 ratings.

Run it with `make bench` or `python -m tests.bench.statistics`; it exits with 1 above a limit. The two take turns, and
the median of several calls counts, so that what else the machine does falls on both. Then the figures are reckoned
beside a running event loop, and the longest time that it stood still is told.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from certdeck.core.statistics.report import EVERYTHING
from certdeck.services.catalogue import Services
from tests.bench.corpus import collection, corpus, library

ROUNDS = 15
LIMIT = 0.7
"""Of Anki's time."""


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=100_000)
    options = parser.parse_args()
    content = corpus(options.cards, datetime.now(UTC).replace(microsecond=0))
    with tempfile.TemporaryDirectory() as folder:
        services = library(Path(folder) / "ours", content)
        theirs = collection(Path(folder) / "anki", content)
        print(f"All history, {len(content.reviews):,} ratings of {options.cards:,} cards")
        good = _beside(
            lambda: services.statistics.report(None, EVERYTHING), lambda: theirs._backend.graphs(search="", days=0)
        )
        _watch(services)
        services.close()
        theirs.close()
    return 0 if good else 1


def _beside(ours: Callable[[], object], theirs: Callable[[], object]) -> bool:
    """Print both medians and their ratio, and tell whether that is within the limit."""
    taken: dict[str, list[float]] = {"Certdeck": [], "Anki": []}
    for turn in range(ROUNDS + 1):
        for name, call in (("Certdeck", ours), ("Anki", theirs)):
            begun = time.perf_counter()
            call()
            if turn:
                taken[name].append((time.perf_counter() - begun) * 1000)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    ratio = medians["Certdeck"] / medians["Anki"]
    print(f"Certdeck {medians['Certdeck']:7.1f} ms   Anki {medians['Anki']:7.1f} ms")
    print(f"ratio    {ratio:7.2f}      limit {LIMIT}")
    return ratio <= LIMIT


def _watch(services: Services) -> None:
    """Reckon in another thread, and print the longest time between two turns of the event loop."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from certdeck.gui.tasks import Task, start

    app = QApplication.instance() or QApplication([])
    done: list[object] = []
    task = Task(lambda say: services.statistics.report(None, EVERYTHING, progress=say))
    task.signals.succeeded.connect(done.append)
    start(task)
    last, longest = time.perf_counter(), 0.0
    while not done:
        app.processEvents()
        now = time.perf_counter()
        last, longest = now, max(longest, now - last)
    print(f"longest stand of the event loop meanwhile: {longest * 1000:.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
