"""`certdeck stats`: the figures of the Progress page without a window."""

import argparse
import json
from collections.abc import Iterator

from certdeck.cli.commands import opened
from certdeck.cli.statistics_json import statistics_json
from certdeck.core.exam.report import Share
from certdeck.core.ids import BlueprintId
from certdeck.core.scheduling.scope import Scope
from certdeck.core.statistics.forecast import SKIPPED
from certdeck.core.statistics.report import Period, Statistics
from certdeck.presenters.dates import counted
from certdeck.services.catalogue import Services

WEEK = 7


def stats(options: argparse.Namespace) -> int:
    """Print all figures."""
    with opened(options.data_dir) as services:
        found = services.statistics.report(_scope(options, services), Period(options.days))
    if options.json:
        print(json.dumps(statistics_json(found), indent=2))
    else:
        print("\n".join(_lines(found)))
    return 0


def _scope(options: argparse.Namespace, services: Services) -> Scope | None:
    if options.exam is None:
        return None
    exam = services.library.exam(BlueprintId(options.exam))
    return Scope(exam.deck.id, exam.blueprint.id)


def _lines(found: Statistics) -> Iterator[str]:
    today, days, forecast = found.today, found.days, found.forecast
    minutes = today.milliseconds / 60_000
    yield f"Today: {counted(today.ratings, 'rating')} in {minutes:.0f} min, {today.again} of them Again"
    for entry in found.retention:
        yield (
            f"True retention, {entry.span.name.lower():5}: {_share(entry.true)}"
            f" (young {_share(entry.young)}, mature {_share(entry.mature)})"
        )
    calibration = found.calibration
    errors = f"log loss {calibration.log_loss:.3f}, RMSE {calibration.rmse:.3f}"
    told = (
        f"{errors}, {counted(calibration.reviews, 'review')}" if calibration.reviews else "no review to judge it by yet"
    )
    yield f"Forecast of recall: {told}"
    last = counted(len(days.ratings), "day")
    yield f"Studied on {days.studied} of the last {last}: {counted(sum(days.ratings), 'rating')}"
    yield f"Cards: {found.memories.stability.total} learnt, {found.memories.new} new"
    coming = ", ".join(str(count) for count in forecast.kept.reviews[:WEEK])
    skipped = ", ".join(str(count) for count in forecast.skipped.reviews[:WEEK])
    yield f"Coming reviews: {coming}"
    yield f"With {SKIPPED} days off: {skipped}"
    for domain in found.coverage:
        whole = domain.standing
        yield f"Domain {domain.domain}: {100 * whole.share:.0f} % of {whole.faces} cards recalled now"
        for task in domain.tasks:
            yield f"  {task.task} {task.short}: {100 * task.standing.share:.0f} % of {task.standing.faces}"


def _share(share: Share) -> str:
    return f"{100 * share.value:.1f} % of {share.total}" if share.total else "none"
