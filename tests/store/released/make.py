"""Writes the small database of the current schema that is kept for ever: `python -m tests.store.released.make`.

Run it once when a schema is released. A file that is there already is never written again: what it holds is what that
release wrote.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from certdeck.core.deck import ChoiceQuestion
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.events import Answered, Ending, Flagged, Visited
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.own import CardText, Draft
from certdeck.core.scheduling.schedule import Rating
from certdeck.services.cards import NEW
from certdeck.store.database import open_database
from certdeck.store.library_file import FILE
from certdeck.store.schema_version import HEAD
from tests.builders import bank, blueprint, card, confusion, covers, deck, deck_plan, phase, term
from tests.services.parts import Parts

SMALL = blueprint(weights=(60, 40), tasks=1, scored=3, unscored=1)


def main() -> int:
    """Make the database, or say that it is there."""
    target = Path(__file__).parent / f"{HEAD}.db"
    if target.exists():
        sys.stderr.write(f"{target} is there already and stays as it is.\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        _use(Path(folder))
        _pack(Path(folder) / FILE)
        target.write_bytes((Path(folder) / FILE).read_bytes())
    return 0


def _use(folder: Path) -> None:
    store = open_database(folder, backups=folder, stamp="made")
    parts = Parts(folder / "decks", store)
    content = deck(blueprints=(SMALL,), cards=(card("c-1"), card("c-2")), questions=bank(SMALL, 3))
    confused = (confusion(cards=("c-1", "c-2")),)
    parts.install(replace(content, confusions=confused, terms=(term(),), plans=(deck_plan(phase()),)))
    _study(parts)
    _sit(parts)
    parts.options.change(new_per_day=7)
    _write(parts)
    store.close()


def _study(parts: Parts) -> None:
    first, second = FaceId("c-1/1"), FaceId("c-2/1")
    for rating, seconds in ((Rating.GOOD, 60.0), (Rating.EASY, 900.0)):
        parts.study.rate(first, rating, milliseconds=3500)
        parts.clock.advance(seconds)
    parts.faces.flag(4, second)
    parts.study.rate(second, Rating.AGAIN, milliseconds=8000)
    parts.history.undo()


def _write(parts: Parts) -> None:
    """Edit a card of the deck, with a note and a tag, and make one of one's own; leave a draft."""
    name = ItemId("c-1")
    draft = parts.cards.open(name).draft()
    text = replace(draft.text, front="What is mine?")
    parts.cards.save(name, replace(draft, text=text, tags=("hard",), note="A note."))
    parts.cards.create(Draft(CardText(front="Own front?", back="Own back."), covers()))
    parts.cards.keep_draft(NEW, Draft(CardText(front="Half a"), covers()))
    parts.search.save("Hard", "tag:hard")


def _sit(parts: Parts) -> None:
    sitting = parts.exams.start(seed=3)
    parts.exams.finish(sitting, Ending.SUBMITTED, 5.0)
    sitting = parts.exams.start(seed=4)
    for position, item in enumerate(sitting.form.items):
        sitting = parts.exams.record(sitting, Visited(position), 10.0 * (position + 1))
        if isinstance(item.question, ChoiceQuestion):
            sitting = parts.exams.record(sitting, Answered(position, Chosen(item.question.keys)), sitting.elapsed + 4)
    parts.exams.record(sitting, Flagged(0, True), 70.5)


def _pack(file: Path) -> None:
    """Leave one small file without a write-ahead log."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in ("PRAGMA journal_mode=DELETE", "PRAGMA page_size=512", "VACUUM"):
            connection.execute(statement)


if __name__ == "__main__":
    sys.exit(main())
