"""What `certdeck stats --json` prints; docs/command-line.md describes it."""

from datetime import timedelta

from certdeck.core.exam.report import Share
from certdeck.core.statistics.activity import Activity, DayFigures
from certdeck.core.statistics.calibration import Calibration
from certdeck.core.statistics.coverage import BulletStanding, DomainStanding, Standing, TaskStanding
from certdeck.core.statistics.forecast import Forecast
from certdeck.core.statistics.memory import Spread
from certdeck.core.statistics.report import Statistics

Values = dict[str, object]


def statistics_json(found: Statistics) -> Values:
    """Return all figures. Times are in seconds, shares from 0 to 1, stability in days."""
    memories = found.memories
    return {
        "day": found.day.isoformat(),
        "days": found.period.days,
        "today": _today(found.today),
        "activity": _activity(found.activity),
        "questions": found.questions,
        "retention": [
            {
                "span": entry.span.name.lower(),
                "learning": _share(entry.learning),
                "young": _share(entry.young),
                "mature": _share(entry.mature),
            }
            for entry in found.retention
        ],
        "calibration": _calibration(found.calibration),
        "hours": [_share(share) for share in found.hours],
        "cards": {"learnt": memories.stability.total, "new": memories.new, "recalled": round(memories.recalled, 3)},
        "stability": _spread(memories.stability),
        "difficulty": _spread(memories.difficulty),
        "recall": _spread(memories.recall),
        "forecast": _forecast(found.forecast),
        "domains": [_domain(domain) for domain in found.coverage],
    }


def _share(share: Share) -> Values:
    return {"recalled": share.right, "of": share.total}


def _today(today: DayFigures) -> Values:
    return {
        "ratings": today.ratings,
        "again": today.again,
        "seconds": today.milliseconds / 1000,
        "stages": {
            count.stage.name.lower(): {"ratings": count.ratings, "again": count.again} for count in today.stages
        },
    }


def _activity(activity: Activity) -> list[Values]:
    return [
        {
            "from": (activity.first + timedelta(days=place * activity.step)).isoformat(),
            "days": activity.step,
            "ratings": count,
            "seconds": activity.milliseconds[place] / 1000,
        }
        for place, count in enumerate(activity.ratings)
    ]


def _calibration(found: Calibration) -> Values:
    return {
        "reviews": found.reviews,
        "log_loss": round(found.log_loss, 6),
        "rmse": round(found.rmse, 6),
        "bins": [
            {"predicted": round(entry.predicted, 6)}
            | _share(entry.real)
            | {"range": [round(end, 6) for end in entry.real.range]}
            for entry in found.bins
        ],
    }


def _spread(spread: Spread) -> Values:
    ends = [None if edge == float("inf") else round(edge, 6) for edge in spread.edges]
    return {"median": spread.median, "edges": ends, "counts": list(spread.counts)}


def _forecast(forecast: Forecast) -> Values:
    return {
        "limit": forecast.limit,
        "overdue": forecast.overdue,
        "due": list(forecast.due),
        "reviews": list(forecast.kept.reviews),
        "left": forecast.kept.left,
        "skipping": list(forecast.skipped.reviews),
        "skipping_left": forecast.skipped.left,
    }


def _domain(domain: DomainStanding) -> Values:
    return (
        {"id": domain.domain, "weight": domain.weight}
        | _standing(domain.standing)
        | {"tasks": [_task(task) for task in domain.tasks]}
    )


def _task(task: TaskStanding) -> Values:
    bullets = [_bullet(entry) for entry in (*task.knowledge, *task.skills)]
    return {"id": task.task} | _standing(task.standing) | {"bullets": bullets}


def _bullet(entry: BulletStanding) -> Values:
    return {"id": entry.bullet} | _standing(entry.standing)


def _standing(standing: Standing) -> Values:
    return {
        "share": round(standing.share, 6) if standing.step else None,
        "cards": standing.faces,
        "met": standing.met,
        "questions": standing.questions,
        "seen": standing.seen,
        "right": standing.answers.right,
        "answered": standing.answers.total,
    }
