"""Figures: how a face stood before each rating, as columns beside the log, and an index that holds all they need."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MICROSECOND = timedelta(microseconds=1)
EPOCH = "1970-01-01T00:00:00+00:00"
COLUMNS = ("kind", "at", "rating", "milliseconds", "phase", "interval", "elapsed", "stability", "face_id")
BATCH = 10_000


def upgrade() -> None:
    """Add the columns, fill them from what the log holds, and index them."""
    op.add_column("study_log", sa.Column("phase", sa.String(), nullable=True))
    op.add_column("study_log", sa.Column("interval", sa.Integer(), nullable=True))
    op.add_column("study_log", sa.Column("elapsed", sa.Integer(), nullable=True))
    op.add_column("study_log", sa.Column("stability", sa.Float(), nullable=True))
    _fill()
    op.create_index("ix_study_log_figures", "study_log", list(COLUMNS), unique=False)


def _fill() -> None:
    connection = op.get_bind()
    put = sa.text(
        "UPDATE study_log SET phase = :phase, interval = :interval, elapsed = :elapsed, stability = :stability "
        "WHERE id = :id"
    )
    for batch in _batches(connection):
        connection.execute(put, batch)


def _batches(connection: sa.Connection) -> Iterator[list[dict[str, object]]]:
    """Yield what is known before each rating, so many at a time."""
    get = sa.text("SELECT id, at, before FROM study_log WHERE kind = 'rate' AND id > :after ORDER BY id LIMIT :batch")
    after = 0
    while rows := connection.execute(get, {"after": after, "batch": BATCH}).all():
        yield [_known(row.id, row.at, json.loads(row.before)["schedule"]) for row in rows]
        after = rows[-1].id


def _known(number: int, at: int, schedule: dict[str, object]) -> dict[str, object]:
    memory = schedule.get("memory")
    reviewed, due = _moment(schedule.get("last_review")), _moment(schedule.get("due"))
    return {
        "id": number,
        "phase": schedule.get("phase"),
        "interval": due - reviewed if due is not None and reviewed is not None else None if reviewed is None else 0,
        "elapsed": None if reviewed is None else at - reviewed,
        "stability": memory["stability"] if isinstance(memory, dict) else None,
    }


def _moment(text: object) -> int | None:
    """Read a time as microseconds since 1970."""
    if not isinstance(text, str):
        return None
    return (datetime.fromisoformat(text) - datetime.fromisoformat(EPOCH)) // MICROSECOND
