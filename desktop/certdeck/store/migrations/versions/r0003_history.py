"""Undo and redo: the changes that can be taken back, and the parts of the study log that belong to each."""

import json

import sqlalchemy as sa
from alembic import op

from certdeck.store.columns import Utc

revision = "0003"
down_revision = "0002"

DEPTH = 200
STANDING = """
    SELECT id, kind, face_id, at, before FROM study_log AS entry
    WHERE kind != 'undo' AND NOT EXISTS (SELECT 1 FROM study_log AS later WHERE later.undoes = entry.id)
    ORDER BY id DESC
"""


def upgrade() -> None:
    """Add the tables, and make changes of the newest part of the log, so that it can still be undone."""
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "change_step",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.id"], name=op.f("fk_change_step_change_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("change_id", "position", name=op.f("pk_change_step")),
        sqlite_with_rowid=False,
    )
    op.add_column("study_log", sa.Column("change_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_study_log_change_id"), "study_log", ["change_id"], unique=False)
    _make_changes()


def _make_changes() -> None:
    connection = op.get_bind()
    groups: list[list[sa.Row[tuple[object, ...]]]] = []
    for row in connection.execute(sa.text(STANDING)):
        if groups and _same_change(groups[-1][-1], row):
            groups[-1].append(row)
        elif len(groups) == DEPTH:
            break
        else:
            groups.append([row])
    for number, group in enumerate(reversed(groups), start=1):
        head = {"id": number, "kind": group[0].kind, "at": group[0].at}
        connection.execute(sa.text("INSERT INTO change (id, kind, at, undone) VALUES (:id, :kind, :at, 0)"), head)
        for row in group:
            connection.execute(
                sa.text("UPDATE study_log SET change_id = :change WHERE id = :id"), {"change": number, "id": row.id}
            )
        made = dict.fromkeys(_card(row) for row in group if row.kind == "make")
        for position, card in enumerate(made):
            _keep_card(number, position, card)


def _card(row: "sa.Row[tuple[object, ...]]") -> str:
    return str(row.face_id).rpartition("/")[0]


def _keep_card(change: int, position: int, card: str) -> None:
    """Record that `change` made `card`: undoing it takes the card away, as it always did."""
    connection = op.get_bind()
    content = connection.execute(sa.text("SELECT content FROM item WHERE id = :id"), {"id": card}).scalar()
    if content is not None:
        step = b'{"card":' + json.dumps(card).encode() + b',"before":null,"after":' + bytes(content) + b"}"
        values = {"change": change, "position": position, "content": step}
        connection.execute(sa.text("INSERT INTO change_step VALUES (:change, :position, :content)"), values)


def _same_change(later: "sa.Row[tuple[object, ...]]", row: "sa.Row[tuple[object, ...]]") -> bool:
    """Tell whether two entries were undone together: of one card and kind at one moment, or added together."""
    if row.at != later.at:
        return False
    if {row.kind, later.kind} <= {"add", "make"}:
        return True
    return _card(row) == _card(later) and row.kind == later.kind and row.kind != "rate"
