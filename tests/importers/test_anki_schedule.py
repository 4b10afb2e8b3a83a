"""What Anki keeps with a card, in FSRS's words."""

import json

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.scheduling.schedule import MemoryState
from certdeck.importers.anki_schedule import learnt_of


def memory_in(data: str) -> MemoryState | None:
    """Return the memory of a card in review beside which Anki keeps `data`."""
    in_review = (2, 2, 20_000, 7, 0, 0, 0, 0, 0)
    learnt = learnt_of((1, 2, 0, *in_review, data), 0, ())
    assert learnt is not None
    return learnt.memory


@given(st.decimals(1, 99_999, places=4), st.decimals(1, 99, places=3))
def test_a_memory_is_the_same_however_anki_writes_it(stability: object, difficulty: object) -> None:
    usual = f'{{"s":{stability},"d":{difficulty},"dr":0.9}}'
    assert memory_in(usual) == memory_in(json.dumps(json.loads(usual), indent=1))


def test_a_memory_stays_within_what_fsrs_knows() -> None:
    assert memory_in('{"s":99999.5,"d":12.5}') == MemoryState(36_500, 10.0)
    assert memory_in('{"s":0.0001,"d":0.5}') == MemoryState(0.001, 1.0)
    assert memory_in('{"s":1e999,"d":5.0}') is None
    assert memory_in("{") is None
