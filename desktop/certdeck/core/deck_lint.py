"""What makes a deck worse without making it wrong: lop-sided keys, twins, dead links, words to avoid.

Each finding is a pair of an item's id (empty for the whole deck) and a sentence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from certdeck.core.deck import (
    Card,
    ChoiceQuestion,
    ConfusionSet,
    Deck,
    FactsBlock,
    FormulasBlock,
    HookBlock,
    Item,
    MatchingQuestion,
    Question,
    QuestionKind,
    Sheet,
    SheetBlock,
    TableBlock,
    Term,
    TrapsBlock,
    TreeBlock,
    TreeNode,
)
from certdeck.core.deck_plan import PlanPhase
from certdeck.core.ids import ItemId

Finding = tuple[ItemId, str]

WHOLE_DECK = ItemId("")
FEW = 20
"""Below that many questions, shares say nothing."""
KEY_SHARE = 0.40
"""Largest share of multiple-choice keys that may stand at one position (a quarter would be even)."""
LONGEST_SHARE = 0.45
"""Largest share of multiple-choice questions whose key is the single longest option (a quarter would be even)."""


def findings(deck: Deck, *, banned_words: Iterable[str] = (), whole: bool = True) -> Iterator[Finding]:
    """Yield everything worth mending in `deck`; `banned_words` are matched as whole words, whatever their case.

    With `whole` False some of the deck's files could not be read: links are not judged then.
    """
    choices = [
        question
        for question in deck.questions
        if isinstance(question, ChoiceQuestion) and question.kind is QuestionKind.MULTIPLE_CHOICE
    ]
    yield from _key_positions(choices)
    yield from _longest_keys(choices)
    yield from _twins(deck)
    if whole:
        yield from _dead_links(deck)
    yield from _banned(deck, tuple(banned_words))


def _key_positions(choices: list[ChoiceQuestion]) -> Iterator[Finding]:
    positions = Counter(index for question in choices for index, option in enumerate(question.options) if option.key)
    for index, times in positions.items():
        if len(choices) >= FEW and times > KEY_SHARE * len(choices):
            yield (
                WHOLE_DECK,
                f"the key stands at position {index + 1} in {times} of {len(choices)} questions; spread it",
            )


def _longest_keys(choices: list[ChoiceQuestion]) -> Iterator[Finding]:
    telling = [question for question in choices if _key_is_longest(question)]
    if len(choices) >= FEW and len(telling) > LONGEST_SHARE * len(choices):
        yield (
            WHOLE_DECK,
            f"the key is the longest option in {len(telling)} of {len(choices)} questions, so length gives it away: "
            + ", ".join(question.id for question in telling[:5])
            + " …",
        )


def _key_is_longest(question: ChoiceQuestion) -> bool:
    keys = [len(option.text) for option in question.options if option.key]
    others = [len(option.text) for option in question.options if not option.key]
    return bool(keys and others) and min(keys) > max(others)


def _twins(deck: Deck) -> Iterator[Finding]:
    seen: dict[str, ItemId] = {}
    for item in (*deck.cards, *deck.questions):
        stem = item.front if isinstance(item, Card) else item.stem
        key = " ".join(stem.split()).casefold()
        if seen.get(key, item.id) != item.id:
            yield item.id, f"has the same text as {seen[key]}"
        seen.setdefault(key, item.id)


def _dead_links(deck: Deck) -> Iterator[Finding]:
    known = {item.id for item in deck.items()}
    for item in (*deck.cards, *deck.questions, *deck.sheets):
        for link in item.links:
            if link not in known:
                yield item.id, f"links to `{link}`, which is not in this deck"
            elif link == item.id:
                yield item.id, "links to itself"


def _banned(deck: Deck, words: tuple[str, ...]) -> Iterator[Finding]:
    if not words:
        return
    spaced = (r"\s+".join(map(re.escape, word.split())) for word in words)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(spaced) + r")(?!\w)", re.IGNORECASE)
    read = [(item.id, tuple(texts(item))) for item in deck.items()]
    read += [(scenario.id, (scenario.title, scenario.text)) for scenario in deck.scenarios]
    read += [(phase.id, tuple(phase_texts(phase))) for plan in deck.plans for phase in plan.phases]
    for name, parts in read:
        found = {" ".join(match.group().split()).casefold() for text in parts for match in pattern.finditer(text)}
        for word in sorted(found):
            yield name, f"uses the banned word “{word}”"


def texts(item: Item) -> Iterator[str]:
    """Yield every text of `item` that a learner may read."""
    yield from (item.examined, item.today)
    match item:
        case Card():
            yield from (item.front, item.back, item.answer, *_card_parts(item))
        case Sheet():
            yield from (item.title, *(text for block in item.blocks for text in _block_texts(block)))
        case ConfusionSet():
            yield from (item.title, item.apart, *(text for entry in item.members for text in (entry.name, entry.cue)))
        case Term():
            yield from (*item.names, item.means)
        case _ if isinstance(item, Question):
            yield from (item.title, item.stem, *_responses(item))
        case _:
            raise TypeError(f"no texts known of {type(item).__name__}")


def _card_parts(card: Card) -> Iterator[str]:
    yield from (choice.text for choice in card.choices)
    if card.grid is not None:
        yield from (*card.grid.columns, *(cell for row in card.grid.rows for cell in row))


def phase_texts(phase: PlanPhase) -> Iterator[str]:
    """Yield every text of a phase of a plan."""
    yield from (phase.title, phase.goal, *phase.topics, *(quiz.title for quiz in phase.quizzes), phase.gate.otherwise)


def _block_texts(block: SheetBlock) -> Iterator[str]:
    yield block.title
    match block:
        case TableBlock():
            yield from (*block.columns, *(cell for row in block.rows for cell in row))
        case TreeBlock():
            yield from _node_texts(block.root)
        case TrapsBlock():
            yield from (text for trap in block.traps for text in (trap.term, trap.text))
        case FormulasBlock():
            yield from (text for formula in block.formulas for text in (formula.name, formula.meaning))
        case FactsBlock():
            yield from (text for fact in block.facts for text in (fact.term, fact.text))
        case HookBlock():
            yield block.text


def _node_texts(node: TreeNode) -> Iterator[str]:
    yield from (node.text, node.note)
    for branch in node.branches:
        yield from (branch.label, *_node_texts(branch.node))


def _responses(question: Question) -> Iterator[str]:
    if isinstance(question, ChoiceQuestion):
        for option in question.options:
            yield from (option.text, option.rationale)
    elif isinstance(question, MatchingQuestion):
        for prompt in question.prompts:
            yield from (prompt.text, prompt.rationale)
        for response in question.responses:
            yield from (response.text, response.rationale)
    else:
        for step in (*question.steps, *question.decoys):
            yield from (step.text, step.rationale)
