"""`certdeck backup`: what it prints is what docs/command-line.md says, and it helps where nothing else opens."""

import json
from pathlib import Path
from typing import Any

import pytest

from certdeck import bootstrap
from certdeck.assets import Places, places
from certdeck.cli.main import main
from certdeck.store.library_file import FILE
from tests.cli.documented import documented


class Run:
    """Runs `certdeck backup …` in one library."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data = data
        self._capsys = capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        assert main(["backup", *words, "--data-dir", str(self.data)]) == code
        printed = self._capsys.readouterr()
        return printed.err if code else printed.out

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def limit(self, new: int | None = None) -> int:
        """Return how many new cards a day there are; set it first if there is a number."""
        services = bootstrap.build(Places(places().resources, self.data / "none", self.data), bootstrap.SystemClock())
        if new is not None:
            services.options.change(new_per_day=new)
        found = services.options.presets()[0].options.new_per_day
        services.close()
        return found


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(tmp_path, capsys)


def test_what_was_backed_up_is_listed_and_comes_back(run: Run) -> None:
    run.limit(7)
    made = run.json("make")
    run.limit(9)
    assert run.json("list") == [made]
    assert run("list").startswith(made["name"])
    done = run.json("restore", made["name"])
    assert done["restored"] == made
    assert run.limit() == 7
    assert [backup["name"] for backup in run.json("list")] == [done["before"]["name"], made["name"]]
    assert run("restore", done["before"]["name"]).startswith("Your library is what it was on ")
    assert run.limit() == 9


def test_the_json_is_as_documented(run: Run) -> None:
    run.limit(7)
    made = run.json("make")
    assert made.keys() == documented("backup-make").keys()
    assert run.json("restore", "latest").keys() == documented("backup-restore").keys()


def test_people_read_when_it_was_made_and_what_it_is_called(run: Run) -> None:
    run.limit(7)
    said, name = run("make").splitlines()
    assert said.startswith("Backed up: ")
    assert (run.data / "backups" / name.strip()).is_file()


def test_without_backups_that_is_said_and_nothing_is_restored(run: Run) -> None:
    assert run("list") == "no backups yet\n"
    assert run.json("list") == []
    assert run("restore", "latest", code=1) == "certdeck: There are no backups yet. Nothing was changed.\n"
    assert run("restore", "other", code=1) == "certdeck: There is no backup other. Nothing was changed.\n"
    assert "There is no library in" in run("make", code=1)


def test_a_library_that_no_command_can_open_is_restored(run: Run) -> None:
    run.limit(7)
    run("make")
    (run.data / FILE).write_bytes(b"no database")
    assert "too damaged for a backup" in run("restore", "latest")
    assert (run.data / "certdeck-damaged.db").read_bytes() == b"no database"
    assert run.limit() == 7
