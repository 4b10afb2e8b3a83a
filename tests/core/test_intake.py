"""What becomes of what a file says, on the way to a card."""

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.intake import tags_of_words
from certdeck.core.own import LONGEST_TAG, tags_in

words = st.lists(
    st.one_of(
        st.sampled_from(
            ["a", "b::c", "A", "#d", "-e", "f,g", "h" * LONGEST_TAG + "-i", "j" * (LONGEST_TAG - 1) + "--k"]
        ),
        st.text(max_size=5),
    ),
    max_size=6,
)


@given(words, st.sampled_from(["", "Below it", "x::y, z"]))
def test_the_tags_of_a_note_are_those_of_its_words_whether_they_were_met_before_or_not(
    named: list[str], below: str
) -> None:
    tags = {tag for word in named for tag in tags_in(word)} | set(tags_in("-".join(below.replace(",", " ").split())))
    for _ in range(3):
        assert tags_of_words(named, below) == tuple(sorted(tags))


def test_a_file_with_ever_other_tags_fills_no_memory() -> None:
    for number in range(10_000):
        assert tags_of_words([f"t{number}"], "") == (f"t{number}",)
    assert tags_of_words(["t9999", "T1"], "") == ("t1", "t9999")
