"""What a deck that people stake an exam fee on has to keep beyond being readable: coverage, balance, plain words.

Each finding is a pair of an item's id (empty for the whole deck) and a sentence, as in `deck_lint`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Card, ChoiceQuestion, Deck, Item, Question, QuestionKind
from certdeck.core.deck_lint import WHOLE_DECK, Finding, phase_texts, texts
from certdeck.core.ids import BulletId, ItemId

CARDS_PER_BULLET: Final = 4
QUESTIONS_PER_BULLET: Final = 2
KEY_SHARES: Final = (0.18, 0.32)
"""Smallest and largest share of four-option keys at one position."""
LONGEST_SHARE: Final = 0.32
"""Largest share of four-option questions whose key is the longest option, ties counted as a half."""
ALIKE: Final = 0.8
"""Two texts whose words overlap by this share (Jaccard index of their sets of words) are near-duplicates."""
LONGEST_SENTENCE: Final = 45
"""Words. What is longer is read twice."""
STALE: Final = timedelta(days=550)
"""A source that was not looked at for so long has to be compared again."""

_WORD: Final = re.compile(r"[a-z0-9]+")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n[-|]")
_UNFINISHED: Final = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b|\?\?\?")
_CODE: Final = re.compile(r"```.*?```|`[^`]*`|\|[^\n]*\|", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cover:
    """How many items cover one bullet."""

    bullet: BulletId
    cards: int
    questions: int
    sheets: int


def coverage(deck: Deck, blueprint: Blueprint) -> tuple[Cover, ...]:
    """Count the cards, questions and sheets of every bullet of `blueprint`, in the guide's order."""
    counts = {
        kind: Counter(
            bullet
            for item in items
            if (covered := item.coverage(blueprint.id)) is not None
            for bullet in set(covered.bullets)
        )
        for kind, items in (("cards", deck.cards), ("questions", deck.questions), ("sheets", deck.sheets))
    }
    return tuple(
        Cover(bullet.id, counts["cards"][bullet.id], counts["questions"][bullet.id], counts["sheets"][bullet.id])
        for _, task in blueprint.tasks()
        for bullet in task.bullets
    )


def findings(deck: Deck, *, domains: Iterable[str], today: date) -> Iterator[Finding]:
    """Yield everything that keeps `deck` from the strict standard; `domains` are the hosts its sources may be on."""
    yield from _thin_bullets(deck)
    choices = [
        question
        for question in deck.questions
        if isinstance(question, ChoiceQuestion) and question.kind is QuestionKind.MULTIPLE_CHOICE
    ]
    yield from _positions(choices)
    yield from _longest(choices)
    yield from _unlinked(deck)
    yield from _near_duplicates(deck)
    yield from _sources(deck, frozenset(domains), today)
    yield from _long_sentences(deck)
    yield from _unfinished(deck)


def _thin_bullets(deck: Deck) -> Iterator[Finding]:
    for blueprint in deck.blueprints:
        for cover in coverage(deck, blueprint):
            if cover.cards < CARDS_PER_BULLET:
                yield WHOLE_DECK, f"{blueprint.id} {cover.bullet} has {cover.cards} cards; it needs {CARDS_PER_BULLET}"
            if cover.questions < QUESTIONS_PER_BULLET:
                yield (
                    WHOLE_DECK,
                    f"{blueprint.id} {cover.bullet} has {cover.questions} questions; it needs {QUESTIONS_PER_BULLET}",
                )


def _positions(choices: list[ChoiceQuestion]) -> Iterator[Finding]:
    places = Counter(place for question in choices for place, option in enumerate(question.options) if option.key)
    low, high = KEY_SHARES
    for place in range(4) if choices else ():
        share = places[place] / len(choices)
        if not low <= share <= high:
            yield WHOLE_DECK, f"{share:.0%} of the keys stand at position {place + 1}; {low:.0%} to {high:.0%} is even"


def _longest(choices: list[ChoiceQuestion]) -> Iterator[Finding]:
    share = longest_rule(choices)
    if share > LONGEST_SHARE:
        yield WHOLE_DECK, f"choosing the longest option is right in {share:.0%}; {LONGEST_SHARE:.0%} is the most"


def longest_rule(choices: Iterable[ChoiceQuestion]) -> float:
    """Return the share of questions that somebody gets right who always takes the longest option; ties by chance."""
    points, total = 0.0, 0
    for question in choices:
        most = max(len(option.text) for option in question.options)
        longest = [option for option in question.options if len(option.text) == most]
        points += sum(option.key for option in longest) / len(longest)
        total += 1
    return points / total if total else 0.0


def _unlinked(deck: Deck) -> Iterator[Finding]:
    cards = {card.id: card for card in deck.cards}
    for question in deck.questions:
        linked = [cards[name] for name in question.links if name in cards]
        if not linked:
            yield question.id, "links to no card that teaches its fact"
        elif not any(question.id in card.links for card in linked):
            yield question.id, f"links to {linked[0].id}, which does not link back"


def _near_duplicates(deck: Deck) -> Iterator[Finding]:
    words = {item.id: frozenset(_WORD.findall(_asked(item).casefold())) for item in (*deck.cards, *deck.questions)}
    holders: dict[str, list[ItemId]] = defaultdict(list)
    for name, found in words.items():
        # The rarest words tell texts apart; alike texts share most of them, so one bucket each is enough to meet.
        for word in sorted(found, key=len)[-3:]:
            holders[word].append(name)
    seen: set[tuple[ItemId, ItemId]] = set()
    for names in holders.values():
        for index, one in enumerate(names):
            for other in names[:index]:
                pair = (min(one, other), max(one, other))
                if one != other and pair not in seen and _overlap(words[one], words[other]) >= ALIKE:
                    seen.add(pair)
                    yield pair[1], f"asks nearly the same as {pair[0]}"


def _asked(item: Card | Question) -> str:
    return f"{item.front} {item.back}" if isinstance(item, Card) else item.stem


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _sources(deck: Deck, domains: frozenset[str], today: date) -> Iterator[Finding]:
    for item in deck.items():
        for source in item.sources:
            host = source.url.split("/")[2]
            if host not in domains:
                yield item.id, f"cites {host}, which is not among the deck's source domains"
            if source.checked > today:
                yield item.id, f"was checked on {source.checked}, which is still to come"
            elif today - source.checked > STALE:
                yield item.id, f"was last checked on {source.checked}; compare it with its source again"


def _long_sentences(deck: Deck) -> Iterator[Finding]:
    for item in (*deck.cards, *deck.questions, *deck.confusions, *deck.terms):
        for sentence in _sentences(item):
            count = len(sentence.split())
            if count > LONGEST_SENTENCE:
                yield item.id, f"has a sentence of {count} words: “{' '.join(sentence.split()[:6])} …”"


def _sentences(item: Item) -> Iterator[str]:
    for text in texts(item):
        yield from _SENTENCE.split(_CODE.sub("x", text))


def _unfinished(deck: Deck) -> Iterator[Finding]:
    read = [(item.id, " ".join(texts(item))) for item in deck.items()]
    read += [(scenario.id, f"{scenario.title} {scenario.text}") for scenario in deck.scenarios]
    read += [(phase.id, " ".join(phase_texts(phase))) for plan in deck.plans for phase in plan.phases]
    for name, text in read:
        if found := _UNFINISHED.search(text):
            yield name, f"says “{found.group()}”, so it is not finished"


def heat_map(deck: Deck, blueprint: Blueprint) -> str:
    """Write the coverage of `blueprint` as Markdown: a table for each domain, a bullet a row, thin ones marked."""
    by_bullet: Mapping[BulletId, Cover] = {cover.bullet: cover for cover in coverage(deck, blueprint)}
    lines: list[str] = []
    for domain in blueprint.domains:
        lines += [
            f"### {blueprint.code}, domain {domain.id}: {domain.title}",
            "",
            "| Bullet | Cards | Questions | Sheets |",
            "| --- | ---: | ---: | ---: |",
        ]
        for task in domain.tasks:
            for bullet in task.bullets:
                cover = by_bullet[bullet.id]
                cards, questions = _heat(cover.cards, CARDS_PER_BULLET), _heat(cover.questions, QUESTIONS_PER_BULLET)
                lines.append(f"| {bullet.id} | {cards} | {questions} | {cover.sheets} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _heat(count: int, aim: int) -> str:
    """Return `count` with a shade: light up to the aim, darker with twice and four times as many."""
    shades = "░▒▓█"
    level = 0 if count < aim else 1 if count < 2 * aim else 2 if count < 4 * aim else 3
    return f"{shades[level]} {count}"
