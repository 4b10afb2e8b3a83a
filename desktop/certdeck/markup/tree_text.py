"""Decision trees written as indented text, in a fence whose language is `tree`.

```
Payload over 5 MB?
  Yes: Asynchronous inference | up to 1 GB
  No: Answer at once?
    Yes: Real-time inference
    No: Batch transform
```

A line is a question or an answer; what stands before its first colon is the way that leads to it, what stands behind
` | ` is a note. Two spaces or a tab lead one step in.
"""

from dataclasses import dataclass, field
from typing import Final

from certdeck.core.deck import TreeBranch, TreeNode

TREE: Final = "tree"
DEEPEST: Final = 12
MOST: Final = 100
"""Steps inwards and lines beyond which a text is no tree that anybody could read."""


@dataclass(slots=True)
class _Line:
    text: str
    way: str = ""
    note: str = ""
    below: list["_Line"] = field(default_factory=list)


def read_tree(text: str) -> TreeNode | None:
    """Read a tree, or return None when `text` is none: no line, two roots, a way without words, or too deep."""
    lines = [line.expandtabs(2) for line in text.splitlines() if line.strip()]
    if not 1 < len(lines) <= MOST:
        return None
    path: list[tuple[int, _Line]] = []
    for line in lines:
        indent = len(line) - len(line.lstrip())
        while path and path[-1][0] >= indent:
            path.pop()
        made = _read(line.strip(), root=not path)
        if made is None or len(path) > DEEPEST or (not path and line is not lines[0]):
            return None
        if path:
            path[-1][1].below.append(made)
        path.append((indent, made))
    return _node(path[0][1])


def _read(line: str, *, root: bool) -> _Line | None:
    way, colon, rest = ("", ":", line) if root else line.partition(":")
    if not colon or not (rest.strip() and (root or way.strip())):
        return None
    words, _, note = rest.partition(" | ")
    return _Line(words.strip(), way.strip(), note.strip())


def _node(line: _Line) -> TreeNode:
    return TreeNode(line.text, line.note, "", tuple(TreeBranch(entry.way, _node(entry)) for entry in line.below))
