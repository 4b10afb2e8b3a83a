"""The migrations, the tables and the prepared statements say the same; databases of every release still open."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from certdeck.core.deck import ChoiceQuestion
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.events import Ending
from certdeck.core.ids import FaceId, ItemId, SittingId
from certdeck.core.scheduling.schedule import FaceState, Phase, Rating
from certdeck.core.search.parser import parse
from certdeck.services.cards import NEW
from certdeck.store import (
    content,
    exchange,
    face_numbers,
    history,
    migrations,
    outgoing,
    own,
    own_cards,
    owners,
    presets,
    queue,
    queue_counts,
    replays,
    results,
    saved_searches,
    search,
    shared_exams,
    shared_values,
    sittings,
    statistics,
    study,
    tables,
)
from certdeck.store.connection import Link
from certdeck.store.database import Database, open_database
from certdeck.store.functions import add_functions
from certdeck.store.library_file import FILE
from certdeck.store.schema_version import APPLICATION_ID, HEAD, KNOWN
from tests.builders import EXAM, NOON, deck_plan, phase
from tests.services.parts import Parts
from tests.sitting import running

RELEASED = Path(__file__).parent / "released"
MODULES = (
    content,
    exchange,
    face_numbers,
    history,
    outgoing,
    own,
    own_cards,
    owners,
    presets,
    queue,
    queue_counts,
    replays,
    results,
    saved_searches,
    search,
    shared_exams,
    shared_values,
    sittings,
    statistics,
    study,
)
STATEMENTS = {
    f"{module.__name__}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, str) and value.lstrip().startswith(("SELECT", "INSERT", "WITH"))
}


def opened(folder: Path) -> Database:
    return open_database(folder, backups=folder / "backups", stamp="test")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    opened(tmp_path).close()
    return tmp_path / FILE


def test_the_migrations_lead_to_the_tables_that_the_program_knows(file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        known = MigrationContext.configure(connection, opts={"include_name": _is_no_part_of_an_index})
        differences = compare_metadata(known, tables.metadata)
    engine.dispose()
    assert differences == []


def _is_no_part_of_an_index(name: str | None, kind: str, _parents: object) -> bool:
    """Tell full-text indexes, which SQLite keeps in tables of its own, from what the program declares."""
    return not (kind == "table" and name is not None and name.startswith(("word_index", "vocabulary")))


def test_the_known_revisions_are_those_of_the_migrations_oldest_first() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(revisions)) == KNOWN
    assert KNOWN[-1] == HEAD


def test_a_new_database_is_marked_as_ours_and_at_the_newest_revision(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_connection_writes_ahead_flushes_every_commit_and_checks_foreign_keys(file: Path) -> None:
    link = Link(file)
    link.begin()
    found = {name: link.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")}
    link.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_states_statement_names_exactly_the_columns_of_the_table() -> None:
    placed = [column.name for column in tables.face_state.columns]
    assert [*study.STATE_COLUMNS, "deck_id", "position", "entry"] == placed


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_prepared_statement_fits_the_tables(file: Path, name: str) -> None:
    statement = STATEMENTS[name]
    ends = {"content.ITEMS": "TRUE", "results.ENDED": "SELECT * FROM ended"}
    inner = {
        "queue.MOST_FADED": "SELECT 1 AS face, 'new' AS phase, 0 AS due, 0 AS position, 0.5 AS faded, '' AS bullet",
        "queue.SOME": "SELECT 1 AS entry",
    }
    part = inner.get(name.removeprefix("certdeck.store."), "TRUE")
    whole = statement.format(part, "TRUE") + ends.get(name.removeprefix("certdeck.store."), "")
    with closing(sqlite3.connect(file)) as connection:
        add_functions(connection)
        assert connection.execute(f"EXPLAIN {whole}", [None] * _values(whole)).fetchall()


def _values(statement: str) -> int:
    """Count the values that a statement wants; those with numbers may stand in it several times."""
    return len(set(re.findall(r"\?\d+", statement))) or statement.count("?")


def test_what_the_start_asks_for_is_found_without_reading_a_whole_table(file: Path) -> None:
    of_exam = f"SELECT {queue.COLUMNS} {queue.OF_EXAM} {queue.FREE} "
    asked = (
        of_exam + queue.STEPS,
        of_exam + queue.BY_DUE,
        of_exam + queue.FRESH,
        of_exam + queue.NEXT,
        f"SELECT state.rowid, {queue.FADED} {queue.OF_EXAM} {queue.FREE} {queue.REVIEWS}",
        queue.LOAD,
        queue.RATED_FACES,
        queue.AGAIN,
        queue.ADDED_FACES,
        study.LAST_RATED,
        history.UNDOABLE,
    )
    with closing(sqlite3.connect(file)) as connection:
        plans = {
            statement: [
                row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", [0] * statement.count("?"))
            ]
            for statement in asked
        }
    for statement, plan in plans.items():
        assert not [step for step in plan if step.startswith(("SCAN state", "SCAN study_log", "SCAN entry"))], (
            statement,
            plan,
        )


@pytest.mark.parametrize(
    "statement",
    [
        queue_counts.OF_BULLETS,
        statistics.BULLET_FACES,
        statistics.OF_EXAM,
        study.FACE_TALLIES,
        study.RATED_BY_DECK,
        search.EARLIEST_FACES,
        search.FACES_OF,
        f"SELECT {search.EARLIEST_DUE} FROM entry",
        outgoing.STATES,
        own.PLACE,
        replays.DECK_OF,
    ],
)
def test_the_faces_of_an_item_are_found_by_their_numbers(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        steps = connection.execute(f"EXPLAIN QUERY PLAN {statement}", [0] * statement.count("?")).fetchall()
    (found,) = (step[3] for step in steps if step[3].startswith(("SEARCH state", "SEARCH face_state")))
    assert "USING INTEGER PRIMARY KEY (rowid" in found


# Databases of every release


def test_a_database_of_every_released_schema_is_kept() -> None:
    assert sorted(path.stem for path in RELEASED.glob("*.db")) == sorted(KNOWN)


@pytest.fixture(params=KNOWN)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Parts]:
    """Give services on a copy of a released database, brought up to date."""
    shutil.copy(RELEASED / f"{request.param}.db", tmp_path / FILE)
    store = opened(tmp_path)
    yield Parts(tmp_path / "decks", store)
    store.close()


def test_the_deck_of_an_old_database_is_whole(released: Parts) -> None:
    (head,) = released.library.heads()
    assert (head.id, head.title, head.version, head.installed_at) == ("deck-1", "A deck", "1.0.0", NOON)
    assert [domain.weight for domain in released.library.exam().blueprint.domains] == [60, 40]
    with released.store.open() as work:
        whole = work.content.deck(head.id)
        assert work.content.revisions(head.id)[ItemId("c-2")] == NOON
    assert (len(whole.cards), len(whole.questions), len(whole.sheets)) == (2, 6, 1)
    assert [row.id for row in released.search.rows(released.search.find(parse("remember")).keys)] == ["s-1"]
    assert released.library.item(ItemId("c-1")) == whole.cards[0]


def test_glossary_confusion_sets_and_plan_of_an_old_database_are_whole(released: Parts) -> None:
    with released.store.open() as work:
        whole = work.content.deck(released.library.exam().deck.id)
        found = (work.content.terms(EXAM), work.content.confusions_of(ItemId("c-1")), work.content.plan(EXAM))
    assert found == (whole.terms, whole.confusions, next(iter(whole.plans), None))
    assert whole.plans in ((), (deck_plan(phase()),))


def test_tags_of_an_old_database_are_found_given_and_taken(released: Parts) -> None:
    def tagged(name: str) -> list[str]:
        return [row.id for row in released.search.rows(released.search.find(parse(f"tag:{name}")).keys)]

    written = bool(released.cards.standings())
    assert tagged("hard") == (["c-1"] if written else [])
    given = released.cards.open(ItemId("c-2")).draft()
    released.cards.save(ItemId("c-2"), replace(given, tags=("New", "hard")))
    assert (tagged("new"), tagged("hard")) == (["c-2"], ["c-1", "c-2"] if written else ["c-2"])
    released.cards.save(ItemId("c-2"), replace(given, tags=()))
    assert (tagged("new"), tagged("hard")) == ([], ["c-1"] if written else [])


def test_the_log_of_an_old_database_counts_its_lines_by_itself(released: Parts, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        counted = {name for (name,) in connection.execute("SELECT name FROM sqlite_sequence")}
        last, changes = connection.execute("SELECT max(id), (SELECT max(id) FROM change) FROM study_log").fetchone()
    assert "study_log" not in counted
    assert "change" in counted
    released.study.rate(FaceId("c-1/1"), Rating.GOOD, milliseconds=1000)
    with released.store.open() as work:
        assert work.study.log()[-1].id == max(last, changes or 0) + 1


def test_what_was_learnt_in_an_old_database_goes_on(released: Parts) -> None:
    state = released.study.state(FaceId("c-1/1"))
    assert (state.schedule.phase, state.schedule.reps, state.schedule.interval.days) == (Phase.REVIEW, 2, 5)
    assert state.schedule.memory is not None
    assert (state.schedule.memory.stability, state.schedule.memory.difficulty) == (3.946054067969477, 1.0)
    assert released.study.state(FaceId("c-2/1")).flag == 4
    assert released.study.today().rated == 2
    released.study.rate(FaceId("c-1/1"), Rating.GOOD, milliseconds=1000)
    undone = [entry.kind for entry in iter(lambda: released.history.undo()[1], None)]
    assert [kind for kind in undone if kind in ("rate", "flag")] == ["rate", "flag", "rate", "rate"]


def test_the_words_of_an_old_database_are_found_before_and_after_its_deck_changes(released: Parts) -> None:
    def found(text: str) -> list[str]:
        keys = released.search.find(parse(text)).keys
        return [row.id for row in released.search.rows(keys)]

    cards = released.library.exam().deck
    assert found("fro kind:card -is:own -is:edited")[-1:] == ["c-2"]
    assert "c-2" in found("*ont o*")
    with released.store.open(writing=True) as work:
        whole = work.content.deck(cards.id)
        changed = tuple(replace(card, front="Changed wording?") for card in whole.cards)
        work.content.replace(replace(whole, cards=changed), NOON)
        work.commit()
    assert "c-2" in found("changed wor")
    assert "c-2" not in found("*ont o*")


def test_an_old_database_is_no_larger_than_what_is_in_it(released: Parts, tmp_path: Path) -> None:
    assert released.library.heads()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_the_log_of_an_old_database_tells_how_each_face_stood(released: Parts) -> None:
    with released.store.open() as work:
        log = work.study.log()
    first, second = (entry for entry in log if entry.after.face == "c-1/1" and entry.kind == "rate")
    assert (first.before, first.after) == (FaceState(FaceId("c-1/1")), second.before)
    assert (second.at, second.rating, second.after.schedule.reps) == (NOON + timedelta(minutes=1), Rating.EASY, 2)
    assert second.after.schedule == released.study.state(FaceId("c-1/1")).schedule


def test_an_exam_begun_in_an_old_database_can_be_finished(released: Parts) -> None:
    found = running(released.exams)
    assert (found.id, found.seed, found.elapsed) == (2, 4, 70.5)
    sitting = released.exams.load(SittingId(2))
    answered = [state.answer for state in sitting.states]
    keys = [item.question for item in sitting.form.items]
    assert answered == [Chosen(key.keys) if isinstance(key, ChoiceQuestion) else None for key in keys]
    assert (sitting.current, sitting.flagged_positions()) == (3, (0,))
    released.exams.finish(sitting, Ending.SUBMITTED, 80.0)
    _, report = released.exams.report(SittingId(2))
    assert sum(result.right for result in report.questions) == sum(answer is not None for answer in answered) >= 2
    assert [head.scaled for head in released.exams.heads()] == [report.scaled, 100]


def test_what_was_written_in_an_old_database_is_still_there_and_can_be_taken_back(released: Parts) -> None:
    name = ItemId("c-1")
    if not released.cards.standings():
        return  # written before cards could be
    opened = released.cards.open(name)
    assert (opened.card.front, opened.note, opened.own_tags) == ("What is mine?", "A note.", ("hard",))
    (own,) = (item for item, standing in released.cards.standings().items() if standing.own)
    assert released.cards.open(own).card.back == "Own back."
    kept = released.cards.draft(NEW)
    assert kept is not None
    assert kept.draft.text.front == "Half a"
    released.history.undo()
    released.history.undo()
    assert released.cards.standings() == {}
    assert released.cards.open(name).card.front == "Front of c-1?"


def test_the_settings_of_an_old_database_hold(released: Parts) -> None:
    assert released.options.presets()[0].options.new_per_day == 7
    assert released.library.exam().blueprint.id == EXAM


def test_what_an_old_database_holds_is_found(released: Parts) -> None:
    found = released.search.find(parse("front is:flagged -kind:sheet"))
    assert [row.id for row in released.search.rows(found.keys)] == ["c-2"]
    assert len(released.search.find(parse("")).keys) == len(released.library.rows())
    assert len(released.search.find(parse("*emembe*")).keys) >= 1
