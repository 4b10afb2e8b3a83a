"""The process is killed while it brings a library up to date: the library is whole, as it was or as it will be."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from certdeck.core.search.parser import parse
from certdeck.store.database import open_database
from certdeck.store.library_file import FILE
from certdeck.store.schema_version import HEAD, KNOWN
from tests.services.parts import Parts

ROOT = Path(__file__).parents[2]
RELEASED = ROOT / "tests" / "store" / "released"
OLD = "0007"
STEPS = len(KNOWN) - KNOWN.index(OLD) + 1


def killed(folder: Path, after: int) -> None:
    words = [sys.executable, "-m", "tests.durability.update", str(folder)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert [int(process.stdout.readline()) for _ in range(after + 1)][-1] == after
        process.kill()


@pytest.mark.parametrize("after", [0, 1, 3, STEPS - 1, STEPS])
def test_a_library_whose_update_is_killed_at_any_step_is_brought_up_to_date_the_next_time(
    tmp_path: Path, after: int
) -> None:
    shutil.copy(RELEASED / f"{OLD}.db", tmp_path / FILE)
    killed(tmp_path, after)
    store = open_database(tmp_path, backups=tmp_path / "backups", stamp="again")
    parts = Parts(tmp_path / "decks", store)
    assert [head.id for head in parts.library.heads()] == ["deck-1"]
    assert len(parts.search.find(parse("*emembe*")).keys) >= 1
    assert parts.options.presets()[0].options.new_per_day == 7
    store.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for copy in (tmp_path / "backups").glob("*.db"):
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (OLD,)
