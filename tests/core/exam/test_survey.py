"""The survey takes answers that make sense, or none."""

import pytest

from certdeck.core.errors import ExamError
from certdeck.core.exam.survey import Expectation, Survey


def test_every_question_may_be_left_open() -> None:
    assert Survey() == Survey(None, None, None)
    assert Survey(prepared=5, expects=Expectation.UNSURE, enough_time=False).prepared == 5


@pytest.mark.parametrize("number", [0, 6, -1])
def test_a_number_off_the_scale_is_refused(number: int) -> None:
    with pytest.raises(ExamError, match="from 1 to 5"):
        Survey(prepared=number)
