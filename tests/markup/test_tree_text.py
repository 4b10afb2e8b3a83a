"""Decision trees in fences, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import TreeBranch, TreeNode
from certdeck.core.richtext import CodeBlock, Tree, plain
from certdeck.markup.html import write_html
from certdeck.markup.markdown import Markdown
from certdeck.markup.tree_text import MOST, read_tree

TEXT = """Payload over 5 MB?
  Yes: Asynchronous inference | up to 1 GB
  No: Answer at once?
    Yes: Real-time inference
    No: Batch transform
"""
ROOT = TreeNode(
    "Payload over 5 MB?",
    branches=(
        TreeBranch("Yes", TreeNode("Asynchronous inference", "up to 1 GB")),
        TreeBranch(
            "No",
            TreeNode(
                "Answer at once?",
                branches=(
                    TreeBranch("Yes", TreeNode("Real-time inference")),
                    TreeBranch("No", TreeNode("Batch transform")),
                ),
            ),
        ),
    ),
)


def test_indented_lines_are_a_tree() -> None:
    assert read_tree(TEXT) == ROOT
    assert read_tree(TEXT.replace("  ", "\t")) == ROOT


def test_a_fence_of_a_tree_is_a_tree_in_a_card() -> None:
    (block,) = Markdown().read(f"```tree\n{TEXT}```")
    assert block == Tree(ROOT)
    assert "No, Yes: Real-time inference" in plain((block,))


@pytest.mark.parametrize(
    "text",
    ["", "only a root", "one\ntwo: x", "root\n  no way", "root\n  way:", "root\n  : answer", "a\n" + "  b: c\n" * MOST],
)
def test_what_is_no_tree_stays_code(text: str) -> None:
    assert read_tree(text) is None
    assert [type(block) for block in Markdown().read(f"```tree\n{text}\n```")] == [CodeBlock]


def test_a_tree_is_written_as_lists() -> None:
    html = write_html((Tree(ROOT),))
    assert html.startswith("<ul><li>Payload over 5 MB?<ul><li>Yes: <strong>Asynchronous inference <em>up to 1 GB</em>")


@given(st.text(alphabet="ab: |\t\n ", max_size=80))
def test_any_text_is_a_tree_or_none(text: str) -> None:
    root = read_tree(text)
    assert root is None or root.text
