"""A form: the questions of one sitting as they stood when it was drawn, and the order in which each is shown."""

from dataclasses import dataclass
from random import Random

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question, Scenario
from certdeck.core.ids import BlueprintId, ItemId, OptionId, TaskId


@dataclass(frozen=True, slots=True)
class FormItem:
    """A question as this form asks it: `order` is the order of its options, steps or responses on the screen."""

    question: Question
    task: TaskId
    scored: bool
    order: tuple[OptionId, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of one sitting. The same blueprint, bank, history and seed give the same form.

    It is a snapshot: questions, cases and `outline` (the blueprint without its bullets) stay as they were when it was
    drawn, whatever becomes of the deck. Forms of the first release have neither cases nor outline.
    """

    blueprint: BlueprintId
    seed: int
    items: tuple[FormItem, ...]
    scenarios: tuple[Scenario, ...] = ()
    outline: Blueprint | None = None

    def scenario(self, name: ItemId) -> Scenario | None:
        """Return the case called `name`, or None."""
        return next((scenario for scenario in self.scenarios if scenario.id == name), None)


def shuffled(question: Question, dice: Random) -> tuple[OptionId, ...]:
    """Return the order in which the responses of `question` are shown.

    Pinned options stay last, in the author's order. An ordering question never shows the right order at first.
    """
    match question:
        case ChoiceQuestion():
            free = [option.id for option in question.options if not option.pin_last]
            dice.shuffle(free)
            return (*free, *(option.id for option in question.options if option.pin_last))
        case OrderingQuestion():
            responses = [step.id for step in (*question.steps, *question.decoys)]
            while True:
                dice.shuffle(responses)
                if tuple(responses[: len(question.steps)]) != question.key:
                    return tuple(responses)
        case MatchingQuestion():
            responses = [response.id for response in question.responses]
            dice.shuffle(responses)
            return tuple(responses)
