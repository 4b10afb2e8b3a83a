"""The list of keys, and what README says of them."""

import re
from pathlib import Path

from certdeck.gui.keys import LEFT, RIGHT

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
ARROWS = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}


def exam_keys_in_readme() -> set[str]:
    """Every key that README's table names for the exam room, one by one: Ctrl+H is Ctrl and H."""
    table = README[README.index("| Exam | A to F |") : README.index("| Report | 1 to 4 |")]
    rows = re.findall(r"^\| \w* ?\| ([^|]+) \| ([^|]+) \|$", table, flags=re.MULTILINE)
    keys = [word for key, _ in rows for word in re.split(r", or | and | or | to |, |\+| (?=Up|Down)", key)]
    said = [word for _, does in rows for word in re.findall(r"with (Shift)|; ([A-Z]) goes", does)]
    return {ARROWS.get(word, word) for word in (*keys, *("".join(pair) for pair in said))}


def test_the_list_of_keys_and_readme_name_the_same_keys_of_the_exam_room() -> None:
    exam = dict((*LEFT, *RIGHT))["Exam"]
    assert {word for caps, _ in exam for cap in caps for word in cap.split() if word != "–"} == exam_keys_in_readme()
