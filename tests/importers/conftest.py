"""What tests of several formats need."""

import os

import pytest

from certdeck.importers import anki_package, csv_notes


@pytest.fixture
def _apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files of any size read by a process of their own, whatever computer this is."""
    for module in (anki_package, csv_notes):
        monkeypatch.setattr(module, "LARGE", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
