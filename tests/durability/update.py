"""Brings the library of an older version up to date and says each step that is done: `update FOLDER`."""

import sys
from pathlib import Path

from certdeck.ports.updating import Update
from certdeck.store.database import open_database


def updating(update: Update) -> None:
    """Do the work, a line for each step."""

    def say(done: int, _total: int) -> None:
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()

    update(say)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    open_database(folder, backups=folder / "backups", stamp="killed", updating=updating).close()
