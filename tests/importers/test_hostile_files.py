"""Files made to do harm are refused, or cleaned, with a message that names the file and the reason."""

import json
import random
import re
import sqlite3
import struct
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core import batches
from certdeck.core.errors import ImportRefused
from certdeck.core.intake import deck_of
from certdeck.importers import anki_package, packed
from certdeck.importers.anki_database import Model, Template
from certdeck.importers.anki_note_types import note_type_of, template_losses
from certdeck.importers.anki_package import PackageNotes
from certdeck.importers.files import Files
from certdeck.importers.text_file import encoding_of
from certdeck.markup.from_html import markdown_of
from certdeck.ports.exporting import no_progress
from certdeck.ports.importing import Format, Loss, Plan
from tests.importers.anki_files import PNG, exported, open_anki, sample
from tests.importers.test_anki_package import rewritten
from tests.importers.unpacked import pictures

ENDLESS = """
    ALTER TABLE notes RENAME TO n;
    CREATE VIEW notes AS WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i FROM x)
    SELECT i AS id, i AS guid, i AS mid, i AS tags, i AS flds FROM x
"""
RECKONED = """
    DROP TABLE revlog;
    CREATE TABLE revlog (
        id, cid, ease, time, type, factor GENERATED ALWAYS AS (abs(-9223372036854775808)) VIRTUAL
    )
"""
FILES = Files(markdown_of)


def read(file: Path, form: Format | None = None) -> Plan:
    return FILES.read(file, form or FILES.format_of(file), no_progress)


@pytest.fixture
def legacy(tmp_path: Path) -> Path:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        return exported(anki, tmp_path / "deck.apkg", legacy=True)


def zipped(target: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "."), content)
    return target


@pytest.mark.parametrize("form", list(Format))
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, form: Format) -> None:
    with pytest.raises(ImportRefused, match=r"no.apkg can't be imported: .*Nothing was imported"):
        read(tmp_path / "no.apkg", form)


def test_a_package_without_a_collection_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ImportRefused, match=r"x.apkg can't be imported: it is not an Anki package \(no collection inside\)"
    ):
        read(zipped(tmp_path / "x.apkg", media=b"{}"))


def test_a_truncated_package_is_refused(tmp_path: Path, legacy: Path) -> None:
    whole = legacy.read_bytes()
    for size in (0, 10, len(whole) // 2, len(whole) - 1):
        short = tmp_path / "short.apkg"
        short.write_bytes(whole[:size])
        with pytest.raises(ImportRefused, match="it is damaged or was not loaded whole"):
            read(short)


def test_an_encrypted_package_is_refused(tmp_path: Path, legacy: Path) -> None:
    content = bytearray(legacy.read_bytes())
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    locked = tmp_path / "locked.apkg"
    locked.write_bytes(content)
    with pytest.raises(ImportRefused, match=r"locked.apkg can't be imported: it is encrypted"):
        read(locked)


def test_a_zip_bomb_is_refused_before_it_bursts(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.apkg", collection__anki2=bytes(64 * 1024**2))
    with pytest.raises(ImportRefused, match="packed so tightly that it would burst"):
        read(bomb)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.apkg", collection__anki2=bytes(64 * 1024**2))
    content = bomb.read_bytes()
    bomb.write_bytes(content.replace(struct.pack("<I", 64 * 1024**2), struct.pack("<I", 1000)))
    with pytest.raises(ImportRefused, match="can't be imported"):
        read(bomb)


def test_a_zstd_bomb_is_refused_before_it_bursts(tmp_path: Path) -> None:
    import zstandard

    content = zstandard.compress(bytes(128 * 1024**2))
    bomb = zipped(tmp_path / "bomb.apkg", meta=b"\x08\x03", collection__anki21b=content, media=b"")
    with pytest.raises(ImportRefused, match=r"collection.anki21b in it is larger than"):
        read(bomb)


@pytest.mark.parametrize("form", [None, Format.ANKI, Format.QTI])
@pytest.mark.parametrize("kept", [0, 1])
def test_a_zip_whose_names_are_no_text_is_refused(tmp_path: Path, form: Format | None, kept: int) -> None:
    """Each name stands twice: before what is packed, and in the list at the end; `kept` says which of them is whole."""
    name = "imsmanifést.xml" if form is Format.QTI else "collection.anki2é"
    content = zipped(tmp_path / "whole", **{name: b"<manifest/>", "collection.anki2": b"1", "imsmanifest.xml": b"1"})
    parts = content.read_bytes().split("é".encode())
    assert len(parts) == 3
    joints = [b"\xb7\xb7", b"\xb7\xb7"]
    joints[kept] = "é".encode()
    odd = tmp_path / "odd.apkg"
    odd.write_bytes(parts[0] + joints[0] + parts[1] + joints[1] + parts[2])
    with pytest.raises(ImportRefused):
        read(odd, form)


def test_too_many_files_and_doubled_names_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_ENTRIES", 2)
    with pytest.raises(ImportRefused, match="it holds 3 files, more than 2"):
        read(zipped(tmp_path / "many.apkg", collection__anki2=b"", a=b"", b=b""))
    double = tmp_path / "double.apkg"
    with zipfile.ZipFile(double, "w") as archive:
        archive.writestr("collection.anki2", b"")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("collection.anki2", b"")
    with pytest.raises(ImportRefused, match="two files of the same name"):
        read(double)


def test_a_newer_package_or_schema_is_refused_with_the_way_out(tmp_path: Path, legacy: Path) -> None:
    newer = zipped(tmp_path / "newer.apkg", meta=b"\x08\x63", collection__anki21b=b"")
    with pytest.raises(ImportRefused, match=r"a newer Anki wrote it .*Support older Anki versions"):
        read(newer)
    with pytest.raises(ImportRefused, match=r"a newer Anki wrote it \(schema 99, known is 18\)"):
        read(rewritten(legacy, tmp_path / "schema.apkg", "UPDATE col SET ver = 99"))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"no database", b"SQLite format 3\0" + bytes(random.Random(1).randbytes(5000))):
        with pytest.raises(ImportRefused, match="collection"):
            read(zipped(tmp_path / "odd.apkg", collection__anki2=content))


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE revlog RENAME TO r; CREATE VIEW revlog AS SELECT * FROM r",
        ENDLESS,
        "DROP TABLE cards; CREATE VIRTUAL TABLE cards USING fts5(id, nid)",
        RECKONED,
        "DROP TABLE col",
    ],
)
def test_a_schema_made_to_trick_is_refused(tmp_path: Path, legacy: Path, change: str) -> None:
    with pytest.raises(ImportRefused, match=r"trick.apkg can't be imported: .*collection"):
        read(rewritten(legacy, tmp_path / "trick.apkg", change))


def test_a_schema_that_is_no_text_is_refused(tmp_path: Path, legacy: Path) -> None:
    with zipfile.ZipFile(legacy) as archive:
        content = archive.read("collection.anki21").replace(b"CREATE INDEX", b"CREATE\xc3INDEX")
    with pytest.raises(ImportRefused, match=r"odd.apkg can't be imported: its collection is damaged"):
        read(zipped(tmp_path / "odd.apkg", collection__anki21=content))


def test_triggers_never_run(tmp_path: Path, legacy: Path) -> None:
    change = "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM cards; END"
    assert len(read(rewritten(legacy, tmp_path / "trigger.apkg", change)).notes) == 5


def test_the_collection_can_neither_be_written_nor_left(tmp_path: Path, legacy: Path) -> None:
    from certdeck.importers.anki_database import open_collection

    database = tmp_path / "collection"
    with zipfile.ZipFile(legacy) as archive:
        database.write_bytes(archive.read("collection.anki21"))
    for statement in (
        "DELETE FROM notes",
        "ATTACH ':memory:' AS other",
        "PRAGMA query_only=OFF",
        "SELECT load_extension('x')",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM graves",
    ):
        with pytest.raises(ImportRefused), open_collection(database, legacy) as collection:
            list(collection.rows(statement))


def test_media_names_that_lead_out_of_the_folder_write_nothing(tmp_path: Path, legacy: Path) -> None:
    target = tmp_path / "out.apkg"
    with zipfile.ZipFile(legacy) as source, zipfile.ZipFile(target, "w") as made:
        made.writestr("collection.anki21", source.read("collection.anki21"))
        made.writestr("media", b'{"0": "../../my plot.png", "../1": "my plot.png", "2": "/etc/x.png"}')
        made.writestr("../1", b"outside")
    before = sorted(tmp_path.rglob("*"))
    plan = read(target)
    assert [file.name for _, file in pictures(FILES, plan) if isinstance(file, Path)] == ["my-plot.png"]
    assert sorted(tmp_path.rglob("*")) == before


def test_broken_letters_are_replaced_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "damaged.csv"
    file.write_bytes("Größe;Länge\nb;Gr".encode() + b"\xf6 e\n")
    plan = read(file)
    assert [note.fields for note in plan.notes] == [("Größe", "Länge"), ("b", "Gr� e")]
    assert [(loss.what, loss.count, loss.where) for loss in plan.losses] == [("characters", 1, "line 2")]


@pytest.mark.parametrize("name", ["c.csv", "c.txt", "c.md"])
def test_a_file_in_windows_letters_is_read_as_that_and_told(tmp_path: Path, name: str) -> None:
    text = "## Größe?\n\n“Länge” – 5 €\n" if name == "c.md" else "a\tb\nGröße?\t“Länge” – 5 €\n"
    file = tmp_path / name
    file.write_bytes(text.encode("cp1252"))
    plan = read(file)
    told = repr(list(plan.notes))
    assert "Größe?" in told
    assert "“Länge” – 5 €" in told
    (loss,) = plan.losses
    assert (loss.what, loss.count) == ("characters", 7)
    assert "read as Windows-1252; if letters look wrong, save it as UTF-8" in loss.why


def test_cyrillic_words_in_windows_letters_are_read_as_these_and_told(tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_bytes("house;дом, «жильё»\nin, and;в, и\nПривет, № 5;hello\n".encode("cp1251"))
    plan = read(file)
    assert [note.fields for note in plan.notes] == [
        ("house", "дом, «жильё»"),
        ("in, and", "в, и"),
        ("Привет, № 5", "hello"),
    ]
    (loss,) = plan.losses
    assert "read as Windows-1251 (Cyrillic); if letters look wrong, save it as UTF-8" in loss.why


@pytest.mark.parametrize("text", ["à;to\n", "ÄÖÜ, äöü;Umlaute\nIch möchte Brötchen;x\n", "être né à;é\n"])
def test_western_letters_are_not_taken_for_cyrillic_ones(tmp_path: Path, text: str) -> None:
    file = tmp_path / "c.csv"
    file.write_bytes(text.encode("cp1252"))
    assert ";".join(next(iter(read(file).notes)).fields) == text.split("\n", maxsplit=1)[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_encodings_are_read_where_they_are_evident(tmp_path: Path, encoding: str) -> None:
    questions = "Größe?\nA. Länge\nB. Weg\nANSWER: B\n"
    for name, text in (("named.csv", "Größe,Länge\n"), ("questions.txt", questions)):
        file = tmp_path / name
        file.write_bytes(text.encode(encoding))
        plan = read(file)
        assert "Größe" in repr(list(plan.notes))
        assert plan.losses == ()


@given(
    st.lists(st.sampled_from(["Größe", "Länge", "5 €", "naïve", "“so”", "ÄRGER", "plain"]), min_size=1).map("\t".join)
)
def test_whatever_a_text_is_written_in_it_is_read_as_it_was(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
        content = text.encode(encoding)
        assert content.decode(encoding_of(content)) == text


def test_a_picture_in_place_of_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "picture.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    with pytest.raises(ImportRefused, match="it is no text file"):
        read(file)


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
        "<quiz>" + "<a>" * 5000,
        "<quiz><question></quiz>",
        "",
        "\x00",
    ],
)
def test_xml_made_to_do_harm_is_refused(tmp_path: Path, xml: str) -> None:
    file = tmp_path / "quiz.xml"
    file.write_text(xml, encoding="utf-8")
    for form in (Format.MOODLE, Format.QTI):
        with pytest.raises(ImportRefused, match=r"quiz.xml can't be imported"):
            read(file, form)


def test_a_file_larger_than_any_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.truncate(300 * 1024**2)
    with pytest.raises(ImportRefused, match="it is larger than 256 MB"):
        read(file)


def test_nobody_knows_a_format_it_says_so(tmp_path: Path) -> None:
    file = tmp_path / "thing.bin"
    file.write_bytes(b"hello")
    with pytest.raises(ImportRefused, match="nobody knows its format"):
        read(file)


@pytest.mark.parametrize("name", ["cards.xlsx", "Cards.ODS", "cards.xls"])
def test_a_workbook_is_called_one_and_how_to_bring_its_cards_is_said(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(ImportRefused, match=r"it is a workbook of a spreadsheet\. Nothing .* Save it as CSV"):
        read(file)


@pytest.mark.parametrize("name", ["cards.csv", "deck.apkg", "quiz"])
def test_a_folder_is_called_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(ImportRefused, match=rf"{name} can't be imported: it is a folder\. Nothing"):
        read(tmp_path / name)


def test_a_folder_that_has_no_name_is_called_by_its_path() -> None:
    with pytest.raises(ImportRefused, match=r"^\. can't be imported: it is a folder\."):
        read(Path())


def test_a_device_is_not_read_to_its_end() -> None:
    for form in (None, Format.CSV, Format.ANKI):
        with pytest.raises(ImportRefused, match="it is a device or a pipe"):
            read(Path("/dev/zero"), form)


def test_a_file_that_is_no_package_is_not_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "cards.apkg").write_text("front,back\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match=r"it is no package, which is a zip file\. Nothing was imported\."):
        read(tmp_path / "cards.apkg")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("revlog", "DROP TABLE revlog; CREATE TABLE revlog (id, cid, ease, time, type, factor AS (zeroblob(9000000)))"),
        ("notes", "CREATE TABLE n AS SELECT * FROM notes; DROP TABLE notes; ALTER TABLE n RENAME TO notes"),
        ("cards", "CREATE TABLE n AS SELECT * FROM cards; DROP TABLE cards; ALTER TABLE n RENAME TO cards"),
    ],
)
def test_columns_reckoned_in_short_and_ids_that_are_not_unique_are_refused(
    tmp_path: Path, legacy: Path, table: str, change: str
) -> None:
    with pytest.raises(ImportRefused, match=rf"trick.apkg can't be imported: {table} in its collection is no plain"):
        read(rewritten(legacy, tmp_path / "trick.apkg", change))


@pytest.mark.parametrize("key", ["ord", "type"])
def test_note_types_with_numbers_without_end_are_refused(tmp_path: Path, legacy: Path, key: str) -> None:
    change = f"""UPDATE col SET models = replace(models, '"{key}": 0', '"{key}": 1e999')"""
    with pytest.raises(ImportRefused, match="its note types can't be read"):
        read(rewritten(legacy, tmp_path / "endless.apkg", change.replace(": ", ":") + "; " + change))


def test_the_fields_of_a_note_are_held_once_however_many_cards_it_has(
    tmp_path: Path, legacy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = """
        UPDATE notes SET flds = '{{c1::' || hex(zeroblob(40)) || '}} {{c2::b}} {{c3::c}}' || char(31)
            WHERE flds LIKE '%SQS%';
        INSERT INTO cards SELECT id + 9, nid, did, 2, mod, usn, type, queue, due, ivl, factor, reps, lapses, left,
            odue, odid, flags, data FROM cards WHERE ord = 1 AND nid = (SELECT id FROM notes WHERE flds LIKE '{{%')
    """
    package = rewritten(legacy, tmp_path / "cards.apkg", change)
    assert len(list(read(package).notes)) == 5
    monkeypatch.setattr(anki_package, "_LARGEST_NOTE", 150)
    with pytest.raises(ImportRefused, match=r"note \d+ in it has more cards than any note"):
        list(read(package).notes)


def test_long_notes_come_few_at_a_time(legacy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "CHARACTERS", 10)
    package = PackageNotes(legacy, markdown_of)
    with package.skimming() as bundled, package.skimming() as again:
        for notes in (bundled, (note for note in again)):
            turns = batches.Turns(notes, batches.Rule({}, "Deck"))
            sizes = []
            batch = turns.first()
            while batch is not None:
                sizes.append(batch.size)
                _, batch = turns.answered()
            assert sizes == [1] * 5


@pytest.mark.parametrize("name", ["y" * 300 + ".png", "日" * 120 + ".png", "CON.png", "a?b*.png", "nul.x.png"])
def test_pictures_are_unpacked_by_names_that_every_system_takes(tmp_path: Path, legacy: Path, name: str) -> None:
    with zipfile.ZipFile(legacy) as source, zipfile.ZipFile(tmp_path / "named.apkg", "w") as made:
        collection = source.read("collection.anki21")
        assert collection.count(b"my plot.png") == 1
        made.writestr("media", json.dumps({"0": name}))
        made.writestr("0", PNG)
        (tmp_path / "plain.db").write_bytes(collection)
        with closing(sqlite3.connect(tmp_path / "plain.db")) as base, base:
            base.create_collation("unicase", lambda left, right: (left > right) - (left < right))
            base.execute("UPDATE notes SET flds = replace(flds, 'my plot.png', ?)", (name,))
        made.write(tmp_path / "plain.db", "collection.anki21")
    plan = read(tmp_path / "named.apkg")
    ((_, file),) = pictures(FILES, plan)
    assert isinstance(file, Path)
    assert len(file.name.encode()) <= 255
    assert not re.match(r"(?i)con|nul|.*[*?]", file.name)


QTI_ITEM = """<assessmentItem identifier="i" title="t">
    <responseDeclaration identifier="R"><correctResponse><value>A</value></correctResponse></responseDeclaration>
    <itemBody><p>Which?<img src="plot.png"/></p><choiceInteraction responseIdentifier="R">
    <simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b</simpleChoice></choiceInteraction>
    </itemBody></assessmentItem>"""


@pytest.mark.parametrize("form", [Format.ANKI, Format.QTI])
def test_a_damaged_picture_is_told_and_the_rest_comes(tmp_path: Path, legacy: Path, form: Format) -> None:
    target = tmp_path / "damaged.zip"
    with zipfile.ZipFile(legacy) as source, zipfile.ZipFile(target, "w") as made:
        if form is Format.ANKI:
            made.writestr("collection.anki21", source.read("collection.anki21"))
            made.writestr("media", b'{"plot.png": "my plot.png"}')
        else:
            made.writestr("imsmanifest.xml", b"<manifest/>")
            made.writestr("item.xml", QTI_ITEM)
        made.writestr("plot.png", PNG)
    content = bytearray(target.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 16] ^= 1
    target.write_bytes(content)
    plan = read(target, form)
    ((_, loss),) = pictures(FILES, plan)
    assert isinstance(loss, Loss)
    assert loss.why == "it is larger than 20 MB or damaged"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_zip_that_is_damaged_within_is_refused_however_it_is_packed(
    tmp_path: Path, legacy: Path, method: int
) -> None:
    target = tmp_path / "damaged.apkg"
    with zipfile.ZipFile(legacy) as source, zipfile.ZipFile(target, "w", method) as made:
        made.writestr("collection.anki21", source.read("collection.anki21"))
    content = bytearray(target.read_bytes())
    for place in range(60, 160):
        content[place] ^= 0x5A
    target.write_bytes(content)
    with pytest.raises(ImportRefused, match=r"damaged.apkg can't be imported: it is damaged or was not loaded whole"):
        read(target)


def test_halves_of_characters_and_steering_signs_are_taken_out(tmp_path: Path) -> None:
    file = tmp_path / "odd.json"
    head = '{"format": "certdeck", "version": 1, "decks": {"d": "\\ud800 A\\u202e\\u0000B"}, "cards": ['
    item = '{"id": "a", "kind": "basic", "front": "f\\udfff", "back": "\\ud83d\\ude00"}'
    file.write_text(f'{head}{item}], "added": {{"a": {{"deck": "d", "note": "\\ud800"}}}}}}', encoding="utf-8")
    (note,) = read(file).notes
    assert note.text is not None
    assert (note.text.front, note.text.back) == ("f?", "\U0001f600")
    assert note.deck.encode()
    assert deck_of(note.deck, "")[1] == "? A B"


def test_templates_and_embedded_answers_that_never_end_are_followed_once(tmp_path: Path) -> None:
    side = "{{Front}} <!-- a <script>b</script> --> " + "<!--" * 50_000 + "<style>" * 30_000 + "<" * 50_000
    model = Model(1, "Endless", ("Front", "Back"), (Template("Card", side, "{{Back}}"),), cloze=False)
    assert note_type_of(model).maps[0].front == (0,)
    assert [what for what, _, _ in template_losses(model)] == []
    file = tmp_path / "quiz.xml"
    text = "{1:SA:" * 50_000
    file.write_text(
        f'<quiz><question type="cloze"><questiontext><text>{{1:SA:=x}}{text}</text></questiontext></question></quiz>',
        encoding="utf-8",
    )
    (note,) = read(file, Format.MOODLE).notes
    assert note.text is not None
    assert note.text.front.startswith("{{c1::x}}")
