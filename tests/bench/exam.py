"""How quick an exam is: drawing a form from 500 questions, committing a click, and answering it on the screen.

A commit is taken beside a bare SQLite commit with `synchronous=FULL` of the same run, clicks on the screen beside the
repainting of a bare window of the same size. Clicks are made on the shipped deck (see `tests.bench.clicks`). Run it
with `make bench`; it exits with 1 above a limit.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random

from certdeck import bootstrap
from certdeck.assets import Places
from certdeck.core.deck import ChoiceQuestion
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.draw import draw
from certdeck.core.exam.events import Answered
from certdeck.services.catalogue import Services
from tests.builders import blueprint, deck
from tests.core.exam.banks import mixed_bank

ROOT = Path(__file__).parents[2]
RESOURCES, DECKS = ROOT / "resources", ROOT / "decks"
EXAM = blueprint()
BANK = mixed_bank(EXAM, 42)
CLICKS = 300
DRAW_LIMIT, COMMIT_LIMIT, SCREEN_LIMIT = 50.0, 10.0, 16.0
"""Milliseconds: the slowest of 200 draws, and the 99th percentile of clicks."""


def main() -> int:
    """Measure, print, and return the exit code."""
    draws = [milliseconds(partial(draw, EXAM, BANK, seed=seed)) for seed in range(200)]
    with tempfile.TemporaryDirectory() as folder:
        floor = bare_commits(Path(folder) / "bare.db")
        services = library(Path(folder))
        commits = committed_clicks(services)
        services.close()
        shipped = shipped_library(Path(folder))
        clicks = clicks_on_screen(shipped)
        shipped.close()
    good = [
        report(f"draw a form from {len(BANK)} questions, slowest of 200", max(draws), DRAW_LIMIT),
        report("commit a click, p99", p99(commits), COMMIT_LIMIT, beside=p99(floor)),
        *clicks,
    ]
    return 0 if all(good) else 1


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long `act` takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def p99(times: list[float]) -> float:
    """Return the 99th percentile; of fewer than a hundred times it lies just below the longest, never beyond."""
    return statistics.quantiles(times, n=100, method="inclusive")[98]


def report(what: str, found: float, limit: float, *, beside: float | None = None) -> bool:
    """Print a figure beside its floor and its limit; return whether it is within."""
    ratio = "" if beside is None else f", {found / beside:.1f} times the floor of {beside:.2f} ms"
    print(f"{what}: {found:.2f} ms{ratio} (limit {limit:.0f} ms)")
    return found <= limit


def bare_commits(file: Path) -> list[float]:
    """Return how long a commit of one row takes without anything around it."""
    connection = sqlite3.connect(file, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE event (content BLOB)"):
        connection.execute(statement)

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO event VALUES (?)", (b"x" * 60,))
        connection.execute("COMMIT")

    times = [milliseconds(commit) for _ in range(CLICKS)]
    connection.close()
    return times


def library(folder: Path) -> Services:
    """Return the services of a library that holds the bank."""
    services = bootstrap.build(Places(RESOURCES, folder / "no-decks", folder / "data"), bootstrap.SystemClock())
    with services.store.open(writing=True) as work:
        work.content.replace(deck(blueprints=(EXAM,), questions=BANK), services.clock.now())
        work.commit()
    return services


def committed_clicks(services: Services) -> list[float]:
    """Return how long `record` takes, answer after answer, in a sitting that fills up."""
    sitting, dice, times = services.exams.start(seed=1), Random(1), []
    for number in range(CLICKS):
        position = number % len(sitting.form.items)
        item = sitting.form.items[position]
        if isinstance(item.question, ChoiceQuestion):
            event = Answered(position, Chosen(frozenset({dice.choice(item.order)})))
            begun = time.perf_counter()
            sitting = services.exams.record(sitting, event, float(number))
            times.append((time.perf_counter() - begun) * 1000)
    return times


def shipped_library(folder: Path) -> Services:
    """Return the services of a library that holds the shipped decks."""
    services = bootstrap.build(Places(RESOURCES, DECKS, folder / "shipped"), bootstrap.SystemClock())
    for found in services.library.outdated():
        services.library.install(found)
    return services


def clicks_on_screen(services: Services) -> list[bool]:
    """Measure every click of the exam room and its report, print each kind and all, and return which are within."""
    from certdeck.gui.app import application, install_theme
    from tests.bench.clicks import all_clicks

    app = application()
    install_theme(app, services, RESOURCES)
    times, computing, floor = all_clicks(services)
    print(f"a click answered on the screen, in ms (limit p99 {SCREEN_LIMIT:.0f}; a bare window p99 {p99(floor):.2f})")
    print(f"  {'':42}{'clicks':>8}{'p50':>8}{'p99':>8}{'max':>8}{'p99 of computing':>20}")
    within = [report_click(what, found, computing[what]) for what, found in times.items()]
    whole = (list(chain.from_iterable(found.values())) for found in (times, computing))
    return [*within, report_click("all of them", *whole)]


def report_click(what: str, found: list[float], computed: list[float]) -> bool:
    """Print how long clicks of one kind took; return whether they are within the limit.

    What they `computed` is printed besides: it tells what a click costs where other programs keep it waiting.
    """
    within = p99(found) <= SCREEN_LIMIT
    figures = f"{statistics.median(found):8.1f}{p99(found):8.1f}{max(found):8.1f}{p99(computed):20.1f}"
    print(f"  {what:42}{len(found):8}{figures}{'' if within else '   above the limit'}")
    return within


if __name__ == "__main__":
    sys.exit(main())
