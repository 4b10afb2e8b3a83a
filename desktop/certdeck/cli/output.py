"""Standard output: JSON or lines for people, and failures of its own told from those of everything else."""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import TextIO, cast


class OutputLost(Exception):
    """Standard output takes no more: the disk is full, or its reader has left. `cause` is what the system said."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


class _Output:
    """Writes to `stream`. Errors of files come as `OSError`, too; those of the output come as `OutputLost`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with _told_apart():
            return self._stream.write(text)

    def flush(self) -> None:
        with _told_apart():
            self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def print_values(options: argparse.Namespace, values: object, lines: Callable[[], list[str]]) -> None:
    """Print `values` as JSON where `options` ask for that, else the lines for people."""
    # JSON in ASCII is read alike everywhere, whatever alphabet the system takes for its own.
    for line in [json.dumps(values, indent=2)] if options.json else lines():
        print(line)


@contextmanager
def checked_output() -> Iterator[None]:
    """Have everything that the block prints written when it ends. Raises `OutputLost` when that can't be done.

    What is left in the buffer is thrown away then: it would fail once more when the program ends, and nobody could
    catch that.
    """
    stream = sys.stdout
    if stream is None:
        # Windowed programs have no output.
        yield
        return
    if isinstance(stream, io.TextIOWrapper):
        # Where the system's own alphabet lacks a letter, its number says more than an error.
        stream.reconfigure(errors="backslashreplace")
    try:
        with redirect_stdout(cast(TextIO, _Output(stream))):
            try:
                yield
            finally:
                sys.stdout.flush()
    except OutputLost:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        raise


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputLost(error) from error
