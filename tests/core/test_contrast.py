"""Look-alikes, and the cards that tell them apart."""

from dataclasses import replace

import pytest

from certdeck.core.card_parts import CardChoice, Occlusion
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
    assert draft.text.back == "1. That.\n2. A gap and two."
    assert (draft.covers, draft.made_of) == (card().covers, "c-1")


def test_a_gap_that_goes_over_two_lines_is_hidden_in_the_question_and_open_in_the_answer() -> None:
    cloze = replace(
        card("c-2", CardKind.CLOZE), front="With {{c2::enhanced\nfan-out::a\nhint}}.", back="It costs extra."
    )
    draft = contrast_of_cards(asking("c-1", "What?", "That."), cloze)
    assert draft.text.front.endswith("\n2. With ….")
    assert draft.text.back.endswith("\n2. With enhanced fan-out.")


@pytest.mark.parametrize(
    "block", ["| A | B |\n| --- | --- |\n| 1 | 2 |", "- one\n- two", "1. one", "```sh\nls\n```", "$$\nx\n$$", "> so"]
)
def test_what_takes_more_than_a_line_is_left_out_of_a_contrast_unless_there_is_nothing_else(block: str) -> None:
    draft = contrast_of_cards(
        asking("c-1", f"Which\none?\n\n{block}", f"**This**\none:\n{block}"), asking("c-2", "And?", block)
    )
    assert draft.text.front.splitlines()[2:] == ["1. Which one?", "2. And?"]
    assert draft.text.back == f"1. **This** one:\n2. {' '.join(block.split())}"


def test_of_choices_the_right_ones_are_the_answer_of_a_contrast() -> None:
    choices = (CardChoice("EFS", right=True), CardChoice("EBS"), CardChoice("FSx", right=True))
    mine = replace(card("c-1", CardKind.CHOICE), front="Which are file systems?", back="A remark.", choices=choices)
    assert contrast_of_cards(mine, asking("c-2", "And?", "That.")).text.back == "1. EFS; FSx\n2. That."


def test_a_picture_without_words_stands_for_its_card_in_a_contrast() -> None:
    mine = replace(card("c-1", CardKind.OCCLUSION), front="", back="The hub.", occlusion=Occlusion("hub.png"))
    draft = contrast_of_cards(mine, asking("c-2", "And?", "That."))
    assert draft.text.front.splitlines()[2:] == ["1. ![](hub.png)", "2. And?"]


def test_a_contrast_of_a_confusion_set_asks_how_its_members_differ() -> None:
    draft = contrast_of_set(card("c-1"), confusion("x-1", cards=("c-1", "c-2", "c-3")))
    assert draft.text.front == "How do Thing 1, Thing 2 and Thing 3 differ?"
    assert draft.text.back.startswith("What tells x-1 apart.\n\n- **Thing 1**: Cue 1\n")


def test_each_other_member_of_a_set_is_stood_for_by_one_card() -> None:
    assert members_of(ItemId("c-2"), confusion("x-1", cards=("c-1", "c-2", "c-3"))) == ("c-1", "c-3")
