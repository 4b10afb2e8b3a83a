"""`certdeck export anki` and its like: taking cards and questions away without a window."""

import argparse

from certdeck.cli.commands import opened
from certdeck.cli.output import print_values
from certdeck.cli.queries import MISTYPED, understood
from certdeck.core.ids import BlueprintId
from certdeck.ports.exporting import Format, PackageCount
from certdeck.services.packing import Choice


def write(options: argparse.Namespace) -> int:
    """Write what the options choose in the format that they name."""
    if understood(options.query) is None:
        return MISTYPED
    form = Format(options.format)
    choice = Choice(
        query=options.query,
        exam=BlueprintId(options.exam) if options.exam else None,
        everything=options.everything,
        with_schedule=options.with_schedule,
        legacy=options.legacy,
    )
    with opened(options.data_dir) as services:
        count = services.packing.write(form, options.file, choice)
    values = {
        "file": str(options.file),
        "format": form.value,
        "notes": count.notes,
        "cards": count.cards,
        "reviews": count.reviews,
        "left_out": count.left_out,
        "lost": list(count.lost),
    }
    print_values(options, values, lambda: [f"{options.file}: {_words(form, count)}", *count.lost])
    return 0


def _words(form: Format, count: PackageCount) -> str:
    if form is not Format.ANKI:
        left = f", {count.left_out} left out ({form.label} can't hold them)" if count.left_out else ""
        return f"{count.notes} items{left}"
    reviews = f", {count.reviews} reviews" if count.reviews else ""
    left = f", {count.left_out} cards left out (they ask nothing that Anki could show)" if count.left_out else ""
    return f"{count.notes} notes, {count.cards} cards{reviews}{left}"
