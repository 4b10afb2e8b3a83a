"""Look-alikes, and the cards that tell them apart."""

from dataclasses import replace

from certdeck.core.contrast import MOST_ALIKE, alike, contrast_of_cards, contrast_of_set, members_of
from certdeck.core.deck import Card, CardKind
from certdeck.core.ids import ItemId
from tests.builders import card, confusion


def asking(name: str, front: str, back: str = "") -> Card:
    return replace(card(name), front=front, back=back)


def test_the_cards_that_share_most_words_are_alike_whatever_their_order() -> None:
    mine = asking("c-1", "Which endpoint scales to zero?", "An asynchronous endpoint.")
    near = asking("c-2", "Which endpoint needs no instance while idle?", "A serverless endpoint scales by itself.")
    less = asking("c-3", "Which endpoint is always on?", "Real-time.")
    far = asking("c-4", "Who pays?", "You.")
    assert alike(mine, (far, less, near, mine)) == alike(mine, (near, mine, far, less)) == (near, less)
    assert alike(mine, (far,)) == ()


def test_no_more_than_a_few_are_named_and_equals_go_by_name() -> None:
    cards = tuple(asking(f"c-{number}", "The same question?") for number in range(9))
    assert [other.id for other in alike(cards[4], reversed(cards))] == [f"c-{number}" for number in range(MOST_ALIKE)]


def test_a_contrast_of_two_cards_asks_and_answers_both() -> None:
    cloze = replace(card("c-2", CardKind.CLOZE), front="A {{c1::gap::hint}} and {{c2::two}}.", back="")
    draft = contrast_of_cards(asking("c-1", "What is\nthis?", "That."), cloze)
    assert draft.text.front == "What tells these two apart?\n\n1. What is this?\n2. A … and …."
    assert draft.text.back == "1. That.\n2. a gap and two."
    assert (draft.covers, draft.made_of) == (card().covers, "c-1")


def test_a_contrast_of_a_confusion_set_asks_how_its_members_differ() -> None:
    draft = contrast_of_set(card("c-1"), confusion("x-1", cards=("c-1", "c-2", "c-3")))
    assert draft.text.front == "How do Thing 1, Thing 2 and Thing 3 differ?"
    assert draft.text.back.startswith("What tells x-1 apart.\n\n- **Thing 1**: Cue 1\n")


def test_each_other_member_of_a_set_is_stood_for_by_one_card() -> None:
    assert members_of(ItemId("c-2"), confusion("x-1", cards=("c-1", "c-2", "c-3"))) == ("c-1", "c-3")
