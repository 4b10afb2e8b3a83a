"""The examples in docs/deck-format.md are a valid deck that shows everything the format has."""

import re
from dataclasses import fields
from pathlib import Path

from certdeck.core import deck_lint, deck_rules
from certdeck.core.deck import CardKind, Deck, QuestionKind
from certdeck.core.deck_plan import ExamGate, QuizGate
from certdeck.importers import deck_schema as schema
from certdeck.importers.native import NativeReader
from tests.importers.deck_folders import write_files

TEXT = (Path(__file__).parents[2] / "docs" / "deck-format.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^```yaml\n# (?P<file>\S+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


def example_deck(folder: Path) -> Path:
    return write_files(folder, {found["file"]: found["text"] for found in EXAMPLE.finditer(TEXT)})


def read(folder: Path) -> Deck:
    return NativeReader().read(example_deck(folder))


def test_the_examples_are_a_valid_deck(tmp_path: Path) -> None:
    assert NativeReader().check(example_deck(tmp_path)) == ()


def test_every_yaml_example_names_its_file() -> None:
    assert TEXT.count("```yaml\n") == len(EXAMPLE.findall(TEXT)) == 9


def test_every_kind_of_item_and_block_is_shown(tmp_path: Path) -> None:
    shown = read(tmp_path)
    assert [card.kind for card in shown.cards] == list(CardKind)
    assert {question.kind for question in shown.questions} == set(QuestionKind)
    assert len(shown.scenarios) == 1
    assert [(form.name, len(form.scored), len(form.unscored)) for form in shown.forms] == [("A", 2, 1)]
    assert [len(entry.members) for entry in shown.confusions] == [2]
    assert [entry.names for entry in shown.terms] == [("recall", "sensitivity", "TPR")]
    assert [type(phase.gate) for plan in shown.plans for phase in plan.phases] == [QuizGate, ExamGate]
    assert {type(block).__name__ for sheet in shown.sheets for block in sheet.blocks} == {
        "TableBlock",
        "TreeBlock",
        "TrapsBlock",
        "FormulasBlock",
        "FactsBlock",
        "HookBlock",
    }


def test_every_key_of_the_format_is_named() -> None:
    from certdeck.core.deck import Card, Item

    keys = [*schema.OptionFile.__struct_fields__, *(field.name for kind in (Item, Card) for field in fields(kind))]
    keys += ["decoys", "prompts", "responses", "reuse", "extra", "note", "terms", "banned_words"]
    for kind in (schema.ConfusionFile, schema.MemberFile, schema.TermFile, schema.PhaseFile, schema.ExamGateFile):
        keys += kind.__struct_fields__
    assert [key for key in keys if key not in TEXT] == []


def test_the_numbers_are_those_of_the_rules() -> None:
    rules = deck_rules
    for said in (
        f"{rules.CHOICES} options, exactly one",
        f"{rules.FEWEST_RESPONSES} or more options",
        f"{rules.ORDERING.start} to {rules.ORDERING.stop - 1} responses",
        f"{rules.MATCHING.start} to {rules.MATCHING.stop - 1} `prompts`",
        f"more than {deck_lint.KEY_SHARE:.0%}".replace("%", " %"),
        f"more than {deck_lint.LONGEST_SHARE:.0%}".replace("%", " %"),
        f"from {deck_lint.FEW} questions on",
        f"`apart` has {rules.LONGEST_APART} characters at most",
        f"in {rules.LONGEST_CUE} characters at most",
        f"{rules.LONGEST_MEANING} characters\nat most",
    ):
        assert said in TEXT
