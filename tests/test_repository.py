"""What README and its neighbours claim, held against the repository itself."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from certdeck import __version__
from certdeck.cli.main import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXT_FOLDERS = (".ci", "decks", "desktop", "docs", "packaging", "resources", "tests", "tools")
BINARY_SUFFIXES = {".apkg", ".gif", ".ico", ".jpg", ".pdf", ".png", ".pyc", ".sqlite3", ".ttf", ".webp", ".zip"}


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def text_files() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix not in BINARY_SUFFIXES)
    for folder in TEXT_FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix not in BINARY_SUFFIXES:
                yield path


def commands_in_readme() -> list[str]:
    """Every line of a code block, and every span, that calls certdeck."""
    lines = re.findall(r"^(?:uv run )?certdeck\b[^#\n]*", README, flags=re.MULTILINE)
    spans = re.findall(r"`certdeck [^`]+`", README)
    return sorted({text.strip("` ").removeprefix("uv run ") for text in lines + spans})


def help_text(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as leaving:
        main([*words, "--help"])
    assert leaving.value.code == 0
    return capsys.readouterr().out


def subcommands(text: str) -> set[str]:
    """The commands that a help text lists, each on a line of its own."""
    return set(re.findall(r"^    ([a-z][a-z-]*)(?:\s|$)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("command", commands_in_readme())
def test_a_command_in_readme_exists_with_its_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words: list[str] = []
    text = help_text(words, capsys)
    for word in command.replace("COMMAND ", "").split()[1:]:
        if word.startswith("--"):
            assert word in text
        elif subcommands(text):
            assert word in subcommands(text)
            words.append(word)
            text = help_text(words, capsys)


def test_every_command_is_in_readme(capsys: pytest.CaptureFixture[str]) -> None:
    mentioned = {word for command in commands_in_readme() for word in command.split()}
    assert subcommands(help_text([], capsys)) <= mentioned


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ".ci/run"])
def test_a_make_target_that_is_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, flags=re.MULTILINE))
    assert named <= targets


def test_every_target_that_help_lists_is_phony() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY:(.*)$", text, flags=re.MULTILINE)
    assert phony is not None
    assert set(re.findall(r"^([a-z-]+):.*## ", text, flags=re.MULTILINE)) <= set(phony[1].split())


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_a_link_to_a_file_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)", (ROOT / name).read_text(encoding="utf-8"))
    missing = [link for link in links if not link.startswith("https://") and not (ROOT / link).exists()]
    assert missing == []


def test_readme_says_early_that_it_is_nobody_elses_and_nothing_is_taken_from_an_exam() -> None:
    top = " ".join(README.splitlines()[:20]).replace("> ", "")
    assert "not affiliated with, endorsed by or sponsored by Amazon Web Services" in top
    assert "None is taken from an exam" in top


def test_readme_lists_exactly_the_libraries_that_are_shipped() -> None:
    named = {name.lower() for name in re.findall(r"^\| \[([^\]]+)\]\(https://[^|]+\| \w", README, flags=re.MULTILINE)}
    assert named == {re.split(r"[<>=~! ;\[]", line)[0].lower() for line in project()["dependencies"]}


def test_every_dependency_is_locked_and_comes_from_one_index() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    names = {package["name"] for package in lock["package"]}
    wanted = {re.split(r"[<>=~! ;\[]", line)[0].lower() for line in project()["dependencies"]}
    assert wanted <= names
    sources = {package["source"].get("registry", "") for package in lock["package"]}
    assert len(sources - {""}) == 1


def test_the_changelog_the_app_listing_and_the_app_know_this_version() -> None:
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert released[0] == project()["version"] == __version__
    listing = (ROOT / "packaging/linux/org.certdeck.Certdeck.metainfo.xml").read_text(encoding="utf-8")
    assert re.findall(r'<release version="([^"]+)"', listing)[0] == project()["version"]


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    machine = re.compile(r"(?<![\w.*~}/-])/(?:root|Users|work\w*|home/(?!ec2-user))/")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1)
        if machine.search(line)
    ]
    assert found == []
