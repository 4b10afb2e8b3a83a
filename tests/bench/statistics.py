"""Times the figures of the Progress page beside Anki's graphs, on the same history: `python -m tests.bench.statistics`.

Both read the whole history from a file of their own, whose pages are warm; the median of several calls counts, and the
two take turns, so that what else the machine does falls on both.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from certdeck.assets import Places
from certdeck.bootstrap import SystemClock, build
from certdeck.core.statistics.report import EVERYTHING
from tests.builders import card, deck
from tests.library import RESOURCES
from tests.long_log import Review, learner, write

ROUNDS = 9


def main() -> int:
    """Print both medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=100_000)
    parser.add_argument("--ratings", type=int, default=100_000)
    options = parser.parse_args()
    now = datetime.now(UTC).replace(microsecond=0)
    names = [f"c-{number}" for number in range(options.cards)]
    reviewed = [f"{name}/1" for name in names[: max(1, round(options.cards * 0.725))]]
    each = -(-options.ratings // len(reviewed))
    reviews = learner(reviewed, each * len(reviewed), now)[: options.ratings]
    with tempfile.TemporaryDirectory() as folder:
        ours = _ours(Path(folder) / "ours", names, reviews)
        theirs = _anki(Path(folder) / "anki", names, reviews)
        ours(), theirs()
        taken: dict[str, list[float]] = {"Certdeck": [], "Anki": []}
        for _ in range(ROUNDS):
            for name, call in (("Certdeck", ours), ("Anki", theirs)):
                begun = time.perf_counter()
                call()
                taken[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(f"{len(reviews):,} ratings of {options.cards:,} cards")
    for name, median in medians.items():
        print(f"{name:9} {median * 1000:7.1f} ms")
    print(f"ratio     {medians['Certdeck'] / medians['Anki']:7.2f}")
    return 0


def _ours(folder: Path, names: list[str], reviews: list[Review]) -> Callable[[], object]:
    folder.mkdir()
    services = build(Places(RESOURCES, folder / "no-decks", folder), SystemClock())
    with services.store.open(writing=True) as work:
        cards = tuple(card(name) for name in names)
        work.content.replace(deck(cards=cards, questions=(), sheets=()), services.clock.now())
        work.commit()
    write(folder, reviews)
    return lambda: services.statistics.report(None, EVERYTHING)


def _anki(folder: Path, names: list[str], reviews: list[Review]) -> Callable[[], object]:
    from anki.collection import AddNoteRequest, Collection

    folder.mkdir()
    collection = Collection(str(folder / "collection.anki2"))
    collection.set_config("fsrs", True)
    kind = collection.models.by_name("Basic")
    assert kind is not None
    home = collection.decks.id("Deck")
    assert home is not None
    notes = []
    for name in names:
        note = collection.new_note(kind)
        note.fields = [f"Question of {name}?", f"Answer of {name}."]
        notes.append(note)
    collection.add_notes([AddNoteRequest(note, home) for note in notes])
    assert collection.db is not None
    cards = dict(zip(names, collection.db.list("SELECT id FROM cards ORDER BY id"), strict=True))
    _put_states(collection, cards, reviews)
    _put_log(collection, cards, reviews)
    return lambda: collection._backend.graphs(search="", days=0)


def _put_states(collection: object, cards: dict[str, int], reviews: list[Review]) -> None:
    last = {review.face.partition("/")[0]: review.after for review in reviews}
    rows = []
    for name, schedule in last.items():
        assert schedule.memory is not None
        data = f'{{"s":{schedule.memory.stability:.4f},"d":{schedule.memory.difficulty:.3f},"dr":0.9}}'
        days = max(1, schedule.interval.days)
        rows.append((days, days, schedule.reps, schedule.lapses, data, cards[name]))
    collection.db.executemany(  # type: ignore[attr-defined]
        "UPDATE cards SET type = 2, queue = 2, due = ?, ivl = ?, reps = ?, lapses = ?, data = ? WHERE id = ?", rows
    )


def _put_log(collection: object, cards: dict[str, int], reviews: list[Review]) -> None:
    rows, taken = [], 0
    for review in reviews:
        taken = max(taken + 1, int(review.at.timestamp() * 1000))
        days, before = review.after.interval.days, review.before.interval.days
        kind = 1 if review.before.phase.value == "review" else 0
        rows.append(
            (
                taken,
                cards[review.face.partition("/")[0]],
                review.rating,
                days or -600,
                before or -600,
                500,
                review.milliseconds,
                kind,
            )
        )
    collection.db.executemany(  # type: ignore[attr-defined]
        "INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)",
        rows,
    )


if __name__ == "__main__":
    raise SystemExit(main())
