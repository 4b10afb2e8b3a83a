"""What docs/command-line.md says that commands print."""

import json
from pathlib import Path
from typing import Any, Final

DOC: Final = Path(__file__).parents[2] / "docs" / "command-line.md"


def documented(name: str) -> Any:
    """Return the JSON behind the mark `name` of the document."""
    _, mark, after = DOC.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n```json\n")
    assert mark, f"{DOC.name} has no mark {name}"
    return json.loads(after.partition("```")[0])
