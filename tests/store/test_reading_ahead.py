"""A session that reads its next cards ahead asks what it would ask if it read each by itself, whatever else happens."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from certdeck.core.deck import CardKind
from certdeck.core.ids import FaceId, item_of
from certdeck.core.scheduling.schedule import Rating
from certdeck.store.database import Database, open_database
from certdeck.store.library_file import FILE
from tests.builders import card, deck
from tests.services.parts import Parts

CARDS = 12
FACES = [FaceId(f"c-{number}/{ordinal}") for number in range(1, CARDS + 1) for ordinal in (1, 2)]


def rate_next(parts: Parts, dice: Random) -> None:
    turn = parts.study.next()
    if turn is not None:
        parts.study.rate(turn.face.id, dice.choice(list(Rating)), milliseconds=1000, shown=turn.state.schedule)


def rate_any(parts: Parts, dice: Random) -> None:
    parts.study.rate(dice.choice(FACES), dice.choice(list(Rating)), milliseconds=1000)


def set_aside(parts: Parts, dice: Random) -> None:
    face = dice.choice(FACES)
    dice.choice((parts.faces.bury, lambda face: parts.faces.suspend(face, on=dice.random() < 0.5)))(face)


def flag(parts: Parts, dice: Random) -> None:
    parts.faces.flag(dice.randrange(8), dice.choice(FACES))


def tag(parts: Parts, dice: Random) -> None:
    parts.cards.put_tags(item_of(dice.choice(FACES)), [f"tag-{dice.randrange(9)}"])


def edit(parts: Parts, dice: Random) -> None:
    name = item_of(dice.choice(FACES))
    draft = parts.cards.open(name).draft()
    parts.cards.save(name, replace(draft, text=replace(draft.text, back=f"Back {dice.random()}")))


def undo(parts: Parts, dice: Random) -> None:
    del dice
    parts.history.undo()


def redo(parts: Parts, dice: Random) -> None:
    del dice
    parts.history.redo()


ACTS: tuple[Callable[[Parts, Random], None], ...] = (rate_any, set_aside, flag, tag, edit, undo, undo, redo)


@pytest.mark.parametrize("seed", range(6))
def test_the_session_asks_what_a_fresh_one_would(seed: int) -> None:
    dice = Random(seed)
    with TemporaryDirectory() as made:
        folder = Path(made)
        stores = [open_database(folder, backups=folder, stamp="test") for _ in range(2)]
        mine = Parts(folder / "decks", stores[0])
        other = replace(mine, store=stores[1])
        mine.install(deck(cards=tuple(card(f"c-{number}", CardKind.REVERSED) for number in range(1, CARDS + 1))))
        for _ in range(40):
            # Now and then something else happens, here or in another window.
            act = rate_next if dice.random() < 0.6 else dice.choice(ACTS)
            act(mine if act is rate_next else dice.choice((mine, other)), dice)
            mine.clock.advance(dice.randrange(200))
            with closing(Database(folder / FILE)) as store:
                fresh = replace(mine.again(), store=store)
                assert mine.study.next() == fresh.study.next()
        for store in stores:
            store.close()
