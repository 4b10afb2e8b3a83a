"""Alembic migrations, run at start when the schema is older than the program."""
