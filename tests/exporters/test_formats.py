"""Every other format: what is in the file, what is told as lost, and that our own importers and Anki read it."""

import csv
import json
import xml.etree.ElementTree as Xml
import zipfile
from dataclasses import replace
from itertools import count as counting
from pathlib import Path

import msgspec
import pytest
from anki.collection import Collection, ImportCsvRequest

from certdeck.core.anki import guid
from certdeck.core.deck import Card, CardKind
from certdeck.core.errors import ExportError
from certdeck.core.ids import ItemId
from certdeck.exporters.formats import exporter
from certdeck.exporters.json import item_values
from certdeck.importers.deck_schema import CardFile, QuestionFile
from certdeck.importers.files import Files
from certdeck.markup.from_html import markdown_of
from certdeck.markup.markdown import Markdown
from certdeck.ports.exporting import Cancelled, Format, PackageCount, no_progress
from certdeck.ports.importing import Format as Incoming
from certdeck.ports.outgoing import Bundle
from tests.builders import card
from tests.exporters import sample
from tests.exporters.anki.real import TEMPLATES, nowhere

OTHERS = tuple(form for form in Format if form is not Format.ANKI)
QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


def everything() -> Bundle:
    """Return one item of every kind."""
    kinds = (CardKind.CHOICE, CardKind.TABLE, CardKind.OCCLUSION)
    more = tuple(replace(card(f"c-{kind}", kind), covers=sample.BASIC.covers) for kind in kinds)
    return sample.content(replace(sample.DECK, cards=(*sample.DECK.cards, *more)))


def written(form: Format, tmp_path: Path, bundle: Bundle | None = None) -> tuple[Path, PackageCount]:
    target = tmp_path / f"deck{form.ending}"
    count = exporter(form, Markdown(), TEMPLATES, nowhere).write(bundle or everything(), target, no_progress)
    return target, count


@pytest.mark.parametrize("form", OTHERS)
def test_each_format_takes_what_it_can_and_says_what_it_lost(form: Format, tmp_path: Path) -> None:
    target, count = written(form, tmp_path)
    assert target.stat().st_size > 500
    whole = form in {Format.MARKDOWN, Format.JSON}
    assert (count.notes, count.left_out) == ((11, 0) if whole else (9, 2))
    assert count.lost
    assert all(line.endswith(".") for line in count.lost)
    again, _ = written(form, tmp_path)
    first = target.read_bytes()
    written(form, tmp_path)
    assert again.read_bytes() == first


@pytest.mark.parametrize("form", OTHERS)
def test_a_cancelled_export_leaves_what_was_there(form: Format, tmp_path: Path) -> None:
    def cancel(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    target = tmp_path / "deck.any"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        exporter(form, Markdown(), TEMPLATES, nowhere).write(everything(), target, cancel)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["deck.any"]
    with pytest.raises(ExportError, match="no such folder"):
        exporter(form, Markdown(), TEMPLATES, nowhere).write(everything(), tmp_path / "no" / "x", no_progress)


def test_csv_has_anki_s_headers_and_a_row_for_each_item(tmp_path: Path) -> None:
    target, _ = written(Format.CSV, tmp_path)
    lines = target.read_text(encoding="utf-8").splitlines()
    assert lines[:7] == [
        "#separator:comma",
        "#html:true",
        "#columns:GUID,Note type,Deck,Tags,Front,Back",
        "#guid column:1",
        "#notetype column:2",
        "#deck column:3",
        "#tags column:4",
    ]
    rows = list(csv.reader(lines[7:]))
    assert {row[1] for row in rows} == {"Basic", "Cloze"}
    cloze = next(row for row in rows if row[1] == "Cloze")
    assert "{{c1::60 <strong>seconds</strong>::time}}" in cloze[4]
    assert cloze[3].split() == ["mla::d3::3.1", "certdeck::cloze", "inference-options"]
    assert cloze[2] == "MLA-C01::3 Deployment and orchestration::3.1 Select deployment infrastructure"


def test_a_name_that_ends_in_tsv_gives_tabs(tmp_path: Path) -> None:
    target = tmp_path / "deck.tsv"
    exporter(Format.CSV, Markdown(), TEMPLATES, nowhere).write(everything(), target, no_progress)
    assert target.read_text(encoding="utf-8").startswith("#separator:tab\n")
    assert "\tBasic\t" in target.read_text(encoding="utf-8")


def test_anki_imports_the_csv_without_a_question(tmp_path: Path) -> None:
    target, count = written(Format.CSV, tmp_path)
    anki = Collection(str(tmp_path / "collection.anki2"))
    metadata = anki.get_csv_metadata(path=str(target), delimiter=None)
    anki.import_csv(ImportCsvRequest(path=str(target), metadata=metadata))
    assert anki.note_count() == count.notes
    assert len(anki.find_notes("note:Cloze")) == 1
    assert len(anki.find_cards('"deck:MLA-C01::1 Data preparation::1.1 Ingest and store data"')) == 2
    anki.close()


def test_a_card_whose_guid_begins_with_the_sign_of_a_comment_is_in_the_csv_too(tmp_path: Path) -> None:
    deck = sample.DECK.id
    named = next(name for name in (f"card-{number}" for number in counting()) if guid(deck, ItemId(name))[0] == "#")
    only = replace(card(named), covers=sample.BASIC.covers)
    target, _ = written(Format.CSV, tmp_path, sample.content(replace(sample.DECK, cards=(only,), questions=())))
    anki = Collection(str(tmp_path / "collection.anki2"))
    metadata = anki.get_csv_metadata(path=str(target), delimiter=None)
    anki.import_csv(ImportCsvRequest(path=str(target), metadata=metadata))
    assert anki.note_count() == 1
    anki.close()
    (note,) = Files(markdown_of).read(target, Incoming.CSV, no_progress).notes
    assert note.key == f"anki:{guid(deck, only.id)}"


def test_gift_weighs_several_keys_and_escapes_what_means_something(tmp_path: Path) -> None:
    text = written(Format.GIFT, tmp_path)[0].read_text(encoding="utf-8")
    assert "\t=Option number <strong>1</strong>#Reason 1\n" in text
    assert text.count("~%50%") == 2
    assert "::Roll out a model::[html]" in text
    assert "=1 -> Step called a" in text
    assert "=Need a -> Service A" in text
    assert "\\{" in text
    assert "A company transcribes recordings of up to 700 MB." in text


def test_moodle_xml_is_well_formed_and_keeps_reasons_for_options(tmp_path: Path) -> None:
    quiz = Xml.parse(written(Format.MOODLE, tmp_path)[0]).getroot()
    kinds = [question.get("type") for question in quiz]
    assert kinds.count("multichoice") == 3
    assert {"essay", "shortanswer", "ordering", "matching"} < set(kinds)
    choice = next(question for question in quiz if question.findtext("idnumber") == "q-choice")
    assert [answer.get("fraction") for answer in choice.iter("answer")] == ["0", "100", "0", "0"]
    assert choice.find("answer/feedback/text").text == "<p>Reason 0</p>"  # type: ignore[union-attr]
    assert "Verified 4 Oct 2026" in str(choice.findtext("generalfeedback/text"))


def test_qti_items_are_well_formed_and_the_manifest_names_each(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(Format.QTI, tmp_path)[0]) as package:
        manifest = Xml.fromstring(package.read("imsmanifest.xml"))
        named = {str(entry.get("href")) for entry in manifest.iter() if entry.tag.endswith("}resource")}
        assert named | {"imsmanifest.xml"} == set(package.namelist())
        items = {name: Xml.fromstring(package.read(name)) for name in sorted(named)}
    ordering = items["items/q-ordering.xml"]
    right = [value.text for value in ordering.iterfind(f"{QTI}responseDeclaration/{QTI}correctResponse/{QTI}value")]
    assert right == ["a", "b", "c"]
    matching = items["items/q-matching.xml"]
    pairs = [value.text for value in matching.iterfind(f"{QTI}responseDeclaration/{QTI}correctResponse/{QTI}value")]
    assert pairs == ["P_pa R_a", "P_pb R_b", "P_pc R_c"]


def test_json_has_the_keys_of_the_deck_s_own_files(tmp_path: Path) -> None:
    bundle = everything()
    values = json.loads(written(Format.JSON, tmp_path, bundle)[0].read_text(encoding="utf-8"))
    assert (values["format"], values["version"]) == ("certdeck", 1)
    assert [entry["id"] for entry in values["scenarios"]] == ["s-case"]
    assert len(values["added"]) == 11
    for out in bundle.items:
        kind = CardFile if isinstance(out.item, Card) else QuestionFile
        read = msgspec.convert(item_values(out.item), type=kind)
        assert read.id == out.item.id


def test_markdown_can_be_read_by_people(tmp_path: Path) -> None:
    text = written(Format.MARKDOWN, tmp_path)[0].read_text(encoding="utf-8")
    assert text.startswith("# MLA-C01\n\n## Which option takes **600 MB**?\n\nAsynchronous")
    assert "- [x] Option number **1**\n  Reason 1" in text
    assert "- Need a → **Service A**" in text
    assert "> A company transcribes recordings" in text


@pytest.mark.parametrize("form", [Format.CSV, Format.GIFT, Format.MOODLE, Format.QTI, Format.MARKDOWN, Format.JSON])
def test_our_own_importer_reads_what_we_write(form: Format, tmp_path: Path) -> None:
    target, count = written(form, tmp_path)
    files = Files(markdown_of)
    plan = files.read(target, files.format_of(target), no_progress)
    assert plan.format.value == form.value
    assert len(plan.notes) >= count.notes - 2


@pytest.mark.parametrize("form", OTHERS)
@pytest.mark.parametrize(
    "shown",
    [replace(sample.BASIC, front="See ![a plot](plot.png)"), replace(sample.BASIC, back="See ![a plot](plot.png)")],
    ids=["front", "back"],
)
def test_a_picture_on_either_side_is_told_as_left_behind(form: Format, shown: Card, tmp_path: Path) -> None:
    plain, pictured = (
        written(form, tmp_path, sample.content(replace(sample.DECK, cards=(one,), questions=())))[1]
        for one in (sample.BASIC, shown)
    )
    told = [line for line in pictured.lost if line not in plain.lost]
    assert [line.startswith("Pictures are named, not included") for line in told] == [True]


@pytest.mark.parametrize("form", OTHERS)
def test_letters_that_xml_can_not_hold_make_no_file_unreadable(form: Format, tmp_path: Path) -> None:
    odd = "bell \x07, escape \x1b and \uffff"
    cards = (replace(sample.BASIC, front=odd, back=odd), sample.CLOZE)
    target, count = written(form, tmp_path, sample.content(replace(sample.DECK, cards=cards, questions=())))
    files = Files(markdown_of)
    assert count.notes == len(files.read(target, files.format_of(target), no_progress).notes) == len(cards)
