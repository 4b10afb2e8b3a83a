"""Entry point of the command line: reads the arguments and runs one command."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Certdeck's command line with `arguments` (default: the process's own) and return the exit code."""
    parser = argparse.ArgumentParser(prog="certdeck")
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check")
    check.add_argument("path", type=Path)
    options = parser.parse_args(arguments)
    from certdeck.importers.native import NativeReader

    problems = NativeReader().check(options.path)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
