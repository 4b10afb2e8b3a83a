"""Rows of CSV: whatever a text holds, they are those that Python's own module finds."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from certdeck.core.errors import ImportRefused
from certdeck.importers import csv_rows
from certdeck.importers.csv_rows import Head, Row, stretches_of
from certdeck.importers.losses import LossBook
from certdeck.ports.exporting import Cancelled, Progress, no_progress

FILE = Path("cards.csv")
SIGNS = st.sampled_from('"",;\t\n\n ab\x04\x0b\u2028€😀')


def rows(text: str, separator: str = ",", progress: Progress = no_progress, head: int = 0) -> list[Row]:
    found = stretches_of(FILE, text, Head(separator=separator, lines=head), progress, LossBook())
    return [row for stretch in found for row in zip(*stretch, strict=True)]


@given(st.text(SIGNS, max_size=60), st.sampled_from(",;\t"), st.sampled_from((1, 5, 65_536)))
@example('a,b\n"c\nd",e\nf,g"\n', ",", 1)
@example('"a', ",", 1)
def test_rows_are_those_of_the_csv_module(text: str, separator: str, piece: int) -> None:
    # Which of these quotes are text is another matter.
    assume(re.search(rf'[^"\n{separator}]" *[^"\n{separator} ]', text) is None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_rows, "_PIECE", piece)
        ended = text if text.endswith("\n") or not text else f"{text}\n"
        reader = csv.reader(StringIO(f"{ended}\x04\x04", newline="\n"), delimiter=separator)
        expected = [(reader.line_num, row) for row in reader]
        if expected.pop()[1] != ["\x04\x04"]:
            with pytest.raises(ImportRefused, match="opens a quote that is never closed"):
                rows(text, separator)
            return
        held = [(line, row) for line, row in expected if "".join(row).strip()]
        assert rows(text, separator) == held


def test_a_line_with_a_sign_for_the_end_of_something_ends_nothing() -> None:
    assert rows("a,b\n\x04\nc,d\n") == [(1, ["a", "b"]), (2, ["\x04"]), (3, ["c", "d"])]


def test_lines_with_and_without_quotes_are_counted_on_from_piece_to_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "_PIECE", 8)
    plain, quoted, empty = ["plain", "row"], ["quoted\n\nrow", "q"], " , \n"
    text = "plain,row\n" * 3 + empty + '"quoted\n\nrow",q\n' * 2 + empty + "plain,row\n" * 2
    expected = [(1, plain), (2, plain), (3, plain), (7, quoted), (10, quoted), (12, plain), (13, plain)]
    assert rows(text) == expected
    assert rows(text, head=4) == [(line + 4, row) for line, row in expected]


@pytest.mark.parametrize("quoted", [False, True])
def test_a_field_may_be_as_long_as_a_million_and_no_longer(quoted: bool) -> None:
    long = "y" * 1_000_000
    row = f'a\nx,"{long}"' if quoted else f"a\nx,{long}"
    assert rows(row)[1] == (2, ["x", long])
    with pytest.raises(ImportRefused, match="line 2 has a field of more than 1,000,000 characters"):
        rows(row.replace("y", "yy", 1))


def test_a_quote_that_takes_in_too_much_is_named_with_the_line_that_opens_it() -> None:
    with pytest.raises(ImportRefused, match=r"line 3 has a field of more than .* close the quote that it begins with"):
        rows('"a\nb"\n"c\n' + "d,e\n" * 300_000)


def test_many_columns_are_read_no_further_than_anybody_has_use_for() -> None:
    assert [len(row) for _, row in rows(",".join("a" * 3000) + "\n" + ",".join(['"b"'] * 3000))] == [200, 200]


def test_rows_of_several_lines_are_told_of_on_the_way_too() -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if done > 1000:
            raise Cancelled

    with pytest.raises(Cancelled):
        rows('a,"b\nc"\n' * 1000, progress=progress)
    assert told == [(2, 2000), (502, 2000), (1002, 2000)]
    assert csv.field_size_limit() < 1_000_000
