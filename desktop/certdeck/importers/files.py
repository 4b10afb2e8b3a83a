"""Files of other programs: which format one has, and who reads it (see `certdeck.ports.importing.FileReader`)."""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from certdeck.importers.packed import archive_in
from certdeck.importers.text_file import check_is_file, encoding_of, refused
from certdeck.ports.exporting import Progress
from certdeck.ports.importing import Format, Loss, PackedPicture, Plan
from certdeck.ports.markup import HtmlReader

_BY_NAME: Final = {
    ".apkg": Format.ANKI,
    ".colpkg": Format.ANKI,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".gift": Format.GIFT,
    ".json": Format.JSON,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
}
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
_LOOKED_AT: Final = 65_536


class Files:
    """Reads every format that can be imported. `html` turns their HTML into Markdown.

    `sent` are classes and functions of what is sent along when a large file is to be read (see `core.batches.Rule`):
    its process loads them before that, while nobody waits for it.
    """

    def __init__(self, html: HtmlReader, *, sent: tuple[object, ...] = ()) -> None:
        self._html = html
        self._sent = sent

    def format_of(self, file: Path) -> Format:
        """Tell the format of `file` by its name, or by what is in it."""
        named = _BY_NAME.get(file.suffix.lower())
        if named is not None:
            return named
        check_is_file(file)
        try:
            with file.open("rb") as stream:
                start = stream.read(_LOOKED_AT)
        except OSError as error:
            raise refused(file, f"it can't be read ({error.strerror})") from error
        if file.suffix.lower() in _WORKBOOKS:
            raise refused(file, "it is a workbook of a spreadsheet", "Save it as CSV there, and import that.")
        found = _zipped(file) if start.startswith(b"PK") else _text_format(start.decode(encoding_of(start), "replace"))
        if found is None:
            raise refused(file, "nobody knows its format", "Say it with --format, or choose another file.")
        return found

    def read(self, file: Path, form: Format, progress: Progress) -> Plan:
        """Read `file` as `form`."""
        match form:
            case Format.ANKI:
                from certdeck.importers.anki_package import read_package

                return read_package(file, self._html, self._sent)
            case Format.CSV:
                from certdeck.importers.csv_notes import read_csv

                return read_csv(file, self._html, progress, self._sent)
            case _:
                from certdeck.importers.question_files import read_questions

                return read_questions(file, form, self._html, progress)

    @contextmanager
    def unpacking(self, plan: Plan) -> Iterator[Callable[[PackedPicture], Path | Loss]]:
        """Open the file of `plan` for its pictures; see the port."""
        if plan.format is Format.ANKI:
            from certdeck.importers.anki_package import unpacking
        elif plan.format is Format.MOODLE:
            from certdeck.importers.question_files import unpacking_moodle as unpacking
        else:
            from certdeck.importers.question_files import unpacking
        with unpacking(plan.file) as unpack:
            yield unpack


def _zipped(file: Path) -> Format | None:
    try:
        with archive_in(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise refused(file, "it is damaged or was not loaded whole", "Export or load it again.") from error
    if any(name.startswith("collection.anki2") for name in names):
        return Format.ANKI
    return Format.QTI if any(name.endswith("imsmanifest.xml") for name in names) else None


def _text_format(start: str) -> Format | None:
    if re.match(r"\s*\{\s*\"format\":\s*\"certdeck\"", start):
        return Format.JSON
    if re.search(r"<quiz\b", start):
        return Format.MOODLE
    if re.search(r"<(\w+:)?(assessmentItem|assessmentTest|manifest|questestinterop|qti-assessment-\w+)\b", start):
        return Format.QTI
    if re.search(r"^ANSWER:\s*[A-Za-z]", start, re.MULTILINE):
        return Format.AIKEN
    if re.match(r"#\w[\w ]*:", start) or "\t" in start:
        return Format.CSV
    if re.search(r"(?<!\\)\{[^{}]*[=~T]", start, re.DOTALL):
        return Format.GIFT
    return Format.CSV if re.search(r"[;,|]", start) else None
