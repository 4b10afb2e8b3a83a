"""Looking up terms, confusion sets and plans."""

from dataclasses import replace

import pytest

from certdeck.core.deck import Deck
from certdeck.core.errors import CertdeckError
from certdeck.core.ids import BlueprintId, ItemId
from certdeck.core.richtext import Defined, Paragraph, Text
from tests.builders import blueprint, confusion, covers, deck, deck_plan, phase, term
from tests.services.parts import Parts

OTHER = BlueprintId("exam-2")
TEXT = (Paragraph((Text("A shadow test shows the AUC."),)),)


def content(version: str = "1.0.0", **changes: object) -> Deck:
    made = deck(
        version=version,
        digest=version.ljust(64, "0"),
        blueprints=(blueprint(), blueprint(id=OTHER)),
        confusions=(confusion(),),
        terms=(
            term(means="Copies `traffic` to a *second* model."),
            term("g-2", word="AUC", covers=covers(exam=OTHER)),
        ),
        plans=(deck_plan(phase()),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of Deck


def test_terms_sets_and_the_plan_are_found(parts: Parts) -> None:
    made = content()
    parts.install(made)
    found = parts.reference
    assert found.glossary() == made.terms[:1]
    assert found.term(ItemId("g-2")) == made.terms[1]
    assert found.term(ItemId("c-basic")) is None
    assert found.confusion(ItemId("x-1")) == made.confusions[0]
    assert found.confusion(ItemId("g-1")) is None
    assert found.confusions_of(ItemId("c-basic")) == made.confusions
    assert found.confusions_of(ItemId("c-typed")) == ()
    assert found.plan() == made.plans[0]
    assert found.plan(OTHER) is None
    with pytest.raises(CertdeckError, match="no exam called exam-9"):
        found.plan(BlueprintId("exam-9"))


def test_the_terms_of_a_text_are_those_of_the_exam_studied_for(parts: Parts) -> None:
    parts.install(content())
    assert [entry.id for entry in parts.reference.terms_in(TEXT)] == ["g-1"]
    parts.preferences.change(exam="exam-2")
    assert [entry.id for entry in parts.reference.terms_in(TEXT)] == ["g-2"]


def test_a_term_is_marked_with_its_meaning_in_plain_characters(parts: Parts) -> None:
    parts.install(content())
    (paragraph,) = parts.reference.reading().marked(TEXT)
    assert paragraph == Paragraph(
        (
            Text("A "),
            Defined("shadow test", ItemId("g-1"), "Copies traffic to a second model."),
            Text(" shows the AUC."),
        )
    )


def test_a_new_version_of_the_deck_brings_its_own_meanings(parts: Parts) -> None:
    parts.install(content())
    parts.reference.reading().marked(TEXT)
    parts.install(content("2.0.0", terms=(term(means="Something else."),)))
    (paragraph,) = parts.reference.reading().marked(TEXT)
    assert isinstance(paragraph, Paragraph)
    assert Defined("shadow test", ItemId("g-1"), "Something else.") in paragraph.spans


def test_without_a_deck_that_is_said_in_words(parts: Parts) -> None:
    with pytest.raises(CertdeckError, match="No deck is installed yet"):
        parts.reference.glossary()
