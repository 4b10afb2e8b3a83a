import pytest

from certdeck.core.search.matching import holds_word, is_inside, is_phrase, is_word
from certdeck.core.search.sorting import natural_key, title_key


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("payload", True),
        ("multi-model", True),
        ("s3", True),
        ("c++", False),
        ("100%", False),
        ("-", False),
    ],
)
def test_an_index_of_words_knows_letters_and_digits_with_joints(text: str, *, known: bool) -> None:
    assert is_word(text) is known


def test_a_phrase_needs_a_letter() -> None:
    assert is_phrase("a – b")
    assert not is_phrase("++")


def test_stars_at_both_ends_ask_for_a_text_anywhere() -> None:
    assert is_inside(("", "load", ""))
    assert not is_inside(("", "load"))
    assert not is_inside(("pay", ""))


def test_wildcards_stay_within_a_word() -> None:
    assert holds_word("the payload limit", "p*d")
    assert holds_word("the payload limit", "*load")
    assert not holds_word("pay the road", "p*d")
    assert not holds_word("payloads", "*load")
    assert holds_word("a.b", "a")


def test_titles_sort_without_signs_and_ids_by_number() -> None:
    assert title_key("**Zebra** {{c1::x::hint}}") == "zebra x"
    assert natural_key("3.10") > natural_key("3.2")
