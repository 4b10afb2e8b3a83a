"""A question of the report, opened: every response with its reason, and what the learner did, without Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.exam.answers import Chosen, Ordered
from certdeck.core.exam.events import Confidence, Span
from certdeck.core.exam.insight import MissReason
from certdeck.core.exam.regrade import KeyChange
from certdeck.core.exam.report import QuestionResult
from certdeck.core.exam.sitting import Sitting
from certdeck.core.exam.wording import clock_words, letters_of
from certdeck.core.ids import ItemId, OptionId
from certdeck.core.richtext import RichText, plain
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.report_views import DetailView
from certdeck.presenters.response_lines import LineView, choice_lines, matching_lines
from certdeck.services.catalogue import Services

_FELT = {
    Confidence.GUESS: "You guessed.",
    Confidence.UNSURE: "You were unsure.",
    Confidence.SURE: "You were sure.",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the learner holds of a question: why it was missed, and what they hold against it."""

    reason: MissReason | None = None
    dispute: str = ""


class DetailReader:
    """Makes the details of the questions of one sitting, by the questions as they were asked."""

    def __init__(self, services: Services, sitting: Sitting, corrections: Mapping[ItemId, KeyChange]) -> None:
        self._services = services
        self._sitting = sitting
        self._corrections = corrections

    def detail(self, result: QuestionResult, judgement: Judgement) -> DetailView:
        """Return a question with the reason for each response."""
        question, read = result.item.question, self._services.markup.read
        stem = read(question.stem)
        return DetailView(
            number=result.number,
            item=question.id,
            missed=not result.right,
            scenario=self._scenario(question),
            stem=stem,
            highlights=result.state.highlights,
            highlighted=_words_in(stem, result.state.highlights),
            note=result.state.note,
            history=history(result),
            correction=self._correction(result),
            lines=self._lines(result),
            examined=read(question.examined),
            today=read(question.today),
            sources=question.sources,
            reason=judgement.reason,
            dispute=judgement.dispute,
            own_note=read(self._services.cards.note(question.id)),
        )

    def _scenario(self, question: Question) -> RichText:
        """Return the text of the case as it was when the form was drawn; forms of the first release lack it."""
        if question.scenario is None:
            return ()
        found = self._sitting.form.scenario(question.scenario) or self._services.library.scenario(question.scenario)
        return () if found is None else self._services.markup.read(found.text)

    def _correction(self, result: QuestionResult) -> str:
        change = self._corrections.get(result.item.question.id)
        if change is None:
            return ""
        now = change.question
        key = f" It is {letters_of(result, Chosen(now.keys))} now." if isinstance(now, ChoiceQuestion) else ""
        graded = "right" if change.now else "wrong"
        return f"The key of this question was corrected since.{key} By that your answer is {graded}."

    def _lines(self, result: QuestionResult) -> tuple[LineView, ...]:
        item, state, read = result.item, result.state, self._services.markup.read
        match item.question:
            case ChoiceQuestion() as question:
                return choice_lines(question, item, state, read)
            case OrderingQuestion() as question:
                return self._ordering_lines(question, result)
            case MatchingQuestion() as question:
                return matching_lines(question, item, state, read)

    def _ordering_lines(self, question: OrderingQuestion, result: QuestionResult) -> tuple[LineView, ...]:
        """Return the steps in their right order, then those that belong nowhere."""
        given = result.state.answer.steps if isinstance(result.state.answer, Ordered) else ()
        asked, read = len(question.steps), self._services.markup.read
        lines = []
        for place, step in enumerate((*question.steps, *question.decoys), start=1):
            right = place if place <= asked else None
            yours = _place(given, step.id, asked)
            outcome, words, note = _step_outcome(right, yours) if given else (Outcome.NEITHER, "", "")
            mark = "–" if right is None else str(right)
            lines.append(LineView(mark, read(step.text), outcome, words, read(step.rationale), note))
        return tuple(lines)


def history(result: QuestionResult) -> str:
    """Say how the answer came about: You answered B, then C. You were sure. 2:31 on it."""
    parts = (_answers(result), _FELT[result.state.confidence] if result.state.confidence else "")
    spent = f"{clock_words(result.state.seconds)} on it." if result.state.seconds else ""
    return " ".join(part for part in (*parts, spent) if part)


def _answers(result: QuestionResult) -> str:
    trail = result.state.trail
    if len(trail) < 2:
        return ""
    letters = [letters_of(result, answer) for answer in trail]
    if all(letters):
        return f"You answered {', then '.join(letters)}."
    times = len(trail) - 1
    return f"You changed your answer {'once' if times == 1 else f'{times} times'}."


def _words_in(stem: RichText, spans: tuple[Span, ...]) -> tuple[str, ...]:
    text = plain(stem)
    return tuple(words for begin, end in spans if (words := text[begin:end].strip()))


def _step_outcome(right: int | None, yours: int | None) -> tuple[Outcome, str, str]:
    """Compare the 1-based place of a step with the learner's; None is left out."""
    if right == yours:
        return (Outcome.NEITHER, "left out", "") if right is None else (Outcome.RIGHT, "right place", "")
    note = "You left it out." if yours is None else f"You put it at place {yours}."
    return Outcome.WRONG, "belongs nowhere" if right is None else "wrong place", note


def _place(given: tuple[OptionId, ...], step: OptionId, asked: int) -> int | None:
    """Return the 1-based place the learner gave to `step`, None when it was left out or nothing was given."""
    place = given.index(step) + 1 if step in given else None
    return place if place is not None and place <= asked else None
