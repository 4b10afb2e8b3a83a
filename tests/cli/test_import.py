"""`certdeck import`."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from certdeck.cli.main import main
from certdeck.store import indexing
from certdeck.store.library_file import FILE
from tests.cli.documented import documented
from tests.importers.anki_files import database, exported, open_anki, sample


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "cards.csv"
    file.write_text("#deck:Mine\nWhat is S3?,Objects\nWhat is EBS?,\n", encoding="utf-8")
    return file


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_dry_run_tells_and_changes_nothing(tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    code, out, _ = run(capsys, "import", file, "--dry-run", "--json", "--data-dir", data)
    assert code == 0
    told = json.loads(out)
    assert told["imported"] is False
    assert told["cards"]["new"] == 1
    assert told["empty"] == 1
    assert json.loads(run(capsys, "cards", "search", "deck:Mine", "--json", "--data-dir", data)[1]) == []


def test_an_import_tells_what_came_and_what_was_lost(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    code, out, _ = run(capsys, "import", file, "--data-dir", data)
    assert code == 0
    assert "1 card new" in out
    assert "lost or changed: notes (1): nothing would be asked" in out
    assert run(capsys, "import", file, "--json", "--data-dir", data)[0] == 0
    (found,) = json.loads(run(capsys, "cards", "search", "deck:Mine", "--json", "--data-dir", data)[1])
    assert found["deck"] == "import-mine"


def test_a_file_that_can_not_be_imported_is_an_error_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.apkg"
    broken.write_bytes(b"PK\x03\x04")
    code, out, err = run(capsys, "import", broken, "--data-dir", tmp_path / "data")
    assert (code, out) == (1, "")
    assert "broken.apkg can't be imported: it is damaged or was not loaded whole. Nothing was imported." in err


def test_the_json_has_the_keys_that_the_document_names(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(run(capsys, "import", file, "--json", "--data-dir", tmp_path / "data")[1])
    written = documented("import")
    assert told.keys() == written.keys()
    assert told["cards"].keys() == written["cards"].keys()
    assert told["lost"][0].keys() == written["lost"][0].keys()


def test_reviews_come_home_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package, data = tmp_path / "mla.apkg", tmp_path / "data"
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        exported(anki, package)
        assert run(capsys, "import", package, "--data-dir", data)[0] == 0
        card = anki.find_cards("S3")[0]
        database(anki).execute("insert into revlog values (1760000000000, ?, -1, 3, 1, 1, 2500, 4000, 1)", card)
        exported(anki, package)
    told = json.loads(run(capsys, "merge-history", package, "--json", "--data-dir", data)[1])
    assert (told["added"], told["known"], told["strangers"]) == (1, 0, 0)
    assert told.keys() == documented("merge").keys()
    assert "  0 new, of 0 cards\n  1 known before" in run(capsys, "merge-history", package, "--data-dir", data)[1]


def test_cards_of_another_library_come_as_json_and_not_as_a_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there, package = tmp_path / "here", tmp_path / "there", tmp_path / "mine.apkg"
    (tmp_path / "mine.csv").write_text("#separator:comma\nFirst of mine?,One\n", encoding="utf-8")
    assert run(capsys, "import", tmp_path / "mine.csv", "--data-dir", here)[0] == 0
    assert run(capsys, "export", "anki", package, "--query", "mine", "--data-dir", here)[0] == 0
    code, _, err = run(capsys, "import", package, "--data-dir", there)
    assert (code, "holds only notes that Certdeck wrote. Nothing was imported." in err) == (1, True)
    assert "1 note left out: Certdeck wrote them" in run(capsys, "import", package, "--dry-run", "--data-dir", there)[1]
    assert run(capsys, "export", "json", tmp_path / "mine.json", "--query", "mine", "--data-dir", here)[0] == 0
    assert run(capsys, "import", tmp_path / "mine.json", "--data-dir", there)[0] == 0
    assert "First of mine?" in run(capsys, "cards", "search", "mine", "--data-dir", there)[1]


def test_all_cards_are_searchable_once_the_command_is_done(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 0)
    data = tmp_path / "data"
    assert run(capsys, "import", file, "--data-dir", data)[0] == 0
    with closing(sqlite3.connect(data / FILE)) as connection:
        assert connection.execute("SELECT count(*) FROM unindexed").fetchone() == (0,)
