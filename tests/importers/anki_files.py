"""Packages that the real Anki wrote, with notes of its own note types, pictures and reviews."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anki.collection import Collection, ExportAnkiPackageOptions
from anki.dbproxy import DBProxy
from anki.notes import NoteId

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@contextmanager
def open_anki(folder: Path) -> Iterator[Collection]:
    """Give a new collection in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    collection = Collection(str(folder / "collection.anki2"))
    try:
        yield collection
    finally:
        collection.close()


def database(anki: Collection) -> DBProxy:
    """Return the way to the tables of a collection."""
    assert anki.db is not None
    return anki.db


def add(anki: Collection, kind: str, *fields: str, deck: str = "AWS::Storage", tags: str = "") -> NoteId:
    """Add a note of the note type called `kind`."""
    model = anki.models.by_name(kind)
    assert model is not None, kind
    note = anki.new_note(model)
    for place, text in enumerate(fields):
        note.fields[place] = text
    note.tags = tags.split()
    number = anki.decks.id(deck)
    assert number is not None
    anki.add_note(note, number)
    return note.id


def sample(anki: Collection) -> None:
    """Add a note of each of Anki's own note types."""
    (Path(anki.media.dir()) / "my plot.png").write_bytes(PNG)
    add(anki, "Basic", "What is <b>S3</b>?", 'Object storage <img src="my plot.png">', tags="aws::s3 exam")
    add(anki, "Basic (and reversed card)", "EBS", "Block storage", deck="AWS")
    add(anki, "Basic (optional reversed card)", "EFS", "File storage", "y")
    add(anki, "Basic (type in the answer)", "Function service?", "Lambda")
    add(anki, "Cloze", "{{c1::SQS}} is a {{c2::queue::kind}}", "Extra words")


def exported(anki: Collection, target: Path, *, legacy: bool = False, scheduling: bool = True) -> Path:
    """Export everything as a package, in the old container or in the new one."""
    options = ExportAnkiPackageOptions(
        with_scheduling=scheduling, with_deck_configs=False, with_media=True, legacy=legacy
    )
    anki.export_anki_package(out_path=str(target), options=options, limit=None)
    return target
