"""Finding cards that say the same."""

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import ItemId
from certdeck.core.likeness import MOST, NEAR, Fronts, bare, words_of

words = st.sampled_from(
    ["async", "batch", "real", "time", "serverless", "queue", "payload", "limit", "model", "endpoint"]
)
texts = st.lists(words, min_size=1, max_size=9).map(" ".join)


def fronts(*entries: str) -> Fronts:
    return Fronts((ItemId(f"c-{number}"), text) for number, text in enumerate(entries))


def found(shelf: Fronts, text: str) -> list[tuple[str, bool]]:
    return [(alike.card, alike.same) for alike in shelf.like(text)]


def test_case_spaces_and_markup_make_no_difference() -> None:
    shelf = fronts("Which **option** takes `600 MB`?", "Another one entirely")
    for text in (
        "which option takes 600 mb",
        "Which  option\ntakes *600 MB*?",
        "[Which](https://x.y) option takes 600 MB",
    ):
        assert found(shelf, text) == [("c-0", True)]


def test_a_cloze_text_is_compared_without_its_gaps() -> None:
    assert bare("A {{c1::queue::what}} waits, {{c2::$x_1$}}.") == "a queue waits, x 1 ."
    assert found(fronts("A {{c1::queue::what}} waits."), "A queue {{c1::waits}}.") == [("c-0", True)]


def test_nearly_the_same_words_are_told_after_the_same_ones() -> None:
    shelf = fronts(
        "async endpoint takes a large payload", "Async endpoint takes large payload", "batch is something else"
    )
    assert found(shelf, "async endpoint takes a large payload!") == [("c-0", True), ("c-1", False)]


def test_the_card_that_is_written_is_not_its_own_duplicate() -> None:
    assert fronts("the same text").like("the same text", apart_from=ItemId("c-0")) == ()


def test_nothing_is_like_nothing() -> None:
    assert fronts("", "…", "text").like(" *** ") == ()
    assert fronts("one two").like("one three") == ()


def test_no_more_are_told_than_can_be_read() -> None:
    assert len(fronts(*["the very same"] * 20).like("the very same")) == MOST


@given(st.lists(texts, max_size=8), texts)
def test_the_near_ones_are_those_with_enough_words_in_common(shelf: list[str], text: str) -> None:
    told = {alike.card for alike in fronts(*shelf).like(text) if not alike.same}
    mine = words_of(text)
    alike = {
        f"c-{number}"
        for number, other in enumerate(shelf)
        if min(len(mine), len(words_of(other))) >= 4
        and len(mine & words_of(other)) / len(mine | words_of(other)) >= NEAR
        and bare(other) != bare(text)
    }
    assert told <= alike
    assert told == alike or len(alike) + sum(bare(other) == bare(text) for other in shelf) > MOST


@given(texts)
def test_a_text_is_always_like_itself(text: str) -> None:
    assert found(fronts(text), text.upper()) == [("c-0", True)]
