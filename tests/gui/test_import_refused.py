"""An import that can't be done, or is stopped, and one that can't be undone yet: the page offers it again."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from pytestqt.qtbot import QtBot

from certdeck.core.errors import StoreError
from certdeck.gui.screens.importing import ImportScreen
from certdeck.gui.theme import Theme
from certdeck.ports.exporting import Cancelled
from tests.gui.app import App, open_app


@pytest.fixture
def app(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[App]:
    yield from open_app(qtbot, tmp_path)


@pytest.fixture
def screen(app: App, tmp_path: Path) -> ImportScreen:
    file = tmp_path / "notes.csv"
    file.write_text("S3,Objects\nEBS,Blocks\n", encoding="utf-8")
    app.window.open_import(file)
    app.until_idle()
    made = app.shown(ImportScreen)
    assert made.agree.isEnabled()
    return made


@pytest.mark.parametrize("end", [StoreError("The disk is full. Free some room."), Cancelled()])
def test_what_could_not_be_imported_can_be_tried_again(
    app: App, screen: ImportScreen, monkeypatch: pytest.MonkeyPatch, end: Exception
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(app.services.importing, "bring", raising(end))
        screen.agree.click()
        app.until_idle()
    assert screen.agree.isEnabled()
    screen.agree.click()
    app.until_idle()
    assert len(app.services.library.heads()) == 2


def test_an_import_that_could_not_be_undone_can_be_undone_later(
    app: App, screen: ImportScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.agree.click()
    app.until_idle()
    with monkeypatch.context() as patch:
        for name in ("undo",):
            patch.setattr(type(app.services.history), name, raising(StoreError("The disk is full. No.")), raising=False)
        screen.undo.click()
        app.until_idle()
    assert screen.undo.isEnabled()
    screen.undo.click()
    app.until_idle()
    assert len(app.services.library.heads()) == 1


def raising(end: Exception) -> object:
    def act(*_: object, **__: object) -> NoReturn:
        raise end

    return act
