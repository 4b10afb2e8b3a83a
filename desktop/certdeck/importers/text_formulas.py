r"""Formulas in text that is not HTML, in the ways of MathJax and Anki, as Markdown has them: `\(x\)` as `$x$`.

Anki shows them whether a field is HTML or not; in Markdown the signs around them would say something else.
"""

import re
from typing import Final

from certdeck.core.formulas import formulas_in

_COMMAND: Final = re.compile(r"(?<!\\)\\[a-zA-Z]")
"""Markdown writes a bracket as `\\[`, too: between two of these is a formula only where it has such a word."""


def with_dollars(text: str) -> str:
    """Return `text` with its formulas between dollars."""
    if "\\" not in text and "[" not in text:
        return text
    parts, end = [], 0
    for begun, inside, sign, after in formulas_in(text):
        is_escaped = text[begun] == "\\" and text.endswith("\\", 0, begun)
        is_bracket = text.startswith("\\[", begun) and not _COMMAND.search(inside)
        if inside and "$" not in inside and not is_escaped and not is_bracket:
            parts += [text[end:begun], sign, inside, sign]
            end = after
    parts.append(text[end:])
    return "".join(parts)
