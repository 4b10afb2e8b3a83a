"""`certdeck export pdf`: what goes on paper, through the services that the window uses."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from certdeck.cli.commands import opened
from certdeck.cli.queries import MISTYPED, understood
from certdeck.core.errors import ExportError
from certdeck.ports.exporting import Paper
from certdeck.ports.printing import CardOptions, Duplex, InkUse, PrintOptions, Printout
from certdeck.services.catalogue import Services


def export_pdf(options: argparse.Namespace) -> int:
    """Write sheets as PDF, or list what there is. What could not be printed as it should be is said on the way."""
    wanted, file = _wanted(options)
    with opened(options.data_dir) as services:
        if wanted == "list":
            _print_sets(services)
            return 0
        target = file or Path(f"{wanted}.pdf")
        say_printed(target, services.printing.sheets(wanted, target, print_options(options)))
    return 0


def print_options(options: argparse.Namespace) -> PrintOptions:
    """Read how it shall be printed. Raises `ExportError` for what makes no sense."""
    try:
        return PrintOptions(
            paper=Paper(options.paper),
            landscape=options.landscape,
            ink=InkUse(options.ink),
            columns=options.columns,
            size=options.size,
            pages=options.fit,
        )
    except ValueError as error:
        raise ExportError(f"{error} Nothing was written.") from error


def say_printed(target: Path, printed: Printout) -> None:
    """Say how many pages were written, and on standard error what was the matter."""
    print(f"{target}: {printed.pages} {'page' if printed.pages == 1 else 'pages'}")
    for problem in printed.problems:
        print(problem, file=sys.stderr)


def _wanted(options: argparse.Namespace) -> tuple[str, Path | None]:
    """Return what to print and where to; with `--sheet` the first word is the file."""
    words = [word for word in (options.what, options.file) if word is not None]
    if options.sheet is not None:
        words.insert(0, options.sheet)
    if not 1 <= len(words) <= 2:
        raise ExportError("Name what to print, such as `inference-options` or `3.1`, and at most one file. See `list`.")
    return str(words[0]), Path(words[1]) if len(words) == 2 else None


def _print_sets(services: Services) -> None:
    for name, title in services.printing.sets():
        print(f"{name}  {title}")
    for sheet in services.library.sheets():
        print(f"{sheet.id}  {sheet.title}")


def export_weak_points(options: argparse.Namespace) -> int:
    """Write on one page where most points are to be gained."""
    with opened(options.data_dir) as services:
        say_printed(options.file, services.printing.weak_points(options.file, print_options(options)))
    return 0


def export_progress(options: argparse.Namespace) -> int:
    """Write how well each part of the exam is known, with charts."""
    with opened(options.data_dir) as services:
        chosen = PrintOptions(paper=Paper(options.paper), ink=InkUse(options.ink))
        say_printed(options.file, services.printing.progress(options.file, chosen))
    return 0


def export_cards(options: argparse.Namespace) -> int:
    """Write cards to cut out."""
    if understood(options.query) is None:
        return MISTYPED
    with opened(options.data_dir) as services:
        chosen = _card_options(options, services)
        say_printed(options.file, services.printing.cards(options.file, chosen, query=options.query))
    return 0


def export_duplex_test(options: argparse.Namespace) -> int:
    """Write the test page for both sides; a shift that is named becomes the setting."""
    with opened(options.data_dir) as services:
        if options.shift is not None:
            services.preferences.change(back_shift=options.shift.replace(",", " "))
        if options.duplex is not None:
            services.preferences.change(duplex=options.duplex)
        say_printed(options.file, services.printing.duplex_test(options.file, _card_options(options, services)))
    return 0


def _card_options(options: argparse.Namespace, services: Services) -> CardOptions:
    """Read how cards are printed; what is not named is as the settings have it."""
    settings = services.preferences.settings
    if options.shift is not None:
        settings = replace(settings, back_shift=options.shift.replace(",", " "))
    return CardOptions(
        paper=Paper(options.paper),
        landscape=options.landscape,
        ink=InkUse(options.ink),
        count=options.count,
        duplex=Duplex(options.duplex or settings.duplex),
        shift=settings.shift(),
    )


def export_exam(options: argparse.Namespace) -> int:
    """Write an exam to be sat on paper, and say its code."""
    with opened(options.data_dir) as services:
        chosen = PrintOptions(paper=Paper(options.paper), ink=InkUse(options.ink))
        code, printed = services.paper_exams.print(options.file, chosen, seed=options.seed, form=options.form)
        say_printed(options.file, printed)
        print(f"code {code}; grade it with `certdeck exam grade {code} ANSWERS`")
    return 0
