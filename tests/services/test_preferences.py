"""Settings: their bounds, and what happens to stored values that make no sense."""

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.errors import SettingError
from certdeck.core.exam.conduct import ExtraTime
from certdeck.core.settings import Appearance, Settings
from certdeck.services.changes import Changes
from certdeck.services.preferences import PreferencesService
from tests.services.fake_store import FakeStore

CHANGED = {
    "appearance": Appearance.DARK,
    "text_scale": 150,
    "day_starts_at": 0,
    "two_ratings": True,
    "exam": "mla-c02",
    "exam_days": "mla-c02 2026-12-12",
    "flags": "\n".join("ABCDEFG"),
    "catch_up": "2026-03-14 7",
    "not_spread": "2026-03-13",
    "paper": "letter",
    "duplex": "short",
    "back_shift": "0.5 -1.0",
    "hide_clock": True,
    "extra_time": ExtraTime.HALF,
    "practice_without": "pace confidence",
    "exam_without": "line-focus",
    "rehearsal_without": "note",
    "review_without": "highlight",
    "sync_folder": "/media/stick",
    "sync_at_start": True,
}


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


def test_nothing_stored_means_the_defaults(store: FakeStore) -> None:
    assert PreferencesService(store).settings == Settings()


def test_every_setting_can_be_changed_and_outlives_a_restart(store: FakeStore) -> None:
    assert CHANGED.keys() == asdict(Settings()).keys()
    preferences = PreferencesService(store)
    assert preferences.change(**CHANGED) == Changes(settings=True)
    assert asdict(preferences.settings) == CHANGED
    assert asdict(PreferencesService(store).settings) == CHANGED


def test_the_appearance_may_be_given_by_name(store: FakeStore) -> None:
    preferences = PreferencesService(store)
    preferences.change(appearance="light")
    assert preferences.settings.appearance is Appearance.LIGHT


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("appearance", "pink"),
        ("text_scale", 110),
        ("day_starts_at", -1),
        ("day_starts_at", 24),
        ("paper", "a5"),
        ("extra_time", "x3"),
        ("exam_without", "flag telephone"),
    ],
)
def test_a_value_out_of_bounds_is_refused_and_nothing_is_changed(store: FakeStore, name: str, value: object) -> None:
    preferences = PreferencesService(store)
    with pytest.raises(SettingError):
        preferences.change(**{"hide_clock": True, name: value})
    assert preferences.settings == Settings()
    assert store.tables.settings == {}


def test_a_setting_that_does_not_exist_is_a_bug(store: FakeStore) -> None:
    with pytest.raises(TypeError, match="no such setting: colour, size"):
        PreferencesService(store).change(size=1, colour="red")


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("appearance", '"pink"'),
        ("appearance", "7"),
        ("text_scale", "101"),
        ("text_scale", '"100"'),
        ("day_starts_at", "not JSON"),
        ("day_starts_at", "true"),
        ("day_starts_at", "[20]"),
        ("day_starts_at", "1e3"),
        ("day_starts_at", "NaN"),
        ("two_ratings", "1"),
        ("two_ratings", "null"),
        ("paper", '"a5"'),
        ("hide_clock", "1"),
        ("exam", "12"),
        ("exam", ""),
        ("extra_time", '"x3"'),
        ("practice_without", '"telephone"'),
    ],
)
def test_a_stored_value_that_makes_no_sense_is_left_out_and_the_others_hold(
    store: FakeStore, name: str, stored: str
) -> None:
    kept = {key: json.dumps(value) for key, value in CHANGED.items() if key != name}
    store.tables.settings = kept | {name: stored, "of_a_later_version": "1"}
    settings = asdict(PreferencesService(store).settings)
    assert settings == CHANGED | {name: getattr(Settings(), name)}


@given(st.dictionaries(st.sampled_from(sorted(CHANGED)), st.text() | st.recursive(st.none() | st.integers(), st.lists)))
def test_whatever_is_stored_the_settings_can_be_read(stored: dict[str, object]) -> None:
    store = FakeStore()
    store.tables.settings = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in stored.items()
    }
    assert isinstance(PreferencesService(store).settings, Settings)


def test_settings_are_read_once(store: FakeStore) -> None:
    preferences = PreferencesService(store)
    before = preferences.settings
    store.tables.settings["day_starts_at"] = "5"
    assert preferences.settings is before
