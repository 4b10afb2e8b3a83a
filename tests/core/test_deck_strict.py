"""The strict standard: each rule finds what breaks it, by item and in words, and nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import Card, ChoiceQuestion, Deck, Option, Question, Scenario, Source
from certdeck.core.deck_lint import WHOLE_DECK, Finding
from certdeck.core.deck_strict import coverage, findings, heat_map, longest_rule
from certdeck.core.ids import ItemId, OptionId
from tests.builders import blueprint, card, confusion, deck, deck_plan, multiple_choice, phase, term

TODAY = date(2026, 3, 14)
EXAM = blueprint(weights=(100,), tasks=1)
WORDS = (
    *("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"),
    *("india", "juliett", "kilo", "lima", "mike", "november", "oscar", "papa"),
)
BULLETS = tuple(bullet.id for _, task in EXAM.tasks() for bullet in task.bullets)


def whole(cards: Iterable[Card] = (), questions: Iterable[Question] = ()) -> Deck:
    return deck(blueprints=(EXAM,), cards=tuple(cards), questions=tuple(questions), sheets=())


def found(*items: Card | Question, domains: tuple[str, ...] = ("example.org",)) -> list[Finding]:
    """Return what is found about items, the coverage of bullets left out."""
    cards = [item for item in items if isinstance(item, Card)]
    made = whole(cards, [item for item in items if not isinstance(item, Card)])
    return [finding for finding in findings(made, domains=domains, today=TODAY) if "it needs" not in finding[1]]


def pair(number: int, *, key: str = "a") -> tuple[Card, ChoiceQuestion]:
    """Return a card and a question that link to each other and share few words with other pairs."""
    word = WORDS[number % len(WORDS)]
    taught = card(
        f"c-{number}", front=f"{word} {number} front?", back=f"{word}{number}", links=(ItemId(f"q-{number}"),)
    )
    asked = multiple_choice(f"q-{number}", key=key, stem=f"{word} {number} stem?", links=(taught.id,))
    return taught, asked


def balanced(count: int = 20) -> list[Card | ChoiceQuestion]:
    return [item for number in range(count) for item in pair(number, key="abcd"[number % 4])]


def test_a_deck_that_keeps_every_rule_has_no_findings() -> None:
    covered = [replace(item, covers=(replace(item.covers[0], bullets=BULLETS),)) for item in balanced()]
    assert found(*covered) == []
    cards = [item for item in covered if isinstance(item, Card)]
    made = whole(cards, [item for item in covered if not isinstance(item, Card)])
    assert list(findings(made, domains=("example.org",), today=TODAY)) == []


def test_a_bullet_with_too_few_cards_or_questions_is_named() -> None:
    taught, asked = pair(1)
    said = [text for _, text in findings(whole([taught], [asked]), domains=("example.org",), today=TODAY)]
    assert "exam-1 1.1.k1 has 1 cards; it needs 4" in said
    assert "exam-1 1.1.k1 has 1 questions; it needs 2" in said
    assert "exam-1 1.1.k2 has 0 questions; it needs 2" in said


def test_keys_that_crowd_at_one_position_are_told() -> None:
    crowded = [item for number in range(20) for item in pair(number, key="a" if number % 2 else "b")]
    assert (WHOLE_DECK, "50% of the keys stand at position 1; 18% to 32% is even") in found(*crowded)
    assert (WHOLE_DECK, "0% of the keys stand at position 3; 18% to 32% is even") in found(*crowded)


def test_a_key_that_its_length_gives_away_is_told() -> None:
    telling: list[Card | ChoiceQuestion] = []
    for item in balanced():
        if isinstance(item, Card):
            telling.append(item)
        else:
            longer = tuple(replace(option, text=option.text + " and more" * option.key) for option in item.options)
            telling.append(replace(item, options=longer))
    assert (WHOLE_DECK, "choosing the longest option is right in 100%; 32% is the most") in found(*telling)


@given(st.lists(st.integers(1, 9), min_size=4, max_size=4), st.integers(0, 3))
def test_the_longest_rule_scores_ties_by_chance(lengths: list[int], key: int) -> None:
    options = tuple(
        Option(OptionId("abcd"[place]), "x" * size, "Why.", key=place == key) for place, size in enumerate(lengths)
    )
    longest = [place for place, size in enumerate(lengths) if size == max(lengths)]
    assert longest_rule([multiple_choice(options=options)]) == (key in longest) / len(longest)
    assert longest_rule([]) == 0.0


def test_a_question_without_a_card_and_a_link_without_a_way_back_are_told() -> None:
    taught, asked = pair(1)
    alone = multiple_choice("q-alone", stem="Something else?")
    assert (alone.id, "links to no card that teaches its fact") in found(taught, asked, alone)
    one_way = replace(taught, links=())
    assert (asked.id, "links to c-1, which does not link back") in found(one_way, asked)


def test_nearly_the_same_text_is_told_once() -> None:
    text = " ".join(WORDS)
    first, second = card("c-1", front=text, back="One."), card("c-2", front=f"{text} quebec", back="One.")
    assert [finding for finding in found(first, second) if "nearly" in finding[1]] == [
        ("c-2", "asks nearly the same as c-1")
    ]
    assert not [
        finding for finding in found(first, card("c-2", front="Another.", back="Two.")) if "nearly" in finding[1]
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (Source("A page", "https://example.com/a", date(2026, 3, 1)), "cites example.com, which is not among"),
        (
            Source("A page", "https://example.org/a", date(2026, 3, 15)),
            "was checked on 2026-03-15, which is still",
        ),
        (Source("A page", "https://example.org/a", date(2024, 3, 1)), "was last checked on 2024-03-01; compare it"),
    ],
)
def test_a_source_that_can_not_be_trusted_is_told(source: Source, said: str) -> None:
    (finding,) = [entry for entry in found(card("c-1", sources=(source,))) if entry[0] == "c-1"]
    assert finding[1].startswith(said)


def test_a_sentence_that_is_read_twice_is_told_and_code_and_tables_are_not_read() -> None:
    long = " ".join(["word"] * 50)
    assert ("c-1", "has a sentence of 50 words: “word word word word word word …”") in found(card("c-1", back=long))
    table = f"| {long} |\n| --- |\n| {long} |"
    assert found(card("c-1", back=f"`{long}`\n\n{table}")) == []


@pytest.mark.parametrize("word", ["TODO", "TBD", "FIXME", "???"])
def test_what_is_unfinished_is_told(word: str) -> None:
    made = replace(
        whole([card("c-1", back=f"Back: {word}")]),
        terms=(term(means=f"{word} later"),),
        scenarios=(Scenario(ItemId("case-1"), "A case", word),),
        plans=(deck_plan(phase(goal=word)),),
    )
    told = [name for name, text in findings(made, domains=("example.org",), today=TODAY) if "not finished" in text]
    assert told == ["c-1", "g-1", "case-1", "phase-1"]


def test_sources_and_sentences_of_confusion_sets_and_terms_are_judged_too() -> None:
    elsewhere = Source("A page", "https://example.com/a", date(2026, 3, 1))
    made = replace(
        whole(),
        confusions=(confusion(sources=(elsewhere,)),),
        terms=(term(sources=(elsewhere,), means=" ".join(["word"] * 50)),),
    )
    said = [f"{name} {text}" for name, text in findings(made, domains=("example.org",), today=TODAY) if name]
    assert [text.split(",")[0].split(" words")[0] for text in said] == [
        "x-1 cites example.com",
        "g-1 cites example.com",
        "g-1 has a sentence of 50",
    ]


def test_the_heat_map_counts_every_bullet_and_shades_by_the_aim() -> None:
    cards = [card(f"c-{number}") for number in range(8)]
    questions = [multiple_choice(f"q-{number}") for number in range(2)]
    made = whole(cards, questions)
    assert [(entry.bullet, entry.cards, entry.questions) for entry in coverage(made, EXAM)] == [
        ("1.1.k1", 8, 2),
        ("1.1.k2", 0, 0),
    ]
    assert heat_map(made, EXAM).splitlines()[4:] == ["| 1.1.k1 | ▓ 8 | ▒ 2 | 0 |", "| 1.1.k2 | ░ 0 | ░ 0 | 0 |"]
