"""What a user can mend is said in words, all of it at once."""

from pathlib import Path

import pytest

from certdeck.core import errors
from certdeck.core.errors import CertdeckError, DeckError, Problem

FILE = Path("cards/1.1.yaml")


def test_a_problem_reads_as_compilers_write_it() -> None:
    assert str(Problem(FILE, 3, "c-1", "is wrong")) == f"{FILE}:3: c-1: is wrong"


def test_a_problem_of_no_item_leaves_the_id_out() -> None:
    assert str(Problem(FILE, 3, "", "is wrong")) == f"{FILE}:3: is wrong"


def test_a_deck_error_says_how_many_problems_and_shows_them_all() -> None:
    problems = (Problem(FILE, 3, "c-1", "is wrong"), Problem(FILE, 9, "c-2", "is missing"))
    said = str(DeckError(problems)).splitlines()
    assert said[0] == "The deck has 2 problems and was not installed; what you had is unchanged."
    assert said[1:] == [str(problem) for problem in problems]


def test_one_problem_is_not_called_several() -> None:
    assert str(DeckError((Problem(FILE, 3, "", "is wrong"),))).startswith("The deck has 1 problem and")


@pytest.mark.parametrize(
    "name",
    ["DeckError", "ExamError", "StudyError", "ExportError", "SettingError", "StoreError", "NewerStore", "ForeignStore"],
)
def test_whatever_a_user_can_mend_has_one_root(name: str) -> None:
    assert issubclass(getattr(errors, name), CertdeckError)
