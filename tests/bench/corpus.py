"""The collection that measurements are taken on, in a library of Certdeck and in a collection of Anki alike.

Notes with fronts of about 80 characters and backs of about 200, three of 100 tags each, in 20 decks; 72.5 % of them in
review with memory state, and as many ratings as notes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from certdeck.assets import Places
from certdeck.bootstrap import SystemClock, build
from certdeck.core.deck import Card, CardKind
from certdeck.core.ids import ItemId
from certdeck.services.catalogue import Services
from tests.builders import blueprint, deck
from tests.library import RESOURCES
from tests.long_log import Review, learner, write

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.dbproxy import DBProxy

DECKS = 20
TAGS = 100
REVIEWED = 0.725
VOCABULARY = 20_000
LETTERS = "eeeeeeeeeeeetttttttttaaaaaaaaooooooooiiiiiiinnnnnnnsssssshhhhhhrrrrrrddddllllcccuuummmwwffggyyppbbvkxqz"
"""Letters about as often as English has them."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as both programs get it."""

    name: str
    front: str
    back: str
    tags: tuple[str, ...]
    deck: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """All notes, and the ratings that brought them where they are."""

    notes: tuple[Note, ...]
    reviews: tuple[Review, ...]


def corpus(count: int, now: datetime, seed: int = 1, *, reviewed: bool = True) -> Corpus:
    """Make a collection of `count` notes, unless told otherwise with ratings; the same seed makes the same one."""
    dice = Random(seed)
    notes = tuple(_notes(count, dice))
    if not reviewed:
        return Corpus(notes, ())
    faces = [f"{note.name}/1" for note in notes if dice.random() < REVIEWED]
    each = -(-count // max(1, len(faces)))
    return Corpus(notes, tuple(learner(faces, each * len(faces), now)[:count]))


def _notes(count: int, dice: Random) -> Iterator[Note]:
    words = sorted({"".join(dice.choices(LETTERS, k=dice.randint(4, 10))) for _ in range(VOCABULARY)})
    dice.shuffle(words)
    # Some words are everywhere and most are rare, as in any language (Zipf's law).
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    for number in range(count):
        front, back = (_text(words, weights, length, dice) for length in (80, 200))
        tags = tuple(f"area{tag % 10}::topic{tag:02}" for tag in sorted(dice.sample(range(TAGS), 3)))
        yield Note(f"n-{number}", front, back, tags, number % DECKS)


def _text(words: Sequence[str], weights: Sequence[float], length: int, dice: Random) -> str:
    text = ""
    while len(text) < length:
        text += " ".join(dice.choices(words, cum_weights=weights, k=4)) + " "
    return text.strip()


def library(folder: Path, content: Corpus) -> Services:
    """Open a library that holds `content`."""
    folder.mkdir(parents=True, exist_ok=True)
    services = open_library(folder)
    exam = blueprint()
    for number in range(DECKS):
        cards = tuple(_card(note) for note in content.notes if note.deck == number)
        exams = (exam,) if number == 0 else ()
        made = deck(f"deck-{number}", title=f"Deck {number}", cards=cards, questions=(), sheets=(), blueprints=exams)
        with services.store.open(writing=True) as work:
            work.content.replace(made, services.clock.now())
            work.commit()
    write(folder, list(content.reviews))
    return services


def open_library(folder: Path) -> Services:
    """Open the library in `folder`."""
    return build(Places(RESOURCES, folder / "no-decks", folder), SystemClock())


def _card(note: Note) -> Card:
    return Card(
        id=ItemId(note.name),
        covers=(),
        sources=(),
        tags=note.tags,
        kind=CardKind.BASIC,
        front=note.front,
        back=note.back,
    )


def collection(folder: Path, content: Corpus) -> "Collection":
    """Open a collection of Anki that holds `content`."""
    from anki.collection import AddNoteRequest, Collection
    from anki.decks import DeckId

    folder.mkdir(parents=True, exist_ok=True)
    made = Collection(str(folder / "collection.anki2"))
    made.set_config("fsrs", True)
    kind = made.models.by_name("Basic")
    assert kind is not None
    homes = [DeckId(made.decks.id(f"Deck {number}") or 1) for number in range(DECKS)]
    requests = []
    for entry in content.notes:
        note = made.new_note(kind)
        note.fields = [entry.front, entry.back]
        note.tags = list(entry.tags)
        requests.append(AddNoteRequest(note, homes[entry.deck]))
    made.add_notes(requests)
    numbers = _database(made).list("SELECT id FROM cards ORDER BY id")
    cards = dict(zip((note.name for note in content.notes), numbers, strict=True))
    put_states(made, cards, content.reviews)
    put_log(made, cards, content.reviews)
    return made


def peak(process: str = "self") -> float:
    """Return the most memory, in MB, that a process, this one if none is named, has had since its program began.

    What `resource` tells begins with the memory of the process that started it.
    """
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def open_collection(folder: Path) -> "Collection":
    """Open the collection of Anki in `folder`."""
    from anki.collection import Collection

    return Collection(str(folder / "collection.anki2"))


def put_states(made: "Collection", cards: dict[str, int], reviews: Sequence[Review]) -> None:
    """Bring the cards of Anki where the last of their `reviews` left them."""
    last = {review.face.partition("/")[0]: review.after for review in reviews}
    rows = []
    for name, schedule in last.items():
        assert schedule.memory is not None
        data = f'{{"s":{schedule.memory.stability:.4f},"d":{schedule.memory.difficulty:.3f},"dr":0.9}}'
        days = max(1, schedule.interval.days)
        rows.append((days, days, schedule.reps, schedule.lapses, data, cards[name]))
    _run_many(
        made,
        "UPDATE cards SET type = 2, queue = 2, due = ?, ivl = ?, reps = ?, lapses = ?, data = ? WHERE id = ?",
        rows,
    )


def put_log(made: "Collection", cards: dict[str, int], reviews: Sequence[Review]) -> None:
    """Write `reviews` into the log of Anki."""
    rows, taken = [], 0
    for review in reviews:
        taken = max(taken + 1, int(review.at.timestamp() * 1000))
        days, before = review.after.interval.days, review.before.interval.days
        kind = 1 if review.before.phase.value == "review" else 0
        face = review.face.partition("/")[0]
        rows.append((taken, cards[face], review.rating, days or -600, before or -600, 500, review.milliseconds, kind))
    _run_many(
        made,
        "INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _run_many(made: "Collection", statement: str, rows: Sequence[Sequence[str | int | float | None]]) -> None:
    """Run `statement` for all `rows` at once: by itself Anki would put each of them on disk."""
    database = _database(made)
    database.transact(lambda: database.executemany(statement, rows))


def _database(made: "Collection") -> "DBProxy":
    assert made.db is not None
    return made.db
