"""`certdeck fit`: fitting the schedule to the learner's memory without a window."""

import argparse
import sys

from certdeck.cli.commands import opened
from certdeck.cli.output import print_values
from certdeck.core.ids import DeckId
from certdeck.core.scheduling.parameters import Score
from certdeck.ports.exporting import Progress, no_progress
from certdeck.presenters.fitting import report_words
from certdeck.services.fitting import FitReport, Outcome


def fit(options: argparse.Namespace) -> int:
    """Fit the parameters and print what came of it, or go back to the defaults."""
    deck = DeckId(options.deck) if options.deck else None
    with opened(options.data_dir) as services:
        if options.defaults:
            services.fitting.use_defaults(deck=deck, reschedule=options.reschedule)
            name = services.library.exam().deck.id if deck is None else deck
            words = "The schedule goes by the default parameters."
            print_values(options, {"deck": name, "outcome": "defaults"}, lambda: [words])
            return 0
        report = services.fitting.fit(_progress(), deck=deck, dry_run=options.dry_run, reschedule=options.reschedule)
    print_values(options, fit_json(report), lambda: _lines(report))
    return 0


def fit_json(report: FitReport) -> dict[str, object]:
    """Return what `--json` prints; docs/command-line.md describes it."""
    fitted = report.fitted
    return {
        "deck": report.deck,
        "outcome": report.outcome.value,
        "kept": report.outcome is Outcome.KEPT,
        "ratings": report.ratings,
        "reviews": report.reviews,
        "needed": report.needed,
        "held_back": None if fitted is None else fitted.held_back,
        "before": None if fitted is None else _score(fitted.before),
        "after": None if fitted is None else _score(fitted.after),
        "parameters": None if fitted is None else [round(value, 4) for value in fitted.parameters],
        "set_back": report.set_back,
    }


def _score(score: Score) -> dict[str, float]:
    return {"log_loss": round(score.log_loss, 6), "rmse_bins": round(score.rmse, 6)}


def _lines(report: FitReport) -> list[str]:
    lines = [f"{report.deck}: {report.ratings} ratings, {report.reviews} of them after a day or more"]
    if report.fitted is not None:
        held_back, before, after = report.fitted.held_back, report.fitted.before, report.fitted.after
        lines.append(f"log loss on the last {held_back}: {before.log_loss:.4f} before, {after.log_loss:.4f} after")
    return [*lines, f"{'kept' if report.outcome is Outcome.KEPT else 'not kept'}: {report_words(report)}"]


def _progress() -> Progress:
    """Return a progress that writes to the terminal, or nowhere when there is none."""
    if not sys.stderr.isatty():
        return no_progress

    def report(done: int, total: int) -> None:
        print(f"\rfitting: {100 * done // total} %", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return report
