"""docs/command-line.md describes every command and option there is: its last section is written from the parser."""

import argparse
from collections.abc import Iterator

import pytest

from certdeck.cli.arguments import parser
from tests.cli.documented import DOC

BEGINS = "<!-- every command; pytest tests/cli/test_reference.py --accept rewrites what follows -->\n"


def commands(parser: argparse.ArgumentParser, name: str = "certdeck") -> Iterator[tuple[str, str, list[str]]]:
    """Yield each command that can be run: its name, what it does, and a row for each argument."""
    yield from _below(parser, name, "")


def _below(parser: argparse.ArgumentParser, name: str, words: str) -> Iterator[tuple[str, str, list[str]]]:
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    shown = [action for action in parser._actions if action not in inner and action.help != argparse.SUPPRESS]
    rows = [_row(action) for action in shown if "--help" not in action.option_strings]
    if rows or not inner:
        yield name, words, rows
    for group in inner:
        helps = {choice.dest: choice.help or "" for choice in group._choices_actions}
        for part, child in group.choices.items():
            yield from _below(child, f"{name} {part}", helps[part])


def _row(action: argparse.Action) -> str:
    value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest.upper())
    takes = "" if action.nargs == 0 else f" {value}"
    written = ", ".join(f"{name}{takes}" for name in action.option_strings) or str(value)
    least = "" if action.required or action.nargs == 0 or action.option_strings else ", may be left out"
    must = ", always needed" if action.option_strings and action.required else ""
    words = (action.help or "").replace("|", "\\|")
    return f"| `{written.replace('|', chr(92) + '|')}` | {words}{least}{must} |"


def reference() -> str:
    parts = ["## Every command and option", "", "`--help` after a command prints the same."]
    for name, words, rows in commands(parser("")):
        said = f": {words}." if words else "."
        parts += ["", f"**`{name}`**{said}"]
        if rows:
            parts += ["", "| Argument or option | What it does |", "| --- | --- |", *rows]
    return "\n".join(parts) + "\n"


def test_every_command_and_option_is_described(request: pytest.FixtureRequest) -> None:
    before, begins, written = DOC.read_text(encoding="utf-8").partition(BEGINS)
    if request.config.getoption("--accept"):
        DOC.write_text(f"{before}{BEGINS}\n{reference()}", encoding="utf-8")
        written = f"\n{reference()}"
    assert begins
    assert written == f"\n{reference()}", f"{DOC.name} lacks what the parser has; --accept writes it"


def test_every_command_and_every_argument_says_what_it_does() -> None:
    for name, words, rows in commands(parser("")):
        assert words or name == "certdeck", name
        assert all("|  |" not in row for row in rows), name


def test_the_chapters_speak_of_commands_that_there_are() -> None:
    known = {name.removeprefix("certdeck ") for name, _, _ in commands(parser(""))}
    known |= {" ".join(name.split()[:-1]) for name in known if " " in name}
    text = DOC.read_text(encoding="utf-8").partition(BEGINS)[0]
    used = [line.split("#")[0].split() for line in text.split("\n") if line.startswith("certdeck ")]
    for words in used:
        assert any(" ".join(words[1 : 1 + length]) in known for length in (1, 2)), words
