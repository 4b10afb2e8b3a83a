"""Marking up what goes on paper: the one place where texts get the signs of print."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from certdeck.core.typography import has_typed_signs, typeset

if TYPE_CHECKING:
    from certdeck.core.richtext import RichText
    from certdeck.ports.markup import Markup

_KEPT: Final = 2048
"""Texts that are kept once they were set: a sheet is laid out several times until it fits."""


class PrintedMarkup:
    """Reads Markdown for paper (see `certdeck.ports.markup.Markup`): quotes are curly, dashes are dashes."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._typeset = lru_cache(_KEPT)(self._read_typed)

    def read(self, text: str) -> RichText:
        """Read Markdown."""
        return self._typeset(text) if has_typed_signs(text) else self._markup.read(text)

    def read_cloze(self, text: str, *, gap: int, hidden: bool) -> RichText:
        """Read a cloze text with gap number `gap` hidden or set off."""
        read = self._markup.read_cloze(text, gap=gap, hidden=hidden)
        return typeset(read) if has_typed_signs(text) else read

    def html(self, text: RichText) -> str:
        """Write HTML."""
        return self._markup.html(text)

    def _read_typed(self, text: str) -> RichText:
        return typeset(self._markup.read(text))


def for_print(markup: Markup, language: str) -> Markup:
    """Return how texts of a deck in `language` are read for paper; each other language has quotes of its own."""
    return PrintedMarkup(markup) if language.partition("-")[0].lower() in {"", "en"} else markup
