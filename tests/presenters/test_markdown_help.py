"""Help with Markdown by keys, and the tables and choices of forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.card_parts import Grid, Hiding
from certdeck.core.card_rules import gap_numbers
from certdeck.presenters.card_forms import grid_of, grid_text
from certdeck.presenters.markdown_help import Mark, Stretch, marked, with_picture

texts = st.text(alphabet="ab *`$-\n", max_size=12)


def stretch(written: str) -> Stretch:
    """Read `a [b] c`: the brackets are the selection."""
    before, _, rest = written.partition("[")
    chosen, _, after = rest.partition("]")
    return Stretch(before + chosen + after, len(before), len(before) + len(chosen))


def written(where: Stretch) -> str:
    return f"{where.text[: where.start]}[{where.chosen}]{where.text[where.end :]}"


@pytest.mark.parametrize(
    ("mark", "before", "after"),
    [
        (Mark.BOLD, "a [b] c", "a **[b]** c"),
        (Mark.BOLD, "a **[b]** c", "a [b] c"),
        (Mark.BOLD, "a []", "a **[]**"),
        (Mark.ITALIC, "[b]", "*[b]*"),
        (Mark.CODE, "[b]", "`[b]`"),
        (Mark.CODE, "[b\nc]", "```[python]\nb\nc\n```"),
        (Mark.FORMULA, "a [] c", "a $[x^2]$ c"),
        (Mark.FORMULA, "[y]", "$[y]$"),
        (Mark.LIST, "a\n[b\nc]", "a\n[- b\n- c]"),
        (Mark.LIST, "[- b\n- c]", "[b\nc]"),
        (Mark.LIST, "[1. b\n- c]", "[b\nc]"),
        (Mark.LIST, "b[]", "- b[]"),
        (Mark.GAP, "a [b]", "a {{c1::[b]}}"),
        (Mark.GAP, "{{c1::a}} {{c4::b}} [c]", "{{c1::a}} {{c4::b}} {{c5::[c]}}"),
        (Mark.SAME_GAP, "{{c2::a}} [c]", "{{c2::a}} {{c2::[c]}}"),
        (Mark.SAME_GAP, "[c]", "{{c1::[c]}}"),
    ],
)
def test_a_mark_goes_around_what_is_selected(mark: Mark, before: str, after: str) -> None:
    assert written(marked(stretch(before), mark)) == after


def test_a_table_stands_on_lines_of_its_own() -> None:
    made = marked(stretch("above[]below"), Mark.TABLE)
    assert made.text.startswith("above\n\n| Thing | Use |\n| --- | --- |\n")
    assert made.text.endswith("\n\nbelow")
    assert made.chosen == "Thing"


def test_a_picture_has_its_description_selected() -> None:
    assert written(with_picture(stretch("a []"), "p.png")) == "a ![[description]](p.png)"
    assert written(with_picture(stretch("[plot]"), "p.png")) == "![[plot]](p.png)"


@given(texts, st.sampled_from(Mark), st.data())
def test_what_is_not_selected_is_never_lost(text: str, mark: Mark, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    after = marked(Stretch(text, start, end), mark)
    assert 0 <= after.start <= after.end <= len(after.text)
    if mark not in (Mark.LIST, Mark.BOLD, Mark.ITALIC, Mark.CODE, Mark.FORMULA):
        assert after.text.startswith(text[:start])
        assert after.text.endswith(text[end:])


@given(st.lists(st.text(alphabet="ab c", min_size=1, max_size=4), min_size=1, max_size=5))
def test_gaps_made_one_after_the_other_are_numbered_without_holes(words: list[str]) -> None:
    text = ""
    for word in words:
        text = marked(Stretch(f"{text} {word}", len(text) + 1, len(text) + 1 + len(word)), Mark.GAP).text
    assert gap_numbers(text) == tuple(range(1, len(words) + 1))


@pytest.mark.parametrize(
    "typed",
    ["Thing | Use\nOne | Some", "| Thing | Use |\n| --- | :-: |\n| One | Some |", "Thing|Use\n\n  One|Some  "],
)
def test_a_table_is_read_with_or_without_the_bars_of_markdown(typed: str) -> None:
    assert grid_of(typed, Hiding.ROWS) == Grid(("Thing", "Use"), (("One", "Some"),))


def test_short_rows_are_filled_up_and_nothing_is_no_table() -> None:
    grid = grid_of("A | B | C\nx", Hiding.COLUMNS)
    assert grid == Grid(("A", "B", "C"), (("x", "", ""),), Hiding.COLUMNS)
    assert grid_of(" \n ", Hiding.ROWS) is None
    assert grid_text(None) == ""


cells = st.text(alphabet="ab|`c", min_size=1, max_size=4)


@given(st.integers(2, 4).flatmap(lambda width: st.lists(st.tuples(*[cells] * width), min_size=1, max_size=4)))
def test_a_table_that_is_written_is_read_as_it_was(rows: list[tuple[str, ...]]) -> None:
    grid = Grid(rows[0], tuple(rows[1:]))
    assert grid_of(grid_text(grid), Hiding.ROWS) == grid
