"""Telling the parts of code apart, without losing a character."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.markup.code import LONGEST, code_parts
from certdeck.ports.code import Part

CODE = '@step\ndef count(n):  # all\n    return "a" + str(41)\n'


def found(text: str, language: str) -> dict[str, Part]:
    return {piece.strip(): part for piece, part in code_parts(text, language) if piece.strip()}


def test_the_parts_of_python_are_told_apart() -> None:
    parts = found(CODE, "python")
    assert parts["# all"] is Part.COMMENT
    assert parts["def"] is parts["return"] is Part.KEYWORD
    assert parts["count"] is parts["@step"] is Part.NAME
    assert parts['"a"'] is Part.STRING
    assert parts["41"] is Part.NUMBER


@pytest.mark.parametrize("language", ["yaml", "json", "bash", "sql", "hcl", "dockerfile"])
def test_languages_of_the_exam_are_known(language: str) -> None:
    text = '{"a": 1} # SELECT x FROM y'
    assert len(code_parts(text, language)) > 1


@pytest.mark.parametrize("language", ["", "no-such-language", "../x", "PYTHON\n"])
def test_an_unknown_language_stays_plain(language: str) -> None:
    assert code_parts(CODE, language) == ((CODE, Part.PLAIN),)


def test_very_long_code_stays_plain_and_no_code_has_no_parts() -> None:
    assert code_parts("x" * (LONGEST + 1), "python")[0][1] is Part.PLAIN
    assert code_parts("", "python") == code_parts("", "") == ()


@given(st.text(max_size=60), st.sampled_from(["python", "json", "yaml", "bash", "sql", "html", "text"]))
def test_the_parts_make_up_the_code(text: str, language: str) -> None:
    assert "".join(piece for piece, _ in code_parts(text, language)) == text


def test_nothing_is_loaded_before_the_first_code_in_a_language() -> None:
    asked = "import sys, certdeck.markup.code as c; c.code_parts('x', ''); print('pygments' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
