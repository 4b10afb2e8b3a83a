"""The tables.

Content (deck, item, scenario, coverage, item_link, confusion_card) is replaced by id; progress hangs on the ids, which
`entry` keeps, and stays.
So does what the learner adds to content: `own_edit`, `own_note`, `own_tag`.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

from certdeck.store.columns import Utc

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

deck = Table(
    "deck",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("version", String, nullable=False),
    Column("language", String, nullable=False),
    Column("licence", String, nullable=False),
    Column("notice", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("installed_at", Utc, nullable=False),
    Column("blueprints", LargeBinary, nullable=False),
    Column("forms", LargeBinary),
    Column("plans", LargeBinary),
    Column("preset_id", Integer),
)
"""A deck that no preset was chosen for has the default one."""

preset = Table(
    "preset",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

entry = Table(
    "entry",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("item_id", String, nullable=False, unique=True),
    Column("deck_id", String),
    Column("kind", String, nullable=False),
    Column("form", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("covered", Boolean, nullable=False, default=False),
    Column("added_at", Utc, nullable=False),
    Index(None, "deck_id", "position"),
    sqlite_autoincrement=True,
)
"""What each item that ever was is called, of which sort it is and where it stands, under a number that never changes.

Searches go through it: a row is short, however much the item says. Who puts an item enters it before (`entering`); a
trigger on `item` takes it out of its deck when the item goes, and triggers on `coverage` keep `covered` true, which
says that the item belongs to an exam. Of an item that is gone `deck_id` is null; one that never came but has faces has
no `form` either.
"""

item = Table(
    "item",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("text", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("revised_at", Utc, nullable=False),
)
"""What each item says that a deck has, under the number of its `entry`.

Triggers take the items of a deck away with it, and all that hangs on an item away with that.
"""

scenario = Table(
    "scenario",
    metadata,
    Column("id", String, primary_key=True),
    Column("deck_id", ForeignKey("deck.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("revised_at", Utc, nullable=False),
)
"""Cases that several questions are about. By themselves they are neither learnt nor listed nor found."""

coverage = Table(
    "coverage",
    metadata,
    Column("blueprint_id", String, primary_key=True),
    Column("item_id", String, primary_key=True),
    Column("bullet_id", String, primary_key=True),
    Column("rank", Integer, nullable=False),
    Index(None, "item_id"),
    sqlite_with_rowid=False,
)

item_link = Table(
    "item_link",
    metadata,
    Column("item_id", String, primary_key=True),
    Column("linked_id", String, primary_key=True),
    Index(None, "linked_id"),
    sqlite_with_rowid=False,
)

confusion_card = Table(
    "confusion_card",
    metadata,
    Column("card_id", String, primary_key=True),
    Column("item_id", String, primary_key=True),
    Column("member", Integer, nullable=False),
    Index(None, "item_id"),
    sqlite_with_rowid=False,
)
"""The cards that a confusion set (`item_id`) points to, each with the place of its member in the set."""

unindexed = Table(
    "unindexed",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("known", String),
)
"""Entries whose text changed since the index of words was written, and the text by which that knows them, if any.

Triggers on `item` fill it; a transaction empties it before it searches and before it is committed, but for very many
new items, which are left for transactions after it (see `indexing`). A text is the title and the text of the item with
a line break between them; the index gets it folded.
"""

tag = Table(
    "tag",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("folded", String, nullable=False, unique=True),
)

entry_tag = Table(
    "entry_tag",
    metadata,
    Column("tag_id", Integer, primary_key=True),
    Column("entry", Integer, primary_key=True),
    Column("own", Boolean, primary_key=True),
    sqlite_with_rowid=False,
)
"""Tags of items: those that their author gave them, and the learner's `own` ones, which no deck replaces.

Those of an item that is gone from the library may still be there. No foreign key is checked for each of the many rows:
neither tags nor entries are ever deleted.
"""

saved_search = Table(
    "saved_search",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("query", String, nullable=False),
    sqlite_autoincrement=True,
)

face_state = Table(
    "face_state",
    metadata,
    Column("face", Integer, primary_key=True),
    Column("phase", String, nullable=False),
    Column("step", Integer, nullable=False, default=0),
    Column("stability", Float),
    Column("difficulty", Float),
    Column("due", Utc),
    Column("last_review", Utc),
    Column("reps", Integer, nullable=False, default=0),
    Column("lapses", Integer, nullable=False, default=0),
    Column("suspended", Boolean, nullable=False, default=False),
    Column("flag", Integer, nullable=False, default=0),
    Column("buried_until", Utc),
    Column("deck_id", String),
    Column("position", Integer),
    Column("entry", Integer),
    Index(
        "ix_face_state_waiting",
        "deck_id",
        "phase",
        "due",
        "position",
        "suspended",
        "buried_until",
        "entry",
        "last_review",
        "stability",
    ),
)
"""Faces by number (see `face_numbers`), and how they stand. `deck_id` and `position` say where one is, or was last.

`entry` is the key of its item, null while the face is in no deck.
"""

study_log = Table(
    "study_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("face", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Column("rating", Integer),
    Column("milliseconds", Integer, nullable=False),
    Column("before", LargeBinary, nullable=False),
    Column("after", LargeBinary, nullable=False),
    Column("undoes", Integer),
    Column("change_id", Integer),
    Column("phase", String),
    Column("interval", Integer),
    Column("elapsed", Integer),
    Column("stability", Float),
    Column("origin", String),
    Index(None, "undoes", sqlite_where=text("undoes IS NOT NULL")),
    Index(None, "face"),
    Index("ix_study_log_rated", "at", sqlite_where=text("kind = 'rate'")),
    Index("ix_study_log_added", "at", sqlite_where=text("kind IN ('add', 'make')")),
)
"""No line is ever taken away, so that the one which another `undoes` is there without a foreign key that says so.

`change_id` is that of the change which the entry is part of; only the newest changes are kept. A rating that is a
change by itself has one number as both.

`phase`, `interval`, `elapsed` (microseconds, the latter since the last review) and `stability` are how the face
stood before a rating: what `before` holds, too, but where the figures find it without opening that. `origin` is null
for what was done here, and says where a rating came from that was brought home.
"""

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at", Utc, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("log_before", Integer, nullable=False, server_default="0"),
    Index("ix_change_undone", "undone", sqlite_where=text("undone")),
    sqlite_autoincrement=True,
)
"""`log_before` is the last entry of the study log before the change: those of the change are behind it.

The newest ratings are told by their lines in the log only (see `history`).
"""

change_step = Table(
    "change_step",
    metadata,
    Column("change_id", ForeignKey("change.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

own_edit = Table(
    "own_edit",
    metadata,
    Column("item_id", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("outdated", Boolean, nullable=False),
    Column("at", Utc, nullable=False),
)
"""The learner's edits of shipped cards; `outdated` are those of a text that the deck has changed since."""

own_note = Table(
    "own_note",
    metadata,
    Column("item_id", String, primary_key=True),
    Column("text", String, nullable=False),
    Column("at", Utc, nullable=False),
)

own_tag = Table(
    "own_tag",
    metadata,
    Column("item_id", String, primary_key=True),
    Column("tag", String, primary_key=True),
    sqlite_with_rowid=False,
)

draft = Table(
    "draft",
    metadata,
    Column("name", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
)
"""Text in the editor that is not saved, by the id of its card."""

sitting = Table(
    "sitting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("deck_id", String, nullable=False),
    Column("blueprint_id", String, nullable=False),
    Column("title", String, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("form", LargeBinary, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("seconds_allowed", Float, nullable=False),
    Column("elapsed", Float, nullable=False),
    Column("finished_at", Utc),
    Column("ending", String),
    Column("scaled", Integer),
    Column("kind", String, nullable=False, server_default="exam"),
    Column("form_name", String, nullable=False, server_default=""),
    Column("conduct", LargeBinary),
    Column("deck_version", String, nullable=False, server_default=""),
    Column("ticked_at", Utc),
    Column("right_count", Integer),
    Column("scored_count", Integer),
    Column("survey", LargeBinary),
    sqlite_autoincrement=True,
)
"""`seconds_allowed` is 0 where there is no limit; `right_count` and `scored_count` are those of the first grading."""

sitting_item = Table(
    "sitting_item",
    metadata,
    Column("sitting_id", ForeignKey("sitting.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("item_id", String, nullable=False),
    Index(None, "item_id"),
    sqlite_with_rowid=False,
)

sitting_event = Table(
    "sitting_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sitting_id", ForeignKey("sitting.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("elapsed", Float, nullable=False),
    Column("at", Utc, nullable=False),
    Index(None, "sitting_id"),
    sqlite_autoincrement=True,
)

graded_item = Table(
    "graded_item",
    metadata,
    Column("sitting_id", ForeignKey("sitting.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("item_id", String, nullable=False),
    Column("task_id", String, nullable=False),
    Column("scored", Boolean, nullable=False),
    Column("right", Boolean, nullable=False),
    Column("seen", Boolean, nullable=False),
    Column("flagged", Boolean, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("confidence", String),
    Column("answer", LargeBinary),
    Index(None, "item_id"),
    sqlite_with_rowid=False,
)

miss_reason = Table(
    "miss_reason",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sitting_id", ForeignKey("sitting.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("reason", String),
    Column("at", Utc, nullable=False),
    Index(None, "sitting_id"),
    sqlite_autoincrement=True,
)

regrading = Table(
    "regrading",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sitting_id", ForeignKey("sitting.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("deck_version", String, nullable=False),
    Column("scaled", Integer),
    Column("right_count", Integer, nullable=False),
    Column("scored_count", Integer, nullable=False),
    Column("changed", LargeBinary, nullable=False),
    Index(None, "sitting_id"),
    sqlite_autoincrement=True,
)

dispute = Table(
    "dispute",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", String, nullable=False),
    Column("text", String, nullable=False),
    Column("deck_version", String, nullable=False),
    Column("at", Utc, nullable=False),
    Index(None, "item_id"),
    sqlite_autoincrement=True,
)

setting = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

sync_replica = Table(
    "sync_replica",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("own", Boolean, nullable=False),
)
"""Libraries that are synced with this one. `own` are the names that this one has and had, the present one the last."""

sync_operation = Table(
    "sync_operation",
    metadata,
    Column("replica", ForeignKey("sync_replica.key"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("time", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("row", Integer),
    Column("stands", Boolean, nullable=False),
    Index(None, "subject", "kind"),
    Index(None, "row", sqlite_where=text("row IS NOT NULL")),
    sqlite_with_rowid=False,
)
"""What replicas told each other, written at a sync and at no other time. `time` and `count` are the stamp.

`row` is the one that stands for it here: a line of the study log, a sitting or a regrading. `stands` tells whether a
line holds by all that is known, which the log says as well when the sync is done.
"""

sync_file = Table(
    "sync_file",
    metadata,
    Column("replica", ForeignKey("sync_replica.key"), primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, primary_key=True),
    Column("header", String, nullable=False),
    sqlite_with_rowid=False,
)

sync_mark = Table(
    "sync_mark",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

sync_pending = Table(
    "sync_pending",
    metadata,
    Column("key", String, primary_key=True),
    Column("held", String),
    Column("placed", Boolean, nullable=False),
)
"""Registers whose value is not what the library holds, such as those of a deck that is not installed."""

sync_card = Table(
    "sync_card",
    metadata,
    Column("item", String, primary_key=True),
    Column("replica", ForeignKey("sync_replica.key"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("time", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    Column("digest", LargeBinary),
    Column("revised_at", Integer),
    sqlite_with_rowid=False,
)
"""The latest operation about each card of an imported deck, and when the card last changed here when that was put.

`digest` stands for what the operation says, null for a card that was taken away; `revised_at` is null while no imported
deck here has the card.
"""

sync_picture = Table("sync_picture", metadata, Column("name", String, primary_key=True), sqlite_with_rowid=False)
"""Pictures that imported cards show which operations tell of."""
