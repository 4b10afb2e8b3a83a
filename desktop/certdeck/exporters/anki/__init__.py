"""Anki packages: a deck's cards and questions as notes that every Anki reads."""
