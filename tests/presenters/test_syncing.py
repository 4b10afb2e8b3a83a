"""What is said about a sync."""

from dataclasses import replace
from datetime import UTC, timedelta, timezone
from pathlib import Path

from certdeck.presenters.syncing import (
    MOST_PROBLEMS,
    last_words,
    problem_lines,
    shown_problems,
    summary,
    tally_words,
    undo_words,
)
from certdeck.services.sync_parts import Tally
from certdeck.services.syncing import LastSync, SyncReport
from tests.builders import NOON

NOTHING = SyncReport(Path("shared"), Tally(), Tally())


def test_what_went_and_came_is_counted_by_kind() -> None:
    assert tally_words(Tally(64, 1, 2, 1, 0)) == "64 ratings, 1 card change, 2 own texts, 1 exam result"
    assert summary(replace(NOTHING, came=Tally(ratings=1))) == "Sent: nothing. Came: 1 rating."
    assert summary(NOTHING) == "Nothing was new."


def test_imported_cards_and_pictures_are_counted() -> None:
    report = replace(NOTHING, sent=Tally(imported=120), pictures_sent=2, pictures_came=1)
    assert summary(report) == "Sent: 120 imported cards, 2 pictures. Came: 1 picture."


def test_one_that_was_stopped_says_what_came_and_what_becomes_of_the_rest() -> None:
    report = replace(NOTHING, sent=Tally(ratings=4), came=Tally(ratings=2), stopped=True)
    assert summary(report) == "Stopped. Came until then: 2 ratings. The rest goes and comes with the next sync."


def test_what_an_earlier_sync_could_not_write_is_said_once_it_went() -> None:
    words = "Sent late, as the folder did not have it: 2 ratings."
    assert summary(replace(NOTHING, sent_late=Tally(ratings=2))) == words
    report = replace(NOTHING, sent=Tally(ratings=1), sent_late=Tally(ratings=2))
    assert summary(report) == f"Sent: 1 rating. Came: nothing. {words}"


def test_what_is_past_undoing_is_said_and_is_no_trouble() -> None:
    report = replace(NOTHING, not_undoable=1)
    assert undo_words(report).startswith("1 change of yours can't be undone any more: another computer")
    assert (problem_lines(report), undo_words(NOTHING)) == ([], "")


def test_the_last_sync_is_told_in_the_time_of_the_learner() -> None:
    assert last_words(None, UTC) == "Not synced yet."
    assert last_words(LastSync(NOON, 0, 0), timezone(timedelta(hours=2))) == "Synced on 14 Mar 2026 at 14:00."


def test_what_is_late_waiting_unread_or_unsent_says_what_to_do() -> None:
    report = replace(NOTHING, missing={"5f0c7a9be21d4c38": 2}, waiting=1, unread=("card:x",), unsent=3)
    report = replace(report, pictures_missing=2)
    late, pictures, waiting, unread, unsent = problem_lines(report)
    assert late.startswith("Late or lost: 2 changes of the library 5f0c7a.")
    assert pictures.startswith("Late or lost: 2 pictures of your cards. Sync the computer that has them")
    assert waiting == "Kept for later: 1 change about a deck or an exam that is not here yet."
    assert "card:x" in unread
    assert unsent == "Not written: 3 files. What is in them goes with the next sync."
    assert summary(replace(report, sent=Tally(ratings=2))) == "Not all sent: 2 ratings. Came: nothing."


def test_no_more_is_shown_than_can_be_read() -> None:
    assert shown_problems(["one"]) == ("one",)
    assert len(shown_problems(["one"] * 9)) == MOST_PROBLEMS + 1
