"""An exam on paper: the questions, a sheet for the answers, and the key with the reason for every response."""

from collections.abc import Iterator, Sequence
from typing import Final

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion
from certdeck.core.exam.bubbles import key_marks, letter
from certdeck.core.exam.form import FormItem
from certdeck.exporters.pdf.blocks import title_of
from certdeck.exporters.pdf.boxes import Box, Typesetter, beside, stack
from certdeck.exporters.pdf.bubble_sheet import draw_bubbles
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.columns import Unit, fill
from certdeck.exporters.pdf.document import About, Press, Spot, finished, page_size
from certdeck.exporters.pdf.ink import GUTTER, MARGIN, MUTED, NOTE, TEXT, Ink, inks
from certdeck.exporters.pdf.page import Frame, Imprint, column_lines, footer_words
from certdeck.exporters.pdf.text import Setter, plain_words, set_lines
from certdeck.ports.markup import Markup
from certdeck.ports.math import MathRenderer
from certdeck.ports.printing import ExamPaper, PrintOptions, Printout

_COLUMNS: Final = 2
_GAP: Final = 13.0
_NUMBER: Final = 17.0
_LETTER: Final = 14.0

NOTICE: Final = "Practice exam. Its questions are the project's own; none is taken from an exam."


def print_exam(
    paper: ExamPaper,
    markup: Markup,
    math: MathRenderer | None,
    options: PrintOptions,
    press: Press,
) -> Printout:
    """Draw the booklet. The same form gives the same bytes."""
    width, height = page_size(options)
    frame = Frame(width, height, set_lines((), width, NOTE))
    column = (frame.inner - (_COLUMNS - 1) * GUTTER) / _COLUMNS
    setter = Typesetter(markup, Setter(math), inks=inks(options.size))
    booklet = _Booklet(paper, frame, column)
    questions = booklet.laid(tuple(_questions(paper, setter, column)))
    key = booklet.laid(tuple(_key(paper, setter, column)))
    about = About(f"{paper.title} ({paper.blueprint.code})", f"{NOTICE} Code {paper.code}", paper.deck.language)
    canvas = press.canvas((width, height), about, options.ink)
    booklet.pages = len(questions) + len(key) + 1
    booklet.draw(canvas, paper.title, "questions", questions)
    booklet.open(canvas, "Answer sheet", "answers", first=True)
    draw_bubbles(canvas, frame, paper.form, paper.code)
    booklet.close(canvas)
    booklet.draw(canvas, "Key with reasons", "key", key)
    return finished(canvas, booklet.pages)


class _Booklet:
    """Lays boxes out in columns, in their order, and draws the pages."""

    def __init__(self, paper: ExamPaper, frame: Frame, column: float) -> None:
        self._paper = paper
        self._frame = frame
        self._column = column
        self._number = 0
        self.pages = 0

    def laid(self, boxes: Sequence[Box]) -> list[list[Spot]]:
        """Return for each page the boxes at their places, named by their numbers.

        What is taller than a whole page is made smaller rather than cut off.
        """
        pages: list[list[Spot]] = []
        placed, step = 0, self._column + GUTTER
        while placed < len(boxes):
            rest, top = boxes[placed:], self._frame.top(len(pages) + 1)
            room = top - self._frame.bottom
            filled = fill([Unit(box.height, _GAP, heading=True) for box in rest], room, _COLUMNS, in_order=True)
            pages.append(
                [
                    Spot(
                        rest[spot.index],
                        MARGIN + spot.column * step,
                        top - spot.offset,
                        f"question {placed + spot.index + 1}",
                        min(1.0, room / max(rest[spot.index].height, 1.0)),
                    )
                    for spot in filled.placed
                ]
            )
            placed += filled.count
        return pages

    def draw(self, canvas: Canvas, title: str, key: str, pages: Sequence[Sequence[Spot]]) -> None:
        """Draw a part of the booklet."""
        middle = MARGIN + self._column + GUTTER / 2
        for place, page in enumerate(pages):
            top = self.open(canvas, title, key, first=not place)
            column_lines(canvas, (middle,), top, self._frame.bottom)
            for spot in page:
                if spot.scale < 1:
                    canvas.report(f"{spot.title} is longer than a page and was made smaller")
                spot.draw(canvas)
            self.close(canvas)

    def open(self, canvas: Canvas, title: str, key: str, *, first: bool) -> float:
        """Begin a page and return where its content begins."""
        canvas.where = title
        if first:
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(title, key, 0)
        self._frame.head(canvas, self._around(title), 1 if first else 2)
        return self._frame.top(1 if first else 2)

    def close(self, canvas: Canvas) -> None:
        """End a page."""
        self._number += 1
        around = self._around("")
        self._frame.foot(canvas, around, f"page {self._number} of {self.pages}", last=False)
        canvas.showPage()

    def _around(self, title: str) -> Imprint:
        paper = self._paper
        exam = f"{paper.blueprint.code}   code {paper.code}"
        asked = f"{len(paper.form.items)} questions, {paper.blueprint.minutes} min"
        return Imprint(title, exam, asked, footer_words(paper.deck, paper.blueprint), TEXT)


# --- Questions


def _questions(paper: ExamPaper, setter: Typesetter, width: float) -> Iterator[Box]:
    case = None
    for number, item in enumerate(paper.form.items, 1):
        above: list[Box] = []
        name = item.question.scenario
        if name is not None and name != case:
            scenario = paper.form.scenario(name)
            if scenario is not None:
                above = [
                    setter.line(f"Case: {scenario.title}", width, setter.inks.body.bold()),
                    stack([setter.text(scenario.text, width, setter.inks.body)], after=6),
                ]
        case = name
        yield stack([*above, _question(number, item, setter, width)])


def _question(number: int, item: FormItem, setter: Typesetter, width: float) -> Box:
    body = setter.inks.body
    room = width - _NUMBER
    parts: list[Box] = [stack([setter.text(item.question.stem, room, body)], after=3)]
    texts = _texts(item)
    if isinstance(item.question, MatchingQuestion):
        for place, prompt in enumerate(item.question.prompts, 1):
            parts.append(_lettered(f"{place}", prompt.text, setter, room))
        parts.append(stack([_note(_hint(item), room)], before=2, after=1))
    elif isinstance(item.question, OrderingQuestion):
        parts.append(stack([_note(_hint(item), room)], after=1))
    parts += [_lettered(letter(place), texts[name], setter, room) for place, name in enumerate(item.order)]
    return beside((0.0, _bold(str(number), _NUMBER, body)), (_NUMBER, stack(parts)))


def _hint(item: FormItem) -> str:
    if isinstance(item.question, MatchingQuestion):
        often = "A letter may serve several." if item.question.reuse else "Each letter serves once at most."
        return f"Give each number its letter. {often}"
    return "Write the letters of the steps in order; some may be left over."


def _texts(item: FormItem) -> dict[str, str]:
    match item.question:
        case ChoiceQuestion(options=options):
            return {option.id: option.text for option in options}
        case OrderingQuestion(steps=steps, decoys=decoys):
            return {step.id: step.text for step in (*steps, *decoys)}
        case MatchingQuestion(responses=responses):
            return {response.id: response.text for response in responses}


def _lettered(mark: str, text: str, setter: Typesetter, width: float) -> Box:
    body = setter.inks.body
    return beside(
        (0.0, _bold(mark, _LETTER, body)), (_LETTER, setter.text(text, width - _LETTER, body)), before=1.2, after=1.2
    )


def _bold(words: str, width: float, ink: Ink) -> Box:
    return set_lines(plain_words(words, ink.bold()), width, ink)


def _note(words: str, width: float) -> Box:
    ink = NOTE.italic()
    return set_lines(plain_words(words, ink), width, ink)


# --- Key


def _key(paper: ExamPaper, setter: Typesetter, width: float) -> Iterator[Box]:
    small = inks(setter.inks.body.size - 1 if setter.inks.body.size > 8 else 7)
    inside = setter.with_inks(small)
    for number, item in enumerate(paper.form.items, 1):
        yield _reasons(number, item, inside, width)


def _reasons(number: int, item: FormItem, setter: Typesetter, width: float) -> Box:
    body = setter.inks.body
    room = width - _NUMBER
    unscored = "" if item.scored else ", unscored"
    head = f"{key_marks(item)}   {title_of(item.question.title, setter)}"
    lines: list[Box] = [
        set_lines(plain_words(head, body.bold()), room, body),
        set_lines(plain_words(f"Task {item.task}{unscored}", setter.inks.note.coloured(MUTED)), room, setter.inks.note),
    ]
    lines += [_lettered(mark, text, setter, room) for mark, text in _rationales(item)]
    return beside((0.0, _bold(str(number), _NUMBER, body)), (_NUMBER, stack(lines)))


def _rationales(item: FormItem) -> Iterator[tuple[str, str]]:
    places = {name: letter(place) for place, name in enumerate(item.order)}
    match item.question:
        case ChoiceQuestion(options=options):
            reasons = {option.id: option.rationale for option in options}
            yield from ((places[name], reasons[name]) for name in item.order)
        case OrderingQuestion(steps=steps, decoys=decoys):
            yield from ((places[step.id], step.rationale) for step in (*steps, *decoys))
        case MatchingQuestion(prompts=prompts, responses=responses):
            yield from ((f"{at}{places[prompt.key]}", prompt.rationale) for at, prompt in enumerate(prompts, 1))
            yield from ((places[one.id], one.rationale) for one in responses if one.rationale)
