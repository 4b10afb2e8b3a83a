"""The database: SQLite, with SQLAlchemy 2 for the schema, its migrations and every query that is worth building.

What the start and each click need (states, events, settings, heads) are prepared statements on the same connection:
importing SQLAlchemy costs as much as everything else up to the first picture, and a durable rating is twice as quick
without it. A test compares the statements' columns with the tables.
"""
