"""From a sitting to its progress line and its review grid."""

from typing import Final

from certdeck.core.exam.sitting import ItemState, Sitting
from certdeck.presenters.exam_views import Filter, Mark, MarkView, ReviewView

_INCOMPLETE: Final = (Mark.INCOMPLETE, Mark.OPEN)


class Marks:
    """Marks the questions of one sitting. A click changes one or two of them: the others are as they were before."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[ItemState, MarkView]] = {}

    def of(self, sitting: Sitting) -> tuple[MarkView, ...]:
        """Return a mark for each question of `sitting`, in order."""
        return tuple(self._mark(sitting, position) for position in range(len(sitting.states)))

    def _mark(self, sitting: Sitting, position: int) -> MarkView:
        state, current = sitting.states[position], position == sitting.current
        known = self._known.get(position)
        if known is not None and known[0] is state and known[1].current is current:
            return known[1]
        mark = _mark_view(sitting, position)
        self._known[position] = state, mark
        return mark


def review_view(marks: tuple[MarkView, ...], chosen: Filter) -> ReviewView:
    """Return the grid of `marks` that the filter `chosen` shows, with the counts over all of them."""
    return ReviewView(
        filter=chosen,
        cells=tuple(mark for mark in marks if _shows(chosen, mark)),
        answered=sum(mark.mark is Mark.ANSWERED for mark in marks),
        incomplete=sum(mark.mark in _INCOMPLETE for mark in marks),
        unseen=sum(mark.mark is Mark.UNSEEN for mark in marks),
        flagged=sum(mark.flagged for mark in marks),
        first_open=next((mark.number for mark in marks if mark.awaits), None),
    )


def _mark_view(sitting: Sitting, position: int) -> MarkView:
    state = sitting.states[position]
    if sitting.is_answered(position):
        mark = Mark.ANSWERED
    elif state.answer is not None:
        mark = Mark.INCOMPLETE
    else:
        mark = Mark.OPEN if state.seen else Mark.UNSEEN
    current = position == sitting.current
    return MarkView(position + 1, mark, state.flagged, current, bool(state.note), state.revealed)


def _shows(chosen: Filter, mark: MarkView) -> bool:
    match chosen:
        case Filter.ALL:
            return True
        case Filter.ANSWERED:
            return mark.mark is Mark.ANSWERED
        case Filter.INCOMPLETE:
            return mark.mark in _INCOMPLETE
        case Filter.UNSEEN:
            return mark.mark is Mark.UNSEEN
        case Filter.FLAGGED:
            return mark.flagged
