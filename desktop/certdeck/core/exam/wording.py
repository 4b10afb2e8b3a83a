"""Words for what a sitting was and how it went: the same on the screen and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, QuestionKind
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.conduct import ESL_MINUTES, Conduct, ExtraTime, Mode
from certdeck.core.exam.events import Confidence
from certdeck.core.exam.quiz import CASE
from certdeck.core.exam.report import PASS_SHARE, QuestionResult, ScoreReport, Share, Verdict
from certdeck.core.ids import OptionId

LETTERS: Final = "ABCDEFGHIJ"
SCALE_FROM: Final = 500
"""Lowest scaled score on a bar, unless the estimate lies below: from 100 the range would be too narrow to see."""

OVERALL_VERDICTS: Final = {
    Verdict.MEETS: "above the line",
    Verdict.CLOSE: "near the line",
    Verdict.BELOW: "below the line",
    Verdict.TOO_FEW: "too few items",
}
"""How a whole result stands to the pass line."""
NOTICE: Final = "Practice result. Not an official score report."

MODE_WORDS: Final = {
    Mode.PRACTICE: "Practice",
    Mode.EXAM: "Exam",
    Mode.REHEARSAL: "Rehearsal",
    Mode.REVIEW: "Review",
    Mode.PAPER: "On paper",
}
EXTRA_WORDS: Final = {
    ExtraTime.STANDARD: "Standard time",
    ExtraTime.ESL: f"{ESL_MINUTES} minutes more",
    ExtraTime.QUARTER: "Time × 1.25",
    ExtraTime.HALF: "Time × 1.5",
    ExtraTime.DOUBLE: "Time × 2",
    ExtraTime.UNTIMED: "No time limit",
}
KIND_WORDS: Final[Mapping[str, str]] = {
    QuestionKind.MULTIPLE_CHOICE: "Multiple choice",
    QuestionKind.MULTIPLE_RESPONSE: "Multiple response",
    QuestionKind.ORDERING: "Ordering",
    QuestionKind.MATCHING: "Matching",
    CASE: "Case studies",
}
CONFIDENCE_WORDS: Final = {Confidence.GUESS: "Guess", Confidence.UNSURE: "Unsure", Confidence.SURE: "Sure"}
NO_ANSWER: Final = "–"
"""What stands for an answer that is not there."""
_NAMES: Final = (
    "AB AI API AUC AWS BLEU BYOC CDD CI CIDR CPU DI DPL DPPL EC2 ECS EFS EMR GPU IA IAM IP KMS ML NAT NDCG OCR PCA PDP "
    "RMSE ROUGE S3 SHAP SMOTE SSE SSM TTL URL VPC FSx GenAI IaC Airflow Bayesian Bedrock Clarify CloudTrail CodeDeploy "
    "DataBrew Flink Glue Kafka Lambda Lustre Macie OpenSearch SageMaker Spark Windows"
)
"""Names and abbreviations as they are written."""
_WRITTEN: Final = {word.lower(): word for word in _NAMES.split()}


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The learner's answer and the key in short: letters in the order of the sitting, `NO_ANSWER` for none.

    With `counted` they are the number of right places or pairs, and how many there are.
    """

    yours: str
    key: str
    counted: bool


def short_answer(result: QuestionResult) -> ShortAnswer:
    """Put the answer to a question and its key in short."""
    answer = result.state.answer
    match result.item.question:
        case ChoiceQuestion() as question:
            return ShortAnswer(letters_of(result, answer) or NO_ANSWER, _letters(result, question.keys), counted=False)
        case OrderingQuestion() as question:
            given = answer.steps if isinstance(answer, Ordered) else ()
            right = sum(yours == step for yours, step in zip(given, question.key, strict=False))
            return _counted(answer, right, len(question.key))
        case MatchingQuestion() as question:
            pairs = answer.pairs if isinstance(answer, Matched) else frozenset()
            return _counted(answer, len(pairs & question.key), len(question.key))


def _counted(answer: Answer | None, right: int, total: int) -> ShortAnswer:
    return ShortAnswer(NO_ANSWER if answer is None else str(right), str(total), counted=True)


def letters_of(result: QuestionResult, answer: Answer | None) -> str:
    """Return the letters of a choice in the order in which the options were shown; nothing for other answers."""
    return _letters(result, answer.options) if isinstance(answer, Chosen) else ""


def _letters(result: QuestionResult, options: frozenset[OptionId]) -> str:
    return "".join(LETTERS[place] for place, name in enumerate(result.item.order) if name in options)


def conduct_words(conduct: Conduct) -> str:
    """Say by which rules a sitting was run: Rehearsal, time × 1.5."""
    if conduct.mode is Mode.PAPER:
        return MODE_WORDS[Mode.PAPER]
    mode, extra = MODE_WORDS[conduct.mode], EXTRA_WORDS[conduct.extra]
    # "Exam" and "Review" alone would name the sitting itself.
    mode = f"{mode} mode" if conduct.mode in (Mode.EXAM, Mode.REVIEW) else mode
    return mode if conduct.extra is ExtraTime.STANDARD else f"{mode}, {extra[:1].lower()}{extra[1:]}"


def idea_words(name: str) -> str:
    """Make the name of a misconception readable: `scripts-are-iac` becomes “Scripts are IaC”."""
    words = [_WRITTEN.get(word, word) for word in name.split("-") if word]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def clock_words(seconds: float) -> str:
    """Write `seconds` as minutes and seconds, 2:31."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def percent(share: float) -> str:
    """Write a share (0 to 1) as 86 %."""
    return f"{share:.0%}".replace("%", " %")


def range_words(share: Share) -> str:
    """Write the range of a share as 74 to 93 %."""
    low, high = share.range
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def share_words(share: Share) -> str:
    """Write a share in full: 12 of 14 right, 86 %, range 74 to 93 %."""
    return f"{share.right} of {share.total} right, {percent(share.value)}, range {range_words(share)}"


def regraded_words(day: str, deck_version: str, scaled: int | None, share: Share) -> str:
    """Say what a later grading gave: Graded again on 26 Nov 2026 with deck 1.2.0: 742."""
    result = f"{share.right} of {share.total}" if scaled is None else str(scaled)
    return f"Graded again on {day} with deck {deck_version}: {result}"


def chance_sentence(share: Share) -> str:
    """Say how likely the true share lies above the pass line, and that this is an estimate."""
    tenths = round(share.pass_chance * 10)
    if tenths >= 10:
        chance = "Very likely a pass, more than 9 in 10."
    elif tenths <= 0:
        chance = "Very likely not a pass yet, less than 1 in 10."
    elif tenths == 5:
        chance = "As likely a pass as not, about 5 in 10."
    else:
        chance = f"{'More' if tenths > 5 else 'Less'} likely a pass than not, about {tenths} in 10."
    return f"{chance} Our estimate; AWS does not publish its scale."


def estimate_sentences(report: ScoreReport) -> tuple[str, ...]:
    """Explain how the estimate is made, and what nobody outside AWS knows."""
    scale, share = report.scale, percent(PASS_SHARE).replace(" ", "\u00a0")
    line = (
        f"The share of right scored answers is put on a straight line from {scale.minimum} through the pass line of "
        f"{scale.passing} to {scale.maximum}. We take {share} right for the pass line."
        if report.whole
        else f"A quiz asks other questions than an exam, and fewer, so it has no scaled score. "
        f"We take {share} right for the pass line."
    )
    return (
        line,
        "The range is the Wilson interval with z = 1: in about two of three cases your true share lies in it.",
        "AWS publishes neither its scale nor its cut. Take this as a guide.",
    )


def scale_from(report: ScoreReport) -> int:
    """Return the scaled score at the left end of a bar."""
    return SCALE_FROM if report.low >= SCALE_FROM else report.scale.minimum


def scale_ticks(report: ScoreReport) -> tuple[int, ...]:
    """Return where the bar of a result is labelled: scaled scores, or percent for a quiz."""
    if not report.whole:
        return (0, 25, 50, 75, 100)
    least, most = scale_from(report), report.scale.maximum
    return (least, 600, 800, most) if least == SCALE_FROM else (least, 300, SCALE_FROM, most)
