"""A question of the report, opened: every response with its reason, and what the learner did, without Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.events import Confidence, Span
from certdeck.core.exam.insight import MissReason
from certdeck.core.exam.regrade import KeyChange
from certdeck.core.exam.report import QuestionResult
from certdeck.core.exam.sitting import Sitting
from certdeck.core.exam.wording import LETTERS, clock_words, letters_of
from certdeck.core.ids import ItemId, OptionId
from certdeck.core.richtext import RichText, plain
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.report_views import DetailView, LineView
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
        match result.item.question:
            case ChoiceQuestion() as question:
                return self._choice_lines(question, result)
            case OrderingQuestion() as question:
                return self._ordering_lines(question, result)
            case MatchingQuestion() as question:
                return self._matching_lines(question, result)

    def _choice_lines(self, question: ChoiceQuestion, result: QuestionResult) -> tuple[LineView, ...]:
        by_id = {option.id: option for option in question.options}
        chosen = result.state.answer.options if isinstance(result.state.answer, Chosen) else frozenset()
        read = self._services.markup.read
        lines = []
        for place, name in enumerate(result.item.order):
            option = by_id[name]
            outcome, words = _option_outcome(key=option.key, chosen=name in chosen, struck=name in result.state.struck)
            lines.append(LineView(LETTERS[place], read(option.text), outcome, words, read(option.rationale)))
        return tuple(lines)

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

    def _matching_lines(self, question: MatchingQuestion, result: QuestionResult) -> tuple[LineView, ...]:
        """Return the prompts, each with the response that belongs to it, then the responses left over."""
        texts = {response.id: response.text for response in question.responses}
        read = self._services.markup.read
        lines = []
        for number, prompt in enumerate(question.prompts, start=1):
            given = _matched(result.state.answer, prompt.id)
            right = given == prompt.key
            outcome = Outcome.NEITHER if given is None else Outcome.RIGHT if right else Outcome.WRONG
            words = "no response" if given is None else outcome.value
            note = "" if given is None or right else f"You chose {plain(read(texts[given]))}."
            text = read(f"{prompt.text} → {texts[prompt.key]}")
            lines.append(LineView(str(number), text, outcome, words, read(prompt.rationale), note))
        keys = {prompt.key for prompt in question.prompts}
        left_over = (entry for entry in question.responses if entry.id not in keys)
        lines += [
            LineView("–", read(entry.text), Outcome.NEITHER, "left over", read(entry.rationale)) for entry in left_over
        ]
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


def _option_outcome(*, key: bool, chosen: bool, struck: bool) -> tuple[Outcome, str]:
    if key:
        return Outcome.RIGHT, "key, your answer" if chosen else "key"
    if chosen:
        return Outcome.WRONG, "your answer"
    return Outcome.NEITHER, "struck out" if struck else ""


def _step_outcome(right: int | None, yours: int | None) -> tuple[Outcome, str, str]:
    """Compare the 1-based place of a step with the learner's; None is left out."""
    if right == yours:
        return (Outcome.NEITHER, "left out", "") if right is None else (Outcome.RIGHT, "right place", "")
    note = "You left it out." if yours is None else f"You put it at place {yours}."
    return Outcome.WRONG, "belongs nowhere" if right is None else "wrong place", note


def _matched(answer: Answer | None, prompt: OptionId) -> OptionId | None:
    return answer.response_to(prompt) if isinstance(answer, Matched) else None


def _place(given: tuple[OptionId, ...], step: OptionId, asked: int) -> int | None:
    """Return the 1-based place the learner gave to `step`, None when it was left out or nothing was given."""
    place = given.index(step) + 1 if step in given else None
    return place if place is not None and place <= asked else None
