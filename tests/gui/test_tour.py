"""The tour from the command line: a whole learner's day through the real windows."""

import subprocess
import sys
import zipfile
from pathlib import Path

SCREENS = (
    "today-first",
    "study-question",
    "study-answer",
    "study-typed-answer",
    "exams-first",
    "exam-rules",
    "exam-multiple-choice",
    "exam-multiple-response",
    "exam-ordering",
    "exam-matching",
    "exam-review",
    "exam-leave",
    "report",
    "report-time",
    "report-answers",
    "exam-quiz",
    "exam-note",
    "exam-answer",
    "exam-pause",
    "exams-running",
    "exam-agreement",
    "today",
    "sheets",
    "sheet",
    "library",
    "progress",
    "settings",
    "palette",
    "keys",
)


def test_the_tour_walks_to_its_end_and_leaves_pictures_a_package_and_a_sheet(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "certdeck", "tour", "--out", str(tmp_path), "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for name in SCREENS:
        for mode in ("light", "dark"):
            assert (tmp_path / f"{name}-{mode}.png").read_bytes().startswith(b"\x89PNG"), f"{name}-{mode}"
    assert zipfile.is_zipfile(tmp_path / "aws-mla.apkg")
    assert (tmp_path / "inference-options.pdf").read_bytes().startswith(b"%PDF-")
