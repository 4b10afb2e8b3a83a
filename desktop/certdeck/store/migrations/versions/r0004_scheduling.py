"""Scheduling: presets of deck options, links between items, and the place of each face beside its state."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOVED = ("new_per_day", "reviews_per_day", "desired_retention")
"""Settings that are options of the default preset from now on."""


def upgrade() -> None:
    """Add columns and tables; fill them from what is there."""
    op.create_table(
        "preset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preset")),
        sqlite_autoincrement=True,
    )
    op.add_column("deck", sa.Column("preset_id", sa.Integer(), nullable=True))
    op.create_table(
        "item_link",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("linked_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_link_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "linked_id", name=op.f("pk_item_link")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_item_link_linked_id"), "item_link", ["linked_id"], unique=False)
    op.add_column("face_state", sa.Column("deck_id", sa.String(), nullable=True))
    op.add_column("face_state", sa.Column("position", sa.Integer(), nullable=True))
    op.create_index(
        op.f("ix_face_state_deck_id_phase_due_position"),
        "face_state",
        ["deck_id", "phase", "due", "position"],
        unique=False,
    )
    _fill()


def _fill() -> None:
    connection = op.get_bind()
    stored = {
        row.name: json.loads(row.value)
        for row in connection.execute(sa.text("SELECT name, value FROM setting"))
        if row.name in MOVED
    }
    content = json.dumps({name: value for name, value in stored.items() if _usable(name, value)}).encode()
    connection.execute(
        sa.text("INSERT INTO preset (id, name, content) VALUES (1, 'Default', :content)"), {"content": content}
    )
    for name in MOVED:
        connection.execute(sa.text("DELETE FROM setting WHERE name = :name"), {"name": name})
    connection.execute(
        sa.text(
            "UPDATE face_state SET (deck_id, position) = "
            "(SELECT deck_id, position FROM face WHERE face.id = face_state.face_id)"
        )
    )
    for kind, path in (("card", "$.links"), ("question", "$.value.links")):
        connection.execute(
            sa.text(
                "INSERT OR IGNORE INTO item_link (item_id, linked_id) "
                "SELECT item.id, link.value FROM item, json_each(CAST(item.content AS TEXT), :path) AS link "
                "WHERE item.kind = :kind"
            ),
            {"kind": kind, "path": path},
        )


def _usable(name: str, value: object) -> bool:
    """Tell whether a stored setting was within its bounds; what was not had no effect before either."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0.70 <= value <= 0.97 if name == "desired_retention" else isinstance(value, int) and 0 <= value <= 999
