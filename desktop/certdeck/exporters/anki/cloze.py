"""Cloze texts as Anki writes them."""

from typing import Final

from certdeck.core.richtext import Gap, RichText, Span, Spans, Text
from certdeck.exporters.spans import changed
from certdeck.ports.markup import Markup

# Characters of the private use area mark the gaps until all other braces and colons are out of Anki's way.
_OPEN, _HINT, _CLOSE = "\ue000", "\ue001", "\ue002"
PRIVATE: Final = str.maketrans("", "", _OPEN + _HINT + _CLOSE)


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
    html = markup.html(changed(text, _marked))
    safe = html.replace("{{", "{&#123;").replace("}}", "}&#125;").replace("::", ":&#58;")
    return safe.replace(_HINT, "::").replace(_CLOSE, "}}").replace(_OPEN, "{{c")


def _marked(span: Span) -> Spans:
    match span:
        case Gap(ordinal, spans, hint):
            after = (Text(_HINT + hint),) if hint else ()
            return (Text(f"{_OPEN}{ordinal}{_HINT}"), *spans, *after, Text(_CLOSE))
    return (span,)
