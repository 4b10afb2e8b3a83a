"""`certdeck exam`: what it prints as JSON is what docs/command-line.md says, and the same seed is the same exam."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from certdeck.cli.main import main
from tests.cli.documented import documented


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


class Run:
    """Runs `certdeck exam …` in one library."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def __call__(self, *words: str) -> str:
        assert main(["exam", *words, "--data-dir", str(self._folder)]) == 0
        return self._capsys.readouterr().out

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def refused(self, *words: str) -> str:
        assert main(["exam", *words, "--data-dir", str(self._folder)]) == 1
        return self._capsys.readouterr().err


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(folder, capsys)


def test_the_same_seed_draws_the_same_form_whatever_was_sat_before(run: Run) -> None:
    first = run.json("draw", "--blueprint", "mla-c01", "--seed", "7")
    run("sit", "--seed", "7", "--answers", "random")
    assert run.json("draw", "--blueprint", "mla-c01", "--seed", "7") == first
    assert run.json("sit", "--seed", "7", "--answers", "key")["items"][0]["id"] == first["items"][0]["id"]


def test_a_drawn_form_has_the_numbers_of_the_real_exam(run: Run) -> None:
    items = run.json("draw", "--blueprint", "mla-c01", "--seed", "7")["items"]
    assert Counter(item["domain"] for item in items if item["scored"]) == {"1": 14, "2": 13, "3": 11, "4": 12}
    assert len(items) == len({item["id"] for item in items}) == 65


def test_the_key_earns_every_point_and_nothing_answered_none(run: Run, tmp_path: Path) -> None:
    best = run.json("sit", "--blueprint", "mla-c01", "--seed", "7", "--answers", "key")
    assert (best["scaled"], best["passed"], best["correct"], best["scored"]) == (1000, True, 50, 50)
    empty = tmp_path / "empty.json"
    empty.write_text("{}")
    worst = run.json("sit", "--blueprint", "mla-c01", "--seed", "7", "--answers", str(empty))
    assert (worst["scaled"], worst["passed"], worst["correct"]) == (100, False, 0)


def test_answers_from_a_file_are_graded_like_clicks(run: Run, tmp_path: Path) -> None:
    key = run.json("sit", "--seed", "3", "--answers", "key")
    answers = {item["id"]: item["answer"] for item in key["items"]}
    some = [item["id"] for item in key["items"] if item["scored"]][:10]
    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps({name: answers[name] for name in some}))
    graded = run.json("sit", "--seed", "3", "--answers", str(sheet))
    assert graded["correct"] == 10
    assert {item["id"] for item in graded["items"] if item["right"]} == set(some)


def test_what_a_result_prints_as_answers_is_a_file_of_answers(run: Run, tmp_path: Path) -> None:
    name = run.json("draw", "--seed", "3")["items"][0]["id"]
    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps({name: None}))
    empty = run.json("sit", "--seed", "3", "--answers", str(sheet))
    sheet.write_text(json.dumps({item["id"]: item["answer"] for item in empty["items"]}))
    again = run.json("sit", "--seed", "3", "--answers", str(sheet))
    assert again["correct"] == 0
    assert "  65 of 65 questions have no answer\n" in run("show", str(again["id"]))
    assert {item["answer"] for item in again["items"]} == {None}


def test_random_answers_of_one_seed_are_the_same_each_time(run: Run) -> None:
    results = [run.json("sit", "--seed", "11", "--answers", "random") for _ in range(2)]
    assert [item["answer"] for item in results[0]["items"]] == [item["answer"] for item in results[1]["items"]]
    assert 0 < results[0]["correct"] < 50


def test_what_was_sat_is_listed_and_can_be_shown_again(run: Run) -> None:
    sat = run.json("sit", "--seed", "5", "--answers", "random")
    newest = run.json("list")[0]
    assert (newest["id"], newest["scaled"], newest["correct"]) == (sat["id"], sat["scaled"], sat["correct"])
    assert run.json("show", str(sat["id"])) == sat
    assert f"estimated score {sat['scaled']}" in run("show", str(sat["id"]))
    assert f"{sat['title']}: {sat['correct']} of 50, {sat['scaled']}" in run("list")


def test_a_library_without_sittings_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(tmp_path, capsys)
    assert run("list") == "No exams yet.\n"
    assert run.json("list") == []


def test_a_refused_answer_names_its_question(run: Run, tmp_path: Path) -> None:
    name = run.json("draw", "--seed", "7")["items"][0]["id"]
    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps({name: 3}))
    said = run.refused("sit", "--seed", "7", "--answers", str(sheet))
    assert f"{sheet}: {name}: The answer must be" in said
    assert said.endswith("Nothing was stored.\n")


def test_an_empty_letter_is_no_form(run: Run) -> None:
    assert "has no form" in run.refused("sit", "--form", "", "--answers", "key")


def test_the_forms_for_authors_share_no_question(run: Run) -> None:
    printed = run("forms", "--blueprint", "mla-c01", "--seed", "7")
    names = re.findall(r"^      - (\S+)$", printed, re.MULTILINE)
    assert printed.startswith("exam: mla-c01\nforms:\n  - name: A\n    scored:\n")
    assert len(names) == len(set(names)) == 5 * 65


def test_the_successor_has_its_own_weights(run: Run) -> None:
    items = run.json("draw", "--blueprint", "mla-c02", "--seed", "1")["items"]
    assert Counter(item["domain"] for item in items if item["scored"]) == {"1": 14, "2": 12, "3": 12, "4": 12}


def test_a_form_is_printed_for_people_too(run: Run) -> None:
    lines = run("draw", "--seed", "7").splitlines()
    assert lines[0] == "mla-c01, seed 7, 65 questions"
    assert len(lines) == 66


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"q-none": ["a"]}', "the form has no question q-none"),
        ("[1, 2]", "must hold an object"),
        ("{", "is not JSON"),
        ('{"q-a": ["a"], "q-b": null, "q-a": ["b"]}', "answers q-a twice"),
        ('{"q-a": {"p1": "c", "p1": "a"}}', "answers p1 twice"),
    ],
)
def test_answers_that_do_not_fit_the_form_are_refused_and_store_nothing(
    run: Run, tmp_path: Path, content: str, said: str
) -> None:
    sheet = tmp_path / "sheet.json"
    sheet.write_text(content)
    before = run.json("list")
    assert said in run.refused("sit", "--seed", "7", "--answers", str(sheet))
    assert run.json("list") == before


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("multiple-choice", ["a", "b"], "The question asks for 1, and 2 were chosen"),
        ("multiple-choice", ["a", "a"], "holds a response twice"),
        ("multiple-choice", "a", "must be a list"),
        ("multiple-choice", ["zz"], "The question has no response zz"),
        ("ordering", ["a", "a", "b"], "was given more than once"),
        ("matching", ["a"], "must be an object from prompts to responses"),
        ("matching", {"p1": 3}, "must be an object from prompts to responses"),
    ],
)
def test_an_answer_of_the_wrong_shape_is_refused(run: Run, tmp_path: Path, kind: str, given: object, said: str) -> None:
    items = run.json("draw", "--seed", "7")["items"]
    name = next(item["id"] for item in items if item["kind"] == kind)
    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps({name: given}))
    assert said in run.refused("sit", "--seed", "7", "--answers", str(sheet))


def test_a_file_that_is_not_there_and_an_exam_that_is_not_are_said_in_words(run: Run, tmp_path: Path) -> None:
    assert "can't be read" in run.refused("sit", "--seed", "7", "--answers", str(tmp_path / "none.json"))
    assert "There is no exam number 999" in run.refused("show", "999")
    assert "There is no exam called xyz" in run.refused("draw", "--blueprint", "xyz")
    assert "has no form Z" in run.refused("sit", "--form", "Z", "--answers", "key")


def shape(value: Any) -> Any:
    """Return the keys of `value` and of what is in it; of a list the shape of its first entry."""
    if isinstance(value, dict):
        return {key: shape(entry) for key, entry in value.items()} if "id" in value or "items" in value else {}
    return [shape(value[0])] if isinstance(value, list) and value else None


@pytest.mark.parametrize("command", ["draw", "sit", "list"])
def test_the_documented_json_is_what_is_printed(run: Run, command: str) -> None:
    words = {"draw": ("--seed", "7"), "sit": ("--seed", "7", "--answers", "key"), "list": ()}[command]
    written, printed = shape(documented(command)), shape(run.json(command, *words))
    assert json.dumps(written, sort_keys=True) == json.dumps(printed, sort_keys=True)


def test_a_number_that_no_database_holds_makes_no_sense(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["exam", "show", "9" * 30], ["exam", "sit", "--answers", "key", "--seed", str(2**63)]):
        with pytest.raises(SystemExit) as leaving:
            main(words)
        assert leaving.value.code == 2
        assert "is too large" in capsys.readouterr().err


def test_a_file_of_answers_that_is_nested_without_end_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    file.write_text("[" * 200_000, encoding="utf-8")
    assert "is not JSON" in run.refused("sit", "--seed", "7", "--answers", str(file))


def test_the_score_report_of_a_sitting_is_printed(
    run: Run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sitting = run.json("sit", "--seed", "7", "--answers", "random")["id"]
    target, library = tmp_path / "report.pdf", ["--data-dir", str(folder)]
    assert main(["export", "report", str(sitting), str(target), "--paper", "letter", *library]) == 0
    assert target.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out.startswith(f"{target}: ")
    assert main(["export", "report", "999", str(tmp_path / "none.pdf"), *library]) == 1
    assert not (tmp_path / "none.pdf").exists()
