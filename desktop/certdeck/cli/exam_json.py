"""What the `exam` commands print with `--json`; docs/command-line.md describes it."""

from certdeck.cli.answer_sheet import as_json
from certdeck.core.blueprint import Blueprint
from certdeck.core.exam.form import Form, FormItem
from certdeck.core.exam.report import QuestionResult, ScoreReport
from certdeck.core.exam.sitting import Sitting
from certdeck.core.exam.wording import OVERALL_VERDICTS
from certdeck.ports.sittings import SittingHead

Values = dict[str, object]


def form_json(form: Form, blueprint: Blueprint) -> Values:
    """Return a drawn form: its blueprint, seed and questions in the order they are asked."""
    return {
        "blueprint": form.blueprint,
        "seed": form.seed,
        "items": [_item(item, blueprint) for item in form.items],
    }


def result_json(sitting: Sitting, report: ScoreReport, blueprint: Blueprint) -> Values:
    """Return a graded sitting. `scaled`, `range`, `passed` and `verdict` are null for a quiz: it has no score."""
    return {
        "id": sitting.id,
        "title": sitting.title,
        "blueprint": sitting.form.blueprint,
        "seed": sitting.form.seed,
        "scaled": report.scaled if report.whole else None,
        "range": [report.low, report.high] if report.whole else None,
        "passed": report.passed if report.whole else None,
        "verdict": OVERALL_VERDICTS[report.overall.verdict] if report.whole else None,
        "correct": report.overall.right,
        "scored": report.overall.total,
        "domains": [
            {
                "id": result.domain,
                "correct": result.share.right,
                "of": result.share.total,
                "verdict": result.share.verdict.value,
            }
            for result in report.domains
        ],
        "items": [_result(result, blueprint) for result in report.questions],
    }


def head_json(head: SittingHead) -> Values:
    """Return a sitting as `exam list` shows it; times are in ISO 8601, UTC."""
    return {
        "id": head.id,
        "title": head.title,
        "blueprint": head.blueprint,
        "kind": head.kind.value,
        "form": head.form or None,
        "mode": head.conduct.mode.value,
        "seed": head.seed,
        "started": head.started_at.isoformat(),
        "finished": None if head.finished_at is None else head.finished_at.isoformat(),
        "ending": None if head.ending is None else head.ending.value,
        "scaled": head.scaled,
        "correct": None if head.result is None else head.result.right,
        "scored": None if head.result is None else head.result.total,
    }


def _item(item: FormItem, blueprint: Blueprint) -> Values:
    domain = blueprint.domain_of(item.task)
    return {
        "id": item.question.id,
        "domain": None if domain is None else domain.id,
        "task": item.task,
        "kind": item.question.kind.value,
        "scored": item.scored,
    }


def _result(result: QuestionResult, blueprint: Blueprint) -> Values:
    state = result.state
    return _item(result.item, blueprint) | {
        "right": result.right,
        "answer": as_json(state.answer),
        "seconds": round(state.seconds, 3),
        "flagged": state.flagged,
    }
