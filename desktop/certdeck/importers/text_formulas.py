r"""Formulas in text that is not HTML, in the ways of MathJax and Anki, as Markdown has them: `\(x\)` as `$x$`.

Anki shows them whether a field is HTML or not; in Markdown the signs around them would say something else.
"""

import re
from typing import Final

_LONGEST: Final = 2000
"""Characters of a formula that is looked for, so that a text of nothing but beginnings is gone through in time."""
_INSIDE: Final = rf"([^$]{{1,{_LONGEST}}}?)"
_FORMULA: Final = re.compile(
    rf"(?<!\\)\\\({_INSIDE}\\\)|\[\$\]{_INSIDE}\[/\$\]|\[latex\]{_INSIDE}\[/latex\]|"
    rf"\[\$\$\]{_INSIDE}\[/\$\$\]|(?<!\\)\\\[{_INSIDE}\\\]"
)
_INLINE: Final = 3
"""So many of the ways stand for a formula within a line; the rest are shown by themselves."""
_COMMAND: Final = re.compile(r"(?<!\\)\\[a-zA-Z]")
"""Markdown writes a bracket as `\\[`, too: between two of these is a formula only where it has such a word."""


def with_dollars(text: str) -> str:
    """Return `text` with its formulas between dollars."""
    return _FORMULA.sub(_between_dollars, text) if "\\" in text or "[" in text else text


def _between_dollars(found: re.Match[str]) -> str:
    inside = found[found.lastindex or 0].strip()
    if not inside or (found[0].startswith("\\[") and not _COMMAND.search(inside)):
        return found[0]
    sign = "$" if (found.lastindex or 0) <= _INLINE else "$$"
    return f"{sign}{' '.join(inside.split())}{sign}"
