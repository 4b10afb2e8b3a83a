"""Each finding of the lint, once found and once not."""

from dataclasses import replace

import pytest

from certdeck.core.deck import (
    CardKind,
    ChoiceQuestion,
    Coverage,
    Deck,
    Entry,
    FactsBlock,
    Formula,
    FormulasBlock,
    HookBlock,
    Item,
    Scenario,
    TableBlock,
    TrapsBlock,
    TreeBlock,
    TreeBranch,
    TreeNode,
)
from certdeck.core.deck_lint import WHOLE_DECK, findings, texts
from certdeck.core.ids import BulletId, ItemId
from tests.builders import (
    EXAM,
    SOURCE,
    card,
    confusion,
    deck,
    deck_plan,
    matching,
    multiple_choice,
    multiple_response,
    options,
    ordering,
    phase,
    sheet,
    term,
)


def of_questions(*questions: ChoiceQuestion) -> Deck:
    return deck(cards=(), questions=questions, sheets=())


def with_keys(keys: str) -> Deck:
    return of_questions(*(multiple_choice(f"q-{number}", key=key) for number, key in enumerate(keys)))


def with_long_keys(telling: int, of: int) -> Deck:
    questions = [multiple_choice(f"q-{number}", key="abcd"[number % 4]) for number in range(of)]
    return of_questions(*map(lengthened, questions[:telling]), *questions[telling:])


def lengthened(question: ChoiceQuestion) -> ChoiceQuestion:
    longer = (replace(option, text=option.text + " and more") if option.key else option for option in question.options)
    return replace(question, options=tuple(longer))


def test_a_deck_as_it_should_be_has_no_findings() -> None:
    assert list(findings(deck(), banned_words=("never said",))) == []


def test_a_position_that_holds_too_many_keys_is_found() -> None:
    assert list(findings(with_keys("a" * 9 + "bbbbcccdddd"))) == [
        (WHOLE_DECK, "the key stands at position 1 in 9 of 20 questions; spread it")
    ]


def test_two_fifths_of_the_keys_may_stand_at_one_position() -> None:
    assert list(findings(with_keys("a" * 8 + "bbbbccccdddd"))) == []


def test_few_questions_say_nothing_about_shares() -> None:
    assert list(findings(with_keys("a" * 19))) == []
    assert list(findings(with_long_keys(19, 19))) == []


def test_keys_that_are_too_often_the_longest_option_are_found() -> None:
    assert list(findings(with_long_keys(10, 20))) == [
        (
            WHOLE_DECK,
            "the key is the longest option in 10 of 20 questions, so length gives it away: q-0, q-1, q-2, q-3, q-4 …",
        )
    ]


def test_nine_of_twenty_keys_may_be_the_longest_option() -> None:
    assert list(findings(with_long_keys(9, 20))) == []


def test_multiple_response_does_not_count_for_key_balance() -> None:
    questions = (multiple_response(f"q-{number}", keys="ab") for number in range(30))
    assert list(findings(of_questions(*questions))) == []


def test_a_question_without_a_key_does_not_upset_the_lint() -> None:
    keyless = (multiple_choice(f"q-{number}", options=options(4, "")) for number in range(30))
    assert list(findings(of_questions(*keyless))) == []


def test_twin_stems_are_found_whatever_their_case_and_spaces() -> None:
    twins = (multiple_choice("q-1", stem="Which one?"), multiple_choice("q-2", stem="which\n  ONE?"))
    assert list(findings(of_questions(*twins))) == [(ItemId("q-2"), "has the same text as q-1")]


def test_a_card_and_a_question_can_be_twins() -> None:
    made = deck(cards=(card("c-1", front="Which?"),), questions=(ordering("q-1", stem="Which?"),))
    assert (ItemId("q-1"), "has the same text as c-1") in list(findings(made))


def test_a_dead_link_is_found() -> None:
    made = deck(cards=(card(links=(ItemId("c-9"),)),))
    assert list(findings(made)) == [(ItemId("c-1"), "links to `c-9`, which is not in this deck")]


def test_a_link_to_the_item_itself_is_found() -> None:
    made = deck(cards=(card(links=(ItemId("c-1"),)),))
    assert list(findings(made)) == [(ItemId("c-1"), "links to itself")]


def test_a_link_to_an_item_of_the_deck_is_alive() -> None:
    made = deck(cards=(card(links=(ItemId("s-1"), ItemId("q-choice"))),))
    assert list(findings(made)) == []


def test_links_are_not_judged_while_part_of_the_deck_is_unread() -> None:
    made = deck(cards=(card(links=(ItemId("c-9"),)),))
    assert list(findings(made, whole=False)) == []


def test_a_banned_word_is_found_as_a_whole_word_in_any_case() -> None:
    made = deck(cards=(card("c-1", back="Obviously so."), card("c-2", back="Unobviously so.")))
    assert list(findings(made, banned_words=("obviously",))) == [(ItemId("c-1"), "uses the banned word “obviously”")]


def test_banned_words_are_found_across_a_line_break() -> None:
    made = deck(cards=(card(back="This is of\n  course so."),))
    assert list(findings(made, banned_words=("of course",))) == [(ItemId("c-1"), "uses the banned word “of course”")]


def test_a_banned_word_may_end_in_a_sign() -> None:
    made = deck(cards=(card(back="Written in c++ only."),))
    assert list(findings(made, banned_words=("C++",))) == [(ItemId("c-1"), "uses the banned word “c++”")]


def test_a_scenario_is_read_for_banned_words_too() -> None:
    made = deck(scenarios=(Scenario(ItemId("case-1"), "A case", "It is simply so."),))
    assert list(findings(made, banned_words=("simply",))) == [(ItemId("case-1"), "uses the banned word “simply”")]


def test_a_phase_of_a_plan_is_read_for_banned_words_too() -> None:
    made = deck(plans=(deck_plan(phase(goal="It is simply so.")),))
    assert list(findings(made, banned_words=("simply",))) == [(ItemId("phase-1"), "uses the banned word “simply”")]


TREE = TreeNode("TREE-TOP?", note="TREE-NOTE", branches=(TreeBranch("TREE-LABEL", TreeNode("TREE-END")),))
EVERY_BLOCK = sheet(
    blocks=(
        TableBlock("TABLE", ("COLUMN", "OTHER"), (("CELL", "CELL-2"), ("CELL-3", "CELL-4"))),
        TreeBlock("TREE", TREE),
        TrapsBlock("TRAPS", (Entry("TRAP", "TRAP-TEXT"),)),
        FormulasBlock("FORMULAS", (Formula("FORMULA", r"\LATEX", "MEANING"),)),
        FactsBlock("FACTS", (Entry("FACT", "FACT-TEXT"),)),
        HookBlock("HOOK", "HOOK-TEXT"),
    )
)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (card(kind=CardKind.TYPED, examined="EXAMINED", today="TODAY"), "EXAMINED TODAY Front Back answer"),
        (multiple_choice(), "Title Stem Option a Why d"),
        (ordering(), "Title Stem Step a Why not d"),
        (confusion(), "Title apart Thing 2 Cue 1"),
        (term(also=("ALSO",)), "shadow test ALSO means"),
        (matching(), "Title Stem Prompt 1 Response a Why not d"),
        (
            EVERY_BLOCK,
            "TABLE COLUMN CELL-4 TREE-TOP? TREE-NOTE TREE-LABEL TREE-END TRAP-TEXT MEANING FACT FACT-TEXT HOOK-TEXT",
        ),
    ],
    ids=["card", "choice", "ordering", "confusion set", "term", "matching", "sheet"],
)
def test_every_text_that_a_learner_reads_is_known(item: Item, words: str) -> None:
    read = " ".join(texts(item))
    assert [word for word in words.split() if word not in read] == []


def test_a_kind_of_item_without_texts_is_a_bug() -> None:
    item = Item(id=ItemId("x"), covers=(Coverage(EXAM, (BulletId("1.1.k1"),)),), sources=(SOURCE,))
    with pytest.raises(TypeError, match="no texts known of Item"):
        list(texts(item))
