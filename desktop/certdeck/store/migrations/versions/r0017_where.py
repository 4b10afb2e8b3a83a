"""Where words stand in a text is no longer in the index: it is half as large, and written sooner.

Of a phrase the index tells which texts have its words; whether they stand in a row is read from these.

Of the study log only the kinds that are looked for by their time are indexed by it, without their names.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

WORDS = """
    CREATE VIRTUAL TABLE word_index USING fts5(
        text, content='entry_text', content_rowid='key', tokenize="unicode61 remove_diacritics 2", columnsize=0,
        detail=none
    )
"""
VOCABULARY = "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(word_index, row)"


def upgrade() -> None:
    """Write the index of words anew, and make those of the log."""
    op.execute("DROP TABLE vocabulary")
    op.execute("DROP TABLE word_index")
    op.execute(WORDS)
    op.execute("INSERT INTO word_index (word_index) VALUES ('rebuild')")
    op.execute(VOCABULARY)
    op.drop_index(op.f("ix_study_log_kind_at"), table_name="study_log")
    op.create_index("ix_study_log_rated", "study_log", ["at"], unique=False, sqlite_where=sa.text("kind = 'rate'"))
    added = sa.text("kind IN ('add', 'make')")
    op.create_index("ix_study_log_added", "study_log", ["at"], unique=False, sqlite_where=added)
