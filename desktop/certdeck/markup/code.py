"""Reading program code by Pygments, which is imported with the first code that has a language."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from certdeck.ports.code import Part

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST: Final = 20_000
"""Characters of code beyond which it stays plain: nobody reads that on a card, and the lexers take their time."""


@lru_cache(maxsize=256)
def code_parts(text: str, language: str) -> tuple[tuple[str, Part], ...]:
    """Tell the parts of `text` apart (see `certdeck.ports.code.CodeReader`)."""
    lexer = _lexer(language) if language and 0 < len(text) <= LONGEST else None
    if lexer is None:
        return ((text, Part.PLAIN),) if text else ()
    found: list[tuple[str, Part]] = []
    for kind, piece in lexer.get_tokens(text):
        part = _part(str(kind))
        if found and found[-1][1] is part:
            found[-1] = (found[-1][0] + piece, part)
        elif piece:
            found.append((piece, part))
    # A lexer that drops or changes a character is not worth its colours.
    return tuple(found) if "".join(piece for piece, _ in found) == text else ((text, Part.PLAIN),)


@cache
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer: Lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return lexer


def _part(kind: str) -> Part:
    """Return the part for a kind of token, by its name in Pygments."""
    for start, part in _PARTS:
        if kind.startswith(start):
            return part
    return Part.PLAIN


_PARTS: Final = (
    ("Token.Comment", Part.COMMENT),
    ("Token.Keyword", Part.KEYWORD),
    ("Token.Operator.Word", Part.KEYWORD),
    ("Token.Literal.String", Part.STRING),
    ("Token.Literal.Number", Part.NUMBER),
    ("Token.Name.Function", Part.NAME),
    ("Token.Name.Class", Part.NAME),
    ("Token.Name.Decorator", Part.NAME),
    ("Token.Name.Builtin", Part.NAME),
    ("Token.Name.Tag", Part.KEYWORD),
    ("Token.Name.Attribute", Part.NAME),
)
