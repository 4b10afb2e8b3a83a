"""The committed JSON Schemas are those of the format's types."""

import json
from pathlib import Path

import pytest

from certdeck.importers.deck_json_schema import schemas, write_schemas

COMMITTED = Path(__file__).parents[2] / "decks" / "schema"
WRITE = "from certdeck.importers.deck_json_schema import write_schemas"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_committed_schema_is_fresh(name: str) -> None:
    said = f"{name} is stale; run python -c \"from pathlib import Path; {WRITE}; write_schemas(Path('decks/schema'))\""
    assert (COMMITTED / name).read_text(encoding="utf-8") == schemas()[name], said


def test_no_other_schema_is_committed() -> None:
    assert sorted(file.name for file in COMMITTED.iterdir()) == sorted(schemas())


def test_schemas_are_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    write_schemas(tmp_path / "new" / "schema")
    written = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "new" / "schema").iterdir()}
    assert written == schemas()


def test_a_schema_forbids_keys_that_the_format_does_not_know() -> None:
    cards = json.loads(schemas()["cards.schema.json"])
    assert all(kind["additionalProperties"] is False for kind in cards["$defs"].values())
