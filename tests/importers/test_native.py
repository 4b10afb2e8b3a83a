"""A deck that is right is read as it was written; whatever is wrong is told, all of it, and nothing comes of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certdeck.core.deck import (
    ChoiceQuestion,
    Deck,
    Entry,
    FactsBlock,
    FixedForm,
    Formula,
    FormulasBlock,
    HookBlock,
    Scenario,
    TableBlock,
    TrapsBlock,
    TreeBlock,
    TreeBranch,
    TreeNode,
)
from certdeck.core.errors import DeckError
from certdeck.core.ids import ItemId
from certdeck.importers.native import NativeReader
from tests.builders import (
    EXAM,
    blueprint,
    card,
    confusion,
    deck,
    deck_plan,
    matching,
    multiple_choice,
    ordering,
    phase,
    sheet,
    term,
)
from tests.conftest import Golden
from tests.importers.deck_folders import BLUEPRINT, CARDS, DECK, QUESTIONS, mini_deck, write_deck, write_files

READER = NativeReader()
KINDS = "multiple-choice, multiple-response, ordering, matching"
CARD_KINDS = "`kind` must be one of: basic, reversed, cloze, typed, choice, table, occlusion"
BAD_ID = "`id` can't be `C 2`. Stable id: lower case, digits, dots and hyphens. Never changes once published."
SOURCES = "sources: [{title: A page, url: https://example.org/page, checked: 2026-03-01}]"
ALIAS = "anchors and aliases (& and *) are not part of the deck format; write the text twice"


def problems(folder: Path) -> list[str]:
    """Return what check() finds, with paths inside `folder`."""
    return [
        str(replace(problem, file=problem.file.relative_to(folder))).replace("\\", "/")
        for problem in READER.check(folder)
    ]


def rich_deck() -> Deck:
    """Return a deck with every kind of item, block and optional field."""
    tree = TreeNode(
        "Fast?",
        branches=(TreeBranch("yes", TreeNode("One", "a note", "bolt")), TreeBranch("no", TreeNode("Other"))),
    )
    blocks = (
        TableBlock("Table", ("Thing", "Use"), (("One", "**Some**"), ("Two", "3.1"))),
        TreeBlock("Tree", tree),
        TrapsBlock("Traps", (Entry("Believed", "So it is"),)),
        FormulasBlock("Formulas", (Formula("Precision", r"\frac{TP}{TP + FP}", "Of those found, how many are right"),)),
        FactsBlock("Facts", (Entry("Limit", "15 minutes"),)),
        HookBlock("Hook", "Remember."),
    )
    case = Scenario(ItemId("case-1"), "A case", "A company has a problem.")
    of_case = (multiple_choice("q-case-1", scenario=case.id), ordering("q-case-2", scenario=case.id, decoys=""))
    made = deck()
    noted = card(
        "c-noted", tags=("a", "b"), links=(ItemId("q-choice"),), examined="As it was.", today="As it is: `x`\n"
    )
    return replace(
        made,
        cards=(*made.cards, noted),
        questions=(*made.questions, matching("q-reuse", keys="aab"), *of_case),
        scenarios=(case,),
        sheets=(sheet(blocks=blocks),),
        blueprints=(blueprint(weights=(100,), tasks=1),),
        confusions=(confusion(),),
        terms=(term(also=("shadow deployment",), links=(ItemId("c-basic"),)),),
        plans=(deck_plan(phase(sheets=(ItemId("s-1"),))),),
    )


def test_a_deck_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = rich_deck()
    assert READER.read(write_deck(written, tmp_path)) == written
    assert READER.check(tmp_path) == ()


def test_the_small_deck_written_by_hand_is_right(tmp_path: Path) -> None:
    assert problems(mini_deck(tmp_path)) == []
    read = READER.read(tmp_path)
    question = read.questions[0]
    assert isinstance(question, ChoiceQuestion)
    assert question.options[3].pin_last
    assert read.cards[0].back == "Back,\ntwo lines."


def test_read_deck_carries_the_digest_of_its_files(tmp_path: Path) -> None:
    assert READER.read(mini_deck(tmp_path)).digest == READER.digest(tmp_path)


def test_a_deck_of_nothing_but_its_head_is_a_deck(tmp_path: Path) -> None:
    assert READER.read(write_files(tmp_path, {"deck.yaml": DECK})).items() == ()


KEPT = "and was not installed; what you had is unchanged."


def test_a_deck_with_problems_is_not_read_and_the_error_tells_all_of_them(tmp_path: Path) -> None:
    mini_deck(tmp_path, deck=DECK.replace("1.0.0", "1.0"), cards=CARDS.replace("front: Front?", "frnt: Front?"))
    with pytest.raises(DeckError) as refused:
        READER.read(tmp_path)
    assert refused.value.problems == READER.check(tmp_path)
    assert str(refused.value).splitlines()[0] == f"The deck has 3 problems {KEPT}"


def test_what_the_lint_finds_does_not_keep_a_deck_out(tmp_path: Path) -> None:
    mini_deck(tmp_path, cards=CARDS.replace("Because.", "Obviously."))
    assert problems(tmp_path) == ["cards/1.1.yaml:11: c-2: uses the banned word “obviously”"]
    assert READER.read(tmp_path).id == "mini"


def test_a_finding_about_the_whole_deck_stands_at_its_head(tmp_path: Path) -> None:
    written = replace(
        deck(), questions=tuple(multiple_choice(f"q-{number}") for number in range(20)), cards=(), sheets=()
    )
    assert problems(write_deck(written, tmp_path)) == [
        "deck.yaml:1: the key stands at position 1 in 20 of 20 questions; spread it"
    ]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"deck": None}, ["deck.yaml:1: there is no deck.yaml, so this folder is not a deck"]),
        ({"deck": ""}, ["deck.yaml:1: the file is empty"]),
        ({"deck": DECK.replace("title: A small deck\n", "")}, ["deck.yaml:1: mini: `title` is missing"]),
        (
            {"deck": DECK.replace("version: 1.0.0", "version: 1.0")},
            ["deck.yaml:3: mini: `version`: expected `str`, got `float`; put it in quotes"],
        ),
        (
            {"deck": DECK.replace("version: 1.0.0", "version: latest")},
            ["deck.yaml:3: mini: `version` can't be `latest`. Three numbers: major.minor.patch."],
        ),
        (
            {"deck": DECK.replace("licence:", "license:")},
            [
                "deck.yaml:1: mini: `licence` is missing",
                "deck.yaml:5: mini: unknown key `license`; did you mean `licence`?",
            ],
        ),
        ({"deck": DECK + "zzz: 1\n"}, ["deck.yaml:8: mini: unknown key `zzz`"]),
        ({"deck": "- mini\n"}, ["deck.yaml:1: the file must be keys with values, got a list"]),
        ({"deck": DECK + "title: Again\n"}, ["deck.yaml:8: mini: `title` stands twice"]),
        (
            {"blueprint": BLUEPRINT.replace("weight: 100", "weight: 99")},
            ["blueprints/exam-1.yaml:2: exam-1: the weights of the domains add up to 99, not 100"],
        ),
        (
            {"blueprint": BLUEPRINT.replace('"1.1"', "1.1")},
            ["blueprints/exam-1.yaml:17: exam-1: `id`: expected `str`, got `float`; put it in quotes"],
        ),
        (
            {"blueprint": BLUEPRINT.replace("ordering, matching", "ordering, drawing")},
            ["blueprints/exam-1.yaml:9: exam-1: entry 4 of `kinds` must be one of: " + KINDS],
        ),
        (
            {"blueprint": BLUEPRINT.replace("2026-03-01", "2026-02-30")},
            ["blueprints/exam-1.yaml:10: exam-1: `checked` must be a day of the calendar, written as 2026-11-21"],
        ),
        (
            {"blueprint": BLUEPRINT.replace("terms: [one, two]", "terms: [1, two, 3]")},
            [
                "blueprints/exam-1.yaml:21: 1.1.k1: entry 1 of `terms`: expected `str`, got `int`; put it in quotes",
                "blueprints/exam-1.yaml:21: 1.1.k1: entry 3 of `terms`: expected `str`, got `int`; put it in quotes",
            ],
        ),
        (
            {"blueprint": None},
            [
                "cards/1.1.yaml:2: c-1: covers `exam-1`, but the deck has no such blueprint",
                "cards/1.1.yaml:11: c-2: covers `exam-1`, but the deck has no such blueprint",
                "questions/1.1.yaml:2: q-1: covers `exam-1`, but the deck has no such blueprint",
            ],
        ),
        (
            {"cards": CARDS.replace("[1.1.k1]", "[1.1.k1, 1.1.k9]", 1)},
            ["cards/1.1.yaml:2: c-1: covers 1.1.k9, but exam-1 has no such bullet"],
        ),
        ({"cards": CARDS.replace("kind: typed", "kind: type")}, ["cards/1.1.yaml:11: c-2: " + CARD_KINDS]),
        ({"cards": CARDS.replace("  - kind: typed\n    id", "  - id")}, ["cards/1.1.yaml:11: c-2: " + CARD_KINDS]),
        ({"cards": CARDS.replace("c-2", "C 2")}, ["cards/1.1.yaml:12: C 2: " + BAD_ID]),
        (
            {"cards": CARDS.replace("front: Front?", "front: ''")},
            ["cards/1.1.yaml:6: c-1: `front` must not be empty"],
        ),
        (
            {"cards": CARDS.replace(SOURCES, "sources: []", 1)},
            ["cards/1.1.yaml:5: c-1: `sources` needs at least 1 entry; found 0"],
        ),
        (
            {"cards": CARDS.replace(SOURCES, "sources: https://example.org", 1)},
            ["cards/1.1.yaml:5: c-1: `sources` must be a list, got a text"],
        ),
        (
            {"cards": CARDS.replace("https:", "http:", 1)},
            ["cards/1.1.yaml:5: c-1: `url` can't be `http://example.org/page`. A page's https address."],
        ),
        (
            {"cards": CARDS.replace("{exam-1: [1.1.k1]}", "{}", 1)},
            ["cards/1.1.yaml:4: c-1: `covers` needs at least 1 entry; found 0"],
        ),
        (
            {"cards": CARDS.replace("{exam-1: [1.1.k1]}", "{exam-1: []}", 1)},
            ["cards/1.1.yaml:4: c-1: `exam-1` needs at least 1 entry; found 0"],
        ),
        (
            {"cards": CARDS.replace("{exam-1: [1.1.k1]}", "exam-1", 1)},
            ["cards/1.1.yaml:4: c-1: `covers` must be keys with values, got a text"],
        ),
        ({"cards": CARDS.replace("c-2", "c-1")}, ["cards/1.1.yaml:11: c-1: this id is already used at 1.1.yaml:2"]),
        ({"cards": "cards:\n"}, ["cards/1.1.yaml:1: `cards` must be a list, got nothing"]),
        (
            {"cards": "cards: [just, words]\n"},
            [f"cards/1.1.yaml:1: entry {n} of `cards` must be keys with values, got a text" for n in (1, 2)],
        ),
        (
            {"cards": CARDS.replace("front: Front?", "front: &x Front?").replace("AWS Glue", "*x")},
            [f"cards/1.1.yaml:16: c-2: {ALIAS}"],
        ),
        (
            {"questions": QUESTIONS.replace("        rationale: Why b.\n", "")},
            ["questions/1.1.yaml:14: q-1: `rationale` is missing"],
        ),
        (
            {"questions": QUESTIONS.replace("easy", "impossible")},
            ["questions/1.1.yaml:7: q-1: `difficulty` must be one of: easy, medium, hard"],
        ),
        (
            {"questions": QUESTIONS.replace("        key: true\n", "")},
            ["questions/1.1.yaml:2: q-1: multiple choice needs exactly one key; found 0"],
        ),
        (
            {"questions": QUESTIONS.replace("key: true", "key: maybe")},
            ["questions/1.1.yaml:13: q-1: `key`: expected `bool`, got `str`"],
        ),
        (
            {"questions": "scenarios:\n  - id: case-1\n    title: A case\n    text: Text\n    questions: []\n"},
            ["questions/1.1.yaml:5: case-1: `questions` needs at least 2 entries; found 0"],
        ),
        ({"cards": b"cards:\n  - \xff\n"}, ["cards/1.1.yaml:2: the file is not UTF-8 text (byte 11)"]),
        ({"cards": "cards: " + "[" * 200}, ["cards/1.1.yaml:1: values are nested too deeply, more than 60 levels"]),
        ({"cards": b"#" * 6_000_000}, ["cards/1.1.yaml:1: the file is larger than 5 MB"]),
    ],
    ids=lambda value: str(value)[-40:] if isinstance(value, list) else "",
)
def test_what_is_wrong_is_told_with_file_line_and_item(
    tmp_path: Path, changed: dict[str, str | bytes | None], found: list[str]
) -> None:
    assert problems(mini_deck(tmp_path, **changed)) == found
    with pytest.raises(DeckError):
        READER.read(tmp_path)


def test_a_list_that_is_too_short_by_one_is_told(tmp_path: Path) -> None:
    lonely = QUESTIONS.removeprefix("questions:\n").replace("\n  ", "\n      ").removeprefix("  ")
    case = f"scenarios:\n  - id: case-1\n    title: A case\n    text: Text\n    questions:\n      {lonely}"
    assert problems(mini_deck(tmp_path, questions=case)) == [
        "questions/1.1.yaml:5: case-1: `questions` needs at least 2 entries; found 1"
    ]


def test_a_folder_that_is_not_there_is_no_deck(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert problems(nowhere) == ["deck.yaml:1: there is no deck.yaml, so this folder is not a deck"]
    with pytest.raises(DeckError):
        READER.read(nowhere)


def test_problems_of_all_files_are_told_at_once_in_order(tmp_path: Path) -> None:
    found = problems(
        mini_deck(
            tmp_path,
            deck=DECK.replace("id: mini", "id: 3.1"),
            blueprint=BLUEPRINT.replace("minutes: 30", "minutes: 0"),
            cards=CARDS.replace("front: Front?", "frnt: Front?").replace("back: Because.", "back:"),
            questions=QUESTIONS + "  - oops: [\n",
        )
    )
    assert [said.split(" ")[0] for said in found] == [
        "blueprints/exam-1.yaml:5:",
        "cards/1.1.yaml:2:",
        "cards/1.1.yaml:6:",
        "cards/1.1.yaml:17:",
        "deck.yaml:1:",
        "questions/1.1.yaml:19:",
    ]


def test_syntax_and_schema_of_a_file_are_checked_in_one_run(tmp_path: Path) -> None:
    cards = CARDS.replace("    answer: AWS Glue\n", "    answer: AWS Glue\n    answer: Glue\n").replace(
        "back: Because.", "bak: x"
    )
    assert problems(mini_deck(tmp_path, cards=cards)) == [
        "cards/1.1.yaml:11: c-2: `back` is missing",
        "cards/1.1.yaml:17: c-2: `answer` stands twice",
        "cards/1.1.yaml:18: c-2: unknown key `bak`; did you mean `back`?",
    ]


def test_twin_ids_are_told_across_files_and_kinds(tmp_path: Path) -> None:
    mini_deck(tmp_path, questions=QUESTIONS.replace("q-1", "c-1"))
    write_files(tmp_path, {"cards/1.2.yaml": CARDS.replace("c-1", "exam-1").replace("Front?", "Another?")})
    assert problems(tmp_path) == [
        "cards/1.2.yaml:2: exam-1: this id is already used at exam-1.yaml:2",
        "cards/1.2.yaml:11: c-2: this id is already used at 1.1.yaml:11",
        "questions/1.1.yaml:2: c-1: this id is already used at 1.1.yaml:2",
    ]


def test_a_scenario_shares_the_ids_of_the_deck(tmp_path: Path) -> None:
    written = replace(rich_deck(), scenarios=(Scenario(ItemId("c-basic"), "A case", "Text"),))
    of_case = tuple(replace(entry, scenario=ItemId("c-basic")) for entry in written.questions[-2:])
    write_deck(replace(written, questions=(*written.questions[:-2], *of_case)), tmp_path)
    assert [said.split(": ", 1)[1] for said in problems(tmp_path)] == ["c-basic: this id is already used at all.yaml:2"]


FORMS = "exam: exam-1\nforms:\n  - name: A\n    scored: [q-1]\n"


def test_fixed_forms_are_read_with_their_deck(tmp_path: Path) -> None:
    write_files(mini_deck(tmp_path), {"forms/exam-1.yaml": FORMS})
    assert READER.read(tmp_path).forms == (FixedForm(EXAM, "A", (ItemId("q-1"),), ()),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FORMS.replace("exam-1", "exam-9"), ":1: names the exam `exam-9`, but the deck has no such blueprint"),
        (FORMS.replace("[q-1]", "[q-9]"), ":3: form A: names q-9, which the exam can't ask"),
        (FORMS + "    unscored: [c-1]\n", ":3: form A: names c-1, which the exam can't ask"),
        (FORMS + FORMS[FORMS.index("  - name") :].replace("A", "B"), ":5: form B: asks q-1, which form A asks already"),
        (FORMS.replace("name: A", "name: first"), ":3: `name` can't be `first`. One capital letter."),
        (FORMS.replace("[q-1]", "[]"), ":4: `scored` needs at least 1 entry; found 0"),
    ],
)
def test_a_fixed_form_that_can_not_be_sat_is_told(tmp_path: Path, text: str, said: str) -> None:
    write_files(mini_deck(tmp_path), {"forms/exam-1.yaml": text})
    assert f"forms/exam-1.yaml{said}" in problems(tmp_path)


def test_fixed_forms_are_not_judged_while_questions_can_not_be_read(tmp_path: Path) -> None:
    mini_deck(tmp_path, questions=QUESTIONS.replace("difficulty", "dificulty"))
    write_files(tmp_path, {"forms/exam-1.yaml": FORMS})
    assert not [said for said in problems(tmp_path) if said.startswith("forms")]


CONFUSIONS = """\
confusions:
  - id: x-1
    title: One or two
    covers: {exam-1: [1.1.k1]}
    sources: [{title: A page, url: https://example.org/page, checked: 2026-03-01}]
    apart: What tells them apart.
    members:
      - {name: One, cue: A cue, cards: [c-1]}
      - {name: Two, cue: Another, cards: [c-2]}
"""
GLOSSARY = """\
terms:
  - id: g-1
    term: term
    covers: {exam-1: [1.1.k1]}
    sources: [{title: A page, url: https://example.org/page, checked: 2026-03-01}]
    means: What it means.
    links: [c-1]
"""
PLAN = """\
exam: exam-1
weeks: 2
phases:
  - id: phase-1
    title: All of it
    weeks: 2
    goal: A goal.
    tasks: ["1.1"]
    topics: [A topic]
    cards: 2
    quizzes: [{title: A quiz, tasks: ["1.1"], questions: 1, minutes: 2}]
    gate: {kind: exam, form: A, scaled: 760, otherwise: Try again.}
"""
PARTS = {
    "forms/exam-1.yaml": FORMS,
    "confusions/1.1.yaml": CONFUSIONS,
    "glossary/words.yaml": GLOSSARY,
    "plans/exam-1.yaml": PLAN,
}


def test_confusion_sets_glossary_and_plan_are_read_with_their_deck(tmp_path: Path) -> None:
    write_files(mini_deck(tmp_path), dict(PARTS))
    assert problems(tmp_path) == []
    read = READER.read(tmp_path)
    assert [member.cards for member in read.confusions[0].members] == [("c-1",), ("c-2",)]
    assert (read.terms[0].names, read.terms[0].links) == (("term",), ("c-1",))
    assert [phase.id for phase in read.plans[0].phases] == ["phase-1"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("confusions/1.1.yaml", "id: x-1", "id: c-1", "2: c-1: this id is already used at 1.1.yaml:2"),
        ("confusions/1.1.yaml", "[c-2]", "[c-9]", "2: x-1: names the card `c-9`, which is not in this deck"),
        ("confusions/1.1.yaml", "[c-2]", "[q-1]", "2: x-1: names `q-1`, which is no card"),
        (
            "confusions/1.1.yaml",
            "[c-2]",
            "[c-1]",
            "2: x-1: c-1 stands under “One” and under “Two”; it can point to one only",
        ),
        ("confusions/1.1.yaml", "[c-2]", "[]", "9: x-1: `cards` needs at least 1 entry; found 0"),
        (
            "confusions/1.1.yaml",
            "[c-2]",
            "[c-2, c-3, c-4, c-5, c-6]",
            "9: x-1: `cards` can have 4 entries at most; found 5",
        ),
        ("confusions/1.1.yaml", "A cue", "x" * 121, "8: x-1: `cue` has 121 characters; 120 is the most"),
        ("confusions/1.1.yaml", "What tells", "x" * 200, "6: x-1: `apart` has 212 characters; 200 is the most"),
        ("confusions/1.1.yaml", "1.1.k1", "1.1.k9", "2: x-1: covers 1.1.k9, but exam-1 has no such bullet"),
        ("confusions/1.1.yaml", "apart:", "aparts:", "6: x-1: unknown key `aparts`; did you mean `apart`?"),
        ("confusions/1.1.yaml", "A cue", "Obviously", "2: x-1: uses the banned word “obviously”"),
        ("glossary/words.yaml", "https:", "http:", "5: g-1: `url` can't be `http://example.org/page`."),
        ("glossary/words.yaml", "03-01", "03-41", "5: g-1: `checked` must be a day of the calendar"),
        ("glossary/words.yaml", "links: [c-1]", "links: [c-9]", "2: g-1: names the card `c-9`, which is not in"),
        ("glossary/words.yaml", "What it", "x" * 300, "6: g-1: `means` has 307 characters; 300 is the most"),
        ("glossary/words.yaml", "    links: [c-1]", "    also: [Term]", "2: g-1: the name “term” stands 2 times"),
        ("plans/exam-1.yaml", "exam: exam-1", "exam: exam-9", "1: plan exam-9: names the exam `exam-9`, but the deck"),
        ("plans/exam-1.yaml", "weeks: 2\nphases", "weeks: 3\nphases", "1: plan exam-1: the phases take 2 weeks, not 3"),
        ("plans/exam-1.yaml", "id: phase-1", "id: c-1", "4: c-1: this id is already used at 1.1.yaml:2"),
        ("plans/exam-1.yaml", 'tasks: ["1.1"]\n', "tasks: [1.1]\n", "8: phase-1: entry 1 of `tasks`: expected `str`"),
        ("plans/exam-1.yaml", "form: A", "form: C", "4: phase-1: sits form C, which exam-1 does not have"),
        ("plans/exam-1.yaml", "kind: exam, ", "", "12: phase-1: `kind` must be one of: quiz, exam"),
        ("plans/exam-1.yaml", "Try again.", "Obviously.", "4: phase-1: uses the banned word “obviously”"),
    ],
)
def test_what_is_wrong_in_the_other_parts_is_told_with_file_line_and_item(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    write_files(mini_deck(tmp_path), {**PARTS, name: PARTS[name].replace(old, new)})
    assert [text for text in problems(tmp_path) if text.startswith(f"{name}:{said}")], problems(tmp_path)


def test_an_exam_has_one_plan(tmp_path: Path) -> None:
    again = PLAN.replace("phase-1", "phase-2")
    write_files(mini_deck(tmp_path), {**PARTS, "plans/other.yaml": again})
    assert "plans/other.yaml:1: plan exam-1: the exam `exam-1` has a plan already, in exam-1.yaml" in problems(tmp_path)


@pytest.mark.parametrize("name", ["more.yaml", "cards/deep/1.1.yaml", "cards/1.2.yml", "notes/1.yaml"])
def test_a_yaml_file_that_nothing_reads_is_told(tmp_path: Path, name: str) -> None:
    write_files(mini_deck(tmp_path), {name: "a: 1\n"})
    assert problems(tmp_path) == [f"{name}:1: not a place of the deck format, so nothing reads this file"]


def test_a_broken_blueprint_does_not_blame_the_items(tmp_path: Path) -> None:
    mini_deck(tmp_path, blueprint=BLUEPRINT.replace("code: EX-1\n", ""))
    assert problems(tmp_path) == ["blueprints/exam-1.yaml:2: exam-1: `code` is missing"]


def test_a_broken_file_does_not_make_links_to_its_items_dead(tmp_path: Path) -> None:
    linked = QUESTIONS.replace("    difficulty", "    links: [c-1]\n    difficulty")
    assert problems(mini_deck(tmp_path / "good", questions=linked)) == []
    broken = CARDS.replace("front: Front?", "frnt: Front?")
    mini_deck(tmp_path / "bad", questions=linked, cards=broken)
    assert not [said for said in problems(tmp_path / "bad") if "links" in said]


def test_the_digest_follows_every_byte_and_every_name(tmp_path: Path) -> None:
    mini_deck(tmp_path)
    digests = [READER.digest(tmp_path)]
    for change in (
        lambda: write_files(tmp_path, {"cards/1.1.yaml": CARDS + "\n"}),
        lambda: (tmp_path / "cards/1.1.yaml").rename(tmp_path / "cards/1.2.yaml"),
        lambda: write_files(tmp_path, {"media/plot.png": b"\x89PNG"}),
        lambda: write_files(tmp_path, {"media/plot.png": b"\x89PNF"}),
        (tmp_path / "media/plot.png").unlink,
    ):
        change()
        digests.append(READER.digest(tmp_path))
    assert len(set(digests)) == 5
    assert digests[2] == digests[5]


def test_the_digest_depends_neither_on_the_place_nor_on_other_files(tmp_path: Path) -> None:
    one, other = mini_deck(tmp_path / "one"), mini_deck(tmp_path / "other")
    write_files(other, {"README.md": "Not part of the deck."})
    assert READER.digest(one) == READER.digest(other)


def test_bytes_do_not_wander_from_one_file_to_the_next_unseen(tmp_path: Path) -> None:
    one = write_files(tmp_path / "one", {"media/a": b"xy", "media/b": b""})
    other = write_files(tmp_path / "other", {"media/a": b"x", "media/b": b"y"})
    assert READER.digest(one) != READER.digest(other)


def test_a_folder_that_is_not_there_has_no_digest(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="there is no such folder"):
        READER.digest(tmp_path / "nowhere")


def test_a_file_that_goes_away_while_it_is_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_file: Path) -> bytes:
        raise FileNotFoundError(2, "No such file or directory")

    mini_deck(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", gone)
    with pytest.raises(DeckError, match="can't be read: No such file or directory"):
        READER.digest(tmp_path)


LINES = st.sampled_from(CARDS.splitlines())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.text(st.characters(codec="utf-8")) | st.lists(LINES, max_size=25).map("\n".join))
def test_no_text_in_a_file_makes_the_check_raise(tmp_path: Path, content: str) -> None:
    for name in ("deck", "blueprint", "cards", "questions"):
        READER.check(mini_deck(tmp_path, **{name: content}))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.sampled_from(["blueprint", "cards", "questions"]), st.data())
def test_no_deletion_of_lines_makes_the_check_raise(tmp_path: Path, name: str, data: st.DataObject) -> None:
    text = {"blueprint": BLUEPRINT, "cards": CARDS, "questions": QUESTIONS}[name]
    lines = text.splitlines()
    gone = data.draw(st.sets(st.integers(0, len(lines) - 1), max_size=5))
    left = [line for index, line in enumerate(lines) if index not in gone]
    for problem in READER.check(mini_deck(tmp_path, **{name: "\n".join(left)})):
        assert 1 <= problem.line <= len(text.splitlines())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.sampled_from(sorted(PARTS)), st.data())
def test_no_deletion_of_lines_of_the_other_parts_makes_the_check_raise(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    lines = PARTS[name].splitlines()
    gone = data.draw(st.sets(st.integers(0, len(lines) - 1), max_size=5))
    left = "\n".join(line for index, line in enumerate(lines) if index not in gone)
    write_files(mini_deck(tmp_path), {**PARTS, name: left})
    for problem in READER.check(tmp_path):
        assert problem.line >= 1


def test_a_deck_broken_on_purpose_is_told_as_ever(golden: Golden) -> None:
    golden("broken_deck.txt", "\n".join(problems(Path(__file__).parent / "broken_deck")) + "\n")
