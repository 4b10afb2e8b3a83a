"""CSV and TSV, with the headers of Anki and without."""

from pathlib import Path

import pytest

from certdeck.core.deck import CardKind
from certdeck.core.errors import ImportRefused
from certdeck.core.incoming import made_of
from certdeck.importers.files import Files
from certdeck.markup.from_html import markdown_of
from certdeck.ports.exporting import no_progress
from certdeck.ports.importing import Format, Plan

FILES = Files(markdown_of)


def read(folder: Path, text: str, name: str = "cards.txt") -> Plan:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return FILES.read(file, FILES.format_of(file), no_progress)


def test_the_headers_of_anki_are_obeyed(tmp_path: Path) -> None:
    head = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
    plan = read(tmp_path, head + "g1\tBasic\tAWS::S3\tWhat is <b>S3</b>?\tStorage &amp; more\taws exam\n")
    (note,) = plan.notes
    assert plan.format is Format.CSV
    assert (note.key, note.type, note.deck) == ("anki:g1", "Basic", "AWS::S3")
    assert note.fields == ("What is **S3**?", "Storage & more")
    assert note.tags == ("aws", "exam")
    assert plan.types[0].maps[0].kind is CardKind.BASIC


def test_what_the_head_says_holds_for_every_line(tmp_path: Path) -> None:
    plan = read(tmp_path, "#separator:pipe\n#tags:a b\n#deck:D\n#notetype:Basic (and reversed card)\nx|y\n")
    (note,) = plan.notes
    assert (note.deck, note.tags, note.fields) == ("D", ("a", "b"), ("x", "y"))
    assert plan.types[0].maps[0].kind is CardKind.REVERSED


def test_columns_are_named_by_the_head_or_by_the_first_line(tmp_path: Path) -> None:
    plan = read(tmp_path, "Front,Back,Tags\nq,a,one two\n", "a.csv")
    assert plan.types[0].fields == ("Front", "Back")
    assert next(iter(plan.notes)).tags == ("one", "two")
    plan = read(tmp_path, "#separator:;\n#columns:Term;Meaning\nq;a\n")
    assert plan.types[0].fields == ("Term", "Meaning")


@pytest.mark.parametrize(
    "titles",
    [
        "Vorderseite;R\u00fcckseite",
        "Vorderseite;Ru\u0308ckseite",
        "FRAGE;Antwort",
        "Recto;Verso",
        "Término;Definición",
        "Domanda;Risposta",
        "Вопрос;Ответ",
        "質問;回答",
    ],
)
def test_a_first_line_names_columns_in_other_languages_too(tmp_path: Path, titles: str) -> None:
    plan = read(tmp_path, f"{titles}\nq;a\n", "a.csv")
    assert plan.types[0].fields == tuple(titles.split(";"))
    assert [note.fields for note in plan.notes] == [("q", "a")]


@pytest.mark.parametrize("line", ["question;Frage", "Antwort;réponse", "Frage;Antwort?", "Frage"])
def test_a_first_line_of_a_vocabulary_is_a_card(tmp_path: Path, line: str) -> None:
    plan = read(tmp_path, f"{line}\nq;a\n", "a.csv")
    assert [note.fields for note in plan.notes] == [tuple(line.split(";")), ("q", "a")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_guessed(tmp_path: Path, separator: str) -> None:
    plan = read(tmp_path, f"one{separator}two\nthree{separator}four\n", "a.csv")
    assert [note.fields for note in plan.notes] == [("one", "two"), ("three", "four")]


def test_quoted_fields_may_hold_lines_and_separators(tmp_path: Path) -> None:
    plan = read(tmp_path, 'q,"a, ""b""\nand c"\n', "a.csv")
    assert next(iter(plan.notes)).fields == ("q", 'a, "b"\nand c')


def test_gaps_make_cloze_cards(tmp_path: Path) -> None:
    plan = read(tmp_path, "{{c1::S3}} stores objects;extra\n", "a.csv")
    (made,) = made_of(next(iter(plan.notes)), plan.types[0])
    assert (made.text.kind, made.text.back) == (CardKind.CLOZE, "extra")


def test_a_line_with_the_first_field_of_another_is_told(tmp_path: Path) -> None:
    plan = read(tmp_path, "q,a\nq,b\n", "a.csv")
    assert [(loss.what, loss.where) for loss in plan.losses] == [("lines", "line 2")]


def test_a_field_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ImportRefused, match=r"a\.csv can't be imported: line 1 has a field of more than 1,000,000 characters"
    ):
        read(tmp_path, "x," + "y" * 1_100_000, "a.csv")


def test_an_empty_file_holds_no_notes(tmp_path: Path) -> None:
    assert not list(read(tmp_path, "", "a.csv").notes)


@pytest.mark.parametrize("text", ['q,a\n"b,c\nd,e\n', 'q,a\n"b,c', '#separator:comma\n"b,c\n'])
def test_a_quote_that_is_never_closed_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(ImportRefused, match=r"line 2 opens a quote that is never closed\. Nothing was imported\."):
        read(tmp_path, text, "a.csv")


@pytest.mark.parametrize("text", ['q,a "b"\nc,"d"', 'q,a "b"\nc,"d"\n', 'q,"a ""b"""\n\nc,d'])
def test_quotes_that_are_closed_and_those_within_a_field_take_nothing_in(tmp_path: Path, text: str) -> None:
    assert [note.fields[0] for note in read(tmp_path, text, "a.csv").notes] == ["q", "c"]
