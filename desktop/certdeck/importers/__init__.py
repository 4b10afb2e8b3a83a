"""Readers of what comes from outside: the project's own deck format."""
