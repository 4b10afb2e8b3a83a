"""Opening a data folder: what is made, what is refused and in which words, what happens before a migration."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from certdeck.core.errors import ForeignStore, NewerStore, StoreError, UnusableFolder
from certdeck.ports.updating import Update
from certdeck.store import connection, database
from certdeck.store.database import Database, open_database
from certdeck.store.library_file import FILE
from certdeck.store.migrations import run
from certdeck.store.schema_version import HEAD, KNOWN
from tests.builders import NOON, deck

RELEASED = Path(__file__).parent / "released"
Spoil = Callable[[Path], None]


def opened(folder: Path) -> Database:
    return open_database(folder, backups=folder / "backups", stamp="20260314-120000")


def close(folder: Path) -> None:
    opened(folder).close()


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file by name; the index of a write-ahead log is scratch space, so its bytes don't count."""
    return {path.name: b"" if path.name.endswith("-shm") else path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("name", ["data", "a b/c d", "100%41/%s", "ä ö/ß", "q?a#b&c", "it's"])
def test_a_new_folder_is_made_and_used_whatever_its_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    for _ in range(2):
        store = opened(folder)
        with store.open(writing=True) as work:
            work.content.replace(deck(), NOON)
            work.commit()
        store.close()
    assert [path.name for path in folder.iterdir()] == [FILE]


def test_an_empty_file_is_no_database_yet(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    close(tmp_path)
    assert (tmp_path / FILE).stat().st_size


def test_opening_again_changes_nothing_and_makes_no_backup(tmp_path: Path) -> None:
    close(tmp_path)
    before = contents(tmp_path)
    close(tmp_path)
    assert contents(tmp_path) == before


def test_opening_again_needs_neither_alembic_nor_sqlalchemy(tmp_path: Path) -> None:
    close(tmp_path)
    script = (
        "import sys; from pathlib import Path; from certdeck.store.database import open_database\n"
        "folder = Path(sys.argv[1]); store = open_database(folder, backups=folder, stamp='x')\n"
        "with store.open() as work: work.content.heads(), work.history.undoable(), work.sittings.heads()\n"
        "print([name for name in ('alembic', 'sqlalchemy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_of_two_programs_that_start_at_the_same_moment_none_does_harm(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; import certdeck.store.migrations.run\n"
        "from certdeck.store.database import open_database\n"
        "folder = Path(sys.argv[1]); print('ready', flush=True); sys.stdin.readline()\n"
        "store = open_database(folder, backups=folder, stamp='x')\n"
        "with store.open(writing=True) as work: work.preferences.put(sys.argv[2], '1'); work.commit()\n"
    )
    programs = {
        name: subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("first", "second")
    }
    for program in programs.values():
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs.values():
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    said = {name: program.communicate()[1] for name, program in programs.items()}
    up = {name for name, program in programs.items() if program.returncode == 0}
    # SQLite does not wait for the one that is just switching to a write-ahead log; then the other one says so.
    assert up
    assert all("Another program is using the database" in said[name] for name in programs.keys() - up), said
    store = opened(tmp_path)
    with store.open() as work:
        assert work.preferences.all().keys() == up
    store.close()


# What is refused


def text(file: Path) -> None:
    file.write_text("Dear diary, this is not a database.\n" * 50)


def short_text(file: Path) -> None:
    file.write_text("Hi")


def garbage(file: Path) -> None:
    file.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)


def header_only(file: Path) -> None:
    file.write_bytes(b"SQLite format 3\0")


def cut_off(file: Path) -> None:
    shutil.copy(RELEASED / "0001.db", file)
    with file.open("r+b") as stream:
        stream.truncate(1024)


def of_another_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE notes (text)")
        other.commit()


def of_another_program_with_logs(file: Path) -> None:
    of_another_program(file)
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA journal_mode=WAL")


def of_another_program_in_use(file: Path) -> None:
    """Leave a file with a write-ahead log, as a program leaves it that is running or was killed."""
    source = file.parent.parent / "source.db"
    with closing(sqlite3.connect(source)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE notes (text)")
        other.commit()
        for suffix in ("", "-wal", "-shm"):
            shutil.copy(f"{source}{suffix}", f"{file}{suffix}")


def of_a_later_version(file: Path) -> None:
    shutil.copy(RELEASED / "0001.db", file)
    with closing(sqlite3.connect(file)) as later:
        later.execute("UPDATE alembic_version SET version_num = '0099'")
        later.commit()


@pytest.mark.parametrize(
    ("spoil", "kind", "reason"),
    [
        (text, ForeignStore, "it is not a database"),
        (short_text, ForeignStore, "it is not a database"),
        (garbage, ForeignStore, "it is damaged"),
        (header_only, ForeignStore, "it is damaged"),
        (cut_off, ForeignStore, "it is damaged"),
        (of_another_program, ForeignStore, "another program wrote it"),
        (of_another_program_with_logs, ForeignStore, "another program wrote it"),
        (of_another_program_in_use, ForeignStore, "another program wrote it"),
        (of_a_later_version, NewerStore, "written by a later version of Certdeck (schema 0099, this version knows"),
    ],
)
def test_a_file_that_is_not_ours_to_use_is_refused_in_words_and_left_as_it_is(
    tmp_path: Path, spoil: Spoil, kind: type[StoreError], reason: str
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    spoil(folder / FILE)
    before = contents(folder)
    with pytest.raises(kind) as refusal:
        opened(folder)
    said = str(refusal.value)
    assert reason in said
    assert str(folder / FILE) in said
    assert "It was left as it is." in said
    assert "--data-dir" in said
    assert contents(folder) == before


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_a_file_in_place_of_the_folder_is_said_in_words(tmp_path: Path, below: str) -> None:
    (tmp_path / "data").write_text("A file.")
    folder = tmp_path / "data" / below
    with pytest.raises(UnusableFolder) as refusal:
        opened(folder)
    assert str(refusal.value) == (
        f"The data folder {folder} can't be used: a file is in its place. Nothing was changed. "
        "Choose another folder with --data-dir, or mend its permissions."
    )
    assert (tmp_path / "data").read_text() == "A file."


def test_a_folder_in_place_of_the_database_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(UnusableFolder) as refusal:
        opened(tmp_path)
    assert str(tmp_path / FILE) in str(refusal.value)
    assert "Nothing was changed" in str(refusal.value)


def test_a_folder_without_permission_to_write_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda _folder, _mode: False)
    with pytest.raises(UnusableFolder, match="no permission to write"):
        opened(tmp_path)
    assert contents(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 100)
    with pytest.raises(UnusableFolder) as refusal:
        opened(folder)
    assert str(folder) in str(refusal.value)


def test_a_database_that_another_program_keeps_to_itself_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    shutil.copy(RELEASED / "0001.db", tmp_path / FILE)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("UPDATE setting SET value = '8'")
        with pytest.raises(StoreError) as refusal:
            opened(tmp_path)
    assert str(tmp_path / FILE) in str(refusal.value)
    assert "can't be read now (database is locked). It was left as it is." in str(refusal.value)


# Migrations


@pytest.fixture
def next_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the program one more migration, so that the released database is an older one; return its module."""
    scripts = tmp_path / "next" / "migrations"
    shutil.copytree(Path(run.__file__).parent, scripts)
    (scripts / "versions" / "r9999_next.py").write_text(
        f"from alembic import op\nimport sqlalchemy as sa\nrevision = '9999'\ndown_revision = '{HEAD}'\n"
        "def upgrade():\n    op.create_table('later', sa.Column('id', sa.Integer(), primary_key=True))\n"
        "    op.add_column('setting', sa.Column('note', sa.String()))\n"
    )
    monkeypatch.setattr(run, "__file__", str(scripts / "run.py"))
    monkeypatch.setattr(database, "KNOWN", (*KNOWN, "9999"))
    monkeypatch.setattr(database, "HEAD", "9999")
    return scripts / "versions" / "r9999_next.py"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(RELEASED / "0001.db", folder / FILE)
    return folder


def revision(file: Path) -> str:
    with closing(sqlite3.connect(file)) as reader:
        return str(reader.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.mark.usefixtures("next_schema")
def test_an_older_database_is_copied_and_then_brought_up_to_date(older: Path) -> None:
    store = opened(older)
    with store.open() as work:
        assert [head.id for head in work.content.heads()] == ["deck-1"]
        assert work.presets.all()[0].options.new_per_day == 7
    store.close()
    assert revision(older / FILE) == "9999"
    (backup,) = (older / "backups").iterdir()
    assert backup.name == "certdeck-0001-20260314-120000.db"
    assert revision(backup) == "0001"
    with closing(sqlite3.connect(backup)) as copy, closing(sqlite3.connect(RELEASED / "0001.db")) as original:
        assert list(copy.iterdump()) == list(original.iterdump())


def test_whoever_opens_an_older_database_hears_of_it_before_it_is_touched(older: Path) -> None:
    steps: list[tuple[int, int]] = []

    def updating(update: Update) -> None:
        assert (revision(older / FILE), (older / "backups").exists()) == ("0001", False)
        update(lambda done, total: steps.append((done, total)))

    open_database(older, backups=older / "backups", stamp="test", updating=updating).close()
    assert steps == [(done, len(KNOWN) + 1) for done in range(len(KNOWN) + 2)]
    open_database(older, backups=older, stamp="again", updating=lambda _update: pytest.fail("It is not.")).close()


@pytest.mark.usefixtures("next_schema")
def test_no_migration_without_its_backup(older: Path) -> None:
    (older / "backups").write_text("A file.")
    before = contents(older)
    with pytest.raises(UnusableFolder) as refusal:
        opened(older)
    assert str(older / "backups") in str(refusal.value)
    assert "Nothing was changed." in str(refusal.value)
    assert contents(older) == before


@pytest.mark.usefixtures("next_schema")
def test_a_backup_that_could_not_be_finished_is_not_left_behind(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def cramped(target: Path | str, **options: object) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(target, **options)  # type: ignore[call-overload]  # handed on as they came
        if "backups" in str(target):
            made.execute("PRAGMA journal_mode=OFF")
            made.execute("PRAGMA max_page_count=4")
        return made

    monkeypatch.setattr(sqlite3, "connect", cramped)
    with pytest.raises(UnusableFolder, match="could not be written"):
        opened(older)
    assert list((older / "backups").iterdir()) == []
    assert revision(older / FILE) == "0001"


def test_a_migration_that_fails_leaves_the_older_database_as_it_was(older: Path, next_schema: Path) -> None:
    next_schema.write_text(next_schema.read_text() + "    op.execute('INSERT INTO nowhere VALUES (1)')\n")
    with closing(sqlite3.connect(older / FILE)) as reader:
        before = list(reader.iterdump())
    with pytest.raises(Exception, match="no such table: nowhere"):
        opened(older)
    with closing(sqlite3.connect(older / FILE)) as reader:
        assert list(reader.iterdump()) == before


@pytest.mark.usefixtures("next_schema")
def test_a_disk_that_is_full_during_a_migration_is_said_in_words(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PRAGMAS", (*connection.PRAGMAS, "max_page_count=1"))
    with pytest.raises(StoreError, match="The disk is full"):
        opened(older)
    assert revision(older / FILE) == "0001"
