"""How quick an Anki package is written, beside Anki's own export in the same run: `python -m tests.bench.anki_package`.

100,000 notes in 20 decks (see `tests.bench.corpus`), without and with the schedule. The two take turns, so that what
else the machine does falls on both; each run is a process of its own, so that memory can be compared. Exits with 1
where a figure is above its limit. Beside the ratio of the time that has passed stands that of the processor: on a busy
machine only the latter can be compared.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.corpus import collection, corpus, library

ROUNDS = 3
RATIO = 1.0
"""The largest share of the time of Anki's own export in its new format."""
SIZE = 20.0
"""MB of the package without the schedule."""
MEMORY = 160.0
"""MB that writing may take at its peak, the program itself included."""
OURS = """
import sys, time
from pathlib import Path
from certdeck.ports.exporting import Format
from certdeck.services.packing import Choice
from tests.bench.corpus import open_library, peak
services = open_library(Path(sys.argv[1]))
start, began = time.perf_counter(), time.process_time()
choice = Choice(everything=True, with_schedule=sys.argv[3] == "1")
count = services.packing.write(Format.ANKI, Path(sys.argv[2]), choice)
taken, cpu = time.perf_counter() - start, time.process_time() - began
print(taken, peak(), count.notes, cpu)
"""
THEIRS = """
import sys, time
from pathlib import Path
from anki.collection import ExportAnkiPackageOptions
from tests.bench.corpus import open_collection, peak
made = open_collection(Path(sys.argv[1]))
options = ExportAnkiPackageOptions(with_scheduling=sys.argv[3] == "1", with_deck_configs=True, with_media=True)
start, began = time.perf_counter(), time.process_time()
made.export_anki_package(out_path=sys.argv[2], options=options, limit=None)
taken, cpu = time.perf_counter() - start, time.process_time() - began
print(taken, peak(), made.note_count(), cpu)
"""


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""An installed app has its bytecode, also where the shell forbids that: else Python would compile libraries anew."""


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    notes = options.notes
    content = corpus(notes, datetime.now(UTC).replace(microsecond=0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library(folder / "ours", content).close()
        collection(folder / "anki", content).close()
        fits = [_compared(folder, notes, options.rounds, studied=studied) for studied in (False, True)]
    return 0 if all(fits) else 1


def _compared(folder: Path, notes: int, rounds: int, *, studied: bool) -> bool:
    target = folder / "deck.apkg"
    times: tuple[list[float], list[float]] = ([], [])
    processor: tuple[list[float], list[float]] = ([], [])
    memory: tuple[list[float], list[float]] = ([], [])
    sizes = [0.0, 0.0]
    for _ in range(rounds):
        for place, (program, home) in enumerate(((OURS, "ours"), (THEIRS, "anki"))):
            arguments = [sys.executable, "-c", program, str(folder / home), str(target), str(int(studied))]
            told = subprocess.run(arguments, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.split()
            if int(told[2]) != notes:
                raise AssertionError(f"{told[2]} notes were written, not {notes}")
            times[place].append(float(told[0]))
            memory[place].append(float(told[1]))
            processor[place].append(float(told[3]))
            sizes[place] = target.stat().st_size / 1e6
    ours, theirs = (statistics.median(each) for each in times)
    peak = max(memory[0])
    print(f"{notes:,} notes, {'with' if studied else 'without'} the schedule")
    print(f"  Certdeck {ours:.2f} s, {sizes[0]:.1f} MB, peak {peak:.0f} MB of memory")
    print(f"  Anki     {theirs:.2f} s, {sizes[1]:.1f} MB, peak {max(memory[1]):.0f} MB of memory")
    busy = statistics.median(processor[0]) / statistics.median(processor[1])
    print(f"  ratio {ours / theirs:.2f} (processor {busy:.2f}; limit {RATIO})")
    return ours / theirs <= RATIO and peak <= MEMORY and (studied or sizes[0] <= SIZE)


if __name__ == "__main__":
    sys.exit(main())
