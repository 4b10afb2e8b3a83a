"""Telling the parts of program code apart, so that they can be coloured."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Part(StrEnum):
    """What a stretch of code is."""

    PLAIN = "plain"
    KEYWORD = "keyword"
    STRING = "string"
    NUMBER = "number"
    COMMENT = "comment"
    NAME = "name"
    """A name that is declared, or belongs to the language."""


CodeReader = Callable[[str, str], tuple[tuple[str, Part], ...]]
"""Takes code and the name of its language, empty or unknown too; the stretches make up the code again."""
