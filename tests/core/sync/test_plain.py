"""Operations as plain values: what is written is read back as it was, and nothing else is taken for one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.sync.operations import Line, Operation, OperationId, Value
from certdeck.core.sync.plain import Unreadable, from_plain, operation_from_plain, operation_to_plain, to_plain
from certdeck.core.sync.stamp import Stamp
from tests.core.sync.operation_sets import lines, operation_sets

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=12) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(operation_sets())
def test_every_operation_comes_back_from_json_as_it_was(made: tuple[Operation, ...]) -> None:
    for one in made:
        assert operation_from_plain(one.id.replica, json.loads(json.dumps(operation_to_plain(one)))) == one


@given(JSON | st.lists(JSON, min_size=3, max_size=10))
def test_anything_else_is_refused(plain: object) -> None:
    with pytest.raises(Unreadable):
        operation_from_plain("a" * 16, plain)


@given(lines(), st.data())
def test_a_line_with_one_value_of_another_kind_is_refused_or_read(line: Line, data: st.DataObject) -> None:
    plain: list[object] = [*to_plain(line)]
    plain[data.draw(st.integers(0, len(plain) - 1))] = data.draw(JSON)
    try:
        read = from_plain(plain)
    except Unreadable:
        return
    assert from_plain(json.loads(json.dumps(to_plain(read)))) == read


@pytest.mark.parametrize("number", [0, -1, 2**31, True])
def test_numbers_out_of_bounds_are_refused(number: int) -> None:
    plain = operation_to_plain(Operation(OperationId("a", 1), Stamp(1, 0, "a"), Value("note:c-1", None)))
    with pytest.raises(Unreadable):
        operation_from_plain("a", [number, *plain[1:]])
