"""Plots of how things stand: the exam guide, the calendar, the coming days, and the memories."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from certdeck.core.statistics.activity import DayFigures, Days
from certdeck.core.statistics.coverage import BulletStanding, DomainStanding, Standing
from certdeck.core.statistics.forecast import SKIPPED
from certdeck.core.statistics.memory import Memories, Spread
from certdeck.core.statistics.report import Statistics
from certdeck.presenters.dates import MONTHS, WEEKDAYS, counted, day_text, minutes_text, spent_text, weekday_text
from certdeck.presenters.exam_day import exam_day_in_short, exam_day_words
from certdeck.presenters.progress_axes import day_ticks, scale
from certdeck.presenters.progress_past import HEATS, MINUTE, STAGES
from certdeck.presenters.progress_views import (
    BarView,
    CellView,
    CoverageView,
    DayCellView,
    DaysView,
    LineView,
    PlotView,
    ShareView,
    TableView,
    TaskRowView,
    TickView,
    TodayFactsView,
)

BUSY = 0.9
"""The share of study days that are less busy than the darkest ones."""
DARKEST = 5
FARTHEST_EXAM = 91
"""Days. An exam that is farther ahead is not in the calendar: the cells would become too small."""


def today_facts(today: DayFigures) -> TodayFactsView:
    """Return what was done today."""
    if not today.ratings:
        return TodayFactsView("No card was rated yet today.", ())
    again = f"{100 * today.again / today.ratings:.0f} % Again"
    spent = spent_text(today.milliseconds / MINUTE)
    parts = tuple(
        ShareView(count.ratings, HEATS[count.stage], f"{count.ratings:,} {STAGES[count.stage]}")
        for count in today.stages
        if count.ratings
    )
    return TodayFactsView(f"{counted(today.ratings, 'rating')} in {spent}, {again}", parts)


def coverage_view(domains: Sequence[DomainStanding]) -> CoverageView | None:
    """Return the exam guide as a heat map, or None where there is no exam."""
    if not domains:
        return None
    whole = sum((domain.standing for domain in domains), Standing())
    rows = tuple(
        TaskRowView(
            task.task,
            task.short,
            task.title,
            opens=not number,
            knowledge=tuple(map(_cell, task.knowledge)),
            skills=tuple(map(_cell, task.skills)),
        )
        for domain in domains
        for number, task in enumerate(domain.tasks)
    )
    unseen = sum(cell.step == 0 for row in rows for cell in (*row.knowledge, *row.skills))
    cells = sum(len(row.knowledge) + len(row.skills) for row in rows)
    unmet = f"{unseen} of {cells} bullets are not seen yet." if unseen else f"You have seen all {cells} bullets."
    sentence = (
        "A cell is a bullet of the guide; the darker, the more of its cards you would recall today. "
        f"Of all {whole.faces:,} cards that is {100 * whole.share:.0f} %. {unmet}"
    )
    return CoverageView(sentence, rows, ("< 50 %", "> 86 %"), TableView(_COVERAGE_HEAD, tuple(_coverage_rows(domains))))


_COVERAGE_HEAD = ("Part", "Name", "Recalled", "Cards", "Cards met", "Questions", "Questions met", "Answered right")


def _coverage_rows(domains: Sequence[DomainStanding]) -> Iterator[tuple[str, ...]]:
    for domain in domains:
        words = f"{domain.short}, {domain.weight} % of the exam"
        yield _standing_row(f"Domain {domain.domain}", words, domain.standing)
        for task in domain.tasks:
            yield _standing_row(task.task, task.title, task.standing)
            for entry in (*task.knowledge, *task.skills):
                yield _standing_row(entry.bullet, entry.text, entry.standing)


def _standing_row(part: str, name: str, standing: Standing) -> tuple[str, ...]:
    answers = standing.answers
    return (
        part,
        name,
        f"{100 * standing.share:.0f} %" if standing.step else "not seen",
        str(standing.faces),
        str(standing.met),
        str(standing.questions),
        str(standing.seen),
        f"{answers.right} of {answers.total}" if answers.total else "–",
    )


def _cell(entry: BulletStanding) -> CellView:
    standing = entry.standing
    if not standing.step:
        waits = f", {counted(standing.faces, 'card')} {'waits' if standing.faces == 1 else 'wait'}"
        return CellView(0, f"{entry.bullet}  not seen yet{waits if standing.faces else ''}")
    words = f"{entry.bullet}  {100 * standing.share:.0f} %"
    if standing.faces:
        words += f" of {counted(standing.faces, 'card')}, {standing.faces - standing.met} not met"
    if standing.answers.total:
        words += f"; {standing.answers.right} of {counted(standing.answers.total, 'answer')} right"
    return CellView(standing.step, words)


def days_view(found: Statistics, exam: date | None = None) -> DaysView:
    """Return the calendar of the period and what it comes to; up to the `exam`, if that is not far away."""
    days = found.days
    monday = days.first - timedelta(days=days.first.weekday())
    cells = (*_day_cells(days, monday, found.day, exam), *_coming_cells(monday, found.day, exam))
    studied = days.studied
    spent = sum(days.milliseconds) / MINUTE
    return DaysView(
        f"{spent_text(spent) if studied else minutes_text(0)} so far",
        cells[-1].week + 1,
        tuple(_months(monday, days.first, cells[-1].week + 1)),
        cells,
        (
            ("Study days", f"{studied:,}"),
            ("Minutes per study day", str(max(1, round(spent / studied))) if studied else "0"),
            ("Cards rated", f"{sum(days.ratings):,}"),
            ("Questions answered", f"{found.questions:,}"),
            *((("Exam", exam_day_in_short(exam, found.day)),) if exam else ()),
        ),
        TableView(("Day", "Ratings", "Minutes"), tuple(_day_rows(days))),
    )


def _day_rows(days: Days) -> Iterator[tuple[str, ...]]:
    for place, count in enumerate(days.ratings):
        yield (
            (days.first + timedelta(days=place)).isoformat(),
            str(count),
            f"{days.milliseconds[place] / MINUTE:.1f}",
        )


def _day_cells(days: Days, monday: date, today: date, exam: date | None) -> Iterator[DayCellView]:
    counts = sorted(count for count in days.ratings if count)
    busy = counts[int(len(counts) * BUSY)] if counts else 1
    for place, count in enumerate(days.ratings):
        day = days.first + timedelta(days=place)
        week, weekday = divmod((day - monday).days, 7)
        step = min(DARKEST, 1 + (DARKEST - 1) * count // busy) if count else 0
        minutes = spent_text(days.milliseconds[place] / MINUTE)
        words = f"{counted(count, 'rating')}, {minutes}" if count else "nothing"
        if day == exam:
            words = f"your exam; {words}"
        tip = f"{WEEKDAYS[weekday][:3]} {day_text(day)}: {words}"
        yield DayCellView(week, weekday, step, tip, is_today=day == today, is_exam=day == exam)


def _coming_cells(monday: date, today: date, exam: date | None) -> Iterator[DayCellView]:
    """Yield the days from tomorrow to the exam."""
    ahead = (exam - today).days if exam else 0
    for place in range(1, ahead + 1 if ahead <= FARTHEST_EXAM else 1):
        day = today + timedelta(days=place)
        week, weekday = divmod((day - monday).days, 7)
        words = "your exam" if day == exam else "to come"
        tip = f"{WEEKDAYS[weekday][:3]} {day_text(day)}: {words}"
        yield DayCellView(week, weekday, 0, tip, is_exam=day == exam, ahead=True)


def _months(monday: date, first: date, weeks: int) -> Iterator[TickView]:
    """Yield the weeks in which a month begins, and the first week; names that would touch are left out."""
    last = -3
    for week in range(weeks):
        begins = max(first, monday + timedelta(days=7 * week))
        ends = monday + timedelta(days=7 * week + 6)
        if week == 0 or ends.day < 7 or (begins.day == 1):
            month = ends.month if week else begins.month
            if week - last >= 3:
                yield TickView(week, MONTHS[month - 1][:3])
                last = week


def forecast_plot(found: Statistics, *, skip: bool, exam: date | None = None) -> PlotView:
    """Return the reviews of the coming days; with `skip` as they are when the next three days are skipped.

    The day of the `exam` is marked.
    """
    forecast = found.forecast
    course = forecast.skipped if skip else forecast.kept
    days = len(course.reviews)
    step = 1 if days <= 100 else 7
    counts = [sum(course.reviews[place : place + step]) for place in range(0, days, step)]
    limit = forecast.limit * step
    top, up = scale(max(counts))
    bars = tuple(
        BarView(place, count, _coming_words(found.day, place * step, step, count), 5 if place == 0 else 2)
        for place, count in enumerate(counts)
        if count
    )
    minutes = round(sum(course.reviews) * found.pace / MINUTE)
    plot = PlotView(
        "coming-reviews",
        "Coming reviews",
        f"{minutes_text(minutes)} in {days} days",
        _forecast_words(found, skip=skip) + _until_exam(found, course.reviews, exam),
        TableView(
            ("Day", "Due", "Reviews", f"Reviews after {SKIPPED} days off"),
            tuple(
                ((found.day + timedelta(days=place)).isoformat(), str(due), str(kept), str(skipped))
                for place, (due, kept, skipped) in enumerate(
                    zip(forecast.due, forecast.kept.reviews, forecast.skipped.reviews, strict=True)
                )
            ),
        ),
        span=(-0.6, len(counts) - 0.4),
        rise=(0, top),
        bars=bars,
        dashed=((-0.6, limit), (len(counts) - 0.4, limit)) if limit <= top else (),
        lines=_exam_line(found.day, step, len(counts), exam),
        across=day_ticks(found.day, step, len(counts)),
        up=up,
    )
    return plot if any(forecast.due) else plot.without("No review is due in this time. Learn some cards first.")


def _exam_line(today: date, step: int, count: int, exam: date | None) -> tuple[LineView, ...]:
    ahead = -1 if exam is None else (exam - today).days
    if exam is None or not 0 <= ahead // step < count:
        return ()
    return (LineView(ahead // step, "exam", f"Your exam: {exam_day_words(exam, today)}"),)


def _until_exam(found: Statistics, reviews: Sequence[int], exam: date | None) -> str:
    """Say how many reviews come before the exam, if that is in the time shown."""
    if exam is None or exam < found.day:
        return ""
    if exam == found.day:
        return " Your exam is today."
    ahead = (exam - found.day).days
    if ahead > len(reviews):
        return f" Your exam is later, on {day_text(exam)}."
    return f" {counted(sum(reviews[:ahead]), 'review')} come before your exam on {weekday_text(exam)}."


def _forecast_words(found: Statistics, *, skip: bool) -> str:
    forecast = found.forecast
    kept, skipped = forecast.kept, forecast.skipped
    limit = f"Your limit is {forecast.limit:,} a day. "
    if not skip:
        late = f"{forecast.overdue:,} of today's are overdue. " if forecast.overdue else ""
        return f"{late}{limit}Cards that you rate on the way come back and add to this."
    back = found.day + timedelta(days=SKIPPED)
    words = (
        f"Skip three days, and {weekday_text(back)} brings {skipped.reviews[SKIPPED]:,} reviews "
        f"instead of {kept.reviews[SKIPPED]:,}. {limit}"
    )
    level = next((day for day in range(SKIPPED, len(kept.reviews)) if _level(kept.reviews, skipped.reviews, day)), None)
    if level is None:
        return f"{words}You are not level again in this time."
    return f"{words}You are level again on {weekday_text(found.day + timedelta(days=level))}."


def _level(kept: Sequence[int], skipped: Sequence[int], day: int) -> bool:
    return sum(kept[: day + 1]) == sum(skipped[: day + 1])


def _coming_words(today: date, ahead: int, step: int, count: int) -> str:
    first = today + timedelta(days=ahead)
    if step == 1:
        return f"{'Today' if not ahead else weekday_text(first)}: {counted(count, 'review')}"
    return f"{day_text(first)} and the {step - 1} days after: {counted(count, 'review')}"


def stability_plot(found: Memories) -> PlotView:
    """Return how long the cards keep."""
    spread = found.stability
    middle = spread.median or 0.0
    words = f"Half of them keep for {_days_text(middle)} or longer before recall falls to 90 %."
    return _spread_plot("stability", "Stability", spread, words, [_edge(edge) for edge in spread.edges[:-1]], "days")


def difficulty_plot(found: Memories) -> PlotView:
    """Return how hard the cards are."""
    spread = found.difficulty
    words = f"From 1, easy, to 10, hard; half of them are above {spread.median or 0:.1f}. Again makes a card harder."
    ticks = [f"{edge:.1f}" for edge in spread.edges]
    return _spread_plot("difficulty", "Difficulty", spread, words, ticks, "difficulty")


def recall_plot(found: Memories) -> PlotView:
    """Return how likely the cards are recalled at this moment."""
    spread = found.recall
    words = f"Of {counted(spread.total, 'card')} you would recall about {found.recalled:,.0f} at this moment."
    ticks = [f"{100 * edge:.0f}" for edge in spread.edges]
    return _spread_plot("recall-now", "Recall now", spread, words, ticks, "chance of recall, %")


def _spread_plot(name: str, title: str, spread: Spread, words: str, edges: Sequence[str], across: str) -> PlotView:
    top, up = scale(max(spread.counts))
    ends = [*edges, ""][: len(spread.counts) + 1]
    ranges = [f"{low} to {high}" if high else f"{low} or more" for low, high in pairwise(ends)]
    plot = PlotView(
        name,
        title,
        counted(spread.total, "card"),
        words,
        TableView((across.capitalize(), "Cards"), tuple(zip(ranges, map(str, spread.counts), strict=True))),
        span=(-0.6, len(spread.counts) - 0.4),
        rise=(0, top),
        bars=tuple(
            BarView(place, count, f"{ranges[place]}: {counted(count, 'card')}", 4)
            for place, count in enumerate(spread.counts)
            if count
        ),
        # An edge stands between two bars.
        across=tuple(TickView(place - 0.5, words) for place, words in enumerate(edges)),
        up=up,
        across_words=across,
    )
    return plot if spread.total else plot.without("Learn some cards, and their memories show up here.")


def _edge(days: float) -> str:
    return f"{days:.0f}"


def _days_text(days: float) -> str:
    return f"{days:.1f} days" if days < 10 else f"{days:.0f} days"
