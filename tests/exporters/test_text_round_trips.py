"""Text formats out and in again: what an exporter doesn't call lost comes back as it was."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from anki.collection import ImportCsvRequest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certdeck.core.card_parts import CardChoice
from certdeck.core.deck import Card, CardKind, Question
from certdeck.core.own import CardText
from certdeck.exporters.formats import exporter
from certdeck.importers.files import Files
from certdeck.markup.from_html import markdown_of
from certdeck.markup.markdown import Markdown
from certdeck.ports.exporting import Format, no_progress
from certdeck.ports.importing import Format as Incoming
from tests.builders import card, matching, multiple_choice, ordering
from tests.exporters import sample
from tests.exporters.anki.real import TEMPLATES, nowhere, take
from tests.importers.anki_files import open_anki

CODE = "What does it do?\n\n```\nfor one in all:\n    print(one)\n```"
PATHS = r"`C:\new` and $\neq$ and $\nu$"
QUIZZES = (Format.GIFT, Format.MOODLE, Format.QTI)
Trip = Callable[..., tuple[list[CardText], list[tuple[str, ...]], tuple[str, ...]]]


@pytest.fixture
def trip(tmp_path: Path) -> Trip:
    """Return what takes items out and in: the cards that come, the tags of each, and what is called lost."""

    def go(form: Format, *items: Card | Question) -> tuple[list[CardText], list[tuple[str, ...]], tuple[str, ...]]:
        cards = tuple(replace(one, covers=sample.BASIC.covers) for one in items if isinstance(one, Card))
        asked = tuple(replace(one, covers=sample.BASIC.covers) for one in items if not isinstance(one, Card))
        content = replace(sample.DECK, cards=cards, questions=asked, scenarios=(), sheets=())
        file = tmp_path / f"deck{form.ending}"
        count = exporter(form, Markdown(), TEMPLATES, nowhere).write(sample.content(content), file, no_progress)
        notes = list(Files(markdown_of).read(file, Incoming(form.value), no_progress).notes)
        return [note.text for note in notes if note.text is not None], [note.tags for note in notes], count.lost

    return go


@pytest.mark.parametrize("form", QUIZZES)
def test_code_paths_and_formulas_come_back_line_by_line(form: Format, trip: Trip) -> None:
    (text,), _, _ = trip(form, card(front=CODE, back=PATHS))
    assert text.front == CODE
    assert text.back.startswith(PATHS)
    assert text.back.count("neq") == 1


@pytest.mark.parametrize("form", QUIZZES)
def test_a_cloze_text_does_not_tell_its_answer_in_the_question(form: Format, trip: Trip) -> None:
    (text,), _, _ = trip(form, card(kind=CardKind.CLOZE, front="A {{c1::queue::what}} and {{c2::`x`}}", back=""))
    assert text.front == r"A \[what\] and \[...\]"
    assert text.back.startswith("A **queue** and **`x`**")


@pytest.mark.parametrize("form", [*QUIZZES, Format.MARKDOWN])
def test_what_stands_on_the_back_of_a_choice_comes_along(form: Format, trip: Trip) -> None:
    (text,), _, _ = trip(form, card(kind=CardKind.CHOICE, back="Because."))
    assert text.choices == (CardChoice("Choice a"), CardChoice("Choice b", right=True), CardChoice("Choice c"))
    assert text.back.startswith("Because.")


@pytest.mark.parametrize("form", [Format.GIFT, Format.MOODLE, Format.MARKDOWN, Format.JSON])
def test_tags_come_along(form: Format, trip: Trip) -> None:
    _, (tags,), _ = trip(form, multiple_choice(tags=("a", "week/2")))
    assert set(tags) == {"a", "week/2"}


@pytest.mark.parametrize("form", QUIZZES)
def test_typed_answers_come_back_to_the_letter(form: Format, trip: Trip) -> None:
    answer = r"SELECT * FROM {x} = ~ #a:b C:\new"
    (text,), _, _ = trip(form, card(kind=CardKind.TYPED, front="Type it.", answer=answer))
    assert (text.kind, text.front, text.answer) == (CardKind.TYPED, "Type it.", answer)


def test_reasons_of_qti_are_told_by_their_options_for_these_are_shuffled(trip: Trip) -> None:
    (text,), _, _ = trip(Format.QTI, multiple_choice())
    assert text.back.startswith("- Option a  \nWhy a.\n- Option b  \nWhy b.")


def test_csv_keeps_the_back_of_a_choice_and_typed_answers_as_they_are(tmp_path: Path, trip: Trip) -> None:
    answer = "*a*_b_<c>"
    items = card(kind=CardKind.CHOICE, back="Because."), card("c-2", CardKind.TYPED, answer=answer)
    _, _, lost = trip(Format.CSV, *items)
    written = (tmp_path / "deck.csv").read_text(encoding="utf-8")
    assert "<p>Because.</p>" in written
    assert "*a*_b_&lt;c&gt;" in written
    assert any("Typed" in line for line in lost)


def test_csv_has_gaps_that_anki_reads_though_code_in_them_holds_braces_and_colons(tmp_path: Path, trip: Trip) -> None:
    front = "The {{c1::`{{x}}`::hint}} and {{c2::`a::b`}}"
    trip(Format.CSV, card(kind=CardKind.CLOZE, front=front, back=""))
    (note,) = Files(markdown_of).read(tmp_path / "deck.csv", Incoming.CSV, no_progress).notes
    assert front in note.fields
    with open_anki(tmp_path / "anki") as anki:
        anki.import_csv(
            ImportCsvRequest(
                path=str(tmp_path / "deck.csv"),
                metadata=anki.get_csv_metadata(path=str(tmp_path / "deck.csv"), delimiter=None),
            )
        )
        asked = " ".join(anki.get_card(number).render_output().question_text for number in anki.find_cards(""))
    assert "[hint]" in asked
    assert "[...]" in asked
    assert "}}" not in asked


@pytest.mark.parametrize("written", ["[sound:x.mp3]", "`[latex]x[/latex]`", "[anki:tts lang=en]x[/anki:tts]", "[$"])
def test_no_word_is_a_command_to_anki(tmp_path: Path, written: str) -> None:
    cards = card(front=f"Is {written}?", back=written), card("c-2", CardKind.CLOZE, front=f"{{{{c1::a}}}} {written}")
    content = replace(sample.DECK, cards=cards, questions=(), scenarios=(), sheets=())
    exporter(Format.ANKI, Markdown(), TEMPLATES, nowhere).write(
        sample.content(content), tmp_path / "deck.apkg", no_progress
    )
    plain = written.strip("`")
    with open_anki(tmp_path / "anki") as anki:
        take(anki, tmp_path / "deck.apkg")
        for number in anki.find_cards(""):
            shown = anki.get_card(number).render_output()
            assert plain in unescape(shown.question_text)
            assert not shown.question_av_tags


def test_json_keeps_the_reasons_of_orders_and_pairs(trip: Trip) -> None:
    ordered, matched = trip(Format.JSON, ordering(decoys=""), matching("q-2", left_over=""))[0]
    assert ordered.back == "1. Step a\n2. Step b\n3. Step c\n\n- Step a: Why a.\n- Step b: Why b.\n- Step c: Why c."
    assert matched.back == "- Prompt 1: Why a.\n- Prompt 2: Why b.\n- Prompt 3: Why c."


@pytest.mark.parametrize(
    ("front", "back", "comes"),
    [
        ("Is C# like F#", "yes", ("Is C# like F#", "yes")),
        ("A sign #", "yes", (r"A sign \#", "yes")),
        ("Front", "# Head\n\ntext", ("Front", "**Head**\n\ntext")),
        ("Front", "tags: a", ("Front", r"tags\: a")),
        ("Front", "A: yes\nQ: no", ("Front", "A: yes\nQ\\: no")),
        ("Front", "- [x] done", ("Front", r"- \[x] done")),
        ("Front", "```yaml\nTags: a\n# b\n- [x] c\n```", ("Front", "```yaml\nTags: a\n# b\n- [x] c\n```")),
    ],
)
def test_no_line_of_markdown_is_taken_for_another_one(
    trip: Trip, front: str, back: str, comes: tuple[str, str]
) -> None:
    (text,), (tags,), _ = trip(Format.MARKDOWN, card(front=front, back=back, sources=(), tags=("one",)))
    assert (text.kind, text.front, text.back) == (CardKind.BASIC, *comes)
    assert tags == ("one",)


def test_markdown_asks_the_question_with_its_choices_and_tells_whose_reason_is_which(trip: Trip) -> None:
    (text,), _, _ = trip(Format.MARKDOWN, multiple_choice(sources=()))
    assert text.front == "Stem of q-1?"
    assert text.back.endswith("- Option a: Why a.\n- Option b: Why b.\n- Option c: Why c.\n- Option d: Why d.")
    assert "<!--" not in text.back


def test_markdown_says_what_it_makes_of_lines_headings_and_kinds(trip: Trip) -> None:
    lost = trip(Format.MARKDOWN, card(front=CODE, back="# Head"), card("c-2", CardKind.TYPED))[2]
    assert sum(any(word in line for word in ("one line", "bold", "plain ones")) for line in lost) == 3


LINES = (
    *("one", "`a`b`", "``a`b``", "**b**", "*i*", "$x$", "C:\\new", "=a", "~b", "#c", "{d}"),
    *("//", "Q:", "Tags:", "T", "2*3", "a + b", "a - b"),
)
WORDS = st.lists(st.sampled_from(LINES), min_size=1, max_size=3)
BLOCKS = st.one_of(
    WORDS.map(" ".join),
    WORDS.map(lambda lines: "\n".join(["```", *lines, "```"])),
    WORDS.map(lambda lines: "\n".join(f"- x {one}" for one in lines)),
    WORDS.map(lambda lines: "\n".join(f"> {one}" for one in lines)),
    st.just("3. a\n4. b\n\n   ```\n   c\n   ```"),
)
TEXTS = st.lists(BLOCKS, min_size=1, max_size=3).map("\n\n".join)


def shown(text: str) -> str:
    """Return what is seen of `text`; a paragraph within an entry looks like a line of it."""
    return re.sub(r"\s*</?p>\s*|\s+", " ", Markdown().html(Markdown().read(text))).replace("> ", ">").replace(" <", "<")


@pytest.mark.parametrize("form", QUIZZES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(front=TEXTS, back=TEXTS)
def test_whatever_a_card_says_looks_the_same_when_it_comes_back(
    form: Format, trip: Trip, front: str, back: str
) -> None:
    (text,), _, _ = trip(form, card(front=front, back=back, sources=()))
    assert shown(text.front) == shown(front)
    assert shown(text.back) == shown(back)
