"""Cards of a large import are made searchable in the background; nobody who looks for them misses one meanwhile."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.core.errors import BusyForNow, BusyStore, StoreError
from certdeck.gui import work_under_way
from certdeck.gui.making_searchable import NOT_YET
from certdeck.gui.palette import Palette
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.messages import ProgressRow
from certdeck.ports.exporting import Progress, no_progress
from certdeck.services.changes import Changes
from certdeck.store import indexing
from tests import imported
from tests.gui.app import App, open_app

COUNT = 7
PATIENCE = 10
"""Seconds that a piece of work waits for its test before it gives up."""


@pytest.fixture
def app(theme: Theme, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setattr(indexing, "AT_ONCE", 0)
    yield from open_app(qtbot, tmp_path)


class Gate:
    """Lets the cards be made searchable once it is open."""

    def __init__(self, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.opened = Event(), Event()
        self.times = 0
        self._do = app.services.full_text.catch_up
        monkeypatch.setattr(app.services.full_text, "catch_up", self.catch_up)

    def catch_up(self, *, progress: Progress = no_progress) -> int:
        self.times += 1
        self.begun.set()
        assert self.opened.wait(PATIENCE)
        return self._do(progress=progress)


@pytest.fixture
def gate(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    # What the library of the test was made of is searchable.
    app.services.full_text.catch_up()
    made = Gate(app, monkeypatch)
    yield made
    made.opened.set()


def bring(app: App, prefix: str = "new") -> None:
    """Bring cards as an import does, and tell the window."""
    imported.bring(app.services.store, imported.alpacas(COUNT, prefix))
    app.services.library.refresh()
    app.window.changed(Changes(content=True, study=True))


def palette(app: App, typed: str) -> Palette:
    app.window.open_palette(typed)
    (opened,) = app.parts(Palette)
    return opened


def listed(opened: Palette) -> list[str]:
    model = opened.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def said(opened: Palette) -> list[str]:
    return [words.text() for words in opened.findChildren(QLabel) if words.isVisible() and words.text()]


def test_cards_that_came_are_made_searchable_with_progress(
    app: App, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_under_way, "SOON", 0)
    bring(app)
    app.qtbot.waitUntil(lambda: bool(app.parts(ProgressRow)))
    (row,) = app.parts(ProgressRow)
    assert "Making 7 cards searchable" in [words.text() for words in row.findChildren(QLabel)]
    gate.opened.set()
    app.until_idle()
    assert app.services.full_text.left() == 0
    assert app.parts(ProgressRow) == []


def test_one_card_is_called_so(app: App, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_under_way, "SOON", 0)
    imported.bring(app.services.store, imported.alpacas(1))
    app.window.make_searchable()
    app.qtbot.waitUntil(lambda: bool(app.parts(ProgressRow)))
    (row,) = app.parts(ProgressRow)
    assert "Making a card searchable" in [words.text() for words in row.findChildren(QLabel)]
    gate.opened.set()
    app.until_idle()


def test_what_comes_while_others_are_made_searchable_is_made_so_after_them(app: App, gate: Gate) -> None:
    bring(app)
    bring(app, "newer")
    assert gate.begun.wait(PATIENCE)
    assert gate.times == 1
    gate.opened.set()
    app.until_idle()
    assert app.services.full_text.left() == 0


def test_whoever_stops_it_has_the_rest_made_searchable_when_cards_change_again(
    app: App, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_under_way, "SOON", 0)
    bring(app)
    app.qtbot.waitUntil(lambda: bool(app.parts(ProgressRow)))
    app.button("Cancel").click()
    gate.opened.set()
    app.until_idle()
    assert app.services.full_text.left() == COUNT
    assert app.toast() == "Making 7 cards searchable: cancelled"
    app.window.changed(Changes(content=True))
    app.until_idle()
    assert app.services.full_text.left() == 0


def test_what_the_learner_does_meanwhile_is_written_before_the_next_piece(
    app: App, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def act() -> None:
        tries.append(app.services.full_text.left())
        if len(tries) < 3:
            raise BusyForNow("Somebody else is writing.")

    app.window.attempt(act)
    bring(app)
    gate.opened.set()
    app.until_idle()
    assert tries == [0, COUNT, COUNT]
    assert app.services.full_text.left() == 0


def test_other_work_that_writes_for_long_is_waited_for(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    do = app.services.full_text.catch_up

    def busy_once(*, progress: Progress = no_progress) -> int:
        tries.append(1)
        if len(tries) == 1:
            raise BusyStore("Another program is using the database.")
        return do(progress=progress)

    monkeypatch.setattr(app.services.full_text, "catch_up", busy_once)
    bring(app)
    app.qtbot.waitUntil(lambda: len(tries) == 2 and not app.window.busy())
    assert app.services.full_text.left() == 0


def test_a_full_disk_is_told_and_not_tried_again(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def full(*, progress: Progress = no_progress) -> int:
        tries.append(1)
        raise StoreError("The disk is full. The last change was not kept; everything before it was. Free some room.")

    monkeypatch.setattr(app.services.full_text, "catch_up", full)
    bring(app)
    app.until_idle()
    assert app.banner()[0] == "The disk is full."
    assert tries == [1]


def test_the_palette_says_that_cards_are_still_to_come_and_shows_them_once_they_can_be_found(
    app: App, gate: Gate
) -> None:
    bring(app)
    opened = palette(app, "alpaca")
    assert NOT_YET in said(opened)
    assert listed(opened) == []
    gate.opened.set()
    app.qtbot.waitUntil(lambda: any("Alpaca 0" in words for words in listed(opened)))
    assert NOT_YET not in said(opened)
    app.until_idle()


def test_pages_and_commands_are_there_meanwhile(app: App, gate: Gate) -> None:
    bring(app)
    opened = palette(app, "study")
    assert any("Study" in words for words in listed(opened))
    assert NOT_YET in said(opened)
    assert opened.panel_height(600) > opened.list.content_height()
    gate.opened.set()
    app.until_idle()
    assert NOT_YET not in said(opened)


def test_a_palette_that_is_gone_looks_for_nothing_any_more(app: App, gate: Gate) -> None:
    bring(app)
    delete(palette(app, "alpaca"))
    gate.opened.set()
    app.until_idle()
    assert app.services.full_text.left() == 0


def test_the_palette_waits_for_nothing_where_nothing_is_typed(app: App, gate: Gate) -> None:
    bring(app)
    assert NOT_YET not in said(palette(app, ""))
