"""The database: SQLAlchemy 2 on SQLite. Nothing outside this room knows of either."""
