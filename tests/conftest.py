"""What all tests share: the same examples of hypothesis in every run, and golden files."""

from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings

settings.register_profile("certdeck", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("certdeck")


class Golden(Protocol):
    """Compares `text` with the tracked file `golden/<name>` beside the test, or rewrites it with `--accept`."""

    def __call__(self, name: str, text: str) -> None: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite golden files instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    folder = request.path.parent / "golden"
    accept = bool(request.config.getoption("--accept"))

    def compare(name: str, text: str) -> None:
        file = folder / name
        if accept:
            _write(file, text)
        assert file.is_file(), f"{file} is missing; run pytest with --accept and read what it writes"
        assert text == file.read_text(encoding="utf-8"), f"{name} has changed; --accept rewrites it"

    return compare


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
