"""Installs a new version of the deck and ends itself at a statement: `python -m tests.durability.end FOLDER COUNT`.

It ends without any cleaning up when SQLite begins the statement with that number, counted over all connections of the
main thread: room in the log is made beside it, at a time that the machine decides. If there are fewer, it prints how
many there were.
"""

import os
import sqlite3
import sys
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

from tests.durability.library import install, whole_deck

connect = sqlite3.connect
counted = 0
last = int(sys.argv[2])


def count(_statement: str) -> None:
    """Count a statement, and end at the last one."""
    if current_thread() is not main_thread():
        return
    global counted  # noqa: PLW0603 (SQLite calls back with nothing to keep a count in)
    counted += 1
    if counted == last:
        os._exit(137)


def counting(*arguments: Any, **options: Any) -> sqlite3.Connection:
    """Open a connection whose statements are counted."""
    made: sqlite3.Connection = connect(*arguments, **options)
    made.set_trace_callback(count)
    return made


sqlite3.connect = counting  # type: ignore[assignment]  # for every module that asks it for a connection
install(Path(sys.argv[1]), whole_deck("2.0.0"))
sys.stdout.write(f"{counted}\n")
