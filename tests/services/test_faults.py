from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import CardKind
from certdeck.core.ids import ItemId
from certdeck.core.own import CardText
from certdeck.core.search.parser import parse
from certdeck.ports.search import Facet
from certdeck.services.catalogue import Services
from tests.builders import card, deck, multiple_choice
from tests.clock import FixedClock
from tests.library import open_library

HIDES_NOTHING = (
    "Gap 1 hides nothing: it is empty, stands within code or a formula, or reaches over a paragraph or cell."
)
SOUND = card("c-sound", front="What is $a + b$?")
FAULTY = (
    card("c-blank", back=" "),
    replace(card("c-gapless", CardKind.CLOZE), front="No gap here"),
    card("c-formula", front="Why $\\frac{a$?"),
    card("c-picture", front="Look: ![plot](gone.png)"),
    replace(card("c-coded", CardKind.CLOZE), front="Type `ls {{c1::-l}}`, then `cd `{{c2::`x`}}."),
)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = deck(cards=(SOUND, *FAULTY), questions=(multiple_choice("q-1"),))
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


def found(services: Services, text: str) -> set[str]:
    return {row.id for row in services.search.rows(services.search.find(parse(text), narrow=True).keys)}


@pytest.mark.parametrize(
    ("faulty", "said"),
    list(
        zip(
            FAULTY,
            (
                "There is no answer: the back is empty.",
                "A cloze text needs at least one gap, as in {{c1::hidden text}}.",
                "The formula \\frac{a is broken and can't be drawn.",
                "The picture gone.png is missing.",
                HIDES_NOTHING,
            ),
            strict=True,
        )
    ),
)
def test_what_is_wrong_with_a_card_is_said_in_a_sentence(services: Services, faulty: object, said: str) -> None:
    assert services.faults.of(faulty) == (said,)  # type: ignore[arg-type]
    assert services.faults.of(SOUND) == ()


@pytest.mark.parametrize(
    "front",
    ["| a |\n|---|\n| {{c1::x|y}} |", "- {{c1::one\n- two}}", "{{c1::a\n# b}}", "A {{c1::::hint}}"],
)
def test_a_gap_that_is_empty_or_torn_by_a_cell_or_an_entry_is_told(services: Services, front: str) -> None:
    assert services.faults.of(card("c-torn", CardKind.CLOZE, front=front)) == (HIDES_NOTHING,)


def test_a_search_finds_all_cards_to_be_mended_and_nothing_else(services: Services) -> None:
    assert found(services, "is:faulty") == {item.id for item in FAULTY}
    assert found(services, "-is:faulty kind:card") == {"c-sound"}
    assert found(services, "(look or is:due) is:faulty") == {"c-picture"}
    assert services.search.count(parse("is:faulty")) == len(FAULTY)
    assert services.search.tally(parse("is:faulty"), Facet.KIND) == {"card": len(FAULTY)}


def test_a_card_that_was_mended_is_no_longer_found_once_cards_are_looked_at_anew(services: Services) -> None:
    assert "c-blank" in found(services, "is:faulty")
    draft = services.cards.open(ItemId("c-blank")).draft()
    services.cards.save(ItemId("c-blank"), replace(draft, text=replace(draft.text, back="Here it is.")))
    services.faults.forget()
    assert "c-blank" not in found(services, "is:faulty")
    services.cards.create(replace(draft, text=CardText(front="Mine ![gone](mine.png)", back="Yes")))
    services.faults.forget()
    assert any(name.startswith("own") for name in found(services, "is:faulty"))


def test_no_card_is_looked_at_for_other_searches(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(services.faults), "keys", lambda *_: pytest.fail("all cards were looked at"))
    assert found(services, "sound or is:leech")
