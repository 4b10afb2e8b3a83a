"""Answers to exam questions, and whether they are right."""

from dataclasses import dataclass

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
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


def fits(question: Question, answer: Answer) -> bool:
    """Tell whether `answer` is of the question's kind, names only its responses and holds no more than it asks for."""
    match question, answer:
        case ChoiceQuestion(), Chosen(options):
            return options <= {option.id for option in question.options} and len(options) <= len(question.keys)
        case OrderingQuestion(), Ordered(steps):
            return sorted(steps) == sorted(step.id for step in (*question.steps, *question.decoys))
        case MatchingQuestion(), Matched(pairs):
            return _fits_matching(question, pairs)
        case _:
            return False


def _fits_matching(question: MatchingQuestion, pairs: frozenset[tuple[OptionId, OptionId]]) -> bool:
    prompts = [prompt for prompt, _ in pairs]
    responses = [response for _, response in pairs]
    return (
        len(prompts) == len(set(prompts))
        and set(prompts) <= {prompt.id for prompt in question.prompts}
        and set(responses) <= {response.id for response in question.responses}
        and (question.reuse or len(responses) == len(set(responses)))
    )
