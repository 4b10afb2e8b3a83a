"""What a sitting tells beyond its score, for the report page, without Qt."""

from collections.abc import Iterable, Sequence
from typing import Final

from certdeck.core.exam.events import Confidence
from certdeck.core.exam.insight import SLOW_FACTOR, Change, DomainTime, Insight, Surety, Turn
from certdeck.core.exam.report import FEWEST, ScoreReport, Share
from certdeck.core.exam.sitting import Sitting
from certdeck.core.exam.survey import MOST_PREPARED, Expectation, Survey
from certdeck.core.exam.wording import CONFIDENCE_WORDS, OVERALL_VERDICTS, clock_words, idea_words, percent, share_words
from certdeck.presenters.dates import counted, minutes_text
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.report_views import (
    AnswersView,
    CalibrationView,
    DomainTimeView,
    GroupView,
    RowView,
    SaidView,
    SlowView,
    SuretyView,
    TimeView,
)

_TURNS: Final = {
    Turn.GAINED: Outcome.RIGHT,
    Turn.LOST: Outcome.WRONG,
    Turn.MOVED: Outcome.NEITHER,
    Turn.KEPT: Outcome.NEITHER,
}
_EXPECTED: Final = {
    Expectation.PASS: "You expected to pass.",
    Expectation.UNSURE: "You did not know what to expect.",
    Expectation.FAIL: "You expected to fail.",
}
_SURE_ENOUGH: Final = 0.9
_OFTEN: Final = 0.6


def time_view(insight: Insight, rows: Sequence[RowView], *, timed: bool, on_paper: bool = False) -> TimeView:
    """Say where the time went; of what was sat on paper nothing is known."""
    if on_paper:
        return TimeView(0.0, "", "", (), (), "You sat this exam on paper: how long a question took is not known.")
    each = clock_words(insight.pace)
    return TimeView(
        pace=insight.pace,
        pace_words=f"The time allows {each} each" if timed else f"Half of the questions took less than {each}",
        legend=f"dashed: {'' if timed else 'median '}{each}{'; amber: slow' if insight.slow else ''}",
        domains=tuple(_domain_time(entry, insight.pace) for entry in insight.domains if entry.seconds),
        slowest=tuple(_slow(rows[number - 1]) for number in insight.slowest),
    )


def answers_view(insight: Insight, survey: Survey | None, sitting: Sitting, report: ScoreReport) -> AnswersView:
    """Say what the answers tell."""
    made = AnswersView(
        changed=_changed_sentence(insight),
        changes=tuple(_changes(insight.changes)),
        calibration=_calibration(insight),
        ideas=tuple(GroupView(idea_words(idea.name), Outcome.WRONG, idea.numbers) for idea in insight.wrong_ideas),
        survey=() if survey is None else tuple(_survey(survey, sitting, report)),
        empty="",
    )
    if made.changes or made.calibration or made.ideas or made.survey:
        return made
    return AnswersView("", (), None, (), (), "You changed no answer, and no wrong idea shows in them.")


def _domain_time(entry: DomainTime, pace: float) -> DomainTimeView:
    each = entry.seconds / entry.questions
    return DomainTimeView(
        number=entry.domain,
        title=entry.title,
        total=minutes_text(max(1, round(entry.seconds / 60))),
        questions=counted(entry.questions, "question"),
        each=clock_words(each),
        slow=each > pace * SLOW_FACTOR,
    )


def _slow(row: RowView) -> SlowView:
    return SlowView(row.number, row.title, row.state, clock_words(row.seconds), row.slow)


def _changed_sentence(insight: Insight) -> str:
    if not insight.changes:
        return ""
    gained, lost = insight.count(Turn.GAINED), insight.count(Turn.LOST)
    sentence = f"You changed {counted(len(insight.changes), 'answer')}."
    if gained == lost:
        return f"{sentence} It neither helped nor harmed."
    better = "It helped" if gained > lost else "It harmed"
    return f"{sentence} {better}: {gained} won, {lost} lost."


def _changes(changes: Iterable[Change]) -> Iterable[GroupView]:
    made = tuple(changes)
    for turn, outcome in _TURNS.items():
        numbers = tuple(change.number for change in made if change.turn is turn)
        if numbers:
            yield GroupView(turn.value.capitalize(), outcome, numbers)


def _calibration(insight: Insight) -> CalibrationView | None:
    given = [entry for entry in insight.calibration if entry.share.total]
    if not given:
        return None
    groups = (
        GroupView("Sure and wrong", Outcome.WRONG, insight.sure_and_wrong),
        GroupView("Lucky guesses", Outcome.NEITHER, insight.lucky),
    )
    return CalibrationView(
        points=tuple(map(_surety, given)),
        sentence=calibration_sentence({entry.confidence: entry.share for entry in given}),
        groups=tuple(group for group in groups if group.numbers),
    )


def _surety(entry: Surety) -> SuretyView:
    share = entry.share
    words = f"{CONFIDENCE_WORDS[entry.confidence]}: {share_words(share)}"
    return SuretyView(entry.confidence, share.value, *share.range, share.right, share.total, words)


def calibration_sentence(shares: dict[Confidence, Share]) -> str:
    """Say what the shares of right answers by confidence mean; nothing is said on fewer than `FEWEST` answers."""
    sure, guess = shares.get(Confidence.SURE, Share(0, 0)), shares.get(Confidence.GUESS, Share(0, 0))
    if sure.total < FEWEST and guess.total < FEWEST:
        return "Too few answers yet to say how well you judge yourself."
    if guess.total >= FEWEST and guess.value >= _OFTEN:
        return "You know more than you think: most of your guesses were right."
    if sure.total < FEWEST:
        return "Your guesses are what guesses are. Say “sure” more often to learn how well you judge yourself."
    if sure.value >= _SURE_ENOUGH:
        return "When you are sure, you can trust it."
    return f"When you are sure, about {round(sure.value * 10)} in 10 are right. Check those once more."


def _survey(survey: Survey, sitting: Sitting, report: ScoreReport) -> Iterable[SaidView]:
    result = f"{report.scaled}, {OVERALL_VERDICTS[report.overall.verdict]}"
    happened = result if report.whole else f"{percent(report.overall.value)} right"
    if survey.prepared is not None:
        yield SaidView("Prepared", f"You felt {survey.prepared} of {MOST_PREPARED}.", happened)
    if survey.expects is not None:
        yield SaidView("Result", _EXPECTED[survey.expects], happened)
    if survey.enough_time is not None:
        said = "It was enough." if survey.enough_time else "It was too short."
        yield SaidView("Time", said, _time_left(sitting))


def _time_left(sitting: Sitting) -> str:
    open_ones = len(sitting.open_positions())
    unanswered = f"{counted(open_ones, 'question')} left open" if open_ones else "everything answered"
    if sitting.remaining is None:
        return unanswered
    return f"{minutes_text(round(sitting.remaining / 60))} left, {unanswered}"
