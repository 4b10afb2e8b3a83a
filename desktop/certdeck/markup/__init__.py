"""Markdown in, structured text and safe HTML out."""
