"""`certdeck sync`: exchanging changes with other computers through a folder, without a window."""

import argparse
import gc
from dataclasses import asdict

from certdeck.cli.commands import opened
from certdeck.cli.output import print_values
from certdeck.presenters.syncing import late_words, problem_lines, tally_words, undo_words
from certdeck.services.syncing import SyncReport


def sync(options: argparse.Namespace) -> int:
    """Sync, and print what went and came, or would; 1 when something could not be read or written."""
    # A first sync makes many small values, and none of them is garbage before it is done.
    gc.disable()
    with opened(options.data_dir) as services:
        _, report = services.syncing.sync(options.folder, dry=options.dry_run)
        services.full_text.catch_up()
    print_values(options, _json(report, synced=not options.dry_run), lambda: _lines(report, dry=options.dry_run))
    return 1 if report.problems or report.unsent else 0


def _json(report: SyncReport, *, synced: bool) -> dict[str, object]:
    return {
        "folder": str(report.folder),
        "synced": synced,
        "sent": asdict(report.sent),
        "came": asdict(report.came),
        "files": {"read": report.files_read, "written": report.files_written, "unsent": report.unsent},
        "sent_late": asdict(report.sent_late),
        "pictures": {
            "sent": report.pictures_sent,
            "came": report.pictures_came,
            "missing": report.pictures_missing,
        },
        "others": report.others,
        "missing": dict(report.missing),
        "waiting": report.waiting,
        "unread": list(report.unread),
        "not_undoable": report.not_undoable,
        "problems": list(report.problems),
    }


def _lines(report: SyncReport, *, dry: bool) -> list[str]:
    others = "1 other library" if report.others == 1 else f"{report.others} other libraries"
    sent = "would go out" if dry else "could not all go out" if report.unsent else "went out"
    came = "would come in" if dry else "came in"
    return [
        f"{report.folder}: {others}",
        f"  {sent}: {tally_words(report.sent, report.pictures_sent)}",
        f"  {came}: {tally_words(report.came, report.pictures_came)}",
        *(f"  {line}" for line in (late_words(report), undo_words(report), *problem_lines(report)) if line),
    ]
