"""The learner's schedule in real Anki, and what Anki gives back of it."""

import json
import sqlite3
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from anki.cards import Card as AnkiCard
from anki.collection import Collection, ExportAnkiPackageOptions

from certdeck.bootstrap import SystemClock
from certdeck.core.deck import Card, CardKind
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.options import Options, Preset
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.exporters.anki.schedule import plain_review, plain_state
from certdeck.ports.exporting import PackageCount
from certdeck.ports.outgoing import Bundle, OutgoingItem, OutgoingReview, ScheduleRules, StateColumns
from tests import builders
from tests.exporters import sample
from tests.exporters.anki.real import collection_in, export, exported, run_of, take
from tests.long_log import Review, learner

NOW = SystemClock().now().replace(microsecond=0)
"""Anki goes by the computer's own clock."""
DAY = timedelta(days=1)
PARAMETERS = tuple(round(value * 1.01, 4) for value in DEFAULTS)
PRESET = Preset(3, "Mine", Options(desired_retention=0.87, parameters=PARAMETERS, new_per_day=7, reviews_per_day=88))


def rules(zone: str = "UTC") -> ScheduleRules:
    return ScheduleRules(NOW, ZoneInfo(zone), 4, {sample.DECK.id: PRESET, sample.OWN: PRESET})


def state(phase: Phase = Phase.REVIEW, **changes: object) -> FaceState:
    memory = MemoryState(12.3456, 5.4321)
    schedule = Schedule(phase, 0, memory, NOW + 3 * DAY, NOW - 7 * DAY, reps=4, lapses=1)
    made = FaceState(FaceId("c-basic/1"), schedule)
    return made._replace(**changes)  # type: ignore[arg-type]  # fields of FaceState


def studied(*states: FaceState, reviews: Sequence[OutgoingReview] = (), zone: str = "UTC") -> Bundle:
    item = OutgoingItem(sample.BASIC, sample.DECK.id, sample.REVISED, states=states, reviews=tuple(reviews))
    return sample.content(items=[item], total=1, schedule=rules(zone))


def taken(anki: Collection, tmp_path: Path, bundle: Bundle) -> AnkiCard:
    take(anki, exported(tmp_path, bundle), schedule=True)
    (number,) = anki.find_cards("Item:c-basic")
    return anki.get_card(number)


def test_a_review_comes_with_its_memory_due_day_interval_and_counts(tmp_path: Path, anki: Collection) -> None:
    card = taken(anki, tmp_path, studied(state(flag=3)))
    assert (card.type, card.queue, card.ivl, card.reps, card.lapses, card.user_flag()) == (2, 2, 10, 4, 1, 3)
    assert card.due - anki.sched.today == 3
    assert card.memory_state is not None
    assert card.memory_state.stability == pytest.approx(12.3456, abs=1e-3)
    assert card.memory_state.difficulty == pytest.approx(5.4321, abs=1e-3)
    assert card.desired_retention == pytest.approx(0.87)
    assert card.last_review_time == int((NOW - 7 * DAY).timestamp())


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
def test_a_review_is_due_on_the_learner_s_day_wherever_that_is(tmp_path: Path, anki: Collection, zone: str) -> None:
    # Anki opens the package in its own zone: at the far ends of the world the day may be one off there, never more.
    card = taken(anki, tmp_path, studied(state(), zone=zone))
    assert abs(card.due - anki.sched.today - 3) <= 1


def test_an_overdue_review_stays_overdue(tmp_path: Path, anki: Collection) -> None:
    late = state(schedule=state().schedule._replace(due=NOW - 5 * DAY))
    assert taken(anki, tmp_path, studied(late)).due - anki.sched.today == -5


def test_steps_go_on_where_they_were(tmp_path: Path, anki: Collection) -> None:
    due = NOW + timedelta(minutes=8)
    step = state().schedule._replace(phase=Phase.LEARNING, step=1, due=due)
    card = taken(anki, tmp_path, studied(state(schedule=step)))
    assert (card.type, card.queue, card.due, card.left % 1000) == (1, 1, int(due.timestamp()), 1)


def test_a_lapsed_card_comes_in_its_steps(tmp_path: Path, anki: Collection) -> None:
    step = state().schedule._replace(phase=Phase.RELEARNING, due=NOW + timedelta(minutes=8))
    card = taken(anki, tmp_path, studied(state(schedule=step)))
    assert (card.type, card.queue, card.lapses) == (3, 1, 1)
    assert card.memory_state is not None


def test_suspended_and_buried_cards_stay_out_of_the_way(tmp_path: Path, anki: Collection) -> None:
    assert taken(anki, tmp_path, studied(state(suspended=True))).queue == -1


def test_a_buried_card_is_buried_for_anki_too_and_one_of_the_past_is_not(tmp_path: Path, anki: Collection) -> None:
    later = export(studied(state(buried_until=NOW + DAY)), tmp_path / "a.apkg")
    assert later == PackageCount(1, 1)
    assert queue_in(tmp_path / "a.apkg", tmp_path) == -3
    assert taken(anki, tmp_path, studied(state(buried_until=NOW - DAY))).queue == 2


def queue_in(package: Path, folder: Path) -> int:
    (folder / "c.db").write_bytes(collection_in(package))
    base = sqlite3.connect(folder / "c.db")
    (queue,) = base.execute("SELECT queue FROM cards").fetchone()
    base.close()
    return int(queue)


def test_a_new_face_is_new_and_one_that_was_never_seen_too(tmp_path: Path, anki: Collection) -> None:
    item = OutgoingItem(
        sample.REVERSED,
        sample.DECK.id,
        sample.REVISED,
        states=(FaceState(FaceId("c-reversed/2"), Schedule(due=NOW)),),
    )
    take(anki, exported(tmp_path, sample.content(items=[item], total=1, schedule=rules())), schedule=True)
    cards = [anki.get_card(number) for number in anki.find_cards("")]
    assert [(card.type, card.queue, card.memory_state) for card in cards] == [(0, 0, None)] * 2


def test_the_options_come_as_a_preset_that_the_decks_have(tmp_path: Path, anki: Collection) -> None:
    card = taken(anki, tmp_path, studied(state()))
    preset = anki.decks.config_dict_for_deck_id(card.did)
    assert preset["name"] == "Certdeck: Mine"
    assert preset["desiredRetention"] == pytest.approx(0.87)
    assert preset["fsrsParams6"] == pytest.approx(PARAMETERS)
    assert (preset["new"]["perDay"], preset["rev"]["perDay"]) == (7, 88)


def test_plain_cards_bring_the_same_schedule_in_the_quick_way(tmp_path: Path) -> None:
    cards = [builders.card(f"own-{number}", covers=(), sources=()) for number in range(6)]
    states = [
        state(phase, flag=number)._replace(face=FaceId(f"own-{number}/1"), suspended=number == 2)
        for number, phase in enumerate((*Phase, Phase.REVIEW))
    ]
    # The last card has no state, and two of the others were rated at the same moment.
    reviews = [
        OutgoingReview(each.face, NOW - days * DAY, Rating.GOOD, 900, each.schedule.phase, DAY, 3 * DAY, 4.5)
        for each in states[1:4]
        for days in (2, 1)
    ]
    slow = [
        OutgoingItem(
            one,
            sample.OWN,
            sample.REVISED,
            states=tuple(states[place : place + 1]),
            reviews=tuple(review for review in reviews if review.face == f"{one.id}/1"),
        )
        for place, one in enumerate(cards)
    ]
    none: StateColumns = (None, "", 0, None, None, None, None, 0, 0, False, 0, None)
    run = run_of(
        cards,
        [*map(plain_state, states), none],
        [(int(review.face[4]), *plain_review(review)[1:]) for review in reviews],
    )
    slowly = exported(tmp_path, sample.content(items=slow, total=6, schedule=rules())).read_bytes()
    quickly = exported(tmp_path, sample.content(items=[], sketched=[run], total=6, schedule=rules()))
    assert quickly.read_bytes() == slowly
    with sqlite3.connect(":memory:") as base:
        base.deserialize(collection_in(quickly))
        assert base.execute("SELECT count(*) FROM revlog").fetchone() == (6,)
    base.close()


def test_two_ratings_at_one_moment_are_both_kept(tmp_path: Path, anki: Collection) -> None:
    one = OutgoingReview(FaceId("c-basic/1"), NOW, Rating.GOOD, 10, Phase.NEW, timedelta(), DAY, 5.0)
    card = taken(anki, tmp_path, studied(state(), reviews=(one, one)))
    assert anki.db is not None
    assert anki.db.scalar("SELECT count() FROM revlog WHERE cid = ?", card.id) == 2


def test_without_the_box_ticked_anki_takes_the_cards_as_new(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path, studied(state())), schedule=False)
    (number,) = anki.find_cards("")
    assert anki.get_card(number).type == 0


# --- There and back


def test_a_schedule_goes_to_anki_and_comes_back_with_every_review_and_stability(
    tmp_path: Path, anki: Collection
) -> None:
    items, log, last = _learnt(60, 900)
    count = export(sample.content(items=items, total=len(items), schedule=rules()), tmp_path / "out.apkg")
    assert (count.cards, count.reviews) == (60, len(log))
    assert len(log) > 500
    take(anki, tmp_path / "out.apkg", schedule=True)
    assert "empty" not in anki.fix_integrity()[0].lower()
    anki.export_anki_package(
        out_path=str(tmp_path / "home.apkg"),
        options=ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, legacy=True),
        limit=None,
    )
    cards, reviews = _home(tmp_path / "home.apkg", tmp_path)
    assert len(reviews) == len(log)
    assert reviews == sorted((int(r.at.timestamp() * 1000), r.face, int(r.rating)) for r in log)
    for face, schedule in last.items():
        assert schedule.memory is not None
        assert cards[face]["s"] == pytest.approx(schedule.memory.stability, abs=1e-3)
        assert cards[face]["d"] == pytest.approx(schedule.memory.difficulty, abs=1e-3)


def _learnt(cards: int, ratings: int) -> tuple[list[OutgoingItem], list[Review], dict[str, Schedule]]:
    names = [f"c-{number}" for number in range(cards)]
    log = list(learner([f"{name}/1" for name in names], ratings, NOW))[:ratings]
    last = {review.face: review.after for review in log}
    items = []
    for name in names:
        face = FaceId(f"{name}/1")
        mine = tuple(
            OutgoingReview(
                face,
                review.at,
                Rating(review.rating),
                review.milliseconds,
                review.before.phase,
                review.before.interval,
                review.after.interval,
                review.after.memory.difficulty if review.after.memory else None,
            )
            for review in log
            if review.face == face
        )
        states = (FaceState(face, last[face]),) if face in last else ()
        item = replace(sample.BASIC, id=ItemId(name), kind=CardKind.BASIC)
        items.append(OutgoingItem(item, sample.DECK.id, sample.REVISED, states=states, reviews=mine))
    return items, log, last


def _home(package: Path, folder: Path) -> tuple[dict[str, dict[str, float]], list[tuple[int, str, int]]]:
    """Return the memory of each face and all reviews of a package that Anki wrote."""
    with zipfile.ZipFile(package) as archive:
        (folder / "home.db").write_bytes(archive.read("collection.anki21"))
    base = sqlite3.connect(folder / "home.db")
    faces = {
        card: f"{fields.split(chr(31))[6]}/{ordinal + 1}"
        for card, ordinal, fields in base.execute("SELECT c.id, ord, flds FROM cards c JOIN notes n ON n.id = nid")
    }
    memory = {faces[card]: json.loads(data or "{}") for card, data in base.execute("SELECT id, data FROM cards")}
    reviews = [(at, faces[card], ease) for at, card, ease in base.execute("SELECT id, cid, ease FROM revlog")]
    base.close()
    return memory, sorted(reviews)


def test_new_content_reaches_exactly_its_notes_and_leaves_progress_on_the_phone_alone(
    tmp_path: Path, anki: Collection
) -> None:
    items, ratings, _ = _learnt(40, 400)
    bundle = sample.content(items=items, total=len(items), schedule=rules())
    take(anki, exported(tmp_path, bundle), schedule=True)
    assert anki.db is not None
    before = anki.db.all("SELECT nid, ord, type, queue, due, ivl, reps, data FROM cards ORDER BY id")
    changed = [
        replace(out, item=_changed(out), revised=out.revised + DAY) if place % 4 == 0 else out
        for place, out in enumerate(items)
    ]
    log = take(anki, exported(tmp_path, replace(bundle, items=changed)), schedule=True)
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 10, 0)
    assert anki.note_count() == 40
    assert anki.db.all("SELECT nid, ord, type, queue, due, ivl, reps, data FROM cards ORDER BY id") == before
    assert anki.db.scalar("SELECT count() FROM revlog") == len(ratings) > 300


def _changed(out: OutgoingItem) -> Card:
    assert isinstance(out.item, Card)
    return replace(out.item, back="Changed.")
