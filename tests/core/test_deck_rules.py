"""Each rule of the deck format is broken once, and says so in words."""

from dataclasses import replace

import pytest

from certdeck.core.blueprint import Blueprint, Domain, Scale
from certdeck.core.card_rules import gap_numbers
from certdeck.core.deck import (
    CardKind,
    Confusable,
    Coverage,
    Item,
    Option,
    QuestionKind,
    Response,
    TableBlock,
    TreeBlock,
    TreeBranch,
    TreeNode,
)
from certdeck.core.deck_rules import blueprint_faults, faults
from certdeck.core.ids import BulletId, ItemId, OptionId, TaskId
from tests.builders import (
    EXAM,
    SOURCE,
    blueprint,
    card,
    choice,
    confusion,
    deck,
    matching,
    multiple_choice,
    multiple_response,
    options,
    ordering,
    sheet,
    term,
)


@pytest.mark.parametrize("item", [*deck().items(), confusion(), term()], ids=lambda item: item.id)
def test_items_as_they_should_be_have_no_faults(item: Item) -> None:
    assert list(faults(item)) == []


@pytest.mark.parametrize(
    "item",
    [
        choice("q", options(8, "abcdefg"), QuestionKind.MULTIPLE_RESPONSE),
        ordering(steps="ab", decoys="c"),
        ordering(steps="abcde", decoys=""),
        matching(keys="abcdefg", left_over=""),
        matching(keys="aab"),
        confusion(cards=tuple(f"c-{n}" for n in range(5)), apart="x" * 200),
        term(means="x" * 300),
        card(kind=CardKind.CLOZE, front="{{c1::two\nlines::hint}} and {{c1::again}}"),
    ],
    ids=lambda item: str(getattr(item, "kind", item.id)),
)
def test_the_bounds_themselves_are_allowed(item: Item) -> None:
    assert list(faults(item)) == []


A_TWICE = (*options(3, "a"), Option(OptionId("a"), "Option x", "Why x."))
TEXT_TWICE = (*options(3, "a"), Option(OptionId("d"), "Option a", "Why d."))

BROKEN: list[tuple[Item, str]] = [
    (confusion(cards=("c-1",)), "a confusion set needs 2 to 5 members; found 1"),
    (confusion(cards=tuple(f"c-{n}" for n in range(6))), "a confusion set needs 2 to 5 members; found 6"),
    (confusion(apart="x" * 201), "`apart` has 201 characters; 200 is the most"),
    (confusion(cards=("c-1", "c-1")), "c-1 stands under “Thing 1” and under “Thing 2”; it can point to one only"),
    (
        confusion(members=(Confusable("One", "x" * 121, ()), Confusable("one", "Cue", (ItemId("c-1"),)))),
        "the cue of “One” has 121 characters; 120 is the most",
    ),
    (confusion(members=(Confusable("One", "Cue", ()),)), "“One” needs 1 to 4 cards; found 0"),
    (
        confusion(members=tuple(Confusable(name, "Cue", (ItemId(f"c-{name.lower()}"),)) for name in ("A", "a"))),
        "the member “a” stands 2 times",
    ),
    (term(means="x" * 301), "`means` has 301 characters; 300 is the most"),
    (term(also=(".npy",)), "the name “.npy” must begin with a letter or a digit"),
    (term(word="AUC", also=("auc",)), "the name “auc” stands 2 times"),
    (card("Bad Id"), "the id must be lower-case letters, digits, dots and single hyphens, beginning with a letter"),
    (card(kind=CardKind.CLOZE, front="no gap"), "a cloze text needs at least one gap, as in {{c1::hidden text}}"),
    (card(kind=CardKind.CLOZE, front="{{c1::}}"), "a cloze text needs at least one gap, as in {{c1::hidden text}}"),
    (
        card(kind=CardKind.CLOZE, front="{{c1::a}} {{c3::b}}"),
        "gaps must be numbered 1, 2, 3 … without holes; found 1, 3",
    ),
    (card(kind=CardKind.CLOZE, front="{{c0::a}}"), "gaps must be numbered 1, 2, 3 … without holes; found 0"),
    (card(kind=CardKind.TYPED, answer="a\nb"), "a typed answer must be a single line that isn't blank"),
    (card(kind=CardKind.TYPED, answer=" "), "a typed answer must be a single line that isn't blank"),
    (choice("q", options(3, "a"), QuestionKind.MULTIPLE_CHOICE), "multiple choice needs 4 options; found 3"),
    (choice("q", options(5, "a"), QuestionKind.MULTIPLE_CHOICE), "multiple choice needs 4 options; found 5"),
    (multiple_choice(options=options(4, "")), "multiple choice needs exactly one key; found 0"),
    (multiple_choice(options=options(4, "ab")), "multiple choice needs exactly one key; found 2"),
    (multiple_choice(options=A_TWICE), "id `a` stands 2 times"),
    (multiple_choice(options=TEXT_TWICE), "the text “Option a” stands 2 times"),
    (multiple_response(options=options(4, "ab")), "multiple response needs 5 or more options; found 4"),
    (
        multiple_response(options=options(5, "a")),
        "multiple response needs two or more keys and at least one distractor; found 1 keys",
    ),
    (
        multiple_response(options=options(5, "abcde")),
        "multiple response needs two or more keys and at least one distractor; found 5 keys",
    ),
    (multiple_response(options=(*A_TWICE, *options(5, "")[4:], options(2, "b")[1])), "id `a` stands 2 times"),
    (ordering(steps="ab", decoys=""), "ordering needs 3 to 5 responses, at least two of them steps; found 2"),
    (ordering(steps="abcde", decoys="f"), "ordering needs 3 to 5 responses, at least two of them steps; found 6"),
    (ordering(steps="a", decoys="bcd"), "ordering needs 3 to 5 responses, at least two of them steps; found 4"),
    (ordering(steps="abc", decoys="a"), "id `a` stands 2 times"),
    (matching(keys="ab"), "matching needs 3 to 7 prompts; found 2"),
    (matching(keys="abcdefgh", left_over=""), "matching needs 3 to 7 prompts; found 8"),
    (
        matching(responses=matching().responses[1:]),
        "prompt p1 has the key `a`, but there is no such response",
    ),
    (
        matching(keys="aab", reuse=False),
        "response a is the key of several prompts; say `reuse: true` if that is meant",
    ),
    (
        matching(responses=(*matching().responses, Response(OptionId("e"), "Response e"))),
        "response e belongs to no prompt and has no rationale that says why",
    ),
    (matching(prompts=(*matching().prompts, matching().prompts[0]), reuse=True), "id `p1` stands 2 times"),
    (matching(responses=(*matching().responses, matching().responses[3])), "id `d` stands 2 times"),
    (
        sheet(blocks=(TableBlock("T", ("A", "B"), (("1", "2"), ("3",))),)),
        "row 2 of table “T” has 1 cells where the head has 2",
    ),
    (
        sheet(blocks=(TreeBlock("T", TreeNode("Is it?", branches=(TreeBranch("yes", TreeNode("Then")),))),)),
        "“Is it?” has only one branch; a question needs two or more, an answer none",
    ),
]


@pytest.mark.parametrize(("item", "said"), BROKEN, ids=[said[:60] for _, said in BROKEN])
def test_a_broken_rule_is_said_in_words(item: Item, said: str) -> None:
    assert said in list(faults(item))


def test_all_faults_of_an_item_are_said_at_once() -> None:
    assert list(faults(multiple_choice("Bad Id", options=options(3, "ab")))) == [
        "the id must be lower-case letters, digits, dots and single hyphens, beginning with a letter",
        "multiple choice needs 4 options; found 3",
        "multiple choice needs exactly one key; found 2",
    ]


def test_a_deep_branch_of_a_tree_is_looked_at_too() -> None:
    lonely = TreeNode("Deep?", branches=(TreeBranch("yes", TreeNode("Then")),))
    root = TreeNode("Top?", branches=(TreeBranch("yes", lonely), TreeBranch("no", TreeNode("Else"))))
    assert [said.split("”")[0] for said in faults(sheet(blocks=(TreeBlock("T", root),)))] == ["“Deep?"]


def test_a_kind_of_item_without_rules_is_a_bug() -> None:
    item = Item(id=ItemId("x"), covers=(Coverage(EXAM, (BulletId("1.1.k1"),)),), sources=(SOURCE,))
    with pytest.raises(TypeError, match="no rules for Item"):
        list(faults(item))


def test_gap_numbers_come_once_each_and_in_order() -> None:
    assert gap_numbers("{{c2::b}} {{c1::a::hint}} {{c2::c}} {{c10::d}} {{x}} {{c3:no}}") == (1, 2, 10)
    assert gap_numbers("{{c1::a {{c3::b}} c}} {{c2::}} {{c4::d") == (1, 3)


def test_a_blueprint_as_it_should_be_has_no_faults() -> None:
    assert list(blueprint_faults(blueprint())) == []


def with_first_domain(domain: Domain) -> Blueprint:
    exam = blueprint()
    return replace(exam, domains=(domain, *exam.domains[1:]))


FIRST = blueprint().domains[0]
BROKEN_BLUEPRINTS = [
    (blueprint(weights=(50, 49)), "the weights of the domains add up to 99, not 100"),
    (
        blueprint(scale=Scale(1000, 100, 720)),
        "the scale must rise from minimum over passing to maximum; found (1000, 100, 720)",
    ),
    (blueprint(kinds=()), "`kinds` must name at least one kind of question"),
    (with_first_domain(replace(FIRST, id=blueprint().domains[1].id)), "id `2` stands 2 times"),
    (with_first_domain(replace(FIRST, tasks=(*FIRST.tasks, FIRST.tasks[0]))), "id `1.1` stands 2 times"),
    (
        with_first_domain(replace(FIRST, tasks=(replace(FIRST.tasks[0], id=TaskId("1.9")),))),
        "bullet 1.1.k1 stands in task statement 1.9; its id must begin with `1.9.`",
    ),
]


@pytest.mark.parametrize(("exam", "said"), BROKEN_BLUEPRINTS, ids=[said[:40] for _, said in BROKEN_BLUEPRINTS])
def test_a_wrong_blueprint_is_told_in_words(exam: Blueprint, said: str) -> None:
    assert said in list(blueprint_faults(exam))
