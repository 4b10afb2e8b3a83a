"""Where things are found: in a checkout, in a wheel, in a frozen app, and in the user's folders."""

import sys
from pathlib import Path

import platformdirs
import pytest

from certdeck import assets


def test_a_checkout_brings_its_resources_and_decks(tmp_path: Path) -> None:
    places = assets.places(tmp_path)
    assert (places.resources / "fonts").is_dir()
    assert (places.resources / "anki").is_dir()
    assert (places.decks / "aws-mla" / "deck.yaml").is_file()


def test_a_wheel_brings_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "certdeck" / "_bundled").mkdir(parents=True)
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "certdeck" / "assets.py"))
    assert assets.places(tmp_path).decks == tmp_path / "certdeck" / "_bundled" / "decks"


def test_a_frozen_app_brings_them_in_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    places = assets.places(tmp_path / "data")
    assert (places.resources, places.decks) == (tmp_path / "resources", tmp_path / "decks")


def test_the_users_data_is_where_the_system_keeps_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[tuple[str, object]] = []

    def user_data_path(name: str, *, appauthor: object) -> Path:
        asked.append((name, appauthor))
        return tmp_path / "never-made"

    monkeypatch.setattr(platformdirs, "user_data_path", user_data_path)
    places = assets.places()
    assert (places.data, places.backups) == (tmp_path / "never-made", tmp_path / "never-made" / "backups")
    assert asked == [("Certdeck", False)]
    assert not places.data.exists()


def test_a_given_data_folder_goes_before_the_systems(tmp_path: Path) -> None:
    assert assets.places(tmp_path / "mine").data == tmp_path / "mine"
