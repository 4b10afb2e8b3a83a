"""YAML is read with the line of every value, and nothing in a file can stop the reader."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from certdeck.importers.yaml_source import DEEPEST, LARGEST_FILE, YamlSource, read_yaml


def read(folder: Path, content: str | bytes) -> YamlSource:
    file = folder / "some.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_yaml(file)


def problems(folder: Path, content: str | bytes) -> list[tuple[int, str]]:
    source = read(folder, content)
    return [(source.line(misfit.path), misfit.text) for misfit in source.misfits]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("text", "text"),
        ('"3.1"', "3.1"),
        ("3.1", 3.1),
        ("42", 42),
        ("-5", -5),
        ("true", True),
        ("no", False),
        ("~", None),
        ("", None),
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-02-30", "2026-02-30"),
        ("2026-03-01 10:00:00", "2026-03-01 10:00:00"),
        ("12:30:45", "12:30:45"),
        ("0x1f", "0x1f"),
        (".inf", ".inf"),
        ("=", "="),
        ("[a, {b: 1}]", ["a", {"b": 1}]),
        ("1" * 5000, "1" * 5000),
        ("1:" * 300 + "1.5", "1:" * 300 + "1.5"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_words_become_the_values_they_look_like_or_stay_words(tmp_path: Path, word: str, value: object) -> None:
    source = read(tmp_path, f"a: {word}\n")
    assert source.misfits == ()
    assert source.content == {"a": value}


def test_keys_are_words_whatever_they_look_like(tmp_path: Path) -> None:
    assert read(tmp_path, "yes: 1\n3.1: 2\n2026-03-01: 3\n").content == {"yes": 1, "3.1": 2, "2026-03-01": 3}


def test_every_value_has_its_line(tmp_path: Path) -> None:
    source = read(tmp_path, "# note\na:\n  - x\n  - y: |-\n      long\n      text\n    z: 1\nb: 2\n")
    assert source.lines == {
        (): 2,
        ("a",): 2,
        ("a", 0): 3,
        ("a", 1): 4,
        ("a", 1, "y"): 4,
        ("a", 1, "z"): 7,
        ("b",): 8,
    }


def test_an_unknown_place_has_the_line_of_the_value_around_it(tmp_path: Path) -> None:
    source = read(tmp_path, "a:\n  b: 1\n")
    assert source.line(("a", "b", "c", 0)) == 2
    assert source.line(("x",)) == 1


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\n").content == {"a": 1}


ALIAS = "anchors and aliases (& and *) are not part of the deck format; write the text twice"
OPEN_LIST = "not valid YAML: while parsing a flow sequence did not find expected ',' or ']' (begun on line 2)"
TAB = "not valid YAML: while scanning a plain scalar found a tab character that violates indentation (begun on line 1)"
TAG = "the tag `tag:yaml.org,2002:python/object:os.system` is not part of the deck format; leave it out"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", [(1, "the file is empty")]),
        ("# only a note\n", [(1, "the file is empty")]),
        ("a: 1\nb: [1,\nc: 2\n", [(3, OPEN_LIST)]),
        ("a: 1\n\tb: 2\n", [(2, TAB)]),
        ("a: [1\n", [(1, OPEN_LIST.removesuffix(" (begun on line 2)"))]),
        ("a: 1\n---\nb: 2\n", [(2, "a second document begins here; a file holds one")]),
        ("a: 1\nb: 2\na: 3\n", [(3, "`a` stands twice")]),
        ("a: 1\nb: x\x00y\n", [(2, "not valid YAML: control characters are not allowed")]),
        (b"a: 1\nb: \xff\n", [(2, "the file is not UTF-8 text (byte 8)")]),
        ("a: 1\n? [x, y]\n: 2\n", [(1, "a key must be a single word")]),
        ("a: 1\nb: !!python/object:os.system x\n", [(2, TAG)]),
        ("a: &x 1\nb: *x\n", [(2, ALIAS)]),
        ("a: *nowhere\n", [(1, ALIAS)]),
        ("a: 1\na: 2\nb: 1\nb: 2\n", [(2, "`a` stands twice"), (4, "`b` stands twice")]),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, content: str | bytes, found: list[tuple[int, str]]
) -> None:
    assert problems(tmp_path, content) == found


def test_a_bomb_of_aliases_is_refused_without_being_unfolded(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    found = problems(tmp_path, "\n".join(levels))
    assert len(found) == 290
    assert {text[:21] for _, text in found} == {"anchors and aliases ("}


@pytest.mark.parametrize("depth", [DEEPEST + 1, 200, 100_000])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(tmp_path: Path, depth: int, opening: str) -> None:
    found = problems(tmp_path, "x: 1\ny:\n  " + opening * depth)
    assert found == [(3, f"values are nested too deeply, more than {DEEPEST} levels")]


def test_nesting_up_to_the_limit_is_read(tmp_path: Path) -> None:
    assert problems(tmp_path, "[" * DEEPEST + "]" * DEEPEST) == []


def test_a_file_of_more_than_five_megabytes_is_not_read(tmp_path: Path) -> None:
    assert problems(tmp_path, b"#" * (LARGEST_FILE + 1)) == [(1, "the file is larger than 5 MB")]


def test_a_folder_in_the_place_of_a_file_is_said_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "1.1.yaml"
    folder.mkdir()
    (misfit,) = read_yaml(folder).misfits
    assert misfit.text.startswith("can't be read: ")


def test_a_file_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    (misfit,) = read_yaml(tmp_path / "nowhere.yaml").misfits
    assert misfit.text == "can't be read: No such file or directory"


PIECES = [
    "a",
    ": ",
    "- ",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    "&x ",
    "*x",
    "!!int ",
    "!!timestamp ",
    "<<",
    "|",
    ">",
    "'",
    '"',
]
PIECES += [
    "#",
    "%YAML 1.1\n",
    "---\n",
    "...",
    "? ",
    ", ",
    "1:30",
    "2026-13-01",
    "\x85",
    "\u2028",
    "\t",
    "é",
    "\ufeff",
    "\x07",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.text(st.characters(codec="utf-8")) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("!!timestamp x")
@example("!!bool x")
@example("!!int ''")
def test_no_text_makes_the_reader_raise(tmp_path: Path, content: str) -> None:
    source = read(tmp_path, content)
    lines = max(1, len(content.splitlines()) + 1)
    assert all(1 <= line <= lines for line in source.lines.values())
    assert all("\n" not in misfit.text for misfit in source.misfits)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(tmp_path: Path, content: bytes) -> None:
    assert isinstance(read(tmp_path, content), YamlSource)
