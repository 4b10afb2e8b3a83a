"""`certdeck cards`: what it prints as JSON is what docs/command-line.md says; a bad query is marked at its place."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from certdeck.cli.commands import opened
from certdeck.cli.main import main
from certdeck.core.card_parts import CardChoice, Grid, Occlusion
from certdeck.core.deck import CardKind, Coverage
from certdeck.core.ids import BlueprintId, BulletId, FaceId
from certdeck.core.own import CardText, Draft
from certdeck.core.search.terms import EXAMPLES, KEYS
from tests.cli.documented import DOC, documented
from tests.cli.test_review import Run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(folder, capsys)


def shape(value: Any) -> Any:
    """Return the keys of `value` and of what is inside."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return shape(value[0]) if isinstance(value, list) and value else None


def test_a_query_lists_what_it_finds(run: Run) -> None:
    found = run.json("cards", "search", "payload is:new", "--limit", "3")
    assert len(found) == 3
    assert {(one["deck"], one["kind"], one["due"]) for one in found} == {("aws-mla", "card", None)}
    assert shape(found) == shape(documented("search"))
    lines = run("cards", "search", "payload", "is:new", "--limit", "3").splitlines()
    assert [line.split()[0] for line in lines] == [one["id"] for one in found]


def test_a_query_may_begin_with_a_minus(run: Run) -> None:
    everything = run.json("cards", "search", "")
    assert run.json("cards", "search", "-kind:card") == [one for one in everything if one["kind"] != "card"]
    both = [one["kind"] for one in run.json("cards", "search", "-kind:card", "-kind:question", "--limit", "2000")]
    assert set(both) == {"sheet", "confusion", "term"}


def test_what_was_rated_is_found_by_that(run: Run) -> None:
    asked = run.json("review", "next")
    run("review", "answer", asked["id"], "again")
    (found,) = run.json("cards", "search", "rated:1:1")
    assert (found["id"], found["due"] is None) == (asked["card"], False)
    shown = run.json("cards", "show", found["id"])
    assert shown["faces"][0]["phase"] == "learning"


def test_an_item_is_shown_with_its_texts(run: Run) -> None:
    found = run.json("cards", "search", "kind:basic", "--limit", "1")[0]
    shown = run.json("cards", "show", found["id"])
    assert shape(shown) == shape(documented("card")) | {"tags": shape(shown["tags"])}
    assert (shown["id"], shown["form"]) == (found["id"], "basic")
    assert shown["front"] in run("cards", "show", found["id"])
    assert run.json("cards", "show", f"{found['id']}/1") == shown


@pytest.mark.parametrize("kind", ["cloze", "question", "sheet", "confusion"])
def test_every_kind_can_be_shown(run: Run, kind: str) -> None:
    found = run.json("cards", "search", f"kind:{kind}", "--limit", "1")[0]
    assert run.json("cards", "show", found["id"])["front"]


def test_what_a_card_has_beside_its_texts_is_shown_and_asked(run: Run, folder: Path) -> None:
    covers = (Coverage(BlueprintId("mla-c01"), (BulletId("1.1.k1"),)),)
    texts: tuple[tuple[CardText, dict[str, object], str], ...] = (
        (
            CardText(kind=CardKind.TYPED, front="T?", answer="typed answer"),
            {"answer": "typed answer"},
            "Typed: typed answer",
        ),
        (
            CardText(kind=CardKind.CHOICE, front="C?", choices=(CardChoice("no"), CardChoice("yes", right=True))),
            {"choices": [{"text": "no", "right": False}, {"text": "yes", "right": True}]},
            "x yes",
        ),
        (
            CardText(kind=CardKind.TABLE, front="G?", grid=Grid(("Thing", "Use"), (("One", "Some"),))),
            {"columns": ["Thing", "Use"], "rows": [["One", "Some"]]},
            "One | Some",
        ),
        (
            CardText(kind=CardKind.OCCLUSION, front="P?", occlusion=Occlusion("a.png")),
            {"picture": "a.png"},
            "Picture: a.png",
        ),
        (CardText(kind=CardKind.TABLE, front="Nothing?"), {}, "Nothing?"),
    )
    for text, values, line in texts:
        with opened(folder) as services:
            _, card = services.cards.create(Draft(text, covers))
            services.faces.set_due(services.calendar.today(), FaceId(f"{card}/1"))
        for words in (("cards", "show", card), ("review", "next")):
            assert values.items() <= run.json(*words).items()
            assert line in run(*words).splitlines()
        run("review", "answer", f"{card}/1", "easy")


def test_an_item_that_is_not_there_is_an_error(run: Run) -> None:
    assert "no item called nothing" in run.refused("cards", "show", "nothing")


def test_a_query_that_can_t_be_understood_is_marked_at_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cards", "search", "payload is:deu", "--data-dir", str(folder)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    first, query, marks, fix = said.err.splitlines()
    assert first.startswith("certdeck: is: knows due, new, learning")
    assert query[marks.index("^") : marks.rindex("^") + 1] == "deu"
    assert fix == "Did you mean is:due?"


@pytest.mark.parametrize("kind", ["json", "anki", "cards"])
def test_a_query_of_an_export_is_marked_at_its_place_and_nothing_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    target = tmp_path / "out"
    assert main(["export", kind, str(target), "--query", "payload is:deu", "--data-dir", str(folder)]) == 2
    query, marks = capsys.readouterr().err.splitlines()[1:3]
    assert query[marks.index("^") : marks.rindex("^") + 1] == "deu"
    assert not target.exists()


def test_the_page_on_the_command_line_names_every_key_of_the_language() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert {key for key in KEYS if not re.search(rf"^\|.*`{key}:", text, re.MULTILINE)} == set()
    assert all(json.dumps(example)[1:-1].replace('\\"', '"') in text for example in EXAMPLES.values())
