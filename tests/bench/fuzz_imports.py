"""Throws files that nearly are what they seem at the importers: `make fuzz`, or `python -m tests.bench.fuzz_imports N`.

Stops at the first one that crashes, takes longer than two seconds, or writes anything outside the folder it may use.
What it stopped at is kept beside the message. Prints how many were read, how many refused, and the most memory.
"""

import resource
import signal
import sys
import tempfile
from pathlib import Path
from random import Random
from types import FrameType
from typing import Final

from tests.importers.mutated import mutated, originals, taken_in

COUNT: Final = 100_000
SLOWEST: Final = 2
"""Seconds."""
LARGEST: Final = 512
"""Megabytes."""


class TooSlowError(Exception):
    """An input took too long."""


def main() -> int:
    """Run, and return 1 when something was found."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    begin = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    signal.signal(signal.SIGALRM, _late)
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as folder:
        real = originals(Path(made))
        tempfile.tempdir = str(Path(folder) / "own")
        Path(tempfile.tempdir).mkdir()
        read = 0
        for number in range(begin, begin + count):
            form, content = real[number % len(real)]
            file = Path(folder) / "odd"
            file.write_bytes(mutated(content, Random(number)))
            signal.alarm(SLOWEST)
            try:
                read += taken_in(file, form)
            except BaseException as error:
                signal.alarm(0)
                kept = Path(f"build/fuzz-{number}.{form.value}")
                kept.parent.mkdir(exist_ok=True)
                kept.write_bytes(file.read_bytes())
                print(f"input {number} ({form.value}), kept as {kept}: {error!r}")
                raise
            signal.alarm(0)
            left = [entry.name for entry in (*Path(folder).iterdir(), *Path(tempfile.tempdir).iterdir())]
            if sorted(left) != ["odd", "own"]:
                print(f"input {number} ({form.value}) left {left}")
                return 1
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count:,} inputs: {read:,} read, {count - read:,} refused, at most {most} MB")
    return int(most > LARGEST)


def _late(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError(f"it took longer than {SLOWEST} s")


if __name__ == "__main__":
    sys.exit(main())
