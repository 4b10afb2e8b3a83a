"""A learner's progress on paper: how well each part of the exam is known, what was done, what is coming."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.statistics.coverage import Standing
from certdeck.exporters.pdf.boxes import Box, stack
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.document import About, Press, finished, page_size
from certdeck.exporters.pdf.fonts import Face
from certdeck.exporters.pdf.ink import BODY, BORDER, HAIRLINE, LINK, MUTED, RULE, TEXT
from certdeck.exporters.pdf.page import Imprint, footer_words
from certdeck.exporters.pdf.score_parts import Column, Section, table
from certdeck.exporters.pdf.score_report import SectionLayout, draw_sections
from certdeck.exporters.pdf.text import plain_words, set_lines
from certdeck.exporters.verified import day_words
from certdeck.ports.printing import PrintOptions, Printout, ProgressContent

_BAR: Final = 6.0
_CHART: Final = 84.0
_SMALL: Final = 7.0


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A bar that is filled as far as `share`, 0 to 1."""

    width: float
    share: float
    height: float = 9.6

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        bottom = top - (self.height + _BAR) / 2
        canvas.setLineWidth(0.35)
        canvas.setStrokeColor(BORDER)
        canvas.rect(x, bottom, self.width, _BAR, stroke=1, fill=0)
        canvas.setFillColor(TEXT)
        canvas.rect(x, bottom, self.width * min(1.0, max(0.0, self.share)), _BAR, stroke=0, fill=1)


@dataclass(frozen=True, slots=True)
class DayChart:
    """Columns for days, the first one left; `ends` are the words below the first and the last day."""

    width: float
    counts: tuple[int, ...]
    ends: tuple[str, str]
    height: float = _CHART + 22

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        most = max(1, *self.counts)
        base, wide = top - _CHART - 8, self.width / max(len(self.counts), 1)
        canvas.setFont(Face.TEXT.font, _SMALL)
        canvas.setLineWidth(0.35)
        for level, colour in ((most, HAIRLINE), (0, RULE)):
            y = base + _CHART * level / most
            canvas.setStrokeColor(colour)
            canvas.line(x, y, x + self.width, y)
        canvas.setFillColor(MUTED)
        canvas.drawString(x, base + _CHART + 2, f"most in a day: {most if any(self.counts) else 0}")
        canvas.setFillColor(LINK)
        for place, count in enumerate(self.counts):
            if count:
                canvas.rect(x + (place + 0.1) * wide, base, 0.8 * wide, _CHART * count / most, stroke=0, fill=1)
        canvas.setFillColor(MUTED)
        canvas.drawString(x, base - 9, self.ends[0])
        canvas.drawRightString(x + self.width, base - 9, self.ends[1])


def print_progress(content: ProgressContent, options: PrintOptions, press: Press) -> Printout:
    """Draw the report. The same figures give the same bytes."""
    size = page_size(options)
    layout = SectionLayout(lambda width: _sections(content, width), size)
    exam, day = content.blueprint.code, day_words(content.figures.day)
    around = Imprint("My progress", exam, day, footer_words(content.deck, content.blueprint), LINK)
    about = About(f"My progress, {day} ({exam})", f"{exam} progress", content.deck.language)
    canvas = press.canvas(size, about, options.ink)
    draw_sections(canvas, layout, around)
    return finished(canvas, len(layout.pages))


def _sections(content: ProgressContent, width: float) -> Iterator[Section]:
    figures = content.figures
    domains = [(f"{one.domain}  {one.short}", f"{one.weight} %", one.standing) for one in figures.coverage]
    tasks = [(f"{task.task}  {task.short}", "", task.standing) for domain in figures.coverage for task in domain.tasks]
    yield _standings("Domains", domains, width)
    yield _standings("Task statements", tasks, width)
    done, ahead = figures.days, figures.forecast.due
    said = f"Reviews on {done.studied} of the last {len(done.ratings)} days, {sum(done.ratings)} in all."
    yield Section("What you did", _chart(said, done.ratings, (day_words(done.first), "today"), width))
    said = f"Cards that come due in the next {len(ahead)} days; {figures.forecast.overdue} are overdue."
    yield Section("What is coming", _chart(said, ahead, ("today", f"in {len(ahead) - 1} days"), width))


def _chart(said: str, counts: Sequence[int], ends: tuple[str, str], width: float) -> tuple[Box, ...]:
    words = set_lines(plain_words(said, BODY), width, BODY)
    return (stack([words, DayChart(width, tuple(counts), ends)], gap=4),)


def _standings(title: str, rows: Iterable[tuple[str, str, Standing]], width: float) -> Section:
    columns = (
        Column(title, 0.34),
        Column("Of the exam", 0.10, right=True),
        Column("Would be recalled now", 0.24),
        Column("", 0.08, right=True),
        Column("Cards met", 0.12, right=True),
        Column("Exam answers", 0.12, right=True),
    )
    cells = [
        (
            name,
            weight,
            ShareBar(0.24 * width - 8, one.share if one.faces else 0.0),
            f"{100 * (one.share if one.faces else 0.0):.0f} %",
            f"{one.met} of {one.faces}",
            f"{one.answers.right} of {one.answers.total}",
        )
        for name, weight, one in rows
    ]
    return table(title, columns, cells, width)
