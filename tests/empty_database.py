"""A database of the newest form that holds nothing, for tests to begin with."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from certdeck.store.database import open_database
from certdeck.store.library_file import FILE


def put_empty_database(folder: Path) -> None:
    """Put a copy of one into `folder`, unless there is a database: to make one takes most of a test's time."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / FILE).exists():
        (folder / FILE).write_bytes(_made())


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        open_database(Path(folder), backups=Path(folder), stamp="test").close()
        return (Path(folder) / FILE).read_bytes()
