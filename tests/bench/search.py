"""How quick searching is, beside the real Anki in the same run: 100,000 cards in 20 decks.

Run it with `make bench` or `python -m tests.bench.search`; it exits with 1 above a limit. The two take turns, and the
median of several calls counts, so that what else the machine does falls on both.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from certdeck.core.search.parser import parse
from certdeck.ports.search import Order
from certdeck.presenters.palette import PalettePresenter
from certdeck.services.catalogue import Services
from tests.bench.corpus import Corpus, collection, corpus, library, open_collection, open_library

ROUNDS = 15
SHOWN = 50
SHOWN_LIMIT = 10.0
"""Milliseconds for a search with the first rows of what it found."""
SIZE_LIMIT = 90.0
"""Megabytes that the whole database would best have for 100,000 cards, both indexes included; it is only told."""


@dataclass(frozen=True, slots=True)
class Case:
    """One search in the words of both programs; `limit` is the most that ours may take of Anki's time."""

    name: str
    ours: str
    anki: str
    limit: float


def main() -> int:
    """Measure, print a table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=100_000)
    parser.add_argument(
        "--keep", type=Path, help="folder to keep both collections in; those that are there are used again"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place: Path = options.keep or Path(folder)
        services, theirs, content = _both(place, options.cards)
        good = [_report(case, services, theirs) for case in _cases(content)]
        good += [_shown(services, case) for case in _cases(content)]
        good.append(_palette(services, content))
        _tell_orders(services)
        services.close()
        _tell_size(place / "ours")
    return 0 if all(good) else 1


def _both(place: Path, count: int) -> tuple[Services, Callable[[str], object], Corpus]:
    kept = (place / "ours").exists()
    content = corpus(count, datetime(2026, 11, 26, 12, tzinfo=UTC), reviewed=not kept)
    if kept:
        theirs = open_collection(place / "anki")
        return open_library(place / "ours"), theirs.find_notes, content
    begun = time.perf_counter()
    services = library(place / "ours", content)
    print(f"written into Certdeck in {time.perf_counter() - begun:.1f} s", end=", ", flush=True)
    begun = time.perf_counter()
    theirs = collection(place / "anki", content)
    print(f"into Anki in {time.perf_counter() - begun:.1f} s")
    return services, theirs.find_notes, content


def _cases(content: Corpus) -> list[Case]:
    """Return searches for words of the notes: one that some hundred notes have, and a phrase of a single one."""
    counts = Counter(word for note in content.notes for word in set(f"{note.front} {note.back}".split()))
    wanted = len(content.notes) // 300
    word = min((word for word in counts if len(word) > 6), key=lambda word: (abs(counts[word] - wanted), word))
    phrase = " ".join(content.notes[len(content.notes) // 2].front.split()[3:5])
    return [
        Case("word", word, word, 0.06),
        Case("phrase", f'"{phrase}"', f'"{phrase}"', 0.06),
        Case("no match", "qqqqqqq", "qqqqqqq", 0.06),
        Case("any substring", f"*{_inside(counts, wanted)}*", f"*{_inside(counts, wanted)}*", 0.3),
        Case("tag:", "tag:area3::topic43", "tag:area3::topic43", 0.1),
        Case("deck:", 'deck:"Deck 7"', 'deck:"Deck 7"', 0.1),
    ]


def _inside(counts: Counter[str], wanted: int) -> str:
    """Return letters from the middle of words, which about `wanted` notes have."""
    parts: Counter[str] = Counter()
    for word, count in counts.items():
        parts.update({word[at : at + 6]: count for at in range(1, len(word) - 6)})
    return min(parts, key=lambda part: (abs(parts[part] - wanted), part))


def _report(case: Case, services: Services, theirs: Callable[[str], object]) -> bool:
    """Print how long the ids of all hits take in both programs."""
    query = parse(case.ours)
    ours, anki = _in_turns(lambda: services.search.find(query, order=Order.NONE), lambda: theirs(case.anki))
    found = len(services.search.find(query).keys)
    known = theirs(case.anki)
    ratio = ours / anki
    good = ratio <= case.limit
    print(
        f"{case.name:14} {ours:8.2f} ms   Anki {anki:8.2f} ms   ratio {ratio:6.3f}   at most {case.limit}"
        f"   {found:,} hits, Anki {len(known):,}{'' if good else '   TOO SLOW'}"  # type: ignore[arg-type]
    )
    return good


def _in_turns(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Return the medians of both in milliseconds, taken in turns after a warm-up."""
    times = [(_milliseconds(first), _milliseconds(second)) for _ in range(ROUNDS + 1)][1:]
    return statistics.median(pair[0] for pair in times), statistics.median(pair[1] for pair in times)


def _milliseconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _shown(services: Services, case: Case) -> bool:
    """Print how long a search takes with the first rows of the browser, from the text typed on."""

    def search() -> None:
        found = services.search.find(parse(case.ours), narrow=True)
        services.search.rows(found.keys[:SHOWN])

    took, _ = _in_turns(search, lambda: None)
    good = took <= SHOWN_LIMIT
    name = f"{case.name}, {SHOWN} rows"
    print(f"{name:24} {took:8.2f} ms   at most {SHOWN_LIMIT} ms{'' if good else '   TOO SLOW'}")
    return good


def _palette(services: Services, content: Corpus) -> bool:
    """Print how long the palette takes for each key of a word that is typed."""
    palette = PalettePresenter(services, (), ())
    word = content.notes[0].front.split()[0]
    typed = [word[:length] for length in range(1, len(word) + 1)]
    slowest = max(statistics.median(_milliseconds(partial(palette.find, text)) for _ in range(5)) for text in typed)
    good = slowest <= SHOWN_LIMIT
    print(f"{'palette, slowest key':24} {slowest:8.2f} ms   at most {SHOWN_LIMIT} ms{'' if good else '   TOO SLOW'}")
    return good


def _tell_size(folder: Path) -> None:
    size = sum(file.stat().st_size for file in folder.glob("certdeck.db*")) / 1_000_000
    print(f"{'database':24} {size:8.0f} MB   {SIZE_LIMIT:.0f} MB wished for")


def _tell_orders(services: Services) -> None:
    """Print how long all items take in each order, which is done off the GUI thread."""
    for order in Order:
        took, _ = _in_turns(lambda order=order: services.search.find(parse(""), order=order, narrow=True), lambda: None)  # type: ignore[misc]
        print(f"everything by {order:10} {took:8.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
