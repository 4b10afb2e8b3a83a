"""The commands. Each does one thing through the services, as the screens do, and returns an exit code."""

import argparse
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from certdeck.core.errors import ExportError
from certdeck.core.ids import SittingId
from certdeck.ports.exporting import Paper
from certdeck.ports.updating import Update, unannounced
from certdeck.services.catalogue import Services

COVERAGE_BEGINS = "<!-- coverage -->"
COVERAGE_ENDS = "<!-- end of coverage -->"
"""Lines of a deck's README between which `coverage --write` puts its tables."""


def gui(options: argparse.Namespace) -> int:
    """Open the app. Where there is no display, say so and return 1."""
    if not _has_display():
        print("certdeck: there is no display. Try `certdeck tour --out DIR`, which needs none.", file=sys.stderr)
        return 1
    # Our own modules go in before Qt, which slows every later import down, and without the garbage collector: what is
    # imported at start never becomes garbage. The app switches it on again once the first page is painted.
    gc.disable()
    from certdeck import assets, bootstrap

    places = assets.places(options.data_dir)
    from certdeck.gui.app import run_gui

    return run_gui(
        lambda data, updating: bootstrap.build(assets.places(data), bootstrap.SystemClock(), updating=updating),
        lambda data: bootstrap.backups(assets.places(data), bootstrap.SystemClock()),
        places.resources,
        options.data_dir,
        exit_after_first_paint=options.exit_after_first_paint,
    )


def check(options: argparse.Namespace) -> int:
    """Print every problem of a deck; 1 when there is any."""
    from certdeck.bootstrap import SystemClock, deck_reader

    today = SystemClock().now().date() if options.strict else None
    problems = deck_reader().check(options.path, strict_on=today)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}", file=sys.stderr)
    return 1 if problems else 0


def coverage(options: argparse.Namespace) -> int:
    """Print how many cards, questions and sheets cover each bullet, or write that into the deck's README."""
    from certdeck.bootstrap import deck_reader
    from certdeck.core.deck_strict import heat_map

    deck = deck_reader().read(options.path)
    maps = "\n".join(heat_map(deck, blueprint) for blueprint in deck.blueprints)
    if not options.write:
        print(maps, end="")
        return 0
    readme: Path = options.path / "README.md"
    try:
        before, mark, rest = readme.read_text(encoding="utf-8").partition(COVERAGE_BEGINS)
        _, end, after = rest.partition(COVERAGE_ENDS)
        if not mark or not end:
            raise ExportError(f"{readme} has no lines {COVERAGE_BEGINS} and {COVERAGE_ENDS}. It was left as it is.")
        readme.write_text(f"{before}{mark}\n\n{maps}\n{end}{after}", encoding="utf-8")
    except OSError as error:
        raise ExportError(f"The tables could not be written into {readme}: {error.strerror}.") from error
    return 0


def export_report(options: argparse.Namespace) -> int:
    """Write the score report of a finished sitting as PDF."""
    # Here: opening the window imports this file, too.
    from certdeck.ports.printing import PrintOptions

    with opened(options.data_dir) as services:
        chosen = PrintOptions(paper=Paper(options.paper))
        pages = services.export.report(SittingId(options.id), options.file, chosen).pages
        _say_pages(options.file, pages)
    return 0


def _say_pages(target: Path, pages: int) -> None:
    print(f"{target}: {pages} {'page' if pages == 1 else 'pages'}")


def export_disputes(options: argparse.Namespace) -> int:
    """Write what the learner holds against questions as a Markdown file."""
    with opened(options.data_dir) as services:
        count = services.export.disputes(options.file)
        print(f"{options.file}: {count} {'question' if count == 1 else 'questions'}")
    return 0


def tour(options: argparse.Namespace) -> int:
    """Drive the real windows offscreen as a learner would, and write pictures, a package and a sheet."""
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"{options.out} can't be made: {error.strerror}. Nothing was written. Choose another folder."
        raise ExportError(said) from error
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from certdeck import assets, bootstrap
    from certdeck.gui.tour import Tour

    return Tour(
        lambda data, clock: bootstrap.build(assets.places(data), clock, seeds=lambda: options.seed),
        assets.places().resources,
        options.out,
        seed=options.seed,
    ).run()


def self_check() -> int:
    """Try everything once in a temporary library; 0 when all of it works."""
    from certdeck.cli.self_check import run

    return run()


@contextmanager
def opened(data: Path | None) -> Iterator[Services]:
    """Give the services of the library in `data`, with the shipped decks installed as they are now; close it after."""
    from certdeck import assets, bootstrap

    services = bootstrap.build(assets.places(data), bootstrap.SystemClock(), updating=_told)
    try:
        for folder in services.library.outdated():
            services.library.install(folder)
        yield services
    finally:
        services.close()


def _told(update: Update) -> None:
    """Say that the library is brought up to date, then do it."""
    words = "Your library is brought up to date first. A copy of it as it was is kept in the folder of its backups."
    print(f"certdeck: {words}", file=sys.stderr, flush=True)
    unannounced(update)


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    return bool(os.environ.get("QT_QPA_PLATFORM")) or any(os.environ.get(name) for name in names)
