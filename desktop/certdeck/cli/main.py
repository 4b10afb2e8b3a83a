"""The command line: reads the arguments, runs one command, turns errors into words and exit codes."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Final

from certdeck.cli.arguments import parser
from certdeck.cli.output import OutputLost, checked_output
from certdeck.core.errors import CertdeckError

ERROR: Final = 1
STOPPED: Final = 130
READER_LEFT: Final = 141
"""Exit codes: the last two as shells know them, 128 and the number of the signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Certdeck with `arguments` (default: the process's own) and return the exit code.

    0 is success, 1 an error in words on standard error or problems found, 2 arguments that make no sense, 130 stopped
    with Ctrl+C, 141 the reader of the output has left.
    """
    if getattr(sys, "frozen", False):
        # A bundle starts its workers by running itself.
        from multiprocessing import freeze_support

        freeze_support()
    try:
        with checked_output():
            words = _shielded(sys.argv[1:] if arguments is None else arguments)
            return _run(parser(words[0] if words else "gui").parse_args(words))
    except CertdeckError as error:
        return _failed(str(error), ERROR)
    except KeyboardInterrupt:
        return _failed("stopped. What was done until then is kept; what was under way is not.", STOPPED)
    except OutputLost as lost:
        if isinstance(lost.cause, BrokenPipeError):
            return READER_LEFT
        return _failed(f"the output could not be written ({lost.cause.strerror}). What was done is kept.", ERROR)


def _shielded(arguments: Sequence[str]) -> list[str]:
    """Return `arguments` so that a query which begins with a minus, as `-is:new` does, is not taken for an option."""
    words = list(arguments)
    for place in range(len(words) - 1, 0, -1):
        if words[place - 1] == "--query" and _is_left_out(words[place]):
            words[place - 1 : place + 1] = [f"--query={words[place]}"]
    if words[:2] != ["cards", "search"] or "--" in words:
        return words
    queries = [word for word in words if _is_left_out(word) and word != "-h"]
    return [*(word for word in words if word not in queries), *(["--", *queries] if queries else [])]


def _is_left_out(word: str) -> bool:
    """Tell whether `word` may be a term that a query leaves out."""
    return len(word) > 1 and word[0] == "-" and word[1] != "-"


def _run(options: argparse.Namespace) -> int:
    if options.self_check:
        from certdeck.cli import commands

        return commands.self_check()
    code: int = getattr(import_module(f"certdeck.cli.{options.room}"), options.run)(options)
    return code


def _failed(words: str, code: int) -> int:
    """Say what went wrong, if there is anybody to tell, and return `code`."""
    with suppress(OSError):
        print(f"certdeck: {words}", file=sys.stderr)
    return code


def gui() -> int:
    """Open the app; the entry point that shows no console on Windows."""
    return main(["gui", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
