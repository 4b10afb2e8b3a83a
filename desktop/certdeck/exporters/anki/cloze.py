"""Cloze texts as Anki writes them."""

import re
from typing import Final

from certdeck.core.richtext import Gap, RichText, Span, Spans, Text
from certdeck.exporters.spans import changed
from certdeck.ports.markup import Markup

# Characters of the private use area mark the gaps until all other braces and colons are out of Anki's way.
_OPEN, _HINT, _CLOSE = "\ue000", "\ue001", "\ue002"
PRIVATE: Final = str.maketrans("", "", _OPEN + _HINT + _CLOSE)
_COMMANDS: Final = re.compile(r"\[(?=sound:|anki:|latex\]|\$\$?\])")
"""The beginning of what Anki plays or draws wherever it stands, in code as well."""


def anki_html(markup: Markup, text: RichText) -> str:
    """Write `text` as HTML in which nothing is a command to Anki that was words before."""
    return _COMMANDS.sub("&#91;", markup.html(text))


def read_cloze(markup: Markup, text: str) -> RichText:
    """Read a cloze text so that `write_cloze` can write it."""
    return markup.read(text.translate(PRIVATE))


def ordinals(text: RichText) -> tuple[int, ...]:
    """Return the numbers of the gaps in `text`, each once, in order: Anki makes one card of each."""
    found: set[int] = set()

    def note(span: Span) -> Spans:
        if isinstance(span, Gap):
            found.add(span.ordinal)
        return (span,)

    changed(text, note)
    return tuple(sorted(found))


def write_cloze(markup: Markup, text: RichText) -> str:
    """Write `text` as HTML with Anki's gaps: `{{c1::…::hint}}`. What looks like a gap but is none is made harmless."""
    html = anki_html(markup, changed(text, _marked))
    safe = html.replace("{{", "{&#123;").replace("}}", "}&#125;").replace("::", ":&#58;")
    return safe.replace(_HINT, "::").replace(_CLOSE, "}}").replace(_OPEN, "{{c")


def _marked(span: Span) -> Spans:
    match span:
        case Gap(ordinal, spans, hint):
            after = (Text(_HINT + hint),) if hint else ()
            return (Text(f"{_OPEN}{ordinal}{_HINT}"), *spans, *after, Text(_CLOSE))
    return (span,)
