"""Answers to exam questions, and whether they are right."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.errors import RepeatedResponse, TooManyChoices, UnfitAnswer
from certdeck.core.ids import OptionId


@dataclass(frozen=True, slots=True)
class Chosen:
    """The options ticked in a choice question."""

    options: frozenset[OptionId]


@dataclass(frozen=True, slots=True)
class Ordered:
    """All responses of an ordering question as the learner arranged them; decoys are left at the end."""

    steps: tuple[OptionId, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Pairs of prompt and response; prompts without a response are left out."""

    pairs: frozenset[tuple[OptionId, OptionId]]

    def response_to(self, prompt: OptionId) -> OptionId | None:
        """Return the response given to `prompt`, or None."""
        return next((response for name, response in self.pairs if name == prompt), None)


Answer = Chosen | Ordered | Matched


def is_right(question: Question, answer: Answer | None) -> bool:
    """Tell whether `answer` earns the point: everything right and nothing besides; no partial credit, none is wrong.

    Source: MLA-C01 exam guide, "Question types" and "Unanswered questions are scored as incorrect".
    """
    match question, answer:
        case ChoiceQuestion(), Chosen(options):
            return options == question.keys
        case OrderingQuestion(), Ordered(steps):
            return steps[: len(question.steps)] == question.key
        case MatchingQuestion(), Matched(pairs):
            return pairs == question.key
        case _:
            return False


def is_complete(question: Question, answer: Answer | None) -> bool:
    """Tell whether `answer` has as many parts as the question asks for."""
    match question, answer:
        case ChoiceQuestion(), Chosen(options):
            return len(options) == len(question.keys)
        case OrderingQuestion(), Ordered():
            return True
        case MatchingQuestion(), Matched(pairs):
            return len(pairs) == len(question.prompts)
        case _:
            return False


def check_fit(question: Question, answer: Answer) -> None:
    """Refuse an answer that the question can't have.

    Raises `TooManyChoices`, `RepeatedResponse`, or `UnfitAnswer` for another kind and for responses that don't exist.
    """
    match question, answer:
        case ChoiceQuestion(), Chosen(options):
            _refuse_strangers(options, {option.id for option in question.options})
            _refuse_more_than(len(question.keys), len(options))
        case OrderingQuestion(), Ordered(steps):
            known = {step.id for step in (*question.steps, *question.decoys)}
            _refuse_repeated(steps)
            _refuse_strangers(steps, known)
            if len(steps) < len(known):
                raise UnfitAnswer(f"An order names all {len(known)} responses. {KEPT}")
        case MatchingQuestion(), Matched(pairs):
            _check_matching(question, pairs)
        case _:
            raise UnfitAnswer(f"That is not an answer to a question of the kind {question.kind}. {KEPT}")


KEPT: Final = "The last answer is kept."
"""How every refusal of an answer ends."""


def _check_matching(question: MatchingQuestion, pairs: frozenset[tuple[OptionId, OptionId]]) -> None:
    prompts = [prompt for prompt, _ in pairs]
    responses = [response for _, response in pairs]
    _refuse_strangers(prompts, {prompt.id for prompt in question.prompts})
    _refuse_strangers(responses, {response.id for response in question.responses})
    if len(prompts) > len(set(prompts)):
        raise TooManyChoices(f"A prompt takes one response. {KEPT}")
    if not question.reuse:
        _refuse_repeated(responses)


def _refuse_strangers(names: Iterable[OptionId], known: set[OptionId]) -> None:
    strangers = sorted(set(names) - known)
    if strangers:
        raise UnfitAnswer(f"The question has no response {', '.join(strangers)}. {KEPT}")


def _refuse_more_than(asked: int, given: int) -> None:
    if given > asked:
        raise TooManyChoices(f"The question asks for {asked}, and {given} were chosen. {KEPT}")


def _refuse_repeated(names: Iterable[OptionId]) -> None:
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise RepeatedResponse(f"The response {', '.join(twice)} was given more than once. {KEPT}")
