"""The cards in a real browser. Where there is none, `make anki-cards` installs it; other runs leave these tests out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection

from tests.exporters.anki.real import export, take
from tests.phone.bank import content, plot
from tests.phone.reviewer import Reviewer, Sides, sides
from tests.phone.webdriver import BROWSER, DRIVER, Browser

collect_ignore_glob = [] if BROWSER and DRIVER else ["test_*.py"]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    made = Browser(tmp_path_factory.mktemp("profile"))
    yield made
    made.close()


@pytest.fixture
def reviewer(browser: Browser) -> Iterator[Reviewer]:
    with Reviewer(browser) as made:
        made.load("")
        made.forget()
        yield made


@pytest.fixture(scope="session")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sides]:
    """Every card of the bank as real Anki renders it, by item and ordinal."""
    folder: Path = tmp_path_factory.mktemp("cards")
    (folder / "plot.png").write_bytes(plot())
    export(content(), folder / "deck.apkg", folder.joinpath)
    anki = Collection(str(folder / "collection.anki2"))
    take(anki, folder / "deck.apkg")
    found = {}
    for number in anki.find_cards(""):
        card = anki.get_card(number)
        found[f"{card.note()['Item']}/{card.ord + 1}"] = sides(card)
    anki.close()
    return found
