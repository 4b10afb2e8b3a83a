"""The laws of filling columns."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.exporters.pdf.columns import COLUMNS, Filled, Unit, fill

ROOM = 500.0
UNITS = st.lists(
    st.builds(Unit, st.floats(5, 120), st.sampled_from([0.0, 14.0]), st.booleans()), min_size=1, max_size=24
).map(lambda units: [Unit(units[0].height, 14.0, heading=True), *units[1:]])


def blocks(*heights: float) -> list[Unit]:
    return [Unit(height, 10, heading=True) for height in heights]


def ends(units: list[Unit], filled: Filled) -> list[float]:
    reach = [0.0] * COLUMNS
    for spot in filled.placed:
        reach[spot.column] = max(reach[spot.column], spot.offset + units[spot.index].height)
    return reach


@given(UNITS)
def test_each_unit_taken_is_placed_once_and_the_first_ones_are_taken(units: list[Unit]) -> None:
    filled = fill(units, ROOM)
    assert sorted(spot.index for spot in filled.placed) == list(range(filled.count))
    assert filled.count >= 1


@given(UNITS)
def test_nothing_overlaps_and_nothing_leaves_the_column(units: list[Unit]) -> None:
    filled = fill(units, ROOM)
    for column in range(COLUMNS):
        spots = [spot for spot in filled.placed if spot.column == column]
        for above, below in pairwise(spots):
            assert below.offset >= above.offset + units[above.index].height - 0.001
            assert below.offset - above.offset - units[above.index].height >= units[below.index].gap - 0.001
    assert max(ends(units, filled)) <= ROOM + 0.001


@given(UNITS)
def test_columns_that_have_a_gap_end_level_unless_it_would_tear_their_blocks_apart(units: list[Unit]) -> None:
    filled = fill(units, ROOM)
    for column, end in enumerate(ends(units, filled)):
        spots = [spot for spot in filled.placed if spot.column == column]
        wider = [
            below.offset - above.offset - units[above.index].height - units[below.index].gap
            for above, below in pairwise(spots)
            if units[below.index].heading
        ]
        if wider:
            assert max(wider) <= 44.001
            assert end == pytest.approx(filled.height) or min(wider) == pytest.approx(44)


@given(UNITS)
def test_all_is_taken_when_there_is_plenty_of_room(units: list[Unit]) -> None:
    assert fill(units, 10_000).count == len(units)


@given(UNITS)
def test_the_rows_of_a_block_stay_in_order(units: list[Unit]) -> None:
    filled = fill(units, ROOM)
    places = {spot.index: (spot.column, spot.offset) for spot in filled.placed}
    for index in range(1, filled.count):
        if not units[index].heading:
            assert places[index - 1] < places[index]


def test_blocks_stay_whole_where_they_can() -> None:
    units = [Unit(50, 10, heading=True), *[Unit(20, 0) for _ in range(5)], *blocks(140, 130)]
    filled = fill(units, ROOM)
    assert filled.splits == 0
    assert {spot.column for spot in filled.placed[:6]} == {0}


def test_a_block_is_split_only_when_the_page_would_not_hold_it() -> None:
    units = [Unit(50, 10, heading=True), *[Unit(50, 0) for _ in range(20)]]
    assert fill(units, 360).splits == 2


def test_what_does_not_fit_is_left_for_the_next_page() -> None:
    filled = fill([Unit(50, 10, heading=True), *[Unit(50, 0) for _ in range(99)]], ROOM)
    assert filled.count == 30


@pytest.mark.parametrize("rows", [2, 3, 4, 5, 9])
@pytest.mark.parametrize("above", range(1, 9))
def test_no_row_of_a_block_is_carried_over_alone_or_left_behind_alone(rows: int, above: int) -> None:
    first = [Unit(50, 10, heading=True), *[Unit(50, 0)] * above]
    block = [Unit(50, 10, heading=True), *[Unit(50, 0)] * (rows - 1)]
    rest = [Unit(50, 10, heading=True), *[Unit(50, 0)] * 40]
    filled = fill([*first, *block, *rest], ROOM, 1)
    held = filled.count - len(first)
    assert held <= 0 or held >= rows or rows - held >= 2
    assert held != 1 or rows == 1


def test_a_unit_taller_than_the_page_is_taken_alone() -> None:
    assert fill(blocks(900, 10), ROOM).count >= 1


def test_nothing_follows_a_unit_taller_than_the_page_beyond_it() -> None:
    rows = [Unit(30, 10, heading=True), *[Unit(20, 0, loose=True)] * 20, *blocks(20)]
    filled = fill([*rows, *blocks(900)], ROOM)
    assert max(end for end in ends([*rows, *blocks(900)], filled) if end != 900) <= ROOM


def test_a_short_page_is_not_torn_apart() -> None:
    units = blocks(50, 50, 50, 50, 50, 50)
    assert max(ends(units, fill(units, ROOM))) == pytest.approx(50 + 50 + 10 + 30)


@given(UNITS)
def test_a_hole_is_as_deep_as_the_shortest_column_ends_above_the_others(units: list[Unit]) -> None:
    filled = fill(units, ROOM)
    assert filled.hole == pytest.approx(filled.height - min(ends(units, filled)))


def test_loose_rows_move_apart_a_little_where_their_column_would_end_above_the_others() -> None:
    rows = [Unit(30, 10, heading=True), *[Unit(20, 0, loose=True)] * 4]
    units = [*blocks(300), *rows, *blocks(300)]
    filled = fill(units, ROOM)
    offsets = [spot.offset for spot in filled.placed if 1 <= spot.index <= 5]
    assert [below - above for above, below in pairwise(offsets)] == [35, 25, 25, 25]
    tied = fill([replace(unit, loose=False) for unit in units], ROOM)
    assert tied.hole == filled.hole + 20


def test_rows_of_a_tree_and_columns_that_are_level_stay_as_they_are() -> None:
    rows = [Unit(30, 10, heading=True), *[Unit(20, 0, loose=True)] * 4]
    filled = fill([*rows, *blocks(110, 110)], ROOM)
    assert filled.hole == 0
    assert [spot.offset for spot in filled.placed[:5]] == [0, 30, 50, 70, 90]


def test_no_gap_grows_wider_than_is_asked_for() -> None:
    filled = fill(blocks(50, 50, 200, 100), ROOM, 2, in_order=True, loosest=0.0)
    assert [(spot.column, spot.offset) for spot in filled.placed] == [(0, 0), (0, 60), (1, 0), (1, 210)]


def test_where_a_block_has_to_be_split_it_is_not_a_tree() -> None:
    tree = [Unit(50, 10, heading=True), *[Unit(50, 0)] * 5]
    rows = [Unit(50, 10, heading=True), *[Unit(50, 0, loose=True)] * 5]
    units = [*tree, *rows, *rows]
    starts = {spot.index for spot in fill(units, 330, 3).placed if not spot.offset}
    assert all(units[start].heading or units[start].loose for start in starts)


def tree(rows: int, height: float = 50) -> list[Unit]:
    return [Unit(height, 10, heading=True), *[Unit(height, 0, elastic=True)] * (rows - 1)]


def test_rows_of_a_tree_get_taller_where_their_column_would_end_above_the_others() -> None:
    units = [*blocks(300), *tree(5), *blocks(300)]
    filled = fill(units, ROOM)
    assert [spot.taller for spot in filled.placed if 1 <= spot.index <= 5] == [0, 7, 7, 7, 7]
    assert filled.hole == pytest.approx(300 - 250 - 28)


@given(UNITS)
def test_with_room_overleaf_what_is_taken_still_fits_and_is_the_first(units: list[Unit]) -> None:
    filled = fill(units, ROOM, overleaf=600)
    assert sorted(spot.index for spot in filled.placed) == list(range(filled.count))
    assert all(units[spot.index].height + spot.offset <= ROOM + 0.001 for spot in filled.placed)


@pytest.mark.parametrize("above", range(1, 12))
def test_a_tree_goes_whole_to_the_next_column_or_overleaf(above: int) -> None:
    rows = [Unit(50, 10, heading=True), *[Unit(50, 0, loose=True)] * (above - 1)]
    units = [*rows, *tree(6), *rows, *tree(6), *blocks(*[200] * 9)]
    filled = fill(units, 350, overleaf=400)
    starts = {spot.index for spot in filled.placed if not spot.offset}
    assert all(units[start].heading or units[start].loose for start in starts)
    assert filled.count == len(units) or units[filled.count].heading or units[filled.count].loose


def test_nothing_is_taken_where_a_tree_fits_only_overleaf() -> None:
    assert fill(tree(8), 350, overleaf=400, whole=True).count == 0
    assert fill(tree(9), 350, overleaf=400, whole=True).count == 9


def test_a_block_that_would_leave_much_blank_goes_on_overleaf_unless_all_are_to_be_whole() -> None:
    rows = [Unit(50, 10, heading=True), *[Unit(50, 0, loose=True)] * 5]
    units = [*blocks(200), *rows]
    assert fill(units, 350, 1, overleaf=400).count == 3
    assert fill(units, 350, 1, overleaf=400, whole=True).count == 1


def test_what_stands_on_a_page_that_is_not_the_last_is_shared_out_evenly() -> None:
    filled = fill([*blocks(*[50] * 6), *tree(8)], 350, overleaf=420, whole=True)
    assert filled.count == 6
    assert {spot.column for spot in filled.placed} == {0, 1, 2}
