"""Which options a deck has in the database."""

from pathlib import Path

from certdeck.core.ids import DeckId
from certdeck.core.scheduling.options import DEFAULT, Options
from certdeck.store.database import open_database
from tests.store.contract import DECK, install


def test_a_deck_has_its_own_options_or_the_default_ones_where_it_has_none_and_where_these_are_gone(
    tmp_path: Path,
) -> None:
    store = open_database(tmp_path, backups=tmp_path, stamp="test")
    install(store)
    with store.open(writing=True) as work:
        light = work.presets.add("Light", Options(new_per_day=1))
        work.presets.assign(DECK, light)
        assert (work.presets.of(DECK).id, work.presets.of(DECK).options.new_per_day) == (light, 1)
        work.presets.assign(DECK, light + 1)
        assert work.presets.of(DECK).id == work.presets.of(DeckId("gone")).id == DEFAULT
    store.close()
