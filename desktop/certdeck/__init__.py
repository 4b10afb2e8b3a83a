"""Certdeck: an offline desktop app that gets people through a certification exam."""

__version__ = "0.1.0"
"""As in `pyproject.toml`. To look it up among the installed packages loads all that reads mail: a megabyte."""
