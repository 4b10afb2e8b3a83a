"""`certdeck review` and `certdeck due`: what they print as JSON is what docs/command-line.md says."""

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from certdeck.bootstrap import SystemClock
from certdeck.cli.commands import opened
from certdeck.cli.main import main
from certdeck.core.ids import DeckId
from tests.cli.documented import documented
from tests.library import give_options


class Run:
    """Runs `certdeck …` in one library."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def __call__(self, *words: str) -> str:
        assert main([*words, "--data-dir", str(self._folder)]) == 0
        return self._capsys.readouterr().out

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def refused(self, *words: str) -> str:
        assert main([*words, "--data-dir", str(self._folder)]) == 1
        return self._capsys.readouterr().err


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(folder, capsys)


def test_a_card_is_asked_and_rated_and_the_next_one_comes(run: Run) -> None:
    asked = run.json("review", "next")
    assert run.json("review", "next") == asked
    rated = run.json("review", "answer", asked["id"], "easy")
    assert (rated["id"], rated["rating"], rated["phase"]) == (asked["id"], "easy", "review")
    due = datetime.fromisoformat(rated["due"]) - datetime.fromisoformat(rated["last_review"])
    assert round(due.total_seconds()) == asked["intervals"]["easy"]
    after = run.json("review", "next")
    assert after["id"] != asked["id"]
    assert after["left"]["new"] == asked["left"]["new"] - 1
    assert f"{after['id']} (new)" in run("review", "next")


def test_what_is_printed_is_what_is_documented(run: Run) -> None:
    asked = run.json("review", "next")
    assert asked.keys() - {"answer"} == documented("next").keys()
    assert [asked[key].keys() for key in ("intervals", "left")] == [
        documented("next")[key].keys() for key in ("intervals", "left")
    ]
    assert run.json("review", "answer", asked["id"], "good").keys() == documented("answer").keys()
    assert run.json("due", "--days", "1")[0].keys() == documented("due")[0].keys()


def test_an_answer_given_earlier_is_recorded_with_its_time(run: Run) -> None:
    asked = run.json("review", "next")["id"]
    earlier = (SystemClock().now() - timedelta(hours=30)).replace(microsecond=0)
    rated = run.json("review", "answer", asked, "easy", "--at", earlier.isoformat())
    assert datetime.fromisoformat(rated["last_review"]) == earlier
    too_early = (earlier - timedelta(hours=1)).isoformat()
    assert f"{asked} was last reviewed at {earlier:%Y-%m-%d %H:%M:%S}" in run.refused(
        "review", "answer", asked, "good", "--at", too_early
    )
    ahead = (SystemClock().now() + timedelta(days=1)).isoformat()
    assert "is still to come" in run.refused("review", "answer", asked, "good", "--at", ahead)
    assert "is no time" in run.refused("review", "answer", asked, "good", "--at", "yesterday")


@pytest.mark.parametrize("zone", ["+02:00", "-11:30", ""])
def test_an_answer_can_be_given_in_any_zone_and_without_one_in_that_of_the_learner(
    run: Run, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    here = timezone(timedelta(hours=-5))
    monkeypatch.setattr(SystemClock, "zone", lambda _clock: here)
    asked = run.json("review", "next")["id"]
    earlier = (SystemClock().now() - timedelta(hours=30)).replace(microsecond=0)
    given = earlier.astimezone(datetime.fromisoformat(f"2026-01-01T00:00{zone}").tzinfo or here)
    rated = run.json("review", "answer", asked, "easy", "--at", f"{given:%Y-%m-%dT%H:%M:%S}{zone}")
    assert datetime.fromisoformat(rated["last_review"]) == earlier


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:00:00-10:00", "2026-13-01", ""])
def test_a_time_that_there_is_not_is_refused_in_words(run: Run, text: str) -> None:
    asked = run.json("review", "next")["id"]
    assert "is no time" in run.refused("review", "answer", asked, "good", "--at", text)


def test_a_card_asked_in_one_way_goes_by_its_own_name(run: Run) -> None:
    asked = run.json("review", "next")
    card = asked["card"]
    if asked["kind"] == "basic":
        assert run("review", "answer", card, "hard").startswith(f"{asked['id']}: hard, due ")
    assert "There is no card called c-none" in run.refused("review", "answer", "c-none", "good")
    assert "There is no card called c-none/1" in run.refused("review", "answer", "c-none/1", "good")
    assert f"{card} is asked as {card}/1" in run.refused("review", "answer", f"{card}/99", "good")


def test_a_rating_that_does_not_exist_makes_no_sense(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["review", "answer", "c-1", "perfect"], ["due", "--days", "0"], ["due", "--days", "9999"]):
        with pytest.raises(SystemExit) as leaving:
            main(words)
        assert leaving.value.code == 2
        assert "perfect" in (said := capsys.readouterr().err) or "days" in said


def test_a_rating_may_be_given_by_the_number_of_its_key_and_in_capitals(run: Run) -> None:
    for words, rating in (("2", "hard"), ("Again", "again"), ("4", "easy")):
        assert run.json("review", "answer", run.json("review", "next")["id"], words)["rating"] == rating


def test_a_card_of_another_deck_is_rated_by_the_options_of_its_deck(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "words.csv"
    file.write_text("#notetype:Basic\n#deck:Words\nla casa,the house\n", encoding="utf-8")
    run("import", str(file))
    with opened(folder) as services:
        give_options(services, DeckId("import-words"), learning_steps=())
    (card,) = run.json("cards", "search", "deck:Words")
    assert run.json("review", "answer", card["id"], "good")["phase"] == "review"


def test_the_coming_days_are_told_with_new_cards_at_the_daily_limit(run: Run) -> None:
    run("review", "answer", run.json("review", "next")["id"], "easy")
    days = run.json("due", "--days", "40")
    assert len(days) == 40
    assert {entry["new"] for entry in days[1:30]} == {20}
    first = date.fromisoformat(days[0]["day"])
    assert [date.fromisoformat(entry["day"]) for entry in days] == [first + timedelta(days=n) for n in range(40)]
    assert sum(entry["reviews"] for entry in days) > 0
    assert len(run("due").splitlines()) == 30
