"""The pace of a sitting: how far ahead of an even pace the learner is, or how far behind."""

from certdeck.core.exam.sitting import Sitting


def seconds_ahead(sitting: Sitting) -> float | None:
    """Return the seconds by which the questions that are done are ahead of an even pace, below zero if behind it.

    At an even pace every question takes the same share of the time. Done are those answered, and those left open whose
    key was shown. An open question that is being looked at has its own share yet to use, so nobody is behind merely for
    reading. None where there is no limit.
    """
    if sitting.seconds_allowed is None or not sitting.states:
        return None
    share = sitting.seconds_allowed / len(sitting.states)
    done = len(sitting.states) - len(sitting.awaiting_positions())
    due = share * done
    if sitting.elapsed <= due:
        return due - sitting.elapsed
    reading = share if sitting.awaits(sitting.current) else 0.0
    return min(0.0, due + reading - sitting.elapsed)
