"""`certdeck stats`: what it prints as JSON is what docs/command-line.md says, and what the services reckon."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from certdeck.cli.main import main
from certdeck.store.face_numbers import id_of
from tests.cli.documented import documented
from tests.long_log import learner, write

FACES = f"SELECT {id_of('face')} FROM face_state ORDER BY position LIMIT 200"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a library with the shipped deck and some weeks of study."""
    import sqlite3
    from contextlib import closing

    library = tmp_path_factory.mktemp("library")
    assert main(["stats", "--data-dir", str(library)]) == 0
    with closing(sqlite3.connect(library / "certdeck.db")) as connection:
        faces = [name for (name,) in connection.execute(FACES)]
    now = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 (the command reads the computer's own clock)
    write(library, learner(faces, 1500, now - timedelta(minutes=1), days=90))
    return library


def printed(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["stats", *words, "--data-dir", str(folder)]) == 0
    return capsys.readouterr().out


def figures(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(printed(folder, capsys, *words, "--json"))


def shape(value: Any) -> Any:
    """Return the keys of `value` and of what is inside it; of a list, those of its first entry."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if isinstance(value, int | float) or value is None else "text"


def test_the_json_has_the_keys_that_the_documentation_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shape(figures(folder, capsys, "--exam", "mla-c01", "--days", "90")) == shape(documented("stats"))


def test_the_sums_of_the_json_agree(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(folder, capsys)
    whole = found["retention"][-1]
    assert sum(step["ratings"] for step in found["activity"]) > 400
    assert whole["young"]["of"] + whole["mature"]["of"] == sum(hour["of"] for hour in found["hours"])
    assert sum(entry["of"] for entry in found["calibration"]["bins"]) == found["calibration"]["reviews"]
    assert found["cards"]["learnt"] == sum(found["stability"]["counts"]) == sum(found["recall"]["counts"])
    forecast = found["forecast"]
    assert sum(forecast["reviews"]) + forecast["left"] == sum(forecast["due"])
    assert sum(forecast["skipping"]) + forecast["skipping_left"] == sum(forecast["due"])
    assert (found["days"], len(forecast["due"]), found["domains"]) == (None, 365, [])


def test_days_bound_what_is_looked_at(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(folder, capsys, "--days", "7")
    assert (found["days"], len(found["activity"]), len(found["forecast"]["due"])) == (7, 7, 7)


def test_the_lines_for_people_name_every_task_of_the_exam(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(folder, capsys, "--exam", "mla-c01").splitlines()
    assert lines[0].startswith("Today: ")
    assert len([line for line in lines if line.startswith("  ")]) == 12


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("0", "0 is not 1 to 36,500 days"),
        ("40000", "40000 is not 1 to 36,500 days"),
        ("1.5", "“1.5” is no whole number"),
    ],
)
def test_days_that_make_no_sense_are_refused_in_words(
    capsys: pytest.CaptureFixture[str], words: str, said: str
) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(["stats", "--days", words])
    assert refusal.value.code == 2
    assert said in capsys.readouterr().err


def test_an_exam_that_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--exam", "nope", "--data-dir", str(folder)]) == 1
    assert "There is no exam called nope" in capsys.readouterr().err


def test_a_forecast_that_nothing_was_compared_with_has_no_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(tmp_path, capsys, "--days", "1").splitlines()
    assert "Forecast of recall: no review to judge it by yet" in lines
    assert "Studied on 0 of the last 1 day: 0 ratings" in lines
