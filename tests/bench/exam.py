"""How quick an exam is: drawing a form from 500 questions, committing a click, and answering it on the screen.

Each figure is taken beside a floor of the same run: a commit beside a bare SQLite commit with `synchronous=FULL`, a
click on the screen beside the repainting of a bare window of the same size. Run it with `make bench`; it exits with 1
above a limit.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from certdeck import bootstrap
from certdeck.assets import Places
from certdeck.core.deck import ChoiceQuestion
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.draw import draw
from certdeck.core.exam.events import Answered
from certdeck.presenters.exam import ExamPresenter
from certdeck.services.catalogue import Services
from tests.builders import blueprint, deck
from tests.core.exam.banks import mixed_bank

RESOURCES = Path(__file__).parents[2] / "resources"
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
        screen, bare = clicks_on_screen(services)
        services.close()
    good = [
        report(f"draw a form from {len(BANK)} questions, slowest of 200", max(draws), DRAW_LIMIT),
        report("commit a click, p99", p99(commits), COMMIT_LIMIT, beside=p99(floor)),
        report("a click answered on the screen, p99", p99(screen), SCREEN_LIMIT, beside=p99(bare)),
    ]
    return 0 if all(good) else 1


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long `act` takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def p99(times: list[float]) -> float:
    """Return the 99th percentile."""
    return statistics.quantiles(times, n=100)[98]


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


def clicks_on_screen(services: Services) -> tuple[list[float], list[float]]:
    """Return how long a choice takes until the window is painted again, and how long a bare window takes to paint."""
    from PySide6.QtWidgets import QApplication, QLabel

    from certdeck.gui.app import application, install_theme
    from certdeck.gui.main_window import MainWindow
    from certdeck.gui.screens.exam_room import ExamRoom

    app = application()
    install_theme(app, services, RESOURCES)
    window, bare = MainWindow(services), QLabel("Certdeck")
    for shown in (window, bare):
        shown.resize(1280, 800)
        shown.show()
    window.sit(services.exams.start(seed=2))
    room = window.screen_shown
    assert isinstance(room, ExamRoom)
    presenter, times, floor = room.presenter, [], []
    for number in range(CLICKS):
        if number % 4 == 0:
            turn_to_choice(presenter)
            QApplication.processEvents()
        times.append(milliseconds(partial(painted, partial(presenter.choose_letter, "ABCD"[number % 4]))))
        floor.append(milliseconds(partial(painted, bare.update)))
    window.close()
    return times, floor


def turn_to_choice(presenter: ExamPresenter) -> None:
    """Turn to the next question that has options, and round at the end."""
    items, now = presenter.sitting.form.items, presenter.sitting.current
    order = [*range(now + 1, len(items)), *range(now + 1)]
    presenter.go(1 + next(place for place in order if isinstance(items[place].question, ChoiceQuestion)))


def painted(act: Callable[[], object]) -> None:
    """Do `act` and wait until everything that it wants painted is painted."""
    from PySide6.QtWidgets import QApplication

    act()
    QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main())
