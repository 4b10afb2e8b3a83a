"""What the programs of the durability tests tell the test that is about to kill them."""

import sys
from collections.abc import Iterable


def report(steps: Iterable[object]) -> None:
    """Print the number of each step once it is done. With a third argument, wait after that step to be killed."""
    wait_after = int(sys.argv[3]) if len(sys.argv) > 3 else None
    for number, _ in enumerate(steps):
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        if number == wait_after:
            sys.stdin.readline()
