"""The pictures of a file, one by one."""

from collections.abc import Iterator
from pathlib import Path

from certdeck.ports.importing import FileReader, Loss, PackedPicture, Plan


def pictures(files: FileReader, plan: Plan) -> Iterator[tuple[PackedPicture, Path | Loss]]:
    """Unpack the pictures of `plan`; each is there until the next is asked for."""
    if not plan.pictures:
        return
    with files.unpacking(plan) as unpack:
        for picture in plan.pictures:
            yield picture, unpack(picture)
