"""Files that nearly are what they seem: real ones with bytes changed, cut out, doubled or put in."""

import io
import zipfile
from pathlib import Path
from random import Random

from certdeck.core.errors import ImportRefused
from certdeck.core.incoming import made_of
from certdeck.core.intake import card_of, deck_of
from certdeck.exporters.json import JsonExporter
from certdeck.importers.files import Files
from certdeck.markup.from_html import markdown_of
from certdeck.ports.exporting import no_progress
from certdeck.ports.importing import Format
from tests.exporters import sample as content
from tests.importers.anki_files import exported, open_anki, sample
from tests.importers.test_question_files import CHOICE, GIFT, MARKDOWN, MATCH, MOODLE, item
from tests.importers.unpacked import pictures

FILES = Files(markdown_of)
SPLICES = (
    *(
        b"\0",
        b"\xff\xfe",
        b"<![CDATA[",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"{{c1::",
        b"}}",
        b"<script>",
        b"\x1f",
        b"~=#{}:",
    ),
    *(
        b"::" * 40,
        b"(" * 300,
        b"<div>" * 300,
        b"[" * 300,
        b"*" * 300,
        b"_" * 300,
        b"`" * 300,
        b"\\" * 99,
        b"9" * 400,
        b"\n\n",
    ),
    *(
        b"<img src=x onerror=alert(1)>",
        b"../../../etc/passwd",
        b"javascript:alert(1)",
        b"\xf0\x9f\x98\x80",
        b"%s%n",
        b"->" * 20,
    ),
)


def originals(folder: Path) -> list[tuple[Format, bytes]]:
    """Return a real file of each format; two of Anki."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        archive.writestr("a.xml", item("a", "A", CHOICE))
        archive.writestr("b.xml", item("b", "A X", MATCH))
    with open_anki(folder / "anki") as anki:
        sample(anki)
        new = exported(anki, folder / "new.apkg").read_bytes()
        old = exported(anki, folder / "old.apkg", legacy=True).read_bytes()
    csv = b"#separator:tab\n#html:true\n#tags column:3\nWhat is <b>S3</b>?\tObjects\taws\n{{c1::x}}\ty\tz\n"
    return [
        (Format.ANKI, new),
        (Format.ANKI, old),
        (Format.CSV, csv),
        (Format.GIFT, GIFT.encode()),
        (Format.MOODLE, MOODLE.encode()),
        (Format.AIKEN, b"Which?\nA. S3\nB. EBS\nANSWER: A\n"),
        (Format.QTI, item("a", "A", CHOICE).encode()),
        (Format.QTI, package.getvalue()),
        (Format.MARKDOWN, MARKDOWN.encode()),
        (Format.JSON, json_export(folder)),
    ]


def json_export(folder: Path) -> bytes:
    """Return what the exporter writes of cards and questions of every kind."""
    JsonExporter().write(content.content(), folder / "all.json", no_progress)
    return (folder / "all.json").read_bytes()


def mutated(content: bytes, dice: Random) -> bytes:
    """Return `content` with one to eight things wrong; of a zip often what is in it, so that reading goes further."""
    if content.startswith(b"PK") and dice.random() < 0.7:
        return _mutated_inside(content, dice)
    changed = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(changed) + 1)
        match dice.randrange(6):
            case 0 if changed:
                changed[place % len(changed)] = dice.randrange(256)
            case 1:
                del changed[place : place + dice.randint(1, 40)]
            case 2:
                changed[place:place] = dice.choice(SPLICES)
            case 3:
                changed[place:place] = changed[place : place + dice.randint(1, 200)]
            case 4 if dice.random() < 0.3:
                del changed[place:]
            case _:
                changed[place:place] = dice.randbytes(dice.randint(1, 8))
    return bytes(changed)


def _mutated_inside(content: bytes, dice: Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = dice.choice(names)
        for name in names:
            inside = source.read(name)
            if name == chosen:
                inside = _mutated_entry(name, inside, dice)
            target.writestr(name, inside)
    return made.getvalue()


def _mutated_entry(name: str, inside: bytes, dice: Random) -> bytes:
    import zstandard

    if name == "collection.anki21b" and dice.random() < 0.7:
        whole = zstandard.ZstdDecompressor().stream_reader(inside).read()
        return zstandard.compress(mutated(whole, dice))
    return mutated(inside, dice)


def taken_in(file: Path, form: Format) -> bool:
    """Read `file` as far as an import does before it writes; tell whether it was not refused."""
    try:
        plan = FILES.read(file, form, no_progress)
        types = {known.key: known for known in plan.types}
        for note in plan.notes:
            for made in made_of(note, types.get(note.type)):
                card_of(made, deck_of(note.deck, file.stem)[2])
        for _ in pictures(FILES, plan):
            pass
    except ImportRefused as error:
        if file.name not in str(error):
            raise AssertionError(f"the refusal names no file: {error}") from error
        return False
    return True
