"""Two laptops and a folder: whatever is done on either, in whatever order files arrive, both come to the same."""

from datetime import UTC, datetime, timedelta

import pytest

from certdeck.core.deck import CardKind, ChoiceQuestion
from certdeck.core.errors import SyncError
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.events import Answered, Ending, Visited
from certdeck.core.exam.insight import MissReason
from certdeck.core.exam.survey import Survey
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.incoming import Review
from certdeck.core.own import CardText, Draft
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.core.scheduling.schedule import Phase, Rating
from tests.builders import NOON, covers
from tests.clock import FixedClock
from tests.laptops import Laptop, Make, in_turns


def study(laptop: Laptop) -> None:
    """Do some of everything that is synced."""
    parts, clock = laptop.parts, laptop.clock
    for rating in (Rating.GOOD, Rating.EASY):
        laptop.rate("c-1", rating, after=900)
    laptop.rate("c-2", Rating.AGAIN)
    parts.faces.flag(3, FaceId("c-2/1"))
    parts.faces.suspend(FaceId("c-3/1"), on=True)
    parts.faces.bury(FaceId("c-4/1"))
    clock.advance(days=6)
    laptop.rate("c-1", Rating.HARD)
    parts.faces.set_due(clock.now().date() + timedelta(days=9), FaceId("c-1/1"))
    laptop.rate("c-5", Rating.EASY)
    parts.faces.forget(FaceId("c-5/1"))
    laptop.rate("c-6", Rating.GOOD)
    parts.history.undo()
    name = ItemId("c-1")
    draft = parts.cards.open(name).draft()
    text = CardText(kind=CardKind.BASIC, front="What is mine?", back=draft.text.back)
    parts.cards.save(name, Draft(text, draft.covers, ("hard", "again"), "A note."))
    parts.cards.create(Draft(CardText(front="Own front?", back="Own back."), covers(), ("mine",)))
    parts.search.save("Hard", "tag:hard")
    parts.preferences.change(day_starts_at=5, exam_days="exam-1 2027-01-02", text_scale=150)
    _, preset = parts.options.add("Slow")
    parts.options.change(preset.id, new_per_day=7, desired_retention=0.85)
    parts.options.assign(DeckId("deck-1"), preset.id)
    sit(laptop)


def sit(laptop: Laptop) -> None:
    parts = laptop.parts
    sitting = parts.exams.start(seed=4)
    for position, item in enumerate(sitting.form.items):
        sitting = parts.exams.record(sitting, Visited(position), 10.0 * (position + 1))
        if isinstance(item.question, ChoiceQuestion):
            answer = Chosen(frozenset([item.order[0]]))
            sitting = parts.exams.record(sitting, Answered(position, answer), sitting.elapsed + 4)
    parts.exams.finish(sitting, Ending.SUBMITTED, 80.0)
    parts.exams.survey(sitting.id, Survey(prepared=4))
    parts.results.give_reason(sitting.id, 0, MissReason.MISREAD)
    parts.results.dispute(sitting.form.items[0].question.id, "The key is wrong.")


def test_all_that_was_done_on_one_laptop_is_on_the_other(make: Make) -> None:
    first, second = make("first"), make("second")
    study(first)
    before = first.observed()
    in_turns(first, second)
    assert first.observed() == before
    assert second.observed() == before
    assert second.parts.cards.open(ItemId("c-1")).note == "A note."
    assert second.state("c-1").schedule.phase is Phase.REVIEW
    assert second.parts.preferences.settings.text_scale == 100


def test_syncing_again_changes_nothing_and_writes_nothing(make: Make) -> None:
    first, second = make("first"), make("second")
    study(first)
    in_turns(first, second)
    before, files = second.observed(), sorted(first.shared.rglob("*"))
    for laptop in (first, second, second, first):
        changes, report = laptop.sync_with_changes()
        assert not changes
        assert (report.sent.total, report.came.total, report.files_written, report.files_read) == (0, 0, 0, 0)
        assert (report.problems, report.missing, report.unread, report.waiting) == ((), {}, (), 0)
    assert sorted(first.shared.rglob("*")) == files
    assert first.observed() == second.observed() == before


def test_a_dry_run_tells_what_would_go_and_come_and_changes_nothing(make: Make) -> None:
    first, second = make("first"), make("second")
    study(first)
    report = first.sync(dry=True)
    assert (report.sent.ratings, report.sent.exams, report.files_written) == (5, 3, 0)
    assert not list(first.shared.iterdir())
    first.sync()
    assert second.sync(dry=True).came.ratings == 5
    assert second.state("c-1").schedule.phase is Phase.NEW
    assert second.service.last() is None


def test_both_laptops_keep_what_both_did(make: Make) -> None:
    first, second = make("first"), make("second", clock=FixedClock(NOON + timedelta(hours=1)))
    first.rate("c-1")
    second.rate("c-1", Rating.AGAIN)
    second.rate("c-2", Rating.EASY)
    first.parts.cards.put_note(ItemId("c-1"), "Of the first.")
    second.parts.cards.tag([ItemId("c-1")], add=["second"])
    first.parts.cards.tag([ItemId("c-1")], add=["first"])
    in_turns(first, second)
    assert first.observed() == second.observed()
    assert first.state("c-1").schedule.reps == 2
    assert first.state("c-2").schedule.reps == 1
    assert first.parts.cards.own_tags(ItemId("c-1")) == ("first", "second")
    assert second.parts.cards.note(ItemId("c-1")) == "Of the first."


def test_a_tag_or_note_that_came_from_another_laptop_counts_as_a_change_of_its_card(make: Make) -> None:
    first, second = make("first"), make("second")
    first.parts.cards.tag([ItemId("c-1")], add=["first"])
    first.parts.cards.put_note(ItemId("c-2"), "Of the first.")
    installed = second.clock.now()
    second.clock.advance(3600)
    in_turns(first, second)
    assert [name for name, at in second.revised().items() if at > installed] == ["c-1", "c-2"]


def test_a_rating_of_its_own_keeps_its_due_date_and_one_given_apart_is_reckoned_the_same_on_both(make: Make) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1", Rating.EASY)
    due = first.state("c-1").schedule.due
    in_turns(first, second)
    assert first.state("c-1").schedule.due == second.state("c-1").schedule.due == due
    for laptop in (first, second):
        laptop.clock.advance(days=20)
        laptop.rate("c-1", Rating.GOOD, after=60 if laptop is first else 300)
    in_turns(first, second)
    assert first.state("c-1") == second.state("c-1")
    assert first.state("c-1").schedule.reps == 3
    again = first.state("c-1")
    first.rate("c-1", Rating.GOOD, after=86400)
    after = first.state("c-1")
    assert after.schedule.reps == again.schedule.reps + 1
    in_turns(first, second)
    assert first.state("c-1") == second.state("c-1") == after


def test_a_rating_taken_back_is_taken_back_everywhere_and_can_come_again(make: Make) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.rate("c-2")
    in_turns(first, second)
    assert second.state("c-2").schedule.reps == 1
    first.parts.history.undo()
    in_turns(first, second)
    assert first.observed() == second.observed()
    assert second.state("c-2").schedule.phase is Phase.NEW
    first.parts.history.redo()
    in_turns(first, second)
    assert first.observed() == second.observed()
    assert second.state("c-2").schedule.reps == 1


def test_one_taken_back_before_anybody_heard_of_it_and_brought_back_later_is_told_then(make: Make) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.parts.history.undo()
    in_turns(first, second)
    assert second.state("c-1").schedule.phase is Phase.NEW
    first.parts.history.redo()
    in_turns(first, second)
    assert second.state("c-1").schedule.reps == 1
    assert first.observed() == second.observed()


def test_one_brought_back_before_it_was_told_stands_before_what_was_done_then(make: Make) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.parts.history.undo()
    first.sync()
    first.parts.history.redo()
    first.clock.advance(60)
    first.parts.faces.forget(FaceId("c-1/1"))
    in_turns(first, second)
    assert first.observed() == second.observed()
    assert second.state("c-1").schedule.phase is Phase.NEW


def test_the_later_word_counts_and_a_deleted_card_that_was_written_again_later_stays(make: Make) -> None:
    first, second = make("first"), make("second")
    _, name = first.parts.cards.create(Draft(CardText(front="Front?", back="Back."), covers()))
    in_turns(first, second)
    second.clock.advance(60)
    second.parts.cards.delete(name)
    first.clock.advance(120)
    draft = first.parts.cards.open(name).draft()
    first.parts.cards.save(name, Draft(CardText(front="Later?", back="Back."), draft.covers))
    in_turns(first, second)
    assert first.observed() == second.observed()
    assert second.parts.cards.open(name).card.front == "Later?"
    second.clock.advance(days=1)
    second.parts.cards.delete(name)
    in_turns(second, first)
    assert first.observed() == second.observed()
    assert name not in first.parts.cards.standings()


def test_a_new_laptop_takes_over_options_and_settings_instead_of_overwriting_them(make: Make) -> None:
    first = make("first")
    first.parts.options.change(new_per_day=3)
    first.parts.preferences.change(two_ratings=True)
    first.sync()
    first.clock.advance(days=1)
    first.parts.options.change(new_per_day=4)
    first.sync()
    second = make("second", clock=FixedClock(NOON + timedelta(days=30)))
    in_turns(second, first)
    for laptop in (first, second):
        assert laptop.parts.options.of(DeckId("deck-1")).options.new_per_day == 4
        assert laptop.parts.preferences.settings.two_ratings


def test_a_preset_that_is_taken_away_or_renamed_goes_and_moves_everywhere(make: Make) -> None:
    first, second = make("first"), make("second")
    _, slow = first.parts.options.add("Slow")
    _, fast = first.parts.options.add("Fast")
    first.parts.options.assign(DeckId("deck-1"), slow.id)
    in_turns(first, second)
    first.clock.advance(60)
    first.parts.options.rename(slow.id, "Slower")
    first.parts.options.remove(fast.id)
    in_turns(first, second)
    assert first.observed() == second.observed()
    assert [one.name for one in second.parts.options.presets()] == ["Default", "Slower"]
    assert second.parts.options.of(DeckId("deck-1")).name == "Slower"


def test_what_is_about_a_deck_that_is_not_there_waits_for_it(make: Make) -> None:
    first, second = make("first"), make("second", content=None)
    study(first)
    in_turns(first, second)
    report = second.sync()
    assert (report.waiting, report.problems) == (1, ())
    second.content = first.content
    assert second.content is not None
    second.parts.install(second.content)
    in_turns(second, first)
    assert first.observed() == second.observed()
    assert second.sync().waiting == 0


def test_a_clock_that_is_a_year_ahead_does_not_win_for_ever(make: Make) -> None:
    first, second = make("first", clock=FixedClock(NOON + timedelta(days=365))), make("second")
    name = ItemId("c-1")
    first.parts.cards.put_note(name, "From the future.")
    first.rate("c-1")
    in_turns(first, second)
    assert second.parts.cards.note(name) == "From the future."
    second.parts.cards.put_note(name, "Later all the same.")
    second.parts.faces.flag(2, FaceId("c-1/1"))
    second.rate("c-1", Rating.HARD)
    in_turns(second, first)
    assert first.observed() == second.observed()
    assert first.parts.cards.note(name) == "Later all the same."
    assert (first.state("c-1").flag, first.state("c-1").schedule.reps) == (2, 2)
    assert first.state("c-1").schedule.last_review == second.clock.now()


def test_an_exam_of_another_laptop_stands_at_its_own_time(make: Make) -> None:
    first, second = make("first"), make("second")
    sit(first)
    second.clock.advance(days=1)
    second.parts.exams.start(seed=9)
    in_turns(first, second)
    running, ended = second.parts.exams.heads()
    assert (running.finished_at, ended.seed) == (None, 4)
    assert len(first.parts.exams.heads()) == 1


def test_parameters_that_come_change_memories_and_write_no_log(make: Make) -> None:
    first, second = make("first"), make("second")
    for name in ("c-1", "c-2"):
        first.rate(name, Rating.EASY)
        first.rate(name, Rating.GOOD, after=800_000)
    in_turns(first, second)
    before, memory = log_length(second), second.state("c-1").schedule.memory
    first.clock.advance(60)
    first.fit((0.5, *DEFAULTS[1:10], 1.2, *DEFAULTS[11:]))
    in_turns(first, second)
    assert first.observed() == second.observed()
    assert second.state("c-1").schedule.memory != memory
    assert log_length(second) == before


def log_length(laptop: Laptop) -> int:
    with laptop.store.open() as work:
        return len(work.study.log())


def test_two_at_once_are_refused(make: Make) -> None:
    first = make("first")
    first.rate("c-1")
    refused: list[str] = []

    def again(_done: int, _total: int) -> None:
        with pytest.raises(SyncError) as told:
            first.sync()
        refused.append(str(told.value))

    first.sync(progress=again)
    assert "under way already" in refused[0]
    assert first.sync().sent.total == 0


def test_what_no_other_laptop_could_read_stays_here_and_stops_nothing(make: Make) -> None:
    first, second = make("first"), make("second")
    first.bring_home("c-1", Review(datetime(1960, 1, 1, tzinfo=UTC), Rating.GOOD))
    first.rate("c-2")
    first.clock.set_back(30_000 * 86_400)
    sit(first)
    first.clock.advance(days=30_000)
    in_turns(first, second)
    assert second.state("c-2").schedule.reps == 1
    assert second.parts.exams.heads() == ()
    assert second.sync().problems == ()
    assert first.sync().sent.total == 0
