import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certdeck.core.errors import QueryError
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.search.parser import DEEPEST, MOST_TERMS, parse
from certdeck.core.search.printing import printed
from certdeck.core.search.query import (
    Added,
    And,
    Comparison,
    Covers,
    Everything,
    Flagged,
    Has,
    HasId,
    InDeck,
    Is,
    Kind,
    Missed,
    Not,
    OfKind,
    Or,
    Part,
    Phrase,
    Property,
    Query,
    Rated,
    State,
    Tagged,
    Word,
    all_of,
    any_of,
    looks_for_words,
    searched_words,
)
from certdeck.core.search.terms import EXAMPLES, KEYS
from certdeck.core.search.tokens import LONGEST
from tests.core.search.queries import QUERIES

A, B, C = Word(("a",)), Word(("b",)), Word(("c",))

MEANINGS: dict[str, Query] = {
    "": Everything(),
    "  ": Everything(),
    "payload": Word(("payload",)),
    "Payload Limit": And((Word(("Payload",)), Word(("Limit",)))),
    "a and b": And((A, B)),
    "a or b": Or((A, B)),
    "a b OR c": Or((And((A, B)), C)),
    "a (b or c)": And((A, Or((B, C)))),
    "(a b) c": And((A, B, C)),
    "-a": Not(A),
    "-(a or b)": Not(Or((A, B))),
    "--a": Not(Not(A)),
    "multi-model": Word(("multi-model",)),
    '"two words"': Phrase("two words"),
    "“two words”": Phrase("two words"),
    '-"two words"': Not(Phrase("two words")),
    "a(b)c": And((A, B, C)),
    'a"b c"': And((A, Phrase("b c"))),
    "pay*": Word(("pay",)),
    "*load": Word(("", "load")),
    "*load*": Word(("", "load", "")),
    "p**d": Word(("p", "d")),
    r"\*": Word(("*",)),
    r"a\:b": Word(("a:b",)),
    r"\or": Word(("or",)),
    r"\-a": Word(("-a",)),
    '"or"': Phrase("or"),
    "tag:storage": Tagged(("storage",)),
    "TAG:a::b": Tagged(("a::b",)),
    "tag:a*": Tagged(("a", "")),
    'tag:"two words"': Tagged(("two words",)),
    '"tag:two words"': Tagged(("two words",)),
    r'"tag\:two"': Phrase("tag:two"),
    '"note: this"': Phrase("note: this"),
    'deck:"My cards"': InDeck(("My cards",)),
    "domain:3": Covers(Part.DOMAIN, ("3",)),
    "domain:3,4": Covers(Part.DOMAIN, ("3", "4")),
    "task:3.1": Covers(Part.TASK, ("3.1",)),
    "bullet:3.1.K5": Covers(Part.BULLET, ("3.1.k5",)),
    "bullet:3.1.4": Covers(Part.BULLET, ("3.1.4",)),
    "kind:cloze": OfKind((Kind.CLOZE,)),
    "kind:Question,SHEET": OfKind((Kind.QUESTION, Kind.SHEET)),
    "is:due": Is((State.DUE,)),
    "is:learn": Is((State.LEARNING,)),
    "is:faulty": Is((State.FAULTY,)),
    "-is:suspended": Not(Is((State.SUSPENDED,))),
    "flag:0": Flagged((0,)),
    "flag:1,7": Flagged((1, 7)),
    "rated:7": Rated(7),
    "rated:7:1": Rated(7, Rating.AGAIN),
    "added:30": Added(30),
    "missed:30": Missed(30),
    "prop:d>0.7": Has(Property.DIFFICULTY, Comparison.MORE, 0.7),
    "prop:s<3": Has(Property.STABILITY, Comparison.LESS, 3),
    "prop:r<0.8": Has(Property.RETRIEVABILITY, Comparison.LESS, 0.8),
    "prop:due<=3": Has(Property.DUE, Comparison.AT_MOST, 3),
    "prop:due=-1": Has(Property.DUE, Comparison.EQUAL, -1),
    "prop:lapses>=3": Has(Property.LAPSES, Comparison.AT_LEAST, 3),
    "prop:reps!=0": Has(Property.REPS, Comparison.OTHER, 0),
    "prop:ivl>=21": Has(Property.INTERVAL, Comparison.AT_LEAST, 21),
    "id:c-3.1-*": HasId(("c-3.1-", "")),
}


@pytest.mark.parametrize("text", MEANINGS)
def test_a_query_means_what_the_field_s_words_mean(text: str) -> None:
    assert parse(text) == MEANINGS[text]


@pytest.mark.parametrize("key", sorted(KEYS))
def test_each_key_has_an_example_that_can_be_read(key: str) -> None:
    assert parse(EXAMPLES[key]) != Everything()


FAULTS = {
    '"open': (0, 5, "Add a"),
    "a (b": (2, 3, "Add a )"),
    "a b)": (3, 4, "Take it away"),
    ")": (0, 1, "Take it away"),
    "()": (0, 2, "Fill them"),
    "a or": (2, 4, "“or” needs something on both sides"),
    "or a": (0, 2, "both sides"),
    "a or or b": (2, 4, "both sides"),
    "a and": (2, 5, '“and” needs something on both sides. Write it, or quote the word to search for it: "and"'),
    "(a or)": (3, 5, "both sides"),
    "a - b": (2, 3, "right before a term"),
    "-": (0, 1, "right before a term"),
    "-or": (0, 1, "right before a term"),
    '""': (0, 2, "Fill them"),
    "*": (0, 1, "Add letters"),
    "tga:x": (0, 4, "Did you mean tag:?"),
    "s3:GetObject": (0, 3, 'quote it: "s3:GetObject"'),
    "zzz:1": (0, 4, "Keys are added:, "),
    ":x": (0, 2, "Quote it"),
    "tag:": (0, 4, "Write it as in tag:storage."),
    "is:deu": (3, 6, "Did you mean is:due?"),
    "is:fault": (3, 8, "Did you mean is:faulty?"),
    "is:due,nwe": (7, 10, "Did you mean is:new?"),
    "is:due,": (6, 7, "Write it as in is:due."),
    "kind:claze": (5, 10, "Did you mean kind:cloze?"),
    "x is:zzz": (5, 8, "is: knows due, new, learning"),
    "flag:8": (5, 6, "from 1 to 7"),
    "domain:3.1": (7, 10, "Did you mean task:3.1?"),
    "task:3": (5, 6, "Did you mean domain:3?"),
    "task:?": (5, 6, "task:3.1"),
    "rated:x": (6, 7, "rated:7"),
    "rated:0": (6, 7, "1 is today"),
    "rated:7:5": (8, 9, "1 Again"),
    "added:-1": (6, 8, "added:30"),
    "prop:": (0, 5, "prop:d>0.7"),
    "prop:d": (5, 6, "prop:d>0.7"),
    "prop:x>1": (5, 6, "Did you mean prop:"),
    "prop:r>1.5": (7, 10, "from 0 to 1"),
    "prop:d>11": (7, 9, "from 0 to 10"),
    "prop:reps>1.5": (10, 13, "whole number"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_says_where_it_is_and_how_to_mend_it(text: str) -> None:
    start, end, said = FAULTS[text]
    with pytest.raises(QueryError) as refusal:
        parse(text)
    assert (refusal.value.start, refusal.value.end) == (start, end)
    assert said in str(refusal.value)


def test_a_query_has_bounds() -> None:
    for text in ("a" * (LONGEST + 1), "a " * (MOST_TERMS + 1), "(" * (DEEPEST + 1) + "a", "-" * (DEEPEST + 1) + "a"):
        with pytest.raises(QueryError):
            parse(text)


@given(QUERIES)
def test_a_query_that_was_written_out_is_read_as_the_same(query: Query) -> None:
    try:
        again = parse(printed(query))
    except QueryError as error:
        assert "levels deep" in error.reason or "at most" in error.reason  # noqa: PT017 (bounds are no fault of writing)
    else:
        assert again == query


@given(st.one_of(st.text(max_size=60), st.text('ab"-:()\\*, <>=0.“or tagispropflagdue', max_size=40)))
@example("\0")
@example("\ud800")
@example("\\")
@example("-(-(")
@example('tag:"')
@example("prop:d>１")
@example("rated:١")
@example("\u0130\u0130:")
def test_any_text_is_a_query_or_has_a_fault_at_a_place_inside(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.start < error.end <= len(text)  # noqa: PT017
        assert error.reason  # noqa: PT017
        assert error.fix  # noqa: PT017
    else:
        assert parse(printed(query)) == query


def test_nothing_is_left_of_and_and_or_around_one_part() -> None:
    assert all_of() == Everything()
    assert all_of(A, Everything()) == A
    assert any_of(A) == A
    assert any_of(A, Everything()) == Everything()


def test_words_to_mark_leave_out_what_is_left_out() -> None:
    assert searched_words(parse('pay*load -not (a or "b c") tag:x')) == ("pay", "load", "a", "b c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("drift", True),
        ('"data drift"', True),
        ("tag:a (is:due or -dri*)", True),
        ("tag:a (is:due or -deck:zoo)", False),
        ("", False),
    ],
)
def test_it_is_known_whether_a_query_looks_for_words(text: str, *, expected: bool) -> None:
    assert looks_for_words(parse(text)) is expected
