"""Whatever laptops do, and in whatever order their files come, they come to the same."""

from datetime import timedelta
from itertools import count
from random import Random

import pytest

from certdeck.core.ids import FaceId, ItemId
from certdeck.core.incoming import Review
from certdeck.core.own import CardText, Draft
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.core.scheduling.schedule import Rating
from tests.builders import NOON, covers
from tests.clock import FixedClock
from tests.laptops import Laptop, Make, carry, tell_all


def act(laptop: Laptop, dice: Random) -> None:
    """Do one thing that a learner may do."""
    laptop.clock.advance(dice.choice([1, 60, 86_400, 500_000]))
    dice.choice([rate, rate, rate, turn, turn, decide, decide, write, own, bring_home, choose])(laptop, dice)


def rate(laptop: Laptop, dice: Random) -> None:
    laptop.rate(f"c-{dice.randint(1, 4)}", dice.choice(list(Rating)))


def turn(laptop: Laptop, dice: Random) -> None:
    history = laptop.parts.history
    dice.choice([history.undo, history.undo, history.redo])()


def decide(laptop: Laptop, dice: Random) -> None:
    """Do something else than rating to a card."""
    faces, face = laptop.parts.faces, FaceId(f"c-{dice.randint(1, 4)}/1")
    match dice.randrange(5):
        case 0:
            faces.flag(dice.randrange(8), face)
        case 1:
            faces.suspend(face, on=dice.random() < 0.5)
        case 2:
            faces.forget(face)
        case 3:
            faces.bury(face)
        case _:
            faces.set_due(laptop.parts.calendar.today() + timedelta(days=dice.randrange(40)), face)


def write(laptop: Laptop, dice: Random) -> None:
    cards, item = laptop.parts.cards, ItemId(f"c-{dice.randint(1, 4)}")
    if dice.random() < 0.5:
        cards.put_note(item, f"Note {dice.randrange(100)}." if dice.random() < 0.8 else "")
    else:
        cards.tag([item], **{dice.choice(["add", "remove"]): [f"tag-{dice.randrange(3)}"]})


def bring_home(laptop: Laptop, _dice: Random) -> None:
    """Bring the same two reviews home, whoever does it."""
    laptop.bring_home("c-1", *(Review(NOON - timedelta(days=days), Rating.GOOD, 900) for days in (9, 4)))


def choose(laptop: Laptop, dice: Random) -> None:
    if dice.random() < 0.3:
        laptop.fit((dice.choice([0.3, 0.5]), *DEFAULTS[1:]))
    else:
        laptop.parts.options.change(desired_retention=dice.choice([0.8, 0.9, 0.95]), new_per_day=dice.randrange(30))


def own(laptop: Laptop, dice: Random) -> None:
    cards = laptop.parts.cards
    mine = sorted(name for name, standing in cards.standings().items() if standing.own)
    if mine and dice.random() < 0.3:
        cards.delete(dice.choice(mine))
    elif mine and dice.random() < 0.5:
        name = dice.choice(mine)
        cards.save(name, Draft(CardText(front=f"Changed {dice.randrange(100)}?", back="Back."), covers()))
    else:
        cards.create(Draft(CardText(front=f"Front {dice.randrange(100)}?", back="Back."), covers()))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("first", [1, 5])
def test_three_laptops_come_to_the_same_whatever_files_were_late_doubled_or_lost(
    make: Make, monkeypatch: pytest.MonkeyPatch, first: int, seed: int
) -> None:
    # The names of replicas settle the order in which files are found.
    monkeypatch.setattr("tests.laptops._NAMES", count(first))
    dice = Random(seed)
    clocks = (NOON, NOON + timedelta(minutes=dice.randrange(-200, 200)), NOON - timedelta(days=dice.choice([0, 365])))
    laptops = [make(f"laptop-{n}", apart=True, clock=FixedClock(start)) for n, start in enumerate(clocks)]
    for _ in range(60):
        laptop = dice.choice(laptops)
        match dice.randrange(5):
            case 0:
                laptop.sync()
            case 1:
                carry(laptops, dice)
            case _:
                act(laptop, dice)
    tell_all(*laptops)
    reports = [laptop.sync() for laptop in laptops]
    assert [report.missing for report in reports] == [{}, {}, {}]
    assert [(report.sent.total, report.came.total) for report in reports] == [(0, 0)] * 3
    assert laptops[0].observed() == laptops[1].observed() == laptops[2].observed()


@pytest.mark.parametrize("seed", range(6))
def test_what_was_done_on_one_laptop_alone_is_as_it_was_after_a_sync(make: Make, seed: int) -> None:
    dice = Random(seed)
    first, second = make("first"), make("second")
    for _ in range(5):
        for _ in range(12):
            act(first, dice)
        before = first.observed()
        assert first.sync().cards == 0
        assert first.observed() == before
        second.sync()
        assert second.observed() == before
