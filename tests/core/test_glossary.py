"""Terms are found as whole words, the longest first, once a text; the text itself stays what it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import Term
from certdeck.core.glossary import Glossary, plural
from certdeck.core.richtext import (
    Code,
    CodeBlock,
    Defined,
    Emphasis,
    Gap,
    Heading,
    Link,
    Listing,
    Math,
    Paragraph,
    Quote,
    RichText,
    Rule,
    Span,
    Strong,
    Table,
    Text,
    plain,
)
from tests.builders import term

TERMS = (
    term("g-test", word="test"),
    term("g-shadow", word="shadow test", also=("shadow deployment",)),
    term("g-auc", word="AUC"),
    term("g-roc", word="ROC curve"),
    term("g-policy", word="policy"),
    term("g-fold", word="k-fold cross-validation"),
    term("g-s3", word="Amazon S3", also=("S3",)),
)
GLOSSARY = Glossary(TERMS)


def found(text: str) -> list[tuple[str, str]]:
    """Return (id, words) of what is found in `text`."""
    return [(name.id, text[start:end]) for start, end, name in GLOSSARY.found(text)]


def marked(text: RichText, glossary: Glossary = GLOSSARY) -> RichText:
    return glossary.reading(lambda entry: f"means {entry.term}").marked(text)


def defined(text: RichText) -> list[str]:
    """Return the words that are marked in a text of paragraphs."""

    def inside(span: Span) -> list[str]:
        match span:
            case Defined(words):
                return [words]
            case Strong(spans) | Emphasis(spans):
                return [word for part in spans for word in inside(part)]
        return []

    return [word for block in text if isinstance(block, Paragraph) for span in block.spans for word in inside(span)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a shadow test of it", [("g-shadow", "shadow test")]),
        ("a shadow deployment, then a test", [("g-shadow", "shadow deployment"), ("g-test", "test")]),
        ("Shadow test. Test!", [("g-shadow", "Shadow test"), ("g-test", "Test")]),
        ("Shadow Tests", [("g-shadow", "Shadow Tests")]),
        ("SHADOW TEST, TEST", []),
        ("testing, attest, test-driven, pre-test, test_set, x_test", []),
        ("(test)/test's", [("g-test", "test"), ("g-test", "test")]),
        ("two tests and policies", [("g-test", "tests"), ("g-policy", "policies")]),
        ("AUC, AUCs, auc, Auc, PR-AUC", [("g-auc", "AUC"), ("g-auc", "AUCs")]),
        ("the ROC curve, ROC Curve, roc curve", [("g-roc", "ROC curve"), ("g-roc", "ROC Curve")]),
        ("K-Fold Cross-Validation", [("g-fold", "K-Fold Cross-Validation")]),
        ("Amazon S3 or S3", [("g-s3", "Amazon S3"), ("g-s3", "S3")]),
        ("a shadow", []),
        ("", []),
    ],
)
def test_names_are_found_as_whole_words_the_longest_first(text: str, names: list[tuple[str, str]]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("one", "many"),
    [("metric", "metrics"), ("bias", "biases"), ("box", "boxes"), ("policy", "policies"), ("key", "keys")],
)
def test_plural_forms_are_the_regular_ones(one: str, many: str) -> None:
    assert plural(one) == many


def test_a_term_is_marked_where_it_first_occurs_with_its_meaning() -> None:
    text = (Paragraph((Text("A test and a shadow test, then a test."),)),)
    assert marked(text) == (
        Paragraph(
            (
                Text("A "),
                Defined("test", TERMS[0].id, "means test"),
                Text(" and a "),
                Defined("shadow test", TERMS[1].id, "means shadow test"),
                Text(", then a test."),
            )
        ),
    )


def test_a_longer_name_that_was_seen_does_not_leave_its_words_to_a_shorter_one() -> None:
    assert defined(marked((Paragraph((Text("shadow test, shadow test"),)),))) == ["shadow test"]


def test_the_parts_of_one_text_share_their_first_occurrences() -> None:
    reading = GLOSSARY.reading(lambda _term: "")
    parts = [reading.marked((Paragraph((Text(words),)),)) for words in ("a test", "a test with AUC")]
    assert [defined(part) for part in parts] == [["test"], ["AUC"]]
    assert [entry.id for entry in reading.terms] == ["g-test", "g-auc"]


def test_code_links_formulas_and_gaps_are_left_alone() -> None:
    spans: tuple[Span, ...] = (
        Code("test"),
        Link("https://example.org", (Text("AUC"),)),
        Math("AUC"),
        Gap(1, (Text("policy"),)),
    )
    text: RichText = (Paragraph(spans), CodeBlock("test"), Rule())
    assert marked(text) == text


def test_words_are_marked_inside_stress_lists_quotations_headings_and_the_body_of_tables() -> None:
    text: RichText = (
        Heading(2, (Text("Test"),)),
        Listing(((Paragraph((Strong((Text("AUC"),)), Emphasis((Text("policy"),)))),),)),
        Quote((Paragraph((Text("S3"),)),)),
        Table(((Text("ROC curve"),),), (((Text("ROC curve"),),),)),
    )
    heading, listing, quote, table = marked(text)
    assert isinstance(heading, Heading)
    assert isinstance(heading.spans[0], Defined)
    assert isinstance(listing, Listing)
    assert defined(listing.entries[0]) == ["AUC", "policy"]
    assert isinstance(quote, Quote)
    assert defined(quote.blocks) == ["S3"]
    assert isinstance(table, Table)
    assert table.head == ((Text("ROC curve"),),)
    assert isinstance(table.rows[0][0][0], Defined)


words = st.lists(
    st.sampled_from(["test", "tests", "shadow", "AUC", "auc", "Shadow", "policy", "-", " ", ", ", "S3", "Amazon "])
    | st.text(max_size=3)
).map("".join)


@given(words)
def test_marking_changes_no_character(text: str) -> None:
    whole: RichText = (Paragraph((Text(text), Strong((Text(text),)))),)
    assert plain(marked(whole)) == plain(whole)


@given(words)
def test_what_is_marked_is_a_name_of_its_term_and_no_term_is_marked_twice(text: str) -> None:
    names = {str(name.id): {form.lower() for word in name.names for form in (word, plural(word))} for name in TERMS}
    hits = found(text)
    assert all(word.lower() in names[entry] for entry, word in hits)
    marks = defined(marked((Paragraph((Text(text),)),)))
    assert len(marks) == len({entry for entry, _ in hits})


@given(words)
def test_a_glossary_without_terms_marks_nothing(text: str) -> None:
    empty: tuple[Term, ...] = ()
    whole: RichText = (Paragraph((Text(text),)) if text else Paragraph(()),)
    assert marked(whole, Glossary(empty)) == whole
