"""Output that can't be written, and a run that is stopped: words and an exit code, never a traceback."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Sized
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest

from certdeck.cli.main import main
from certdeck.core.errors import StoreError
from certdeck.core.exam.events import Event
from certdeck.core.ids import SittingId
from certdeck.store.sittings import SittingTables

COMMANDS = (["exam", "list"], ["exam", "draw", "--seed", "7", "--json"], ["export", "pdf", "list"], ["--help"])


class FullDisk(io.RawIOBase):
    """A file that takes nothing as long as it is `full`."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.full = True

    def fileno(self) -> int:
        return self._number

    def writable(self) -> bool:
        return True

    def write(self, written: Sized) -> int:  # type: ignore[override]  # whatever has a length
        if self.full:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        return len(written)


def words_for(command: list[str], folder: Path) -> list[str]:
    return command if command == ["--help"] else [*command, "--data-dir", str(folder)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.mark.parametrize("buffered", [True, False])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_disk_is_said_in_words(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    buffered: bool,
) -> None:
    with (folder / "output.txt").open("wb") as file:
        raw = FullDisk(file.fileno())
        binary: Any = io.BufferedWriter(raw) if buffered else raw
        output = io.TextIOWrapper(binary, "utf-8", write_through=not buffered)
        monkeypatch.setattr(sys, "stdout", output)
        assert main(words_for(command, folder)) == 1
        monkeypatch.undo()
        said = capsys.readouterr().err
        assert said == f"certdeck: the output could not be written ({os.strerror(ENOSPC)}). What was done is kept.\n"
        raw.full = False
        output.detach()
        if buffered:
            binary.detach()


def run(command: list[str], folder: Path, stdout: int) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "certdeck", *words_for(command, folder)]
    # With a buffer, what is left in it fails once more when Python ends.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(words, check=False, stdout=stdout, stderr=subprocess.PIPE, text=True, env=buffered)


@pytest.mark.parametrize("command", COMMANDS[-2:], ids=" ".join)
def test_a_reader_that_has_left_is_told_nothing(folder: Path, command: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = run(command, folder, writer)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, "")


def test_letters_that_the_system_does_not_have_are_written_as_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "prüfung"
    words = [sys.executable, "-m", "certdeck", "check", str(folder)]
    ended = subprocess.run(
        words, check=False, capture_output=True, text=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert ended.returncode == 1
    assert "pr\\xfcfung" in ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_full_device_leaves_no_word_of_python_behind(folder: Path) -> None:
    for device in filter(Path.exists, (Path("/dev/full"),)):
        with device.open("wb") as full:
            ended = run(["exam", "list"], folder, full.fileno())
        assert ended.returncode == 1
        assert ended.stderr.startswith("certdeck: the output could not be written")
        assert len(ended.stderr.splitlines()) == 1


def test_what_is_no_failure_of_the_output_stays_a_bug(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    monkeypatch.setattr("certdeck.cli.exam.list_sittings", fail)
    with pytest.raises(OSError, match=os.strerror(ENOSPC)):
        main(["exam", "list", "--data-dir", str(folder)])


@pytest.mark.parametrize("words", [["gui"], ["exam", "list"], ["export", "pdf", "list"]], ids=" ".join)
def test_an_empty_name_is_no_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as leaving:
        main([*words, "--data-dir", ""])
    assert leaving.value.code == 2
    assert "--data-dir: the name of the folder is empty" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("failure", "code", "said"),
    [
        (StoreError("The disk is full. The last change was not kept."), 1, "certdeck: The disk is full."),
        (KeyboardInterrupt(), 130, "certdeck: stopped. What was done until then is kept; what was under way is not."),
    ],
    ids=["full", "stopped"],
)
def test_an_exam_that_fails_or_is_stopped_midway_leaves_nothing_behind(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failure: BaseException,
    code: int,
    said: str,
) -> None:
    library = ["--data-dir", str(folder)]
    assert main(["exam", "list", "--json", *library]) == 0
    before = json.loads(capsys.readouterr().out)
    append, appended = SittingTables.append, []

    def failing(tables: SittingTables, sitting: SittingId, event: Event, *rest: object) -> None:
        appended.append(event)
        if len(appended) == 60:
            raise failure
        append(tables, sitting, event, *rest)  # type: ignore[arg-type]  # whatever was given

    monkeypatch.setattr(SittingTables, "append", failing)
    assert main(["exam", "sit", "--seed", "7", "--answers", "key", *library]) == code
    assert capsys.readouterr().err.startswith(said)
    monkeypatch.undo()
    assert main(["exam", "list", "--json", *library]) == 0
    assert json.loads(capsys.readouterr().out) == before
