"""Notes in batches: each stands in one of them, and what is wanted of it comes with the next one."""

from collections.abc import Iterator, Sequence
from typing import overload

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core import batches
from certdeck.core.batches import LEARNT, NOTHING, WHOLE, Answer, Batch, Rule, Turns
from certdeck.core.ids import DeckId
from certdeck.core.incoming import BareLearnt, InNumbers, Learnt, Note, item_id
from certdeck.core.intake import TOKEN
from certdeck.core.scheduling.schedule import Phase

SIDES = {"basic": ((0,), (1,))}
REVIEWED = Learnt(0, Phase.REVIEW, interval=3)
BARE = BareLearnt(Phase.REVIEW, 0, None, None, 3, 0, False, 0, ())
fields = st.lists(st.sampled_from(["", "a", "b c", f"![x]({TOKEN}0.png)"]), max_size=3).map(tuple)
wishes = st.sampled_from([NOTHING, LEARNT, WHOLE])


class Numbers(InNumbers):
    """What was learnt of an only card, or of several, which can't be told in numbers."""

    def __init__(self, *learnt: Learnt) -> None:
        self._learnt = learnt

    @overload
    def __getitem__(self, place: int) -> Learnt: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Learnt]: ...

    def __getitem__(self, place: int | slice) -> Learnt | Sequence[Learnt]:
        return self._learnt[place]

    def __len__(self) -> int:
        return len(self._learnt)

    def bare(self) -> BareLearnt | None:
        if len(self._learnt) > 1:
            raise LookupError
        return BARE if self._learnt else None


learnt = st.sampled_from([(), (REVIEWED,), Numbers(), Numbers(REVIEWED), Numbers(REVIEWED, REVIEWED)])


@st.composite
def some_notes(draw: st.DrawFn) -> list[Note]:
    def note(place: int) -> Note:
        kind, deck = draw(st.sampled_from(["basic", "other"])), draw(st.sampled_from(["", "Aa", "Aa::B c"]))
        return Note(f"k{place}", kind, deck, draw(fields), ("t",), learnt=draw(learnt), scheduled=draw(st.booleans()))

    return [note(place) for place in range(draw(st.integers(0, 7)))]


def taken(learnt: Sequence[tuple[DeckId, BareLearnt] | None]) -> list[str | None]:
    return [one and f"{one[0]} {one[1].interval}" for one in learnt]


def way(turns: Turns, wanted: Sequence[int], *, ahead: bool) -> Iterator[tuple[Batch, bytes, Answer]]:
    """Go through all batches; `wanted` says what of each note of the file."""
    batch, done = turns.first(), 0
    while batch is not None:
        asked = bytes(wanted[done : done + batch.size])
        if ahead:
            turns.read_ahead()
        turns.ask(asked)
        answer, following = turns.answered()
        yield batch, asked, answer
        done, batch = done + batch.size, following


@given(some_notes(), st.lists(wishes, min_size=7, max_size=7), st.booleans())
def test_every_note_comes_once_and_as_it_is_wanted(notes: list[Note], wanted: list[int], ahead: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "NOTES", 3)
        met = list(way(Turns(iter(notes), Rule(SIDES, "Else", taken)), wanted, ahead=ahead))
    assert [batch.size for batch, _, _ in met] == [len(notes[start : start + 3]) for start in range(0, len(notes), 3)]
    left = iter(notes)
    for batch, asked, answer in met:
        plain = dict(zip(batch.places, zip(*batch[2:], strict=True), strict=True))
        told = iter(answer.learnt)
        for place, what in enumerate(asked):
            note = next(left)
            front, back = (*note.fields, "", "")[:2]
            is_plain = note.type == "basic" and front and back and TOKEN not in front + back
            assert plain.get(place) == (
                (
                    item_id(note.key),
                    front,
                    back,
                    ("b-c", "t") if note.deck == "Aa::B c" else ("t",),
                    note.deck,
                    note.scheduled,
                )
                if is_plain
                else None
            )
            in_numbers = not note.learnt or (isinstance(note.learnt, Numbers) and len(note.learnt) < 2)
            assert (place in answer.whole) is (what == WHOLE or (what == LEARNT and not in_numbers))
            if place in answer.whole:
                assert answer.whole[place] == note._replace(learnt=tuple(note.learnt))
            if what == LEARNT:
                deck = "import-aa" if note.deck else "import-else"
                assert next(told) == (f"{deck} 3" if note.learnt and in_numbers else None)
        assert next(told, "end") == "end"
    assert next(left, None) is None


def test_nothing_that_was_learnt_is_looked_at_where_nobody_takes_it() -> None:
    class Closed(Numbers):
        def bare(self) -> BareLearnt | None:
            raise AssertionError

    turns = Turns(iter([Note("k", "basic", "", ("a", "b"), learnt=Closed())]), Rule(SIDES, "Else"))
    assert [answer for _, _, answer in way(turns, [LEARNT], ahead=False)] == [Answer([None], {})]
