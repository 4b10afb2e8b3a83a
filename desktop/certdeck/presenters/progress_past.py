"""Plots of what was done: ratings and time by day, hours, true retention, and how good the forecast was."""

from collections.abc import Sequence
from datetime import date, timedelta

from certdeck.core.exam.report import Share
from certdeck.core.statistics.activity import Activity
from certdeck.core.statistics.calibration import Bin, Calibration
from certdeck.core.statistics.columns import Stage
from certdeck.core.statistics.report import Statistics
from certdeck.core.statistics.retention import Retention, Span
from certdeck.presenters.dates import counted, day_text, spent_text
from certdeck.presenters.progress_axes import day_ticks, scale, short_day
from certdeck.presenters.progress_views import BarView, DotView, LegendView, PlotView, TableView, TickView

HEATS = {Stage.NEW: 1, Stage.LEARNING: 2, Stage.RELEARNING: 3, Stage.YOUNG: 4, Stage.MATURE: 5}
STAGES = {
    Stage.NEW: "new",
    Stage.LEARNING: "learning",
    Stage.RELEARNING: "relearning",
    Stage.YOUNG: "young",
    Stage.MATURE: "mature",
}
SPANS = {Span.TODAY: "Today", Span.WEEK: "Week", Span.MONTH: "Month", Span.YEAR: "Year", Span.ALL: "All time"}
FEWEST = 10
"""Reviews. An hour or a bin with fewer is not spoken of."""
RIGHT_WITHIN = 0.01
"""A forecast that is off by less is right."""
MINUTE = 60_000


def ratings_plot(found: Statistics) -> PlotView:
    """Return the ratings by day, by the stage that the cards had come to."""
    activity = found.activity
    top, up = scale(max(activity.ratings))
    bars: list[BarView] = []
    for place, count in enumerate(activity.ratings):
        base, words = 0, _step_words(activity, place)
        parts = [(stage, activity.stages[stage][place]) for stage in Stage]
        told = ", ".join(f"{number} {STAGES[stage]}" for stage, number in parts if number)
        for stage, number in parts:
            if number:
                bars.append(BarView(place, number, f"{words}: {counted(count, 'rating')} ({told})", HEATS[stage], base))
                base += number
    plot = PlotView(
        "reviews-by-day",
        f"Cards rated by {_step_name(activity.step)}",
        counted(sum(activity.ratings), "rating"),
        _average(found),
        _activity_table(activity),
        span=(-0.6, len(activity.ratings) - 0.4),
        rise=(0, top),
        bars=tuple(bars),
        across=day_ticks(activity.first, activity.step, len(activity.ratings)),
        up=up,
        legend=tuple(LegendView(HEATS[stage], words) for stage, words in STAGES.items()),
    )
    return plot if bars else plot.without("Rate some cards, and each day gets its bar here.")


def time_plot(found: Statistics) -> PlotView:
    """Return the time spent on cards by day."""
    activity = found.activity
    minutes = [spent / MINUTE for spent in activity.milliseconds]
    top, up = scale(max(minutes), unit=" min")
    plot = PlotView(
        "time-by-day",
        f"Time on cards by {_step_name(activity.step)}",
        spent_text(sum(minutes)),
        _average(found),
        _activity_table(activity),
        span=(-0.6, len(minutes) - 0.4),
        rise=(0, top),
        bars=tuple(
            BarView(place, spent, f"{_step_words(activity, place)}: {spent_text(spent)}", 4)
            for place, spent in enumerate(minutes)
            if spent
        ),
        across=day_ticks(activity.first, activity.step, len(minutes)),
        up=up,
    )
    return plot if sum(activity.ratings) else plot.without("Rate some cards, and each day gets its bar here.")


def hours_plot(hours: Sequence[Share]) -> PlotView:
    """Return the reviews of each hour of the day, and the share of them recalled as dots."""
    most = max(share.total for share in hours)
    plot = PlotView(
        "hours",
        "Hours of the day",
        counted(sum(share.total for share in hours), "review"),
        _best_hours(hours),
        TableView(
            ("Hour", "Reviews", "Recalled"),
            tuple((f"{hour}:00", str(share.total), _percent(share)) for hour, share in enumerate(hours)),
        ),
        span=(-0.7, 23.7),
        rise=(0, 1),
        bars=tuple(
            BarView(hour, share.total / most, _hour_words(hour, share), 2)
            for hour, share in enumerate(hours)
            if share.total
        ),
        dots=tuple(
            DotView(hour, share.value, _hour_words(hour, share), *share.range)
            for hour, share in enumerate(hours)
            if share.total >= FEWEST
        ),
        across=tuple(TickView(hour, f"{hour}:00") for hour in (0, 6, 12, 18, 23)),
        up=tuple(TickView(place / 4, f"{25 * place} %") for place in range(5)),
        legend=(LegendView(2, "reviews"), LegendView(5, "recalled")),
    )
    return plot if most else plot.without("Reviews of cards that you learnt on an earlier day show up here.")


def retention_plot(retention: Sequence[Retention]) -> PlotView:
    """Return true retention by stretch of time: a bar each for young, mature and both, and a table with all of it."""
    bars: list[BarView] = []
    for place, entry in enumerate(retention):
        for offset, (words, share, heat) in enumerate(
            (("learning", entry.learning, 1), ("young", entry.young, 3), ("mature", entry.mature, 5))
        ):
            if share.total:
                tip = f"{SPANS[entry.span]}, {words}: {_percent(share)} of {counted(share.total, 'review')}"
                bars.append(BarView(place + (offset - 1) * 0.27, share.value, tip, heat))
    rows = tuple(
        (SPANS[entry.span], *map(_counted_share, (entry.learning, entry.young, entry.mature, entry.true)))
        for entry in retention
    )
    whole = retention[-1].true
    plot = PlotView(
        "true-retention",
        "True retention",
        f"{_percent(whole)} of all reviews" if whole.total else "",
        "Young and mature: the share you recalled of cards last seen a day or more before, each once a day; "
        "mature is an interval of 21 days or more. Learning: all ratings of new cards and steps.",
        TableView(("Time", "Learning", "Young", "Mature", "Young and mature"), rows),
        span=(-0.6, len(retention) - 0.4),
        rise=(0, 1),
        bars=tuple(bars),
        across=tuple(TickView(place, SPANS[entry.span]) for place, entry in enumerate(retention)),
        up=tuple(TickView(place / 4, f"{25 * place} %") for place in range(5)),
        legend=(LegendView(1, "learning"), LegendView(3, "young"), LegendView(5, "mature")),
    )
    return plot if bars else plot.without("Retention shows once you have rated cards.")


def calibration_plot(found: Calibration) -> PlotView:
    """Return predicted against real recall."""
    told = [entry for entry in found.bins if entry.real.total >= FEWEST]
    least = min((min(entry.predicted, entry.real.range[0]) for entry in told), default=0.5)
    low = min(0.5, int(least * 10) / 10)
    ticks = tuple(TickView(place / 10, str(place * 10)) for place in range(round(low * 10), 11))
    plot = PlotView(
        "calibration",
        "Predicted and real recall",
        counted(found.reviews, "review"),
        _drift_words(found),
        TableView(
            ("Predicted %", "Reviews", "Recalled %", "From", "To"),
            tuple(
                (
                    f"{100 * entry.predicted:.1f}",
                    str(entry.real.total),
                    f"{100 * entry.real.value:.1f}",
                    f"{100 * entry.real.range[0]:.1f}",
                    f"{100 * entry.real.range[1]:.1f}",
                )
                for entry in found.bins
            ),
        ),
        span=(low, 1),
        rise=(low, 1),
        dots=tuple(
            DotView(
                entry.predicted,
                entry.real.value,
                _bin_words(entry),
                *entry.real.range,
            )
            for entry in told
        ),
        dashed=((low, low), (1, 1)),
        across=ticks,
        up=ticks,
        across_words="predicted recall, %",
    )
    return plot if told else plot.without("This needs some reviews of cards that you learnt on an earlier day.")


def _bin_words(entry: Bin) -> str:
    reviews = counted(entry.real.total, "review")
    return f"Predicted {100 * entry.predicted:.0f} %: {_percent(entry.real)} of {reviews} recalled"


def _drift_words(found: Calibration) -> str:
    if not found.reviews:
        return ""
    errors = f"Log loss {found.log_loss:.3f}, RMSE {100 * found.rmse:.1f} %."
    if abs(found.drift) < RIGHT_WITHIN:
        return f"On the dashed line the forecast is right. Yours is, to a point. {errors}"
    points = counted(round(abs(found.drift) * 100), "point")
    way = "high: you forget more than it expects" if found.drift > 0 else "low: you recall more than it expects"
    return f"On the dashed line the forecast is right. Yours runs {points} {way}. {errors}"


def _best_hours(hours: Sequence[Share]) -> str:
    told = [(share.value, hour) for hour, share in enumerate(hours) if share.total >= FEWEST]
    if len(told) < 2:
        return "Too few reviews yet to tell one hour from another. Bars: reviews; dots: the share recalled."
    best, worst = max(told), min(told)
    return (
        f"Bars: reviews; dots: the share recalled. You recall most around {best[1]}:00 ({100 * best[0]:.0f} %) "
        f"and least around {worst[1]}:00 ({100 * worst[0]:.0f} %)."
    )


def _average(found: Statistics) -> str:
    studied = sum(count > 0 for count in found.days.ratings)
    if not studied:
        return ""
    ratings, spent = sum(found.days.ratings) / studied, sum(found.days.milliseconds) / studied
    return (
        f"On each of the {counted(studied, 'day')} you studied you rated {counted(round(ratings), 'card')} "
        f"in {spent_text(spent / MINUTE)}."
    ).replace("each of the 1 day", "the one day")


def _activity_table(activity: Activity) -> TableView:
    rows = tuple(
        (
            (activity.first + timedelta(days=place * activity.step)).isoformat(),
            str(count),
            f"{activity.milliseconds[place] / MINUTE:.1f}",
            *(str(activity.stages[stage][place]) for stage in Stage),
        )
        for place, count in enumerate(activity.ratings)
    )
    begins = "Day" if activity.step == 1 else f"First of {activity.step} days"
    return TableView((begins, "Ratings", "Minutes", *(words.capitalize() for words in STAGES.values())), rows)


def _step_name(step: int) -> str:
    return {1: "day", 7: "week", 30: "month", 91: "quarter"}.get(step, "year")


def _step_words(activity: Activity, place: int) -> str:
    first: date = activity.first + timedelta(days=place * activity.step)
    if activity.step == 1:
        return day_text(first)
    return f"{short_day(first)} to {day_text(first + timedelta(days=activity.step - 1))}"


def _hour_words(hour: int, share: Share) -> str:
    return f"{hour}:00 to {hour + 1}:00: {counted(share.total, 'review')}, {_percent(share)} recalled"


def _percent(share: Share) -> str:
    return f"{100 * share.value:.0f} %" if share.total else "–"


def _counted_share(share: Share) -> str:
    return f"{100 * share.value:.1f} % of {share.total:,}" if share.total else "–"
