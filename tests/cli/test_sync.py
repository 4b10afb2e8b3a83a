"""`certdeck sync`: what it prints is what docs/command-line.md says, and what one library did the other one has."""

import json
from pathlib import Path

import pytest

from certdeck.cli.main import main
from tests.cli.documented import documented


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_two_libraries_sync_and_the_json_has_the_keys_that_the_document_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, folder = tmp_path / "first", tmp_path / "second", tmp_path / "shared"
    folder.mkdir()
    card = json.loads(run(capsys, "review", "next", "--json", "--data-dir", first)[1])["id"]
    assert run(capsys, "review", "answer", card, "easy", "--data-dir", first)[0] == 0
    code, out, _ = run(capsys, "sync", folder, "--dry-run", "--data-dir", first)
    assert (code, list(folder.iterdir())) == (0, [])
    assert "would go out: 1 rating" in out
    told = json.loads(run(capsys, "sync", folder, "--json", "--data-dir", first)[1])
    written = documented("sync")
    assert told.keys() == written.keys()
    for part in ("sent", "came", "files"):
        assert told[part].keys() == written[part].keys()
    code, out, _ = run(capsys, "sync", folder, "--data-dir", second)
    assert code == 0
    assert f"{folder}: 1 other library\n  went out: nothing\n  came in: 1 rating\n" in out


def test_a_folder_that_is_not_there_is_an_error_in_words_and_a_strange_file_gives_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    code, out, err = run(capsys, "sync", tmp_path / "gone", "--data-dir", data)
    assert (code, out) == (1, "")
    assert "There is no folder" in err
    (tmp_path / "shared" / "certdeck-sync").mkdir(parents=True)
    (tmp_path / "shared" / "certdeck-sync" / "note.txt").write_text("mine")
    code, out, _ = run(capsys, "sync", tmp_path / "shared", "--data-dir", data)
    assert code == 1
    assert "note.txt is no file of changes. It was left alone." in out


def test_what_could_not_be_written_is_not_said_to_have_gone_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, folder = tmp_path / "data", tmp_path / "shared"
    folder.mkdir()
    card = json.loads(run(capsys, "review", "next", "--json", "--data-dir", data)[1])["id"]
    run(capsys, "review", "answer", card, "easy", "--data-dir", data)

    def full(_target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("certdeck.exporters.shared_folder.replacing", full)
    code, out, _ = run(capsys, "sync", folder, "--data-dir", data)
    assert code == 1
    assert "could not all go out: 1 rating" in out
    assert "Not written: 1 file. What is in them goes with the next sync." in out
