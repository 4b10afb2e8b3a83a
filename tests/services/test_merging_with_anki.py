"""Our deck, studied in the real Anki, and its reviews brought home."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.scheduler.v3 import CardAnswer, Scheduler

from certdeck.core.ids import DeckId, FaceId, item_of
from certdeck.core.incoming import item_id
from certdeck.core.scheduling.schedule import Phase, Rating
from certdeck.ports.exporting import Format
from certdeck.services.catalogue import Services
from certdeck.services.packing import Choice
from tests.builders import NOON, deck
from tests.clock import FixedClock
from tests.importers.anki_files import add, database, exported, open_anki
from tests.library import open_library

DECK = DeckId("deck-1")
FAR = NOON + timedelta(days=365 * 60)
RATINGS = {1: CardAnswer.AGAIN, 2: CardAnswer.HARD, 3: CardAnswer.GOOD, 4: CardAnswer.EASY}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path / "library", deck(), FixedClock(FAR)) as opened:
        yield opened


@pytest.fixture
def anki(tmp_path: Path, services: Services) -> Iterator[Collection]:
    """Give Anki with our deck in it."""
    package = tmp_path / "ours.apkg"
    services.packing.write(Format.ANKI, package)
    with open_anki(tmp_path / "anki") as collection:
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        collection.import_anki_package(request)
        yield collection


def study(anki: Collection, *ratings: int) -> None:
    """Answer one card after the other, as the phone would, each day anew."""
    scheduler = anki.sched
    assert isinstance(scheduler, Scheduler)
    for deck_name in anki.decks.all_names_and_ids():
        anki.decks.select(deck_name.id)  # type: ignore[arg-type]
        for rating in ratings:
            card = scheduler.getCard()
            if card is None:
                break
            states = anki._backend.get_scheduling_states(card.id)
            answer = scheduler.build_answer(card=card, states=states, rating=RATINGS[rating])
            scheduler.answer_card(answer)


def reviews_in(anki: Collection) -> int:
    return int(database(anki).scalar("select count(*) from revlog where ease > 0"))


@pytest.mark.parametrize("legacy", [False, True])
def test_every_review_comes_home_to_its_own_face(
    tmp_path: Path, services: Services, anki: Collection, legacy: bool
) -> None:
    study(anki, 3, 1, 4, 2)
    rows = database(anki).all(
        "select n.flds, c.ord, r.id, r.ease from revlog r join cards c on c.id = r.cid join notes n on n.id = c.nid"
    )
    package = exported(anki, tmp_path / "phone.apkg", legacy=legacy)
    _, report = services.merging.bring_home(services.importing.read(package))
    assert report.added + report.strangers == len(rows)
    assert report.added > 0
    with services.store.open() as work:
        found = {(rated.face, rated.at.timestamp(), int(rated.rating)) for rated in work.replays.ratings((DECK,))}
        cards = {card.id for card in work.content.shipped_cards(DECK)}
    wanted = {
        (FaceId(f"{name}/{ord_ + 1}"), at / 1000, ease)
        for fields, ord_, at, ease in rows
        for name in fields.split("\x1f")
        if name in cards
    }
    assert found == wanted


def test_the_same_package_again_and_a_later_one_add_only_what_is_new(
    tmp_path: Path, services: Services, anki: Collection
) -> None:
    study(anki, 3, 3)
    services.merging.bring_home(services.importing.read(exported(anki, tmp_path / "one.apkg")))
    before = reviews_in(anki)
    study(anki, 4, 4)
    package = exported(anki, tmp_path / "two.apkg")
    _, second = services.merging.bring_home(services.importing.read(package))
    assert second.reviews == reviews_in(anki)
    assert second.added + second.strangers >= reviews_in(anki) - before > 0
    _, again = services.merging.bring_home(services.importing.read(package))
    assert again.added == 0


def test_a_collection_package_brings_the_same_home(tmp_path: Path, services: Services, anki: Collection) -> None:
    study(anki, 3, 2, 4)
    count = reviews_in(anki)
    file = tmp_path / "phone.colpkg"
    anki.export_collection_package(str(file), include_media=False, legacy=False)
    _, report = services.merging.bring_home(services.importing.read(file))
    assert report.reviews == count


def test_two_libraries_know_the_same_after_it(tmp_path: Path, services: Services, anki: Collection) -> None:
    study(anki, 3, 1, 3, 4)
    package = exported(anki, tmp_path / "phone.apkg")
    services.merging.bring_home(services.importing.read(package))
    with open_library(tmp_path / "other", deck(), FixedClock(FAR)) as other:
        _, report = other.merging.bring_home(other.importing.read(package))
        assert report.added > 0
        for face in report.faces:
            assert other.study.state(face) == services.study.state(face)
            assert item_of(face).startswith("c-")


@pytest.mark.parametrize("by_way_of_anki", [False, True])
def test_a_schedule_goes_out_and_comes_back_whole(tmp_path: Path, *, by_way_of_anki: bool) -> None:
    # Anki moves reviews that lie in its future.
    with open_library(tmp_path / "library", deck(), FixedClock(NOON - timedelta(days=100))) as services:
        _go_out_and_come_back(tmp_path, services, by_way_of_anki=by_way_of_anki)


def _go_out_and_come_back(tmp_path: Path, services: Services, *, by_way_of_anki: bool) -> None:
    clock = services.clock
    assert isinstance(clock, FixedClock)
    faces = [FaceId(name) for name in ("c-basic/1", "c-reversed/1", "c-reversed/2", "c-cloze/2", "c-typed/1")]
    for days, face in enumerate(faces * 3):
        clock.advance(3600, days=days % 4)
        services.study.rate(face, Rating(days % 4 + 1), milliseconds=1200)
    package = tmp_path / "ours.apkg"
    services.packing.write(Format.ANKI, package, Choice(with_schedule=True))
    if by_way_of_anki:
        with open_anki(tmp_path / "anki") as anki:
            options = ImportAnkiPackageOptions(with_scheduling=True)
            anki.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
            package = exported(anki, tmp_path / "back.apkg")
    _, report = services.merging.bring_home(services.importing.read(package))
    assert (report.known, report.added) == (15, 0)
    with open_library(tmp_path / "other", deck(), FixedClock(clock.now())) as other:
        _, report = other.merging.bring_home(other.importing.read(package))
        assert (report.known, report.added, report.strangers) == (0, 15, 0)
        for face in faces:
            here, there = services.study.state(face).schedule.memory, other.study.state(face).schedule.memory
            assert here is not None
            assert there is not None
            assert there.stability == pytest.approx(here.stability, rel=1e-3)
            assert there.difficulty == pytest.approx(here.difficulty, rel=1e-3)


def test_schedules_of_other_notes_come_along_though_ours_lie_among_them(
    tmp_path: Path, services: Services, anki: Collection
) -> None:
    study(anki, 3)
    name = add(anki, "Basic", "What is S3?", "Object storage")
    database(anki).execute("update notes set id = 5 where id = ?", name)
    database(anki).execute("update cards set nid = 5, type = 2, queue = 2, due = 10, ivl = 7 where nid = ?", name)
    plan = services.importing.read(exported(anki, tmp_path / "phone.apkg"))
    services.importing.bring(plan)
    assert any(learnt.reviews for note in plan.returned for learnt in note.learnt)
    (note,) = plan.notes
    assert services.study.state(FaceId(f"{item_id(note.key)}/1")).schedule.phase is Phase.REVIEW
