"""Disputes as Markdown: the note first, then the question with its key, reasons and sources."""

from pathlib import Path

import pytest

from certdeck.core.deck import Item
from certdeck.core.errors import ExportError
from certdeck.core.ids import ItemId
from certdeck.exporters.disputes import MarkdownDisputes
from certdeck.ports.exporting import DisputedItem
from certdeck.ports.sittings import Dispute
from tests.builders import NOON, matching, multiple_choice, ordering
from tests.conftest import Golden


def disputed(name: str, item: Item | None, text: str = "The page says otherwise.") -> DisputedItem:
    return DisputedItem(Dispute(ItemId(name), text, "1.2.0", NOON), item)


def test_every_kind_of_question_is_written_with_its_key(tmp_path: Path, golden: Golden) -> None:
    target = tmp_path / "disputes.md"
    entries = [
        disputed("q-choice", multiple_choice("q-choice", key="b"), "First line.\n\nSecond line."),
        disputed("q-ordering", ordering("q-ordering", steps="cab")),
        disputed("q-matching", matching("q-matching", keys="ba")),
        disputed("q-gone", None),
    ]
    MarkdownDisputes().write(entries, target)
    golden("disputes.md", target.read_text(encoding="utf-8"))


def test_a_question_that_no_deck_had_is_noted_against_no_version(tmp_path: Path) -> None:
    target = tmp_path / "disputes.md"
    MarkdownDisputes().write([DisputedItem(Dispute(ItemId("q-gone"), "No.", "", NOON), None)], target)
    assert "Noted on 2026-03-14:" in target.read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no such folder"):
        MarkdownDisputes().write([disputed("q-gone", None)], tmp_path / "nowhere" / "disputes.md")
