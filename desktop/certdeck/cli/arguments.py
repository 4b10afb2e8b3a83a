"""What the command line understands: the commands, their arguments, and what their help says."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from certdeck import __version__

MOST: Final = 2**63 - 1
MOST_DAYS: Final = 3650
MOST_DAYS_OF_STATS: Final = 36_500
PACKED: Final = {
    "anki": "an Anki package",
    "csv": "CSV, or TSV if the file's name ends in .tsv",
    "gift": "GIFT",
    "moodle": "Moodle XML",
    "qti": "a QTI 2.1 package",
    "markdown": "Markdown",
    "json": "JSON in Certdeck's own format, from which another Certdeck takes cards",
}
"""Formats of cards and questions."""
RATINGS: Final = ("again", "hard", "good", "easy")


def parser(command: str) -> argparse.ArgumentParser:
    """Return what reads the arguments of `command`, or of every command when there is none of that name.

    Making all of them takes longer than the start has to spare for it.
    """
    parser = argparse.ArgumentParser(
        prog="certdeck",
        description="Flashcards, practice exams and printed sheets for certification exams, offline.",
        epilog="Not affiliated with Amazon Web Services; every item of the decks is the project's own.",
    )
    parser.add_argument("--version", action="version", version=f"certdeck {__version__}")
    parser.add_argument("--self-check", action="store_true", help="try everything once in a temporary library")
    parser.set_defaults(room="commands", run="gui", data_dir=None, exit_after_first_paint=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in (command,) if command in COMMANDS else COMMANDS:
        words, add = COMMANDS[name]
        add(commands.add_parser(name, help=words))
    return parser


def _number(text: str) -> int:
    """Read a whole number that the database can hold."""
    try:
        number = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number") from error
    if abs(number) > MOST:
        raise argparse.ArgumentTypeError(f"{text} is too large")
    return number


def _file(text: str) -> Path:
    """Read the name of a file."""
    if not text:
        raise argparse.ArgumentTypeError("the name of the file is empty")
    return Path(text)


def _folder(text: str) -> Path:
    """Read the name of a folder. An empty one would be the working directory, which nobody means by it."""
    if not text:
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    return Path(text)


def _add_gui(opened: argparse.ArgumentParser) -> None:
    _add_data_dir(opened)
    opened.add_argument("--exit-after-first-paint", action="store_true", help=argparse.SUPPRESS)
    opened.set_defaults(run="gui")


def _add_check(check: argparse.ArgumentParser) -> None:
    check.add_argument("path", type=Path, metavar="PATH", help="folder of the deck")
    check.add_argument("--strict", action="store_true", help="hold it to coverage, balance, links and sources, too")
    check.set_defaults(run="check")


def _add_coverage(coverage: argparse.ArgumentParser) -> None:
    coverage.add_argument("path", type=Path, metavar="PATH", help="folder of the deck")
    coverage.add_argument("--write", action="store_true", help="write the tables into the deck's README.md")
    coverage.set_defaults(run="coverage")


def _add_export(export: argparse.ArgumentParser) -> None:
    kinds = export.add_subparsers(title="kinds", metavar="KIND", required=True)
    for name, words in PACKED.items():
        _add_packed(kinds.add_parser(name, help=f"write cards and questions as {words}"), name)
    pdf = kinds.add_parser("pdf", help="write sheets as a PDF file")
    pdf.add_argument("what", metavar="WHAT", nargs="?", help="a sheet, a domain, a task, a topic, or `list`")
    pdf.add_argument("file", metavar="FILE", nargs="?", help="the PDF file to write (default: WHAT.pdf)")
    pdf.add_argument("--sheet", metavar="WHAT", help="the same as WHAT")
    pdf.set_defaults(room="paper", run="export_pdf")
    weak = kinds.add_parser("weak-points", help="write on one page where you would gain most points")
    weak.set_defaults(room="paper", run="export_weak_points")
    cards = kinds.add_parser("cards", help="write cards to cut out, questions in front and answers behind")
    cards.add_argument("--query", metavar="QUERY", default="", help="only what a search finds, such as `domain:3`")
    cards.add_argument("--count", type=int, choices=[4, 8, 10], default=8, help="cards on a page (default: 8)")
    cards.set_defaults(room="paper", run="export_cards")
    test = kinds.add_parser("duplex-test", help="write a page that shows how far the two sides are apart")
    test.set_defaults(room="paper", run="export_duplex_test", count=8)
    progress = kinds.add_parser("progress", help="write how well you know each part of the exam, with charts")
    progress.set_defaults(room="paper", run="export_progress")
    exam = kinds.add_parser("exam", help="write an exam to be sat on paper: questions, answer sheet, key with reasons")
    exam.add_argument("--seed", type=_number, help="seed of the draw; the same one gives the same exam")
    exam.add_argument("--form", metavar="LETTER", help="print a fixed form instead of drawing one")
    exam.set_defaults(room="paper", run="export_exam")
    for sides in (cards, test):
        sides.add_argument("--landscape", action="store_true", help="turn the paper")
        sides.add_argument("--duplex", choices=["long", "short"], help="edge over which the paper turns")
        sides.add_argument("--shift", metavar="RIGHT,DOWN", help="move the backs, in mm; the test page keeps it")
    for sides in (cards, test, exam, progress):
        sides.add_argument("--ink", choices=["colour", "grey", "saving"], default="colour", help="how much ink to use")
    for printed in (weak, cards, test, exam, progress):
        printed.add_argument("file", type=_file, metavar="FILE", help="the PDF file to write")
    for printed in (pdf, weak):
        _add_print_options(printed)
    report = kinds.add_parser("report", help="write the score report of a finished sitting as a PDF file")
    report.add_argument("id", type=_number, metavar="ID", help="number of the sitting, as `exam list` shows it")
    report.add_argument("file", type=_file, metavar="FILE", help="the PDF file to write")
    report.set_defaults(run="export_report")
    for printed in (pdf, weak, cards, test, exam, progress, report):
        printed.add_argument("--paper", choices=["a4", "letter"], default="a4", help="paper size (default: a4)")
    disputes = kinds.add_parser("disputes", help="write what you hold against questions as a Markdown file")
    disputes.add_argument("file", type=_file, metavar="FILE", help="the .md file to write")
    disputes.set_defaults(run="export_disputes")
    for kind in (weak, cards, test, exam, progress, pdf, report, disputes):
        _add_data_dir(kind)


def _add_packed(packed: argparse.ArgumentParser, name: str) -> None:
    packed.add_argument("file", type=_file, metavar="FILE", help="the file to write")
    packed.add_argument("--query", metavar="QUERY", default="", help="only what a search finds, such as `domain:3`")
    packed.add_argument("--exam", metavar="ID", help="exam, such as mla-c01 (default: the one studied for)")
    packed.add_argument("--everything", action="store_true", help="of every deck and exam")
    if name == "anki":
        packed.add_argument("--with-schedule", action="store_true", help="take your schedule and reviews along")
        packed.add_argument("--legacy", action="store_true", help="for Anki before 2.1.50 (2022), too: a larger file")
    packed.add_argument("--json", action="store_true", help="print JSON")
    packed.set_defaults(room="packing", run="write", format=name, with_schedule=False, legacy=False)
    _add_data_dir(packed)


def _add_print_options(printed: argparse.ArgumentParser) -> None:
    """Add how sheets are printed; the service knows the bounds."""
    printed.add_argument("--landscape", action="store_true", help="turn the paper")
    printed.add_argument(
        "--ink", choices=["colour", "grey", "saving"], default="colour", help="how much ink goes on it"
    )
    printed.add_argument("--columns", type=int, metavar="N", help="1 to 3 columns (default: as suits each sheet)")
    printed.add_argument("--size", type=float, default=8.5, metavar="POINTS", help="size of the text (default: 8.5)")
    printed.add_argument("--fit", type=int, metavar="PAGES", help="shrink each sheet to fit on so many pages")


def _add_stats(stats: argparse.ArgumentParser) -> None:
    stats.set_defaults(room="statistics", run="stats")
    stats.add_argument(
        "--days",
        type=_days_of_stats,
        metavar="N",
        help="look back and ahead N days (default: back to the first rating)",
    )
    stats.add_argument("--exam", metavar="ID", help="exam, such as mla-c01 (default: all cards)")
    stats.add_argument("--json", action="store_true", help="print JSON")
    _add_data_dir(stats)


def _add_exam(exam: argparse.ArgumentParser) -> None:
    exam.set_defaults(room="exam")
    actions = exam.add_subparsers(title="actions", metavar="ACTION", required=True)
    draw = actions.add_parser("draw", help="draw a form from the bank; nothing is stored")
    draw.set_defaults(run="draw")
    sit = actions.add_parser("sit", help="sit a whole exam with given answers, and grade it")
    sit.add_argument("--answers", required=True, metavar="key|random|FILE", help="the key, dice, or a JSON file")
    sit.add_argument("--form", metavar="LETTER", help="sit a fixed form instead of drawing one")
    sit.set_defaults(run="sit")
    listed = actions.add_parser("list", help="list all sittings, the newest first")
    listed.set_defaults(run="list_sittings")
    grade = actions.add_parser("grade", help="grade an exam that was printed and sat on paper")
    grade.add_argument("code", metavar="CODE", help="the code on its pages, such as 7-3F0C")
    grade.add_argument("answers", metavar="ANSWERS", nargs="+", help="letters in order, `-` for none, or a text file")
    grade.add_argument("--incomplete", action="store_true", help="count questions without letters or a dash as wrong")
    grade.set_defaults(run="grade")
    show = actions.add_parser("show", help="show the result of a sitting")
    show.add_argument("id", type=_number, metavar="ID", help="number of the sitting, as `exam list` shows it")
    show.set_defaults(run="show")
    forms = actions.add_parser("forms", help="draw fixed forms A to E for the author of a deck, as YAML")
    forms.set_defaults(run="forms")
    for action in (draw, sit, forms):
        action.add_argument("--blueprint", metavar="ID", help="exam, such as mla-c01 (default: the one studied for)")
        action.add_argument("--seed", type=_number, help="seed of the draw; the same one gives the same form")
    for action in (draw, sit, grade, listed, show):
        action.add_argument("--json", action="store_true", help="print JSON")
    for action in (draw, sit, grade, listed, show, forms):
        _add_data_dir(action)


def _add_review(review: argparse.ArgumentParser) -> None:
    review.set_defaults(room="review")
    actions = review.add_subparsers(title="actions", metavar="ACTION", required=True)
    asked = actions.add_parser("next", help="print the card to be asked now")
    asked.set_defaults(run="next_card")
    answer = actions.add_parser("answer", help="record how well you knew a card")
    answer.add_argument("id", metavar="ID", help="the card, as `review next` or `cards search` prints it")
    answer.add_argument("rating", metavar="RATING", type=_rating, help=f"{', '.join(RATINGS)}, or 1 to 4")
    answer.add_argument("--at", metavar="ISO-TIME", help="when you answered, such as 2026-11-26T18:30 (default: now)")
    answer.set_defaults(run="answer")
    for action in (asked, answer):
        action.add_argument("--json", action="store_true", help="print JSON")
        _add_data_dir(action)


def _rating(text: str) -> str:
    """Read a rating by its word, or by the number of its key."""
    known = dict(zip("1234", RATINGS, strict=True)) | {word: word for word in RATINGS}
    if text.casefold() not in known:
        raise argparse.ArgumentTypeError(f"{text} is no rating: write {', '.join(RATINGS)}, or 1 to 4")
    return known[text.casefold()]


def _add_cards(cards: argparse.ArgumentParser) -> None:
    cards.set_defaults(room="cards")
    actions = cards.add_subparsers(title="actions", metavar="ACTION", required=True)
    search = actions.add_parser("search", help="list what a query finds")
    search.add_argument("query", metavar="QUERY", nargs="+", help="what to look for, such as `payload is:due`")
    search.add_argument("--limit", type=_count, metavar="N", help="list at most N items (default: all)")
    search.set_defaults(run="search")
    show = actions.add_parser("show", help="print one item with its texts and how well it is known")
    show.add_argument("id", metavar="ID", help="id of the item, as `cards search` prints it")
    show.set_defaults(run="show")
    for action in (search, show):
        action.add_argument("--json", action="store_true", help="print JSON")
        _add_data_dir(action)


def _count(text: str) -> int:
    """Read how many there shall be at most."""
    number = _number(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return number


def _add_due(due: argparse.ArgumentParser) -> None:
    due.add_argument("--days", type=_days, default=30, metavar="N", help="how many days, today included (default: 30)")
    due.add_argument("--json", action="store_true", help="print JSON")
    _add_data_dir(due)
    due.set_defaults(room="review", run="due")


def _days(text: str) -> int:
    """Read a number of days of which a year's calendar can be made."""
    return _days_up_to(MOST_DAYS, text)


def _days_of_stats(text: str) -> int:
    return _days_up_to(MOST_DAYS_OF_STATS, text)


def _days_up_to(most: int, text: str) -> int:
    days = _number(text)
    if not 1 <= days <= most:
        raise argparse.ArgumentTypeError(f"{text} is not 1 to {most:,} days")
    return days


def _add_fit(fit: argparse.ArgumentParser) -> None:
    fit.add_argument("--deck", metavar="ID", help="deck, such as aws-mla (default: the one studied)")
    what = fit.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="tell what would come of it and change nothing")
    fit.add_argument("--reschedule", action="store_true", help="move due dates, too; otherwise they stay")
    what.add_argument("--defaults", action="store_true", help="go back to the default parameters")
    fit.add_argument("--json", action="store_true", help="print JSON")
    _add_data_dir(fit)
    fit.set_defaults(room="fit", run="fit")


def _add_import(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=_file, metavar="FILE", help="file to take over, such as deck.apkg or cards.csv")
    formats = ("anki", "csv", "gift", "moodle", "aiken", "qti", "markdown", "json")
    command.add_argument("--format", choices=formats, help="its format (default: told by name and content)")
    command.add_argument(
        "--deck", default="", metavar="TITLE", help="deck for cards that name none (default: the file's name)"
    )
    command.add_argument("--keep", action="store_true", help="leave cards that are here already as they are")
    command.add_argument("--skip-doubles", action="store_true", help="leave out cards that ask what another one asks")
    command.add_argument("--without-schedule", action="store_true", help="take cards over as new ones")
    command.add_argument("--dry-run", action="store_true", help="tell what would come of it and change nothing")
    command.add_argument("--json", action="store_true", help="print JSON")
    _add_data_dir(command)
    command.set_defaults(room="importing", run="bring")


def _add_merge(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", type=_file, metavar="FILE", help=".apkg or .colpkg, exported with scheduling information"
    )
    command.add_argument("--dry-run", action="store_true", help="tell what would come of it and change nothing")
    command.add_argument("--json", action="store_true", help="print JSON")
    _add_data_dir(command)
    command.set_defaults(room="importing", run="merge")


def _add_sync(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=_folder, metavar="FOLDER", help="folder that your computers share")
    command.add_argument("--dry-run", action="store_true", help="tell what would go and come and change nothing")
    command.add_argument("--json", action="store_true", help="print JSON")
    _add_data_dir(command)
    command.set_defaults(room="syncing", run="sync")


def _add_backup(command: argparse.ArgumentParser) -> None:
    command.set_defaults(room="backup")
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    made = actions.add_parser("make", help="make a backup now")
    made.set_defaults(run="make")
    listed = actions.add_parser("list", help="list all backups, the newest first")
    listed.set_defaults(run="list_backups")
    restored = actions.add_parser("restore", help="go back to a backup; what the library is now becomes one, too")
    restored.add_argument("name", metavar="NAME", help="the backup, as `backup list` prints it, or `latest`")
    restored.set_defaults(run="restore")
    for action in (made, listed, restored):
        action.add_argument("--json", action="store_true", help="print JSON")
        _add_data_dir(action)


def _add_data_dir(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data-dir", type=_folder, metavar="DIR", help="data folder to use instead of the user's own")


def _add_tour(tour: argparse.ArgumentParser) -> None:
    tour.add_argument("--out", type=_folder, required=True, metavar="DIR", help="folder for all that is written")
    tour.add_argument("--seed", type=_number, default=1, help="seed of the exam and of its answers (default: 1)")
    tour.set_defaults(run="tour")


COMMANDS: Final[dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]]] = {
    "gui": ("open the app (the default)", _add_gui),
    "check": ("print every problem of a deck as file:line: id: what is wrong", _add_check),
    "coverage": ("show how many items cover each bullet of a deck's exams", _add_coverage),
    "export": ("write Anki packages, files for other programs and PDF sheets", _add_export),
    "import": ("take over cards from Anki packages, CSV, GIFT, Moodle, QTI and more", _add_import),
    "merge-history": ("bring reviews home that you did in Anki or on a phone", _add_merge),
    "sync": ("exchange what you did with your other computers through a folder", _add_sync),
    "exam": ("draw, sit and read practice exams without a window", _add_exam),
    "review": ("ask and rate cards without a window", _add_review),
    "cards": ("find cards, questions, sheets and terms, and read them", _add_cards),
    "due": ("show what the coming days bring", _add_due),
    "fit": ("fit the schedule to how you forget", _add_fit),
    "stats": ("show what you did, how it went, and what the coming days bring", _add_stats),
    "backup": ("copy your library, and go back to a copy", _add_backup),
    "tour": ("drive the app offscreen and write a picture of every screen", _add_tour),
}
"""Each command with what its help says of it, in the order of the help."""
