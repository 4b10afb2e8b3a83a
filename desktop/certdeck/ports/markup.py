"""Reading Markdown and writing HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from certdeck.core.richtext import RichText


class Markup(Protocol):
    """Turns what authors write into structured text, and that into safe HTML."""

    def read(self, text: str) -> RichText:
        """Read Markdown (CommonMark, tables, `$math$`). Any text is valid; raw HTML is kept as visible characters."""
        ...

    def read_cloze(self, text: str, *, gap: int, hidden: bool) -> RichText:
        """Read a cloze text: gap number `gap` is hidden or set off, all other gaps show as ordinary text."""
        ...

    def html(self, text: RichText) -> str:
        r"""Write HTML without script, style or remote content; formulas as `\( … \)` and `\[ … \]` for MathJax."""
        ...


class HtmlReader(Protocol):
    """Turns HTML that comes from outside into Markdown."""

    def __call__(self, html: str, pictures: Callable[[str], str | None] = ...) -> str:
        """Clean `html` and write it as Markdown; `pictures` gives the name for each picture, or None."""
        ...
