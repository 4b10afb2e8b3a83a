"""Building the app from its parts: what works together, and what is not even imported."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from certdeck import bootstrap, presenters
from certdeck.assets import Places
from certdeck.core.errors import ForeignStore, NewerStore
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.ports.updating import Updating, unannounced
from certdeck.services.catalogue import Services
from certdeck.store.library_file import FILE
from tests.builders import bank, blueprint, card, deck
from tests.clock import FixedClock

ROOT = Path(__file__).parents[1]
HEAVY = (
    *("PySide6", "reportlab", "genanki", "alembic", "sqlalchemy", "fsrs", "ziamath", "markdown_it", "nh3", "yaml"),
    *("pygments", "_hashlib"),
)
SMALL = blueprint(weights=(50, 50), tasks=1, scored=3, unscored=1)


def places(folder: Path) -> Places:
    return Places(ROOT / "resources", folder / "decks", folder / "data")


def build(folder: Path, clock: FixedClock | None = None) -> Services:
    return bootstrap.build(places(folder), clock or FixedClock(), seeds=lambda: 42)


def fill(folder: Path) -> None:
    services = build(folder)
    with services.store.open(writing=True) as work:
        cards = tuple(card(f"c-{number}") for number in range(10))
        work.content.replace(deck(blueprints=(SMALL,), cards=cards, questions=bank(SMALL, 3)), services.clock.now())
        work.commit()
    services.close()


def run(script: str, *arguments: object) -> str:
    """Run `script` in a fresh interpreter and return what it prints."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.strip()


def test_importing_bootstrap_and_every_presenter_brings_no_qt() -> None:
    names = [f"certdeck.presenters.{path.stem}" for path in Path(presenters.__path__[0]).glob("[a-z]*.py")]
    assert "certdeck.presenters.exam" in names
    script = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))])"
    )
    assert run(script, "certdeck.bootstrap", *names) == "[]"


def test_what_today_does_not_need_is_not_imported_at_the_start(tmp_path: Path) -> None:
    fill(tmp_path)
    script = (
        "import sys; from pathlib import Path; from certdeck import bootstrap; from certdeck.assets import Places\n"
        "root, folder = Path(sys.argv[1]), Path(sys.argv[2])\n"
        "places = Places(root / 'resources', folder / 'decks', folder / 'data')\n"
        "services = bootstrap.build(places, bootstrap.SystemClock())\n"
        "services.library.outdated(); today = services.study.today(); services.close()\n"
        "print(today.counts.new, [name for name in sys.argv[3:] if name in sys.modules])"
    )
    assert run(script, ROOT, tmp_path, *HEAVY) == "10 []"


def test_the_parts_work_together_and_remember(tmp_path: Path) -> None:
    fill(tmp_path)
    services = build(tmp_path)
    assert services.folder == tmp_path / "data"
    turn = services.study.next()
    assert turn is not None
    services.study.rate(turn.face.id, Rating.GOOD, milliseconds=1000)
    sitting = services.exams.start()
    services.options.change(new_per_day=5)
    services.close()
    again = build(tmp_path)
    assert again.study.state(turn.face.id).schedule.reps == 1
    assert again.exams.load(sitting.id) == sitting
    assert sitting.form.seed == 42
    assert again.study.today().counts.new == 4
    again.close()


def test_a_changed_retention_reaches_the_memory_model(tmp_path: Path) -> None:
    fill(tmp_path)
    clock = FixedClock()
    services = build(tmp_path, clock)
    face = FaceId("c-0/1")
    services.study.rate(face, Rating.EASY, milliseconds=1000)
    clock.advance(days=60)
    intervals = []
    for retention in (0.8, 0.95):
        services.options.change(desired_retention=retention)
        turn = services.study.ask(face)
        assert turn is not None
        intervals.append(services.study.intervals(turn)[Rating.GOOD])
    services.close()
    assert intervals[0] > intervals[1]


def test_a_file_of_another_program_stops_the_start_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_text("Not a database.")
    with pytest.raises(ForeignStore, match="It was left as it is"):
        build(tmp_path)


def test_a_backup_is_named_by_the_time_of_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamps: list[str] = []

    def refuse(_folder: Path, *, backups: Path, stamp: str, updating: Updating) -> None:
        assert updating is unannounced
        stamps.append(f"{backups.name} {stamp}")
        raise NewerStore("as an example")

    monkeypatch.setattr(bootstrap, "open_database", refuse)
    with pytest.raises(NewerStore):
        build(tmp_path)
    assert stamps == ["backups 20260314-120000"]


def test_the_computers_clock_tells_aware_time_in_utc_and_a_zone() -> None:
    clock = bootstrap.SystemClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert timedelta() <= second - first < timedelta(hours=1)
    assert datetime(2026, 3, 14, tzinfo=clock.zone()).utcoffset() is not None
    assert clock.monotonic() <= clock.monotonic()


@pytest.fixture(params=["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoneInfo]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system takes its zone from no variable")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield ZoneInfo(request.param)
    monkeypatch.undo()
    time.tzset()


def test_the_computers_zone_is_that_of_the_moment_that_is_asked_for_in_summer_and_winter(elsewhere: ZoneInfo) -> None:
    zone = bootstrap.SystemClock().zone()
    for quarter in range(0, 4 * 24 * 400, 2):
        moment = datetime(2026, 1, 1, 0, 5, tzinfo=UTC) + timedelta(minutes=15 * quarter)
        here, known = moment.astimezone(zone), moment.astimezone(elsewhere)
        assert (here.replace(tzinfo=None), here.fold) == (known.replace(tzinfo=None), known.fold)
        assert (here.utcoffset(), here.tzname()) == (known.utcoffset(), known.tzname())
        assert here.astimezone(UTC) == moment


@pytest.mark.usefixtures("elsewhere")
def test_the_computers_zone_is_kept_until_the_computer_is_in_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = bootstrap.SystemClock()
    before = clock.zone()
    assert clock.zone() is before
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    assert clock.zone() is not before
    assert datetime(2026, 1, 1, tzinfo=clock.zone()).utcoffset() == timedelta(hours=13)


def test_seeds_are_drawn_anew_and_fit_into_the_database() -> None:
    drawn = {bootstrap.new_seed() for _ in range(50)}
    assert len(drawn) > 40
    assert all(0 <= seed < 2**31 for seed in drawn)


def test_a_deck_can_be_checked_without_a_library() -> None:
    assert bootstrap.deck_reader().digest(ROOT / "decks" / "aws-mla") == bootstrap.deck_reader().digest(
        ROOT / "decks" / "aws-mla"
    )
