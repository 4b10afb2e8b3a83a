"""All services together, and what the start page reads at one go."""

from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.memory.fsrs_model import FsrsModel
from certdeck.ports.study import TaskTally
from certdeck.services.catalogue import Adapters, Services
from certdeck.services.today import overview
from tests.builders import bank, blueprint, card, covers, deck, sheet
from tests.services.fake_store import FakeStore
from tests.services.parts import Parts


@dataclass
class Watched:
    """Stands for Markdown and formulas, and keeps what it was asked."""

    asked: list[str] = field(default_factory=list)

    def read_cloze(self, text: str, *, gap: int, hidden: bool) -> tuple[()]:
        assert (gap, hidden) == (1, False)
        self.asked.append(text)
        return ()

    def __call__(self, latex: str, size: float, colour: str) -> None:
        self.asked.append(latex)


def together(parts: Parts, watched: Any = None) -> Services:
    absent: Any = None
    return Services(
        Adapters(
            store=parts.store,
            clock=parts.clock,
            decks=parts.reader,
            media=absent,
            markup=lambda: watched,
            math=watched,
            memory=FsrsModel(),
            seeds=partial(next, count(1)),
            shipped=Path("decks"),
            fitter=absent,
            formats=absent,
            paper=absent,
            disputes=absent,
            figures=absent,
            files=absent,
            shared=absent,
            names=absent,
            here=absent,
            pause=absent,
            backups=lambda: absent,
        )
    )


@pytest.mark.parametrize(("content", "loads"), [(None, 2), ("What is $x^2$?", 2), ("What is it?", 1)])
def test_warming_up_loads_markdown_and_what_draws_formulas_if_there_are_any(
    parts: Parts, content: str | None, loads: int
) -> None:
    if content is not None:
        parts.install(deck(cards=(card("c-1", front=content),)))
    store: Any = parts.store
    before = store.tables
    watched = Watched()
    together(parts, watched).warm_up()
    assert len(watched.asked) == loads
    assert store.tables is before


def test_warming_up_makes_what_pages_ask_and_leaves_what_dialogs_ask(parts: Parts) -> None:
    services = together(parts, Watched())
    services.warm_up()
    of_dialogs = {"backups", "export", "merging", "packing", "printing"}
    assert of_dialogs <= vars(Services).keys()
    assert {"cards", "exams", "statistics", "syncing", "paper_exams"} <= services.__dict__.keys()
    assert services.__dict__.keys().isdisjoint(of_dialogs)


def test_closing_the_services_closes_the_database(parts: Parts) -> None:
    closed: list[bool] = []

    class Shop(FakeStore):
        def close(self) -> None:
            closed.append(True)

    parts.store = Shop()
    together(parts).close()
    assert closed == [True]


def test_the_overview_tells_how_things_stand(parts: Parts) -> None:
    small = blueprint(weights=(50, 50), tasks=1, scored=3, unscored=1)
    parts.install(deck(blueprints=(small,), questions=bank(small, 3), sheets=(sheet(), sheet("s-2", task="2.1"))))
    parts.study.rate(FaceId("c-basic/1"), Rating.EASY, milliseconds=1000)
    sitting = parts.exams.start()
    seen = sum(item.task == "1.1" for item in sitting.form.items)
    found = overview(together(parts))
    assert (found.exam, found.today.rated) == (parts.library.exam(), 1)
    assert [entry.id for entry in found.sheets] == ["s-1", "s-2"]
    assert [head.id for head in found.sittings] == [sitting.id]
    assert found.tallies == (
        TaskTally(covers("1.1")[0].task, faces=6, known=1, questions=3, seen=seen),
        TaskTally(covers("2.1")[0].task, questions=3, seen=4 - seen),
    )


def test_there_is_no_overview_without_a_deck(parts: Parts) -> None:
    with pytest.raises(CertdeckError, match="No deck is installed yet"):
        overview(together(parts))
