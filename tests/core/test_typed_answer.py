"""A typed answer is compared letter by letter; case and runs of spaces don't count."""

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certdeck.core.typed_answer import Forgiving, Match, Stretch, differences, is_right

texts = st.text(st.characters(codec="utf-8"), max_size=30) | st.text("abAB ißİé", max_size=12)


def plain(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


@pytest.mark.parametrize("typed", ["Amazon S3", " amazon   s3 ", "AMAZON S3\n", "amazon\ts3"])
def test_case_and_spaces_do_not_count(typed: str) -> None:
    assert is_right(typed, "Amazon S3")


@pytest.mark.parametrize("typed", ["", "AmazonS3", "Amazon S4", "Amazon S3!"])
def test_other_letters_are_wrong(typed: str) -> None:
    assert not is_right(typed, "Amazon S3")


def test_each_stretch_says_how_it_compares() -> None:
    assert differences("Amazn X3", "amazon S3") == (
        Stretch("amaz", Match.SAME),
        Stretch("o", Match.MISSING),
        Stretch("n ", Match.SAME),
        Stretch("X", Match.WRONG),
        Stretch("S", Match.MISSING),
        Stretch("3", Match.SAME),
    )


def test_nothing_typed_leaves_everything_missing() -> None:
    assert differences("", "Glue") == (Stretch("Glue", Match.MISSING),)


def test_nothing_asked_leaves_everything_wrong() -> None:
    assert differences("Glue", "") == (Stretch("Glue", Match.WRONG),)


def test_two_empty_texts_have_no_stretches() -> None:
    assert differences(" ", "") == ()


@given(texts, texts)
@example("İx", "İx y")
@example("ß a", "ss b")
def test_same_and_missing_stretches_rebuild_the_answer(typed: str, answer: str) -> None:
    found = differences(typed, answer)
    assert "".join(part.text for part in found if part.match is not Match.WRONG) == plain(answer)


@given(texts, texts)
@example("İx", "İx y")
def test_same_and_wrong_stretches_rebuild_what_was_typed(typed: str, answer: str) -> None:
    found = differences(typed, answer)
    assert is_right("".join(part.text for part in found if part.match is not Match.MISSING), typed)


@given(texts, texts)
def test_stretches_are_never_empty_and_all_the_same_just_when_the_answer_is_right(typed: str, answer: str) -> None:
    found = differences(typed, answer)
    assert all(part.text for part in found)
    assert is_right(typed, answer) == all(part.match is Match.SAME for part in found)


# What is forgiven


@pytest.mark.parametrize(
    ("typed", "answer", "forgiving", "right"),
    [
        ("amazon s3", "Amazon S3", Forgiving(case=False), False),
        ("Amazon  S3", "Amazon S3", Forgiving(case=False), True),
        ("resume", "résumé", Forgiving(), False),
        ("RESUME", "résumé", Forgiving(accents=True), True),
        ("RESUME", "résumé", Forgiving(case=False, accents=True), False),
        ("DataSync", "Data Sync", Forgiving(), False),
        ("DataSync", "Data Sync", Forgiving(spacing=True), True),
        ("data-sync", "Data Sync", Forgiving(spacing=True), True),
        ("data  sync", "DataSync", Forgiving(spacing=True), True),
        ("Pok\u00e9mon", "Poke\u0301mon", Forgiving(), True),
        ("Poke\u0301mon", "Pok\u00e9mon", Forgiving(), True),
        ('Amazon\'s "S3"', "Amazon’s “S3”", Forgiving(case=False), True),
        ("Datasinc", "Data Sync", Forgiving(spacing=True), False),
    ],
)
def test_what_is_forgiven_is_chosen(typed: str, answer: str, forgiving: Forgiving, right: bool) -> None:
    assert is_right(typed, answer, forgiving) is right


every = st.builds(Forgiving)


@given(texts, texts, every)
def test_stretches_rebuild_the_answer_whatever_is_forgiven(typed: str, answer: str, forgiving: Forgiving) -> None:
    found = differences(typed, answer, forgiving)
    assert "".join(part.text for part in found if part.match is not Match.WRONG) == plain(answer)
    if is_right(typed, answer, forgiving):
        assert all(part.match is Match.SAME for part in found)


@given(texts, texts, every)
def test_forgiving_more_never_makes_a_right_answer_wrong(typed: str, answer: str, forgiving: Forgiving) -> None:
    if is_right(typed, answer, forgiving):
        assert is_right(typed, answer, Forgiving(forgiving.case, True, forgiving.spacing))
        assert is_right(typed, answer, Forgiving(forgiving.case, forgiving.accents, True))


def test_spaces_that_are_forgiven_are_not_struck_out_beside_a_slip_elsewhere() -> None:
    forgiving = Forgiving(spacing=True)
    assert differences("Data-Sink", "DataSync", forgiving) == (
        Stretch("DataS", Match.SAME),
        Stretch("i", Match.WRONG),
        Stretch("y", Match.MISSING),
        Stretch("n", Match.SAME),
        Stretch("k", Match.WRONG),
        Stretch("c", Match.MISSING),
    )
    assert differences("DataSinc", "Data Sync", forgiving)[0] == Stretch("Data S", Match.SAME)
