"""Certdeck: an offline desktop app that gets people through a certification exam."""
