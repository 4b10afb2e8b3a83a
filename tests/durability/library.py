"""The library that the durability tests work on: a whole exam and some cards, in a real database."""

from pathlib import Path

from certdeck import bootstrap
from certdeck.assets import Places
from certdeck.core.deck import CardKind, Deck
from certdeck.services.catalogue import Services
from tests.builders import bank, blueprint, card, deck
from tests.clock import FixedClock

RESOURCES = Path(__file__).parents[2] / "resources"
CARDS = tuple(card(f"c-{number}", tuple(CardKind)[number % 4]) for number in range(40))


def whole_deck(version: str = "1.0.0") -> Deck:
    """Return a deck with questions enough for a whole exam; every text of a card names the version."""
    exam = blueprint()
    cards = tuple(card(entry.id, entry.kind, back=f"Version {version}.") for entry in CARDS)
    return deck(version=version, blueprints=(exam,), cards=cards, questions=bank(exam, 8))


def open_services(folder: Path, clock: FixedClock) -> Services:
    """Open the library in `folder`."""
    return bootstrap.build(Places(RESOURCES, folder / "no-decks", folder), clock)


def fill(folder: Path) -> None:
    """Make the library."""
    install(folder, whole_deck())


def install(folder: Path, content: Deck) -> None:
    """Install `content` as the library service does once it has read a deck."""
    services = open_services(folder, FixedClock())
    with services.store.open(writing=True) as work:
        work.content.replace(content, services.clock.now())
        work.commit()
    services.close()
