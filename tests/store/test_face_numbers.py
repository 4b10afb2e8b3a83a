"""Faces go by number in the tables, and come back by their ids."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certdeck.core.ids import LAST_ORDINAL, FaceId, ItemId, face_id
from certdeck.core.scheduling.schedule import FaceState
from certdeck.core.scheduling.scope import Scope
from certdeck.store import face_numbers
from certdeck.store.database import open_database
from certdeck.store.library_file import FILE
from tests.store.contract import DECK, LATER, waiting

RELEASED = Path(__file__).parent / "released"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
STRANGE = ("c-1", "c-1/0", "c-1/4096", "c-1/01", "c-1/x", "/1", "", "c-1/²", "a/b/2", "c-new/7")


@given(st.one_of(TEXTS, st.builds(lambda item, last: f"{item}/{last}", TEXTS, st.integers(-1, 5000))))
@example("/")
@example("c-1/4095")
@example("c-1/4096")
@example("c-1/007")
def test_the_id_of_a_face_is_that_of_its_item_and_its_ordinal_whatever_it_is(name: str) -> None:
    item, ordinal = face_numbers.parts(FaceId(name))
    assert 0 <= ordinal <= LAST_ORDINAL
    number = face_numbers.number(77, FaceId(name))
    with closing(sqlite3.connect(":memory:")) as connection:
        written = face_numbers.id_of("?1", "?2")
        assert connection.execute(f"SELECT {written}", (number, item)).fetchone() == (name,)
        within = face_numbers.of_item("?2")
        assert connection.execute(f"SELECT ?1 {within}", (number, 77)).fetchone() == (1,)
        assert connection.execute(f"SELECT ?1 {within}", (number, 78)).fetchone() == (0,)


@given(st.from_regex(r"[a-z][a-z0-9.]{0,9}(-[a-z0-9.]{1,9}){0,3}", fullmatch=True), st.integers(1, LAST_ORDINAL))
def test_the_faces_of_a_card_have_its_key_in_common(item: str, ordinal: int) -> None:
    assert face_numbers.parts(face_id(ItemId(item), ordinal)) == (item, ordinal)


@pytest.mark.parametrize("released", ["0001", "0012", "0018"])
def test_states_and_log_of_an_old_library_are_all_there_whatever_their_faces_are_called(
    tmp_path: Path, released: str
) -> None:
    shutil.copy(RELEASED / f"{released}.db", tmp_path / FILE)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        for name in STRANGE:
            for table, key in (("face_state", "face_id"), ("study_log", "id")):
                columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
                others = ", ".join(f'"{column}"' for column in columns if column not in ("face_id", key))
                (first,) = connection.execute(f"SELECT min({key}) FROM {table}").fetchone()
                connection.execute(
                    f"INSERT INTO {table} (face_id, {others}) SELECT ?, {others} FROM {table} WHERE {key} = ?",
                    (name, first),
                )
    store = open_database(tmp_path, backups=tmp_path / "backups", stamp="test")
    with store.open() as work:
        lines = [entry.after.face for entry in work.study.log()]
        assert lines[-len(STRANGE) :] == list(STRANGE)
        for name in STRANGE:
            state = work.study.state(FaceId(name))
            assert (state.face, state != FaceState(FaceId(name))) == (name, True)
            assert len(work.study.log_of(FaceId(name))) == 1
            assert name not in {entry.face for entry in waiting(work, Scope(DECK), LATER, 99)}
    store.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
