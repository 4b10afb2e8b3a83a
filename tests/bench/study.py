"""How quick studying is, beside Anki on the same collection in the same run: `python -m tests.bench.study`.

100,000 notes in 20 decks, 72.5 % of them in review (see `tests.bench.corpus`). The two take turns, so that what else
the machine does falls on both. Anki is measured as it comes: with its own limits, order and siblings, as ours is. Exits
with 1 where a ratio is above its limit.
"""

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from certdeck.assets import Places
from certdeck.bootstrap import SystemClock, build
from certdeck.core.ids import DeckId
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.services.catalogue import Services
from certdeck.services.scopes import ScopeService
from tests.bench.corpus import DECKS, Corpus, collection, corpus, library
from tests.library import RESOURCES

if TYPE_CHECKING:
    from anki.collection import Collection

ROUNDS = 9
RATINGS = 400
DECK = Scope(DeckId("deck-0"))
FIRST, MEDIAN, TAIL, TREE, ADD = 0.1, 1.0, 0.7, 0.4, 0.6
"""The largest share of Anki's time that is allowed: first card, rating (p50 and p99), deck tree, adding."""
CACHED = 0.1
"""Milliseconds for a deck tree that nothing has changed."""


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    notes = parser.parse_args().notes
    content = corpus(notes, datetime.now(UTC).replace(microsecond=0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        added = _adding(folder, content)
        mine, theirs = folder / "ours", folder / "anki"
        fits = [_report(f"add {notes:,} notes", added, ADD)]
        fits.append(_report("first due card after opening", _first_cards(mine, theirs), FIRST))
        services, other = _opened(mine), _collection(theirs)
        fits.append(_report("deck tree with counts", _trees(services, other), TREE))
        fits.append(_cached(services))
        rated = _ratings(services, other)
        fits.append(_report("next card and durable rating, p50", rated, MEDIAN))
        tails = tuple([_percentile(times, 99)] for times in rated)
        fits.append(_report("next card and durable rating, p99", (tails[0], tails[1]), TAIL))
        services.close()
        other.close()
    return 0 if all(fits) else 1


Pair = tuple[Sequence[float], Sequence[float]]
"""Seconds that Certdeck took, and Anki."""


def _adding(folder: Path, content: Corpus) -> Pair:
    """Put everything into both programs; the files stay for the other measurements.

    Both have been loaded and have made a file before, and what is to be added is no garbage to look through meanwhile.
    """
    library(folder / "no-notes" / "ours", Corpus((), ())).close()
    collection(folder / "no-notes" / "anki", Corpus((), ())).close()
    gc.freeze()
    ours = _seconds(lambda: library(folder / "ours", content).close())
    theirs = _seconds(lambda: collection(folder / "anki", content).close())
    return [ours], [theirs]


def _opened(folder: Path) -> Services:
    return build(Places(RESOURCES, folder / "no-decks", folder), SystemClock())


def _collection(folder: Path) -> "Collection":
    from anki.collection import Collection
    from anki.decks import DeckId as Home

    made = Collection(str(folder / "collection.anki2"))
    made.decks.select(Home(made.decks.id("Deck 0") or 1))
    return made


def _first_cards(mine: Path, theirs: Path) -> Pair:
    """Time the first card of a program that has just opened its file; imports and pages are warm."""
    ours: list[float] = []
    other: list[float] = []
    for number in range(ROUNDS + 1):
        services, anki = _opened(mine), _collection(theirs)
        taken = _seconds(partial(services.study.next, DECK)), _seconds(anki.sched.getCard)
        if number:
            ours.append(taken[0])
            other.append(taken[1])
        services.close()
        anki.close()
    return ours, other


def _trees(services: Services, anki: "Collection") -> Pair:
    """Time the tree of decks when it has to be counted anew."""

    def counted_anew() -> None:
        tree = ScopeService(
            services.store, services.library, services.options, services.calendar, services.study
        ).tree()
        assert len(tree) > DECKS

    return _in_turns(counted_anew, anki.sched.deck_due_tree)


def _cached(services: Services) -> bool:
    services.scopes.tree()
    taken = statistics.median(_seconds(services.scopes.tree) for _ in range(200)) * 1000
    print(f"{'deck tree, nothing changed':36} {taken:8.3f} ms{'':30} at most {CACHED} ms")
    return taken <= CACHED


def _ratings(services: Services, anki: "Collection") -> Pair:
    """Time the next card, what each rating would lead to, as Anki reckons it with the card, and a rating on disk.

    Its undo is on disk, too.
    """

    def ours() -> None:
        turn = services.study.next(DECK)
        assert turn is not None
        services.study.intervals(turn, DECK)
        services.study.rate(turn.face.id, Rating.GOOD, milliseconds=5000, scope=DECK)

    def theirs() -> None:
        card = anki.sched.getCard()
        assert card is not None
        card.start_timer()
        anki.sched.answerCard(card, 3)

    services.options.change(new_per_day=9999, reviews_per_day=9999)
    _unlimit(anki)
    return _in_turns(ours, theirs, RATINGS)


def _unlimit(anki: "Collection") -> None:
    for options in anki.decks.all_config():
        options["new"]["perDay"] = options["rev"]["perDay"] = 9999
        anki.decks.update_config(options)


def _in_turns(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = ROUNDS) -> Pair:
    ours()
    theirs()
    pairs = [(_seconds(ours), _seconds(theirs)) for _ in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _percentile(times: Sequence[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]


def _report(what: str, taken: Pair, limit: float) -> bool:
    ours, theirs = (statistics.median(times) * 1000 for times in taken)
    ratio = ours / theirs
    print(f"{what:36} {ours:8.2f} ms   Anki {theirs:8.2f} ms   ratio {ratio:5.2f}   at most {limit}")
    return ratio <= limit


if __name__ == "__main__":
    sys.exit(main())
