"""How quick files are taken in, beside Anki's own import in the same run: `python -m tests.bench.anki_import`.

A package with its schedule that Anki wrote, from 100,000 notes in 20 decks (see `tests.bench.corpus`), into a library
that holds a deck of a few cards; the same again, when nothing has changed; and the same notes as CSV. What comes is
usable once the cards are committed and the first one of them can be asked, and complete once all are searchable, too;
both are compared with the time until Anki is done. The two programs take turns, so that what else the machine does
falls on both; each run is a process of its own, so that memory can be compared: Certdeck's is that of the processes
that it starts, too, each at its peak. Exits with 1 where a figure is above its limit. Beside the time that has passed
stands that of the processor, of all processes: on a busy machine only the latter can be compared.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.corpus import Corpus, collection, corpus, peak

ROUNDS = 3
LIMITS = {"usable": 0.9, "import": 1.25, "again": 1.0, "CSV usable": 0.65, "CSV": 1.0}
"""The largest shares of Anki's own time."""
THE_SAME = {"usable": "import", "CSV usable": "CSV"}
"""What it is in Anki, which has everything searchable when it is done: it looks through all texts each time."""
SHARE_OF_MEMORY = 0.5
SECONDS_BETWEEN_LOOKS = 0.05
MEMORY = 250.0
"""MB that an import may take at its peak, the program itself included."""
TIMED = """
import sys, time
from pathlib import Path
from tests.bench.anki_import import peak, peaks, processor
def timed(**steps):
    # The time until each step was done, since the first one began.
    wall, cpu = time.perf_counter(), processor()
    for kind, work in steps.items():
        work()
        print("time", time.perf_counter() - wall, processor() - cpu, kind.replace("_", " ").strip())
def told():
    print("memory", sum((memory | {"self": peak()}).values()))
memory = peaks()
home, package, csv = map(Path, sys.argv[1:])
"""
OURS = f"""{TIMED}
import gc
gc.disable()  # as the command line does
from certdeck.core.scheduling.scope import Scope
from tests.bench.corpus import open_library
from tests.builders import deck
def ready(folder):
    services = open_library(folder)
    with services.store.open(writing=True) as work:
        work.content.replace(deck(), services.clock.now())
        work.commit()
    services.library.refresh()
    return services
def bring(services, file):
    def work():
        services.importing.bring(services.importing.read(file))
        came = next(head.id for head in services.library.heads() if head.id.startswith("import-"))
        assert services.study.next(Scope(came))
    return work
services = ready(home / "package")
timed(usable=bring(services, package), import_=services.full_text.catch_up)
told()
timed(again=bring(services, package))
other = ready(home / "csv")
timed(CSV_usable=bring(other, csv), CSV=other.full_text.catch_up)
"""
THEIRS = f"""{TIMED}
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest, ImportCsvRequest
from tests.bench.corpus import open_collection
options = ImportAnkiPackageOptions(with_scheduling=True)
request = ImportAnkiPackageRequest(package_path=str(package), options=options)
made = open_collection(home / "package")
timed(import_=lambda: made.import_anki_package(request))
told()
timed(again=lambda: made.import_anki_package(request))
made.close()
other = open_collection(home / "csv")
metadata = other.get_csv_metadata(path=str(csv), delimiter=None)
timed(CSV=lambda: other.import_csv(ImportCsvRequest(path=str(csv), metadata=metadata)))
"""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""An installed app has its bytecode, also where the shell forbids that: else Python would compile libraries anew."""
Times = dict[str, list[tuple[float, float]]]


def processor() -> float:
    """Return the seconds of processors that this process took, and those that it started and that have ended."""
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system


def peaks() -> dict[str, float]:
    """Return the peak of this process and of each that it starts, in MB, brought up to date as long as it runs."""
    found: dict[str, float] = {}

    def look() -> None:
        while True:
            listed = [file.read_text(encoding="ascii") for file in Path("/proc/self/task").glob("*/children")]
            for process in ("self", *" ".join(listed).split()):
                # It may have ended meanwhile.
                with suppress(OSError, StopIteration):
                    found[process] = peak(process)
            time.sleep(SECONDS_BETWEEN_LOOKS)

    threading.Thread(target=look, daemon=True).start()
    return found


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    content = corpus(options.notes, datetime.now(UTC).replace(microsecond=0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package, csv = _package(folder, content), _csv(folder, content)
        times: tuple[Times, Times] = ({}, {})
        memory: tuple[list[float], list[float]] = ([], [])
        for number in range(options.rounds):
            for place, program in enumerate((OURS, THEIRS)):
                home = folder / f"{number}-{place}"
                memory[place].append(_run(program, home, package, csv, times[place]))
    print(f"{options.notes:,} notes")
    ours, theirs = times
    fits = [_compared(kind, limit, ours[kind], theirs[THE_SAME.get(kind, kind)]) for kind, limit in LIMITS.items()]
    most = max(memory[0]), max(memory[1])
    share = most[0] / most[1]
    print(f"  memory     Certdeck {most[0]:.0f} MB, Anki {most[1]:.0f} MB: {share:.2f} (limit {SHARE_OF_MEMORY})")
    return 0 if all(fits) and most[0] <= MEMORY and share <= SHARE_OF_MEMORY else 1


def _run(program: str, home: Path, package: Path, csv: Path, times: Times) -> float:
    """Run `program`, add its times and return how many MB it took."""
    for part in ("package", "csv"):
        (home / part).mkdir(parents=True)
    arguments = [sys.executable, "-c", program, str(home), str(package), str(csv)]
    lines = subprocess.run(arguments, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.splitlines()
    told = [line.split(maxsplit=3) for line in lines]
    for wall, cpu, kind in (words[1:] for words in told if words[:1] == ["time"]):
        times.setdefault(kind, []).append((float(wall), float(cpu)))
    (memory,) = (float(words[1]) for words in told if words[:1] == ["memory"])
    return memory


def _compared(kind: str, limit: float, ours: list[tuple[float, float]], theirs: list[tuple[float, float]]) -> bool:
    (wall, cpu), (their_wall, their_cpu) = (
        tuple(statistics.median(each) for each in zip(*times, strict=True)) for times in (ours, theirs)
    )
    ratio: float = wall / their_wall
    print(f"  {kind:10} Certdeck {wall:.2f} s (processor {cpu:.2f} s), Anki {their_wall:.2f} s ({their_cpu:.2f} s)")
    print(f"  {'':10} ratio {ratio:.2f} (processor {cpu / their_cpu:.2f}; limit {limit})")
    return ratio <= limit


def _package(folder: Path, content: Corpus) -> Path:
    """Have Anki write the package."""
    from anki.collection import ExportAnkiPackageOptions

    made = collection(folder / "source", content)
    target = folder / "deck.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True)
    made.export_anki_package(out_path=str(target), options=options, limit=None)
    made.close()
    return target


def _csv(folder: Path, content: Corpus) -> Path:
    """Write the notes as text, with Anki's headers."""
    target = folder / "notes.txt"
    with target.open("w", encoding="utf-8") as file:
        file.write("#separator:tab\n#html:true\n#notetype:Basic\n#deck column:3\n#tags column:4\n")
        for note in content.notes:
            file.write(f"{note.front}\t{note.back}\tDeck {note.deck}\t{' '.join(note.tags)}\n")
    return target


if __name__ == "__main__":
    sys.exit(main())
