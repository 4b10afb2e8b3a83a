"""The parts of a score report as sections: what is measured first and placed later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.exam.conduct import Mode
from certdeck.core.exam.insight import Insight, Turn
from certdeck.core.exam.report import PASS_SHARE, DomainResult, QuestionResult, ScoreReport
from certdeck.core.exam.wording import (
    CONFIDENCE_WORDS,
    NO_ANSWER,
    NOTICE,
    OVERALL_VERDICTS,
    chance_sentence,
    clock_words,
    conduct_words,
    estimate_sentences,
    idea_words,
    percent,
    range_words,
    regraded_words,
    scale_from,
    scale_ticks,
    share_words,
    short_answer,
)
from certdeck.exporters.pdf.boxes import Box, Group, Ruled, beside, stack
from certdeck.exporters.pdf.ink import BODY, CELL, HEADING, MUTED, NOTE, ROW, RULE, TEXT, Ink
from certdeck.exporters.pdf.scale import FRAME, Framed, ScaleBox
from certdeck.exporters.pdf.table import Shaded
from certdeck.exporters.pdf.text import Lines, plain_words, set_lines
from certdeck.exporters.verified import day_words
from certdeck.ports.exporting import ResultContent

_NUMBER: Final = Ink(HEADING.face, 26, 30)
_SIDE: Final = 4.0
"""Room at both sides of a cell."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: its title, the head of its table (repeated on each page), and rows never split."""

    title: str
    rows: tuple[Box, ...]
    head: Box | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and whether its cells stand flush right."""

    head: str
    share: float
    right: bool = False


def sections(content: ResultContent, width: float) -> Iterator[Section]:
    """Return the parts of a report in the order of the official one; what is not known is left out."""
    yield Section("Result", tuple(_result(content, width)))
    yield _domains(content.report, width)
    if any(entry.seconds for entry in content.insight.domains):
        yield _times(content, width)
    answers = tuple(_answers(content.insight, width))
    if answers:
        yield Section("Answers", answers)
    if content.insight.wrong_ideas:
        yield _wrong_ideas(content.insight, width)
    yield _questions(content, width)


# --- Result


def _result(content: ResultContent, width: float) -> Iterator[Box]:
    report = content.report
    notice = stack(
        [
            set_lines(plain_words(NOTICE, BODY.bold()), width - 2 * FRAME, BODY),
            _text("Made by Certdeck from practice questions. Neither AWS nor a test centre had a part in it.", width),
        ],
        gap=1,
    )
    yield Framed(notice, width)
    yield stack([_score(report, width)], before=8, after=4)
    yield _text(_sentence(report), width, BODY)
    yield stack([_text(line, width, BODY.coloured(MUTED)) for line in _circumstances(content)], before=2)
    yield stack([_text(line, width, BODY.bold()) for line in _later(content)], before=2)
    yield stack([_text(line, width) for line in estimate_sentences(report)], before=4, gap=1)


def _score(report: ScoreReport, width: float) -> Box:
    scaled, overall = report.whole, report.overall
    number = str(report.scaled) if scaled else f"{overall.right} of {overall.total}"
    spread = f"range {report.low} to {report.high}" if scaled else f"{percent(overall.value)}, {_range(report)}"
    left = stack(
        [
            _text("Estimated scaled score" if scaled else "Right answers", width / 2),
            set_lines(plain_words(number, _NUMBER), width / 2, _NUMBER),
            set_lines(plain_words(spread, ROW), width / 2, ROW),
            set_lines(plain_words(OVERALL_VERDICTS[overall.verdict], ROW.bold()), width / 2, ROW),
        ]
    )
    scale = stack([_scale(report, width * 0.62)], before=20)
    return beside((0.0, left), (width * 0.36, scale))


def _scale(report: ScoreReport, width: float) -> ScaleBox:
    if report.whole:
        least, most, passing = scale_from(report), report.scale.maximum, report.scale.passing
        values = (report.scaled, report.low, report.high, passing)
        return ScaleBox(width, least, most, *values, ticks=scale_ticks(report), mark=f"pass line {passing}")
    low, high = report.overall.range
    shares = (100 * report.overall.value, 100 * low, 100 * high, 100 * PASS_SHARE)
    return ScaleBox(width, 0, 100, *shares, ticks=scale_ticks(report), mark=f"pass line {percent(PASS_SHARE)}")


def _sentence(report: ScoreReport) -> str:
    return chance_sentence(report.overall) if report.whole else "A quiz has no scaled score."


def _range(report: ScoreReport) -> str:
    return f"range {range_words(report.overall)}"


def _circumstances(content: ResultContent) -> Iterator[str]:
    sitting = content.sitting
    if sitting.conduct.mode is Mode.PAPER:
        yield f"{conduct_words(sitting.conduct)}. {_counts(content.report)}"
        return
    used = f"{_minutes(sitting.elapsed)} min"
    allowed = "" if sitting.seconds_allowed is None else f" of {_minutes(sitting.seconds_allowed)} min"
    ended = "ended by the clock" if sitting.ending == "time-out" else "submitted"
    yield f"{conduct_words(sitting.conduct)}. {used}{allowed} used, {ended}. {_counts(content.report)}"


def _counts(report: ScoreReport) -> str:
    scored = report.overall.total
    unscored = len(report.questions) - scored
    rest = f", {unscored} unscored" if unscored else ""
    return f"{report.overall.right} of {scored} scored questions right{rest}."


def _later(content: ResultContent) -> Iterator[str]:
    for entry in content.regradings:
        day = day_words(entry.at.astimezone(content.zone).date())
        yield regraded_words(day, entry.deck_version, entry.scaled, entry.result)


def _minutes(seconds: float) -> int:
    return round(seconds / 60)


# --- Tables


def _domains(report: ScoreReport, width: float) -> Section:
    columns = (
        Column("Domain", 0.25),
        Column("Range and pass line", 0.30),
        Column("Share", 0.08, right=True),
        Column("Range", 0.13, right=True),
        Column("Right", 0.09, right=True),
        Column("", 0.15),
    )
    shown = [domain for domain in report.domains if report.whole or domain.share.total]
    return table("Domains", columns, [_domain(domain, width * 0.30 - 2 * _SIDE) for domain in shown], width)


def _domain(domain: DomainResult, room: float) -> tuple[str | Box, ...]:
    share = domain.share
    bar = ScaleBox(room, 0, 1, share.value, *share.range, PASS_SHARE)
    return (
        f"{domain.domain}  {domain.title}",
        bar,
        percent(share.value),
        range_words(share),
        f"{share.right} of {share.total}",
        share.verdict.value,
    )


def _times(content: ResultContent, width: float) -> Section:
    columns = (
        Column("Domain", 0.46),
        Column("Questions", 0.18, right=True),
        Column("In all", 0.18, right=True),
        Column("Each", 0.18, right=True),
    )
    rows = [
        (f"{entry.domain}  {entry.title}", str(entry.questions), f"{max(1, _minutes(entry.seconds))} min", each)
        for entry in content.insight.domains
        if (each := clock_words(entry.seconds / entry.questions))
    ]
    made = table("Time", columns, rows, width)
    by_number = {result.number: result for result in content.report.questions}
    slowest = ", ".join(f"{n} ({clock_words(by_number[n].state.seconds)})" for n in content.insight.slowest)
    pace = clock_words(content.insight.pace)
    words = f"The time allowed {pace} each." if content.sitting.seconds_allowed else f"Half took less than {pace}."
    return Section(made.title, (*made.rows, stack([_text(f"{words} Slowest: {slowest}.", width)], before=4)), made.head)


def _answers(insight: Insight, width: float) -> Iterator[Box]:
    for turn in Turn:
        numbers = [change.number for change in insight.changes if change.turn is turn]
        if numbers:
            yield _listed(f"Changed from {turn.value}" if turn is not Turn.KEPT else "Changed and back", numbers, width)
    for entry in insight.calibration:
        if entry.share.total:
            yield _pair(CONFIDENCE_WORDS[entry.confidence], share_words(entry.share), width)
    for words, found in (("Sure and wrong", insight.sure_and_wrong), ("Lucky guesses", insight.lucky)):
        if found:
            yield _listed(words, found, width)


def _wrong_ideas(insight: Insight, width: float) -> Section:
    rows = tuple(_listed(idea_words(idea.name), idea.numbers, width) for idea in insight.wrong_ideas)
    return Section("Wrong ideas behind the options chosen", rows)


def _questions(content: ResultContent, width: float) -> Section:
    columns = (
        Column("No", 0.06, right=True),
        Column("Question", 0.45),
        Column("Task", 0.07),
        Column("You", 0.08),
        Column("Key", 0.08),
        Column("Result", 0.17),
        Column("Time", 0.09, right=True),
    )
    corrected = {item for entry in content.regradings for item in entry.changed}
    rows = [_question(result, corrected=result.item.question.id in corrected) for result in content.report.questions]
    return table("Questions", columns, rows, width)


def _question(result: QuestionResult, *, corrected: bool) -> tuple[str, ...]:
    short = short_answer(result)
    state = "right" if result.right else "wrong" if result.answered else "not answered"
    marks = [state, *([] if result.item.scored else ["unscored"]), *(["key corrected"] if corrected else [])]
    key = f"{'all' if short.yours == NO_ANSWER else 'of'} {short.key}" if short.counted else short.key
    title, task = result.item.question.title, result.item.task
    taken = clock_words(result.state.seconds) if result.state.seconds else "–"
    return str(result.number), title, task, short.yours, key, ", ".join(marks), taken


def table(title: str, columns: Sequence[Column], rows: Sequence[Sequence[str | Box]], width: float) -> Section:
    """Set a table whose cells are words or boxes."""
    head = _row(columns, [column.head for column in columns], width, CELL.bold().coloured(MUTED))
    shaded = Ruled(Shaded(head, width), width, head.height, RULE, 0.6)
    set_rows = (_row(columns, row, width, CELL) for row in rows)
    return Section(title, tuple(Ruled(row, width, row.height) for row in set_rows), shaded)


def _row(columns: Sequence[Column], cells: Sequence[str | Box], width: float, ink: Ink) -> Group:
    placed: list[tuple[float, Box]] = []
    left = 0.0
    for column, cell in zip(columns, cells, strict=True):
        room = column.share * width - 2 * _SIDE
        box = set_lines(plain_words(cell, ink), room, ink, right=column.right) if isinstance(cell, str) else cell
        placed.append((left + _SIDE, box))
        left += column.share * width
    return beside(*placed, before=2.4, after=2.8)


def _listed(words: str, numbers: Sequence[int], width: float) -> Box:
    kind = "question" if len(numbers) == 1 else "questions"
    return _pair(words, f"{kind} {', '.join(map(str, numbers))}", width)


def _pair(term: str, text: str, width: float) -> Box:
    share = 0.38 * width
    left = set_lines(plain_words(term, ROW.bold()), share - 8, ROW)
    right = set_lines(plain_words(text, ROW), width - share, ROW)
    row = beside((0.0, left), (share, right), before=2, after=2.4)
    return Ruled(row, width, row.height)


def _text(words: str, width: float, ink: Ink = NOTE) -> Lines:
    return set_lines(plain_words(words, ink), width, ink)


def heading(title: str, width: float) -> Box:
    """Set the title of a section with the rule below it and the room to its first row."""
    line = stack([set_lines(plain_words(title, HEADING), width, HEADING)], after=2.5)
    return stack([Ruled(line, width, line.height, TEXT, 0.9)], after=4.5)


def exam_words(blueprint: Blueprint) -> str:
    """Name the exam and say on every page what this is."""
    return f"{blueprint.code}   Practice result"
