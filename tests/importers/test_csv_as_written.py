"""CSV as spreadsheets, Anki and people write it."""

from pathlib import Path

import pytest

from certdeck.core.incoming import Note
from certdeck.importers.csv_notes import read_csv
from certdeck.markup.from_html import markdown_of
from certdeck.ports.exporting import no_progress
from certdeck.ports.importing import Plan
from tests.importers.anki_files import add, database, open_anki


def read(folder: Path, text: str) -> Plan:
    file = folder / "cards.csv"
    file.write_text(text, encoding="utf-8")
    return read_csv(file, markdown_of, no_progress)


def fields(folder: Path, text: str) -> list[tuple[str, ...]]:
    return [note.fields for note in read(folder, text).notes]


def only(plan: Plan) -> Note:
    (note,) = plan.notes
    return note


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;"])
def test_the_line_by_which_a_spreadsheet_names_the_separator_is_no_card(tmp_path: Path, line: str) -> None:
    plan = read(tmp_path, f"{line}\r\nFront;Back\r\nq,x;a\r\n")
    assert (only(plan).fields, only(plan).place) == (("q,x", "a"), "line 3")
    assert len(read(tmp_path, line).notes) == 0


def test_a_separator_within_quotes_is_not_taken_for_one(tmp_path: Path) -> None:
    assert fields(tmp_path, 'What is S3?,"Storage; objects"\n') == [("What is S3?", "Storage; objects")]
    assert fields(tmp_path, '"a\n;b",c\n"d;\ne","f\tg"\n') == [("a\n;b", "c"), ("d;\ne", "f\tg")]


def test_a_separator_that_parts_all_lines_alike_is_taken_before_one_that_does_not(tmp_path: Path) -> None:
    assert fields(tmp_path, "a,b; c; d\ne,f;\ng,h; i\n") == [("a", "b; c; d"), ("e", "f;"), ("g", "h; i")]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        ("Vorderseite;Rückseite;Schlagwörter;Stapel", ("Vorderseite", "Rückseite")),
        ("Recto;Verso;E\u0301tiquettes;Paquet", ("Recto", "Verso")),
        ("Front;Back;TAGS;Deck", ("Front", "Back")),
        ("質問;回答;タグ;deck", ("質問", "回答")),
    ],
)
def test_columns_for_tags_and_decks_are_known_in_other_languages_too(
    tmp_path: Path, titles: str, names: tuple[str, ...]
) -> None:
    plan = read(tmp_path, f"{titles}\nq;a;one, two;AWS\n")
    note = only(plan)
    assert (note.fields, note.deck, "".join(note.tags)) == (("q", "a"), "AWS", "one,two")
    assert plan.types[0].fields == names


def test_a_column_for_note_types_may_be_called_in_two_words(tmp_path: Path) -> None:
    assert only(read(tmp_path, "Front,Back,Note Type\nq,a,Basic\n")).type == "Basic"


def test_columns_keep_their_names_where_the_head_gives_tags_another_one(tmp_path: Path) -> None:
    plan = read(tmp_path, "#separator:comma\n#columns:Front,Tags,Back,Labels\n#tags column:4\nq,x,a,t\n")
    assert (only(plan).fields, only(plan).tags, plan.types[0].fields) == (
        ("q", "x", "a"),
        ("t",),
        ("Front", "Tags", "Back"),
    )


def test_words_and_their_translations_are_titles(tmp_path: Path) -> None:
    assert fields(tmp_path, "Word,Translation\nHund,dog\n") == [("Hund", "dog")]


def test_a_quoted_field_may_begin_with_the_sign_of_a_comment(tmp_path: Path) -> None:
    assert fields(tmp_path, '"#include",a\nq,a\n"#",b\n') == [("#include", "a"), ("q", "a"), ("#", "b")]


def test_lines_that_are_comments_are_told(tmp_path: Path) -> None:
    plan = read(tmp_path, "#separator:comma\n#1, what?\nq,a\n# it's \"open\nr,b\n")
    assert [note.fields for note in plan.notes] == [("q", "a"), ("r", "b")]
    (loss,) = plan.losses
    assert (loss.what, loss.count, loss.where) == ("lines", 2, "line 2")
    assert "#" in loss.why


@pytest.mark.parametrize("head", ["#if matches:keep current\n#match scope:notetype\n", "#html:false\n#tags column:9\n"])
def test_headers_of_anki_are_no_comments(tmp_path: Path, head: str) -> None:
    assert read(tmp_path, f"{head}q,a\n").losses == ()


def test_columns_that_nobody_could_use_are_told(tmp_path: Path) -> None:
    row, empty = ",".join(["x"] * 3000), "y" + "," * 3000
    plan = read(tmp_path, f"a,b\n{row}\n{empty}\n{row}\n")
    (loss, _) = plan.losses
    assert (loss.what, loss.count, loss.where) == ("ends of lines", 2, "line 2")


def test_tags_of_html_are_told_where_nobody_says_that_there_is_any(tmp_path: Path) -> None:
    text = "a < b,List<String>\nH<sub>2</sub>O,<br>\n"
    (loss,) = read(tmp_path, text).losses
    assert (loss.what, loss.count, loss.where) == ("tags of HTML", 3, "line 2")
    assert fields(tmp_path, text)[1] == ("H<sub>2</sub>O", "<br>")
    assert read(tmp_path, f"#html:false\n{text}").losses == read(tmp_path, f"#html:true\n{text}").losses == ()


def test_pictures_and_sounds_that_no_text_can_bring_are_told(tmp_path: Path) -> None:
    plan = read(
        tmp_path, '#html:true\nq,a\n[sound:a.mp3],"<img src=""a.png""> x"\nr,"<img src=b.png><img src=c.png>"\n'
    )
    told = [(loss.what, loss.count, loss.where) for loss in plan.losses]
    assert told == [("pictures", 3, "line 3"), ("sounds", 1, "line 3")]
    assert [note.fields for note in plan.notes][1] == ("\\[sound:a.mp3\\]", "x")


@pytest.mark.parametrize("head", [f"#tags column:{'9' * 5000}", f"#columns:{'x' * 200_000},y"])
def test_headers_beyond_measure_do_no_harm(tmp_path: Path, head: str) -> None:
    assert fields(tmp_path, f"{head}\nq,a\n") == [("q", "a")]


def test_what_anki_writes_comes_back_whatever_sign_it_begins_with(tmp_path: Path) -> None:
    fronts = ["#include <stdio.h>", "#", ' "quoted"', "plain", "a\tb"]
    with open_anki(tmp_path / "anki") as anki:
        for front in fronts:
            add(anki, "Basic", front, "#back")
        for number, note in enumerate(anki.find_notes("")):
            database(anki).execute("UPDATE notes SET guid = ? WHERE id = ?", f"#{number}", note)
        for everything in (False, True):
            target = tmp_path / "notes.txt"
            anki.export_note_csv(
                out_path=str(target),
                limit=None,
                with_html=everything,
                with_tags=everything,
                with_deck=everything,
                with_notetype=everything,
                with_guid=everything,
            )
            assert len(list(read_csv(target, markdown_of, no_progress).notes)) == len(fronts)


@pytest.mark.parametrize("titles", ["English,German", "Deutsch;Englisch", "Español\tFrancés", "English,日本語"])
def test_a_line_that_names_two_languages_is_no_card(tmp_path: Path, titles: str) -> None:
    sign = next(sign for sign in ",;\t" if sign in titles)
    plan = read(tmp_path, f"{titles}\nhouse{sign}Haus\n")
    assert (plan.types[0].fields, only(plan).fields) == (tuple(titles.split(sign)), ("house", "Haus"))


@pytest.mark.parametrize("titles", ["Kanji,Meaning,Reading", "Prompt,Answer", "Front Text,Back Text", "Side 1,Side 2"])
def test_other_programs_have_titles_of_their_own(tmp_path: Path, titles: str) -> None:
    plan = read(tmp_path, f"{titles}\nq,a,b\n")
    assert (plan.types[0].fields[:2], only(plan).fields[0]) == (tuple(titles.split(",")[:2]), "q")


def test_what_a_language_is_called_in_another_is_a_card(tmp_path: Path) -> None:
    assert fields(tmp_path, "German,Deutsch\nFrench,Französisch\n")[0] == ("German", "Deutsch")


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('q\t"Yes" he said', ("q", '"Yes" he said')),
        ('"Yes" and "no"\ta', ('"Yes" and "no"', "a")),
        ('"a ""b"" \t c"\t"Yes" he said', ('a "b" \t c', '"Yes" he said')),
        ('5" disk\t"6"" disk"', ('5" disk', '6" disk')),
        ('"whole"\t"fields"', ("whole", "fields")),
        ('"Yes" he said\t', ('"Yes" he said', "")),
    ],
)
def test_quotes_that_are_part_of_a_text_stay_in_it(tmp_path: Path, line: str, cells: tuple[str, ...]) -> None:
    assert fields(tmp_path, f"#separator:tab\n{line}\n") == [cells]


def test_a_field_in_quotes_may_have_spaces_before_and_behind_it(tmp_path: Path) -> None:
    assert fields(tmp_path, 'q, "a, b"\n "c, d" ,e\nf, "g\n') == [("q", "a, b"), ("c, d", "e"), ("f", '"g')]
    assert fields(tmp_path, '#separator:space\n"q r" "Yes"no "a b"\n') == [("q r", '"Yes"no', "a b")]


def test_a_number_that_a_spreadsheet_was_told_is_a_text_comes_as_it_is_shown(tmp_path: Path) -> None:
    text = '="007",agent\n"=""008""","=""a ""and"" b"""\n=1+1,"="\n'
    assert fields(tmp_path, text) == [("007", "agent"), ("008", 'a "and" b'), ("=1+1", "=")]


def test_a_separator_without_a_space_behind_it_is_taken_before_a_sign_of_a_sentence(tmp_path: Path) -> None:
    assert fields(tmp_path, "a,b; c\nd,e; f\n") == [("a", "b; c"), ("d", "e; f")]
    assert fields(tmp_path, "Haus;the house, a home\nTor;the gate, a goal\n")[1] == ("Tor", "the gate, a goal")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"What is \(x^2\)?", "What is $x^2$?"),
        (r"\( a \) and \(b\)", "$a$ and $b$"),
        ("[latex]y_1[/latex], [$]a[/$]", "$y_1$, $a$"),
        ("[$$]a + b[/$$]", "$$a + b$$"),
        (r"\[ \frac{1}{2} \]", r"$$\frac{1}{2}$$"),
        # A bracket of Markdown, an escaped backslash, money, and what is never closed stay as they are.
        (r"\[x\] or \[ \]", r"\[x\] or \[ \]"),
        (r"\\(x\\)", r"\\(x\\)"),
        (r"\(5 $\)", r"\(5 $\)"),
        (r"\(x", r"\(x"),
        ("$5 [a](b)", "$5 [a](b)"),
    ],
)
@pytest.mark.parametrize("head", ["", "#html:false\n"])
def test_formulas_in_text_that_is_not_html_come_as_formulas(
    tmp_path: Path, head: str, written: str, read_as: str
) -> None:
    plan = read(tmp_path, f"{head}#separator:tab\nq\t{written}\n{written}\ta\n")
    assert [note.fields for note in plan.notes] == [("q", read_as), (read_as, "a")]
    assert [note.key for note in plan.notes] == ["csv:Text:q", f"csv:Text:{' '.join(written.split())}"]


def test_a_formula_of_two_lines_is_one(tmp_path: Path) -> None:
    assert fields(tmp_path, 'q,"\\(a\n+ b\\)"\n') == [("q", "$a + b$")]


@pytest.mark.parametrize("html", ["", "#html:true\n"])
@pytest.mark.parametrize("title", ["ID", "No.", "nr"])
def test_a_column_that_numbers_the_rows_is_not_asked(tmp_path: Path, title: str, html: str) -> None:
    plan = read(tmp_path, f"{html}{title},Front,Back,Tags\n1,q,a,t\n2,r,b,\nx7,s,c,\n")
    (how,) = plan.types[0].maps
    assert (plan.types[0].fields, how.front, how.back) == ((title, "Front", "Back"), (1,), (2,))
    # Another file has other notes under the same numbers, but what is no number names one.
    assert [note.key for note in plan.notes] == ["csv:Text:q", "csv:Text:r", "csv:Text:x7"]


def test_a_number_is_asked_where_nothing_else_would_be(tmp_path: Path) -> None:
    plan = read(tmp_path, "id,front\n1,one\n")
    assert (plan.types[0].maps[0].front, only(plan).key) == ((0,), "csv:Text:1")


def test_columns_without_a_title_are_numbered(tmp_path: Path) -> None:
    assert read(tmp_path, "Front,Back,,\nq,a,,\n").types[0].fields == ("Front", "Back", "Column 3", "Column 4")
