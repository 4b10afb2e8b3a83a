"""What the library lists is looked up off the GUI thread: also where somebody writes meanwhile, or it can't be done."""

from collections.abc import Callable
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from certdeck.core.errors import BusyStore, CertdeckError, StoreError
from certdeck.gui.screens import library_looking
from certdeck.gui.screens.library_looking import Looking
from certdeck.presenters.library import LibraryView, Wish

FIRST, SECOND, THIRD = Wish(text="first"), Wish(text="second"), Wish(text="third")
PATIENCE = 10
"""Seconds."""


class Desk:
    """Looks up wishes as `look` does, and notes what is shown and what is refused."""

    def __init__(self, look: Callable[[Wish], None]) -> None:
        self.shown: list[str] = []
        self.refused: list[str] = []
        self.asked: list[Wish] = []
        self._look = look
        self.looking = Looking(self.look, self.show, lambda error: self.refused.append(str(error)))

    def look(self, wish: Wish) -> LibraryView:
        self.asked.append(wish)
        self._look(wish)
        return LibraryView((), 0, (), wish)

    def show(self, view: LibraryView) -> None:
        self.shown.append(view.wish.text)


def error_at(times: int, error: CertdeckError) -> Callable[[Wish], None]:
    """Return what fails so many times."""
    left = [error] * times

    def look(_wish: Wish) -> None:
        if left:
            raise left.pop()

    return look


def test_cards_that_wait_to_be_made_searchable_are_found_once_another_writer_is_done(qtbot: QtBot) -> None:
    desk = Desk(error_at(2, BusyStore("Another program is using the database.")))
    desk.looking.look(FIRST, at_once=False)
    qtbot.waitUntil(lambda: bool(desk.shown or desk.refused))
    assert (desk.shown, desk.refused) == (["first"], [])


def test_who_writes_for_too_long_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_looking, "TRIES", 3)
    desk = Desk(error_at(3, BusyStore("Another program is using the database.")))
    desk.looking.look(FIRST, at_once=False)
    qtbot.waitUntil(lambda: bool(desk.shown or desk.refused))
    assert (desk.shown, desk.refused) == ([], ["Another program is using the database."])


@pytest.mark.parametrize("error", [StoreError("The disk is full."), BusyStore("Another program.")])
def test_what_is_wished_for_meanwhile_is_looked_up_though_the_wish_before_failed(
    qtbot: QtBot, error: StoreError
) -> None:
    asked, opened = Event(), Event()

    def look(wish: Wish) -> None:
        if wish is FIRST:
            asked.set()
            assert opened.wait(PATIENCE)
            raise error

    desk = Desk(look)
    desk.looking.look(FIRST, at_once=False)
    assert asked.wait(PATIENCE)
    desk.looking.look(SECOND, at_once=False)
    desk.looking.look(THIRD, at_once=False)
    opened.set()
    qtbot.waitUntil(lambda: bool(desk.shown or desk.refused))
    assert (desk.shown, desk.refused, desk.asked) == (["third"], [], [FIRST, THIRD])
