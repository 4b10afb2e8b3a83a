"""`certdeck fit`: what it prints is what docs/command-line.md says, and what it keeps holds in the window."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from certdeck import bootstrap
from certdeck.assets import places
from certdeck.cli import commands
from certdeck.cli.main import main
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.parameters import DEFAULTS, are_usable
from certdeck.core.scheduling.schedule import Schedule
from tests.builders import deck
from tests.cli.documented import documented
from tests.memory.learners import learner, studied
from tests.reviewing import cards, faces, record

REVIEWS = studied(learner(11), 2500)
MOST = len(faces(REVIEWS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a library with a deck that was studied."""
    data = tmp_path_factory.mktemp("library")
    services = bootstrap.build(places(data), bootstrap.SystemClock())
    with services.store.open(writing=True) as work:
        work.content.replace(deck(cards=cards(MOST)), services.clock.now())
        work.commit()
    record(services.store, REVIEWS)
    services.close()
    return data


class Run:
    """Runs `certdeck fit …` in one library."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        assert main(["fit", "--data-dir", str(self._folder), *words]) == code
        printed = self._capsys.readouterr()
        return printed.err if code else printed.out

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def face(self, name: FaceId) -> Schedule:
        with commands.opened(self._folder) as services:
            return services.study.state(name).schedule


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(folder, capsys)


def test_a_dry_run_prints_both_losses_and_keeps_nothing(run: Run) -> None:
    before = run.face(faces(REVIEWS)[0])
    lines = run("--deck", "deck-1", "--dry-run").splitlines()
    assert lines[0].startswith("deck-1: 2500 ratings, ")
    assert re.fullmatch(r"log loss on the last \d+: 0\.\d{4} before, 0\.\d{4} after", lines[1])
    assert lines[2].startswith("not kept: A fit to ")
    assert run.face(faces(REVIEWS)[0]) == before


def test_a_fit_is_kept_and_the_defaults_bring_the_old_memory_back(run: Run) -> None:
    before = run.face(faces(REVIEWS)[0])
    found = run.json("--deck", "deck-1")
    assert (found["outcome"], found["kept"], found["ratings"]) == ("kept", True, 2500)
    assert found["after"]["log_loss"] < found["before"]["log_loss"]
    assert are_usable(tuple(found["parameters"]))
    assert tuple(found["parameters"]) != DEFAULTS
    assert run.face(faces(REVIEWS)[0]).memory != before.memory
    assert run.face(faces(REVIEWS)[0]).due == before.due
    assert run("--deck", "deck-1", "--defaults") == "The schedule goes by the default parameters.\n"
    assert run.face(faces(REVIEWS)[0]) == before


def test_the_way_back_to_the_defaults_is_told_as_json_and_can_not_be_tried(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.json("--deck", "deck-1", "--defaults") == {"deck": "deck-1", "outcome": "defaults"}
    assert run.json("--defaults") == {"deck": "deck-1", "outcome": "defaults"}
    with pytest.raises(SystemExit) as refusal:
        run("--deck", "deck-1", "--defaults", "--dry-run")
    assert refusal.value.code == 2
    assert "not allowed with argument" in capsys.readouterr().err


def test_the_documented_json_is_what_is_printed(run: Run) -> None:
    written, printed = documented("fit"), run.json("--deck", "deck-1", "--dry-run")
    assert {key: type(value) for key, value in written.items()} == {key: type(value) for key, value in printed.items()}
    assert written["before"].keys() == printed["before"].keys() == printed["after"].keys()


def test_too_few_reviews_are_said_with_the_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(tmp_path, capsys)
    assert run() == (
        "aws-mla: 0 ratings, 0 of them after a day or more\n"
        "not kept: Too few reviews: 0 of the 400 that a fit needs came after a day or more. "
        "The schedule stays as it was.\n"
    )
    found = run.json()
    assert (found["outcome"], found["kept"], found["parameters"], found["before"]) == ("too-few", False, None, None)


def test_an_unknown_deck_is_refused_in_words(run: Run) -> None:
    assert "There is no deck called nothing in your library" in run("--deck", "nothing", code=1)


def test_an_interrupted_fit_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("certdeck.services.fitting.FittingService.fit", interrupted)
    assert run(code=130) == "certdeck: stopped. What was done until then is kept; what was under way is not.\n"


def test_a_terminal_sees_how_far_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["fit", "--data-dir", str(folder), "--deck", "deck-1", "--dry-run"]) == 0
    assert "\rfitting: 0 %" in capsys.readouterr().err
