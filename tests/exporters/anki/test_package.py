"""What real Anki makes of a package."""

import hashlib
import sqlite3
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import zstandard
from anki.collection import Collection
from anki.import_export_pb2 import MediaEntries
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from certdeck.core.deck import CardKind, Deck
from certdeck.core.errors import ExportError
from certdeck.core.ids import ItemId
from certdeck.exporters.anki.container import write_package
from certdeck.exporters.anki.note_types import REVISED
from certdeck.exporters.anki.package import AnkiPackageExporter
from certdeck.importers.files import Files
from certdeck.markup.from_html import markdown_of
from certdeck.markup.markdown import Markdown
from certdeck.ports.exporting import Cancelled, PackageCount, no_progress
from certdeck.ports.importing import Format as ImportFormat
from certdeck.ports.outgoing import OutgoingItem
from tests.builders import card
from tests.exporters import sample
from tests.exporters.anki.real import TEMPLATES, collection_in, export, exported, nowhere, run_of, take
from tests.importers.anki_files import PNG


def test_anki_finds_every_note_and_card(tmp_path: Path, anki: Collection) -> None:
    package = tmp_path / "deck.apkg"
    assert export(sample.content(), package) == PackageCount(notes=9, cards=11)
    log = take(anki, package)
    assert (len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)) == (9, 0, 0, 0)
    cards = Counter(anki.get_card(card).note_type()["name"] for card in anki.find_cards(""))
    assert cards == {
        "Certdeck Basic": 1,
        "Certdeck Reversed": 2,
        "Certdeck Cloze": 2,
        "Certdeck Typed": 1,
        "Certdeck Multiple choice": 1,
        "Certdeck Multiple response": 1,
        "Certdeck Ordering": 1,
        "Certdeck Matching": 1,
        "Certdeck Scenario": 1,
    }
    assert "empty" not in anki.fix_integrity()[0].lower()


def test_taking_the_same_package_twice_changes_nothing(tmp_path: Path, anki: Collection) -> None:
    package = exported(tmp_path)
    take(anki, package)
    again = take(anki, package)
    assert (len(again.new), len(again.updated), len(again.duplicate)) == (0, 0, 9)
    assert anki.note_count() == 9


def test_a_revised_item_updates_exactly_its_own_note(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path))
    basic = replace(sample.BASIC, back="Changed.")
    deck = replace(sample.DECK, cards=(basic, *sample.DECK.cards[1:]))
    later = sample.REVISED + timedelta(days=1)
    log = take(anki, exported(tmp_path, sample.content(deck, {basic.id: later})))
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 1, 8)
    (note,) = anki.find_notes("Item:c-basic")
    assert anki.get_note(note)["Back"] == "<p>Changed.</p>"
    assert anki.get_note(note).mod == int(later.timestamp())
    (other,) = anki.find_notes("Item:c-typed")
    assert anki.get_note(other).mod == int(sample.REVISED.timestamp())


def test_a_revised_scenario_updates_its_questions(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path))
    deck = replace(sample.DECK, scenarios=(replace(sample.CASE, text="Another case."),))
    log = take(anki, exported(tmp_path, sample.content(deck, {sample.CASE.id: sample.REVISED + timedelta(days=1)})))
    assert [entry.fields[0] for entry in log.updated] == ["Rare calls with large payloads", "A case"]


def test_the_deck_tree_follows_the_blueprint(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path))
    names = {entry.name for entry in anki.decks.all_names_and_ids()} - {"Default"}
    assert names == {
        "MLA-C01",
        "MLA-C01::1 Data preparation",
        "MLA-C01::1 Data preparation::1.1 Ingest and store data",
        "MLA-C01::3 Deployment and orchestration",
        "MLA-C01::3 Deployment and orchestration::3.1 Select deployment infrastructure",
        "MLA-C01::3 Deployment and orchestration::3.2 Infrastructure:as code",
    }
    assert len(anki.find_cards('"deck:MLA-C01::3 Deployment and orchestration::3.1 *"')) == 5


def test_tags_and_sources_travel_with_the_note(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path))
    (number,) = anki.find_notes("Item:q-choice")
    assert anki.get_note(number)["Spare 2"] == "sample"
    note = anki.get_note(number)
    assert set(note.tags) == {"mla::d3::3.1", "certdeck::multiple-choice"}
    assert note["Verified"] == "Verified 4 Oct 2026"
    assert 'href="https://docs.aws.amazon.com/sagemaker/deploy.html?a=1&amp;b=2"' in note["Sources"]
    assert note["Examined"] == "<p>The guide names Data Capture.</p>"
    assert note["Scenario"] == "<p>A company transcribes recordings of up to 700 MB.</p>"


def test_every_template_renders_both_sides(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path))
    for number in anki.find_cards(""):
        card = anki.get_card(number)
        question, answer = card.question(), card.answer()
        for side in (question, answer):
            assert "certdeck" in side
            assert "{{" not in side
            assert "<!--" not in side
            assert 'script src="' not in side
            assert "problem" not in side.lower()
        assert "Verified 4 Oct 2026" in answer
        assert "Verified" not in question


def test_a_question_does_not_show_its_key_before_it_is_answered(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path))
    for number in anki.find_notes("tag:certdeck::ordering or tag:certdeck::matching or tag:certdeck::multiple-*"):
        options = anki.get_note(number)["Options"]
        assert "data-key" not in options
        assert "Because" not in options
        assert "Reason" not in options
    (ordering,) = anki.find_notes("tag:certdeck::ordering")
    asked = anki.get_note(ordering)["Options"]
    places = [asked.index(f'data-id="{step.id}"') for step in sample.ORDERING.steps]
    assert places != sorted(places)


def test_a_cloze_card_hides_one_gap_and_keeps_code_and_formulas_whole(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path))
    first, second = (anki.get_card(number) for number in anki.find_cards("tag:certdeck::cloze"))
    assert "[time]" in first.question()
    assert ">60 <strong>seconds</strong></span>" in first.answer()
    assert "[...]" in second.question()
    assert r"<code>AWS:&#58;X</code> \(\frac{1}{x^{2}&#125;\)</span>" in second.answer()
    assert "<code>{&#123;c3:&#58;}&#125;</code> is no gap." in first.question()


def test_a_typed_answer_is_compared_by_anki(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path))
    (number,) = anki.find_cards("tag:certdeck::typed")
    assert "[[type:Answer]]" in anki.get_card(number).question()
    assert anki.get_card(number).note()["Answer"] == "Has&lt;Backlog&gt;"


def test_new_cards_come_in_the_order_of_the_deck(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path))
    cards = sorted((anki.get_card(number) for number in anki.find_cards("")), key=lambda card: (card.due, card.ord))
    assert [card.note()["Item"] for card in cards][:5] == ["c-basic", "c-reversed", "c-reversed", "c-cloze", "c-cloze"]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    export(sample.content(), tmp_path / "one.apkg")
    export(sample.content(), tmp_path / "two.apkg")
    assert (tmp_path / "one.apkg").read_bytes() == (tmp_path / "two.apkg").read_bytes()


def test_an_exam_that_nothing_covers_gives_an_empty_package(tmp_path: Path, anki: Collection) -> None:
    package = tmp_path / "deck.apkg"
    empty = replace(sample.DECK, cards=(), questions=())
    assert export(sample.content(empty), package) == PackageCount(0, 0)
    assert len(take(anki, package).new) == 0


def test_two_decks_never_share_a_note_or_a_tree(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path))
    other = replace(sample.DECK, id=type(sample.DECK.id)("other"))
    assert len(take(anki, exported(tmp_path, sample.content(other))).new) == 9
    assert anki.note_count() == 18


def pictured(text: str) -> Deck:
    card = replace(sample.BASIC, front=text)
    return replace(sample.DECK, cards=(card,), questions=())


def test_a_picture_travels_under_a_name_that_holds_its_hash(tmp_path: Path, anki: Collection) -> None:
    media = tmp_path / "media"
    media.mkdir()
    (media / "_plot.PNG").write_bytes(b"picture")
    package = tmp_path / "deck.apkg"
    export(sample.content(pictured("See ![a plot](_plot.PNG)")), package, media.joinpath)
    take(anki, package)
    name = f"plot-{hashlib.sha256(b'picture').hexdigest()[:12]}.png"
    assert f'<img src="{name}" alt="a plot">' in anki.get_note(anki.find_notes("")[0])["Front"]
    assert (Path(anki.media.dir()) / name).read_bytes() == b"picture"


def test_a_missing_picture_leaves_its_description(tmp_path: Path, anki: Collection) -> None:
    take(anki, exported(tmp_path, sample.content(pictured("See ![a plot](plot.png)"))))
    assert anki.get_note(anki.find_notes("")[0])["Front"] == "<p>See a plot</p>"


def test_progress_is_told_every_fifty_notes_and_at_the_end(tmp_path: Path) -> None:
    cards = tuple(replace(sample.BASIC, id=ItemId(f"c-{number}")) for number in range(120))
    told: list[tuple[int, int]] = []
    deck = replace(sample.DECK, cards=cards, questions=())
    exporter = AnkiPackageExporter(Markdown(), TEMPLATES, nowhere)
    exporter.write(sample.content(deck), tmp_path / "a.apkg", lambda done, total: told.append((done, total)))
    assert list(dict.fromkeys(told)) == [(0, 120), (50, 120), (100, 120), (120, 120)]


def test_a_cancelled_export_leaves_nothing_behind(tmp_path: Path) -> None:
    def cancel(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    target = tmp_path / "a.apkg"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        AnkiPackageExporter(Markdown(), TEMPLATES, nowhere).write(sample.content(), target, cancel)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.apkg"]


def test_a_place_that_cannot_be_written_is_an_export_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="Nothing was changed"):
        export(sample.content(), tmp_path / "missing" / "a.apkg")


def test_changed_templates_have_a_new_date() -> None:
    """Anki takes over changed templates only when REVISED is later: change that date and this digest together."""
    texts = [f"{file.name}{file.read_text(encoding='utf-8')}" for file in sorted(TEMPLATES.iterdir())]
    digest = hashlib.sha256("".join(texts).encode()).hexdigest()[:16]
    assert (REVISED.date().isoformat(), digest) == ("2026-11-26", "ed4361283746b91b")


def test_the_collection_is_a_sound_database(tmp_path: Path) -> None:
    (tmp_path / "c.db").write_bytes(collection_in(exported(tmp_path)))
    base = sqlite3.connect(tmp_path / "c.db")
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()


def test_multiple_choice_and_table_cards_are_taken_by_anki_and_what_asks_nothing_is_counted_as_left_out(
    tmp_path: Path, anki: Collection
) -> None:
    kinds = (CardKind.CHOICE, CardKind.TABLE, CardKind.OCCLUSION)
    cards = tuple(replace(card(f"c-{kind}", kind), covers=sample.BASIC.covers) for kind in kinds)
    empty = replace(card("c-empty", CardKind.CLOZE, front="no gap"), covers=sample.BASIC.covers)
    deck = replace(sample.DECK, cards=(*cards, empty), questions=(), scenarios=())
    package = tmp_path / "deck.apkg"
    assert export(sample.content(deck), package) == PackageCount(notes=2, cards=3, left_out=2)
    take(anki, package)
    found = [anki.get_note(name) for name in anki.find_notes("")]
    notes = {str((note.note_type() or {})["name"]): note for note in found}
    assert set(notes) == {"Certdeck Multiple choice", "Certdeck Cloze"}
    assert "Choice b" in notes["Certdeck Multiple choice"]["Options"]
    assert 'data-key="1"' in notes["Certdeck Multiple choice"]["Solution"]
    text = notes["Certdeck Cloze"]["Text"]
    assert "<td>One</td><td>{{c1::Some}}</td><td>{{c1::1 GB}}</td>" in text
    assert "<td>Two</td><td>{{c2::Other}}</td><td>{{c2::2 GB}}</td>" in text
    assert [each.ord for each in notes["Certdeck Cloze"].cards()] == [0, 1]


def test_a_picture_with_covered_parts_asks_each_of_them(tmp_path: Path, anki: Collection) -> None:
    media = tmp_path / "media"
    media.mkdir()
    (media / "plot.png").write_bytes(b"picture")
    covered = replace(card("c-covered", CardKind.OCCLUSION), covers=sample.BASIC.covers)
    deck = replace(sample.DECK, cards=(covered,), questions=(), scenarios=())
    package = tmp_path / "deck.apkg"
    assert export(sample.content(deck), package, media.joinpath) == PackageCount(notes=1, cards=2)
    take(anki, package)
    first, second = (anki.get_card(number) for number in anki.find_cards(""))
    assert (first.ord, second.ord) == (0, 1)
    assert "left:10.00%;top:10.00%;width:20.00%;height:30.00%" in first.question()
    assert "border-radius:50%" in first.question()
    assert first.question().count('class="cloze"') == first.answer().count('class="cloze"') == 1
    assert len(anki.media.check().missing) == 0


def test_a_case_asks_all_of_its_questions(tmp_path: Path, anki: Collection) -> None:
    other = replace(sample.ORDERING, scenario=sample.CASE.id)
    deck = replace(sample.DECK, questions=(sample.CHOICE, other))
    take(anki, exported(tmp_path, sample.content(deck)))
    (number,) = anki.find_notes("Item:s-case")
    note = anki.get_note(number)
    assert note["Stem"] == "<p>Read the case, then answer its 2 questions.</p>"
    assert note["Options"].count("data-part=") == note["Solution"].count("data-part=") == 2
    assert "data-key" not in note["Options"]
    assert "Question 2 of 2" in note["Options"]


def test_own_cards_and_notes_go_out_with_what_the_learner_wrote(tmp_path: Path, anki: Collection) -> None:
    mine = OutgoingItem(card("own-1", covers=()), sample.OWN, sample.REVISED)
    noted = OutgoingItem(sample.BASIC, sample.DECK.id, sample.REVISED, note="Think of *ships*.")
    take(anki, exported(tmp_path, sample.content(items=[mine, noted], total=2)))
    (own,) = anki.find_cards('"deck:MLA-C01::My cards"')
    assert anki.get_card(own).note()["Item"] == "own-1"
    (number,) = anki.find_cards("Item:c-basic")
    assert "<p>Think of <em>ships</em>.</p>" in anki.get_card(number).answer()
    assert "ships" not in anki.get_card(number).question()


SIGNS = "aB1 .,'\"()|~#-+=!:;/<>&*_`[]{}$\\\n\t\x1f\xa0éßЖ日本\u2013\u2028\u3000\ufeff😀"
WRITING = st.text(st.sampled_from(SIGNS), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@example([("What is S3", "Object storage"), ("", ""), ("\x1f parts", "- a list\n- of two")])
@given(st.lists(st.tuples(WRITING, st.one_of(WRITING, st.text(max_size=8))), min_size=1, max_size=20))
def test_a_plain_card_is_written_the_same_in_the_quick_way(tmp_path: Path, texts: list[tuple[str, str]]) -> None:
    bare = [
        card(f"own-{place}", covers=(), sources=(), front=front, back=back, tags=("aws::s3", "two words")[: place % 3])
        for place, (front, back) in enumerate(texts)
    ]
    slow = [OutgoingItem(one, sample.OWN, sample.REVISED) for one in bare]
    slowly = exported(tmp_path, sample.content(items=slow, total=len(bare))).read_bytes()
    run = run_of(bare)
    assert exported(tmp_path, sample.content(items=[], sketched=[run], total=len(bare))).read_bytes() == slowly


def test_what_no_exam_covers_goes_into_a_deck_of_its_title(tmp_path: Path, anki: Collection) -> None:
    loose = OutgoingItem(sample.ELSEWHERE, sample.DECK.id, sample.REVISED)
    take(anki, exported(tmp_path, sample.content(items=[loose])))
    assert {entry.name for entry in anki.decks.all_names_and_ids()} == {"Default", "Sample deck"}


@pytest.mark.parametrize("legacy", [False, True])
def test_both_forms_of_a_package_bring_the_same_to_anki_and_home_again(
    tmp_path: Path, anki: Collection, *, legacy: bool
) -> None:
    picture = tmp_path / "plot.png"
    picture.write_bytes(PNG)
    package = tmp_path / "deck.apkg"
    content = replace(sample.content(pictured("See ![a plot](plot.png)")), legacy=legacy)
    export(content, package, lambda _name: picture)
    with zipfile.ZipFile(package) as archive:
        assert ("collection.anki21b" in archive.namelist()) is not legacy
    assert len(take(anki, package).new) == 1
    (name,) = [file.name for file in Path(anki.media.dir()).iterdir()]
    assert (Path(anki.media.dir()) / name).read_bytes() == PNG
    assert name in anki.get_note(anki.find_notes("")[0])["Front"]
    assert not anki.fix_integrity()[0].count("missing")
    assert Files(markdown_of).read(package, ImportFormat.ANKI, no_progress).shipped == 1


def test_an_anki_that_is_too_old_is_told_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(exported(tmp_path)) as archive:
        (tmp_path / "notice.db").write_bytes(archive.read("collection.anki2"))
    base = sqlite3.connect(tmp_path / "notice.db")
    ((fields,),) = base.execute("SELECT flds FROM notes").fetchall()
    base.close()
    assert fields.startswith("This file needs Anki 2.1.50 or later.")


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 40_000), min_size=1, max_size=4, unique=True))
def test_the_list_of_pictures_is_read_by_anki_s_own_protobuf(tmp_path: Path, sizes: list[int]) -> None:
    files = {}
    for size in sizes:
        files[f"p{size}.png"] = tmp_path / f"p{size}.png"
        files[f"p{size}.png"].write_bytes(b"x" * size)
    package, base = tmp_path / "deck.apkg", tmp_path / "base"
    base.write_bytes(b"collection")
    write_package(package, base, base, files, lambda: None)
    with zipfile.ZipFile(package) as archive:
        entries = MediaEntries.FromString(zstandard.decompress(archive.read("media")))
        packed = [zstandard.decompress(archive.read(str(place))) for place in range(len(sizes))]
    assert [(entry.name, entry.size) for entry in entries.entries] == [
        (name, file.stat().st_size) for name, file in sorted(files.items())
    ]
    assert [entry.sha1 for entry in entries.entries] == [hashlib.sha1(content).digest() for content in packed]


def test_a_disk_that_takes_no_more_is_an_export_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certdeck.exporters.anki.collection._QUICK", ("page_size = 4096", "max_page_count = 30"))
    cards = tuple(replace(sample.BASIC, id=ItemId(f"c-{number}"), back="long " * 500) for number in range(200))
    deck = replace(sample.DECK, cards=cards, questions=())
    with pytest.raises(ExportError, match=r"deck\.apkg was not written: the disk is full\. Nothing was changed\."):
        exported(tmp_path, sample.content(deck))
    assert list(tmp_path.iterdir()) == []
