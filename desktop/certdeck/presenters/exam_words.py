"""What the exam room says before the learner leaves or submits, on coming back, and about the pace."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from certdeck.core.errors import CertdeckError
from certdeck.core.exam.sitting import Sitting
from certdeck.presenters.dates import minutes_text
from certdeck.presenters.exam_views import AskView
from certdeck.services.exams import Resumption

WORTH_SAYING: Final = timedelta(minutes=1)
"""A shorter absence needs no word about the clock."""


def before_submitting(sitting: Sitting) -> AskView | None:
    """Return what to ask before `sitting` is submitted; None when no question can be given an answer any more."""
    left = len(sitting.awaiting_positions())
    if not left:
        return None
    return AskView(
        f"Submit with {left} open?",
        f"{_still_open(left)} and will count as wrong. A guess costs nothing. "
        "Once you submit, answers can no longer be changed.",
        agree="Submit exam",
        decline="Go back",
        careful=True,
        ends=True,
    )


def before_leaving(sitting: Sitting) -> AskView:
    """Return what to ask before the room is left, in words that fit the rule of the clock."""
    if sitting.conduct.strict:
        return _before_ending(sitting)
    return AskView("Leave the exam for now?", _kept(sitting), agree="Leave for now", decline="Stay")


def before_losing(error: CertdeckError) -> AskView:
    """Return what to ask when the last change could not be written because of `error`, and the room is to be left."""
    return AskView(
        "Leave without the last change?",
        f"{error} What you answered before is kept, and the exam can be resumed.",
        agree="Leave anyway",
        decline="Stay",
        careful=True,
    )


def on_return(resumption: Resumption) -> str:
    """Return what to say when a sitting is taken up again; empty when there is nothing to say."""
    sitting = resumption.sitting
    if resumption.set_back:
        return f"The computer's clock was put back since you left. {_meaning(sitting)}"
    runs = sitting.conduct.runs_on and sitting.seconds_allowed is not None and not sitting.paused
    if runs and resumption.away >= WORTH_SAYING:
        away = minutes_text(int(resumption.away.total_seconds() // 60))
        return f"The clock ran on while you were away: {away} of this exam's time have passed."
    return ""


def ran_out(titles: Sequence[str]) -> str:
    """Say which sittings were submitted because their time ran out while the app was closed."""
    which = titles[0] if len(titles) == 1 else f"{len(titles)} exams"
    return f"The time of {which} ran out while the app was closed. What you had answered was submitted."


def pace_text(ahead: float | None) -> str:
    """Say how many whole minutes the learner is ahead of an even pace (below zero: behind); empty for None."""
    if ahead is None:
        return ""
    minutes = int(abs(ahead) // 60)
    if not minutes:
        return "on pace"
    return f"{minutes_text(minutes)} {'ahead' if ahead > 0 else 'behind'}"


def minutes_left(minutes: int) -> str:
    """Return the warning that `minutes` are left."""
    return f"{minutes} minutes left."


def _before_ending(sitting: Sitting) -> AskView:
    left = len(sitting.open_positions())
    still_open = f" {_still_open(left)} and will count as wrong." if left else ""
    return AskView(
        "End the exam?",
        "A rehearsal can't be paused or resumed: to leave is to end it. What you have answered is submitted."
        + still_open,
        agree="End exam",
        decline="Stay",
        careful=True,
        ends=True,
    )


def _kept(sitting: Sitting) -> str:
    back = "Resume the exam from the Exams page."
    if sitting.seconds_allowed is None:
        return f"Your answers are kept. {back}"
    if sitting.conduct.runs_on and not sitting.paused:
        return (
            "Your answers are kept, but the clock runs on while you are away. When the time is up, what you have "
            f"answered is submitted. {back}"
        )
    return f"Your answers are kept and the clock stops until you come back. {back}"


def _meaning(sitting: Sitting) -> str:
    """Say what a computer clock that was put back means for the clock of `sitting`."""
    if sitting.seconds_allowed is None:
        return "This exam has no clock, so nothing has changed."
    if sitting.conduct.runs_on and not sitting.paused:
        return (
            "The exam's clock should have run on meanwhile, but for how long is not known. It goes on from where it "
            "stood when you left: no time was given and none was taken."
        )
    return "The exam's clock stands while you are away, so no time was given and none was taken."


def _still_open(left: int) -> str:
    return "1 question is still open" if left == 1 else f"{left} questions are still open"
