"""The command line as a user meets it: what is printed, and the exit code."""

import json
from pathlib import Path

import pytest

from certdeck.cli import commands
from certdeck.cli.main import main

DECKS = Path(__file__).parents[2] / "decks"
BROKEN = Path(__file__).parents[1] / "importers" / "broken_deck"


def test_a_whole_deck_is_checked_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DECKS / "aws-mla")]) == 0
    assert capsys.readouterr().out == ""


def test_every_problem_of_a_broken_deck_is_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(BROKEN)]) == 1
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert printed.err == f"{len(lines)} problems\n"
    assert all(line.startswith(f"{BROKEN}") and line.split(":")[1].isdigit() for line in lines)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert "nowhere" in capsys.readouterr().out


def test_the_deck_is_exported_to_anki(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "deck.apkg"
    assert main(["export", "anki", str(target), "--data-dir", str(tmp_path / "data")]) == 0
    assert target.read_bytes().startswith(b"PK")
    assert capsys.readouterr().out.startswith(f"{target}: ")


def test_a_search_is_exported_with_the_schedule_and_told_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--query", "domain:3 kind:cloze", "--with-schedule", "--json", "--data-dir", str(tmp_path / "data")]
    assert main(["export", "anki", str(tmp_path / "deck.apkg"), *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["reviews"], told["left_out"], told["lost"]) == ("anki", 0, 0, [])
    assert 0 < told["notes"] < 200 < told["cards"] + 200
    assert main(["export", "anki", str(tmp_path / "none.apkg"), "--query", "xyzzy", *words[-2:]]) == 1
    assert "No card or question was found" in capsys.readouterr().err


def test_a_sheet_is_exported_to_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "sheet.pdf"
    folder = ["--data-dir", str(tmp_path / "data")]
    assert main(["export", "pdf", "sheet-inference-options", str(target), "--paper", "letter", *folder]) == 0
    assert target.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out == f"{target}: 1 page\n"


def test_a_set_of_sheets_is_exported_as_the_options_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "bias.pdf"
    folder = ["--data-dir", str(tmp_path / "data")]
    options = ["--landscape", "--ink", "grey", "--columns", "2", "--size", "9", "--fit", "1"]
    assert main(["export", "pdf", "--sheet", "bias", str(target), *options, *folder]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"{target}: ")
    assert "does not fit on 1 page" in said.err
    assert main(["export", "pdf", "bias", str(target), "--columns", "7", *folder]) == 1
    assert "Sheets have 1 to 3 columns, not 7. Nothing was written." in capsys.readouterr().err
    assert main(["export", "pdf", *folder]) == 1
    assert "Name what to print" in capsys.readouterr().err


def test_all_sheets_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "pdf", "list", "--data-dir", str(tmp_path)]) == 0
    assert "sheet-inference-options  " in capsys.readouterr().out


def test_an_unknown_sheet_and_an_unknown_exam_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ["--data-dir", str(tmp_path / "data")]
    assert main(["export", "pdf", "sheet-none", str(tmp_path / "x.pdf"), *folder]) == 1
    assert "There is no sheet, domain, task or topic called sheet-none" in capsys.readouterr().err
    assert main(["export", "anki", str(tmp_path / "x.apkg"), "--exam", "xyz-c09", *folder]) == 1
    assert "There is no exam called xyz-c09" in capsys.readouterr().err
    assert not list(tmp_path.glob("x.*"))


def test_an_export_into_a_missing_folder_names_the_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "missing" / "deck.apkg"
    assert main(["export", "anki", str(target), "--data-dir", str(tmp_path / "data")]) == 1
    assert str(target) in capsys.readouterr().err


def test_a_foreign_file_in_the_data_folder_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    foreign = tmp_path / "certdeck.db"
    foreign.write_text("my shopping list", encoding="utf-8")
    assert main(["export", "pdf", "list", "--data-dir", str(tmp_path)]) == 1
    assert "It was left as it is" in capsys.readouterr().err
    assert foreign.read_text(encoding="utf-8") == "my shopping list"


def test_without_a_display_the_app_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["gui"]) == 1
    assert "there is no display" in capsys.readouterr().err


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("certdeck ")


def test_an_older_library_is_brought_up_to_date_with_a_line_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    said: list[str] = []
    commands._told(lambda _progress: said.append(capsys.readouterr().err))
    assert [line.partition(".")[0] for line in said] == ["certdeck: Your library is brought up to date first"]


def test_a_tour_whose_folder_can_not_be_made_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for name in ("file", "file/below"):
        assert main(["tour", "--out", str(tmp_path / name)]) == 1
        assert f"{tmp_path / name} can't be made: " in capsys.readouterr().err
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("words", [("import",), ("merge-history",), ("export", "csv"), ("export", "disputes")])
def test_an_empty_name_of_a_file_is_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        main([*words, ""])
    assert refusal.value.code == 2
    assert "the name of the file is empty" in capsys.readouterr().err


def test_a_query_that_begins_with_a_minus_is_one_of_an_export_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["export", "json", str(tmp_path / "part.json"), "--query", "-domain:1,2,3 kind:cloze"]
    assert main([*words, "--json", "--data-dir", str(tmp_path / "data")]) == 0
    assert 0 < json.loads(capsys.readouterr().out)["notes"] < 200
    with pytest.raises(SystemExit):
        main([*words[:-1], "--json"])
    assert "expected one argument" in capsys.readouterr().err
