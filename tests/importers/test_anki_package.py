"""Reading packages that the real Anki wrote, in all three containers."""

import sqlite3
import zipfile
from pathlib import Path

import pytest

from certdeck.core.card_rules import gap_numbers
from certdeck.core.deck import CardKind
from certdeck.core.errors import ImportRefused
from certdeck.core.incoming import made_of
from certdeck.importers.files import Files
from certdeck.markup.from_html import markdown_of
from certdeck.ports.exporting import no_progress
from certdeck.ports.importing import Format, Plan
from tests.importers.anki_files import PNG, add, exported, open_anki, sample
from tests.importers.unpacked import pictures

FILES = Files(markdown_of)


def read(file: Path) -> Plan:
    return FILES.read(file, FILES.format_of(file), no_progress)


def texts(plan: Plan) -> list[tuple[str, str, str, str]]:
    types = {known.key: known for known in plan.types}
    made = [one.text for note in plan.notes for one in made_of(note, types.get(note.type))]
    return [(one.kind.value, one.front, one.back, one.answer) for one in made]


def as_anki2(package: Path, target: Path) -> Path:
    """Return the package as the first versions of Anki wrote it: `collection.anki2` and nothing else."""
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(target, "w") as made:
        made.writestr("collection.anki2", source.read("collection.anki21"))
        for name in source.namelist():
            if not name.startswith(("collection", "meta")):
                made.writestr(name, source.read(name))
    return target


@pytest.fixture(params=["anki21b", "anki21", "anki2", "colpkg"])
def package(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        if request.param == "anki21b":
            return exported(anki, tmp_path / "deck.apkg")
        if request.param == "colpkg":
            file = tmp_path / "all.colpkg"
            anki.export_collection_package(str(file), include_media=True, legacy=False)
            return file
        legacy = exported(anki, tmp_path / "deck.apkg", legacy=True)
        return legacy if request.param == "anki21" else as_anki2(legacy, tmp_path / "old.apkg")


def test_every_container_gives_the_same_cards(package: Path) -> None:
    plan = read(package)
    assert plan.format is Format.ANKI
    assert plan.losses == ()
    assert sorted(texts(plan)) == [
        ("basic", "EFS", "File storage", ""),
        ("basic", "File storage", "EFS", ""),
        ("basic", "What is **S3**?", "Object storage ![](import-picture-0.png)", ""),
        ("cloze", "{{c1::SQS}} is a {{c2::queue::kind}}", "Extra words", ""),
        ("reversed", "EBS", "Block storage", ""),
        ("typed", "Function service?", "", "Lambda"),
    ]
    assert {note.deck for note in plan.notes} == {"AWS::Storage", "AWS"}
    assert {note.tags for note in plan.notes} == {("aws::s3", "exam"), ()}


def test_pictures_come_out_of_every_container(package: Path) -> None:
    ((picture, file),) = ((picture, file) for picture, file in pictures(FILES, read(package)) if isinstance(file, Path))
    assert picture.name == "my plot.png"
    assert not file.exists()


def test_a_picture_is_there_until_the_next_one_is_asked_for(package: Path) -> None:
    for _, file in pictures(FILES, read(package)):
        assert isinstance(file, Path)
        assert file.read_bytes() == PNG


def test_what_can_not_come_along_is_told_with_its_place(tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        add(anki, "Basic", "Say it [sound:a.mp3]", '<img src="https://example.org/a.png">x<script>alert(1)</script>')
        add(anki, "Basic", "Two", '<img src="../../etc/passwd.png">y<img src="missing.png"><img src="a.bmp">')
        plan = read(exported(anki, tmp_path / "deck.apkg"))
    assert {(loss.what, loss.count) for loss in plan.losses} == {
        ("sounds", 1),
        ("scripts and forms", 1),
        ("pictures", 1),
    }
    assert [loss.where for loss in plan.losses if loss.what == "sounds"] == ["note “Say it [sound:a.mp3]”"]
    assert texts(plan)[0] == ("basic", "Say it", "x", "")


def test_an_image_occlusion_note_becomes_a_picture_with_covered_parts(tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        (Path(anki.media.dir()) / "map.png").write_bytes(PNG)
        shapes = (
            "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.4:oi=1}}<br>"
            "{{c2::image-occlusion:ellipse:left=.5:top=.5:rx=.1:ry=.2:oi=1}}<br>"
            "{{c2::image-occlusion:polygon:points=.1,.1 .2,.1 .2,.3:oi=1}}"
        )
        add(anki, "Image Occlusion", shapes, '<img src="map.png">', "A map", "More")
        plan = read(exported(anki, tmp_path / "deck.apkg"))
    (note,) = plan.notes
    assert note.text is not None
    assert note.text.kind is CardKind.OCCLUSION
    assert (note.text.front, note.text.back) == ("A map", "More")
    assert note.text.occlusion is not None
    assert note.text.occlusion.picture == "import-picture-0.png"
    assert note.text.occlusion.numbers() == (1, 2)
    assert note.text.occlusion.shapes[0].points == ((0.1, 0.2), (0.4, 0.6))


def test_a_note_type_of_ones_own_is_read_by_the_fields_of_its_sides(tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        kind = anki.models.new("Service")
        for name in ("Name", "Use", "Limit"):
            anki.models.add_field(kind, anki.models.new_field(name))
        for name, front, back in (
            ("Use", "{{Name}}?", "{{FrontSide}}<hr>{{Use}}"),
            ("Limit", "{{#Limit}}Limit of {{Name}}{{/Limit}}", "{{Limit}} {{hint:Use}}"),
        ):
            template = anki.models.new_template(name)
            template["qfmt"], template["afmt"] = front, back
            anki.models.add_template(kind, template)
        anki.models.add(kind)
        add(anki, "Service", "S3", "Objects", "5 TB")
        add(anki, "Service", "SQS", "Messages", "")
        plan = read(exported(anki, tmp_path / "deck.apkg"))
    assert [(loss.what, loss.where) for loss in plan.losses] == [
        ("words of templates", "note type “Service”, card “Limit”"),
        ("folded hints", "note type “Service”, card “Limit”"),
    ]
    assert sorted(texts(plan)) == [
        ("basic", "S3", "5 TB\n\nObjects", ""),
        ("basic", "S3", "Objects", ""),
        ("basic", "SQS", "Messages", ""),
    ]


def test_gaps_to_be_typed_come_once_and_untyped(tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        cloze = anki.models.by_name("Cloze")
        assert cloze is not None
        kind = anki.models.copy(cloze, add=False)
        kind["tmpls"][0]["qfmt"] = "{{cloze:Text}}<br>{{type:cloze:Text}}"
        anki.models.add(kind)
        add(anki, kind["name"], "{{c1::SQS}} is a queue", "Extra")
        plan = read(exported(anki, tmp_path / "deck.apkg"))
    assert texts(plan) == [("cloze", "{{c1::SQS}} is a queue", "Extra", "")]
    assert [loss.what for loss in plan.losses] == ["gaps to be typed"]


def test_notes_of_a_deck_that_certdeck_exported_are_left_to_the_merge(tmp_path: Path) -> None:
    from tests.exporters.anki.real import export
    from tests.exporters.sample import content

    package = tmp_path / "ours.apkg"
    export(content(), package)
    plan = read(package)
    assert (len(plan.notes), list(plan.notes), plan.shipped) == (0, [], 9)


def rewritten(package: Path, target: Path, change: str) -> Path:
    """Return the package `target` with `change` (SQL) made to the collection of the old `package`."""
    database = target.with_suffix(".db")
    with zipfile.ZipFile(package) as source:
        database.write_bytes(source.read("collection.anki21"))
        media = source.read("media")
    connection = sqlite3.connect(database)
    connection.create_collation("unicase", lambda left, right: (left > right) - (left < right))
    connection.executescript(change)
    connection.close()
    with zipfile.ZipFile(target, "w") as made:
        made.write(database, "collection.anki21")
        made.writestr("media", media)
    return target


def test_text_that_is_not_utf8_comes_with_signs_for_what_is_wrong_and_every_note_once(tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        for number in range(9):
            add(anki, "Basic", f"front {number}", f"back {number}")
        package = exported(anki, tmp_path / "deck.apkg", legacy=True)
    change = "UPDATE notes SET flds = CAST(x'ff' || flds AS TEXT) WHERE flds LIKE 'front 3%' OR flds LIKE 'front 6%'"
    plan = read(rewritten(package, tmp_path / "odd.apkg", change))
    fronts = [f"front {number}" for number in range(9)]
    fronts[3], fronts[6] = "\ufffdfront 3", "\ufffdfront 6"
    for _ in range(2):
        assert [note.fields[0] for note in plan.notes] == fronts


def test_values_of_wrong_types_do_no_harm(tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        package = exported(anki, tmp_path / "deck.apkg", legacy=True)
    change = """
        UPDATE notes SET tags = 5, sfld = x'00ff' WHERE rowid IN (SELECT rowid FROM notes LIMIT 1);
        UPDATE notes SET flds = x'ff41' || x'1f' || 'b' WHERE flds LIKE '%EBS%';
        UPDATE cards SET due = 'soon', ivl = 1e300, left = 'x', data = x'ff', flags = 'red', type = 99, queue = 'a';
        INSERT INTO revlog VALUES (9223372036854775807, 1, 0, 3, 0, 0, 0, 0, 0), (-5, 1, 0, 'q', 0, 0, 0, 'x', 0);
    """
    plan = read(rewritten(package, tmp_path / "odd.apkg", change))
    assert len(plan.notes) == 5


@pytest.mark.parametrize("value", ["[", "[]", '{"1": 5}', "[" * 100_000, '"x"', "\x00"])
@pytest.mark.parametrize(("column", "words"), [("models", "note types"), ("decks", "decks")])
def test_json_that_is_none_is_told_in_words(tmp_path: Path, column: str, words: str, value: str) -> None:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        package = exported(anki, tmp_path / "deck.apkg", legacy=True)
    bad = rewritten(package, tmp_path / "bad.apkg", f"UPDATE col SET {column} = x'{value.encode().hex()}'")
    with pytest.raises(ImportRefused, match=f"bad.apkg can't be imported: its {words} can't be read"):
        read(bad)


def test_sounds_and_gaps_that_never_end_are_followed_once(tmp_path: Path) -> None:
    endless = "[sound:" * 40_000 + "[anki:tts " * 20_000 + "{{c1::" * 20_000
    with open_anki(tmp_path / "anki") as anki:
        add(anki, "Basic", f"a[sound:x.mp3]b[anki:tts lang=de]c[/anki:tts]d {endless}", "back")
        package = exported(anki, tmp_path / "deck.apkg", legacy=True)
    plan = read(package)
    (note,) = plan.notes
    assert note.fields[0].startswith(r"abd \[sound:\[sound:")
    assert [(loss.what, loss.count) for loss in plan.losses] == [("sounds", 2)]
    assert gap_numbers(endless) == ()
    assert gap_numbers(f"{endless}x}}}}") == (1,)
