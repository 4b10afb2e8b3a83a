"""The coach for a leech, without a window."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import Card
from certdeck.core.ids import FaceId
from certdeck.core.richtext import plain
from certdeck.presenters.leech import LeechPresenter, LeechView
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import card, confusion, deck
from tests.clock import FixedClock
from tests.library import open_library

ONE, TWO = FaceId("c-1/1"), FaceId("c-2/1")


class Desk:
    """The presenter, what it showed last, and what it told of."""

    def __init__(self, services: Services, face: FaceId = ONE) -> None:
        self.views: list[LeechView] = []
        self.changes: list[Changes] = []
        self.presenter = LeechPresenter(services, face, render=self.views.append, changed=self.changes.append)
        self.presenter.start()

    @property
    def view(self) -> LeechView:
        return self.views[-1]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    fronts = ("Which endpoint sleeps?", "Which endpoint wakes?", "Which endpoint stays?")
    cards = tuple(replace(card(f"c-{number}"), front=front) for number, front in enumerate(fronts, 1))
    alone = card("c-4", task="2.1")
    content = deck(cards=(*cards, alone), confusions=(confusion("x-1", cards=("c-1", "c-3")),))
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


def test_the_card_stands_beside_its_look_alikes_one_after_the_other(services: Services) -> None:
    desk = Desk(services)
    assert (desk.view.title, plain(desk.view.card.asked)) == ("Forgotten 0 times", "Which endpoint sleeps?")
    seen = []
    for _ in range(desk.view.others):
        assert desk.view.other is not None
        seen.append((desk.view.other.item, desk.view.other.place, desk.view.contrast))
        desk.presenter.step(1)
    assert seen == [
        ("c-3", "Look-alike 1 of 2", "How do Thing 1 and Thing 2 differ?"),
        ("c-2", "Look-alike 2 of 2", "What tells these apart?"),
    ]
    desk.presenter.step(-1)
    assert desk.view.other is not None
    assert desk.view.other.item == "c-2"


def test_the_contrast_card_is_made_of_what_is_shown_and_undone_like_any_own_card(services: Services) -> None:
    desk = Desk(services)
    draft = desk.presenter.contrast()
    assert draft is not None
    _, made = services.cards.create(draft)
    own = services.library.item(made)
    assert isinstance(own, Card)
    assert (own.front, own.links) == ("How do Thing 1 and Thing 2 differ?", ("c-1",))
    services.history.undo()
    assert services.library.item(made) is None
    desk.presenter.step(1)
    draft = desk.presenter.contrast()
    assert draft is not None
    assert draft.text.front.endswith("1. Which endpoint sleeps?\n2. Which endpoint wakes?")


def test_a_card_without_look_alikes_offers_no_contrast(services: Services) -> None:
    desk = Desk(services, FaceId("c-4/1"))
    assert (desk.view.other, desk.view.contrast, desk.presenter.contrast()) == (None, "", None)
    desk.presenter.step(1)
    assert len(desk.views) == 1


def test_a_leech_is_suspended_resumed_and_forgotten(services: Services) -> None:
    Desk(services).presenter.suspend()
    assert services.study.state(ONE).suspended
    desk = Desk(services)
    assert desk.view.suspended
    desk.presenter.suspend()
    assert not services.study.state(ONE).suspended
    desk.presenter.forget()
    assert desk.changes == [Changes(study=True), Changes()]
    assert desk.presenter.card == "c-1"
