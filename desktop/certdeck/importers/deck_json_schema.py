"""The JSON Schema of the deck format, made from its types, so that editors complete and check decks."""

import json
from pathlib import Path

import msgspec

from certdeck.importers.deck_schema import FILE_TYPES


def schemas() -> dict[str, str]:
    """Return the JSON Schema text of each kind of file, by its file name (`cards.schema.json` …)."""
    return {f"{name}.schema.json": _schema(name, kind) for name, kind in FILE_TYPES.items()}


def write_schemas(folder: Path) -> None:
    """Write all schemas into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


def _schema(name: str, kind: type[msgspec.Struct]) -> str:
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Certdeck {name} file"}
    return json.dumps(made | msgspec.json.schema(kind), indent=2, ensure_ascii=False) + "\n"
