"""Fitting FSRS-6 to 100,000 reviews beside fsrs-rs: log loss, time, memory, and what the window feels of it.

Learners are simulated with parameters that are known; both optimisers learn from the first 80 % of the same log and are
judged by the rest. Run it with `make bench`; it exits with 1 above a limit.
"""

import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import mean

import numpy as np

from certdeck import bootstrap
from certdeck.assets import Places
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.memory.evaluation import score
from certdeck.memory.histories import read
from certdeck.memory.training import split, train
from certdeck.services.catalogue import Services
from tests.builders import deck
from tests.clock import FixedClock
from tests.memory.learners import Reviewed, learner, log_of, studied
from tests.memory.rust_optimiser import fitted_by_rust
from tests.reviewing import cards, faces, record

REVIEWS = 100_000
LEARNERS = (1, 2, 3, 4, 5, 6)
LOSS_LIMIT = 1.005
"""Times their log loss, for every learner."""
TIME_LIMIT = 10.0
"""Seconds for the whole fit in its worker: held-back test, final fit, start of the process."""
MEMORY_LIMIT = 250.0
"""Megabytes that the worker may hold at most."""
STALL_LIMIT = 50.0
"""Milliseconds: the longest that the event loop stood still meanwhile."""

RESOURCES = Path(__file__).parents[2] / "resources"


def main() -> int:
    """Measure, print, and return the exit code."""
    print(f"log loss on the last fifth of {REVIEWS:,} reviews")
    print(f"{'learner':>8} {'scored':>8} {'defaults':>9} {'ours':>9} {'fsrs-rs':>9} {'true':>9} {'ratio':>7}")
    ratios = [compare(seed) for seed in LEARNERS]
    reviews = studied(learner(LEARNERS[0]), REVIEWS, LEARNERS[0])
    with tempfile.TemporaryDirectory() as folder:
        services = library(Path(folder), reviews)
        seconds, megabytes, stall = in_the_window(services)
        services.close()
    good = [
        report("log loss as a multiple of fsrs-rs's, mean", mean(ratios), LOSS_LIMIT),
        report("log loss as a multiple of fsrs-rs's, worst", max(ratios), LOSS_LIMIT),
        report("fit, keep and replay from a window, seconds", seconds, TIME_LIMIT),
        report("most memory of the worker, MB", megabytes, MEMORY_LIMIT),
        report("longest stall of the event loop meanwhile, ms", stall, STALL_LIMIT),
    ]
    return 0 if all(good) else 1


def compare(seed: int) -> float:
    """Print a learner's row and return our log loss as a multiple of theirs."""
    log = log_of(studied(learner(seed), REVIEWS, seed))
    histories = read(log)
    earlier, later = split(histories)
    chosen = np.flatnonzero(later)
    ours = train(histories, earlier, lambda _done, _total: None)
    theirs = fitted_by_rust(log, before=int(histories.position[later].min()))
    losses = [
        score(np.array(w), histories, chosen).log_loss for w in (DEFAULTS, ours, theirs, learner(seed).parameters)
    ]
    ratio = losses[1] / losses[2]
    print(f"{seed:>8} {log.scored:>8} " + " ".join(f"{loss:>9.4f}" for loss in losses) + f" {ratio:>7.4f}")
    return ratio


def library(folder: Path, reviews: list[Reviewed]) -> Services:
    """Return the services of a library in which all of `reviews` were given."""
    clock = FixedClock(reviews[-1].at)
    services = bootstrap.build(Places(RESOURCES, folder / "no-decks", folder / "data"), clock)
    with services.store.open(writing=True) as work:
        work.content.replace(deck(cards=cards(len(faces(reviews)))), services.clock.now())
        work.commit()
    record(services.store, reviews)
    return services


def in_the_window(services: Services) -> tuple[float, float, float]:
    """Fit beside a window; return the seconds, the worker's most memory in MB and the longest stall in ms.

    The stall is that of the work itself: the pages are not told, who would count what is due anew.
    """
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    from certdeck.gui.app import application, install_theme
    from certdeck.gui.main_window import MainWindow
    from certdeck.gui.tasks import Task, start

    install_theme(application(), services, RESOURCES)
    window = MainWindow(services)
    window.show()
    loop, task, ticks = QEventLoop(), Task(services.fitting.fit), [time.perf_counter()]
    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=2)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    for closing in (task.signals.succeeded, task.signals.refused, task.signals.failed):
        closing.connect(loop.quit)
    timer.start()
    begun = time.perf_counter()
    start(task)
    loop.exec()
    seconds = time.perf_counter() - begun
    window.close()
    if services.fitting.standing() is None:
        raise RuntimeError("the fit was not kept")
    return seconds, workers_memory(), 1000 * max(later - earlier for earlier, later in pairwise(ticks[5:]))


def workers_memory() -> float:
    """Return the most memory that any child process of this one ever held, in MB."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return used / 1024 if sys.platform == "linux" else used / 1024**2


def report(what: str, found: float, limit: float) -> bool:
    """Print a figure beside its limit; return whether it is within."""
    print(f"{what}: {found:.4g} (limit {limit:g})")
    return found <= limit


if __name__ == "__main__":
    sys.exit(main())
