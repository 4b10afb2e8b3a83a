"""`certdeck import` and `certdeck merge-history`: files of other programs, through the services of the window."""

import argparse
import gc
from collections.abc import Iterable, Mapping

from certdeck.cli.commands import opened
from certdeck.cli.output import print_values
from certdeck.core.intake import Outcome
from certdeck.ports.importing import Format, Loss
from certdeck.presenters.dates import counted
from certdeck.services.importing import WRITTEN_HERE, Choices, ImportReport, Preview
from certdeck.services.merging import MergeReport

Values = dict[str, object]

WORDS = {
    Outcome.NEW: "new",
    Outcome.CHANGED: "changed",
    Outcome.SAME: "the same as before",
    Outcome.CONFLICT: "changed in the file and by you: your text stays, marked in the Library",
    Outcome.KEPT: "changed in the file, left as they are here",
    Outcome.DOUBLE: "left out: another card asks the same",
}


def bring(options: argparse.Namespace) -> int:
    """Take a file over and print what came of it, or what would. Once it returns all of its cards can be searched."""
    # Collecting garbage walks through all notes made so far, again and again, and nothing of them becomes any.
    gc.disable()
    choices = Choices(
        keep_mine=options.keep,
        skip_doubles=options.skip_doubles,
        schedule=not options.without_schedule,
        title=options.deck,
    )
    with opened(options.data_dir) as services:
        plan = services.importing.read(options.file, Format(options.format) if options.format else None)
        if options.dry_run:
            preview = services.importing.preview(plan, choices)
            print_values(options, _preview_json(preview), lambda: _preview_lines(preview))
        else:
            _, report = services.importing.bring(plan, choices)
            print_values(options, _report_json(report), lambda: _report_lines(report))
            services.full_text.catch_up()
    return 0


def merge(options: argparse.Namespace) -> int:
    """Bring the reviews of a package home and print how many came."""
    with opened(options.data_dir) as services:
        plan = services.importing.read(options.file, Format.ANKI)
        _, report = services.merging.bring_home(plan, dry=options.dry_run)
        print_values(options, _merge_json(report, merged=not options.dry_run), lambda: _merge_lines(report))
    return 0


def _merge_json(report: MergeReport, *, merged: bool) -> Values:
    return {
        "file": str(report.file),
        "merged": merged,
        "reviews": report.reviews,
        "added": report.added,
        "known": report.known,
        "strangers": report.strangers,
        "early": report.early,
        "faces": list(report.faces),
    }


def _merge_lines(report: MergeReport) -> list[str]:
    lines = [
        f"{report.file}: {report.reviews} reviews",
        f"  {report.added} new, of {len(report.faces)} cards",
        f"  {report.known} known before",
    ]
    if report.strangers:
        lines.append(f"  {report.strangers} of cards that have no schedule in your library, such as questions")
    if report.early:
        lines.append(f"  {report.early} left out: they lie in the future, so a clock was wrong")
    return lines


def _preview_json(preview: Preview) -> Values:
    return {
        "file": str(preview.plan.file),
        "format": preview.plan.format.value,
        "imported": False,
        "cards": _counts(preview.counts),
        "decks": dict(preview.decks),
        "types": [{"name": one.name, "fields": list(one.fields)} for one in preview.plan.types],
        "pictures": len(preview.plan.pictures),
        "reviews": preview.reviews,
        "empty": preview.empty,
        "shipped": preview.plan.shipped,
        "lost": _losses_json(preview.plan.losses),
    }


def _report_json(report: ImportReport) -> Values:
    return {
        "file": str(report.file),
        "format": report.format.value,
        "imported": True,
        "cards": _counts(report.counts),
        "decks": dict(report.decks),
        "pictures": report.pictures,
        "reviews": report.reviews,
        "lost": _losses_json(report.losses),
    }


def _counts(counts: Mapping[Outcome, int]) -> Values:
    return {outcome.value: counts.get(outcome, 0) for outcome in Outcome}


def _losses_json(losses: Iterable[Loss]) -> list[Values]:
    return [{"what": loss.what, "why": loss.why, "count": loss.count, "where": loss.where} for loss in losses]


def _preview_lines(preview: Preview) -> list[str]:
    head = f"{preview.plan.file} ({preview.plan.format.value}): nothing was imported. An import would bring"
    rest = [f"  {counted(preview.empty, 'note')} without a card"] if preview.empty else []
    if preview.plan.shipped:
        rest.append(f"  {counted(preview.plan.shipped, 'note')} left out: {WRITTEN_HERE}")
    coming = _lines(preview.counts, preview.decks, preview.reviews) or ["  nothing"]
    return [head, *coming, *rest, *_loss_lines(preview.plan.losses)]


def _report_lines(report: ImportReport) -> list[str]:
    head = f"{report.file} ({report.format.value}): imported. Ctrl+Z in the window undoes it."
    return [head, *_lines(report.counts, report.decks, report.reviews), *_loss_lines(report.losses)]


def _lines(counts: Mapping[Outcome, int], decks: Mapping[str, int], reviews: int) -> list[str]:
    lines = [f"  {counted(counts[outcome], 'card')} {WORDS[outcome]}" for outcome in Outcome if counts.get(outcome)]
    lines += [f"  deck {title}: {counted(count, 'card')}" for title, count in decks.items()]
    return [*lines, f"  {counted(reviews, 'review')}"] if reviews else lines


def _loss_lines(losses: Iterable[Loss]) -> list[str]:
    return [
        f"  lost or changed: {loss.what} ({loss.count}): {loss.why}{f'; first: {loss.where}' if loss.where else ''}"
        for loss in losses
    ]
