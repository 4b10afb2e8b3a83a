import pytest

from certdeck.core.search.matching import holds_phrase, holds_word, is_inside, is_phrase, is_word, words_of
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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("multi-model s3", ("multi", "model", "s3")),
        ("snake_case, 'quoted'", ("snake", "case", "quoted")),
        ("über’n", ("über", "n")),
        ("e\u0301", None),
        ("a \u2014 b", None),
        ("++", ()),
    ],
)
def test_the_words_of_a_text_are_told_where_they_are_certain(text: str, words: tuple[str, ...] | None) -> None:
    assert words_of(text) == words


def test_words_of_a_phrase_stand_in_a_row_whatever_is_between_them() -> None:
    assert holds_phrase("the payload -- limits", "payload limits", False)
    assert holds_phrase("the payload\nlimits", "payload lim", True)
    assert not holds_phrase("the payload limits", "payload lim", False)
    assert not holds_phrase("payload of limits", "payload limits", False)
    assert not holds_phrase("a payload_x limits", "payload limits", False)
    assert holds_phrase("u\u0308ber die strasse", "Über die", False)
