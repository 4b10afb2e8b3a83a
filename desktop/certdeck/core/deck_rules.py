"""What must be true of each item before it may enter a library. Each rule yields a sentence that says what is wrong."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple

from certdeck.core.blueprint import Blueprint
from certdeck.core.card_rules import card_faults
from certdeck.core.deck import (
    Card,
    ChoiceQuestion,
    ConfusionSet,
    Item,
    MatchingQuestion,
    OrderingQuestion,
    Question,
    QuestionKind,
    Sheet,
    TableBlock,
    Term,
    TreeBlock,
    TreeNode,
    task_of,
)
from certdeck.core.ids import ID_RULE, ItemId, OptionId, is_well_formed

CHOICES = 4
"""Options of a multiple-choice question: one key and three distractors (MLA-C01 exam guide)."""
FEWEST_RESPONSES = 5
"""Options of a multiple-response question, at least (MLA-C01 exam guide)."""
ORDERING = range(3, 6)
"""Responses of an ordering question (MLA-C01 exam guide)."""
MATCHING = range(3, 8)
"""Prompts of a matching question (MLA-C01 exam guide)."""
MEMBERS = range(2, 6)
"""Things that one confusion set tells apart."""
CARDS_OF_A_MEMBER = range(1, 5)
"""Cards that teach one of them."""
LONGEST_APART, LONGEST_CUE, LONGEST_MEANING = 200, 120, 300
"""Characters: what tells a set apart, what points to a member, what a term means."""


def faults(item: Item) -> Iterator[str]:
    """Yield what is wrong with `item` on its own, whatever else the deck holds."""
    if not is_well_formed(item.id):
        yield f"the id must be {ID_RULE}"
    match item:
        case Card():
            yield from card_faults(item)
        case ChoiceQuestion() | OrderingQuestion() | MatchingQuestion():
            yield from _question_faults(item)
        case Sheet():
            yield from _sheet_faults(item)
        case ConfusionSet():
            yield from _confusion_faults(item)
        case Term():
            yield from _term_faults(item)
        case _:
            raise TypeError(f"no rules for {type(item).__name__}")


def blueprint_faults(blueprint: Blueprint) -> Iterator[str]:
    """Yield what is wrong with `blueprint`."""
    weights = sum(domain.weight for domain in blueprint.domains)
    if weights != 100:
        yield f"the weights of the domains add up to {weights}, not 100"
    scale = blueprint.scale
    if not scale.minimum < scale.passing < scale.maximum:
        yield f"the scale must rise from minimum over passing to maximum; found {astuple(scale)}"
    if not blueprint.kinds:
        yield "`kinds` must name at least one kind of question"
    tasks = [task for _, task in blueprint.tasks()]
    domains = [domain.id for domain in blueprint.domains]
    bullets = [bullet.id for task in tasks for bullet in task.bullets]
    for name, times in Counter([*domains, *(task.id for task in tasks), *bullets]).items():
        if times > 1:
            yield f"id `{name}` stands {times} times"
    for task in tasks:
        for bullet in task.bullets:
            if task_of(bullet.id) != task.id:
                yield f"bullet {bullet.id} stands in task statement {task.id}; its id must begin with `{task.id}.`"


def _question_faults(question: Question) -> Iterator[str]:
    match question:
        case ChoiceQuestion(kind=QuestionKind.MULTIPLE_CHOICE):
            yield from _multiple_choice_faults(question)
        case ChoiceQuestion():
            yield from _multiple_response_faults(question)
        case OrderingQuestion():
            responses = (*question.steps, *question.decoys)
            yield from _repeated([step.id for step in responses], [step.text for step in responses])
            if len(responses) not in ORDERING or len(question.steps) < 2:
                yield f"ordering needs 3 to 5 responses, at least two of them steps; found {len(responses)}"
        case MatchingQuestion():
            yield from _matching_faults(question)


def _multiple_choice_faults(question: ChoiceQuestion) -> Iterator[str]:
    yield from _repeated([option.id for option in question.options], [option.text for option in question.options])
    if len(question.options) != CHOICES:
        yield f"multiple choice needs {CHOICES} options; found {len(question.options)}"
    if len(question.keys) != 1:
        yield f"multiple choice needs exactly one key; found {len(question.keys)}"


def _multiple_response_faults(question: ChoiceQuestion) -> Iterator[str]:
    yield from _repeated([option.id for option in question.options], [option.text for option in question.options])
    if len(question.options) < FEWEST_RESPONSES:
        yield f"multiple response needs {FEWEST_RESPONSES} or more options; found {len(question.options)}"
    if not 1 < len(question.keys) < len(question.options):
        yield f"multiple response needs two or more keys and at least one distractor; found {len(question.keys)} keys"


def _matching_faults(question: MatchingQuestion) -> Iterator[str]:
    yield from _repeated([prompt.id for prompt in question.prompts], [prompt.text for prompt in question.prompts])
    yield from _repeated([entry.id for entry in question.responses], [entry.text for entry in question.responses])
    if len(question.prompts) not in MATCHING:
        yield f"matching needs 3 to 7 prompts; found {len(question.prompts)}"
    known = {response.id for response in question.responses}
    used = Counter(prompt.key for prompt in question.prompts)
    for prompt in question.prompts:
        if prompt.key not in known:
            yield f"prompt {prompt.id} has the key `{prompt.key}`, but there is no such response"
    if not question.reuse:
        for key in (key for key, times in used.items() if times > 1):
            yield f"response {key} is the key of several prompts; say `reuse: true` if that is meant"
    for response in question.responses:
        if response.id not in used and not response.rationale:
            yield f"response {response.id} belongs to no prompt and has no rationale that says why"


def _repeated(ids: Sequence[OptionId], texts: Sequence[str]) -> Iterator[str]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield f"id `{name}` stands {times} times"
    for text, times in Counter(texts).items():
        if times > 1:
            yield f"the text “{text[:40]}” stands {times} times"


def _sheet_faults(sheet: Sheet) -> Iterator[str]:
    for block in sheet.blocks:
        if isinstance(block, TableBlock):
            for number, row in enumerate(block.rows, start=1):
                if len(row) != len(block.columns):
                    yield (
                        f"row {number} of table “{block.title}” has {len(row)} cells "
                        f"where the head has {len(block.columns)}"
                    )
        elif isinstance(block, TreeBlock):
            yield from _node_faults(block.root)


def _node_faults(node: TreeNode) -> Iterator[str]:
    if len(node.branches) == 1:
        yield f"“{node.text}” has only one branch; a question needs two or more, an answer none"
    for branch in node.branches:
        yield from _node_faults(branch.node)


def _confusion_faults(confusion: ConfusionSet) -> Iterator[str]:
    if len(confusion.members) not in MEMBERS:
        yield f"a confusion set needs 2 to 5 members; found {len(confusion.members)}"
    yield from _too_long("`apart`", confusion.apart, LONGEST_APART)
    for name, times in Counter(member.name.casefold() for member in confusion.members).items():
        if times > 1:
            yield f"the member “{name}” stands {times} times"
    taught: dict[ItemId, str] = {}
    for member in confusion.members:
        yield from _too_long(f"the cue of “{member.name}”", member.cue, LONGEST_CUE)
        if len(member.cards) not in CARDS_OF_A_MEMBER:
            yield f"“{member.name}” needs 1 to 4 cards; found {len(member.cards)}"
        for card in member.cards:
            if card in taught:
                yield f"{card} stands under “{taught[card]}” and under “{member.name}”; it can point to one only"
            taught.setdefault(card, member.name)


def _term_faults(term: Term) -> Iterator[str]:
    yield from _too_long("`means`", term.means, LONGEST_MEANING)
    for name in term.names:
        if not name[:1].isalnum():
            yield f"the name “{name}” must begin with a letter or a digit"
    for name, times in Counter(name.casefold() for name in term.names).items():
        if times > 1:
            yield f"the name “{name}” stands {times} times"


def _too_long(name: str, text: str, most: int) -> Iterator[str]:
    if len(text) > most:
        yield f"{name} has {len(text)} characters; {most} is the most"
