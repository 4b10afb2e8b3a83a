"""A large text is read by a process of its own: the same notes, in the same order, and nothing left of it."""

from collections.abc import Callable
from multiprocessing import active_children
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from certdeck.core.batches import WHOLE, Batch, Rule, Turns
from certdeck.core.errors import ImportRefused
from certdeck.core.incoming import Note, sides_of
from certdeck.importers.csv_notes import CsvNotes, read_csv
from certdeck.markup.from_html import markdown_of
from certdeck.ports.exporting import Cancelled, no_progress
from certdeck.ports.importing import Batches, Plan
from tests.importers.readers import kill_all, nobody_waits

HEAD = "#separator:tab\n#html:true\n#notetype column:1\n#tags column:4\n"
ROWS = [f'Basic\t<b>{number}</b>?\t"{number}\n&amp; more"\ta b::c' for number in range(5000)]
AGAIN = ["Cloze\t{{c1::one}}\t", "Basic\t<b>3</b>?\tlater", "Basic\t<b>3</b>? \tlast\tz", "Basic"]
TEXT = "\n".join((HEAD + ROWS[0], *ROWS[1:], *AGAIN))


def plan_of(folder: Path, text: str = TEXT) -> Plan:
    file = folder / "cards.txt"
    file.write_text(text, encoding="utf-8")
    return read_csv(file, markdown_of, no_progress)


def rule_of(plan: Plan) -> Rule:
    return Rule(sides_of({known.key: known for known in plan.types}), "Else")


def way(turns: Batches) -> list[tuple[Batch, list[Note]]]:
    """Go through all batches and want each note whole."""
    found, batch = [], turns.first()
    while batch is not None:
        turns.ask(bytes([WHOLE]) * batch.size)
        answer, following = turns.answered()
        found.append((batch, list(answer.whole.values())))
        batch = following
    return found


def came(plan: Plan, waiting: Callable[[], None] = nobody_waits) -> list[tuple[Batch, list[Note]]]:
    notes = plan.notes
    assert isinstance(notes, CsvNotes)
    with notes.batches(rule_of(plan), waiting) as turns:
        assert not isinstance(turns, Turns)
        return way(turns)


@pytest.mark.usefixtures("_apart")
def test_a_process_reads_what_this_one_would(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    assert len(active_children()) == 1
    there = came(plan)
    assert active_children() == []
    assert there == way(Turns(iter(plan.notes), rule_of(plan)))
    assert [note for _, notes in there for note in notes] == list(plan.notes)


@pytest.mark.usefixtures("_apart")
def test_a_file_that_changes_after_it_was_looked_through_comes_as_it_was(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    (tmp_path / "cards.txt").unlink()
    assert sum(batch.size for batch, _ in came(plan)) == 5002


def test_of_rows_with_one_name_the_last_counts_in_the_place_of_the_first(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    notes = list(plan.notes)
    assert [note.fields for note in notes[2:5]] == [("**2**?", "2 & more"), ("**3**?", "last"), ("**4**?", "4 & more")]
    assert (notes[3].tags, notes[3].place) == (("z",), "line 10007")
    assert [note.fields for note in notes[5000:]] == [("{{c1::one}}", ""), ()]
    assert [(loss.what, loss.count, loss.where) for loss in plan.losses] == [("lines", 2, "line 10006")]
    assert len(plan.notes) == 5004


@pytest.mark.usefixtures("_apart")
def test_who_does_not_want_to_wait_any_more_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "poll", lambda *_: False)

    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        came(plan_of(tmp_path), cancel)
    assert active_children() == []


@pytest.mark.usefixtures("_apart")
def test_a_large_file_that_is_refused_leaves_no_process_behind(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="line 10009 opens a quote that is never closed") as refused:
        plan_of(tmp_path, f'{TEXT}\n"')
    assert active_children() == [], refused.value


@pytest.mark.usefixtures("_apart")
def test_a_process_that_is_killed_is_said_in_words(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    kill_all()
    with pytest.raises(ImportRefused, match=r"cards\.txt can't be imported: the process that read it ended"):
        came(plan)


def test_a_small_file_is_read_where_one_is(tmp_path: Path) -> None:
    notes = plan_of(tmp_path, "q,a\n").notes
    assert isinstance(notes, CsvNotes)
    with notes.batches(Rule({}, ""), nobody_waits) as turns:
        assert isinstance(turns, Turns)
    assert active_children() == []
