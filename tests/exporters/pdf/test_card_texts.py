"""What stands on a printed card is what the screen shows, as far as paper can."""

from dataclasses import replace

import pytest

from certdeck.core.deck import Card
from certdeck.core.richtext import plain
from certdeck.core.scheduling.faces import faces_of
from certdeck.exporters.pdf.card_texts import back, front
from certdeck.markup.markdown import Markdown
from certdeck.presenters.face_text import prompt_text
from tests.exporters import sample

MARKUP = Markdown()


@pytest.mark.parametrize("card", [sample.BASIC, sample.REVERSED, sample.CLOZE, sample.TYPED], ids=lambda card: card.id)
def test_paper_asks_what_the_screen_asks(card: Card) -> None:
    for face in faces_of(card):
        assert front(MARKUP, face) == prompt_text(MARKUP, face, shown=False)


@pytest.mark.parametrize(
    ("text", "words"), [("It scales.", ["Has<Backlog>", "It scales."]), ("has<Backlog> does.", ["has<Backlog> does."])]
)
def test_what_was_to_be_typed_stands_before_a_back_that_does_not_begin_with_it(text: str, words: list[str]) -> None:
    (face,) = faces_of(replace(sample.TYPED, back=text))
    assert [plain((block,)) for block in back(MARKUP, face)] == words
