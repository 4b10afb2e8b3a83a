"""The worker process: the same parameters as in one's own, progress, cancel, and what a crash leaves behind."""

from multiprocessing import active_children

import pytest

from certdeck.core.errors import FitError
from certdeck.memory.training import fit
from certdeck.memory.worker import PARTS, ProcessFitter
from certdeck.ports.exporting import Cancelled
from certdeck.ports.memory import ReviewLog
from tests.memory.learners import learner, log_of, studied

LOG = log_of(studied(learner(2), 3000))
NOTHING = ReviewLog((), (), ())


def test_a_worker_finds_what_the_method_finds_and_tells_how_far_it_is() -> None:
    seen: list[tuple[int, int]] = []
    fitted = ProcessFitter().fit(LOG, lambda done, total: seen.append((done, total)))
    assert fitted == fit(LOG, lambda _done, _total: None)
    assert seen == sorted(seen)
    assert {total for _, total in seen} == {PARTS}
    assert seen[-1][0] > seen[0][0] == 0
    assert active_children() == []


def test_a_worker_that_is_cancelled_is_gone_at_once() -> None:
    def cancel(_done: int, _total: int) -> None:
        assert active_children()
        raise Cancelled

    with pytest.raises(Cancelled):
        ProcessFitter().fit(LOG, cancel)
    assert active_children() == []


def test_a_worker_that_breaks_is_said_in_words(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FitError, match=r"ended before it was done .* Your cards and their schedule are as they were"):
        ProcessFitter().fit(NOTHING, lambda _done, _total: None)
    assert active_children() == []
    assert "IndexError" in capfd.readouterr().err


def test_a_worker_that_is_killed_from_outside_is_said_in_words() -> None:
    def kill(_done: int, _total: int) -> None:
        for child in active_children():
            child.kill()

    with pytest.raises(FitError, match="ended before it was done"):
        ProcessFitter().fit(LOG, kill)
