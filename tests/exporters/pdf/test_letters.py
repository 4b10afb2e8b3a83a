"""No letter of the shipped deck is missing on paper: cards, questions, cases, sheets, glossary, whatever it holds."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from certdeck.exporters.pdf.boxes import Typesetter
from certdeck.exporters.pdf.canvas import letters_of
from certdeck.exporters.pdf.document import About, Press, finished
from certdeck.exporters.pdf.fonts import Face, register
from certdeck.exporters.pdf.ink import BODY
from certdeck.exporters.pdf.text import Setter
from certdeck.importers.native import NativeReader
from certdeck.markup.markdown import Markdown
from certdeck.markup.math import svg

ROOT = Path(__file__).parents[3]


def texts_of(value: object) -> Iterator[str]:
    """Yield every text within a value, however deep."""
    match value:
        case str():
            yield value
        case tuple() | list() | frozenset():
            for part in value:
                yield from texts_of(part)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from texts_of(getattr(value, field.name))


@pytest.fixture(scope="module")
def texts() -> Counter[str]:
    register(ROOT / "resources" / "fonts")
    deck = NativeReader().read(ROOT / "decks" / "aws-mla")
    found = Counter(text for text in texts_of(deck) if text.strip())
    held = (deck.cards[0].back, deck.questions[0].stem, deck.scenarios[0].text, deck.terms[0].means)
    assert all(text in found for text in held)
    return found


@pytest.mark.parametrize("face", list(Face))
def test_every_face_has_all_letters_of_the_shipped_deck(texts: Counter[str], face: Face) -> None:
    used = {letter: text for text in texts for letter in text.replace("\n", "")}
    assert {letter: used[letter] for letter in used.keys() - letters_of(face.font)} == {}


def test_every_text_of_the_shipped_deck_is_printed_without_a_problem(texts: Counter[str]) -> None:
    setter = Typesetter(Markdown(), Setter(svg))
    canvas = Press(io.BytesIO()).canvas((600, 800), About("All", "All", "en"))
    for text in texts:
        canvas.where = text[:60]
        setter.text(text, 1000, BODY).draw(canvas, 40, 700)
    canvas.showPage()
    # Pictures are found by a service, which none stands behind here.
    assert [str(one) for one in finished(canvas, 1).problems if "picture" not in one.what] == []
